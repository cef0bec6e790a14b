"""Dates that HR types and sessions that HR fixes: kept by every later run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schedules import changed, paired, session_rows

from revmentor_xl.program import Program
from revmentor_xl.steps.checking.check import check_findings
from revmentor_xl.steps.meeting.sessions import sessions
from revmentor_xl.steps.scheduling.reschedule import apply_changes, reschedule
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.programs import MONDAY
from tests.tries import tries

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
PEOPLE = {
    "M": (NEW_YORK, "Mon 9-11; Tue 10-12"),
    "L": (BERLIN, "Mon afternoon; Tue 15-18"),
    "N": (BERLIN, "Tue 15-18"),
}


def planned(today: date | None = None, **more: object) -> Program:
    """Two pairs of one leader: M-L and N-L, six sessions."""
    more = {"session_count": 6, **more}
    return schedule(paired([("M", "L"), ("N", "L")], PEOPLE, today=today, **more))


def typed(program: Program, event: str, **cells: object) -> Program:
    return changed(program, "schedule", {"event_id": event}, **cells)


def on(program: Program, today: date) -> Program:
    return replace(program, today=today, findings=())


def dates(program: Program, but: str = "") -> dict[str, Any]:
    rows = session_rows(program)
    return {event: (row["day"], row["start"]) for event, row in rows.iterrows() if event != but}


def told(program: Program, code: str) -> list[str]:
    return [one.message for one in program.findings if one.code == code]


def test_a_typed_date_is_kept_and_everything_beside_it_follows() -> None:
    made = planned()
    was = session_rows(made).loc["M-L #3"]
    done = schedule(typed(made, "M-L #3", day=date(2026, 2, 19), start=time(16, 30)))

    row = session_rows(done).loc["M-L #3"]
    assert (row["day"], row["start"], row["end"]) == (date(2026, 2, 19), time(16, 30), time(17, 30))
    assert row["mentor_time"] == "Thu 10:30 (America/New_York)"
    assert row["leader_time"] == "Thu 16:30 (Europe/Berlin)"
    assert (row["status"], row["fixed"], row["regular"]) == ("Fixed", True, False)
    before = f"{was['day']:%a} {was['day'].day} {was['day']:%B %Y} {was['start']:%H:%M}"
    assert row["why"] == f"Set by HR; planned was {before}"
    assert dates(done, "M-L #3") == dates(made, "M-L #3")
    assert schedule(done).cells("schedule").equals(done.cells("schedule"))


def test_only_the_start_typed_counts_as_well() -> None:
    made = planned()
    day = session_rows(made).loc["N-L #2", "day"]
    done = schedule(typed(made, "N-L #2", start="17:00"))
    row = session_rows(done).loc["N-L #2"]
    assert (row["day"], row["start"], row["status"]) == (day, time(17), "Fixed")


@pytest.mark.parametrize(
    "as_excel",
    [
        lambda start: datetime.combine(date(2026, 1, 1), start),
        lambda start: (start.hour * 60 + start.minute) / 1440,
        lambda start: (datetime.combine(MONDAY, start) - timedelta(microseconds=1)).time(),
        lambda start: f"{start:%H:%M}",
    ],
)
def test_the_same_time_in_another_form_is_no_change(as_excel: Callable[[time], object]) -> None:
    made = planned()
    _, start = dates(made)["M-L #3"]
    done = schedule(typed(made, "M-L #3", start=as_excel(start)))
    assert session_rows(done).loc["M-L #3", "status"] == "Planned"
    assert dates(done) == dates(made)


def test_yes_in_fixed_keeps_a_session_when_people_change() -> None:
    made = typed(planned(), "N-L #4", fixed="Yes")
    moved = changed(made, "mentors", {"id": "N"}, availability="Mon 14-16")
    done = schedule(moved)
    before, after = dates(made), dates(done)
    assert after["N-L #4"] == before["N-L #4"]
    assert all(after[f"N-L #{n}"] != before[f"N-L #{n}"] for n in (1, 2, 3, 5, 6))
    row = session_rows(done).loc["N-L #4"]
    assert (row["status"], row["why"]) == ("Fixed", "Set by HR")


def test_no_in_fixed_lets_the_session_go_and_a_later_date_holds_again() -> None:
    made = planned()
    first = schedule(typed(made, "M-L #3", day=date(2026, 2, 19)))
    freed = schedule(typed(first, "M-L #3", fixed="No"))
    assert dates(freed) == dates(made)
    assert session_rows(freed).loc["M-L #3", "status"] == "Planned"
    again = schedule(typed(freed, "M-L #3", day=date(2026, 2, 20)))
    row = session_rows(again).loc["M-L #3"]
    assert (row["day"], row["fixed"], row["status"]) == (date(2026, 2, 20), True, "Fixed")


def test_a_session_outside_its_weeks_moves_no_other() -> None:
    """Number 2 in the weeks of number 4 is still number 2, also when it is over."""
    made = planned()
    done = schedule(typed(made, "M-L #2", day=date(2026, 2, 26)))
    assert dates(done, "M-L #2") == dates(made, "M-L #2")
    later = schedule(on(done, date(2026, 3, 1)))
    assert dates(later) == dates(done)
    only = schedule(on(typed(made, "M-L #1", day=date(2026, 1, 26)), date(2026, 1, 27)))
    assert dates(only, "M-L #1") == dates(made, "M-L #1")


def test_others_make_room_for_a_typed_date() -> None:
    made = planned()
    day, start = dates(made)["M-L #5"]  # the leader is with M then
    done = schedule(typed(made, "N-L #5", day=day, start=start))
    after = dates(done)
    assert after["N-L #5"] == (day, start)
    assert after["M-L #5"] not in ((day, start), (None, None))


# --- what cannot be kept ----------------------------------------------------


def test_a_cleared_date_is_planned_again() -> None:
    made = planned()
    done = schedule(typed(made, "M-L #3", day=None, start=None))
    assert dates(done) == dates(made)
    assert told(done, "RM669") == ["The date of M-L #3 was cleared, so it was planned again."]
    fixed = typed(made, "M-L #3", day=None, fixed="Yes")
    assert session_rows(schedule(fixed)).loc["M-L #3", "status"] == "Planned"


def test_planned_changes_say_what_hr_typed_and_cleared() -> None:
    made = typed(planned(), "M-L #3", day=date(2026, 2, 19), start=time(16, 30))
    shown = reschedule(typed(made, "M-L #4", day=None, start=None)).table("changes")
    columns = shown[["event_id", "what", "before", "after", "why"]]
    assert list(columns.itertuples(index=False, name=None)) == [
        ("M-L #3", "Other details", "Mon 9 Feb 2026 15:00", "Thu 19 Feb 2026 16:30",
         "You typed this date"),
        ("M-L #4", "New date", "", "Mon 23 Feb 2026 15:00", "Its date was cleared"),
    ]  # fmt: skip


def test_a_date_typed_a_week_later_at_the_same_hour_is_a_change_too() -> None:
    made = planned()
    day, _ = dates(made)["M-L #3"]
    shown = reschedule(typed(made, "M-L #3", day=day + timedelta(weeks=1))).table("changes")
    assert list(shown["why"]) == ["You typed this date"]


@pytest.mark.parametrize(
    ("cells", "kept", "code"),
    [
        ({"day": "2026-02-19", "start": None}, date(2026, 2, 19), "RM667"),
        ({"day": "next week"}, None, "RM668"),
        ({"start": "noonish"}, None, "RM668"),
    ],
)
def test_half_of_a_date_and_what_nobody_can_read(
    cells: dict[str, object], kept: date | None, code: str
) -> None:
    made = planned()
    before = dates(made)["M-L #3"]
    done = schedule(typed(made, "M-L #3", **cells))
    assert dates(done)["M-L #3"] == (kept or before[0], before[1])
    [finding] = [one for one in done.findings if one.code == code]
    assert (finding.sheet, bool(finding.cell)) == ("Schedule", True)


def unplaced() -> Program:
    """The two of a pair share no hour at all."""
    return schedule(paired([("A", "B")], {"A": (BERLIN, "Mon 9"), "B": (BERLIN, "Thu 9-10")}))


def test_a_date_typed_where_there_was_none() -> None:
    done = schedule(typed(unplaced(), "A-B #1", day=date(2026, 1, 14), start=time(12)))
    row = session_rows(done).loc["A-B #1"]
    assert (row["day"], row["start"], row["status"]) == (date(2026, 1, 14), time(12), "Fixed")
    assert row["why"] == "Set by HR"


def test_fixed_without_a_date_and_a_date_without_a_start() -> None:
    made = typed(unplaced(), "A-B #1", fixed="Yes")
    done = schedule(typed(made, "A-B #2", day=date(2026, 1, 28)))
    assert told(done, "RM667") == [
        "A-B #1 is to stay where you put it, but it has no date.",
        "A-B #2 is to stay where you put it, but its Start is empty.",
    ]
    assert dates(done)["A-B #2"] == (None, None)


def test_a_file_from_before_the_marks_has_no_edits() -> None:
    made = planned()
    cells = made.cells("schedule").assign(planned=None)
    old = replace(made, tables={**made.tables, "schedule": cells})
    done = schedule(typed(old, "M-L #3", day=date(2026, 2, 19)))
    assert dates(done) == dates(made)


def test_the_one_kick_off_of_an_older_file_stays_and_counts_for_every_pair() -> None:
    made = planned()
    rows = made.cells("schedule").copy()
    rows = rows[
        [pair != "N-L" or kind == "Session" for pair, kind in zip(rows["pair_id"], rows["kind"])]
    ]
    common = {"event_id": "Kick-off", "pair_id": None, "mentor": None, "leader": None}
    is_first = rows["event_id"] == "M-L kick-off"
    for column, value in {**common, "planned": None}.items():
        rows[column] = [value if first else cell for first, cell in zip(is_first, rows[column])]
    old = on(made.with_cells("schedule", rows), date(2026, 1, 20))
    done = schedule(old).table("schedule").set_index("event_id")
    assert list(done.index[done["kind"] == "Kick-off"]) == ["Kick-off"]
    assert done.loc["Kick-off", "day"] == made.table("schedule").iloc[0]["day"]


def test_a_date_typed_into_the_past_is_kept_and_told() -> None:
    made = on(planned(), date(2026, 2, 1))
    done = schedule(typed(made, "M-L #3", day=date(2026, 1, 30)))
    assert dates(done)["M-L #3"][0] == date(2026, 1, 30)
    assert told(done, "RM661") == [
        "M-L #3 now stands on Fri 30 January 2026, which is over, because you typed it."
    ]


# --- kick-offs and common events --------------------------------------------


def test_a_kick_off_and_an_event_stay_where_hr_puts_them() -> None:
    made = planned()
    done = typed(made, "M-L kick-off", day=date(2026, 1, 8), start=time(10))
    done = schedule(typed(done, "Celebration", start=time(8)))
    rows = done.table("schedule").set_index("event_id")
    kickoff, party = rows.loc["M-L kick-off"], rows.loc["Celebration"]
    assert (kickoff["day"], kickoff["start"], kickoff["end"]) == (
        date(2026, 1, 8), time(10), time(11),
    )  # fmt: skip
    assert kickoff["mentor_time"] == "Thu 04:00 (America/New_York)"
    assert (kickoff["status"], party["status"]) == ("Fixed", "Fixed")
    assert (party["start"], party["end"]) == (time(8), time(9))
    assert party["why"].startswith("Set by HR; planned was ")
    assert party["why"].endswith("; cannot come: L, M, N")
    assert schedule(done).cells("schedule").equals(done.cells("schedule"))


# --- what took place --------------------------------------------------------


def test_the_status_follows_what_hr_noted() -> None:
    made = sessions(planned())
    noted = changed(made, "sessions", {"event_id": "M-L #1"}, held="Held")
    noted = changed(noted, "sessions", {"event_id": "M-L #2"}, held="Missed")
    noted = changed(noted, "sessions", {"event_id": "N-L #6"}, held="Cancelled")
    noted = on(noted, date(2026, 2, 15))
    for done in (schedule(noted), sessions(noted)):
        status = session_rows(done)["status"]
        assert [status[event] for event in ("M-L #1", "M-L #2", "N-L #6")] == [
            "Held", "Missed", "Cancelled",
        ]  # fmt: skip
        assert set(status.drop(["M-L #1", "M-L #2", "N-L #6"])) == {"Planned"}
    back = changed(schedule(noted), "sessions", {"event_id": "M-L #2"}, held="Planned")
    assert session_rows(sessions(back)).loc["M-L #2", "status"] == "Planned"


def test_the_hour_of_a_cancelled_session_is_free_again() -> None:
    made = sessions(planned())
    day, start = dates(made)["M-L #4"]
    off = changed(made, "sessions", {"event_id": "M-L #4"}, held="Cancelled")
    done = schedule(typed(off, "N-L #4", day=day, start=start))
    assert dates(done)["N-L #4"] == dates(done)["M-L #4"] == (day, start)


def test_the_schedule_shows_the_topic_before_and_after_it_is_prepared() -> None:
    made = planned()
    prepared = sessions(made)
    topics = prepared.table("sessions").set_index("event_id")["topic"]
    for program in (made, prepared, schedule(prepared)):
        assert session_rows(program)["topic"].to_dict() == topics.to_dict()
    declined = changed(made, "mentors", {"id": "M"}, topics_declined=topics["M-L #2"])
    shown = session_rows(schedule(declined))["topic"]
    assert topics["M-L #2"] not in set(shown[["M-L #" + str(n) for n in range(1, 7)]])
    assert shown["N-L #2"] == topics["N-L #2"]


def test_a_pair_that_began_late_does_not_make_the_program_longer() -> None:
    base = paired([("M", "L"), ("N", "L")], PEOPLE, {"N-L": "Ended"}, session_count=6)
    early = on(schedule(base), date(2026, 2, 10))
    joined = schedule(changed(early, "pairs", {"pair_id": "N-L"}, status="Approved"))
    end = joined.table("schedule").set_index("event_id").loc["Celebration", "day"]
    later = joined
    for weeks in range(1, 8):
        later = schedule(on(later, date(2026, 2, 10) + timedelta(weeks=weeks)))
        assert later.table("schedule").set_index("event_id").loc["Celebration", "day"] == end
        assert dates(later) == dates(joined)


# --- whatever HR types ------------------------------------------------------

EVENTS = [
    *(f"{pair} #{n}" for pair in ("M-L", "N-L") for n in range(1, 7)),
    *("M-L kick-off", "N-L kick-off", "Mid-program gathering", "Final review", "Celebration"),
]


def written(program: Program) -> Program:
    """Plan changes, then Write changes when there are any."""
    listed = reschedule(program)
    return apply_changes(listed) if len(listed.table("changes")) else program


@settings(max_examples=tries(15), deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(EVENTS),
        st.tuples(
            st.dates(date(2025, 12, 20), date(2026, 7, 1)),
            st.integers(0, 95).map(lambda quarter: time(quarter // 4, 15 * (quarter % 4))),
        ),
        min_size=1,
        max_size=6,
    ),
    st.dates(date(2026, 1, 1), date(2026, 5, 1)),
    st.sampled_from([schedule, written]),
)
def test_every_date_that_hr_types_is_kept(
    edits: dict[str, tuple[date, time]], today: date, run: Callable[[Program], Program]
) -> None:
    program = planned(leader_week=2)
    for event, (day, start) in edits.items():
        program = typed(program, event, day=day, start=start)
    done = run(on(program, today))
    rows = done.table("schedule").set_index("event_id")
    for event, (day, start) in edits.items():
        if (day, start.hour) != (date(2026, 3, 29), 2):  # that hour does not exist in Berlin
            assert (rows.loc[event, "day"], rows.loc[event, "start"]) == (day, start)
        assert rows.loc[event, "status"] == "Fixed"
    again = schedule(done)
    assert again.cells("schedule").equals(schedule(again).cells("schedule"))
    check_findings(done)
