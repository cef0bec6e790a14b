"""The tables of people: mentors, leaders, reporting lines, imports, nominations."""

from __future__ import annotations

from revmentor_xl.schema.model import Column, Kind, Table
from revmentor_xl.schema.tabs.columns import HR, PAIR, SPONSOR, L, T, asks, tells
from revmentor_xl.schema.tabs.person_answers import (
    GROUPS,
    IDENTITY,
    LEARNING,
    PERSONAL_TOPICS,
    PLACE,
    RAPPORT,
    TAKING_PART,
    perspectives,
    wishes,
)

REPORTING = Table(
    "reporting",
    "ReportingLines",
    (
        asks(
            "id",
            "Person ID",
            T,
            HR,
            "From your HR system.",
            aliases=("Employee ID", "Worker ID", "Personnel number"),
        ),
        asks("name", "Name", T, HR, "First and last name.", aliases=("Full name", "Worker")),
        asks("email", "E-mail", Kind.EMAIL, HR, "Work address.", aliases=("Email", "Work email")),
        asks(
            "manager",
            "Manager",
            T,
            HR,
            "The manager's ID, e-mail address or full name.",
            aliases=("Manager ID", "Manager e-mail", "Reports to", "Line manager"),
        ),
    ),
    identity=("id",),
)


def _answer_seen() -> Column:
    return tells(
        "answer_seen",
        "Answer seen",
        Kind.MARK,
        HR,
        "The tool's mark of the latest imported answer. Importing the same answer again leaves "
        "the row as you have corrected it; clear the mark to have the answer written once more.",
        width=14,
    )


def _person(role: str) -> tuple[Column, ...]:
    """The columns that mentors and leaders share; `role` only words the help."""
    return (
        *IDENTITY,
        *PLACE,
        *GROUPS,
        *LEARNING,
        perspectives(role),
        *RAPPORT,
        *PERSONAL_TOPICS,
        *wishes(role),
        *TAKING_PART,
        asks("note", "HR note", L, HR, "Yours; the tool never changes it.", width=30),
        tells(
            "imported_from",
            "Imported from",
            T,
            HR,
            "The file and row of the latest answer.",
            width=26,
        ),
        _answer_seen(),
    )


MENTORS = Table("mentors", "Mentors", _person("mentor"), identity=("id",))

LEADERS = Table(
    "leaders",
    "Leaders",
    (
        *_person("leader"),
        asks(
            "circle",
            "Present circle",
            Kind.LIST,
            HR,
            "Departments, places and viewpoints of the people this leader takes advice from "
            "today, separated by ; Pairing values what is missing there.",
            width=34,
            aliases=(
                "Where do the people you ask for advice come from?",
                "Present mentoring circle",
                "My present circle",
            ),
        ),
    ),
    identity=("id",),
)

IMPORTS = Table(
    "imports",
    "Imports",
    (
        asks("question", "Question in the file", T, HR, "A header of a survey file.", width=60),
        asks("into", "Goes into", T, HR, "The tab: Mentors, Leaders, Check-ins ...", width=14),
        asks("column", "Column", T, HR, "The column of that tab, or “ignore”.", width=30),
    ),
    identity=("question", "into"),
)

NOMINATIONS = Table(
    "nominations",
    "Nominations",
    (
        asks(
            "nominee",
            "Nominee",
            T,
            HR,
            "The mentor's ID, e-mail address or full name.",
            required=True,
            width=28,
        ),
        asks("nominated_by", "Nominated by", T, HR, "ERG, manager or self.", width=24),
        asks("why", "Why", L, HR, "In one sentence.", width=44),
        tells("name", "Name", T, PAIR, "The person the tool recognized.", width=22),
        tells("department", "Department", T, SPONSOR, "From the Mentors tab.", width=20),
        tells("selected", "Selected", Kind.YES_NO, HR, "Is the person in the cohort?", width=10),
        tells("reason", "Reason", L, HR, "Why, or why not.", width=56),
    ),
    identity=("nominee", "nominated_by"),
)
