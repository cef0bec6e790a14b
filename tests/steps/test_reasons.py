"""Why this pair: given these answers, these words."""

from __future__ import annotations

import pytest

from revmentor_xl.schema.model import Audience
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.explained.reasons import USED, reason, reasons
from tests.programs import program

Row = dict[str, object]
NOTHING = "No rule stands against this pair; ask both what they would like to exchange."


def why(mentor: Row, leader: Row, **settings: object) -> str:
    """The reason for one mentor (Ana) and one leader (Ode)."""
    same = {"department": "Sales"}
    case = Case.of(
        program([{"id": "Ana", **same, **mentor}], [{"id": "Ode", **same, **leader}], **settings)
    )
    return reasons(case.sides, case.worth, [(0, 0)])[0]


SKILLS = "Python; SQL; Coaching; Negotiation; Storytelling"


@pytest.mark.parametrize(
    ("mentor", "leader", "expected"),
    [
        ({}, {}, NOTHING),
        ({"strengths": "SQL"}, {"learning_goals": "SQL"}, "Ana can teach SQL."),
        ({"learning_goals": "SQL"}, {"strengths": "sql"}, "Ode can help with SQL."),
        ({"strengths": SKILLS}, {"learning_goals": SKILLS},
         "Ana can teach Python, SQL, Coaching and 2 more."),
        # only what the learner cannot do yet is called teaching
        ({"strengths": "SQL; Python"}, {"learning_goals": "SQL; Python", "strengths": "SQL"},
         "Ana can teach Python."),
        ({"strengths": "SQL"}, {"learning_goals": "SQL", "strengths": "SQL"},
         "Ana can help Ode go further in SQL."),
        ({"department": "IT"}, {}, "They work in different departments."),
        ({"department": "IT", "location": "Oslo"}, {"location": "Rome"},
         "They work in different departments and places."),
        ({"department": ""}, {}, NOTHING),
        ({"values": "Courage"}, {"values": "courage; Kindness"}, "Both value Courage."),
        ({"interests": "Chess; hiking"}, {"interests": "hiking; chess; jazz"},
         "Both are interested in Chess and hiking."),
        ({"styles": "Direct"}, {"styles": "Direct"}, "They like to work in a similar way."),
        ({"languages": "English; French"}, {"languages": "French; English"},
         "They share more than one language."),
        ({"languages": "English"}, {"languages": "English"}, NOTHING),
    ],
)  # fmt: skip
def test_each_thing_two_people_share_is_named(mentor: Row, leader: Row, expected: str) -> None:
    assert why(mentor, leader) == expected


def test_the_largest_part_of_the_score_comes_first() -> None:
    mentor = {"strengths": "SQL", "learning_goals": "Coaching"}
    leader = {"learning_goals": "SQL", "strengths": "Coaching"}
    teaches, helps = "Ana can teach SQL", "Ode can help with Coaching"
    assert why(mentor, leader) == f"{teaches}; {helps}."
    turned = why(mentor, leader, weight_mentor_teaches=2, weight_leader_teaches=9)
    assert turned == f"{helps}; {teaches[0].upper()}{teaches[1:]}."


def test_at_most_three_things_are_named() -> None:
    both = {"values": "Courage", "styles": "Direct", "interests": "Jazz", "location": "Oslo"}
    told = why(
        {"strengths": "SQL", "learning_goals": "Coaching", **both},
        {"learning_goals": "SQL", "strengths": "Coaching", "department": "IT", **both},
    )
    assert told.count(";") == 2
    assert told.startswith("Ana can teach SQL; Ode can help with Coaching; ")


@pytest.mark.parametrize(
    "column", ["perspectives", "ergs", "generation", "topics_offered", "not_with", "preferred"]
)
def test_what_is_not_for_both_changes_no_word(column: str) -> None:
    mentor = {"strengths": "SQL", "values": "Courage", "department": "IT"}
    leader = {"learning_goals": "SQL", "values": "Courage"}
    said = {column: "Secret; SecretView"}
    assert why({**mentor, **said}, {**leader, **said}) == why(mentor, leader)


def test_reasons_rest_on_what_the_two_may_see() -> None:
    may_see = {Audience.PARTICIPANT, Audience.SPONSOR}
    for table in ("mentors", "leaders"):
        assert {WORKBOOK.table(table)[column].audience for column in USED} <= may_see


def test_one_reason_and_many_are_the_same() -> None:
    case = Case.of(
        program(
            [{"id": "A", "strengths": "SQL"}, {"id": "B", "strengths": "Python"}],
            [{"id": "L", "learning_goals": "Python; SQL"}, {"id": "K"}],
        )
    )
    cells = [(1, 1), (0, 1), (0, 0)]
    together = reasons(case.sides, case.worth, cells)
    assert together == [reasons(case.sides, case.worth, [cell])[0] for cell in cells]
    mentor, leader = (side.iloc[1].to_dict() for side in (case.sides.mentors, case.sides.leaders))
    assert reason(mentor, leader).startswith("B can teach Python")
