"""The hard rules: who can never be a pair. To add a rule, add one line to RULES.

Each rule gives one boolean matrix (true: forbidden) over all mentors and
leaders, so that the result can say which rule stood in the way, and how many
pairs each of them removed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from revmentor_xl.steps.pairing import forbidden
from revmentor_xl.steps.pairing.common_time import CommonTime
from revmentor_xl.steps.pairing.sides import Matrix, Sides

Part = tuple[np.ndarray | slice | int, np.ndarray | slice | int]
"""Rows and columns of a matrix."""


@dataclass(frozen=True)
class Rule:
    """One hard rule.

    `of_pair` says of one pair why not, `of_person` of one person why they have
    no partner (`{them}`: “any leader” or “7 of 9 leaders”), `remedy` what would
    help. Either it `forbids` pairs, or it `keeps_out` people: who is out takes
    no part, and to be without a partner is then no problem of theirs.
    """

    name: str
    of_pair: str
    of_person: str
    remedy: str
    forbids: Callable[[Sides, CommonTime], Matrix] | None = None
    keeps_out: Callable[[Sides], tuple[np.ndarray, np.ndarray]] | None = None

    def matrix(self, sides: Sides, time: CommonTime) -> Matrix:
        """True where the rule forbids a pair."""
        matrix = sides.none()
        if self.forbids is not None:
            matrix = matrix | self.forbids(sides, time)
        if self.keeps_out is not None:
            mentors, leaders = self.keeps_out(sides)
            matrix = matrix | mentors[:, None] | leaders[None, :]
        return matrix


@dataclass(frozen=True)
class HardRules:
    """Every rule's matrix, in the order of RULES."""

    matrices: dict[str, Matrix]
    taking_part: tuple[np.ndarray, np.ndarray]
    shape: tuple[int, int]

    @classmethod
    def of(cls, sides: Sides, time: CommonTime) -> HardRules:
        """The rules as they hold for these people."""
        matrices = {rule.name: rule.matrix(sides, time) for rule in RULES}
        mentors, leaders = (np.ones(n, dtype=bool) for n in sides.shape)
        for rule in RULES:
            if rule.keeps_out is not None:
                mentors_out, leaders_out = rule.keeps_out(sides)
                mentors, leaders = mentors & ~mentors_out, leaders & ~leaders_out
        return cls(matrices, (mentors, leaders), sides.shape)

    @cached_property
    def times_forbidden(self) -> Matrix:
        """How many rules forbid each pair."""
        total = np.zeros(self.shape, dtype=np.int8)
        for matrix in self.matrices.values():
            total += matrix
        return total

    @property
    def allowed(self) -> Matrix:
        """The pairs that no rule forbids."""
        allowed: Matrix = self.times_forbidden == 0
        return allowed

    def counts(self) -> dict[str, int]:
        """How many pairs each rule forbids, whatever the others do."""
        return {name: int(matrix.sum()) for name, matrix in self.matrices.items()}

    def standing_between(self, cell: tuple[int, int]) -> list[Rule]:
        """The rules that forbid one pair."""
        return [rule for rule in RULES if self.matrices[rule.name][cell]]

    def decisive(self, part: Part) -> Rule | None:
        """The rule that removes most of a part of the matrix.

        First counts what a rule removes alone, because only lifting that one
        would help; then what it removes together with others.
        """
        alone = self.times_forbidden[part] == 1
        best: tuple[int, int, Rule] | None = None
        for rule in RULES:
            matrix = self.matrices[rule.name][part]
            count = int((matrix & alone).sum()), int(matrix.sum())
            if count[1] and (best is None or count > best[:2]):
                best = (*count, rule)
        return best[2] if best else None


RULES: tuple[Rule, ...] = (
    Rule(
        "volunteered",
        "one of them has not volunteered",
        "{them} have not volunteered",
        "Ask them; enter Yes under Volunteered when they agree.",
        keeps_out=forbidden.not_volunteered,
    ),
    Rule(
        "chosen",
        "the mentor is not in the chosen cohort",
        "{them} are not in the chosen cohort",
        "Choose the cohort again, or clear Selected on the Nominations tab.",
        keeps_out=forbidden.not_chosen,
    ),
    Rule(
        "places",
        "one of them has no place (capacity 0)",
        "{them} have no place (capacity 0)",
        "Raise the capacity.",
        keeps_out=forbidden.no_place,
    ),
    Rule(
        "level_known",
        "the level of one of them is not known",
        "the distance in levels to {them} is not known",
        "Enter a level from the Levels tab.",
        forbids=forbidden.unknown_level,
    ),
    Rule(
        "level_gap",
        "their levels are too close",
        "too close in level to {them}",
        "Invite people whose levels lie further apart, or lower “Levels apart, at least” on the "
        "Settings tab.",
        forbids=forbidden.too_close,
    ),
    Rule(
        "reporting_line",
        "one of them is in the other's reporting line",
        "in one reporting line with {them}",
        "Invite people from another reporting line.",
        forbids=forbidden.reporting_line,
    ),
    Rule(
        "same_team",
        "they have the same manager",
        "the same manager as {them}",
        "Invite people from other teams.",
        forbids=forbidden.same_team,
    ),
    Rule(
        "blocked",
        "the Rules tab says they must not be paired",
        "the Rules tab forbids {them}",
        "Look through the “Must not pair” rules.",
        forbids=forbidden.blocked,
    ),
    Rule(
        "veto",
        "something private stands in the way",
        "private wishes rule out {them}",
        "Invite more people; a private wish is always kept.",
        forbids=forbidden.vetoed,
    ),
    Rule(
        "ended",
        "they were a pair before, and it was ended",
        "earlier pairs with {them} were ended",
        "Invite people they have not worked with yet.",
        forbids=forbidden.ended,
    ),
    Rule(
        "common_time",
        "they have no common hour in the week",
        "no common hour in the week with {them}",
        "Ask for one or two more blocks of availability.",
        forbids=forbidden.no_common_time,
    ),
    Rule(
        "language",
        "they have no language in common",
        "no common language with {them}",
        "Ask which other languages a conversation is possible in.",
        forbids=forbidden.no_common_language,
    ),
)
