"""The life of a mark: a messy import brings it, mending takes it away, undo goes with Checks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.load_save import blocks, load
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.table import BY_NAME
from tests.engine import Excel, excel_with
from tests.programs import program

TODAY = date.today()
EMAIL = 3  # the column of Mentors
SURVEY = "Name,Email,Level\nZoe Quill,zoe at example,Analyst\nIan Orr,ian@example.com,Analyst\n"


def checks(workbook: Any) -> dict[str, str]:
    """What must be fixed, as Checks has it: cell -> mark."""
    cells = load(LiveBook(workbook), TODAY).cells("checks")
    rows = cells[cells["severity"] == "Must fix"].to_dict("records")
    return {str(row["cell"]): str(row["mark"]) for row in rows if row["sheet"] == "Mentors"}


def noted(excel: Excel) -> set[int]:
    """The rows of Mentors with a note beside the e-mail address."""
    return {row for tab, (row, column) in excel.notes if (tab, column) == ("Mentors", EMAIL)}


@pytest.fixture
def imported(tmp_path: Path) -> tuple[Excel, Any]:
    survey = tmp_path / "mentors.csv"
    survey.write_text(SURVEY, encoding="utf-8")
    excel, workbook = excel_with(blocks(program(mentors=[], leaders=[])))
    press(BY_NAME["import-mentors"], str(survey), book=workbook)
    assert excel.alerts == []
    return excel, workbook


def row_of(workbook: Any, name: str) -> int:
    people = load(LiveBook(workbook), TODAY).cells("mentors")
    return int(people.index[list(people["name"]).index(name)])


def test_an_import_with_mess_marks_the_cell(imported: tuple[Excel, Any]) -> None:
    excel, workbook = imported
    row = row_of(workbook, "Zoe Quill")
    assert checks(workbook)[f"C{row}"] == f"Mentors!C{row} Must fix"
    assert noted(excel) == {row}


def test_a_mended_cell_is_marked_no_more(imported: tuple[Excel, Any]) -> None:
    excel, workbook = imported
    row = row_of(workbook, "Zoe Quill")
    workbook.sheets["Mentors"].range((row, EMAIL)).value = [["zoe@example.com"]]
    press(BY_NAME["check"], book=workbook)
    assert excel.alerts == []
    assert f"C{row}" not in checks(workbook)
    assert noted(excel) == set()


def test_after_undo_the_marks_are_as_checks_says(imported: tuple[Excel, Any]) -> None:
    excel, workbook = imported
    row = row_of(workbook, "Zoe Quill")
    press(BY_NAME["undo"], book=workbook)
    assert excel.alerts == []
    assert f"C{row}" not in checks(workbook)
    assert noted(excel) == set()


def test_a_mark_that_undo_brings_back_has_its_note(imported: tuple[Excel, Any]) -> None:
    excel, workbook = imported
    row = row_of(workbook, "Zoe Quill")
    workbook.sheets["Mentors"].range((row, EMAIL)).value = [["still no address"]]
    press(BY_NAME["check"], book=workbook)
    excel.notes.clear()  # somebody has deleted them all
    press(BY_NAME["check"], book=workbook)
    assert f"C{row}" in checks(workbook)
    assert noted(excel) == {row}
