"""Whether the cells that a table needs are free, in a file."""

from __future__ import annotations

from collections.abc import Iterator

from revmentor_xl.books.areas import Area, data_area, growth
from revmentor_xl.books.disk.parts.table import TablePart
from revmentor_xl.books.disk.sheets import OpenSheet
from revmentor_xl.books.disk.xml_text import attributes, opening_tag
from revmentor_xl.books.room import (
    array_in_the_way,
    cells_in_the_way,
    merged_in_the_way,
    pivot_in_the_way,
    totals_in_the_way,
)


def check_cells(sheet: OpenSheet, table: TablePart, count: int) -> None:
    """Raise `TableBlocked` when the table cannot have so many rows on its sheet."""
    block = sheet.blocks[table.name]
    if table.totals_rows and count != len(block.rows):
        raise totals_in_the_way(table.name, sheet.part.name)
    whole, new = data_area(block, count), growth(block, count)
    for merged in _merged(sheet):
        if merged.overlaps(whole):
            raise merged_in_the_way(block, new or whole, merged)
    if new is None:
        return
    for name, pivot in sheet.part.pivots:
        if pivot.overlaps(new):
            raise pivot_in_the_way(block, new, name, pivot)
    used = [spot for spot, cell in sheet.sheet.within(new) if cell.used]
    if not used:
        return
    for array in arrays(sheet):
        if array.overlaps(new):
            raise array_in_the_way(block, new, array)
    raise cells_in_the_way(block, new, used)


def arrays(sheet: OpenSheet) -> Iterator[Area]:
    """The areas of more than one cell that one formula of the sheet fills."""
    for spot, cell in sheet.sheet.cells():
        facts = cell.formula[0] if "ref=" in cell.body and cell.formula else {}
        area = Area.of(facts.get("ref", "")) if facts.get("t") in ("array", "dataTable") else None
        if area is not None and area != Area(*spot, *spot):
            yield area


def _merged(sheet: OpenSheet) -> Iterator[Area]:
    for found in opening_tag("mergeCell").finditer(sheet.sheet.text, sheet.sheet.end):
        area = Area.of(attributes(found.group(2)).get("ref", ""))
        if area is not None:
            yield area
