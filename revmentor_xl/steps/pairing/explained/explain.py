"""Explain pairs: HR's questions answered, and everybody's runner-ups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.program import Program, need_table
from revmentor_xl.schema.cells import as_text, is_blank, render
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.current_plan import Standing
from revmentor_xl.steps.pairing.case.group_guards import searched
from revmentor_xl.steps.pairing.case.left_out import guarded
from revmentor_xl.steps.pairing.case.preconditions import need_rules
from revmentor_xl.steps.pairing.explained.runners_up import runner_up_rows
from revmentor_xl.steps.pairing.explained.why_not import Answer, why_not
from revmentor_xl.steps.pairing.optimum.problem import Plan, Problem
from revmentor_xl.steps.people.fuzzy_names import Names

SUGGESTED = 3


def explain(program: Program) -> Program:
    """Answer the questions on the Why not tab, and list everybody's runner-ups.

    Everything is about the pairs that stand on the Pairs tab, settled ones
    held as they are. Writes the answer and cost (points) of each question and
    the runners-up table; a name that means nobody, or several people, is
    answered in its row and becomes a finding. Raises `StepTooEarly` without
    pairs, `IncompleteWorkbook` when rules or private wishes cannot be read.
    """
    need_rules(program)
    need_table(program, "questions")
    case = Case.of(program)
    standing = Standing.of(case)
    if standing.is_empty:
        raise StepTooEarly(
            "There are no pairs yet that could be explained.", "Press Suggest pairs first."
        )
    earlier = tuple(f for f in program.findings if f.found_by != "explain")
    search = searched(case)
    problem = guarded(case, search)
    asked = list(_questions(case, standing.plan, problem))
    done = _answered(replace(program, findings=earlier), asked)
    done = done.with_rows("runners_up", runner_up_rows(case, standing.plan, problem))
    done = done.with_findings(finding for one in asked for finding in one.findings)
    return done.saying(
        _said(search.plan, standing, len(asked)), WORKBOOK.sheet_of["questions"].name
    )


class _Question(NamedTuple):
    """A row of the Why not tab with its answer, and what could not be read in it."""

    row: int
    answer: Answer
    findings: tuple[Finding, ...] = ()


def _questions(case: Case, plan: Plan, problem: Problem) -> Iterator[_Question]:
    """Read from the cells: a question that stands there twice is answered twice."""
    cells = case.program.cells("questions")
    for row, mentor, leader in cells[["mentor", "leader"]].itertuples():
        if is_blank(mentor) and is_blank(leader):
            continue
        texts = {"mentor": as_text(mentor), "leader": as_text(leader)}
        unread = {column: _unread(case, text) for column, text in texts.items()}
        if any(unread.values()):
            said = Answer(" ".join(text for text in unread.values() if text))
            findings = [
                found(
                    "question_unread",
                    **case.program.where("questions", int(row), column),
                    found_by="explain",
                    why=text,
                )
                for column, text in unread.items()
                if text
            ]
            yield _Question(int(row), said, tuple(findings))
            continue
        yield _Question(int(row), _answer(case, plan, problem, *texts.values()))


def _unread(case: Case, text: str) -> str:
    """Why a name cannot be read; "" when it is clear who is meant."""
    directory = case.sides.directory
    if not text:
        return "Enter both a mentor and a leader."
    if directory.find(text) is not None:
        return ""
    if directory.is_ambiguous(text):
        keys = directory.namesakes(text)
        return f"“{text}” is the name of several people ({', '.join(keys)}); use the ID."
    keys = Names.of(directory, ("mentor", "leader")).meant(text).keys
    if 0 < len(keys) <= SUGGESTED:
        likely = " or ".join(f"{directory.name_of(key)} ({key})" for key in keys)
        return f"Nobody is called “{text}”; is {likely} meant?"
    return f"Nobody in this file is called “{text}”."


def _answer(case: Case, plan: Plan, problem: Problem, mentor: str, leader: str) -> Answer:
    sides = case.sides
    one, other = (sides.directory.find(text) or text for text in (mentor, leader))
    cell = sides.cell(one, other)
    if cell is not None:
        return why_not(case, plan, *cell, problem)
    known = {**dict.fromkeys(sides.mentor_at, "mentor"), **dict.fromkeys(sides.leader_at, "leader")}
    if one in known and known.get(one) == known.get(other):
        return Answer(f"Both are {known[one]}s; ask about one mentor and one leader.")
    out = [sides.directory.name_of(key) for key in dict.fromkeys((one, other)) if key not in known]
    verb = "is" if len(out) == 1 else "are"
    return Answer(
        f"{joined(out)} {verb} not among the mentors and leaders who can be used: see Checks."
    )


def _answered(program: Program, asked: list[_Question]) -> Program:
    """The questions with their answers; everything that HR typed stays as it is."""
    table = WORKBOOK.table("questions")
    cells = program.cells("questions").copy()
    said = {one.row: one.answer for one in asked}
    texts = [said[row].text if row in said else "" for row in cells.index]
    costs = [said[row].cost if row in said else None for row in cells.index]
    for key, values in (
        ("answer", texts),
        ("cost", [None if cost is None else cost / 100 for cost in costs]),
    ):
        rendered = [render(table[key], value) for value in values]
        cells[key] = pd.Series(rendered, index=cells.index, dtype=object)
    return program.with_cells("questions", cells)


def _said(best: Plan, standing: Standing, answered: int) -> str:
    """What was done, and whether the pairs on the Pairs tab are still the best."""
    text = f"{counted(answered, 'question')} answered, runner-ups of everybody listed"
    if standing.gone:
        number = counted(
            len(standing.gone), "pair on the Pairs tab is", "pairs on the Pairs tab are"
        )
        return f"{text}; {number} no longer possible: press Suggest pairs"
    plan = standing.plan
    if len(best.cells) > len(plan.cells):
        return f"{text}; more pairs are possible by now than on the Pairs tab: press Suggest pairs"
    if best.total != plan.total:
        return (
            f"{text}; the pairs on the Pairs tab are no longer the best plan (total "
            f"{plan.total / 100:.1f}, now {best.total / 100:.1f}): press Suggest pairs"
        )
    return text
