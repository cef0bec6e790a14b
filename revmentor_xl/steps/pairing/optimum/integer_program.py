"""Plans in whole pairs where conditions leave the linear program fractional."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pulp

from revmentor_xl.errors import Infeasible, SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.linear_program.column_generation import Relaxed
from revmentor_xl.steps.pairing.optimum.linear_program.dual_bound import Priced
from revmentor_xl.steps.pairing.optimum.problem import NO_LIMIT, Cell, Plan, Problem
from revmentor_xl.steps.solving.deadline import Deadline, not_in_time
from revmentor_xl.steps.solving.solver import best_found, weighted

SMALL = 10_000
"""Up to so many possible pairs (100 x 100) the proof goes on to a gap of zero."""

GAP = 0.0001
"""What the solver may leave open on larger cases; with `SHOWN` as the limit in all."""
SHOWN = 0.0002
GROWTH = 4  # by how much a window widens at a time: the last one takes longest
_OFF = "mip_heuristic_run_rins", "mip_heuristic_run_root_reduced_cost"
PLAIN: dict[str, object] = dict.fromkeys(_OFF, False)
"""HiGHS up to a gap without searches within the search: on one case of 500 they cost the proof."""
ROOM = 30_000
"""More pairs than this are not given to a solver when fewer may suffice.

It would need minutes and more than a gigabyte.
"""

EACH = 5
"""Pairs per person that a search begins with, about."""


@dataclass(frozen=True)
class Row:
    """`low` <= sum of the weights (whole, one per pair listed) of those chosen <= `high`."""

    weights: np.ndarray
    low: int = -NO_LIMIT
    high: int = NO_LIMIT

    def holds(self, chosen: np.ndarray) -> bool:
        return self.low <= int(self.weights[chosen].sum()) <= self.high


@dataclass(frozen=True)
class Found:
    """Pairs chosen from a list, what they are worth by its goal, and the most they could be.

    `limit` holds for plans from the same list; None when the time ended before.
    """

    cells: tuple[Cell, ...]
    value: int
    limit: int | None


@dataclass(frozen=True)
class Listed:
    """Some of a problem's open pairs, by `rows` and `columns`, with further conditions."""

    problem: Problem
    rows: np.ndarray
    columns: np.ndarray
    more: tuple[Row, ...] = ()

    @classmethod
    def all_of(cls, problem: Problem) -> Listed:
        rows, columns = np.nonzero(problem.open)
        return cls(problem, rows, columns)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def worth(self) -> np.ndarray:
        """The score of each pair in hundredths."""
        scores: np.ndarray = self.problem.worth[self.rows, self.columns].astype(np.int64)
        return scores

    def conditions(self) -> list[Row]:
        """The problem's conditions as rows over these pairs, and the further ones."""
        at = [
            Row(one.at(self.problem.worth, self.rows, self.columns), one.low, one.high)
            for one in self.problem.conditions
        ]
        return [*at, *self.more]

    def under(self, row: Row) -> Listed:
        return replace(self, more=(*self.more, row))

    def only(self, keep: np.ndarray) -> Listed:
        """Fewer pairs."""
        more = tuple(replace(row, weights=row.weights[keep]) for row in self.more)
        return Listed(self.problem, self.rows[keep], self.columns[keep], more)

    def seats(self) -> Iterator[tuple[str, np.ndarray, int]]:
        """The pairs (by place in the list) that compete for one person's places."""
        for letter, at, places in (
            ("m", self.rows, self.problem.mentor_places),
            ("l", self.columns, self.problem.leader_places),
        ):
            order = np.argsort(at, kind="stable")
            people, starts = np.unique(at[order], return_index=True)
            for person, members in zip(people.tolist(), np.split(order, starts[1:])):
                if len(members) > places[person]:
                    yield f"{letter}{person}", members, int(places[person])

    def allows(self, chosen: np.ndarray, number: int | None) -> bool:
        """Are these pairs (by place in the list) a plan under every condition, exactly?"""
        if number is not None and len(chosen) != number:
            return False
        seated = all(
            (np.bincount(at[chosen], minlength=len(places)) <= np.maximum(places, 0)).all()
            for at, places in (
                (self.rows, self.problem.mentor_places),
                (self.columns, self.problem.leader_places),
            )
        )
        return seated and all(row.holds(chosen) for row in self.conditions())


