"""Answers become rows: people by ID, e-mail address or name, other tables by identity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from revmentor_xl.errors import UnreadableSurvey
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Choices, Problem, as_text, fold, is_blank
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.intake.answers import (
    email_as_compared,
    first_name_first,
    identity,
    landed,
    moments_of,
)
from revmentor_xl.steps.intake.headers import HR_SYSTEM, QUALTRICS, column_named, time_column
from revmentor_xl.steps.intake.known import Asked, Known
from revmentor_xl.steps.intake.landing import Landing, Row, plain
from revmentor_xl.steps.intake.matching import Plan
from revmentor_xl.steps.intake.survey import Survey, unmatched
from revmentor_xl.steps.participants import id_order

PREFIX = {"mentors": "M", "leaders": "L"}


@dataclass
class Reply:
    """One usable row of a survey: its place, its cells by column key, and who it is."""

    index: int
    source: str
    cells: dict[str, object] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
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


def replies(program: Program, survey: Survey, plan: Plan, landing: Landing) -> list[Reply]:
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
    plan: Plan,
    reply: Reply,
    lists: Mapping[str, Choices | None],
    flip: bool,
) -> None:
    row, table = survey.rows[reply.index], WORKBOOK.table(plan.into)
    for key in sorted(plan.keys, key=table.keys.index):
        column = table[key]
        values = [row[c] for c in plan.sources.get(key, ())]
        if key in ("id", "person_id", "name", "email"):
            values = [value for value in values if identity(value)]
        if all(is_blank(value) for value in values):
            values = [row[c] for c in plan.accounts.get(key, ()) if identity(row[c])]
        cell, problems = landed(column, values, lists[key], survey.tool)
        if key == "name" and flip and isinstance(cell, str):
            cell = first_name_first(cell)
        reply.cells[key] = cell
        reply.problems += [(key, problem) for problem in problems]
    reply.id = identity(reply.cells.get("id", reply.cells.get("person_id")))
    reply.email = email_as_compared(reply.cells.get("email"))
    reply.name = identity(reply.cells.get("name"))


def _names_are_turned(survey: Survey, plan: Plan) -> bool:
    """Are names written `Last, First`, as HR systems do?"""
    columns = plan.sources.get("name", [])
    names = [as_text(row[columns[0]]) for row in survey.rows] if len(columns) == 1 else []
    turned = [bool(re.fullmatch(r"[^,]+,[^,]+", name)) for name in names if name]
    return bool(turned) and (all(turned) or survey.tool == HR_SYSTEM)


def latest_per_person(answers: list[Reply], landing: Landing) -> list[Reply]:
    """One reply per person: a finished one before others, then the latest."""
    groups: list[list[Reply]] = []
    group_of: dict[tuple[str, str], list[Reply]] = {}
    for reply in sorted(answers, key=lambda r: (not (r.id and r.email), r.order)):
        marks = [("id", fold(reply.id)), ("email", reply.email)]
        marks = [mark for mark in marks if mark[1]] or [("name", fold(reply.name))]
        group = next((group_of[mark] for mark in marks if mark in group_of), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(reply)
        for mark in marks:
            group_of.setdefault(mark, group)
    chosen = []
    for group in groups:
        group.sort(key=lambda r: (r.finished, r.at or datetime.min, r.index))
        chosen.append(group[-1])
        for earlier in group[:-1]:
            landing.note("repeated_answer", None, "", earlier.source, value=earlier.label)
    return chosen


def enroll_people(program: Program, survey: Survey, plan: Plan, landing: Landing) -> None:
    """Answers into Mentors, Leaders or Reporting lines.

    Raises `UnreadableSurvey` when the file says nothing about who answered.
    """
    if not plan.keys & {"id", "name", "email"}:
        raise UnreadableSurvey(
            unmatched(survey, plan.into, ("email", "name", "id")),
            "Say in a mapping file which question holds it, for instance: Your mail = E-mail",
        )
    known = Known(landing.rows)
    answers = []
    for reply in replies(program, survey, plan, landing):
        if reply.label:
            answers.append(reply)
        else:
            landing.note("nobody", None, "", reply.source)
    answers = sorted(latest_per_person(answers, landing), key=lambda reply: reply.order)
    rows = known.rows_of([Asked(reply.id, reply.email, reply.name) for reply in answers])
    fresh = [reply for reply, row in zip(answers, rows) if row is None]
    for reply, row in zip(answers, rows):
        if row is not None:
            _check_id(reply, row, known, landing)
            fill(reply, row, plan, landing, is_new=False)
    numbers = _NewIds(program, landing, plan.into)
    for reply in fresh:
        row = landing.add({})
        _check_id(reply, row, known, landing)
        id_ = reply.id or numbers.next(reply)
        fill(reply, row, plan, landing, is_new=True)
        row["id"] = id_
    landing.new.sort(key=lambda row: id_order(as_text(row["id"])))


def _check_id(reply: Reply, row: Row, known: Known, landing: Landing) -> None:
    """Never change an ID that others refer to, nor take somebody else's."""
    own = identity(plain(row["id"]))
    if own and reply.id and fold(own) != fold(reply.id):
        landing.note("kept_id", row, "id", reply.source, value=reply.label, id=own, other=reply.id)
    elif fold(own) != fold(reply.id) and fold(reply.id) in known.ids:
        landing.note("id_taken", row, "id", reply.source, value=reply.label, id=reply.id)
        reply.id = ""
    if own or not reply.id:
        reply.cells.pop("id", None)


