"""Answers become rows: people by ID, e-mail address or name, other tables by identity."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from revmentor_xl.errors import UnreadableSurvey
from revmentor_xl.findings.finding import Whole
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.importing.cell_values import landed
from revmentor_xl.steps.importing.fingerprints import known_keys, mark_of, marks_in, remember
from revmentor_xl.steps.importing.matching.columns import ColumnPlan
from revmentor_xl.steps.importing.reading.survey import Survey, how_to_name, unmatched
from revmentor_xl.steps.importing.respondents.duplicates import (
    NEVER_DROPPED,
    is_name_turned,
    latest_per_person,
    since,
)
from revmentor_xl.steps.importing.respondents.record_linkage import Asked, Known
from revmentor_xl.steps.importing.respondents.replies import Reply, replies
from revmentor_xl.steps.importing.upsert import Landing, Row, plain
from revmentor_xl.steps.people.identities import identity
from revmentor_xl.steps.people.participants import PREFIX, id_order, used_ids

OTHER = {"mentors": "leaders", "leaders": "mentors"}
_ENOUGH = 3  # so many people on the other tab are no accident


def enroll_people(program: Program, survey: Survey, plan: ColumnPlan, landing: Landing) -> None:
    """Answers into Mentors, Leaders or Reporting lines.

    Raises `UnreadableSurvey` when the file says nothing about who answered, or
    when it is about those who stand on the other role's tab.
    """
    if not plan.keys & {"id", "name", "email"}:
        raise UnreadableSurvey(
            unmatched(survey, plan.into, ("email", "name", "id")),
            how_to_name("E-mail", plan.into),
        )
    known = Known(landing.rows)
    answers = []
    for reply in replies(program, survey, plan, landing):
        if reply.label:
            answers.append(reply)
        else:
            landing.note("nobody", None, "", reply.source)
    answers = sorted(latest_per_person(answers, landing), key=lambda reply: reply.order)
    asked = [_asked(reply) for reply in answers]
    rows = _rows_by_answer(answers, known.rows_of(asked), landing)
    _refuse_the_other_role(program, survey, plan.into, asked, rows)
    fresh = [reply for reply, row in zip(answers, rows) if row is None]
    for reply, row in zip(answers, rows):
        if row is not None:
            _check_id(reply, row, known, landing)
            fill(reply, row, plan, landing, is_new=False)
    numbers = _NewIds(program, landing, plan.into)
    enrolled = [(reply, row) for reply, row in zip(answers, rows) if row is not None]
    for reply in fresh:
        row = landing.add({})
        enrolled.append((reply, row))
        _check_id(reply, row, known, landing)
        id_ = reply.id or numbers.next(reply)
        fill(reply, row, plan, landing, is_new=True)
        row["id"] = id_
    landing.new.sort(key=lambda row: id_order(as_text(row["id"])))
    note_who_is_hard_to_find(enrolled, survey, plan, landing)


def _asked(reply: Reply) -> Asked:
    level, department = (as_text(reply.cells.get(key)) for key in ("level", "department"))
    return Asked(reply.id, reply.email, reply.name, level, department)


def _rows_by_answer(
    answers: list[Reply], rows: list[Row | None], landing: Landing
) -> list[Row | None]:
    """The rows of people; HR may have corrected the address by which one was found.

    Whose answer is, word for word, the one that a row was made from is that person.
    """
    taken = {id(row) for row in rows if row is not None}
    by_mark: dict[str, list[Row]] = {}
    for row in landing.rows:
        for mark in marks_in(row) if id(row) not in taken else ():
            by_mark.setdefault(mark, []).append(row)
    found: list[Row | None] = []
    for reply, known in zip(answers, rows):
        same = by_mark.pop(mark_of(landing.table, reply.said), []) if known is None else []
        found.append(same[0] if len(same) == 1 else known)
    return found


def _refuse_the_other_role(
    program: Program, survey: Survey, into: str, asked: list[Asked], rows: list[Row | None]
) -> None:
    other = OTHER.get(into)
    if other is None:
        return
    there = Known(
        [{str(k): v for k, v in r.items()} for r in program.cells(other).to_dict("records")]
    )
    known = sum(row is None and there.has(one) for one, row in zip(asked, rows))
    if known >= _ENOUGH and 2 * known > len(asked):
        raise UnreadableSurvey(
            f"{known} of {len(asked)} people in “{survey.name}” are already {other}; "
            "nothing was imported.",
            f"Import it as {other}. If they are to be {into} from now on, delete their rows on "
            f"the {WORKBOOK.sheet_of[other].name} tab first.",
        )


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


def fill(reply: Reply, row: Row, plan: ColumnPlan, landing: Landing, is_new: bool) -> None:
    """Write a reply into a row; what is empty in both is filled by the constants.

    An empty answer never wipes an earlier one, and an answer that was imported
    before changes nothing: HR may have corrected the row since.
    """
    known = set() if is_new else known_keys(landing.table, row, reply.said)
    is_known = bool(known) and known >= reply.said.keys()
    is_anew = not is_new and not known
    cells = since(reply, partial(known_keys, landing.table, row)) if is_anew else reply.cells
    replaced = []
    is_private_kept = reply.has_earlier_private and not is_known
    for key, cell in cells.items():
        if is_known or key in known or is_name_turned(key, plain(row.get(key)), cell):
            continue
        if cell is not None and key in NEVER_DROPPED and not is_new:
            is_private_kept |= _add_private(row, key, cell, landing)
        elif cell is not None:
            replaced.append(landing.put(row, key, cell, is_new))
        elif not is_new and not is_blank(plain(row.get(key))) and key not in plan.constants:
            header = landing.table[key].header
            landing.note("kept_value", row, key, reply.source, value=reply.label, header=header)
    for key, value in plan.constants.items():
        if is_blank(plain(row.get(key))) and (key in plan.given or not is_known):
            column = landing.table[key]
            cell, _ = landed(column, [value], landing.program.choices(column), "")
            landing.put(row, key, cell, is_new)
    if is_private_kept:
        label = as_text(plain(row.get("name"))) or reply.label
        landing.note("kept_private", row, "name", reply.source, value=label)
    changes = [change for change in replaced if change is not None]
    landing.note_replaced(row, reply.source, changes)
    if "imported_from" in landing.table.by_key:
        row["imported_from"] = reply.source
    remember(landing.table, row, reply.said)
    _report(reply, row, known, landing)


def _report(reply: Reply, row: Row, known: set[str], landing: Landing) -> None:
    """What is wrong with a reply, unless HR has seen to it since it was imported."""
    for key, (name, details) in reply.problems:
        if key in known and as_text(plain(row.get(key))) != as_text(reply.said[key]):
            continue
        header = landing.table[key].header
        landing.note(name, row, key, reply.source, header=header, **details)
    if not reply.finished:
        landing.note("unfinished_answer", row, "email", reply.source, value=reply.label)


def _add_private(row: Row, key: str, cell: object, landing: Landing) -> bool:
    """Add to a private list: a veto that was once said is dropped by nobody but HR.

    Does the list hold entries that the answer leaves out?
    """
    earlier, new = (
        {fold(item): item.strip() for item in re.split(r"[;\n]+", as_text(text)) if item.strip()}
        for text in (plain(row.get(key)), cell)
    )
    landing.put(row, key, "; ".join({**earlier, **new}.values()), is_new=False)
    return bool(earlier.keys() - new.keys())


def enroll_rows(program: Program, survey: Survey, plan: ColumnPlan, landing: Landing) -> None:
    """Answers into Nominations or Rules, told apart by what identifies a row.

    Raises `UnreadableSurvey` when none of the identifying columns is there.
    """
    table = landing.table
    wanted = table.identity
    if not plan.keys & set(wanted):
        raise UnreadableSurvey(
            unmatched(survey, plan.into, wanted),
            how_to_name(table[wanted[0]].header, plan.into),
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


_FEW = 5  # so many people are named


def note_who_is_hard_to_find(
    enrolled: Sequence[tuple[Reply, Row]], survey: Survey, plan: ColumnPlan, landing: Landing
) -> None:
    """Say once per file which mentors or leaders have no e-mail address, and who has no name."""
    if landing.into not in ("mentors", "leaders"):
        return
    # An ID that stands in the file finds its person as well.
    no_email = [_label(row) for reply, row in enrolled if not reply.id and _lacks(row, "email")]
    no_name = [_label(row) for _, row in enrolled if _lacks(row, "name")]
    if no_email and "email" not in plan.keys:
        landing.note("no_email_column", None, "", survey.name)
    elif no_email:
        landing.note("no_email", None, "", survey.name, people=_listed(no_email))
    if no_name and "name" in plan.keys:
        landing.note("no_name", None, "", survey.name, people=_listed(no_name))


def _lacks(row: Row, key: str) -> bool:
    return as_text(plain(row.get(key))) == ""


def _label(row: Row) -> str:
    return next((text for key in ("name", "email", "id") if (text := as_text(plain(row[key])))), "")


def _listed(people: Sequence[str]) -> str:
    shown = sorted(people)[:_FEW]
    more = len(people) - len(shown)
    return Whole(", ".join(shown) + (f" and {more} more" if more else ""))
