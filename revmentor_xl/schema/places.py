"""Where tables stand on their sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from revmentor_xl.schema.workbook import WORKBOOK


@dataclass(frozen=True)
class Place:
    """Where a table stands: its sheet, header row, and column numbers by key."""

    sheet: str
    header_row: int
    columns: Mapping[str, int]
    name: str = ""  # of the table, as the workbook spells it; "" where it is not there
    headers: tuple[str, ...] = ()  # in the table's own order, users' columns included

    def cell(self, row: int, key: str) -> str:
        """The address of a cell such as `C7`, "" for a column that is not there."""
        number = self.columns.get(key)
        return f"{column_letters(number)}{row}" if number else ""


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def default_places() -> dict[str, Place]:
    """Where the tables of a new workbook stand: side by side, one column apart."""
    places = {}
    for sheet in WORKBOOK:
        for table, top, left in sheet.corners():
            columns = {column.key: left + i for i, column in enumerate(table.columns)}
            headers = tuple(column.header for column in table.columns)
            places[table.key] = Place(sheet.name, top, columns, table.name, headers)
    return places
