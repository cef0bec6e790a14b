"""The best schedule of a small program, found by trying every plan.

A window's sessions meet those of other windows only in the choice of the
regular slots. So for each window every way of placing its sessions is listed,
and for each choice of slots the best ways are added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from tests.checker_calendar import both, less, shown
from tests.checker_world import Couple, Row, World

GRID = 30  # sessions start at half hours of the leader's clock, or when free time begins

Slot = tuple[int, int]
"""A day of the window and a minute of it, on the leader's clock."""
Option = tuple[Slot, int]
"""A place for a session: the slot that it would be, and the moment."""
Plan = tuple[Option | None, ...]
"""For each pair the place of its session in one window, None when it has none."""


def options(world: World, couple: Couple, number: int) -> list[Option]:
    """Every place for a session of a pair, given the events and what stays."""
    span = world.window(number)
    monday = shown(world.tz, span[0]).date()
    fixed = [row for row in world.rows if row.kind != "Session" or row.stays]
    busy = [
        (row.begin, row.end)
        for row in fixed
        if row.begin is not None and {one.who for one in couple.people} & set(world.who_comes(row))
    ]
    free = both(both(couple.mentor.free, couple.leader.free), [span])
    found: dict[Slot, int] = {}
    for first, last in less(free, busy):
        for start in range(first, last - world.minutes + 1):
            local = shown(couple.leader.tz, start)
            if start == first or local.minute % GRID == 0:
                day = (local.date() - monday).days
                found.setdefault((day, local.hour * 60 + local.minute), start)
    return sorted(found.items())


def is_possible(world: World, couples: Sequence[Couple], plan: Plan) -> bool:
    """Is nobody in two sessions at once, no leader in too many, no room missing?"""
    planned = [(couple, one[1]) for couple, one in zip(couples, plan) if one is not None]
    for (a, at), (b, then) in combinations(planned, 2):
        shared = {one.who for one in a.people} & {one.who for one in b.people}
        if shared and abs(at - then) < world.minutes:
            return False
    weeks = Counter((couple.leader.who, world.week_of(at)) for couple, at in planned)
    if max(weeks.values(), default=0) > world.program.settings.leader_week:
        return False
    for site, rooms in world.rooms.items():
        using = [at for couple, at in planned if couple.site == site]
        at_once = (sum(0 <= at - other < world.minutes for other in using) for at in using)
        if max(at_once, default=0) > len(rooms):
            return False
    return True


def plans(world: World, couples: Sequence[Couple], number: int) -> list[Plan]:
    """The ways of placing most sessions of one window."""
    found: list[Plan] = [()]
    for at, couple in enumerate(couples):
        choice = [*options(world, couple, number), None]
        found = [
            (*plan, one)
            for plan in found
            for one in choice
            if one is None or is_possible(world, couples[: at + 1], (*plan, one))
        ]
    most = max(placed(plan) for plan in found)
    return [plan for plan in found if placed(plan) == most]


def placed(plan: Plan) -> int:
    return sum(one is not None for one in plan)


def best_schedule(world: World) -> tuple[int, int]:
    """Most sessions placed, and then most of them at the regular time, of all plans.

    The events and kick-offs are those of the schedule; nothing may stay.
    """
    couples = list(world.couples.values())
    numbers = range(1, world.program.settings.session_count + 1)
    windows = [plans(world, couples, number) for number in numbers]
    chosen = [
        sorted({plan[at][0] for window in windows for plan in window if plan[at] is not None})  # type: ignore[index]
        or [(0, 0)]
        for at in range(len(couples))
    ]
    together = [set(agreeing(window)) for window in windows]
    subsets = [
        held
        for count in range(len(couples), -1, -1)
        for held in combinations(range(len(couples)), count)
    ]
    regular = max(
        sum(
            next(len(held) for held in subsets if tuple((at, slots[at]) for at in held) in possible)
            for possible in together
        )
        for slots in product(*chosen)
    )
    return sum(placed(window[0]) for window in windows), regular


def agreeing(window: Sequence[Plan]) -> Iterator[tuple[tuple[int, Slot], ...]]:
    """Every group of pairs with slots that all of them can have at once in a window."""
    for plan in window:
        have = [(at, one[0]) for at, one in enumerate(plan) if one is not None]
        for count in range(len(have) + 1):
            yield from combinations(have, count)


def reached(world: World) -> tuple[int, int]:
    """Sessions with a date and sessions at the regular time in the schedule."""
    dated: list[Row] = [row for row in world.sessions if row.begin is not None]
    return len(dated), sum(row.cells["regular"] is True for row in dated)
