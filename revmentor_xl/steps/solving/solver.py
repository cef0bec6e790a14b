"""The one place where a PuLP problem meets a solver.

HiGHS through highspy is the default; CBC and every other solver that PuLP
knows can be chosen on the Settings tab. PuLP 3.3 and 4 differ in how they
name things and report how a search ended; that is settled here, so that no
step has to know which of them is installed. What a solver writes goes to the
log, whatever it was told.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pulp

from revmentor_xl.errors import BadSetting, Infeasible, SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.solving.solver_output import LOGGER, logged

SEED = 1
THREADS = 1  # HiGHS cannot change it within a process, and one thread repeats itself

_INFEASIBLE, _UNBOUNDED = -1, -2  # the same numbers in PuLP 3.3 and 4
_OPTIMAL, _NOT_SOLVED = 1, 0
_CBC = ("COIN_CMD", "PULP_CBC_CMD")  # an installed one first; the second is part of PuLP 3.3


class Solution(NamedTuple):
    """How a search ended: the objective's value, the seconds it took, and whether
    it is proven best (`solve` gives back nothing else).

    No solution is better than `bound`; None when the solver does not tell.
    """

    objective: float
    seconds: float
    is_proven: bool = True
    bound: float | None = None


def solve(problem: pulp.LpProblem, settings: Settings, **options: Any) -> Solution:
    """Solve to proven optimality; the values then stand in the variables.

    Repeatable: one thread, a fixed seed, no gap allowed. A plan found in time
    but not proven does not count. Raises `SolverFailed` when the search ends
    in any other way, `BadSetting` when the solver is not installed. `options`
    are HiGHS's own, by name; another solver is not told.
    """
    solution = best_found(problem, settings, **options)
    if not solution.is_proven:
        raise _failure(_OPTIMAL, settings, solution.seconds)
    return solution


@logged()
def best_found(
    problem: pulp.LpProblem, settings: Settings, gap: float = 0.0, **options: Any
) -> Solution:
    """Solve up to a gap, or as far as the time allows; the values stand in the variables.

    Proven means: no solution is better by more than `gap` x the objective. One
    that is not proven may be no solution at all; whoever asks must look. Raises
    `Infeasible` when the conditions contradict each other, else as `solve` does.
    `options` are HiGHS's own, by name; another solver is not told.
    """
    started = time.perf_counter()
    if problem.numVariables() == 0:  # HiGHS gives an empty problem no status
        return Solution(_constant(problem), 0.0)
    solver = _solver(settings, gap, **options)
    try:
        with _private_files(solver):
            answer = problem.solve(solver)
    except pulp.PulpError as error:
        LOGGER.info("%s: %s", settings.solver, error)  # in the solver's words, with paths
        raise SolverFailed(
            f"The solver {settings.solver} stopped with an error; the log has its words.",
            "Choose HiGHS under Solver on the Settings tab and try again.",
        ) from error
    except KeyError:
        if not _is_out_of_nodes(problem):
            raise
        answer = _NOT_SOLVED
    seconds = time.perf_counter() - started
    # PuLP 3.3 gives back a number, PuLP 4 an object that holds it
    status = int(getattr(answer, "status", answer))
    is_proven = _is_proven(problem, status)
    if not is_proven and (status != _OPTIMAL or pulp.value(problem.objective) is None):
        raise _failure(status, settings, seconds)
    return Solution(float(pulp.value(problem.objective)), seconds, is_proven, _bound(problem))


@logged()
def loaded(problem: pulp.LpProblem, settings: Settings, **options: object) -> Any:
    """HiGHS with the problem in it, to go on with; None when another solver is chosen.

    `options` are HiGHS's own, by name.
    """
    solver = _solver(settings)
    if not isinstance(solver, pulp.HiGHS):
        return None
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    for name, value in options.items():
        problem.solverModel.setOptionValue(name, value)
    return problem.solverModel


@logged()
def run(live: Any, settings: Settings) -> bool:
    """Let an open HiGHS solve what it holds; False when its rows contradict each other.

    Raises `SolverFailed` when it ends in any other way than with the optimum.
    """
    started = time.perf_counter()
    live.run()
    status = live.getModelStatus().name
    if status == "kOptimal":
        return True
    if "Infeasible" in status:
        return False
    raise _failure(_NOT_SOLVED, settings, live.getRunTime() + time.perf_counter() - started)


def weighted(terms: Iterable[tuple[pulp.LpVariable, float]]) -> pulp.LpAffineExpression:
    """The sum of variables times coefficients, each variable at most once.

    One call for all terms: adding them one by one takes quadratic time.
    """
    from_list = getattr(pulp.LpAffineExpression, "from_list", None)  # PuLP 4
    listed = list(terms)
    return from_list(listed) if from_list else pulp.LpAffineExpression(listed)


def _solver(settings: Settings, gap: float = 0.0, **options: object) -> Any:
    """The PuLP solver of a setting, silent and repeatable."""
    name, seconds = settings.solver, settings.solver_seconds
    if name.casefold() == "highs" and is_installed("HiGHS"):
        return pulp.HiGHS(
            msg=False, threads=THREADS, gapRel=gap, timeLimit=seconds, random_seed=SEED, **options
        )
    if name.casefold() == "cbc":
        for cbc in filter(is_installed, _CBC):
            own = [f"randomSeed {SEED}", f"randomCbcSeed {SEED}"]
            return _configured(cbc, seconds, gapRel=gap, threads=THREADS, options=own)
    elif is_installed(name):
        return _configured(name, seconds)
    raise BadSetting(
        f"The solver “{name}” cannot be used on this computer: it is missing or does not start.",
        _other_solver(name),
    )


def is_installed(name: str) -> bool:
    """Whether PuLP has a solver of this name that starts here; the others are not asked."""
    with _without_warnings():
        try:
            return bool(pulp.getSolver(name, msg=False).available())
        except pulp.PulpSolverError:  # no solver of this name
            return False


def _other_solver(name: str) -> str:
    """What to do without this solver: take one that is there, or bring it back."""
    again = "Install revmentor-xl again (README, “Try it”); Check my setup says whether it works."
    there = ["HiGHS"] if is_installed("HiGHS") else []
    there += ["CBC"] if any(map(is_installed, _CBC)) else []
    others = [one for one in there if one.casefold() != name.casefold()]
    if not others:
        return again
    return f"Choose {others[0]} under Solver on the Settings tab" + (
        "." if others[0] == "HiGHS" else f"; to have {name} again: {again}"
    )


@contextmanager
def _private_files(solver: Any) -> Iterator[None]:
    """Let a solver that is handed its problem in files write them where nobody else reads."""
    if not hasattr(solver, "tmpDir"):
        yield
        return
    with TemporaryDirectory(prefix="revmentor-") as folder:
        solver.tmpDir = folder
        yield


def _configured(name: str, seconds: int, **more: object) -> Any:
    with _without_warnings():
        return pulp.getSolver(name, msg=False, timeLimit=seconds, **more)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """PuLP 3.3 announces that it will drop the CBC it brings along."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _is_proven(problem: pulp.LpProblem, status: int) -> bool:
    """Optimal, and not merely the best plan found when the time was over.

    PuLP 3.3 calls both "optimal" and tells them apart by `sol_status` only.
    """
    solution_status = getattr(problem, "sol_status", _OPTIMAL)
    return status == _OPTIMAL and int(solution_status) == _OPTIMAL


