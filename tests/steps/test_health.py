"""Each rule fires alone, the first one counts, and nobody's answer is given away."""

from __future__ import annotations

from datetime import timedelta

import pytest

from revmentor_xl.program import Program
from revmentor_xl.schema.content.defaults import RESOURCES
from revmentor_xl.steps.health.health import Records, health
from revmentor_xl.steps.health.rules import ATTENTION, FINE, RULES, UNKNOWN, Rule, fired
from tests.programs import MONDAY, filled, program

Answers = dict[str, object]
ANSWERED: Answers = {"talks_useful": 4, "can_raise_hard_point": 5, "pairing_wish": "Keep"}


def one_pair(
    held: str = "HHH",
    mentor: Answers | None = ANSWERED,
    leader: Answers | None = ANSWERED,
    days: int = 77,
) -> Program:
    """A pair with one letter per session: H held, M missed, C cancelled, P planned.

    Sessions are every two weeks; today is so many days after the first.
    """
    people = program([{"id": "M1"}], [{"id": "L1"}], today=MONDAY + timedelta(days=days))
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


SILENT: dict[str, Answers | None] = {"mentor": None, "leader": None}

# rule, does it fire, and for which pair: the two rows of a rule lie on either side of its edge
CASES: list[tuple[str, bool, Program]] = [
    ("on track", True, one_pair()),
    ("on track", True, one_pair("HHCHP")),
    ("on track", True, one_pair("P", days=21)),
    ("on track", True, one_pair("HPP", **SILENT, days=21)),
    ("on track", True, one_pair("", mentor=None)),
    ("on track", False, one_pair("HHM")),
    ("on track", False, one_pair("PPP", **SILENT, days=21)),
    ("asks to change", True, one_pair(leader=with_answer(pairing_wish="Change"))),
    ("asks to change", True, one_pair(mentor=with_answer(pairing_wish="Change"))),
    ("asks to change", False, one_pair(leader=with_answer(pairing_wish="Adjust"))),
    ("hard points", True, one_pair(leader=with_answer(can_raise_hard_point=2))),
    ("hard points", True, one_pair(mentor=with_answer(can_raise_hard_point=1))),
    ("hard points", False, one_pair(leader=with_answer(can_raise_hard_point=3))),
    ("hard points", False, one_pair(leader=with_answer(can_raise_hard_point=None))),
    ("two missed in a row", True, one_pair("HMM")),
    ("two missed in a row", True, one_pair("MM")),
    ("two missed in a row", True, one_pair("HMCM")),  # nobody missed what was cancelled
    ("two missed in a row", False, one_pair("MHM")),
    ("two missed in a row", False, one_pair("MMH")),
    ("two missed in a row", False, one_pair("M")),
    ("asks to adjust", True, one_pair(mentor=with_answer(pairing_wish="Adjust"))),
    ("asks to adjust", False, one_pair(mentor=with_answer(pairing_wish="Keep"))),
    ("talks of little use", True, one_pair(leader=with_answer(talks_useful=2))),
    ("talks of little use", False, one_pair(leader=with_answer(talks_useful=3))),
    ("not heard", True, one_pair(mentor=with_answer(heard_as_professional=2))),
    ("not heard", False, one_pair(mentor=with_answer(heard_as_professional=3))),
    ("workload", True, one_pair(mentor=with_answer(workload_fair=2))),
    ("workload", False, one_pair(mentor=with_answer(workload_fair=3))),
    ("one missed", True, one_pair("HHM")),
    ("one missed", True, one_pair("HMH")),
    ("one missed", False, one_pair("HMHH")),
    ("one missed", False, one_pair("MMHH")),
    ("one missed", False, one_pair("HMM")),  # said once: two are missed
    ("never met", True, one_pair("PPP", days=28)),
    ("never met", True, one_pair("PPP", **SILENT, days=28)),
    ("never met", False, one_pair("PPP", days=27)),
    ("never met", False, one_pair("HPP", days=28)),
    ("never met", False, one_pair("", mentor=None)),  # nothing was planned
    ("nobody answered", True, one_pair(**SILENT, days=84)),
    ("nobody answered", False, one_pair(**SILENT, days=83)),
    ("nobody answered", False, one_pair(mentor=None, days=84)),
    ("nobody answered", False, one_pair(leader=None, days=84)),
    ("too early", True, one_pair("", **SILENT, days=0)),
    ("too early", True, one_pair("", **SILENT)),
    ("too early", True, one_pair("PPP", **SILENT, days=-14)),
    ("too early", True, one_pair("PPP", **SILENT, days=27)),
    ("too early", True, one_pair("CPP", **SILENT, days=21)),
    ("too early", True, one_pair("HHH", **SILENT, days=-7)),
    ("too early", False, one_pair("PPP", **SILENT, days=28)),
    ("too early", False, one_pair("HPP", **SILENT, days=0)),
    ("too early", False, one_pair("PPP", mentor=None, days=21)),
]


