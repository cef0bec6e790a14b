"""Where a program file is kept: the small interface to a workbook.

A `Book` gives its tables as blocks of cells and takes changed blocks back.
There are three keepers: `LiveBook` (open in Excel), `FileBook` (a file on
disk) and `MemoryBook` (tests). Tables are found by table name and columns by
header, never by cell address, because people move and extend what they use.

Cells come back as Excel holds them: empty text is None, a whole number an
`int`, midnight a `date` and any other moment a `datetime`, an error value an
`ErrorValue` with its name ("#N/A"), a table without data one blank row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

from revmentor_xl.schema.cells import ErrorValue as ErrorValue
from revmentor_xl.schema.cells import Formula as Formula

Cell = str | float | int | bool | date | datetime | time | Formula | None
Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Block:
    """One Excel table as it stands.

    `top` and `left` are the row and column (from 1) of the header row's first
    cell; `rows` holds every data row, blank ones included, each as long as
    `headers`.
    """

    name: str
    sheet: str
    top: int
    left: int
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Book(Protocol):
    """A workbook that can be read and written table by table."""

    @property
    def name(self) -> str:
        """The file's name, for messages."""

    def tables(self) -> Mapping[str, Block]:
        """Every table in the workbook by its name, each read as one block."""

    def write(
        self,
        rows: Mapping[str, Sequence[Sequence[Cell]]],
        values: Mapping[str, Cell] | None = None,
    ) -> None:
        """Replace the data rows of the named tables and save.

        `rows` maps a table name to rows in that table's own column order; the
        table grows or shrinks to fit and nothing else on the sheet changes.
        `values` maps a defined name of a single cell to what its formula
        yields now, for keepers that store results beside formulas. Text is
        always written as text, whatever it begins with.

        Raises `TableBlocked` when a table would grow over used cells (then
        nothing at all is written), `WorkbookLocked` when the file cannot be
        replaced.
        """
