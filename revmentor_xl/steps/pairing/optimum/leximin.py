"""As even as possible: as few pairs as can be in the lowest bands of scores."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.feasible_size import need_room
from revmentor_xl.steps.pairing.optimum.integer_program import (
    EACH,
    SMALL,
    Found,
    Listed,
    Row,
    chosen,
)
from revmentor_xl.steps.pairing.optimum.linear_program.column_generation import relaxed
from revmentor_xl.steps.pairing.optimum.linear_program.dual_bound import Priced
from revmentor_xl.steps.pairing.optimum.problem import Cell, Condition, Plan, Problem
from revmentor_xl.steps.solving.deadline import Deadline

SCALE = 10_000
"""The highest number that a pair may be worth to the linear program."""

NEAR = 1e-6


def most_even(problem: Problem, number: int, settings: Settings, width: int) -> Plan | None:
    """The plan of `number` pairs that is best band by band, then in total.

    Band = score // `width`. Plans are compared by how many pairs lie in the
    lowest band, then in the next, and so on (leximin over bands); of equal
    ones the highest total is best. None when no plan fulfils the conditions.
    """
    if all(one.slope == 0 for one in problem.conditions):
        plan = _by_faces(problem, number, settings, width)
        if plan is not None:
            return plan
    return _by_search(problem, number, settings, width)


def _by_faces(problem: Problem, number: int, settings: Settings, width: int) -> Plan | None:
    """Exact by linear programs alone; None when a proof does not close.

    Counting the pairs of a band is linear, and the plans of `number` pairs are
    the corners of a polytope without fractional corners (places and number are
    a network). The plans that are best in one count are the corners of one of
    its faces, which has no fractional corners either, so the next count may be
    minimized over that face. By complementary slackness the face is: no pair
    with a reduced worth below zero, every pair with one above zero, and full
    places of everybody whose price is above zero, and conditions that have a
    price met with equality. Conditions (that do not ask for scores) may bring
    in fractional corners; where they do, the proof does not close. Several bands go into one
    program where weights of (number + 1) to the power of their order fit.
    """
    face = _Face(problem, number)
    bands = problem.worth // width
    for group in _groups(np.unique(bands[problem.open]).tolist(), number):
        worth = np.full(problem.shape, SCALE, dtype=problem.worth.dtype)
        for order, band in enumerate(reversed(group)):
            worth[bands == band] = SCALE - (number + 1) ** order
        if not face.narrow(worth, settings):
            return None
    found = relaxed(face.problem, face.number, settings)
    if found is None or not found.is_whole:
        return None
    settled = problem.total(face.settled)
    rest = found.plan(face.problem)
    cells = tuple(sorted((*rest.cells, *face.settled)))
    if not problem.is_fulfilled_by(cells):
        return None
    return Plan(cells, rest.total + settled, found.bound + settled)


def _groups(bands: list[int], number: int) -> list[list[int]]:
    """Bands to be minimized together, lowest first.

    The highest is left out: what is in no other band is in it.
    """
    size = 1
    while size < len(bands) and (number + 1) ** size <= SCALE:
        size += 1
    rest = bands[:-1]
    return [rest[at : at + size] for at in range(0, len(rest), size)]


class _Face:
    """The plans that are best so far: what is left to choose, and what is settled."""

    def __init__(self, problem: Problem, number: int) -> None:
        n, m = problem.shape
        self.problem, self.number = problem, number
        self.conditions = problem.conditions
        self.settled: list[Cell] = []
        self.full_mentors, self.full_leaders = np.zeros(n, dtype=bool), np.zeros(m, dtype=bool)

    def narrow(self, worth: np.ndarray, settings: Settings) -> bool:
        """Keep only plans with the highest sum of `worth`; False when it is not proven."""
        if not self.number:
            return True
        goal = replace(self.problem, worth=worth)
        found = relaxed(goal, self.number, settings)
        if found is None or not found.is_whole:
            return False
        priced = Priced.of(goal, self.number, found.prices)
        if priced.ceiling() > found.plan(goal).total + 1e-3:
            return False
        allowed, sure = self.problem.allowed.copy(), []
        for rows, columns, reduced in priced.blocks():
            out = np.abs(reduced) > NEAR
            allowed[rows[out], columns[out]] = False
            always = reduced > NEAR
            sure += list(zip(rows[always].tolist(), columns[always].tolist()))
        self.full_mentors |= priced.prices.mentors > NEAR
        self.full_leaders |= priced.prices.leaders > NEAR
        for k, price in enumerate(priced.prices.of_conditions[: len(self.conditions)]):
            if abs(price) > NEAR:
                self._tighten(k, price > 0)
        self._settle(allowed, sure)
        return True

    def _tighten(self, k: int, is_high: bool) -> None:
        one = self.conditions[k]
        limit = one.high if is_high else one.low
        tight = replace(one, low=limit, high=limit)
        self.conditions = (*self.conditions[:k], tight, *self.conditions[k + 1 :])

    def _settle(self, allowed: np.ndarray, sure: list[Cell]) -> None:
        mentors, leaders = self.problem.mentor_places.copy(), self.problem.leader_places.copy()
        for i, j in sure:
            mentors[i] -= 1
            leaders[j] -= 1
        self.settled += sure
        self.number -= len(sure)
        worth = self.problem.worth
        self.conditions = tuple(one.beside_all(worth, sure) for one in self.conditions)
        rows = (*self.conditions, *self._full(mentors, leaders))
        self.problem = Problem(worth, allowed, mentors, leaders, rows)

    def _full(self, mentors: np.ndarray, leaders: np.ndarray) -> tuple[Condition, ...]:
        """Whoever's places must be full has them full; one sum for each side says it."""
        who = self.full_mentors.copy(), self.full_leaders.copy()
        sums = int(mentors[who[0]].sum()), int(leaders[who[1]].sum())
        both = (
            Condition("full mentors", low=sums[0], mentors=who[0], base=1),
            Condition("full leaders", low=sums[1], leaders=who[1], base=1),
        )
        return tuple(one for one, places in zip(both, sums) if places)


