"""What `LiveBook` asks of Excel, and what Excel makes of it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from revmentor_xl.books.book import Block, Cell, Formula
from revmentor_xl.books.excel.entries import told
from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.load_save import blocks
from revmentor_xl.errors import TableBlocked
from revmentor_xl.host.running import run
from revmentor_xl.schema.workbook import WORKBOOK
from tests.engine import excel_with
from tests.programs import program

HEADERS = ("Name", "Score", "Day", "Time", "Double")


def table(count: int) -> Block:
    return Block("T", "S", 2, 2, HEADERS, tuple(rows(count)))


def rows(count: int) -> list[tuple[Cell, ...]]:
    return [
        (f"=p{i}", i, date(2026, 1, 1 + i % 28), time(9, i % 60), Formula("=1+1", 2))
        for i in range(count)
    ]


@pytest.mark.parametrize("action", ["read", "same", "grow", "shrink"])
def test_calls_do_not_grow_with_the_rows(action: str) -> None:
    def calls(count: int) -> int:
        excel, book = excel_with([table(count)])
        live = LiveBook(book)
        if action == "read":
            live.tables()
        else:
            live.write({"T": rows({"same": count, "grow": 2 * count, "shrink": 2}[action])[::-1]})
        return excel.calls

    few, many = calls(5), calls(2_000)
    assert few == many
    assert many < 80


def test_a_whole_step_costs_a_few_hundred_calls_however_many_people() -> None:
    def calls(count: int) -> int:
        people: list[dict[str, Any]] = [{"id": f"M{i}"} for i in range(count)]
        given = program(mentors=people, leaders=[{"id": "L1"}])
        excel, book = excel_with(blocks(given))
        run("check", LiveBook(book))
        return excel.calls

    few, many = calls(5), calls(500)
    assert few == many
    assert many < 11 * len(WORKBOOK.tables)


@pytest.mark.parametrize("count", [1, 10])
def test_an_empty_table_costs_four_calls_and_its_sheet_three_more(count: int) -> None:
    empty = [Block(f"T{i}", f"S{i}", 1, 1, ("Name",), ((None,),)) for i in range(count)]
    excel, book = excel_with([*empty, Block("Mentors", "M", 1, 1, ("Name",), ((None,),))])
    LiveBook(book).tables()
    # `show_headers` besides for tables whose headers are not ours
    assert excel.calls == 3 + 7 * (count + 1) + count


def test_an_address_names_an_area_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    excel, book = excel_with([table(3)])
    LiveBook(book).write({"T": rows(5)[::-1]})
    assert LiveBook(book).tables()["T"].rows == tuple(rows(5)[::-1])
    assert excel.cleared_filters == ["T"]


MOVED = [("x", 7, date(2027, 1, 1), time(8), "y")]


@pytest.mark.parametrize(
    ("new", "written"),
    [
        pytest.param(rows(4), ["B6:F6"], id="one row more: only that row"),
        pytest.param(rows(3), [], id="the same: nothing"),
        pytest.param(rows(3)[::-1], ["B3:E5"], id="other order: what changed, in one block"),
        pytest.param([*rows(2), *MOVED], ["B5:F5"], id="one row"),
        pytest.param(MOVED * 5, ["B3:F7"], id="all of it, and longer: one block"),
        pytest.param([(*row[:4], None) for row in rows(3)], ["F3:F5"], id="one column"),
        pytest.param(
            [(None, *row[1:4], None) for row in rows(3)], ["B3:B5", "F3:F5"], id="two columns"
        ),
        pytest.param(rows(1), [], id="shorter: nothing but clearing"),
    ],
)
def test_only_what_changed_is_written(new: list[tuple[Cell, ...]], written: list[str]) -> None:
    excel, book = excel_with([table(3)])
    LiveBook(book).write({"T": new})
    assert [area.ref for what, _, area in excel.changes if what == "value"] == written
    assert LiveBook(book).tables()["T"].rows == tuple(new)


@pytest.mark.parametrize("inside", [True, False])
def test_used_cells_beneath_block_the_write(inside: bool) -> None:
    excel, book = excel_with([table(3)])
    excel.put("S", 8, 4 if inside else 9, Formula("=1+1", None))
    live = LiveBook(book)
    before = live.tables()
    if not inside:
        live.write({"T": rows(6)})
        assert live.tables()["T"].rows == tuple(rows(6))
        return
    with pytest.raises(TableBlocked, match=r"Table T on sheet “S” needs.*B6:F8.*cell D8"):
        live.write({"T": rows(6)})
    assert live.tables() == before


def test_totals_row_stays() -> None:
    excel, book = excel_with([table(3)], totals=["T"])
    excel.put("S", 6, 2, "Total")
    live = LiveBook(book)
    live.write({"T": rows(3)[::-1]})
    assert live.tables()["T"].rows == tuple(rows(3)[::-1])
    assert excel.sheets["S"][6, 2].value == "Total"
    with pytest.raises(TableBlocked, match="totals row"):
        live.write({"T": rows(4)})


def test_columns_formatted_as_text_take_numbers_dates_and_formulas() -> None:
    excel, book = excel_with([table(1)])
    for column in range(2, 7):
        excel.sheets["S"][3, column].number_format = "@"
    live = LiveBook(book)
    new = rows(3)
    live.write({"T": new})
    assert live.tables()["T"].rows == tuple(new)
    assert excel.sheets["S"][5, 2].number_format == "@"


def test_number_format_of_the_first_row_is_carried_down() -> None:
    excel, book = excel_with([table(1)])
    excel.sheets["S"][3, 3].number_format = "0.0"
    excel.sheets["S"][3, 4].number_format = "dd/mm/yyyy"
    LiveBook(book).write({"T": rows(3)})
    assert [excel.sheets["S"][5, c].number_format for c in (3, 4)] == ["0.0", "dd/mm/yyyy"]


def test_settings_keep_a_format_for_each_cell() -> None:
    values: list[Cell] = ["Program", date(2026, 1, 5), 0.25, time(9, 30), 6, None, True]
    block = Block("T", "S", 2, 2, ("Value",), tuple((value,) for value in values))
    excel, book = excel_with([block])
    excel.sheets["S"][5, 2].number_format = "0%"
    live = LiveBook(book)
    assert live.tables()["T"] == block
    changed: list[Cell] = ["=x", date(2027, 1, 5), 0.5, time(10), date(2026, 2, 3), 7, None, 0]
    live.write({"T": [(value,) for value in changed]})
    assert live.tables()["T"].rows == tuple((value,) for value in changed)
    formats = [excel.sheets["S"][row, 2].number_format for row in (4, 5, 6)]
    assert formats == ["yyyy-mm-dd hh:mm:ss", "0%", "hh:mm:ss"]


def test_filters_are_cleared_only_where_something_is_written() -> None:
    other = Block("U", "S", 20, 2, ("A",), (("x",), ("z",)))
    excel, book = excel_with([table(2), other])
    LiveBook(book).write({"T": rows(2), "U": [("y",), ("z",)]})
    assert excel.cleared_filters == ["U"]


def test_midnight_and_small_numbers_are_told_apart_by_format() -> None:
    block = Block("T", "S", 1, 1, ("N", "T"), ((0, time(0)), (0.5, time(12))))
    _, book = excel_with([block])
    assert LiveBook(book).tables()["T"] == block


def test_error_values_are_read_as_text() -> None:
    excel, book = excel_with([table(1)])
    excel.enter("S", 3, 3, "#N/A")
    assert LiveBook(book).tables()["T"].rows[0][1] == "#N/A"


def test_a_time_handed_over_as_a_date_of_1899() -> None:
    assert told(datetime(1899, 12, 30, 9, 30), "0.395833333333333") == time(9, 30)


def test_excels_settings_are_put_back() -> None:
    excel, book = excel_with([table(1)])
    LiveBook(book).write({"T": rows(2)})
    assert all(excel.settings.values())
    assert excel.calculation == "automatic"


def test_only_the_live_book_needs_xlwings() -> None:
    code = (
        "import sys, revmentor_xl.books.file, revmentor_xl.books.memory;"
        "sys.exit('xlwings' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False)
    assert done.returncode == 0


def test_the_engine_refuses_what_livebook_does_not_use() -> None:
    _, book = excel_with([table(1)])
    sheet: Any = book.sheets[0]
    for refused in (lambda: sheet.used_range, lambda: sheet.range("Name"), lambda: book.save()):
        with pytest.raises(NotImplementedError):
            refused()


def test_a_very_large_table_is_written_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("revmentor_xl.books.excel.rewriting.LARGEST_WRITE", 3 * len(HEADERS))
    excel, book = excel_with([table(1)])
    new = [(*row[:4], None) for row in rows(9)[1:]]
    LiveBook(book).write({"T": new})
    written = [area.ref for what, _, area in excel.changes if what == "value"]
    assert written == ["B3:F5", "B6:F8", "B9:F10"]
    assert LiveBook(book).tables()["T"].rows == tuple(new)
