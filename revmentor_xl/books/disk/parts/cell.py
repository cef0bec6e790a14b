"""One cell between its XML and its value."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from openpyxl.formula.translate import Translator

from revmentor_xl.books.book import Cell, ErrorValue, Formula
from revmentor_xl.books.cells import clean
from revmentor_xl.books.disk.parts.sheet import CellText, Sheet, Spot
from revmentor_xl.books.disk.xml_text import (
    ATTRIBUTES,
    escaped,
    excel_escaped,
    excel_unescaped,
    unescaped,
    without_comments,
)
from revmentor_xl.schema.places import column_letters

_EPOCH = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_DAY = timedelta(days=1)
_TEXT_RUN = re.compile(
    rf"<(?:[\w.-]+:)?t(?=[\s/>]){ATTRIBUTES}(?:/>|>(.*?)</(?:[\w.-]+:)?t\s*>)", re.S
)
_READING_AID = re.compile(r"<((?:[\w.-]+:)?)rPh[\s>].*?</\1rPh\s*>", re.S)
ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"}
)


@dataclass(frozen=True)
class Reading:
    """What it takes to understand the cells of one workbook."""

    strings: Sequence[str]
    kinds: Sequence[str]
    """For each cell format "date", "time" or "number"."""
    text_marks: frozenset[int]
    """The cell formats that carry Excel's text mark."""
    date1904: bool
    metadata: int = 0
    """How many entries the cell metadata has, which tell array formulas from others."""


def run_text(xml: str) -> str:
    """The plain text of a string item, without its formats and reading aids."""
    runs = _TEXT_RUN.findall(_READING_AID.sub("", without_comments(xml)))
    return excel_unescaped("".join(unescaped(run) for run in runs))


def read_cell(cell: CellText, spot: Spot, sheet: Sheet, reading: Reading) -> Cell:
    """The cell's value; a formula comes with the result that is stored beside it."""
    found = _value(cell, reading)
    # Other programs store longer texts than Excel; reading them does no harm.
    is_text = isinstance(found, str) and not isinstance(found, ErrorValue)
    value: Cell = (str(found) or None) if is_text else clean(found)
    formula = cell.formula
    if formula is None or isinstance(value, Formula):
        return value
    is_array = formula[0].get("t") == "array"
    array = int(cell.attributes.get("cm", "0")) if is_array else None
    return Formula("=" + formula_text(formula, spot, sheet), value, spot[0], array)


def _value(cell: CellText, reading: Reading) -> object:
    kind = cell.attributes.get("t", "n")
    if kind == "inlineStr":
        return run_text(cell.body)
    stored = cell.stored
    if stored is None or (stored == "" and kind != "str"):
        return None
    if kind == "s":
        index = int(stored)
        return reading.strings[index] if 0 <= index < len(reading.strings) else None
    if kind == "b":
        return stored.strip() in ("1", "true")
    if kind == "e":
        return ErrorValue(stored)
    if kind == "str":
        return excel_unescaped(stored)
    if kind == "d":
        return datetime.fromisoformat(stored)
    number = _number(stored)
    return _moment(number, cell.style, reading)


def _number(stored: str) -> int | float:
    number = float(stored) if any(mark in stored for mark in ".eE") else int(stored)
    if abs(number) == math.inf:
        raise ValueError(f"{stored} is no number that a cell can hold")
    return number


def _moment(number: int | float, style: int, reading: Reading) -> object:
    kind = reading.kinds[style] if style < len(reading.kinds) else "number"
    if kind == "time" and 0 <= number < 1:
        return (_EPOCH_1904 + timedelta(days=number)).time()
    # Day 60 is 29 February 1900, which Excel has and the calendar has not.
    if kind == "number" or number < (0 if reading.date1904 else 1) or number >= 2_958_466:
        return number
    if reading.date1904:
        return _EPOCH_1904 + timedelta(days=number)
    return _EPOCH + timedelta(days=number + (1 if number < 60 else 0))


def serial(moment: date | time, date1904: bool) -> int | float:
    """The moment as Excel counts it: days, and the time as a fraction of one."""
    if isinstance(moment, time):
        return (datetime.combine(_EPOCH, moment) - _EPOCH) / _DAY
    when = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    if date1904:
        days = (when - _EPOCH_1904) / _DAY
    else:
        days = (when - _EPOCH) / _DAY
        days -= 1 if days < 61 else 0
    return int(days) if days.is_integer() else days


def formula_text(formula: tuple[dict[str, str], str], spot: Spot, sheet: Sheet) -> str:
    """The formula of one cell, spelled out where it is shared with others."""
    facts, text = formula
    if text or facts.get("t") != "shared":
        return text
    master = sheet.shared.get(facts.get("si", ""))
    return translated(master[1], master[0], spot) if master else text


def translated(text: str, origin: Spot, spot: Spot) -> str:
    """A formula moved from one cell to another, its relative references with it."""
    moved = Translator("=" + text, origin=_name(origin)).translate_formula(_name(spot))
    return str(moved)[1:]


def _name(spot: Spot) -> str:
    return f"{column_letters(spot[1])}{spot[0]}"


def cell_xml(spot: Spot, value: Cell, style: int, prefix: str, date1904: bool) -> str | None:
    """The cell element for a value, or None when there is nothing to say."""
    kind, body = _content(value, prefix, date1904, spot)
    if not body and not style:
        return None
    tag = f'<{prefix}c r="{_name(spot)}"'
    tag += f' s="{style}"' if style else ""
    tag += f' t="{kind}"' if kind else ""
    if isinstance(value, Formula) and (value.array or 0) > 0:
        tag += f' cm="{value.array}"'
    return f"{tag}>{body}</{prefix}c>" if body else f"{tag}/>"


def _content(value: Cell, p: str, date1904: bool, spot: Spot) -> tuple[str, str]:
    if value is None:
        return "", ""
    if isinstance(value, Formula):
        kind, stored = stored_value(value.value, date1904)
        is_array = value.array is not None and value.array >= 0
        facts = f' t="array" ref="{_name(spot)}"' if is_array else ""
        formula = f"<{p}f{facts}>{escaped(value.text[1:])}</{p}f>"
        return kind, formula + (f"<{p}v>{stored}</{p}v>" if stored is not None else "")
    if isinstance(value, ErrorValue):
        return "e", f"<{p}v>{escaped(value)}</{p}v>"
    if isinstance(value, str):
        text = escaped(excel_escaped(value))
        space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return "inlineStr", f"<{p}is><{p}t{space}>{text}</{p}t></{p}is>"
    if date1904 and isinstance(value, date) and value.year < 1904:
        # That calendar begins in 1904; an older date can only be text.
        return _content(value.isoformat(), p, date1904, spot)
    kind, stored = stored_value(value, date1904)
    return kind, f"<{p}v>{stored}</{p}v>"


def stored_value(value: Cell, date1904: bool) -> tuple[str, str | None]:
    """The type and the text of the value element beside a formula."""
    if value is None or isinstance(value, Formula):
        return "", None
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, str):
        is_error = isinstance(value, ErrorValue) or value in ERRORS
        return ("e", escaped(value)) if is_error else ("str", escaped(excel_escaped(value)))
    if isinstance(value, (date, time)):
        return "", repr(serial(value, date1904))
    return "", repr(value)
