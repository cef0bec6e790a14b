"""What keeps a table from growing: each keeper names the cells, and the remedy that works there."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from revmentor_xl.books.areas import Area
from revmentor_xl.books.book import Block, Book
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.live import LiveBook
from revmentor_xl.errors import TableBlocked
from tests.engine import excel_with
from tests.secondengine import Desktop

OLD = [("a", 1), ("b", 2)]
MORE = [(f"p{i}", i) for i in range(8)]
"""Rows that need the cells A4:B9 besides."""

PIVOT = b"""<?xml version="1.0" encoding="UTF-8"?><pivotTableDefinition \
xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" name="Costs" cacheId="1">\
<location ref="A7:C9" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>\
</pivotTableDefinition>"""
RELATION = b"""<Relationship Id="rIdP" Type="http://schemas.openxmlformats.org/officeDocument/\
2006/relationships/pivotTable" Target="../pivotTables/pivotTable1.xml"/></Relationships>"""


def with_pivot(path: Path) -> None:
    """Put a PivotTable in A7:C9 of the file."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[links] = parts[links].replace(b"</Relationships>", RELATION)
    parts["xl/pivotTables/pivotTable1.xml"] = PIVOT
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def nothing(sheet: Any) -> None:
    sheet.write("C5", "beside the table")
    sheet.write("A10", "below what it needs")


def text(sheet: Any) -> None:
    sheet.write("B6", "HR's own")
    sheet.write("A8", "and more")


def formula(sheet: Any) -> None:
    sheet.write_formula("B6", '=""', None, "")


def merged(sheet: Any) -> None:
    sheet.merge_range("A6:B7", "a heading of HR's")


def merged_and_blank(sheet: Any) -> None:
    sheet.merge_range("B8:D8", "")


def table(sheet: Any) -> None:
    sheet.add_table("B6:C8", {"name": "Mine", "columns": [{"header": "X"}, {"header": "Y"}]})


def array(sheet: Any) -> None:
    sheet.write_array_formula("A7:A9", "{=ROW(A1:A3)}", None, 1)


def pivot(sheet: Any) -> None:
    sheet.write("A7", "Row Labels")


OBSTACLES: dict[Callable[[Any], None], tuple[str, str] | None] = {
    nothing: None,
    text: ("something in cell B6 and 1 more is there", "Move what is in A4:B9 somewhere else"),
    formula: ("something in cell B6 is there", "Move what is in A4:B9"),
    merged: ("the cells A6:B7 are merged", "Select A6:B7 and choose Home > Merge & Center"),
    merged_and_blank: ("the cells B8:D8 are merged", "Unmerge Cells; if something is written"),
    table: ("table Mine (B6:C8) is there", "select B6:C8, press Ctrl+X, and paste it below row 9"),
    array: ("a formula that fills A7:A9 is there", "Select all of A7:A9, press Ctrl+X"),
    pivot: ("the PivotTable Costs (A7:C9) is there", "choose PivotTable Analyze > Move PivotTable"),
}


def made(obstacle: Callable[[Any], None], path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        columns = [{"header": "A"}, {"header": "B"}]
        sheet.add_table("A1:B3", {"name": "T", "data": OLD, "columns": columns})
        obstacle(sheet)
    return path


def file(path: Path, has_pivot: bool) -> Callable[[], Book]:
    if has_pivot:
        with_pivot(path)
    return lambda: FileBook(path)


def excel(path: Path, has_pivot: bool) -> Callable[[], Book]:
    desktop = Desktop()
    book = desktop.open(path)
    if has_pivot:
        desktop.stores[path.name].pages["S"].pivots["Costs"] = (7, 1, 9, 3)
    return lambda: LiveBook(book)


@pytest.mark.parametrize("keeper", [file, excel])
@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda one: one.__name__)
def test_what_is_in_the_way_is_named_with_its_remedy(
    keeper: Callable[[Path, bool], Callable[[], Book]],
    obstacle: Callable[[Any], None],
    tmp_path: Path,
) -> None:
    book = keeper(made(obstacle, tmp_path / "book.xlsx"), obstacle is pivot)
    said = OBSTACLES[obstacle]
    if said is None:
        book().write({"T": MORE})
        assert book().tables()["T"].rows == tuple(MORE)
        return
    before = dict(book().tables())
    with pytest.raises(TableBlocked) as blocked:
        book().write({"T": MORE})
    assert said[0] in blocked.value.message
    assert blocked.value.message.startswith("Table T on sheet “S” needs the cells A4:B9, but ")
    assert said[1] in blocked.value.remedy
    assert blocked.value.remedy.endswith("then run the step again.")
    assert dict(book().tables()) == before
    book().write({"T": MORE[:3]})  # where there is room, it grows
    assert book().tables()["T"].rows == tuple(MORE[:3])


def test_cells_into_which_a_formula_spills_move_with_the_formula(tmp_path: Path) -> None:
    path = made(text, tmp_path / "book.xlsx")
    desktop = Desktop()
    book = desktop.open(path)
    desktop.stores[path.name].pages["S"].spilled.append((6, 2, 8, 3))
    with pytest.raises(TableBlocked, match=r"formula that fills B6:C8 .*Select all of B6:C8"):
        LiveBook(book).write({"T": MORE})


@pytest.mark.parametrize("area", ["A6:B6", "B9:F20", "A4", "A4:B9", "A2:B12"])
def test_one_merged_cell_among_many_is_found(area: str) -> None:
    excel, book = excel_with([Block("T", "S", 1, 1, ("A", "B"), tuple(OLD))])
    place = Area.of(area)
    assert place is not None
    excel.merged["S"] = [place, Area(30, 1, 31, 2)]
    with pytest.raises(TableBlocked, match=f"the cells {re.escape(area)} are merged"):
        LiveBook(book).write({"T": MORE})
    assert excel.changes == []


def test_merged_cells_elsewhere_are_in_nobodys_way() -> None:
    excel, book = excel_with([Block("T", "S", 1, 1, ("A", "B"), tuple(OLD))])
    excel.merged["S"] = [Area(4, 3, 9, 4), Area(10, 1, 10, 2)]
    LiveBook(book).write({"T": MORE})
    assert LiveBook(book).tables()["T"].rows == tuple(MORE)


def test_an_excel_that_knows_nothing_of_merged_cells_is_not_held_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(self: Any) -> Any:
        raise NotImplementedError

    monkeypatch.setattr("tests.engine._Range.merge_cells", property(missing))
    _, book = excel_with([Block("T", "S", 1, 1, ("A", "B"), tuple(OLD))])
    LiveBook(book).write({"T": MORE})
    assert LiveBook(book).tables()["T"].rows == tuple(MORE)


def test_one_cell_that_is_an_array_of_its_own_moves_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    alone = made(lambda sheet: sheet.write_array_formula("A7", "{=SUM(B2:B3*2)}", None, 6), path)
    for book in (FileBook(alone), excel(alone, False)()):
        with pytest.raises(TableBlocked, match="something in cell A7 is there"):
            book.write({"T": MORE})