class _NewIds:
    """IDs for people without one, counting on from the highest that was ever used."""

    def __init__(self, program: Program, landing: Landing, into: str) -> None:
        self.prefix = PREFIX.get(into, "")
        used = used_ids(program, into)
        used += [as_text(row["id"]) for row in landing.new]
        numbers = [re.fullmatch(rf"{self.prefix}(\d{{1,9}})", id_, re.I) for id_ in used]
        self.last = max((int(match[1]) for match in numbers if match), default=0)

    def next(self, reply: Reply) -> str:
        if not self.prefix:  # reporting lines: the person may stand elsewhere with an ID
            return reply.email or reply.name
        self.last += 1
        return f"{self.prefix}{self.last:03d}"


def used_ids(program: Program, into: str) -> list[str]:
    """Every ID that stands for a person of this role anywhere in the file."""
    role = {"mentors": "mentor_id", "leaders": "leader_id"}.get(into, "")
    places = [(into, "id"), ("pairs", role), ("checkins", "person_id"), ("review", "person_id")]
    return [
        as_text(plain(value))
        for table, column in places
        if column and column in program.cells(table).columns
        for value in program.cells(table)[column]
    ]


def fill(reply: Reply, row: Row, plan: Plan, landing: Landing, is_new: bool) -> None:
    """Write a reply into a row; what is empty in both is filled by the constants.

    An empty answer never wipes an earlier one.
    """
    replaced = []
    for key, cell in reply.cells.items():
        if cell is not None:
            replaced.append(landing.put(row, key, cell, is_new))
        elif not is_new and not is_blank(plain(row.get(key))) and key not in plan.constants:
            header = landing.table[key].header
            landing.note("kept_value", row, key, reply.source, value=reply.label, header=header)
    for key, value in plan.constants.items():
        if is_blank(plain(row.get(key))):
            column = landing.table[key]
            cell, _ = landed(column, [value], landing.program.choices(column), "")
            landing.put(row, key, cell, is_new)
    changes = [change for change in replaced if change is not None]
    landing.note_replaced(row, reply.source, changes)
    if "imported_from" in landing.table.by_key:
        row["imported_from"] = reply.source
    for key, (name, details) in reply.problems:
        header = landing.table[key].header
        landing.note(name, row, key, reply.source, header=header, **details)
    if not reply.finished:
        landing.note("unfinished_answer", row, "email", reply.source, value=reply.label)


def enroll_rows(program: Program, survey: Survey, plan: Plan, landing: Landing) -> None:
    """Answers into Nominations or Rules, told apart by what identifies a row.

    Raises `UnreadableSurvey` when none of the identifying columns is there.
    """
    table = landing.table
    wanted = table.identity
    if not plan.keys & set(wanted):
        raise UnreadableSurvey(
            unmatched(survey, plan.into, wanted),
            f"Say in a mapping file which question holds it: question = {table[wanted[0]].header}",
        )
    known = {_identity(row, wanted): row for row in landing.rows}
    for reply in replies(program, survey, plan, landing):
        filled = {key: cell for key, cell in reply.cells.items() if cell is not None}
        if not filled.keys() & set(wanted):
            landing.note("nobody", None, "", reply.source)
            continue
        filled = {**plan.constants, **filled}
        row = known.get(_identity(filled, wanted))
        if row is not None:
            fill(reply, row, plan, landing, is_new=False)
            continue
        row = landing.add({})
        fill(reply, row, plan, landing, is_new=True)
        known[_identity(row, wanted)] = row


def _identity(row: Mapping[str, object], keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(as_text(plain(row.get(key)))) for key in keys)
