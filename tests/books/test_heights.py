"""Rows that are written are high enough for their text; heights set by hand stay."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from revmentor_xl.books.book import Cell, Formula
from revmentor_xl.books.file import FileBook
from revmentor_xl.schema.row_heights import row_height, text_lines, text_room
from tests.books.richworkbook import parts_of, repack
from tests.officetools import ooxml_errors

SENTENCE = "A reason that goes on for quite a while, as reasons do. "
Row = tuple[Cell, ...]


def workbook(path: Path, heights: dict[int, float] | None = None) -> Path:
    """Table T in A1:C3: wrapped in a wide and a narrow column, then not; table Side in E1:E3."""
    with xlsxwriter.Workbook(path) as book:
        wrapped = book.add_format({"text_wrap": True, "indent": 1})
        plain, big = book.add_format(), book.add_format({"font_size": 22})
        sheet = book.add_worksheet("S")
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, 1, 10)
        sheet.set_column(4, 4, 20)
        for row, height in (heights or {}).items():
            sheet.set_row(row - 1, height)
        sheet.add_table("A1:C3", {"name": "T", "columns": headers("Wide", "Narrow", "Plain")})
        sheet.add_table("E1:E3", {"name": "Side", "columns": headers("Beside")})
        for row in (1, 2):
            for column, form in enumerate((wrapped, wrapped, plain, None, wrapped)):
                if form:
                    sheet.write(row, column, "x", form)
        sheet.write("G3", "Large", big)
    return path


def headers(*names: str) -> list[dict[str, Any]]:
    return [{"header": name} for name in names]


def heights(path: Path) -> dict[int, str]:
    """For each data row that has one, its height, with "!" when it is fixed."""
    found = {}
    for tag in re.findall("<row [^>]*>", parts_of(path)["xl/worksheets/sheet1.xml"].decode()):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "ht" in facts:
            found[int(facts["r"])] = facts["ht"] + "!" * ("customHeight" in facts)
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    ("row", "height"),
    [
        (("short", "x", "x"), None),
        ((SENTENCE * 3, "x", "x"), "63"),  # 168 characters, 45 to a line
        (("x", SENTENCE, "x"), "138"),
        (("x", "x", SENTENCE * 9), None),  # does not wrap
        (("a\nb\nc", "x", "x"), "48"),
        ((Formula('="a"', SENTENCE * 3), "x", "x"), "63"),
        (("x" * 100, "x", "x"), "48"),  # one word, broken
        ((SENTENCE * 200, "x", "x"), "400"),  # Excel ends at 409
        ((12345678901234567890, 7, None), None),
    ],
)
def test_a_row_is_as_high_as_its_wrapped_text(path: Path, row: Row, height: str | None) -> None:
    FileBook(path).write({"T": [row, ("x", "x", "x"), row]})
    assert {number: high for number, high in heights(path).items() if number != 3} == (
        {2: height, 4: height} if height else {}
    )
    assert ooxml_errors(path) == []


def test_what_stands_beside_the_table_keeps_its_room(path: Path) -> None:
    FileBook(path).write({"Side": [("x",), (SENTENCE * 2,)]})
    high = heights(path)[3]
    FileBook(path).write({"T": [("x", "x", "x"), ("a\nb", "x", "x")]})
    assert heights(path)[3] == high  # the other table needs more
    FileBook(path).write({"Side": [("x",), ("y",)]})
    assert heights(path)[3] == "33"  # two lines, or one that is large
    FileBook(path).write({"T": [("x", "x", "x"), ("a", "x", "x")]})
    assert heights(path) == {3: "30"}  # the large text in G3


def test_rows_that_are_left_are_low_again(path: Path) -> None:
    FileBook(path).write({"T": [("x", SENTENCE, "x")] * 4})
    assert set(heights(path).values()) == {"138"}
    FileBook(path).write({"T": [("x", "x", "x")]})
    assert {**heights(path), 3: ""} == {3: ""}


def test_a_height_set_by_hand_stays(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {3: 21})
    FileBook(path).write({"T": [("x", SENTENCE, "x")] * 3})
    assert heights(path) == {2: "138", 3: "21!", 4: "138"}


def test_new_rows_take_the_first_rows_height_where_their_text_fits(tmp_path: Path) -> None:
    path = workbook(tmp_path / "t.xlsx", {2: 45})
    FileBook(path).write({"T": [("x", "x", "x"), ("x",) * 3, ("y",) * 3, ("x", SENTENCE, "x")]})
    found = heights(path)
    assert (found[2], found[4], found[5]) == ("45!", "45!", "138")


def test_excels_own_fit_stays_where_the_text_needs_as_much_as_before(path: Path) -> None:
    FileBook(path).write({"T": [("x", SENTENCE, 1), ("x", "x", 1)]})
    workbook_text = parts_of(path)["xl/worksheets/sheet1.xml"].decode()
    assert 'ht="138"' in workbook_text
    fitted = workbook_text.replace('ht="138"', 'ht="95.25"')
    repack(path, parts_of(path) | {"xl/worksheets/sheet1.xml": fitted.encode()})
    FileBook(path).write({"T": [("x", SENTENCE, 2), ("x", "x", 1)]})
    assert heights(path)[2] == "95.25"
    FileBook(path).write({"T": [("x", "x", 2), ("x", "x", 1)]})
    assert 2 not in heights(path)


def test_merged_and_hidden_cells_do_not_count(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        wrapped = book.add_format({"text_wrap": True})
        sheet = book.add_worksheet("S")
        sheet.set_column(1, 1, 10, None, {"hidden": True})
        sheet.add_table("A1:B2", {"name": "T", "columns": headers("A", "B")})
        sheet.write("A2", "x", wrapped)
        sheet.write("B2", "x", wrapped)
        sheet.merge_range("D2:K2", SENTENCE * 2, wrapped)
    FileBook(path).write({"T": [("y", SENTENCE * 3)]})
    assert heights(path) == {}


@pytest.mark.parametrize("odd", ['sz val="0"', 'sz val="nan"', 'sz val="big"', 'sz val="1e9"'])
def test_odd_fonts_are_taken_as_usual_ones(path: Path, odd: str) -> None:
    parts = parts_of(path)
    styles = re.sub('sz val="[^"]*"', odd, parts["xl/styles.xml"].decode())
    repack(path, parts | {"xl/styles.xml": styles.encode()})
    FileBook(path).write({"T": [("x", SENTENCE, "x")]})
    assert heights(path) == {2: "138"}


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, 1),
        ("one two", 10, 1),
        ("one two three", 10, 2),
        ("exactly ten", 11, 1),
        ("a\n\nb", 10, 3),
        ("x" * 25, 10, 3),
        ("ab " + "x" * 12, 10, 3),
    ],
)
def test_lines_of_a_text(text: str, room: int, lines: int) -> None:
    assert text_lines(text, room) == lines


def test_larger_letters_need_more_room() -> None:
    assert text_room(60, size=22) < text_room(60) / 1.9
    assert row_height(3, size=22) > 1.9 * row_height(3)
    assert text_room(0) == 1
