"""What a rejected pair teaches the next search.

A rejected pair is not proposed again, whatever the reason. “Too close at
work” says more: the mentor is then not proposed to others of that leader's
team either. “One of them said no” is a private wish, and is treated as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.tabs.pairing import REJECTIONS
from revmentor_xl.steps.pairing.features.common_time import CommonTime
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.solving.arrays import Matrix

Cell = tuple[int, int]

SAID_NO = "One of them said no"
TOO_CLOSE = "Too close at work"


def rejected(sides: Sides, _: CommonTime) -> Matrix | None:
    """HR rejected the pair for a reason that may be told, or one very like it; None: no pair.

    After “Too close at work” the mentor is kept from the leader's team: those
    with the same manager, the manager, and those who report to the leader.
    """
    cells = {
        near
        for cell, because in _over(sides, "Rejected")
        if because != SAID_NO
        for near in (cell, *(_of_team(sides, cell) if because == TOO_CLOSE else ()))
    }
    if not cells:
        return None
    matrix = sides.none()
    matrix[tuple(zip(*cells))] = True
    return matrix


def said_no(sides: Sides) -> set[Cell]:
    """Pairs that HR rejected because one of them said no. Private, like a veto."""
    return {cell for cell, because in _over(sides, "Rejected") if because == SAID_NO}


def ended(sides: Sides) -> set[Cell]:
    """Pairs that have ended; none of them is ever repeated."""
    return {cell for cell, _ in _over(sides, "Ended")}


def _of_team(sides: Sides, cell: Cell) -> Iterator[Cell]:
    """The mentor with the others of the leader's team."""
    managers = sides.directory.manager_of
    leader = sides.leader_keys[cell[1]]
    boss = managers.get(leader)
    for j, key in enumerate(sides.leader_keys):
        theirs = managers.get(key)
        if key == boss or theirs == leader or (boss is not None and theirs == boss):
            yield cell[0], j


def _over(sides: Sides, wanted: str) -> Iterator[tuple[Cell, str]]:
    """Every pair with this status of people who are there, with the reason given.

    Read from the cells, because a row that HR typed has no ID yet.
    """
    cells = sides.program.cells("pairs")
    columns = [
        [as_text(value) for value in cells[key]] if key in cells.columns else [""] * len(cells)
        for key in ("status", "rejected_because", "mentor_id", "mentor", "leader_id", "leader")
    ]
    for status, because, *people in zip(*columns):
        if fold(status) != fold(wanted):
            continue
        cell = _cell(sides, people)
        if cell is not None:
            yield cell, next((one for one in REJECTIONS if fold(one) == fold(because)), "")


def _cell(sides: Sides, people: Sequence[str]) -> Cell | None:
    keys = []
    for id_, name in (people[:2], people[2:]):
        key = sides.directory.find(id_) if id_ else None
        keys.append(key or (sides.directory.find(name) if name else None))
    one, other = keys
    return sides.cell(one, other) if one is not None and other is not None else None
