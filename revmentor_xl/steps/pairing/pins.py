"""Pairs that are settled before the search: what HR approved, kept or demands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from revmentor_xl.findings import Finding, found
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.steps.pairing.forbidden import MUST
from revmentor_xl.steps.pairing.rules import HardRules
from revmentor_xl.steps.pairing.sides import Sides, places
from revmentor_xl.steps.people import Directory

SETTLED = ("Approved", "Active")

Cell = tuple[int, int]


@dataclass(frozen=True)
class Trouble:
    """A finding that still needs its place: a row of Rules, or a pair's ID."""

    name: str
    row: int | None
    pair_id: str
    details: dict[str, Any]

    def located(self, program: Program) -> Finding:
        """The finding, with the cell it concerns as the tables now stand."""
        if self.row is not None:
            where = program.where("rules", self.row, "rule")
        else:
            pairs = program.table("pairs")
            rows = pairs.index[pairs["pair_id"] == self.pair_id]
            where = (
                program.where("pairs", int(rows[0]), "status") if len(rows) else {"sheet": "Pairs"}
            )
        return found(self.name, **where, found_by="pair", **self.details)


@dataclass
class Pins:
    """What is settled. `cells` are pairs of people who are there, `absent` the
    IDs of approved pairs of which somebody is not, `waiting_mentors` and
    `waiting_leaders` the ones of them who are there. `mentor_places` and
    `leader_places` are what is left for the search."""

    mentor_places: np.ndarray
    leader_places: np.ndarray
    cells: list[Cell] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    waiting_mentors: list[int] = field(default_factory=list)
    waiting_leaders: list[int] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


@dataclass(frozen=True)
class _Demand:
    """A pair that is wanted: by a rule in `row`, or by Keep on a row of Pairs."""

    cell: Cell
    row: int | None
    pair_id: str


def pins(sides: Sides, rules: HardRules) -> Pins:
    """Settle the pairs that must be, as far as the hard rules and places allow.

    Approved and active pairs stay whatever has changed since: people have met,
    and only HR ends that; a finding says which rule they now break. Pairs to
    keep and “Must pair” rules hold only within the hard rules and places,
    first those to keep, in the order of the people.
    """
    settled = Pins(places(sides.mentors), places(sides.leaders))
    _settle_approved(sides, rules, settled)
    demands = sorted(_kept(sides), key=lambda demand: demand.cell)
    demands += sorted(_demanded(sides, settled), key=lambda demand: (demand.cell, demand.row))
    for demand in demands:
        _settle(sides, rules, settled, demand)
    settled.mentor_places = np.maximum(0, settled.mentor_places)
    settled.leader_places = np.maximum(0, settled.leader_places)
    return settled


def _settle_approved(sides: Sides, rules: HardRules, settled: Pins) -> None:
    pairs = sides.program.table("pairs").sort_values("pair_id")
    pairs = pairs[pairs["status"].isin(SETTLED)]
    columns = pairs[["pair_id", "mentor_id", "leader_id", "mentor", "leader"]]
    for pair_id, mentor_id, leader_id, mentor, leader in columns.itertuples(index=False):
        names = {"mentor": mentor, "leader": leader}
        cell = sides.by_ids(mentor_id, leader_id)
        if cell is None:
            settled.absent.append(pair_id)
            _take_single_places(sides, settled, mentor_id, leader_id)
            is_mentor = sides.directory.find(mentor_id) not in sides.mentor_at
            person, people = (mentor, "mentors") if is_mentor else (leader, "leaders")
            details = {**names, "person": person, "people": people}
            settled.troubles.append(Trouble("pair_without_person", None, pair_id, details))
            continue
        _fix(settled, cell)
        # the cohort is chosen for new pairs; running ones go on
        why = [rule.of_pair for rule in rules.standing_between(cell) if rule.name != "chosen"]
        if why:
            details = {**names, "why": " and ".join(why)}
            settled.troubles.append(Trouble("kept_against_rule", None, pair_id, details))


def _take_single_places(sides: Sides, settled: Pins, mentor_id: str, leader_id: str) -> None:
    mentor, leader = sides.directory.find(mentor_id), sides.directory.find(leader_id)
    if mentor is not None and mentor in sides.mentor_at:
        settled.mentor_places[sides.mentor_at[mentor]] -= 1
        settled.waiting_mentors.append(sides.mentor_at[mentor])
    if leader is not None and leader in sides.leader_at:
        settled.leader_places[sides.leader_at[leader]] -= 1
        settled.waiting_leaders.append(sides.leader_at[leader])


def _kept(sides: Sides) -> Iterable[_Demand]:
    """Proposed pairs that HR wants to keep."""
    pairs = sides.program.table("pairs")
    kept = pairs[
        pairs["keep"].fillna(False).astype(bool) & ~pairs["status"].isin((*SETTLED, "Ended"))
    ]
    rows = kept[["pair_id", "mentor_id", "leader_id"]]
    for pair_id, mentor_id, leader_id in rows.itertuples(index=False):
        cell = sides.by_ids(mentor_id, leader_id)
        if cell is not None:
            yield _Demand(cell, None, pair_id)


def _demanded(sides: Sides, settled: Pins) -> Iterable[_Demand]:
    """The “Must pair” rules; those about somebody who is not there become troubles."""
    cells = sides.program.cells("rules")
    for row, mentor, leader, rule in cells[["mentor", "leader", "rule"]].itertuples():
        if fold(as_text(rule)) != fold(MUST):
            continue
        names = as_text(mentor), as_text(leader)
        one, other = (sides.directory.find(name) for name in names)
        cell = sides.cell(one, other) if one is not None and other is not None else None
        if cell is not None:
            yield _Demand(cell, int(row), "")
            continue
        why = _who_is_missing(sides, names)
        details: dict[str, object] = {"mentor": names[0], "leader": names[1], "why": why}
        settled.troubles.append(Trouble("impossible_pin", int(row), "", details))


def _who_is_missing(sides: Sides, names: tuple[str, str]) -> str:
    directory: Directory = sides.directory
    for name in names:
        if directory.find(name) is None:
            several = directory.is_ambiguous(name)
            return f"“{name}” is {'the name of more than one person' if several else 'unknown'}"
    return "they are not one usable mentor and one usable leader"


def _settle(sides: Sides, rules: HardRules, settled: Pins, demand: _Demand) -> None:
    if demand.cell in settled.cells:
        return
    i, j = demand.cell
    mentor, leader = sides.mentors["name"].iat[i], sides.leaders["name"].iat[j]
    names = {"mentor": mentor, "leader": leader}

    def trouble(name: str, **details: object) -> None:
        settled.troubles.append(Trouble(name, demand.row, demand.pair_id, details))

    standing = rules.standing_between(demand.cell)
    if demand.row is not None and any(rule.name == "blocked" for rule in standing):
        trouble("contradicting_rules", **names)
    elif standing:
        trouble("impossible_pin", **names, why=" and ".join(rule.of_pair for rule in standing))
    elif settled.mentor_places[i] <= 0:
        trouble("too_many_pins", person=mentor, places=int(places(sides.mentors)[i]))
    elif settled.leader_places[j] <= 0:
        trouble("too_many_pins", person=leader, places=int(places(sides.leaders)[j]))
    else:
        _fix(settled, demand.cell)


def _fix(settled: Pins, cell: Cell) -> None:
    settled.cells.append(cell)
    settled.mentor_places[cell[0]] -= 1
    settled.leader_places[cell[1]] -= 1
