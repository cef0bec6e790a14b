"""No meeting is put on a day that is over, before the first one has taken place either."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from revmentor_xl.program import Program
from revmentor_xl.steps.scheduling.reschedule import apply_changes, reschedule
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.programs import filled
from tests.steps.schedules import changed, paired

MONDAY, TUESDAY, WEDNESDAY = date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 7)
THURSDAY, FRIDAY = date(2026, 1, 8), date(2026, 1, 9)
PEOPLE = {
    "M": ("Europe/Berlin", "Tue 10-12; Thu morning; Fri morning"),
    "L": ("Europe/Berlin", "Tue 10-12; Thu morning; Fri morning"),
}


def days(program: Program) -> dict[str, date | None]:
    rows = program.table("schedule")
    return dict(zip(rows["event_id"], rows["day"]))


def _away_on(program: Program, day: date) -> Program:
    return filled(program, "away", [{"person": "L", "first": day.isoformat()}])


def test_a_schedule_made_within_the_first_week_has_its_kick_offs_still_to_come() -> None:
    late = paired([("M", "L")], PEOPLE, today=WEDNESDAY, start_date=MONDAY)
    assert days(schedule(late))["M-L kick-off"] == THURSDAY


def test_a_program_that_is_entered_long_after_its_start_has_all_its_sessions() -> None:
    late = paired([("M", "L")], PEOPLE, today=date(2026, 2, 25), session_count=4)
    assert None not in days(schedule(late)).values()


def test_a_kick_off_that_moves_in_the_first_week_moves_forward() -> None:
    new = paired([("M", "L")], PEOPLE, start_date=MONDAY)
    before = schedule(_away_on(new, TUESDAY))
    assert days(before)["M-L kick-off"] == THURSDAY
    after = apply_changes(reschedule(replace(_away_on(before, THURSDAY), today=WEDNESDAY)))
    assert days(after)["M-L kick-off"] == FRIDAY


def test_a_first_session_that_moves_moves_forward() -> None:
    hours = {"M": PEOPLE["M"], "L": ("Europe/Berlin", "Thu morning; Fri morning")}
    made = paired([("M", "L")], hours, session_count=2, cadence_weeks=1)
    tight = schedule(filled(made, "facilitators", [{"name": "F", "availability": "Sun 2-4"}]))
    assert days(tight)["M-L kick-off"] is None  # so that nothing has taken place yet
    first = days(tight)["M-L #1"]
    assert first == date(2026, 1, 15)
    freer = changed(tight, "leaders", {"id": "L"}, availability="Tue 10-12; Fri morning")
    after = days(schedule(replace(freer, today=date(2026, 1, 14))))
    assert after["M-L #1"] == date(2026, 1, 16)
