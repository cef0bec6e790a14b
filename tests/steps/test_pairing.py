"""Suggest pairs: given these answers, these pairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import NoFeasiblePairing, StepTooEarly
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.model import Audience
from revmentor_xl.schema.settings import Settings
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.explained.reasons import USED
from revmentor_xl.steps.pairing.features.common_time import common_time
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.problem import Problem
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.score.scoring import scores
from tests.checker_pairing import allowed, best_by_trying, certified_bound, complaints, places
from tests.othersolvers import HAS_CBC
from tests.programs import filled, program
from tests.tries import tries

Row = dict[str, object]
FIRST = WORKBOOK.sheet_of["pairs"].header_row + 1
SOLVERS = ["HiGHS", pytest.param("CBC", marks=pytest.mark.skipif(not HAS_CBC, reason="no CBC"))]


def pairs(made: Program) -> dict[str, str]:
    table = made.table("pairs")
    return dict(zip(table["pair_id"], table["status"]))


def codes(made: Program) -> list[str]:
    return [finding.code for finding in made.findings if finding.found_by == "pair"]


def finding(made: Program, code: str) -> Finding:
    return next(one for one in made.findings if one.code == code)


def crossed(**settings: object) -> Program:
    """Two mentors, two leaders; M1 fits L1 and M2 fits L2."""
    return program(
        [{"id": "M1", "strengths": "Python"}, {"id": "M2", "strengths": "SQL"}],
        [{"id": "L1", "learning_goals": "Python"}, {"id": "L2", "learning_goals": "SQL"}],
        **settings,
    )


def rule(mentor: str, leader: str, kind: str = "Must pair") -> Row:
    return {"mentor": mentor, "leader": leader, "rule": kind}


def earlier(mentor: str, leader: str, status: str, **more: object) -> Row:
    ids = {"pair_id": f"{mentor}+{leader}", "mentor_id": mentor, "leader_id": leader}
    return {**ids, "mentor": mentor, "leader": leader, "status": status, **more}


def test_the_best_pairs_are_proposed_with_reasons() -> None:
    done = pair(crossed())
    assert pairs(done) == {"M1+L1": "Proposed", "M2+L2": "Proposed"}
    first = done.table("pairs").iloc[0]
    assert first["reason"] == "M1 can teach Python; they work in different departments."
    assert (first["mentor"], first["leader_department"]) == ("M1", "Finance")
    assert done.show == "Pairs"
    assert done.said.startswith("2 pairs, proven best (total ")
    assert complaints(done) == []


def test_most_pairs_come_before_the_best_score() -> None:
    # M1 fits L1 best, but M2 can only meet L1
    made = program(
        [
            {"id": "M1", "strengths": "Python"},
            {"id": "M2", "availability": "Tue morning"},
        ],
        [
            {"id": "L1", "learning_goals": "Python", "availability": "Mon morning; Tue morning"},
            {"id": "L2"},
        ],
    )
    assert set(pairs(pair(made))) == {"M1+L2", "M2+L1"}


@pytest.mark.parametrize(
    ("table", "rows", "expected", "found"),
    [
        ("rules", [rule("M1", "L2")], {"M1+L2", "M2+L1"}, []),
        ("rules", [rule("M1", "L1", "Must not pair")], {"M1+L2", "M2+L1"}, []),
        ("rules", [rule("M1", "L2"), rule("M1", "L2", "Must not pair")],
         {"M1+L1", "M2+L2"}, ["RM501"]),
        ("rules", [rule("M1", "L1"), rule("M1", "L2")], {"M1+L1", "M2+L2"}, ["RM503"]),
        ("rules", [rule("M1", "Gone")], {"M1+L1", "M2+L2"}, ["RM226"]),
        ("rules", [rule("M1", "M2")], {"M1+L1", "M2+L2"}, ["RM502"]),
        ("pairs", [earlier("M1", "L2", "Proposed")], {"M1+L1", "M2+L2"}, []),
        ("pairs", [earlier("M1", "L2", "Proposed", keep="Yes")], {"M1+L2", "M2+L1"}, []),
        ("pairs", [earlier("M1", "L2", "Approved")], {"M1+L2", "M2+L1"}, []),
        ("pairs", [earlier("M1", "L2", "Active")], {"M1+L2", "M2+L1"}, []),
        ("pairs", [earlier("M1", "L1", "Ended")], {"M1+L2", "M2+L1", "M1+L1"}, []),
        ("pairs", [earlier("M1", "Gone", "Active")], {"M1+Gone", "M2+L2"}, ["RM511", "RM505"]),
        ("nominations", [{"nominee": "M2", "selected": "Yes"}], {"M2+L2"}, ["RM505"]),
    ],
)  # fmt: skip
def test_what_hr_settles_beforehand(
    table: str, rows: list[Row], expected: set[str], found: list[str]
) -> None:
    done = pair(filled(crossed(), table, rows))
    assert set(pairs(done)) == expected
    assert codes(done) == found


def test_what_hr_typed_is_carried_over_and_ended_pairs_stand_below() -> None:
    rows = [
        earlier("M1", "L1", "Ended", note="moved away"),
        earlier("M1", "L2", "Approved", note="asked both"),
    ]
    done = pair(filled(crossed(), "pairs", rows))
    table = done.table("pairs")
    assert list(table["pair_id"])[-1] == "M1+L1"
    kept = table.set_index("pair_id").loc["M1+L2"]
    assert (kept["status"], kept["note"]) == ("Approved", "asked both")
    assert table.set_index("pair_id").loc["M1+L1", "note"] == "moved away"


def test_an_approved_pair_that_breaks_a_rule_stays_with_a_finding() -> None:
    made = program([{"id": "M1", "not_with": "L1"}], [{"id": "L1"}])
    done = pair(filled(made, "pairs", [earlier("M1", "L1", "Active")]))
    assert pairs(done) == {"M1+L1": "Active"}
    told = finding(done, "RM510")
    assert "something private stands in the way" in told.message
    assert (told.sheet, told.cell) == ("Pairs", done.places["pairs"].cell(FIRST, "status"))


def test_a_demanded_pair_against_a_hard_rule_is_refused_with_the_reason() -> None:
    made = filled(
        program([{"id": "M1", "manager": "L1"}], [{"id": "L1"}, {"id": "L2"}]),
        "rules",
        [rule("M1", "L1")],
    )
    done = pair(made)
    assert set(pairs(done)) == {"M1+L2"}
    assert "reporting line" in finding(done, "RM502").message
    assert finding(done, "RM502").cell == "C6"


@pytest.mark.parametrize(
    ("mentor", "why", "remedy"),
    [
        ({"level": "Director"}, "too close in level to any leader", "further apart"),
        ({"languages": "Finnish"}, "no common language with any leader", "languages"),
        ({"availability": "Fri morning"}, "no common hour", "availability"),
        ({"not_with": "L1; L2"}, "private wishes rule out any leader", "private wish"),
        ({}, "all 2 suitable leaders are taken", "capacity"),
        ({"not_with": "L1"}, "the only suitable leader is taken", "capacity"),
    ],
)
def test_who_is_left_over_and_why(mentor: Row, why: str, remedy: str) -> None:
    made = program(
        [
            {"id": "A1", "preferred": "L1"},
            {"id": "A2", "preferred": "L2"},
            {"id": "M", **mentor},
        ],
        [{"id": "L1", "preferred": "A1"}, {"id": "L2", "preferred": "A2"}],
    )
    done = pair(made)
    told = finding(done, "RM504")
    assert told.message.startswith("M (mentor)")
    assert why in told.message
    assert remedy in told.remedy
    assert told.cell == "B8"
    assert done.said.endswith("1 person has no partner: see the Waiting list.")


def test_people_who_take_no_part_are_not_called_left_over() -> None:
    made = program([{"id": "M1"}, {"id": "M2", "volunteered": "No"}], [{"id": "L1"}])
    assert codes(pair(made)) == []


def test_capacity_is_used() -> None:
    made = program([{"id": f"M{k}"} for k in range(4)], [{"id": "L", "capacity": 3}])
    done = pair(made)
    assert len(pairs(done)) == 3
    assert codes(done) == ["RM504"]
    assert complaints(done) == []


@pytest.mark.parametrize(
    ("mentors", "leaders", "error", "words"),
    [
        ([], [{"id": "L"}], StepTooEarly, "Mentors"),
        ([{"id": "M"}], [], StepTooEarly, "Leaders"),
        ([{"id": "M"}], [{"id": "L", "languages": "Finnish"}], NoFeasiblePairing, "language"),
        ([{"id": "M", "volunteered": "No"}], [{"id": "L"}], NoFeasiblePairing, "volunteered"),
    ],
)
def test_what_stops_the_work(
    mentors: list[Row], leaders: list[Row], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        pair(program(mentors, leaders))


def test_running_it_again_changes_nothing_and_doubles_no_finding() -> None:
    once = pair(program([{"id": "M1"}, {"id": "M2"}], [{"id": "L1"}]))
    twice = pair(once)
    assert pairs(twice) == pairs(once)
    assert codes(twice) == codes(once) == ["RM504"]


# --- laws ------------------------------------------------------------------

SKILLS = ("Python", "SQL", "Coaching", "Negotiation")
# Many rules stand between two people: each has to let most of them pass, or nobody is left.
HOURS = (
    *("Mon morning", "Tue morning", "Mon morning; Mon afternoon", "Mon morning; Tue morning"),
    *("Mon afternoon; Tue morning", "Mon morning; Mon afternoon; Tue morning", ""),
)
VALUES = ("Courage", "Kindness", "Courage; Kindness", "Courage; Kindness", "")
LANGUAGES = ("English", "English", "English; French", "English; French", "French", "")


def some(values: tuple[str, ...], most: int = 2) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map("; ".join)


def persons(prefix: str, other: str, level: st.SearchStrategy[str]) -> st.SearchStrategy[list[Row]]:
    others = tuple(f"{other}{k}" for k in range(1, 5))
    answers = st.fixed_dictionaries(
        {
            "level": level,
            "strengths": some(SKILLS, 3),
            "learning_goals": some(SKILLS, 3),
            "availability": st.sampled_from(HOURS),
            "languages": st.sampled_from(LANGUAGES),
            "values": st.sampled_from(VALUES),
            "department": st.sampled_from(("Sales", "IT", "")),
            "capacity": st.sampled_from((None, 1, 2, 1, 2, 0)),
            "manager": st.sampled_from(("", "", "", "", "X", "L1", "L2", "M1")),
            "not_with": some(others, 1),
            "preferred": some(others),
            "volunteered": st.sampled_from((*("Yes",) * 7, "No")),
            "ergs": st.just("SecretCircle"),
            "generation": st.just("SecretAge"),
            "perspectives": st.just("SecretView"),
            "topics_declined": st.just("SecretTopic"),
        }
    )

    def named(rows: list[Row]) -> list[Row]:
        return [{**row, "id": f"{prefix}{k}"} for k, row in enumerate(rows, start=1)]

    return st.lists(answers, min_size=1, max_size=4).map(named)


MENTORS = persons("M", "L", st.sampled_from(("Intern", "Junior", "Junior", "Intern", "Senior", "")))
LEADERS = persons("L", "M", st.sampled_from(("Manager", "Director", "Executive")))


def paired(made: Program) -> Program | None:
    try:
        return pair(made)
    except NoFeasiblePairing:
        return None


@settings(max_examples=tries(60), deadline=None)
@given(MENTORS, LEADERS)
def test_no_set_of_pairs_is_larger_or_better(mentors: list[Row], leaders: list[Row]) -> None:
    made = program(mentors, leaders)
    done = paired(made)
    sides = Sides.of(made)
    worth = scores(sides, common_time(sides)).hundredths
    legal = allowed(made)
    possible = np.array(
        [[legal[m, ld] for ld in sides.leaders["id"]] for m in sides.mentors["id"]], dtype=bool
    )
    limits = [
        [places(p) for p in side.to_dict("records")] for side in (sides.mentors, sides.leaders)
    ]
    number, total = best_by_trying(worth, possible, *limits)
    if done is None:
        assert number == 0
        return
    table = done.table("pairs")
    assert complaints(done) == []
    assert len(table) == number
    assert round(table["score"].sum() * 100) == total
    at = {key: i for i, key in enumerate(sides.mentors["id"])}
    to = {key: j for j, key in enumerate(sides.leaders["id"])}
    cells = [(at[m], to[ld]) for m, ld in zip(table["mentor_id"], table["leader_id"])]
    assert certified_bound(worth, possible, *map(np.array, limits), cells) == total


@settings(max_examples=tries(25), deadline=None)
@given(MENTORS, LEADERS, st.randoms(use_true_random=False))
def test_shuffled_rows_give_the_same_pairs(
    mentors: list[Row], leaders: list[Row], dice: Mapping[str, object]
) -> None:
    done = paired(program(mentors, leaders))
    for rows in (mentors, leaders):
        dice.shuffle(rows)  # type: ignore[attr-defined]
    again = paired(program(mentors, leaders))
    assert (done is None) == (again is None)
    if done is not None and again is not None:
        assert done.cells("pairs").equals(again.cells("pairs"))
        assert done.said == again.said


@settings(max_examples=tries(25), deadline=None)
@given(MENTORS, LEADERS)
def test_nothing_private_is_shown_anywhere(mentors: list[Row], leaders: list[Row]) -> None:
    done = paired(program(mentors, leaders))
    if done is None:
        return
    shown = [*done.table("pairs")["reason"], done.said]
    assert not [text for text in shown if "Secret" in text]
    for one in done.findings:
        assert "Secret" not in one.message + one.remedy


def test_reasons_rest_on_what_the_two_may_see() -> None:
    may_see = {Audience.PARTICIPANT, Audience.SPONSOR}
    for table in ("mentors", "leaders"):
        assert {WORKBOOK.table(table)[column].audience for column in USED} <= may_see


@settings(max_examples=tries(40), deadline=None)
@given(
    st.integers(0, 10**6), st.integers(1, 30), st.integers(1, 30), st.sampled_from((0.03, 0.1, 0.6))
)
def test_larger_plans_are_certified_without_a_solver(
    seed: int, n: int, m: int, dense: float
) -> None:
    dice = np.random.default_rng(seed)
    worth = dice.integers(0, 10_001, (n, m))
    possible = dice.random((n, m)) < dense / 100
    mentor_places, leader_places = dice.integers(0, 3, n), dice.integers(0, 4, m)
    plan = best_plan(Problem(worth, possible, mentor_places, leader_places), Settings())
    assert plan.is_proven
    if plan.cells:
        places = (mentor_places, leader_places)
        assert certified_bound(worth, possible, *places, plan.cells) == plan.total


@pytest.mark.parametrize("solver", SOLVERS)
def test_one_more_pair_is_worth_any_loss_of_score(solver: str) -> None:
    # two pairs could score 200 points, three only 0.03
    worth = np.array([[1, 0, 0], [10_000, 1, 0], [0, 10_000, 1]])
    possible = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 1]], dtype=bool)
    one = np.ones(3, dtype=np.int64)
    plan = best_plan(Problem(worth, possible, one, one), Settings(solver=solver))
    assert plan.cells == ((0, 0), (1, 1), (2, 2))
    assert (plan.total, plan.bound) == (3, 3)


def test_the_certificate_notices_a_worse_or_smaller_plan() -> None:
    worth, one = np.array([[10, 1], [1, 10]]), np.ones(2, dtype=np.int64)
    every = np.ones((2, 2), dtype=bool)
    assert certified_bound(worth, every, one, one, [(0, 0), (1, 1)]) == 20
    with pytest.raises(AssertionError):
        certified_bound(worth, every, one, one, [(0, 1), (1, 0)])
    with pytest.raises(AssertionError):
        certified_bound(worth, every, one, one, [(0, 0)])
