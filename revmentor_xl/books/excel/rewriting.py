"""Changing tables in an open workbook so that it can be put back as it was.

Each change is noted with what takes it back before it is made. Excel may
refuse in the middle, and a workbook of which half is new would be worse than
one that stayed old.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Protocol

from revmentor_xl.books.areas import Area, data_area, growth, table_area
from revmentor_xl.books.book import Block, Rows
from revmentor_xl.books.excel.changes import (
    Patch,
    before,
    carried,
    formatted,
    needs,
    patches,
    surplus,
    telling_spot,
)
from revmentor_xl.books.excel.entries import as_rows, entered, suitable
from revmentor_xl.books.excel.refusals import protected

LARGEST_WRITE = 100_000
"""Cells given to Excel at once, as xlwings itself does it."""

PLAIN = "General"
_FEW = 8


class Cells(Protocol):
    """A range of an open workbook, as much as is used of it here."""

    number_format: Any
    raw_value: Any

    @property
    def formula(self) -> Any: ...

    def clear(self) -> None: ...

    def clear_contents(self) -> None: ...


@dataclass(frozen=True)
class Target:
    """A table in an open workbook that is going to be changed."""

    block: Block
    sheet: Any = field(repr=False)
    table: Any = field(repr=False)
    tells: bool = True
    """Whether Excel shows a constant where it is asked for a formula, as it should."""
    plain: frozenset[int] = frozenset()
    """Columns, from 0, into which nobody types: the number format of text does not matter."""

    def cells(self, area: Area) -> Cells:
        """The range on the table's sheet."""
        return cells_at(self.sheet, area)


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
) -> Iterator[tuple[Area, str]]:
    """The number formats in an area, part by part; parts of which nobody asks are left out.

    Excel names the format of a range only where it is the same throughout, so
    a mixed range is halved until it is, and a narrow one taken column by column.
    """
    if not asks(area):
        return
    shown = _format_of(cells_at(sheet, area))
    if shown or (area.top, area.left) == (area.bottom, area.right):
        yield area, str(shown or PLAIN)
        return
    if 0 < area.right - area.left < _FEW:
        halves: tuple[Area, ...] = tuple(
            replace(area, left=j, right=j) for j in range(area.left, area.right + 1)
        )
    elif area.left < area.right:
        middle = (area.left + area.right) // 2
        halves = (
            Area(area.top, area.left, area.bottom, middle),
            Area(area.top, middle + 1, area.bottom, area.right),
        )
    else:
        middle = (area.top + area.bottom) // 2
        halves = (
            Area(area.top, area.left, middle, area.right),
            Area(middle + 1, area.left, area.bottom, area.right),
        )
    for half in halves:
        yield from formats_in(sheet, half, asks)


