"""Sessions of any length in short hours: no other minute has room for one more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from zoneinfo import ZoneInfo

import pytest

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.free_time import Interval, local, merged
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling import back_to_back
from revmentor_xl.steps.scheduling.timetabling.back_to_back import (
    Engine,
    Hours,
    Times,
    plan_closely,
)
from revmentor_xl.steps.scheduling.timetabling.kept_sessions import with_present
from revmentor_xl.steps.scheduling.timetabling.minimum_change import FewestMoved, plan_changes
from revmentor_xl.steps.scheduling.timetabling.regular_slots import Timetable, plan_sessions
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, possible_starts
from tests.tries import tries

UTC = ZoneInfo("UTC")
MONDAY = date(2026, 1, 5)
WEEKS = Timeline(MONDAY, MONDAY, 1, UTC, 1)
NINE = WEEKS.at(WEEKS.begins(1)) + 9 * 60
WEEK, DAY = 7 * 1440, 1440

Meetings = Sequence[tuple[PairTimes, int]]
Now = Mapping[str, Mapping[int, int]]


def times_of(
    hours: Hours, minutes: int, sites: Mapping[str, str | None], now: Now | None = None
) -> Times:
    """Pairs called “mentor-leader” who share these hours, in windows 1 and 2."""
    found = {}
    for names, both in hours.items():
        mentor, leader = names.split("-")
        own = (now or {}).get(names, {})
        starts = possible_starts(both, UTC, minutes, WEEKS, [1, 2])
        starts = with_present(starts, own, both, UTC, minutes, WEEKS)
        found[names] = PairTimes(
            names, (mentor, leader), starts, UTC, site=sites.get(names), now=own
        )
    return found


def planned(engine: Engine, times: Times, hours: Hours, limits: Limits) -> Timetable:
    return plan_closely(engine, times, hours, WEEKS, Settings(), limits)[1]


# --- every plan there is, minute by minute ------------------------------------


def best(times: Times, hours: Hours, window: int, limits: Limits, step: int) -> tuple[int, int]:
    """Most sessions in a window, then most that stay; starts at every `step` minutes."""
    first, after = WEEKS.span(window)
    pairs = list(times.values())
    options = [
        sorted(
            (
                start
                for begin, end in hours[pair.pair_id]
                for start in range(begin, end - limits.minutes + 1, step)
                if first <= start <= after - limits.minutes
            ),
            key=lambda start: (start != pair.now.get(window), start),
        )
        for pair in pairs
    ]
    most = sum(map(bool, options)), sum(p.now.get(window) in o for p, o in zip(pairs, options))
    found = (0, 0)

    def place(at: int, score: tuple[int, int], placed: Meetings) -> None:
        nonlocal found
        found = max(found, score)
        left = len(pairs) - at
        if found == most or not left or (score[0] + left, score[1] + left) <= found:
            return
        for start in options[at]:
            if fits(pairs[at], start, placed, limits):
                stays = start == pairs[at].now.get(window)
                more = (score[0] + 1, score[1] + stays)
                place(at + 1, more, [*placed, (pairs[at], start)])
        place(at + 1, score, placed)

    place(0, (0, 0), [])
    return found


def fits(pair: PairTimes, start: int, placed: Meetings, limits: Limits) -> bool:
    """Is there room for one more session beside these?"""
    length, end = limits.minutes, start + limits.minutes
    for other, begun in placed:
        if set(pair.people) & set(other.people) and abs(begun - start) < length:
            return False
    week = WEEKS.week_of(start)
    load = sum(o.leader == pair.leader and WEEKS.week_of(s) == week for o, s in placed)
    if load + limits.in_week.get((pair.leader, week), 0) >= limits.per_week:
        return False
    if pair.site is None:
        return True
    rooms = [(s, s + length) for o, s in placed if o.site == pair.site]
    rooms += limits.room_taken.get(pair.site, ())
    moments = {start, *(s for s, _ in rooms if start < s < end)}
    busiest = max(sum(s <= at < e for s, e in rooms) for at in moments)
    return busiest < limits.rooms[pair.site]


def meetings(plan: Timetable, times: Times) -> Iterator[tuple[PairTimes, int]]:
    for pair_id, starts in plan.starts.items():
        for start in starts.values():
            yield times[pair_id], start


def broken(plan: Timetable, times: Times, hours: Hours, limits: Limits) -> list[str]:
    those = list(meetings(plan, times))
    return [
        f"{pair.pair_id} at {local(UTC, start)}"
        for at, (pair, start) in enumerate(those)
        if not fits(pair, start, those[:at], limits)
        or not any(b <= start and start + limits.minutes <= e for b, e in hours[pair.pair_id])
    ]


# --- small programs -------------------------------------------------------------

TEAMS = (
    ("A-L", "B-L"),
    ("A-L", "B-L", "C-L"),
    ("A-L", "A-K", "B-K"),
    ("A-L", "B-K", "C-J"),
)


def some_hours(draw: Random, step: int) -> tuple[Interval, ...]:
    """One or two short blocks in each of two weeks, on odd minutes."""
    blocks = []
    for week in (0, 1):
        for day in draw.sample((0, 0, 2), draw.choice((1, 1, 2))):
            begin = NINE + week * WEEK + day * DAY + step * draw.randrange(60 // step)
            blocks.append((begin, begin + step * draw.randint(40 // step, 150 // step)))
    return merged(blocks)


def some_case(seed: int, step: int) -> tuple[Times, Hours, Limits]:
    """Two or three pairs, often with a weekly cap, one room and what is taken of it."""
    draw = Random(seed)
    minutes = draw.choice([length for length in (45, 50, 75, 90) if length % step == 0])
    team = draw.choice(TEAMS)
    hours = {names: some_hours(draw, step) for names in team}
    site = draw.choice((None, "house"))
    taken = [(NINE + 25 // step * step, NINE + 70 // step * step)] if draw.random() < 0.3 else []
    limits = Limits(
        minutes,
        draw.choice((1, 2, 3, 3)),
        {("L", 2): 1} if draw.random() < 0.2 else {},
        {"house": 1},
        {"house": taken},
    )
    sites = {names: site if draw.random() < 0.8 else None for names in team}
    return times_of(hours, minutes, sites), hours, limits


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("step", [15, 5])
def test_no_minute_has_room_for_one_more_session(seed: int, step: int) -> None:
    for number in range(20 * seed, 20 * seed + tries(20)):
        times, hours, limits = some_case(number, step)
        plan = planned(plan_sessions, times, hours, limits)
        most = sum(best(times, hours, window, limits, step)[0] for window in (1, 2))
        assert broken(plan, times, hours, limits) == []
        assert (plan.placed, plan.most_placed, plan.is_proven) == (most, most, True), number


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("step", [15, 5])
def test_no_minute_saves_a_session_from_moving(seed: int, step: int) -> None:
    for number in range(20 * seed, 20 * seed + tries(20)):
        times, hours, limits = some_case(number, step)
        before = planned(plan_sessions, times, hours, limits)
        draw = Random(number)
        lost = draw.choice(sorted(hours))
        hours = {**hours, lost: some_hours(draw, step)}
        limits = replace(limits, per_week=draw.choice((2, 3)))
        sites = {names: pair.site for names, pair in times.items()}
        times = times_of(hours, limits.minutes, sites, before.starts)
        plan = planned(plan_changes, times, hours, limits)
        reached = [best(times, hours, window, limits, step) for window in (1, 2)]
        placed, kept = (sum(column) for column in zip(*reached))
        assert isinstance(plan, FewestMoved)
        assert broken(plan, times, hours, limits) == []
        assert (plan.placed, plan.moved) == (placed, before.placed - kept), number
        assert plan.is_proven, number


# --- by hand --------------------------------------------------------------------


def block(begin: str, end: str, week: int = 1) -> Interval:
    """“9:15” to “10:45” on the Monday of a week."""
    first = WEEKS.at(WEEKS.begins(week))
    hands = [clock.split(":") for clock in (begin, end)]
    return tuple(first + 60 * int(hour) + int(minute) for hour, minute in hands)  # type: ignore


@pytest.mark.parametrize(
    ("minutes", "hours", "expected"),
    [
        (45, {"A-L": ("9:00", "10:30"), "B-L": ("9:00", "10:30")}, ["09:00", "09:45"]),
        (75, {"A-L": ("9:00", "11:30"), "B-L": ("9:00", "11:30")}, ["09:00", "10:15"]),
        # the first one's hours are over before the second one's begin
        (50, {"A-L": ("9:10", "10:00"), "B-L": ("9:00", "10:50")}, ["09:10", "10:00"]),
        # where there is time enough, sessions stay on the half hours
        (45, {"A-L": ("9:00", "12:00"), "B-L": ("9:00", "12:00")}, ["09:00", "11:00"]),
        # an hour on the half hours needs nothing else
        (60, {"A-L": ("9:00", "10:30"), "B-L": ("9:00", "10:30")}, ["09:00"]),
    ],
)
def test_sessions_follow_each_other(
    minutes: int, hours: Mapping[str, tuple[str, str]], expected: Sequence[str]
) -> None:
    free = {names: [block(*clocks)] for names, clocks in hours.items()}
    times = times_of(free, minutes, {})
    plan = planned(plan_sessions, times, free, Limits(minutes, 3))
    assert sorted(f"{local(UTC, start):%H:%M}" for _, start in meetings(plan, times)) == expected


def test_a_week_without_need_has_no_more_starts() -> None:
    hours = {
        names: [block("9:00", "10:30"), block("9:00", "17:00", week=2)] for names in ("A-L", "B-L")
    }
    times = times_of(hours, 45, {})
    chosen, _ = plan_closely(plan_sessions, times, hours, WEEKS, Settings(), Limits(45, 3))
    for names, pair in times.items():
        assert len(chosen[names].starts[1]) > len(pair.starts[1])
        assert chosen[names].starts[2] == pair.starts[2]


def test_a_second_search_without_time_leaves_the_first_plan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its bounds are those of all the starts."""
    hours = {names: [block("9:00", "10:30")] for names in ("A-L", "B-L")}
    times, limits = times_of(hours, 45, {}), Limits(45, 3)
    chosen, best_plan = plan_closely(plan_sessions, times, hours, WEEKS, Settings(), limits)

    def stopped(pairs: Sequence[PairTimes], *others: object) -> Timetable:
        plan = plan_sessions(pairs, WEEKS, Settings(), limits)
        if pairs == list(times.values()):
            return plan
        nothing: dict[str, dict[int, int]] = {pair.pair_id: {} for pair in pairs}
        return replace(plan, starts=nothing, slots=dict.fromkeys(nothing), regular=0)

    _, plan = plan_closely(stopped, times, hours, WEEKS, Settings(), limits)
    assert (plan.placed, plan.most_placed, plan.is_proven) == (1, 2, False)
    assert (best_plan.placed, chosen) == (
        2,
        back_to_back.more_starts(times, hours, plan, WEEKS, limits),
    )
