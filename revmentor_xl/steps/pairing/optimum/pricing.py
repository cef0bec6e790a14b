"""A bound recomputed from prices, and which pairs it leaves a chance.

Lagrangian relaxation: whatever the prices (of the right sign), no plan has
more than `ceiling`, and none that uses a pair more than `ceiling` plus that
pair's reduced worth, where it is negative. So pairs can be left out without
losing a better plan (reduced-cost fixing), however the prices were found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from revmentor_xl.steps.pairing.optimum.problem import NO_LIMIT, Prices, Problem

ROWS = 256
"""Mentors looked at together, so that 5,000 x 5,000 need little memory."""

Block = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Rows, columns and reduced worth of open pairs."""


class Priced(NamedTuple):
    """A problem with `number` pairs, seen through prices whose signs are right."""

    problem: Problem
    number: int
    prices: Prices

    @classmethod
    def of(cls, problem: Problem, number: int, prices: Prices) -> Priced:
        """Prices with the wrong sign, or of a limit that is not there, count as 0."""
        listed = prices.of_conditions or (0.0,) * len(problem.conditions)
        kept = tuple(
            0.0 if (one.high == NO_LIMIT if price > 0 else one.low == -NO_LIMIT) else float(price)
            for one, price in zip(problem.conditions, listed, strict=True)
        )
        mentors, leaders = np.maximum(prices.mentors, 0), np.maximum(prices.leaders, 0)
        return cls(problem, number, Prices(mentors, leaders, float(prices.of_pair), kept))

    def blocks(self) -> Iterator[Block]:
        """Every open pair with its reduced worth in hundredths, some rows at a time."""
        prices, open_cells = self.prices, self.problem.open
        for start in range(0, len(open_cells), ROWS):
            rows, columns = np.nonzero(open_cells[start : start + ROWS])
            rows = rows + start
            reduced = self.problem.worth[rows, columns] - prices.of_pair
            reduced = reduced - prices.mentors[rows] - prices.leaders[columns]
            for one, price in zip(self.problem.conditions, prices.of_conditions):
                if price:
                    reduced = reduced - price * one.at(self.problem.worth, rows, columns)
            yield rows, columns, reduced

    def ceiling(self) -> float:
        """No plan of `number` pairs under the conditions has a higher total."""
        prices, problem = self.prices, self.problem
        total = prices.of_pair * self.number
        total += float(prices.mentors @ np.maximum(problem.mentor_places, 0))
        total += float(prices.leaders @ np.maximum(problem.leader_places, 0))
        for one, price in zip(problem.conditions, prices.of_conditions):
            if price:
                total += price * (one.high if price > 0 else one.low)
        return total + sum(float(np.maximum(block[2], 0).sum()) for block in self.blocks())

    def within(self, window: float) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the pairs whose reduced worth lacks `window` or less."""
        near = [(rows[r >= -window], columns[r >= -window]) for rows, columns, r in self.blocks()]
        nothing = np.zeros(0, dtype=np.int64)
        rows, columns = zip(*near) if near else ((nothing,), (nothing,))
        return np.concatenate(rows), np.concatenate(columns)
