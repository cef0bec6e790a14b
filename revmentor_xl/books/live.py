"""The workbook that is open in Excel, reached through xlwings.

Talking to Excel costs per call and hardly per cell, so a table is read and
written as one block, and the number of calls does not grow with its rows.
Only xlwings' public interface is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import xlwings as xw
from xlwings.main import Table

from revmentor_xl.books.areas import (
    Area,
    blocked,
    check_room,
    data_area,
    growth,
    table_area,
    totals_in_the_way,
)
from revmentor_xl.books.book import Block, Cell
from revmentor_xl.books.cells import fitted, missing_table
from revmentor_xl.books.entries import (
    all_text,
    as_time,
    entered,
    kinds_in,
    may_be_time,
    suitable,
    told,
)
from revmentor_xl.books.formats import format_kind
from revmentor_xl.schema.places import column_letters

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class _OpenTable:
    block: Block
    table: Table
    sheet: xw.Sheet
    header: bool
    totals: bool


class LiveBook:
    """A workbook open in Excel; what is written shows at once, and saving is up to HR."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return str(self._book.name)

    def tables(self) -> Mapping[str, Block]:
        """Every table in the open workbook by its name."""
        return {found.block.name: _read(found) for found in self._tables()}

    def write(
        self,
        rows: Mapping[str, Sequence[Sequence[Cell]]],
        values: Mapping[str, Cell] | None = None,
    ) -> None:
        """Replace the data rows of the named tables in the open workbook.

        `values` are left to Excel, which calculates them itself.
        Raises `TableBlocked` when a table has no room (then nothing is written).
        """
        found = {table.block.name: table for table in self._tables()}
        for name in rows:
            if name not in found:
                raise missing_table(name, self.name)
        wanted = {name: fitted(found[name].block, new) for name, new in rows.items()}
        blocks = [table.block for table in found.values()]
        for name, new in wanted.items():
            _check(found[name], len(new), blocks)
        # HR's own macros must not run on our changes, nor the screen flicker.
        with self._book.app.properties(screen_updating=False, enable_events=False):
            for name, new in wanted.items():
                _write(found[name], new)

    def _tables(self) -> Iterator[_OpenTable]:
        for sheet in self._book.sheets:
            for table in sheet.tables:
                yield _outline(sheet, table)


def _outline(sheet: xw.Sheet, table: Table) -> _OpenTable:
    """Where a table stands, without its cells: as much as writing has to know."""
    area, header, totals = table.range, bool(table.show_headers), bool(table.show_totals)
    height, width = area.shape
    blank: tuple[Cell, ...] = (None,) * width
    block = Block(
        name=str(table.name),
        sheet=str(sheet.name),
        top=area.row + int(header) - 1,
        left=area.column,
        headers=("",) * width,
        rows=(blank,) * (height - int(header) - int(totals)),
    )
    return _OpenTable(block, table, sheet, header, totals)


def _read(found: _OpenTable) -> Block:
    """The table with its cells, which come in one block for values and one for formulas."""
    area, block, first = found.table.range, found.block, int(found.header)
    values = area.options(ndim=2, empty=None).value
    formulas = _as_rows(area.formula, len(values), len(values[0]))
    last = first + len(block.rows)
    if found.header:
        headers = tuple(str(name) if name is not None else "" for name in values[0])
    else:
        headers = tuple(str(column.name) for column in found.table.columns)
    whole = data_area(block)
    columns = [
        _column(found.sheet, replace(whole, left=whole.left + j, right=whole.left + j), *cells)
        for j, cells in enumerate(
            zip(_turned(values[first:last]), _turned(formulas[first:last]), strict=True)
        )
    ]
    return replace(block, headers=headers, rows=tuple(tuple(row) for row in _turned(columns)))


def _as_rows(raw: object, height: int, width: int) -> list[list[object]]:
    # Windows gives tuples of tuples, the Mac lists, and one cell comes alone.
    flat = list(_flattened(raw))
    return [flat[start : start + width] for start in range(0, height * width, width)]


