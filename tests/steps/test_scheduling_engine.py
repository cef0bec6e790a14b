"""The engine on small groups of pairs, held against every other plan there is."""

from __future__ import annotations

import functools
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.free_time import local
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling import (
    branch_and_bound,
    exact,
    exceptions,
    integer_program,
)
from revmentor_xl.steps.scheduling.timetabling.regular_slots import Timetable, plan_sessions
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, Slot
from tests.othersolvers import HAS_CBC
from tests.tries import tries

UTC = ZoneInfo("UTC")
MONDAY = date(2026, 1, 5)
WEEKS = Timeline(MONDAY, MONDAY, 1, UTC, 1)
FORTNIGHTS = Timeline(MONDAY, MONDAY, 2, UTC, 1)
HOUR = Settings(session_minutes=60)
FREE = Limits(60, 20)


def moment(slot: Slot, window: int, weeks: Timeline = WEEKS) -> int:
    return weeks.at(weeks.begins(window)) + slot.day * 1440 + slot.minute


def pair(
    mentor: str,
    leader: str,
    windows: Mapping[int, Sequence[Slot]],
    site: str | None = None,
    weeks: Timeline = WEEKS,
) -> PairTimes:
    """A pair that may have these slots in each window."""
    starts = {w: {slot: moment(slot, w, weeks) for slot in slots} for w, slots in windows.items()}
    return PairTimes(f"{mentor}-{leader}", (mentor, leader), starts, UTC, site=site)


def at(text: str) -> list[Slot]:
    """“Mon 9:00, Tue 9:30” as slots."""
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    found = []
    for part in filter(None, text.split(", ")):
        day, clock = part.split()
        hour, minute = clock.split(":")
        found.append(Slot(days.index(day), int(hour) * 60 + int(minute)))
    return found


# --- every plan there is ----------------------------------------------------


def by_trying(
    pairs: Sequence[PairTimes], limits: Limits, weeks: Timeline = WEEKS
) -> tuple[int, int]:
    """Most sessions, then most of them at one slot of each pair, over all plans."""
    windows = sorted({window for one in pairs for window in one.starts})
    reached: set[tuple[int, tuple[tuple[tuple[Slot, int], ...], ...]]] = {
        (0, tuple(() for _ in pairs))
    }
    for window in windows:
        plans = list(_window_plans(pairs, window, limits, weeks))
        most = max(sum(slot is not None for slot in plan) for plan in plans)
        fullest = {plan for plan in plans if sum(slot is not None for slot in plan) == most}
        reached = {
            (placed + most, tuple(_counted(had, slot) for had, slot in zip(counts, plan)))
            for (placed, counts), plan in product(reached, fullest)
        }
    return max(
        (placed, sum(max((n for _, n in had), default=0) for had in counts))
        for placed, counts in reached
    )


def _counted(had: tuple[tuple[Slot, int], ...], slot: Slot | None) -> tuple[tuple[Slot, int], ...]:
    more = Counter(dict(had))
    more.update([slot] if slot is not None else [])
    return tuple(sorted(more.items()))


def _window_plans(
    pairs: Sequence[PairTimes], window: int, limits: Limits, weeks: Timeline
) -> Iterator[tuple[Slot | None, ...]]:
    for plan in product(*([None, *one.starts.get(window, {})] for one in pairs)):
        placed = [(one, one.starts[window][slot]) for one, slot in zip(pairs, plan) if slot]
        if not broken(placed, limits, weeks):
            yield plan


def broken(
    placed: Sequence[tuple[PairTimes, int]], limits: Limits, weeks: Timeline = WEEKS
) -> list[str]:
    """What sessions (pair, start) break."""
    length, found = limits.minutes, []
    for n, (one, start) in enumerate(placed):
        for other, begun in placed[:n]:
            if set(one.people) & set(other.people) and abs(start - begun) < length:
                found.append(f"{one.pair_id} and {other.pair_id} meet at once")
    load = Counter((one.leader, weeks.week_of(start)) for one, start in placed)
    for week, number in load.items():
        if number + limits.in_week.get(week, 0) > limits.per_week:
            found.append(f"{week} has {number} sessions")
    for site in {one.site for one, _ in placed if one.site is not None}:
        new = [(s, s + length) for one, s in placed if one.site == site]
        for minute in range(min(new)[0], max(new)[1], 5):
            in_new = sum(s <= minute < e for s, e in new)
            running = in_new + sum(s <= minute < e for s, e in limits.room_taken.get(site, ()))
            if in_new and running > limits.rooms.get(site, 0):
                found.append(f"{site} has too few rooms")
    return found


def sessions(plan: Timetable, pairs: Sequence[PairTimes]) -> list[tuple[PairTimes, int]]:
    return [(one, start) for one in pairs for start in plan.starts[one.pair_id].values()]


def regular(plan: Timetable, pairs: Sequence[PairTimes]) -> int:
    return sum(plan.is_regular(one, window) for one in pairs for window in one.starts)


