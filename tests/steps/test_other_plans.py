"""Other plans and disturbing few pairs, against trying every set of pairs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.alternating_cycles import cheapest_circle
from revmentor_xl.steps.pairing.optimum.k_best import different, differing, next_best
from revmentor_xl.steps.pairing.optimum.minimum_change import least_disturbing
from revmentor_xl.steps.pairing.optimum.problem import Aim, Cell, Condition, Plan, Problem

SETTINGS = Settings()
EXAMPLES = 60


def problem(
    worth: Sequence[Sequence[int]],
    mentors: Sequence[int] | None = None,
    leaders: Sequence[int] | None = None,
) -> Problem:
    """A problem of these scores; -1 marks a pair that is not possible."""
    scores = np.array(worth, dtype=np.int64)
    n, m = scores.shape
    return Problem(
        np.maximum(scores, 0),
        scores >= 0,
        np.array(mentors or [1] * n, dtype=np.int64),
        np.array(leaders or [1] * m, dtype=np.int64),
    )


def every_plan(one: Problem) -> Iterator[tuple[Cell, ...]]:
    """Every set of possible pairs that the places allow."""
    cells = [(int(i), int(j)) for i, j in zip(*np.nonzero(one.open))]

    def sets(at: int, mentors: list[int], leaders: list[int]) -> Iterator[tuple[Cell, ...]]:
        if at == len(cells):
            yield ()
            return
        yield from sets(at + 1, mentors, leaders)
        i, j = cells[at]
        if mentors[i] and leaders[j]:
            less_m = [p - (k == i) for k, p in enumerate(mentors)]
            less_l = [p - (k == j) for k, p in enumerate(leaders)]
            for rest in sets(at + 1, less_m, less_l):
                yield (cells[at], *rest)

    return sets(0, one.mentor_places.tolist(), one.leader_places.tolist())


def total(one: Problem, cells: Sequence[Cell]) -> int:
    return sum(int(one.worth[cell]) for cell in cells)


def worst(one: Problem, cells: Sequence[Cell]) -> int:
    return min(int(one.worth[cell]) for cell in cells)


@st.composite
def problems(draw: st.DrawFn, most: int = 4) -> Problem:
    n, m = draw(st.integers(1, most)), draw(st.integers(1, most))
    score = st.one_of(st.just(-1), st.integers(0, 6), st.integers(0, 10_000))
    rows = draw(st.lists(st.lists(score, min_size=m, max_size=m), min_size=n, max_size=n))
    mentors = draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    leaders = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    made = problem(rows)
    return Problem(made.worth, made.allowed, np.array(mentors), np.array(leaders))


# --- the next best plan ----------------------------------------------------


@given(problems())
@trying(max_examples=EXAMPLES, deadline=None)
def test_the_next_best_plan_is_the_best_of_all_others(one: Problem) -> None:
    best = best_plan(one, SETTINGS)
    number = len(best.cells)
    others = [
        total(one, cells)
        for cells in every_plan(one)
        if len(cells) == number and set(cells) != set(best.cells)
    ]
    found = next_best(one, best, SETTINGS)
    if not others:
        assert found is None
        return
    assert found is not None
    assert (found.total, found.bound) == (max(others), max(others))
    check_plan(one, found, number)
    assert set(found.cells) != set(best.cells)


@given(problems())
@trying(max_examples=EXAMPLES, deadline=None)
def test_the_next_best_plan_by_the_worst_off_pair(one: Problem) -> None:
    best = best_plan(one, SETTINGS, Aim.WORST)
    others = [
        (worst(one, cells), total(one, cells))
        for cells in every_plan(one)
        if cells and len(cells) == len(best.cells) and set(cells) != set(best.cells)
    ]
    found = next_best(one, best, SETTINGS, Aim.WORST)
    assert (found is None) == (not others)
    if found is not None:
        assert (worst(one, found.cells), found.total) == max(others)


@given(problems(), st.integers(0, 3))
@trying(max_examples=EXAMPLES, deadline=None)
def test_the_next_best_plan_keeps_the_conditions(one: Problem, high: int) -> None:
    mine = np.arange(one.shape[0]) % 2 == 0
    one = one.under(Condition("few of the even mentors", high=high, mentors=mine, base=1))
    best = best_plan(one, SETTINGS)
    others = [
        total(one, cells)
        for cells in every_plan(one)
        if len(cells) == len(best.cells)
        and set(cells) != set(best.cells)
        and one.conditions[0].holds(one.worth, cells)
    ]
    found = next_best(one, best, SETTINGS)
    assert (found.total if found else None) == (max(others) if others else None)


def test_a_circle_is_only_looked_for_around_a_best_plan() -> None:
    one = problem([[10, 0], [0, 10]])
    with pytest.raises(ValueError, match="not the best"):
        cheapest_circle(one, Plan(((0, 1), (1, 0)), 0, 0))


@pytest.mark.parametrize(
    ("worth", "mentors", "leaders", "second"),
    [
        ([[10, 0], [0, 10]], None, None, ((0, 1), (1, 0))),
        ([[10, 7, 3]], None, None, ((0, 1),)),          # another leader takes the place
        ([[10], [7], [3]], None, None, ((1, 0),)),
        ([[10, -1], [-1, 10]], None, None, None),        # there is no other plan
        ([[10, 9], [9, 7]], [2, 1], [2, 1], ((0, 0), (1, 0), (1, 1))),
    ],
)  # fmt: skip
def test_given_these_scores_this_plan_comes_next(
    worth: list[list[int]],
    mentors: list[int] | None,
    leaders: list[int] | None,
    second: tuple[Cell, ...] | None,
) -> None:
    one = problem(worth, mentors, leaders)
    found = next_best(one, best_plan(one, SETTINGS), SETTINGS)
    if second is None or mentors is not None:
        best = best_plan(one, SETTINGS)
        others = [c for c in every_plan(one) if len(c) == len(best.cells) and c != best.cells]
        assert (found.total if found else None) == max(
            (total(one, c) for c in others), default=None
        )
    else:
        assert found is not None
        assert found.cells == second


# --- really different plans ------------------------------------------------


@given(problems(), st.sampled_from([0.0, 0.2, 0.5, 1.0]), st.integers(1, 3))
@trying(max_examples=EXAMPLES, deadline=None)
def test_really_different_plans_are_the_best_that_differ_enough(
    one: Problem, share: float, count: int
) -> None:
    plans = [best_plan(one, SETTINGS)]
    number = len(plans[0].cells)
    least = max(1, math.ceil(share * number))
    for _ in range(count):
        fitting = [
            total(one, cells)
            for cells in every_plan(one)
            if len(cells) == number
            and all(len(set(cells) - set(plan.cells)) >= least for plan in plans)
        ]
        found = different(one, plans, SETTINGS, share)
        assert (found.total if found else None) == max(fitting, default=None)
        if found is None:
            break
        assert found.is_proven
        check_plan(one, found, number)
        plans.append(found)


@pytest.mark.parametrize(
    ("pairs", "share", "least"),
    [(10, 0.2, 2), (11, 0.2, 3), (1, 0.2, 1), (4, 0.0, 1), (10, 0.3, 3), (3, 1.0, 3)],
)
def test_how_many_pairs_must_differ(pairs: int, share: float, least: int) -> None:
    assert differing(pairs, share) == least


# --- disturbing few ---------------------------------------------------------


@st.composite
def running(draw: st.DrawFn) -> tuple[Problem, list[Cell]]:
    """A problem, and running pairs that fit into it."""
    one = draw(problems())
    plans = [cells for cells in every_plan(one) if len(cells) <= 4]
    return one, list(draw(st.sampled_from(plans)))


@given(running(), st.sampled_from([0, 1, 2, 3, None]))
@trying(max_examples=2 * EXAMPLES, deadline=None)
def test_at_most_so_many_running_pairs_are_ended(
    case: tuple[Problem, list[Cell]], most: int | None
) -> None:
    one, kept = case
    limit = len(kept) if most is None else most
    best = max(
        (len(cells), total(one, cells))
        for cells in every_plan(one)
        if len(set(kept) - set(cells)) <= limit
    )
    found = least_disturbing(one, kept, most, SETTINGS)
    assert found is not None
    assert (len(found.cells), found.total, found.bound) == (*best, best[1])
    assert len(set(kept) - set(found.cells)) <= limit
    check_plan(one, found, best[0])


@given(running(), st.integers(0, 2), st.integers(0, 3))
@trying(max_examples=EXAMPLES, deadline=None)
def test_few_are_disturbed_under_conditions_too(
    case: tuple[Problem, list[Cell]], most: int, high: int
) -> None:
    one, kept = case
    one = one.under(
        Condition(
            "few of the first leader", high=high, leaders=np.arange(one.shape[1]) == 0, base=1
        )
    )
    fitting = [
        (len(cells), total(one, cells))
        for cells in every_plan(one)
        if len(set(kept) - set(cells)) <= most and one.conditions[0].holds(one.worth, cells)
    ]
    found = least_disturbing(one, kept, most, SETTINGS)
    assert (found is None) == (not fitting)
    if found is not None:
        assert (len(found.cells), found.total) == max(fitting)


@dataclass
class NoTwo:
    """Objects to two pairs together, as leaders with no hour for both do."""

    one: Cell
    other: Cell

    def __call__(self, cells: Sequence[Cell]) -> list[Condition]:
        both = frozenset({self.one, self.other})
        return [Condition("not both", high=1, cells=both)] if both <= set(cells) else []


@given(running(), st.integers(0, 2))
@trying(max_examples=EXAMPLES, deadline=None)
def test_a_plan_that_is_objected_to_is_searched_again(
    case: tuple[Problem, list[Cell]], most: int
) -> None:
    one, kept = case
    first = best_plan(one, SETTINGS).cells
    if len(first) < 2:
        return
    objects = NoTwo(first[0], first[1])
    one = Problem(one.worth, one.allowed, one.mentor_places, one.leader_places, (), objects)
    fitting = [
        (len(cells), total(one, cells))
        for cells in every_plan(one)
        if len(set(kept) - set(cells)) <= most and not objects(cells)
    ]
    found = least_disturbing(one, kept, most, SETTINGS)
    assert (found is None) == (not fitting)
    if found is not None:
        assert (len(found.cells), found.total) == max(fitting)


def check_plan(one: Problem, plan: Plan, number: int) -> None:
    """The pairs are possible, find places, and have the total that is said."""
    assert len(set(plan.cells)) == len(plan.cells) == number
    assert all(one.open[cell] for cell in plan.cells)
    assert total(one, plan.cells) == plan.total
    rows = [i for i, _ in plan.cells]
    columns = [j for _, j in plan.cells]
    assert all(rows.count(i) <= one.mentor_places[i] for i in rows)
    assert all(columns.count(j) <= one.leader_places[j] for j in columns)
