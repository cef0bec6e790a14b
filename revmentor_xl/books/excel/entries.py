"""A cell between its value and what Excel is told, and what Excel tells.

Excel reads what it is given as if it were typed, and gives a time of day as a
mere fraction; what is here makes values survive both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from revmentor_xl.books.book import Cell, Formula
from revmentor_xl.books.cells import clean
from revmentor_xl.books.numberformats import format_kind, needed_kind

_NO_DATE = date(1899, 12, 30)
_SECONDS = 86_400
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "time": "hh:mm"}
_TEXT_FORMAT = "@"
_TRUTHS = frozenset({"true", "false"})


def as_rows(raw: object, height: int, width: int) -> list[list[object]]:
    """A block of cells as rows: Windows gives tuples, the Mac lists, one cell comes alone."""
    flat = list(_flattened(raw))
    return [flat[start : start + width] for start in range(0, height * width, width)]


def _flattened(raw: object) -> Iterator[object]:
    if isinstance(raw, (list, tuple)):
        for item in raw:
            yield from _flattened(item)
    else:
        yield raw


def told(value: object, formula: str) -> Cell:
    """The cell behind a value and a formula as Excel gives them."""
    if isinstance(value, datetime) and value.date() == _NO_DATE:
        value = value.time()
    cell = clean(value)
    if formula.startswith("=") and cell != formula:
        return Formula(formula, None if isinstance(cell, Formula) else cell)
    # xlwings gives an error value as a blank; its name stands in the formula.
    return formula if cell is None and formula.startswith("#") else cell


def may_be_time(cell: Cell) -> bool:
    """Whether the cell, or the result of its formula, could be a time of day."""
    value = cell.value if isinstance(cell, Formula) else cell
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1


def as_time(cell: Cell) -> Cell:
    """A fraction of a day as the time of day it stands for."""
    if isinstance(cell, Formula):
        value = as_time(cell.value)
        return Formula(cell.text, None if isinstance(value, Formula) else value)
    if not isinstance(cell, (int, float)):
        return cell
    milliseconds = min(round(cell * _SECONDS * 1000), _SECONDS * 1000 - 1)
    seconds, rest = divmod(milliseconds, 1000)
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest * 1000)


def entered(cell: Cell) -> object:
    """The cell as it has to be entered for Excel to hold exactly this."""
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, time):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
        return seconds / _SECONDS
    return _as_text(cell) if isinstance(cell, str) else cell


def _as_text(text: str) -> str:
    """Text with Excel's text mark before it, unless it is sure to stay text.

    `=1+1`, `-x`, `007`, `1/2`, `May 5`, `50%` and `TRUE` would all become
    something else. The mark (an apostrophe) is not part of the cell's value.
    """
    letters_only = text[0].isalpha() and not any(char.isdigit() for char in text)
    return text if letters_only and text.casefold() not in _TRUTHS else f"'{text}"


def kinds_in(column: Sequence[Cell]) -> frozenset[str]:
    """The kinds of number format that a column's values need."""
    kinds = {kind for kind in map(needed_kind, column) if kind}
    return frozenset(kinds - {"date"} if "datetime" in kinds else kinds)


def all_text(column: Sequence[Cell]) -> bool:
    """Whether nothing but text and blanks is in a column."""
    return all(cell is None or isinstance(cell, str) for cell in column)


def suitable(current: str, column: Sequence[Cell]) -> str:
    """The number format for a column whose values need at most one kind of format.

    That is the current one where it will do.
    """
    needs = next(iter(kinds_in(column)), None)
    if needs and needs != "number":
        fits = format_kind(current) == ("date" if needs == "datetime" else needs)
        return current if fits else _FORMATS[needs]
    if all_text(column):
        return current
    # In a cell formatted as text Excel would keep a formula or number as text.
    if current == _TEXT_FORMAT:
        return "General"
    return "General" if needs == "number" and format_kind(current) != "number" else current
