"""What changes after a change: shown first, as little as can be, then written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from schedules import changed, paired, session_rows

from revmentor_xl.books.journal.undo import note, undo
from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.schema.statuses import GATHERING
from revmentor_xl.steps.calendars.attendees import Attendee
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.meeting.sessions import sessions
from revmentor_xl.steps.scheduling.common_events import place_event
from revmentor_xl.steps.scheduling.reschedule import apply_changes, reschedule
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.checker_schedule import broken_rules
from tests.programs import filled

BERLIN, ROME = "Europe/Berlin", "Europe/Rome"
PEOPLE = {
    "Ada": (BERLIN, "Mon morning"),
    "Max": (BERLIN, "Mon morning"),
    "Mo": (BERLIN, "Tue 10-12; Tue 15-18"),
    "Lea": (BERLIN, "Mon morning"),
    "Kim": (BERLIN, "Tue 10-12"),
}
PAIRS = [("Ada", "Lea"), ("Max", "Lea"), ("Mo", "Kim")]
AFTER_THREE = date(2026, 2, 11)
NOTHING = "Nothing has to move."


@pytest.fixture(scope="module")
def planned() -> Program:
    """Five sessions each, from 12 January on.

    Ada meets Lea on Mondays at 9, Max meets her at 11, Mo meets Kim on Tuesdays at 10; the
    gathering is on Monday, 16 February.
    """
    return schedule(paired(PAIRS, PEOPLE, session_count=5))


def changes(program: Program, *columns: str) -> list[tuple[object, ...]]:
    rows = program.table("changes")
    return list(rows[list(columns)].itertuples(index=False, name=None))


def proof(program: Program) -> Mapping[str, object]:
    [row] = program.table("change_proof").to_dict("records")
    return {str(key): value for key, value in row.items()}


def away(program: Program, *rows: tuple[str, str, str]) -> Program:
    return filled(program, "away", [dict(zip(("person", "first", "last"), row)) for row in rows])


def with_room(program: Program, *rooms: str) -> Program:
    """Everybody works in one house, which has these rooms."""
    for table in ("mentors", "leaders"):
        program = program.with_cells(table, program.cells(table).assign(location="House"))
    return filled(program, "rooms", [{"room": room, "location": "house"} for room in rooms])


# --- what has to change ---------------------------------------------------


def test_nothing_has_to_move_when_nothing_has_changed(planned: Program) -> None:
    shown = reschedule(planned)
    assert (shown.said, shown.show) == (NOTHING, "Changes")
    assert changes(shown, "event_id") == []
    assert proof(shown) == {
        "result": "Proven fewest", "moved": 0, "least": 0, "kept": 15, "placed": 0, "lost": 0,
    }  # fmt: skip


def test_an_absence_moves_what_is_in_it_and_nothing_else(planned: Program) -> None:
    shown = reschedule(away(planned, ("Lea", "2026-02-01", "2026-02-13")))
    assert shown.said == (
        "2 sessions would move, no plan moves fewer; see Changes, then press Write changes."
    )
    assert changes(shown, "event_id", "what", "before", "after", "why") == [
        ("Ada-Lea #3", "Moves", "Mon 9 Feb 2026 09:00", "Mon 16 Feb 2026 09:00", "Lea is away"),
        ("Max-Lea #3", "Moves", "Mon 9 Feb 2026 11:00", "Mon 16 Feb 2026 10:00", "Lea is away"),
    ]
    assert (proof(shown)["moved"], proof(shown)["least"], proof(shown)["kept"]) == (2, 2, 13)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "a pair ended",
            [("Max-Lea #4", "Falls away", "Mon 23 Feb 2026 11:00", "", "The pair has ended"),
             ("Max-Lea #5", "Falls away", "Mon 9 Mar 2026 11:00", "", "The pair has ended")],
        ),
        (
            "a pair is new",
            [("Amy-Kim #1", "New date", "", "Tue 17 Feb 2026 10:00", "The pair is new"),
             ("Amy-Kim #2", "New date", "", "Tue 3 Mar 2026 10:00", "The pair is new"),
             ("Amy-Kim #3", "New date", "", "Tue 17 Mar 2026 10:00", "The pair is new")],
        ),
        (
            "other hours",
            [("Mo-Kim #4", "Moves", "Tue 24 Feb 2026 10:00", "Tue 24 Feb 2026 15:00",
              "Kim is not free on Tue 10:00 any more"),
             ("Mo-Kim #5", "Moves", "Tue 10 Mar 2026 10:00", "Tue 10 Mar 2026 15:00",
              "Kim is not free on Tue 10:00 any more")],
        ),
        (
            "a closure",
            [("Ada-Lea #4", "Moves", "Mon 23 Feb 2026 09:00", "Mon 2 Mar 2026 09:00",
              "The company is closed (Move)"),
             ("Max-Lea #4", "Moves", "Mon 23 Feb 2026 11:00", "Mon 2 Mar 2026 10:00",
              "The company is closed (Move)"),
             ("Mo-Kim #4", "Moves", "Tue 24 Feb 2026 10:00", "Tue 3 Mar 2026 10:00",
              "The company is closed (Move)")],
        ),
        (
            "one session a week",
            [("Max-Lea #4", "Moves", "Mon 23 Feb 2026 11:00", "Mon 2 Mar 2026 09:00",
              "Lea would have more than 1 session that week"),
             ("Max-Lea #5", "Moves", "Mon 9 Mar 2026 11:00", "Mon 16 Mar 2026 09:00",
              "Lea would have more than 1 session that week")],
        ),
        (
            "no hour left",
            [("Mo-Kim #4", "Not placed", "Tue 24 Feb 2026 10:00", "",
              "Mo is not free on Tue 10:00 any more. "
              "The two have no common free hour in these weeks"),
             ("Mo-Kim #5", "Not placed", "Tue 10 Mar 2026 10:00", "",
              "Mo is not free on Tue 10:00 any more. "
              "The two have no common free hour in these weeks")],
        ),
        (
            "one session more",
            [("Ada-Lea #6", "New date", "", "Mon 23 Mar 2026 09:00",
              "The program has 6 sessions now"),
             ("Max-Lea #6", "New date", "", "Mon 23 Mar 2026 11:00",
              "The program has 6 sessions now"),
             ("Mo-Kim #6", "New date", "", "Tue 24 Mar 2026 10:00",
              "The program has 6 sessions now")],
        ),
        (
            "a week between sessions",
            [("Ada-Lea #4", "Moves", "Mon 23 Feb 2026 09:00", "Mon 16 Feb 2026 09:00",
              "The weeks of the program have changed"),
             ("Mo-Kim #4", "Moves", "Tue 24 Feb 2026 10:00", "Tue 17 Feb 2026 10:00",
              "The weeks of the program have changed")],
        ),
        (
            "a missed session again",
            [("Ada-Lea #2 again", "New date", "", "Mon 16 Feb 2026 09:00",
              "It makes up for a session that was missed")],
        ),
        (
            "another time zone",
            [("Ada-Lea #4", "Other details", "Mon 09:00 (Europe/Berlin)",
              "Mon 09:00 (Europe/Rome)", "It is another time on the mentor's clock"),
             ("Ada-Lea #5", "Other details", "Mon 09:00 (Europe/Berlin)",
              "Mon 09:00 (Europe/Rome)", "It is another time on the mentor's clock")],
        ),
    ],
)  # fmt: skip
def test_what_a_change_does_to_a_running_program(
    planned: Program, change: str, expected: list[tuple[str, ...]]
) -> None:
    program = replace(planned, today=AFTER_THREE)
    after = {
        "a pair ended": lambda: changed(program, "pairs", {"pair_id": "Max-Lea"}, status="Ended"),
        "a pair is new": lambda: with_new_pair(program),
        "other hours": lambda: changed(program, "leaders", {"id": "Kim"}, availability="Tue 15-18"),
        "a closure": lambda: filled(
            program, "closures", [{"what": "Move", "first": "2026-02-21", "last": "2026-02-27"}]
        ),
        "one session a week": lambda: program.with_settings(leader_week=1),
        "no hour left": lambda: changed(program, "mentors", {"id": "Mo"}, availability="Mon 9"),
        "one session more": lambda: program.with_settings(session_count=6),
        "a week between sessions": lambda: program.with_settings(cadence_weeks=1),
        "a missed session again": lambda: changed(
            sessions(program), "sessions", {"event_id": "Ada-Lea #2"}, held="Missed", replan="Yes"
        ),
        "another time zone": lambda: changed(program, "mentors", {"id": "Ada"}, time_zone=ROME),
    }[change]()
    shown = reschedule(after)
    rows = changes(shown, "event_id", "what", "before", "after", "why")
    assert set(expected) <= set(rows)
    if change not in ("one session more", "a week between sessions", "a pair is new"):
        assert rows == expected
    assert proof(shown)["result"] == "Proven fewest"
    assert reschedule(apply_changes(shown)).said == NOTHING


def with_new_pair(program: Program) -> Program:
    more = paired([*PAIRS, ("Amy", "Kim")], {**PEOPLE, "Amy": (BERLIN, "Tue 10-12")})
    for table in ("pairs", "mentors"):
        program = program.with_cells(table, more.cells(table))
    return program


def test_a_room_that_is_gone_moves_one_of_two_sessions() -> None:
    people = dict.fromkeys("ABXY", (BERLIN, "Mon 9-11"))
    two = with_room(paired([("A", "X"), ("B", "Y")], people, session_count=2), "Red", "Blue")
    both = schedule(two)
    assert set(session_rows(both)["start"]) == {time(9)}
    shown = reschedule(with_room(both, "Red"))
    assert {what for (what,) in changes(shown, "what")} <= {"Moves", "Other room"}
    assert (proof(shown)["moved"], proof(shown)["least"]) == (2, 2)
    assert "No room is free at that time" in {why for (why,) in changes(shown, "why")}


def test_the_gathering_stays_when_one_of_many_cannot_come(planned: Program) -> None:
    shown = reschedule(away(planned, ("Ada", "2026-02-16", "2026-02-16")))
    assert changes(shown, "event_id", "what", "before", "after") == [
        (
            "Mid-program gathering",
            "Other details",
            "Cannot come: Kim, Mo",
            "Cannot come: Ada, Kim, Mo",
        )
    ]
    assert proof(shown)["moved"] == 0


def test_the_gathering_moves_when_most_cannot_come(planned: Program) -> None:
    closed = [{"what": "Plant", "first": "2026-02-16", "last": "2026-02-16"}]
    shown = reschedule(filled(planned, "closures", closed))
    assert changes(shown, "event_id", "what", "before", "after", "why") == [
        (
            "Mid-program gathering",
            "Moves",
            "Mon 16 Feb 2026 11:00",
            "Tue 17 Feb 2026 11:00",
            "More people can come then",
        )
    ]


def test_the_gathering_moves_to_an_hour_without_sessions() -> None:
    utc, day = ZoneInfo("UTC"), date(2026, 2, 17)
    weeks = Timeline(date(2026, 1, 5), date(2026, 1, 5), 2, utc)
    nine, ten, eleven, noon = (weeks.at(day) + 60 * hour for hour in (9, 10, 11, 12))
    place = partial(
        place_event,
        GATHERING,
        (day, date(2026, 2, 18)),
        [Attendee("ada", "Ada", utc, ())],
        {"ada": [(nine, noon)]},
        weeks,
    )
    assert place().start == eleven
    assert place(meetings=[(eleven, noon)]).start == ten
    assert place(meetings=[(ten + 30, noon)]).start == nine
    assert place(meetings=[(eleven, noon)], earlier=eleven).start == eleven


def test_when_every_pair_has_ended_only_the_past_is_left(planned: Program) -> None:
    ended = replace(planned, today=AFTER_THREE)
    for mentor, leader in PAIRS:
        ended = changed(ended, "pairs", {"pair_id": f"{mentor}-{leader}"}, status="Ended")
    shown = reschedule(ended)
    assert shown.said.startswith("6 sessions would fall away; 3 kick-offs or common events")
    assert set(changes(shown, "why")) == {("The pair has ended",), ("No pair meets any more",)}
    done = session_rows(apply_changes(shown))
    assert set(done["number"]) == {1, 2, 3}


# --- what stays -----------------------------------------------------------


def test_the_past_and_what_hr_fixed_never_change(planned: Program) -> None:
    program = changed(planned, "schedule", {"event_id": "Ada-Lea #4"}, fixed="Yes")
    program = changed(program, "schedule", {"event_id": "Max-Lea #4"}, start="08:45")
    program = replace(program, today=AFTER_THREE).with_settings(cadence_weeks=1)
    shown = reschedule(away(program, ("Lea", "2026-01-01", "2026-12-31")))
    touched = {event for event, what in changes(shown, "event_id", "what") if what == "Moves"}
    stay = {f"{pair} #{n}" for pair in ("Ada-Lea", "Max-Lea", "Mo-Kim") for n in (1, 2, 3)}
    assert not touched & (stay | {"Ada-Lea #4", "Max-Lea #4"})
    before, after = session_rows(program), session_rows(apply_changes(shown))
    for event in (*sorted(stay), "Ada-Lea #4", "Max-Lea #4"):
        assert (before.at[event, "day"], before.at[event, "start"]) == (
            after.at[event, "day"],
            after.at[event, "start"],
        )


def test_an_odd_minute_that_is_still_possible_stays() -> None:
    """Ada could only from 9:15 on and now can from 9:00 on."""
    people = {"Ada": (BERLIN, "Late"), "Lea": (BERLIN, "Mon morning")}
    base = paired([("Ada", "Lea")], people, session_count=2)
    blocks = base.cells("time_blocks").to_dict("records")
    late = {"block": "Late", "weekday": "Monday", "start": "09:15", "end": "10:15"}
    odd = schedule(filled(base, "time_blocks", [*blocks, late]))
    assert set(session_rows(odd)["start"]) == {time(9, 15)}
    earlier = filled(odd, "time_blocks", [*blocks, {**late, "start": "09:00", "end": "11:00"}])
    assert "session" not in reschedule(earlier).said


# --- preview and writing --------------------------------------------------


def test_planning_changes_leaves_everything_but_its_own_tables(planned: Program) -> None:
    program = away(planned, ("Lea", "2026-02-01", "2026-02-13"))
    shown = reschedule(program)
    for table, cells in program.tables.items():
        if table not in ("changes", "change_proof"):
            pd.testing.assert_frame_equal(shown.cells(table), cells)
    assert shown.findings == program.findings


def test_changes_are_written_and_the_tab_is_empty_again(planned: Program) -> None:
    shown = reschedule(away(planned, ("Lea", "2026-02-01", "2026-02-13")))
    done = apply_changes(shown)
    assert done.said == "2 changes written to the Schedule tab; the Changes tab is empty again."
    assert done.table("changes").empty
    assert done.table("change_proof").empty
    assert broken_rules(done) == []
    assert {session_rows(done).at[f"{one}-Lea #3", "day"] for one in ("Ada", "Max")} == {
        date(2026, 2, 16)
    }
    with pytest.raises(StepTooEarly, match="no changes"):
        apply_changes(done)


def test_written_changes_can_be_undone(planned: Program) -> None:
    shown = reschedule(away(planned, ("Lea", "2026-02-01", "2026-02-13")))
    noted = note(shown, apply_changes(shown), "Write changes", datetime(2026, 1, 7, 9), "HR")
    back = undo(noted)
    for table in ("schedule", "changes", "change_proof"):
        pd.testing.assert_frame_equal(back.cells(table), shown.cells(table))


def test_what_changed_after_the_preview_is_shown_before_it_is_written(planned: Program) -> None:
    shown = reschedule(away(planned, ("Lea", "2026-02-01", "2026-02-13")))
    again = apply_changes(away(shown, ("Kim", "2026-02-10", "2026-02-10")))
    assert again.said.startswith(
        "Something has changed since Plan changes, so nothing was written: 1 session would move"
    )
    assert changes(again, "event_id") == [("Mo-Kim #3",)]
    pd.testing.assert_frame_equal(again.cells("schedule"), planned.cells("schedule"))
    assert reschedule(apply_changes(again)).said == NOTHING


def test_changes_that_hr_sorted_are_the_same_changes(planned: Program) -> None:
    shown = reschedule(away(planned, ("Lea", "2026-02-01", "2026-02-13")))
    turned = shown.with_cells("changes", shown.cells("changes").iloc[::-1])
    assert "written" in apply_changes(turned).said


def test_too_early(planned: Program) -> None:
    fresh = paired(PAIRS, PEOPLE)
    for step, message in ((reschedule, "no schedule yet"), (apply_changes, "no changes")):
        with pytest.raises(StepTooEarly, match=message):
            step(fresh)


def test_rows_that_hr_deleted_or_added_are_no_obstacle(planned: Program) -> None:
    rows = planned.cells("schedule")
    fewer = planned.with_cells("schedule", rows[rows["event_id"] != "Ada-Lea #2"])
    assert changes(reschedule(fewer), "event_id", "what", "after") == [
        ("Ada-Lea #2", "New date", "Mon 26 Jan 2026 09:00")
    ]
    lunch = pd.DataFrame([{"event_id": "Lunch", "day": "2026-02-03", "start": "12:00"}])
    more = planned.with_cells("schedule", pd.concat([rows, lunch], ignore_index=True))
    assert reschedule(more).said == NOTHING
