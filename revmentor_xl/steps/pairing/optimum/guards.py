"""Guards of groups: their share of the pairs, and a mean score not far below the rest."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import gcd
from typing import NamedTuple

import numpy as np

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.aims import attempt
from revmentor_xl.steps.pairing.optimum.feasible_size import MANY, promising
from revmentor_xl.steps.pairing.optimum.integer_program import SMALL, Listed, chosen
from revmentor_xl.steps.pairing.optimum.linear_program.column_generation import relaxed
from revmentor_xl.steps.pairing.optimum.problem import Aim, Cell, Condition, Plan, Problem
from revmentor_xl.steps.solving.deadline import Deadline

BELOW = (0, 2, 8, 32, 128)
"""Hundredths below the best mean of the linear program at which whole pairs are looked for."""


@dataclass(frozen=True)
class Guard:
    """What a group is to get: `asked` pairs, or a mean of `asked` percent of `whole`.

    `name` says it in HR's words. The group is that of the `mentors` or the
    `leaders` marked. `whole` is the total in hundredths and the number of all
    pairs of the best plan without guards (None: a share of pairs is asked
    for). `settled` are the scores of the group's pairs beside the search.
    """

    name: str
    asked: int
    mentors: np.ndarray | None = None
    leaders: np.ndarray | None = None
    whole: tuple[int, int] | None = None
    settled: tuple[int, ...] = ()

    def condition(self) -> Condition:
        """The guard as a condition on the pairs that are searched for.

        A share: number of the group's pairs >= asked. A mean of p percent of
        total T over K pairs: sum over the group's pairs of (100 K score - p T)
        >= 0, which is mean >= p/100 x T/K without a fraction; a group without
        any pair has no mean and fulfils it.
        """
        if self.whole is None:
            return self._row(0, 1, self.asked - len(self.settled))
        total, number = self.whole
        return self._mean(100 * number, self.asked * total)

    def at_mean(self, mean: Fraction) -> Condition:
        """The group's mean is at least so many hundredths."""
        return self._mean(mean.denominator, mean.numerator)

    def of(self, worth: np.ndarray, cells: Sequence[Cell]) -> list[int]:
        """The scores of the group's pairs in a plan, the settled ones among them."""
        inside = [
            int(worth[i, j])
            for i, j in cells
            if (self.mentors is None or self.mentors[i])
            and (self.leaders is None or self.leaders[j])
        ]
        return [*self.settled, *inside]

    def reached(self, worth: np.ndarray, cells: Sequence[Cell]) -> float | None:
        """What the group gets by a plan, in the unit of `asked`; None: no pair, so no mean."""
        scores = self.of(worth, cells)
        if self.whole is None:
            return float(len(scores))
        total, number = self.whole
        if not scores or not total:
            return None
        return float(Fraction(100 * sum(scores) * number, len(scores) * total))

    def _mean(self, slope: int, taken: int) -> Condition:
        common = gcd(slope, taken) or 1
        slope, taken = slope // common, taken // common
        return self._row(slope, -taken, -sum(slope * score - taken for score in self.settled))

    def _row(self, slope: int, base: int, low: int) -> Condition:
        return Condition(
            self.name, low=low, mentors=self.mentors, leaders=self.leaders, slope=slope, base=base
        )


class Outcome(NamedTuple):
    """How a guard came out: what it reached (see `Guard.reached`), and whether it holds.

    `is_proven` is true when it holds, or when no plan with as many pairs and
    the guards before it can reach more. `short_of` is what no such plan can
    reach, where that is known though not how near one can come; None: it is
    not known whether the guard could hold.
    """

    guard: Guard
    reached: float | None
    holds: bool
    is_proven: bool
    short_of: float | None = None

    @property
    def asked(self) -> int:
        return self.guard.asked


