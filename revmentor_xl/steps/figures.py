"""The values of the dashboard's key figures, each as its formula counts it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from revmentor_xl.program import Program
from revmentor_xl.schema.excel_counting import averageifs, counta, countifs, equal_to, within
from revmentor_xl.schema.figures import FIGURES, NO_DECISION, NO_FIGURE
from revmentor_xl.schema.statuses import OVER

Value = int | float | str


def _noted(program: Program, held: str) -> int:
    return countifs(program.cells("sessions"), held=equal_to(held))


def _kept(program: Program) -> Value:
    held, missed = _noted(program, "Held"), _noted(program, "Missed")
    return held / (held + missed) if held + missed else NO_FIGURE


def _pairs(program: Program) -> Value:
    cells = program.cells("pairs")
    over = sum(countifs(cells, status=equal_to(status)) for status in OVER)
    return counta(cells, "pair_id") - over


def _exchanges(program: Program) -> Value:
    cells = program.cells("sessions")
    return counta(cells, "mentor_taught") + counta(cells, "leader_taught")


def _need_call(program: Program) -> Value:
    cells = program.cells("health")
    states = ("At risk", "Needs attention")
    return sum(countifs(cells, health=equal_to(state)) for state in states)


def _answers(table: str, item: str, moment: str, least: int) -> Callable[[Program], Value]:
    def count(program: Program) -> Value:
        tests = {"moment": equal_to(moment), item: within(least)}
        return countifs(program.cells(table), **tests)

    return count


def _mean(table: str, item: str, moment: str, least: int, most: int) -> Callable[[Program], Value]:
    def mean(program: Program) -> Value:
        tests = {"moment": equal_to(moment), item: within(least, most)}
        value = averageifs(program.cells(table), item, **tests)
        return NO_FIGURE if value is None else value

    return mean


def _decisions(program: Program) -> Value:
    cells = program.cells("review")
    none = sum(countifs(cells, decision_influenced=equal_to(word)) for word in NO_DECISION)
    return counta(cells, "decision_influenced") - none


def _go_on(program: Program) -> Value:
    cells = program.cells("review")
    return sum(
        countifs(cells, continue_wish=equal_to(wish)) for wish in ("Continue", "New partner")
    )


VALUES: Mapping[str, Callable[[Program], Value]] = {
    "mentors": lambda program: counta(program.cells("mentors"), "id"),
    "leaders": lambda program: counta(program.cells("leaders"), "id"),
    "pairs": _pairs,
    "sessions_held": lambda program: _noted(program, "Held"),
    "sessions_missed": lambda program: _noted(program, "Missed"),
    "sessions_kept": _kept,
    "exchanges": _exchanges,
    "need_call": _need_call,
    "checkin_answers": _answers("checkins", "talks_useful", "Month 3", 1),
    "talks_useful": _mean("checkins", "talks_useful", "Month 3", 1, 5),
    "hard_points": _mean("checkins", "can_raise_hard_point", "Month 3", 1, 5),
    "review_answers": _answers("review", "recommend", "Month 6", 0),
    "recommend": _mean("review", "recommend", "Month 6", 0, 10),
    "decisions": _decisions,
    "go_on": _go_on,
}


def figure_values(program: Program) -> dict[str, Value]:
    """The value of every key figure, by its key."""
    return {figure.key: VALUES[figure.key](program) for figure in FIGURES}


def cards(program: Program) -> dict[str, Value]:
    """The values of the large figures, by the defined name of their cell."""
    values = figure_values(program)
    return {f"card_{figure.key}": values[figure.key] for figure in FIGURES if figure.card}
