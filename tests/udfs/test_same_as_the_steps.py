"""Custom functions answer what the buttons write for the same tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import revmentor_udfs as functions
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import RevmentorError
from revmentor_xl.program import Program
from revmentor_xl.steps.checking.check import check
from revmentor_xl.steps.health.health import health
from revmentor_xl.steps.overview.dashboard import dashboard
from revmentor_xl.steps.pairing.explained.explain import explain
from revmentor_xl.steps.pairing.features.common_time import common_time
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.pair import pair
from tests.lived import lived
from tests.programs import MONDAY, filled, program
from tests.strategies import programs
from tests.tries import tries
from tests.udfs.tables import Tables, serial

LISTS = ("skills", "levels", "time_blocks", "reporting")
SCORED = ("mentors", "leaders", "settings", *LISTS, "pairs")
RULED = ("mentors", "leaders", "settings", "rules", "pairs", *LISTS, "nominations")


@pytest.fixture(autouse=True)
def _on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "today", lambda: MONDAY)


def made() -> Program:
    """Seven people: a private wish, a rule, a locked pair, different zones and answers."""
    new = program(
        [
            {"id": "M1", "name": "Ana Li", "strengths": "Python; SQL", "values": "Fairness"},
            {"id": "M2", "name": "Ben Ode", "strengths": "SQL", "not_with": "Kim Tan"},
            {"id": "M3", "name": "Cy Paz", "learning_goals": "Coaching", "preferred": "L2"},
            {
                "id": 1004,
                "name": "Di Ost",
                "time_zone": "America/New_York",
                "availability": "Mon morning; Tue afternoon",
            },
        ],
        [
            {"id": "L1", "name": "Lee Roe", "learning_goals": "Python; SQL", "values": "Fairness"},
            {"id": "L2", "name": "Kim Tan", "strengths": "Coaching", "location": "Oslo"},
            {
                "id": "L3",
                "name": "Jo Umm",
                "availability": "Mon afternoon; Mon morning; Tue afternoon",
            },
        ],
    )
    return filled(new, "rules", [{"mentor": "M1", "leader": "L2", "rule": "Must not pair"}])


def pairs_said(done: Program) -> dict[tuple[str, str], tuple[float, str]]:
    columns = ["mentor_id", "leader_id", "score", "reason"]
    rows = done.table("pairs")[columns].itertuples(index=False)
    return {(mentor, leader): (score, reason) for mentor, leader, score, reason in rows}


def test_points_and_reasons_are_those_of_the_pairs_tab() -> None:
    done = pair(made())
    tables = Tables(done)
    ids = tables.column("pairs", "mentor_id"), tables.column("pairs", "leader_id")
    points = functions.rm_score(*ids, *tables.args(*SCORED))
    reasons = functions.rm_why(*ids, *tables.args(*SCORED))
    shown = list(pairs_said(done).values())
    assert len(shown) == 3
    assert list(zip(points, reasons)) == [([score], [reason]) for score, reason in shown]


@settings(max_examples=tries(40), deadline=None)
@given(programs())
def test_whatever_stands_in_the_tables_the_points_are_those_of_pairs(any_program: Program) -> None:
    tables = Tables(any_program)  # without IDs, where Check would give them
    is_paired = True
    try:
        done = pair(check(any_program))
    except RevmentorError:  # what then stands on Pairs is not what the step wrote
        done, is_paired = check(any_program), False
    running = done.table("pairs").query("status not in ('Ended', 'Rejected')")
    for mentor, leader, score, reason in running[
        ["mentor_id", "leader_id", "score", "reason"]
    ].itertuples(index=False):
        points = functions.rm_score(mentor, leader, *tables.args(*SCORED))[0][0]
        # an approved pair may be of somebody who is gone
        if is_paired and isinstance(points, float):
            assert points == score
            assert functions.rm_why(mentor, leader, *tables.args(*SCORED)) == [[reason]]


def test_a_row_against_a_column_is_a_grid() -> None:
    tables = Tables(made())
    mentors, leaders = tables.column("mentors", "id"), tables.column("leaders", "id")
    across = [[row[0] for row in leaders]]
    grid = functions.rm_score(mentors, across, *tables.args(*SCORED))
    assert [len(row) for row in grid] == [3] * 4
    for i, mentor in enumerate(mentors):
        for j, leader in enumerate(leaders):
            one = functions.rm_score(mentor[0], leader[0], *tables.args(*SCORED))
            assert one == [[grid[i][j]]]


def test_why_not_is_what_explain_pairs_answers() -> None:
    asked = [("Ana Li", "Kim Tan"), ("M2", "L2"), ("Cy Paz", "Lee Roe"), ("M1", "L1")]
    before = filled(pair(made()), "questions", [{"mentor": m, "leader": b} for m, b in asked])
    answers = explain(before).cells("questions")["answer"]
    tables = Tables(before)
    said = [functions.rm_whynot(m, leader, *tables.args(*RULED))[0] for m, leader in asked]
    assert said == [[answer] for answer in answers]
    column = functions.rm_whynot([[m] for m, _ in asked], [[b] for _, b in asked],
                                 *tables.args(*RULED))  # fmt: skip
    for row, answer in zip(column, answers):  # a long text in an array is ended early
        assert answer.startswith(row[0].removesuffix(" …"))
    assert "the Rules tab says they must not be paired" in str(said[0][0])
    assert "something private stands in the way" in str(said[1][0])
    assert "wish" not in str(said[1][0])


def test_without_pairs_why_not_is_counted_against_the_best_ones() -> None:
    tables, best = Tables(made()), Tables(pair(made()))
    before = functions.rm_whynot("M3", "L1", *tables.args(*RULED))
    assert before == functions.rm_whynot("M3", "L1", *best.args(*RULED))
    assert str(before[0][0]).startswith("Possible")


def test_next_best_partners_are_the_runners_up() -> None:
    done = explain(pair(made()))
    listed = done.table("runners_up")
    tables = Tables(done)
    assert set(listed["person_id"]) == {"M1", "M2", "M3", "1004", "L1", "L2", "L3"}
    for person, rows in listed.groupby("person_id"):
        others = [[other, points] for other, points in zip(rows["other"], rows["score"]) if other]
        best = functions.rm_best(person, 3, *tables.args(*RULED))
        assert [row for row in best if row[1] != ""] == others, person
        assert len(best) == 3


def test_common_hours_add_up_to_those_of_the_hard_rule() -> None:
    tables, sides = Tables(made()), Sides.of(made())
    minutes = common_time(sides).minutes
    grid = functions.rm_common_times(
        [[id_] for id_ in sides.mentors["id"]],
        [list(sides.leaders["id"])],
        *tables.args("mentors", "leaders", "time_blocks", "settings"),
    )
    for row, shared in zip(grid, minutes.tolist()):
        assert [spelled_minutes(str(text)) for text in row] == shared


def spelled_minutes(text: str) -> int:
    total = 0
    for span in text.removesuffix(" (too short)").split("; ") if text != "none" else ():
        begins, ends = (part.split(":") for part in span.split(" ", 1)[1].split("-"))
        total += 60 * (int(ends[0]) - int(begins[0])) + int(ends[1]) - int(begins[1])
    return total


def test_common_hours_are_told_in_the_programs_time_zone() -> None:
    made = program(
        [{"id": "M1", "time_zone": "America/New_York", "availability": "Sun evening"}],
        [{"id": "L1", "time_zone": "Australia/Sydney", "availability": "Mon morning"}],
        time_zone="Europe/Berlin",
    )
    blocks: list[dict[str, Any]] = [
        {"block": "Sun evening", "weekday": "Sunday", "start": "16:00", "end": "19:30"},
        {"block": "Mon morning", "weekday": "Monday", "start": "09:00", "end": "12:00"},
    ]
    made = filled(made, "time_blocks", blocks)
    tables = Tables(made).args("mentors", "leaders", "time_blocks", "settings")
    assert functions.rm_common_times("M1", "L1", *tables) == [["Sun 23:00-Mon 01:30"]]


def test_health_is_that_of_the_health_tab() -> None:
    done = health(lived(8, months=4))
    day = done.today
    tables = Tables(done)
    pair_ids = tables.column("health", "pair_id")
    shown = [[state] for state in done.table("health")["health"]]
    assert len({state for (state,) in shown}) > 1
    assert functions.rm_health(pair_ids, tables["Health"]) == shown
    live = tables.args("pairs", "sessions", "checkins", "settings")
    assert functions.rm_health(pair_ids, *live, serial(day)) == shown


def test_skill_gaps_are_the_numbers_of_the_dashboard() -> None:
    done = dashboard(made())
    balance = {
        row["skill"]: (row["wanted"], row["offered"])
        for row in done.table("skill_balance").to_dict("records")
    }
    header, *rows = functions.rm_skill_gap(*Tables(done).args("leaders", "mentors", "skills"))
    assert header == ["Skill", "Wanted by", "Offered by", "Gap"]
    assert {row[0]: (row[1], row[2]) for row in rows if row[1]} == balance
    assert [row[3] for row in rows] == sorted((row[1] - row[2] for row in rows), reverse=True)


SESSIONS = [
    {"event_id": str(k), "pair_id": pair_id, "mentor": mentor, "leader": leader, "day": day}
    for k, (pair_id, mentor, leader, day) in enumerate(
        [
            ("M1+L1", "Ana", "Lee", date(2026, 1, 5)),
            ("M1+L1", "Ana", "Lee", date(2026, 2, 2)),
            ("M2+L1", "Ben", "Lee", date(2026, 1, 19)),
            ("M3+L2", "Ben", "Kim", None),
        ]
    )
]


@pytest.mark.parametrize(
    ("person", "day", "answer"),
    [
        ("Ana", None, date(2026, 1, 5)),
        ("M1", serial(date(2026, 1, 6)), date(2026, 2, 2)),
        ("lee", date(2026, 1, 6), date(2026, 1, 19)),
        ("M2+L1", "2026-01-20", "none planned"),
        ("kim", None, "none planned"),
        ("Ben", None, "Several people are called “Ben” (M2 and M3). Use the ID."),
        ("Zoe", None, "“Zoe” is not in Sessions. Give a name, an ID or a pair's ID."),
        ("Ana", "soon", "“soon” is not a date. Give a date or TODAY(), or leave it out."),
        (None, None, ""),
    ],
)
def test_the_next_session_of_a_person_or_pair(person: object, day: object, answer: object) -> None:
    tables = Tables(filled(Program.new(MONDAY), "sessions", SESSIONS))
    assert functions.rm_next_session(person, tables["Sessions"], day) == [[answer]]


@settings(max_examples=tries(60), deadline=None)
@given(st.floats(0, 1e7), st.none() | st.floats(0, 5), st.none() | st.integers(0, 500).map(float))
def test_turnover_costs_salary_times_rate_times_people(
    salary: float, rate: float | None, people: float | None
) -> None:
    expected = salary * (0.21 if rate is None else rate) * (1 if people is None else people)
    assert functions.rm_turnover_cost(salary, rate, people) == [[expected]]
