"""How well two people fit: a score from 0 to 100, from parts that HR weighs.

Every part is a matrix from 0 to 100 (one row per mentor, one column per
leader) computed in whole matrices. ERG membership and generation enter none
of them. To add a part, add its function to PARTS, a weight to the settings
and a column to the Pairs table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.pairing.common_time import CommonTime
from revmentor_xl.steps.pairing.sides import Matrix, Sides, incidence

ENOUGH_GOALS = 3
ENOUGH_SHARED = 2
ENOUGH_WISHES = 5
HOURS_MORE = 4


@dataclass(frozen=True)
class Scores:
    """What every pair is worth.

    `parts` maps a part's name to its matrix (0 to 100; only parts whose
    weight is not zero). `hundredths` is the weighted mean in whole hundredths
    of a point, 0 to 10,000: integers, so that a proof has no rounding in it.
    """

    parts: Mapping[str, Matrix]
    hundredths: Matrix

    def of(self, i: int, j: int) -> dict[str, float]:
        """The parts of one pair, to one decimal."""
        return {name: round(float(matrix[i, j]), 1) for name, matrix in self.parts.items()}


def scores(sides: Sides, time: CommonTime) -> Scores:
    """Score every mentor with every leader.

    score = sum of weight x part / sum of weights; with no weight at all every
    pair scores 0 and only the number of pairs counts.
    """
    settings = sides.program.settings
    weights = {name: int(getattr(settings, f"weight_{name}")) for name in PARTS}
    parts = {name: PARTS[name](sides, time) for name, weight in weights.items() if weight}
    total = np.zeros(sides.shape)
    for name, matrix in parts.items():
        total += weights[name] / sum(weights.values()) * matrix
    return Scores(parts, np.rint(total * 100).astype(np.int64))


def mentor_teaches(sides: Sides, _: CommonTime) -> Matrix:
    """How much of what the leader wants to learn the mentor can teach; see `coverage`."""
    return coverage(sides.leaders, sides.mentors).T


def leader_teaches(sides: Sides, _: CommonTime) -> Matrix:
    """How much of what the mentor wants to learn the leader can teach; see `coverage`."""
    return coverage(sides.mentors, sides.leaders)


def coverage(learners: pd.DataFrame, teachers: pd.DataFrame) -> Matrix:
    """Learners x teachers: how well learning goals are met by strengths.

    100 x (0.8 x min(1, covered / best three) + 0.2 x covered / all), each the
    summed worth of goals. Three goals are plenty for half a year, hence most
    points are reached with three; the rest tells apart who covers more of a
    long list.

    A goal is worth 2 / (1 + its place in the list) x its rarity: earlier goals
    count more, and so do those that few can teach. Rarity is
    1 + log((n + 1) / (teachers + 1)) / log(n + 1), from 1 (all n can teach it)
    to almost 2 (one can); a goal nobody can teach has rarity 1. A goal that
    the learner already names as a strength is worth half.
    """
    goals = learners["learning_goals"]
    wanted, taught, words = incidence(goals, teachers["strengths"])
    at = {fold(word): k for k, word in enumerate(words)}
    for i, (listed, own) in enumerate(zip(goals, learners["strengths"])):
        known = {fold(skill) for skill in own}
        for place, goal in enumerate(dict.fromkeys(fold(one) for one in listed), start=1):
            wanted[i, at[goal]] = (0.5 if goal in known else 1.0) * 2 / (1 + place)
    worth = wanted * _rarity(taught)
    every = worth.sum(axis=1, keepdims=True)
    best = np.sort(worth, axis=1)[:, -ENOUGH_GOALS:].sum(axis=1, keepdims=True)
    covered = worth @ taught.T
    nothing = np.zeros_like(covered)
    of_best = np.divide(covered, best, out=nothing.copy(), where=best > 0)
    of_every = np.divide(covered, every, out=nothing, where=every > 0)
    points: Matrix = 80 * np.minimum(1, of_best) + 20 * np.minimum(1, of_every)
    return points


def _rarity(taught: np.ndarray) -> np.ndarray:
    people, teachers = len(taught), taught.sum(axis=0)
    if people == 0:
        return np.ones(taught.shape[1])
    rare = 1 + np.log((people + 1) / (teachers + 1)) / np.log(people + 1)
    return np.where(teachers > 0, rare, 1.0)


def perspective(sides: Sides, _: CommonTime) -> Matrix:
    """40 for another department, 20 for another place, 40 for asked-for viewpoints.

    Of the 40, half are given for each viewpoint (at most two) that the leader
    asked for and the mentor offered of their own accord. Difference is capped:
    it never outweighs what two people can teach each other by itself, and an
    empty cell is no difference.
    """
    offered, asked, _words = incidence(sides.mentors["perspectives"], sides.leaders["perspectives"])
    met = np.minimum(1, offered @ asked.T / ENOUGH_SHARED)
    elsewhere = 40 * _differs(sides, "department") + 20 * _differs(sides, "location")
    points: Matrix = elsewhere + 40 * met
    return points


def _differs(sides: Sides, column: str) -> Matrix:
    mentors, leaders = (
        np.array([fold(value) for value in people[column]], dtype=object)
        for people in (sides.mentors, sides.leaders)
    )
    known = (mentors != "")[:, None] & (leaders != "")[None, :]
    differs: Matrix = known & (mentors[:, None] != leaders[None, :])
    return differs


def rapport(sides: Sides, _: CommonTime) -> Matrix:
    """50 for shared values, 30 for shared ways of working, 20 for a second language.

    Two shared values or ways of working are enough for all of their points,
    one for half. Deep similarity goes with better mentoring: Eby et al. 2013,
    doi 10.1037/a0029279 (correlational).
    """

    def shared(column: str) -> Matrix:
        mentors, leaders, _words = incidence(sides.mentors[column], sides.leaders[column])
        together: Matrix = mentors @ leaders.T
        return together

    points: Matrix = (
        50 * np.minimum(1, shared("values") / ENOUGH_SHARED)
        + 30 * np.minimum(1, shared("styles") / ENOUGH_SHARED)
        + 20 * (shared("languages") >= 2)
    )
    return points


def preference(sides: Sides, _: CommonTime) -> Matrix:
    """50 for the mentor's first wish and 50 for the leader's; each further wish 10 less."""
    matrix = np.zeros(sides.shape)
    for keys, people in (
        (sides.mentor_keys, sides.mentors),
        (sides.leader_keys, sides.leaders),
    ):
        for key, wished in zip(keys, people["preferred"]):
            found = dict.fromkeys(sides.directory.find_all(wished))
            for place, other in enumerate(list(found)[:ENOUGH_WISHES]):
                cell = sides.cell(key, other)
                if cell is not None:
                    matrix[cell] += 50 - 10 * place
    return matrix


def easy_to_meet(sides: Sides, time: CommonTime) -> Matrix:
    """Shared time beyond one session a week; four hours more are 100."""
    beyond = time.minutes - sides.program.settings.session_minutes
    points: Matrix = 100 * np.clip(beyond / (HOURS_MORE * 60), 0, 1)
    return points


PARTS: Mapping[str, Callable[[Sides, CommonTime], Matrix]] = {
    "mentor_teaches": mentor_teaches,
    "leader_teaches": leader_teaches,
    "perspective": perspective,
    "rapport": rapport,
    "preference": preference,
    "time": easy_to_meet,
}
