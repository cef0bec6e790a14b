"""What stands around the tables of a tab: title, links, freezing, printing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import GAP_WIDTH, Look, header_lines, is_hidden, pixels, width
from revmentor_xl.exports.template.calendar_page import freeze_calendar, print_calendar
from revmentor_xl.exports.template.charts import (
    CHART_GAP,
    CHART_HEIGHT,
    CHART_WIDTH,
    FIRST_CARD_ROW,
)
from revmentor_xl.exports.template.live_cells import (
    LAST_STEP,
    PROGRAM_TITLE,
    last_step,
    program_title,
)
from revmentor_xl.exports.template.tables import Placed, name_cell, to_tab, write_cell, write_value
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.model import Kind, Sheet, Writer
from revmentor_xl.schema.places import column_letters
from revmentor_xl.schema.row_heights import row_height
from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.schema.workbook import WORKBOOK

EMPTY_ROW = 2  # rows here count from 0
_LINK_ROW = 3
_A4 = 9
_PAGE_PIXELS = 950  # the narrower of A4 and Letter, lying, within our margins
_SMALLEST_SCALE = 0.55
# The last column that stays in sight when a wide table is scrolled.
_FROZEN = {
    "mentors": "name",
    "leaders": "name",
    "nominations": "nominee",
    "pairs": "pair_id",
    "waiting": "name",
    "rematch": "option",
    "schedule": "event_id",
    "changes": "event_id",
    "invitations": "event",
    "sessions": "event_id",
    "checkins": "name",
    "review": "name",
    "health": "pair_id",
    "topics": "topic",
}
# The last column that is printed again on every page of a wide table.
_REPEATED = {
    "mentors": "email",
    "leaders": "email",
    "pairs": "mentor",
    "waiting": "name",
    "schedule": "kind",
    "sessions": "mentor",
    "checkins": "name",
    "review": "name",
    "health": "leader",
    "topics": "topic",
}
_PROOF_LINES = 2  # of its longest text
_LOW = 20  # a header under charts; frozen, it would leave no room for rows
_STRIP = 6  # points
_CONFIDENTIAL = (
    "Mentors",
    "Leaders",
    "Rules",
    "Pairs",
    "Plans",
    "Why not",
    "What if",
    "Waiting list",
    "Changes",
    "Calendar",
    "Load",
    "Away",
    "Check-ins",
    "Health",
    "Rematch",
    "Review",
)


def write_head(book: Workbook, page: Worksheet, look: Look, sheet: Sheet, program: Program) -> None:
    """Title, one line of what the tab is for, what an empty tab asks for, the way home."""
    page.set_row(0, 34)
    page.set_row(1, 20)
    if sheet is WORKBOOK.sheets[0]:
        _write_program_name(book, page, look, program)
    else:
        page.write_string(0, 0, sheet.title, look.style("title"))
        page.write_url(
            _LINK_ROW,
            0,
            to_tab(WORKBOOK.sheets[0].name),
            look.style("link"),
            "‹ Home",
            "Go to Home",
        )
    page.write_string(1, 0, sheet.intro, look.style("intro"))
    if sheet.empty:
        page.write_string(EMPTY_ROW, 0, sheet.empty, look.style("empty"))
    if _is_filled_by_both(sheet):
        page.write_string(
            _LINK_ROW,
            1,
            "Dark blue headings are yours to fill in; grey ones are written by the tool. "
            "Rest the pointer on a heading to read what it means.",
            look.style("aside"),
        )
    if sheet.tables:
        for row, tables in groupby(sheet.corners(), key=lambda corner: corner[1]):
            lines = max(header_lines(table) for table, _, _ in tables)
            page.set_row(row - 1, max(20, 15 * lines + 6))


def _is_filled_by_both(sheet: Sheet) -> bool:
    writers = {column.writer for table in sheet.tables for column in table.columns}
    return writers == {Writer.HR, Writer.TOOL}


def _write_program_name(book: Workbook, page: Worksheet, look: Look, program: Program) -> None:
    write_value(page, 0, 0, program_title(program), look.style("title"))
    name_cell(book, page, 0, 0, PROGRAM_TITLE)


def write_as_of(book: Workbook, page: Worksheet, look: Look, row: int, program: Program) -> None:
    """The day the key figures are of, beneath the dashboard's intro."""
    form = look.style("as_of", num_format='"Last step: "d mmm yyyy')
    write_value(page, row, 0, last_step(program), form)
    name_cell(book, page, row, 0, LAST_STEP)


