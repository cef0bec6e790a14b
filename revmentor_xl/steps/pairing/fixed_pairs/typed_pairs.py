"""Pairs that HR typed on the Pairs tab: new rows, and names typed over those of a row.

A row without a pair ID is read by what stands under Mentor, Mentor ID, Leader
and Leader ID: an ID, an e-mail address or a name. In a row with a pair ID the
name or ID that no longer belongs to it is what HR typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.optimum.problem import Cell

SIDES = {"mentor": ("mentor_id", "mentor"), "leader": ("leader_id", "leader")}
_READ = ("pair_id", "status", "mentor_id", "mentor", "leader_id", "leader")
_TABS = {"mentor": "Mentors", "leader": "Leaders"}


@dataclass(frozen=True)
class HandRow:
    """One row that HR typed, as it is read.

    `row` is the row on the sheet. With `takes`, the row asks for the pair in
    `cell` (None when it cannot be read, and `trouble` says why); without, HR
    typed over a row that is left as it was, the pair in `cell`. `trouble` is
    a kind of finding with its `column` and `details`; `before` are the names
    of the pair whose row it was; `stale` the columns that still name them.
    """

    row: int
    status: str
    cell: Cell | None
    takes: bool = True
    trouble: str = ""
    column: str = "mentor"
    details: Mapping[str, object] = field(default_factory=dict)
    before: str = ""
    stale: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Side:
    """Who stands on one side of a row; `key` is None when that is not clear."""

    key: str | None
    trouble: str = ""
    column: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def hand_rows(sides: Sides) -> list[HandRow]:
    """Every row of Pairs that HR typed or typed over, in the order of the rows."""
    cells = sides.program.cells("pairs")
    columns = [
        [as_text(getattr(value, "value", value)) for value in cells[key]]
        if key in cells.columns
        else [""] * len(cells)
        for key in _READ
    ]
    found = []
    for row, *texts in zip(cells.index, *columns):
        typed = dict(zip(_READ, texts))
        hand = _overtyped(sides, int(row), typed) if typed["pair_id"] else None
        if not typed["pair_id"] and any(typed[key] for pair in SIDES.values() for key in pair):
            hand = _new(sides, int(row), typed)
        if hand is not None:
            found.append(hand)
    return found


def _new(sides: Sides, row: int, typed: Mapping[str, str]) -> HandRow:
    """A row without a pair ID."""
    read = [_read(sides, role, [(key, typed[key]) for key in SIDES[role]]) for role in SIDES]
    return _asked(sides, row, typed, read)


def _asked(sides: Sides, row: int, typed: Mapping[str, str], read: Iterable[_Side]) -> HandRow:
    one, other = read
    for side in (one, other):
        if side.key is None:
            return HandRow(row, typed["status"], None, True, side.trouble, side.column,
                           side.details)  # fmt: skip
    assert one.key is not None
    assert other.key is not None
    cell = sides.cell(one.key, other.key)
    if cell is not None:
        return HandRow(row, typed["status"], cell)
    out = "mentor" if one.key not in {**sides.mentor_at, **sides.leader_at} else "leader"
    value = typed[out] or typed[f"{out}_id"]
    return HandRow(row, typed["status"], None, True, "hand_unknown", out,
                   {"value": value, "tab": _TABS[out]})  # fmt: skip


def _read(sides: Sides, role: str, typed: Iterable[tuple[str, str]]) -> _Side:
    """The one person whom these cells of a row name."""
    given = [(column, text) for column, text in typed if text]
    if not given:
        header = WORKBOOK.table("pairs")[role].header
        return _Side(None, "hand_incomplete", role, {"header": header, "role": role})
    keys = [sides.directory.find(text) for _, text in given]
    for key, (column, text) in zip(keys, given):
        if key is None:
            return _Side(None, "hand_unknown", column, {"value": text, "tab": _TABS[role]})
    if len(set(keys)) > 1:
        details = {"one": given[0][1], "other": given[1][1]}
        return _Side(None, "hand_disagree", given[1][0], details)
    return _Side(keys[0])


def _overtyped(sides: Sides, row: int, typed: Mapping[str, str]) -> HandRow | None:
    """What HR typed over in a row with a pair ID; None when the row is as the tool wrote it."""
    owners = _owners(sides, typed)
    if owners is None:  # somebody is not there any more: nothing to compare with
        return None
    changed = {
        role: [(column, typed[column]) for column in SIDES[role] if typed[column]
               and not _names(sides, owners[role], typed[column])]
        for role in SIDES
    }  # fmt: skip
    if not any(changed.values()):
        return None
    was = sides.cell(owners["mentor"], owners["leader"])
    assert was is not None
    before = f"{sides.mentor_name(was[0])} and {sides.leader_name(was[1])}"
    column, value = next(cells[0] for cells in changed.values() if cells)
    told = {"value": value, "before": before, "status": typed["status"].lower()}
    if fold(typed["status"]) not in ("", "proposed"):
        return HandRow(row, typed["status"], was, False, "hand_over_running", column, told, before)
    read = [
        _read(sides, role, cells) if cells else _Side(owners[role])
        for role, cells in changed.items()
    ]
    hand = _asked(sides, row, typed, read)
    if hand.cell is None:
        return HandRow(row, typed["status"], was, False, "hand_not_read", column, told, before)
    kept = {column for cells in changed.values() for column, _ in cells}
    stale = tuple(
        column
        for role, cells in changed.items()
        for column in SIDES[role]
        if cells and column not in kept
    )
    return HandRow(row, typed["status"], hand.cell, True, "", column, {}, before, stale)


def _owners(sides: Sides, typed: Mapping[str, str]) -> dict[str, str] | None:
    """The keys of the mentor and the leader whose pair ID stands in a row."""
    parts = typed["pair_id"].split("+")
    for k in range(1, len(parts)):
        mentor = sides.directory.find("+".join(parts[:k]))
        leader = sides.directory.find("+".join(parts[k:]))
        if mentor in sides.mentor_at and leader in sides.leader_at:
            return {"mentor": str(mentor), "leader": str(leader)}
    return None


def _names(sides: Sides, key: str, text: str) -> bool:
    """May this text stand for the person?"""
    return sides.directory.find(text) == key or key in sides.directory.namesakes(text)
