"""The row above the schedule: how good it is, and what is said of it."""

from __future__ import annotations

import pytest
from schedules import paired, session_rows

from revmentor_xl.books.journal.activity import solved
from revmentor_xl.steps.scheduling.output.rows import proven
from revmentor_xl.steps.scheduling.schedule import schedule
from revmentor_xl.steps.scheduling.timetabling.regular_slots import Timetable

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("regular", "most_placed", "most_regular", "words"),
    [
        (1, 2, 1, "Proven best"),
        (1, 2, 2, "Within 1 session of the best"),
        (0, 2, 2, "Within 2 sessions of the best"),
        (1, 5, 1, "Within 3 sessions of the best"),
        (0, 5, 2, "Within 3 sessions of the best"),
    ],
)
def test_how_far_from_the_best(
    regular: int, most_placed: int, most_regular: int, words: str
) -> None:
    plan = Timetable({"P": None}, {"P": {1: 0, 2: 60}}, 0, regular, most_placed, most_regular)
    assert proven(plan) == words


def test_the_row_counts_what_the_schedule_shows() -> None:
    people = {"L": (BERLIN, "Mon 9-11")} | {f"M{n}": (BERLIN, "Mon 9-11") for n in range(5)}
    base = paired([(f"M{n}", "L") for n in range(5)], people, session_count=2, cadence_weeks=1)
    done = schedule(base)
    (row,) = done.table("schedule_proof").to_dict("records")
    rows = session_rows(done)
    assert row["placed"] == sum(day is not None for day in rows["day"])
    assert row["regular"] == rows["regular"].sum()
    # two Mondays with room for two, and the gathering takes one of the four hours
    assert (row["sessions"], row["placed"], row["most_placed"]) == (10, 3, 3)
    assert (row["regular"], row["most_regular"]) == (3, 3)
    assert row["result"] == solved("schedule", base, done) == "Proven best"
