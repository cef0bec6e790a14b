"""What has to be written so that a table holds new rows, and nothing more.

Cells that stay the same are left alone: a word that HR set in bold, a formula
or a note in them is none of our business. Yet a table costs few calls,
because what changes is put together in rectangles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from revmentor_xl.books.areas import Area, data_area
from revmentor_xl.books.book import Block, Cell, ErrorValue, Formula, Rows
from revmentor_xl.books.cells import needed_kind, same
from revmentor_xl.books.excel.entries import kinds_in, suitable

MOST_STRETCHES = 8
"""Stretches of one sort of value in a column that are formatted one by one."""


class Patch(NamedTuple):
    """A rectangle of cells and what it is to hold."""

    area: Area
    rows: tuple[tuple[Cell, ...], ...]


class Need(NamedTuple):
    """A rectangle whose cells all need a number format that suits this one."""

    area: Area
    sample: Cell


def patches(block: Block, rows: Rows) -> list[Patch]:
    """The rectangles in which `rows` differ from the table, new rows included."""
    kept, width = min(len(block.rows), len(rows)), len(block.headers)
    changed = [
        {j for j in range(width) if not _alike(block.rows[i][j], rows[i][j])} for i in range(kept)
    ]
    lines = [i for i, columns in enumerate(changed) if columns]
    grown = [_patch(block, rows, kept, len(rows), 0, width)] if len(rows) > kept else []
    if not lines:
        return grown
    first, last = lines[0], lines[-1] + 1
    columns = set[int]().union(*changed)
    free = columns | {j for j in range(width) if _blank(block.rows, rows, first, last, j)}
    if grown and last == kept and len(free) == width:
        return [_patch(block, rows, first, len(rows), 0, width)]
    runs = _runs(columns, free)
    return [_patch(block, rows, first, last, left, right) for left, right in runs] + grown


def _alike(old: Cell, new: Cell) -> bool:
    # What a formula yields is for Excel to say.
    if isinstance(old, Formula) and isinstance(new, Formula):
        return old.text == new.text
    return same(old, new)


def _blank(old: Rows, new: Rows, first: int, last: int, column: int) -> bool:
    return all(old[i][column] is None and new[i][column] is None for i in range(first, last))


def _runs(columns: set[int], free: set[int]) -> Iterator[tuple[int, int]]:
    """Stretches of columns to write, across columns in which there is nothing to spoil."""
    start = end = min(columns)
    for column in sorted(columns):
        if not free.issuperset(range(end, column)):
            yield start, end
            start = column
        end = column + 1
    yield start, end


def _patch(block: Block, rows: Rows, first: int, last: int, left: int, right: int) -> Patch:
    top = block.top + 1
    area = Area(top + first, block.left + left, top + last - 1, block.left + right - 1)
    return Patch(area, tuple(tuple(row[left:right]) for row in rows[first:last]))


def motley(block: Block, rows: Rows) -> frozenset[int]:
    """The columns, from 0, in which the sort of value changes too often to format each stretch.

    A stretch costs a call or two, and a column in which days and numbers take
    turns has as many stretches as rows. Such a column gets no format and is
    entered as it would be typed.
    """
    kept = min(len(block.rows), len(rows))
    found = set()
    for j in range(len(block.headers)):
        new = [row[j] for row in rows]
        asking = _asking(block, rows, j) | {i for i in range(kept, len(new)) if _sort(new[i])}
        stretches = list(_stretches(new, asking))
        if len(stretches) > MOST_STRETCHES:
            found.add(j)
    return frozenset(found)


def _asking(block: Block, rows: Rows, column: int) -> set[int]:
    """The rows of a column, from 0, that the table has and that hold another sort than before."""
    pairs = enumerate(zip(block.rows, rows, strict=False))
    return {i for i, (old, new) in pairs if _sort(new[column]) not in (None, _sort(old[column]))}


def needs(block: Block, rows: Rows, skipped: int = 0, without: Collection[int] = ()) -> list[Need]:
    """Where cells that the table has already need another sort of format than they had.

    A cell that held a date shows dates; only where the sort changes, or where
    text or nothing stood, has Excel to be asked. The first `skipped` rows are
    left out, and the columns `without`.
    """
    found = []
    for j in range(len(block.headers)):
        if j in without:
            continue
        new = [row[j] for row in rows[: len(block.rows)]]
        asking = {i for i in _asking(block, rows, j) if i >= skipped}
        for first, last in _stretches(new, asking):
            area = Area(block.top + 1 + first, block.left + j, block.top + 1 + last, block.left + j)
            found.append(Need(area, _telling(new[first : last + 1])))
    return found


def carried(
    area: Area,
    firsts: Sequence[str | None],
    rows: Rows,
    without: Collection[int] = (),
) -> list[tuple[Area, str]]:
    """The number formats for new rows: those of the table's first row, where they suit.

    The areas do not overlap. Columns whose first format is None are left out,
    and those `without`.
    """
    found: list[tuple[Area, str]] = []
    for j, first in enumerate(firsts):
        if first is None or j in without:
            continue
        column = [row[j] for row in rows]
        place = replace(area, left=area.left + j, right=area.left + j)
        if len(kinds_in(column)) <= 1:
            found.append((place, suitable(first, column)))
            continue
        free = 0
        for top, bottom in _stretches(column, {i for i, cell in enumerate(column) if _sort(cell)}):
            if top > free:
                found.append((_lines(place, free, top - 1), first))
            wanted = suitable(first, [_telling(column[top : bottom + 1])])
            found.append((_lines(place, top, bottom), wanted))
            free = bottom + 1
        if free < len(column):
            found.append((_lines(place, free, len(column) - 1), first))
    return _merged(found)


def not_taken(given: Rows, held: Sequence[Sequence[object]]) -> tuple[int, int] | None:
    """The first cell, from 0, 0, that is blank and should not be, or the other way round."""
    for i, (row, there) in enumerate(zip(given, held, strict=True)):
        for j, (cell, value) in enumerate(zip(row, there, strict=True)):
            told = not isinstance(cell, (Formula, ErrorValue))  # what those yield may be blank
            if told and (cell is None) != (value is None or value == ""):
                return i, j
    return None


def turned_to_text(given: Rows, held: Sequence[Sequence[object]]) -> frozenset[int]:
    """The columns, from 0, in which a number, date or truth came out as text."""
    return frozenset(
        j
        for row, there in zip(given, held, strict=True)
        for j, (cell, value) in enumerate(zip(row, there, strict=True))
        if isinstance(value, str) and not isinstance(cell, (str, Formula)) and cell is not None
    )


def array_columns(rows: Rows) -> frozenset[int]:
    """The columns, from 0, with a formula that is calculated as an array."""
    return frozenset(
        j
        for row in rows
        for j, cell in enumerate(row)
        if isinstance(cell, Formula) and cell.array is not None
    )


def before(block: Block, area: Area) -> tuple[Patch | None, Area | None]:
    """What the table held in an area, and the part of the area beneath it."""
    last = data_area(block).bottom
    first, left = area.top - block.top - 1, area.left - block.left
    kept = block.rows[first : area.bottom - block.top]
    rows = tuple(tuple(row[left : left + area.right - area.left + 1]) for row in kept)
    old = Patch(replace(area, bottom=min(area.bottom, last)), rows) if rows else None
    return old, replace(area, top=max(area.top, last + 1)) if area.bottom > last else None


def telling_spot(block: Block, patch: Patch) -> tuple[int, int, str] | None:
    """A cell whose content shows whether the patch has arrived: row, column, old text.

    One that was blank and now has something, or holds another text.
    """
    for i, row in enumerate(patch.rows, start=patch.area.top - block.top - 1):
        for j, new in enumerate(row, start=patch.area.left - block.left):
            old = block.rows[i][j] if i < len(block.rows) else None
            texts = isinstance(old, str) and isinstance(new, str)
            if old != new and new is not None and (old is None or texts):
                return block.top + 1 + i, block.left + j, "" if old is None else str(old)
    return None


def formatted(rows: Rows, plain: frozenset[int]) -> Iterator[tuple[int, int]]:
    """The stretches of columns in which the number format of new rows matters.

    It does not in `plain` columns as long as nothing but text comes into them.
    """
    width = len(rows[0]) if rows else 0
    start = None
    for j in range(width + 1):
        matters = j < width and (j not in plain or any(_sort(row[j]) for row in rows))
        if matters and start is None:
            start = j
        elif not matters and start is not None:
            yield start, j - 1
            start = None


def surplus(block: Block, rows: Rows) -> Patch | None:
    """The rows that the table gives up, or None when it gives up none."""
    if len(rows) >= len(block.rows):
        return None
    whole = data_area(block)
    return Patch(replace(whole, top=whole.top + len(rows)), block.rows[len(rows) :])


def _sort(cell: Cell) -> str | None:
    """What sort of thing a number format has to suit; text and blanks suit any."""
    if isinstance(cell, ErrorValue):
        return "error"
    if cell is None or isinstance(cell, str):
        return None
    if isinstance(cell, bool):
        return "truth"
    kind = needed_kind(cell)
    if isinstance(cell, Formula) and kind is None:
        return "formula"
    return "date" if kind == "datetime" else kind


def _stretches(column: Sequence[Cell], asking: set[int]) -> Iterator[tuple[int, int]]:
    """The first and last cell of each stretch that asks for one sort of format."""
    open_: tuple[int, int, str | None] | None = None
    for i, cell in enumerate(column):
        sort = _sort(cell)
        if open_ and sort not in (None, open_[2]):
            yield open_[:2]
            open_ = None
        if i in asking:
            open_ = (open_[0] if open_ else i, i, sort)
    if open_:
        yield open_[:2]


def _telling(column: Sequence[Cell]) -> Cell:
    """The cell of one sort that asks for most: a moment more than a day."""
    cells = [cell for cell in column if _sort(cell)]
    return next((cell for cell in cells if isinstance(cell, datetime)), cells[0])


def _lines(place: Area, first: int, last: int) -> Area:
    return replace(place, top=place.top + first, bottom=place.top + last)


def _merged(found: Sequence[tuple[Area, str]]) -> list[tuple[Area, str]]:
    merged: list[tuple[Area, str]] = []
    for area, code in found:
        last, known = merged[-1] if merged else (None, "")
        if last and known == code and last == replace(area, left=last.left, right=area.left - 1):
            merged[-1] = replace(last, right=area.right), code
        else:
            merged.append((area, code))
    return merged
