"""Why a session moved or has no date, and what is said to help: true and computed."""

from __future__ import annotations

from datetime import date, time

import pytest
from schedules import changed, paired, session_rows

from revmentor_xl.program import Program
from revmentor_xl.steps.scheduling.reschedule import reschedule
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.checker_schedule import broken_rules
from tests.programs import filled

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
TWO = dict.fromkeys(("M", "L"), (BERLIN, "Mon 9; Tue 10-12"))


def remarks(program: Program) -> dict[str, str]:
    rows = session_rows(program)
    return dict(rows.loc[rows["why"] != "", "why"])


def told(program: Program) -> dict[str, str]:
    """What is said to help, by message."""
    return {f.message: f.remedy for f in program.findings if f.found_by == "schedule"}


@pytest.mark.parametrize(
    ("table", "row", "why"),
    [
        ("away", {"person": "M"}, "M is away"),
        ("away", {"person": "L"}, "L is away"),
        ("closures", {"what": "The canteen"}, "the company is closed (The canteen)"),
    ],
)
def test_an_absence_at_the_regular_time(table: str, row: dict[str, str], why: str) -> None:
    """Neither Monday nor Tuesday is possible in every week, so that one session has to move."""
    days = ("2026-01-13", "2026-01-19")
    base = paired([("M", "L")], TWO, session_count=4, cadence_weeks=1)
    done = schedule(filled(base, table, [{**row, "first": day} for day in days]))
    assert broken_rules(done) == []
    [remark] = remarks(done).values()
    assert remark == f"Moved from Tue 10:00: {why}"


def test_a_public_holiday() -> None:
    """Easter Monday is the only Monday of its week."""
    people = dict.fromkeys(("M", "L"), (BERLIN, "Mon 9-11; Fri 13-15"))
    done = schedule(
        paired(
            [("M", "L")],
            people,
            start_date=date(2026, 3, 16),
            today=date(2026, 3, 1),
            session_count=4,
            cadence_weeks=1,
            holidays=True,
        )
    )
    assert broken_rules(done) == []
    assert "is a public holiday for" in " ".join(remarks(done).values())


@pytest.mark.parametrize(
    ("settings", "more", "message", "remedy"),
    [
        (
            {"leader_week": 2},
            "Mon 9-11; Tue 10-12",
            "Session 1 of M2 and L could not be placed: L has 2 sessions in each week in which the "
            "two have time, which is the most.",
            "With 3 sessions a week for a leader, Mon 12 January 2026 at 10:00 (Europe/Berlin) "
            "would do.",
        ),
        (
            {"leader_week": 9},
            "Mon 9-11",
            "Session 1 of M2 and L could not be placed: every common free hour is taken by other "
            "meetings.",
            "M2 with time on Tue 13 January 2026 at 10:00 (Europe/Berlin) would do.",
        ),
    ],
)
def test_what_would_help(settings: dict[str, object], more: str, message: str, remedy: str) -> None:
    people = {f"M{n}": (BERLIN, more) for n in range(3)} | {"L": (BERLIN, "Mon 9-11; Tue 10-12")}
    pairs = [(f"M{n}", "L") for n in range(3)]
    done = schedule(paired(pairs, people, session_count=2, cadence_weeks=1, **settings))
    assert broken_rules(done) == []
    assert told(done)[message] == remedy


def test_the_gathering_and_an_absence_leave_no_hour() -> None:
    people = dict.fromkeys(("M", "L"), (BERLIN, "Mon 9"))
    base = paired([("M", "L")], people, session_count=3, cadence_weeks=1)
    done = schedule(filled(base, "away", [{"person": "M", "first": "2026-01-12"}]))
    assert remarks(done) == {
        "M-L #1": "The two have no common free hour in these weeks; M is away",
        "M-L #2": "The two have no common free hour in these weeks; the mid-program gathering is "
        "on Mon 19 January 2026 at 09:00 (Europe/Berlin)",
    }


def test_a_gathering_takes_nobodys_last_hour_when_as_many_could_come_at_another() -> None:
    """Tuesday would be liked better, but the first pair has no other hour in that week."""
    people = dict.fromkeys(("M1", "L1"), (BERLIN, "Tue 10-11"))
    people |= dict.fromkeys(("M2", "L2"), (BERLIN, "Mon 9; Thu 9-10"))
    base = paired([("M1", "L1"), ("M2", "L2")], people, session_count=4, cadence_weeks=1)
    blocks = [{"block": "Tue 10-11", "weekday": "Tuesday", "start": "10:00", "end": "11:00"}]
    done = schedule(
        filled(base, "time_blocks", [*base.cells("time_blocks").to_dict("records"), *blocks])
    )
    assert broken_rules(done) == []
    assert all(day is not None for day in session_rows(done)["day"])
    gathering = done.table("schedule").set_index("event_id").loc["Mid-program gathering", "day"]
    assert gathering.weekday() in (0, 3)


def test_a_pair_without_a_kick_off_is_told() -> None:
    people = {
        "M1": (BERLIN, "Mon 9"),
        "L1": (BERLIN, "Thu 9-10; Mon 9-11"),
        "M2": (BERLIN, "Mon 9"),
    }
    base = paired([("M1", "L1"), ("M2", "L1")], people, session_count=2, kickoff_pairs=1)
    done = schedule(base)
    rows = done.table("schedule").query("kind == 'Kick-off'")
    assert [day is None for day in rows["day"]].count(True) == 1
    assert list(rows.loc[[day is None for day in rows["day"]], "status"]) == ["Not placed"]
    [finding] = [f for f in done.findings if f.code == "RM630"]
    assert "all kick-offs at a common hour of the two are full or taken" in finding.message
    assert finding.remedy == "One more pair per kick-off would do."
    assert "1 pair without a kick-off, see Checks" in done.said


def test_a_kick_off_that_hr_moved_stays_and_the_leaders_other_pair_keeps_clear_of_it() -> None:
    people = dict.fromkeys(("M1", "M2", "L"), (BERLIN, "Mon 9-11; Tue 10-12"))
    first = schedule(paired([("M1", "L"), ("M2", "L")], people, session_count=2))
    typed = {"day": "2026-01-05", "start": "09:30"}
    moved = changed(first, "schedule", {"event_id": "M1-L kick-off"}, **typed)
    # the other pair has half an hour too little on Monday, and Tuesday is left
    rows = schedule(moved).table("schedule").set_index("event_id")
    assert rows.loc["M1-L kick-off", "start"] == time(9, 30)
    assert rows.loc["M1-L kick-off", "status"] == "Fixed"
    assert rows.loc["M2-L kick-off", "day"] == date(2026, 1, 6)
    assert rows.loc["M2-L kick-off", "status"] == "Planned"


def test_a_session_makes_way_for_an_event_that_hr_put_on_its_hour() -> None:
    people = dict.fromkeys(("M", "L"), (BERLIN, "Mon 9-11; Tue 10-12"))
    made = schedule(paired([("M", "L")], people, session_count=4, cadence_weeks=1))
    session = session_rows(made).loc["M-L #3"]
    event = {"event_id": "Mid-program gathering"}
    typed = changed(made, "schedule", event, day=session["day"], start=session["start"])
    shown = reschedule(typed).table("changes").set_index("event_id")
    assert shown.loc["M-L #3", "what"] == "Moves"
    assert shown.loc["M-L #3", "why"] == "The mid-program gathering is at that time"
