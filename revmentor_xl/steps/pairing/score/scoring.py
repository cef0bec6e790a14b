"""How well two people fit: a score from 0 to 100, from parts that HR weighs.

Every part is a formula over pairs (see `pair_features`) that gives whole hundredths
of a point, 0 to 10,000. Only their weighted mean is kept as a matrix. ERG
membership enters none of them, generation only when the settings say so. To
add a part, add its line to PARTS, a weight to the settings and a column to the
Pairs table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.settings import weight_of
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.features.common_time import CommonTime
from revmentor_xl.steps.pairing.features.pair_features import (
    Counted,
    Formula,
    Listed,
    Shared,
    Some,
    Submatrix,
    blocks,
    in_both,
)
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.score.goals import leader_teaches, mentor_teaches
from revmentor_xl.steps.pairing.score.perspectives import free_words, perspective
from revmentor_xl.steps.solving.arrays import Matrix

VALUE, STYLE, INTEREST, LANGUAGE = 2000, 1250, 1000, 1500
"""Hundredths of a point in rapport."""

ENOUGH_SHARED = 2
ENOUGH_WISHES = 5
FIRST_WISH, NEXT_WISH = 5000, 1000
HOURS_MORE = 4


@dataclass(frozen=True)
class Part:
    """One part of the score for these people, from 0 to 100; computed when asked for."""

    formula: Formula
    shape: tuple[int, int]

    def at(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Points of single pairs."""
        view = Some(np.asarray(rows), np.asarray(columns), self.shape[1])
        return np.broadcast_to(self.formula(view), np.shape(rows)) / 100

    def __getitem__(self, cell: tuple[int, int]) -> float:
        """Points of one pair."""
        return float(self.at(np.array([cell[0]]), np.array([cell[1]]))[0])

    def of_block(self, rows: slice | np.ndarray, columns: slice | np.ndarray) -> Matrix:
        """Points of some mentors with some leaders."""
        block = Submatrix(rows, columns, self.shape)
        points: Matrix = np.broadcast_to(self.formula(block), block.size) / 100
        return points


@dataclass(frozen=True)
class Scores:
    """What every pair is worth.

    `parts` are those that count: their weight is not zero and somebody has
    answered what they are about. `weights` are theirs, and `hundredths` is the
    weighted mean in whole hundredths of a point, 0 to 10,000 (int32): integers,
    so that a proof has no rounding in it.
    """

    parts: Mapping[str, Part]
    weights: Mapping[str, int]
    hundredths: Matrix

    @cached_property
    def shares(self) -> dict[str, float]:
        """How much of the score each part can make up; together 1."""
        return {name: weight / sum(self.weights.values()) for name, weight in self.weights.items()}

    def of(self, i: int, j: int) -> dict[str, float]:
        """The parts of one pair, to one decimal."""
        parts = self.of_cells([(i, j)])
        return {str(name): float(points[0]) for name, points in parts.items()}

    def of_cells(self, cells: Sequence[tuple[int, int]]) -> pd.DataFrame:
        """The parts of many pairs, to one decimal: a column for each part, a row for each pair."""
        rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
        found = {name: np.round(part.at(rows, columns), 1) for name, part in self.parts.items()}
        return pd.DataFrame(found, index=pd.RangeIndex(len(rows)))


def scores(sides: Sides, time: CommonTime) -> Scores:
    """Score every mentor with every leader.

    score = sum of weight x part / sum of weights, halves of a hundredth
    upwards. A part about which nobody has answered anything is left out of the
    mean. With no part at all every pair scores 0 and only the number of pairs
    counts.
    """
    settings = sides.program.settings
    weights = {name: weight_of(settings, name).points for name in PARTS}
    weights = {
        name: weight
        for name, weight in weights.items()
        if weight and PARTS[name].is_answered(sides)
    }
    parts = {name: Part(PARTS[name].formula(sides, time), sides.shape) for name in weights}
    return Scores(parts, weights, _weighted(parts, weights, sides.shape))


def _weighted(
    parts: Mapping[str, Part], weights: Mapping[str, int], shape: tuple[int, int]
) -> Matrix:
    """The weighted mean in whole hundredths, a block of rows at a time.

    All sums are whole numbers below 2 ** 24, which float32 holds exactly.
    """
    hundredths = np.zeros(shape, dtype=np.int32)
    together = sum(weights.values())
    if not together:
        return hundredths
    for rows, block in blocks(shape):
        total = np.full(block.size, together, dtype=np.float32)
        weighed = np.empty_like(total)
        for name, part in parts.items():
            twice = np.float32(2 * weights[name])
            total += np.multiply(part.formula(block), twice, out=weighed, casting="same_kind")
        total /= np.float32(2 * together)
        hundredths[rows] = np.floor(total, out=total)
    return hundredths