GRID = [Slot(day, minute) for day in (0, 2) for minute in (540, 570, 600, 660)]
TEAMS = (
    (("M1", "L1"), ("M2", "L1")),
    (("M1", "L1"), ("M2", "L1"), ("M3", "L1")),
    (("M1", "L1"), ("M1", "L2"), ("M2", "L2")),
    (("M1", "L1"), ("M2", "L2"), ("M3", "L3")),
)


def some_case(seed: int) -> tuple[list[PairTimes], Limits, Timeline]:
    """Two or three pairs with little time, often with a weekly cap, rooms and what is taken."""
    draw = random.Random(seed)
    weeks = draw.choice((WEEKS, FORTNIGHTS))
    later = draw.choice((0, 7)) if weeks is FORTNIGHTS else 0
    slots = [*GRID[:5], *(Slot(one.day + later, one.minute) for one in GRID[5:])]
    windows = range(1, 1 + draw.choice((2, 3, 3, 4)))
    site = draw.choice((None, None, "a"))
    pairs = [
        pair(
            mentor,
            leader,
            {w: sorted(draw.sample(slots, draw.choice((0, 1, 1, 2, 2, 3)))) for w in windows},
            draw.choice((site, site, None)),
            weeks,
        )
        for mentor, leader in draw.choice(TEAMS)
    ]
    first = weeks.at(weeks.begins(1))
    staying = [(first + 540, first + 600), (first + 2 * 1440 + 585, first + 2 * 1440 + 645)]
    limits = Limits(
        draw.choice((30, 60, 60, 90)),
        draw.choice((1, 2, 2, 20)),
        {("L1", 2): 1} if draw.random() < 0.2 else {},
        {"a": draw.choice((1, 1, 2))},
        {"a": staying} if draw.random() < 0.4 else {},
    )
    return pairs, limits, weeks


@functools.cache
def best_of(number: int) -> tuple[int, int]:
    """The best of all plans of that case."""
    return by_trying(*some_case(number))


@pytest.mark.parametrize("seed", range(16))
def test_no_other_plan_is_better(seed: int) -> None:
    for number in range(seed * 1000, seed * 1000 + tries(20)):
        pairs, limits, weeks = some_case(number)
        plan = plan_sessions(pairs, weeks, HOUR, limits)
        assert broken(sessions(plan, pairs), limits, weeks) == []
        best = best_of(number)
        assert (plan.placed, regular(plan, pairs)) == best, number
        assert (plan.regular, plan.unproven) == (best[1], 0), number
        assert (plan.most_placed, plan.most_regular) == best, number


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (exact, "AT_ONCE"),
        (exact, "LARGE"),
        (exceptions, "FEW"),
        (branch_and_bound, "LARGE"),
        (branch_and_bound, "TRIES"),
    ],
)
def test_every_way_leads_to_the_same_numbers(
    module: ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, 0)
    for number in range(tries(120)):
        pairs, limits, weeks = some_case(number)
        plan = plan_sessions(pairs, weeks, HOUR, limits)
        assert broken(sessions(plan, pairs), limits, weeks) == []
        best = best_of(number)
        assert (plan.placed, regular(plan, pairs)) == best, number
        assert (plan.most_placed, plan.most_regular) == best, number


def test_without_a_model_the_bounds_still_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integer_program, "LIMIT", 0)
    open_cases = 0
    for number in range(100):
        pairs, limits, weeks = some_case(number)
        plan = plan_sessions(pairs, weeks, HOUR, limits)
        assert broken(sessions(plan, pairs), limits, weeks) == []
        best = best_of(number)
        assert plan.placed <= best[0] <= plan.most_placed, number
        assert (plan.placed, plan.regular) <= best, number
        assert best[1] <= plan.most_regular, number
        open_cases += not plan.is_proven
    assert open_cases  # else nothing was tried here


def test_the_order_of_pairs_and_of_their_starts_does_not_matter() -> None:
    draw = random.Random(1)
    for number in range(60):
        pairs, limits, weeks = some_case(number)
        other = [
            replace(
                one,
                starts={
                    window: dict(draw.sample(list(possible.items()), len(possible)))
                    for window, possible in draw.sample(list(one.starts.items()), len(one.starts))
                },
            )
            for one in draw.sample(pairs, len(pairs))
        ]
        plan = plan_sessions(pairs, weeks, HOUR, limits)
        assert plan_sessions(other, weeks, HOUR, limits) == plan, number


@pytest.mark.skipif(not HAS_CBC, reason="CBC is not here")
def test_another_solver_proves_the_same_numbers() -> None:
    for number in range(40):
        pairs, limits, weeks = some_case(number)
        plan = plan_sessions(pairs, weeks, HOUR, limits)
        other = plan_sessions(pairs, weeks, replace(HOUR, solver="CBC"), limits)
        assert (other.placed, other.regular) == (plan.placed, plan.regular), number
        assert (other.most_placed, other.most_regular) == (plan.placed, plan.regular), number


