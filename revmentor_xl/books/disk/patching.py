"""Turning new table rows into changed parts of a workbook, and nothing else.

Everything is checked before the first part is changed, so a table that has no
room leaves the workbook as it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from revmentor_xl.books.areas import Area, data_area
from revmentor_xl.books.book import Block, Cell, Formula, Rows
from revmentor_xl.books.cells import clean, fitted, missing_table, same
from revmentor_xl.books.disk.package import repacked
from revmentor_xl.books.disk.parts.cell import cell_xml, formula_text, read_cell, stored_value
from revmentor_xl.books.disk.parts.chart import Redrawing, redrawn
from revmentor_xl.books.disk.parts.sheet import CellText, Sheet, Spot, patched
from revmentor_xl.books.disk.parts.styles import Formats
from revmentor_xl.books.disk.parts.table import resized, rules_moved, spelled_out
from revmentor_xl.books.disk.parts.workbook import WorkbookParts, recalculating, without_calc_chain
from revmentor_xl.books.disk.room import arrays, check_cells
from revmentor_xl.books.disk.row_heights import Fitting
from revmentor_xl.books.disk.shared_strings import given_up, without_strings
from revmentor_xl.books.disk.sheets import NewSheet, OpenSheet
from revmentor_xl.books.disk.xml_text import escaped, with_attribute
from revmentor_xl.books.room import check_room
from revmentor_xl.errors import TableBlocked, UnreadableWorkbook

_FORMULA = re.compile(r"<(?:[\w.-]+:)?f[\s/>]")
_FORMULA_ELEMENT = re.compile(
    r"<((?:[\w.-]+:)?)f(?=[\s/>])(?:[^>\"']|\"[^\"]*\"|'[^']*')*?(?:/>|>.*?</\1f\s*>)", re.S
)
Edits = dict[Spot, str | None]


def patch(
    book: WorkbookParts,
    sheets: Sequence[OpenSheet],
    rows: Mapping[str, Rows],
    values: Mapping[str, Cell],
) -> bytes | None:
    """The package with these tables' rows, or None when nothing is different.

    Raises `TableBlocked` when a table has no room, `NotAProgramFile` when
    there is no such table.
    """
    blocks = {name: block for sheet in sheets for name, block in sheet.blocks.items()}
    for name in rows:
        if name not in blocks:
            raise missing_table(name, book.package.name)
    wanted = {name: fitted(blocks[name], new) for name, new in rows.items()}
    for name, rows_now in wanted.items():
        check_room(blocks[name], len(rows_now), blocks.values())
    formats = Formats(tuple(book.reading.kinds), book.reading.text_marks)
    parts: dict[str, bytes] = {}
    formulas_moved = False
    redrawings = []
    for sheet in sheets:
        edits = _sheet_edits(book, sheet, wanted, formats)
        _check_arrays(sheet, edits)
        edits = _named_values(book, sheet, values, edits) | edits
        formulas_moved = formulas_moved or _formulas_moved(sheet, edits)
        new = NewSheet(sheet, wanted, book.reading)
        parts |= _changed_parts(book, new, edits)
        if book.charts and (moved := new.moved()):
            name, date1904 = sheet.part.name, book.reading.date1904
            redrawings.append(Redrawing(name, moved, new.value, date1904))
    if not parts:
        return None
    parts |= _changed_charts(book, redrawings)
    parts |= without_strings(book, given_up(blocks, wanted))
    return _finished(book, parts, formats, formulas_moved)


def _sheet_edits(
    book: WorkbookParts,
    sheet: OpenSheet,
    wanted: Mapping[str, Rows],
    formats: Formats,
) -> Edits:
    edits: Edits = {}
    for table in sheet.part.tables:
        if table.name in wanted:
            check_cells(sheet, table, len(wanted[table.name]))
            block, new = sheet.blocks[table.name], wanted[table.name]
            edits |= _table_edits(book, sheet, block, new, formats)
    return _shared_kept(sheet.sheet, edits)


def _table_edits(
    book: WorkbookParts,
    sheet: OpenSheet,
    block: Block,
    new: Rows,
    formats: Formats,
) -> Edits:
    edits: Edits = {}
    cells, first, kept = sheet.sheet, block.top + 1, len(block.rows)
    columns = range(block.left, block.left + len(block.headers))
    models = [cells.cell(first, column) for column in columns]
    for index, row in enumerate(new):
        for column, model, value in zip(columns, models, row, strict=True):
            spot = (first + index, column)
            if isinstance(value, Formula):
                value = replace(value, text=spelled_out(value.text, block.name))
                if (value.array or 0) > book.reading.metadata:  # it was another file's
                    value = replace(value, array=0)
            own = cells.cell(*spot) if index < kept else None
            if index < kept and same(block.rows[index][column - block.left], value):
                continue
            look = own or model
            style = formats.suiting(look.style if look else 0, value)
            edits[spot] = cell_xml(spot, value, style, cells.prefix, book.reading.date1904)
    surplus = replace(data_area(block), top=first + len(new))
    for spot, _ in cells.within(surplus):
        edits[spot] = None
    return edits


def _shared_kept(sheet: Sheet, edits: Edits) -> Edits:
    """The edits, and the formulas that would lose the cell which spells them out."""
    orphaned = {number for number, (spot, _) in sheet.shared.items() if spot in edits}
    if not orphaned:
        return edits
    kept: Edits = {}
    for spot, cell in sheet.cells():
        facts = cell.formula[0] if "shared" in cell.body and cell.formula else {}
        if facts.get("si") in orphaned and facts.get("t") == "shared" and spot not in edits:
            assert cell.formula is not None
            text = escaped(formula_text(cell.formula, spot, sheet))
            old = _FORMULA_ELEMENT.search(cell.text)
            assert old is not None
            spelled = f"<{sheet.prefix}f>{text}</{sheet.prefix}f>"
            kept[spot] = cell.text[: old.start()] + spelled + cell.text[old.end() :]
    return edits | kept


def _check_arrays(sheet: OpenSheet, edits: Edits) -> None:
    for area in arrays(sheet):
        inside = sum(
            area.top <= row <= area.bottom and area.left <= column <= area.right
            for row, column in edits
        )
        if 0 < inside < (area.bottom - area.top + 1) * (area.right - area.left + 1):
            raise TableBlocked(
                f"Part of the array formula in {area.ref} on sheet “{sheet.part.name}” would be "
                "overwritten, which Excel does not allow. Nothing was changed.",
                f"Move the array formula in {area.ref} outside the table, then run the step again.",
            )


def _named_values(
    book: WorkbookParts, sheet: OpenSheet, values: Mapping[str, Cell], edits: Edits
) -> Edits:
    places = {name.casefold(): place for name, place in book.names.items()}
    changed: Edits = {}
    for name, value in values.items():
        place = places.get(name.casefold())
        area = Area.of(place[1]) if place and place[0] == sheet.part.name else None
        cell = sheet.sheet.cell(area.top, area.left) if area else None
        if area is None or cell is None or cell.formula is None:
            continue
        spot = (area.top, area.left)
        now = read_cell(cell, spot, sheet.sheet, book.reading)
        new = clean(value)
        if spot not in edits and isinstance(now, Formula) and not same(now.value, new):
            changed[spot] = _with_result(cell, new, sheet.sheet.prefix, book.reading.date1904)
    return changed


def _with_result(cell: CellText, value: Cell, prefix: str, date1904: bool) -> str:
    formula = _FORMULA_ELEMENT.search(cell.body)
    assert formula is not None
    kind, stored = stored_value(value, date1904)
    tag = with_attribute(f"<{prefix}c{cell.tag.rstrip()}>", "t", kind or None)
    result = f"<{prefix}v>{stored}</{prefix}v>" if stored is not None else ""
    return f"{tag}{formula.group()}{result}</{prefix}c>"


def _formulas_moved(sheet: OpenSheet, edits: Edits) -> bool:
    for spot, text in edits.items():
        cell = sheet.sheet.cell(*spot)
        before = bool(cell and _FORMULA.search(cell.body))
        if before != bool(text and _FORMULA.search(text)):
            return True
    return False


def _changed_parts(book: WorkbookParts, new: NewSheet, edits: Edits) -> dict[str, bytes]:
    sheet, parts = new.before, dict[str, bytes]()
    moves, like = [], {}
    for table in sheet.part.tables:
        block = sheet.blocks[table.name]
        count = len(new.rows.get(table.name, block.rows))
        if count != len(block.rows):
            moves.append((data_area(block), data_area(block, count)))
            text, encoding = book.text(table.part)
            parts[table.part] = resized(text, table, block.top + count).encode(encoding)
        for row in range(block.top + len(block.rows) + 1, block.top + count + 1):
            like[row] = block.top + 1
    if edits or moves:
        heights = Fitting(new, book.looks).heights((row for row, _ in edits), like)
        head, tail = patched(sheet.sheet, edits, heights)
        for before, after in moves:
            tail = rules_moved(tail, before, after)
        parts[sheet.part.part] = (head + tail).encode(sheet.encoding)
    return parts


def _changed_charts(book: WorkbookParts, sheets: Sequence[Redrawing]) -> dict[str, bytes]:
    parts = {}
    for part in book.charts if sheets else ():
        try:
            text, encoding = book.text(part)
        except UnreadableWorkbook:  # not ours to mend; the tables are sound without it
            continue
        drawn = redrawn(text, sheets)
        if drawn != text:
            parts[part] = drawn.encode(encoding)
    return parts


def _finished(
    book: WorkbookParts, parts: dict[str, bytes], formats: Formats, formulas_moved: bool
) -> bytes:
    dropped = []
    if formats.added and book.styles_part:
        text, encoding = book.text(book.styles_part)
        parts[book.package.find(book.styles_part) or ""] = formats.written(text).encode(encoding)
    if formulas_moved and book.calc_chain:
        parts |= without_calc_chain(book)
        dropped.append(book.calc_chain)
    text, encoding = book.text(book.part)
    parts[book.part] = recalculating(text).encode(encoding)
    return repacked(book.package, parts, dropped)
