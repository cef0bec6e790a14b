"""The best plan under each aim; the largest number of pairs always comes first."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from revmentor_xl.errors import Infeasible
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.feasible_size import most_under
from revmentor_xl.steps.pairing.optimum.integer_program import whole
from revmentor_xl.steps.pairing.optimum.leximin import most_even
from revmentor_xl.steps.pairing.optimum.linear_program.column_generation import relaxed
from revmentor_xl.steps.pairing.optimum.maximum_matching import best_worst, most_pairs
from revmentor_xl.steps.pairing.optimum.problem import Aim, Plan, Problem
from revmentor_xl.steps.solving.deadline import Deadline


def best_plan(
    problem: Problem, settings: Settings, aim: Aim = Aim.TOTAL, *, band: int | None = None
) -> Plan:
    """The best plan under an aim, with its proof.

    First comes the number of pairs: the largest that the places, rules and
    conditions leave. Then, by aim: the total; or the lowest score, then the
    total; or as few pairs as possible in the lowest band of scores, then in the
    next, and so on, then the total. A band is `band` hundredths of a point wide
    (by default the settings' points per band) and begins at a multiple of it.

    A plan that `problem.broken` objects to is searched for again under what it
    gave back. Raises `Infeasible` when the conditions contradict each other,
    `SolverFailed` when no plan is found in time.
    """
    started = time.perf_counter()
    found, _ = attempt(problem, settings, aim, band=band)
    if found is None:
        raise Infeasible
    return replace(found, seconds=time.perf_counter() - started)


def attempt(
    problem: Problem,
    settings: Settings,
    aim: Aim,
    *,
    band: int | None = None,
    number: int | None = None,
) -> tuple[Plan | None, Problem]:
    """As `best_plan`, but None when there is no plan; with the problem as it came to be.

    That is the problem under all that `broken` gave back. With a `number` of
    pairs given, plans of any other number do not count. Raises `SolverFailed`
    when the time ends before.
    """
    width, deadline = band or 100 * settings.band_points, Deadline.of(settings)
    while True:
        found = _largest(problem, deadline.left(), aim, width, number)
        more = problem.objections(found.cells) if found else []
        if not more:
            return found, problem
        problem = problem.under(*more)


def _largest(
    problem: Problem, settings: Settings, aim: Aim, width: int, number: int | None
) -> Plan | None:
    """The best plan with as many pairs as can be, or with the number given."""
    if number is not None:
        return plan_of(problem, number, settings, aim, width)
    most, deadline = len(most_pairs(problem)), Deadline.of(settings)
    found = plan_of(problem, most, settings, aim, width)
    if found is None and problem.conditions:
        fewer = most_under(problem, most, deadline.left())
        if fewer is not None and fewer < most:
            found = plan_of(problem, fewer, deadline.left(), aim, width)
    return found


def plan_of(problem: Problem, number: int, settings: Settings, aim: Aim, width: int) -> Plan | None:
    """The best plan of `number` pairs under the conditions; None when there is none."""
    if not number:
        return Plan((), 0, 0) if problem.is_fulfilled_by(()) else None
    if aim is Aim.TOTAL:
        return best_total(problem, number, settings)
    deadline = Deadline.of(settings)
    worst = worst_of(problem, number, settings)
    if worst is None:
        return None
    if aim is Aim.WORST:
        return best_total(problem.at_least(min(worst, problem.enough)), number, deadline.left())
    lowest = worst // width * width
    return most_even(problem.at_least(lowest), number, deadline.left(), width)


def best_total(
    problem: Problem, number: int, settings: Settings, any_plan: bool = False
) -> Plan | None:
    """The plan of `number` pairs with the highest total, or any; None when there is none."""
    found = relaxed(problem, number, settings)
    if found is None:
        return None
    if found.is_whole:
        plan = found.plan(problem)
        if problem.is_fulfilled_by(plan.cells):
            return plan
    return whole(problem, number, found, settings, any_plan)


def worst_of(problem: Problem, number: int, settings: Settings) -> int | None:
    """The highest score that the worst pair of a plan with `number` pairs can have.

    Where there are conditions, what can be had without them is a limit from
    which the search goes down, at first in growing strides as the answer is
    mostly near. None when there is no plan.
    """
    if not problem.conditions:
        return best_worst(problem, number)
    scores = np.flatnonzero(np.bincount(problem.worth[problem.open]))
    most = int(np.searchsorted(scores, best_worst(problem, number), side="right"))

    deadline = Deadline.of(settings)

    def is_planned(at: int) -> bool:
        above = problem.at_least(int(scores[at]))
        return best_total(above, number, deadline.left(), any_plan=True) is not None

    low, high, stride = most - 1, most, 1
    while low >= 0 and not is_planned(low):
        high, low, stride = low, max(low - stride, min(low, 1) - 1), 2 * stride
    if low < 0:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_planned(middle) else (low, middle)
    return int(scores[low])
