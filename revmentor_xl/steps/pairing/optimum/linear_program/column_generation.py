"""The linear program of one pairing over every open pair, solved to a proven bound.

Few of the possible pairs ever matter. A restricted program (`restricted_master`) knows
some; from its prices every other pair is priced (`column_pool`), and the best that
would raise the total come in, until none would. The proof is made afresh from
the prices and the scores (`dual_bound`). Without conditions the matrix is
totally unimodular: the optimum and the prices are whole numbers.

Among equally good plans the one is taken that the simplex method reaches from
pairs in fixed order (by mentor, leader; best first): the same input gives the
same plan, and as people are sorted before, whatever the order of the rows.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.linear_program.auction import FEW_PASSES, bids
from revmentor_xl.steps.pairing.optimum.linear_program.column_pool import ColumnPool
from revmentor_xl.steps.pairing.optimum.linear_program.dual_bound import Certificate, certificate
from revmentor_xl.steps.pairing.optimum.linear_program.dual_prices import DualPrices
from revmentor_xl.steps.pairing.optimum.linear_program.restricted_master import (
    Answer,
    Master,
    Shape,
)
from revmentor_xl.steps.pairing.optimum.linear_program.shortest_augmenting_paths import (
    Best,
    best_prices,
)
from revmentor_xl.steps.pairing.optimum.maximum_matching import Matching
from revmentor_xl.steps.pairing.optimum.problem import Cell, Plan, Prices, Problem

FIRST, FIRST_UNDER_CONDITIONS = 3, 8
"""How many pairs of each mentor the restricted program begins with."""
MORE = 2
"""How many pairs of each mentor come in at most each round."""
TINY = 1e-6


@dataclass(frozen=True)
class Relaxed:
    """The optimum of the linear program with exactly `number` pairs.

    `rows`, `columns` and `values` are the pairs with a value above zero (up
    to 1), `bound` the most that any plan can have (whole hundredths,
    recomputed from the prices), `prices` the dual values. `objective` is the
    program's optimum; `known` are the pairs it was solved with, to start a
    similar search from; `rounds` how often pairs were priced.
    """

    rows: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    bound: int
    prices: Prices
    seconds: float
    objective: float = 0.0
    rounds: int = 0
    is_turned: bool = False
    master: Master | None = field(default=None, compare=False, repr=False)

    @property
    def is_whole(self) -> bool:
        return bool(np.abs(self.values - np.rint(self.values)).max(initial=0) < TINY)

    @property
    def known(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the pairs in the restricted program."""
        if self.master is None:
            return self.rows, self.columns
        known = self.master.rows, self.master.columns
        return known[::-1] if self.is_turned else known

    def stated(self) -> pulp.LpProblem:
        """The restricted program in PuLP; a stock solve gives the same objective."""
        if self.master is None:
            return pulp.LpProblem("pairing", pulp.LpMaximize)
        return self.master.stated()

    def plan(self, problem: Problem) -> Plan:
        """The plan of a whole-numbered optimum."""
        chosen = self.values > 0.5
        cells = sorted(zip(self.rows[chosen].tolist(), self.columns[chosen].tolist()))
        return Plan(tuple(cells), problem.total(cells), self.bound, self.seconds, self.prices)


def relaxed(
    problem: Problem, number: int, settings: Settings, *, start: Sequence[Cell] = ()
) -> Relaxed | None:
    """Solve the linear program over every open pair; None when it has no solution.

    `start` are pairs likely to be chosen, as from an earlier search; they may
    save time and change nothing else but which of equally good plans is found.
    `problem.broken` is not asked here. Raises `SolverFailed` when the solver
    gives up or the proof does not meet the optimum.
    """
    started = time.perf_counter()
    if not number:
        return _empty(problem)
    places = [np.maximum(part, 0).sum() for part in (problem.mentor_places, problem.leader_places)]
    is_turned = bool(places[0] > places[1])  # whoever is scarce bids and is listed
    if is_turned:
        problem, start = _turned(problem), [(j, i) for i, j in start]
    search = _Search(problem, number, settings)
    found = search.run() if search.begin(start) else None
    if found is None:
        return None
    seconds = time.perf_counter() - started
    return replace(_turned_back(found) if is_turned else found, seconds=seconds)


