"""Solvers that end with another of the best plans, as another version of HiGHS may do.

Each changes what must not matter: the seed, the presolve, the order of rows
and columns, the solver itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pulp
import pytest

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.solving import solver

HAS_CBC = bool({"PULP_CBC_CMD", "COIN_CMD"} & set(pulp.listSolvers(onlyAvailable=True)))

Order = Callable[[list[Any]], list[Any]]


def shuffled(things: list[Any]) -> list[Any]:
    return random.Random(7).sample(things, len(things))


def backwards(things: list[Any]) -> list[Any]:
    return things[::-1]


OTHERS: dict[str, tuple[Order, dict[str, object]]] = {
    "shuffled, another seed": (shuffled, {"random_seed": 99}),
    "backwards, no presolve": (backwards, {"presolve": "off", "simplex_strategy": 4}),
}
if HAS_CBC:
    OTHERS["CBC, backwards"] = (backwards, {"solver": "CBC"})
"""Name -> the order of rows and columns, and HiGHS's options."""


def reordered(problem: Any, order: Order) -> tuple[Any, dict[str, Any]]:
    """A copy with its rows and columns in another order, and its variables by name."""
    data = problem.toDict()
    for name in ("variables", "constraints"):
        data[name] = order(data[name])
    for row in (data["objective"], *data["constraints"]):
        row["coefficients"] = order(row["coefficients"])
    columns, copy = pulp.LpProblem.fromDict(data)
    copy.is_reordered = True
    return copy, columns


def reordering(found: Any, order: Order) -> Any:
    """A solver that from now on sees every problem in another order."""

    class Reordering(type(found)):  # type: ignore[misc]
        def actualSolve(self, problem: Any, **_: object) -> Any:
            copy, columns = reordered(problem, order)
            answer = super().actualSolve(copy)
            own = {one.name for one in problem.variables()}
            problem.assignVarsVals({n: one.varValue for n, one in columns.items() if n in own})
            if hasattr(problem, "assignStatus"):  # in PuLP 4 the answer tells
                problem.assignStatus(copy.status, copy.sol_status)
            return answer

        def buildSolverModel(self, problem: Any) -> None:  # also of one that is kept open
            if not hasattr(problem, "is_reordered"):
                live, (problem, _) = problem.solverModel, reordered(problem, order)
                problem.solverModel = live
            super().buildSolverModel(problem)

    found.__class__ = Reordering
    return found


@contextmanager
def other_solver(name: str) -> Iterator[None]:
    """Every solution comes from this solver for a while."""
    order, more = OTHERS[name]
    usual = solver._solver

    def other(settings: Settings, gap: float = 0.0, **options: object) -> Any:
        if "solver" in more:
            return reordering(usual(replace(settings, solver=str(more["solver"])), gap), order)
        found = usual(settings, gap, **options)
        found.optionsDict.update(more)
        return reordering(found, order)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solver, "_solver", other)
        yield


def differing(answer: Callable[[], object]) -> Iterator[str]:
    """The solvers with which the answer is another one than with the usual one."""
    usual = answer()
    for name in OTHERS:
        with other_solver(name):
            is_other = answer() != usual
        if is_other:
            yield name
