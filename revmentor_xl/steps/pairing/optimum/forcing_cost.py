"""What it costs all to force a pair, for every pair at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revmentor_xl.steps.pairing.optimum.problem import Cell, Plan, Problem
from revmentor_xl.steps.solving.arrays import Matrix

LARGEST = 1500
"""Mentors up to which the exact costs are worked out; the work grows with their cube."""

_FEWER = 10**12
_NEVER = 2**60


@dataclass(frozen=True)
class Forced:
    """What the best plan with each pair in it lacks against the best of all.

    `loss` is in hundredths of a point, `fewer` the pairs that are lost as
    well; `possible` says for which pairs the two hold. `is_exact` is false
    when the loss may be larger.
    """

    loss: Matrix
    fewer: Matrix
    possible: Matrix
    is_exact: bool


def forced(problem: Problem, best: Plan) -> Forced:
    """The costs of forcing each pair, by shortest ways through the best plan.

    `best` has the largest number of pairs and then the highest total when
    conditions are left aside. Forcing a pair pushes out a partner of its
    leader, who moves to another leader, and so on until the mentor of the
    pair has been set free; the cheapest such circle is the cost (Floyd 1962,
    Warshall 1962, over mentors). In a very large problem the prices give what
    it costs at least.
    """
    chosen = np.zeros(problem.shape, dtype=bool)
    for cell in best.cells:
        chosen[cell] = True
    if len(problem.worth) > LARGEST and best.prices is not None:
        return least_by_prices(problem, best)
    ways = _ways(problem, chosen)
    for middle in range(len(ways)):
        np.minimum(ways, ways[:, middle, None] + ways[None, middle, :], out=ways)
    np.fill_diagonal(ways, 0)
    total = _from_leaders(problem, chosen, ways)
    possible = problem.open & ~chosen & (total < _NEVER // 2)
    total = np.where(possible, total - problem.worth, 0)
    # a loss may be below zero only together with a lost pair
    fewer = (total + _FEWER // 2) // _FEWER
    return Forced(total - fewer * _FEWER, fewer, possible, is_exact=True)


def _ways(problem: Problem, chosen: Matrix) -> Matrix:
    """The direct moves between mentors, then places of mentors, then places of leaders.

    A way to a mentor means that they lose one partner; from them, that they
    take another.
    """
    n, _ = problem.shape
    mentors, leaders = n, n + 1
    worth = problem.worth.astype(np.int64)
    ways = np.full((n + 2, n + 2), _NEVER, dtype=np.int64)
    moves = np.where(problem.open & ~chosen, -worth, _NEVER)
    for k, j in zip(*(part.tolist() for part in np.nonzero(chosen))):
        ways[:n, k] = np.minimum(ways[:n, k], moves[:, j] + worth[k, j])
        ways[leaders, k] = min(int(ways[leaders, k]), int(worth[k, j]))
    has_place = chosen.sum(axis=0) < problem.leader_places
    ways[:n, leaders] = moves[:, has_place].min(axis=1, initial=_NEVER)
    used = chosen.sum(axis=1)
    ways[:n, mentors][used > 0] = 0
    ways[mentors, :n][used < problem.mentor_places] = 0
    if chosen.any():
        ways[mentors, leaders] = _FEWER
    return ways


def _from_leaders(problem: Problem, chosen: Matrix, ways: Matrix) -> Matrix:
    """The cheapest way from one partner too many of a leader to each mentor."""
    n, m = problem.shape
    total = np.full((n, m), _NEVER, dtype=np.int64)
    for k, j in zip(*(part.tolist() for part in np.nonzero(chosen))):
        total[:, j] = np.minimum(total[:, j], ways[k, :n] + int(problem.worth[k, j]))
    for j in np.nonzero(chosen.sum(axis=0) < problem.leader_places)[0]:
        total[:, j] = np.minimum(total[:, j], ways[n + 1, :n])
    return total


def least_by_prices(problem: Problem, best: Plan) -> Forced:
    """At least this much: weak duality, whatever the prices are."""
    prices = best.prices
    assert prices is not None
    u, v = np.maximum(0, prices.mentors), np.maximum(0, prices.leaders)
    lack = problem.worth - u[:, None] - v[None, :] - prices.of_pair
    above = np.maximum(0, np.where(problem.open, lack, 0))
    most = problem.mentor_places @ u + problem.leader_places @ v + above.sum()
    most += len(best.cells) * prices.of_pair
    loss = np.floor(best.total - most - np.minimum(0, lack) + 1e-6).astype(np.int64)
    nothing = np.zeros(problem.shape, dtype=np.int64)
    return Forced(np.maximum(0, loss), nothing, problem.open, is_exact=False)


def least_changed(
    problem: Problem, before: Sequence[Cell], after: Sequence[Cell], forced_cell: Cell
) -> tuple[Cell, ...]:
    """A plan as good as `after` that leaves alone whom the forced pair does not concern.

    `after` holds the forced pair. Where two plans differ, people fall into
    groups that have nothing to do with each other; only the group of the
    forced pair is moved, unless the result is then another total or number,
    or breaks a condition.
    """
    old, new = set(before), set(after)
    differ = old ^ new
    mentors, leaders = {forced_cell[0]}, {forced_cell[1]}
    group: set[Cell] = set()
    while wider := {c for c in differ - group if c[0] in mentors or c[1] in leaders}:
        group |= wider
        mentors |= {i for i, _ in wider}
        leaders |= {j for _, j in wider}
    moved = tuple(sorted((old - group) | (group & new)))
    same = len(moved) == len(new) and problem.total(moved) == problem.total(after)
    rest = [cell for cell in moved if cell != forced_cell]
    less = problem.forcing(forced_cell)
    if same and less.is_fulfilled_by(rest) and not less.objections(rest):
        return moved
    return tuple(sorted(new))
