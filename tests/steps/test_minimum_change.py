"""The fewest moved sessions, against trying everything on small programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from random import Random
from zoneinfo import ZoneInfo

import pytest

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling import kept_sessions
from revmentor_xl.steps.scheduling.timetabling.minimum_change import plan_changes
from revmentor_xl.steps.scheduling.timetabling.regular_slots import plan_sessions
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, Slot
from tests.tries import tries

UTC = ZoneInfo("UTC")
WEEKS = Timeline(date(2026, 1, 5), date(2026, 1, 5), 1, UTC)
SETTINGS = Settings()
WINDOWS = (1, 2, 3)
SLOTS = [Slot(day, minute) for day in (0, 2) for minute in (540, 570, 600, 630)]
PEOPLE = (("a", "L"), ("b", "L"), ("c", "K"), ("a", "K"))

Starts = Mapping[str, Mapping[int, int]]


def at(window: int, slot: Slot) -> int:
    return WEEKS.at(WEEKS.begins(window)) + slot.day * 24 * 60 + slot.minute


def some(dice: Random, most: int) -> dict[int, dict[Slot, int]]:
    """A few starts in every window."""
    return {
        window: {
            slot: at(window, slot) for slot in sorted(dice.sample(SLOTS, dice.randint(0, most)))
        }
        for window in WINDOWS
    }


def program(dice: Random) -> tuple[list[PairTimes], Limits]:
    """Two to four pairs that share people, few hours, and perhaps one room."""
    site = "house" if dice.random() < 0.4 else None
    pairs = [
        PairTimes(f"P{n}", people, some(dice, 5), UTC, site=site if dice.random() < 0.7 else None)
        for n, people in enumerate(dice.sample(PEOPLE, dice.randint(2, 4)))
    ]
    return pairs, Limits(60, dice.randint(1, 3), rooms={"house": 1} if site else {})


def after_a_change(
    dice: Random, pairs: Sequence[PairTimes], limits: Limits
) -> tuple[list[PairTimes], Limits]:
    """The same program a day later: hours gone and come, a pair new, less room."""
    plan = plan_sessions(pairs, WEEKS, SETTINGS, limits)
    changed = []
    for pair in pairs:
        hours = some(dice, 2)
        starts = {
            window: {slot: m for slot, m in pair.starts[window].items() if dice.random() < 0.7}
            | hours[window]
            for window in WINDOWS
        }
        now = {} if dice.random() < 0.1 else plan.starts[pair.pair_id]
        changed.append(replace(pair, starts=starts, now=now, earlier=plan.slots[pair.pair_id]))
    stays = [("L", 1), ("K", 2)]
    in_week = {(who, WEEKS.week_of(at(n, SLOTS[0]))): 1 for who, n in dice.sample(stays, 1)}
    taken = {"house": [(at(2, SLOTS[0]), at(2, SLOTS[0]) + 60)]} if limits.rooms else {}
    return changed, replace(limits, per_week=dice.randint(1, 2), in_week=in_week, room_taken=taken)


def is_possible(meetings: Sequence[tuple[PairTimes, int]], limits: Limits) -> bool:
    """Is nobody, no room and no leader's week asked for too much?"""
    length = limits.minutes
    for (one, first), (other, second) in combinations(meetings, 2):
        if abs(first - second) < length and set(one.people) & set(other.people):
            return False
    for pair, start in meetings:
        week = WEEKS.week_of(start)
        led = [s for other, s in meetings if other.leader == pair.leader]
        held = sum(WEEKS.week_of(s) == week for s in led)
        if held + limits.in_week.get((pair.leader, week), 0) > limits.per_week:
            return False
        if pair.site is not None:
            here = [
                s for other, s in meetings if other.site == pair.site and s <= start < s + length
            ]
            others = sum(
                a <= moment < b
                for a, b in limits.room_taken.get(pair.site, ())
                for moment in {start, a}
                if start <= moment < start + length
            )
            if len(here) + min(others, 1) > limits.rooms[pair.site]:
                return False
    return True


def best(pairs: Sequence[PairTimes], limits: Limits) -> tuple[int, int]:
    """Most sessions placed, then most where they were, by trying every plan."""
    total = (0, 0)
    for window in WINDOWS:
        found = (0, 0)
        for chosen in product(*([None, *pair.starts[window].values()] for pair in pairs)):
            meetings = [(pair, m) for pair, m in zip(pairs, chosen) if m is not None]
            kept = sum(pair.now.get(window) == start for pair, start in meetings)
            if (len(meetings), kept) > found and is_possible(meetings, limits):
                found = (len(meetings), kept)
        total = (total[0] + found[0], total[1] + found[1])
    return total


def meetings_of(pairs: Sequence[PairTimes], starts: Starts) -> Iterator[tuple[PairTimes, int]]:
    for pair in pairs:
        for window, start in starts[pair.pair_id].items():
            assert start in pair.starts[window].values()
            yield pair, start


@pytest.mark.parametrize("seed", range(tries(300)))
def test_no_plan_with_as_many_sessions_moves_fewer(seed: int) -> None:
    dice = Random(seed)
    pairs, limits = after_a_change(dice, *program(dice))
    plan = plan_changes(pairs, WEEKS, SETTINGS, limits)
    placed, staying = best(pairs, limits)
    least = sum(len(pair.now) for pair in pairs) - staying
    assert (plan.placed, plan.moved, plan.least_moved) == (placed, least, least)
    assert plan.most_placed == placed
    assert is_possible(list(meetings_of(pairs, plan.starts)), limits)


@pytest.mark.parametrize("seed", range(tries(100)))
def test_without_time_for_a_model_the_bounds_still_hold(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_sessions, "LIMIT", 0)
    dice = Random(seed)
    pairs, limits = after_a_change(dice, *program(dice))
    plan = plan_changes(pairs, WEEKS, SETTINGS, limits)
    most_placed, most_kept = best(pairs, limits)
    least = sum(len(pair.now) for pair in pairs) - most_kept
    assert is_possible(list(meetings_of(pairs, plan.starts)), limits)
    assert plan.placed <= most_placed <= plan.most_placed
    assert plan.least_moved <= min(plan.moved, least)
    if plan.is_proven:
        assert (plan.placed, plan.moved) == (most_placed, least)


@pytest.mark.parametrize("seed", range(tries(40)))
def test_nothing_moves_without_a_change(seed: int) -> None:
    pairs, limits = program(Random(seed))
    first = plan_sessions(pairs, WEEKS, SETTINGS, limits)
    again = [
        replace(pair, now=first.starts[pair.pair_id], earlier=first.slots[pair.pair_id])
        for pair in pairs
    ]
    plan = plan_changes(again, WEEKS, SETTINGS, limits)
    assert (plan.starts, plan.moved) == (first.starts, 0)


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_pairs_does_not_matter(seed: int) -> None:
    dice = Random(seed)
    pairs, limits = after_a_change(dice, *program(dice))
    one = plan_changes(pairs, WEEKS, SETTINGS, limits)
    other = plan_changes(pairs[::-1], WEEKS, SETTINGS, limits)
    assert (one.starts, one.slots) == (other.starts, other.slots)
