"""The files with which enrollment begins, mess included.

Mentors answered in Microsoft Forms, leaders in Google Forms, the reporting
lines come from an HR system and the nominations from a list that went round.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from revmentor_xl.books.disk.together import together
from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.host.demo.company.company import Company, Invented, Nomination
from revmentor_xl.host.demo.survey_files.formats import (
    LEADER_QUESTIONS,
    LUNCH,
    MENTOR_QUESTIONS,
    Answer,
    Reply,
    write_google_forms,
    write_microsoft_forms,
    write_table,
)
from revmentor_xl.host.demo.survey_files.mess import messy_leaders, messy_mentors
from revmentor_xl.schema.content import defaults

ENROLLMENT_OPENS = datetime(2025, 11, 24, 8, 0)

REPORTING_MAP = """\
# What the columns of hr_system.csv mean: question = column
Grade = ignore
Business unit = ignore
Work location = ignore
"""
"""Reporting lines need no more than who reports to whom; the rest is asked in the survey."""


@dataclass(frozen=True)
class EnrollmentFiles:
    """Where the exports of the enrollment lie."""

    mentors: Path
    leaders: Path
    reporting: Path
    reporting_map: Path
    nominations: Path


def write_enrollment(company: Company, folder: Path, seed: int = 7) -> EnrollmentFiles:
    """Write the four exports with which HR starts; the same seed gives the same bytes."""
    files = EnrollmentFiles(
        folder / "mentors_microsoft_forms.xlsx",
        folder / "leaders_google_forms.csv",
        folder / "hr_system.csv",
        folder / "hr_system_columns.txt",
        folder / "nominations.csv",
    )
    rng = random.Random(f"surveys {seed}")
    with together():
        write_microsoft_forms(
            files.mentors,
            [*MENTOR_QUESTIONS.values(), LUNCH],
            messy_mentors(_replies(rng, company, company.mentors, MENTOR_QUESTIONS), company),
        )
        write_google_forms(
            files.leaders,
            [*LEADER_QUESTIONS.values()],
            messy_leaders(_replies(rng, company, company.leaders, LEADER_QUESTIONS)),
        )
        write_table(files.reporting, _staff_list(company), encoding="cp1252", separator=";")
        write_whole(files.reporting_map, REPORTING_MAP.encode())
        write_table(files.nominations, _nomination_list(company))
    return files


def _replies(
    rng: random.Random, company: Company, people: Iterable[Invented], questions: dict[str, str]
) -> list[Reply]:
    """One reply per person, over ten working days."""
    manager = {one.id: one for one in company.employees}
    replies = []
    at = ENROLLMENT_OPENS
    for one in people:
        at += timedelta(minutes=rng.randint(4, 90), seconds=rng.randint(0, 59))
        if at.hour >= 18:
            at = (at + timedelta(days=3 if at.weekday() == 4 else 1)).replace(hour=8)
        boss = manager.get(one.person.manager)
        answers = _answers(rng, one, boss.email if boss else "")
        by_question = {text: answers[key] for key, text in questions.items()}
        replies.append(
            Reply(at, one.person.email, one.person.name, by_question, rng.randint(5, 25))
        )
    return replies


def _answers(rng: random.Random, one: Invented, manager: str) -> dict[str, Answer]:
    person, said = one.person, one.answers
    return {
        "name": person.name,
        "department": person.department,
        "job_title": person.job_title,
        "level": person.level,
        "manager": manager,
        "location": person.location,
        "time_zone": person.time_zone,
        "languages": said.languages,
        "ergs": said.ergs,
        "generation": said.generation,
        "strengths": _in_their_words(rng, said.strengths),
        "learning_goals": _in_their_words(rng, said.learning_goals),
        "career_goals": said.career_goals,
        "perspectives": said.perspectives,
        "values": said.values,
        "styles": said.styles,
        "interests": said.interests,
        "circle": said.circle,
        "topics_offered": said.topics_offered,
        "topics_declined": said.topics_declined,
        "preferred": "; ".join(said.preferred),
        "not_with": "; ".join(said.not_with),
        "availability": said.availability,
        "capacity": said.capacity,
        "volunteered": "Yes, gladly" if said.volunteered else "No, not this time",
    }


_ALIASES = {skill.name: skill.aliases for skill in defaults.SKILLS}


def _in_their_words(rng: random.Random, skills: tuple[str, ...]) -> tuple[str, ...]:
    """Some people write “Excel” where the list says “Spreadsheets”."""
    return tuple(
        rng.choice(_ALIASES[skill]) if _ALIASES[skill] and rng.random() < 0.12 else skill
        for skill in skills
    )


def _staff_list(company: Company) -> Iterator[tuple[str, ...]]:
    yield (
        "Worker ID",
        "Worker",
        "Work email",
        "Grade",
        "Business unit",
        "Manager ID",
        "Work location",
    )
    for one in company.employees:
        name = f"{one.last}, {one.first}"
        row = (one.id, name, one.email, one.level, one.department, one.manager, one.location)
        yield row


def _nomination_list(company: Company) -> Iterator[tuple[str, ...]]:
    """Most people are named by address, some by name, one is not enrolled at all."""
    yield ("Nominee", "Nominated by", "Why")
    for i, nomination in enumerate(company.nominations):
        yield (_nominee(i, nomination), nomination.by, nomination.why)
    yield (company.hr.name, "Manager", "Knows everybody and would enjoy it.")


def _nominee(i: int, nomination: Nomination) -> str:
    return nomination.nominee.name if i % 6 == 1 else nomination.nominee.email
