"""Best prices where every place is needed: they prove the plan, and the pool stays whole."""

from __future__ import annotations

import numpy as np
import pytest

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.linear_program import (
    column_generation,
    shortest_augmenting_paths,
)
from revmentor_xl.steps.pairing.optimum.linear_program.auction import bids
from revmentor_xl.steps.pairing.optimum.linear_program.column_pool import ColumnPool
from revmentor_xl.steps.pairing.optimum.linear_program.dual_bound import certificate
from revmentor_xl.steps.pairing.optimum.linear_program.shortest_augmenting_paths import (
    Best,
    best_prices,
)
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import Problem


def tight(seed: int) -> Problem:
    """As many places on one side as on the other; some people have two or none."""
    r = np.random.default_rng(seed)
    n = int(r.integers(2, 25))
    mentors = r.integers(0, 3, n) if seed % 2 else np.ones(n, dtype=int)
    leaders = np.bincount(r.integers(0, n, mentors.sum()), minlength=n)
    worth = r.integers(0, r.choice([3, 50, 10_001]), (n, n))
    return Problem(worth, r.random((n, n)) < r.choice([0.5, 1]), mentors, leaders)


def begun(problem: Problem, passes: int) -> tuple[ColumnPool, Best | None]:
    pool = ColumnPool(problem)
    leaders, rows, columns = bids(pool, problem.mentor_places, problem.leader_places, passes)
    return pool, best_prices(problem, pool, leaders, (rows, columns))


@pytest.mark.parametrize("passes", [0, 3, 40])
def test_the_prices_prove_the_plan_whatever_they_start_from(passes: int) -> None:
    proven = 0
    for seed in range(60):
        problem = tight(seed)
        number = int(problem.mentor_places.sum())
        pool, best = begun(problem, passes)
        assert np.array_equal(pool.cells, ColumnPool(problem).cells)
        if len(most_pairs(problem)) < number:
            assert best is None
        if best is None or not number:
            continue
        plan = list(zip(*(part.tolist() for part in best.plan)))
        assert len(set(plan)) == number
        for people, places in zip(best.plan, (problem.mentor_places, problem.leader_places)):
            assert np.array_equal(np.bincount(people, minlength=len(places)), places)
        total = sum(int(problem.worth[cell]) for cell in plan)
        assert certificate(problem, number, best.prices).bound == total
        proven += 1
    assert proven > 20


def test_a_search_that_gives_up_leaves_the_same_total(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many steps, or prices that prove nothing: the simplex method goes on alone."""
    for seed in range(20):
        problem = tight(seed)
        number = len(most_pairs(problem))
        monkeypatch.undo()
        expected = column_generation.relaxed(problem, number, Settings())
        monkeypatch.setattr(shortest_augmenting_paths, "STEPS", -1)
        found = column_generation.relaxed(problem, number, Settings())
        assert (found is None) == (expected is None)
        if found is not None and expected is not None:
            assert found.bound == expected.bound
            assert not number or found.plan(problem).total == expected.plan(problem).total
