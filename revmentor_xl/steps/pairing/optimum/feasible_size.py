"""How many pairs there can be under conditions, and which pairs to try first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.integer_program import EACH, SMALL, Listed, chosen, whole
from revmentor_xl.steps.pairing.optimum.linear_program.column_generation import Relaxed, relaxed
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import NO_LIMIT, Cell, Problem
from revmentor_xl.steps.solving.deadline import Deadline

MANY = 200_000
"""More possible pairs than this are not given to a solver at once."""


def need_room(listed: Listed) -> None:
    """Raises `SolverFailed` when a list is too long for a solver."""
    if len(listed) > MANY:
        raise SolverFailed(
            f"No plan that fulfils every condition was found among {MANY:,} pairs.",
            "Loosen a guard or a limit on the Settings tab and try again.",
        )


def most_under(problem: Problem, most: int, settings: Settings) -> int | None:
    """The largest number of pairs under the conditions; None when no plan fulfils them.

    `most` is a number that cannot be exceeded. Raises `SolverFailed` when the
    time ends before it is proven.
    """
    everything = Listed.all_of(problem)
    if len(everything) > SMALL:
        return _down_from(problem, most, Deadline.of(settings))
    found = chosen(everything, np.ones(len(everything), dtype=np.int64), settings)
    if found is not None and found.limit != found.value:
        raise SolverFailed(
            f"The largest number of pairs was not proven within {settings.solver_seconds} seconds.",
            "Raise “Seconds to search” on the Settings tab and try again.",
        )
    return found.value if found else None


def _down_from(problem: Problem, most: int, deadline: Deadline) -> int | None:
    """The same for many pairs: down to where a plan is possible, at first in growing strides.

    The numbers for which the linear program has a solution have no gap
    between them, so the largest of them is found by halving. Below it the
    first number with a plan in whole pairs is the answer.
    """
    is_there: dict[int, Relaxed | None] = {}

    def solved(number: int) -> Relaxed | None:
        if number not in is_there:
            is_there[number] = relaxed(problem, number, deadline.left())
        return is_there[number]

    # a stride could lead past all numbers that a least sum leaves
    growth = 1 if any(one.low > -NO_LIMIT for one in problem.conditions) else 2
    low, high, stride = most, most + 1, 1
    while low > 0 and solved(low) is None:
        high, low, stride = low, max(0, low - stride), growth * stride
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if solved(middle) is None else (middle, high)
    for number in range(low, 0, -1):
        found = solved(number)
        if found is None:
            return None
        if found.is_whole or whole(problem, number, found, deadline.left()) is not None:
            return number
    return 0 if problem.is_fulfilled_by(()) else None


def promising(problem: Problem, everything: Listed, known: Iterable[Cell] = ()) -> np.ndarray:
    """Each person's best pairs, a largest set of pairs and those known, as a choice from all."""
    keep = np.zeros(problem.shape, dtype=bool)
    worth = np.where(problem.open, problem.worth, -1)
    for axis, table in ((1, keep), (0, keep)):
        size = worth.shape[axis]
        best = np.argsort(-worth, axis=axis, kind="stable").take(range(min(EACH, size)), axis=axis)
        np.put_along_axis(table, best, True, axis=axis)
    for cell in (*_cells(problem), *known):
        keep[cell] = True
    chosen_from: np.ndarray = keep[everything.rows, everything.columns]
    return chosen_from


def _cells(problem: Problem) -> Iterable[Cell]:
    yield from most_pairs(problem)
    for one in problem.conditions:
        yield from one.cells
