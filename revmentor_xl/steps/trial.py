"""A tiny problem, solved to see that the solver works on this computer."""

from __future__ import annotations

import pulp

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.solver import Solution, solve


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
