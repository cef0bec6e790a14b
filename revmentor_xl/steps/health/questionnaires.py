"""Who is asked what and when, and what came back: shared by check-in and review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.findings.sentences import joined
from revmentor_xl.program import EXTRA, Program
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.content.defaults import ITEMS, MOMENTS, Item
from revmentor_xl.schema.figures import NO_DECISION
from revmentor_xl.schema.frames import records_of
from revmentor_xl.schema.model import Writer
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.people.participants import id_order

START, MONTH_3, MONTH_6 = MOMENTS
ROLES = ("Mentor", "Leader")
ASKED_FROM = {START: timedelta(0), MONTH_3: timedelta(weeks=10), MONTH_6: timedelta(weeks=24)}
TIME_TO_ANSWER = timedelta(weeks=2)
"""After this long without an answer HR is told ..."""
PATIENCE = timedelta(weeks=1)
"""... but not before the questions have been listed for this long."""
NAMED = 5
"""So many people are named in the finding about those who have not answered."""


class Respondent(NamedTuple):
    """One person who takes part in a pair that has not ended."""

    id: str
    name: str
    email: str
    role: str
    pairs: tuple[str, ...]


def items(moment: str, role: str) -> tuple[Item, ...]:
    """The questions that this role answers at this moment."""
    asked = ("both", role.casefold())
    return tuple(item for item in ITEMS if moment in item.moments and item.asked_of in asked)


def says_something(text: str) -> bool:
    """Is there an answer, other than “none” and the like?"""
    return bool(text.strip()) and fold(text).rstrip(".!") not in NO_DECISION


def running_pairs(program: Program) -> pd.DataFrame:
    """The pairs that were neither ended nor rejected, sorted by ID.

    Columns as the Pairs tab. Raises `StepTooEarly` when there is none.
    """
    pairs = program.table("pairs")
    pairs = _by_id(pairs[~pairs["status"].isin(OVER)])
    if pairs.empty:
        raise StepTooEarly(
            "There are no running pairs, so there is nobody to ask.",
            "Press Suggest pairs first, then come back.",
        )
    return pairs


def reported_pairs(program: Program) -> pd.DataFrame:
    """The running pairs; once all have ended, the ended ones. Sorted by ID."""
    pairs = program.table("pairs")
    pairs = pairs[pairs["status"] != "Rejected"]
    running = pairs[~pairs["status"].isin(OVER)]
    return _by_id(pairs if running.empty else running)


def _by_id(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.loc[sorted(pairs.index, key=lambda row: id_order(str(pairs.at[row, "pair_id"])))]


def respondents(program: Program, pairs: pd.DataFrame | None = None) -> list[Respondent]:
    """Everybody in a running pair (or in `pairs`): mentors first, each sorted by ID."""
    people: list[Respondent] = []
    pairs = running_pairs(program) if pairs is None else pairs
    for role, table in zip(ROLES, ("mentors", "leaders")):
        side = role.casefold()
        enrolled = {fold(str(row["id"])): row for row in records_of(program.table(table))}
        taking_part: dict[str, Respondent] = {}
        for _, pair in pairs.iterrows():
            key = fold(pair[f"{side}_id"])
            if not key:
                continue
            row = enrolled.get(key)
            name = str(row["name"]) if row is not None else ""
            known = taking_part.get(key)
            taking_part[key] = Respondent(
                pair[f"{side}_id"] if known is None else known.id,
                name or pair[side],
                str(row["email"]) if row is not None else "",
                role,
                (*(known.pairs if known else ()), pair["pair_id"]),
            )
        people += sorted(taking_part.values(), key=lambda person: id_order(person.id))
    return people


def with_rows_for(program: Program, key: str, moments: Sequence[str]) -> Program:
    """The program with a row of CheckIns or Review per participant and moment.

    Whatever HR or the participants have answered stays, also in rows of
    people who have left. New rows are listed from today on.
    """
    people = respondents(program)
    rows: dict[str, dict[str, object]] = {}
    for moment in moments:
        for person in people:
            answer = f"{person.id} {moment}"
            rows[fold(answer)] = {
                "answer_id": answer,
                "person_id": person.id,
                "name": person.name,
                "email": person.email,
                "role": person.role,
                "pairs": person.pairs,
                "moment": moment,
                "listed": program.today,
            }
    for row in records_of(program.table(key)):  # the import's own mark goes with its answer
        if (answer := fold(str(row["answer_id"]))) in rows:
            rows[answer] |= {"answer_seen": row["answer_seen"], "listed": row["listed"]}
    for old in records_of(_touched(program, key)):
        rows.setdefault(fold(str(old["answer_id"])), old)
    ordered = sorted(rows.values(), key=_row_order)
    frame = pd.DataFrame(ordered, dtype=object)
    return program.rewrite(key, frame.reindex(columns=list(WORKBOOK.table(key).keys)))


def _row_order(row: dict[str, object]) -> tuple[object, ...]:
    moment, role = str(row["moment"]), str(row["role"])
    return (
        MOMENTS.index(moment) if moment in MOMENTS else len(MOMENTS),
        ROLES.index(role) if role in ROLES else len(ROLES),
        id_order(str(row["person_id"])),
        str(row["answer_id"]),
    )


def _touched(program: Program, key: str) -> pd.DataFrame:
    """The typed rows in which anybody has typed anything."""
    cells, typed = program.cells(key), program.table(key)
    ours = [column.key for column in WORKBOOK.table(key).columns if column.writer is Writer.HR]
    theirs = [name for name in cells.columns if str(name).startswith(EXTRA)]
    filled = [
        not all(is_blank(cells.at[row, name]) for name in (*ours, *theirs) if name in cells)
        for row in typed.index
    ]
    return typed[filled]


def has_answered(row: Mapping[str, object]) -> bool:
    """Does the row hold an answer to any question of its moment?"""
    asked = items(str(row["moment"]), str(row["role"])) or ITEMS
    return any(as_text(row[item.key]) != "" for item in asked if item.key in row)


def answers(program: Program, key: str, moment: str) -> pd.DataFrame:
    """The rows of one moment that hold an answer; typed columns of the table."""
    rows = program.table(key)
    rows = rows[rows["moment"] == moment]
    return rows[[has_answered(row) for row in records_of(rows)]]


def answers_due(program: Program, moment: str) -> date | None:
    """The day by which answers should be there; None without a start date."""
    start = program.settings.start_date
    return None if start is None else start + ASKED_FROM[moment] + TIME_TO_ANSWER


def missing_answers(
    program: Program, key: str, moments: Sequence[str], found_by: str
) -> list[Finding]:
    """For each moment one finding about all in running pairs who should have answered by now."""
    taking_part = {fold(person.id) for person in respondents(program)}
    silent: dict[str, dict[int, str]] = {moment: {} for moment in moments}
    rows = program.table(key)
    for row, answer in zip(rows.index, records_of(rows)):
        moment = str(answer["moment"])
        due = answers_due(program, moment) if moment in moments else None
        if due is None or program.today < due or has_answered(answer):
            continue
        listed = answer["listed"]
        if isinstance(listed, date) and program.today < listed + PATIENCE:
            continue
        if fold(str(answer["person_id"])) in taking_part:
            silent[moment][int(row)] = str(answer["name"] or answer["person_id"])
    return [
        found(
            "no_answer",
            **program.where(key, min(people), "answered"),
            found_by=found_by,
            people=Whole(_in_short(list(people.values()))),
            moment=moment,
        )
        for moment, people in silent.items()
        if people
    ]


def _in_short(names: Sequence[str]) -> str:
    """“A, B and C”; of more than `NAMED` the first ones and “7 more”."""
    more = len(names) - NAMED
    return joined([*names[:NAMED], f"{more} more"] if more > 0 else names)


def without_findings(program: Program, found_by: str) -> Program:
    """The program without what an earlier run of a step had found."""
    kept = tuple(finding for finding in program.findings if finding.found_by != found_by)
    return replace(program, findings=kept)
