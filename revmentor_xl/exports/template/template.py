"""The program file, written fresh from the schema and a Program.

Built from nothing with XlsxWriter, the same input giving the same bytes. It
knows the schema and the theme only; the ribbon and the macro project come in
as arguments from `host.template_build`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.exports.look import FONT, GAP_WIDTH, TAB_COLOURS, Look
from revmentor_xl.exports.packing import packed
from revmentor_xl.exports.template import pages
from revmentor_xl.exports.template.calendar_page import write_calendar_page
from revmentor_xl.exports.template.charts import (
    write_cards,
    write_charts,
    write_load_charts,
    write_plan_charts,
)
from revmentor_xl.exports.template.home_page import Buttons, write_home
from revmentor_xl.exports.template.tables import (
    Placed,
    fit_rows,
    number_formats_by_row,
    write_table,
)
from revmentor_xl.exports.template.validation import (
    hide_when_filled,
    name_lists,
    write_outlines,
    write_rules,
    write_setting_rules,
)
from revmentor_xl.exports.template.what_if_page import write_what_if
from revmentor_xl.program import Program
from revmentor_xl.schema.figures import FIGURES
from revmentor_xl.schema.model import Sheet
from revmentor_xl.schema.workbook import WORKBOOK

BOOK_CODE_NAME = "ThisWorkbook"
_CREATED = datetime(2026, 1, 1)  # a fixed day, so that two builds are the same
_WINDOW = (1280, 690)
"""Pixels; a laptop's screen has 1366 x 768, and Windows keeps its bar free."""
_UNFILTERED = ("Home", "Settings", "Calendar", "Dashboard", "Report", "Sponsor")
_PROVEN = {"proof": "pairs", "schedule_proof": "schedule", "change_proof": "changes"}
"""The tables of one row that prove what stands beneath them."""


def code_names() -> dict[str, str]:
    """The code name by which macros know each sheet, by the sheet's name."""
    return {sheet.name: re.sub(r"[^A-Za-z]", "", sheet.name) + "Sheet" for sheet in WORKBOOK}


def build(
    path: Path | str,
    program: Program,
    *,
    ribbon_xml: str = "",
    vba_project: bytes = b"",
    buttons: Buttons | None = None,
) -> None:
    """Write the program as a new file at `path`.

    Every sheet of the schema in order, each table at its default place with
    the program's cells. Columns that users added to their own file are not
    part of a new one. Without a macro project the file is a plain .xlsx.
    `buttons` are drawn on Home, by group.
    """
    held = BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.set_calc_mode("auto")
    book.set_size(*_WINDOW)
    book.set_properties(
        {
            "title": "Reverse mentoring program",
            "author": "revmentor_xl",
            "created": _CREATED,
        }
    )
    book.formats[0].set_font_name(FONT)
    if vba_project:
        book.add_vba_project(BytesIO(vba_project), is_stream=True)
        book.set_vba_name(BOOK_CODE_NAME)
    look = Look(book)
    made = {sheet.name: book.add_worksheet(sheet.name) for sheet in WORKBOOK}
    for sheet in WORKBOOK:
        if vba_project:
            made[sheet.name].set_vba_name(code_names()[sheet.name])
        _write_sheet(book, made[sheet.name], look, sheet, program)
        if sheet is WORKBOOK.sheets[0]:
            (stages,) = placed_tables(sheet, program)
            write_home(book, made[sheet.name], look, stages, program, buttons or {})
    name_lists(book)
    made[WORKBOOK.sheets[0].name].activate()
    book.close()
    fitting = {
        f"xl/worksheets/sheet{number}.xml": sheet.header_row + 1
        for number, sheet in enumerate(WORKBOOK, start=1)
        if sheet.name != "Home"  # its rows are spaced on purpose
    }
    write_whole(Path(path), packed(held.getvalue(), ribbon_xml, fitting))


def placed_tables(sheet: Sheet, program: Program) -> tuple[Placed, ...]:
    """Where each of a sheet's tables goes: side by side, one blank column apart."""
    return tuple(
        Placed(table, sheet.name, top, left, max(1, len(program.cells(table.key))))
        for table, top, left in sheet.corners()
    )


def _write_sheet(
    book: Workbook, page: Worksheet, look: Look, sheet: Sheet, program: Program
) -> None:
    placed = placed_tables(sheet, program)
    page.set_tab_color(TAB_COLOURS[sheet.stage])
    if not sheet.gridlines:
        page.hide_gridlines(2)
    for one in placed:
        filters = sheet.name not in _UNFILTERED
        write_table(page, look, one, program.cells(one.table.key), filters=filters)
        write_outlines(page, look, one)
        write_rules(page, look, one)
    beside = tuple(one for one in placed if not one.table.one_row)
    for one in beside[:-1]:
        gap = one.left - 1 + len(one.table.columns)
        page.set_column(gap, gap, GAP_WIDTH)
    fit_rows(page, [(one, program.cells(one.table.key)) for one in placed])
    pages.write_head(book, page, look, sheet, program)
    if sheet.empty:
        hide_when_filled(page, look, (pages.EMPTY_ROW, 0), placed[0])
    pages.print_setup(page, sheet, beside)
    pages.freeze(page, sheet, beside)
    if sheet.very_hidden:
        page.very_hidden()
    _extras(book, page, look, {one.table.key: one for one in placed}, program)


def _extras(
    book: Workbook,
    page: Worksheet,
    look: Look,
    placed: Mapping[str, Placed],
    program: Program,
) -> None:
    """What only one tab has."""
    if "settings" in placed:
        pages.write_settings(page, look, placed["settings"], program)
        write_setting_rules(page, placed["settings"])
    if "figures" in placed:
        cells = program.cells("figures")
        formats = {i: figure.number_format for i, figure in enumerate(FIGURES)}
        number_formats_by_row(page, look, placed["figures"], cells, "value", formats)
        pages.write_as_of(book, page, look, pages.EMPTY_ROW, program)
        write_cards(book, page, look, program)
        write_charts(book, page, placed)
        pages.write_source_heading(page, look, placed["figures"].top - 2)
    for proof, beneath in _PROVEN.items():
        if proof in placed:
            pages.write_proof_rows(page, placed[proof], placed[beneath])
    if "what_if" in placed:
        write_what_if(book, page, look, placed["what_if"], program)
    if "plans" in placed:
        write_plan_charts(book, page, placed["plans"], placed["prices"])
    if "calendar" in placed:
        write_calendar_page(book, page, look, placed["calendar"])
    if "leader_load" in placed:
        write_load_charts(book, page, placed["leader_load"], placed["held_so_far"])
