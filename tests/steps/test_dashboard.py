"""The dashboard: what Python counts is what a spreadsheet counts."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula
from revmentor_xl.schema.excel_counting import countifs, is_plain_criterion, within
from revmentor_xl.schema.figures import FIGURES
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.overview.dashboard import VALUES, cards, dashboard
from tests.officetools import reopened
from tests.programs import MONDAY, filled, program

ALLOWED = {"COUNTIFS", "AVERAGEIFS", "SUMIFS", "COUNTA", "SUM", "IFERROR", "INDEX", "MATCH"}


def a_program(today: date = MONDAY + timedelta(weeks=13)) -> Program:
    """Three pairs, one of them ended, with answers and sessions."""
    people = program(
        [
            {"id": "M1", "strengths": "Data storytelling; Short-form video"},
            {"id": "M2", "department": "sales"},
            {"id": "M3", "department": "R&D"},
        ],
        [{"id": "L1", "learning_goals": "Short-form video"}, {"id": "L2", "department": "Legal"}],
        today=today,
    )
    paired = filled(
        people,
        "pairs",
        [
            pair("P1", "M1", "L1", "Sales", "Finance"),
            pair("P2", "M2", "L2", "sales", "Legal"),
            pair("P3", "M3", "L2", "R&D", "Legal", status="Ended"),
        ],
    )
    held = ("Held", "held", "Missed", "Cancelled", "Planned", None)
    sessions = filled(
        paired,
        "sessions",
        [
            {
                "event_id": f"S{i}",
                "pair_id": "P1",
                "number": i + 1,
                "held": state,
                "mentor_taught": "tagging" if i < 2 else None,
            }
            for i, state in enumerate(held)
        ],
    )
    asked = filled(
        sessions,
        "checkins",
        [
            {"answer_id": "M1 Month 3", "role": "Mentor", "moment": "Month 3", "talks_useful": 4},
            {"answer_id": "L1 Month 3", "role": "Leader", "moment": "Month 3", "talks_useful": 5},
        ],
    )
    return filled(
        asked,
        "review",
        [
            {"answer_id": "M1 Month 6", "moment": "Month 6", "recommend": 9},
            {
                "answer_id": "L1 Month 6",
                "moment": "Month 6",
                "recommend": 0,
                "decision_influenced": "Open budgets",
                "continue_wish": "Continue",
            },
            {"answer_id": "L2 Month 6", "moment": "Month 6", "decision_influenced": "None"},
        ],
    )


def pair(
    pair_id: str,
    mentor: str,
    leader: str,
    mentor_department: str = "Sales",
    leader_department: str = "Finance",
    status: str = "Active",
) -> dict[str, object]:
    return {
        "pair_id": pair_id,
        "mentor_id": mentor,
        "mentor": mentor,
        "mentor_department": mentor_department,
        "leader_id": leader,
        "leader": leader,
        "leader_department": leader_department,
        "status": status,
    }


def messy(clean: Program) -> Program:
    """The same with what people do to cells."""
    cells = {key: frame.copy() for key, frame in clean.tables.items()}
    cells["mentors"] = pd.concat([cells["mentors"], cells["mentors"].iloc[:1]])
    cells["mentors"].iloc[1, cells["mentors"].columns.get_loc("department")] = " Sales"
    cells["mentors"].iloc[2, cells["mentors"].columns.get_loc("department")] = "R*"
    cells["leaders"].iloc[0, cells["leaders"].columns.get_loc("department")] = "<>Ended"
    cells["leaders"].iloc[1, cells["leaders"].columns.get_loc("department")] = 4711
    cells["leaders"].iloc[1, cells["leaders"].columns.get_loc("id")] = 17
    ratings = cells["checkins"]
    more = [("5", "Month 3"), (9, "Month 3"), (2, "month 3"), (1, "Start")]
    extra = pd.DataFrame(
        [
            {"answer_id": f"X{i}", "moment": moment, "talks_useful": rating}
            for i, (rating, moment) in enumerate(more)
        ],
        dtype=object,
    )
    cells["checkins"] = pd.concat([ratings, extra.reindex(columns=ratings.columns)])
    cells["sessions"].iloc[3, cells["sessions"].columns.get_loc("held")] = "Held "
    cells["sessions"].iloc[4, cells["sessions"].columns.get_loc("mentor_taught")] = "   "
    cells["review"].iloc[1, cells["review"].columns.get_loc("decision_influenced")] = "=1+1"
    cells["pairs"].iloc[0, cells["pairs"].columns.get_loc("status")] = None
    placed = clean
    for key, frame in cells.items():
        placed = placed.with_cells(key, frame)
    return placed


def write(shown: Program, path: Path) -> None:
    """The program's tables in a plain workbook, formulas without their values."""
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    for sheet in WORKBOOK:
        worksheet = workbook.add_worksheet(sheet.name)
        for table in sheet.tables:
            place = shown.places[table.key]
            frame = shown.cells(table.key)
            left = min(place.columns.values()) - 1
            for row, values in enumerate(frame[list(table.keys)].itertuples(index=False)):
                for column, value in enumerate(values):
                    if value is None or value == "":
                        continue
                    at = (place.header_row + row, left + column)
                    if isinstance(value, Formula):
                        worksheet.write_formula(*at, value.text)
                    elif isinstance(value, str):
                        worksheet.write_string(*at, value)
                    elif isinstance(value, date | datetime):
                        worksheet.write_string(*at, str(value))
                    else:
                        worksheet.write(*at, value)
            top = place.header_row - 1
            worksheet.add_table(
                top,
                left,
                top + max(1, len(frame)),
                left + len(table.columns) - 1,
                {"name": table.name, "columns": [{"header": c.header} for c in table.columns]},
            )
    workbook.close()


