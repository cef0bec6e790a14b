"""Every hard rule as a table of cases: what two people say, and which rule forbids the pair."""

from __future__ import annotations

from datetime import date

import pytest

from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.common_time import common_time
from revmentor_xl.steps.pairing.rules import RULES, HardRules
from revmentor_xl.steps.pairing.sides import Sides
from tests.checker_pairing import broken_rules, people
from tests.programs import filled, program

BLOCK = {"mentor": "M", "leader": "L", "rule": "Must not pair"}
PAIR = {"pair_id": "M+L", "mentor_id": "M", "leader_id": "L"}
CASES = [
    # what the mentor says, what the leader says, settings, forbidden by
    ({}, {}, {}, []),
    ({"volunteered": "No"}, {}, {}, ["volunteered"]),
    ({}, {"volunteered": None}, {}, ["volunteered"]),
    ({"volunteered": "No"}, {}, {"only_volunteers": False}, []),
    ({"capacity": 0}, {}, {}, ["places"]),
    ({}, {"capacity": 0}, {}, ["places"]),
    ({"level": "Wizard"}, {}, {}, ["level_known"]),
    ({}, {"level": None}, {}, ["level_known"]),
    ({"level": "Manager"}, {"level": "Director"}, {}, ["level_gap"]),
    ({"level": "Manager"}, {"level": "Vice President"}, {}, []),
    ({"level": "Manager"}, {"level": "Director"}, {"level_gap": 1}, []),
    ({"level": "Director"}, {"level": "Junior"}, {"level_gap": 0}, ["level_gap"]),
    ({"manager": "L"}, {}, {}, ["reporting_line"]),
    ({"manager": "l@example.com"}, {}, {}, ["reporting_line"]),
    ({"manager": "X1"}, {}, {}, ["reporting_line"]),  # X1 -> X2 -> L
    ({}, {"manager": "M"}, {}, ["reporting_line"]),
    ({"manager": "X3"}, {"manager": "X3"}, {}, ["same_team"]),
    ({"manager": "Somebody Else"}, {"manager": "somebody  else"}, {}, ["same_team"]),
    ({"manager": "X3"}, {"manager": "X3"}, {"need_other_team": False}, []),
    ({"manager": "X3"}, {"manager": "X4"}, {}, []),
    ({"not_with": "L"}, {}, {}, ["veto"]),
    ({}, {"not_with": "m@example.com; Z"}, {}, ["veto"]),
    ({"not_with": "L", "preferred": "L"}, {}, {}, ["veto"]),
    ({"availability": "Tue morning"}, {}, {}, ["common_time"]),
    ({"availability": None}, {}, {}, ["common_time"]),
    ({"availability": "Tue morning"}, {}, {"need_common_time": False}, []),
    ({"availability": "Half hours"}, {}, {}, ["common_time"]),
    ({"availability": "Half hours"}, {}, {"session_minutes": 30}, []),
    ({"availability": "Two halves; Half hours"}, {}, {}, []),  # one hour without a break
    ({"time_zone": "America/New_York"}, {}, {}, ["common_time"]),  # 14:00-17:00 UTC
    ({"time_zone": "Europe/Helsinki"}, {}, {}, []),  # two hours remain
    ({"time_zone": "Atlantis/City"}, {}, {}, []),  # unknown: the program's own
    (
        {"time_zone": "America/New_York", "availability": "Sun night"},
        {"time_zone": "Australia/Sydney"},
        {},
        [],
    ),  # Monday 01:00 UTC for the one, 22:00 UTC on Sunday to 01:00 for the other
    ({"languages": "Finnish"}, {}, {}, ["language"]),
    ({"languages": "Finnish; English"}, {}, {}, []),
    ({"languages": None}, {"languages": "Finnish"}, {}, []),
    ({"languages": "Finnish"}, {}, {"need_common_language": False}, []),
]
BLOCKS = [
    ("Half hours", "Monday", "09:00", "09:30"),
    ("Two halves", "Monday", "09:30", "10:00"),
    ("Sun night", "Sunday", "18:00", "20:00"),
]


