"""The workbook that is open in Excel, reached through xlwings.

Talking to Excel costs per call and hardly per cell: a call takes about a
millisecond on Windows and ten on a Mac. So a table is read as two blocks,
what the program knows already is not asked again, and the number of calls
does not grow with the rows. Only xlwings' public interface is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import xlwings as xw

from revmentor_xl.books.book import Block, Cell, Rows
from revmentor_xl.books.cells import fitted, missing_table
from revmentor_xl.books.excel.call_errors import (
    changed_meanwhile,
    half_written,
    in_plain_words,
    is_protected,
    protected,
    refusal,
)
from revmentor_xl.books.excel.changes import patches
from revmentor_xl.books.excel.quiet import quiet
from revmentor_xl.books.excel.rewriting import Rewriting, Target
from revmentor_xl.books.excel.room import check_open_room
from revmentor_xl.books.excel.tables import OpenTable, is_as_read, opened, with_totals


class LiveBook:
    """A workbook open in Excel; what is written shows at once, and saving is up to HR."""

    def __init__(self, book: xw.Book) -> None:
        self._book = book
        self._read: dict[str, OpenTable] = {}

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return str(self._book.name)

    @property
    def path(self) -> Path | None:
        """Where the file is on this computer; None when it is in the cloud or was never saved."""
        try:
            name = str(self._book.fullname)
        except Exception:  # xlwings cannot tell which folder a web address stands for
            return None
        return Path(name) if "://" not in name and Path(name).is_absolute() else None

    def tables(self) -> Mapping[str, Block]:
        """Every table in the open workbook by its name.

        Raises `ExcelBusy` when Excel does not listen.
        """
        with in_plain_words():
            self._read = {found.block.name: found for found in self._tables()}
        return {name: found.block for name, found in self._read.items()}

    def write(
        self,
        rows: Mapping[str, Sequence[Sequence[Cell]]],
        values: Mapping[str, Cell] | None = None,
    ) -> None:
        """Replace the data rows of the named tables in the open workbook.

        Cells that stay the same are left alone. `values` are left to Excel,
        which calculates them itself. When Excel fails in the middle, what was
        written goes back to what was read.

        Raises `TableBlocked` when a table has no room, `SheetProtected` when
        its tab is protected, `WorkbookLocked` when somebody changed it since
        it was read, `ExcelBusy` when Excel does not listen (then nothing is
        written); `HalfWritten` when it could not all be put back.
        """
        with in_plain_words():
            found = self._as_read(rows)
            wanted = {name: fitted(found[name].block, new) for name, new in rows.items()}
            changed = {
                name: new
                for name, new in wanted.items()
                if len(new) != len(found[name].block.rows) or patches(found[name].block, new)
            }
            blocks = [table.block for table in self._read.values()]
            for name, new in changed.items():
                check_open_room(found[name], len(new), blocks)
            for sheet, title in {
                found[name].block.sheet: found[name].sheet for name in changed
            }.items():
                if is_protected(title):
                    raise protected(sheet)
            if changed:
                self._rewrite([(self._target(found[name]), new) for name, new in changed.items()])
        self._read = {}  # read anew by whoever asks next

    def _rewrite(self, changes: Sequence[tuple[Target, Rows]]) -> None:
        app = self._book.app
        engine: Any = app.engine.impl
        rewriting = Rewriting(
            lambda rows: [[engine.prepare_xl_data_element(cell, {}) for cell in r] for r in rows]
        )
        with quiet(app):
            sheet = ""
            try:
                for change in (rewriting.table, rewriting.empty):
                    for target, rows in changes:
                        sheet = target.block.sheet
                        change(target, rows)
            except BaseException as error:
                if not rewriting.put_back():
                    raise half_written(sheet) from error
                said = refusal(error, sheet)
                if said is None:
                    raise
                raise said from error
            for target, rows in changes:  # last, because looks are the hardest to put back
                rewriting.tidy(target, rows)

    def _target(self, found: OpenTable) -> Target:
        others = tuple(
            (other.table, other.area)
            for other in self._read.values()
            if other.block.sheet == found.block.sheet and other.block.name != found.block.name
        )
        return replace(found.target, others=others)

    def _tables(self) -> Iterator[OpenTable]:
        engine: Any = self._book.app.engine.impl

        def cleaned(rows: list[list[object]]) -> list[list[object]]:
            # What `Range.value` does, without its way through sheet, book and app.
            return list(engine.clean_value_data(rows, datetime, None, None, False))

        for sheet in self._book.sheets:
            title = ""
            for table in sheet.tables:
                title = title or str(sheet.name)
                yield opened(sheet, title, table, cleaned)

    def _as_read(self, names: Iterable[str]) -> dict[str, OpenTable]:
        """The tables to be written, sure to stand and to be as they were when read."""
        if not self._read:
            self.tables()
        before, wanted = self._read, list(names)
        for name in wanted:
            if name not in before:
                raise missing_table(name, self.name)
        if not all(is_as_read(before[name]) for name in wanted):
            self.tables()
            for name in wanted:
                now = self._read.get(name)
                if now is None:
                    raise missing_table(name, self.name)
                if now.texts != before[name].texts:
                    raise changed_meanwhile(name, now.block.sheet)
        return {name: with_totals(self._read[name]) for name in wanted}