def rules_of(pair: Program) -> list[str]:
    ((_, row),) = pair.table("pairs").iterrows()
    return [rule.name for rule in fired(Records.of(pair).evidence(row))]


@pytest.mark.parametrize(("rule", "fires", "pair"), CASES)
def test_each_rule_fires_and_stays_silent(rule: str, fires: bool, pair: Program) -> None:
    assert (rule in rules_of(pair)) is fires


@pytest.mark.parametrize("rule", [*RULES, FINE, UNKNOWN], ids=lambda rule: rule.name)
def test_every_rule_has_a_case_of_each_kind(rule: Rule) -> None:
    """A rule that is added without its two rows fails here."""
    assert {fires for name, fires, _ in CASES if name == rule.name} == {True, False}
    (pair, *_) = (pair for name, fires, pair in CASES if name == rule.name and fires)
    (row,) = health(pair).table("health").to_dict("records")
    assert (row["why"], row["health"]) == (rule.why, rule.state)


def test_no_case_is_about_a_rule_that_is_gone() -> None:
    assert {name for name, *_ in CASES} == {rule.name for rule in (*RULES, FINE, UNKNOWN)}


def test_the_gravest_rule_counts() -> None:
    both = one_pair("HHM", leader=with_answer(pairing_wish="Change", talks_useful=1))
    assert health(both).table("health")["health"].tolist() == ["At risk"]
    states = [rule.state for rule in RULES]
    assert states.index(ATTENTION) == states.count("At risk")


def test_nothing_is_claimed_before_anything_is_known() -> None:
    (row,) = health(one_pair("PPP", None, None, days=-14)).table("health").to_dict("records")
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
    (row,) = health(one_pair("HHHHHHHHM", days=28)).table("health").to_dict("records")
    assert (row["held"], row["missed"], row["health"]) == (3, 0, "On track")


def test_nothing_shown_tells_who_said_it_or_a_rating() -> None:
    for rule in RULES:
        shown = f"{rule.why} {rule.action}".replace("month-3", "")
        assert "the mentor " not in rule.why.casefold()
        assert "the leader " not in rule.why.casefold()
        assert not any(digit in shown for digit in "012345")


@pytest.mark.parametrize(
    ("held", "mentor", "leader", "action"),
    [
        ("HHH", "", "", "Nothing to do for now."),
        ("HHH", "more time", "", "Answer what they asked for: “more time”"),
        ("HHH", "time", "a room", "Answer what they asked for: “a room” / “time”"),
        ("HHM", "", "", "Ask whether the usual hour still suits both."),
        (
            "HHM",
            "",
            "a room",
            "Ask whether the usual hour still suits both. Help asked for: “a room”",
        ),
    ],
)
def test_help_wanted_stands_in_the_action(held: str, mentor: str, leader: str, action: str) -> None:
    given = [with_answer(help_wanted=text) if text else ANSWERED for text in (mentor, leader)]
    (row,) = health(one_pair(held, *given)).table("health").to_dict("records")
    assert row["action"] == action


def test_a_row_says_whose_it_is_and_what_can_be_read() -> None:
    (row,) = health(one_pair("HHM")).table("health").to_dict("records")
    told = {"pair_id": "P1", "mentor": "Mira", "leader": "Lorenz", "held": 2, "missed": 1}
    assert {key: row[key] for key in told} == told
    assert row["resource"] == dict(RESOURCES)["Meetings slip"]
    (row,) = health(one_pair()).table("health").to_dict("records")
    assert row["resource"] == ""


