"""What one cell can hold, put into the one form that all three books share.

Excel has no separate date type (a date is a day number with a format), no
empty text and only one kind of number. So, everywhere: empty text is a blank,
a whole number is an `int`, and midnight is a `date` while any other moment is
a `datetime`, kept to the millisecond.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from revmentor_xl.books.book import Block, Cell, Formula
from revmentor_xl.books.references import in_row
from revmentor_xl.errors import NotAProgramFile, RevmentorError
from revmentor_xl.schema.cells import LONGEST_TEXT, ErrorValue

FIRST_DAY = date(1900, 1, 1)
_LAST_MOMENT = datetime(9999, 12, 31, 23, 59, 59, 999_000)
_EXACT_WHOLE = 2**53
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(cell: object) -> Cell:
    """The cell in the shared form; missing values of pandas become blanks.

    Raises `RevmentorError` for text that is too long for a cell and for
    values that no cell can hold.
    """
    if isinstance(cell, Formula):
        value = clean(cell.value)
        text = cell.text if cell.text.startswith("=") else f"={cell.text}"
        return replace(cell, text=text, value=None if isinstance(value, Formula) else value)
    if cell is None or isinstance(cell, (bool, ErrorValue)):
        return cell
    if isinstance(cell, str):
        return _clean_text(str(cell))
    if isinstance(cell, (int, float, Decimal)):
        return _clean_number(cell)
    if isinstance(cell, (date, time)):
        return _clean_moment(cell)
    if hasattr(cell, "item"):  # a numpy scalar
        return clean(cell.item())
    if str(cell) in ("<NA>", "NaT"):  # pandas' own missing values are no Python type
        return None
    raise RevmentorError(
        f"A value of the kind {type(cell).__name__} cannot be stored in a cell.",
        "Please report this: the tool should have turned it into text or a number.",
    )


def _clean_text(text: str) -> str | None:
    if len(text) * 2 > LONGEST_TEXT and len(text.encode("utf-16-le", "replace")) // 2 > (
        LONGEST_TEXT
    ):
        raise RevmentorError(
            f"The text beginning “{text[:40]}…” is longer than the {LONGEST_TEXT:,} "
            "characters that a cell can hold.",
            "Shorten it and run the step again.",
        )
    return _LONE_SURROGATE.sub("\ufffd", text) or None


def _clean_number(number: int | float | Decimal) -> int | float | None:
    value = float(number)
    if math.isnan(value):
        return None
    if math.isinf(value):
        raise RevmentorError(
            "An infinite number cannot be stored in a cell.",
            "Please report this: a calculation divided by zero.",
        )
    if value.is_integer() and abs(value) <= _EXACT_WHOLE:
        return int(value)
    return value


def _clean_moment(moment: date | time) -> date | datetime | time | str | None:
    if str(moment) == "NaT":  # pandas.NaT calls itself a datetime
        return None
    if isinstance(moment, datetime):
        plain = _to_millisecond(datetime(*moment.timetuple()[:6], microsecond=moment.microsecond))
        if plain.date() < FIRST_DAY:
            return plain.isoformat(" ")
        return plain.date() if plain.time() == time() else plain
    if isinstance(moment, date):
        # Excel's calendar begins in 1900; an older date can only be text.
        return moment if moment >= FIRST_DAY else moment.isoformat()
    rounded = _to_millisecond(datetime.combine(FIRST_DAY, moment.replace(tzinfo=None)))
    return rounded.time() if rounded.date() == FIRST_DAY else time(23, 59, 59, 999_000)


def _to_millisecond(moment: datetime) -> datetime:
    extra = moment.microsecond % 1000
    if extra >= 500 and moment >= _LAST_MOMENT:  # there is no later one to round to
        return _LAST_MOMENT
    return moment + timedelta(microseconds=(1000 if extra >= 500 else 0) - extra)


def same(one: Cell, other: Cell) -> bool:
    """Whether both cells look the same in Excel (1 and TRUE do not)."""
    if isinstance(one, Formula) and isinstance(other, Formula):
        return one.text == other.text and same(one.value, other.value)
    return one == other and all(
        isinstance(one, kind) == isinstance(other, kind) for kind in (bool, ErrorValue)
    )


def fitted(block: Block, rows: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows as the table will hold them: clean, full width, at least one.

    Excel's tables keep one blank row when they hold no data. Formulas follow
    their rows.
    Raises `RevmentorError` when a row is not as wide as the table.
    """
    width = len(block.headers)
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            raise RevmentorError(
                f"Row {number} for table {block.name} has {len(row)} cells, not {width}.",
                "Please report this: the step does not know the table's columns.",
            )
    cleaned = tuple(
        tuple(in_row(clean(cell), place) for cell in row)
        for place, row in enumerate(rows, block.top + 1)
    )
    return cleaned or ((None,) * width,)


def missing_table(table: str, book: str) -> NotAProgramFile:
    """The error for a table that is not in the workbook."""
    return NotAProgramFile(
        f"The workbook {book} has no table named {table}.",
        "Undo the deletion or renaming of that table, or start from a fresh template.",
    )


_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
# Quoted and escaped text, the width of a character, a filling character, colours and locales.
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_WORDS = re.compile(r"general|am/pm|a/p", re.IGNORECASE)


def format_kind(code: str | None) -> str:
    """ "date", "time" or "number": what cells with this number format hold.

    Months alone are a date; hours that count beyond a day are a number. Codes
    are as ECMA-376 part 1, 18.8.31 has them; only the first section counts.
    """
    if not code:
        return "number"
    section = code.split(";")[0]
    if _ELAPSED.search(section):
        return "number"
    letters = set(_WORDS.sub("", _NOT_SHOWN.sub("", section)).casefold())
    if letters & {"d", "y"}:
        return "date"
    if letters & {"h", "s"}:
        return "time"
    return "date" if "m" in letters else "number"


def needed_kind(value: Cell) -> str | None:
    """The kind of format that a value needs, or None when any will do."""
    if isinstance(value, Formula):
        return needed_kind(value.value) if isinstance(value.value, (date, time)) else None
    if isinstance(value, datetime):
        return "datetime"
    if isinstance(value, date):
        return "date"
    if isinstance(value, time):
        return "time"
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else None
