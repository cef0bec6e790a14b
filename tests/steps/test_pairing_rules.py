"""Every hard rule as a table of cases: what two people say, and which rule forbids the pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.program import Program
from revmentor_xl.schema.settings import MUST_HAVE
from revmentor_xl.steps.pairing.features import pair_features
from revmentor_xl.steps.pairing.features.common_time import common_time
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.hard_rules.rules import RULES, HardRules
from tests.checker_pairing import broken_rules, people
from tests.programs import filled, program

BLOCK = {"mentor": "M", "leader": "L", "rule": "Must not pair"}
PAIR = {"pair_id": "M+L", "mentor_id": "M", "leader_id": "L"}
CASES: list[tuple[dict[str, object], dict[str, object], dict[str, object], list[str]]] = [
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
    ({}, {"manager": "Y1"}, {}, ["reporting_line"]),  # Y1 -> Y2 -> M
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
    (
        {"time_zone": "America/New_York", "availability": "Sun night"},
        {"time_zone": "Australia/Sydney"},
        {"session_minutes": 90},
        [],
    ),  # 23:00 to 01:00 UTC is one stretch, over the end of the week
    ({"availability": "No time"}, {}, {}, ["common_time"]),  # ends when it begins
    ({"availability": "Whole day"}, {}, {}, []),  # from midnight to midnight
    ({"languages": "Finnish"}, {}, {}, ["language"]),
    ({"languages": "Finnish; English"}, {}, {}, []),
    ({"languages": None}, {"languages": "Finnish"}, {}, []),
    ({"languages": "Finnish"}, {"languages": None}, {}, []),
    ({"languages": "Finnish"}, {}, {"need_common_language": False}, []),
    ({"location": "Bonn"}, {"location": "Lyon"}, {}, []),
    ({"location": "Bonn"}, {"location": "Lyon"}, {"need_same_place": True}, ["place"]),
    ({"location": "Bonn"}, {"location": " bonn"}, {"need_same_place": True}, []),
    ({"location": "Bonn"}, {}, {"need_same_place": True}, []),  # may be anywhere
    ({}, {"location": "Bonn"}, {"need_same_place": True}, []),
    ({"time_zone": "Europe/Helsinki"}, {}, {"zone_hours": 1}, []),
    ({"time_zone": "Europe/Helsinki"}, {}, {"zone_hours": 0}, ["time_zone"]),
    ({"time_zone": "Europe/Paris"}, {}, {"zone_hours": 0}, []),
    (
        {},
        {"time_zone": "Asia/Kolkata"},
        {"zone_hours": 4, "need_common_time": False},
        ["time_zone"],
    ),  # four and a half
    ({}, {"time_zone": "Asia/Kolkata"}, {"zone_hours": 5, "need_common_time": False}, []),
    (
        {"strengths": "A"},
        {"learning_goals": "B"},
        {"weight_mentor_teaches": MUST_HAVE},
        ["must_mentor_teaches"],
    ),
    ({"strengths": "A"}, {"learning_goals": "B; A"}, {"weight_mentor_teaches": MUST_HAVE}, []),
    ({}, {}, {"weight_leader_teaches": MUST_HAVE}, ["must_leader_teaches"]),
    (
        {"career_goals": "Negotiation"},
        {"strengths": "Negotiation"},
        {"weight_leader_teaches": MUST_HAVE},
        [],
    ),
    (
        {"department": "IT"},
        {"department": "IT"},
        {"weight_perspective": MUST_HAVE},
        ["must_perspective"],
    ),
    (
        {"department": "IT"},
        {"department": "IT", "circle": "Sales"},
        {"weight_perspective": MUST_HAVE},
        ["must_perspective"],
    ),
    ({"department": "IT"}, {"department": "HR"}, {"weight_perspective": MUST_HAVE}, []),
    ({"values": "A"}, {"values": "B"}, {"weight_rapport": MUST_HAVE}, ["must_rapport"]),
    ({"values": "A"}, {"values": "A"}, {"weight_rapport": MUST_HAVE}, []),
    ({}, {}, {"weight_preference": MUST_HAVE}, ["must_preference"]),
    ({}, {"preferred": "M"}, {"weight_preference": MUST_HAVE}, []),
    ({}, {}, {"weight_time": MUST_HAVE, "session_minutes": 180}, ["must_time"]),
    ({}, {}, {"weight_time": MUST_HAVE}, []),
    (
        {"level": "Manager", "languages": "Finnish"},
        {},
        {"weight_preference": MUST_HAVE},
        ["level_gap", "language", "must_preference"],
    ),
]
BLOCKS = [
    ("Half hours", "Monday", "09:00", "09:30"),
    ("Two halves", "Monday", "09:30", "10:00"),
    ("Sun night", "Sunday", "18:00", "20:00"),
    ("No time", "Monday", "10:00", "10:00"),
    ("Whole day", "Monday", "00:00", "00:00"),
]


def two_people(mentor: dict[str, object], leader: dict[str, object], **settings: object) -> Program:
    made = program([{"id": "M", **mentor}], [{"id": "L", **leader}], **settings)
    lines = [("X1", "X2"), ("X2", "L"), ("X3", ""), ("X4", "")]
    lines += [("Y1", "Y2"), ("Y2", "M")]
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


OTHER_MENTOR = {
    "id": "Q",
    "level": "Vice President",
    "manager": "X4",
    "time_zone": "Asia/Tokyo",
    "location": "Kyoto",
    "languages": "Japanese",
}
OTHER_LEADER = {
    "id": "R",
    "level": "Junior",
    "manager": "X4",
    "time_zone": "America/New_York",
    "location": "Quito",
    "languages": "Spanish",
    "availability": "Fri afternoon",
}


@pytest.mark.parametrize(("mentor", "leader", "settings", "expected"), CASES)
def test_others_whom_the_rules_forbid_change_nothing_between_two(
    mentor: dict[str, object],
    leader: dict[str, object],
    settings: dict[str, object],
    expected: list[str],
) -> None:
    """Where a rule forbids nobody it is passed over; here each is asked, also at its edge."""
    alone = two_people(mentor, leader, **settings)
    more = program([{"id": "M", **mentor}, OTHER_MENTOR], [{"id": "L", **leader}, OTHER_LEADER])
    crowd = {key: more.tables[key] for key in ("mentors", "leaders")}
    assert forbidding(replace(alone, tables={**alone.tables, **crowd})) == expected


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
        ("pairs", {**PAIR, "status": "Rejected"}, ["rejected"]),
        (
            "pairs",
            {**PAIR, "status": "Rejected", "rejected_because": "One of them said no"},
            ["veto"],
        ),
        ("nominations", {"nominee": "M", "selected": "Yes"}, []),
        ("nominations", {"nominee": "M", "selected": "No"}, []),
        ("nominations", {"nominee": "Gone", "selected": "Yes"}, ["chosen"]),
        ("nominations", {"nominee": "Gone", "selected": " yes"}, ["chosen"]),
    ],
)
def test_rules_from_other_tabs(table: str, row: dict[str, object], expected: list[str]) -> None:
    assert forbidding(filled(two_people({}, {}), table, [row])) == expected


TOO_CLOSE, UNFIT = "Too close at work", "Goals do not fit"
TEAMS: list[tuple[str, str, str, bool]] = [
    # manager of L, manager of K, why M and L were rejected, are M and K kept apart as well?
    ("X3", "X3", TOO_CLOSE, True),
    ("K", "", TOO_CLOSE, True),
    ("", "L", TOO_CLOSE, True),
    ("", "", TOO_CLOSE, False),
    ("X3", "X4", TOO_CLOSE, False),
    ("X3", "", TOO_CLOSE, False),
    ("", "X3", TOO_CLOSE, False),
    ("X3", "X3", UNFIT, False),
    ("X3", "X3", "", False),
]


def rejected_once(of_leader: str, of_other: str, because: str, **pair: object) -> Program:
    """M and N, L and K; the pair of M and L was rejected."""
    made = program(
        [{"id": "M"}, {"id": "N"}],
        [{"id": "K", "manager": of_other}, {"id": "L", "manager": of_leader}],
    )
    lines = [{"id": one, "name": one} for one in ("X3", "X4")]
    row = {"status": "Rejected", "rejected_because": because, **(pair or PAIR)}
    return filled(filled(made, "reporting", lines), "pairs", [row])


ENDED: dict[str, object] = {**PAIR, "status": "Ended"}


def test_a_reason_of_a_pair_that_was_not_rejected_in_the_end_keeps_nobody_from_the_team() -> None:
    sides = Sides.of(rejected_once("X3", "X3", TOO_CLOSE, **ENDED))
    rules = HardRules.of(sides, common_time(sides))
    assert not rules.matrices["rejected"].any()
    assert rules.matrices["ended"].tolist() == [[False, True], [False, False]]


@pytest.mark.parametrize(("of_leader", "of_other", "because", "apart"), TEAMS)
def test_who_was_too_close_to_one_is_kept_from_the_team(
    of_leader: str, of_other: str, because: str, apart: bool
) -> None:
    sides = Sides.of(rejected_once(of_leader, of_other, because))
    rules = HardRules.of(sides, common_time(sides))
    assert rules.matrices["rejected"].tolist() == [[apart, True], [False, False]]


def test_one_rejected_pair_of_many_is_kept_apart_like_any_other() -> None:
    """So few are kept one by one and not as a matrix."""
    people = [f"{n:02}" for n in range(11)]
    made = program([{"id": f"M{n}"} for n in people], [{"id": f"L{n}"} for n in people])
    row = {"status": "Rejected", "rejected_because": UNFIT, "mentor_id": "M03", "leader_id": "L07"}
    sides = Sides.of(filled(made, "pairs", [row]))
    found = HardRules.of(sides, common_time(sides)).matrices["rejected"]
    assert np.argwhere(found).tolist() == [[3, 7]]


def test_a_rejected_row_that_hr_typed_names_people_without_ids() -> None:
    typed = rejected_once("", "", UNFIT, mentor="M", leader="l@example.com")
    sides = Sides.of(typed)
    rules = HardRules.of(sides, common_time(sides))
    assert rules.matrices["rejected"].tolist() == [[False, True], [False, False]]


@pytest.mark.parametrize(
    ("mentor", "leader", "told"),
    [
        ({"volunteered": "No"}, {}, ["Mia has not volunteered"]),
        ({}, {"volunteered": "No"}, ["Leo has not volunteered"]),
        ({"volunteered": "No"}, {"volunteered": "No"}, ["Mia and Leo have not volunteered"]),
        ({"capacity": 0}, {}, ["Mia has no place (capacity 0)"]),
        ({}, {"level": None}, ["the level of Leo is not known"]),
        ({"level": "Director"}, {}, ["their levels are too close"]),
        ({"not_with": "L"}, {}, ["something private stands in the way"]),
    ],
)
def test_what_is_said_of_one_pair_names_whom_it_is_about(
    mentor: dict[str, object], leader: dict[str, object], told: list[str]
) -> None:
    made = program(
        [{"id": "A"}, {"id": "M", "name": "Mia", **mentor}],
        [{"id": "L", "name": "Leo", **leader}, {"id": "Z"}],
    )
    sides = Sides.of(made)
    rules = HardRules.of(sides, common_time(sides))
    assert [rule.between(sides, (1, 0)) for rule in rules.standing_between((1, 0))] == told


def test_a_veto_on_a_shared_name_holds_for_everybody_of_that_name() -> None:
    leaders = [{"id": i, "name": "Kim Lee", "email": f"{i}@example.com"} for i in ("L1", "L2")]
    sides = Sides.of(program([{"id": "M", "not_with": "Kim Lee"}], leaders))
    assert HardRules.of(sides, common_time(sides)).matrices["veto"].tolist() == [[True, True]]


def test_the_checker_reads_the_rules_the_same_way() -> None:
    strange = {"Somebody Else", "Atlantis/City", "l@example.com", "m@example.com; Z", " bonn"}
    for mentor, leader, settings, expected in CASES:
        if strange & {*map(str, mentor.values()), *map(str, leader.values())}:
            continue  # the checker knows people and zones by their plain names only
        if "career_goals" in mentor:
            continue  # nor does it read career goals
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


PERSON = st.fixed_dictionaries(
    {
        "level": st.sampled_from(["Junior", "Manager", "Director", "Vice President", "Wizard"]),
        "volunteered": st.sampled_from(["Yes", "Yes", "Yes", "No"]),
        "capacity": st.sampled_from([0, 1, 2]),
        "location": st.sampled_from(["", "Bonn", "Lyon"]),
        "time_zone": st.sampled_from(["Europe/Berlin", "Europe/Helsinki", "America/New_York"]),
        "availability": st.sampled_from(
            ["Mon morning", "Mon afternoon", "Mon morning; Tue morning"]
        ),
        "languages": st.sampled_from(["", "English", "Finnish", "English; Finnish"]),
        "manager": st.sampled_from(["", "", "B1", "B2", "L0", "L1"]),
        "not_with": st.sampled_from(["", "", "L0", "M1", "L1; M0"]),
        "preferred": st.sampled_from(["", "L0", "M0"]),
    }
)
SETTINGS_DRAWN = st.fixed_dictionaries(
    {
        "need_same_place": st.booleans(),
        "zone_hours": st.sampled_from([0, 1, 6, 24]),
        "weight_preference": st.sampled_from([5, MUST_HAVE]),
    }
)


@given(
    st.lists(PERSON, min_size=1, max_size=4),
    st.lists(PERSON, min_size=1, max_size=4),
    SETTINGS_DRAWN,
    st.sampled_from([1, 3, pair_features.ROWS_AT_ONCE]),
)
def test_what_the_rules_remove_is_what_counting_pair_by_pair_gives(
    mentors: list[dict[str, object]],
    leaders: list[dict[str, object]],
    settings: dict[str, object],
    at_once: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_features, "ROWS_AT_ONCE", at_once)
        check_what_is_removed(mentors, leaders, settings)


def check_what_is_removed(
    mentors: list[dict[str, object]],
    leaders: list[dict[str, object]],
    settings: dict[str, object],
) -> None:
    made = program(
        [{**one, "id": f"M{k}"} for k, one in enumerate(mentors)],
        [{**one, "id": f"L{k}"} for k, one in enumerate(leaders)],
        **settings,
    )
    sides = Sides.of(made)
    rules = HardRules.of(sides, common_time(sides))
    n, m = sides.shape
    cells = [(i, j) for i in range(n) for j in range(m)]
    standing = {cell: [rule.name for rule in rules.standing_between(cell)] for cell in cells}
    assert rules.allowed.tolist() == [[not standing[i, j] for j in range(m)] for i in range(n)]
    rows, columns = (np.array(at) for at in zip(*cells))
    for rule in RULES:
        name, effect = rule.name, rules.effects[rule.name]
        matrix = rules.matrices[name]
        assert matrix.tolist() == [[name in standing[i, j] for j in range(m)] for i in range(n)]
        assert rules.at(name, rows, columns).tolist() == matrix.ravel().tolist()
        assert effect.removed == matrix.sum()
        assert effect.alone == sum(found == [name] for found in standing.values())
        without = rules.without(sides, name)
        assert without.allowed.tolist() == [
            [not {*standing[i, j]} - {name} for j in range(m)] for i in range(n)
        ]
        for side, freed in ((1, effect.mentors_freed), (0, effect.leaders_freed)):
            now, then = rules.allowed.any(axis=side), without.allowed.any(axis=side)
            assert freed.tolist() == (then & ~now).tolist()
        for found, lifted in ((rules, ""), (without, name)):
            for asked, they in zip((mentors, leaders), found.taking_part):
                assert they.tolist() == [takes_part(one, lifted) for one in asked]
        here, there = (
            (np.ones(k, dtype=bool) for k in (n, m)) if rule.keeps_out else rules.taking_part
        )
        assert effect.mentors_without.tolist() == [
            bool(here[i] and rules.formulas[name] is not None and matrix[i, there].all())
            for i in range(n)
        ]
        assert effect.leaders_without.tolist() == [
            bool(there[j] and rules.formulas[name] is not None and matrix[here, j].all())
            for j in range(m)
        ]
        part = (np.nonzero(here)[0], 0)
        assert rules.forbidden(name, part).tolist() == matrix[here][:, :1].tolist()


def takes_part(one: dict[str, object], lifted: str) -> bool:
    """Whether no rule keeps the person out but perhaps the lifted one."""
    return (one["volunteered"] == "Yes" or lifted == "volunteered") and (
        one["capacity"] != 0 or lifted == "places"
    )


def test_the_decisive_rule_is_the_one_whose_lifting_helps_most() -> None:
    leaders = [
        {"id": "L1", "languages": "Finnish"},
        {"id": "L2", "languages": "Finnish"},
        {"id": "L3", "languages": "Finnish", "level": "Junior"},
        {"id": "L4", "level": "Junior"},
        {"id": "L5", "level": "Junior", "availability": "Tue morning"},
        {"id": "L6", "level": "Junior", "availability": "Tue morning"},
    ]
    sides = Sides.of(program([{"id": "M"}], leaders))
    rules = HardRules.of(sides, common_time(sides))
    assert rules.counts()["level_gap"] == 4  # more than language removes, but only one alone
    decisive = rules.decisive((slice(None), slice(None)))
    assert decisive is not None
    assert decisive.name == "language"
    only = rules.decisive((0, 3))
    assert only is not None
    assert only.name == "level_gap"


def test_of_rules_that_remove_as_much_the_first_decides_and_none_where_none_removes() -> None:
    leaders = [{"id": "L1", "languages": "Finnish"}, {"id": "L2", "level": "Junior"}, {"id": "L3"}]
    sides = Sides.of(program([{"id": "M"}], leaders))
    rules = HardRules.of(sides, common_time(sides))
    first = rules.decisive((slice(None), slice(None)))
    assert first is next(rule for rule in RULES if rule.name in ("language", "level_gap"))
    assert rules.decisive((0, 2)) is None
    second = rules.decisive((0, 1))  # of this pair alone, not of those beside it
    assert second is not None
    assert second.name == "level_gap"
    third = rules.decisive((0, 0))
    assert third is not None
    assert third.name == "language"
