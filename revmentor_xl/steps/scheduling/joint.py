"""Regular slots and exceptions in one model, for the few groups that need it.

Every start of every session is a variable here, which is why the model is
built only for people whose calendars leave no easy plan.
"""

from __future__ import annotations

from collections.abc import Sequence

import pulp

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.scheduling.exceptions import Starts
from revmentor_xl.steps.scheduling.slots import EXCEPTION, PairTimes, Slot, clashes
from revmentor_xl.steps.solver import solve, weighted

LIMIT = 40_000
"""Starts that one model may have; beyond that the proof would take too long."""

Start = tuple[int, int, Slot]
"""The pair's position in the group, the window, the slot in that window."""


def size(group: Sequence[PairTimes]) -> int:
    """The starts that the joint model of a group has."""
    return sum(len(possible) for pair in group for possible in pair.starts.values())


def solve_jointly(
    group: Sequence[PairTimes], settings: Settings
) -> tuple[dict[str, Slot | None], Starts]:
    """Most sessions placed, then most of them at the regular slot, then liked slots.

    Raises `SolverFailed` when the proof is not found in time.
    """
    problem = pulp.LpProblem("slots_and_exceptions", pulp.LpMaximize)
    sessions = sum(len(pair.starts) for pair in group)
    regular_worth = float(EXCEPTION * len(group))
    placed_worth = regular_worth * (sessions + 1)
    gain: list[tuple[pulp.LpVariable, float]] = []
    starts: dict[Start, pulp.LpVariable] = {}
    columns: dict[tuple[int, Slot], pulp.LpVariable] = {}
    for at, pair in enumerate(group):
        for number, slot in enumerate(pair.misses):
            columns[at, slot] = problem.add_variable(f"slot_{at}_{number}", 0, 1, cat="Binary")
            gain.append((columns[at, slot], -float(pair.dislike(slot))))
        if pair.misses:
            problem += weighted((columns[at, slot], 1.0) for slot in pair.misses) <= 1
        for window in sorted(pair.starts):
            for number, slot in enumerate(sorted(pair.starts[window])):
                name = f"{at}_{window}_{number}"
                start = problem.add_variable(f"start_{name}", 0, 1, cat="Binary")
                regular = problem.add_variable(f"regular_{name}", 0, 1)
                starts[at, window, slot] = start
                gain += [(start, placed_worth), (regular, regular_worth)]
                problem += weighted([(regular, 1.0), (start, -1.0)]) <= 0
                problem += weighted([(regular, 1.0), (columns[at, slot], -1.0)]) <= 0
            if pair.starts[window]:
                possible = ((starts[at, window, slot], 1.0) for slot in pair.starts[window])
                problem += weighted(possible) <= 1
    for row in _rows(group, settings.session_minutes):
        problem += weighted((starts[key], 1.0) for key in row) <= 1
    problem.setObjective(weighted(gain))
    solve(problem, settings)
    return _read(group, columns, starts)


def _rows(group: Sequence[PairTimes], minutes: int) -> list[list[Start]]:
    """Starts that exclude each other because they need the same person."""
    found: list[list[Start]] = []
    for window in sorted({window for pair in group for window in pair.starts}):
        options = [
            ((at, window, slot), at, pair.people, start)
            for at, pair in enumerate(group)
            for slot, start in pair.starts.get(window, {}).items()
        ]
        found += sorted(sorted(row) for row in clashes(options, minutes))
    return found


def _read(
    group: Sequence[PairTimes],
    columns: dict[tuple[int, Slot], pulp.LpVariable],
    starts: dict[Start, pulp.LpVariable],
) -> tuple[dict[str, Slot | None], Starts]:
    slots: dict[str, Slot | None] = {pair.pair_id: None for pair in group}
    for (at, slot), column in columns.items():
        if pulp.value(column) > 0.5:
            slots[group[at].pair_id] = slot
    placed: Starts = {pair.pair_id: {} for pair in group}
    for (at, window, slot), start in starts.items():
        if pulp.value(start) > 0.5:
            placed[group[at].pair_id][window] = group[at].starts[window][slot]
    return slots, placed
