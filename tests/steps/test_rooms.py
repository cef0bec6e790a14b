"""Rooms: who needs one, which one, and never two sessions in one at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from random import Random

import pytest
from schedules import changed, paired, session_rows

from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.attendees import meeting_pairs
from revmentor_xl.steps.calendars.rooms import rooms_of, site_of
from revmentor_xl.steps.scheduling.room_assignment import RoomRequest, assign_rooms
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.checker_schedule import broken_rules
from tests.programs import filled
from tests.tries import tries

BERLIN = "Europe/Berlin"


def housed(
    pairs: Sequence[tuple[str, str]],
    where: Mapping[str, str],
    rooms: Sequence[tuple[str, str]],
    hours: str = "Mon 9-11",
    **settings: object,
) -> Program:
    """Pairs whose people work somewhere, and rooms as (name, location)."""
    people = {one: (BERLIN, hours) for pair in pairs for one in pair}
    new = paired(pairs, people, **settings)
    for one, place in where.items():
        for table in ("mentors", "leaders"):
            if one in set(new.table(table)["id"]):
                new = changed(new, table, {"id": one}, location=place)
    return filled(new, "rooms", [{"room": name, "location": place} for name, place in rooms])


@pytest.mark.parametrize(
    ("mentor", "leader", "rooms", "site"),
    [
        ("Berlin", "Berlin", ["Berlin"], "berlin"),
        ("BERLIN ", "berlin", ["Berlin"], "berlin"),
        ("Berlin", "Paris", ["Berlin", "Paris"], None),
        ("Berlin", "Berlin", ["Paris"], None),
        ("", "", ["Berlin"], None),
        ("Berlin", "Berlin", [], None),
        # rooms without a location are for everybody who has none of their own
        ("Berlin", "Paris", ["Berlin", ""], ""),
        ("Berlin", "Berlin", ["Berlin", ""], "berlin"),
        ("", "", [""], ""),
    ],
)
def test_who_needs_a_room(mentor: str, leader: str, rooms: list[str], site: str | None) -> None:
    program = housed(
        [("M", "L")], {"M": mentor, "L": leader}, [(f"R{n}", at) for n, at in enumerate(rooms)]
    )
    [pair] = meeting_pairs(program)
    assert site_of(pair, rooms_of(program)) == site


def test_rooms_by_site_in_the_order_of_their_names() -> None:
    rooms = [("R10", "Berlin"), ("R2", "berlin"), ("Blue", ""), ("R2", "Berlin")]
    program = housed([("M", "L")], {}, rooms)
    assert rooms_of(program) == {"berlin": ["R2", "R10"], "": ["Blue"]}


# --- names --------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(tries(40)))
def test_there_is_a_name_for_everybody_and_no_room_has_two(seed: int) -> None:
    """As many rooms as meet at once are enough, whatever they had before."""
    random = Random(seed)
    starts = [random.randrange(0, 300, 15) for _ in range(random.randint(1, 14))]
    most = max(sum(start - 60 < other <= start for other in starts) for start in starts)
    names = [f"R{n}" for n in range(most)]
    meetings = [
        RoomRequest(
            f"P{n} #1",
            f"P{n}",
            "x",
            start,
            random.choice(["", "Gone", *names]),
            random.random() < 0.3,
        )
        for n, start in enumerate(starts)
    ]
    found = assign_rooms(meetings, {"x": names}, 60)
    assert set(found) == {one.event_id for one in meetings}
    for one, other in combinations(meetings, 2):
        if abs(one.start - other.start) < 60:
            assert found[one.event_id] != found[other.event_id]


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ("A@0 B@0", "R1 R2"),
        # what stays keeps its room, also when it comes later
        ("A@30 B@60=R1!", "R2 R1"),
        # who has a room keeps it
        ("A@0 B@0=R1", "R2 R1"),
        ("A@0=R2 B@0=R2", "R2 R1"),
        # a pair keeps to one room
        ("B@0 A@0 A@100 B@100", "R2 R1 R1 R2"),
        ("A@0 A@100=R2 A@200=R2", "R2 R2 R2"),
        # a room that is no longer there
        ("A@0=Gone", "R1"),
    ],
)
def test_which_room(meetings: str, expected: str) -> None:
    listed = []
    for number, text in enumerate(meetings.split()):
        pair, _, rest = text.partition("@")
        start, _, room = rest.partition("=")
        listed.append(
            RoomRequest(
                f"{pair} #{number}", pair, "x", int(start), room.rstrip("!"), room.endswith("!")
            )
        )
    found = assign_rooms(listed, {"x": ["R1", "R2"]}, 60)
    assert " ".join(found[one.event_id] for one in listed) == expected


# --- in a schedule --------------------------------------------------------------


def test_two_pairs_at_a_site_with_one_room_do_not_meet_at_once() -> None:
    pairs = [("M1", "L1"), ("M2", "L2"), ("M3", "L3")]
    where = {"M1": "Berlin", "L1": "Berlin", "M2": "Berlin", "L2": "Berlin", "M3": "Paris"}
    done = schedule(housed(pairs, where, [("Blue", "Berlin")], session_count=4))
    assert broken_rules(done) == []
    rows = session_rows(done)
    assert set(rows.loc[rows["pair_id"] != "M3-L3", "room"]) == {"Blue"}
    assert set(rows.loc[rows["pair_id"] == "M3-L3", "room"]) == {""}
    others = done.table("schedule").query("kind != 'Session'")
    assert set(others["room"]) == {""}


def test_without_rooms_everybody_meets_online() -> None:
    done = schedule(housed([("M", "L")], {"M": "Berlin", "L": "Berlin"}, [], session_count=2))
    assert set(session_rows(done)["room"]) == {""}


def test_no_room_is_the_reason_and_another_one_would_help() -> None:
    pairs = [("M1", "L1"), ("M2", "L2")]
    where = dict.fromkeys(("M1", "L1", "M2", "L2"), "Berlin")
    # one hour a week, in every week: one pair has the first, the other the second
    once = housed(pairs, where, [("Blue", "Berlin")], "Mon 9", session_count=2, cadence_weeks=1)
    done = schedule(once)
    assert broken_rules(done) == []
    rows = session_rows(done)
    without = rows[[day is None for day in rows["day"]]]
    told = [f for f in done.findings if f.code == "RM602"]
    assert len(without) == len(told) > 0
    reasons = set(without["why"])
    assert "No room at Berlin is free when the two have time" in reasons
    assert any(f.remedy.startswith("Another room at Berlin on Mon ") for f in told)
    more = filled(
        once,
        "rooms",
        [{"room": "Blue", "location": "Berlin"}, {"room": "Red", "location": "Berlin"}],
    )
    placed = session_rows(schedule(more))
    # then only the gathering takes an hour
    assert sum(day is not None for day in placed["day"]) > sum(
        day is not None for day in rows["day"]
    )


def test_a_room_stays_when_the_plan_is_made_again() -> None:
    pairs = [("M1", "L1"), ("M2", "L2")]
    where = dict.fromkeys(("M1", "L1", "M2", "L2"), "Berlin")
    base = housed(pairs, where, [("Blue", "Berlin"), ("Red", "Berlin")], session_count=3)
    first = schedule(base)
    again = schedule(changed(first, "rooms", {"room": "Blue"}, room="Zoo"))
    assert broken_rules(again) == []
    before, after = session_rows(first)["room"], session_rows(again)["room"]
    assert {(one, other) for one, other in zip(before, after)} <= {("Blue", "Zoo"), ("Red", "Red")}


def test_the_past_keeps_the_room_it_had() -> None:
    where = dict.fromkeys(("M", "L"), "Berlin")
    first = schedule(housed([("M", "L")], where, [("Blue", "Berlin")], session_count=4))
    later = changed(first, "rooms", {"room": "Blue"}, room="Zoo")
    later = Program(later.tables, date(2026, 2, 2), later.places, ())
    rooms = session_rows(schedule(later))["room"]
    assert list(rooms) == ["Blue", "Blue", "Zoo", "Zoo"]