def two_people(mentor: dict[str, object], leader: dict[str, object], **settings: object) -> Program:
    made = program([{"id": "M", **mentor}], [{"id": "L", **leader}], **settings)
    lines = [("X1", "X2"), ("X2", "L"), ("X3", ""), ("X4", "")]
    made = filled(made, "reporting", [{"id": i, "name": i, "manager": m} for i, m in lines])
    blocks = [
        dict(zip(("block", "weekday", "start", "end"), row))
        for row in [*made.cells("time_blocks").itertuples(index=False, name=None), *BLOCKS]
    ]
    return filled(made, "time_blocks", blocks)


def forbidding(made: Program) -> list[str]:
    sides = Sides.of(made)
    rules = HardRules.of(sides, common_time(sides))
    return [rule.name for rule in rules.standing_between((0, 0))]


@pytest.mark.parametrize(("mentor", "leader", "settings", "expected"), CASES)
def test_which_rule_forbids_a_pair(
    mentor: dict[str, object],
    leader: dict[str, object],
    settings: dict[str, object],
    expected: list[str],
) -> None:
    assert forbidding(two_people(mentor, leader, **settings)) == expected


@pytest.mark.parametrize(
    ("table", "row", "expected"),
    [
        ("rules", BLOCK, ["blocked"]),
        ("rules", {**BLOCK, "mentor": "L", "leader": "M"}, ["blocked"]),  # swapped columns
        ("rules", {**BLOCK, "rule": "Must pair"}, []),
        (
            "pairs",
            {**PAIR, "status": "Ended"},
            ["ended"],
        ),
        ("pairs", {**PAIR, "status": "Active"}, []),
        ("nominations", {"nominee": "M", "selected": "Yes"}, []),
        ("nominations", {"nominee": "M", "selected": "No"}, []),
        ("nominations", {"nominee": "Gone", "selected": "Yes"}, ["chosen"]),
    ],
)
def test_rules_from_other_tabs(table: str, row: dict[str, object], expected: list[str]) -> None:
    assert forbidding(filled(two_people({}, {}), table, [row])) == expected


def test_a_veto_on_a_shared_name_holds_for_everybody_of_that_name() -> None:
    leaders = [{"id": i, "name": "Kim Lee", "email": f"{i}@example.com"} for i in ("L1", "L2")]
    sides = Sides.of(program([{"id": "M", "not_with": "Kim Lee"}], leaders))
    assert HardRules.of(sides, common_time(sides)).matrices["veto"].tolist() == [[True, True]]


def test_the_checker_reads_the_rules_the_same_way() -> None:
    strange = {"Somebody Else", "Atlantis/City", "l@example.com", "m@example.com; Z"}
    for mentor, leader, settings, expected in CASES:
        if strange & {*mentor.values(), *leader.values()}:
            continue  # the checker knows people and zones by their plain names only
        made = two_people(mentor, leader, **settings)
        pair = people(made, "mentors")["M"], people(made, "leaders")["L"]
        assert broken_rules(made, *pair) == expected, (mentor, leader)


def test_summer_time_counts_in_the_week_of_the_start() -> None:
    # clocks change in the United States on 8 March 2026, in Europe on 29 March
    mentor = {"availability": "Mon afternoon", "time_zone": "America/New_York"}
    leader = {"availability": "Evening"}
    for day, expected in ((date(2026, 3, 2), ["common_time"]), (date(2026, 3, 16), [])):
        made = two_people(mentor, leader, start_date=day)
        row = {"block": "Evening", "weekday": "Monday", "start": "18:00", "end": "19:00"}
        blocks = [*made.cells("time_blocks").to_dict("records"), row]
        assert forbidding(filled(made, "time_blocks", blocks)) == expected


def test_every_rule_has_words_for_a_pair_a_person_and_a_remedy() -> None:
    for rule in RULES:
        assert rule.of_pair
        assert "{them}" in rule.of_person
        assert rule.remedy.endswith(".")
        assert (rule.forbids is None) != (rule.keeps_out is None)
