"""What holds between two people, told for many pairs at once and kept for none.

Rules and parts of the score are formulas over a `View`: they ask it for what a
mentor has, what a leader has, and what the two have together. The same formula
then serves a block of the matrix of all pairs (`Block`) and single pairs
(`Some`), and no matrix of all pairs has to be kept for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Protocol

import numpy as np

from revmentor_xl.steps.solving.arrays import Matrix

ROWS_AT_ONCE = 64
"""Rows of a block: small enough that what a formula computes stays near the processor."""


class Listed(NamedTuple):
    """Values of a few pairs; all others have 0 (or False).

    `places` are row x number of columns + column, sorted.
    """

    places: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, values: Mapping[tuple[int, int], Any], columns: int, kind: type) -> Listed:
        """From a value for each pair (row, column)."""
        at = sorted(values)
        places = np.array([i * columns + j for i, j in at], dtype=np.int64)
        return cls(places, np.array([values[cell] for cell in at], dtype=kind))


class View(Protocol):
    """Pairs looked at: every answer has one value for each of them."""

    def mentors(self, values: np.ndarray) -> np.ndarray:
        """What the mentor has; `values` holds one for each mentor."""

    def leaders(self, values: np.ndarray) -> np.ndarray:
        """What the leader has; `values` holds one for each leader."""

    def products(self, mentors: np.ndarray, leaders: np.ndarray) -> np.ndarray:
        """The sum over all columns of what the mentor's row and the leader's have together."""

    def table(self, values: Matrix, mentor_of: np.ndarray, leader_of: np.ndarray) -> np.ndarray:
        """Looked up by the mentor's kind (row of `values`) and the leader's (column)."""

    def listed(self, few: Listed) -> np.ndarray:
        """Values of a few pairs, 0 for all others."""

    def matrix(self, values: Matrix) -> np.ndarray:
        """Looked up in a matrix of all pairs."""


Formula = Callable[[View], np.ndarray]
"""Gives a value for every pair of a view; it may give one that broadcasts."""


@dataclass(frozen=True)
class Submatrix:
    """The pairs of some mentors with some leaders, as a matrix."""

    rows: slice | np.ndarray
    columns: slice | np.ndarray
    shape: tuple[int, int]  # of the matrix of all pairs

    @cached_property
    def size(self) -> tuple[int, int]:
        """How many rows and columns this block has."""
        rows, columns = (
            np.arange(n)[part] for n, part in zip(self.shape, (self.rows, self.columns))
        )
        return len(rows), len(columns)

    def mentors(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(values[self.rows])[:, None]

    def leaders(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(values[self.columns])[None, :]

    def products(self, mentors: np.ndarray, leaders: np.ndarray) -> np.ndarray:
        together: np.ndarray = mentors[self.rows] @ leaders[self.columns].T
        return together

    def table(self, values: Matrix, mentor_of: np.ndarray, leader_of: np.ndarray) -> np.ndarray:
        found: np.ndarray = values[mentor_of[self.rows]][:, leader_of[self.columns]]
        return found

    def listed(self, few: Listed) -> np.ndarray:
        out = np.zeros(self.size, dtype=few.values.dtype)
        if len(few.places):
            rows, columns = self._within
            i, j = np.divmod(few.places, self.shape[1])
            here = (rows[i] >= 0) & (columns[j] >= 0)
            out[rows[i[here]], columns[j[here]]] = few.values[here]
        return out

    @cached_property
    def _within(self) -> tuple[np.ndarray, np.ndarray]:
        """Where each mentor and leader stands in this block; -1 when outside."""
        places = []
        for n, part in zip(self.shape, (self.rows, self.columns)):
            at = np.full(n, -1)
            inside = np.arange(n)[part]
            at[inside] = np.arange(len(inside))
            places.append(at)
        return places[0], places[1]

    def matrix(self, values: Matrix) -> np.ndarray:
        return np.asarray(values[self.rows][:, self.columns])


@dataclass(frozen=True)
class Some:
    """Single pairs, as a vector: row and column of each."""

    rows: np.ndarray
    columns: np.ndarray
    width: int  # how many leaders there are

    def mentors(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(values[self.rows])

    def leaders(self, values: np.ndarray) -> np.ndarray:
        return np.asarray(values[self.columns])

    def products(self, mentors: np.ndarray, leaders: np.ndarray) -> np.ndarray:
        together: np.ndarray = (mentors[self.rows] * leaders[self.columns]).sum(axis=1)
        return together

    def table(self, values: Matrix, mentor_of: np.ndarray, leader_of: np.ndarray) -> np.ndarray:
        return np.asarray(values[mentor_of[self.rows], leader_of[self.columns]])

    def listed(self, few: Listed) -> np.ndarray:
        out = np.zeros(len(self.rows), dtype=few.values.dtype)
        if len(few.places):
            wanted = self.rows.astype(np.int64) * self.width + self.columns
            at = np.minimum(np.searchsorted(few.places, wanted), len(few.places) - 1)
            there = few.places[at] == wanted
            out[there] = few.values[at[there]]
        return out

    def matrix(self, values: Matrix) -> np.ndarray:
        return np.asarray(values[self.rows, self.columns])


Counted = tuple[np.ndarray, np.ndarray, Callable[[np.ndarray], np.ndarray]]
"""Who names which words, mentors and leaders (0 or 1), and the points for so many in common."""

DIGITS = 16
"""Binary digits of a number that tells several counts; float32 holds all of them exactly."""


@dataclass(frozen=True)
class Shared:
    """Points for the words that two people share in several lists.

    One product tells the counts of several lists at once: each has its own
    digits in a whole number, and a table says what the number is worth.
    """

    packs: tuple[tuple[np.ndarray, np.ndarray, np.ndarray], ...]

    @classmethod
    def of(cls, lists: Iterable[Counted]) -> Shared:
        """Pack the lists into as few products as their longest answers allow."""
        packs: list[list[tuple[Counted, int]]] = [[]]
        for one in lists:
            digits = _most_in_common(one).bit_length()
            if sum(taken for _, taken in packs[-1]) + digits > DIGITS:
                packs.append([])
            packs[-1].append((one, digits))
        return cls(tuple(_packed(pack) for pack in packs if pack))

    def points(self, view: View) -> np.ndarray:
        """The points of every pair of a view, all lists together."""
        found = [table[view.products(*words).astype(np.intp)] for *words, table in self.packs]
        return np.asarray(sum(found[1:], start=found[0]))


def _most_in_common(counted: Counted) -> int:
    ones, others, _ = counted
    return int(min(ones.sum(axis=1).max(initial=0), others.sum(axis=1).max(initial=0)))


def _packed(pack: Sequence[tuple[Counted, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    numbers = np.arange(2 ** sum(digits for _, digits in pack))
    table = np.zeros(len(numbers), dtype=np.float32)
    ones, others, below = [], [], 0
    for (mentors, leaders, points), digits in pack:
        ones.append(mentors * np.float32(2**below))
        others.append(leaders)
        table += points((numbers >> below) & (2**digits - 1)).astype(np.float32)
        below += digits
    return np.concatenate(ones, axis=1), np.concatenate(others, axis=1), table


def naming(people: Sequence[Collection[str]], words: Sequence[str]) -> np.ndarray:
    """Who names which of these words, 0 or 1 (float32)."""
    at = {word: k for k, word in enumerate(words)}
    cells = [(i, at[word]) for i, said in enumerate(people) for word in said if word in at]
    named = np.zeros((len(people), len(words)), dtype=np.float32)
    if cells:
        named[tuple(np.array(cells).T)] = 1
    return named


def in_both(
    ones: Sequence[Collection[str]], others: Sequence[Collection[str]]
) -> tuple[np.ndarray, np.ndarray]:
    """Who names which of the words that both sides name, 0 or 1."""
    shared = sorted(set().union(*ones) & set().union(*others))
    return naming(ones, shared), naming(others, shared)


def whole(shape: tuple[int, int]) -> Submatrix:
    """All pairs at once."""
    return Submatrix(slice(None), slice(None), shape)


def blocks(shape: tuple[int, int]) -> Iterator[tuple[slice, Submatrix]]:
    """All pairs, a few rows at a time."""
    for first in range(0, shape[0], ROWS_AT_ONCE):
        rows = slice(first, min(first + ROWS_AT_ONCE, shape[0]))
        yield rows, Submatrix(rows, slice(None), shape)


def kinds(answers: list[Any]) -> tuple[list[Any], np.ndarray]:
    """The different answers in the order they first stand, and which one each person gave."""
    numbers: dict[Any, int] = {}
    of = [numbers.setdefault(answer, len(numbers)) for answer in answers]
    return list(numbers), np.array(of, dtype=np.int64)
