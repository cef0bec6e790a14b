"""The best plan under conditions, closed to a gap of zero where that is possible."""

from __future__ import annotations

import math
import time
from dataclasses import replace

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.aims import best_total
from revmentor_xl.steps.pairing.optimum.pricing import Priced
from revmentor_xl.steps.pairing.optimum.problem import Plan, Problem
from revmentor_xl.steps.pairing.optimum.whole import Listed, chosen

MOST_LISTED = 60_000
"""Pairs that may be left for the last search; with more the gap is shown."""


def closed(
    problem: Problem, number: int, settings: Settings, known: Plan | None = None
) -> Plan | None:
    """The best plan of `number` pairs under the conditions; None when there is none.

    `known` is a plan under the same conditions that is there already. A plan
    that `problem.broken` objects to is searched again under what it gives
    back. Raises `SolverFailed` when the time ends without any plan.
    """
    started = time.perf_counter()
    while True:
        plan = _closed(problem, number, settings, known)
        more = problem.broken(plan.cells) if plan is not None and problem.broken else ()
        if plan is None or all(one.holds(problem.worth, plan.cells) for one in more):
            break
        problem = problem.under(*more)
    if plan is None:
        return None
    return replace(plan, seconds=time.perf_counter() - started)


def _closed(problem: Problem, number: int, settings: Settings, known: Plan | None) -> Plan | None:
    plan = best_total(problem, number, settings)
    if plan is None or plan.is_proven or plan.prices is None:
        return plan
    if known is not None and known.total > plan.total:
        plan = replace(known, bound=plan.bound, prices=plan.prices)
    return _last(problem, number, settings, plan)


def _last(problem: Problem, number: int, settings: Settings, plan: Plan) -> Plan:
    """Look for anything better among the few pairs that a better plan could have."""
    assert plan.prices is not None  # a plan of `whole` has the prices it was made with
    priced = Priced.of(problem, number, plan.prices)
    if plan.is_proven:
        return plan
    ceiling = priced.ceiling()
    rows, columns = priced.within(ceiling - plan.total - 1 + 1e-3)
    listed = Listed(problem, rows, columns)
    if len(listed) > MOST_LISTED:
        return plan
    got = chosen(listed, listed.worth, settings, number)
    bound = min(plan.bound, math.floor(ceiling + 1e-6))
    if got is None:
        return replace(plan, bound=plan.total)
    limit = got.limit if got.limit is not None else bound
    if got.value > plan.total:
        return replace(plan, cells=got.cells, total=got.value, bound=min(bound, limit))
    return replace(plan, bound=max(plan.total, min(bound, limit)))
