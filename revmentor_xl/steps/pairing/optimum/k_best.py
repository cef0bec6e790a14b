"""Plans that differ from those found: the next best one, and really different ones."""

from __future__ import annotations

import math
from collections.abc import Sequence

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.aims import attempt
from revmentor_xl.steps.pairing.optimum.alternating_cycles import cheapest_circle
from revmentor_xl.steps.pairing.optimum.gap_closing import closed
from revmentor_xl.steps.pairing.optimum.problem import Aim, Condition, Plan, Problem


def next_best(
    problem: Problem, plan: Plan, settings: Settings, aim: Aim = Aim.TOTAL
) -> Plan | None:
    """The best plan with as many pairs that is not the same set of pairs; None: there is none.

    `plan` is the best one under the aim. Without conditions the answer is
    exact at any size: one circle of pairs that swap partners. With conditions
    it is searched for as `different` does, down to one other pair.
    """
    if not plan.cells:
        return None
    if problem.conditions or problem.broken or not plan.is_proven or aim is Aim.EVEN:
        return _under(problem, [plan], 1, settings, aim)
    if aim is Aim.WORST:
        worst = min(problem.enough, *(int(problem.worth[cell]) for cell in plan.cells))
        found = _one_circle_away(problem.at_least(worst), plan)
        return found or _under(problem, [plan], 1, settings, aim)
    return _one_circle_away(problem, plan)


def _one_circle_away(problem: Problem, plan: Plan) -> Plan | None:
    circle = cheapest_circle(problem, plan)
    if circle is None:
        return None
    total = plan.total - circle.loss
    return Plan(circle.applied(plan), total, total)


def different(
    problem: Problem,
    plans: Sequence[Plan],
    settings: Settings,
    share: float = 0.2,
    aim: Aim = Aim.TOTAL,
) -> Plan | None:
    """The best plan with as many pairs that differs from all of these; None: there is none.

    At least max(1, share x pairs, rounded up) of its pairs stand in none of
    the plans one by one compared with it. `bound` is the most that any such
    plan can have.
    """
    if not plans or not plans[0].cells:
        return None
    return _under(problem, plans, differing(len(plans[0].cells), share), settings, aim)


def differing(pairs: int, share: float) -> int:
    """How many pairs of a plan must differ: the share of them, rounded up, at least one."""
    return max(1, math.ceil(round(share * pairs, 9)))


def _under(
    problem: Problem, plans: Sequence[Plan], least: int, settings: Settings, aim: Aim
) -> Plan | None:
    number = len(plans[0].cells)
    conditions = [
        Condition(f"other than plan {k}", high=number - least, cells=frozenset(plan.cells))
        for k, plan in enumerate(plans, start=1)
    ]
    if number < least:
        return None
    other = problem.under(*conditions)
    if aim is Aim.TOTAL:
        return closed(other, number, settings)
    return attempt(other, settings, aim, number=number)[0]
