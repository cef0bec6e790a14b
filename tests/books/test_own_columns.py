"""What HR keeps in columns of its own is the same, to the last digit, wherever its row goes."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from revmentor_xl.books.areas import Area
from revmentor_xl.books.book import Block, Book, Cell, ErrorValue, Formula
from revmentor_xl.books.cells import same
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.journal.snapshots import Snapshot, Step, packed
from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.load_save import blocks, load, same_cells, save
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.books.references import in_row
from revmentor_xl.errors import TableBlocked
from tests.books.richworkbook import parts_of, repack
from tests.contract.workbooks import workbook_file
from tests.engine import excel_with
from tests.officetools import ooxml_errors
from tests.programs import program
from tests.secondengine import Desktop
from tests.secondstore import Fault

TODAY = date(2026, 1, 5)
EURO, DOLLAR = "#,##0.00\\ [$€-407]", "$#,##0.00"
TYPED: list[tuple[Any, str]] = [
    (1234.56789, EURO),
    (0.1 + 0.2, DOLLAR),
    (-0.00015, DOLLAR),
    (1 / 3, "General"),
    (123456789012345680.0, "0"),
    (9007199254740991, DOLLAR),
    (Fault("#N/A"), "General"),
    ("#N/A", "General"),
    (True, "General"),
    ("TRUE", "General"),
    (date(2026, 2, 28), "yyyy-mm-dd"),
    (datetime(2026, 2, 28, 9, 30, 15, 250_000), "yyyy-mm-dd hh:mm:ss.000"),
    (time(9, 30, 15, 250_000), "hh:mm:ss.000"),
    ("007", "General"),
    ("1/2", "@"),
    ("12345678901234567890", "General"),
    ("=1+1", "General"),
    (" ", "General"),
]
"""What was typed, and the number format of its cell."""


def typed_in(path: Path) -> Path:
    """A file with a table of two columns, the second of HR's own."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("S")
        columns = [{"header": "Name"}, {"header": "Mine"}]
        sheet.add_table(0, 0, len(TYPED), 1, {"name": "T", "columns": columns})
        for row, (value, code) in enumerate(TYPED, 1):
            look = book.add_format({"num_format": code})
            sheet.write_string(row, 0, f"p{row}")
            if isinstance(value, Fault):
                sheet.write_number(row, 1, 424242, look)
            elif isinstance(value, str):
                sheet.write_string(row, 1, value, look)
            elif isinstance(value, (date, time)):
                sheet.write_datetime(row, 1, value, look)
            else:
                sheet.write(row, 1, value, look)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet_part = "xl/worksheets/sheet1.xml"
    error = re.sub(
        rb"><v>424242</v>", rb' t="e"><v>#N/A</v>', parts[sheet_part], count=1
    )  # fmt: skip
    with zipfile.ZipFile(path, "w") as package:
        for name, data in (parts | {sheet_part: error}).items():
            package.writestr(name, data)
    return path


def held(desktop: Desktop, path: Path) -> list[tuple[type, object]]:
    """What the own column holds, as Excel keeps it, from the top."""
    page = desktop.stores[path.name].pages["S"]
    values = [page.at(row, 2).value for row in range(2, 2 + len(TYPED))]
    return [(type(value), value) for value in values]


@pytest.mark.parametrize("keeper", ["file", "Excel"])
@pytest.mark.parametrize("by", [1, 5])
def test_rows_are_moved_with_all_that_was_typed(keeper: str, by: int, tmp_path: Path) -> None:
    path = typed_in(tmp_path / "own.xlsx")
    desktop = Desktop()
    open_book = desktop.open(path)
    before = held(desktop, path)
    book: Book = LiveBook(open_book) if keeper == "Excel" else FileBook(path)
    rows = book.tables()["T"].rows
    book.write({"T": [*rows[by:], *rows[:by]]})
    if keeper == "file":
        assert ooxml_errors(path) == []
        desktop = Desktop()
        desktop.open(path)
    assert held(desktop, path) == [*before[by:], *before[:by]]
    again: Book = LiveBook(open_book) if keeper == "Excel" else FileBook(path)
    now = again.tables()["T"].rows
    assert all(
        same(a, b) for one, two in zip(now, [*rows[by:], *rows[:by]]) for a, b in zip(one, two)
    )


