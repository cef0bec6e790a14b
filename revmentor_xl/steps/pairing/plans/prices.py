"""What each pin, guard and rule costs: the same search without it, and the difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from revmentor_xl.errors import SolverFailed
from revmentor_xl.findings.sentences import counted
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case import left_out
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.group_guards import Search, searched
from revmentor_xl.steps.pairing.hard_rules.rules import RULES
from revmentor_xl.steps.pairing.optimum.linear_program.dual_bound import certificate
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import Aim, Plan, Problem
from revmentor_xl.steps.pairing.output.proof import Scored
from revmentor_xl.steps.pairing.preview import rule_label
from revmentor_xl.steps.solving.deadline import Deadline
from revmentor_xl.steps.solving.progress import part, progress

SEARCH_WORK = 30_000_000
"""Pairs of all repeated searches together, about half a minute; what is left over gets a bound."""
_SLOWER = 4  # so many times longer takes a search for another aim than the plain total
_GUARDED = 200  # and one under guards


class Left(NamedTuple):
    """Something that can be left out, and the case without it."""

    kind: str
    what: str
    case: Case
    guard: str = ""


def prices(case: Case, search: Search) -> pd.DataFrame:
    """The typed rows of the Prices table, the dearest first: rules, guards and pins.

    `points` is what the total would gain without it and `pairs` how many more
    pairs there would be. Private wishes are lifted all together only. A price
    of nothing is proven from the plan's dual prices where that is possible
    (weak duality: every pair newly possible is worth no more than the places
    that it takes up), every other one by searching again; when that would take
    too long, the note says that the price is a bound, or that there is none.
    """
    now = Scored.of(case, search.plan)
    slower = 1 if case.aim is Aim.TOTAL else _SLOWER
    slower = _GUARDED if search.outcomes else slower
    searches = max(4, SEARCH_WORK // max(1, slower * case.rules.allowed.size))
    deadline, rows = Deadline.of(case.program.settings), []
    many = _number_left_out(case, search)
    for number, left in enumerate(_left_out(case, search)):
        progress(number / many, "working out what every rule, pin and guard costs")
        row = _proven_nothing(case, left, search)
        if row is None and searches and not deadline.is_over:
            searches -= 1
            with part(number / many, (number + 1) / many):
                row = _searched(now, left, deadline.left().solver_seconds)
        rows.append({"kind": left.kind, "what": left.what, **(row or _bounded(left, search, now))})
    rows.sort(key=_dearest_first)
    return pd.DataFrame(rows, columns=list(WORKBOOK.table("prices").keys))


def _dearest_first(row: dict[str, object]) -> tuple[bool, float]:
    points = row.get("points")
    return points is None, -float(str(points or 0))


def _left_out(case: Case, search: Search) -> Iterator[Left]:
    for rule in RULES:
        if case.rules.effects[rule.name].removed:
            kind = "Private wishes" if rule.name == "veto" else "Rule"
            yield Left(kind, rule_label(rule), left_out.without_rule(case, rule))
    for outcome in search.outcomes:
        yield Left("Guard", outcome.guard.name, case, outcome.guard.name)
    for cell in left_out.released_pins(case):
        mentor, leader = case.named(*cell)
        yield Left("Pin", f"{mentor} with {leader}", left_out.without_pin(case, cell))


def _number_left_out(case: Case, search: Search) -> int:
    rules = sum(bool(case.rules.effects[rule.name].removed) for rule in RULES)
    return rules + len(search.outcomes) + len(left_out.released_pins(case))


def _searched(now: Scored, left: Left, seconds: int) -> dict[str, object] | None:
    try:
        plan = searched(left.case, without=left.guard, seconds=seconds).plan
    except SolverFailed:
        return None
    then = Scored.of(left.case, plan)
    more, gained = then.pairs - now.pairs, then.total - now.total
    row: dict[str, object] = {"points": gained / 100, "pairs": more}
    if not (now.is_proven and then.is_proven):
        least, most = (then.total - now.bound) / 100, (then.bound - now.total) / 100
        note = (
            f"Between {least:.1f} and {most:.1f} points: one of the two plans is not proven best."
        )
    elif more:
        note = f"{counted(more, 'more pair')} would be possible; the points are those of all pairs."
    elif then.worst > now.worst and gained <= 0:
        note = (
            f"The worst pair would have {then.worst / 100:.1f} instead of {now.worst / 100:.1f}; "
            "that comes before the total."
        )
    else:
        note = _costs(gained)
        if gained < 0:
            note = (
                f"The total would be {-gained / 100:.1f} points lower: the aim or other guards "
                "would then be met better."
            )
    return {**row, "note": note}


def _costs(gained: int) -> str:
    if gained > 0:
        return f"Costs {gained / 100:.1f} points of the total."
    return "Costs nothing: the plan would score the same without it."


def _proven_nothing(case: Case, left: Left, search: Search) -> dict[str, object] | None:
    """The row of something without which nothing gets better; None when that is not plain."""
    if left.guard and search.plan.cells == search.base.cells:
        return {"points": 0.0, "pairs": 0, "note": "Costs nothing: the best plan keeps it anyway."}
    if _opens_nothing(case, left):
        return {"points": 0.0, "pairs": 0, "note": "Costs nothing: other rules stand there too."}
    bound = _quick_bound(left, search)
    if bound is None or Scored.of(case, search.plan).total != bound:
        return None
    return {"points": 0.0, "pairs": 0, "note": _costs(0)}


def _opens_nothing(case: Case, left: Left) -> bool:
    """Is no pair newly possible, and no leader's several mentors either?"""
    if left.kind in ("Pin", "Guard") or (case.problem.broken and not left.case.problem.broken):
        return False
    return not (left.case.problem.open & ~case.problem.open).any()


