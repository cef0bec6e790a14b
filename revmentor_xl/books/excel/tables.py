"""Tables as they are read from an open workbook, each in a few calls.

Sheets, tables and ranges are xlwings' own, of any engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from revmentor_xl.books.areas import Area, data_area
from revmentor_xl.books.book import Block, Formula
from revmentor_xl.books.cells import format_kind
from revmentor_xl.books.excel.entries import as_rows, as_time, in_full, may_be_time, told
from revmentor_xl.books.excel.ranges import formats_in
from revmentor_xl.books.excel.rewriting import Target
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.model import Kind, Writer
from revmentor_xl.schema.workbook import WORKBOOK

_HEADERS = {
    fold(table.name): frozenset(fold(column.header) for column in table.columns)
    for table in WORKBOOK.tables.values()
}


_OURS = {
    fold(table.name): frozenset(
        fold(column.header) for column in table.columns if column.writer is not Writer.HR
    )
    for table in WORKBOOK.tables.values()
}


def _of_kind(*kinds: Kind) -> dict[str, frozenset[str]]:
    return {
        fold(table.name): frozenset(fold(c.header) for c in table.columns if c.kind in kinds)
        for table in WORKBOOK.tables.values()
    }


_NUMBERS = _of_kind(Kind.INTEGER, Kind.NUMBER)
_TIMES = _of_kind(Kind.TIME)


@dataclass(frozen=True)
class OpenTable:
    """A table as it was read; `texts` are its cells as Excel would show them for editing."""

    block: Block
    table: Any
    sheet: Any
    area: Area
    texts: list[list[object]]
    header: bool
    totals: bool | None  # None where it was not worth asking

    @property
    def target(self) -> Target:
        """The table as something to be changed."""
        tells = self.header and _all_text(self.texts[0])
        ours = _OURS.get(fold(self.block.name), frozenset())
        plain = frozenset(j for j, header in enumerate(self.block.headers) if fold(header) in ours)
        return Target(self.block, self.sheet, self.table, tells, plain)


def opened(
    sheet: Any,
    title: str,
    table: Any,
    cleaned: Callable[[list[list[object]]], list[list[object]]],
) -> OpenTable:
    """The table with its cells, which come in one block for formulas and one for values.

    A table without any content is not asked for values.
    """
    name, cells = str(table.name), table.range
    area = _area(cells)
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    texts = as_rows(cells.formula, height, width)
    header = _shows_headers(name, texts[0], table)
    first = int(header)
    tells = header and _all_text(texts[0])
    if tells and not any(map(_content, texts[first:])):
        nothing: list[object] = [None] * width
        values = [texts[0], *(nothing for _ in texts[first:])]
    else:
        values = cleaned(in_full(as_rows(cells.raw_value, height, width), cells))
    totals = None
    if len(texts) - first > 1 and (_content(texts[-1]) or not tells):
        totals = _said(lambda: table.show_totals, default=False)
    last = height - int(bool(totals))
    headers = values[0] if header else [column.name for column in table.columns]
    rows = [
        tuple(told(value, str(text or ""), row) for value, text in zip(*pair, strict=True))
        for row, pair in enumerate(
            zip(values[first:last], texts[first:last], strict=True), area.top + first
        )
    ]
    block = Block(
        name=name,
        sheet=title,
        top=area.top + first - 1,
        left=area.left,
        headers=tuple("" if header is None else str(header) for header in headers),
        rows=tuple(rows),
    )
    block = _with_arrays(block, cells, texts, first)
    return OpenTable(_with_times(sheet, block), table, sheet, area, texts, header, totals)


def _area(cells: Any) -> Area:
    """Where a range stands, from its address in one call, or else from its measures."""
    with suppress(NotImplementedError, AttributeError):
        area = Area.of(str(cells.address).rpartition("!")[2])
        if area:
            return area
    top, left, (height, width) = cells.row, cells.column, cells.shape
    return Area(top, left, top + height - 1, left + width - 1)


def _shows_headers(name: str, first: Sequence[object], table: Any) -> bool:
    """Whether the table's first row holds its headers: plain where one of ours is among them."""
    known = _HEADERS.get(fold(name), frozenset())
    if _all_text(first) and any(fold(str(text)) in known for text in first):
        return True
    return _said(lambda: table.show_headers, default=True)


