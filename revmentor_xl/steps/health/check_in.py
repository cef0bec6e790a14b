"""The check-in: who is asked at the start and at three months, and how pairs are."""

from __future__ import annotations

from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.steps.health.health import health
from revmentor_xl.steps.health.questionnaires import (
    ASKED_FROM,
    MONTH_3,
    START,
    answers,
    missing_answers,
    with_rows_for,
    without_findings,
)
from revmentor_xl.steps.health.rules import CALLS, ON_TRACK

FOUND_BY = "check-in"


def moments_due(program: Program) -> tuple[str, ...]:
    """The moments whose questions HR can send today.

    The start questions can always be sent; those of month 3 from ten weeks
    after the start date on.
    """
    start = program.settings.start_date
    late = start is not None and program.today >= start + ASKED_FROM[MONTH_3]
    return (START, MONTH_3) if late else (START,)


def check_in(program: Program) -> Program:
    """Rows for everybody in a running pair, and each pair's health.

    Raises `StepTooEarly` when no pair is there.
    """
    program = without_findings(program, FOUND_BY)
    moments = moments_due(program)
    program = with_rows_for(program, "checkins", moments)
    # a start answer given at month 3 would spoil the comparison: only the latest is asked for
    late = missing_answers(program, "checkins", moments[-1:], FOUND_BY)
    program = program.with_findings(late)
    program = health(program)
    said = f"{_answered(program, moments[-1])} {_calls(program)}".strip()
    return program.saying(said, show="Health")


def _answered(program: Program, moment: str) -> str:
    asked = int((program.table("checkins")["moment"] == moment).sum())
    came = len(answers(program, "checkins", moment))
    if moment == START:
        have = "has" if came == 1 else "have"
        people = counted(asked, "person", "people")
        return f"The Start questions are listed for {people}; {came} {have} answered."
    return f"{moment}: {came} of {asked} answered."


def _calls(program: Program) -> str:
    states = program.table("health")["health"]
    calls = int(states.isin(CALLS).sum())
    if calls:
        return f"{counted(calls, 'pair needs', 'pairs need')} a call: see Health."
    on_track = int((states == ON_TRACK).sum())
    return f"{counted(on_track, 'pair')} on track: see Health." if on_track else ""
