"""Success stories: told only with consent, by name only if the person said so."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Choices, fold
from revmentor_xl.schema.frames import records_of
from revmentor_xl.steps.health.questionnaires import MONTH_3, MONTH_6, answers, says_something

ANONYMOUS = "anonymous"
SOURCES = (("checkins", MONTH_3), ("review", MONTH_6))


@dataclass(frozen=True)
class Story:
    """One story as it came in; `consent` is No, Anonymous, Named or empty."""

    text: str
    person_id: str
    name: str
    moment: str
    consent: str

    @property
    def may_be_told(self) -> bool:
        return self.consent in ("Named", "Anonymous")

    @property
    def told_by(self) -> str:
        named = self.consent == "Named" and self.name
        return self.name if named else ANONYMOUS


def stories(program: Program) -> list[Story]:
    """Every story of month 3 and month 6, with and without consent, sorted by text.

    Sorting by text keeps the order from telling who told it. A story that
    somebody told twice counts once, with the consent given last.
    """
    told: dict[tuple[str, str], Story] = {}
    for key, moment in SOURCES:
        for row in records_of(answers(program, key, moment)):
            text = str(row["success_story"])
            if says_something(text):
                person = str(row["person_id"])
                told[(fold(person), fold(text))] = Story(
                    text, person, str(row["name"]), moment, str(row["story_consent"])
                )
    return sorted(told.values(), key=lambda story: (fold(story.text), story.person_id))


def with_stories(program: Program, found_by: str) -> Program:
    """The program with the Stories table, and a finding for those without an answer."""
    told = stories(program)
    rows = [
        {"story": story.text, "told_by": story.told_by, "moment": story.moment}
        for story in told
        if story.may_be_told
    ]
    frame = pd.DataFrame(rows, columns=["story", "told_by", "moment"], dtype=object)
    return program.with_rows("stories", frame).with_findings(_unasked(told, found_by))


def _unasked(told: list[Story], found_by: str) -> list[Finding]:
    """One finding for all stories whose consent was left open.

    Whoever said No is not asked again.
    """
    open_ones = {fold(story.person_id): story.name for story in told if story.consent == ""}
    if not open_ones:
        return []
    names = sorted(open_ones.values())
    person = names[0] if len(names) == 1 else counted(len(names), "person", "people")
    return [found("no_consent", sheet="Review", found_by=found_by, person=person)]


def skills_gained(program: Program) -> dict[str, int]:
    """How many people gained each skill, most first; spellings follow the Skills tab."""
    known = _skills(program)
    people: dict[str, set[str]] = {}
    for row in records_of(answers(program, "review", MONTH_6)):
        text = str(row["skills_gained"]).replace("\n", ",").replace(";", ",")
        for part in (part.strip(" .") for part in text.split(",")):
            if says_something(part):
                name = known.find(part) or part
                people.setdefault(name, set()).add(fold(str(row["person_id"])))
    counts = {name: len(who) for name, who in people.items()}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], fold(item[0]))))


def decisions(program: Program) -> list[str]:
    """What leaders wrote of a decision their mentor influenced, one per leader."""
    rows = records_of(answers(program, "review", MONTH_6))
    texts = [str(row["decision_influenced"]) for row in rows if row["role"] == "Leader"]
    return sorted(text for text in texts if says_something(text))


def _skills(program: Program) -> Choices:
    rows = records_of(program.table("skills"))
    aliases = {
        alias: str(row["skill"])
        for row in rows
        for alias in (row["aliases"] if isinstance(row["aliases"], tuple) else ())
    }
    return Choices.of([str(row["skill"]) for row in rows], aliases)
