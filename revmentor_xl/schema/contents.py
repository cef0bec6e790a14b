"""What a cell can hold besides plain values: a formula, and an error value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True)
class Formula:
    """A live formula (with its leading `=`) and the value Python expects of it.

    One that was read knows the `row` of the sheet in which it stood, because
    its references may be to that row. `array` tells of one that is calculated
    as an array: 0 for Ctrl+Shift+Enter, -1 where only Excel knows how, else the
    number of its cell metadata.
    """

    text: str
    value: str | float | int | bool | date | datetime | time | None = None
    row: int | None = field(default=None, compare=False, repr=False)
    array: int | None = field(default=None, compare=False, repr=False)


class ErrorValue(str):
    """An error value that stands in a cell, such as #N/A; text that reads the same is `str`."""

    __slots__ = ()
