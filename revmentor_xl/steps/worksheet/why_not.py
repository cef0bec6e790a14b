"""Why two people are no pair: the rule in the way, or what it would cost all."""

from __future__ import annotations

from dataclasses import dataclass

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.current_plan import Standing
from revmentor_xl.steps.pairing.case.group_guards import searched
from revmentor_xl.steps.pairing.case.left_out import guarded
from revmentor_xl.steps.pairing.case.preconditions import need_rules
from revmentor_xl.steps.pairing.explained.why_not import Answer, why_not
from revmentor_xl.steps.pairing.optimum.problem import Cell, Plan, Problem
from revmentor_xl.steps.worksheet.cells import Answers, Cells, Unanswered, answered, laid_over
from revmentor_xl.steps.worksheet.scores import case_of
from revmentor_xl.steps.worksheet.who import place_of

MOST_ASKED = 25
"""Each answer may need a search of its own, and Excel waits for all of them."""


@dataclass(frozen=True)
class Compared:
    """What a pair is compared with: the pairs that stand, or the best ones where none do."""

    case: Case
    plan: Plan
    problem: Problem

    @classmethod
    def of(cls, program: Program) -> Compared:
        """Read a program and search once. Raises what `explain` and `pair` do."""
        return program.derived("compared", WORKBOOK.tables, lambda: cls._read(program))

    @classmethod
    def _read(cls, program: Program) -> Compared:
        need_rules(program)
        case = case_of(program)
        search, standing = searched(case), Standing.of(case)
        plan = search.plan if standing.is_empty else standing.plan
        return cls(case, plan, guarded(case, search))

    def between(self, mentor: object, leader: object) -> tuple[Cell, Answer]:
        """The two people's cell, and why they are, or are not, a pair."""
        cell = (
            place_of(self.case.sides, mentor, "mentors"),
            place_of(self.case.sides, leader, "leaders"),
        )
        return cell, why_not(self.case, self.plan, *cell, self.problem)


def why_not_cells(program: Program, mentors: Cells, leaders: Cells) -> Answers:
    """Why each mentor and leader are, or are not, a pair, as Explain pairs says it.

    Without any pair on the Pairs tab the best pairs are what it is compared
    with. Raises `Unanswered` for more pairs than one formula may ask about,
    and whatever stops Explain pairs.
    """
    asked = sum(
        bool(as_text(mentor)) and bool(as_text(leader))
        for row in laid_over(mentors, leaders)
        for mentor, leader in row
    )
    if asked > MOST_ASKED:
        raise Unanswered(
            f"That asks about {asked} pairs at once; {MOST_ASKED} are possible.",
            "For more, list them on the Why not tab and press Explain pairs.",
        )
    if not asked:
        return answered(lambda mentor, leader: "", mentors, leaders)
    compared = Compared.of(program)

    def say(mentor: object, leader: object) -> object:
        return compared.between(mentor, leader)[1].text if as_text(leader) else ""

    return answered(say, mentors, leaders)
