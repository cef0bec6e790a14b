"""From a row of Checks to the cell it is about: the link, and the mark that colours the cell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula
from revmentor_xl.schema.places import Place, column_letters
from revmentor_xl.schema.workbook import WORKBOOK

MARKED = (Severity.ERROR, Severity.WARNING)
"""The severities whose cells are coloured; a good thing to know colours nothing."""

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def link_to(program: Program, finding: Finding) -> Formula | None:
    """The formula that, when clicked, goes to the finding's cell; None where there is none.

    A finding that names only a tab of the file leads to the tab. The names
    of tab and cell are spelled out, so the link is of the moment of the check.
    """
    if finding.sheet not in {place.sheet for place in program.places.values() if place.name}:
        return None
    cell = finding.cell if _CELL.fullmatch(finding.cell) else ""
    tab = finding.sheet.replace("'", "''")
    shown = f"{finding.sheet} {cell}" if cell else finding.sheet
    target = f"#'{tab}'!{cell or 'A1'}"
    return Formula(f"=HYPERLINK({_quoted(target)},{_quoted(shown)})", shown)


def mark_of(program: Program, finding: Finding) -> str:
    """What colours the finding's cell: `Mentors!C7 Must fix`; "" for a cell outside our tables.

    The tab stands here by the name it had in a new file, which the colouring
    rules know as well, so that a tab may be renamed.
    """
    found = _CELL.fullmatch(finding.cell)
    if found is None or finding.severity not in MARKED:
        return ""
    tabs = _tabs(program, finding.sheet, found[1], int(found[2]))
    return next((mark(tab, finding.cell, finding.severity) for tab in tabs), "")


def mark(tab: str, cell: str, severity: Severity) -> str:
    """The mark of a cell of a tab, as the colouring rules look it up."""
    return f"{tab}!{cell} {severity.value}"


def _tabs(program: Program, sheet: str, letters: str, row: int) -> Iterable[str]:
    """The tab of a new file to which the table in this cell belongs, if there is one."""
    for key, place in program.places.items():
        is_there = place.name and place.sheet == sheet and row >= place.header_row
        if is_there and letters in _letters(place):
            yield WORKBOOK.sheet_of[key].name


def _letters(place: Place) -> set[str]:
    return {column_letters(number) for number in place.columns.values()}


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
