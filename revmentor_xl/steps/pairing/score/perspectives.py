"""What a leader would see anew with a mentor; how the score values difference, and its cap."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
import pandas as pd

from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.content import defaults
from revmentor_xl.steps.pairing.features.common_time import CommonTime
from revmentor_xl.steps.pairing.features.pair_features import Formula, Listed, View, in_both, naming
from revmentor_xl.steps.pairing.features.sides import Sides

DEPARTMENT, PLACE, GENERATION, VIEWPOINT, GAP = 4000, 2000, 2000, 2000, 1000
"""In hundredths of a point of this part."""

ENOUGH_VIEWPOINTS = ENOUGH_GAPS = 2
MOST = 10_000
RUNNING = ("Approved", "Active")


def perspective(sides: Sides, _: CommonTime) -> Formula:
    """40 for another department, 20 for another place, 20 for each viewpoint asked for, ...

    At most two viewpoints count: those that the leader asked for and the
    mentor offered of their own accord. 20 for another generation, only when
    the settings say so. 10 for each gap in the leader's present circle that
    the mentor fills, at most two: a department, a place, a viewpoint offered.
    All together at most 100: difference never outweighs by itself what two
    people can teach each other, and an empty cell is no difference.
    """
    offered, asked = _viewpoints(sides.mentors["perspectives"], sides.leaders["perspectives"])
    worth = {"department": DEPARTMENT, "location": PLACE}
    if sides.program.settings.use_generation:
        worth["generation"] = GENERATION
    elsewhere = [_difference(sides, column, points) for column, points in worth.items()]
    return partial(_points, elsewhere, (offered, asked), _gaps(sides))


_Lookup = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Points by the mentor's kind and the leader's, and which kind everybody is."""


class _Gaps(NamedTuple):
    """What the leader's circle lacks: lookups, viewpoints (offered, lacking), and
    what running pairs get back for their own mentor, who is no part of the circle for them."""

    lookups: Sequence[_Lookup]
    viewpoints: tuple[np.ndarray, np.ndarray]
    own: Listed


def _points(
    elsewhere: Sequence[_Lookup],
    viewpoints: tuple[np.ndarray, np.ndarray],
    gaps: _Gaps | None,
    view: View,
) -> np.ndarray:
    points = _at_most(ENOUGH_VIEWPOINTS, VIEWPOINT, view.products(*viewpoints))
    for lookup in elsewhere:
        points += view.table(*lookup)
    if gaps is not None:
        found = view.products(*gaps.viewpoints)
        if len(gaps.own.places):
            found += view.listed(gaps.own)
        for lookup in gaps.lookups:
            found += view.table(*lookup)
        points += _at_most(ENOUGH_GAPS, GAP, found)
    return np.asarray(np.minimum(MOST, points, out=points))


def _at_most(enough: int, each: int, found: np.ndarray) -> np.ndarray:
    """Points for what was found, up to enough of it, in the same place."""
    np.minimum(found, np.float32(enough), out=found)
    found *= np.float32(each)
    return found


def _difference(sides: Sides, column: str, points: int) -> _Lookup:
    names, mentor_of, leader_of = _numbered(sides, column)
    differs = np.full((len(names), len(names)), points, dtype=np.float32)
    np.fill_diagonal(differs, 0)
    for k, name in enumerate(names):
        if not name:  # an empty cell is no difference
            differs[k, :] = differs[:, k] = 0
    return differs, mentor_of, leader_of


