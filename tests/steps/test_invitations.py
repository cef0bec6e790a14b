"""Which versions of which invitations there are, run after run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import BadSetting, StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.steps.invitations.invite import Invitation, invite
from tests.programs import filled
from tests.steps.invited import BERLIN, every_two_weeks, invited, replanned, row, sessions
from tests.steps.schedules import changed
from tests.tries import tries

TUESDAYS = every_two_weeks("2026-01-13 10:00", 13)
ZONES = {"M1": "Europe/Berlin", "M2": "Europe/Berlin", "L1": "Europe/Berlin"}


def times(pair: str = "M1-L1", **moved: str) -> list[dict[str, object]]:
    """13 Tuesdays; `n3` is another time for the third."""
    return sessions(pair, [moved.get(f"n{n}", day) for n, day in enumerate(TUESDAYS, start=1)])


def on(day: str, program: Program) -> Program:
    return replace(program, today=date.fromisoformat(day))


def states(program: Program) -> dict[str, tuple[str, int]]:
    """State and version of every row of the Invitations tab."""
    table = program.table("invitations")
    return dict(zip(table["event"], zip(table["state"], table["sequence"])))


def uids(program: Program) -> dict[str, str]:
    table = program.table("invitations")
    return dict(zip(table["event"], table["uid"]))


FIRST = invited(times())
SENT = invite(FIRST)[0]


def series_of(program: Program) -> tuple[int, int, list[int], list[int]]:
    """Weeks between, number of meetings, which of them differ, which are left out."""
    (one,) = (i for i in invite(program)[1] if i.appointment.series)
    series = one.appointment.series
    assert series
    return series.every, series.count, [n for n, _ in series.moved], list(series.left_out)


@pytest.mark.parametrize(
    ("schedule", "series"),
    [
        (times(), (2, 13, [], [])),
        (times(n3="2026-02-11 10:00"), (2, 13, [2], [])),
        (times(n3="2026-02-10 14:00", n4="2026-02-23 10:00"), (2, 13, [2, 3], [])),
        (times(n3=""), (2, 13, [], [2])),
        (times(n13=""), (2, 12, [], [])),
        (times(n1="", n2=""), (2, 11, [], [])),
        (times(n1="2026-01-19 08:00"), (2, 13, [0], [])),  # nearer to no other Tuesday
        (sessions("M1-L1", TUESDAYS[:3], room="Blue"), (2, 3, [], [])),
        ([*times()[:12], {**times()[12], "room": "Blue"}], (2, 13, [12], [])),
        ([*times()[:12], {**times()[12], "status": "Cancelled"}], (2, 12, [], [])),
    ],
)
def test_sessions_become_one_series_with_exceptions(
    schedule: list[dict[str, object]], series: tuple[int, int, list[int], list[int]]
) -> None:
    assert series_of(invited(schedule)) == series


def test_a_session_that_was_cancelled_by_hand_is_left_out() -> None:
    rows = [{"event_id": "M1-L1 #3", "pair_id": "M1-L1", "number": 3, "held": "Cancelled"}]
    assert series_of(filled(FIRST, "sessions", rows)) == (2, 13, [], [2])


@pytest.mark.parametrize(
    "schedule",
    [
        sessions("M1-L1", ["2026-01-13 10:00", "2026-01-28 11:00", "2026-02-12 12:00"]),
        sessions("M1-L1", TUESDAYS[:2]),
        sessions("M1-L1", TUESDAYS[:1]),
    ],
)
def test_fewer_than_three_regular_sessions_are_single_events(
    schedule: list[dict[str, object]],
) -> None:
    after, every = invite(invited(schedule))
    assert [one.appointment.series for one in every] == [None] * len(schedule)
    assert len(set(uids(after).values())) == len(schedule)


def test_a_make_up_session_stands_beside_the_series() -> None:
    after = invite(
        replanned(on("2026-02-12", SENT), [*times(), row("M1-L1 #3 again", "2026-02-13 09:00")])
    )[0]
    assert states(after) == {"M1-L1": ("As before", 0), "M1-L1 #3 again": ("New", 0)}


def test_a_make_up_does_not_take_a_moved_session_s_place_in_the_series() -> None:
    rows = [*times(n4="2026-02-27 10:00"), row("M1-L1 #3 again", "2026-02-17 10:00")]
    after = invite(replanned(on("2026-02-12", SENT), rows))[0]
    assert states(after) == {"M1-L1": ("Changed", 1), "M1-L1 #3 again": ("New", 0)}


def test_a_make_up_says_that_it_is_one_also_the_second_time() -> None:
    rows = [*times(), row("M1-L1 #3 again 2", "2026-02-13 09:00")]
    every = invite(replanned(on("2026-02-12", SENT), rows))[1]
    [makeup] = [one for one in every if one.key == "M1-L1 #3 again 2"]
    assert "Session 3 again: Fri 13 February 2026" in makeup.appointment.meeting.text


def test_running_twice_changes_nothing() -> None:
    again, every = invite(SENT)
    assert again.cells("invitations").equals(SENT.cells("invitations"))
    assert every == invite(FIRST)[1]


NEXT_DAY = "2026-01-06"


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda p: p, ("As before", 0)),
        (lambda p: replanned(p, times()[::-1]), ("As before", 0)),
        (lambda p: changed(p, "mentors", {"id": "M1"}, department="Law"), ("As before", 0)),
        (
            lambda p: changed(p, "schedule", {"event_id": "M1-L1 #2"}, why="ill", note="x"),
            ("As before", 0),
        ),
        (lambda p: replanned(p, times(n5="2026-03-11 10:00")), ("Changed", 1)),
        (lambda p: changed(p, "schedule", {"event_id": "M1-L1 #2"}, room="Blue"), ("Changed", 1)),
        (lambda p: changed(p, "schedule", {"event_id": "M1-L1 #2"}, topic="Trust"), ("Changed", 1)),
        (lambda p: changed(p, "mentors", {"id": "M1"}, email="new@example.com"), ("Changed", 1)),
        (lambda p: changed(p, "pairs", {"pair_id": "M1-L1"}, mentor="Ada"), ("Changed", 1)),
        (lambda p: p.with_settings(meeting_place="Cafeteria"), ("Changed", 1)),
        (lambda p: p.with_settings(online_link="https://x.example.com"), ("Changed", 1)),
        (lambda p: replanned(p, [row("M1-L1 #1", "")]), ("Cancelled", 1)),
        (lambda p: changed(p, "pairs", {"pair_id": "M1-L1"}, status="Ended"), ("Cancelled", 1)),
        (lambda p: changed(p, "pairs", {"pair_id": "M1-L1"}, status="Proposed"), ("Cancelled", 1)),
    ],
)
def test_the_version_goes_up_when_people_see_a_change(
    change: Callable[[Program], Program], state: tuple[str, int]
) -> None:
    after = invite(change(on(NEXT_DAY, SENT)))[0]
    assert states(after)["M1-L1"] == state
    assert uids(after)["M1-L1"] == uids(SENT)["M1-L1"]


def test_an_ended_pair_keeps_its_past_and_may_resume() -> None:
    running = invite(on("2026-03-01", SENT))[0]
    ended, every = invite(changed(running, "pairs", {"pair_id": "M1-L1"}, status="Ended"))
    assert states(ended) == {"M1-L1": ("Changed", 1)}
    assert every[0].appointment.series
    assert every[0].appointment.series.count == 4  # those before 1 March
    later = invite(on("2026-05-01", ended))[0]  # its rows of March and April are still there
    assert states(later) == {"M1-L1": ("As before", 1)}
    resumed = invite(changed(later, "pairs", {"pair_id": "M1-L1"}, status="Active"))[0]
    assert states(resumed) == {"M1-L1": ("Changed", 2)}
    assert uids(resumed) == uids(SENT)


@pytest.mark.parametrize("content", ["", "rubbish", "z:rubbish", "[]", "{}", None])
def test_a_damaged_row_keeps_uid_and_counts_on(content: str | None) -> None:
    moved = invite(replanned(SENT, times(n5="2026-03-11 10:00")))[0]
    after = invite(changed(moved, "invitations", {"event": "M1-L1"}, content=content))[0]
    assert uids(after) == uids(SENT)
    assert states(after)["M1-L1"][1] == 2


def test_nobody_is_told_of_a_change_to_what_is_over() -> None:
    over = on("2027-01-01", SENT).with_settings(organizer="Somebody else")
    after = invite(over)[0]  # it is another version, for one version never says two things
    assert states(after) == {"M1-L1": ("As before", 1)}
    assert states(invite(on("2027-01-08", after))[0]) == {"M1-L1": ("As before", 1)}


def test_what_was_cancelled_stays_so_until_it_is_planned_again() -> None:
    gone = invite(
        replanned(
            on("2026-01-06", SENT),
            [row("M1-L1 #1", ""), row("Celebration", "2026-07-07 10:00")],
        )
    )[0]
    assert states(gone)["M1-L1"] == ("Cancelled", 1)
    later = invite(on("2026-01-09", gone))[0]
    assert states(later)["M1-L1"] == ("Cancelled", 1)
    again = invite(replanned(later, times()))[0]
    assert states(again)["M1-L1"] == ("Changed", 2)


KICKOFFS = [
    row("M1-L1 kick-off", "2026-01-06 09:00", facilitator="Fay"),
    row("M2-L1 kick-off", "2026-01-06 09:00", facilitator="Fay"),
]


def guests(every: tuple[Invitation, ...]) -> dict[str, list[str]]:
    return {one.key: [guest.name for guest in one.appointment.guests] for one in every}


def test_pairs_with_one_time_and_facilitator_share_a_kickoff() -> None:
    program = invited(KICKOFFS, ZONES)
    first, every = invite(program)
    assert guests(every) == {"Kick-off M1-L1": ["Fay", "L1", "M1", "M2"]}
    # it is moved: the same event; one of the two is moved: the first keeps its event
    both = [{**one, "start": "11:00", "end": "12:00"} for one in KICKOFFS]
    moved = invite(replanned(first, both))[0]
    assert states(moved) == {"Kick-off M1-L1": ("New", 1)}
    apart, every = invite(replanned(first, [KICKOFFS[0], both[1]]))
    assert guests(every) == {
        "Kick-off M1-L1": ["Fay", "L1", "M1"],
        "Kick-off M2-L1": ["Fay", "L1", "M2"],
    }
    assert uids(apart)["Kick-off M1-L1"] == uids(first)["Kick-off M1-L1"]
    (left,) = every[0].gone
    assert (left.guest.name, left.sequence) == ("M2", 1)


def test_a_kickoff_that_is_over_keeps_its_guests() -> None:
    first = on("2026-02-01", invite(invited(KICKOFFS, ZONES))[0])
    after, every = invite(changed(first, "pairs", {"pair_id": "M2-L1"}, status="Ended"))
    assert states(after) == {"Kick-off M1-L1": ("As before", 0)}
    assert guests(every) == {"Kick-off M1-L1": ["Fay", "L1", "M1", "M2"]}


def test_everybody_of_the_approved_pairs_is_invited_to_common_events() -> None:
    schedule = [*times(), *times("M2-L1"), row("Celebration", "2026-07-07 10:00")]
    program = invited(schedule, ZONES, status={"M2-L1": "Proposed"})
    after, every = invite(program)
    assert guests(every) == {"Celebration": ["L1", "M1"], "M1-L1": ["M1", "L1"]}
    assert "1 pair is not approved yet" in after.said


@pytest.mark.parametrize(
    ("program", "error", "text"),
    [
        (invited(times(), organizer_email=""), BadSetting, "Organizer's e-mail on the Settings"),
        (invited(times(), organizer_email="HR"), BadSetting, "holds no e-mail address"),
        (invited([row("M1-L1 #1", "")]), StepTooEarly, "no schedule"),
        (invited(times(), status={"M1-L1": "Proposed"}), StepTooEarly, "No pair is approved"),
    ],
)
def test_what_is_missing_is_said(program: Program, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        invite(program)


def test_what_was_over_before_the_first_invitation_is_left_out() -> None:
    after, every = invite(on("2027-01-01", FIRST))
    assert (every, after.said[:10]) == ((), "Everything")
    half = invite(on("2026-03-01", FIRST))[1]
    assert [one.appointment.series.count for one in half if one.appointment.series] == [9]


def test_who_has_no_address_is_a_finding_in_their_cell() -> None:
    after, _ = invite(invited(times(), people={"M1": {"email": None, "name": "Ada"}}))
    (finding,) = (one for one in after.findings if one.found_by == "invitations")
    assert (finding.code, finding.sheet, bool(finding.cell)) == ("RM650", "Mentors", True)
    assert finding.message.startswith("Ada has no e-mail address")


def test_a_link_that_is_no_web_address_is_pointed_out() -> None:
    after, every = invite(invited(times(), online_link="ask at the desk"))
    assert [one.code for one in after.findings] == ["RM651"]
    assert every[0].appointment.link == ""
    assert "Online: ask at the desk" in every[0].appointment.meeting.text


def test_a_crowd_is_remembered_too() -> None:
    zones = {f"M{n:04}": "Europe/Berlin" for n in range(1000)} | {"L1": "Europe/Berlin"}
    schedule = [row(f"{m}-L1 kick-off", "2026-01-06 09:00") for m in zones if m != "L1"]
    program = invited([*schedule, row("Celebration", "2026-07-07 10:00")], zones)
    first = invite(program)[0]
    assert first.cells("invitations")["content"].str.len().max() < 32_767
    assert set(states(invite(on(NEXT_DAY, first))[0]).values()) == {("As before", 0)}


def hour(week: int, day: int, hour: int) -> str:
    return f"{date(2026, 1, 12) + timedelta(weeks=week, days=day)} {hour:02}:00"


HOURS = st.builds(hour, st.integers(0, 20), st.integers(0, 4), st.integers(8, 16))
DAYS = st.lists(st.just("") | HOURS, min_size=1, max_size=8, unique=True)
CELEBRATION = row("Celebration", "2026-12-01 10:00")


@given(DAYS, DAYS, st.integers(1, 4))
@settings(max_examples=tries(40), deadline=None)
def test_every_session_stands_in_exactly_one_event(
    first: list[str], second: list[str], weeks: int
) -> None:
    program = invited([*sessions("M1-L1", first), CELEBRATION], cadence_weeks=weeks)
    for schedule in (first, second):
        rows = sessions("M1-L1", schedule)
        program, every = invite(replanned(program, [*rows, CELEBRATION]))
        shown = [
            start
            for one in every
            if not one.is_cancelled and one.key.startswith("M1")
            for start, _ in one.appointment.meetings()
        ]
        wanted = [datetime.fromisoformat(one).replace(tzinfo=BERLIN) for one in schedule if one]
        assert sorted(shown) == sorted(int(one.timestamp()) // 60 for one in wanted)
