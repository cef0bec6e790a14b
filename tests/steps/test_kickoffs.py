"""Kick-offs of small programs, against every possible plan; and large ones by their rules."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.attendees import Attendee, Pair
from revmentor_xl.steps.calendars.free_time import TimeBlock
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.calendars.wording import short_time
from revmentor_xl.steps.scheduling.kickoffs import integer_program as kickoff_model
from revmentor_xl.steps.scheduling.kickoffs.case import Case, KickoffSlot
from revmentor_xl.steps.scheduling.kickoffs.kickoffs import KickOff, place_kickoffs
from tests.tries import tries

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 1, 5)
WEEKS = Timeline(MONDAY, MONDAY, 2, BERLIN, 2)
TEN = WEEKS.at(MONDAY) + 10 * 60  # that Monday at ten
DAY = 24 * 60
WHOLE_WEEK = tuple(TimeBlock(weekday, 0, DAY) for weekday in range(7))

Free = Mapping[str, Sequence[tuple[int, int]]]
Place = tuple[int, str]
"""Start and facilitator's name."""


def person(name: str) -> Attendee:
    return Attendee(name, name, BERLIN, WHOLE_WEEK)


def pair(names: str) -> Pair:
    mentor, leader = names.split("-")
    return Pair(names, person(mentor), person(leader))


def hours(*starts: float, day: int = 0) -> list[tuple[int, int]]:
    """Free hours of a day, such as 10 or 10.5; 0 is the first Monday."""
    begins = [WEEKS.at(MONDAY) + day * DAY + int(60 * start) for start in starts]
    return [(begin, begin + 60) for begin in begins]


def placed(
    pairs: Sequence[str],
    free: Free,
    leading: Sequence[str] = (),
    seats: int = 10,
    earlier: Mapping[str, Place] | None = None,
    held: Sequence[tuple[Pair, int, str]] = (),
) -> list[KickOff]:
    return place_kickoffs(
        [pair(names) for names in pairs],
        [person(name) for name in leading],
        free,
        WEEKS,
        Settings(kickoff_pairs=seats),
        None,
        earlier,
        held,
    )


def times(found: Sequence[KickOff]) -> list[str | None]:
    """“Mon 10:00 F” of each pair, None where there is no kick-off."""
    return [
        None if one.start is None else " ".join([short_time(one.start, BERLIN), *_leads(one)])
        for one in found
    ]


def _leads(one: KickOff) -> list[str]:
    return [one.facilitator.name] if one.facilitator else []


def places(found: Sequence[KickOff]) -> dict[str, Place]:
    return {
        one.pair.pair_id: (one.start, "".join(_leads(one)))
        for one in found
        if one.start is not None
    }


# --- rules ------------------------------------------------------------------


def broken(plan: Mapping[str, Place], free: Free, leading: Sequence[str], seats: int) -> list[str]:
    """Every rule that a plan breaks."""
    found = []
    there: dict[str, set[Place]] = {}
    for names, (start, name) in plan.items():
        people = [*names.split("-"), *([name] if name else [])]
        for one in people:
            if not any(begin <= start and start + 60 <= end for begin, end in free[one]):
                found.append(f"{one} is not free")
            there.setdefault(one, set()).add((start, name))
        if not name:
            there.setdefault("", set()).add((start, name))
        if leading and name not in leading:
            found.append("nobody leads")
    for one, meetings in there.items():
        for first, other in itertools.combinations(sorted(meetings), 2):
            if abs(first[0] - other[0]) < 60:
                found.append(f"{one} is in two at once")
    if any(count > seats for count in Counter(plan.values()).values()):
        found.append("too many pairs")
    return found


def worth(plan: Mapping[str, Place], earlier: Mapping[str, Place]) -> tuple[int, int, int]:
    """Fewer is better: minus the pairs placed, the changes, the meetings."""
    changed = sum(plan.get(names) != place for names, place in earlier.items())
    return -len(plan), changed, len(set(plan.values()))


def best_of_all(
    pairs: Sequence[str],
    free: Free,
    leading: Sequence[str],
    seats: int,
    earlier: Mapping[str, Place],
    starts: Sequence[int],
) -> tuple[int, int, int]:
    """The best plan that there is, found by looking at each of them."""
    options: list[list[Place | None]] = []
    for names in pairs:
        possible = [(start, name) for start in starts for name in leading or [""]]
        options.append(
            [None, *(one for one in possible if not broken({names: one}, free, leading, seats))]
        )
    return min(
        worth(plan, earlier)
        for choice in itertools.product(*options)
        if not broken(plan := {n: c for n, c in zip(pairs, choice) if c}, free, leading, seats)
    )


