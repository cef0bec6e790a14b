"""The hard rules: who can never be a pair, which rule stands in the way, what each removes.

`rulebook` lists the rules. Each keeps people out, or gives a formula that says
of any pair whether it is forbidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from revmentor_xl.steps.pairing.features.common_time import CommonTime
from revmentor_xl.steps.pairing.features.pair_features import (
    Formula,
    Some,
    Submatrix,
    View,
    blocks,
    whole,
)
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.hard_rules.rulebook import RULES, Rule
from revmentor_xl.steps.solving.arrays import Matrix

__all__ = ["RULES", "Effect", "HardRules", "Part", "Rule"]

Part = tuple[np.ndarray | slice | int, np.ndarray | slice | int]
"""Rows and columns of a matrix."""


class Effect(NamedTuple):
    """What one rule removes.

    `removed` counts the pairs it forbids whatever the others do, `alone` those
    that would be possible without it. `mentors_without` and `leaders_without`
    (one boolean for each person) are those whom the rule by itself leaves
    nobody of those who take part; for a rule that keeps people out, of all.
    `mentors_freed` and `leaders_freed` have no partner now, and would have one
    without this rule.
    """

    removed: int
    alone: int
    mentors_without: np.ndarray
    leaders_without: np.ndarray
    mentors_freed: np.ndarray
    leaders_freed: np.ndarray


@dataclass(frozen=True)
class HardRules:
    """Every rule as it holds for these people, in the order of RULES.

    `formulas` has a rule's formula, None for one that forbids nothing.
    `taking_part` has one boolean for each mentor and each leader.
    """

    formulas: Mapping[str, Formula | None]
    taking_part: tuple[np.ndarray, np.ndarray]
    shape: tuple[int, int]

    @classmethod
    def of(cls, sides: Sides, time: CommonTime) -> HardRules:
        """The rules as they hold for these people."""
        formulas = {rule.name: rule.formula(sides, time) for rule in RULES}
        return cls(formulas, _taking_part(sides), sides.shape)

    def without(self, sides: Sides, *names: str) -> HardRules:
        """The rules when these do not hold."""
        formulas = {key: None if key in names else one for key, one in self.formulas.items()}
        return replace(self, formulas=formulas, taking_part=_taking_part(sides, names))

    @cached_property
    def times_forbidden(self) -> Matrix:
        """How many rules forbid each pair (int8)."""
        total = np.zeros(self.shape, dtype=np.int8)
        for rows, block in blocks(self.shape):
            for _, found in self._in_force(block):
                total[rows] += found
        return total

    @cached_property
    def allowed(self) -> Matrix:
        """The pairs that no rule forbids. Treat it as read-only."""
        allowed: Matrix = self.times_forbidden == 0
        return allowed

    @cached_property
    def matrices(self) -> Mapping[str, Matrix]:
        """Each rule's matrix of all pairs (true: forbidden), made anew whenever it is asked for."""
        return _Matrices(self)

    def forbidden(self, name: str, part: Part) -> Matrix:
        """What one rule forbids in a part of the matrix, always as a matrix."""
        rows, columns = (
            slice(int(one), int(one) + 1) if isinstance(one, (int, np.integer)) else one
            for one in part
        )
        return self._look(name, Submatrix(rows, columns, self.shape))

    def at(self, name: str, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Does the rule forbid these single pairs? One boolean for each."""
        formula = self.formulas[name]
        if formula is None:
            return np.zeros(len(rows), dtype=bool)
        return formula(Some(rows, columns, self.shape[1])).astype(bool)

    def counts(self) -> dict[str, int]:
        """How many pairs each rule forbids, whatever the others do."""
        return {name: effect.removed for name, effect in self.effects.items()}

    @cached_property
    def effects(self) -> Mapping[str, Effect]:
        """What each rule removes, by its name."""
        tallies = {rule.name: _Tally.empty(self, rule) for rule in RULES}
        for rows, block in blocks(self.shape):
            once = self.times_forbidden[rows] == 1
            for name, found in self._in_force(block):
                tallies[name].add(rows, found, once)
        partners = tuple(np.asarray(self.allowed.any(axis=side)) for side in (1, 0))
        return {name: tally.effect(partners) for name, tally in tallies.items()}

    def standing_between(self, cell: tuple[int, int]) -> list[Rule]:
        """The rules that forbid one pair."""
        if not self.times_forbidden[cell]:
            return []
        rows, columns = (np.array([at]) for at in cell)
        return [rule for rule in RULES if self.at(rule.name, rows, columns)[0]]

    def decisive(self, part: Part) -> Rule | None:
        """The rule that removes most of a part of the matrix.

        First counts what a rule removes alone, because only lifting that one
        would help; then what it removes together with others.
        """
        rows, columns = (
            slice(int(one), int(one) + 1) if isinstance(one, (int, np.integer)) else one
            for one in part
        )
        once = self.times_forbidden[rows][:, columns] == 1
        best: tuple[int, int, Rule] | None = None
        for rule in RULES:
            if self.formulas[rule.name] is None:
                continue
            matrix = self.forbidden(rule.name, (rows, columns))
            count = int((matrix & once).sum()), int(matrix.sum())
            if count[1] and (best is None or count > best[:2]):
                best = (*count, rule)
        return best[2] if best else None

    def _in_force(self, view: View) -> Iterator[tuple[str, np.ndarray]]:
        """What each rule that forbids anything forbids; it may broadcast."""
        for name, formula in self.formulas.items():
            if formula is not None:
                yield name, formula(view)

    def _look(self, name: str, block: Submatrix) -> Matrix:
        formula = self.formulas[name]
        if formula is None:
            return np.zeros(block.size, dtype=bool)
        return np.array(np.broadcast_to(formula(block), block.size), dtype=bool)


class _Matrices(Mapping[str, Matrix]):
    def __init__(self, rules: HardRules) -> None:
        self._rules = rules

    def __getitem__(self, name: str) -> Matrix:
        return self._rules._look(name, whole(self._rules.shape))

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules.formulas)

    def __len__(self) -> int:
        return len(self._rules.formulas)


@dataclass
class _Tally:
    """What has been counted of one rule so far."""

    taking_part: tuple[np.ndarray, np.ndarray]
    mentors_without: np.ndarray
    leaders_without: np.ndarray
    mentors_once: np.ndarray
    leaders_once: np.ndarray
    removed: int = 0
    alone: int = 0

    @classmethod
    def empty(cls, rules: HardRules, rule: Rule) -> _Tally:
        mentors, leaders = rules.taking_part
        if rule.keeps_out is not None:
            mentors, leaders = np.ones_like(mentors), np.ones_like(leaders)
        nobody = (np.zeros_like(mentors), np.zeros_like(leaders))
        in_force = rules.formulas[rule.name] is not None and rules.shape[0] > 0
        without = np.zeros_like(mentors), leaders & in_force
        return cls((mentors, leaders), *without, *nobody)

    def add(self, rows: slice, found: np.ndarray, once: Matrix) -> None:
        """Count a block; `once` are the pairs that exactly one rule forbids."""
        found = np.broadcast_to(found, once.shape)
        only = found & once
        mentors, leaders = self.taking_part
        self.removed += int(np.count_nonzero(found))
        self.alone += int(np.count_nonzero(only))
        self.mentors_without[rows] = mentors[rows] & (found | ~leaders).all(axis=1)
        self.leaders_without &= (found | ~mentors[rows, None]).all(axis=0)
        self.mentors_once[rows] = only.any(axis=1)
        self.leaders_once |= only.any(axis=0)

    def effect(self, partners: tuple[np.ndarray, ...]) -> Effect:
        mentors, leaders = partners
        return Effect(
            self.removed,
            self.alone,
            self.mentors_without,
            self.leaders_without,
            self.mentors_once & ~mentors,
            self.leaders_once & ~leaders,
        )


def _taking_part(sides: Sides, but: tuple[str, ...] = ()) -> tuple[np.ndarray, np.ndarray]:
    """Who takes part under the rules that keep people out."""
    mentors, leaders = (np.ones(n, dtype=bool) for n in sides.shape)
    for rule in RULES:
        if rule.keeps_out is not None and rule.name not in but:
            mentors_out, leaders_out = rule.keeps_out(sides)
            mentors, leaders = mentors & ~mentors_out, leaders & ~leaders_out
    return mentors, leaders
