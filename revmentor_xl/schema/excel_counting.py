"""Counting as Excel's COUNTA, COUNTIFS and AVERAGEIFS do: from cells, not typed values.

A figure on the dashboard must be the number that Excel shows, also where a
cell is not as it should be: “held ” with a blank, the text “5”, a repeated
row. So these count cells: text is compared without case and as a whole, only
numbers have a size, TRUE is no number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import pandas as pd

Test = Callable[[object], bool]


def values(cells: pd.DataFrame, column: str) -> list[object]:
    """The column's cells; a formula counts by its value, an empty text as empty."""
    if column not in cells.columns:
        return [None] * len(cells)
    plain = [getattr(value, "value", value) for value in cells[column]]
    return [None if value == "" or value is pd.NaT else value for value in plain]


def equal_to(text: str) -> Test:
    """The criterion `"text"`."""
    wanted = text.lower()
    return lambda value: isinstance(value, str) and value.lower() == wanted


def other_than(text: str) -> Test:
    """The criterion `"<>text"`, which an empty cell meets too."""
    same = equal_to(text)
    return lambda value: not same(value)


def number_is(number: float) -> Test:
    """The criterion of a cell that holds a number."""
    return lambda value: is_number(value) and value == number


def within(least: float, most: float = math.inf) -> Test:
    """The criteria `">=least"` and `"<=most"` together."""
    return lambda value: is_number(value) and least <= value <= most  # type: ignore[operator]


def is_number(value: object) -> bool:
    """Is this a number to Excel? Text that looks like one is not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def counta(cells: pd.DataFrame, column: str) -> int:
    """Cells that are not empty."""
    return sum(value is not None for value in values(cells, column))


def countifs(cells: pd.DataFrame, **tests: Test) -> int:
    """Rows in which every named column meets its test."""
    return sum(_rows(cells, tests))


def averageifs(cells: pd.DataFrame, column: str, **tests: Test) -> float | None:
    """The mean of the column's numbers in rows that meet every test; None for no rows."""
    numbers = [
        float(value)
        for value, meets in zip(values(cells, column), _rows(cells, tests))
        if meets and isinstance(value, int | float) and not isinstance(value, bool)
    ]
    return math.fsum(numbers) / len(numbers) if numbers else None


def is_plain_criterion(text: str) -> bool:
    """Does COUNTIFS take this text as itself?

    Not when it begins like a comparison, holds a wildcard, could be read as a
    number, date or truth value, or is longer than the 255 characters COUNTIFS
    compares.
    """
    if len(text) > 255 or re.search(r"[*?~\d]", text) or text[:1] in "=<>":
        return False
    return any(letter.isalpha() for letter in text) and text.lower() not in ("true", "false")


def _rows(cells: pd.DataFrame, tests: dict[str, Test]) -> list[bool]:
    columns = [(values(cells, column), test) for column, test in tests.items()]
    return [all(test(column[i]) for column, test in columns) for i in range(len(cells))]
