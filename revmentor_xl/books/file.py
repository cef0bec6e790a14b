"""A workbook on disk, read and written without Excel.

Tables are read straight from the sheets' XML and not with openpyxl: writing
needs the same cells with their places in the text, openpyxl would have to
load every file twice (formulas, stored results), and it refuses workbooks for
odd styles or filters that have nothing to do with our tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openpyxl.formula.tokenizer import TokenizerError

from revmentor_xl.books.book import Block, Cell
from revmentor_xl.books.disk.limits import DEFAULT_LIMITS, Limits
from revmentor_xl.books.disk.locks import one_at_a_time
from revmentor_xl.books.disk.package import open_package
from revmentor_xl.books.disk.parts.workbook import WorkbookParts, read_workbook
from revmentor_xl.books.disk.patching import patch
from revmentor_xl.books.disk.saving import save
from revmentor_xl.books.disk.sheets import OpenSheet, read_sheets
from revmentor_xl.errors import UnreadableWorkbook, WorkbookLocked

_Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class _Reading:
    """The file as it was read last, with its stamp: good until the stamp changes."""

    stamp: _Stamp | None
    parts: WorkbookParts
    sheets: tuple[OpenSheet, ...]


class FileBook:
    """An .xlsx or .xlsm file; a save changes only the parts that must change.

    `patience` is how many seconds a save waits for a locked file.
    """

    stores_results = True
    """Results are kept beside formulas, so that a reader without a calculator sees them."""

    def __init__(
        self,
        path: str | Path,
        limits: Limits = DEFAULT_LIMITS,
        patience: float = 1.5,
    ) -> None:
        self.path = Path(path)
        self._limits, self._patience = limits, patience
        self._reading: _Reading | None = None

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self.path.name

    def tables(self) -> Mapping[str, Block]:
        """Every table in the file by its name.

        Raises `UnreadableWorkbook` when the file is no workbook, is damaged
        or unsafe.
        """
        sheets = self._read().sheets
        return {name: block for sheet in sheets for name, block in sheet.blocks.items()}

    def write(
        self,
        rows: Mapping[str, Sequence[Sequence[Cell]]],
        values: Mapping[str, Cell] | None = None,
    ) -> None:
        """Replace the data rows of the named tables and save the file.

        Raises `TableBlocked` when a table has no room (then nothing is
        written), `WorkbookLocked` when the file is open elsewhere or was
        changed since it was read.
        """
        with one_at_a_time(self.path):
            self._write(rows, values or {})

    def _write(
        self, rows: Mapping[str, Sequence[Sequence[Cell]]], values: Mapping[str, Cell]
    ) -> None:
        if self._reading is not None and self._reading.stamp != self._stamp():
            self._reading = None
            raise WorkbookLocked(
                f"{self.name} was saved by somebody else while this step was running. "
                "Nothing was changed.",
                "Run the step again; it will start from the newer file.",
            )
        reading = self._read()
        with self._damage_named():
            data = patch(reading.parts, reading.sheets, rows, values)
        if data is not None:
            save(self.path, data, self._patience)
            self._reading = None

    def _read(self) -> _Reading:
        """The file, read only when it is not the one that was read last."""
        stamp = self._stamp()
        if self._reading is None or self._reading.stamp != stamp or stamp is None:
            with self._damage_named():
                parts = read_workbook(open_package(self.path, self._limits))
                self._reading = _Reading(stamp, parts, read_sheets(parts))
        return self._reading

    def _stamp(self) -> _Stamp | None:
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    @contextmanager
    def _damage_named(self) -> Iterator[None]:
        # Numbers and references in a damaged part can be anything at all.
        try:
            yield
        except (ValueError, OverflowError, IndexError, TokenizerError) as broken:
            raise UnreadableWorkbook(
                f"{self.name} is damaged: a part of it makes no sense ({broken}).",
                "Open it in Excel, let Excel repair it, and save it; "
                "or go back to its backup copy.",
            ) from broken
