"""What each hard rule forbids, as vectors over people or a matrix over pairs.

True means forbidden. `rules.py` gives them their names and words.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.steps.checks.wishes import MUST_NOT, rule_rows
from revmentor_xl.steps.naming import Names
from revmentor_xl.steps.pairing.common_time import CommonTime
from revmentor_xl.steps.pairing.sides import Matrix, Sides, incidence, places

Vector = np.ndarray
"""One boolean per person of a side."""


def not_volunteered(sides: Sides) -> tuple[Vector, Vector]:
    """People who have not said Yes."""
    needed = sides.program.settings.only_volunteers

    def out(people: pd.DataFrame) -> Vector:
        volunteered = people["volunteered"].fillna(False).to_numpy(dtype=bool)
        return ~volunteered & needed

    return out(sides.mentors), out(sides.leaders)


def not_chosen(sides: Sides) -> tuple[Vector, Vector]:
    """Mentors outside the cohort, once there is one; leaders are not chosen."""
    cohort = chosen_cohort(sides)
    out = [cohort is not None and key not in cohort for key in sides.mentor_keys]
    return np.array(out, dtype=bool), np.zeros(len(sides.leaders), dtype=bool)


def chosen_cohort(sides: Sides) -> frozenset[str] | None:
    """The keys of those chosen on the Nominations tab; None when nobody is."""
    cells = sides.program.cells("nominations")
    chosen = [
        as_text(nominee)
        for nominee, selected in zip(cells["nominee"], cells["selected"])
        if fold(as_text(selected)) == "yes"
    ]
    return frozenset(sides.directory.find_all(chosen)) if chosen else None


def no_place(sides: Sides) -> tuple[Vector, Vector]:
    """People with capacity 0."""
    return places(sides.mentors) == 0, places(sides.leaders) == 0


def ranks(program: Program, people: pd.DataFrame) -> np.ndarray:
    """Each person's rank on the Levels tab; NaN when the level is empty or not there."""
    levels = program.table("levels")
    rank = {
        fold(level): float(rank)
        for level, rank in zip(levels["level"], levels["rank"])
        if not pd.isna(rank)
    }
    return np.array([rank.get(fold(level), np.nan) for level in people["level"]], dtype=float)


def no_level(program: Program, people: pd.DataFrame) -> Vector:
    """People whose level is empty or not on the Levels tab."""
    unknown: Vector = np.isnan(ranks(program, people))
    return unknown


def unknown_level(sides: Sides, _: CommonTime) -> Matrix:
    """The level of one of them is empty or not on the Levels tab."""
    mentors, leaders = (no_level(sides.program, one) for one in (sides.mentors, sides.leaders))
    unknown: Matrix = mentors[:, None] | leaders[None, :]
    return unknown


def too_close(sides: Sides, _: CommonTime) -> Matrix:
    """The leader stands fewer ranks above the mentor than the settings ask for."""
    mentors, leaders = (ranks(sides.program, one) for one in (sides.mentors, sides.leaders))
    apart = leaders[None, :] - mentors[:, None]
    close: Matrix = apart < sides.program.settings.level_gap
    return close  # an unknown level is the rule above


def reporting_line(sides: Sides, _: CommonTime) -> Matrix:
    """One stands above the other, at any distance, also over people who take no part."""
    matrix = sides.none()
    for i, key in enumerate(sides.mentor_keys):
        above = [sides.leader_at[k] for k in sides.directory.chain(key) if k in sides.leader_at]
        matrix[i, above] = True
    for j, key in enumerate(sides.leader_keys):
        above = [sides.mentor_at[k] for k in sides.directory.chain(key) if k in sides.mentor_at]
        matrix[above, j] = True
    return matrix


def same_team(sides: Sides, _: CommonTime) -> Matrix:
    """Both report to the same person."""
    if not sides.program.settings.need_other_team:
        return sides.none()
    managers = sides.directory.manager_of
    numbers: dict[str, int] = {}

    def teams(keys: list[str], unknown: int) -> np.ndarray:
        found = [
            numbers.setdefault(managers[k], len(numbers)) if k in managers else unknown
            for k in keys
        ]
        return np.array(found, dtype=np.int64)

    # without a manager nobody is in the same team, hence two different numbers
    mentors, leaders = teams(sides.mentor_keys, -1), teams(sides.leader_keys, -2)
    same: Matrix = np.equal(mentors[:, None], leaders[None, :])
    return same


def blocked(sides: Sides, _: CommonTime) -> Matrix:
    """A “Must not pair” rule, whichever of the two stands in which column.

    Like a veto, a name that several bear or that is written in short holds
    for everybody it may mean: it must not be void because it is not clear.
    """
    matrix = sides.none()
    names = Names.of(sides.directory, ("mentor", "leader"))
    for rule in rule_rows(sides.program):
        if rule.rule == MUST_NOT:
            ones, others = names.meant(rule.mentor).keys, names.meant(rule.leader).keys
            for cell in _cells(sides, ones, others):
                matrix[cell] = True
    return matrix


def _cells(sides: Sides, ones: Iterable[str], others: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    for one in ones:
        for other in others:
            cell = sides.cell(one, other)
            if cell is not None:
                yield cell


def vetoed(sides: Sides, _: CommonTime) -> Matrix:
    """One of them does not want the other. Private: never name it to others."""
    matrix = sides.none()
    for keys, people, other in (
        (sides.mentor_keys, sides.mentors, "leader"),
        (sides.leader_keys, sides.leaders, "mentor"),
    ):
        names = Names.of(sides.directory, (other,))
        for key, unwanted in zip(keys, people["not_with"]):
            for text in unwanted:
                for cell in _cells(sides, (key,), names.meant(text).keys):
                    matrix[cell] = True
    return matrix


def ended(sides: Sides, _: CommonTime) -> Matrix:
    """Their pair was ended; it is never repeated."""
    matrix = sides.none()
    pairs = sides.program.table("pairs")
    ended = pairs[pairs["status"] == "Ended"]
    for mentor_id, leader_id in zip(ended["mentor_id"], ended["leader_id"]):
        cell = sides.by_ids(mentor_id, leader_id)
        if cell is not None:
            matrix[cell] = True
    return matrix


def no_common_time(sides: Sides, time: CommonTime) -> Matrix:
    """No session fits into the hours they share in a week."""
    return ~time.enough if sides.program.settings.need_common_time else sides.none()


def no_common_language(sides: Sides, _: CommonTime) -> Matrix:
    """Both name languages, and none of them is the same."""
    if not sides.program.settings.need_common_language:
        return sides.none()
    mentors, leaders, _words = incidence(sides.mentors["languages"], sides.leaders["languages"])
    # people without an entry speak any
    silent = (mentors.sum(axis=1) == 0)[:, None] | (leaders.sum(axis=1) == 0)[None, :]
    forbidden: Matrix = (mentors @ leaders.T == 0) & ~silent
    return forbidden
