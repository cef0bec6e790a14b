"""Which of several equally good plans is taken: the first one in an order of our own.

A solver ends with any of the best plans; which one depends on its version, its
seed, the order of rows and columns. So when the best value is proven and
stated as a condition, the plans that are left are compared choice by choice:
the one that is better at the first choice wins, of equals the one that is
better at the second, and so on (lexicographic optimization). Plans with the
same choices are the same plan, so exactly one is first.

It is found exactly. A choice that has its best option needs no solver. Else a
few choices are made at once, each counting more than all that follow it
together; then they stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.solving.deadline import Deadline, not_in_time
from revmentor_xl.steps.solving.solver import loaded, run, solve, weighted

AT_ONCE = 2**13
"""Combinations of options that are decided at once. They become coefficients, and these must
stay far below 1e6: a solver may take 1e-6 of a variable for nothing."""

Option = TypeVar("Option")
Choice = Mapping[Option, pulp.LpVariable]
"""What can be chosen, the best first; the problem allows one of these variables to be 1."""

Terms = list[tuple[pulp.LpVariable, float]]


def first_of_equals(
    problem: pulp.LpProblem,
    choices: Sequence[Choice[Option]],
    at_hand: Sequence[Option | None],
    settings: Settings,
    **options: object,
) -> list[Option | None]:
    """What the first of all the problem's solutions chooses, None for nothing.

    The problem has to hold every aim as a condition, so that all its solutions
    are equally good; it is used up. `at_hand` is what one of them chooses.
    When the seconds of `settings`, which are for all of it, are over, or one
    search ends by a limit among `options` (HiGHS's own, by name), the choices
    that are made by then stay.
    """
    plan, deadline = list(at_hand), Deadline.of(settings)
    made = 0
    while made < len(choices) and _is_best(choices[made], plan[made]):
        made += 1
    if made == len(choices):
        return plan
    solutions = _solutions(problem, choices, settings, options)
    for one, option in zip(choices[:made], plan):
        solutions.keep(one, option)
    try:
        while made < len(choices):
            several = choices[made : made + 1]
            if not _is_best(choices[made], plan[made]):
                several = _at_once(choices[made:])
                solutions.find(_worth(several), deadline)
                plan[made:] = [solutions.chosen(one) for one in choices[made:]]
            for one, option in zip(several, plan[made:]):
                solutions.keep(one, option)
            made += len(several)
    except SolverFailed:
        pass
    return plan


def _is_best(choice: Choice[Option], option: Option | None) -> bool:
    """Is no option better?"""
    return next(iter(choice), None) == option


def _at_once(choices: Sequence[Choice[Option]]) -> Sequence[Choice[Option]]:
    """As many of the choices, from the first on, as one sum can hold exactly."""
    combinations = 1
    for count, one in enumerate(choices):
        combinations *= len(one) + 1
        if count and combinations > AT_ONCE:
            return choices[:count]
    return choices


def _worth(choices: Sequence[Choice[Option]]) -> Terms:
    """What is largest for the best of the first choice, with it of the second, and so on."""
    terms: Terms = []
    worth = 1.0
    for one in reversed(choices):
        terms += [(variable, worth * (len(one) - at)) for at, variable in enumerate(one.values())]
        worth *= len(one) + 1
    return terms


# --- the solutions that are left ------------------------------------------


class _Solutions:
    """Those of a problem; asked of any solver that PuLP knows."""

    def __init__(self, problem: pulp.LpProblem, options: Mapping[str, object]) -> None:
        self._problem, self._options = problem, options

    def find(self, worth: Terms, deadline: Deadline) -> None:
        """One that is worth most. Raises `SolverFailed`."""
        sign = 1.0 if self._problem.sense == pulp.LpMaximize else -1.0
        self._problem.setObjective(weighted((one, sign * factor) for one, factor in worth))
        solve(self._problem, deadline.left(), **self._options)

    def chosen(self, choice: Choice[Option]) -> Option | None:
        """What the last one chooses."""
        return next((option for option, one in choice.items() if self._value(one) > 0.5), None)

    def keep(self, choice: Choice[Option], option: Option | None) -> None:
        """Leave only those that choose this."""
        for other, one in choice.items():
            self._fix(one, float(other == option))

    def _value(self, one: pulp.LpVariable) -> float:
        return one.varValue or 0.0

    def _fix(self, one: pulp.LpVariable, value: float) -> None:
        self._problem += weighted([(one, 1.0)]) == value


class _OpenSolutions(_Solutions):
    """The same of a problem that HiGHS holds: nothing is stated twice, a third of the time."""

    def __init__(self, problem: pulp.LpProblem, live: Any, column: Mapping[str, int]) -> None:
        super().__init__(problem, {})  # it holds its options
        self._live, self._column = live, column
        self._values: Sequence[float] = ()

    def find(self, worth: Terms, deadline: Deadline) -> None:
        sign = 1.0 if "Max" in str(self._live.getObjectiveSense()[1]) else -1.0
        for place in self._column.values():
            self._live.changeColCost(place, 0.0)
        for one, factor in worth:
            self._live.changeColCost(self._column[one.name], sign * factor)
        if not run(self._live, deadline.left()):
            raise SolverFailed(*not_in_time(deadline.settings))
        self._values = self._live.getSolution().col_value

    def _value(self, one: pulp.LpVariable) -> float:
        return self._values[self._column[one.name]]

    def _fix(self, one: pulp.LpVariable, value: float) -> None:
        self._live.changeColBounds(self._column[one.name], value, value)


def _solutions(
    problem: pulp.LpProblem,
    choices: Sequence[Choice[Option]],
    settings: Settings,
    options: Mapping[str, object],
) -> _Solutions:
    """Stated once where the solver can hold them."""
    numbered = [(one, 1.0 + at) for at, one in enumerate(v for c in choices for v in c.values())]
    problem.setObjective(weighted(numbered))
    live = loaded(problem, settings, **options)
    if live is None:
        return _Solutions(problem, options)
    # PuLP 3.3 and 4 order columns and turn a maximum each in their way: the numbers tell
    place = {abs(cost): at for at, cost in enumerate(live.getLp().col_cost_) if cost}
    return _OpenSolutions(problem, live, {one.name: place[number] for one, number in numbered})
