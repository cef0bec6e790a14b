"""Tables that Excel hands to a custom function, read as a program file is read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from revmentor_xl.books.book import Block, Cell
from revmentor_xl.books.cells import clean
from revmentor_xl.books.excel.call_errors import in_plain_words
from revmentor_xl.books.excel.entries import as_time, may_be_time
from revmentor_xl.books.load_save import blocks, load
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.errors import IncompleteWorkbook
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold, is_blank, parse
from revmentor_xl.schema.model import Kind, Table
from revmentor_xl.schema.workbook import WORKBOOK

Result = TypeVar("Result")


def grid(argument: object) -> list[list[object]]:
    """An argument as rows of cells: one value is one cell, a flat list one row."""
    if not isinstance(argument, (list, tuple)):
        return [[argument]]
    if any(isinstance(row, (list, tuple)) for row in argument):
        return [list(row) if isinstance(row, (list, tuple)) else [row] for row in argument]
    return [list(argument)]


def fingerprint(arguments: Sequence[object]) -> bytes:
    """The same for the same contents: True and 1 are not, nor a date and its number."""
    return blake2b(repr(arguments).encode("utf-8", "surrogatepass"), digest_size=16).digest()


class Recent(Generic[Result]):
    """The last few results by what they were made from: Excel asks again and again.

    At most `most` of them, weighed together: without `weight` each weighs 1.
    """

    def __init__(self, most: int, weight: Callable[[Result], int] = lambda _: 1) -> None:
        self._most, self._weight, self._weighs = most, weight, 0
        self._known: OrderedDict[Hashable, Result] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: Hashable, work: Callable[[], Result]) -> Result:
        """The result known for a key; else that of `work`, which is kept."""
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        self._known[key] = result = work()
        self._weighs += self._weight(result)
        while self._weighs > self._most:
            _, oldest = self._known.popitem(last=False)
            self._weighs -= self._weight(oldest)
        return result


WHOSE = ("mentors", "leaders", "sessions")
"""The tables by which it is told whether a formula is about the workbook that calls."""


def completed(given: Mapping[str, object], book: Any) -> dict[str, object]:
    """The tables that are left out among the arguments, as they stand in the workbook that calls.

    `given` are arguments by their name, which for a table is its key; `book` is an
    xlwings book, or None. Empty when nothing is left out, or when the formula is
    about other people than those of the workbook: nobody's data are mixed.

    Raises `ExcelBusy` when Excel does not listen.
    """
    missing = {key for key in given if key in WORKBOOK.tables and given[key] is None}
    whose = {key for key in WHOSE if given.get(key) is not None}
    if book is None or not missing or not whose:
        return {}
    with in_plain_words():
        there = _standing(book, missing | whose)
    is_same = all(_as_compared(given[key]) == _as_compared(there.get(key)) for key in whose)
    return {key: cells for key, cells in there.items() if key in missing} if is_same else {}


def _standing(book: Any, keys: Collection[str]) -> dict[str, object]:
    """Tables of a workbook with their headers, as Excel hands them to a function."""
    wanted = {fold(WORKBOOK.table(key).name): key for key in keys}
    return {
        wanted[fold(table.name)]: table.range.options(ndim=2).value
        for sheet in book.sheets
        for table in sheet.tables
        if fold(table.name) in wanted
    }


def _as_compared(argument: object) -> list[list[object]]:
    """An error in a cell comes as its name from one side, and as nothing from the other."""
    cells = [[as_text(cell) for cell in row] for row in grid(argument)]
    return _filled([["" if text.startswith("#") else text for text in row] for row in cells])


def program_of(tables: Mapping[str, object], today: date) -> Program:
    """The program whose tables are these arguments; `load` reads them as from a file.

    `tables` maps a table's key to its cells with the header row above, or to
    None where none was given: then it is that of a new workbook. Raises
    `IncompleteWorkbook` for cells that have none of the table's headers.
    """
    standing = {fold(block.name): block for block in blocks(Program.new(today))}
    for key, argument in tables.items():
        cells = _filled(grid(argument))
        if cells:
            table = WORKBOOK.table(key)
            standing[fold(table.name)] = _block(table, cells, standing[fold(table.name)])
    return load(MemoryBook(standing.values(), "the formula"), today)


def _filled(cells: list[list[object]]) -> list[list[object]]:
    """The rows down to the last that has anything: somebody may give whole columns."""
    rows = len(cells)
    while rows and all(map(is_blank, cells[rows - 1])):
        rows -= 1
    return cells[:rows]


def _block(table: Table, cells: list[list[object]], default: Block) -> Block:
    headers = tuple(as_text(cell) for cell in cells[0])
    known = {fold(column.header): column.kind for column in table.columns}
    kinds = [known.get(fold(header)) for header in headers]
    if 3 * len(set(known) & set(map(fold, headers))) < len(known):
        raise IncompleteWorkbook(
            f"This is not the {table.name} table with its headers.",
            f"Write {table.name}[#All] there, not {table.name} or a part of it.",
        )
    rows = tuple(
        tuple(_cell(value, kind) for value, kind in zip(row, kinds, strict=True))
        for row in cells[1:]
    )
    return replace(default, headers=headers, rows=rows)


def _cell(value: object, kind: Kind | None) -> Cell:
    """A cell as `LiveBook` gives it; Excel hands over a time of day as part of a day."""
    if kind is Kind.TIME and value is not None:
        if isinstance(value, datetime):
            return value.time()
        cell = clean(value)
        return as_time(cell) if may_be_time(cell) else cell
    return clean(value)


def day_of(argument: object, today: date) -> date:
    """The day in a cell: a date, a day number such as TODAY() gives, or a text; else today.

    Raises `IncompleteWorkbook` for what is no date.
    """
    value = grid(argument)[0][0]
    if is_blank(value):
        return today
    day, _ = parse(WORKBOOK.table("sessions")["day"], value)
    if not isinstance(day, date):
        raise IncompleteWorkbook(
            f"“{as_text(value)}” is not a date.", "Give a date or TODAY(), or leave it out."
        )
    return day