def chosen(
    listed: Listed,
    goal: np.ndarray,
    settings: Settings,
    number: int | None = None,
    gap: float = 0.0,
) -> Found | None:
    """The pairs from a list with the highest sum of `goal` (whole); None: there is no plan.

    `number` None leaves open how many. Raises `SolverFailed` when the time ends
    without any plan.
    """
    if not len(listed):
        nothing = np.zeros(0, dtype=np.int64)
        return Found((), 0, 0) if listed.allows(nothing, number) else None
    first = _solved(listed, goal, settings, number, gap, 0.0)
    if first is None or first[0] is not None:
        return first[0] if first else None
    # a rounding of the solver let a condition slip: once more, held a little tighter
    second = _solved(listed, goal, settings, number, gap, 1e-4)
    if second is None or second[0] is None:
        raise SolverFailed(
            "The solver's plan does not fulfil every condition.",
            "Choose another solver on the Settings tab and try again.",
        )
    return replace(second[0], limit=first[1])


def _solved(
    listed: Listed,
    goal: np.ndarray,
    settings: Settings,
    number: int | None,
    gap: float,
    tighter: float,
) -> tuple[Found | None, int | None] | None:
    """What the solver found if it is a plan, and its bound; None when nothing is possible."""
    model = pulp.LpProblem("pairs", pulp.LpMaximize)
    takes = [model.add_variable(f"p{k}", 0, 1, "Integer") for k in range(len(listed))]
    model.setObjective(weighted(zip(takes, goal.tolist())))
    for name, members, places in listed.seats():
        model.addConstraint(weighted((takes[k], 1) for k in members.tolist()) <= places, name)
    if number is not None:
        model.addConstraint(weighted((take, 1) for take in takes) == number, "number")
    else:  # a model without any row is not solved
        model.addConstraint(weighted((take, 1) for take in takes) <= len(takes), "number")
    for k, row in enumerate(listed.conditions()):
        if not _add(model, takes, row, f"c{k}", tighter):
            return None
    try:
        ended = best_found(model, settings, gap, **(PLAIN if gap else {}))
    except Infeasible:
        return None
    picked = np.nonzero([(take.varValue or 0.0) > 0.5 for take in takes])[0]
    value = int(goal[picked].sum())
    limit = math.floor(value + gap * abs(value) + 1e-6) if ended.is_proven else None
    if not listed.allows(picked, number):
        if not ended.is_proven:
            raise SolverFailed(*not_in_time(settings))
        return None, limit
    cells = sorted(zip(listed.rows[picked].tolist(), listed.columns[picked].tolist()))
    return Found(tuple(cells), value, limit), limit


def _add(
    model: pulp.LpProblem, takes: Sequence[pulp.LpVariable], row: Row, name: str, tighter: float
) -> bool:
    """State a condition in units near 1; False when no choice can fulfil it."""
    at = np.nonzero(row.weights)[0]
    if not len(at):
        return row.low <= 0 <= row.high
    scale = max(1.0, float(np.abs(row.weights).max()) / 1e4)
    terms = [(takes[k], w / scale) for k, w in zip(at.tolist(), row.weights[at].tolist())]
    if row.low > -NO_LIMIT:
        model.addConstraint(weighted(terms) >= row.low / scale + tighter, f"{name}low")
    if row.high < NO_LIMIT:
        model.addConstraint(weighted(terms) <= row.high / scale - tighter, f"{name}high")
    return True


