"""The sessions that cannot be at their regular slot, as near to it as possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import (
    GRID,
    PairTimes,
    Slot,
    intended,
    together,
)
from revmentor_xl.steps.solving.solver import solve, weighted
from revmentor_xl.steps.solving.tie_rule import first_of_equals

Starts = dict[str, dict[int, int]]
"""Pair -> window -> the moment at which the session starts."""

NOWHERE = Slot(-1, -1)

FEW = 6
"""More sessions that get in each other's way are left to a model."""

TRIES = 3000
"""Starts tried for a few sessions; beyond that a model is quicker."""

Near = Sequence[tuple[int, int]]
"""The starts that a session may have, nearest first: (half hours away, moment)."""


def place_exceptions(
    group: Sequence[PairTimes],
    slots: Mapping[str, Slot | None],
    regular: Starts,
    weeks: Timeline,
    settings: Settings,
    taken: Taken,
) -> Starts:
    """The regular sessions and, around them, as many of the others as there is room for.

    `taken` is what sessions outside the group leave. Windows do not touch each
    other, so each is settled by itself: most sessions first, then the smallest
    sum of moves.
    """
    starts: Starts = {pair_id: dict(placed) for pair_id, placed in regular.items()}
    moving: dict[int, list[PairTimes]] = {}
    for pair in group:
        for window, possible in pair.starts.items():
            if possible and window not in regular[pair.pair_id]:
                moving.setdefault(window, []).append(pair)
    if not moving:
        return starts
    with taken.holding(group, regular):
        for window, some in sorted(moving.items()):
            options = [_options(pair, slots[pair.pair_id], weeks, window) for pair in some]
            try:
                placed = nearest(some, options, settings, taken)
            except SolverFailed:
                placed = _in_turn(some, options, taken)
            for at, start in placed.items():
                starts[some[at].pair_id][window] = start
    return starts


def refilled(
    group: Sequence[PairTimes],
    window: int,
    slots: Mapping[str, Slot | None],
    settings: Settings,
    taken: Taken,
) -> dict[str, int]:
    """Pair -> moment: most sessions in this window, then most of them at the regular slot.

    No plan places more in it, whatever the slots are. Raises `SolverFailed`.
    """
    some = [pair for pair in group if pair.starts.get(window)]
    usual = [pair.starts[window].get(slots[pair.pair_id] or NOWHERE) for pair in some]
    options = [
        sorted((int(start != at), start) for start in set(pair.starts[window].values()))
        for pair, at in zip(some, usual)
    ]
    placed = nearest(some, options, settings, taken)
    return {some[at].pair_id: start for at, start in placed.items()}


