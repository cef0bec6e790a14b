"""The cheapest change of a best plan: one circle of pairs that swap partners.

Two plans with as many pairs differ by circles: a pair is dropped, its leader
gets another mentor, whose leader gets another, and so on until everybody who
should has a partner again; where somebody has a place left over the circle
may run through it. So the next best plan is one circle away from the best.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from revmentor_xl.steps.pairing.optimum.problem import Cell, Plan, Problem
from revmentor_xl.steps.solving.arrays import Matrix

FAR = np.int64(2**40)


@dataclass(frozen=True)
class Levels:
    """Whole prices under which no change of the plan gains.

    `lack` is what each pair lacks (hundredths, zero or more): an open pair not
    chosen against its price, a chosen pair what dropping it loses. FAR where a
    pair is not open. `mentors` and `leaders` are what a used place is worth.
    """

    lack: Matrix
    mentors: np.ndarray
    leaders: np.ndarray


@dataclass(frozen=True)
class Circle:
    """The pairs that come and those that go, and what the change loses."""

    loss: int
    added: tuple[Cell, ...]
    dropped: tuple[Cell, ...]

    def applied(self, plan: Plan) -> tuple[Cell, ...]:
        """The pairs of the plan after the change."""
        return tuple(sorted((set(plan.cells) - set(self.dropped)) | set(self.added)))


def cheapest_circle(problem: Problem, plan: Plan) -> Circle | None:
    """The change that loses least, exactly; None when there is no other plan.

    `plan` has the highest total of its number when conditions are left aside,
    else ValueError is raised. Conditions are not looked at.
    """
    levels = _levels(problem, plan)
    best = _swap(problem, plan, levels)
    return _Search(problem, plan, levels, best).cheapest()


def _levels(problem: Problem, plan: Plan) -> Levels:
    """Prices from shortest ways through the plan (Bellman 1958, Ford 1956).

    Every place is reached from a mentor's free place, the others by adding
    and dropping pairs; the distances are the prices.
    """
    n, m = problem.shape
    chosen = _chosen(problem, plan)
    worth = problem.worth.astype(np.int64)
    add = np.where(problem.open & ~chosen, -worth, FAR)
    used_m, used_l = chosen.sum(axis=1), chosen.sum(axis=0)
    rows, columns = np.nonzero(chosen)
    back = worth[rows, columns]
    mentors, leaders = np.zeros(n, dtype=np.int64), np.zeros(m, dtype=np.int64)
    start, end, before = np.int64(0), np.int64(0), np.zeros(0, dtype=np.int64)
    for _ in range(2 * (n + m) + 4):
        mentors = np.where(used_m < problem.mentor_places, np.minimum(mentors, start), mentors)
        np.minimum.at(mentors, rows, leaders[columns] + back)
        leaders = np.minimum(leaders, (add + mentors[:, None]).min(axis=0, initial=FAR))
        leaders = np.where(used_l > 0, np.minimum(leaders, end), leaders)
        start = min(start, np.min(np.append(mentors[used_m > 0], FAR)))
        end = min(end, np.min(np.append(leaders[used_l < problem.leader_places], FAR)))
        now = np.concatenate([mentors, leaders, [start, end]])
        if np.array_equal(before, now):
            break
        before = now
    else:
        raise ValueError("the plan is not the best of its number")
    lack = np.where(add < FAR, add + mentors[:, None] - leaders[None, :], FAR)
    lack[rows, columns] = back + leaders[columns] - mentors[rows]
    return Levels(lack, mentors - start, end - leaders)


def _chosen(problem: Problem, plan: Plan) -> Matrix:
    chosen = np.zeros(problem.shape, dtype=bool)
    for cell in plan.cells:
        chosen[cell] = True
    return chosen


def _swap(problem: Problem, plan: Plan, levels: Levels) -> Circle | None:
    """The best change of two pairs that swap partners: a first limit for the search."""
    if len(plan.cells) < 2:
        return None
    rows, columns = np.array(plan.cells).T
    chosen = _chosen(problem, plan)
    lack = np.where(chosen, FAR, levels.lack)[np.ix_(rows, columns)]
    drop = levels.lack[rows, columns]
    loss = lack + lack.T + drop[:, None] + drop[None, :]
    loss[(rows[:, None] == rows[None, :]) | (columns[:, None] == columns[None, :])] = FAR
    a, b = divmod(int(loss.argmin()), len(rows))
    if loss[a, b] >= FAR:
        return None
    one, other = plan.cells[a], plan.cells[b]
    return Circle(int(loss[a, b]), ((one[0], other[1]), (other[0], one[1])), (one, other))


@dataclass
class _Search:
    """Shortest ways back to each dropped pair's leader, no longer than the best circle so far."""

    problem: Problem
    plan: Plan
    levels: Levels
    best: Circle | None

    def cheapest(self) -> Circle | None:
        """Nodes: mentors 0.., leaders n.., then the free places of mentors and of leaders."""
        n, m = self.problem.shape
        self._free_m, self._free_l = n + m, n + m + 1
        chosen = _chosen(self.problem, self.plan)
        self._used_m, self._used_l = chosen.sum(axis=1), chosen.sum(axis=0)
        self._partners = [np.nonzero(chosen[:, j])[0].tolist() for j in range(m)]
        self._chosen = chosen
        self._out: dict[int, list[tuple[int, int]]] = {}
        for i, j in self.plan.cells:
            if self.best is not None and self.best.loss == 0:
                break
            self._from(i, j)
        return self.best

    def _from(self, i: int, j: int) -> None:
        """Drop the pair (i, j) and look for the shortest way from i to j."""
        n = self.problem.shape[0]
        limit = self.best.loss if self.best is not None else int(FAR)
        first = int(self.levels.lack[i, j])
        distance, came = {i: first}, {i: n + j}
        queue = [(first, i)]
        while queue:
            far, node = heapq.heappop(queue)
            if far > distance[node] or far >= limit:
                continue
            if node == n + j:
                self.best = self._circle(far, i, j, came)
                return
            for other, length in self._arcs(node):
                # a way through free places only would change nothing
                if far + length < min(limit, distance.get(other, int(FAR))):
                    distance[other] = far + length
                    came[other] = node
                    heapq.heappush(queue, (far + length, other))

    def _arcs(self, node: int) -> Iterator[tuple[int, int]]:
        n, m = self.problem.shape
        if node < n:
            if node not in self._out:
                limit = self.best.loss if self.best is not None else int(FAR)
                lack = np.where(self._chosen[node], FAR, self.levels.lack[node])
                near = np.nonzero(lack < limit)[0]
                self._out[node] = list(zip((near + n).tolist(), lack[near].tolist()))
            yield from self._out[node]
            if self._used_m[node] > 0:
                yield self._free_m, int(self.levels.mentors[node])
        elif node < n + m:
            j = node - n
            yield from ((i, int(self.levels.lack[i, j])) for i in self._partners[j])
            if self._used_l[j] < self.problem.leader_places[j]:
                yield self._free_l, -int(self.levels.leaders[j])
        elif node == self._free_m:
            free = np.nonzero(self._used_m < self.problem.mentor_places)[0]
            yield from ((i, -int(self.levels.mentors[i])) for i in free.tolist())
        else:
            used = np.nonzero(self._used_l > 0)[0]
            yield from ((n + j, int(self.levels.leaders[j])) for j in used.tolist())

    def _circle(self, loss: int, i: int, j: int, came: dict[int, int]) -> Circle:
        n, m = self.problem.shape
        way = [n + j]
        while way[-1] != i:
            way.append(came[way[-1]])
        way.reverse()
        added, dropped = [], [(i, j)]
        for one, other in pairwise(way):
            if one < n <= other < n + m:
                added.append((one, other - n))
            elif other < n <= one < n + m:
                dropped.append((other, one - n))
        return Circle(loss, tuple(added), tuple(dropped))
