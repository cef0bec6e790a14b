"""Cells that Checks names are outlined by rules of the file, also where Excel is not at hand."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.exports.look import BAD_FILL, WARN_FILL
from revmentor_xl.exports.template.template import build
from revmentor_xl.exports.template.validation import MARKS
from revmentor_xl.host.running import run
from revmentor_xl.program import Program
from revmentor_xl.schema.model import Writer
from revmentor_xl.schema.places import column_letters, default_places
from revmentor_xl.schema.workbook import WORKBOOK
from tests.officetools import converted
from tests.programs import MONDAY, program

TYPED_IN = [
    key
    for key, table in WORKBOOK.tables.items()
    if any(column.writer is Writer.HR for column in table.columns)
]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    path = tmp_path_factory.mktemp("outlines") / "template.xlsx"
    build(path, Program.new(MONDAY))
    return openpyxl.load_workbook(path)


def outlines(page: object, cell: str) -> list[tuple[str, int, str, str]]:
    """The outlines that a cell may have: severity, priority, fill and line."""
    found = []
    for area in page.conditional_formatting:  # type: ignore[attr-defined]
        for rule in area.rules if cell in area.sqref else ():
            if MARKS in rule.formula[0]:
                severity = re.search(r'&" ([\w ]+)"', rule.formula[0])
                fill, line = rule.dxf.fill.bgColor.rgb[-6:], rule.dxf.border.left.style
                found.append((severity[1] if severity else "", rule.priority, fill, line))
    return found


@pytest.mark.parametrize("key", TYPED_IN)
def test_every_table_that_hr_types_in_is_outlined_far_below_its_last_row(
    empty: openpyxl.Workbook, key: str
) -> None:
    place = default_places()[key]
    corners = [
        f"{column_letters(place.columns[column])}{place.header_row + down}"
        for column in (WORKBOOK.table(key).keys[0], WORKBOOK.table(key).keys[-1])
        for down in (0, 1, 5000)
    ]
    for cell in corners:
        found = outlines(empty[place.sheet], cell)
        assert [(severity, fill, line) for severity, _, fill, line in found] == [
            ("Must fix", BAD_FILL[1:], "thin"),
            ("Please check", WARN_FILL[1:], "dashed"),
        ]


def test_what_is_wrong_comes_before_what_a_word_means(empty: openpyxl.Workbook) -> None:
    page, cell = empty["Pairs"], default_places()["pairs"].cell(20, "status")
    others = [
        rule.priority
        for area in page.conditional_formatting
        for rule in area.rules
        if cell in area.sqref and MARKS not in rule.formula[0]
    ]
    assert others
    assert max(priority for _, priority, _, _ in outlines(page, cell)) < min(others)


def test_the_marks_are_named_over_their_column(empty: openpyxl.Workbook) -> None:
    assert empty.defined_names[MARKS].attr_text == "Checks[Mark]"
    hidden = empty["Checks"].column_dimensions
    place = default_places()["checks"]
    assert hidden[column_letters(place.columns["mark"])].hidden
    assert not hidden[column_letters(place.columns["link"])].hidden


# --- As LibreOffice shows it ----------------------------------------------


def drawn(path: Path, folder: Path) -> list[tuple[str, str]]:
    """Each cell's text and the colour behind it, as LibreOffice works them out and draws them."""
    page = converted(path, "html", folder).read_text(encoding="utf-8")
    found = []
    for attributes, content in re.findall(r"<td([^>]*)>(.*?)</td>", page, re.DOTALL):
        fill = re.search(r'bgcolor="(#\w+)"', attributes)
        found.append((re.sub(r"<[^>]+>", "", content).strip(), fill[1] if fill else ""))
    return found


PEOPLE = [
    {"id": "M1", "name": "Ana Amber", "email": "no address", "manager": "b@x.org"},
    {"id": "M2", "name": "Ben Blue", "email": "ben@example.com", "manager": "Nobody Known"},
]


def test_libreoffice_outlines_the_cells_and_works_the_links_out(tmp_path: Path) -> None:
    path = tmp_path / "program.xlsx"
    build(path, program(mentors=PEOPLE, leaders=[], start_date=MONDAY))
    run("check", FileBook(path), today=MONDAY)
    cells = drawn(path, tmp_path)
    shown = dict(cells)
    assert shown["no address"] == BAD_FILL
    assert shown["Nobody Known"] == WARN_FILL
    assert shown["ben@example.com"] not in (BAD_FILL, WARN_FILL)
    place = default_places()["checks"]
    stored = openpyxl.load_workbook(path, data_only=True)["Checks"]
    links = Counter(
        stored[place.cell(row, "link")].value
        for row in range(place.header_row + 1, stored.max_row + 1)
    )
    assert "Mentors C6" in links
    assert {link: [text for text, _ in cells].count(link) for link in links} == links
