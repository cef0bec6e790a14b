"""Changing tables in an open workbook so that it can be put back as it was.

Each change is noted with what takes it back before it is made. Excel may
refuse in the middle, and a workbook of which half is new would be worse than
one that stayed old.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from revmentor_xl.books.areas import Area, data_area, growth, table_area
from revmentor_xl.books.book import Block, Cell, Rows
from revmentor_xl.books.excel.call_errors import left_as_it_was, protected
from revmentor_xl.books.excel.changes import (
    Patch,
    array_columns,
    before,
    carried,
    formatted,
    motley,
    needs,
    not_taken,
    patches,
    surplus,
    telling_spot,
    turned_to_text,
)
from revmentor_xl.books.excel.entries import as_rows, entered, suitable
from revmentor_xl.books.excel.filters import show_all_rows
from revmentor_xl.books.excel.ranges import PLAIN, Cells, cells_at, formats_in

LARGEST_WRITE = 100_000
"""Cells given to Excel at once, as xlwings itself does it."""


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
    others: tuple[tuple[Any, Area], ...] = field(default=(), repr=False)
    """The other tables of the sheet and where they stand."""

    def cells(self, area: Area) -> Cells:
        """The range on the table's sheet."""
        return cells_at(self.sheet, area)


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
        taken = table_area(block, max(len(rows), len(block.rows)))
        show_all_rows(target.sheet, target.table, taken, target.others)
        if len(rows) != len(block.rows):
            was, will = table_area(block), table_area(block, len(rows))
            self._do(
                lambda: target.table.resize(target.cells(will)),
                lambda: target.table.resize(target.cells(was)),
            )
        typed = set(motley(block, rows))
        self._formats(target, rows, typed)
        for patch in patches(block, rows):
            self._put(target, patch, typed)

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

    def _formats(self, target: Target, rows: Rows, typed: Collection[int]) -> None:
        block, new = target.block, growth(target.block, len(rows))
        done = self._carry_down(target, rows, new, typed) if new else 0
        for need in needs(block, rows, skipped=done, without=typed):
            for area, shown in list(formats_in(target.sheet, need.area)):
                if shown is None:
                    self._level(target, area, need.sample)
                else:
                    self._show(target, area, suitable(shown, [need.sample]), shown)

    def _carry_down(self, target: Target, rows: Rows, new: Area, typed: Collection[int]) -> int:
        """Give new rows the first row's formats, and tell how many old rows need no more.

        A table's only row is often a blank one, and then gets what the new rows get.
        """
        block = target.block
        top, kept = data_area(block, 1), len(block.rows)
        alone = kept == 1 and bool(needs(block, rows, without=typed))
        area, cells = (data_area(block, len(rows)), rows) if alone else (new, rows[kept:])
        firsts: list[str | None] = [None] * len(block.headers)
        for left, right in formatted(cells, target.plain):
            place = replace(top, left=top.left + left, right=top.left + right)
            firsts[left : right + 1] = _across(target.sheet, place)
        beneath = list(formats_in(target.sheet, new))
        under = {code for _, code in beneath}
        for part, code in [*(carried(top, firsts, []) if alone else []), *beneath]:
            self._back.append(partial(_show, target, part, code))
        for part, wanted in carried(area, firsts, cells, typed):
            over = firsts[part.left - top.left : part.right - top.left + 1] if alone else []
            if under.union(over) != {wanted}:
                self._do(partial(_show, target, part, wanted), lambda: None)
        return int(alone)

    def _show(self, target: Target, area: Area, code: str, before: str) -> None:
        if code != before:
            self._do(partial(_show, target, area, code), partial(_show, target, area, before))

    def _level(self, target: Target, area: Area, sample: Cell) -> None:
        """Give one format to a column in which formats change too often to ask for each.

        Nobody knows those then: put back are formats that suit what was there.
        """
        old, _ = before(target.block, area)

        def back() -> None:
            for part, code in carried(area, [PLAIN], old.rows if old else []):
                _show(target, part, code)

        self._do(partial(_show, target, area, suitable(PLAIN, [sample])), back)

    def _put(self, target: Target, patch: Patch, typed: set[int]) -> None:
        old, added = before(target.block, patch.area)

        def back() -> None:
            if old:
                self._enter(target, old, typed)
            if added:
                target.cells(added).clear_contents()

        self._do(lambda: self._enter(target, patch, typed), back)
        self._listen(target, patch)
        self._compare(target, patch, typed)

    def _compare(self, target: Target, patch: Patch, typed: set[int]) -> None:
        """See that Excel holds what it was given, whatever may have kept it from that.

        A number in a cell formatted as text becomes text: its column is entered
        again without formats. Raises `TableBlocked` for a cell that took nothing.
        """
        area, first = patch.area, patch.area.left - target.block.left
        width = area.right - area.left + 1
        held = as_rows(target.cells(area).raw_value, len(patch.rows), width)
        missing = not_taken(patch.rows, held)
        if missing is not None:
            raise left_as_it_was(target.block, area.top + missing[0], area.left + missing[1])
        for j in sorted(turned_to_text(patch.rows, held)):
            typed.add(first + j)
            column = replace(area, left=area.left + j, right=area.left + j)
            self._enter(target, Patch(column, tuple((row[j],) for row in patch.rows)), typed)

    def _enter(self, target: Target, patch: Patch, typed: Collection[int] = ()) -> None:
        area, first = patch.area, patch.area.left - target.block.left
        width = area.right - area.left + 1
        bare = [j for j in range(width) if first + j in typed]
        for j in bare:
            _show(target, replace(area, left=area.left + j, right=area.left + j), PLAIN)
        height = max(1, LARGEST_WRITE // width)
        for start in range(0, len(patch.rows), height):
            part = patch.rows[start : start + height]
            top = area.top + start
            entries = [
                [entered(cell, as_typed=j in bare) for j, cell in enumerate(r)] for r in part
            ]
            place = replace(area, top=top, bottom=top + len(part) - 1)
            target.cells(place).raw_value = self.prepared(entries)
            for j in sorted(array_columns(part)):
                column = replace(place, left=area.left + j, right=area.left + j)
                self._enter_arrays(target.cells(column), [[row[j]] for row in entries])

    def _enter_arrays(self, cells: Cells, entries: list[list[object]]) -> None:
        """Enter formulas that are calculated as arrays: as values they would not be.

        An Excel without dynamic arrays has no word for it, and no such formulas.
        """
        with suppress(Exception):
            cells.formula2 = self.prepared(entries)

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


def _show(target: Target, area: Area, code: str | None) -> None:
    if code:
        with suppress(NotImplementedError):  # looks are a courtesy
            target.cells(area).number_format = code


def _across(sheet: Any, row: Area) -> list[str | None]:
    parts = sorted(formats_in(sheet, row), key=lambda part: part[0].left)
    return [code for area, code in parts for _ in range(area.left, area.right + 1)]
