"""The check after the search: what is right passes, and every kind of wrong plan is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import SolverFailed, WrongResult
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.group_guards import searched
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.problem import Aim, Plan, Prices
from revmentor_xl.steps.pairing.verified.optimality import bound_of
from revmentor_xl.steps.pairing.verified.plain_rules import PRIVATE, PlainRules, verify
from tests.checker_pairing import broken_rules, people
from tests.programs import filled, program
from tests.steps.test_pairing import LEADERS, MENTORS
from tests.steps.test_pairing_rules import CASES, ENDED, TEAMS, TOO_CLOSE, rejected_once, two_people
from tests.tries import tries

Row = dict[str, object]
Cells = list[tuple[int, int]]


def checked(made: Program, change: Callable[[Plan], Plan] = lambda plan: plan) -> None:
    """Searches, changes the plan, and has it checked."""
    case = Case.of(made)
    plan = change(searched(case).plan)
    verify(case, [*case.settled.cells, *plan.cells], plan)


def crossed(**more: object) -> Program:
    """M1 fits L1 and M2 fits L2; L1 has two places."""
    return program(
        [{"id": "M1", "strengths": "Python"}, {"id": "M2", "strengths": "SQL"}],
        [
            {"id": "L1", "learning_goals": "Python", "capacity": 2},
            {"id": "L2", "learning_goals": "SQL"},
        ],
        **more,
    )


def using(*cells: tuple[int, int]) -> Callable[[Plan], Plan]:
    """The same plan with other pairs, and a total and bound that look right."""

    def changed(plan: Plan) -> Plan:
        case = Case.of(crossed())
        total = sum(int(case.worth.hundredths[cell]) for cell in cells)
        return replace(plan, cells=cells, total=total, bound=max(total, plan.bound))

    return changed


def test_what_the_search_finds_passes() -> None:
    for aim in ("Best total", "Worst-off pair first", "As even as possible"):
        checked(crossed(objective=aim))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (using((0, 0), (0, 0)), "stands there twice"),
        (using((0, 0), (0, 1)), "M1 was given 2 partners and has 1 place"),
        (using((0, 0)), "one more pair would be possible"),
        (lambda plan: replace(plan, total=plan.total + 1), "not the sum of the scores"),
        (lambda plan: replace(plan, bound=plan.total - 1), "above what is possible"),
    ],
)
def test_a_wrong_plan_is_refused(change: Callable[[Plan], Plan], words: str) -> None:
    with pytest.raises(WrongResult, match=words) as refused:
        checked(crossed(need_common_time=False), change)
    assert isinstance(refused.value, SolverFailed)
    assert "Nothing was changed" in refused.value.message
    assert refused.value.remedy.endswith(".")


def test_a_worse_plan_that_calls_itself_proven_is_refused() -> None:
    def worse(plan: Plan) -> Plan:
        changed = using((0, 1), (1, 0))(plan)
        return replace(changed, bound=changed.total)

    with pytest.raises(WrongResult, match="does not follow from the prices"):
        checked(crossed(need_common_time=False), worse)


def test_a_plan_whose_worst_pair_could_be_better_off_is_refused() -> None:
    # across one pair fits well and one not at all; straight both fit a little
    made = crossed(objective="Worst-off pair first", need_common_time=False)
    with pytest.raises(WrongResult, match="worst-off pair could be better off"):
        checked(made, using((0, 1), (1, 0)))


def uneven(objective: str, **more: object) -> Program:
    """Straight one pair has 76 points and one 18; across they have 46 and 37."""
    return program(
        [{"id": "M1", "strengths": "Python; SQL"}, {"id": "M2", "strengths": "SQL"}],
        [
            {"id": "L1", "learning_goals": "Python; SQL"},
            {"id": "L2", "learning_goals": "Excel; Python"},
        ],
        objective=objective,
        need_common_time=False,
        **more,
    )


def straight(plan: Plan) -> Plan:
    assert plan.cells == ((0, 1), (1, 0))
    total = Case.of(uneven("Best total")).problem.total(((0, 0), (1, 1)))
    return replace(plan, cells=((0, 0), (1, 1)), total=total, bound=max(total, plan.bound))


@pytest.mark.parametrize("objective", ["Worst-off pair first", "As even as possible"])
def test_one_pair_that_could_be_better_off_is_enough(objective: str) -> None:
    made = uneven(objective)
    checked(made)
    with pytest.raises(WrongResult, match="worst-off pair could be better off"):
        checked(made, straight)


def test_even_means_in_the_same_band_of_points() -> None:
    with pytest.raises(WrongResult, match="worst-off pair could be better off"):
        checked(uneven("As even as possible", band_points=20), straight)  # 18 and 37
    within = searched(Case.of(uneven("As even as possible", band_points=40))).plan
    assert within.cells == ((0, 0), (1, 1))
    checked(uneven("As even as possible", band_points=40))


@pytest.mark.parametrize("objective", ["Worst-off pair first", "As even as possible"])
def test_who_would_change_partners_twice_makes_room_once(objective: str) -> None:
    # M1 fits everybody, M2 and M3 fit L1 only: two pairs can be better off, three cannot
    made = program(
        [
            {"id": "M1", "strengths": "Python; SQL; Excel"},
            {"id": "M2", "strengths": "Python"},
            {"id": "M3", "strengths": "Python"},
        ],
        [
            {"id": "L1", "learning_goals": "Python"},
            {"id": "L2", "learning_goals": "SQL"},
            {"id": "L3", "learning_goals": "Excel"},
        ],
        objective=objective,
        need_common_time=False,
    )

    def straight(plan: Plan) -> Plan:
        cells = ((0, 0), (1, 1), (2, 2))
        assert plan.cells != cells
        return replace(plan, cells=cells, total=Case.of(made).problem.total(cells))

    checked(made, straight)


@pytest.mark.parametrize("objective", ["Best total", "Worst-off pair first", "As even as possible"])
def test_where_nobody_can_be_paired_nobody_could_be_better_off(objective: str) -> None:
    checked(program([{"id": "M"}], [{"id": "L", "volunteered": "No"}], objective=objective))


def test_when_a_settled_pair_is_the_worst_off_the_total_of_the_others_counts() -> None:
    # straight one pair fits well and one not at all; across both fit a little
    made = program(
        [{"id": "M1", "strengths": "Python; SQL"}, {"id": "M2", "strengths": "SQL"}, {"id": "M3"}],
        [
            {"id": "L1", "learning_goals": "Python; SQL"},
            {"id": "L2", "learning_goals": "Excel; Python"},
            {"id": "L3", "learning_goals": "Excel"},
        ],
        objective="Worst-off pair first",
        need_common_time=False,
    )
    pinned = filled(made, "rules", [{"mentor": "M3", "leader": "L3", "rule": "Must pair"}])
    case = Case.of(pinned)
    total, worst = (searched(case, aim).plan for aim in (Aim.TOTAL, Aim.WORST))
    assert worst.cells == total.cells == ((0, 0), (1, 1))
    alone = replace(case.problem, enough=10_000)
    assert best_plan(alone, pinned.settings, Aim.WORST).cells == ((0, 1), (1, 0))
    checked(pinned)


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("rules", {"mentor": "M1", "leader": "L1", "rule": "Must not pair"}, "Rules tab"),
        ("rules", {"mentor": "l1", "leader": "m1@example.com", "rule": "Never"}, "Rules tab"),
        ("pairs", {"status": "Ended"}, "a pair before"),
        ("pairs", {"status": "Rejected", "rejected_because": "Goals do not fit"}, "rejected"),
        ("pairs", {"status": "Rejected", "rejected_because": "One of them said no"}, PRIVATE),
        ("nominations", {"nominee": "M2", "selected": "Yes"}, "cohort"),
        ("nominations", {"nominee": "M2", "selected": " yes"}, "cohort"),
    ],
)
def test_pairs_against_a_rule_of_another_tab_are_refused(table: str, row: Row, words: str) -> None:
    pair = {"pair_id": "M1+L1", "mentor_id": "M1", "leader_id": "L1", "mentor": "M1"}
    before = Case.of(crossed())
    plan = searched(before).plan
    after = Case.of(filled(crossed(), table, [{**(pair if table == "pairs" else {}), **row}]))
    with pytest.raises(WrongResult, match=words):
        verify(after, list(plan.cells), plan)


def test_pairs_of_the_chosen_cohort_pass() -> None:
    chosen = [{"nominee": one, "selected": "Yes"} for one in ("M1", "M2")]
    checked(filled(crossed(), "nominations", chosen))


def test_what_is_private_stays_unnamed() -> None:
    before = Case.of(crossed())
    plan = searched(before).plan
    people = before.program.cells("mentors").assign(not_with=["L1", None])
    after = Case.of(before.program.with_cells("mentors", people))
    with pytest.raises(WrongResult, match="M1 and L1 were put together") as refused:
        verify(after, list(plan.cells), plan)
    assert "although something private stands in the way" in refused.value.message


def test_what_hr_approved_may_break_rules_and_take_more_places() -> None:
    rows = [
        {
            "pair_id": f"{m}+L2",
            "mentor_id": m,
            "leader_id": "L2",
            "mentor": m,
            "leader": "L2",
            "status": "Approved",
        }
        for m in ("M1", "M2")
    ]
    rule = {"mentor": "M1", "leader": "L2", "rule": "Must not pair"}
    checked(filled(filled(crossed(), "pairs", rows), "rules", [rule]))


@pytest.mark.parametrize("status", ["Approved", "Ended"])
def test_partners_who_are_gone_may_have_been_more_than_the_places(status: str) -> None:
    rows = [
        {"pair_id": f"{m}+L2", "mentor_id": m, "leader_id": "L2", "status": status}
        for m in ("Gone", "Left")
    ]
    checked(filled(crossed(), "pairs", rows))


def test_who_has_an_approved_partner_and_one_place_gets_no_other() -> None:
    row = {"pair_id": "M1+L2", "mentor_id": "M1", "leader_id": "L2", "status": "Approved"}
    case = Case.of(filled(crossed(need_common_time=False), "pairs", [row]))
    plan = using((0, 0))(searched(case).plan)
    with pytest.raises(WrongResult, match="M1 was given 2 partners and has 1 place"):
        verify(case, [*case.settled.cells, *plan.cells], plan, claims_best=False)


def test_another_plan_is_held_against_the_rules_only() -> None:
    case = Case.of(crossed(need_common_time=False))
    plan = using((0, 0))(searched(case).plan)
    verify(case, list(plan.cells), plan, claims_best=False)


# --- one reading of the rules against the others ----------------------------


@pytest.mark.parametrize(("mentor", "leader", "chosen", "expected"), CASES)
def test_the_rules_are_read_as_the_search_reads_them(
    mentor: Row, leader: Row, chosen: Row, expected: list[str]
) -> None:
    case = Case.of(two_people(mentor, leader, **chosen))
    against = list(PlainRules(case.program, case).against((0, 0)))
    assert len(against) == len([name for name in expected if name != "places"]), against


@pytest.mark.parametrize(("of_leader", "of_other", "because", "apart"), TEAMS)
def test_who_was_too_close_to_one_is_kept_from_the_team(
    of_leader: str, of_other: str, because: str, apart: bool
) -> None:
    case = Case.of(rejected_once(of_leader, of_other, because))
    rules = PlainRules(case.program, case)
    found = {(i, j): list(rules.against((i, j))) for i in (0, 1) for j in (0, 1)}
    team = "HR rejected the mentor with somebody of the leader's team"
    assert found[0, 0] == ([team] if apart else [])
    assert found[0, 1] == ["HR rejected this pair"]
    assert found[1, 0] == found[1, 1] == []


def test_a_reason_of_a_pair_that_was_not_rejected_in_the_end_keeps_nobody_from_the_team() -> None:
    case = Case.of(rejected_once("X3", "X3", TOO_CLOSE, **ENDED))
    rules = PlainRules(case.program, case)
    assert list(rules.against((0, 0))) == []
    assert list(rules.against((0, 1))) == ["they were a pair before, and it was ended"]


@pytest.mark.parametrize(
    ("names", "of_leaders"),
    [
        (("M", "Kim Lee"), True),
        (("Kim Lee", "M"), True),
        (("Kim Lee", "M"), False),
        (("M", "Kim Lee"), False),
        (("K. Lee", "M"), False),
        (("M", "K. Lee"), True),
    ],
)
def test_a_rule_with_a_name_that_two_bear_forbids_both_of_them(
    names: tuple[str, str], of_leaders: bool
) -> None:
    others: list[Row] = [{"id": "M"}, {"id": "N"}]
    kims: list[Row] = [
        {"id": i, "name": "Kim Lee", "email": f"{i}@example.com"} for i in ("P1", "P2")
    ]
    made = program(others, kims) if of_leaders else program(kims, others)
    rule = dict(zip(("mentor", "leader"), names)) | {"rule": "Must not pair"}
    case = Case.of(filled(made, "rules", [rule]))
    rules = PlainRules(case.program, case)
    told = [[bool([*rules.against((i, j))]) for j in (0, 1)] for i in (0, 1)]
    both = [[True, True], [False, False]] if of_leaders else [[True, False], [True, False]]
    assert told == both
    assert case.rules.matrices["blocked"].tolist() == both


MUSTS = st.sampled_from(
    [
        {},
        {"weight_mentor_teaches": "Must have"},
        {"weight_rapport": "Must have"},
        {"weight_preference": "Must have", "need_same_place": True},
        {"weight_time": "Must have", "zone_hours": 3},
        {"need_other_team": False, "only_volunteers": False, "zone_hours": 0},
    ]
)
ZONES = ("", "Asia/Tokyo", "America/New_York", "Europe/London", "Asia/Kolkata")
REASONS = ("Goals do not fit", "Too close at work", "One of them said no")


@st.composite
def lived_in(draw: st.DrawFn) -> Program:
    """Random people with zones and places, and pairs that ended or were rejected."""
    mentors, leaders = draw(MENTORS), draw(LEADERS)
    for row in (*mentors, *leaders):
        row["time_zone"] = draw(st.sampled_from(ZONES))
        row["location"] = draw(st.sampled_from(("", "Oslo", "Kyoto")))
    made = program(mentors, leaders, **draw(MUSTS))
    rows = [
        {
            "pair_id": f"{m}+{ld}",
            "mentor_id": m,
            "leader_id": ld,
            "mentor": m,
            "leader": ld,
            "status": draw(st.sampled_from(("Ended", "Rejected", "Rejected"))),
            "rejected_because": draw(st.sampled_from(REASONS)),
        }
        for m, ld in draw(
            st.lists(
                st.tuples(
                    st.sampled_from([row["id"] for row in mentors]),
                    st.sampled_from([row["id"] for row in leaders]),
                ),
                max_size=3,
                unique=True,
            )
        )
    ]
    return filled(made, "pairs", rows) if rows else made


@settings(max_examples=tries(30), deadline=None)
@given(lived_in())
def test_three_readings_of_the_rules_agree_on_every_pair(made: Program) -> None:
    case = Case.of(made)
    rules = PlainRules(made, case)
    mentors, leaders = people(made, "mentors"), people(made, "leaders")
    allowed = case.rules.allowed
    for i, m in enumerate(case.sides.mentors["id"]):
        for j, ld in enumerate(case.sides.leaders["id"]):
            by_hand = broken_rules(made, mentors[m], leaders[ld])
            names = [rule.name for rule in case.rules.standing_between((i, j))]
            assert sorted(names) == sorted(by_hand), (m, ld)
            assert bool(allowed[i, j]) == (not by_hand), (m, ld)
            # people without a place are found by counting partners
            assert bool(set(by_hand) - {"places"}) == bool(list(rules.against((i, j))))


# --- bounds -----------------------------------------------------------------


def test_any_prices_give_a_bound_and_the_right_ones_the_best() -> None:
    case = Case.of(crossed(need_common_time=False))
    plan = searched(case).plan
    assert bound_of(case.problem, plan) == plan.total
    dice = np.random.default_rng(5)
    for _ in range(100):
        prices = Prices(
            dice.uniform(-50, 9000, 2), dice.uniform(-50, 9000, 2), dice.uniform(-9e3, 9e3)
        )
        assert bound_of(case.problem, replace(plan, prices=prices)) >= plan.total
