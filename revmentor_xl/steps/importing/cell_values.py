"""One cell of the program from what stands in one or several cells of a survey."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from revmentor_xl.schema.cells import (
    ID_COLUMNS,
    LONGEST_TEXT,
    Choices,
    Problem,
    as_text,
    fold,
    is_blank,
    parse,
    render,
    without_fraction,
)
from revmentor_xl.schema.model import Audience, Column, Kind
from revmentor_xl.steps.importing.reading.headers import GOOGLE, QUALTRICS
from revmentor_xl.steps.people.identities import FORBIDDEN, SAYS_NOTHING, Answer, clean

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_AGREEMENT = {
    "strongly disagree": 1,
    "disagree": 2,
    "somewhat disagree": 2,
    "neutral": 3,
    "neither agree nor disagree": 3,
    "agree": 4,
    "somewhat agree": 4,
    "strongly agree": 5,
}
_CONVERTED = (Kind.INTEGER, Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.YES_NO)
_PEOPLE = ("preferred", "not_with")
_COMMA_TOOLS = (GOOGLE, QUALTRICS)


def landed(
    column: Column, values: Sequence[Answer], choices: Choices | None, tool: str
) -> tuple[object, list[Problem]]:
    """The cell that these answers become, and what had to be done to them.

    Numbers, dates and Yes/No become values; everything else, and what cannot
    be read, stays text in the words it came in. None when there is no answer.
    """
    given = [clean(value) for value in values if not is_blank(value)]
    given = [value for value in given if not is_blank(value)]
    if column.kind is Kind.LIST:
        cell: object = "; ".join(_items(column, given, choices, tool)) or None
    elif not given:
        cell = None
    elif column.kind in (Kind.TEXT, Kind.LONG_TEXT):
        cell = " ".join(as_text(value) for value in given)
        cell = without_fraction(cell) if column.key in ID_COLUMNS else cell
    else:
        cell = _converted(column, given[0])
    odd = _odd_characters(column, cell, values)
    if not isinstance(cell, str):
        return cell, odd
    cell, problems = _kept_as_text(cell, [value for value in values if isinstance(value, str)])
    return cell, odd + problems


def _odd_characters(column: Column, cell: object, values: Sequence[Answer]) -> list[Problem]:
    if not any(isinstance(value, str) and FORBIDDEN.search(value) for value in values):
        return []
    # Checks is read by more people than the private columns are.
    hidden = column.audience is Audience.PRIVATE
    return [("strange_characters", {"value": "(private)" if hidden else as_text(cell)})]


def moments_of(values: Sequence[Answer]) -> list[datetime | None]:
    """When each answer was given; day and month are told apart by the whole column."""
    parts = [re.match(r"(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})", as_text(v)) for v in values]
    dotted = any("." in match[0] for match in parts if match)
    day_first = dotted or any(int(match[1]) > 12 for match in parts if match)
    return [_moment(value, day_first) for value in values]


def _moment(value: Answer, day_first: bool) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    text = as_text(value)
    day = re.match(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    short = re.match(r"(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})", text)
    clock = re.search(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp])?", text)
    try:
        if day:
            year, month, number = (int(part) for part in day.groups())
        elif short:
            month, number, year = (int(part) for part in short.groups())
            year += 2000 if year < 100 else 0
            month, number = (number, month) if day_first else (month, number)
        else:
            return None
        hour, minute, second = (int(clock[i] or 0) for i in (1, 2, 3)) if clock else (0, 0, 0)
        if clock and clock[4]:
            hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
        return datetime(year, month, number, hour, minute, second)
    except ValueError:
        return None


def _converted(column: Column, value: Answer) -> object:
    if column.kind is Kind.INTEGER and isinstance(value, str):
        agreed = _AGREEMENT.get(fold(value))
        scored = re.match(r"(\d{1,2})\s*(?:[-–:=.)(]\s*[^\d\s]|\s+[A-Za-z])", value)
        value = agreed or (int(scored[1]) if scored else value)
    if column.kind not in _CONVERTED:
        return as_text(value)
    typed, problems = parse(column, value)
    return as_text(value) if problems else render(column, typed)


def _kept_as_text(cell: str, raw: Sequence[str]) -> tuple[object, list[Problem]]:
    problems: list[Problem] = []
    begins = next((text[0] for text in (*raw[:1], cell) if text.startswith(_RISKY)), "")
    if begins and len(cell) > 1 and not re.fullmatch(r"[-+][\d\s.,()/-]+", cell):
        shown = {"\t": "a tab", "\r": "a line break"}.get(begins, f"“{begins}”")
        problems.append(("looks_like_formula", {"value": shown}))
    # Excel counts in UTF-16 units: an emoji is two.
    if len(cell.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        problems.append(("too_long", {"most": LONGEST_TEXT}))
        cell = cell.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", errors="ignore")
    return cell, problems


def _items(
    column: Column, given: Sequence[Answer], choices: Choices | None, tool: str
) -> list[str]:
    """The single answers, each once, in the words and order they came in."""
    items: dict[str, str] = {}
    for value in given:
        text = as_text(value)
        if fold(text) in SAYS_NOTHING:
            continue
        for part in re.split(r"[;\n]+", text):
            for item in _at_commas(column, part.strip(), choices, tool):
                items.setdefault(fold(item), item)
    items.pop("", None)
    return list(items.values())


def _at_commas(column: Column, text: str, choices: Choices | None, tool: str) -> list[str]:
    """An answer split at commas, where the tool puts them between choices.

    Choices may hold commas themselves: the longest known one is taken first.
    """
    if "," not in text or (choices is not None and choices.find(text)):
        return [text]
    pieces = text.split(", " if tool == GOOGLE else ",")
    if column.key in _PEOPLE:
        # “Doe, Jane” is one person; “Jane Doe, j@x.com” are two.
        whole = all(" " in p.strip() or "@" in p or any(c.isdigit() for c in p) for p in pieces)
        return [piece.strip() for piece in pieces] if whole else [text]
    if tool not in _COMMA_TOOLS:
        return [text]
    joint, items, start = (", " if tool == GOOGLE else ","), [], 0
    while start < len(pieces):
        end = next(
            (
                e
                for e in range(len(pieces), start, -1)
                if choices is not None and choices.find(joint.join(pieces[start:e]))
            ),
            start + 1,
        )
        items.append(joint.join(pieces[start:end]).strip())
        start = end
    return items
