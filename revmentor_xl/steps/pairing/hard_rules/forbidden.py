"""What each hard rule forbids, as vectors over people or a formula over pairs.

True means forbidden; None instead of a formula: nothing is. `rules.py` gives
the rules their names and words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import numpy as np
import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.steps.calendars.week import Week
from revmentor_xl.steps.pairing.features.common_time import CommonTime
from revmentor_xl.steps.pairing.features.pair_features import Formula, Listed, View, kinds
from revmentor_xl.steps.pairing.features.sides import Sides, places
from revmentor_xl.steps.pairing.hard_rules import rejected
from revmentor_xl.steps.people.fuzzy_names import Names
from revmentor_xl.steps.people.reporting_lines import ReportingLines
from revmentor_xl.steps.people.vetoes_and_rules import MUST_NOT, rule_rows

Vector = np.ndarray
"""One boolean per person of a side."""

ANYWHERE = 24
"""Hours apart from which on there is no limit."""


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


def without_level(sides: Sides) -> tuple[Vector, Vector]:
    """People whose level is empty or not on the Levels tab."""
    return no_level(sides.program, sides.mentors), no_level(sides.program, sides.leaders)


def unknown_level(sides: Sides, _: CommonTime) -> Formula | None:
    """The level of one of them is empty or not on the Levels tab."""
    mentors, leaders = without_level(sides)
    if not mentors.any() and not leaders.any():
        return None
    return lambda view: view.mentors(mentors) | view.leaders(leaders)


def too_close(sides: Sides, _: CommonTime) -> Formula | None:
    """The leader stands fewer ranks above the mentor than the settings ask for."""
    mentors, leaders = (ranks(sides.program, one) for one in (sides.mentors, sides.leaders))
    gap = sides.program.settings.level_gap
    lowest, highest = leaders.min(initial=np.inf), mentors.max(initial=-np.inf)
    if lowest - highest >= gap:
        return None
    # an unknown level is the rule above: what is compared with it is never smaller
    return lambda view: view.leaders(leaders) - view.mentors(mentors) < gap


def reporting_line(sides: Sides, _: CommonTime) -> Formula | None:
    """One stands, or may stand, above the other, at any distance, also over people who take
    no part."""
    lines = ReportingLines.of(sides.directory)
    cells = set()
    for i, key in enumerate(sides.mentor_keys):
        cells |= {(i, sides.leader_at[k]) for k in lines.above(key) if k in sides.leader_at}
    for j, key in enumerate(sides.leader_keys):
        cells |= {(sides.mentor_at[k], j) for k in lines.above(key) if k in sides.mentor_at}
    return listed(sides, cells)


def same_team(sides: Sides, _: CommonTime) -> Formula | None:
    """Both report to the same person."""
    if not sides.program.settings.need_other_team:
        return None
    managers = sides.directory.manager_of
    numbers: dict[str, int] = {}

    def teams(keys: list[str], unknown: int) -> np.ndarray:
        found = [
            numbers.setdefault(managers[k], len(numbers)) if k in managers else unknown
            for k in keys
        ]
        return np.array(found, dtype=np.int32)

    # without a manager nobody is in the same team, hence two different numbers
    mentors, leaders = teams(sides.mentor_keys, -1), teams(sides.leader_keys, -2)
    if not np.isin(mentors, leaders).any():
        return None
    return lambda view: np.equal(view.mentors(mentors), view.leaders(leaders))


def blocked(sides: Sides, _: CommonTime) -> Formula | None:
    """A “Must not pair” rule, whichever of the two stands in which column.

    Like a veto, a name that several bear or that is written in short holds
    for everybody it may mean: it must not be void because it is not clear.
    """
    return listed(sides, {cell for _, cells in _by_rule(sides) for cell in cells})


def forbidding_row(sides: Sides, cell: tuple[int, int]) -> int | None:
    """The row of the first “Must not pair” rule about these two; None when there is none."""
    return next((row for row, cells in _by_rule(sides) if cell in cells), None)


def _by_rule(sides: Sides) -> Iterator[tuple[int, set[tuple[int, int]]]]:
    """The row of each “Must not pair” rule, and the pairs that it forbids."""
    rules = [rule for rule in rule_rows(sides.program) if rule.rule == MUST_NOT]
    names = Names.of(sides.directory, ("mentor", "leader")) if rules else None
    for rule in rules:
        assert names is not None
        ones, others = names.meant(rule.mentor).keys, names.meant(rule.leader).keys
        yield rule.row, set(_cells(sides, ones, others))


def _cells(sides: Sides, ones: Iterable[str], others: tuple[str, ...]) -> Iterable[tuple[int, int]]:
    for one in ones:
        for other in others:
            cell = sides.cell(one, other)
            if cell is not None:
                yield cell


def vetoed(sides: Sides, _: CommonTime) -> Formula | None:
    """One of them does not want the other. Private: never name it to others.

    Who said no to a proposed pair (on the Pairs tab) counts as well.
    """
    cells = set(rejected.said_no(sides))
    for keys, people, other in (
        (sides.mentor_keys, sides.mentors, "leader"),
        (sides.leader_keys, sides.leaders, "mentor"),
    ):
        asked = [(key, unwanted) for key, unwanted in zip(keys, people["not_with"]) if unwanted]
        if not asked:
            continue
        names = Names.of(sides.directory, (other,))
        for key, unwanted in asked:
            for text in unwanted:
                cells |= set(_cells(sides, (key,), names.meant(text).keys))
    return listed(sides, cells)


def ended(sides: Sides, _: CommonTime) -> Formula | None:
    """Their pair was ended; it is never repeated."""
    return listed(sides, rejected.ended(sides))


def no_common_time(sides: Sides, time: CommonTime) -> Formula | None:
    """No session fits into the hours they share in a week."""
    if not sides.program.settings.need_common_time or time.room.all():
        return None
    without = ~time.room
    return lambda view: view.table(without, time.mentor_week, time.leader_week)


def no_common_language(sides: Sides, _: CommonTime) -> Formula | None:
    """Both name languages, and none of them is the same."""
    if not sides.program.settings.need_common_language:
        return None
    (mentors, mentor_of), (leaders, leader_of) = (
        kinds([frozenset(map(fold, spoken)) for spoken in people["languages"]])
        for people in (sides.mentors, sides.leaders)
    )
    # people without an entry speak any
    cannot = [[bool(one and other and not one & other) for other in leaders] for one in mentors]
    return _looked_up(np.array(cannot, dtype=bool), mentor_of, leader_of)


def another_place(sides: Sides, _: CommonTime) -> Formula | None:
    """They work in different locations; people without an entry may be anywhere."""
    if not sides.program.settings.need_same_place:
        return None
    (mentors, mentor_of), (leaders, leader_of) = (
        kinds([fold(place) for place in people["location"]])
        for people in (sides.mentors, sides.leaders)
    )
    apart = [[bool(one and other and one != other) for other in leaders] for one in mentors]
    return _looked_up(np.array(apart, dtype=bool), mentor_of, leader_of)


def clocks_apart(sides: Sides, _: CommonTime) -> Formula | None:
    """Their clocks differ by more hours than the settings allow, in the reference week."""
    most = sides.program.settings.zone_hours
    if most >= ANYWHERE:
        return None
    week = Week.of(sides.program)
    mentors, leaders = (week.hours_ahead(people) for people in (sides.mentors, sides.leaders))
    together = np.concatenate([mentors, leaders])
    if not len(together) or np.ptp(together) <= most:
        return None
    return lambda view: np.abs(view.mentors(mentors) - view.leaders(leaders)) > most


def listed(sides: Sides, cells: Iterable[tuple[int, int]]) -> Formula | None:
    """A few single pairs are forbidden."""
    forbidden = dict.fromkeys(cells, True)
    if not forbidden:
        return None
    return partial(_listed, Listed.of(forbidden, sides.shape[1], bool))


def _listed(few: Listed, view: View) -> np.ndarray:
    return view.listed(few)


def _looked_up(table: np.ndarray, mentor_of: np.ndarray, leader_of: np.ndarray) -> Formula | None:
    if not table.any():
        return None
    return lambda view: view.table(table, mentor_of, leader_of)
