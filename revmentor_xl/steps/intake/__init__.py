"""Intake: survey answers become rows of the program.

`enroll` reads a `Survey` into one table. Headers are matched by an explicit
mapping (given now, or remembered on the Imports tab) and by the schema's
headers and aliases; what is not certain becomes a finding, never a guess.
See docs/importing.md for what HR people are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from revmentor_xl.errors import UnreadableSurvey
from revmentor_xl.findings import Finding, Severity
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.intake.answering import enroll_answers
from revmentor_xl.steps.intake.enrolling import enroll_people, enroll_rows
from revmentor_xl.steps.intake.headers import INTO
from revmentor_xl.steps.intake.landing import Landing
from revmentor_xl.steps.intake.matching import plan
from revmentor_xl.steps.intake.remembered import with_remembered
from revmentor_xl.steps.intake.survey import Answer, Survey

__all__ = ["INTO", "Answer", "Survey", "enroll"]


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
    landed = with_remembered(landing.program_after(), into, planned.remembered)
    landed = _without_old_findings(landed, survey.name, into)
    findings = [
        *(_on(finding, into) for finding in survey.problems),
        *planned.findings,
        *landing.findings(landed),
    ]
    return _summed_up(landed.with_findings(findings), landing, findings)


def _on(finding: Finding, into: str) -> Finding:
    return replace(finding, sheet=WORKBOOK.sheet_of[into].name)


def _without_old_findings(program: Program, name: str, into: str) -> Program:
    """The Checks tab without what an earlier import of this file had to say."""
    checks, sheet = program.cells("checks"), WORKBOOK.sheet_of[into].name
    ours = [
        as_text(by) == "import" and as_text(on) == sheet and _is_from(as_text(source), name)
        for by, on, source in zip(checks["found_by"], checks["sheet"], checks["source"])
    ]
    if not any(ours):
        return program
    return program.with_cells("checks", checks.loc[[not one for one in ours]])


def _is_from(source: str, name: str) -> bool:
    return source == name or source.startswith(f"{name} ")


def _summed_up(program: Program, landing: Landing, findings: list[Finding]) -> Program:
    tab = WORKBOOK.sheet_of[landing.into].name
    updated = sum(id(row) in landing.updated for row in landing.rows)
    total, new = len(landing.rows) + len(landing.new), len(landing.new)
    said = f"{total} on {tab}: {new} new, {updated} updated"
    if landing.into in ("mentors", "leaders"):
        said = f"{total} {landing.into}: {new} new, {updated} updated"
    cells = program.cell_findings(landing.into)
    things = sum(f.severity is not Severity.NOTE for f in (*findings, *cells))
    if not things:
        return program.saying(f"{said}.", show="Checks" if findings else tab)
    noun = "thing needs" if things == 1 else "things need"
    return program.saying(f"{said}; {things} {noun} a look: see Checks.", show="Checks")
