"""How many pairs can have a kick-off at most: pairs with the same possible ones are only counted.

That forgets that nobody is in two meetings at once. Where one person leads
all of them, no two are at the same time and nothing is forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.scheduling.kickoffs.case import Case, overlapping
from revmentor_xl.steps.scheduling.kickoffs.greedy_repair import Chosen, quick_plan
from revmentor_xl.steps.scheduling.kickoffs.integer_program import NODES, SECONDS
from revmentor_xl.steps.solving.solver import solve, weighted
from revmentor_xl.steps.solving.tie_rule import first_of_equals

LIMIT = 20_000
"""Places of kinds of pairs in meetings that the model may have."""


class Kind(NamedTuple):
    """What pairs have in common: the meetings they could come to, and the present one."""

    options: tuple[int, ...]
    now: int | None


Places = Mapping[tuple[Kind, int], pulp.LpVariable]
"""How many pairs of a kind are in a meeting."""


def counted(case: Case, first: Chosen, settings: Settings) -> tuple[Chosen, int]:
    """A plan with at least as many pairs as `first`, and how many no plan exceeds."""
    kinds: dict[Kind, list[int]] = {}
    for pair, options in enumerate(case.options):
        kind = Kind(tuple(at for at in options if case.seats[at]), case.now.get(pair))
        if kind.options:
            kinds.setdefault(kind, []).append(pair)
    if sum(len(kind.options) for kind in kinds) > LIMIT:
        return first, case.most
    problem = pulp.LpProblem("kinds_of_pairs", pulp.LpMaximize)
    meets, places = _stated(problem, case, kinds)
    # most pairs, and of those plans one that leaves most of them where they are
    worth = float(len(case.people) + 1)
    problem.setObjective(
        weighted((one, worth + (kind.now == at)) for (kind, at), one in places.items())
    )
    settings = replace(settings, solver_seconds=min(SECONDS, settings.solver_seconds))
    try:
        solve(problem, settings, mip_max_nodes=NODES)
    except SolverFailed:
        return first, case.most
    plan = _read(kinds, places)
    most = min(case.most, len(plan))
    if len(case.led_by) > 1 or len(plan) <= len(first):
        return first, most
    return _first_of_equals(problem, case, plan, meets, places, settings), most


def _first_of_equals(
    problem: pulp.LpProblem,
    case: Case,
    plan: Chosen,
    meets: Mapping[int, pulp.LpVariable],
    places: Places,
    settings: Settings,
) -> Chosen:
    """With the best liked meetings that a plan as good as this best one can have.

    Who goes to which of them is found as in the quick plan, where that is as good.
    """
    kept = _kept(case, plan)
    problem += weighted((one, 1.0) for one in places.values()) == len(plan)
    staying = [(one, 1.0) for (kind, at), one in places.items() if kind.now == at]
    if staying:
        problem += weighted(staying) == kept
    liked = sorted(meets, key=lambda at: (case.dislike[at], at))
    held = [at if round(pulp.value(meets[at]) or 0) else None for at in liked]
    choices = [{at: meets[at]} for at in liked]
    found = first_of_equals(problem, choices, held, settings, mip_max_nodes=NODES)
    can = case.can.copy()
    can[:, [at for at, is_held in zip(liked, found) if is_held is None]] = False
    quick = quick_plan(replace(case, can=can))
    is_as_good = len(quick) == len(plan) and _kept(case, quick) == kept
    return quick if is_as_good else plan


def _kept(case: Case, plan: Chosen) -> int:
    """How many pairs stay where they are."""
    return sum(plan.get(pair) == at for pair, at in case.now.items())


def _stated(
    problem: pulp.LpProblem, case: Case, kinds: Mapping[Kind, Sequence[int]]
) -> tuple[Mapping[int, pulp.LpVariable], Places]:
    """The rules: so many pairs of a kind, so many seats, one meeting at a time for who leads."""
    meets = {
        at: problem.add_variable(f"meets_{at}", int(is_open), 1, cat="Binary")
        for at, is_open in enumerate(case.open)
    }
    places: dict[tuple[Kind, int], pulp.LpVariable] = {}
    members: dict[int, list[tuple[pulp.LpVariable, float]]] = {}
    for number, (kind, pairs) in enumerate(kinds.items()):
        for at in kind.options:
            most = min(len(pairs), case.seats[at])
            one = problem.add_variable(f"places_{number}_{at}", 0, most, cat="Integer")
            places[kind, at] = one
            members.setdefault(at, []).append((one, 1.0))
            # follows from the seats, but without it the bound is weak
            problem += weighted([(one, 1.0), (meets[at], -float(most))]) <= 0
        problem += weighted((places[kind, at], 1.0) for at in kind.options) <= len(pairs)
    for at, joining in members.items():
        problem += weighted([*joining, (meets[at], -float(case.seats[at]))]) <= 0
    for led in case.led_by.values():
        for row in overlapping(case, list(led)):
            if sum(case.open[at] for at in row) <= 1:  # two that HR has fixed stay as they are
                problem += weighted((meets[at], 1.0) for at in row) <= 1
    return meets, places


def _read(kinds: Mapping[Kind, Sequence[int]], places: Places) -> Chosen:
    """Each pair's meeting."""
    found: Chosen = {}
    for kind, pairs in kinds.items():
        left = list(pairs)
        for at in kind.options:
            for _ in range(round(pulp.value(places[kind, at]) or 0)):
                found[left.pop()] = at
    return found
