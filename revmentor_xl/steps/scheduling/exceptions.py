"""The sessions that cannot be at their regular slot, as near to it as possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulp

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.scheduling.slots import GRID, PairTimes, Slot, clashes, intended
from revmentor_xl.steps.scheduling.timeline import Timeline
from revmentor_xl.steps.solver import solve, weighted

Starts = dict[str, dict[int, int]]
"""Pair -> window -> the moment at which the session starts."""


def place_exceptions(
    group: Sequence[PairTimes],
    slots: Mapping[str, Slot | None],
    regular: Starts,
    weeks: Timeline,
    settings: Settings,
) -> Starts:
    """The regular sessions and, around them, as many of the others as there is room for.

    Windows do not touch each other, so each is settled by itself: most
    sessions first, then the smallest sum of moves.
    """
    starts: Starts = {pair_id: dict(placed) for pair_id, placed in regular.items()}
    for window in sorted({window for pair in group for window in pair.starts}):
        moving = [
            pair for pair in group if window in pair.starts and window not in regular[pair.pair_id]
        ]
        if not moving:
            continue
        options = _options(moving, group, slots, regular, weeks, window, settings.session_minutes)
        for at, start in _nearest(moving, options, settings).items():
            starts[moving[at].pair_id][window] = start
    return starts


def _options(
    moving: Sequence[PairTimes],
    group: Sequence[PairTimes],
    slots: Mapping[str, Slot | None],
    regular: Starts,
    weeks: Timeline,
    window: int,
    minutes: int,
) -> list[list[tuple[int, int]]]:
    """For each moving session its free starts, nearest first: (half hours away, start)."""
    taken: dict[str, list[int]] = {}
    for pair in group:
        if window in regular[pair.pair_id]:
            for person in pair.people:
                taken.setdefault(person, []).append(regular[pair.pair_id][window])
    found = []
    for pair in moving:
        busy = [start for person in pair.people for start in taken.get(person, ())]
        slot = slots[pair.pair_id]
        wanted = weeks.span(window)[0] if slot is None else intended(pair, slot, weeks, window)
        found.append(
            sorted(
                (-(-abs(start - wanted) // GRID), start)
                for start in set(pair.starts[window].values())
                if all(abs(start - other) >= minutes for other in busy)
            )
        )
    return found


def _nearest(
    moving: Sequence[PairTimes], options: Sequence[Sequence[tuple[int, int]]], settings: Settings
) -> dict[int, int]:
    """The start of each moving session, by its position; some may be left out."""
    nearest = {at: near[0][1] for at, near in enumerate(options) if near}
    wanted = [(at, at, moving[at].people, start) for at, start in nearest.items()]
    if not clashes(wanted, settings.session_minutes):
        return nearest
    problem = pulp.LpProblem("exceptions", pulp.LpMinimize)
    chosen: dict[tuple[int, int], pulp.LpVariable] = {}
    cost: list[tuple[pulp.LpVariable, float]] = []
    far = 1 + max(distance for near in options for distance, _ in near)
    for at, near in enumerate(options):
        for number, (distance, start) in enumerate(near):
            chosen[at, start] = problem.add_variable(f"start_{at}_{number}", 0, 1, cat="Binary")
            # placing one more session is worth any number of moves
            cost.append((chosen[at, start], distance - far * len(options)))
        if near:
            problem += weighted((chosen[at, start], 1.0) for _, start in near) <= 1
    rows = clashes(
        ((key, key[0], moving[key[0]].people, key[1]) for key in chosen), settings.session_minutes
    )
    for row in sorted(sorted(row) for row in rows):
        problem += weighted((chosen[key], 1.0) for key in row) <= 1
    problem.setObjective(weighted(cost))
    solve(problem, settings)
    return {at: start for (at, start), one in chosen.items() if pulp.value(one) > 0.5}
