"""What people and Excel give to a custom function, and what it says when that is not right."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
import revmentor_udfs as functions
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revmentor_xl.books.excel.arguments import Recent, fingerprint, grid, program_of
from revmentor_xl.program import Program
from tests.programs import MONDAY, program
from tests.strategies import junk, programs
from tests.tries import tries
from tests.udfs.tables import Tables

PRIVATE = "SENSITIVE-"


def people() -> Program:
    return program(
        [
            {"id": "M1", "name": "Ana Li", "strengths": "Python"},
            {"id": "M2", "name": "Ben Ode", "email": "ben@example.com"},
            {"id": "M3", "name": "Ben Ode", "email": "ben.two@example.com"},
        ],
        [{"id": "L1", "name": "Lee Roe", "learning_goals": "Python"}],
    )


def score(mentor: object, leader: object, **changed: object) -> object:
    tables = Tables(people())
    given = {"mentors": tables["Mentors"], "leaders": tables["Leaders"], **changed}
    return functions.rm_score(mentor, leader, **given)[0][0]


POINTS = score("M1", "L1")


@pytest.mark.parametrize("mentor", ["Ana Li", "ana li", "Li, Ana", "m1", "m1@example.com"])
def test_a_person_may_be_named_in_several_ways(mentor: str) -> None:
    assert isinstance(POINTS, float)
    assert score(mentor, "L1") == POINTS


@pytest.mark.parametrize(
    ("mentor", "leader", "said"),
    [
        ("Zoe", "L1", "“Zoe” is not in Mentors."),
        ("Anna Li", "L1", "“Anna Li” is not in Mentors. Is Ana Li (M1) meant?"),
        ("Ben Ode", "L1", "Several people are called “Ben Ode” (M2 and M3). Use the ID."),
        ("Lee Roe", "L1", "“Lee Roe” is in Leaders, not in Mentors."),
        ("M1", "Ana Li", "“Ana Li” is in Mentors, not in Leaders."),
        ("", "L1", ""),
        ("M1", None, ""),
        ("  ", "  ", ""),
    ],
)
def test_who_is_not_found_is_told(mentor: object, leader: object, said: str) -> None:
    assert score(mentor, leader) == said


def test_ranges_that_do_not_go_together_are_told() -> None:
    said = score([["M1"], ["M2"]], [["L1"], ["L1"], ["L1"]])
    assert said == (
        "These ranges differ in size. Give ranges of the same size, or a column and a row."
    )


@pytest.mark.parametrize(
    "wrong",
    [
        [["M1", "Ana"], ["M2", "Ben"]],
        [["Sessions", "Date"], ["x", 45000.0]],
        "Mentors",
    ],
)
def test_a_table_without_its_headers_is_told(wrong: object) -> None:
    assert score("M1", "L1", mentors=wrong) == (
        "This is not the Mentors table with its headers. Write Mentors[#All] there, not Mentors "
        "or a part of it."
    )


def test_headers_may_stand_in_any_order_and_case_with_columns_of_ones_own() -> None:
    cells = Tables(people())["Mentors"]
    turned = [[f" {row[at]} " if k == 0 else row[at] for at in reversed(range(len(row)))] + ["x"]
              for k, row in enumerate(cells)]  # fmt: skip
    turned[0] = [str(header).upper() for header in turned[0]]
    assert score("M1", "L1", mentors=turned) == POINTS


def test_a_table_that_is_left_out_is_that_of_a_new_workbook() -> None:
    tables = Tables(Program.new(MONDAY))
    given = {
        "settings": tables["Settings"],
        "skills": tables["Skills"],
        "levels": tables["Levels"],
        "time_blocks": tables["TimeBlocks"],
        "reporting": tables["ReportingLines"],
    }
    assert score("M1", "L1", **given) == POINTS
    weights = Tables(Program.new(MONDAY, weight_mentor_teaches=0))["Settings"]
    assert score("M1", "L1", settings=weights) != POINTS


def test_whole_columns_are_read_to_their_last_filled_row() -> None:
    cells = Tables(people())["Mentors"]
    blank: list[list[object]] = [[None] * len(cells[0])]
    whole = program_of({"mentors": cells + blank * 3 + cells[1:2] + blank * 20_000}, MONDAY)
    assert len(whole.cells("mentors")) <= len(cells) + 3
    assert score("M1", "L1", mentors=cells + blank * 9) == POINTS


@pytest.mark.parametrize("midnight", [0.0, 0, datetime(1899, 12, 30), time(0), "00:00"])
def test_a_time_of_day_comes_as_part_of_a_day(midnight: object) -> None:
    cells: Any = [
        ["Block", "Weekday", "From", "To"],
        ["Mon late", "Monday", 22.5 / 24, midnight],
        ["Mon early", "Monday", midnight, datetime(1899, 12, 30, 6, 30)],
    ]
    rows = program_of({"time_blocks": cells}, MONDAY).table("time_blocks")
    assert list(rows["start"]) == [time(22, 30), time(0)]
    assert list(rows["end"]) == [time(0), time(6, 30)]


def test_more_than_a_formula_can_wait_for_is_told() -> None:
    tables = Tables(people()).args("mentors", "leaders", "settings", "rules")
    said = functions.rm_whynot([["M1"]] * 26, "L1", *tables)
    assert said == [
        [
            "That asks about 26 pairs at once; 25 are possible. For more, list them on the Why "
            "not tab and press Explain pairs."
        ]
    ]


@pytest.mark.parametrize("number", [0.0, -1.0, "many", 101.0])
def test_a_number_of_partners_that_makes_no_sense_is_told(number: object) -> None:
    tables = Tables(people()).args("mentors", "leaders")
    said = functions.rm_best("M1", number, *tables)[0][0]
    assert str(said).endswith("is no number of partners. Give 1 to 100.")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("a lot",), "“a lot” is no salary. Give a number that is not below zero."),
        ((-5.0,), "“-5” is no salary. Give a number that is not below zero."),
        ((True,), "“Yes” is no salary. Give a number that is not below zero."),
        (
            (60000.0, 21.0),
            "A rate of 21 is more than 5 yearly salaries. Give a share of the yearly salary, "
            "such as 21% or 0.21.",
        ),
    ],
)
def test_a_cost_without_sense_is_told(given: tuple[Any, ...], said: str) -> None:
    (answer,) = functions.rm_turnover_cost(*given)
    assert answer[0] == said


def test_nothing_private_is_told() -> None:
    made = program(
        [
            {
                "id": "M1",
                "not_with": "L1",
                "generation": f"{PRIVATE}generation",
                "ergs": f"{PRIVATE}erg",
                "perspectives": f"{PRIVATE}perspective",
                "topics_declined": f"{PRIVATE}topic",
            },
            {"id": "M2"},
        ],
        [{"id": "L1", "generation": "Other"}, {"id": "L2"}],
        use_generation=True,
    )
    tables = Tables(made)
    ruled = tables.args("mentors", "leaders", "settings", "rules")
    said = functions.rm_whynot("M1", [["L1", "L2"]], *ruled)
    said += functions.rm_why("M1", [["L1", "L2"]], *ruled[:3])
    said += functions.rm_best("M1", 3, *ruled[:3])
    assert "something private stands in the way" in str(said[0][0])
    assert PRIVATE not in str(said)


# --- caching ------------------------------------------------------------------


def test_an_answer_follows_every_change_of_a_table() -> None:
    tables = Tables(people())
    before = functions.rm_score("M1", "L1", tables["Mentors"], tables["Leaders"])
    again = functions.rm_score("M1", "L1", [list(r) for r in tables["Mentors"]], tables["Leaders"])
    assert again is before, "the same contents are not worked out anew"
    at = tables["Leaders"][0].index("Learning goals")
    tables["Leaders"][1][at] = "Negotiation"  # the very same list, with another cell
    assert functions.rm_score("M1", "L1", tables["Mentors"], tables["Leaders"]) != before


def test_only_so_many_answers_are_kept() -> None:
    kept: Recent[int] = Recent(2)
    made: list[str] = []

    def work(name: str) -> int:
        made.append(name)
        return len(made)

    for name in ("a", "b", "a", "c", "a", "b"):
        kept.get(name, lambda name=name: work(name))  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]
    assert len(kept) == 2


def test_heavy_answers_leave_room_for_fewer() -> None:
    kept: Recent[str] = Recent(5, len)
    for name in ("a", "bb", "ccc", "bb", "dddddd", "a"):
        assert kept.get(name, lambda name=name: name) == name  # type: ignore[misc]
        assert len(kept) == {"a": 1, "bb": 2, "ccc": 2, "dddddd": 0}[name]


def test_an_error_is_not_kept() -> None:
    kept: Recent[int] = Recent(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("a", lambda: 1 // 0)
    assert kept.get("a", lambda: 7) == 7


@pytest.mark.parametrize(
    ("one", "other"),
    [(True, 1.0), (True, "True"), ("1", 1), (None, ""), (date(2026, 1, 5), "2026-01-05")],
)
def test_what_only_looks_alike_is_told_apart(one: object, other: object) -> None:
    assert fingerprint([[[one]]]) != fingerprint([[[other]]])
    assert fingerprint([[[one]]]) == fingerprint([[[one]]])


@pytest.mark.parametrize(
    ("argument", "cells"),
    [
        ("a", [["a"]]),
        (None, [[None]]),
        (("a", "b"), [["a", "b"]]),
        ([("a",), ("b",)], [["a"], ["b"]]),
    ],
)
def test_an_argument_is_rows_of_cells(argument: object, cells: object) -> None:
    assert grid(argument) == cells


# --- whatever comes ---------------------------------------------------------------


@settings(max_examples=tries(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs(), st.lists(junk, min_size=1, max_size=3), junk, st.sampled_from([None, 1.0, "x"]))
def test_whatever_comes_the_answer_is_a_cell_for_each_cell(
    any_program: Program, asked: list[object], other: object, number: object
) -> None:
    tables = Tables(any_program)
    people = [[one] for one in asked]
    sides = tables.args("mentors", "leaders")
    ruled = tables.args("mentors", "leaders", "settings", "rules", "pairs")
    each = [
        functions.rm_score(people, other, *sides),
        functions.rm_why(people, other, *sides),
        functions.rm_whynot(people, other, *ruled),
        functions.rm_common_times(people, other, *sides),
        functions.rm_next_session(people, tables["Sessions"], number),
        functions.rm_health(people, tables["Health"]),
        functions.rm_turnover_cost(people, number, None),
    ]
    others = [
        functions.rm_best(other, number, *ruled),
        functions.rm_health(people, *tables.args("pairs", "sessions", "checkins")),
        functions.rm_skill_gap(*tables.args("leaders", "mentors")),
    ]
    for answer in (*each, *others):
        assert all(len(row) == len(answer[0]) for row in answer)
        for cell in (cell for row in answer for cell in row):
            assert isinstance(cell, (str, int, float, date)), cell
            assert "could not be worked out" not in str(cell), cell
