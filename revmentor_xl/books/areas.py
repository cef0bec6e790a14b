"""Rectangles of cells, and which of them a table takes up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from revmentor_xl.books.book import Block
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
