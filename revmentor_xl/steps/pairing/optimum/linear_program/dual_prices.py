"""Dual prices: what a place of each person and each condition is worth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from revmentor_xl.steps.pairing.optimum.problem import Condition, Problem

ROWS = 256
"""Mentors looked at together: a block that stays in the processor's cache."""

Taken = tuple[np.ndarray, np.ndarray]
"""Rows and columns of pairs."""


class DualPrices(NamedTuple):
    """What everybody's places and the conditions cost a pair; prices have any sign.

    A pair's reduced worth is `weight` x its score, less the prices of the
    mentor's and the leader's place, of one pair, and of each condition times
    the pair's coefficient there. The last are spread out: what depends on the
    score goes to `slopes` of mentors and leaders, the rest to their prices;
    only `special` conditions, which name both or single pairs, stay as they are.
    """

    mentors: np.ndarray
    leaders: np.ndarray
    weight: float = 1.0
    mentor_slopes: np.ndarray | None = None
    leader_slopes: np.ndarray | None = None
    special: tuple[tuple[Condition, float], ...] = ()

    @classmethod
    def of(
        cls,
        problem: Problem,
        mentors: np.ndarray,
        leaders: np.ndarray,
        of_pair: float = 0.0,
        of_conditions: tuple[float, ...] = (),
        weight: float = 1.0,
    ) -> DualPrices:
        """The prices from dual values, one per condition."""
        mentors, leaders = mentors + of_pair, leaders.astype(np.float64)
        slopes = np.zeros(len(mentors)), np.zeros(len(leaders))
        special = []
        for condition, price in zip(problem.conditions, of_conditions):
            one = condition.mentors is None or condition.leaders is None
            if not price:
                continue
            if condition.cells or not one:
                special.append((condition, price))
            elif condition.leaders is None:
                inside = 1.0 if condition.mentors is None else condition.mentors
                mentors = mentors + price * condition.base * inside
                slopes[0][:] += price * condition.slope * inside
            else:
                leaders = leaders + price * condition.base * condition.leaders
                slopes[1][:] += price * condition.slope * condition.leaders
        if not (slopes[0].any() or slopes[1].any() or special or weight != 1.0):
            return cls(mentors, leaders)
        return cls(mentors, leaders, weight, slopes[0], slopes[1], tuple(special))

    def reduce(self, worth: np.ndarray, start: int) -> np.ndarray:
        """The reduced worth of all pairs of the mentors from row `start` on, in its own type."""
        rows = slice(start, start + len(worth))
        kind = worth.dtype
        if self.mentor_slopes is None or self.leader_slopes is None:
            found = worth - self.leaders.astype(kind)
            found -= self.mentors[rows, None].astype(kind)
            return np.asarray(found)
        factors = (self.weight - self.mentor_slopes[rows, None]) - self.leader_slopes
        with np.errstate(invalid="ignore"):  # a closed pair times 0 stays closed
            found = worth * factors.astype(kind)
            for condition, price in self.special:
                self._charge(found, worth, condition, price, start)
            found -= self.leaders.astype(kind)
            found -= self.mentors[rows, None].astype(kind)
            found[np.isneginf(worth)] = -np.inf
        return np.asarray(found)

    @staticmethod
    def _charge(
        found: np.ndarray, worth: np.ndarray, condition: Condition, price: float, start: int
    ) -> None:
        n, m = worth.shape
        mentors = np.ones(n, dtype=bool)
        if condition.mentors is not None:
            mentors = condition.mentors[start : start + n]
        leaders = np.ones(m, dtype=bool) if condition.leaders is None else condition.leaders
        if condition.slope or condition.base:
            both = np.ix_(mentors, leaders)
            found[both] -= price * condition.slope * worth[both] + price * condition.base
        for i, j in condition.cells:
            if start <= i < start + n:
                found[i - start, j] -= price


def blocks(count: int) -> Iterator[slice]:
    """The rows, a block at a time."""
    for start in range(0, count, ROWS):
        yield slice(start, min(count, start + ROWS))