def whole(
    problem: Problem, number: int, found: Relaxed, settings: Settings, any_plan: bool = False
) -> Plan | None:
    """The best plan of `number` pairs, from the linear program's prices; None: there is none.

    The search begins with the pairs of the least reduced worth lacking and
    widens until nothing left out could be in a better plan. Up to `SMALL`
    possible pairs the gap is closed; above it ends at `SHOWN` of the bound, or
    with the time. `bound` then says how far the best plan may be. `any_plan`
    ends with the first. Raises `SolverFailed` when the time ends without one.
    """
    deadline = Deadline.of(settings)
    near = _Near(problem, Priced.of(problem, number, found.prices), found)
    ceiling = near.priced.ceiling()
    limit = min(found.bound, math.floor(ceiling + 1e-6))
    window, best = near.first(), None
    while True:
        listed, is_whole = near.within(window)
        is_all = len(listed) == near.possible
        is_last = best is not None and ceiling - window <= best.value * (1 + SHOWN)
        gap = 0.0 if near.is_small else 0.95 * SHOWN if is_last else GAP
        is_first = best is None
        got = near.chosen(listed, number, deadline, gap, is_first)
        if got is None and is_all and best is None:
            return None
        if got is None and best is None:
            if deadline.is_over or window > 2 * ceiling + 1:
                raise SolverFailed(*not_in_time(settings))
            window *= 8
            continue
        if got is not None:
            best = got if best is None or got.value > best.value else best
            if got.limit is not None and is_whole:
                outside = -NO_LIMIT if is_all else math.floor(ceiling - window + 1e-6)
                limit = min(limit, max(got.limit, outside))
        assert best is not None
        limit = max(limit, best.value)
        plan = Plan(best.cells, best.value, limit, 0.0, found.prices)
        # a first search is cut short while there is time for a wider one
        ended = got is None or (got.limit is None and not is_first) or deadline.is_over
        # what lies outside the next window cannot better this plan
        wider = ceiling - best.value + 1e-3
        if any_plan or plan.is_proven or is_all or ended or wider <= window or not is_whole:
            return plan
        if not near.is_small and plan.gap <= SHOWN:
            return plan
        # outside of this one no plan is better by more than the gap that may be left
        enough = ceiling - best.value * (1 + SHOWN) + 1
        window = wider if near.is_small else min(wider, max(enough, window + 1), GROWTH * window)


@dataclass(frozen=True)
class _Near:
    """The open pairs of a problem, by how much reduced worth they lack."""

    problem: Problem
    priced: Priced
    found: Relaxed

    @cached_property
    def possible(self) -> int:
        return int(self.problem.open.sum())

    @property
    def is_small(self) -> bool:
        return self.possible <= SMALL

    def first(self) -> float:
        """The window to begin with: measured, few pairs more than the linear program's suffice."""
        window = 1.0 if self.is_small else 16.0
        least = min(self.possible, 2 * EACH * sum(self.problem.shape))
        while self.is_small and len(self.priced.within(window)[0]) < least:
            window *= 2
        return window

    def within(self, window: float) -> tuple[Listed, bool]:
        """The pairs that lack no more than `window`, and whether these are all of them.

        Of very many, those that the linear program was solved with.
        """
        rows, columns = self.priced.within(window)
        if len(rows) <= ROOM:
            return Listed(self.problem, rows, columns), True
        known = np.zeros(self.problem.shape, dtype=bool)
        known[self.found.known] = True
        keep = known[rows, columns]
        return Listed(self.problem, rows[keep], columns[keep]), False

    def chosen(
        self, listed: Listed, number: int, deadline: Deadline, gap: float, is_first: bool
    ) -> Found | None:
        """The best plan from a list; a first one is looked for among few pairs only shortly."""
        short = deadline.rest(1 / 3 if is_first and not self.is_small else 1.0)
        try:
            return chosen(listed, listed.worth, short, number, gap)
        except SolverFailed:
            if self.is_small or (is_first and len(listed) == self.possible):
                raise  # no time is not a proof that there is no plan
            return None