@pytest.mark.parametrize("value2", [True, False], ids=["Value2", "no Value2"])
def test_an_amount_of_money_is_read_whole(value2: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    last = 0.1 + 0.2 if value2 else 0.3  # the text for editing has 15 digits
    amounts = ((1234.56789,), (-0.00015,), (last,))
    excel, book = excel_with([Block("T", "S", 1, 1, ("Euro",), amounts)])
    for row in (2, 3, 4):
        excel.sheets["S"][row, 1].number_format = EURO
    if not value2:
        monkeypatch.delattr("tests.engine._Native.Value2")
    assert LiveBook(book).tables()["T"].rows == amounts


def test_the_result_of_a_formula_about_money_is_read_whole() -> None:
    block = Block("T", "S", 1, 1, ("Euro",), ((Formula("=A9*3", 1.23456789),),))
    excel, book = excel_with([block])
    excel.sheets["S"][2, 1].number_format = EURO
    assert LiveBook(book).tables()["T"] == block


@pytest.mark.parametrize("name", ["#N/A", "#DIV/0!", "#SPILL!", "#CALC!"])
def test_an_error_value_is_no_number_and_no_text(name: str) -> None:
    excel, book = excel_with([Block("T", "S", 1, 1, ("A", "B"), (("x", 1), ("y", name)))])
    excel.enter("S", 2, 2, name)
    live = LiveBook(book)
    rows = live.tables()["T"].rows
    assert [type(row[1]) for row in rows] == [ErrorValue, str]
    live.write({"T": rows[::-1]})
    kept = [excel.sheets["S"][row, 2] for row in (2, 3)]
    assert [(cell.value, cell.formula) for cell in kept] == [(name, ""), (None, name)]


def test_an_error_value_stays_one_in_a_cell_formatted_as_text() -> None:
    excel, book = excel_with([Block("T", "S", 1, 1, ("A", "B"), (("x", None), ("y", "z")))])
    excel.enter("S", 2, 2, "#N/A")
    excel.sheets["S"][3, 2].number_format = "@"
    live = LiveBook(book)
    live.write({"T": live.tables()["T"].rows[::-1]})
    assert excel.sheets["S"][3, 2].formula == "#N/A"


@pytest.mark.parametrize(
    ("one", "other"),
    [(1234.56789, 7.5), (True, False), (date(2026, 1, 5), date(2026, 2, 6))],
    ids=["number", "truth", "day"],
)
def test_what_is_no_text_stays_so_in_a_cell_that_was_formatted_as_text(
    one: Cell, other: Cell
) -> None:
    """Excel takes it for text when it is entered again, unlike what was there before the format."""
    rows: list[tuple[Cell, ...]] = [("x", one), ("y", other), ("z", one)]
    excel, book = excel_with([Block("T", "S", 1, 1, ("A", "B"), tuple(rows))])
    live = LiveBook(book)
    live.tables()
    if not isinstance(one, date):
        excel.sheets["S"][3, 2].number_format = "@"
    live.write({"T": [rows[1], rows[0], rows[2]]})
    now = [row[1] for row in LiveBook(book).tables()["T"].rows]
    assert [(type(cell), cell) for cell in now] == [
        (type(cell), cell) for cell in (other, one, one)
    ]


@pytest.mark.parametrize("rows", [[("n", 1), ("m", 2)], [("n", None), (None, 2), ("k", 3)]])
def test_a_cell_that_takes_nothing_is_named_and_all_is_put_back(rows: Any) -> None:
    excel, book = excel_with([Block("T", "S", 1, 1, ("A", "B"), (("x", 8), ("y", None)))])
    excel.merged["S"] = [Area(2, 2, 3, 2)]
    live = LiveBook(book)
    before = live.tables()["T"].rows
    with pytest.raises(TableBlocked, match=r"cell B3 stayed as it was.*Unmerge.*Data > Clear"):
        live.write({"T": rows})
    assert LiveBook(book).tables()["T"].rows == before


def company(own: Sequence[Cell]) -> list[Block]:
    """The tables of a program whose mentors have a column of HR's own."""
    given = program(mentors=[{"id": f"M{i}"} for i in range(len(own))], leaders=[{"id": "L1"}])
    return [
        replace(
            block,
            headers=(*block.headers, "Mine"),
            rows=tuple((*row, cell) for row, cell in zip(block.rows, own, strict=True)),
        )
        if block.name == "Mentors"
        else block
        for block in blocks(given)
    ]


def turned_round(book: Book) -> None:
    """Load the program, put the mentors in the opposite order, save it."""
    before = load(book, TODAY)
    after = before.with_cells("mentors", before.cells("mentors")[::-1])
    save(after, book, before, {})


OWN: list[Cell] = [
    datetime(2026, 2, 28, 9, 30, 15, 250_000),
    ErrorValue("#N/A"),
    " ",
    1234.56789,
    "#N/A",
]


@pytest.mark.parametrize("keeper", ["memory", "Excel"])
def test_a_step_passes_on_what_stands_in_own_columns(keeper: str) -> None:
    made = company(OWN)
    book: Book = LiveBook(excel_with(made)[1]) if keeper == "Excel" else MemoryBook(made)
    turned_round(book)
    now = [row[-1] for row in book.tables()["Mentors"].rows]
    assert [(type(cell), cell) for cell in now] == [(type(cell), cell) for cell in OWN[::-1]]


MANY = ("Mine", "Mine", "Mine (2)", "Mine", "mine", "Note")
"""Headers that programs other than Excel leave side by side; the last is one of ours again."""


def with_equal_headers(keeper: str, folder: Path) -> Book:
    """A program whose mentors have own columns of one header, with other cells in each."""
    made = [
        replace(
            block,
            headers=(*block.headers, *(f"own {k}" for k in range(len(MANY)))),
            rows=tuple(
                (*row, *(f"{k} of {i}" for k in range(len(MANY))))
                for i, row in enumerate(block.rows)
            ),
        )
        if block.name == "Mentors"
        else block
        for block in blocks(program(mentors=[{"id": f"M{i}"} for i in range(3)], leaders=[]))
    ]
    path = workbook_file(folder / "book.xlsx", made)
    parts = parts_of(path)
    for name, data in parts.items():
        for k, header in enumerate(MANY):
            data = data.replace(f"own {k}".encode(), header.encode())
        parts[name] = data
    repack(path, parts)
    return {
        "memory": lambda: MemoryBook(list(FileBook(path).tables().values())),
        "file": lambda: FileBook(path),
        "Excel": lambda: LiveBook(excel_with(list(FileBook(path).tables().values()))[1]),
        "second": lambda: LiveBook(Desktop().open(path)),
    }[keeper]()


@pytest.mark.parametrize("keeper", ["memory", "file", "Excel", "second"])
def test_own_columns_with_one_header_keep_their_own_cells(keeper: str, tmp_path: Path) -> None:
    book = with_equal_headers(keeper, tmp_path)
    then = book.tables()["Mentors"]
    assert then.headers[-len(MANY) :] == MANY
    turned_round(book)
    now = book.tables()["Mentors"]
    assert now.headers == then.headers
    assert now.rows == then.rows[::-1]
    assert [row[-len(MANY) :] for row in now.rows] == [
        tuple(f"{k} of {i}" for k in range(len(MANY))) for i in (2, 1, 0)
    ]
    tables = {"mentors": load(book, TODAY).cells("mentors")}
    kept = Step(1, None, "x", packed(Snapshot(tables, tables))).snapshot()
    assert same_cells(kept.before["mentors"], tables["mentors"])


def test_what_is_kept_for_undoing_is_kept_to_the_letter() -> None:
    formulas = [Formula("=K5*2", ErrorValue("#N/A"), 5), Formula("=SUM(A1:A9)", 1, 6, 1)]
    given = load(MemoryBook(company([*OWN, *formulas])), TODAY).tables
    tables = {"mentors": given["mentors"]}
    kept = Step(1, None, "x", packed(Snapshot(tables, tables))).snapshot()
    then, now = (list(one["mentors"]["+Mine"]) for one in (tables, kept.before))
    assert [(type(cell), cell) for cell in now] == [(type(cell), cell) for cell in then]
    assert type(now[-2].value) is ErrorValue
    assert [(cell.row, cell.array) for cell in now[-2:]] == [
        (cell.row, cell.array) for cell in then[-2:]
    ]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("=K5*2", "=K9*2"),
        ("=$K5*2", "=$K9*2"),
        ("=K$5*2", "=K$5*2"),
        ("=K4+K5+K6", "=K4+K9+K6"),
        ("=SUM(K5:M5)", "=SUM(K9:M9)"),
        ("=VLOOKUP(B5,Lists!A5:C50,2)", "=VLOOKUP(B9,Lists!A5:C50,2)"),
        ("=B5&\"B5\"&'My B5'!B5", "=B9&\"B5\"&'My B5'!B5"),
        ("=[@[Level B5]]+T[B5]+B5", "=[@[Level B5]]+T[B5]+B9"),
        ("=LOG5(B5)+B55+AB5", "=LOG5(B9)+B55+AB9"),
    ],
)
def test_a_formula_stays_with_its_row(text: str, moved: str) -> None:
    assert in_row(Formula(text, 7, 5), 9) == Formula(moved, 7)
    assert in_row(in_row(Formula(text, 7, 5), 9), 5) == Formula(text, 7)
    assert in_row(Formula(text, 7), 9) == Formula(text, 7), "written by a step, it is as it should"


