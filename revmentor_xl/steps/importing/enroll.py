"""Intake: survey answers become rows of the program.

`enroll` reads a `Survey` into one table. Headers are matched by an explicit
mapping (given now, or remembered on the Imports tab) and by the schema's
headers and aliases; what is not certain becomes a finding, never a guess.
See docs/importing.md for what HR people are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from revmentor_xl.errors import UnreadableSurvey
from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.workbook import IMPORTABLE as INTO
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.importing.answer_tables import enroll_answers
from revmentor_xl.steps.importing.matching.columns import plan
from revmentor_xl.steps.importing.matching.remembered import with_remembered
from revmentor_xl.steps.importing.people_tables import enroll_people, enroll_rows
from revmentor_xl.steps.importing.reading.survey import Survey
from revmentor_xl.steps.importing.upsert import Landing
from revmentor_xl.steps.people.identities import Answer

__all__ = ["INTO", "Answer", "Survey", "enroll", "to_look_at"]


_OF_QUESTIONS = {
    CATALOGUE[name].code for name in ("unmapped_column", "likely_column", "private_question")
}


def enroll(
    program: Program,
    survey: Survey,
    into: str,
    mapping: Mapping[str, str] | None = None,
    moment: str | None = None,
) -> Program:
    """The program with a survey's answers in one table.

    `into` is a table key of `INTO`, `mapping` is question -> column as
    `read_mapping` gives it, `moment` says which check-in was answered (left
    empty: the one whose questions the file has). People are found by ID, else
    by e-mail address, else by name; they are updated and never doubled. The
    findings say where each problem landed and where it came from.

    Raises `UnreadableSurvey` when the file does not say who answered, or
    `into` is no table for answers.
    """
    if into not in INTO:
        raise UnreadableSurvey(
            f"Answers cannot be imported as “{into}”.", f"Use one of: {', '.join(INTO)}."
        )
    planned = plan(program, survey, into, mapping)
    landing = Landing(program, into)
    if into in ("checkins", "review"):
        enroll_answers(program, survey, planned, landing, moment or "")
    elif into in ("nominations", "rules"):
        enroll_rows(program, survey, planned, landing)
    else:
        enroll_people(program, survey, planned, landing)
    landed = with_remembered(landing.program_after(), into, planned.remembered, planned.open)
    landed = _without_old_findings(landed, survey, into)
    findings = [
        *(_on(finding, into) for finding in survey.problems),
        *planned.findings,
        *landing.findings(landed),
    ]
    return _summed_up(landed.with_findings(findings), landing, findings)


def _on(finding: Finding, into: str) -> Finding:
    return replace(finding, sheet=WORKBOOK.sheet_of[into].name)


def _without_old_findings(program: Program, survey: Survey, into: str) -> Program:
    """The Checks tab without what an earlier import of this file had to say.

    Survey tools name every export anew, so what was said of a question goes
    with whatever file asks it again.
    """
    asked = [_quoted(survey.question(column)) for column in range(len(survey.headers))]
    checks, sheet = program.cells("checks"), WORKBOOK.sheet_of[into].name
    ours = [
        as_text(by).partition(",")[0] == "import"
        and as_text(on) == sheet
        and (
            _is_from(as_text(source), survey.name)
            or (code in _OF_QUESTIONS and any(one in as_text(message) for one in asked))
        )
        for by, on, source, code, message in zip(
            *(checks[key] for key in ("found_by", "sheet", "source", "code", "message"))
        )
    ]
    if not any(ours):
        return program
    return program.with_cells("checks", checks.loc[[not one for one in ours]])


def _quoted(question: str) -> str:
    """A question as messages quote it; long ones are cut there."""
    return f"“{question}”" if len(question) <= 100 else f"“{question[:100]}"


def _is_from(source: str, name: str) -> bool:
    return source == name or source.startswith(f"{name} ")


def to_look_at(findings: Iterable[Finding], name: str) -> list[Finding]:
    """Of these findings, what the file `name` gives to mend: all but what is good to know.

    What the import found and what the check finds in the cells that came from
    the file; of what both list on the Checks tab, for the line that says how many.
    """
    return [
        finding
        for finding in findings
        if finding.severity is not Severity.NOTE
        and finding.found_by in ("import", "check")
        and _is_from(finding.source, name)
    ]


def _summed_up(program: Program, landing: Landing, findings: list[Finding]) -> Program:
    tab = WORKBOOK.sheet_of[landing.into].name
    updated = sum(id(row) in landing.updated for row in landing.rows)
    known, new = len(landing.rows), len(landing.new)
    said = f"{known + new} on {tab}: {new} new"
    if landing.into in ("mentors", "leaders"):
        people = landing.into if known + new != 1 else landing.into.removesuffix("s")
        said = f"{known + new} {people}: {new} new"
    if known:
        said += f", {updated} updated, {known - updated} unchanged"
    shown = findings or program.cell_findings(landing.into)
    return program.saying(f"{said}.", show="Checks" if shown else tab)
