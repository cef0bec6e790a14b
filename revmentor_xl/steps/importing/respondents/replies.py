"""The rows of a survey as replies: what each says, and who it is from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Choices, Problem, as_text, fold, is_blank, is_shortened
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.importing.cell_values import landed, moments_of
from revmentor_xl.steps.importing.matching.columns import ColumnPlan
from revmentor_xl.steps.importing.reading.headers import (
    HR_SYSTEM,
    QUALTRICS,
    column_named,
    time_column,
)
from revmentor_xl.steps.importing.reading.survey import Survey
from revmentor_xl.steps.importing.upsert import Landing
from revmentor_xl.steps.people.identities import email_as_compared, first_name_first, identity
from revmentor_xl.steps.people.participants import id_order


@dataclass
class Reply:
    """One usable row of a survey: its place, its cells by column key, and who it is."""

    index: int
    source: str
    cells: dict[str, object] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    said: dict[str, object] = field(default_factory=dict)  # the cells as the file has them
    all: list[Reply] = field(default_factory=list)  # the person's, in time, if several
    has_earlier_private: bool = False  # private entries that the latest of them leaves out
    id: str = ""
    email: str = ""
    name: str = ""
    at: datetime | None = None
    finished: bool = True

    @property
    def label(self) -> str:
        """How messages call the person."""
        return self.name or self.email or self.id

    @property
    def order(self) -> tuple[object, ...]:
        """An order that does not depend on the row."""
        return (self.email, fold(self.name), id_order(self.id))


def replies(program: Program, survey: Survey, plan: ColumnPlan, landing: Landing) -> list[Reply]:
    """The rows of the survey that are real answers, each read by the plan."""
    status = column_named(survey.headers, ("status",))
    channel = column_named(survey.headers, ("distributionchannel",))
    finished = column_named(survey.headers, ("finished",))
    at = time_column(survey.headers)
    times = moments_of([row[at] for row in survey.rows]) if at is not None else []
    flip = _names_are_turned(survey, plan)
    lists = {key: program.choices(landing.table[key]) for key in plan.keys}
    result = []
    for index, (row, number) in enumerate(zip(survey.rows, survey.row_numbers)):
        reply = Reply(index, survey.row(number))
        if survey.tool == QUALTRICS:
            marks = {fold(as_text(row[c])) for c in (status, channel) if c is not None}
            if marks & {"survey preview", "survey test", "preview", "test", "1", "2", "9"}:
                landing.note("test_answer", None, "", reply.source)
                continue
            if finished is not None and fold(as_text(row[finished])) in ("false", "0", "no"):
                reply.finished = False
        reply.at = times[index] if times else None
        _read(survey, plan, reply, lists, flip)
        result.append(reply)
    return result


def _read(
    survey: Survey,
    plan: ColumnPlan,
    reply: Reply,
    lists: Mapping[str, Choices | None],
    flip: bool,
) -> None:
    row, table = survey.rows[reply.index], WORKBOOK.table(plan.into)
    for key in sorted(plan.keys, key=table.keys.index):
        column = table[key]
        values = [row[c] for c in plan.sources.get(key, ())]
        if key in ("id", "person_id", "name", "email"):
            lost = [text for value in values if is_shortened(text := as_text(value))]
            reply.problems += [(key, ("shortened_number", {"value": text})) for text in lost]
            values = [value for value in values if identity(value)]
        if all(is_blank(value) for value in values):
            values = [row[c] for c in plan.accounts.get(key, ()) if identity(row[c])]
        cell, problems = landed(column, values, lists[key], survey.tool)
        if key == "name" and flip and isinstance(cell, str):
            cell = first_name_first(cell)
        reply.cells[key] = cell
        reply.problems += [(key, problem) for problem in problems]
    reply.said = dict(reply.cells)
    reply.id = identity(reply.cells.get("id", reply.cells.get("person_id")))
    reply.email = email_as_compared(reply.cells.get("email"))
    reply.name = identity(reply.cells.get("name"))


def _names_are_turned(survey: Survey, plan: ColumnPlan) -> bool:
    """Are names written `Last, First`, as HR systems do?"""
    columns = plan.sources.get("name", [])
    names = [as_text(row[columns[0]]) for row in survey.rows] if len(columns) == 1 else []
    turned = [bool(re.fullmatch(r"[^,]+,[^,]+", name)) for name in names if name]
    return bool(turned) and (all(turned) or survey.tool == HR_SYSTEM)