def _is_out_of_nodes(problem: pulp.LpProblem) -> bool:
    """Did HiGHS end at its limit of nodes? PuLP 3.3 has no word for that."""
    live: Any = getattr(problem, "solverModel", None)
    return hasattr(live, "getModelStatus") and live.getModelStatus().name == "kSolutionLimit"


def _bound(problem: pulp.LpProblem) -> float | None:
    """What HiGHS knows of the best solution when it ends; it minimizes whatever is asked."""
    live: Any = getattr(problem, "solverModel", None)
    if not hasattr(live, "getInfo"):
        return None
    bound = float(live.getInfo().mip_dual_bound)
    if not math.isfinite(bound):
        return None
    turned = live.getObjectiveSense()[1].name == "kMinimize" and problem.sense == pulp.LpMaximize
    return _constant(problem) + (-bound if turned else bound)


def _failure(status: int, settings: Settings, seconds: float) -> SolverFailed:
    if status == _INFEASIBLE:
        return Infeasible()
    if status == _UNBOUNDED:
        return SolverFailed(
            "The solver found no limit to the score, which should never happen.",
            "Please report this with the program file.",
        )
    if seconds >= 0.9 * settings.solver_seconds:
        return SolverFailed(
            f"No proven best plan was found within {settings.solver_seconds} seconds.",
            "Raise “Seconds to search” on the Settings tab and try again.",
        )
    return SolverFailed(
        f"The solver {settings.solver} ended without a proven best plan.",
        "Choose HiGHS under Solver on the Settings tab, or allow more seconds to search.",
    )


def _constant(problem: pulp.LpProblem) -> float:
    return float(problem.objective.constant) if problem.objective is not None else 0.0


def try_solver(settings: Settings) -> Solution:
    """Pair two and two people with the solver of the settings; the best total is 7.

    Raises as `solve` does, `SolverFailed` or `BadSetting`.
    """
    points = {(0, 0): 4, (0, 1): 3, (1, 0): 4, (1, 1): 1}
    problem = pulp.LpProblem("trial", pulp.LpMaximize)
    pairs = {
        one: problem.add_variable("pair_{}_{}".format(*one), 0, 1, cat="Binary") for one in points
    }
    problem += pulp.lpSum(points[one] * pairs[one] for one in points)
    for person in (0, 1):
        problem += pulp.lpSum(pairs[person, other] for other in (0, 1)) <= 1
        problem += pulp.lpSum(pairs[other, person] for other in (0, 1)) <= 1
    return solve(problem, settings)