@pytest.mark.parametrize("keeper", ["memory", "file", "Excel", "second"])
def test_formulas_look_at_their_own_row_wherever_it_goes(keeper: str, tmp_path: Path) -> None:
    rows = tuple((f"p{row}", row, Formula(f"=B{row}*2", 2 * row)) for row in (2, 3, 4))
    made = [Block("T", "S", 1, 1, ("Name", "N", "Mine"), rows)]
    path = workbook_file(tmp_path / "book.xlsx", made)
    book: Book = {
        "memory": lambda: MemoryBook(made),
        "file": lambda: FileBook(path),
        "Excel": lambda: LiveBook(excel_with(made)[1]),
        "second": lambda: LiveBook(Desktop().open(path)),
    }[keeper]()
    book.write({"T": book.tables()["T"].rows[::-1]})
    now = book.tables()["T"].rows
    assert [row[:2] for row in now] == [("p4", 4), ("p3", 3), ("p2", 2)]
    assert [row[2].text for row in now if isinstance(row[2], Formula)] == [
        "=B2*2", "=B3*2", "=B4*2",
    ]  # fmt: skip


SUM_OF_ALL = Formula("=SUM(A1:A9*2)", 90)


@pytest.mark.parametrize("lifts", [True, False], ids=["array", "one cell"])
def test_a_formula_is_calculated_as_it_was(lifts: bool) -> None:
    """A dynamic array formula entered as a value would look at one cell of its row only."""
    excel, book = excel_with(company(["x", SUM_OF_ALL]))
    mentors = excel.tables["Mentors"][0]
    top, _, _, right = mentors.bounds
    cells = excel.sheets["Mentors"]
    cells[top + 2, right].is_array = lifts
    turned_round(LiveBook(book))
    now = cells[top + 1, right]
    assert (now.formula, now.is_array) == (SUM_OF_ALL.text, lifts)
    assert cells[top + 2, right].value == "x"


