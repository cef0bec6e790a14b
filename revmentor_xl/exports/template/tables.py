"""One table of the schema as an Excel table: headers, notes, rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import Look, column_room, is_hidden, pixels, text_size, width, wraps
from revmentor_xl.schema.cells import EXCEL_EPOCH, LONGEST_TEXT, Formula, is_blank, parse
from revmentor_xl.schema.model import Audience, Column, Kind, Table, Writer
from revmentor_xl.schema.places import column_letters
from revmentor_xl.schema.row_heights import row_height, text_lines

NOTE_AUTHOR = "Reverse mentoring"
_NOTE_ROOM = 40  # characters in a line of a note
_TIMED = (Kind.DATE, Kind.TIME, Kind.MOMENT)


@dataclass(frozen=True)
class Placed:
    """A table on its sheet: where its header stands and how many rows it has.

    `top` is the header's row and `left` the first column, both from 1;
    `rows` counts the data rows, one blank row included when there are none.
    """

    table: Table
    sheet: str
    top: int
    left: int
    rows: int

    @property
    def first(self) -> int:
        """The first data row."""
        return self.top + 1

    @property
    def last(self) -> int:
        """The last data row."""
        return self.top + self.rows

    def column(self, key: str) -> int:
        """The number of a column on the sheet, from 1."""
        return self.left + self.table.keys.index(key)

    def area(self, key: str) -> str:
        """A column's data rows with sheet and dollars, as charts want them."""
        letters = column_letters(self.column(key))
        return f"='{self.sheet}'!${letters}${self.first}:${letters}${self.last}"


def write_table(
    page: Worksheet, look: Look, placed: Placed, cells: pd.DataFrame, *, filters: bool
) -> None:
    """Write a table with its headers, their notes and its rows."""
    table, top, left = placed.table, placed.top - 1, placed.left - 1
    page.add_table(
        top,
        left,
        top + placed.rows,
        left + len(table.columns) - 1,
        {
            "name": table.name,
            "columns": [
                {"header": column.header, "header_format": look.head(column)}
                for column in table.columns
            ],
            "style": "Table Style Light 1",
            "banded_rows": False,
            "autofilter": filters,
        },
    )
    for offset, column in enumerate(table.columns):
        if not table.one_row:  # the table beneath it says how wide the columns are
            at, hidden = left + offset, {"hidden": True} if is_hidden(column) else {}
            page.set_column(at, at, width(column), look.below(column), hidden)
        _write_note(page, top, left + offset, column)
    _write_rows(page, look, placed, cells)


def _write_rows(page: Worksheet, look: Look, placed: Placed, cells: pd.DataFrame) -> None:
    for offset, column in enumerate(placed.table.columns):
        # in a wide column a single number would stand far from its heading
        form = look.body(column, **({"align": "left"} if placed.table.one_row else {}))
        values = list(cells[column.key]) if column.key in cells.columns else []
        for index in range(placed.rows):
            value = values[index] if index < len(values) else None
            write_cell(page, placed.top + index, placed.left - 1 + offset, column, value, form)


def fit_rows(page: Worksheet, tables: Sequence[tuple[Placed, pd.DataFrame]]) -> None:
    """Make rows as high as their wrapped text needs; Excel fits them again on typing."""
    heights: dict[int, float] = {}
    for placed, cells in tables:
        for column in filter(wraps, placed.table.columns):
            room, size = column_room(column), text_size(column)
            for index, value in enumerate(cells.get(column.key, ())):
                shown = value.value if isinstance(value, Formula) else value
                if isinstance(shown, str) and (count := text_lines(shown, room)) > 1:
                    row = placed.top + index
                    heights[row] = max(heights.get(row, 0), row_height(count, size))
    for row, height in heights.items():
        page.set_row(row, height)


def write_cell(
    page: Worksheet, row: int, at: int, column: Column, value: object, form: Format
) -> None:
    """Write one value of a column; `row` and `at` count from 0."""
    write_value(page, row, at, _timed(column, value), form)


def write_value(page: Worksheet, row: int, at: int, value: object, form: Format) -> None:
    """Write one value; `row` and `at` count from 0. Text is never taken for a formula."""
    if isinstance(value, Formula):
        result = _result(value)
        page.write_formula(row, at, value.text, form, result)
    elif is_blank(value):
        page.write_blank(row, at, None, form)
    elif isinstance(value, bool):
        page.write_string(row, at, "Yes" if value else "No", form)
    elif isinstance(value, (datetime, date, time)):
        page.write_datetime(row, at, value, form)
    elif isinstance(value, (int, float)):
        page.write_number(row, at, value, form)
    else:
        page.write_string(row, at, str(value)[:LONGEST_TEXT], form)


def _timed(column: Column, value: object) -> object:
    """A date or time that a default spells as text, as the date or time it is."""
    if column.kind in _TIMED and isinstance(value, str):
        typed, problems = parse(column, value)
        return value if problems else typed
    return value


def _result(formula: Formula) -> str | float | bool:
    """What a formula's cell shows until Excel counts again."""
    value = formula.value
    if isinstance(value, datetime):
        midnight = datetime.combine(EXCEL_EPOCH, time())
        return (value - midnight).total_seconds() / 86400
    if isinstance(value, date):
        return (value - EXCEL_EPOCH).days
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400
    return "" if value is None else value


def name_cell(book: Workbook, page: Worksheet, row: int, at: int, name: str) -> None:
    """Give a cell a defined name; row and column count from 0."""
    cell = xl_rowcol_to_cell(row, at, row_abs=True, col_abs=True)
    book.define_name(name, f"='{page.name}'!{cell}")


def to_tab(sheet: str) -> str:
    """The target of a link to a tab."""
    return f"internal:'{sheet}'!A1"


def note_text(column: Column) -> str:
    """What the note on a header says."""
    parts = [column.help]
    if column.choices and column.kind is not Kind.LIST:
        parts.append("One of: " + ", ".join(column.choices) + ".")
    if column.kind is Kind.LIST and column.choices:
        parts.append("Such as: " + "; ".join(column.choices[:6]) + ".")
    if column.least is not None and column.most is not None and "to" not in column.help.split():
        parts.append(f"From {column.least:g} to {column.most:g}.")
    if column.audience is Audience.PRIVATE and not column.help.startswith("Private"):
        parts.append("Private: never leaves this file.")
    if column.required:
        parts.append("Needed.")
    who = "You fill this in." if column.writer is Writer.HR else "The tool writes this."
    return "\n".join((*parts, who))


def _write_note(page: Worksheet, row: int, at: int, column: Column) -> None:
    text = note_text(column)
    page.write_comment(
        row,
        at,
        text,
        {
            "author": NOTE_AUTHOR,
            "width": pixels(_NOTE_ROOM),
            "height": 17 * text_lines(text, _NOTE_ROOM) + 14,
            "color": "#FFFBEA",
            "font_name": "Calibri",
            "font_size": 10,
        },
    )


def number_formats_by_row(
    page: Worksheet,
    look: Look,
    placed: Placed,
    cells: pd.DataFrame,
    key: str,
    formats: Mapping[int, str | int],
) -> None:
    """Write one column again, each row with its own number format (row index from 0)."""
    column, at = placed.table[key], placed.column(key) - 1
    values = list(cells[key])
    for index, code in formats.items():
        if index < len(values):
            form = look.body(column, num_format=code, align="left")
            write_cell(page, placed.top + index, at, column, values[index], form)
