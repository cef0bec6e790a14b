"""How many pairs there can be, and how good the worst: against every possible plan."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.steps.pairing.optimum.maximum_matching import Matching, best_worst, most_pairs
from revmentor_xl.steps.pairing.optimum.problem import Cell, Problem
from tests.tries import tries


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to three mentors and four leaders with none to three places, few different scores."""
    n, m = draw(st.integers(1, 3)), draw(st.integers(1, 4))

    def numbers(count: int, most: int) -> np.ndarray:
        return np.array(draw(st.lists(st.integers(0, most), min_size=count, max_size=count)))

    worth, allowed = numbers(n * m, 6), numbers(n * m, 3) > 0
    places = numbers(n, 3), numbers(m, 3)
    return Problem(worth.reshape(n, m), allowed.reshape(n, m), *places)


def plans(problem: Problem) -> list[tuple[Cell, ...]]:
    """Every plan within the places."""
    cells = [tuple(cell) for cell in np.argwhere(problem.open).tolist()]
    return [
        chosen
        for count in range(len(cells) + 1)
        for chosen in itertools.combinations(cells, count)
        if fits(problem, chosen)
    ]


def fits(problem: Problem, cells: tuple[Cell, ...]) -> bool:
    used = np.zeros(problem.shape, dtype=int)
    for cell in cells:
        used[cell] += 1
    return bool(
        (used.sum(axis=1) <= problem.mentor_places).all()
        and (used.sum(axis=0) <= problem.leader_places).all()
    )


@settings(max_examples=tries(60), deadline=None)
@given(problems())
def test_no_plan_has_more_pairs(problem: Problem) -> None:
    found = most_pairs(problem)
    assert fits(problem, found)
    assert all(problem.open[cell] for cell in found)
    assert len(found) == len(set(found)) == max(map(len, plans(problem)))


@settings(max_examples=tries(60), deadline=None)
@given(problems(), st.integers(1, 4))
def test_no_plan_of_so_many_pairs_has_a_better_worst_one(problem: Problem, number: int) -> None:
    worst = [
        min(problem.worth[cell] for cell in plan) for plan in plans(problem) if len(plan) == number
    ]
    if worst:
        assert best_worst(problem, number) == max(worst)


@settings(max_examples=tries(60), deadline=None)
@given(problems())
def test_the_people_reached_prove_the_number(problem: Problem) -> None:
    """Whoever is not reached, and the leaders reached, bound the number from above."""
    matching = Matching(problem.open, problem.mentor_places, problem.leader_places)
    matching.fill()
    cut = matching.extend()
    assert cut is not None
    across = problem.open[np.ix_(cut.mentors, ~cut.leaders)].sum()
    places = problem.mentor_places[~cut.mentors].sum() + problem.leader_places[cut.leaders].sum()
    assert len(matching) == places + across


@pytest.mark.parametrize("length", [2, 50, 400])
def test_a_long_chain_of_changes_is_found(length: int) -> None:
    """Each takes the first who is free, so that the last one needs everybody to move on."""
    allowed = np.eye(length, dtype=bool) | np.eye(length, k=1, dtype=bool)
    allowed = allowed[::-1] if length % 2 else allowed
    allowed[:, -1] = False
    allowed[0, -1] = True
    one = np.ones(length, dtype=int)
    problem = Problem(np.zeros((length, length), dtype=int), allowed, one, one)
    found = most_pairs(problem)
    assert fits(problem, found)
    assert len(found) == length - (length % 2 == 0)
