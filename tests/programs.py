"""Test programs as readable tables."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK

MONDAY = date(2026, 1, 5)

MENTOR = {
    "level": "Junior",
    "languages": "English",
    "availability": "Mon morning",
    "volunteered": "Yes",
    "department": "Sales",
}
LEADER = {
    "level": "Director",
    "languages": "English",
    "availability": "Mon morning",
    "volunteered": "Yes",
    "department": "Finance",
}


@functools.cache
def _empty(today: date) -> Program:
    """A new program; nothing changes it, so all tests that begin with it share its tables."""
    return Program.new(today)


def filled(program: Program, table: str, rows: Iterable[Mapping[str, object]]) -> Program:
    """The program with rows (cells by column key) in one table."""
    frame = pd.DataFrame(list(rows), dtype=object)
    return program.with_cells(table, frame.reindex(columns=list(WORKBOOK.table(table).keys)))


def program(
    mentors: Iterable[Mapping[str, object]] = (),
    leaders: Iterable[Mapping[str, object]] = (),
    today: date = MONDAY,
    **settings: object,
) -> Program:
    """A program of these people; what a row leaves out comes from MENTOR and LEADER.

    A row without a name or e-mail gets them from its id.
    """
    settings = {"start_date": MONDAY, **settings}

    def person(row: Mapping[str, object], default: Mapping[str, object]) -> dict[str, object]:
        name = str(row.get("id", "somebody"))
        return {"name": name, "email": f"{name.lower()}@example.com", **default, **row}

    new = _empty(today).with_settings(**settings)
    new = filled(new, "mentors", [person(row, MENTOR) for row in mentors])
    return filled(new, "leaders", [person(row, LEADER) for row in leaders])