def write_settings(page: Worksheet, look: Look, placed: Placed, program: Program) -> None:
    """Each setting's value in its own format; a section is named once in bold."""
    cells = program.cells("settings")
    formats: dict[Kind, int | str] = {Kind.DATE: 14, Kind.TEXT: "@", Kind.CHOICE: "@"}
    kinds = {spec.column.header: spec.column for spec in SETTINGS}
    section, value = placed.table["section"], placed.table["value"]
    left, right = placed.column("section") - 1, placed.column("value") - 1
    before = ""
    for index in range(len(cells)):
        row, name = placed.top + index, as_text(cells["section"].iloc[index])
        form = look.body(section, "quiet" if name == before else "strong")
        write_cell(page, row, left, section, name, form)
        spec = kinds.get(as_text(cells["setting"].iloc[index]))
        code = formats.get(spec.kind, "General") if spec else "General"
        form = look.body(value, num_format=code, align="left")
        write_cell(page, row, right, value, cells["value"].iloc[index], form)
        before = name


def write_source_heading(page: Worksheet, look: Look, row: int) -> None:
    """A line above the dashboard's tables; `row` counts from 0."""
    page.write_string(row, 0, "The numbers behind the cards and charts", look.style("heading"))


def write_proof_rows(page: Worksheet, proof: Placed, beneath: Placed) -> None:
    """Room for two lines of proof, and a narrow strip between it and the table beneath."""
    page.set_row(proof.top, row_height(_PROOF_LINES))
    for row in range(proof.top + 1, beneath.top - 1):
        page.set_row(row, _STRIP)


def freeze(page: Worksheet, sheet: Sheet, placed: Sequence[Placed]) -> None:
    """Headers stay in sight, and on wide tables the columns that say who it is."""
    if not placed or sheet.header_row > _LOW or len(placed) > 1:
        return
    first = placed[0]
    if first.table.key == "calendar":
        freeze_calendar(page, first)
        return
    key = _FROZEN.get(first.table.key)
    page.freeze_panes(sheet.header_row, first.column(key) if key else 0)


def print_setup(page: Worksheet, sheet: Sheet, placed: Sequence[Placed]) -> None:
    """A4, lying, headers on every page; wide tables go over several pages, still readable."""
    page.set_paper(_A4)
    if sheet.landscape:
        page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    aside = "  Confidential to HR" if sheet.name in _CONFIDENTIAL else ""
    page.set_footer(f"&L&9&A{aside}&C&9&F&R&9Page &P of &N")
    if not placed:
        return
    if placed[0].table.key == "figures":
        _print_picture(page)
        return
    if placed[0].table.key == "calendar":
        print_calendar(page, placed[0])
        return
    page.repeat_rows(sheet.header_row - 1)
    widths = [_printed(one) for one in placed]
    if len(placed) > 1:  # each table on pages of its own
        page.set_print_scale(int(100 * min(1.0, _PAGE_PIXELS / max(widths))))
        page.set_v_pagebreaks([one.left - 1 for one in placed[1:]])
        return
    pages_wide = max(1, -(-int(widths[0] * _SMALLEST_SCALE) // _PAGE_PIXELS))
    page.fit_to_pages(pages_wide, 0)
    key = _REPEATED.get(placed[0].table.key)
    if key and pages_wide > 1:
        page.repeat_columns(0, placed[0].column(key) - 1)


def _printed(placed: Placed) -> int:
    """How many pixels a table is wide on paper."""
    return sum(pixels(width(one)) for one in placed.table.columns if not is_hidden(one))


def _print_picture(page: Worksheet) -> None:
    """Print the cards and charts on one page; the tables beneath are their source."""
    page.fit_to_pages(1, 1)
    page.print_area(f"A1:{column_letters(_last_chart_column())}{_last_chart_row()}")


def _last_chart_row() -> int:
    return FIRST_CARD_ROW + (2 * CHART_HEIGHT + CHART_GAP) // 20 + 1


def _last_chart_column() -> int:
    needed = 2 * (CHART_WIDTH + CHART_GAP)
    number, drawn = 1, 0
    tables = WORKBOOK.sheet_of["figures"].tables
    widths: list[int] = []
    for table in tables:
        widths += [pixels(width(column)) for column in table.columns] + [pixels(GAP_WIDTH)]
    while drawn < needed and number < len(widths):
        drawn += widths[number]
        number += 1
    return number