def _said(ask: Callable[[], object], *, default: bool) -> bool:
    with suppress(NotImplementedError, AttributeError):
        answer = ask()
        return default if answer is None else bool(answer)
    return default


def _all_text(row: Sequence[object]) -> bool:
    return all(isinstance(text, str) and text for text in row)


def _content(row: Sequence[object]) -> bool:
    return any(text not in (None, "") for text in row)


def _with_arrays(block: Block, cells: Any, texts: list[list[object]], first: int) -> Block:
    """The table with its typed formulas marked that Excel may calculate as arrays.

    Only `formula2` tells: it shows an @ where a formula is not calculated as an
    array, and `formula` does not. Where both read the same, either way of
    entering it again is the right one or `formula2` is.
    """
    ours = _OURS.get(fold(block.name))
    if ours is None:  # no step writes there
        return block
    typed = [j for j, header in enumerate(block.headers) if fold(header) not in ours]
    if not any(isinstance(row[j], Formula) for row in block.rows for j in typed):
        return block
    shown = None
    with suppress(Exception):  # an Excel without dynamic arrays
        shown = as_rows(cells.formula2, len(texts), len(texts[0]))
    if shown is None:
        return block
    rows = [list(row) for row in block.rows]
    for i, row in enumerate(rows):
        for j in typed:
            cell = row[j]
            if isinstance(cell, Formula) and shown[first + i][j] == cell.text:
                row[j] = replace(cell, array=-1)
    return replace(block, rows=tuple(map(tuple, rows)))


def _with_times(sheet: Any, block: Block) -> Block:
    """The table with its times of day, which Excel hands over as mere fractions.

    Only the number format tells them from other numbers. Columns for numbers
    hold none, so Excel is not asked about those. Where formats change too often
    to be asked, what our own columns are for decides.
    """
    numbers = _NUMBERS.get(fold(block.name), frozenset())
    times = _TIMES.get(fold(block.name), frozenset())
    rows = [list(row) for row in block.rows]
    whole = data_area(block)
    first = whole.top

    for j, header in enumerate(block.headers):
        if fold(header) in numbers:
            continue

        def fractions(area: Area, j: int = j) -> list[int]:
            lines = range(area.top - first, area.bottom - first + 1)
            return [i for i in lines if may_be_time(rows[i][j])]

        column = replace(whole, left=whole.left + j, right=whole.left + j)
        for area, code in list(formats_in(sheet, column, lambda area: bool(fractions(area)))):
            is_time = fold(header) in times if code is None else format_kind(code) == "time"
            if is_time:
                for i in fractions(area):
                    rows[i][j] = as_time(rows[i][j])
    return replace(block, rows=tuple(map(tuple, rows)))


def is_as_read(found: OpenTable) -> bool:
    """Whether the table still stands where it was read and holds the same."""
    try:
        cells = found.table.range
        if _area(cells) != found.area:
            return False
        texts = as_rows(cells.formula, len(found.texts), len(found.texts[0]))
    except Exception:  # gone, or Excel does not listen: reading it again will tell
        return False
    return texts == found.texts


def with_totals(found: OpenTable) -> OpenTable:
    """The table, sure to know whether its last row is a totals row."""
    if found.totals is not None or len(found.block.rows) < 2:
        return replace(found, totals=bool(found.totals))
    totals = _said(lambda: found.table.show_totals, default=False)
    block = replace(found.block, rows=found.block.rows[:-1]) if totals else found.block
    return replace(found, block=block, totals=totals)
