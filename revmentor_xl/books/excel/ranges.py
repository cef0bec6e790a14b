"""Ranges of an open workbook, and what their number formats are."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any, Protocol

from revmentor_xl.books.areas import Area

PLAIN = "General"
MOST_ASKED = 64
"""How often Excel is asked about the formats within one column."""

_FEW = 8


class Cells(Protocol):
    """A range of an open workbook, as much as is used of it here."""

    api: Any
    number_format: Any
    raw_value: Any
    formula: Any
    formula2: Any

    @property
    def merge_cells(self) -> Any: ...

    @property
    def merge_area(self) -> Any: ...

    def clear(self) -> None: ...

    def clear_contents(self) -> None: ...


def cells_at(sheet: Any, area: Area) -> Cells:
    """The range of an area on a sheet.

    On a Mac xlwings asks Excel for the address of either corner, unless it is
    given the address.
    """
    corners = (area.top, area.left), (area.bottom, area.right)
    cells: Cells = sheet.range(area.ref) if sys.platform == "darwin" else sheet.range(*corners)
    return cells


def formats_in(
    sheet: Any, area: Area, asks: Callable[[Area], bool] = lambda area: True
) -> Iterator[tuple[Area, str | None]]:
    """The number formats in an area, part by part; parts of which nobody asks are left out.

    Excel names the format of a range only where it is the same throughout, so
    a mixed range is taken column by column, and a mixed column is halved until
    its parts are not. A column in which formats change all the time would cost
    as many calls as it has rows: after `MOST_ASKED` the rest of it has None.
    """
    if not asks(area):
        return
    shown = _format_of(cells_at(sheet, area))
    if shown or (area.top, area.left) == (area.bottom, area.right):
        yield area, str(shown or PLAIN)
    elif area.left == area.right:
        yield from _down(sheet, area, asks)
    else:
        for part in _beside(area):
            yield from formats_in(sheet, part, asks)


def _beside(area: Area) -> tuple[Area, ...]:
    """The parts of an area side by side: its columns, or halves where there are many."""
    if area.right - area.left < _FEW:
        return tuple(replace(area, left=j, right=j) for j in range(area.left, area.right + 1))
    middle = (area.left + area.right) // 2
    return replace(area, right=middle), replace(area, left=middle + 1)


def _down(
    sheet: Any, column: Area, asks: Callable[[Area], bool]
) -> Iterator[tuple[Area, str | None]]:
    """The formats of a column that are known to be mixed; the largest parts are asked first."""
    waiting, left = deque(_halves(column)), MOST_ASKED
    while waiting:
        part = waiting.popleft()
        if not asks(part):
            continue
        if not left:
            yield part, None
            continue
        left -= 1
        shown = _format_of(cells_at(sheet, part))
        if shown or part.top == part.bottom:
            yield part, str(shown or PLAIN)
        else:
            waiting.extend(_halves(part))


def _halves(column: Area) -> tuple[Area, Area]:
    middle = (column.top + column.bottom) // 2
    return replace(column, bottom=middle), replace(column, top=middle + 1)


def _format_of(cells: Cells) -> object:
    with suppress(NotImplementedError):
        return cells.number_format
    return PLAIN
