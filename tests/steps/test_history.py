"""Which rows of an earlier schedule are over and stay as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.timeline import timeline
from revmentor_xl.steps.scheduling.existing.history import History, history
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.steps.schedules import changed, paired

MONDAYS = {"M": ("Europe/Berlin", "Mon 9-11"), "L": ("Europe/Berlin", "Mon 9-11")}
FIRST = date(2026, 1, 5)
"""A Monday, of the kick-off; sessions are one and three weeks later."""


def planned() -> Program:
    """Kick-off on the program's first Monday, sessions every second Monday after."""
    return schedule(paired([("M", "L")], MONDAYS, start_date=FIRST, session_count=3))


def on(day: date, made: Program | None = None) -> History:
    made = replace(made or planned(), today=day)
    return history(made, timeline(made), {"M-L"})


@pytest.mark.parametrize(
    ("days", "kickoff", "sessions"),
    [
        (0, False, []),  # what is today is not over: it may still move
        (1, True, []),
        (7, True, []),
        (8, True, [1]),
        (21, True, [1]),
        (22, True, [1, 2]),
    ],
)
def test_what_was_before_today_stays(days: int, kickoff: bool, sessions: list[int]) -> None:
    past = on(FIRST + timedelta(days=days))
    assert [row["day"] for row in past.kickoffs.values()] == [FIRST] * kickoff
    assert list(past.sessions.get("M-L", {})) == sessions
    assert past.running is kickoff


def test_a_session_that_hr_marked_as_over_stays_on_its_day_too() -> None:
    made = planned()
    noted = made.table("schedule").query("kind == 'Session'")["event_id"].tolist()
    assert on(FIRST + timedelta(days=7), made).sessions == {}
    row = {"event_id": noted[0], "pair_id": "M-L", "number": 1, "held": "Held"}
    sessions = made.cells("sessions").reindex([0])
    for key, cell in row.items():
        sessions[key] = cell
    held = made.with_cells("sessions", sessions)
    assert list(on(FIRST + timedelta(days=7), held).sessions["M-L"]) == [1]


@pytest.mark.parametrize(("start", "over"), [(FIRST, True), (FIRST + timedelta(weeks=1), False)])
def test_rows_before_the_first_week_come_from_a_start_that_was_corrected(
    start: date, over: bool
) -> None:
    corrected = changed(planned(), "settings", {"setting": "Start date"}, value=start.isoformat())
    assert (on(FIRST + timedelta(days=1), corrected).kickoffs != {}) is over
