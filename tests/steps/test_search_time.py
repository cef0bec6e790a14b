"""The seconds to search are for a whole search, and large cases go other ways to the same end."""

from __future__ import annotations

import time

import numpy as np
import pytest

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum import feasible_size, integer_program
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.guards import Guard, guarded
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import Aim, Condition, Problem
from revmentor_xl.steps.solving.deadline import Deadline


def drawn(seed: int, size: int) -> Problem:
    """People of whom some leaders can have only few of certain mentors."""
    dice = np.random.default_rng(seed)
    conditions = tuple(
        Condition(
            f"hours of {j}",
            high=int(dice.integers(0, 2)),
            mentors=dice.random(size) < 0.6,
            leaders=np.arange(size) == j,
            base=1,
        )
        for j in range(0, size, 2)
    )
    return Problem(
        dice.integers(0, 10_001, (size, size)),
        dice.random((size, size)) < 0.5,
        dice.integers(0, 3, size),
        dice.integers(0, 3, size),
        conditions,
    )


def test_the_largest_number_is_the_same_by_linear_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fewer = 0
    for seed in range(90):
        problem = drawn(seed, (3, 6, 12)[seed % 3])
        top = len(most_pairs(problem))
        by_counting = feasible_size.most_under(problem, top, Settings())
        with monkeypatch.context() as large:
            large.setattr(feasible_size, "SMALL", -1)
            assert feasible_size.most_under(problem, top, Settings()) == by_counting
        fewer += by_counting is not None and by_counting < top
    assert fewer > 5


@pytest.mark.parametrize("seed", range(6))
def test_large_cases_end_at_the_gap_shown(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = drawn(seed, 40)
    group = np.arange(40) < 20
    fair = Condition("share", low=12, high=12, mentors=group, leaders=~group, base=1)
    mean = Condition("mean", low=0, mentors=group, slope=1, base=-6_500)
    problem = problem.under(fair, mean)
    exact = best_plan(problem, Settings())
    monkeypatch.setattr(integer_program, "SMALL", -1)
    quick = best_plan(problem, Settings())
    assert len(quick.cells) == len(exact.cells)
    assert quick.total <= exact.total <= quick.bound
    assert quick.gap <= integer_program.SHOWN
    assert all(one.holds(problem.worth, quick.cells) for one in problem.conditions)


def test_a_deadline_is_for_all_parts_together() -> None:
    over = Deadline(Settings(solver_seconds=7), time.perf_counter() - 1)
    assert over.is_over
    assert over.rest().solver_seconds == 1
    with pytest.raises(SolverFailed, match="within 7 seconds"):
        over.left()
    ahead = Deadline.of(Settings(solver_seconds=60))
    assert ahead.left(0.5).solver_seconds in (29, 30)


def test_guards_out_of_reach_end_with_the_time_and_say_so() -> None:
    dice = np.random.default_rng(5)
    size = 250
    problem = Problem(
        dice.integers(3_000, 7_001, (size, size)),
        dice.random((size, size)) < 0.6,
        np.ones(size, dtype=int),
        np.ones(size, dtype=int),
    )
    base = best_plan(problem, Settings())
    whole_plan = base.total, len(base.cells)
    groups = [np.arange(size) % 9 == k for k in range(9)]
    guards = [Guard(f"group {k}", 104, one, whole=whole_plan) for k, one in enumerate(groups)]
    started = time.perf_counter()
    plan, outcomes = guarded(problem, guards, Settings(solver_seconds=4), Aim.TOTAL, base)
    assert time.perf_counter() - started < 60  # four seconds, and what a busy machine adds
    assert len(plan.cells) == len(base.cells)
    assert plan.total <= plan.bound
    missed = [one for one in outcomes if not one.holds]
    assert missed
    assert not any(one.is_proven for one in missed)
