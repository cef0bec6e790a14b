"""The words in which the workbook is described: columns, tables, sheets.

All of it is frozen data. `workbook.py` holds the one description; templates,
readers, writers, checks, documents and tests are derived from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Audience(Enum):
    """Who may see what stands in a column. There is no default."""

    PRIVATE = "private"  # the person who runs the file; never leaves it
    HR = "hr"  # the program's HR team
    PARTICIPANT = "participant"  # the two people of a pair as well
    SPONSOR = "sponsor"  # may enter a shared copy, as aggregates only


class Writer(Enum):
    """Who writes a column: HR's are carried over by key, the tool's replaced."""

    HR = "HR"
    TOOL = "tool"


class Kind(Enum):
    """What a cell of the column holds."""

    TEXT = "text"
    LONG_TEXT = "long text"
    EMAIL = "e-mail address"
    INTEGER = "whole number"
    NUMBER = "number"
    DATE = "date"
    TIME = "time of day"
    MOMENT = "date and time"
    YES_NO = "Yes or No"
    CHOICE = "one of a list"
    LIST = "several, separated by ;"
    MARK = "a mark of the tool's"
    ANY = "any value"

    @property
    def is_text(self) -> bool:
        return self in (Kind.TEXT, Kind.LONG_TEXT, Kind.EMAIL, Kind.CHOICE, Kind.MARK)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `choices` is a fixed list, `choices_from` a `table.column` whose values
    are the list. `strict` makes a value outside the list an error and leaves
    it out of the work; otherwise it is kept and only pointed out. `least` and
    `most` bound numbers, `words` may stand in place of one. `aliases` are other
    headers and survey questions that mean this column. `width` is in characters,
    0 lets the kind decide.
    """

    key: str
    header: str
    kind: Kind
    writer: Writer
    audience: Audience
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()
    choices_from: str = ""
    strict: bool = False
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    width: int = 0


@dataclass(frozen=True)
class Table:
    """One Excel table. `key` names it in code, `name` in Excel.

    `identity` lists the columns that tell rows apart (none: rows have no
    identity and are replaced as a whole). `rows` are the default rows of a
    new workbook, as cell values in column order. A table of `one_row` never
    grows, and stands above the others on its sheet.
    """

    key: str
    name: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...] = ()
    rows: tuple[tuple[object, ...], ...] = ()
    one_row: bool = False

    @cached_property
    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)

    def __getitem__(self, key: str) -> Column:
        return self.by_key[key]


FIRST_HEADER = 5
"""The row of a tab's first headers, under title, intro and links."""


@dataclass(frozen=True)
class Sheet:
    """One tab: its name, a title and one line saying what it is for.

    `empty` is what an empty tab tells HR to do next. Tables stand side by
    side, so that each can grow downwards; a table of one row stands above them.
    """

    name: str
    title: str
    intro: str
    tables: tuple[Table, ...] = ()
    stage: str = ""
    empty: str = ""
    very_hidden: bool = False
    gridlines: bool = True
    landscape: bool = True
    header_row: int = FIRST_HEADER  # the row of the tables' headers in a new workbook

    def corners(self) -> Iterator[tuple[Table, int, int]]:
        """Each table with the row of its header and its first column, from 1."""
        left = {True: 1, False: 1}
        for table in self.tables:
            yield table, FIRST_HEADER if table.one_row else self.header_row, left[table.one_row]
            left[table.one_row] += len(table.columns) + 1


@dataclass(frozen=True)
class Workbook:
    """Every sheet of a program file, in tab order."""

    sheets: tuple[Sheet, ...]

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table by its key."""
        return {table.key: table for sheet in self.sheets for table in sheet.tables}

    @cached_property
    def sheet_of(self) -> dict[str, Sheet]:
        """The sheet a table stands on, by the table's key."""
        return {table.key: sheet for sheet in self.sheets for table in sheet.tables}

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def table(self, key: str) -> Table:
        return self.tables[key]
