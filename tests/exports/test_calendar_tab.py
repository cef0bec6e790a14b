"""The tabs Calendar and Load in a program file after Make schedule: grown, charted, accepted."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load
from revmentor_xl.host.running import run, run_on_file
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.schema.places import column_letters, default_places
from tests.exports.test_template import parts
from tests.officetools import formula_results, ooxml_errors
from tests.programs import MONDAY
from tests.steps.schedules import paired

PEOPLE = {
    "M1": ("Europe/Berlin", "Mon 9-11; Tue 10-12"),
    "M2": ("Europe/London", "Tue 10-12; Thu 9-10"),
    "M3": ("America/New_York", "Wed 8:30-10"),
    "L1": ("Europe/Berlin", "Mon 9-11; Tue 10-12; Thu 9-10"),
    "L2": ("Europe/Berlin", "Fri 13-15; Tue 15-18"),
}


@pytest.fixture(scope="module")
def scheduled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file without a schedule, after Make schedule on the closed file."""
    path = tmp_path_factory.mktemp("calendar") / "program.xlsm"
    made = paired([("M1", "L1"), ("M2", "L1"), ("M3", "L2")], PEOPLE)
    write_program_file(path, made)
    run("schedule", FileBook(path), today=MONDAY, who="HR")
    return path


def test_the_calendar_is_there_after_make_schedule(scheduled: Path) -> None:
    opened = load(FileBook(scheduled), MONDAY)
    calendar = opened.cells("calendar")
    assert list(calendar["pair_id"].fillna(""))[:2] == ["", "Everybody"]
    assert set(calendar["pair_id"].iloc[2:]) == {"M1-L1", "M2-L1", "M3-L2"}
    placed = opened.table("schedule")
    placed = placed[(placed["pair_id"] == "M1-L1") & placed["day"].notna()]
    (row,) = calendar[calendar["pair_id"] == "M1-L1"].to_dict("records")
    weeks = [row[f"week_{n}"] for n in range(1, 33)]
    assert sum(text is not None and "no time" not in text for text in weeks) == len(placed)


def test_both_charts_follow_the_tables(scheduled: Path) -> None:
    opened, places = load(FileBook(scheduled), MONDAY), default_places()
    charts = "".join(c.decode() for n, c in parts(scheduled).items() if "/charts/chart" in n)
    for key, column in (
        ("leader_load", "to_come"),
        ("held_so_far", "held"),
        ("held_so_far", "planned"),
    ):
        place = places[key]
        letters = column_letters(place.columns[column])
        first, last = place.header_row + 1, place.header_row + len(opened.cells(key))
        assert last > first
        assert re.search(rf"'?Load'?!\${letters}\${first}:\${letters}\${last}<", charts), column


def test_colours_cover_rows_that_came_later(scheduled: Path) -> None:
    page = openpyxl.load_workbook(scheduled, keep_vba=True)["Calendar"]
    last = default_places()["calendar"].header_row + len(
        load(FileBook(scheduled), MONDAY).cells("calendar")
    )
    areas = [str(area.sqref) for area in page.conditional_formatting._cf_rules]
    ends = [int(area.rpartition(":")[2].strip("ABCDEFGHIJ")) for area in areas if ":" in area]
    assert min(ends) > last
    assert page[f"D{last}"].alignment.wrap_text
    assert page[f"D{last}"].font.size == page["D9"].font.size == 9


def test_other_tools_accept_the_file_and_count_the_same(scheduled: Path, tmp_path: Path) -> None:
    assert ooxml_errors(scheduled) == []
    results = formula_results(scheduled, tmp_path)
    load_tab = {where: both for where, both in results.items() if where.startswith("Load!")}
    assert len(load_tab) == 3 * len(load(FileBook(scheduled), MONDAY).cells("held_so_far"))
    assert [where for where, (ours, theirs) in results.items() if ours != theirs] == []


def test_a_note_on_sessions_is_in_the_calendar_after_any_step(
    scheduled: Path, tmp_path: Path
) -> None:
    path = tmp_path / "noted.xlsm"
    path.write_bytes(scheduled.read_bytes())
    run_on_file("sessions", path, today=MONDAY, who="HR")
    book = openpyxl.load_workbook(path, keep_vba=True)
    at = default_places()["sessions"]
    rows = range(at.header_row + 1, book["Sessions"].max_row + 1)
    events = {book["Sessions"][at.cell(row, "event_id")].value: row for row in rows}
    book["Sessions"][at.cell(events["M1-L1 #1"], "held")] = "Held"
    book.save(path)
    run_on_file("check", path, today=date(2026, 2, 2), who="HR")
    calendar = load(FileBook(path), MONDAY).cells("calendar")
    (row,) = calendar[calendar["pair_id"] == "M1-L1"].to_dict("records")
    (first,) = [text for text in row.values() if text and text.startswith("#1\n")]
    assert first.endswith("✓ held")