def _flattened(raw: object) -> Iterator[object]:
    if isinstance(raw, (list, tuple)):
        for item in raw:
            yield from _flattened(item)
    else:
        yield raw


def _turned(rows: Iterable[Iterable[_Item]]) -> list[list[_Item]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _column(
    sheet: xw.Sheet, area: Area, values: Sequence[object], formulas: Sequence[object]
) -> list[Cell]:
    cells = [told(value, str(text or "")) for value, text in zip(values, formulas, strict=True)]
    # Excel hands a time of day over as a mere fraction; only the format tells.
    fractions = [i for i, cell in enumerate(cells) if may_be_time(cell)]
    if fractions:
        shown = _range(sheet, area).number_format
        for i in fractions:
            code = shown or sheet.range((area.top + i, area.left)).number_format
            if format_kind(code) == "time":
                cells[i] = as_time(cells[i])
    return cells


def _range(sheet: xw.Sheet, area: Area) -> xw.Range:
    return sheet.range((area.top, area.left), (area.bottom, area.right))


def _check(found: _OpenTable, count: int, blocks: Sequence[Block]) -> None:
    block = found.block
    if found.totals and count != len(block.rows):
        raise totals_in_the_way(block.name, block.sheet)
    check_room(block, count, blocks)
    new = growth(block, count)
    if new is None:
        return
    width = new.right - new.left + 1
    # Formulas and not values: a formula that yields nothing is in use as well.
    texts = _as_rows(_range(found.sheet, new).formula, new.bottom - new.top + 1, width)
    used = [
        f"{column_letters(new.left + j)}{new.top + i}"
        for i, row in enumerate(texts)
        for j, text in enumerate(row)
        if text not in (None, "")
    ]
    if used:
        more = f" and {len(used) - 1} more" if len(used) > 1 else ""
        raise blocked(block, new, f"something in cell {used[0]}{more}")


def _write(found: _OpenTable, rows: Sequence[Sequence[Cell]]) -> None:
    block, sheet, table = found.block, found.sheet, found.table
    if table.show_autofilter:  # a filter hides rows, and hidden rows do not take a block well
        table.autofilter.clear()
    if len(rows) != len(block.rows):
        table.resize(_range(sheet, table_area(block, len(rows))))
    area = data_area(block, len(rows))
    for j, column in enumerate(zip(*rows, strict=True)):
        place = replace(area, left=area.left + j, right=area.left + j)
        _format(sheet, place, column, len(block.rows))
    _range(sheet, area).value = [[entered(cell) for cell in row] for row in rows]
    if len(rows) < len(block.rows):
        surplus = Area(area.bottom + 1, area.left, data_area(block).bottom, area.right)
        _range(sheet, surplus).clear()


def _format(sheet: xw.Sheet, area: Area, column: Sequence[Cell], kept: int) -> None:
    """See that a column's number formats suit its values; new rows take the first one's.

    A column with a single format costs the same few calls however long it is.
    Where cells have formats of their own, as beside settings, each is kept or
    mended by itself.
    """
    old = replace(area, bottom=min(area.bottom, area.top + kept - 1))
    shown, mixed = _range(sheet, old).number_format, len(kinds_in(column)) > 1
    if shown and not mixed:
        wanted = suitable(shown, column)
        if wanted != shown:
            _range(sheet, old).number_format = wanted
    if area.bottom > old.bottom:
        first = shown or str(sheet.range((area.top, area.left)).number_format)
        added = replace(area, top=old.bottom + 1)
        wanted = first if mixed else suitable(first, column)
        _range(sheet, added).number_format = wanted
    if mixed or not shown:
        _format_each(sheet, area, column)


def _format_each(sheet: xw.Sheet, area: Area, column: Sequence[Cell]) -> None:
    for i, cell in enumerate(column):
        if not all_text([cell]):
            place = sheet.range((area.top + i, area.left))
            shown = str(place.number_format)
            wanted = suitable(shown, [cell])
            if wanted != shown:
                place.number_format = wanted
