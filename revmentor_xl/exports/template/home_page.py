"""The Home tab around its table: the last step, links to all tabs, and the buttons.

The buttons are form buttons, so that every step can be pressed where a policy
hides the ribbon. They call the same macros, and are not printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import GAP_WIDTH, Look
from revmentor_xl.exports.template.live_cells import LAST_RESULT, last_result
from revmentor_xl.exports.template.tables import Placed, name_cell, to_tab, write_cell
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.row_heights import LINE_HEIGHT
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.overview.home import STAGES

Buttons = Mapping[str, Sequence[tuple[str, str, str]]]
"""By group: each button's caption, the macro it calls, and what it does."""

BUTTON_WIDTH, BUTTON_HEIGHT, BUTTON_GAP = 160, 24, 8  # pixels; six fit beside a group's name
_TAB_COLUMNS = 4  # so that the list of tabs ends where the stages do
_HINT_ROW, _RESULT_ROW = 2, 3  # rows here count from 0
_BUTTON_ROW = 25.5  # points
_NO_BUTTONS = (
    f"The buttons are on the ribbon tab “{TAB_LABEL}”; each says what it does when the pointer "
    "rests on it."
)
_BUTTONS = (
    f"The buttons are on the ribbon tab “{TAB_LABEL}” and below this table. If they do nothing, "
    "press Enable Editing and Enable Content in the bar above the sheet."
)


def write_home(
    book: Workbook,
    page: Worksheet,
    look: Look,
    placed: Placed,
    program: Program,
    buttons: Buttons,
) -> None:
    """The stages with links to their tabs, all tabs beside them, all buttons below."""
    _write_stages(page, look, placed, program)
    hint = _BUTTONS if buttons else _NO_BUTTONS
    page.write_string(_HINT_ROW, 0, hint, look.style("aside"))
    _write_last_result(book, page, look, placed, program)
    _write_tab_list(page, look, placed)
    _write_buttons(page, look, placed, buttons)
    # links and buttons are of no use on paper
    last = max(placed.last, placed.top + len(STAGES))
    page.print_area(0, 0, last - 1, placed.left - 2 + len(placed.table.columns))


def _write_stages(page: Worksheet, look: Look, placed: Placed, program: Program) -> None:
    cells = program.cells("stages")
    at, column = placed.column("tab") - 1, placed.table["tab"]
    names = {sheet.name for sheet in WORKBOOK}
    for index in range(len(cells)):
        row = placed.top + index
        page.set_row(row, 3 * LINE_HEIGHT + 6)  # room for the longest next step
        for number, one in enumerate(placed.table.columns):
            style = "strong" if one.key in ("stage", "state") else "tool"
            form = look.body(one, style, valign="vcenter")
            write_cell(page, row, placed.left - 1 + number, one, cells[one.key].iloc[index], form)
        tab = as_text(cells["tab"].iloc[index])
        if tab in names:
            form = look.body(column, "cell_link", valign="vcenter")
            page.write_url(row, at, to_tab(tab), form, tab, f"Go to {tab}")


def _write_last_result(
    book: Workbook, page: Worksheet, look: Look, placed: Placed, program: Program
) -> None:
    """What the last step said: on a Mac the status bar forgets it."""
    said = last_result(program)
    form = look.style("intro", text_wrap=True, valign="vcenter")
    right = placed.left - 2 + len(placed.table.columns)
    page.set_row(_RESULT_ROW, 2 * LINE_HEIGHT + 4)
    page.merge_range(_RESULT_ROW, 0, _RESULT_ROW, right, "", form)
    page.write_formula(_RESULT_ROW, 0, said.text, form, said.value)
    name_cell(book, page, _RESULT_ROW, 0, LAST_RESULT)


def _write_tab_list(page: Worksheet, look: Look, placed: Placed) -> None:
    left = placed.left - 1 + len(placed.table.columns)
    page.set_column(left, left, GAP_WIDTH)
    page.set_column(left + 1, left + _TAB_COLUMNS, 15)
    heading = look.style("heading")
    page.write_string(placed.top - 1, left + 1, "All tabs", heading)
    for column in range(left + 2, left + _TAB_COLUMNS + 1):
        page.write_blank(placed.top - 1, column, None, heading)
    shown = [sheet for sheet in WORKBOOK if not sheet.very_hidden][1:]
    in_each = -(-len(shown) // _TAB_COLUMNS)
    for number, sheet in enumerate(shown):
        across, down = divmod(number, in_each)
        page.write_url(
            placed.top + down,
            left + 1 + across,
            to_tab(sheet.name),
            look.style("link"),
            sheet.name,
            sheet.intro[:255],
        )


def _write_buttons(page: Worksheet, look: Look, placed: Placed, buttons: Buttons) -> None:
    """A line of buttons for each group, under the table."""
    if not buttons:
        return
    # a file is sometimes made before its stages are known: they need their room all the same
    top = max(placed.last, placed.top + len(STAGES)) + 1
    left, right = placed.left - 1, placed.left - 2 + len(placed.table.columns)
    heading = look.style("heading")
    page.set_row(top, _BUTTON_ROW)
    page.write_string(top, left, "All buttons", heading)
    for column in range(left + 1, right + 1):
        page.write_blank(top, column, None, heading)
    for row, (group, members) in enumerate(buttons.items(), start=top + 1):
        page.set_row(row, _BUTTON_ROW)
        page.write_string(row, left, group, look.style("intro", bold=True, indent=1))
        for number, (caption, macro, what) in enumerate(members):
            page.insert_button(
                row,
                left + 1,
                {
                    "macro": macro,
                    "caption": caption,
                    "description": what,
                    "width": BUTTON_WIDTH,
                    "height": BUTTON_HEIGHT,
                    "x_offset": number * (BUTTON_WIDTH + BUTTON_GAP),
                    "y_offset": 5,
                },
            )
