"""The restricted program with pricing: against the whole program, and its own proof."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pulp
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.linear_program.column_generation import relaxed
from revmentor_xl.steps.pairing.optimum.linear_program.dual_bound import certificate
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import NO_LIMIT, Condition, Prices, Problem
from tests.othersolvers import HAS_CBC
from tests.tries import tries

SOLVERS = ["HiGHS", pytest.param("CBC", marks=pytest.mark.skipif(not HAS_CBC, reason="no CBC"))]


def whole_program(problem: Problem, number: int) -> float | None:
    """The optimum with every open pair in one plain model; None when it has no solution."""
    rows, columns = np.nonzero(problem.open)
    model = pulp.LpProblem("all", pulp.LpMaximize)
    pairs = [model.add_variable(f"x{k:05}", 0, 1) for k in range(len(rows))]
    model.setObjective(pulp.lpSum(int(w) * x for w, x in zip(problem.worth[rows, columns], pairs)))
    for at, places in ((rows, problem.mentor_places), (columns, problem.leader_places)):
        of: dict[int, list[pulp.LpVariable]] = defaultdict(list)
        for x, person in zip(pairs, at.tolist()):
            of[person].append(x)
        for person, mine in of.items():
            model.addConstraint(pulp.lpSum(mine) <= int(places[person]))
    model.addConstraint(pulp.lpSum(pairs) == number)
    for one in problem.conditions:
        weights = one.at(problem.worth, rows, columns)
        scale = max(1, int(np.abs(weights).max(initial=0)))
        total = pulp.lpSum(w / scale * x for w, x in zip(weights.tolist(), pairs) if w)
        for limit, sign in ((one.low, 1), (one.high, -1)):
            if abs(limit) < NO_LIMIT:
                if not weights.any():
                    if sign * limit > 0:
                        return None
                    continue
                model.addConstraint(sign * total >= sign * limit / scale)
    answer = model.solve(pulp.HiGHS(msg=False))
    status = int(getattr(answer, "status", answer))
    return float(pulp.value(model.objective)) if status == 1 else None


def drawn(seed: int, *, conditions: int = 0) -> tuple[Problem, int]:
    """A random problem of up to nine people a side and a possible number of pairs."""
    r = np.random.default_rng(seed)
    n, m = r.integers(1, 10, 2)
    worth = r.integers(0, r.choice([3, 50, 10_001]), (n, m))
    allowed = r.random((n, m)) < r.choice([0.3, 0.7, 1])
    problem = Problem(worth, allowed, r.integers(0, 4, n), r.integers(0, 4, m))
    most = len(most_pairs(problem))
    number = most if r.random() < 0.7 or not most else int(r.integers(1, most + 1))
    return problem.under(*(condition(r, problem) for _ in range(conditions))), number


def condition(r: np.random.Generator, problem: Problem) -> Condition:
    """A share, a group's mean, a limit of certain pairs, or one of the total."""
    n, m = problem.shape
    mentors, leaders = r.random(n) < 0.5, r.random(m) < 0.5
    cells = frozenset(zip(r.integers(0, n, 6).tolist(), r.integers(0, m, 6).tolist()))
    most = int(problem.worth.max())
    mean = -int(r.integers(30, 100)) * most // 2
    both = {"mentors": mentors, "leaders": leaders if r.random() < 0.3 else None}
    kinds = [
        Condition("share", low=int(r.integers(0, 3)), leaders=leaders, base=1),
        Condition("mean", low=0, slope=100, base=mean, **both),
        Condition("some pairs", high=int(r.integers(0, 3)), cells=cells),
        Condition("total", high=int(3 * most * r.random()), slope=1),
    ]
    return kinds[r.integers(len(kinds))]


