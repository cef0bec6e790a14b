"""The six-month review: who is asked, what changed, and the stories."""

from __future__ import annotations

from dataclasses import replace

from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.steps.health.questionnaires import (
    MONTH_6,
    answers,
    missing_answers,
    with_rows_for,
    without_findings,
)
from revmentor_xl.steps.reviewing.outcomes import measured, with_outcomes
from revmentor_xl.steps.reviewing.stories import with_stories

FOUND_BY = "review"


def review(program: Program) -> Program:
    """Rows for everybody's final answers, the outcomes so far, and the stories.

    Raises `StepTooEarly` when no pair is there.
    """
    program = without_findings(program, FOUND_BY)
    program = with_rows_for(program, "review", (MONTH_6,))
    program = program.with_findings(missing_answers(program, "review", (MONTH_6,), FOUND_BY))
    program = with_results(program, FOUND_BY)
    asked = len(program.table("review"))
    came = len(answers(program, "review", MONTH_6))
    clear = sum(outcome.is_clear for outcome in measured(program))
    said = f"{came} of {counted(asked, 'person', 'people')} answered the Month 6 questions."
    if came:
        said += f" {counted(clear, 'measure')} changed clearly: see Report."
    return program.saying(said, show="Review")


def with_results(program: Program, found_by: str) -> Program:
    """The program with outcomes and stories from the answers as they are now."""
    codes = {CATALOGUE["few_answers"].code, CATALOGUE["no_consent"].code}
    kept = tuple(finding for finding in program.findings if finding.code not in codes)
    program = replace(program, findings=kept)
    return with_stories(with_outcomes(program, found_by), found_by)
