"""The What if tab around its two tables: the live cells, the lists to choose from."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import Look
from revmentor_xl.exports.template.live_cells import what_if_cells
from revmentor_xl.exports.template.tables import Placed, name_cell, write_value
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula
from revmentor_xl.schema.tabs.pairing import PARTNERS
from revmentor_xl.schema.workbook import WORKBOOK

_FIRST = 7  # rows here count from 0
_BEST = 12
_NOTE = 17
_HEADING = 20
_NAMES = ("mentors", "leaders")
_TITLES = {
    "what_if_points": "Points, from 0 to 100",
    "what_if_why": "Why these two",
    "what_if_why_not": "Why not, or at what cost",
}
_HEIGHTS = {"what_if_points": 22, "what_if_why": 34, "what_if_why_not": 66}
_NOTES = (
    "In Excel on Windows, with the xlwings add-in, the answers follow as you choose. They are "
    "counted against the pairs on the Pairs tab.",
    "On a Mac, or without the add-in, choose two people and press Explain pairs: the same answers "
    "then stand here and below.",
)


def write_what_if(
    book: Workbook, page: Worksheet, look: Look, placed: Placed, program: Program
) -> None:
    """The answers under the two names, the next best partners, and where all this works."""
    cells = what_if_cells(program)
    label, wide = (
        look.style("card_label"),
        look.style("tool", text_wrap=True, valign="vcenter", indent=1),
    )
    number = look.style(
        "tool", num_format="0.0", align="left", valign="vcenter", indent=1, bold=True
    )
    for at, (name, title) in enumerate(_TITLES.items()):
        row = _FIRST + at
        page.set_row(row, _HEIGHTS[name])
        page.write_string(row, 0, title, label)
        form = number if name == "what_if_points" else wide
        page.merge_range(row, 1, row, 3, None, form)
        _write(book, page, name, (row, 1), cells[name], form)
    page.write_string(_BEST - 1, 0, "The mentor's next best partners", look.style("heading"))
    for column, title in ((1, "Partner"), (2, "Points")):
        page.write_string(_BEST - 1, column, title, look.style("heading"))
    for k in range(1, PARTNERS + 1):
        row = _BEST + k - 1
        page.write_string(row, 0, f"Next best partner {k}", label)
        for column, name, form in ((1, "what_if_best", wide), (2, "what_if_best_points", number)):
            _write(book, page, f"{name}_{k}", (row, column), cells[f"{name}_{k}"], form)
    for at, text in enumerate(_NOTES):
        page.write_string(_NOTE + at, 0, text, look.style("aside"))
    page.write_string(_HEADING, 0, "What Explain pairs answered last", look.style("heading"))
    for column, key in enumerate(_NAMES):
        people = WORKBOOK.table(key)
        book.define_name(f"what_if_{key}", f"={people.name}[{people['name'].header}]")
        page.data_validation(
            placed.first - 1,
            column,
            placed.first - 1,
            column,
            {
                "validate": "list",
                "source": f"=what_if_{key}",
                "ignore_blank": True,
                "error_type": "information",
                "error_title": "Not in the list",
                "error_message": "An ID or an e-mail address may stand here as well.",
            },
        )


def _write(
    book: Workbook, page: Worksheet, name: str, at: tuple[int, int], cell: Formula, form: Format
) -> None:
    write_value(page, *at, cell, form)
    name_cell(book, page, *at, name)