# --- small ones ---------------------------------------------------------------


class Small(NamedTuple):
    """A small program of which every plan can be looked at."""

    pairs: Sequence[str]
    free: Free
    leading: Sequence[str]
    seats: int
    earlier: Mapping[str, Place]
    starts: Sequence[int]

    @property
    def best(self) -> tuple[int, int, int]:
        return best_of_all(*self)


def small(seed: int) -> Small:
    """People in several pairs, and facilitators who take part, included."""
    random = Random(seed)
    leading = ["F", "G"][: random.randint(0, 2)]
    starts = [TEN + 30 * half for half in range(4)] + [TEN + DAY]
    leaders = ["L", "K", *leading]
    pairs = sorted({f"{random.choice('ABCD')}-{random.choice(leaders)}" for _ in range(4)})

    def some() -> list[tuple[int, int]]:
        first = TEN + 30 * random.randint(0, 2)
        days = [(first, first + random.choice([60, 90, 120]))]
        return days + ([(TEN + DAY, TEN + DAY + 60)] if random.random() < 0.4 else [])

    free = {one: some() for names in pairs for one in names.split("-")}
    free |= {one: some() for one in leading if one not in free}
    earlier = {
        names: (random.choice(starts), random.choice(leading or [""]))
        for names in pairs
        if random.random() < 0.3
    }
    return Small(pairs, free, leading, random.randint(1, 3), earlier, starts)


@pytest.mark.parametrize("seed", range(tries(60)))
def test_no_plan_is_better(seed: int) -> None:
    """Most pairs, fewest changed, fewest meetings."""
    one = small(seed)
    found = places(placed(one.pairs, one.free, one.leading, one.seats, one.earlier))
    assert broken(found, one.free, one.leading, one.seats) == []
    assert worth(found, one.earlier) == one.best


def at_any_minute(seed: int) -> Small:
    """Short hours at odd minutes; every twenty minutes a kick-off might begin."""
    random = Random(seed)
    step = 20
    leading = ["F", "G"][: random.choice((0, 1, 1, 2))]
    pairs = sorted({f"{random.choice('ABCD')}-{random.choice('LK')}" for _ in range(4)})

    def some() -> list[tuple[int, int]]:
        first = TEN + 10 + step * random.randint(0, 4)
        return [(first, first + 60 + step * random.randint(0, 4))]

    free = {one: some() for one in sorted({*"ABCDLK", *leading})}
    starts = [TEN + 10 + step * late for late in range(9)]
    earlier = {
        names: (random.choice(starts), random.choice(leading or [""]))
        for names in pairs
        if random.random() < 0.3
    }
    return Small(pairs, free, leading, random.randint(1, 2), earlier, starts)


@pytest.mark.parametrize("seed", range(tries(40)))
def test_no_minute_has_room_for_one_more_pair(seed: int) -> None:
    """Most pairs, fewest changed, also when a kick-off has to begin where another one ends."""
    one = at_any_minute(seed)
    found = places(placed(one.pairs, one.free, one.leading, one.seats, one.earlier))
    assert broken(found, one.free, one.leading, one.seats) == []
    assert worth(found, one.earlier)[:2] == one.best[:2]


def test_one_kick_off_begins_where_the_other_ends() -> None:
    """The first pair's hour is over then, and the second one's had begun before."""
    ten_past, nine = TEN + 10 - 60, TEN - 60
    free = {one: [(ten_past, ten_past + 60)] for one in "AL"}
    free |= {one: [(nine, nine + 130)] for one in "BKF"}
    found = times(placed(["A-L", "B-K"], free, "F", seats=1))
    assert found == ["Mon 09:10 F", "Mon 10:10 F"]


def test_a_kick_off_at_an_odd_minute_stays_when_hours_are_added() -> None:
    free = {one: [(TEN - 60, TEN + 180)] for one in "ALF"}
    found = placed(["A-L"], free, "F", earlier={"A-L": (TEN + 10, "F")})
    assert times(found) == ["Mon 10:10 F"]


