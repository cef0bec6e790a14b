"""The best plan under conditions, closed to a gap of zero where that is possible."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.aims import best_total
from revmentor_xl.steps.pairing.optimum.integer_program import ROOM, Listed, chosen
from revmentor_xl.steps.pairing.optimum.linear_program.dual_bound import Priced
from revmentor_xl.steps.pairing.optimum.problem import Plan, Problem
from revmentor_xl.steps.solving.deadline import Deadline

SHARE = 0.5
"""The part of the time left that the last search may take; after it the gap is shown."""


def closed(
    problem: Problem, number: int, settings: Settings, known: Plan | None = None
) -> Plan | None:
    """The best plan of `number` pairs under the conditions; None when there is none.

    `known` is a plan under the same conditions that is there already. A plan
    that `problem.broken` objects to is searched again under what it gives
    back. Raises `SolverFailed` when the time ends without any plan.
    """
    return closed_under(problem, number, settings, known)[0]


def closed_under(
    problem: Problem, number: int, settings: Settings, known: Plan | None = None
) -> tuple[Plan | None, Problem]:
    """As `closed`, with the problem as it came to be, under all that `broken` gave back."""
    started, deadline = time.perf_counter(), Deadline.of(settings)
    while True:
        plan = best_total(problem, number, deadline.left())
        if plan is None:
            return None, problem
        more = problem.objections(plan.cells)
        if not more:
            plan = _last(problem, number, deadline, _better(plan, known))
            more = problem.objections(plan.cells)
        if not more:
            return replace(plan, seconds=time.perf_counter() - started), problem
        problem = problem.under(*more)


def _better(plan: Plan, known: Plan | None) -> Plan:
    if known is None or plan.is_proven or known.total <= plan.total:
        return plan
    return replace(known, bound=plan.bound, prices=plan.prices)


def _last(problem: Problem, number: int, deadline: Deadline, plan: Plan) -> Plan:
    """Look for anything better among the few pairs that a better plan could have."""
    if plan.is_proven or plan.prices is None or deadline.is_over:
        return plan
    priced = Priced.of(problem, number, plan.prices)
    ceiling = priced.ceiling()
    rows, columns = priced.within(ceiling - plan.total - 1 + 1e-3)
    listed = Listed(problem, rows, columns)
    if len(listed) > ROOM:
        return plan
    try:
        got = chosen(listed, listed.worth, deadline.left(SHARE), number)
    except SolverFailed:  # not in time: the plan stands, with its gap
        return plan
    bound = min(plan.bound, math.floor(ceiling + 1e-6))
    if got is None:
        return replace(plan, bound=plan.total)
    limit = got.limit if got.limit is not None else bound
    if got.value > plan.total:
        return replace(plan, cells=got.cells, total=got.value, bound=min(bound, limit))
    return replace(plan, bound=max(plan.total, min(bound, limit)))
