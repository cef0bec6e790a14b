"""Plans beside the best one, against trying everything: the next best, really different ones,
those that disturb few running pairs, a pair forced, groups guarded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.forcing_cost import forced
from revmentor_xl.steps.pairing.optimum.guards import Guard, guarded
from revmentor_xl.steps.pairing.optimum.k_best import different, differing, next_best
from revmentor_xl.steps.pairing.optimum.minimum_change import least_disturbing
from revmentor_xl.steps.pairing.optimum.problem import Aim, Broken, Condition, Problem
from tests.checker_optimum import (
    Cell,
    Cells,
    every_plan,
    fits,
    group_scores,
    key,
    others_by_trying,
    rematch_by_trying,
)
from tests.tries import tries

AIMS = tuple(Aim)
SETTINGS = Settings()


def problems(
    seed: int, count: int, cells: int = 10, most: int = 4, capacity: int = 2
) -> Iterator[tuple[np.random.Generator, Problem]]:
    """Small problems with at least one possible pair and few enough to try every plan."""
    dice = np.random.default_rng(seed)
    while count:
        n, m = (int(k) for k in dice.integers(1, most + 1, 2))
        top = int(dice.choice([2, 3, 100, 10_001]))
        given = Problem(
            dice.integers(0, top, (n, m)),
            dice.random((n, m)) < dice.choice([0.4, 0.7, 1.0]),
            dice.integers(0, capacity + 1, n),
            dice.integers(0, capacity + 1, m),
        )
        if 1 <= given.open.sum() <= cells:
            count -= 1
            yield dice, given


def crowded(given: Problem, dice: np.random.Generator) -> Problem:
    """The problem in which some two mentors cannot both meet their leader."""
    groups = [
        frozenset({(int(i), j), (int(k), j)})
        for j, column in enumerate(given.open.T)
        for i, k in combinations(np.nonzero(column)[0], 2)
        if dice.random() < 0.5
    ]

    def broken(cells: Sequence[Cell]) -> list[Condition]:
        return [Condition("hour", high=1, cells=one) for one in groups if one <= set(cells)]

    asked: Broken = broken
    return replace(given, broken=asked)


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("is_crowded", [False, True])
def test_the_next_best_plan(aim: Aim, is_crowded: bool) -> None:
    some = 0
    for dice, free in problems(31, tries(80)):
        given = crowded(free, dice) if is_crowded else free
        plan = best_plan(given, SETTINGS, aim)
        other = next_best(given, plan, SETTINGS, aim)
        expected = others_by_trying(given, [plan.cells], 1, aim) if plan.cells else None
        assert (None if other is None else key(given.worth, other.cells, aim)) == expected
        if other is not None:
            some += 1
            assert fits(given, other.cells)
            assert set(other.cells) != set(plan.cells)
            assert other.total == other.bound == expected[-1]
    assert some > tries(25)


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("is_crowded", [False, True])
@pytest.mark.parametrize("share", [0.2, 0.5, 1.0])
def test_plans_that_are_really_different(aim: Aim, is_crowded: bool, share: float) -> None:
    some = 0
    for dice, free in problems(37, tries(60, one_in=3)):
        given = crowded(free, dice) if is_crowded else free
        plans = [best_plan(given, SETTINGS, aim)]
        if not plans[0].cells:
            continue
        least = differing(len(plans[0].cells), share)
        for _ in range(3):
            other = different(given, plans, SETTINGS, share, aim)
            cells = [plan.cells for plan in plans]
            expected = others_by_trying(given, cells, least, aim)
            assert (None if other is None else key(given.worth, other.cells, aim)) == expected
            if other is None:
                break
            some += 1
            assert fits(given, other.cells)
            assert other.total == other.bound
            plans.append(other)
    assert some > tries(15, one_in=3)


@pytest.mark.parametrize("is_crowded", [False, True])
@pytest.mark.parametrize("most", [0, 1, 2, 3, None])
def test_rematching_disturbs_no_more_than_it_may(most: int | None, is_crowded: bool) -> None:
    disturbed = 0
    for dice, free in problems(41, tries(80)):
        given = crowded(free, dice) if is_crowded else free
        plans = every_plan(given)
        kept = plans[dice.integers(len(plans))]
        found = least_disturbing(given, kept, most, SETTINGS)
        expected = rematch_by_trying(given, kept, most)
        assert found is not None
        assert key(given.worth, found.cells, Aim.TOTAL) == expected
        assert fits(given, found.cells)
        ended = len(set(kept) - set(found.cells))
        assert most is None or ended <= most
        assert found.total == found.bound
        disturbed += ended
    assert (disturbed > 0) == (most != 0)


def test_what_forcing_a_pair_costs_is_exact() -> None:
    asked = 0
    for _, given in problems(43, tries(150)):
        best = best_plan(given, SETTINGS)
        told = forced(given, best)
        plans = every_plan(given)
        top = len(best.cells), best.total
        for cell in map(tuple, np.argwhere(given.open).tolist()):
            having = [plan for plan in plans if cell in plan]
            if cell in best.cells:
                continue
            asked += 1
            number, total = max(key(given.worth, plan, Aim.TOTAL) for plan in having)
            assert told.possible[cell]
            assert (int(told.fewer[cell]), int(told.loss[cell])) == (
                top[0] - number,
                top[1] - total,
            )
    assert asked > tries(100)


# --- guards ----------------------------------------------------------------


@dataclass(frozen=True)
class Expected:
    """What brute force says of guards: the best plans left, and what each guard reached."""

    plans: list[Cells]
    reached: list[Fraction | None]
    holds: list[bool]


def reached(given: Problem, guard: Guard, plan: Cells) -> Fraction | None:
    """Pairs of the group, or its mean in percent of the mean of all; None without a mean."""
    scores = group_scores(given.worth, plan, guard.mentors, guard.leaders)
    if guard.whole is None:
        return Fraction(len(scores))
    total, number = guard.whole
    return Fraction(100 * sum(scores) * number, len(scores) * total) if scores and total else None


def by_trying(given: Problem, guards: Sequence[Guard], number: int) -> Expected:
    """Guard after guard: kept where it can be, else as much of it as can be reached."""
    plans = [plan for plan in every_plan(given) if len(plan) == number]
    came_out, holds = [], []
    for guard in guards:
        of = {plan: reached(given, guard, plan) for plan in plans}
        kept = [plan for plan, one in of.items() if one is None or one >= guard.asked]
        holds.append(bool(kept))
        most = max(one for one in of.values() if one is not None) if not kept else None
        plans = kept or [plan for plan in plans if of[plan] == most]
        came_out.append(most)
    return Expected(plans, came_out, holds)


def some_guards(dice: np.random.Generator, given: Problem, total: int, number: int) -> list[Guard]:
    guards = []
    for k in range(int(dice.integers(1, 4))):
        n, m = given.shape
        mentors = dice.random(n) < 0.5 if dice.random() < 0.5 else None
        leaders = dice.random(m) < 0.5 if mentors is None else None
        if dice.random() < 0.5:
            guards.append(Guard(f"share {k}", int(dice.integers(0, number + 1)), mentors, leaders))
        else:
            asked = int(dice.choice([80, 95, 100, 120]))
            guards.append(Guard(f"mean {k}", asked, mentors, leaders, (total, number)))
    return guards


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("is_crowded", [False, True])
def test_guards_are_kept_as_far_as_can_be(aim: Aim, is_crowded: bool) -> None:
    given_way = 0
    for dice, free in problems(47, tries(120, one_in=6), cells=9):
        given = crowded(free, dice) if is_crowded else free
        base = best_plan(given, SETTINGS, aim)
        if not base.cells:
            continue
        guards = some_guards(dice, given, base.total, len(base.cells))
        plan, outcomes = guarded(given, guards, SETTINGS, aim, base)
        told = by_trying(given, guards, len(base.cells))
        best = max(key(given.worth, one, aim) for one in told.plans)
        assert fits(given, plan.cells)
        assert [one.holds for one in outcomes] == told.holds
        for one, most in zip(outcomes, told.reached):
            assert one.is_proven
            if most is not None:
                given_way += 1
                assert one.reached == pytest.approx(float(most), abs=1e-9)
        assert key(given.worth, plan.cells, aim) == best
        assert plan.total == plan.bound
    assert given_way > tries(20, one_in=6)
