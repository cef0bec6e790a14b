"""Each rule fires alone, the first one counts, and nobody's answer is given away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from revmentor_xl.program import Program
from revmentor_xl.schema.content import RESOURCES
from revmentor_xl.steps.health import ATTENTION, FINE, RULES, UNKNOWN, health
from tests.programs import MONDAY, filled, program

Answers = dict[str, object]
ANSWERED: Answers = {"talks_useful": 4, "can_raise_hard_point": 5, "pairing_wish": "Keep"}


def one_pair(
    held: str = "HHH",
    mentor: Answers | None = ANSWERED,
    leader: Answers | None = ANSWERED,
    weeks: int = 11,
) -> Program:
    """A pair with one letter per session: H held, M missed, C cancelled, P planned."""
    people = program([{"id": "M1"}], [{"id": "L1"}], today=MONDAY + timedelta(weeks=weeks))
    row = {"pair_id": "P1", "mentor_id": "M1", "leader_id": "L1", "status": "Active"}
    paired = filled(people, "pairs", [row | {"mentor": "Mira", "leader": "Lorenz"}])
    words = {"H": "Held", "M": "Missed", "C": "Cancelled", "P": "Planned"}
    met = filled(
        paired,
        "sessions",
        [
            {"event_id": f"S{i}", "pair_id": "P1", "number": i + 1, "held": words[letter],
             "day": MONDAY + timedelta(weeks=2 * i)}
            for i, letter in enumerate(held)
        ],
    )  # fmt: skip
    answers = [
        {
            "answer_id": f"{who} Month 3",
            "person_id": who,
            "role": role,
            "moment": "Month 3",
            **given,
        }
        for who, role, given in (("M1", "Mentor", mentor), ("L1", "Leader", leader))
        if given is not None
    ]
    return filled(met, "checkins", answers)


def with_answer(**answer: object) -> Answers:
    return ANSWERED | answer


@pytest.mark.parametrize(
    ("rule", "pair"),
    [
        ("on track", one_pair()),
        ("on track", one_pair("HHCHP")),
        ("on track", one_pair("MMHH")),
        ("on track", one_pair("P", weeks=3)),
        ("asks to change", one_pair(leader=with_answer(pairing_wish="Change"))),
        ("hard points", one_pair(leader=with_answer(can_raise_hard_point=2))),
        ("two missed in a row", one_pair("HMM")),
        ("two missed in a row", one_pair("HMCM")),
        ("asks to adjust", one_pair(mentor=with_answer(pairing_wish="Adjust"))),
        ("talks of little use", one_pair(leader=with_answer(talks_useful=1))),
        ("not heard", one_pair(mentor=with_answer(heard_as_professional=2))),
        ("workload", one_pair(mentor=with_answer(workload_fair=2))),
        ("one missed", one_pair("HHM")),
        ("one missed", one_pair("HMH")),
        ("never met", one_pair("PPP", weeks=4)),
        ("nobody answered", one_pair(mentor=None, leader=None, weeks=12)),
        ("on track", one_pair(mentor=None, leader=None, weeks=11)),
        ("too early", one_pair("", None, None, weeks=0)),
        ("too early", one_pair("", None, None, weeks=11)),
        ("too early", one_pair("PPP", None, None, weeks=-2)),
        ("too early", one_pair("PPP", None, None, weeks=3)),
        ("too early", one_pair("CPP", None, None, weeks=3)),
        ("too early", one_pair("HHH", None, None, weeks=-1)),
        ("on track", one_pair("HPP", None, None, weeks=3)),
        ("on track", one_pair("", mentor=None, weeks=11)),
        ("never met", one_pair("PPP", None, None, weeks=4)),
        ("on track", one_pair(mentor=None, weeks=12)),
    ],
)
def test_each_rule(rule: str, pair: Program) -> None:
    (row,) = health(pair).table("health").to_dict("records")
    expected = next(one for one in (*RULES, FINE, UNKNOWN) if one.name == rule)
    assert (row["why"], row["health"]) == (expected.why, expected.state)


def test_the_gravest_rule_counts() -> None:
    both = one_pair("HHM", leader=with_answer(pairing_wish="Change", talks_useful=1))
    assert health(both).table("health")["health"].tolist() == ["At risk"]
    states = [rule.state for rule in RULES]
    assert states.index(ATTENTION) == states.count("At risk")


def test_nothing_is_claimed_before_anything_is_known() -> None:
    (row,) = health(one_pair("PPP", None, None, weeks=-2)).table("health").to_dict("records")
    assert (row["health"], row["why"], row["action"], row["resource"]) == (
        "Too early",
        "Nothing known yet.",
        "Nothing to do yet.",
        "",
    )


@pytest.mark.parametrize(
    ("held", "answer", "why"),
    [
        (
            "HMM",
            {"talks_useful": 1, "workload_fair": 1, "heard_as_professional": 1},
            "The last two sessions were missed. Also: The sessions may give too little that can be "
            "used. The talks may not be about what each knows and can do.",
        ),
        (
            "HHM",
            {"pairing_wish": "Change"},
            "A change of partner was asked for in the check-in. Also: One of the last two sessions "
            "was missed.",
        ),
        ("HMM", {}, "The last two sessions were missed."),
    ],
)
def test_further_reasons_stand_behind_the_first(held: str, answer: Answers, why: str) -> None:
    (row,) = health(one_pair(held, with_answer(**answer))).table("health").to_dict("records")
    assert row["why"] == why


def test_sessions_to_come_do_not_count() -> None:
    (row,) = health(one_pair("HHHHHHHHM", weeks=4)).table("health").to_dict("records")
    assert (row["held"], row["missed"], row["health"]) == (3, 0, "On track")


def test_nothing_shown_tells_who_said_it_or_a_rating() -> None:
    for rule in RULES:
        shown = f"{rule.why} {rule.action}".replace("month-3", "")
        assert "the mentor " not in rule.why.casefold()
        assert "the leader " not in rule.why.casefold()
        assert not any(digit in shown for digit in "012345")


def test_help_wanted_stands_in_the_action() -> None:
    asked = one_pair(mentor=with_answer(help_wanted="more time"))
    assert "asked for: “more time”" in health(asked).table("health")["action"].iloc[0]


def test_the_resources_are_those_that_the_rules_name() -> None:
    assert {rule.resource for rule in RULES} - {""} == dict(RESOURCES).keys()


def test_hr_decisions_stay_also_when_the_pair_has_ended() -> None:
    seen = health(one_pair("HMM"))
    cells = seen.cells("health").copy()
    cells["decision"] = "Called both on Monday"
    seen = health(seen.with_cells("health", cells))
    assert seen.table("health")["decision"].tolist() == ["Called both on Monday"]
    pairs = seen.cells("pairs")
    ended = [pairs.iloc[0].to_dict() | {"status": "Ended"}]
    other = pairs.iloc[0].to_dict() | {"pair_id": "P2"}
    (new, old) = health(filled(seen, "pairs", [*ended, other])).table("health").to_dict("records")
    assert (new["pair_id"], old["decision"], old["health"]) == ("P2", "Called both on Monday", "")


def test_a_leader_with_two_mentors_speaks_for_both_pairs() -> None:
    pair = one_pair(leader=with_answer(pairing_wish="Adjust"))
    first = pair.cells("pairs").iloc[0].to_dict()
    two = filled(pair, "pairs", [first, first | {"pair_id": "P2", "mentor_id": "M2"}])
    assert health(two).table("health")["health"].tolist() == ["Needs attention"] * 2
