"""Rectangles of cells, and whether a table may take up a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from revmentor_xl.books.book import Block
from revmentor_xl.errors import TableBlocked
from revmentor_xl.schema.places import column_letters

_REF = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)(?::\$?([A-Za-z]{1,3})\$?([0-9]+))?$")
LAST_ROW = 1_048_576


def column_number(letters: str) -> int:
    """The number, from 1, of a column's letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, every bound from 1 and inside it."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, ref: str) -> Area | None:
        """The area that an A1-style reference names, or None for anything else."""
        found = _REF.match(ref)
        if not found:
            return None
        first, row, last, end = found.groups()
        left, top = column_number(first), int(row)
        return cls(top, left, int(end or top), column_number(last) if last else left)

    @property
    def ref(self) -> str:
        """The area in A1 style."""
        start = f"{column_letters(self.left)}{self.top}"
        end = f"{column_letters(self.right)}{self.bottom}"
        return start if start == end else f"{start}:{end}"

    def overlaps(self, other: Area) -> bool:
        """Whether the two share a cell."""
        return not (
            self.bottom < other.top
            or other.bottom < self.top
            or self.right < other.left
            or other.right < self.left
        )

    def contains(self, other: Area) -> bool:
        """Whether every cell of the other is in this one."""
        return (
            self.top <= other.top
            and other.bottom <= self.bottom
            and self.left <= other.left
            and other.right <= self.right
        )


def table_area(block: Block, rows: int | None = None) -> Area:
    """Where the table stands, header included; with `rows`, where it would."""
    count = len(block.rows) if rows is None else rows
    return Area(block.top, block.left, block.top + count, block.left + len(block.headers) - 1)


def data_area(block: Block, rows: int | None = None) -> Area:
    """Where the table's data rows stand; with `rows`, where they would."""
    whole = table_area(block, rows)
    return replace(whole, top=whole.top + 1)


def growth(block: Block, rows: int) -> Area | None:
    """The cells that the table would newly take up, or None when it does not grow."""
    if rows <= len(block.rows):
        return None
    return replace(data_area(block, rows), top=block.top + len(block.rows) + 1)


def check_room(block: Block, rows: int, others: Iterable[Block]) -> None:
    """Raise `TableBlocked` when another table or the sheet's end is in the way."""
    new = growth(block, rows)
    if new is None:
        return
    if new.bottom > LAST_ROW:
        raise TableBlocked(
            f"Table {block.name} would need {rows:,} rows, more than a sheet has.",
            "Remove rows that are no longer needed, then run the step again.",
        )
    for other in others:
        elsewhere = other.name == block.name or other.sheet != block.sheet
        if not elsewhere and new.overlaps(table_area(other)):
            raise blocked(block, new, f"table {other.name} ({table_area(other).ref})")


def blocked(block: Block, needed: Area, by: str) -> TableBlocked:
    """The error for a table that cannot have the cells it needs."""
    return TableBlocked(
        f"Table {block.name} on sheet “{block.sheet}” needs the cells {needed.ref}, "
        f"but {by} is there. Nothing was changed.",
        f"Move what is in {needed.ref} somewhere else, then run the step again.",
    )


def totals_in_the_way(table: str, sheet: str) -> TableBlocked:
    """The error for a table whose totals row keeps it from changing its length."""
    return TableBlocked(
        f"Table {table} on sheet “{sheet}” has a totals row, so its number of rows "
        "cannot be changed from here. Nothing was changed.",
        "Click in the table, untick Table Design > Total Row, then run the step again.",
    )
