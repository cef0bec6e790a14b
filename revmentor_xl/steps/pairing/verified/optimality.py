"""Is a plan the best there is? Proven again from the matrix of scores, without a solver.

The number: no alternating way leads from a free mentor to a free leader
(Berge 1957). The total: prices of places are a proof by weak duality, whoever
found them; here they are rounded to whole fractions of a hundredth and summed
in integers, so that nothing depends on the last digits of a solver.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.group_guards import are_guarded
from revmentor_xl.steps.pairing.optimum.problem import Aim, Cell, Plan, Problem

GRAIN = 2**20
"""Prices are rounded to this fraction of a hundredth; scores stay exact within 64 bits."""

ROWS = 256
MOST_STEPS = 50
"""More pairs than this at the worst score: whether it could be higher is not asked."""


def not_best(case: Case, plan: Plan) -> str:
    """Why a plan is not the best under the aim of the settings; "" when nothing speaks against.

    Guards and hours that must suffice for all partners are conditions on the
    plan as a whole, under which fewer pairs or a lower total may be the best.
    A plan under them is only held against the same proof where it applies.
    """
    problem, settings = case.problem, case.program.settings
    conditioned = bool(are_guarded(settings) or problem.conditions or problem.broken)
    if not conditioned and another_fits(problem, plan.cells):
        return "one more pair would be possible"
    if case.aim is not Aim.TOTAL:
        worst = min((int(problem.worth[cell]) for cell in plan.cells), default=0)
        if case.aim is Aim.EVEN:  # within the lowest band nothing is promised
            width = 100 * settings.band_points
            worst = worst // width * width + width - 1
        is_enough = case.aim is Aim.WORST and worst >= problem.enough
        worst = min(worst, problem.enough) if case.aim is Aim.WORST else worst
        if not (conditioned or is_enough) and _could_be_higher(problem, plan.cells, worst):
            return "the worst-off pair could be better off"
        problem = problem.at_least(worst)
    if case.aim is Aim.EVEN or plan.prices is None or plan.prices.of_conditions:
        return ""  # where nothing came of the conditions, the proof is the one without them
    if bound_of(problem, plan) > plan.bound:
        return "what is possible at most does not follow from the prices"
    return ""


def bound_of(problem: Problem, plan: Plan) -> int:
    """The most, in hundredths, that as many pairs of a problem without conditions can have.

    bound = sum of places x price + pairs x price of a pair + what single pairs
    are worth above all three prices.
    """
    prices = plan.prices
    assert prices is not None
    mentors, leaders = (_whole(np.maximum(0, one)) for one in (prices.mentors, prices.leaders))
    pair = round(prices.of_pair * GRAIN)
    total = int(np.maximum(0, problem.mentor_places) @ mentors)
    total += int(np.maximum(0, problem.leader_places) @ leaders) + len(plan.cells) * pair
    for first in range(0, len(mentors), ROWS):
        rows = slice(first, first + ROWS)
        left = problem.worth[rows].astype(np.int64) * GRAIN
        left -= mentors[rows, None]
        left -= leaders[None, :] + pair
        total += int(left[(left > 0) & problem.open[rows]].sum())
    return total // GRAIN


def _whole(prices: np.ndarray) -> np.ndarray:
    whole: np.ndarray = np.rint(prices * GRAIN).astype(np.int64)
    return whole


def another_fits(problem: Problem, cells: tuple[Cell, ...]) -> bool:
    """Is there room for one more pair, when others may change partners?"""
    return bool(_way(problem, _chosen(problem, cells)))


def _could_be_higher(problem: Problem, cells: tuple[Cell, ...], worst: int) -> bool:
    """Could as many pairs do without any that scores `worst` or less?"""
    kept = tuple(cell for cell in cells if int(problem.worth[cell]) > worst)
    missing = len(cells) - len(kept)
    if not 0 < missing <= MOST_STEPS:
        return False
    better = replace(problem, allowed=problem.allowed & (problem.worth > worst))
    chosen = _chosen(problem, kept)
    for _ in range(missing):
        way = _way(better, chosen)
        if not way:
            return False
        for cell in way:
            chosen[cell] = not chosen[cell]
    return True


def _chosen(problem: Problem, cells: tuple[Cell, ...]) -> np.ndarray:
    chosen = np.zeros(problem.shape, dtype=bool)
    for cell in cells:
        chosen[cell] = True
    return chosen


def _way(problem: Problem, chosen: np.ndarray) -> list[Cell]:
    """An alternating way to one more pair, as the cells to turn over; [] when there is none."""
    free_leader = chosen.sum(axis=0) < problem.leader_places
    came, gave_up = np.full(chosen.shape[1], -1), np.full(chosen.shape[0], -1)
    layer = np.nonzero(chosen.sum(axis=1) < problem.mentor_places)[0]
    reached = np.zeros(chosen.shape[0], dtype=bool)
    reached[layer] = True
    while len(layer):
        wider: list[int] = []
        for i in layer.tolist():
            new = np.nonzero(problem.open[i] & ~chosen[i] & (came < 0))[0]
            came[new] = i
            ends = new[free_leader[new]]
            if len(ends):
                return _cells(int(ends[0]), came, gave_up)
            for j in new.tolist():
                others = np.nonzero(chosen[:, j] & ~reached)[0]
                reached[others], gave_up[others] = True, j
                wider += others.tolist()
        layer = np.array(wider, dtype=np.int64)
    return []


def _cells(leader: int, came: np.ndarray, gave_up: np.ndarray) -> list[Cell]:
    way: list[Cell] = []
    while leader >= 0:
        mentor = int(came[leader])
        way.append((mentor, leader))
        leader = int(gave_up[mentor])
        if leader >= 0:
            way.append((mentor, leader))
    return way