def test_an_excel_without_dynamic_arrays_takes_the_formula_as_a_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(self: Any, *_: Any) -> Any:
        raise AttributeError("Formula2")

    monkeypatch.setattr("tests.engine._Range.formula2", property(missing, missing))
    excel, book = excel_with(company(["x", SUM_OF_ALL]))
    turned_round(LiveBook(book))
    top, _, _, right = excel.tables["Mentors"][0].bounds
    assert excel.sheets["Mentors"][top + 1, right].formula == SUM_OF_ALL.text


def with_arrays(path: Path) -> Path:
    """A file with a formula of each way of calculating in its own column."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        columns = [{"header": "Name"}, {"header": "Mine"}]
        names = [["dynamic"], ["braces"], ["plain"]]
        sheet.add_table("A1:B4", {"name": "T", "columns": columns, "data": names})
        sheet.write_dynamic_array_formula("B2:B2", "=SUM(A2:A3*2)", None, 6)
        sheet.write_array_formula("B3:B3", "{=SUM(A3:A4*2)}", None, 6)
        sheet.write_formula("B4", "=SUM(A4*2)", None, 6)
    return path


def formula_xml(path: Path) -> list[str]:
    """The cells of the own column as the sheet's part has them."""
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r'<c r="B[234]".*?</c>', text)


def test_in_a_file_array_formulas_are_calculated_as_they_were(tmp_path: Path) -> None:
    path = with_arrays(tmp_path / "arrays.xlsx")
    assert formula_xml(path)[0].startswith('<c r="B2" cm="1"><f t="array" ref="B2">')
    FileBook(path).write({"T": FileBook(path).tables()["T"].rows[::-1]})
    assert formula_xml(path) == [
        '<c r="B2"><f>SUM(A2*2)</f><v>6</v></c>',
        '<c r="B3"><f t="array" ref="B3">SUM(A3:A4*2)</f><v>6</v></c>',
        '<c r="B4" cm="1"><f t="array" ref="B4">SUM(A4:A3*2)</f><v>6</v></c>',
    ]
    assert ooxml_errors(path) == []


def test_an_array_formula_of_another_file_needs_no_metadata(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "b.xlsx", [Block("T", "S", 1, 1, ("A", "B"), (("x", 1),))])
    FileBook(path).write({"T": [("x", Formula("=SUM(A1:A2*2)", 6, 2, 1))]})
    assert formula_xml(path) == ['<c r="B2"><f t="array" ref="B2">SUM(A1:A2*2)</f><v>6</v></c>']
    assert ooxml_errors(path) == []