@hypothesis_settings(max_examples=tries(80), deadline=None)
@given(st.integers(0, 10**6))
def test_a_plain_plan_is_whole_best_and_proven_to_the_last_hundredth(seed: int) -> None:
    problem, number = drawn(seed)
    found = relaxed(problem, number, Settings())
    assert found is not None
    assert found.is_whole
    assert found.plan(problem).total == found.bound
    if number:
        assert found.bound == pytest.approx(whole_program(problem, number))


@hypothesis_settings(max_examples=tries(80), deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 3))
def test_under_conditions_the_optimum_is_that_of_all_pairs(seed: int, count: int) -> None:
    problem, number = drawn(seed, conditions=count)
    if not number:
        return
    found, expected = relaxed(problem, number, Settings()), whole_program(problem, number)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert found.objective == pytest.approx(expected, abs=1e-2)
        assert found.bound == int(np.floor(expected + 1e-4))


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("conditions", [0, 2])
def test_every_solver_finds_the_same_optimum(solver: str, conditions: int) -> None:
    for seed in range(8):
        problem, number = drawn(seed, conditions=conditions)
        found, other = (relaxed(problem, number, Settings(solver=s)) for s in (solver, "HiGHS"))
        assert (found and found.bound) == (other and other.bound)


@pytest.mark.parametrize("conditions", [0, 2])
def test_a_stock_solve_of_what_is_stated_gives_the_same_objective(conditions: int) -> None:
    compared = 0
    for seed in range(20):
        problem, number = drawn(seed, conditions=conditions)
        found = relaxed(problem, number, Settings())
        if found is None or not number:
            continue
        model = found.stated()
        model.solve(pulp.HiGHS(msg=False))
        assert float(pulp.value(model.objective)) == pytest.approx(found.objective, abs=1e-3)
        compared += 1
    assert compared > 5


@hypothesis_settings(max_examples=tries(60), deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(-50, 12_000), min_size=19, max_size=19))
def test_no_prices_prove_less_than_the_best_plan(seed: int, prices: list[int]) -> None:
    """Whatever the prices, the bound holds: a mistake in the search cannot make a false proof."""
    problem, number = drawn(seed)
    found = relaxed(problem, number, Settings())
    assert found is not None
    n, m = problem.shape
    any_prices = Prices(np.array(prices[:n]), np.array(prices[9 : 9 + m]), prices[18])
    assert certificate(problem, number, any_prices).bound >= found.bound


@pytest.mark.parametrize("seed", range(3))
def test_few_of_many_pairs_are_enough(seed: int) -> None:
    r = np.random.default_rng(seed)
    size = 150
    problem = Problem(
        r.integers(0, 10_001, (size, size)),
        r.random((size, size)) < 0.75,
        np.ones(size, dtype=int),
        r.integers(1, 4, size),
    )
    found = relaxed(problem, size, Settings())
    assert found is not None
    assert found.bound == found.plan(problem).total
    assert found.bound == pytest.approx(whole_program(problem, size))
    assert len(found.known[0]) < problem.open.sum() / 4


def test_the_sides_exchanged_give_the_same_total() -> None:
    for seed in range(20):
        problem, number = drawn(seed)
        places = problem.leader_places, problem.mentor_places
        turned = Problem(problem.worth.T.copy(), problem.allowed.T.copy(), *places)
        found, other = (relaxed(one, number, Settings()) for one in (problem, turned))
        assert found is not None
        assert other is not None
        assert found.bound == other.bound


def test_the_same_problem_gives_the_same_plan() -> None:
    problem, number = drawn(5)
    plans = {relaxed(problem, number, Settings()).plan(problem).cells for _ in range(5)}
    assert len(plans) == 1


def test_conditions_that_contradict_each_other_have_no_solution() -> None:
    ones = np.ones(3, dtype=int)
    everybody = np.array([True, True, True])
    few = Condition("few", high=1, mentors=everybody, base=1)
    problem = Problem(np.full((3, 3), 50), np.ones((3, 3), dtype=bool), ones, ones)
    assert relaxed(problem, 3, Settings()) is not None
    assert relaxed(problem.under(few), 3, Settings()) is None
