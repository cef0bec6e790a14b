"""The optimal pairs: as many as possible, and among those the best total.

All searches are linear programs. The matrix of "each mentor at most so many,
each leader at most so many, so many in all" is totally unimodular, hence the
continuous program has a whole-numbered optimum, found 12 to 20 times faster
than with Binary variables. The proof does not rest on the solver's word: from
its dual values a bound is computed again, in integers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.sides import Matrix
from revmentor_xl.steps.solver import solve, weighted

BONUS = 10_001
"""Worth of one more pair, more than the best score: hardly ever is a pair left out for it."""


@dataclass(frozen=True)
class Plan:
    """The pairs chosen, as (row, column), and the proof that none are better.

    `total` is their score and `bound` the most that as many pairs can reach,
    both in hundredths of a point. `seconds` is the time spent searching.
    """

    cells: tuple[tuple[int, int], ...]
    total: int
    bound: int
    seconds: float

    @property
    def is_proven(self) -> bool:
        return self.total == self.bound


def best_plan(
    hundredths: Matrix,
    allowed: Matrix,
    mentor_places: np.ndarray,
    leader_places: np.ndarray,
    settings: Settings,
) -> Plan:
    """The largest set of allowed pairs, and among the largest the best one.

    Nobody gets more partners than places. Raises `SolverFailed` when the
    optimum is not proven.

    First every pair gets a bonus. The result is the best for its number of
    pairs, and nearly always that number is the largest possible: then it is
    the answer. Only when one more fits, the largest number and the best total
    with it are searched for in turn, which takes ten times longer.
    """
    open_cells = allowed & (mentor_places > 0)[:, None] & (leader_places > 0)[None, :]
    rows, columns = np.nonzero(open_cells)
    if not len(rows):
        return Plan((), 0, 0, 0.0)
    model = _Model(rows, columns, hundredths[rows, columns], mentor_places, leader_places)
    plan = model.best_with_bonus(settings)
    if _one_more_fits(open_cells, plan, mentor_places, leader_places):
        plan = model.best_of_number(model.most_pairs(settings), settings)
    if not plan.is_proven:
        raise SolverFailed(
            f"The pairs found score {plan.total / 100:.1f}, but up to {plan.bound / 100:.1f} "
            "could not be ruled out.",
            "Choose HiGHS under Solver on the Settings tab and try again.",
        )
    return plan


class _Model:
    """The linear program of one pairing; the same rows serve every search."""

    def __init__(
        self,
        rows: np.ndarray,
        columns: np.ndarray,
        worth: np.ndarray,
        mentor_places: np.ndarray,
        leader_places: np.ndarray,
    ) -> None:
        self.rows, self.columns, self.worth, self.seconds = rows, columns, worth, 0.0
        self.mentor_places, self.leader_places = mentor_places, leader_places
        self.problem = pulp.LpProblem("pairing", pulp.LpMaximize)
        self.pairs = [self.problem.add_variable(f"p{k}", 0, 1) for k in range(len(rows))]
        self._limit("m", rows, mentor_places)
        self._limit("l", columns, leader_places)

    def _limit(self, letter: str, numbers: np.ndarray, places: np.ndarray) -> None:
        """One row per person: not more partners than places."""
        members: dict[int, list[tuple[pulp.LpVariable, float]]] = {}
        for pair, number in zip(self.pairs, numbers.tolist()):
            members.setdefault(number, []).append((pair, 1))
        for number in sorted(members):
            row = weighted(members[number]) <= int(places[number])
            self.problem.addConstraint(row, f"{letter}{number}")

    def best_with_bonus(self, settings: Settings) -> Plan:
        """The best plan when every pair adds BONUS to its score."""
        objective = self._maximize(self.worth + BONUS, settings)
        return self._plan(objective, bonus=BONUS)

    def most_pairs(self, settings: Settings) -> int:
        """The largest possible number of pairs."""
        return round(self._maximize(np.ones(len(self.pairs), dtype=np.int64), settings))

    def best_of_number(self, number: int, settings: Settings) -> Plan:
        """The best plan of exactly `number` pairs."""
        self.problem.addConstraint(weighted((pair, 1) for pair in self.pairs) == number, "number")
        return self._plan(self._maximize(self.worth, settings), bonus=0)

    def _maximize(self, coefficients: np.ndarray, settings: Settings) -> float:
        self.problem.setObjective(weighted(zip(self.pairs, coefficients.tolist())))
        solution = solve(self.problem, settings)
        self.seconds += solution.seconds
        return solution.objective

    def _plan(self, objective: float, bonus: int) -> Plan:
        chosen = self._chosen()
        cells = zip(self.rows[chosen].tolist(), self.columns[chosen].tolist())
        bound = self._bound(len(chosen), round(objective) - bonus * len(chosen), bonus)
        return Plan(tuple(cells), int(self.worth[chosen].sum()), bound, self.seconds)

    def _chosen(self) -> np.ndarray:
        """The pairs with value 1. Raises `SolverFailed` for anything between 0 and 1."""
        values = np.array([pair.varValue or 0.0 for pair in self.pairs])
        if np.abs(values - np.rint(values)).max() > 1e-6:
            raise SolverFailed(
                "The solver gave half pairs, which cannot be used.",
                "Choose HiGHS under Solver on the Settings tab and try again.",
            )
        return np.nonzero(values > 0.5)[0]

    def _bound(self, number: int, objective: int, bonus: int) -> int:
        """What `number` pairs can score at most, by the dual values (weak duality).

        For all prices u, v >= 0 of a mentor's and a leader's place and any
        price w of a pair:
        total <= sum(places x u) + sum(places x v) + number x w
                 + sum over pairs of max(0, worth - u - v - w).
        Whole worths have whole optimal prices, so they are rounded and the sum
        is exact. Solvers disagree on the signs of dual values; a wrong sign
        only loosens the bound, hence the smallest is taken. A bonus is a price
        of a pair with the other sign. A solver that gives no dual values has
        only its own `objective` to show.
        """
        prices = self._prices()
        if prices is None:
            return objective
        u, v, of_pair = prices
        places = int(self.mentor_places @ u + self.leader_places @ v)
        without_pair = self.worth - u[self.rows] - v[self.columns]
        return min(
            places + number * w + int(np.maximum(0, without_pair - w).sum())
            for w in (of_pair - bonus, -of_pair - bonus)
        )

    def _prices(self) -> tuple[np.ndarray, np.ndarray, int] | None:
        """The dual values of mentors, leaders and of the number row, as whole numbers."""
        duals = _duals(self.problem)
        if any(price is None for price in duals.values()):
            return None
        whole = {name: round(price) for name, price in duals.items() if price is not None}
        of_pair = whole.pop("number", 0)
        prices = {
            "m": np.zeros(len(self.mentor_places), dtype=np.int64),
            "l": np.zeros(len(self.leader_places), dtype=np.int64),
        }
        for name, price in whole.items():
            prices[name[0]][int(name[1:])] = abs(price)
        return prices["m"], prices["l"], of_pair


def _one_more_fits(
    open_cells: Matrix, plan: Plan, mentor_places: np.ndarray, leader_places: np.ndarray
) -> bool:
    """Could the pairs be rearranged so that there is one more?

    Walks from mentors with a free place over possible pairs to leaders, and
    back over chosen pairs. When no leader with a free place is reached, the
    number is the largest possible (Berge 1957).
    """
    chosen = np.zeros(open_cells.shape, dtype=bool)
    chosen[tuple(zip(*plan.cells))] = True
    unused = open_cells & ~chosen
    is_free = chosen.sum(axis=0) < leader_places
    reached = chosen.sum(axis=1) < mentor_places
    while True:
        leaders = unused[reached].any(axis=0)
        if (leaders & is_free).any():
            return True
        wider = reached | chosen[:, leaders].any(axis=1)
        if np.array_equal(wider, reached):
            return False
        reached = wider


def _duals(problem: pulp.LpProblem) -> Mapping[str, float | None]:
    """The dual value of every row; rows are called up alike in PuLP 3.3 and 4."""
    return {row.name: row.pi for row in problem.constraints()}
