"""What a number format makes of a number: a day, a time of day, or just a number.

By itself, without openpyxl, because a button on an open workbook needs it and
must not wait for the rest.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from revmentor_xl.books.book import Cell, Formula

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