def _bounded(left: Left, search: Search, now: Scored) -> dict[str, object]:
    bound = _quick_bound(left, search)
    if bound is None:
        return {"note": "Not worked out: it would take too long here."}
    return {
        "points": (bound - now.total) / 100,
        "pairs": 0,
        "note": "At most; it was not worked out to the last point, because that takes too long.",
    }


def _quick_bound(left: Left, search: Search) -> int | None:
    """The most that all pairs can score without it, in hundredths, from the plan's prices.

    None when prices say nothing: another aim than the total, guards, further
    conditions, or more pairs than before.
    """
    case, plan = left.case, search.plan
    if case.aim is not Aim.TOTAL or search.outcomes:
        return None
    prices = plan.prices
    if prices is None or prices.of_conditions or case.problem.conditions:
        return None
    pinned = left.kind == "Pin"
    number = len(plan.cells) + pinned
    if len(most_pairs(case.problem)) != number:
        return None
    settled = Scored.of(case, Plan((), 0, 0)).total
    return settled + weak_bound(case.problem, number, plan)


def weak_bound(problem: Problem, number: int, plan: Plan) -> int:
    """The most that `number` pairs of a problem can score, in hundredths (weak duality).

    Any prices give a bound (see `dual_bound`); those of a plan for nearly the
    same problem give a near one. A mentor's price is raised where one of their
    pairs is worth more than its prices, at first.
    """
    prices = plan.prices
    assert prices is not None
    leaders = np.maximum(0.0, prices.leaders)
    worth = np.where(problem.open, problem.worth, -np.inf)
    mentors = np.maximum(0.0, prices.mentors)
    beyond = worth - mentors[:, None] - leaders[None, :] - prices.of_pair
    raised = np.maximum(0.0, beyond.max(axis=1, initial=0.0))
    few = raised * problem.mentor_places < np.maximum(0.0, beyond).sum(axis=1)
    mentors = np.where(few, mentors + raised, mentors)
    return certificate(problem, number, replace(prices, mentors=mentors)).bound
