"""Buttons on an open workbook do what the command line does on a closed file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.keeping import blocks, load, same_cells
from revmentor_xl.books.live import LiveBook
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands import BY_NAME
from revmentor_xl.host.running import run
from revmentor_xl.host.template_build import write_program_file
from revmentor_xl.program import Program
from tests.engine import Excel, excel_with
from tests.programs import MONDAY, filled, program

WEEK = "Mon morning; Tue morning; Wed morning; Thu morning"
TODAY = date.today()


def company(mentors: int = 3, leaders: int = 3) -> Program:
    """People in different departments who all have time."""
    return program(
        mentors=[
            {
                "id": f"M{i}",
                "department": f"Department {i}",
                "availability": WEEK,
                "strengths": "Python; Generative AI",
                "learning_goals": "Negotiation",
            }
            for i in range(1, mentors + 1)
        ],
        leaders=[
            {
                "id": f"L{i}",
                "availability": WEEK,
                "strengths": "Negotiation",
                "learning_goals": "Python",
            }
            for i in range(1, leaders + 1)
        ],
        start_date=MONDAY,
        session_count=3,
    )


def stated(given: Program, key: str) -> pd.DataFrame:
    """A table's cells with formulas as they are written: only Excel can work them out."""
    return given.cells(key).map(lambda cell: getattr(cell, "text", cell))


ROUND = ("check", "pair", "schedule", "sessions", "check-in", "review", "dashboard")


def opened(given: Program) -> tuple[Excel, Any]:
    return excel_with(blocks(given))


def test_each_button_does_what_the_command_does_on_a_closed_file(tmp_path: Path) -> None:
    excel, workbook = opened(company())
    closed = tmp_path / "closed.xlsm"
    write_program_file(closed, company())
    for name in ROUND:
        press(BY_NAME[name], book=workbook)
        assert excel.alerts == []
        done = run(name, FileBook(closed), today=TODAY)
        live = load(LiveBook(workbook), TODAY)
        kept = load(FileBook(closed), TODAY)
        for key in done.tables:
            if key not in ("activity", "undo"):  # they hold the time of the day
                assert same_cells(stated(live, key), stated(kept, key)), key
                assert same_cells(stated(live, key), stated(done, key)), key


def test_after_a_button_its_tab_is_shown_and_the_status_bar_says_what_happened() -> None:
    excel, workbook = opened(company())
    said = press(BY_NAME["pair"], book=workbook)
    assert excel.shown == "Pairs"
    assert said == excel.status_bar
    assert said.startswith("3 pairs, proven best")


def test_a_problem_is_said_and_the_workbook_stays_as_it_was() -> None:
    excel, workbook = opened(company())
    before = load(LiveBook(workbook), TODAY)
    press(BY_NAME["schedule"], book=workbook)
    after = load(LiveBook(workbook), TODAY)
    assert len(excel.alerts) == 1
    assert "pairs" in excel.alerts[0].casefold()
    assert all(same_cells(after.cells(key), cells) for key, cells in before.tables.items())


def test_undo_puts_the_tables_back() -> None:
    excel, workbook = opened(company())
    press(BY_NAME["check"], book=workbook)
    before = load(LiveBook(workbook), TODAY)
    press(BY_NAME["pair"], book=workbook)
    press(BY_NAME["undo"], book=workbook)
    after = load(LiveBook(workbook), TODAY)
    assert excel.alerts == []
    for key, cells in before.tables.items():
        if key not in ("activity", "undo", "stages"):
            assert same_cells(after.cells(key), cells), key


def test_the_sponsor_copy_stands_beside_the_workbook(tmp_path: Path) -> None:
    excel, workbook = opened(company())
    excel.fullname = str(tmp_path / "Program.xlsm")
    press(BY_NAME["pair"], book=workbook)
    press(BY_NAME["sponsor-copy"], book=workbook)
    assert excel.alerts == []
    assert [path.name for path in tmp_path.iterdir()] == ["Program - sponsor copy.xlsx"]


def test_a_survey_is_imported_by_a_button(tmp_path: Path) -> None:
    survey = tmp_path / "mentors.csv"
    survey.write_text("Name,Email\nZoe Quill,zoe@example.com\n", encoding="utf-8")
    excel, workbook = opened(filled(company(), "mentors", []))
    press(BY_NAME["import-mentors"], str(survey), book=workbook)
    assert excel.alerts == []
    assert list(load(LiveBook(workbook), TODAY).table("mentors")["name"]) == ["Zoe Quill"]


@pytest.mark.parametrize("name", ["check", "pair"])
def test_the_number_of_calls_does_not_grow_with_the_rows(name: str) -> None:
    counts = []
    for size in (4, 40):
        excel, workbook = opened(company(size, size))
        press(BY_NAME[name], book=workbook)
        assert excel.alerts == []
        counts.append(excel.calls)
    assert counts[0] == counts[1]
