"""The best plan under each aim, against trying every plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from revmentor_xl.errors import Infeasible
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.problem import Aim, Cell, Condition, Plan, Problem
from tests.tries import tries

AIMS = tuple(Aim)
WIDTH = 500
SETTINGS = Settings(solver_seconds=30)


def small(seed: int, scores: int = 10_001) -> Problem:
    """A random case of at most 4 x 4, with empty places and forbidden pairs."""
    dice = np.random.default_rng(seed)
    n, m = dice.integers(1, 5, 2)
    worth = dice.integers(0, scores, (n, m)) * (10_000 // (scores - 1))
    allowed = dice.random((n, m)) < dice.choice([0.3, 0.6, 0.9])
    return Problem(worth, allowed, dice.integers(0, 3, n), dice.integers(0, 4, m))


def plans(problem: Problem) -> Iterator[tuple[Cell, ...]]:
    """Every plan that the places, rules and conditions leave, the empty one too."""
    cells = [(int(i), int(j)) for i, j in zip(*np.nonzero(problem.allowed))]

    def more(at: int, taken: tuple[Cell, ...]) -> Iterator[tuple[Cell, ...]]:
        if at == len(cells):
            yield taken
            return
        yield from more(at + 1, taken)
        i, j = cells[at]
        if (
            sum(k == i for k, _ in taken) < problem.mentor_places[i]
            and sum(k == j for _, k in taken) < problem.leader_places[j]
        ):
            yield from more(at + 1, (*taken, (i, j)))

    for plan in more(0, ()):
        held = all(one.low <= weigh(one, problem, plan) <= one.high for one in problem.conditions)
        if held and not (problem.broken and problem.broken(plan)):
            yield plan


def weigh(one: Condition, problem: Problem, plan: Sequence[Cell]) -> int:
    """A condition's sum, cell by cell."""
    total = 0
    for i, j in plan:
        if (one.mentors is None or one.mentors[i]) and (one.leaders is None or one.leaders[j]):
            total += one.slope * int(problem.worth[i, j]) + one.base
        total += (i, j) in one.cells
    return total


def scores(problem: Problem, cells: Sequence[Cell]) -> list[int]:
    return [int(problem.worth[cell]) for cell in cells]


