"""Points and reasons of any two people, and somebody's next best partners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.current_plan import Standing, everybody
from revmentor_xl.steps.pairing.case.preconditions import need_rules
from revmentor_xl.steps.pairing.explained.reasons import NOTHING_NAMED, reasons
from revmentor_xl.steps.pairing.features.common_time import common_time
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.hard_rules.rules import HardRules
from revmentor_xl.steps.pairing.optimum.problem import Cell
from revmentor_xl.steps.pairing.score.scoring import Scores, scores
from revmentor_xl.steps.worksheet.cells import Answers, Cells, Unanswered, answered
from revmentor_xl.steps.worksheet.who import person_key, place_of

MOST_PARTNERS = 100
NOTHING_IN_PARTICULAR = "Nothing that they wrote speaks for these two in particular."


@dataclass(frozen=True)
class Worth:
    """Everybody's points with everybody, and the rules that the people themselves bring."""

    sides: Sides
    rules: HardRules
    points: Scores

    @classmethod
    def of(cls, program: Program) -> Worth:
        """Read a program once, however often it is asked."""
        return program.derived("worth", WORKBOOK.tables, lambda: cls._read(program))

    @classmethod
    def _read(cls, program: Program) -> Worth:
        sides = Sides.of(program)
        time = common_time(sides)
        return cls(sides, HardRules.of(sides, time), scores(sides, time))

    def cell(self, mentor: object, leader: object) -> Cell:
        """Row and column of a mentor and a leader, each as a cell names them."""
        return place_of(self.sides, mentor, "mentors"), place_of(self.sides, leader, "leaders")


def case_of(program: Program) -> Case:
    """The program read for pairing, once."""
    return program.derived("case", WORKBOOK.tables, lambda: Case.of(program))


def score_cells(program: Program, mentors: Cells, leaders: Cells) -> Answers:
    """The points (0 to 100) that the Pairs tab would show for each mentor and leader."""
    worth = Worth.of(program)

    def points(mentor: object, leader: object) -> object:
        return _points(worth.points, worth.cell(mentor, leader)) if as_text(leader) else ""

    return answered(points, mentors, leaders)


def why_cells(program: Program, mentors: Cells, leaders: Cells) -> Answers:
    """The reason that the Pairs tab would give for each mentor and leader.

    Where nothing speaks for two people and a rule stands between them, that no
    rule does is not said.
    """
    worth = Worth.of(program)

    def why(mentor: object, leader: object) -> object:
        if not as_text(leader):
            return ""
        cell = worth.cell(mentor, leader)
        said = reasons(worth.sides, worth.points, [cell])[0]
        is_forbidden = not worth.rules.allowed[cell]
        return NOTHING_IN_PARTICULAR if said == NOTHING_NAMED and is_forbidden else said

    return answered(why, mentors, leaders)


def best_partners(program: Program, person: object, number: object) -> Answers:
    """The partners with the most points whom no rule forbids: `number` rows of name and points.

    Partners whom the person has now are left out, as in the list of runners-up.
    Rows that are left over hold empty texts. Raises `Unanswered` when it is not
    clear who is meant, `IncompleteWorkbook` when rules cannot be read.
    """
    need_rules(program)
    rows, case = _rows(number), case_of(program)
    if not as_text(person):
        return [["", ""]] * rows
    now = everybody(case, Standing.of(case).plan)
    found = _best(case, person, now, rows)
    if not found:
        found = [["No rule leaves any partner." if not now else "No rule leaves any other.", ""]]
    return found + [["", ""]] * (rows - len(found))


def _best(case: Case, person: object, now: list[Cell], most: int) -> Answers:
    """Name and points of those with whom somebody could be paired and is not, best first."""
    text = as_text(person)
    key = person_key(case.sides.directory, text, "Mentors or Leaders")
    is_mentor = key in case.sides.mentor_at
    if not is_mentor and key not in case.sides.leader_at:
        raise Unanswered(f"“{text}” is not a mentor or leader who can be used.", "Press Check.")
    at = case.sides.mentor_at[key] if is_mentor else case.sides.leader_at[key]
    with_whom: Callable[[int], Cell] = (lambda k: (at, k)) if is_mentor else (lambda k: (k, at))
    number = case.sides.shape[1 if is_mentor else 0]
    open_ = [k for k in range(number) if case.rules.allowed[with_whom(k)]]
    left = [with_whom(k) for k in open_ if with_whom(k) not in set(now)]
    points = np.array([case.worth.hundredths[cell] for cell in left], dtype=np.int64)
    best = [left[k] for k in np.argsort(-points, kind="stable")[:most]]
    return [[case.named(*cell)[int(is_mentor)], _points(case.worth, cell)] for cell in best]


def _rows(number: object) -> int:
    text = as_text(number)
    try:
        rows = int(float(text)) if text else 1
    except ValueError:
        rows = 0
    if not 1 <= rows <= MOST_PARTNERS:
        raise Unanswered(f"“{text}” is no number of partners.", f"Give 1 to {MOST_PARTNERS}.")
    return rows


def _points(worth: Scores, cell: Cell) -> float:
    return int(worth.hundredths[cell]) / 100
