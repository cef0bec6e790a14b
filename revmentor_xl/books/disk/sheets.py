"""A worksheet with its tables read, and its cells as they will be after a write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from revmentor_xl.books.areas import LAST_ROW, Area, data_area
from revmentor_xl.books.book import Block, Cell, Rows
from revmentor_xl.books.cells import same
from revmentor_xl.books.disk.package import damaged
from revmentor_xl.books.disk.parts.cell import Reading, read_cell
from revmentor_xl.books.disk.parts.sheet import Sheet, taken_apart
from revmentor_xl.books.disk.parts.table import TablePart
from revmentor_xl.books.disk.parts.workbook import SheetPart, WorkbookParts


@dataclass(frozen=True)
class OpenSheet:
    """A worksheet taken apart, with its tables read."""

    part: SheetPart
    sheet: Sheet
    encoding: str
    blocks: Mapping[str, Block]


def read_sheets(book: WorkbookParts) -> tuple[OpenSheet, ...]:
    """Every worksheet that holds a table or a named cell."""
    named = {sheet for sheet, _ in book.names.values()}
    sheets = []
    for part in book.sheets:
        if part.tables or part.name in named:
            text, encoding = book.text(part.part)
            sheet = taken_apart(text)
            blocks = {table.name: _block(book, part, table, sheet) for table in part.tables}
            sheets.append(OpenSheet(part, sheet, encoding, blocks))
    return tuple(sheets)


def _block(book: WorkbookParts, part: SheetPart, table: TablePart, sheet: Sheet) -> Block:
    data, width = table.data, len(table.headers)
    if table.area.bottom > LAST_ROW or table.area.right - table.area.left + 1 != width:
        raise damaged(book.package.name, table.part)
    filled: dict[int, list[Cell]] = {}
    for (row, column), cell in sheet.within(data):
        cells = filled.setdefault(row, [None] * width)
        cells[column - data.left] = read_cell(cell, (row, column), sheet, book.reading)
    blank: tuple[Cell, ...] = (None,) * width
    rows = tuple(
        tuple(filled[row]) if row in filled else blank for row in range(data.top, data.bottom + 1)
    )
    return Block(
        name=table.name,
        sheet=part.name,
        top=data.top - 1,
        left=data.left,
        headers=table.headers,
        rows=rows or (blank,),
    )


@dataclass(frozen=True)
class NewSheet:
    """A sheet as it will be once its tables hold these rows (tables not named keep theirs)."""

    before: OpenSheet
    rows: Mapping[str, Rows]
    reading: Reading

    def value(self, row: int, column: int) -> Cell:
        """What the cell will hold."""
        for block in self.before.blocks.values():
            index, offset = row - block.top - 1, column - block.left
            if block.name not in self.rows or not 0 <= offset < len(block.headers):
                continue
            new = self.rows[block.name]
            if 0 <= index < len(new):
                return new[index][offset]
            if 0 <= index < len(block.rows):
                return None
        cell = self.before.sheet.cell(row, column)
        return read_cell(cell, (row, column), self.before.sheet, self.reading) if cell else None

    def moved(self) -> list[tuple[Area, Area]]:
        """For each table that is not as before, its data rows before and after."""
        found = []
        for name, new in self.rows.items():
            block = self.before.blocks.get(name)
            if block and _different(block.rows, new):
                found.append((data_area(block), data_area(block, len(new))))
        return found


def _different(old: Rows, new: Rows) -> bool:
    return len(old) != len(new) or any(
        not same(a, b)
        for one, other in zip(old, new, strict=True)
        for a, b in zip(one, other, strict=True)
    )