@pytest.mark.parametrize("seed", range(tries(60)))
def test_what_is_too_large_for_the_model_says_what_it_does_not_know(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kickoff_model, "LIMIT", -1)
    one = small(seed)
    found = placed(one.pairs, one.free, one.leading, one.seats, one.earlier)
    assert broken(places(found), one.free, one.leading, one.seats) == []
    most = -one.best[0]
    if len(places(found)) < most:
        assert any("as far as the search went" in kickoff.why for kickoff in found)


@pytest.mark.parametrize("leading", ["", "F"])
def test_pairs_are_counted_where_there_are_too_many_for_the_model(
    leading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two meetings of eight, but only three pairs can come to the first one."""
    monkeypatch.setattr(kickoff_model, "LIMIT", -1)
    early, late = hours(9), hours(10)
    free = {one: early for n in range(3) for one in (f"A{n}", f"K{n}")}
    free |= {one: late for n in range(12) for one in (f"B{n}", f"L{n}")}
    free |= {"F": [*early, *late]}
    pairs = [f"A{n}-K{n}" for n in range(3)] + [f"B{n}-L{n}" for n in range(12)]
    found = placed(pairs, free, leading, seats=8)
    assert len(places(found)) == 11
    reasons = {one.why for one in found if one.start is None}
    assert reasons == {"All kick-offs at a common hour of the two are full or taken"}


PAIRS = ("A-L", "B-L", "C-K")
WHENEVER = {one: hours(9, 10, 11, 14) + hours(9, 10, 11, 14, day=1) for one in "ABCLKFG"}


@pytest.mark.parametrize(
    ("free", "leading", "seats", "expected"),
    [
        # nobody is listed: HR itself, everybody at once, at the best-liked hour
        ({}, "", 10, ["Tue 11:00", "Tue 11:00", "Tue 11:00"]),
        # one after the other, also when it is HR
        ({}, "", 2, ["Tue 11:00", "Tue 11:00", "Tue 10:00"]),
        ({}, "F", 10, ["Tue 11:00 F", "Tue 11:00 F", "Tue 11:00 F"]),
        # a leader of two is not in two meetings at once
        ({}, "FG", 1, ["Tue 11:00 F", "Tue 10:00 F", "Tue 11:00 G"]),
        # the facilitator's hours count
        ({"F": hours(14)}, "F", 10, ["Mon 14:00 F", "Mon 14:00 F", "Mon 14:00 F"]),
        # as many as there is room for
        ({"F": hours(14)}, "F", 2, ["Mon 14:00 F", "Mon 14:00 F", None]),
        # an hour that begins at a quarter past is not lost
        ({"C": hours(9.25), "K": hours(9.25)}, "", 10, ["Tue 11:00", "Tue 11:00", "Mon 09:15"]),
    ],
)
def test_small_programs(free: Free, leading: str, seats: int, expected: list[str | None]) -> None:
    """Of equals, the first pair has the best liked hour, with the first facilitator."""
    assert times(placed(PAIRS, {**WHENEVER, **free}, leading, seats)) == expected


@pytest.mark.parametrize(
    ("proven", "plan", "stays"),
    [
        (0, {0: 1, 1: 1}, False),
        (1, {0: 1, 1: 1}, False),  # as many pairs; that nobody has to change is not proven
        (2, {0: 1, 1: 1}, True),
        (2, {0: 0, 1: 1}, False),  # somebody has to change, whoever it is
    ],
)
def test_who_can_stay_is_sure_to_stay_once_that_is_proven(
    proven: int, plan: dict[int, int], stays: bool
) -> None:
    """Else which of equal plans is taken would hang on the one that the solver came upon."""
    case = Case(
        people=[("A", "L"), ("B", "K")],
        leading=["F"],
        meetings=[KickoffSlot(TEN, 0), KickoffSlot(TEN + 60, 0)],
        can=np.ones((2, 2), dtype=bool),
        seats=[2, 2],
        open=[False, False],
        dislike=[0, 1],
        now={0: 1},
    )
    found = kickoff_model._as_good(case, plan, proven)
    assert found.tolist() == [[not stays, True], [True, True]]


def test_what_is_possible_stays() -> None:
    earlier = {"A-L": (TEN, "F"), "B-L": (TEN + 60, "G"), "C-K": (TEN + 7 * DAY, "F")}
    found = placed(PAIRS, WHENEVER, "FG", 10, earlier)
    # the third is no longer free then, and joins one that takes place
    assert times(found) == ["Mon 10:00 F", "Mon 11:00 G", "Mon 11:00 G"]


def test_a_kick_off_that_stays_takes_its_people_and_its_seats() -> None:
    held = [(pair("D-L"), TEN, "F")]
    free = {**WHENEVER, "L": hours(10), "A": hours(10), "B": hours(10), "K": hours(10, 11)}
    found = placed(PAIRS, free, "FG", 2, held=held)
    # the leader L is in the kick-off that stays, so L's other pairs join it, as far as it has room
    assert times(found) == ["Mon 10:00 F", None, "Mon 11:00 F"]


@pytest.mark.parametrize(
    ("free", "leading", "seats", "why", "remedy"),
    [
        (
            {"C": hours(9), "K": hours(14)},
            "F",
            10,
            "The two have no common free hour in the first 2 weeks",
            "One more common hour of C and K at which a facilitator has time would do",
        ),
        (
            {"C": hours(9) + hours(9, day=16), "K": hours(14) + hours(9, day=16)},
            "",
            10,
            "The two have no common free hour in the first 2 weeks",
            "With 3 weeks for kick-offs, Wed 21 January 2026 at 09:00 (Europe/Berlin) would do",
        ),
        (
            {"C": hours(9) + hours(9, day=16), "K": hours(14) + hours(9, day=16)},
            "F",
            10,
            "The two have no common free hour in the first 2 weeks",
            "With 3 weeks for kick-offs, a facilitator with time on Wed 21 January 2026 at 09:00 "
            "(Europe/Berlin) would do",
        ),
        (
            {"C": hours(8), "K": hours(8)},
            "F",
            10,
            "No facilitator is free at a common hour of the two",
            "A facilitator with time on Mon 5 January 2026 at 08:00 (Europe/Berlin) would do",
        ),
        (
            {"F": hours(9), "A": hours(9), "B": hours(9), "K": hours(9)},
            "F",
            2,
            "All kick-offs at a common hour of the two are full or taken",
            "One more pair per kick-off would do",
        ),
        (
            {"F": hours(9), "A": hours(9, 10), "B": hours(9), "K": hours(9, 10), "L": hours(9)},
            "F",
            2,
            "All kick-offs at a common hour of the two are full or taken",
            "Another facilitator with time on Mon 5 January 2026 at 10:00 (Europe/Berlin) or one "
            "more pair per kick-off would do",
        ),
    ],
)
def test_the_reason_and_what_would_help(
    free: Free, leading: str, seats: int, why: str, remedy: str
) -> None:
    pairs = ("A-L", "B-L", "C-K") if seats == 10 else ("A-L", "B-L", "A-K")
    earlier = {names: (TEN - 60, "F") for names in ("A-L", "B-L") if seats == 2}
    found = placed(pairs, {**WHENEVER, **free}, leading, seats, earlier)
    [without] = [one for one in found if one.start is None]
    assert (without.why, without.remedy) == (why, remedy)


# --- large ones ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "seats", "leading", "most"),
    [
        (1000, 10, "FGHI", 1000),
        (1000, 30, "F", 1000),
        (1000, 10, "F", 800),  # one facilitator has eighty hours in two weeks
        (200, 5, "FG", 200),
    ],
)
def test_large_programs(count: int, seats: int, leading: str, most: int) -> None:
    random = Random(count + seats)

    def week() -> list[tuple[int, int]]:
        """Four hours of each working day in two weeks, the same in both."""
        days = [random.sample(range(9, 17), 4) for _ in range(5)]
        return [
            hour
            for again in (0, 7)
            for day, clock in enumerate(days)
            for hour in hours(*sorted(clock), day=day + again)
        ]

    leaders = [f"L{n // 3}" for n in range(count)]  # three mentors each
    pairs = [f"M{n}-{leader}" for n, leader in enumerate(leaders)]
    free: dict[str, list[tuple[int, int]]] = {
        one: week() for names in pairs for one in names.split("-")
    }
    working = [hour for day in (*range(5), *range(7, 12)) for hour in hours(*range(9, 17), day=day)]
    free |= dict.fromkeys(leading, working)
    found = places(placed(pairs, free, leading, seats))
    assert broken(found, free, leading, seats) == []
    assert len(found) == most
