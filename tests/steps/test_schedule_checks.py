"""What Checks says of schedule rows to come that no longer suit, or never did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time

import pytest
from schedules import changed, paired, session_rows

from revmentor_xl.program import Program
from revmentor_xl.steps.checking.check import check_findings, listed_findings, write_checks
from revmentor_xl.steps.checking.schedule_rows import MOST
from revmentor_xl.steps.meeting.sessions import sessions
from revmentor_xl.steps.scheduling.reschedule import apply_changes, reschedule
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.programs import filled

BERLIN = "Europe/Berlin"
CODES = ("RM660", "RM662", "RM663", "RM664", "RM665", "RM666", "RM667")
PLAN = "Press Plan changes."
BY_HAND = "Type another Date or Start there, or clear Fixed and press Plan changes."


def planned(**more: object) -> Program:
    """M and N with the leader L, at Mondays and Tuesdays; everybody works in Berlin."""
    week = (BERLIN, "Mon 9-11; Tue 10-12; Tue 15-18")
    base = paired(
        [("M", "L"), ("N", "L")],
        dict.fromkeys(("M", "N", "L"), week),
        **{"session_count": 4, **more},
    )
    for table in ("mentors", "leaders"):
        base = base.with_cells(table, base.cells(table).assign(location="Berlin"))
    return schedule(filled(base, "rooms", [{"room": "Oak"}, {"room": "Elm"}]))


def typed(program: Program, event: str, **cells: object) -> Program:
    return changed(program, "schedule", {"event_id": event}, **cells)


def told(program: Program) -> list[tuple[str, str, str]]:
    """Row, message and remedy of what is found about schedule rows."""
    events = {str(row): event for row, event in program.cells("schedule")["event_id"].items()}
    return [
        (events["".join(filter(str.isdigit, one.cell))], one.message, one.remedy)
        for one in check_findings(program)
        if one.code in CODES
    ]


def test_a_schedule_as_it_was_made_has_nothing_against_it() -> None:
    assert told(planned()) == []


def test_a_typed_date_outside_the_week_is_told_before_and_after_it_is_planned() -> None:
    made = typed(planned(), "M-L #2", day=date(2026, 1, 30), start=time(10))
    message = "M-L #2 on Fri 30 January 2026 at 10:00 cannot take place as planned: {}."
    expected = [("M-L #2", message.format("M and L are not free then"), BY_HAND)]
    assert told(made) == expected
    assert told(schedule(made)) == expected


def away(person: str, first: date, last: date | None = None) -> Callable[[Program], Program]:
    row = {"person": person, "first": first, "last": last}
    return lambda program: filled(program, "away", [row])


def closed(day: date) -> Callable[[Program], Program]:
    return lambda program: filled(program, "closures", [{"what": "Spring day", "first": day}])


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda day: away("M", day), "M is away"),
        (lambda day: closed(day), "the company is closed (Spring day)"),
    ],
)
def test_an_absence_typed_after_the_schedule_was_made(
    change: Callable[[date], Callable[[Program], Program]], why: str
) -> None:
    made = planned()
    day, start = session_rows(made).loc["M-L #2", ["day", "start"]]
    findings = told(change(day)(made))
    shown = f"{day:%a} {day.day} {day:%B %Y} at {start:%H:%M}"
    message = f"M-L #2 on {shown} cannot take place as planned: {why}"
    assert findings[0][0] == "M-L #2"
    assert findings[0][1].startswith(message)
    assert findings[0][2] == PLAN
    assert told(schedule(change(day)(made))) == []


def test_a_public_holiday() -> None:
    made = typed(planned(holidays=True), "M-L #4", day=date(2026, 4, 6), start=time(10))
    [(event, message, _)] = told(made)
    assert event == "M-L #4"
    assert "Ostermontag" in message or "Easter Monday" in message


def test_two_meetings_at_once() -> None:
    made = planned()
    day, start = session_rows(made).loc["M-L #3", ["day", "start"]]
    both = typed(made, "N-L #3", day=day, start=start)
    shown = f"{day:%a} {day.day} {day:%B %Y} at {start:%H:%M}"
    assert [one for one in told(both) if "room" not in one[1]] == [
        ("M-L #3", f"L would be in M-L #3 and in N-L #3 at once, on {shown}.", PLAN)
    ]
    assert told(schedule(both)) == []
    fixed = typed(typed(both, "M-L #3", fixed="Yes"), "N-L #3", fixed="Yes")
    assert [remedy for _, _, remedy in told(schedule(fixed))] == [BY_HAND]


def test_a_session_during_the_gathering() -> None:
    made = planned()
    day, start = (
        made.table("schedule").set_index("kind").loc["Mid-program gathering", ["day", "start"]]
    )
    findings = told(typed(made, "M-L #2", day=day, start=start))
    assert [message.split(",")[0] for _, message, _ in findings] == [
        "L and M would be in M-L #2 and in Mid-program gathering at once"
    ]


def test_more_sessions_a_week_than_a_leader_may_have() -> None:
    made = planned(leader_week=1)
    day = session_rows(made).loc["M-L #3", "day"]
    other = day.replace(day=day.day + (1 if day.weekday() == 0 else -1))
    start = time(9) if other.weekday() == 0 else time(15)
    findings = told(typed(made, "N-L #3", day=other, start=start))
    monday = min(day, other)
    assert findings == [
        (
            "M-L #3",
            f"L has 2 sessions in the week of {monday:%a} {monday.day} {monday:%B %Y}; "
            "at most 1 are allowed.",
            f"{PLAN} The limit stands on the Settings tab.",
        )
    ]


def test_before_the_kick_off() -> None:
    made = planned()
    kickoff = made.table("schedule").set_index("event_id").loc["M-L kick-off"]
    day = kickoff["day"]
    early = typed(typed(made, "M-L #1", day=date(2026, 1, 5), start=time(9)), "M-L kick-off")
    if (day, kickoff["start"]) <= (date(2026, 1, 5), time(9)):
        early = typed(early, "M-L kick-off", day=date(2026, 1, 6), start=time(15))
        day = date(2026, 1, 6)
    assert (
        "M-L #1",
        "M-L #1 on Mon 5 January 2026 comes before the kick-off of M and L on "
        f"{day:%a} {day.day} {day:%B %Y}.",
        BY_HAND,
    ) in told(early)


def test_a_room_that_is_gone_and_one_that_is_taken() -> None:
    made = planned()
    rows = session_rows(made)
    gone = filled(made, "rooms", [{"room": "Ash"}])
    name = rows.iloc[0]["room"]
    messages = [message for _, message, _ in told(gone)]
    assert messages[0].endswith(
        f"has no room for itself: “{name}” is not on the Facilitators tab; "
        f"{(rows['room'] == name).sum() - 1} more like this."
    )


def test_more_sessions_at_once_than_there_are_rooms() -> None:
    made = filled(planned(), "rooms", [{"room": "Oak"}])
    day, start = session_rows(made).loc["M-L #3", ["day", "start"]]
    one = typed(made, "M-L #3", fixed="Yes")
    done = schedule(typed(one, "N-L #3", day=day, start=start))
    assert [message.split(": ")[1] for _, message, _ in told(done) if "room" in message] == [
        "the two meet on site and none is entered."
    ]


def test_what_is_over_and_what_takes_no_time_is_not_looked_at() -> None:
    made = sessions(typed(planned(), "M-L #2", day=date(2026, 1, 30), start=time(10)))
    assert told(made) != []
    for over in (
        replace(made, today=date(2026, 1, 31)),
        changed(made, "sessions", {"event_id": "M-L #2"}, held="Cancelled"),
        changed(made, "sessions", {"event_id": "M-L #2"}, held="Held"),
        changed(made, "pairs", {"pair_id": "M-L"}, status="Ended"),
    ):
        assert told(over) == []


def test_a_start_left_out_and_fixed_without_a_date() -> None:
    made = typed(planned(), "M-L #2", start=None)
    [(event, message, _)] = told(made)
    assert event == "M-L #2"
    assert "its Start is empty, so " in message


def test_the_same_trouble_is_told_once_and_very_many_in_one_line() -> None:
    made = planned()
    one = told(changed(made, "mentors", {"id": "M"}, availability="Thu 9-10"))
    assert [event for event, _, _ in one] == ["M-L kick-off"] or len(one) == 1
    assert one[0][1].endswith("more like this.")

    week = (BERLIN, "Mon 9-11; Tue 10-12")
    names = [f"{n:02}" for n in range(MOST + 5)]
    people = {f"{role}{n}": week for n in names for role in "ML"}
    many = schedule(paired([(f"M{n}", f"L{n}") for n in names], people, session_count=2))
    for table in ("mentors", "leaders"):
        many = many.with_cells(table, many.cells(table).assign(availability="Thu 9-10"))
    findings = told(many)
    assert len(findings) == MOST + 1
    assert findings[-1][1].startswith("15 more rows of Schedule do not suit any more")


def test_without_a_start_date_nothing_is_said() -> None:
    made = typed(planned(), "M-L #2", day=date(2026, 1, 30))
    assert told(made.with_settings(start_date=None)) == []


def test_what_an_earlier_schedule_could_not_place_is_gone_once_changes_are_written() -> None:
    """The command that writes them is not the one that found it."""
    made = planned()
    narrow = changed(made, "mentors", {"id": "M"}, availability="Thu 9-10")
    without = write_checks(schedule(narrow), ("schedule",))
    assert "RM601" in {one.code for one in listed_findings(without)}
    mended = replace(changed(without, "mentors", {"id": "M"}, availability="Mon 9-11"), findings=())
    done = write_checks(apply_changes(reschedule(mended)), ("apply-changes",))
    assert not {"RM601", "RM602"} & {one.code for one in listed_findings(done)}