def _options(pair: PairTimes, slot: Slot | None, weeks: Timeline, window: int) -> Near:
    wanted = weeks.span(window)[0] if slot is None else intended(pair, slot, weeks, window)
    return sorted(
        (-(-abs(start - wanted) // GRID), start) for start in set(pair.starts[window].values())
    )


def nearest(
    moving: Sequence[PairTimes], options: Sequence[Near], settings: Settings, taken: Taken
) -> dict[int, int]:
    """The start of each moving session, by its position; some may be left out.

    All of them are in one window; most are placed, then the sum of half hours is least.
    Raises `SolverFailed`.
    """
    first = _first_fits(moving, options, taken)
    if first is not None:
        return first
    found: dict[int, int] = {}
    position = {pair.pair_id: at for at, pair in enumerate(moving)}
    for part in together(moving, by_rooms=True):
        free = [
            [
                (far, start)
                for far, start in options[position[pair.pair_id]]
                if taken.fits(pair, start)
            ]
            for pair in part
        ]
        search = _Search(part, free, taken)
        best = search.best if search.is_complete else _by_model(part, free, settings, taken)
        found |= {position[part[at].pair_id]: start for at, start in best.items()}
    return found


def _in_turn(moving: Sequence[PairTimes], options: Sequence[Near], taken: Taken) -> dict[int, int]:
    """One after another the nearest start that is left, should there be no time for better."""
    found: dict[int, int] = {}
    for at, (pair, near) in enumerate(zip(moving, options)):
        start = next((start for _, start in near if taken.fits(pair, start)), None)
        if start is not None:
            found[at] = start
            taken.add(pair, start)
    for at, start in found.items():
        taken.remove(moving[at], start)
    return found


def _by_model(
    moving: Sequence[PairTimes], free: Sequence[Near], settings: Settings, taken: Taken
) -> dict[int, int]:
    """The same as `_Search` finds, by a model: pair after pair the nearest start."""
    problem, chosen = _stated(moving, free, taken)
    far = _far(free)
    distance = [{start: away for away, start in near} for near in free]
    problem.setObjective(
        weighted(
            (one, away[start] - far)
            for away, starts in zip(distance, chosen)
            for start, one in starts.items()
        )
    )
    solve(problem, settings)
    placed = [
        next((start for start, one in starts.items() if pulp.value(one) > 0.5), None)
        for starts in chosen
    ]
    moved = sum(away[start] for away, start in zip(distance, placed) if start is not None)
    if None not in placed:  # what is too far for a plan as good as this one is out
        beside = moved - sum(near[0][0] for near in free)
        free = [[one for one in near if one[0] - near[0][0] <= beside] for near in free]
    problem, chosen = _stated(moving, free, taken)
    terms = [
        (one, float(away[start]))
        for away, starts in zip(distance, chosen)
        for start, one in starts.items()
    ]
    problem += weighted((one, 1.0) for one, _ in terms) == len(placed) - placed.count(None)
    problem += weighted(terms) == moved
    first = first_of_equals(problem, chosen, placed, settings)
    return {at: start for at, start in enumerate(first) if start is not None}


def _stated(
    moving: Sequence[PairTimes], free: Sequence[Near], taken: Taken
) -> tuple[pulp.LpProblem, list[dict[int, pulp.LpVariable]]]:
    """The rules, and for each moving session start -> variable, the nearest first."""
    problem = pulp.LpProblem("exceptions", pulp.LpMinimize)
    chosen = [
        {
            start: problem.add_variable(f"start_{at}_{number}", 0, 1, cat="Binary")
            for number, (_, start) in enumerate(near)
        }
        for at, near in enumerate(free)
    ]
    for starts in filter(None, chosen):
        problem += weighted((one, 1.0) for one in starts.values()) <= 1
    options = [
        ((at, start), moving[at], start) for at, starts in enumerate(chosen) for start in starts
    ]
    for row in taken.rows(options):
        problem += weighted((chosen[at][start], 1.0) for at, start in row.keys) <= row.most
    return problem, chosen


def _far(free: Sequence[Near]) -> int:
    """What leaving a session out costs: more than any number of moves."""
    return len(free) * (1 + max((distance for near in free for distance, _ in near), default=0))


class _Search:
    """The same as the model by trying, for a few sessions; complete when it came to an end."""

    def __init__(self, moving: Sequence[PairTimes], free: Sequence[Near], taken: Taken) -> None:
        self.best: dict[int, int] = {}
        self._moving, self._free, self._taken = moving, free, taken
        self._far = _far(free)
        self._tries = TRIES if len(moving) <= FEW else 0
        self._cost = 1 + self._far * len(free)
        self._least = [0]  # what the sessions from each one on cost at least
        for near in reversed(free):
            self._least.append(self._least[-1] + (near[0][0] if near else self._far))
        self._least.reverse()
        self._place(0, 0, {})

    @property
    def is_complete(self) -> bool:
        return self._tries > 0

    def _place(self, at: int, cost: int, placed: dict[int, int]) -> None:
        if at == len(self._free):
            self.best, self._cost = dict(placed), cost
            return
        pair = self._moving[at]
        for distance, start in self._free[at]:
            if cost + distance + self._least[at + 1] >= self._cost or self._tries <= 0:
                return
            self._tries -= 1
            if self._taken.fits(pair, start):
                self._taken.add(pair, start)
                self._place(at + 1, cost + distance, {**placed, at: start})
                self._taken.remove(pair, start)
        if cost + self._far + self._least[at + 1] < self._cost:
            self._place(at + 1, cost + self._far, placed)


def _first_fits(
    moving: Sequence[PairTimes], options: Sequence[Near], taken: Taken
) -> dict[int, int] | None:
    """Everybody's nearest start that fits; None when these get in each other's way."""
    found: dict[int, int] = {}
    for at, (pair, near) in enumerate(zip(moving, options)):
        start = next((start for _, start in near if taken.fits(pair, start)), None)
        if start is not None:
            found[at] = start
    beside = 0
    for at, start in found.items():
        if not taken.fits(moving[at], start):
            break
        taken.add(moving[at], start)
        beside += 1
    for at in list(found)[:beside]:
        taken.remove(moving[at], found[at])
    return found if beside == len(found) else None
