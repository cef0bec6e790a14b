"""The same tables in each kind of book, for tests that hold for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter

from revmentor_xl.books.book import Block, Cell, Formula

FORMATS = {datetime: "yyyy-mm-dd hh:mm:ss", date: "yyyy-mm-dd", time: "hh:mm:ss"}


def workbook_file(path: Path, blocks: Iterable[Block], **options: Any) -> Path:
    """A fresh workbook file with these tables, made by XlsxWriter."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, **options}) as book:
        formats = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        sheets: dict[str, Any] = {}
        for block in blocks:
            if block.sheet not in sheets:
                sheets[block.sheet] = book.add_worksheet(block.sheet)
            add_table(sheets[block.sheet], block, formats)
    return path


def add_table(sheet: Any, block: Block, formats: dict[type, Any]) -> None:
    """Put one table with its cells on a sheet of XlsxWriter's."""
    top, left = block.top - 1, block.left - 1
    sheet.add_table(
        top,
        left,
        top + max(1, len(block.rows)),
        left + len(block.headers) - 1,
        {"name": block.name, "columns": [{"header": header} for header in block.headers]},
    )
    for i, row in enumerate(block.rows, 1):
        for j, cell in enumerate(row):
            put(sheet, top + i, left + j, cell, formats)


def put(sheet: Any, row: int, column: int, cell: Cell, formats: dict[type, Any]) -> None:
    """Write one cell with the XlsxWriter call that fits it."""
    if isinstance(cell, Formula):
        result = "" if cell.value is None else cell.value
        sheet.write_formula(row, column, cell.text, formats.get(type(cell.value)), result)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, (date, time)):
        sheet.write_datetime(row, column, cell, formats[type(cell)])
    elif cell is not None:
        sheet.write_number(row, column, cell)
