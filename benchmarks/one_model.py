"""Scheduling as one model, every session times every slot, for solvers that are given just that.

The value of a plan counts a placed session more than all regular ones together.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

LIMIT = 180.0
"""Seconds that a solver may search."""

Key = tuple[int, int, tuple[int, int]]
"""A pair, a window and a slot."""


class Found(NamedTuple):
    """Sessions, placed ones, regular ones, and what no plan exceeds: (placed, regular)."""

    sessions: int
    placed: int
    regular: int | None
    most: tuple[int, int] | None = None
    note: str = ""


class Question(NamedTuple):
    """The plain numbers of `large_program.Instance`."""

    minutes: int
    per_week: int
    people: list[tuple[str, str]]
    starts: list[dict[int, dict[tuple[int, int], int]]]
    week: dict[int, int]

    @property
    def sessions(self) -> int:
        return sum(map(len, self.starts))

    def every(self) -> Iterator[Key]:
        for at, windows in enumerate(self.starts):
            for window, possible in windows.items():
                for slot in possible:
                    yield at, window, slot

    def slots(self, at: int) -> list[tuple[int, int]]:
        return sorted({slot for possible in self.starts[at].values() for slot in possible})

    def shared(self) -> Iterator[list[Key]]:
        """Starts of which one at most can take place, because somebody is in all of them."""
        calendars: dict[str, list[tuple[int, Key]]] = {}
        for key in self.every():
            start = self.starts[key[0]][key[1]][key[2]]
            for person in self.people[key[0]]:
                calendars.setdefault(person, []).append((start, key))
        for entries in calendars.values():
            if len({key[0] for _, key in entries}) > 1:
                entries.sort()
                yield from self.running(entries)

    def running(self, entries: list[tuple[int, Key]]) -> Iterator[list[Key]]:
        oldest = 0
        for at, (start, _) in enumerate(entries):
            while entries[oldest][0] <= start - self.minutes:
                oldest += 1
            if at + 1 == len(entries) or entries[at + 1][0] > start:
                yield [key for _, key in entries[oldest : at + 1]]

    def full_weeks(self) -> Iterator[list[Key]]:
        """The starts of a leader in one week, where they could be too many."""
        found: dict[tuple[str, int], list[Key]] = {}
        for at, window, slot in self.every():
            week = self.week[self.starts[at][window][slot]]
            found.setdefault((self.people[at][1], week), []).append((at, window, slot))
        return (keys for keys in found.values() if len({k[:2] for k in keys}) > self.per_week)


def best_value(one: Question, value: float, bound: float) -> Found:
    """Sessions from a value that counts a placed session more than all regular ones."""
    worth = one.sessions + 1
    placed, regular = divmod(round(value), worth)
    # whoever ran out of time may know no bound; every session at its slot is one
    bound = min(bound, one.sessions * (worth + 1))
    most, most_regular = divmod(int(bound + 1e-4), worth)
    return Found(one.sessions, placed, regular, (most, min(most_regular, most)))


def one_pulp_model(path: Path) -> Callable[[], Found]:
    import pulp

    one = Question(*pickle.loads(path.read_bytes()))
    make = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)

    def run() -> Found:
        worth = one.sessions + 1
        model = pulp.LpProblem("schedule", pulp.LpMaximize)
        number = {key: n for n, key in enumerate(one.every())}
        other = {key: model.add_variable(f"o{n}", 0, 1, "Binary") for key, n in number.items()}
        regular = {key: model.add_variable(f"r{n}", 0, 1, "Binary") for key, n in number.items()}
        for at, windows in enumerate(one.starts):
            slots = one.slots(at)
            of = {
                slot: model.add_variable(f"s{at}_{n}", 0, 1, "Binary")
                for n, slot in enumerate(slots)
            }
            model += make([(of[slot], 1) for slot in slots]) <= 1
            for window, possible in windows.items():
                keys = [(at, window, slot) for slot in possible]
                for key in keys:
                    model += make([(regular[key], 1), (of[key[2]], -1)]) <= 0
                model += make([(v[key], 1) for key in keys for v in (other, regular)]) <= 1
        for row, most in rows_of(one):
            model += make([(v[key], 1) for key in row for v in (other, regular)]) <= most
        value = [(v, worth) for v in other.values()] + [(v, worth + 1) for v in regular.values()]
        model.setObjective(make(value))
        model.solve(pulp.HiGHS(msg=False, threads=1, gapRel=0, timeLimit=LIMIT))
        bound = model.solverModel.getInfo().mip_dual_bound
        return best_value(one, pulp.value(model.objective) or 0, abs(bound))

    return run


def rows_of(one: Question) -> Iterator[tuple[list[Key], int]]:
    yield from ((row, 1) for row in one.shared())
    yield from ((row, one.per_week) for row in one.full_weeks())


def cp_sat(path: Path, workers: int = 1) -> Callable[[], Found]:
    from ortools.sat.python import cp_model

    one = Question(*pickle.loads(path.read_bytes()))

    def run() -> Found:
        worth = one.sessions + 1
        model = cp_model.CpModel()
        other = {key: model.new_bool_var("") for key in one.every()}
        regular = {key: model.new_bool_var("") for key in other}
        for at, windows in enumerate(one.starts):
            of = {slot: model.new_bool_var("") for slot in one.slots(at)}
            model.add_at_most_one(of.values())
            for window, possible in windows.items():
                keys = [(at, window, slot) for slot in possible]
                for key in keys:
                    model.add_implication(regular[key], of[key[2]])
                model.add_at_most_one(v[key] for key in keys for v in (other, regular))
        for row, most in rows_of(one):
            terms = [v[key] for key in row for v in (other, regular)]
            if most == 1:
                model.add_at_most_one(terms)
            else:
                model.add(cp_model.LinearExpr.sum(terms) <= most)
        variables = [*other.values(), *regular.values()]
        values = [worth] * len(other) + [worth + 1] * len(regular)
        model.maximize(cp_model.LinearExpr.weighted_sum(variables, values))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = LIMIT
        status = solver.solve(model)
        known = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return best_value(one, solver.objective_value if known else 0, solver.best_objective_bound)

    return run


def cp_sat_everywhere(path: Path) -> Callable[[], Found]:
    return cp_sat(path, 0)  # as many workers as processors
