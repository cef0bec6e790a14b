"""What is searched for: the best set of pairs under places and conditions.

Everything is in whole numbers, scores in hundredths of a point, so that equal
is equal and a proof has no rounding in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

import numpy as np

from revmentor_xl.steps.solving.arrays import Matrix

Cell = tuple[int, int]
"""A pair as its row (mentor) and column (leader)."""

NO_LIMIT = 2**62


class Aim(Enum):
    """What makes one plan better than another with as many pairs."""

    TOTAL = "Best total"
    WORST = "Worst-off pair first"
    EVEN = "As even as possible"


@dataclass(frozen=True)
class Condition:
    """`low` <= sum over the chosen pairs of their coefficients <= `high`.

    The coefficient of a pair is `slope` x its score in hundredths + `base`
    where `mentors` and `leaders` (one boolean each; None: everybody) hold, and
    1 for each of the `cells` beside. All are whole numbers.
    """

    name: str
    low: int = -NO_LIMIT
    high: int = NO_LIMIT
    mentors: np.ndarray | None = None
    leaders: np.ndarray | None = None
    slope: int = 0
    base: int = 0
    cells: frozenset[Cell] = frozenset()

    def at(self, worth: Matrix, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The coefficients of single pairs, as int64."""
        found = self.slope * worth[rows, columns].astype(np.int64) + self.base
        if self.mentors is not None:
            found = np.where(self.mentors[rows], found, 0)
        if self.leaders is not None:
            found = np.where(self.leaders[columns], found, 0)
        if self.cells:
            inside = [cell in self.cells for cell in zip(rows.tolist(), columns.tolist())]
            found = found + np.array(inside, dtype=np.int64)
        return np.asarray(found, dtype=np.int64)

    def value(self, worth: Matrix, cells: Sequence[Cell]) -> int:
        """The sum over a plan's pairs."""
        rows, columns = _split(cells)
        return int(self.at(worth, rows, columns).sum())

    def holds(self, worth: Matrix, cells: Sequence[Cell]) -> bool:
        """Does a plan fulfil the condition?"""
        return self.low <= self.value(worth, cells) <= self.high

    def beside(self, worth: Matrix, cell: Cell) -> Condition:
        """What is left of the condition for a plan to which this pair is added."""
        return self.beside_all(worth, [cell])

    def beside_all(self, worth: Matrix, cells: Sequence[Cell]) -> Condition:
        """What is left of the condition for a plan to which these pairs are added."""
        part = self.value(worth, cells)
        return replace(self, low=_less(self.low, part), high=_less(self.high, part))


Broken = Callable[[Sequence[Cell]], Sequence[Condition]]
"""Gives the conditions that a plan breaks; none when it is fine."""


@dataclass(frozen=True)
class Problem:
    """Scores, possible pairs, places, and conditions on the plan as a whole.

    `worth` is the score of every pair in hundredths (whole, 0 to 10,000, one
    row per mentor and one column per leader), `allowed` says which pairs are
    possible, `mentor_places` and `leader_places` how many partners each takes.
    `conditions` hold for every plan. `broken` is asked about each plan found:
    what it gives back becomes a further condition (mentors of one leader who
    cannot all be given an hour). `enough` is the score of the worst pair that
    is settled beforehand: no plan has a better worst pair than that one.
    """

    worth: Matrix
    allowed: Matrix
    mentor_places: np.ndarray
    leader_places: np.ndarray
    conditions: tuple[Condition, ...] = ()
    broken: Broken | None = field(default=None, compare=False)
    enough: int = 10_000

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.worth.shape
        return int(rows), int(columns)

    @cached_property
    def open(self) -> Matrix:
        """The possible pairs of people who have a place left."""
        has_place = (self.mentor_places > 0)[:, None] & (self.leader_places > 0)[None, :]
        cells: Matrix = self.allowed & has_place
        return cells

    def total(self, cells: Iterable[Cell]) -> int:
        """What pairs score together, in hundredths."""
        return sum(int(self.worth[cell]) for cell in cells)

    def is_fulfilled_by(self, cells: Sequence[Cell]) -> bool:
        """Does a plan hold every condition? `broken` is not asked."""
        return all(one.holds(self.worth, cells) for one in self.conditions)

    def objections(self, cells: Sequence[Cell]) -> list[Condition]:
        """What `broken` gives back for a plan; nothing when the plan is fine."""
        more = self.broken(cells) if self.broken else ()
        return [one for one in more if not one.holds(self.worth, cells)]

    def at_least(self, threshold: int) -> Problem:
        """Only pairs that score `threshold` hundredths or more."""
        return replace(self, allowed=self.allowed & (self.worth >= threshold))

    def under(self, *more: Condition) -> Problem:
        """The problem with further conditions."""
        return replace(self, conditions=(*self.conditions, *more))

    def without(self, *cells: Cell) -> Problem:
        """The problem in which these pairs are not possible."""
        allowed = self.allowed.copy()
        for cell in cells:
            allowed[cell] = False
        return replace(self, allowed=allowed)

    def forcing(self, cell: Cell) -> Problem:
        """The problem in which this pair is chosen: its places are used up.

        The pair itself is not among the cells of a plan found then.
        """
        i, j = cell
        mentors, leaders = self.mentor_places.copy(), self.leader_places.copy()
        mentors[i] -= 1
        leaders[j] -= 1
        enough = min(self.enough, int(self.worth[cell]))
        less = replace(
            self.without(cell), mentor_places=mentors, leader_places=leaders, enough=enough
        )

        def moved(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
            return tuple(one.beside(self.worth, cell) for one in conditions)

        broken = self.broken
        with_pair = None if broken is None else (lambda cells: moved(broken([*cells, cell])))
        return replace(less, conditions=moved(self.conditions), broken=with_pair)


@dataclass(frozen=True)
class Prices:
    """Dual values: what a place of each mentor and leader is worth, in hundredths.

    `of_pair` is the price of one pair (of the fixed number), `of_conditions`
    that of each condition. A pair's reduced worth is its score less all of
    them; no pair outside a best plan has a positive one, and forcing a pair
    costs at least what its reduced worth lacks.
    """

    mentors: np.ndarray
    leaders: np.ndarray
    of_pair: float
    of_conditions: tuple[float, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The pairs chosen, sorted, and the proof of how good they are.

    `total` is their score and `bound` the most that any plan with as many
    pairs, the same conditions and an equally good worst pair (or bands) can
    have, both in hundredths of a point. `seconds` is the time of the search.
    """

    cells: tuple[Cell, ...]
    total: int
    bound: int
    seconds: float = 0.0
    prices: Prices | None = field(default=None, compare=False)

    @property
    def is_proven(self) -> bool:
        return self.total == self.bound

    @property
    def gap(self) -> float:
        """How far the plan may be from the best one, as a share of the bound."""
        return (self.bound - self.total) / self.bound if self.bound > 0 else 0.0


def _less(limit: int, part: int) -> int:
    return limit if abs(limit) == NO_LIMIT else limit - part


def _split(cells: Sequence[Cell]) -> tuple[np.ndarray, np.ndarray]:
    if not cells:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    rows, columns = np.array(cells, dtype=np.int64).T
    return rows, columns
