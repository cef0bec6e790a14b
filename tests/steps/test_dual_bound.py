"""The bound that prices prove, held against its formula, pair by pair in fractions."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import numpy as np
import pytest

from revmentor_xl.steps.pairing.optimum.linear_program.dual_bound import EXACT_IN_32, certificate
from revmentor_xl.steps.pairing.optimum.linear_program.dual_prices import ROWS
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import NO_LIMIT, Condition, Plan, Prices, Problem
from revmentor_xl.steps.pairing.verified.optimality import another_fits, bound_of
from tests.steps.test_column_generation import drawn

Cells = set[tuple[int, int]]


def proven(
    problem: Problem, number: int, prices: Prices, weight: float = 1.0
) -> tuple[Fraction, Cells]:
    """The formula at the head of `dual_bound.py`, and the pairs worth more than their prices."""
    sides = prices.mentors.tolist(), prices.leaders.tolist()
    u, v = ([max(Fraction(one), Fraction()) for one in side] for side in sides)
    bound = Fraction(prices.of_pair) * number
    bound += sum(one * places for one, places in zip(u, problem.mentor_places.tolist()))
    bound += sum(one * places for one, places in zip(v, problem.leader_places.tolist()))
    charged = []
    for one, price in zip(problem.conditions, prices.of_conditions):
        limit = one.high if price > 0 else one.low
        if abs(limit) < NO_LIMIT:
            bound += limit * Fraction(price)
            charged.append((one, Fraction(price)))
    better: Cells = set()
    for i, j in np.argwhere(problem.open).tolist():
        here = np.array([i]), np.array([j])
        reduced = Fraction(weight) * int(problem.worth[i, j])
        reduced -= u[i] + v[j] + Fraction(prices.of_pair)
        reduced -= sum(int(one.at(problem.worth, *here)[0]) * price for one, price in charged)
        if reduced > 0:
            bound += reduced
            better.add((i, j))
    return bound, better


def pairs(better: tuple[np.ndarray, np.ndarray]) -> Cells:
    rows, columns = better
    assert rows.dtype.kind == columns.dtype.kind == "i", "they name rows and columns"
    assert len(rows) == len(columns) == len(set(zip(rows.tolist(), columns.tolist())))
    return set(zip(rows.tolist(), columns.tolist()))


def any_prices(seed: int, problem: Problem) -> Prices:
    """Quarters of a hundredth, which have no rounding; some below 0, some that make pairs equal."""
    r = np.random.default_rng(seed)
    most = int(problem.worth.max()) + 1
    return Prices(
        r.integers(-most, 3 * most, problem.shape[0]) / 4,
        r.integers(-most, 3 * most, problem.shape[1]) / 4,
        int(r.integers(-2 * most, 2 * most)) / 4,
        tuple((r.integers(-40, 40, len(problem.conditions)) / 16).tolist()),
    )


@pytest.mark.parametrize("seed", range(30))
def test_without_conditions_the_bound_is_the_formula_in_whole_numbers(seed: int) -> None:
    problem, number = drawn(seed)
    prices = any_prices(seed, problem)
    whole = Prices(np.rint(prices.mentors), np.rint(prices.leaders), round(prices.of_pair))
    bound, better = proven(problem, number, whole)
    found = certificate(problem, number, prices)
    assert (found.bound, found.exact) == (bound, float(bound))
    assert pairs(found.better) == better


@pytest.mark.parametrize("seed", range(30))
def test_the_check_after_the_search_takes_the_prices_as_they_are(seed: int) -> None:
    problem, number = drawn(seed)
    prices = any_prices(seed, problem)
    plan = Plan(((0, 0),) * number, 0, 0, prices=prices)  # of the pairs it takes the number
    assert bound_of(problem, plan) == floor(proven(problem, number, prices)[0])


@pytest.mark.parametrize("seed", range(30))
def test_one_more_pair_fits_until_there_are_as_many_as_can_be(seed: int) -> None:
    """Pairs are taken in any order; partners who must change to make room are found."""
    problem, _ = drawn(seed)
    cells, left = [], [problem.mentor_places.copy(), problem.leader_places.copy()]
    for i, j in np.random.default_rng(seed).permutation(np.argwhere(problem.open)).tolist():
        assert another_fits(problem, tuple(cells)) == (len(cells) < len(most_pairs(problem)))
        if left[0][i] and left[1][j]:
            cells.append((i, j))
            left[0][i] -= 1
            left[1][j] -= 1
    assert another_fits(problem, tuple(cells)) == (len(cells) < len(most_pairs(problem)))


@pytest.mark.parametrize("weight", [1.0, 0.0, 0.5])
@pytest.mark.parametrize("seed", range(30))
def test_under_conditions_the_bound_is_the_formula_and_not_below_it(
    seed: int, weight: float
) -> None:
    problem, number = drawn(seed, conditions=1 + seed % 3)
    prices = any_prices(seed, problem)
    bound, better = proven(problem, number, prices, weight)
    found = certificate(problem, number, prices, weight)
    assert found.exact == pytest.approx(float(bound), abs=1e-6)
    assert floor(bound) <= found.bound <= floor(bound + Fraction(1, 10**4))
    assert pairs(found.better) == better


@pytest.mark.parametrize(
    ("low", "high", "price", "bound"),
    [
        (-NO_LIMIT, 1, 30.0, 90),  # 30 for the limit, 3 x 20 for the pairs
        (-NO_LIMIT, 1, -30.0, 150),  # nothing is asked for at least: the price is none
        (2, NO_LIMIT, -30.0, 180),  # -60 for the limit, 3 x 80 for the pairs
        (2, NO_LIMIT, 30.0, 150),
        (2, 3, 30.0, 150),  # 3 x 30 and 3 x 20
        (2, 3, -30.0, 180),
        (2, 3, 0.0, 150),
        (0, 0, 60.0, 0),
    ],
)
def test_a_price_counts_for_the_limit_on_its_side(
    low: int, high: int, price: float, bound: int
) -> None:
    everybody = Condition("pairs", low=low, high=high, mentors=np.ones(3, dtype=bool), base=1)
    problem = three(50).under(everybody)
    found = certificate(problem, 3, Prices(np.zeros(3), np.zeros(1), 0.0, (price,)))
    assert found.bound == bound


def three(worth: int) -> Problem:
    """Three mentors and a leader with three places."""
    one = np.ones(3, dtype=int)
    return Problem(np.full((3, 1), worth), np.ones((3, 1), dtype=bool), one, np.array([3]))


@pytest.mark.parametrize(
    ("of_pair", "bound"),
    [
        (1 - 1e-9, 1),
        (1 - 1e-4, 0),
        (1e9 - 1e-4, 10**9),  # the larger the terms, the more may be rounding
        (1e9 - 0.1, 10**9 - 1),
    ],
)
def test_a_sum_that_rounding_left_below_a_whole_number_is_that_number(
    of_pair: float, bound: int
) -> None:
    free = Condition("pairs", high=3, mentors=np.ones(3, dtype=bool), base=1)
    prices = Prices(np.zeros(3), np.zeros(1), of_pair, (0.0,))
    found = certificate(three(0).under(free), 1, prices)
    assert found.exact == of_pair
    assert found.bound == bound


def test_a_pair_above_its_prices_by_rounding_only_is_no_better_one() -> None:
    one = Condition("pairs", high=3, mentors=np.ones(3, dtype=bool), base=1)
    less = np.array([50, 50 - 1e-9, 50 - 1e-4])
    found = certificate(three(50).under(one), 3, Prices(less, np.zeros(1), 0.0, (0.0,)))
    assert pairs(found.better) == {(2, 0)}


@pytest.mark.parametrize("conditioned", [False, True])
def test_mentors_of_every_block_are_named_by_their_row(conditioned: bool) -> None:
    count = 2 * ROWS + 3
    worth = np.arange(count)[:, None] % 7
    ones = np.ones(count, dtype=int)
    problem = Problem(worth, np.ones((count, 1), dtype=bool), ones, np.array([count]))
    if conditioned:
        problem = problem.under(Condition("best", high=count, cells=frozenset({(ROWS, 0)})))
    prices = Prices(np.zeros(count), np.zeros(1), 5.0, (0.5,) if conditioned else ())
    bound, better = proven(problem, 0, prices)
    found = certificate(problem, 0, prices)
    assert better
    assert (found.bound, pairs(found.better)) == (floor(bound), better)
    if not conditioned:
        assert bound_of(problem, Plan((), 0, 0, prices=prices)) == bound


@pytest.mark.parametrize("conditioned", [False, True])
def test_nobody_proves_nothing(conditioned: bool) -> None:
    none = np.zeros(0, dtype=int)
    problem = Problem(np.zeros((0, 0), dtype=int), np.zeros((0, 0), dtype=bool), none, none)
    if conditioned:
        problem = problem.under(Condition("none", high=0, cells=frozenset({(0, 0)})))
    prices = Prices(np.zeros(0), np.zeros(0), 0.0, (1.0,) if conditioned else ())
    found = certificate(problem, 0, prices)
    assert (found.bound, found.exact, pairs(found.better)) == (0, 0.0, set())


@pytest.mark.parametrize(
    ("of_mentor", "of_leader", "of_pair", "score"),
    [
        (EXACT_IN_32 + 7, 0, 0, 10_000),
        (0, EXACT_IN_32 + 7, 0, 10_000),
        (2**31, 2**31, -(2**32), 10_000),
        (2**31, 0, -(2**31), 10_000),
        (0, 2**31, -(2**31), 10_000),
        (2**29 - 10_000, 2**29 - 10_000, -(2**29) - 10_000, 10_000),
        (0, 0, -(2**31), 10_000),
        (1, 2, 3, 2**31 + 5),
        (1, 2, -(2**29) + 4, 2**31 - 7),
    ],
)
def test_prices_and_scores_of_any_size_are_summed_without_overflow(
    of_mentor: int, of_leader: int, of_pair: int, score: int
) -> None:
    problem = three(score)
    prices = Prices(np.full(3, float(of_mentor)), np.array([float(of_leader)]), float(of_pair))
    bound, better = proven(problem, 3, prices)
    found = certificate(problem, 3, prices)
    assert (found.bound, pairs(found.better)) == (bound, better)


def test_many_pairs_in_32_bits_are_summed_in_64() -> None:
    size = 700
    ones = np.ones(size, dtype=int)
    problem = Problem(np.full((size, size), 10_000), np.ones((size, size), dtype=bool), ones, ones)
    prices = Prices(np.zeros(size), np.zeros(size), 0.0)
    assert certificate(problem, size, prices).bound == size * size * 10_000 > 2**32