# --- what is shared ---------------------------------------------------------


def everywhere(text: str, windows: int = 3) -> dict[int, list[Slot]]:
    return {window: at(text) for window in range(1, windows + 1)}


def shown(plan: Timetable, pairs: Sequence[PairTimes]) -> dict[str, dict[int, str]]:
    """Pair -> window -> weekday and hour."""
    return {
        one.pair_id: {w: f"{local(UTC, start):%a %H:%M}" for w, start in sorted(placed.items())}
        for one in pairs
        for placed in [plan.starts[one.pair_id]]
    }


def test_a_leader_has_no_more_sessions_a_week_than_allowed() -> None:
    pairs = [pair(f"M{n}", "L", everywhere("Mon 9:00, Tue 9:00, Wed 9:00")) for n in range(3)]
    plan = plan_sessions(pairs, WEEKS, HOUR, Limits(60, 2, {("L", 3): 1}))
    assert (plan.placed, plan.most_placed) == (5, 5)  # two a week, and one where one stays
    assert plan.is_proven


def test_two_sites_have_rooms_of_their_own() -> None:
    pairs = [
        pair("M1", "L1", everywhere("Mon 9:00, Mon 9:30"), "berlin"),
        pair("M2", "L2", everywhere("Mon 9:00, Mon 10:00"), "berlin"),
        pair("M3", "L3", everywhere("Mon 9:00"), "paris"),
        pair("M4", "L4", everywhere("Mon 9:00")),
    ]
    plan = plan_sessions(pairs, WEEKS, HOUR, Limits(60, 3, rooms={"berlin": 1, "paris": 1}))
    nine, ten = (dict.fromkeys((1, 2, 3), clock) for clock in ("Mon 09:00", "Mon 10:00"))
    assert shown(plan, pairs) == {"M1-L1": nine, "M2-L2": ten, "M3-L3": nine, "M4-L4": nine}
    assert plan.is_proven


def test_a_room_in_use_by_a_session_that_stays_moves_one_session() -> None:
    pairs = [pair("M", "L", everywhere("Tue 9:00, Tue 9:30, Tue 10:30"), "berlin")]
    begun = moment(Slot(1, 8 * 60 + 45), 2)
    limits = Limits(60, 3, rooms={"berlin": 1}, room_taken={"berlin": [(begun, begun + 60)]})
    plan = plan_sessions(pairs, WEEKS, HOUR, limits)
    assert shown(plan, pairs) == {"M-L": dict.fromkeys((1, 2, 3), "Tue 10:30")}


def test_people_rest_between_sessions_where_they_can() -> None:
    pairs = [pair(f"M{n}", "L", everywhere("Tue 9:00, Tue 10:00, Tue 11:00")) for n in range(2)]
    plan = plan_sessions(pairs, WEEKS, HOUR, FREE)
    hours = {one for weeks in shown(plan, pairs).values() for one in weeks.values()}
    assert hours == {"Tue 09:00", "Tue 11:00"}


def test_who_has_no_time_at_all_is_counted_as_such() -> None:
    plan = plan_sessions([pair("M", "L", {1: at("Mon 9:00"), 2: []})], WEEKS, HOUR, FREE)
    assert (plan.placed, plan.most_placed, plan.regular, plan.most_regular) == (1, 1, 1, 1)


def test_many_pairs_of_one_site_share_its_rooms() -> None:
    """Four fit into each hour; the two with a single hour come first."""
    hours = "Mon 9:00, Mon 10:00, Tue 9:00, Tue 10:00, Wed 9:00"
    pairs = [pair(f"M{n:02}", f"L{n:02}", everywhere(hours), "berlin") for n in range(18)]
    pairs += [pair(f"N{n}", f"K{n}", everywhere("Tue 10:00"), "berlin") for n in range(2)]
    limits = Limits(60, 3, rooms={"berlin": 4})
    plan = plan_sessions(pairs, WEEKS, HOUR, limits)
    assert broken(sessions(plan, pairs), limits) == []
    assert (plan.placed, plan.regular, plan.is_proven) == (60, 60, True)
    crowded = plan_sessions(pairs, WEEKS, HOUR, replace(limits, rooms={"berlin": 3}))
    assert (crowded.placed, crowded.regular, crowded.is_proven) == (45, 45, True)


def test_a_chain_of_shared_people_is_solved_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every leader has two mentors and every mentor two leaders, too many for one model."""
    days = "Mon 9:00, Mon 10:00, Tue 9:00, Wed 9:00, Wed 10:00"
    pairs = [pair(f"M{n // 2}", f"L{(n + 1) // 2 % 20:02}", everywhere(days)) for n in range(40)]
    monkeypatch.setattr(integer_program, "LIMIT", 100)
    plan = plan_sessions(pairs, WEEKS, HOUR, FREE)
    assert broken(sessions(plan, pairs), FREE) == []
    assert (plan.placed, plan.regular, plan.is_proven) == (120, 120, True)