def merit(problem: Problem, cells: Sequence[Cell], aim: Aim, width: int = WIDTH) -> tuple[int, ...]:
    """What an aim compares, the more the better."""
    found = scores(problem, cells)
    bands = Counter(score // width for score in found)
    first = {
        Aim.TOTAL: (),
        Aim.WORST: (min(found, default=0),),
        Aim.EVEN: tuple(-bands[band] for band in range(10_000 // width + 1)),
    }
    return (len(found), *first[aim], sum(found))


def check(problem: Problem, aim: Aim) -> None:
    """The plan found is as good as the best of all plans, and proven."""
    possible = list(plans(problem))
    if not possible:
        with pytest.raises(Infeasible, match="contradict"):
            best_plan(problem, SETTINGS, aim)
        return
    plan = best_plan(problem, SETTINGS, aim)
    assert plan.cells in possible
    assert plan.total == sum(scores(problem, plan.cells)) == plan.bound
    best = max(merit(problem, one, aim) for one in possible)
    assert merit(problem, plan.cells, aim) == best


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("spread", [3, 21, 10_001])
@pytest.mark.parametrize("seed", range(tries(40)))
def test_no_plan_is_better(seed: int, spread: int, aim: Aim) -> None:
    check(small(seed, spread), aim)


def conditions(problem: Problem, seed: int) -> tuple[Condition, ...]:
    """A count, a mean and a choice of single pairs, each of some group."""
    dice = np.random.default_rng(1000 + seed)
    n, m = problem.shape
    group, other = dice.random(n) < 0.5, dice.random(m) < 0.5
    some = frozenset(cell for cell in np.ndindex(n, m) if dice.random() < 0.3)
    mean = int(dice.integers(2000, 6000))
    every = (
        Condition("count", low=int(dice.integers(0, 3)), mentors=group, base=1),
        Condition("mean", low=0, leaders=other, slope=1, base=-mean),
        Condition("pairs", high=int(dice.integers(0, 3)), cells=some),
    )
    return tuple(one for one in every if dice.random() < 0.7)


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("seed", range(tries(60)))
def test_no_plan_is_better_under_conditions(seed: int, aim: Aim) -> None:
    problem = small(seed, 101)
    check(problem.under(*conditions(problem, seed)), aim)


def crowded(problem: Problem) -> Problem:
    """Mentors of odd and even rows never share a leader; only told once it happens."""

    def broken(cells: Sequence[Cell]) -> list[Condition]:
        return [
            Condition("never together", high=1, cells=frozenset([one, other]))
            for one in cells
            for other in cells
            if one < other and one[1] == other[1] and (one[0] + other[0]) % 2
        ]

    return replace(problem, broken=broken)


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("seed", range(tries(60)))
def test_what_turns_out_broken_is_searched_for_again(seed: int, aim: Aim) -> None:
    check(crowded(small(seed, 101)), aim)


def table(rows: Sequence[Sequence[int]], places: Sequence[int] = ()) -> Problem:
    """A case in points; 0 means forbidden."""
    worth = 100 * np.array(rows)
    n, m = worth.shape
    mentors = np.array(places or [1] * n)
    return Problem(worth, worth > 0, mentors, np.ones(m, dtype=np.int64))


STRAIGHT, CROSSED = ((0, 0), (1, 1)), ((0, 1), (1, 0))


@pytest.mark.parametrize(
    ("points", "total", "worst", "even"),
    [
        # straight 90 + 30, crossed 50 + 50: a worst pair of 50 is worth 20 points
        ([[90, 50], [50, 30]], STRAIGHT, CROSSED, CROSSED),
        # straight 42 + 41, crossed 60 + 40: one pair in the band from 40 is better than two
        ([[42, 60], [40, 41]], CROSSED, STRAIGHT, CROSSED),
        # straight 91 + 41, crossed 50 + 44: one pair in the band from 40 each, then the next band
        ([[91, 50], [44, 41]], STRAIGHT, CROSSED, STRAIGHT),
    ],
)
def test_the_aim_decides(
    points: list[list[int]],
    total: tuple[Cell, ...],
    worst: tuple[Cell, ...],
    even: tuple[Cell, ...],
) -> None:
    found = [best_plan(table(points), SETTINGS, aim).cells for aim in AIMS]
    assert found == [total, worst, even]


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize(
    "problem",
    [
        Problem(np.zeros((0, 3), int), np.zeros((0, 3), bool), np.ones(0, int), np.ones(3, int)),
        Problem(np.zeros((2, 2), int), np.zeros((2, 2), bool), np.ones(2, int), np.ones(2, int)),
        Problem(np.ones((1, 1), int), np.ones((1, 1), bool), np.ones(1, int), np.zeros(1, int)),
    ],
    ids=["no mentors", "nothing allowed", "no places"],
)
def test_with_nothing_possible_the_plan_is_empty(problem: Problem, aim: Aim) -> None:
    assert best_plan(problem, SETTINGS, aim) == Plan((), 0, 0, pytest.approx(0, abs=9))


def test_one_person_on_each_side_is_a_pair() -> None:
    for aim in AIMS:
        assert best_plan(table([[50]]), SETTINGS, aim).cells == ((0, 0),)


def test_conditions_that_contradict_each_other_are_told() -> None:
    everybody = np.ones(2, dtype=bool)
    problem = table([[50, 60], [70, 80]]).under(
        Condition("three", low=3, mentors=everybody, base=1)
    )
    with pytest.raises(Infeasible, match="contradict"):
        best_plan(problem, SETTINGS)


@pytest.mark.parametrize(
    ("band", "expected"),
    [
        (1000, CROSSED),  # from 10: one pair instead of two
        (100, STRAIGHT),  # from 11: no pair instead of one
        (1300, CROSSED),  # from 0: one pair each; from 13: none instead of one
    ],
)
def test_the_width_of_bands_decides(band: int, expected: tuple[Cell, ...]) -> None:
    problem = table([[14, 90], [11, 12]])
    assert best_plan(problem, SETTINGS, Aim.EVEN, band=band).cells == expected


cases = st.integers(0, 10**6)


@given(cases)
@hypothesis_settings(max_examples=tries(25), deadline=None)
def test_the_order_of_people_changes_no_merit(seed: int) -> None:
    problem = small(seed, 21)
    dice = np.random.default_rng(seed)
    rows, columns = dice.permutation(problem.shape[0]), dice.permutation(problem.shape[1])
    turned = Problem(
        problem.worth[np.ix_(rows, columns)],
        problem.allowed[np.ix_(rows, columns)],
        problem.mentor_places[rows],
        problem.leader_places[columns],
    )
    for aim in AIMS:
        one, other = best_plan(problem, SETTINGS, aim), best_plan(turned, SETTINGS, aim)
        assert merit(problem, one.cells, aim) == merit(turned, other.cells, aim)


def random_case(size: int, seed: int, most: int = 1) -> Problem:
    dice = np.random.default_rng(seed)
    worth = dice.normal(5500, 1500, (size, size)).clip(0, 10_000).astype(np.int64)
    allowed = dice.random((size, size)) < 0.7
    places = dice.integers(1, most + 1, size)
    return Problem(worth, allowed, np.ones(size, dtype=np.int64), places)


@pytest.mark.parametrize("seed", range(6))
def test_the_aims_are_ordered(seed: int) -> None:
    """A stricter aim has no higher total, and no lower worst pair or band."""
    problem = random_case(14, seed, most=3)
    by = {aim: best_plan(problem, SETTINGS, aim) for aim in AIMS}
    assert len({len(plan.cells) for plan in by.values()}) == 1
    assert by[Aim.TOTAL].total >= by[Aim.WORST].total
    assert by[Aim.TOTAL].total >= by[Aim.EVEN].total
    worst = {aim: min(scores(problem, plan.cells)) for aim, plan in by.items()}
    assert worst[Aim.WORST] >= worst[Aim.EVEN]
    assert worst[Aim.WORST] // WIDTH == worst[Aim.EVEN] // WIDTH
    counts = {
        aim: [
            -sum(s // WIDTH == band for s in scores(problem, plan.cells))
            for band in range(10_000 // WIDTH + 1)
        ]
        for aim, plan in by.items()
    }
    assert counts[Aim.EVEN] >= max(counts[Aim.WORST], counts[Aim.TOTAL])
    assert all(plan.is_proven for plan in by.values())


@pytest.mark.slow
@pytest.mark.parametrize("aim", AIMS)
def test_a_thousand_on_each_side_are_proven(aim: Aim) -> None:
    problem = random_case(1000, 1, most=2)
    plan = best_plan(problem, SETTINGS, aim)
    assert len(plan.cells) == 1000
    assert plan.is_proven