def rapport(sides: Sides, _: CommonTime) -> Formula:
    """20 for each shared value, 12.5 for each shared way of working, 10 for each interest.

    Two of each are enough for all of their points. 15 for a second language in
    common. Deep similarity goes with better mentoring: Eby et al. 2013,
    doi 10.1037/a0029279 (correlational).
    """
    lists: list[Counted] = [
        (*in_both(*answered(sides, column)), partial(_up_to_two, each))
        for column, each in (("values", VALUE), ("styles", STYLE), ("interests", INTEREST))
    ]
    lists.append((*in_both(*answered(sides, "languages")), _second_language))
    return Shared.of(lists).points


def _up_to_two(each: int, shared: np.ndarray) -> np.ndarray:
    return np.asarray(each * np.minimum(ENOUGH_SHARED, shared))


def _second_language(shared: np.ndarray) -> np.ndarray:
    return LANGUAGE * (shared >= 2)


def answered(sides: Sides, column: str) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """Everybody's answers in a list column as they are compared: mentors, leaders."""
    free = column == "interests"
    mentors, leaders = (
        [frozenset(map(fold, free_words(cell) if free else cell)) for cell in people[column]]
        for people in (sides.mentors, sides.leaders)
    )
    return mentors, leaders


def preference(sides: Sides, _: CommonTime) -> Formula:
    """50 for the mentor's first wish and 50 for the leader's; each further wish 10 less."""
    points: dict[tuple[int, int], int] = {}
    for keys, people in (
        (sides.mentor_keys, sides.mentors),
        (sides.leader_keys, sides.leaders),
    ):
        for key, wished in zip(keys, people["preferred"]):
            found = dict.fromkeys(sides.directory.find_all(wished))
            for place, other in enumerate(list(found)[:ENOUGH_WISHES]):
                cell = sides.cell(key, other)
                if cell is not None:
                    points[cell] = points.get(cell, 0) + FIRST_WISH - NEXT_WISH * place
    few = Listed.of(points, sides.shape[1], np.float32)
    return lambda view: view.listed(few)


def easy_to_meet(sides: Sides, time: CommonTime) -> Formula:
    """Shared time beyond one session a week; four hours more are 100."""
    beyond = time.shared - sides.program.settings.session_minutes
    points = np.rint(10_000 * np.clip(beyond / (HOURS_MORE * 60), 0, 1)).astype(np.float32)
    return lambda view: view.table(points, time.mentor_week, time.leader_week)


class PartOfScore(NamedTuple):
    """A part: its formula for a program's people, and the columns it is `about`.

    A part is answered when one of the columns is filled in on both sides;
    where a pair of columns is named, the first for mentors and the second for
    leaders.
    """

    formula: Callable[[Sides, CommonTime], Formula]
    about: tuple[tuple[str, str], ...]
    either: bool = False
    """One side is enough: a wish needs no wish in return."""

    def is_answered(self, sides: Sides) -> bool:
        """Could any pair have more than nothing, by what people filled in?"""
        of_both = any if self.either else all
        generations = sides.program.settings.use_generation
        return any(
            of_both(
                _is_filled(people, column)
                for people, column in zip((sides.mentors, sides.leaders), columns)
            )
            for columns in self.about
            if generations or "generation" not in columns
        )

    def headers(self) -> list[str]:
        """The headers of the columns asked about, each once."""
        found = [
            WORKBOOK.table(table)[column].header
            for columns in self.about
            for table, column in zip(("mentors", "leaders"), columns)
        ]
        return list(dict.fromkeys(found))


def _is_filled(people: pd.DataFrame, column: str) -> bool:
    least = 2 if column == "languages" else 1  # one language is needed anyway
    return any(len(answer) >= least for answer in people[column])


def _same(*columns: str) -> tuple[tuple[str, str], ...]:
    return tuple((column, column) for column in columns)


PARTS: Mapping[str, PartOfScore] = {
    "mentor_teaches": PartOfScore(mentor_teaches, (("strengths", "learning_goals"),)),
    "leader_teaches": PartOfScore(
        leader_teaches, (("learning_goals", "strengths"), ("career_goals", "strengths"))
    ),
    "perspective": PartOfScore(
        perspective,
        (
            *_same("department", "location", "perspectives", "generation"),
            *((column, "circle") for column in ("department", "location", "perspectives")),
        ),
    ),
    "rapport": PartOfScore(rapport, _same("values", "styles", "interests", "languages")),
    "preference": PartOfScore(preference, _same("preferred"), either=True),
    "time": PartOfScore(easy_to_meet, _same("availability")),
}
