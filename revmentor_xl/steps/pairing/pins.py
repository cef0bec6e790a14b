"""Pairs that are settled before the search: what HR approved, kept or demands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from revmentor_xl.findings import Finding, found
from revmentor_xl.program import Program
from revmentor_xl.steps.checks.wishes import MUST, rule_rows
from revmentor_xl.steps.pairing.rules import HardRules
from revmentor_xl.steps.pairing.sides import Sides, places

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
    """The “Must pair” rules; those about somebody who takes no part become troubles.

    Names that cannot be read are listed for all rules alike, not here.
    """
    for rule in rule_rows(sides.program):
        one, other = sides.directory.find(rule.mentor), sides.directory.find(rule.leader)
        if rule.rule != MUST or one is None or other is None:
            continue
        cell = sides.cell(one, other)
        if cell is not None:
            yield _Demand(cell, rule.row, "")
            continue
        why = "they are not one usable mentor and one usable leader"
        details: dict[str, object] = {"mentor": rule.mentor, "leader": rule.leader, "why": why}
        settled.troubles.append(Trouble("impossible_pin", rule.row, "", details))


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
