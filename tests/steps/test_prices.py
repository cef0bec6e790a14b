"""What each pin, guard and rule costs, held against trying everything."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings

from revmentor_xl.errors import NoFeasiblePairing
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.group_guards import searched
from revmentor_xl.steps.pairing.hard_rules.rules import RULES
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.problem import Plan, Prices, Problem
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.plans import prices as module
from revmentor_xl.steps.pairing.plans.plans import plans
from revmentor_xl.steps.pairing.plans.prices import prices, weak_bound
from revmentor_xl.steps.pairing.preview import rule_label
from tests.checker_pairing import best_by_trying, broken_rules, people, places
from tests.programs import filled, program
from tests.steps.test_pairing import LEADERS, MENTORS, Row, crossed, earlier, rule
from tests.tries import tries

NAMES = {rule_label(one): one.name for one in RULES}


def priced(made: Program) -> dict[str, dict[str, object]]:
    """The rows of the Prices table by what is left out."""
    case = Case.of(made)
    rows = prices(case, searched(case)).to_dict("records")
    return {row["what"]: row for row in rows}


def row(made: Program, what: str) -> tuple[object, object, object]:
    found = priced(made)[what]
    return found["kind"], found["points"], found["pairs"]


def total(made: Program) -> float:
    return float(pair(made).table("pairs")["score"].sum())


def test_a_pin_costs_what_the_best_plan_has_more() -> None:
    demanded = filled(crossed(), "rules", [rule("M1", "L2")])
    price = round(total(crossed()) - total(demanded), 2)
    assert price > 0
    assert row(demanded, "M1 with L2") == ("Pin", price, 0)
    kept = filled(crossed(), "pairs", [earlier("M1", "L2", "Proposed", keep="Yes")])
    assert row(kept, "M1 with L2") == ("Pin", price, 0)
    harmless = filled(crossed(), "rules", [rule("M1", "L1")])
    assert row(harmless, "M1 with L1") == ("Pin", 0.0, 0)


def test_an_approved_pair_is_a_promise_and_has_no_price() -> None:
    made = filled(crossed(), "pairs", [earlier("M1", "L2", "Approved")])
    assert "M1 with L2" not in priced(made)


def test_a_rule_that_keeps_pairs_from_being_says_that_first() -> None:
    made = program([{"id": "M1"}, {"id": "M2", "volunteered": "No"}], [{"id": "L1"}, {"id": "L2"}])
    found = priced(made)["One of them has not volunteered"]
    assert (found["pairs"], found["points"]) == (1, total(made))  # both pairs score the same
    assert str(found["note"]).startswith("1 more pair would be possible")


def test_private_wishes_have_one_price_together() -> None:
    made = program(
        [
            {"id": "M1", "name": "Anke", "strengths": "Python", "not_with": "L1"},
            {"id": "M2", "name": "Berta", "strengths": "SQL", "not_with": "L2"},
        ],
        [{"id": "L1", "learning_goals": "Python"}, {"id": "L2", "learning_goals": "SQL"}],
    )
    found = priced(made)
    private = [one for one in found.values() if one["kind"] == "Private wishes"]
    assert [one["what"] for one in private] == ["Private wishes, all together"]
    assert private[0]["points"] == round(total(crossed()) - total(made), 2)
    assert not [one for one in found.values() if "Anke" in str(one) or "Berta" in str(one)]


def test_a_guard_that_the_best_plan_keeps_costs_nothing() -> None:
    made = program(
        [{"id": f"M{k}", "department": "Sales"} for k in range(3)],
        [{"id": f"L{k}"} for k in range(3)],
        guard_departments=True,
    )
    guards = [one for one in priced(made).values() if one["kind"] == "Guard"]
    assert len(guards) == 4  # a share and a mean, for each side's department
    assert {one["points"] for one in guards} == {0.0}


def test_a_guard_costs_what_the_plan_without_it_scores_more() -> None:
    # three of Sales score nothing with the only leader place that IT would use better
    mentors = [
        {"id": f"S{k}", "department": "Sales", "strengths": "SQL" if k else ""} for k in range(3)
    ] + [{"id": f"T{k}", "department": "IT", "strengths": "Python"} for k in range(3)]
    leaders = [{"id": f"L{k}", "learning_goals": "Python", "department": "X"} for k in range(4)]
    open_ = program(mentors, leaders)
    guarded = open_.with_settings(guard_departments=True, guard_percent=0)
    free, bound = (searched(Case.of(one)).plan for one in (open_, guarded))
    assert len(free.cells) == len(bound.cells) == 4
    assert free.total > bound.total
    found = priced(guarded)["Department Sales, mentors: at least 2 pairs"]
    assert found["points"] == (free.total - bound.total) / 100


@settings(max_examples=tries(40), deadline=None)
@given(MENTORS, LEADERS)
def test_every_rules_price_is_that_of_trying_everything(
    mentors: list[Row], leaders: list[Row]
) -> None:
    made = program(mentors, leaders)
    case = Case.of(made)
    search = searched(case)
    sides = {key: list(people(made, key).values()) for key in ("mentors", "leaders")}
    order = [list(case.sides.mentors["id"]), list(case.sides.leaders["id"])]
    for key, ids in zip(sides, order):
        sides[key].sort(key=lambda one, ids=ids: ids.index(one["id"]))  # type: ignore[misc]
    broken = [[set(broken_rules(made, m, ld)) for ld in sides["leaders"]] for m in sides["mentors"]]

    def best(lifted: str = "") -> tuple[int, int]:
        possible = np.array([[why <= {lifted} for why in line] for line in broken], dtype=bool)
        least = 1 if lifted == "places" else 0
        limits = [[max(least, places(p)) for p in side] for side in sides.values()]
        return best_by_trying(case.worth.hundredths, possible, *limits)

    number, total = best()
    assert (len(search.plan.cells), search.plan.total) == (number, total)
    for found in prices(case, search).to_dict("records"):
        more, higher = best(NAMES[found["what"]])
        assert (found["pairs"], round(found["points"] * 100)) == (more - number, higher - total)


def problem(seed: int, n: int, m: int) -> Problem:
    dice = np.random.default_rng(seed)
    worth, possible = dice.integers(0, 10_001, (n, m)), dice.random((n, m)) < 0.5
    return Problem(worth, possible, dice.integers(0, 3, n), dice.integers(0, 3, m))


@pytest.mark.parametrize("seed", range(tries(60)))
def test_prices_of_one_problem_bound_every_other(seed: int) -> None:
    dice = np.random.default_rng(seed)
    here, there = problem(seed, 4, 4), problem(seed + 1000, 4, 4)
    plan = best_plan(here, Program.new(program().today).settings)
    number, total = best_by_trying(there.worth, there.allowed, *limits(there))
    own = plan.prices or Prices(np.zeros(4), np.zeros(4), 0.0)
    anything = Prices(dice.uniform(0, 9000, 4), dice.uniform(0, 9000, 4), dice.uniform(-5000, 5000))
    for tried in (own, anything):
        assert weak_bound(there, number, Plan((), 0, 0, prices=tried)) >= total


def limits(one: Problem) -> tuple[Sequence[int], Sequence[int]]:
    return one.mentor_places.tolist(), one.leader_places.tolist()


def test_when_there_is_no_time_left_the_note_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = filled(crossed(), "rules", [rule("M1", "L2")])
    exact = priced(made)["M1 with L2"]
    monkeypatch.setattr(module, "_searched", lambda *_: None)
    rough = priced(made)["M1 with L2"]
    assert float(str(rough["points"])) >= float(str(exact["points"]))
    assert str(rough["note"]).startswith("At most")


def test_nobody_to_pair_is_said_as_by_suggest_pairs() -> None:
    with pytest.raises(NoFeasiblePairing, match="language"):
        plans(program([{"id": "M"}], [{"id": "L", "languages": "Finnish"}]))
