"""A save changes the cells of a table and nothing else in the file."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from revmentor_xl.books.book import Cell, Formula
from revmentor_xl.books.file import FileBook
from tests.books.richworkbook import SHEET, double, parts_of, repack, rich_workbook
from tests.officetools import ooxml_errors, reopened

TABLE, CHART = "xl/tables/table1.xml", "xl/charts/chart1.xml"
PATCHED = {SHEET, TABLE, "xl/workbook.xml"}
MORE: list[tuple[Cell, ...]] = [
    (f"=p{i}", date(2027, 2, i), "b", i, double(i)) for i in range(1, 6)
]


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return rich_workbook(tmp_path)


def changed_parts(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    assert list(after) == [name for name in before if name in after]
    return {name for name in before if before[name] != after.get(name)}


def test_the_fixture_itself_is_valid(rich: Path) -> None:
    assert ooxml_errors(rich) == []


def test_growing_changes_three_parts_and_the_chart_and_drops_the_chain(rich: Path) -> None:
    before = parts_of(rich)
    FileBook(rich).write({"People": MORE})
    after = parts_of(rich)
    assert changed_parts(before, after) == PATCHED | {
        CHART, "xl/calcChain.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    }  # fmt: skip
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]
    assert FileBook(rich).tables()["People"].rows == tuple(MORE)
    assert ooxml_errors(rich) == []


def test_same_formulas_keep_the_chain_and_every_other_cell(rich: Path) -> None:
    before = parts_of(rich)
    rows = list(FileBook(rich).tables()["People"].rows)
    rows[1] = ("Bea", *rows[1][1:])
    FileBook(rich).write({"People": rows})
    after = parts_of(rich)
    assert changed_parts(before, after) == {SHEET, "xl/workbook.xml"}
    old, new = before[SHEET].decode(), after[SHEET].decode()
    cell = re.search(r'<c r="B5".*?</c>', new)
    assert cell is not None
    assert "Bea" in cell.group()
    assert new.replace(cell.group(), re.search(r'<c r="B5".*?</c>', old).group()) == re.sub(  # type: ignore[union-attr]
        r'(<row r="5") spans="[^"]*"', r"\1", old
    )
    assert ooxml_errors(rich) == []


def test_writing_what_is_there_leaves_the_file_alone(rich: Path) -> None:
    before, when = rich.read_bytes(), rich.stat().st_mtime_ns
    book = FileBook(rich)
    book.write({"People": book.tables()["People"].rows}, {"How_many": 3})
    assert (rich.read_bytes(), rich.stat().st_mtime_ns) == (before, when)


@pytest.mark.parametrize("count", [0, 1, 3, 5, 200])
def test_what_is_not_ours_survives_textually(rich: Path, count: int) -> None:
    before = parts_of(rich)
    rows = [(f"p{i}", None, "a", i, double(i)) for i in range(count)]
    FileBook(rich).write({"People": rows})
    after = parts_of(rich)
    last = 3 + max(count, 1)
    head, tail = split(before[SHEET])
    for old, new in (("E4:E6", "E4:E{}"), ("B4:B6", "B4:B{}"), ("D4:D6", "D4:D{}"),
                     ("C4:C6", "C4:C{}")):  # fmt: skip
        tail = tail.replace(old, new.format(last).replace("E4:E4", "E4") if last > 4 else old[:2])
    new_head, new_tail = split(after[SHEET])
    assert re.sub(r"<dimension[^>]*>", "", new_head) == re.sub(r"<dimension[^>]*>", "", head)
    assert new_tail == tail
    assert ooxml_errors(rich) == []


def split(sheet: bytes) -> tuple[str, str]:
    head, rest = sheet.decode().split("<sheetData>")
    return head, rest.split("</sheetData>")[1]


def test_zip_order_dates_and_packing_stay(rich: Path) -> None:
    def facts() -> list[Any]:
        with zipfile.ZipFile(rich) as package:
            return [(i.filename, i.date_time, i.compress_type, i.external_attr)
                    for i in package.infolist() if i.filename != "xl/calcChain.xml"]  # fmt: skip

    before = facts()
    FileBook(rich).write({"People": MORE})
    assert facts() == before


def test_named_result_is_stored_beside_its_formula(rich: Path) -> None:
    FileBook(rich).write({"People": MORE}, {"how_MANY": 5, "Two_cells": 1, "Unknown": 2})
    sheet = parts_of(rich)[SHEET].decode()
    assert re.search(r'<c r="J2"[^>]*><f>COUNTA\(People\[Name\]\)</f><v>5</v></c>', sheet)
    text = FileBook(rich)
    text.write({}, {"How_many": "a & b"})
    values = openpyxl.load_workbook(rich, data_only=True)["Pairs"]
    assert values["J2"].value == "a & b"
    assert ooxml_errors(rich) == []


def test_formats_follow_the_first_row_and_dates_stay_dates(rich: Path) -> None:
    FileBook(rich).write({"People": [*MORE, ("x", "no date", 7, date(2026, 5, 6), True)]})
    sheet = openpyxl.load_workbook(rich)["Pairs"]
    assert sheet["B9"].font.bold
    assert sheet["C8"].number_format == "yyyy-mm-dd"
    assert sheet["E9"].is_date
    assert sheet["E8"].number_format == "General"
    assert sheet["B8"].data_type == "s"
    assert sheet.row_dimensions[8].height == 30
    assert FileBook(rich).tables()["People"].rows[5] == ("x", "no date", 7, date(2026, 5, 6), True)
    assert ooxml_errors(rich) == []


def test_excel_is_asked_to_recalculate(rich: Path) -> None:
    FileBook(rich).write({"People": MORE})
    assert b'fullCalcOnLoad="1"' in parts_of(rich)["xl/workbook.xml"]
    parts = parts_of(rich)
    parts["xl/workbook.xml"] = re.sub(rb"<calcPr[^>]*>", b"", parts["xl/workbook.xml"])
    repack(rich, parts)
    FileBook(rich).write({"People": MORE[:2]})
    assert b'fullCalcOnLoad="1"' in parts_of(rich)["xl/workbook.xml"]
    assert ooxml_errors(rich) == []


@pytest.mark.slow
def test_libreoffice_reads_the_same_back(rich: Path, tmp_path: Path) -> None:
    FileBook(rich).write({"People": [*MORE, ("=1+1", None, "007", 10, double(10))]})
    sheet = openpyxl.load_workbook(reopened(rich, tmp_path), data_only=True)["Pairs"]
    names = [sheet.cell(row, 2).value for row in range(3, 11)]
    assert names == ["Name", "=p1", "=p2", "=p3", "=p4", "=p5", "=1+1", None]
    assert [sheet.cell(row, 6).value for row in range(4, 10)] == [2, 4, 6, 8, 10, 20]
    assert sheet["J2"].value == 6
    assert sheet["D9"].value == "007"
    assert sheet["C4"].value.date() == date(2027, 2, 1)


def test_formula_cells_read_with_their_results(rich: Path) -> None:
    row = FileBook(rich).tables()["People"].rows[0]
    assert row == ("Ada", date(2026, 1, 5), "a", 1, Formula("=People[[#This Row],[Score]]*2", 2))
