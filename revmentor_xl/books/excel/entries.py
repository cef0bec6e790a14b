"""A cell between its value and what Excel is told, and what Excel tells.

Excel reads what it is given as if it were typed, and gives a time of day as a
mere fraction; what is here makes values survive both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from revmentor_xl.books.book import Cell, ErrorValue, Formula
from revmentor_xl.books.cells import clean, format_kind, needed_kind
from revmentor_xl.errors import RevmentorError

_NO_DATE = date(1899, 12, 30)
_SECONDS = 86_400
_FORMATS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "time": "hh:mm"}
_TEXT_FORMAT = "@"
_TRUTHS = frozenset({"true", "false"})
_ERROR_NUMBERS = range(-2146826288, -2146826200)
"""What COM gives for error values (CVErr 2000 and up); xlwings knows the older ones."""


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


def told(value: object, formula: str, row: int | None = None) -> Cell:
    """The cell behind a value and a formula as Excel gives them, in this row of the sheet."""
    if isinstance(value, datetime) and value.date() == _NO_DATE:
        value = value.time()
    if type(value) is int and value in _ERROR_NUMBERS:
        value = None
    cell = clean(value)
    if formula.startswith("=") and cell != formula:
        return Formula(formula, None if isinstance(cell, Formula) else cell, row)
    # xlwings gives an error value as a blank; its name stands in the formula.
    if cell is None and formula.startswith("#"):
        return ErrorValue(formula)
    return _to_the_digit(cell, formula) if type(cell) in (int, float) else cell


def _to_the_digit(number: Cell, formula: str) -> Cell:
    """The number, or the one that Excel shows for editing where that has other digits.

    An amount of money is handed over with four decimals. The text for editing
    has 15 digits, so it is taken only where it says something else.
    """
    try:
        shown = clean(float(formula))
    except (ValueError, RevmentorError):
        return number
    return number if f"{number:.15g}" == f"{shown:.15g}" else shown


def in_full(values: list[list[object]], cells: Any) -> list[list[object]]:
    """The values of a range, its amounts of money with all their digits.

    Excel for Windows hands those over as Currency, which has four decimals,
    and xlwings as `Decimal`. `Value2` has them whole, but knows no dates.
    """
    if not any(isinstance(value, Decimal) for row in values for value in row):
        return values
    whole: list[list[object]] = values
    with suppress(Exception):  # no Value2 in this Excel: `told` looks at the text then
        whole = as_rows(cells.api.Value2, len(values), len(values[0]))
    return [
        [there if isinstance(value, Decimal) else value for value, there in zip(*rows, strict=True)]
        for rows in zip(values, whole, strict=True)
    ]


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


def entered(cell: Cell, *, as_typed: bool = False) -> object:
    """The cell as it has to be entered for Excel to hold exactly this.

    `as_typed` gives dates and times as text, as a person types them: Excel
    then gives a cell without a format the one that suits.
    """
    if isinstance(cell, Formula):
        return cell.text
    if isinstance(cell, ErrorValue):
        return str(cell)
    if isinstance(cell, str):
        return _as_text(cell)
    if as_typed and isinstance(cell, (date, time)):
        return _typed(cell)
    if isinstance(cell, time):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
        return seconds / _SECONDS
    # Excel has one kind of number, and takes long integers of a program for something else.
    return float(cell) if type(cell) is int else cell


def _typed(moment: date | time) -> str:
    if isinstance(moment, datetime):
        return f"{moment:%Y-%m-%d} {_typed(moment.time())}"
    if isinstance(moment, date):
        return moment.isoformat()
    return moment.isoformat("milliseconds" if moment.microsecond else "seconds")


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
    return all(
        cell is None or (isinstance(cell, str) and not isinstance(cell, ErrorValue))
        for cell in column
    )


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
