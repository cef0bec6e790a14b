"""Whether the cells that a table needs are free, in a workbook that is open in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from revmentor_xl.books.areas import Area, growth
from revmentor_xl.books.book import Block
from revmentor_xl.books.excel.entries import as_rows
from revmentor_xl.books.excel.ranges import cells_at
from revmentor_xl.books.excel.tables import OpenTable
from revmentor_xl.books.room import (
    array_in_the_way,
    cells_in_the_way,
    check_room,
    merged_in_the_way,
    pivot_in_the_way,
    totals_in_the_way,
)
from revmentor_xl.errors import TableBlocked


def check_open_room(found: OpenTable, count: int, blocks: Sequence[Block]) -> None:
    """Raise `TableBlocked` when the table cannot have so many rows: two calls where it grows."""
    block = found.block
    if found.totals and count != len(block.rows):
        raise totals_in_the_way(block.name, block.sheet)
    check_room(block, count, blocks)
    new = growth(block, count)
    if new is None:
        return
    merged = _merged(found.sheet, new)
    if merged is not None:
        raise merged_in_the_way(block, new, merged)
    # Formulas and not values: a formula that yields nothing is in use as well.
    height, width = new.bottom - new.top + 1, new.right - new.left + 1
    texts = as_rows(cells_at(found.sheet, new).formula, height, width)
    used = [
        (new.top + i, new.left + j)
        for i, row in enumerate(texts)
        for j, text in enumerate(row)
        if text not in (None, "")
    ]
    if used:
        raise _whole_in_the_way(found, new, used) or cells_in_the_way(block, new, used)


def _merged(sheet: Any, area: Area) -> Area | None:
    """The first merged cell in an area: Excel says of a range whether it has any."""
    with suppress(NotImplementedError, AttributeError):
        cells = cells_at(sheet, area)
        if cells.merge_cells is False:
            return None
        if (area.top, area.left) == (area.bottom, area.right):
            return _area_of(cells.merge_area)
        for half in _halves(area):
            found = _merged(sheet, half)
            if found is not None:
                return found
    return None


def _halves(area: Area) -> tuple[Area, Area]:
    if area.top < area.bottom:
        middle = (area.top + area.bottom) // 2
        return replace(area, bottom=middle), replace(area, top=middle + 1)
    middle = (area.left + area.right) // 2
    return replace(area, right=middle), replace(area, left=middle + 1)


def _area_of(cells: Any) -> Area | None:
    return Area.of(str(cells.address).rpartition("!")[2])


def _whole_in_the_way(
    found: OpenTable, new: Area, used: Sequence[tuple[int, int]]
) -> TableBlocked | None:
    """The error for the first used cell where it is a part of something; None where it is not.

    Only Excel for Windows says so.
    """
    row, column = min(used)
    cell: Any = None
    with suppress(Exception):
        cell = cells_at(found.sheet, Area(row, column, row, column)).api
    with suppress(Exception):  # it is an error to ask a cell outside of one
        pivot = cell.PivotTable
        place = Area.of(str(pivot.TableRange2.Address))
        if place is not None:
            return pivot_in_the_way(found.block, new, str(pivot.Name), place)
    for has, whole in (("HasSpill", _spilled), ("HasArray", _array)):
        with suppress(Exception):
            place = Area.of(str(whole(cell).Address)) if getattr(cell, has) is True else None
            if place is not None and place.ref != Area(row, column, row, column).ref:
                return array_in_the_way(found.block, new, place)
    return None


def _spilled(cell: Any) -> Any:
    return cell.SpillParent.SpillingToRange


def _array(cell: Any) -> Any:
    return cell.CurrentArray
