"""The search for the best plan, against trying everything: small cases by the thousand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import RevmentorError
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum import integer_program, leximin
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import Aim, Broken, Condition, Problem
from tests.checker_optimum import (
    Cell,
    Cells,
    best_by_states,
    best_by_trying,
    certified_key,
    every_plan,
    fits,
    key,
    largest_number,
    value,
)
from tests.tries import tries

AIMS = tuple(Aim)
SCORES = (
    lambda dice, size: dice.integers(0, 10_001, size),
    lambda dice, size: dice.integers(0, 3, size),  # hardly a difference
    lambda dice, size: np.full(size, 10_000),
    lambda dice, size: np.zeros(size),
    lambda dice, size: dice.choice([0, 499, 500, 501, 9_999, 10_000], size),  # edges of bands
    lambda dice, size: dice.integers(0, 101, size) * 100,
)


def problem(dice: np.random.Generator, most: int = 5, capacity: int = 3) -> Problem:
    """Any size, sparse or dense, many ties or none, some people without a place."""
    n, m = (int(k) for k in dice.integers(0, most + 1, 2))
    scores = SCORES[dice.integers(len(SCORES))](dice, (n, m))
    return Problem(
        np.asarray(scores, dtype=np.int64),
        dice.random((n, m)) < dice.choice([0.25, 0.5, 0.8, 1.0]),
        dice.integers(0, capacity + 1, n),
        dice.integers(0, capacity + 1, m),
    )


def judged(given: Problem, aim: Aim, band: int) -> None:
    """The plan found fits, is as good as any, and its proof says so."""
    plan = best_plan(given, Settings(band_points=band), aim)
    assert fits(given, plan.cells)
    assert list(plan.cells) == sorted(plan.cells)
    assert key(given.worth, plan.cells, aim, band) == best_by_states(given, aim, band)
    assert plan.total == sum(int(given.worth[cell]) for cell in plan.cells)
    assert plan.bound == plan.total


@pytest.mark.parametrize("aim", AIMS)
def test_no_plan_is_better(aim: Aim) -> None:
    dice = np.random.default_rng(7)
    for _ in range(tries(400)):
        judged(problem(dice), aim, int(dice.choice([1, 5, 20])))


@pytest.mark.slow
@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("seed", range(4))
def test_no_plan_is_better_in_thousands_of_cases(aim: Aim, seed: int) -> None:
    dice = np.random.default_rng(1000 + seed)
    for _ in range(1000):
        judged(problem(dice), aim, int(dice.choice([1, 5, 20, 50])))


def test_the_worst_pair_need_be_no_better_than_the_worst_that_is_settled() -> None:
    dice, mattered = np.random.default_rng(19), 0
    one = np.ones(3, dtype=np.int64)
    for _ in range(150):
        worth, enough = dice.integers(0, 10_001, (3, 3)), int(dice.integers(0, 10_001))
        given = Problem(worth, dice.random((3, 3)) < 0.9, one, one, enough=enough)
        plans = every_plan(given)
        most = max(map(len, plans))

        def as_good(plan: Cells, given: Problem = given) -> tuple[int, int]:
            scores = [int(given.worth[cell]) for cell in plan]
            return min([given.enough, *scores]), sum(scores)

        best = max(as_good(plan) for plan in plans if len(plan) == most)
        found = best_plan(given, Settings(), Aim.WORST)
        assert len(found.cells) == most
        assert as_good(found.cells) == best
        assert found.bound == found.total == best[1]
        mattered += best[1] > best_plan(replace(given, enough=10_000), Settings(), Aim.WORST).total
    assert mattered > 4


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    n, m = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    score = st.sampled_from([0, 1, 499, 500, 5_000, 10_000]) | st.integers(0, 10_000)

    def matrix(cell: st.SearchStrategy[object], kind: type) -> np.ndarray:
        cells = draw(st.lists(cell, min_size=n * m, max_size=n * m))
        return np.array(cells, dtype=kind).reshape(n, m)

    def places(many: int) -> np.ndarray:
        drawn = draw(st.lists(st.integers(0, 3), min_size=many, max_size=many))
        return np.array(drawn, dtype=np.int64)

    allowed = matrix(st.booleans(), bool)
    return Problem(matrix(score, np.int64), allowed, places(n), places(m))


@settings(max_examples=tries(120), deadline=None)
@given(problems(), st.sampled_from(AIMS), st.sampled_from((1, 5, 50)))
def test_no_plan_is_better_however_odd_the_case(given: Problem, aim: Aim, band: int) -> None:
    judged(given, aim, band)


@settings(max_examples=tries(200), deadline=None)
@given(problems())
def test_the_number_is_the_largest(given: Problem) -> None:
    most = most_pairs(given)
    assert fits(given, most)
    assert len(most) == largest_number(given.allowed, given.mentor_places, given.leader_places)
    assert len(most) == best_by_states(given, Aim.TOTAL)[0]


@settings(max_examples=tries(60), deadline=None)
@given(problems(), st.sampled_from(AIMS), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(given: Problem, aim: Aim, dice: object) -> None:
    rows, columns = (list(range(k)) for k in given.shape)
    for side in (rows, columns):
        dice.shuffle(side)  # type: ignore[attr-defined]
    part = np.ix_(rows, columns)
    turned = Problem(
        given.worth[part],
        given.allowed[part],
        given.mentor_places[rows],
        given.leader_places[columns],
    )
    one, other = (best_plan(p, Settings(), aim) for p in (given, turned))
    assert key(given.worth, one.cells, aim) == key(turned.worth, other.cells, aim)
    assert one.bound == other.bound


@pytest.mark.parametrize("aim", AIMS)
def test_the_same_problem_gives_the_same_plan(aim: Aim) -> None:
    dice = np.random.default_rng(3)
    for _ in range(30):
        given = problem(dice, most=8)
        assert best_plan(given, Settings(), aim).cells == best_plan(given, Settings(), aim).cells


# --- conditions on the plan as a whole -------------------------------------


def condition(dice: np.random.Generator, given: Problem, plan: Cells) -> Condition:
    """A share, a mean, or a limit on some pairs, near what a plan just fulfils or just breaks."""
    n, m = given.shape
    mentors = dice.random(n) < 0.5 if dice.random() < 0.7 else None
    leaders = dice.random(m) < 0.5 if mentors is None or dice.random() < 0.3 else None
    cells = frozenset((i, j) for i in range(n) for j in range(m) if dice.random() < 0.4)
    mu = int(dice.integers(0, 10_001))
    made = [
        Condition("share", mentors=mentors, leaders=leaders, base=1),
        Condition("mean", mentors=mentors, slope=100, base=-95 * mu),
        Condition("some pairs", cells=cells),
        Condition("both", leaders=leaders, slope=1, base=-3, cells=cells),
    ][dice.integers(4)]
    at = value(made, given.worth, plan)
    slack = int(dice.choice([-1, 0, 0, 0, 1, 2]))
    low, high = ((True, False), (False, True), (True, True))[dice.integers(3)]
    made = replace(made, low=at - slack) if low else made
    return replace(made, high=at + abs(slack)) if high else made


def judged_under_conditions(given: Problem, aim: Aim, band: int) -> bool:
    """The same as `judged`; where no plan fits, it is said. Gives whether one did."""
    best = best_by_trying(given, aim, band)
    if best is None:
        with pytest.raises(RevmentorError):
            best_plan(given, Settings(band_points=band), aim)
        return False
    plan = best_plan(given, Settings(band_points=band), aim)
    assert fits(given, plan.cells)
    assert key(given.worth, plan.cells, aim, band) == best
    assert plan.total == best[-1] <= plan.bound
    assert plan.is_proven
    return True


def conditioned(dice: np.random.Generator) -> Problem:
    while True:
        free = problem(dice, most=4, capacity=2)
        if free.open.sum() <= 9:
            break
    plans = every_plan(free)
    plan = plans[dice.integers(len(plans))]
    made = (condition(dice, free, plan) for _ in range(dice.integers(1, 4)))
    return free.under(*made)


@pytest.mark.parametrize("aim", AIMS)
def test_no_plan_that_keeps_the_conditions_is_better(aim: Aim) -> None:
    dice = np.random.default_rng(11)
    found = [judged_under_conditions(conditioned(dice), aim, 5) for _ in range(100)]
    assert 60 < sum(found) < 100  # most can be kept, some contradict each other


@pytest.mark.slow
@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("seed", range(3))
def test_conditions_are_kept_in_thousands_of_cases(aim: Aim, seed: int) -> None:
    dice = np.random.default_rng(2000 + seed)
    found = [judged_under_conditions(conditioned(dice), aim, 5) for _ in range(400)]
    assert 240 < sum(found) < 400


def never_together(groups: list[frozenset[Cell]]) -> Broken:
    """Mentors of one leader who cannot all be given an hour, told only of a plan found."""

    def broken(cells: Sequence[Cell]) -> list[Condition]:
        return [
            Condition("hour", high=len(group) - 1, cells=group)
            for group in groups
            if group <= set(cells)
        ]

    return broken


@pytest.mark.parametrize("aim", AIMS)
def test_what_shows_only_afterwards_is_kept_as_well(aim: Aim) -> None:
    dice, asked = np.random.default_rng(13), 0
    for _ in range(80):
        free = problem(dice, most=4, capacity=3)
        if not 2 <= free.open.sum() <= 9:
            continue
        columns = [np.nonzero(column)[0].tolist() for column in free.open.T]
        groups = [
            frozenset((i, j) for i in some)
            for j, rows in enumerate(columns)
            for some in combinations(rows, 2)
            if dice.random() < 0.6
        ]
        asked += judged_under_conditions(replace(free, broken=never_together(groups)), aim, 5)
    assert asked > 20


def test_forcing_a_pair_gives_the_best_plan_with_it() -> None:
    dice = np.random.default_rng(17)
    for _ in range(150):
        given = problem(dice, most=4, capacity=2)
        if not 1 <= given.open.sum() <= 10:
            continue
        for cell in [tuple(map(int, c)) for c in np.argwhere(given.open)[:2]]:
            rest = best_plan(given.forcing(cell), Settings())
            having = [plan for plan in every_plan(given) if cell in plan]
            best = max(key(given.worth, plan, Aim.TOTAL) for plan in having)
            assert (len(rest.cells) + 1, rest.total + int(given.worth[cell])) == best


# --- the judge is judged ---------------------------------------------------


def test_the_ways_of_judging_agree() -> None:
    dice = np.random.default_rng(23)
    for _ in range(150):
        given = problem(dice, most=3)
        for aim in AIMS:
            plans = every_plan(given)
            best = max(plans, key=lambda plan: key(given.worth, plan, aim))
            told = key(given.worth, best, aim)
            assert told == best_by_trying(given, aim) == best_by_states(given, aim)
            assert certified_key(given, best, aim) == told


@pytest.mark.parametrize(
    ("aim", "worse"),
    [
        (Aim.TOTAL, [(0, 0), (1, 1)]),
        (Aim.TOTAL, [(0, 1)]),
        (Aim.WORST, [(0, 1), (1, 0)]),
        (Aim.EVEN, [(0, 1), (1, 0)]),
    ],
)
def test_a_certificate_is_refused_to_a_worse_plan(aim: Aim, worse: list[Cell]) -> None:
    # across: 90 + 10, straight: 40 + 40
    worth = np.array([[4000, 9000], [1000, 4000]])
    one = np.ones(2, dtype=np.int64)
    given = Problem(worth, np.ones((2, 2), dtype=bool), one, one)
    with pytest.raises(AssertionError):
        certified_key(given, worse, aim)


@pytest.mark.parametrize("aim", AIMS)
def test_a_search_among_the_promising_pairs_only_claims_no_false_proof(
    aim: Aim, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What large problems go through, on problems small enough to know the answer."""
    monkeypatch.setattr(integer_program, "SMALL", 0)
    monkeypatch.setattr(integer_program, "EACH", 1)
    monkeypatch.setattr(leximin, "SMALL", 0)
    dice, found = np.random.default_rng(29), 0
    for _ in range(60):
        given = conditioned(dice)
        best = best_by_trying(given, aim)
        if best is None:
            continue
        plan = best_plan(given, Settings(), aim)
        found += 1
        assert fits(given, plan.cells)
        assert plan.total <= plan.bound
        if plan.is_proven:
            assert key(given.worth, plan.cells, aim) == best
        if aim is Aim.TOTAL:
            assert plan.bound >= best[-1]
    assert found > 30
