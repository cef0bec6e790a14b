"""The dashboard's tables: live formulas, each with the value it has today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import pandas as pd

from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula, fold
from revmentor_xl.schema.excel_counting import (
    averageifs,
    counta,
    countifs,
    equal_to,
    is_plain_criterion,
    number_is,
    other_than,
    values,
    within,
)
from revmentor_xl.schema.figures import FIGURES, NO_DECISION, NO_FIGURE
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.overview.calendar_tab import with_calendar

__all__ = ["cards", "dashboard"]

MOST_DEPARTMENTS = 30
MOST_SKILLS = 10


def dashboard(program: Program) -> Program:
    """The program with every table of the tabs Dashboard, Calendar and Load brought up to date."""
    for key, rows in (
        ("figures", _figures(program)),
        ("by_session", _by_session(program)),
        ("by_department", _by_department(program)),
        ("by_health", _by_health(program)),
        ("skill_balance", _skill_balance(program)),
    ):
        frame = pd.DataFrame(rows, columns=list(WORKBOOK.table(key).keys), dtype=object)
        program = program.rewrite(key, frame)
    program = with_calendar(program)
    values = figure_values(program)
    said = (
        f"{counted(int(values['pairs']), 'pair')}, "
        f"{counted(int(values['sessions_held']), 'session')} held."
    )
    return program.saying(said, show="Dashboard")


def _figures(program: Program) -> list[dict[str, object]]:
    values = figure_values(program)
    return [
        {
            "figure": figure.label,
            "value": Formula(figure.formula, values[figure.key]),
            "meaning": figure.meaning,
        }
        for figure in FIGURES
    ]


def _by_session(program: Program) -> list[dict[str, object]]:
    cells = program.cells("sessions")
    rows = []
    for number in range(1, program.settings.session_count + 1):
        row: dict[str, object] = {"number": number}
        for key, held in (("planned", "Planned"), ("held", "Held"), ("missed", "Missed")):
            row[key] = Formula(
                "=COUNTIFS(Sessions[No.],BySession[[#This Row],[Session]],"
                f'Sessions[Held?],"{held}")',
                countifs(cells, number=number_is(number), held=equal_to(held)),
            )
        rows.append(row)
    return rows


_DEPARTMENT_COUNTS = {
    "mentors": ("mentors", "department", "Mentors[Department]"),
    "leaders": ("leaders", "department", "Leaders[Department]"),
    "paired_mentors": ("pairs", "mentor_department", "Pairs[Mentor''s department]"),
    "paired_leaders": ("pairs", "leader_department", "Pairs[Leader''s department]"),
}


def departments(program: Program) -> list[str]:
    """The departments of all mentors and leaders, the largest 30, sorted by name."""
    people: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for table in ("mentors", "leaders"):
        for name in sorted(program.table(table)["department"]):
            if name:
                people[fold(name)] += 1
                spelled.setdefault(fold(name), name)
    largest = sorted(people, key=lambda key: (-people[key], key))[:MOST_DEPARTMENTS]
    return [spelled[key] for key in sorted(largest)]


def _by_department(program: Program) -> list[dict[str, object]]:
    counts = {key: _rows_by_text(program, key) for key in _DEPARTMENT_COUNTS}
    return [
        {"department": name}
        | {key: _department_count(program, key, name, counts[key]) for key in _DEPARTMENT_COUNTS}
        for name in departments(program)
    ]


def _rows_by_text(program: Program, key: str) -> Counter[str]:
    """What COUNTIFS gives for each text, in lower case as it compares them."""
    table, column, _ = _DEPARTMENT_COUNTS[key]
    cells = program.cells(table)
    if table == "pairs":
        runs = [other_than(status) for status in OVER]
        cells = cells[[all(one(v) for one in runs) for v in values(cells, "status")]]
    return Counter(text.lower() for text in values(cells, column) if isinstance(text, str))


def _department_count(program: Program, key: str, department: str, counts: Counter[str]) -> object:
    """A live count; a plain number where COUNTIFS would misread the name."""
    table, column, reference = _DEPARTMENT_COUNTS[key]
    criteria = f"{reference},ByDepartment[[#This Row],[Department]]"
    if table == "pairs":
        criteria += "".join(f',Pairs[Status],"<>{status}"' for status in OVER)
    if not is_plain_criterion(department):
        rows = program.table(table)
        rows = rows[~rows["status"].isin(OVER)] if table == "pairs" else rows
        return sum(fold(name) == fold(department) for name in rows[column])
    return Formula(f"=COUNTIFS({criteria})", counts[department.lower()])


def _by_health(program: Program) -> list[dict[str, object]]:
    cells = program.cells("health")
    return [
        {
            "health": state,
            "pairs": Formula(
                "=COUNTIFS(Health[Health],ByHealth[[#This Row],[Pairs that are]])",
                countifs(cells, health=equal_to(state)),
            ),
        }
        for state in WORKBOOK.table("health")["health"].choices
    ]


def _skill_balance(program: Program) -> list[dict[str, object]]:
    wanted = Counter(
        skill for goals in program.table("leaders")["learning_goals"] for skill in goals
    )
    offered = Counter(skill for skills in program.table("mentors")["strengths"] for skill in skills)
    most = sorted(wanted, key=lambda skill: (-wanted[skill], fold(skill)))[:MOST_SKILLS]
    return [{"skill": skill, "wanted": wanted[skill], "offered": offered[skill]} for skill in most]


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