@dataclass
class Rewriting:
    """The changes of one write, and how to take them back.

    `prepared` turns rows of entries into what the engine takes.
    """

    prepared: Callable[[list[list[object]]], object]
    _back: list[Callable[[], None]] = field(default_factory=list)
    _failed: Callable[[], None] | None = None
    _heard: set[str] = field(default_factory=set)

    def table(self, target: Target, rows: Rows) -> None:
        """Give the table these rows; surplus rows keep their cells until `empty`."""
        block = target.block
        if len(block.rows) > 1:
            _unfilter(target.table)
        if len(rows) != len(block.rows):
            was, will = table_area(block), table_area(block, len(rows))
            self._do(
                lambda: target.table.resize(target.cells(will)),
                lambda: target.table.resize(target.cells(was)),
            )
        self._formats(target, rows)
        for patch in patches(block, rows):
            self._put(target, patch)

    def empty(self, target: Target, rows: Rows) -> None:
        """Take the contents out of the rows that the table has given up."""
        rest = surplus(target.block, rows)
        if rest is not None:
            self._do(target.cells(rest.area).clear_contents, partial(self._enter, target, rest))

    def tidy(self, target: Target, rows: Rows) -> None:
        """Take the looks off those rows too; where that fails, the step is done all the same."""
        rest = surplus(target.block, rows)
        if rest is not None:
            with suppress(Exception):
                target.cells(rest.area).clear()

    def put_back(self) -> bool:
        """Take all changes back, the last one first; tell whether all went back.

        The change that failed may have done nothing, so it need not go back.
        """
        whole = True
        while self._back:
            back = self._back.pop()
            try:
                back()
            except Exception:
                whole = whole and back is self._failed
        return whole

    def _do(self, change: Callable[[], None], back: Callable[[], None]) -> None:
        self._back.append(back)
        try:
            change()
        except BaseException:
            self._failed = back
            raise

    def _formats(self, target: Target, rows: Rows) -> None:
        block, new = target.block, growth(target.block, len(rows))
        done = self._carry_down(target, rows, new) if new else 0
        for need in needs(block, rows, skipped=done):
            for area, shown in list(formats_in(target.sheet, need.area)):
                self._show(target, area, suitable(shown, [need.sample]), shown)

    def _carry_down(self, target: Target, rows: Rows, new: Area) -> int:
        """Give new rows the first row's formats, and tell how many old rows need no more.

        A table's only row is often a blank one, and then gets what the new rows get.
        """
        block = target.block
        top, kept = data_area(block, 1), len(block.rows)
        alone = kept == 1 and bool(needs(block, rows))
        area, cells = (data_area(block, len(rows)), rows) if alone else (new, rows[kept:])
        firsts: list[str | None] = [None] * len(block.headers)
        for left, right in formatted(cells, target.plain):
            place = replace(top, left=top.left + left, right=top.left + right)
            firsts[left : right + 1] = _across(target.sheet, place)
        beneath = list(formats_in(target.sheet, new))
        under = {code for _, code in beneath}
        for part, code in [*(carried(top, firsts, []) if alone else []), *beneath]:
            self._back.append(partial(_show, target, part, code))
        for part, code in carried(area, firsts, cells):
            over = firsts[part.left - top.left : part.right - top.left + 1] if alone else []
            if under.union(over) != {code}:
                self._do(partial(_show, target, part, code), lambda: None)
        return int(alone)

    def _show(self, target: Target, area: Area, code: str, before: str) -> None:
        if code != before:
            self._do(partial(_show, target, area, code), partial(_show, target, area, before))

    def _put(self, target: Target, patch: Patch) -> None:
        old, added = before(target.block, patch.area)

        def back() -> None:
            if old:
                self._enter(target, old)
            if added:
                target.cells(added).clear_contents()

        self._do(lambda: self._enter(target, patch), back)
        self._listen(target, patch)

    def _enter(self, target: Target, patch: Patch) -> None:
        area = patch.area
        height = max(1, LARGEST_WRITE // (area.right - area.left + 1))
        for start in range(0, len(patch.rows), height):
            part = patch.rows[start : start + height]
            top = area.top + start
            entries = [[entered(cell) for cell in row] for row in part]
            place = replace(area, top=top, bottom=top + len(part) - 1)
            target.cells(place).raw_value = self.prepared(entries)

    def _listen(self, target: Target, patch: Patch) -> None:
        """On a Mac, see that the first change to a tab has arrived: Excel refuses in silence there.

        Source: github.com/xlwings/xlwings/issues/175.
        """
        if sys.platform != "darwin":
            return
        sheet, spot = target.block.sheet, telling_spot(target.block, patch)
        if sheet in self._heard or spot is None or not target.tells:
            return
        self._heard.add(sheet)
        row, column, old = spot
        place = Area(row, column, row, column)
        if old == str(as_rows(target.cells(place).formula, 1, 1)[0][0] or ""):
            raise protected(sheet)


def _unfilter(table: Any) -> None:
    """Show all rows: a filter hides some, and hidden rows do not take a block well.

    xlwings clears a filter column by column, so Excel for Windows is asked
    first whether there is one at all.
    """
    with suppress(Exception):
        if table.api.AutoFilter.FilterMode is False:
            return
    with suppress(NotImplementedError, AttributeError):
        if table.show_autofilter:
            table.autofilter.clear()


def _show(target: Target, area: Area, code: str | None) -> None:
    if code:
        with suppress(NotImplementedError):  # looks are a courtesy
            target.cells(area).number_format = code


def _format_of(cells: Cells) -> object:
    with suppress(NotImplementedError):
        return cells.number_format
    return PLAIN


def _across(sheet: Any, row: Area) -> list[str]:
    parts = sorted(formats_in(sheet, row), key=lambda part: part[0].left)
    return [code for area, code in parts for _ in range(area.left, area.right + 1)]
