"""The proof: a bound made from prices and the scores themselves, and nothing else.

For all prices u, v >= 0 of a mentor's and a leader's place, w of a pair and y
of the conditions (y >= 0 with `high`, y <= 0 with `low`), no plan has more than

    places x u + places x v + number x w + limits x y
        + the sum over all open pairs of max(0, reduced worth)

(Lagrangian relaxation, weak duality). Prices that are not optimal only make
the bound looser, hence nothing in the search can make the proof wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from revmentor_xl.steps.pairing.optimum.linear_program.dual_prices import DualPrices, Taken, blocks
from revmentor_xl.steps.pairing.optimum.problem import NO_LIMIT, Prices, Problem

EXACT_IN_32 = 2**29
TINY = 1e-6
"""Hundredths; what lies below is rounding."""


class Certificate(NamedTuple):
    """No plan has more than `bound` (whole hundredths), before rounding `exact`.

    `better` are the pairs whose reduced worth is above 0.
    """

    bound: int
    exact: float
    better: Taken


def certificate(problem: Problem, number: int, prices: Prices, weight: float = 1.0) -> Certificate:
    """The bound that prices prove; exact in whole numbers without conditions.

    `weight` 0 bounds not the score but how close a plan comes to the conditions.
    """
    if problem.conditions:
        return _rounded(problem, number, prices, weight)
    u = np.maximum(np.rint(prices.mentors), 0).astype(np.int64)
    v = np.maximum(np.rint(prices.leaders), 0).astype(np.int64)
    w = round(prices.of_pair)
    largest = sum(int(np.abs(part).max(initial=0)) for part in (u, v)) + abs(w)
    scores = max(abs(int(problem.worth.max(initial=0))), abs(int(problem.worth.min(initial=0))))
    kind = np.int32 if largest + scores < EXACT_IN_32 else np.int64
    total = int(problem.mentor_places @ u) + int(problem.leader_places @ v) + number * w
    charged = (u + w).astype(kind)[:, None], v.astype(kind)
    found: list[Taken] = []
    for rows in blocks(len(u)):
        left = np.subtract(problem.worth[rows], charged[1], dtype=kind, casting="unsafe")
        is_better = left > charged[0][rows]
        is_better &= problem.open[rows]
        at = np.nonzero(is_better)
        total += int((left[at] - charged[0][rows][at[0], 0]).sum(dtype=np.int64))
        found.append((at[0] + rows.start, at[1]))
    return Certificate(total, float(total), _joined(found))


def _rounded(problem: Problem, number: int, prices: Prices, weight: float) -> Certificate:
    """In double precision, the bound raised by more than all rounding together."""
    u, v, w = np.maximum(prices.mentors, 0), np.maximum(prices.leaders, 0), prices.of_pair
    y = tuple(
        0.0 if (one.high if price > 0 else one.low) in (NO_LIMIT, -NO_LIMIT) else price
        for one, price in zip(problem.conditions, prices.of_conditions)
    )
    limits = [
        (one.high if price > 0 else one.low) * price
        for one, price in zip(problem.conditions, y)
        if price
    ]
    parts = [*(problem.mentor_places * u), *(problem.leader_places * v), number * w, *limits]
    dual = DualPrices.of(problem, u, v, w, y, weight)
    found: list[Taken] = []
    for rows in blocks(len(u)):
        reduced = dual.reduce(problem.worth[rows].astype(np.float64), rows.start)
        is_better = reduced > 0
        is_better &= problem.open[rows]
        parts.extend(reduced[is_better].tolist())
        at = np.nonzero(is_better & (reduced > TINY))
        found.append((at[0] + rows.start, at[1]))
    exact = math.fsum(parts)
    # a pair's reduced worth is off by a few units in the last place of its largest term
    margin = 1e-6 + 1e-12 * math.fsum(map(abs, parts))
    return Certificate(math.floor(exact + margin), exact, _joined(found))


def _joined(found: list[Taken]) -> Taken:
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    rows, columns = (np.concatenate(part) for part in zip(*found))
    return rows, columns


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
