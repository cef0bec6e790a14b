"""The words of the sponsor view: its sections, labels and remarks, in one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from revmentor_xl.program import Program
from revmentor_xl.schema.content.defaults import ITEMS
from revmentor_xl.steps.health.questionnaires import ROLES
from revmentor_xl.steps.reviewing.confidence_interval import Change
from revmentor_xl.steps.reviewing.outcomes import Outcome
from revmentor_xl.steps.sharing.secrets import Vocabulary
from revmentor_xl.steps.sharing.suppression import OTHERS

EVERYBODY = "Everybody"

PROGRAM, PARTICIPATION, MEETINGS = "Program", "Participation", "Meetings"
CHANGES, IMPACT, QUOTES, READING = (
    "What changed",
    "Impact",
    "In their own words",
    "How to read this",
)
BEFORE, AFTER = "at the start", "after six months"
NOT_STATED, NO_ANSWER = "Not stated", "No answer"

NO_DEPARTMENTS = "Departments are not shown: the groups are too small."
DECIDED = "Of all leaders: described a decision taken differently because of the mentor."
RECOMMENDED = "Mean, 0 (not at all) to 10 (without hesitation)."
KEPT = "Held, of those held or missed."
LABELS = (
    *(PROGRAM, PARTICIPATION, MEETINGS, CHANGES, IMPACT, QUOTES, READING, EVERYBODY),
    *(DECIDED, RECOMMENDED, KEPT, "Cohort", "Start", "As of", "Pairs", "Mentors", "Leaders"),
    *("People", "All sessions", "Held", "Missed", "Cancelled", "Planned", "In the plan", "Kept"),
    *("Decision influenced", "Would recommend", "A participant"),
    *("Wish to go on: Continue", "Wish to go on: New partner", "Wish to go on: Stop", NO_ANSWER),
    *("Skill gained by many", "At least people answered both times.", NO_DEPARTMENTS, OTHERS),
)
"""The words of the lines; a test holds them against the lines themselves."""


@dataclass(frozen=True)
class Line:
    """One line of the Sponsor tab; `value` is “–” where a group is small."""

    section: str
    group: str
    figure: str
    value: object = None
    remark: str = ""


def vocabulary(program: Program, labels: Iterable[str]) -> Vocabulary:
    """The texts that a copy shows on purpose: labels, departments, skills.

    A surname such as Page, Held or Sales is no secret where these stand.
    """
    settings = program.settings
    changes = [
        Change(9, change=change, low=low, high=high)
        for change, low, high in (
            *((1.0, 0.5, 1.5), (-1.0, -1.5, -0.5)),
            *((0.0, -0.5, 0.5), (1.0, None, None)),
        )
    ]
    readings = [Outcome(ITEMS[0], ROLES[0], change).reading for change in changes]
    fixed = [
        *(settings.program_name, settings.company, settings.cohort, NOT_STATED, BEFORE, AFTER),
        *(*labels, *LABELS, *readings, *(item.header for item in ITEMS)),
        *("more than half", "half or fewer"),
    ]
    typed = [
        *program.table("skills")["skill"],
        *program.table("mentors")["department"],
        *program.table("leaders")["department"],
    ]
    return Vocabulary.of(fixed, typed)
