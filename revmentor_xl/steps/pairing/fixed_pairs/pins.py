"""Pairs that are settled before the search: what HR approved, kept or demands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.pairing.features.sides import Sides, places
from revmentor_xl.steps.pairing.fixed_pairs.demands import _OVER, SETTLED, Cell, Demand, _in_order
from revmentor_xl.steps.pairing.fixed_pairs.minimal_conflict import Places
from revmentor_xl.steps.pairing.fixed_pairs.typed_pairs import HandRow, hand_rows
from revmentor_xl.steps.pairing.hard_rules.forbidden import forbidding_row
from revmentor_xl.steps.pairing.hard_rules.rules import HardRules
from revmentor_xl.steps.people.vetoes_and_rules import MUST, rule_rows


class Trouble(NamedTuple):
    """A finding that still needs its place: a row of Rules, a pair's ID, or a row of Pairs
    that HR typed (as it stood before the table was written)."""

    name: str
    row: int | None
    pair_id: str
    details: dict[str, Any]
    hand: int | None = None
    column: str = "status"

    def located(self, program: Program, moved: Mapping[int, int]) -> Finding:
        """The finding, with the cell it concerns as the tables now stand.

        `moved` says where the rows of Pairs that HR typed stand now.
        """
        where = {"sheet": "Pairs"}
        if self.row is not None:
            where = program.where("rules", self.row, "rule")
        elif self.hand is not None:
            at = moved.get(self.hand)
            where = program.where("pairs", at, self.column) if at is not None else where
        else:
            pairs = program.table("pairs")
            rows = pairs.index[pairs["pair_id"] == self.pair_id]
            if len(rows):
                where = program.where("pairs", int(rows[0]), self.column)
        return found(self.name, **where, found_by="pair", **self.details)


@dataclass
class Pins:
    """What is settled. `cells` are pairs of people who are there, `absent` the
    IDs of approved pairs of which somebody is not, `waiting_mentors` and
    `waiting_leaders` the ones of them who are there. `mentor_places` and
    `leader_places` are what is left for the search. `by_hand` says which rows
    of Pairs that HR typed are pairs now, or were, and `refused` which are
    none, with the columns that no longer say what HR meant."""

    mentor_places: np.ndarray
    leader_places: np.ndarray
    cells: list[Cell] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    waiting_mentors: list[int] = field(default_factory=list)
    waiting_leaders: list[int] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    by_hand: dict[int, Cell] = field(default_factory=dict)
    refused: dict[int, tuple[str, ...]] = field(default_factory=dict)


def pins(sides: Sides, rules: HardRules) -> Pins:
    """Settle the pairs that must be, as far as the hard rules and places allow.

    Approved and active pairs stay whatever has changed since: people have met,
    and only HR ends that; a finding says which rule they now break. The other
    demands hold only within the hard rules and places, in the order of
    `demands`.
    """
    settled = Pins(places(sides.mentors), places(sides.leaders))
    typed = hand_rows(sides)
    wanted = _in_order(sides, typed)
    approved = [demand for demand in wanted if demand.kind == "approved"]
    for demand in approved:
        _settle_approved(sides, rules, settled, demand)
    _settle_absent(sides, settled, {demand.pair_id for demand in approved})
    settled.troubles += _rules_without_people(sides)
    _note_typing(settled, typed)
    shared = Places(sides, (settled.mentor_places.copy(), settled.leader_places.copy()))
    for demand in wanted:
        if demand.kind != "approved":
            _settle(sides, rules, settled, demand, shared)
    settled.mentor_places = np.maximum(0, settled.mentor_places)
    settled.leader_places = np.maximum(0, settled.leader_places)
    return settled


def _note_typing(settled: Pins, typed: list[HandRow]) -> None:
    """What typed rows say beside asking for a pair: those that are over, and troubles."""
    for one in typed:
        if one.trouble:
            details = dict(one.details)
            settled.troubles.append(Trouble(one.trouble, None, "", details, one.row, one.column))
        if one.takes and one.cell is None:
            settled.refused[one.row] = one.stale
        elif one.takes and one.cell is not None and fold(one.status) in _OVER:
            settled.by_hand[one.row] = one.cell


def _settle_approved(sides: Sides, rules: HardRules, settled: Pins, demand: Demand) -> None:
    _fix(settled, demand.cell)
    # the cohort is chosen for new pairs; running ones go on
    standing = rules.standing_between(demand.cell)
    why = [rule.between(sides, demand.cell) for rule in standing if rule.name != "chosen"]
    if why:
        details = {**_named(sides, demand.cell), "why": Whole(" and ".join(why))}
        settled.troubles.append(Trouble("kept_against_rule", None, demand.pair_id, details))


def _settle_absent(sides: Sides, settled: Pins, there: set[str]) -> None:
    """Approved pairs of which somebody is not among the usable people."""
    pairs = sides.program.table("pairs").sort_values("pair_id")
    pairs = pairs[pairs["status"].isin(SETTLED) & ~pairs["pair_id"].isin(there)]
    columns = pairs[["pair_id", "mentor_id", "leader_id", "mentor", "leader"]]
    for pair_id, mentor_id, leader_id, mentor, leader in columns.itertuples(index=False):
        settled.absent.append(pair_id)
        _take_single_places(sides, settled, mentor_id, leader_id)
        is_mentor = sides.directory.find(mentor_id) not in sides.mentor_at
        person, people = (mentor, "mentors") if is_mentor else (leader, "leaders")
        details = {"mentor": mentor, "leader": leader, "person": person, "people": people}
        settled.troubles.append(Trouble("pair_without_person", None, pair_id, details))


def _take_single_places(sides: Sides, settled: Pins, mentor_id: str, leader_id: str) -> None:
    mentor, leader = sides.directory.find(mentor_id), sides.directory.find(leader_id)
    if mentor is not None and mentor in sides.mentor_at:
        settled.mentor_places[sides.mentor_at[mentor]] -= 1
        settled.waiting_mentors.append(sides.mentor_at[mentor])
    if leader is not None and leader in sides.leader_at:
        settled.leader_places[sides.leader_at[leader]] -= 1
        settled.waiting_leaders.append(sides.leader_at[leader])


def _rules_without_people(sides: Sides) -> Iterable[Trouble]:
    """“Must pair” rules about somebody who takes no part.

    Names that cannot be read are listed for all rules alike, not here.
    """
    why = "they are not one usable mentor and one usable leader"
    for rule in rule_rows(sides.program):
        one, other = sides.directory.find(rule.mentor), sides.directory.find(rule.leader)
        if rule.rule != MUST or one is None or other is None:
            continue
        if sides.cell(one, other) is None:
            details = {"mentor": rule.mentor, "leader": rule.leader, "why": why}
            yield Trouble("impossible_pin", rule.row, "", details)


def _settle(sides: Sides, rules: HardRules, settled: Pins, demand: Demand, shared: Places) -> None:
    name = ""
    details: dict[str, Any] = {}
    if demand.cell not in settled.cells:
        name, details = _in_the_way(sides, rules, settled, demand)
        if name == "too_many_pins":
            details |= shared.clash(demand)
        if not name:
            _fix(settled, demand.cell)
            shared.held.append(demand)
    hand = demand.hand
    if hand is None:
        if name:
            settled.troubles.append(_trouble(sides, demand, name, details))
        return
    if name:
        settled.refused[hand.row] = hand.stale
        name = "hand_no_place" if name == "too_many_pins" else "hand_refused"
    else:
        settled.by_hand[hand.row] = demand.cell
        name = "hand_instead" if hand.before else ""
        details = {**_named(sides, demand.cell), "before": hand.before}
    if name:
        settled.troubles.append(Trouble(name, None, "", details, hand.row, hand.column))


def _trouble(sides: Sides, demand: Demand, name: str, details: dict[str, Any]) -> Trouble:
    """What stands in the way of a kept pair or of a rule.

    The row of a kept pair goes when the pairs are written, so a “Must not
    pair” rule against it is what HR is led to.
    """
    if demand.kind != "kept":
        return Trouble(name, demand.row, demand.pair_id, details)
    if name != "impossible_pin":
        return Trouble(name, None, demand.pair_id, details, column="keep")
    row = forbidding_row(sides, demand.cell)
    name = "kept_but_impossible" if row is None else "kept_but_blocked"
    return Trouble(name, row, demand.pair_id, details, column="keep")


def _in_the_way(
    sides: Sides, rules: HardRules, settled: Pins, demand: Demand
) -> tuple[str, dict[str, Any]]:
    """Why a demanded pair cannot be: a kind of finding and its details, or ""."""
    (i, j), names = demand.cell, _named(sides, demand.cell)
    standing = rules.standing_between(demand.cell)
    if demand.row is not None and any(rule.name == "blocked" for rule in standing):
        return "contradicting_rules", names
    if standing:
        why = Whole(" and ".join(rule.between(sides, demand.cell) for rule in standing))
        return "impossible_pin", {**names, "why": why}
    if settled.mentor_places[i] <= 0:
        found = {"person": names["mentor"], "places": int(places(sides.mentors)[i])}
        return "too_many_pins", {**names, **found}
    if settled.leader_places[j] <= 0:
        found = {"person": names["leader"], "places": int(places(sides.leaders)[j])}
        return "too_many_pins", {**names, **found}
    return "", {}


def _named(sides: Sides, cell: Cell) -> dict[str, Any]:
    return {"mentor": sides.mentor_name(cell[0]), "leader": sides.leader_name(cell[1])}


def _fix(settled: Pins, cell: Cell) -> None:
    settled.cells.append(cell)
    settled.mentor_places[cell[0]] -= 1
    settled.leader_places[cell[1]] -= 1