def _by_search(problem: Problem, number: int, settings: Settings, width: int) -> Plan | None:
    """Band by band with whole numbers, under any conditions.

    Up to `SMALL` possible pairs nothing is left out and the plan is proven. On
    larger problems only pairs with little reduced worth lacking are looked at,
    and the bound is that of every plan with an equally good worst pair.
    """
    found = relaxed(problem, number, settings)
    if found is None:
        return None
    everything, window = Listed.all_of(problem), 25.0
    priced = Priced.of(problem, number, found.prices)
    deadline = Deadline.of(settings)
    while True:
        listed = everything
        if len(everything) > SMALL:
            listed = Listed(problem, *priced.within(window))
        is_all, window = len(listed) == len(everything), 2 * window
        if not is_all and len(listed) < EACH * sum(problem.shape):
            continue
        need_room(listed)
        best, is_proven = _band_by_band(listed, number, width, deadline)
        if best is not None:
            is_proven, least = is_proven and is_all, found.bound
            bound = best.value if is_proven else max(best.value + 1, least)
            return Plan(best.cells, best.value, bound, 0.0, found.prices)
        if is_all:
            return None


def _band_by_band(
    listed: Listed, number: int, width: int, deadline: Deadline
) -> tuple[Found | None, bool]:
    """The most even plan from a list, and whether each of its steps was proven."""

    def best(goal: np.ndarray) -> Found | None:
        return chosen(listed, goal, deadline.left(), number)

    is_proven, got = True, None
    for band in np.unique(listed.worth // width).tolist()[:-1]:
        inside = (listed.worth // width == band).astype(np.int64)
        try:
            got = best(-inside)
        except SolverFailed:
            if got is None:
                raise
            return _as_it_is(listed, got), False
        if got is None:
            return None, is_proven
        is_proven = is_proven and got.limit == got.value
        row = Row(inside, high=-got.value)
        listed = listed.under(row) if got.value else listed.only(inside == 0)
    try:
        last = best(listed.worth)
    except SolverFailed:
        if got is None:
            raise
        return _as_it_is(listed, got), False
    return last, is_proven and last is not None and last.limit == last.value


def _as_it_is(listed: Listed, found: Found) -> Found:
    """The plan found before the time ended, with its total."""
    return Found(found.cells, listed.problem.total(found.cells), None)
