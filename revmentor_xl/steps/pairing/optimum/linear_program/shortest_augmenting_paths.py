"""Best prices to start from where every place is needed: chains of who moves for whom.

Where there are as many places on one side as on the other, prices of an auction
are far from the best ones, and the simplex method needs long to mend them. Here
a mentor without a leader takes one from another mentor, who takes one from a
third, and so on to a leader with a free place, always in the chain that costs
least: successive shortest paths with prices (Edmonds and Karp 1972), in whole
numbers. The pairs looked at are few; all others are priced as for the
restricted program. Nothing here is taken on trust: the program is solved and
the prices are checked like any others.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from revmentor_xl.steps.pairing.optimum.linear_program.column_pool import ColumnPool
from revmentor_xl.steps.pairing.optimum.linear_program.dual_prices import DualPrices, Taken
from revmentor_xl.steps.pairing.optimum.problem import Prices, Problem

LISTED, MORE = 8, 4
"""How many pairs of each mentor are looked at, and come in when others are better."""
STEPS = 40
"""So many mentors are asked, for each that there is; then the simplex method is faster."""
FAR = 2**62


class Best(NamedTuple):
    """Prices that are best, a plan that proves it, and the best equally good pair of each."""

    prices: Prices
    plan: Taken
    equal: Taken


def best_prices(
    problem: Problem, pool: ColumnPool, leaders: np.ndarray, held: Taken
) -> Best | None:
    """The best prices of a problem without conditions where everybody is full on both sides.

    Begins with the leaders' prices and the plan of an auction. None when that
    takes too long or has no end; the pool is as before in any case.
    """
    v = np.rint(leaders).astype(np.int64)
    chains = Chains(problem.mentor_places, problem.leader_places, v)
    nothing = np.zeros(len(chains.u))
    known = [pool.drop(*held), pool.take(DualPrices.of(problem, nothing, v), LISTED)]
    for part in known:
        chains.look_at(part, problem.worth[part])
    chains.hold(known[0])
    is_best = chains.settle(range(len(nothing))) and _completed(problem, pool, chains, known)
    for part in known:
        pool.give_back(problem, part)
    if not is_best:
        return None
    u, v = chains.prices
    pool.drop(*chains.plan)
    equal = pool.take(DualPrices.of(problem, u, v), 1, -0.5)
    for part in (chains.plan, equal):
        pool.give_back(problem, part)
    moved = min(0, int(u.min(initial=0)))  # the proof wants none below 0, the number is fixed
    prices = Prices((u - moved).astype(np.float64), v.astype(np.float64), float(moved))
    return Best(prices, chains.plan, equal)


def _completed(problem: Problem, pool: ColumnPool, chains: Chains, known: list[Taken]) -> bool:
    """Complete the plan and let in what is better, in turn, until nothing is; False: given up.

    All that leaves the pool is put to `known`.
    """
    while True:
        is_full = chains.complete(STEPS * len(chains.u))
        u, v = chains.prices
        if is_full:
            more = pool.take(DualPrices.of(problem, u, v), MORE, 0.5)
        else:  # whoever could not go on looks at more leaders; nobody, if it took too long
            more = pool.take(DualPrices(chains.away, v.astype(np.float64)), LISTED)
        if not len(more[0]):
            return is_full
        known.append(more)
        chains.look_at(more, problem.worth[more])
        if not chains.settle(np.unique(more[0]).tolist()):
            return False


class Chain(NamedTuple):
    """The cheapest way from a mentor with a free place to a leader with one.

    What it costs, where it ends, how far everybody met lies from its start,
    which mentor would take a leader and which leader a mentor would lose.
    """

    cost: int
    end: int
    to_leaders: dict[int, int]
    to_mentors: dict[int, int]
    taker: dict[int, int]
    lost: dict[int, int]


class Chains:
    """A growing plan that is best for its prices at every moment.

    No pair looked at is worth more than `u` and `v`, its prices, unless it is
    in the plan, and no pair in the plan is worth less.
    """

    def __init__(self, mentor_places: np.ndarray, leader_places: np.ndarray, v: np.ndarray) -> None:
        self.wanted: list[int] = np.maximum(mentor_places, 0).tolist()
        self.free: list[int] = np.maximum(leader_places, 0).tolist()
        self.u, self.v = [0] * len(self.wanted), v.tolist()
        self.seen: list[dict[int, int]] = [{} for _ in self.wanted]
        self.held: list[dict[int, int]] = [{} for _ in self.wanted]
        self.holders: list[set[int]] = [set() for _ in self.free]
        self.steps = 0
        self.stuck: list[int] = []

    @property
    def prices(self) -> tuple[np.ndarray, np.ndarray]:
        """Of mentors' and leaders' places."""
        return np.array(self.u, dtype=np.int64), np.array(self.v, dtype=np.int64)

    @property
    def plan(self) -> Taken:
        """Rows and columns of the pairs chosen, sorted."""
        cells = [(i, j) for i, those in enumerate(self.held) for j in sorted(those)]
        rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
        return rows, columns

    @property
    def away(self) -> np.ndarray:
        """0 for mentors from whom a chain could not go on, infinite for all others."""
        away = np.full(len(self.u), np.inf)
        away[self.stuck] = 0
        return away

    def look_at(self, cells: Taken, worth: np.ndarray) -> None:
        """Pairs that may be chosen; `settle` has to follow."""
        for i, j, score in zip(cells[0].tolist(), cells[1].tolist(), worth.tolist()):
            self.seen[i][j] = score

    def hold(self, cells: Taken) -> None:
        """Choose pairs looked at; `settle` has to follow."""
        for i, j in zip(cells[0].tolist(), cells[1].tolist()):
            self._choose(i, j)

    def settle(self, mentors: Iterable[int]) -> bool:
        """Let go of pairs that others now beat; False when somebody has too few to look at."""
        v = self.v
        for i in mentors:
            seen, held, places = self.seen[i], self.held[i], self.wanted[i]
            if len(seen) < places:
                return False
            if not places:
                continue
            best = max((w - v[j] for j, w in seen.items() if j not in held), default=-FAR)
            for j in [j for j, w in held.items() if w - v[j] < best]:
                self._let_go(i, j)
            least = min((w - v[j] for j, w in held.items()), default=best)
            self.u[i] = least if len(held) == places else best
        return True

    def complete(self, steps: int) -> bool:
        """Fill everybody's places; False when that takes more steps, or somebody is `stuck`."""
        self.stuck = []
        for i, places in enumerate(self.wanted):
            while len(self.held[i]) < places:
                if self.steps > steps:
                    return False
                chain = self._cheapest(i)
                if chain is None:
                    return False
                self._reprice(chain)
                self._move(chain, i)
        return True

    def _cheapest(self, start: int) -> Chain | None:
        """The cheapest chain (Dijkstra 1959); mentors are numbered on from the leaders."""
        v, free, first = self.v, self.free, len(self.v)
        to_leaders: dict[int, int] = {}
        to_mentors = {start: 0}
        taker: dict[int, int] = {}
        lost: dict[int, int] = {}
        cost, end, heap = FAR, -1, [(0, first + start)]
        while heap and heap[0][0] < cost:
            far, at = heappop(heap)
            if at < first:
                if far == to_leaders[at]:
                    for k in self.holders[at]:
                        there = far + self.held[k][at] - v[at] - self.u[k]
                        if there < to_mentors.get(k, FAR):
                            to_mentors[k], lost[k] = there, at
                            heappush(heap, (there, first + k))
            elif far == to_mentors[at - first]:
                i = at - first
                held, base = self.held[i], far + self.u[i]
                self.steps += 1
                for j, score in self.seen[i].items():
                    there = base - score + v[j]
                    if there < cost and there < to_leaders.get(j, FAR) and j not in held:
                        to_leaders[j], taker[j] = there, i
                        if free[j]:
                            cost, end = there, j
                        else:
                            heappush(heap, (there, j))
        if end < 0:
            self.stuck = list(to_mentors)
            return None
        return Chain(cost, end, to_leaders, to_mentors, taker, lost)

    def _reprice(self, chain: Chain) -> None:
        """Leaders within the chain's cost become dearer, until the chain costs nothing."""
        for j, far in chain.to_leaders.items():
            self.v[j] += max(0, chain.cost - far)
        for i, far in chain.to_mentors.items():
            self.u[i] -= max(0, chain.cost - far)

    def _move(self, chain: Chain, start: int) -> None:
        """Everybody along the chain moves."""
        j = chain.end
        while True:
            i = chain.taker[j]
            self._choose(i, j)
            if i == start:
                return
            j = chain.lost[i]
            self._let_go(i, j)

    def _choose(self, i: int, j: int) -> None:
        self.held[i][j] = self.seen[i][j]
        self.holders[j].add(i)
        self.free[j] -= 1

    def _let_go(self, i: int, j: int) -> None:
        del self.held[i][j]
        self.holders[j].discard(i)
        self.free[j] += 1