def _numbered(sides: Sides, column: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """The different answers of both sides, and the number of everybody's."""
    mentors, leaders = (
        [fold(value) for value in people[column]] for people in (sides.mentors, sides.leaders)
    )
    names = sorted({*mentors, *leaders})
    at = {name: k for k, name in enumerate(names)}
    mentor_of, leader_of = (
        np.array([at[name] for name in one], dtype=np.int64) for one in (mentors, leaders)
    )
    return names, mentor_of, leader_of


def _viewpoints(
    ones: Iterable[Sequence[str]], others: Iterable[Sequence[str]]
) -> tuple[np.ndarray, np.ndarray]:
    """Who names which of the viewpoints that both sides name, 0 or 1."""
    one, two = ([set(map(fold, listed)) for listed in group] for group in (ones, others))
    return in_both(one, two)


# --- the leader's present circle ---------------------------------------------------


def _gaps(sides: Sides) -> _Gaps | None:
    """What mentors would add to each leader's circle; None when no circle is known."""
    stated = [set(map(fold, free_words(cell))) for cell in sides.leaders["circle"]]
    running = dict(_running(sides))
    if not any(stated) and not running:
        return None
    departments = _lacking(sides, "department", stated, running)
    places = _lacking(sides, "location", stated, {})
    known = known_viewpoints(sides.mentors, sides.leaders)
    offered = [set(map(fold, listed)) for listed in sides.mentors["perspectives"]]
    names = sorted(set().union(*offered))
    lacking = [set(names) - circle if circle & known else set() for circle in stated]
    viewpoints = naming(offered, names), naming(lacking, names)
    own = dict(_own_gaps(sides, stated, running))
    return _Gaps((departments, places), viewpoints, Listed.of(own, sides.shape[1], np.float32))


def _running(sides: Sides) -> Iterator[tuple[int, list[int]]]:
    """The mentors of each leader's running pairs."""
    pairs = sides.program.table("pairs")
    pairs = pairs[pairs["status"].isin(RUNNING)]
    found: dict[int, set[int]] = {}
    for ids in zip(pairs["mentor_id"], pairs["leader_id"]):
        cell = sides.by_ids(*ids)
        if cell is not None:
            found.setdefault(cell[1], set()).add(cell[0])
    yield from ((j, sorted(mentors)) for j, mentors in found.items())


def _lacking(
    sides: Sides, column: str, stated: Sequence[set[str]], running: Mapping[int, Sequence[int]]
) -> _Lookup:
    """1 where a mentor's answer is new to the leader's circle; the leader is part of it.

    Who names nothing of this kind, and has no running pair, lacks nothing.
    """
    names, mentor_of, leader_of = _numbered(sides, column)
    known = set(names) - {""}
    lacks = np.zeros((len(names), len(stated)), dtype=np.float32)
    for j, circle in enumerate(stated):
        there = {*(circle & known), *(names[mentor_of[i]] for i in running.get(j, ()))} - {""}
        if there:
            there.add(names[leader_of[j]])
            lacks[:, j] = [bool(name) and name not in there for name in names]
    return lacks, mentor_of, np.arange(len(stated))


def _own_gaps(
    sides: Sides, stated: Sequence[set[str]], running: Mapping[int, Sequence[int]]
) -> Iterator[tuple[tuple[int, int], int]]:
    """Running pairs whose mentor alone brought a department: it still counts for them."""
    names, mentor_of, leader_of = _numbered(sides, "department")
    for j, mentors in running.items():
        for i in mentors:
            others = {names[mentor_of[k]] for k in mentors if k != i}
            there = ((stated[j] & set(names)) | others) - {""}
            own = names[mentor_of[i]]
            if there and own and own not in there and own != names[leader_of[j]]:
                yield (i, j), 1


def free_words(listed: Iterable[str]) -> tuple[str, ...]:
    """What somebody wrote freely in a list, also where commas stand between the answers.

    “None”, “n/a” and the like are no answers.
    """
    return tuple(dict.fromkeys(word for text in listed for word in _words_of(text)))


@lru_cache(maxsize=100_000)
def _words_of(text: str) -> tuple[str, ...]:
    words = (part.strip() for part in re.split(r"[,;\n]", text))
    return tuple(word for word in words if fold(word).rstrip(".!") not in _NOTHING)


_NOTHING = {"", "-", "--", "none", "no", "nothing", "n/a", "na", "nil", "nope", "keine", "aucun"}


def known_viewpoints(mentors: pd.DataFrame, leaders: pd.DataFrame) -> set[str]:
    """The viewpoints that can stand in a circle, folded."""
    answers = (*mentors["perspectives"], *leaders["perspectives"])
    return {fold(word) for listed in (defaults.PERSPECTIVES, *answers) for word in listed}
