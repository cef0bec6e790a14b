"""The linear program over the few pairs that matter, stated in PuLP.

Its rows are those of the whole program; only columns are missing, and pricing
brings in the ones that help. HiGHS is kept open between rounds: it gets the
new columns and goes on from where it was. Any other solver gets the whole
statement each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pulp

from revmentor_xl.errors import Infeasible, SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.optimum.problem import NO_LIMIT, Problem
from revmentor_xl.steps.solving.solver import loaded, run, solve, weighted

PLAIN: dict[str, object] = {"presolve": "off", "simplex_dual_edge_weight_strategy": 1}
"""HiGHS without presolve and with Devex pricing."""


class Shape(NamedTuple):
    """What the rows are: who must be full, who is in a row at all, is the number one.

    Where everybody `full_mentors` and `full_leaders` says is full, the number
    of pairs follows; otherwise it is a row of its own.
    """

    number: int
    full_mentors: np.ndarray
    full_leaders: np.ndarray
    is_number_row: bool


class Limit(NamedTuple):
    """One side of a condition as a row, divided by its largest coefficient."""

    condition: int
    is_low: bool
    scale: float


@dataclass(frozen=True)
class Answer:
    """The optimum over the known pairs: values and the prices of every row, as for a maximum."""

    values: np.ndarray
    objective: float
    mentors: np.ndarray
    leaders: np.ndarray
    of_pair: float
    of_conditions: tuple[float, ...]


class Master:
    """The restricted program; pairs come in by `add`, in a fixed order, and stay."""

    def __init__(self, problem: Problem, shape: Shape, settings: Settings) -> None:
        self.problem, self.shape, self.settings = problem, shape, settings
        self.rows = self.columns = np.zeros(0, dtype=np.int64)
        self.least = np.zeros(0)
        self.is_counting = False
        self.limits = tuple(self._limits())
        self._live: Any = None
        self._first = 0

    def _limits(self) -> Iterator[Limit]:
        worth = self.problem.worth
        most = max(abs(int(worth.max(initial=0))), abs(int(worth.min(initial=0))))
        for k, one in enumerate(self.problem.conditions):
            scale = 1.0 / max(1, abs(one.slope) * most + abs(one.base) + bool(one.cells))
            if one.low > -NO_LIMIT:
                yield Limit(k, True, scale)
            if one.high < NO_LIMIT:
                yield Limit(k, False, scale)

    def add(self, rows: np.ndarray, columns: np.ndarray, least: np.ndarray | None = None) -> None:
        """Let pairs in; where `least` is 1 the pair is in every largest plan."""
        known = len(self.rows)
        self.rows = np.concatenate([self.rows, rows])
        self.columns = np.concatenate([self.columns, columns])
        self.least = np.concatenate([self.least, np.zeros(len(rows)) if least is None else least])
        if self._live is not None:
            self._send(slice(known, len(self.rows)))

    def worth(self, part: slice = slice(None)) -> np.ndarray:
        """What the objective gives for each known pair; nothing while shortfalls are counted."""
        if self.is_counting:
            return np.zeros(len(self.rows[part]))
        return self.problem.worth[self.rows[part], self.columns[part]].astype(np.float64)

    def count_shortfalls(self, is_counting: bool) -> None:
        """Ask for the least shortfall from the conditions (True), or for the best total."""
        self.is_counting = is_counting
        if self._live is None:
            return
        sign, places = _sign(self._live), self._places()
        self._live.changeColsCost(len(places), places, sign * self.worth())
        slack = np.arange(self._first, self._first + len(self.limits), dtype=np.int32)
        cost, room = (-1.0, np.inf) if is_counting else (0.0, 0.0)
        self._live.changeColsCost(len(slack), slack, np.full(len(slack), sign * cost))
        zeros = np.zeros(len(slack))
        self._live.changeColsBounds(len(slack), slack, zeros, zeros + room)

    def open(self) -> None:
        """State the rows and what is known, and let HiGHS hold it; any other solver waits.

        A pair stated in PuLP takes ten times as long as one that comes in later,
        all at once: so one plan is stated, and the first choice follows.
        """
        self._first = len(self.rows)
        # measured: a plain network needs no presolve, rows of conditions do
        options = {} if self.problem.conditions else PLAIN
        self._live = loaded(self.stated(), self.settings, **options)

    def solve(self) -> Answer | None:
        """The optimum; None when the known pairs cannot fulfil the conditions."""
        if self._live is None:
            return self._asked(self.stated())
        if not run(self._live, self.settings):
            return None
        solution, sign = self._live.getSolution(), _sign(self._live)
        values = np.array(solution.col_value)[self._places()]
        objective = sign * self._live.getInfo().objective_function_value
        return self._answer(values, objective, sign * np.array(solution.row_dual))

    def _asked(self, stated: pulp.LpProblem) -> Answer | None:
        """A stock solve; the signs of dual values are those that prove the objective best."""
        self._live = None
        try:
            solution = solve(stated, self.settings)
        except Infeasible:
            return None
        found = {variable.name: variable.varValue or 0.0 for variable in stated.variables()}
        values = np.array([found[_name(k)] for k in range(len(self.rows))])
        duals = [row.pi for row in stated.constraints()]
        if any(dual is None for dual in duals):
            raise SolverFailed(
                f"The solver {self.settings.solver} gives no prices, so nothing could be proven.",
                "Choose HiGHS under Solver on the Settings tab.",
            )
        both = [
            self._answer(values, solution.objective, sign * np.array(duals, dtype=np.float64))
            for sign in (1.0, -1.0)
        ]
        return min(both, key=self._distance)

    def reduced(self, answer: Answer) -> np.ndarray:
        """The reduced worth of each known pair."""
        found = self.worth() - answer.mentors[self.rows] - answer.leaders[self.columns]
        found -= answer.of_pair
        for price, one in zip(answer.of_conditions, self.problem.conditions):
            if price:
                found -= price * one.at(self.problem.worth, self.rows, self.columns)
        return np.asarray(found)

    def _distance(self, answer: Answer) -> float:
        """How far the prices are from proving the answer best among the known pairs."""
        problem, reduced = self.problem, self.reduced(answer)
        total = self.shape.number * answer.of_pair
        total += float(problem.mentor_places @ answer.mentors)
        total += float(problem.leader_places @ answer.leaders)
        for price, one in zip(answer.of_conditions, problem.conditions):
            limit = one.high if price > 0 else one.low
            total += price * (limit if abs(limit) < NO_LIMIT else 0)
        total += float(np.where(reduced > 0, reduced, reduced * self.least).sum())
        return abs(total - answer.objective)

    def _answer(self, values: np.ndarray, objective: float, duals: np.ndarray) -> Answer:
        n, m = self.problem.shape
        at = n + m + self.shape.is_number_row
        prices = [0.0] * len(self.problem.conditions)
        for limit, dual in zip(self.limits, duals[at:].tolist()):
            prices[limit.condition] += dual * limit.scale
        of_pair = float(duals[n + m]) if self.shape.is_number_row else 0.0
        return Answer(values, objective, duals[:n], duals[n : n + m], of_pair, tuple(prices))

    def stated(self) -> pulp.LpProblem:
        """All that is known now as a PuLP problem; any solver gives the same objective."""
        model = pulp.LpProblem("pairing", pulp.LpMaximize)
        bounds = zip(self.least.tolist(), range(len(self.rows)))
        pairs = [model.add_variable(_name(k), least, 1) for least, k in bounds]
        room = None if self.is_counting else 0
        slack = [model.add_variable(f"s{k:07}", 0, room) for k in range(len(self.limits))]
        cost = -1 if self.is_counting else 0
        objective = list(zip(pairs, self.worth().tolist()))
        model.setObjective(weighted([*objective, *((one, cost) for one in slack)]))
        problem, shape = self.problem, self.shape
        self._state_people(model, "m", pairs, self.rows, problem.mentor_places, shape.full_mentors)
        people = self.columns, problem.leader_places, shape.full_leaders
        self._state_people(model, "l", pairs, *people)
        if shape.is_number_row:
            model.addConstraint(weighted((one, 1) for one in pairs) == shape.number, "number")
        for k, limit in enumerate(self.limits):
            self._state_limit(model, k, limit, pairs, slack[k])
        return model

    @staticmethod
    def _state_people(
        model: pulp.LpProblem,
        letter: str,
        pairs: list[pulp.LpVariable],
        people: np.ndarray,
        places: np.ndarray,
        full: np.ndarray,
    ) -> None:
        """One row per person: so many partners where full, otherwise not more."""
        order = np.argsort(people, kind="stable")
        ends = np.searchsorted(people[order], np.arange(len(places) + 1)).tolist()
        listed = [(pairs[k], 1) for k in order.tolist()]
        for person, (most, is_full) in enumerate(zip(places.tolist(), full.tolist())):
            partners = weighted(listed[ends[person] : ends[person + 1]])
            row = partners == most if is_full else partners <= max(0, most)
            model.addConstraint(row, f"{letter}{person:07}")

    def _state_limit(
        self,
        model: pulp.LpProblem,
        k: int,
        limit: Limit,
        pairs: list[pulp.LpVariable],
        slack: pulp.LpVariable,
    ) -> None:
        condition = self.problem.conditions[limit.condition]
        weights = self._weights(limit, slice(None))
        some = np.nonzero(weights)[0].tolist()
        terms = [(pairs[at], float(weights[at])) for at in some]
        if limit.is_low:
            row = weighted([*terms, (slack, 1)]) >= condition.low * limit.scale
        else:
            row = weighted([*terms, (slack, -1)]) <= condition.high * limit.scale
        model.addConstraint(row, f"c{k:07}")

    def _weights(self, limit: Limit, part: slice) -> np.ndarray:
        condition = self.problem.conditions[limit.condition]
        weights = condition.at(self.problem.worth, self.rows[part], self.columns[part])
        return np.asarray(weights * limit.scale)

    def _send(self, part: slice) -> None:
        """New columns for the open solver: their rows are the two people and what counts them."""
        rows, columns = self.rows[part], self.columns[part]
        n, m = self.problem.shape
        index, value = [rows, n + columns], [np.ones(len(rows)), np.ones(len(rows))]
        at = n + m
        if self.shape.is_number_row:
            index.append(np.full(len(rows), at))
            value.append(np.ones(len(rows)))
            at += 1
        for k, limit in enumerate(self.limits):
            index.append(np.full(len(rows), at + k))
            value.append(self._weights(limit, part))
        places, weights = np.stack(index, axis=1), np.stack(value, axis=1)
        some = weights != 0
        starts = np.concatenate([[0], np.cumsum(some.sum(axis=1))[:-1]]).astype(np.int32)
        cost = _sign(self._live) * self.worth(part)
        bounds = self.least[part], np.ones(len(rows))
        entries = places[some].astype(np.int32), weights[some]
        self._live.addCols(len(rows), cost, *bounds, len(entries[0]), starts, *entries)

    def _places(self) -> np.ndarray:
        """Where the pairs stand among the open solver's columns: slacks come after the first."""
        places = np.arange(len(self.rows), dtype=np.int32)
        places[self._first :] += len(self.limits)
        return places


def _name(k: int) -> str:
    return f"p{k:07}"  # padded, as PuLP 3.3 sorts by name


def _sign(live: Any) -> float:
    """PuLP 3.3 turns a maximum into a minimum, PuLP 4 does not."""
    return 1.0 if "Max" in str(live.getObjectiveSense()[1]) else -1.0
