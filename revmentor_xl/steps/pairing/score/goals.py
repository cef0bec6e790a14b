"""What two people can teach each other: learning goals met by strengths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.pairing.features.common_time import CommonTime
from revmentor_xl.steps.pairing.features.pair_features import Formula, View, naming
from revmentor_xl.steps.pairing.features.sides import Sides

ENOUGH_GOALS = 3
UNIT = 2**20
"""Worths are whole multiples of 1 / UNIT: sums of whole numbers do not depend on their order.

So many that a hundredth of a point is hardly ever rounded otherwise; float32 is exact up to 16
times as much, which is the worth of some 80 goals.
"""

_WORDS = re.compile(r"[^\W_]+[+#]*")
_SHORT = 2  # letters; “go” and “ai” are skills only when written as on the Skills tab


def mentor_teaches(sides: Sides, _: CommonTime) -> Formula:
    """How much of what the leader wants to learn the mentor can teach; see `Coverage`."""
    leaders = sides.leaders
    found = Coverage.of(
        list(leaders["learning_goals"]), leaders["strengths"], sides.mentors["strengths"]
    )
    return partial(_points, found, learner_is_mentor=False)


def leader_teaches(sides: Sides, _: CommonTime) -> Formula:
    """How much of what the mentor wants to learn the leader can teach; see `Coverage`.

    Skills named in the mentor's career goals count after the learning goals.
    """
    found = Coverage.of(mentor_goals(sides), sides.mentors["strengths"], sides.leaders["strengths"])
    return partial(_points, found, learner_is_mentor=True)


def mentor_goals(sides: Sides) -> list[tuple[str, ...]]:
    """What each mentor wants to learn: the learning goals, then skills of the career goals."""
    named_in = skills_named(sides.program)
    mentors = sides.mentors[["learning_goals", "career_goals"]]
    return [(*goals, *named_in(aims)) for goals, aims in mentors.itertuples(index=False)]


def skills_named(program: Program) -> Callable[[str], list[str]]:
    """Finds the skills of the Skills tab, also called otherwise, in a free text.

    Whole words only, the longest name first, in the order of the text. A name
    of one or two letters must be written as on the tab.
    """
    known: dict[tuple[str, ...], tuple[str, str]] = {}
    for skill, aliases in program.table("skills")[["skill", "aliases"]].itertuples(index=False):
        for name in (skill, *aliases):
            words = tuple(_WORDS.findall(fold(name)))
            if words:
                known.setdefault(words, (skill, name))
    longest = max(map(len, known), default=0)

    def named(text: str) -> list[str]:
        written = _WORDS.findall(text)
        words, found, at = [fold(word) for word in written], [], 0
        while at < len(words):
            for length in range(min(longest, len(words) - at), 0, -1):
                skill, name = known.get(tuple(words[at : at + length]), ("", ""))
                if skill and (len(name) > _SHORT or written[at] == name):
                    found.append(skill)
                    at += length - 1
                    break
            at += 1
        return list(dict.fromkeys(found))

    return named


class Coverage(NamedTuple):
    """How well learning goals are met by strengths.

    100 x (0.8 x min(1, covered / best three) + 0.2 x covered / all), each the
    summed worth of goals. Three goals are plenty for half a year, hence most
    points are reached with three; the rest tells apart who covers more of a
    long list.

    A goal is worth 2 / (1 + its place in the list) x its rarity: earlier goals
    count more, and so do those that few can teach. Rarity is
    1 + log((n + 1) / (teachers + 1)) / log(n + 1), from 1 (all n can teach it)
    to almost 2 (one can); a goal nobody can teach has rarity 1. A goal that
    the learner already names as a strength is worth half.

    `worth` (learner x skill, in whole units) and `taught` (teacher x skill, 0
    or 1) hold the skills that are wanted and taught; `best` and `every` are
    each learner's sums.
    """

    worth: np.ndarray
    taught: np.ndarray
    best: np.ndarray
    every: np.ndarray

    @classmethod
    def of(
        cls,
        goals: Sequence[Sequence[str]],
        known: Iterable[Sequence[str]],
        strengths: Iterable[Sequence[str]],
    ) -> Coverage:
        """From what each learner wants and knows, and what each teacher can teach."""
        wanted = [list(dict.fromkeys(map(fold, listed))) for listed in goals]
        at, taught = _incidence([set(map(fold, listed)) for listed in strengths], wanted)
        rarity = _rarity(taught)
        worth = np.zeros((len(wanted), len(at)), dtype=np.float32)
        best, every = np.ones(len(wanted)), np.ones(len(wanted))
        for i, (listed, own) in enumerate(zip(wanted, known)):
            has = set(map(fold, own))
            worths = []
            for place, goal in enumerate(listed, start=1):
                k = at.get(goal)
                rare = 1.0 if k is None else rarity[k]
                worths.append(round(UNIT * (0.5 if goal in has else 1.0) * 2 / (1 + place) * rare))
                if k is not None:
                    worth[i, k] = worths[-1]
            if worths:
                best[i] = sum(sorted(worths)[-ENOUGH_GOALS:])
                every[i] = sum(worths)
        return cls(worth, taught, best, every)


def _incidence(
    taught: Sequence[set[str]], wanted: Sequence[Sequence[str]]
) -> tuple[dict[str, int], np.ndarray]:
    """The skills both wanted and taught, numbered, and who teaches which (0 or 1)."""
    shared = {goal for listed in wanted for goal in listed} & set().union(*taught)
    at = {skill: k for k, skill in enumerate(sorted(shared))}
    return at, naming(taught, list(at))


def _rarity(taught: np.ndarray) -> np.ndarray:
    people, teachers = len(taught), taught.sum(axis=0)
    return np.asarray(1 + np.log((people + 1) / (teachers + 1)) / np.log(people + 1))


def _points(found: Coverage, view: View, *, learner_is_mentor: bool) -> np.ndarray:
    if learner_is_mentor:
        covered = view.products(found.worth, found.taught)
        best, every = view.mentors(found.best), view.mentors(found.every)
    else:
        covered = view.products(found.taught, found.worth)
        best, every = view.leaders(found.best), view.leaders(found.every)
    points = covered / best
    np.minimum(points, 1, out=points)
    points *= 8000
    rest = covered / every  # never above 1
    rest *= 2000
    points += rest
    return np.asarray(np.rint(points, out=points))
