"""A filter hides rows from HR, not from a step: every row gets its values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from revmentor_xl.books.book import Block, Cell
from revmentor_xl.books.live import LiveBook
from tests.contract.workbooks import workbook_file
from tests.engine import excel_with
from tests.secondengine import Desktop

Rows = list[tuple[Cell, ...]]


def rows(count: int, mark: str = "old") -> Rows:
    return [(f"{mark}{i}", i) for i in range(count)]


class Strict:
    """The strict engine: a Mac, which cannot say what is hidden."""

    def __init__(self, blocks: list[Block], folder: Path) -> None:
        self.excel, self.book = excel_with(blocks)

    def hide(self, rows: set[int], table: str = "") -> None:
        self.excel.hidden["S", table] = set(rows)

    def hidden(self) -> dict[str, set[int]]:
        return {table: rows for (_, table), rows in self.excel.hidden.items() if rows}


class Second:
    """The second engine: Windows, which says what is hidden."""

    def __init__(self, blocks: list[Block], folder: Path) -> None:
        self.desktop = Desktop()
        self.book = self.desktop.open(workbook_file(folder / "book.xlsx", blocks))
        self.page = self.desktop.stores["book.xlsx"].pages["S"]

    def hide(self, rows: set[int], table: str = "") -> None:
        (self.page.lists[table].filtered if table else self.page.filtered).update(rows)

    def hidden(self) -> dict[str, set[int]]:
        found = {name: one.filtered for name, one in self.page.lists.items()}
        return {name: rows for name, rows in {**found, "": self.page.filtered}.items() if rows}


ENGINES = [pytest.param(Strict, id="Mac"), pytest.param(Second, id="Windows")]


def table(count: int, name: str = "T", left: int = 1, top: int = 1) -> Block:
    return Block(name, "S", top, left, ("A", "B"), tuple(rows(count)))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("owner", ["T", "Beside", ""], ids=["own", "beside", "the sheet's own"])
@pytest.mark.parametrize(
    ("count", "hidden"),
    [
        pytest.param(1, {2}, id="the only row"),
        pytest.param(4, {3, 4}, id="rows within"),
        pytest.param(4, {2}, id="the first row"),
        pytest.param(4, {2, 3, 4, 5}, id="all rows"),
    ],
)
@pytest.mark.parametrize("new", [1, 4, 6])
def test_hidden_rows_get_their_values(
    engine: Any, owner: str, count: int, hidden: set[int], new: int, tmp_path: Path
) -> None:
    excel = engine([table(count), table(6, "Beside", left=5)], tmp_path)
    excel.hide(hidden, owner)
    LiveBook(excel.book).write({"T": rows(new, "new")})
    tables = LiveBook(excel.book).tables()
    assert tables["T"].rows == tuple(rows(new, "new"))
    assert tables["Beside"].rows == tuple(rows(6))
    assert excel.hidden() == {}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_filter_of_other_rows_stays(engine: Any, tmp_path: Path) -> None:
    excel = engine([table(3), table(4, "Below", top=10)], tmp_path)
    excel.hide({12}, "Below")
    LiveBook(excel.book).write({"T": rows(3, "new")})
    assert excel.hidden() == {"Below": {12}}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_filter_stays_where_nothing_is_written(engine: Any, tmp_path: Path) -> None:
    excel = engine([table(3), table(3, "Other", top=10)], tmp_path)
    excel.hide({3}, "T")
    LiveBook(excel.book).write({"T": rows(3), "Other": rows(2)})
    assert excel.hidden() == {"T": {3}}


def test_a_hidden_column_gets_its_values_though_other_rows_are_filtered(tmp_path: Path) -> None:
    excel = Second([table(3), table(4, "Below", top=10)], tmp_path)
    excel.page.hidden_columns.add(2)
    excel.hide({12}, "Below")
    LiveBook(excel.book).write({"T": rows(3, "new")[::-1]})
    assert LiveBook(excel.book).tables()["T"].rows == tuple(rows(3, "new")[::-1])
    assert excel.page.hidden_columns == {2}, "what HR hid by hand stays hidden"


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engines_write_a_block_as_excel_does_when_rows_are_filtered(
    engine: Any, tmp_path: Path
) -> None:
    """As seen in github.com/xlwings/xlwings/issues/747: these tests would prove nothing else."""
    excel = engine([table(4)], tmp_path)
    excel.hide({3, 4}, "T")
    excel.book.sheets["S"].range((2, 1), (5, 2)).value = rows(4, "new")
    now = LiveBook(excel.book).tables()["T"].rows
    assert now == (("new0", "new0"), ("old1", 1), ("old2", 2), ("new0", "new0"))