def guarded(
    problem: Problem,
    guards: Sequence[Guard],
    settings: Settings,
    aim: Aim,
    base: Plan,
    *,
    band: int | None = None,
) -> tuple[Plan, list[Outcome]]:
    """The best plan under guards, with as many pairs as `base`, and how each came out.

    `base` is the best plan without guards; where it fulfils them all it is the
    answer. Guards that contradict each other or the number of pairs give way
    from the last to the first: each in its order is kept as asked when some
    plan fulfils it together with those before it, and otherwise asks for the
    most that can be reached then. When no plan is found in time the answer is
    the best one met on the way (`base` for another aim than the total), and
    what it misses is reported as not proven.
    """
    started, deadline = time.perf_counter(), Deadline.of(settings)
    asked = problem.under(*(one.condition() for one in guards))
    number, known = len(base.cells), Known()
    if all(one.condition().holds(problem.worth, base.cells) for one in guards):
        return base, _outcomes(problem, guards, base, known)
    plan, current = None, base
    try:
        try:
            plan, _ = attempt(asked, deadline.left(0.9), aim, band=band, number=number)
        except SolverFailed:
            if deadline.is_over:
                raise
        if plan is None:
            loosened, known, current = _loosened(problem, guards, deadline, base)
            if loosened.is_fulfilled_by(base.cells):
                plan = base
            else:
                plan, _ = attempt(loosened, deadline.left(), aim, band=band, number=number)
    except SolverFailed:
        plan = None
    if plan is None:
        plan = replace(current, bound=base.bound, prices=None) if aim is Aim.TOTAL else base
        return plan, _outcomes(problem, guards, plan, Known())
    if plan is not base:
        plan = replace(plan, seconds=time.perf_counter() - started)
    return plan, _outcomes(problem, guards, plan, known)


@dataclass(frozen=True)
class Known:
    """What is proven of guards that cannot hold, by name.

    `best` can reach no more than they do; the others stay short of a percentage.
    """

    best: set[str] = field(default_factory=set)
    short_of: dict[str, float] = field(default_factory=dict)


def _outcomes(problem: Problem, guards: Sequence[Guard], plan: Plan, known: Known) -> list[Outcome]:
    found = []
    for one in guards:
        holds = one.condition().holds(problem.worth, plan.cells)
        reached = one.reached(problem.worth, plan.cells)
        is_proven = holds or one.name in known.best
        short_of = None if is_proven else known.short_of.get(one.name)
        found.append(Outcome(one, reached, holds, is_proven, short_of))
    return found


def _loosened(
    problem: Problem, guards: Sequence[Guard], deadline: Deadline, base: Plan
) -> tuple[Problem, Known, Plan]:
    """The problem under each guard, or under the most of it that can be reached.

    Also what is proven of those that cannot hold, and a plan that reaches all
    this. When most of the time is over, guards that the plan at hand does not
    keep are left as they are.
    """
    quick = Deadline(deadline.settings, deadline.until - 0.25 * deadline.seconds_left)
    current, known = base, Known()
    for one in guards:
        condition = one.condition()
        if condition.holds(problem.worth, current.cells):
            problem = problem.under(condition)
            continue
        if not quick.is_over:
            tried, under = _tried(problem, condition, quick.left(0.5), len(base.cells))
            if tried is not None:
                current, problem = tried, under
                continue
            current, problem = _nearest(problem, one, quick, current, known)
        if one.whole is None or one.of(problem.worth, current.cells):
            problem = problem.under(_as_now(problem, one, current))
    return problem, known, current


def _tried(
    problem: Problem, condition: Condition, settings: Settings, number: int
) -> tuple[Plan | None, Problem]:
    """A plan under one more condition; None when there is none or none is found in time."""
    try:
        return attempt(problem.under(condition), settings, Aim.TOTAL, number=number)
    except SolverFailed:
        return None, problem