def _empty(problem: Problem) -> Relaxed | None:
    """The plan without any pair, when the conditions allow it."""
    if not problem.is_fulfilled_by(()):
        return None
    n, m = problem.shape
    nothing = np.zeros(0, dtype=np.int64)
    prices = Prices(np.zeros(n), np.zeros(m), 0.0, (0.0,) * len(problem.conditions))
    return Relaxed(nothing, nothing, np.zeros(0), 0, prices, 0.0)


def _turned(problem: Problem) -> Problem:
    """The same problem with the sides exchanged."""
    conditions = tuple(
        replace(
            one,
            mentors=one.leaders,
            leaders=one.mentors,
            cells=frozenset((j, i) for i, j in one.cells),
        )
        for one in problem.conditions
    )
    places = problem.leader_places, problem.mentor_places
    return Problem(problem.worth.T, problem.allowed.T, *places, conditions)


def _turned_back(found: Relaxed) -> Relaxed:
    prices = replace(found.prices, mentors=found.prices.leaders, leaders=found.prices.mentors)
    return replace(found, rows=found.columns, columns=found.rows, prices=prices, is_turned=True)


class _Search:
    """One search, from first prices to the proof."""

    def __init__(self, problem: Problem, number: int, settings: Settings) -> None:
        self.problem, self.number, self.settings = problem, number, settings
        self.rounds = 0
        self.prices: Prices | None = None

    def begin(self, start: Sequence[Cell]) -> bool:
        """First prices and pairs, and the rows; False when there are not so many pairs."""
        problem = self.problem
        self.pool = ColumnPool(problem)
        places = problem.mentor_places, problem.leader_places
        if not problem.conditions and all(part.clip(0).sum() == self.number for part in places):
            leaders, *held = bids(self.pool, *places, FEW_PASSES)
            best = best_prices(problem, self.pool, leaders, (held[0], held[1]))
            if best is not None:
                self._begin_with(best, start)
                return True
        return self._begin_near(start)

    def _begin_near(self, start: Sequence[Cell]) -> bool:
        """As `begin`, from the prices of an auction."""
        problem = self.problem
        places = problem.mentor_places, problem.leader_places
        prices, rows, columns = bids(self.pool, *places)
        matching = Matching(problem.open, *places)
        for i, j in list(zip(rows.tolist(), columns.tolist()))[: self.number]:
            matching.add(i, j)
        matching.extend(self.number)
        if len(matching) < self.number:
            return False
        cut = matching.cut()
        nobody = [np.zeros(len(part), dtype=bool) for part in places]
        full = (~cut.mentors, cut.leaders) if cut else (nobody[0], nobody[1])
        self.shape = Shape(self.number, *full, cut is None)
        self.pool.close(*full)
        self.master = Master(problem, self.shape, self.settings)
        rows, columns = np.array(matching.cells, dtype=np.int64).reshape(-1, 2).T
        self.pool.drop(rows, columns)
        needed = cut.mentors[rows] & ~cut.leaders[columns] if cut else np.zeros(len(rows))
        self.master.add(rows, columns, needed)
        self.master.open()
        first = FIRST_UNDER_CONDITIONS if problem.conditions else FIRST
        self.master.add(*self.pool.take(DualPrices.of(problem, 0.0 * places[0], prices), first))
        self._let_in(start)
        return True

    def _begin_with(self, best: Best, start: Sequence[Cell]) -> None:
        """As `begin`, when the best prices are known: what is left is to prove it."""
        self.prices, nobody = best.prices, np.zeros(self.problem.shape[1], dtype=bool)
        # that mentors are full is enough: leaders have no more places than they
        self.shape = Shape(self.number, self.problem.mentor_places > 0, nobody, False)
        self.master = Master(self.problem, self.shape, self.settings)
        self.master.add(*self.pool.drop(*best.plan))
        self.master.open()
        self.master.add(*self.pool.drop(*best.equal))
        self._let_in(start)

    def _let_in(self, start: Sequence[Cell]) -> None:
        if start:
            self.master.add(*self.pool.drop(*np.array(start, dtype=np.int64).reshape(-1, 2).T))

    def run(self) -> Relaxed | None:
        """Solve and price in turn until nothing improves; None when conditions contradict."""
        least = 1e-3 if self.problem.conditions else 0.5
        has_counted = False
        while True:
            answer = self._solved()
            if answer is None:
                if has_counted or not self.problem.conditions:
                    return None
                has_counted = True
                self.master.count_shortfalls(True)
                continue
            if self.master.is_counting and answer.objective > -TINY:
                self.master.count_shortfalls(False)
                continue
            self.rounds += 1
            if self.prices is not None:
                proof = certificate(self.problem, self.number, self.prices)
                if proof.bound == round(answer.objective):
                    return self._found(answer, proof, self.prices)
                self.prices = None
            taken = self.pool.take(self._dual_prices(answer), MORE, least)
            if len(taken[0]):
                self.master.add(*taken)
                continue
            proof = certificate(
                self.problem,
                self.number,
                self._prices(answer),
                weight=0.0 if self.master.is_counting else 1.0,
            )
            missing = self.pool.drop(*proof.better)
            if len(missing[0]):
                self.master.add(*missing)
            elif self.master.is_counting:
                return None
            else:
                return self._found(answer, proof, self._prices(answer))

    def _solved(self) -> Answer | None:
        """The master's optimum; without conditions, prices are whole and are rounded to it."""
        answer = self.master.solve()
        if answer is None or self.problem.conditions:
            return answer
        mentors, leaders = np.rint(answer.mentors), np.rint(answer.leaders)
        return replace(answer, mentors=mentors, leaders=leaders, of_pair=round(answer.of_pair))

    def _dual_prices(self, answer: Answer) -> DualPrices:
        weight = 0.0 if self.master.is_counting else 1.0
        places = answer.mentors, answer.leaders
        return DualPrices.of(self.problem, *places, answer.of_pair, answer.of_conditions, weight)

    def _prices(self, answer: Answer) -> Prices:
        """Prices with the signs that the proof wants, for the rows as first stated.

        Where a row says that somebody is full, its price may be negative, and
        pairs that no largest plan has are left out. Moving the lowest such
        price to that of a pair makes all of them 0 or more, and as it lies
        low enough those pairs are never worth it: the bound does not change.
        """
        full_mentors, full_leaders = self.shape.full_mentors, self.shape.full_leaders
        moved = min(
            0.0,
            float(answer.mentors[full_mentors].min(initial=0)),
            float(answer.leaders[full_leaders].min(initial=0)),
        )
        needed = self.master.least > 0
        if needed.any():
            moved = min(moved, float(self.master.reduced(answer)[needed].min()))
        if full_mentors.any() and full_leaders.any():
            cheapest = answer.mentors[full_mentors].min() + answer.leaders[full_leaders].min()
            moved = min(moved, float(cheapest) - self._most(answer))
        mentors = answer.mentors - np.where(full_mentors, moved, 0)
        leaders = answer.leaders - np.where(full_leaders, moved, 0)
        return Prices(
            np.maximum(mentors, 0),
            np.maximum(leaders, 0),
            float(answer.of_pair + moved),
            answer.of_conditions,
        )

    def _most(self, answer: Answer) -> float:
        """More than any pair is worth, with what conditions may add."""
        worth = self.problem.worth
        most = float(max(abs(int(worth.max())), abs(int(worth.min()))))
        return most + sum(
            abs(price) * (abs(one.slope) * most + abs(one.base) + bool(one.cells))
            for price, one in zip(answer.of_conditions, self.problem.conditions)
        )

    def _found(self, answer: Answer, proof: Certificate, prices: Prices) -> Relaxed:
        """The optimum with its proof. Raises `SolverFailed` when they do not meet."""
        some = answer.values > TINY
        master = self.master
        found = Relaxed(
            master.rows[some],
            master.columns[some],
            answer.values[some],
            proof.bound,
            prices,
            0.0,
            answer.objective,
            self.rounds,
            master=master,
        )
        gap = proof.bound - answer.objective
        if found.is_whole:
            gap = proof.bound - found.plan(self.problem).total
        if gap >= 1:
            raise SolverFailed(
                f"The pairs found score {answer.objective / 100:.2f}, but up to "
                f"{proof.bound / 100:.2f} could not be ruled out.",
                "Choose HiGHS under Solver on the Settings tab and try again.",
            )
        return found
