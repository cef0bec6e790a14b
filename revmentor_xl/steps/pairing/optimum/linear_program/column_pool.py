"""The pairs that the restricted program does not know yet, priced all at once."""

from __future__ import annotations

import numpy as np

from revmentor_xl.steps.pairing.optimum.linear_program.dual_prices import DualPrices, Taken, blocks
from revmentor_xl.steps.pairing.optimum.problem import Problem
from revmentor_xl.steps.solving.arrays import Matrix


class ColumnPool:
    """The scores of all pairs not yet taken; minus infinity where there is none.

    Single precision halves the time, and scores below 16,777,216 are exact in
    it. It only chooses pairs; proofs are made from the scores themselves.
    """

    def __init__(self, problem: Problem) -> None:
        self.cells: Matrix = np.empty(problem.shape, dtype=np.float32)
        closed_or_open = np.array([-np.inf, 0], dtype=np.float32)
        for rows in blocks(len(self.cells)):
            part = self.cells[rows]
            np.take(closed_or_open, problem.open[rows].view(np.uint8), out=part, mode="clip")
            part += problem.worth[rows]

    def close(self, mentors: np.ndarray, leaders: np.ndarray) -> None:
        """No pair of one of these mentors and one of these leaders is possible."""
        if mentors.any() and leaders.any():
            self.cells[np.ix_(mentors, leaders)] = -np.inf

    def take(self, prices: DualPrices, per_mentor: int, least: float = -np.inf) -> Taken:
        """Each mentor's best pairs above a reduced worth; they leave the pool.

        Among equal ones the leader who comes first.
        """
        found: list[Taken] = []
        for rows in blocks(len(self.cells)):
            reduced = prices.reduce(self.cells[rows], rows.start)
            mentors = np.arange(len(reduced))
            for _ in range(per_mentor):
                best = reduced.argmax(axis=1)
                at = np.arange(len(reduced))
                is_good = reduced[at, best] > least
                if not is_good.any():
                    break
                at, best = at[is_good], best[is_good]
                found.append((rows.start + mentors[at], best))
                reduced[at, best] = -np.inf
                if 2 * len(at) < len(reduced):
                    reduced, mentors = reduced[at], mentors[at]
        if not found:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        taken = tuple(np.concatenate(part) for part in zip(*found))
        self.cells[taken] = -np.inf
        return taken[0], taken[1]

    def give_back(self, problem: Problem, cells: Taken) -> None:
        """Pairs that were taken and are not known after all."""
        self.cells[cells] = problem.worth[cells]

    def drop(self, rows: np.ndarray, columns: np.ndarray) -> Taken:
        """Take these pairs out; gives those that were still there, each once."""
        at = np.unique(rows * self.cells.shape[1] + columns)
        rows, columns = np.divmod(at, self.cells.shape[1])
        there = ~np.isneginf(self.cells[rows, columns])
        self.cells[rows, columns] = -np.inf
        return rows[there], columns[there]