def _nearest(
    problem: Problem, guard: Guard, deadline: Deadline, current: Plan, known: Known
) -> tuple[Plan, Problem]:
    """A plan with the most of a guard that can be reached; what is proven of it goes to `known`.

    A share: the most pairs. A mean: Dinkelbach's way to the best ratio (1967):
    maximize the sum of (score - mean so far) until nothing is gained. Above
    `SMALL` possible pairs the linear program says what no plan can reach, and
    whole pairs are looked for a hair below, without a proof of the last bit.
    """
    if guard.whole is not None and int(problem.open.sum()) > SMALL:
        return _just_below(problem, guard, deadline, current, known)
    while True:
        condition = _as_now(problem, guard, current)
        try:
            better, problem, is_proven = _raised(problem, condition, deadline, current)
        except SolverFailed:
            return current, problem
        if better is None:
            known.best.update({guard.name} if is_proven else ())
            return current, problem
        current = better


def _just_below(
    problem: Problem, guard: Guard, deadline: Deadline, current: Plan, known: Known
) -> tuple[Plan, Problem]:
    """A plan with nearly the best mean of a group that linear programs leave possible."""
    assert guard.whole is not None
    total, pairs = guard.whole
    low, asked = _mean(guard, problem, current), Fraction(guard.asked * total, 100 * pairs)
    try:
        possible, out_of_reach = _between(problem, guard, deadline, low, asked, len(current.cells))
        if out_of_reach is not None:
            known.short_of[guard.name] = float(100 * out_of_reach * pairs / total)
        for below in BELOW:
            if possible - below <= low:
                break
            condition = guard.at_mean(possible - below)
            tried, under = _tried(problem, condition, deadline.left(0.25), len(current.cells))
            if tried is not None:
                found = under.conditions[len(problem.conditions) + 1 :]
                return tried, problem.under(*found)
    except SolverFailed:
        pass  # not in time: the plan at hand stands
    return current, problem


def _between(
    problem: Problem, guard: Guard, deadline: Deadline, low: Fraction, asked: Fraction, number: int
) -> tuple[Fraction, Fraction | None]:
    """A mean that the linear program can give a group, and one that no plan can reach.

    They are a hundredth of a point apart; the second is None when the program
    can give what is asked. Raises `SolverFailed` when the time ends.
    """

    def is_possible(mean: Fraction) -> bool:
        under = problem.under(guard.at_mean(mean))
        return relaxed(under, number, deadline.left()) is not None

    if is_possible(asked):
        return asked, None
    high = asked
    while high - low > 1 and not deadline.is_over:
        middle = Fraction(round((low + high) * 5), 10)
        low, high = (middle, high) if is_possible(middle) else (low, middle)
    return low, high


def _mean(guard: Guard, problem: Problem, plan: Plan) -> Fraction:
    scores = guard.of(problem.worth, plan.cells)
    return Fraction(sum(scores), len(scores))


def _as_now(problem: Problem, guard: Guard, plan: Plan) -> Condition:
    """The guard, asking for no more than a plan gives."""
    if guard.whole is None:
        return replace(guard, asked=len(guard.of(problem.worth, plan.cells))).condition()
    return guard.at_mean(_mean(guard, problem, plan))


def _raised(
    problem: Problem, condition: Condition, deadline: Deadline, current: Plan
) -> tuple[Plan | None, Problem, bool]:
    """A plan that more than fulfils a condition, if there is one, and is that proven?"""
    while True:
        listed = Listed.all_of(problem)
        is_all = len(listed) <= MANY
        if not is_all:
            listed = listed.only(promising(problem, listed, current.cells))
        goal = condition.at(problem.worth, listed.rows, listed.columns)
        found = chosen(listed, goal, deadline.left(), len(current.cells))
        if found is None or found.value <= condition.low:
            closed = found is None or (found.limit is not None and found.limit <= condition.low)
            return None, problem, is_all and closed
        more = problem.objections(found.cells)
        if not more:
            total = problem.total(found.cells)
            return Plan(found.cells, total, total), problem, False
        problem = problem.under(*more)
