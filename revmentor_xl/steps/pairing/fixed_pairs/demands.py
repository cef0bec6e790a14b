"""Pairs that HR settled or demands: approved, kept, pinned on Rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.fixed_pairs.typed_pairs import HandRow, hand_rows
from revmentor_xl.steps.people.vetoes_and_rules import MUST, rule_rows

SETTLED = ("Approved", "Active")

Cell = tuple[int, int]


class Demand(NamedTuple):
    """A pair that somebody asked for beforehand.

    `kind` is “approved” (or active), “kept” (Keep is Yes), “by hand” (typed on
    the Pairs tab) or “rule” (Must pair). `row` is the row on Rules, `pair_id`
    that of an approved or kept pair, `hand` the typed row of Pairs.
    """

    cell: Cell
    kind: str
    row: int | None = None
    pair_id: str = ""
    hand: HandRow | None = None


def demands(sides: Sides) -> list[Demand]:
    """Every pair asked for beforehand, in the order in which they are settled.

    First approved and active pairs, then those to keep, those typed by hand,
    and “Must pair” rules, each in the order of the people. Whether they can
    hold is not asked here; those of people who are not there are left out.
    """
    return _in_order(sides, hand_rows(sides))


def _in_order(sides: Sides, typed: list[HandRow]) -> list[Demand]:
    hand = [
        Demand(one.cell, "by hand", hand=one)
        for one in typed
        if one.takes and one.cell is not None and fold(one.status) not in _OVER
    ]
    return [
        *_approved(sides, typed),
        *sorted(_kept(sides, typed), key=lambda demand: demand.cell),
        *sorted(hand, key=lambda demand: demand.cell),
        *sorted(_demanded(sides), key=lambda demand: (demand.cell, demand.row)),
    ]


_OVER = tuple(fold(status) for status in OVER)


def _approved(sides: Sides, typed: list[HandRow]) -> Iterable[Demand]:
    """Approved and active pairs of people who are there."""
    as_it_was = {one.row: one.cell for one in typed if not one.takes}
    pairs = sides.program.table("pairs").sort_values("pair_id")
    pairs = pairs[pairs["status"].isin(SETTLED)]
    for row, pair_id, mentor_id, leader_id in pairs[
        ["pair_id", "mentor_id", "leader_id"]
    ].itertuples():
        cell = as_it_was.get(row) or sides.by_ids(mentor_id, leader_id)
        if cell is not None:
            yield Demand(cell, "approved", None, pair_id)


def _kept(sides: Sides, typed: list[HandRow]) -> Iterable[Demand]:
    """Proposed pairs that HR wants to keep, and that nobody typed over."""
    pairs = sides.program.table("pairs")
    over = {one.row for one in typed if one.takes}
    as_it_was = {one.row: one.cell for one in typed if not one.takes}
    kept = pairs[
        pairs["keep"].fillna(False).astype(bool) & ~pairs["status"].isin((*SETTLED, *OVER))
    ]
    for row, pair_id, mentor_id, leader_id in kept[
        ["pair_id", "mentor_id", "leader_id"]
    ].itertuples():
        cell = as_it_was.get(row) or sides.by_ids(mentor_id, leader_id)
        if cell is not None and row not in over:
            yield Demand(cell, "kept", None, pair_id)


def _demanded(sides: Sides) -> Iterable[Demand]:
    """The “Must pair” rules about people who take part."""
    for rule in rule_rows(sides.program):
        one, other = sides.directory.find(rule.mentor), sides.directory.find(rule.leader)
        if rule.rule == MUST and one is not None and other is not None:
            cell = sides.cell(one, other)
            if cell is not None:
                yield Demand(cell, "rule", rule.row)
