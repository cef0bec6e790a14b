"""A program's tables as Excel hands them to a custom function."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from revmentor_xl.books.load_save import blocks
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import EXCEL_EPOCH
from revmentor_xl.schema.workbook import WORKBOOK

Cells = list[list[Any]]


def as_excel_has(value: Any) -> Any:
    """A cell as a custom function gets it: numbers are floats, days datetimes, times fractions."""
    value = getattr(value, "value", value)
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, time):
        return (value.hour * 60 + value.minute) / (24 * 60)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return value


def serial(day: date) -> float:
    """The number that Excel keeps for a day, as TODAY() gives it."""
    return float((day - EXCEL_EPOCH).days)


class Tables(dict[str, Cells]):
    """Every table by its name in Excel, such as `tables["Mentors"]` for Mentors[#All]."""

    def __init__(self, program: Program) -> None:
        super().__init__(
            (block.name, [list(block.headers), *([as_excel_has(v) for v in r] for r in block.rows)])
            for block in blocks(program)
        )

    def args(self, *keys: str) -> list[Cells]:
        """The tables with these keys, in order."""
        return [self[WORKBOOK.table(key).name] for key in keys]

    def column(self, key: str, column: str) -> Cells:
        """The cells of one column, as Mentors[ID] hands them over."""
        table = WORKBOOK.table(key)
        cells = self[table.name]
        at = cells[0].index(table[column].header)
        return [[row[at]] for row in cells[1:]]