@pytest.mark.parametrize(
    ("sessions", "rule"),
    [
        # by date, whatever the numbers and the order of rows
        ([("A", 3, 0, "Missed"), ("B", 2, 14, "Held"), ("C", 1, 28, "Held")], "on track"),
        ([("C", 1, 28, "Held"), ("B", 2, 14, "Held"), ("A", 3, 0, "Missed")], "on track"),
        ([("A", 1, 28, "Missed"), ("B", 2, 14, "Held"), ("C", 3, 0, "Held")], "one missed"),
        # without dates last, and by their numbers
        ([("A", 1, None, "Missed"), ("B", 2, 0, "Held"), ("C", 3, 14, "Held")], "one missed"),
        ([("A", 3, None, "Held"), ("B", 2, None, "Held"), ("C", 1, None, "Missed")], "on track"),
        ([("A", 1, None, "Held"), ("B", 2, None, "Held"), ("C", 3, None, "Missed")], "one missed"),
        # on one day and of one number (a make-up) by their IDs
        ([("C", 1, 0, "Missed"), ("B", 1, 0, "Held"), ("A", 1, 0, "Held")], "one missed"),
        ([("C", 1, 0, "Held"), ("B", 1, 0, "Held"), ("A", 1, 0, "Missed")], "on track"),
        # without a number before those with one
        ([("C", 1, 0, "Held"), ("B", 0, 0, "Held"), ("A", None, 0, "Missed")], "on track"),
    ],
)
def test_the_last_sessions_are_the_last_by_date(
    sessions: list[tuple[str, int | None, int | None, str]], rule: str
) -> None:
    rows = [
        {
            "event_id": event,
            "pair_id": "P1",
            "number": number,
            "held": held,
            "day": None if days is None else MONDAY + timedelta(days=days),
        }
        for event, number, days, held in sessions
    ]
    assert rules_of(filled(one_pair(), "sessions", rows)) == [rule]


def test_the_resources_are_those_that_the_rules_name() -> None:
    assert {rule.resource for rule in RULES} - {""} == dict(RESOURCES).keys()


def test_hr_decisions_stay_also_when_the_pair_has_ended() -> None:
    seen = health(one_pair("HMM"))
    cells = seen.cells("health").copy()
    cells["decision"] = "Called both on Monday"
    seen = health(seen.with_cells("health", cells))
    rows = seen.cells("health")[["pair_id", "decision"]].to_numpy().tolist()
    assert rows == [["P1", "Called both on Monday"]]  # not a second time as ended
    pairs = seen.cells("pairs")
    ended = [pairs.iloc[0].to_dict() | {"status": "Ended"}]
    other = pairs.iloc[0].to_dict() | {"pair_id": "P2"}
    (new, old) = health(filled(seen, "pairs", [*ended, other])).table("health").to_dict("records")
    assert (new["pair_id"], old["decision"], old["health"]) == ("P2", "Called both on Monday", "")
    told = {"pair_id": "P1", "mentor": "Mira", "leader": "Lorenz", "held": 1, "missed": 2}
    assert {key: old[key] for key in told} == told
    assert old["why"] == "This pair has ended."


def test_an_ended_pair_without_a_decision_is_gone() -> None:
    seen = health(one_pair("HMM"))
    first = seen.cells("pairs").iloc[0].to_dict()
    ended = filled(seen, "pairs", [first | {"status": "Ended"}, first | {"pair_id": "P2"}])
    assert health(ended).table("health")["pair_id"].tolist() == ["P2"]


def test_a_leader_with_two_mentors_speaks_for_both_pairs() -> None:
    pair = one_pair(leader=with_answer(pairing_wish="Adjust"))
    first = pair.cells("pairs").iloc[0].to_dict()
    two = filled(pair, "pairs", [first, first | {"pair_id": "P2", "mentor_id": "M2"}])
    assert health(two).table("health")["health"].tolist() == ["Needs attention"] * 2
