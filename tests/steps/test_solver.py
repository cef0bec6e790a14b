"""The solver's door: only what is proven optimal comes through."""

from __future__ import annotations

import logging
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pulp
import pytest

from revmentor_xl.errors import BadSetting, Infeasible, SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.solving.solver import solve, weighted
from tests.othersolvers import HAS_CBC

SOLVERS = ["HiGHS", pytest.param("CBC", marks=pytest.mark.skipif(not HAS_CBC, reason="no CBC"))]


def knapsack(size: int, seed: int, cat: str = "Binary") -> pulp.LpProblem:
    """Choose things of the most worth within six limits; hard when it is large."""
    dice = random.Random(seed)
    problem = pulp.LpProblem("knapsack", pulp.LpMaximize)
    takes = [problem.add_variable(f"x{k}", 0, 1, cat) for k in range(size)]
    draw = lambda: [(take, dice.randint(10**5, 2 * 10**5)) for take in takes]  # noqa: E731
    problem.setObjective(weighted(draw()))
    for row in range(6):
        problem.addConstraint(weighted(draw()) <= 40_000 * size, f"limit{row}")
    return problem


@pytest.mark.parametrize("solver", SOLVERS)
def test_an_optimum_is_given_back_with_its_value(solver: str) -> None:
    problem = pulp.LpProblem("small", pulp.LpMaximize)
    x, y = (problem.add_variable(name, 0, 3, "Integer") for name in "xy")
    problem.setObjective(weighted([(x, 2), (y, 3)]))
    problem.addConstraint(weighted([(x, 1), (y, 1)]) <= 4, "together")
    solution = solve(problem, Settings(solver=solver))
    assert solution.objective == 11
    assert (x.varValue, y.varValue) == (1, 3)


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_good_plan_without_a_proof_does_not_count(solver: str) -> None:
    with pytest.raises(SolverFailed, match="within 1 seconds"):
        solve(knapsack(160, seed=7), Settings(solver=solver, solver_seconds=1))


def test_a_search_that_ends_with_its_nodes_has_proven_nothing() -> None:
    with pytest.raises(SolverFailed, match="without a proven best plan"):
        solve(knapsack(160, seed=7), Settings(), mip_max_nodes=1)


def test_a_fault_of_ours_is_not_taken_for_the_limit_of_nodes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = knapsack(5, seed=1)
    solved = problem.solve

    def fails(solver: Any) -> None:
        solved(solver)
        raise KeyError("x7")

    monkeypatch.setattr(problem, "solve", fails)
    with pytest.raises(KeyError, match="x7"):
        solve(problem, Settings())


@pytest.mark.skipif(not HAS_CBC, reason="no CBC")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_what_a_solver_is_handed_in_files_nobody_else_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They lie in a folder that only its owner enters, and are gone afterwards.

    PuLP 4 lets CBC write a log beside it, which only its owner reads.
    """
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    started = subprocess.Popen
    seen: list[tuple[int, list[str]]] = []

    def looked_at(command: list[str], *args: Any, **more: Any) -> Any:
        for made in tmp_path.iterdir():
            mode = made.stat().st_mode & 0o777
            if made.is_dir():
                seen.append((mode, sorted(file.suffix for file in made.iterdir())))
            else:
                assert (made.name.endswith("-pulp.log"), mode) == (True, 0o600)
        return started(command, *args, **more)

    monkeypatch.setattr(subprocess, "Popen", looked_at)
    solve(knapsack(5, 1), Settings(solver="CBC"))
    assert seen == [(0o700, [".mps"])]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("solver", SOLVERS)
def test_contradicting_conditions_are_told_in_words(solver: str) -> None:
    problem = knapsack(4, seed=1)
    problem.addConstraint(weighted([(problem.variables()[0], 1)]) >= 2, "impossible")
    with pytest.raises(Infeasible, match="contradict"):
        solve(problem, Settings(solver=solver))


def test_an_empty_problem_is_solved() -> None:
    problem = pulp.LpProblem("empty", pulp.LpMaximize)
    problem.setObjective(weighted([]))
    assert solve(problem, Settings()).objective == 0


def test_an_unknown_solver_is_a_bad_setting() -> None:
    with pytest.raises(BadSetting, match="Abacus"):
        solve(knapsack(3, seed=1), Settings(solver="Abacus"))


def test_the_same_problem_has_the_same_solution() -> None:
    def answer() -> list[float | None]:
        problem = knapsack(20, seed=3)
        solve(problem, Settings())
        return [take.varValue for take in problem.variables()]

    assert answer() == answer()


@pytest.mark.parametrize(
    ("there", "asked", "remedy"),
    [
        *(
            ([cbc], "HiGHS", "Choose CBC under Solver")
            for cbc in ("PULP_CBC_CMD", "COIN_CMD")
            if cbc in pulp.listSolvers()  # PuLP 4 brings no CBC along
        ),
        (["HiGHS"], "CBC", "Choose HiGHS under Solver"),
        (["HiGHS", "COIN_CMD"], "Abacus", "Choose HiGHS under Solver"),
        ([], "HiGHS", "Install revmentor-xl again"),
        ([], "CBC", "Install revmentor-xl again"),
    ],
)
def test_without_its_solver_the_remedy_is_one_that_is_there(
    there: list[str], asked: str, remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in {"HiGHS", "COIN_CMD", "PULP_CBC_CMD"} & set(pulp.listSolvers()):
        solver = type(pulp.getSolver(name, msg=False))
        monkeypatch.setattr(solver, "available", lambda self: self.name in there)
    with pytest.raises(BadSetting) as refused:
        solve(knapsack(3, seed=1), Settings(solver=asked))
    assert refused.value.remedy.startswith(remedy)


def test_a_solver_s_own_words_go_to_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object) -> None:
        raise pulp.PulpError("Pulp: Error while trying to execute /opt/solver")

    monkeypatch.setattr(pulp.HiGHS, "actualSolve", breaks)
    with (
        caplog.at_level(logging.INFO, "revmentor_xl.solver"),
        pytest.raises(SolverFailed) as failed,
    ):
        solve(knapsack(3, seed=1), Settings())
    assert "/opt/solver" not in str(failed.value)
    assert "/opt/solver" in caplog.text
