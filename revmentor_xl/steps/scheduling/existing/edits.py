"""What HR did to the schedule by hand: dates overtyped, sessions fixed.

The Planned column keeps the date and time that the tool wrote. Where Date or
Start say something else, HR has typed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, is_blank

Row = dict[str, Any]
"""A row of the Schedule tab as typed values by column key."""

NO_DATE = "no date"
"""The mark of a row that the tool could not place; a row without any mark is older than marks."""


@dataclass(frozen=True)
class Remark:
    """What has to be said of a row as HR left it: a kind of finding, and the column."""

    event_id: str
    name: str
    column: str
    header: str = ""
    value: str = ""


def is_dated(row: Row) -> bool:
    """Has the row a date and a start?"""
    return row["day"] is not None and row["start"] is not None


def mark_of_plan(row: Row) -> str:
    """What the Planned column keeps of a row: “2026-02-03 10:00”, or “no date”."""
    if not is_dated(row):
        return NO_DATE
    return f"{row['day'].isoformat()} {row['start']:%H:%M}"


def is_edited(row: Row) -> bool:
    """Did HR type another date or time than the tool wrote?"""
    return is_dated(row) and bool(row.get("planned")) and row["planned"] != mark_of_plan(row)


def is_fixed(row: Row) -> bool:
    """Does the row stay where it is, by HR's own wish?"""
    return is_dated(row) and (row.get("fixed") is True or is_edited(row))


def planned_at(row: Row) -> tuple[date, time] | None:
    """The date and time that the tool wrote; None when it wrote none."""
    try:
        marked = datetime.fromisoformat(row.get("planned") or "")
    except ValueError:
        return None
    return marked.date(), marked.time()


def read_rows(program: Program) -> tuple[list[Row], list[Remark]]:
    """The rows of the Schedule tab with what HR typed made whole, and what is to be said.

    A date or time that cannot be read, and a start left empty beside a date,
    gives way to what the tool wrote. A date that was cleared stays empty: the
    row is planned again. A session without a number or pair cannot be read.
    """
    cells = program.cells("schedule")
    rows: list[Row] = []
    remarks: list[Remark] = []
    for at, row in zip(program.table("schedule").index, _records(program)):
        if not row["kind"] or (row["kind"] == "Session" and row["number"] is None):
            continue
        row["start"] = _to_the_minute(row["start"])
        if not is_dated(row):
            remarks += _made_whole(row, cells.loc[at])
        rows.append(row)
    return rows, remarks


def _records(program: Program) -> list[Row]:
    table = program.table("schedule")
    columns = [
        [None if value is pd.NA or value is pd.NaT else value for value in table[key].tolist()]
        for key in table.columns
    ]
    return [dict(zip(table.columns, values)) for values in zip(*columns)]


def _to_the_minute(start: time | None) -> time | None:
    """Excel keeps times as fractions of a day, which may be a hair short of the minute."""
    if start is None or not (start.second or start.microsecond):
        return start
    return (
        (datetime.combine(date.min, start) + timedelta(seconds=30))
        .time()
        .replace(second=0, microsecond=0)
    )


def _made_whole(row: Row, cells: pd.Series) -> list[Remark]:
    """Complete a row that has no date or no start, and say what was done."""
    event, before = row["event_id"], planned_at(row)
    said = [_unread(event, row, cells, column) for column in ("day", "start")]
    remarks = [one for one in said if one is not None]
    is_cleared = row["day"] is None and not any(one.column == "day" for one in remarks)
    if before is None or is_cleared:
        if not remarks and row["day"] is not None:
            remarks = [Remark(event, "date_incomplete", "start", value="its Start is empty")]
        elif not remarks and before is not None:
            remarks = [Remark(event, "date_cleared", "day")]
        elif not remarks and row.get("fixed") is True:
            remarks = [Remark(event, "date_incomplete", "fixed", value="it has no date")]
        row["day"] = row["start"] = None
        return remarks
    if not remarks:
        kept = f"its Start is empty, so {before[1]:%H:%M} holds as before"
        remarks = [Remark(event, "date_incomplete", "start", value=kept)]
    row["day"], row["start"] = row["day"] or before[0], row["start"] or before[1]
    return remarks


def _unread(event: str, row: Row, cells: pd.Series, column: str) -> Remark | None:
    """A remark about a date or time that HR typed and nobody can read."""
    cell = getattr(cells.get(column), "value", cells.get(column))
    if row[column] is not None or is_blank(cell):
        return None
    header = "Date" if column == "day" else "Start"
    return Remark(event, "typed_unread", column, header, as_text(cell))


def with_fixed_cleared(program: Program, rows: Iterable[Row], remarks: Iterable[Remark]) -> Program:
    """The program without what stood in Fixed before HR typed or cleared a date beside it.

    HR's own cells are carried over, but the date says more than the answer
    that stood there before it.
    """
    cells = program.cells("schedule")
    changed = {row["event_id"] for row in rows if is_edited(row)}
    changed |= {one.event_id for one in remarks if one.name == "date_cleared"}
    if not changed or "fixed" not in cells.columns:
        return program
    fixed = [
        None if event in changed else cell for event, cell in zip(cells["event_id"], cells["fixed"])
    ]
    new = cells.assign(fixed=pd.Series(fixed, index=cells.index, dtype=object))
    return replace(program, tables={**program.tables, "schedule": new})
