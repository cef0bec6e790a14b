"""The best plan that disturbs few of the pairs that are running."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.feasible_size import most_under
from revmentor_xl.steps.pairing.optimum.gap_closing import closed_under
from revmentor_xl.steps.pairing.optimum.linear_program.column_generation import relaxed
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import Cell, Condition, Plan, Problem
from revmentor_xl.steps.solving.deadline import Deadline


def least_disturbing(
    problem: Problem,
    kept: Sequence[Cell],
    most: int | None,
    settings: Settings,
    known: Plan | None = None,
) -> Plan | None:
    """The best plan that ends at most `most` of the running pairs; None: there is none.

    `kept` are the running pairs; they are possible pairs of the problem and
    find places in it. As many pairs as possible come first, then the highest
    total. `most` None sets no limit. `known` is a plan that disturbs no more,
    such as the one for a smaller `most`.
    """
    if most is not None and most <= 0 and not problem.conditions:
        return _undisturbed(problem, kept, settings)
    limited = problem if most is None or most >= len(kept) else problem.under(_limit(kept, most))
    number = _number(problem, kept, most, settings)
    if number is None:
        return None
    return _largest(limited, number, settings, known)


def _largest(problem: Problem, number: int, settings: Settings, known: Plan | None) -> Plan | None:
    """The best plan with as many pairs as can be, `number` at most.

    What `broken` gives back may leave room for fewer pairs only. When the time
    ends before anything better than `known` is found, that is the plan.
    """
    deadline = Deadline.of(settings)
    while number >= 0:
        floor = known if known is not None and len(known.cells) == number else None
        try:
            plan, problem = closed_under(problem, number, deadline.left(), floor)
        except SolverFailed:
            if known is None:
                raise
            return replace(known, bound=_bound(problem, len(known.cells), known, settings))
        if plan is not None or problem.broken is None:
            return plan
        number -= 1
    return None


def _bound(problem: Problem, number: int, known: Plan, settings: Settings) -> int:
    """The most that so many pairs can score when conditions are left aside."""
    found = relaxed(replace(problem, conditions=()), number, settings)
    return max(known.total, found.bound) if found is not None else known.total


def _limit(kept: Sequence[Cell], most: int) -> Condition:
    return Condition("running pairs", low=len(kept) - most, cells=frozenset(kept))


def _undisturbed(problem: Problem, kept: Sequence[Cell], settings: Settings) -> Plan | None:
    """The running pairs and the best plan for the places they leave."""
    mentors, leaders = problem.mentor_places.copy(), problem.leader_places.copy()
    for i, j in kept:
        mentors[i] -= 1
        leaders[j] -= 1
    broken = problem.broken
    if problem.objections(kept):
        return None

    def beside(cells: Sequence[Cell]) -> list[Condition]:
        assert broken is not None
        return [one.beside_all(problem.worth, kept) for one in broken([*kept, *cells])]

    left = replace(
        problem.without(*kept),
        mentor_places=mentors,
        leader_places=leaders,
        broken=beside if broken is not None else None,
    )
    number = len(most_pairs(left))
    worth = problem.total(kept)
    found = _largest(left, number, settings, None) if number else Plan((), 0, 0)
    if found is None:
        return None
    cells = tuple(sorted([*kept, *found.cells]))
    return Plan(cells, found.total + worth, found.bound + worth, found.seconds)


def _number(
    problem: Problem, kept: Sequence[Cell], most: int | None, settings: Settings
) -> int | None:
    """The largest number of pairs with at most `most` running ones ended.

    With `broken` it may be smaller still. Without conditions: the most running
    pairs that a plan of a given number can have is the optimum of a plain
    pairing in which they alone are worth something, hence whole; it falls as
    the number grows.
    """
    top = len(most_pairs(problem))
    if problem.conditions:
        limited = problem if most is None else problem.under(_limit(kept, most))
        return most_under(limited, top, settings)
    if most is None or most >= len(kept):
        return top
    running = np.zeros_like(problem.worth)
    for cell in kept:
        running[cell] = 1
    counting = replace(problem, worth=running)
    low, high = len(kept), top
    while low < high:
        middle = (low + high + 1) // 2
        found = relaxed(counting, middle, settings)
        if found is not None and found.bound >= len(kept) - most:
            low = middle
        else:
            high = middle - 1
    return low
