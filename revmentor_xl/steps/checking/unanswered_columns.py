"""Columns that nobody has answered: one finding for the column, not one per person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from revmentor_xl.findings.catalogue import CATALOGUE, found
from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import is_blank
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.people.participants import ROLES

FEWEST = 5
"""From so many people on, a problem of all of them is one of the column."""

# What follows for every person when the column has nothing in it.
_FOLLOWS = {
    ("missing_value", "level"),
    ("no_manager", "manager"),
    ("no_availability", "availability"),
    ("no_strengths", "strengths"),
    ("no_goals", "learning_goals"),
    ("not_volunteered", "volunteered"),
}


def without_floods(program: Program, findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those that only repeat, person by person, that a column is empty.

    A column missing from the workbook has its own finding from opening the
    file. One that is there and empty gets a single finding when it troubles
    at least five people and more than half of the tab.
    """
    kept = list(findings)
    for key in ROLES:
        for name, column in sorted(_FOLLOWS):
            mine = [finding for finding in kept if _follows(program, finding, key, name, column)]
            if not mine:
                continue
            if column not in program.places[key].columns:
                kept = _left(kept, mine)
            elif _is_empty(program, key, column) and _are_many(program, key, mine):
                kept = [*_left(kept, mine), _of_column(program, key, column)]
    return kept


def _follows(program: Program, finding: Finding, key: str, name: str, column: str) -> bool:
    place, entry = program.places[key], CATALOGUE[name]
    if finding.code != entry.code or finding.sheet != place.sheet:
        return False
    if name != "missing_value":
        return True
    header = WORKBOOK.table(key)[column].header
    return finding.message == entry.message.format(header=header)


def _left(findings: list[Finding], gone: list[Finding]) -> list[Finding]:
    counts = Counter(gone)
    return [finding for finding in findings if finding not in counts]


def _is_empty(program: Program, key: str, column: str) -> bool:
    cells = program.cells(key)[column]
    return all(is_blank(getattr(cell, "value", cell)) for cell in cells)


def _are_many(program: Program, key: str, findings: list[Finding]) -> bool:
    return len(findings) >= FEWEST and 2 * len(findings) > len(program.cells(key))


def _of_column(program: Program, key: str, column: str) -> Finding:
    place, spec = program.places[key], WORKBOOK.table(key)[column]
    finding = found(
        "nobody_answered",
        sheet=place.sheet,
        cell=place.cell(place.header_row, column),
        tab=place.sheet,
        header=spec.header,
    )
    return replace(finding, severity=Severity.ERROR) if spec.required else finding