@pytest.mark.parametrize(
    "mess",
    [pytest.param(False, id="clean", marks=pytest.mark.slow), pytest.param(True, id="messy")],
)
def test_a_spreadsheet_counts_the_same(tmp_path: Path, mess: bool) -> None:
    shown = dashboard(messy(a_program()) if mess else a_program())
    write(shown, tmp_path / "counted.xlsx")
    book = openpyxl.load_workbook(reopened(tmp_path / "counted.xlsx", tmp_path), data_only=True)
    compared = 0
    differences = []
    for key in ("figures", "by_session", "by_department", "by_health"):
        place = shown.places[key]
        for row, values in shown.cells(key).iterrows():
            for column, value in values.items():
                if isinstance(value, Formula):
                    compared += 1
                    cell = place.cell(int(str(row)), str(column))
                    counted = book[place.sheet][cell].value
                    if counted != pytest.approx(value.value):
                        differences.append((cell, value.text, value.value, counted))
    assert differences == []
    assert compared > len(FIGURES) + 3 * 13


def test_true_is_no_number_to_excel() -> None:
    cells = pd.DataFrame({"rating": [True, 1, "1", None]}, dtype=object)
    assert countifs(cells, rating=within(1)) == 1


def test_figures() -> None:
    values = {figure.key: VALUES[figure.key](a_program()) for figure in FIGURES}
    assert values == {
        "mentors": 3,
        "leaders": 2,
        "pairs": 2,
        "sessions_held": 2,
        "sessions_missed": 1,
        "sessions_kept": pytest.approx(2 / 3),
        "exchanges": 2,
        "need_call": 0,
        "checkin_answers": 2,
        "talks_useful": 4.5,
        "hard_points": "–",
        "review_answers": 2,
        "recommend": 4.5,
        "decisions": 1,
        "go_on": 1,
    }


def test_an_empty_program_has_a_dashboard() -> None:
    shown = dashboard(Program.new(MONDAY))
    assert len(shown.table("by_session")) == 13
    assert len(shown.table("figures")) == len(FIGURES)
    assert shown.said == "0 pairs, 0 sessions held."


def test_cards_carry_the_values_of_the_large_figures() -> None:
    shown = cards(a_program())
    assert set(shown) == {f"card_{figure.key}" for figure in FIGURES if figure.card}
    assert shown["card_pairs"] == 2


def test_departments_are_sorted_and_spelled_once() -> None:
    shown = dashboard(a_program()).table("by_department")
    assert list(shown["department"]) == ["Finance", "Legal", "R&D", "Sales"]
    assert list(shown["mentors"].map(lambda one: getattr(one, "value", one))) == [0, 0, 1, 2]


def test_skills_most_wanted_first() -> None:
    shown = dashboard(a_program()).table("skill_balance")
    assert [tuple(row) for row in shown.itertuples(index=False)] == [("Short-form video", 1, 1)]


def test_formulas_use_only_what_both_spreadsheets_compute() -> None:
    formulas = [figure.formula for figure in FIGURES]
    for key in ("by_session", "by_department", "by_health"):
        for value in dashboard(a_program()).cells(key).to_numpy().ravel():
            if isinstance(value, Formula):
                formulas.append(value.text)
    used = {name for text in formulas for name in re.findall(r"([A-Z]+)\(", text)}
    assert used <= ALLOWED


def test_formulas_name_columns_that_exist() -> None:
    for figure in FIGURES:
        for table, header in re.findall(r"(\w+)\[([^\]]+)\]", figure.formula):
            (found,) = [one for one in WORKBOOK.tables.values() if one.name == table]
            assert header.replace("''", "'") in {one.header for one in found.columns}, figure.key


@pytest.mark.parametrize(
    ("department", "plain"),
    [
        ("Sales", True),
        ("R&D*", False),
        (">5", False),
        ("4711", False),
        ("1 Jan", False),
        ("TRUE", False),
        ("x" * 300, False),
        ("营业", True),
    ],
)
def test_names_that_countifs_would_misread(department: str, plain: bool) -> None:
    assert is_plain_criterion(department) is plain
