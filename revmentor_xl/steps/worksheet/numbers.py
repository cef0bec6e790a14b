"""How many want a skill and how many offer it, and what it costs to replace people."""

from __future__ import annotations

from collections import Counter

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.steps.worksheet.cells import Answers, Cells, Unanswered, answered

GAP_HEADERS = ("Skill", "Wanted by", "Offered by", "Gap")

TURNOVER_RATE = 0.21
"""Share of a year's pay that replacing somebody costs: the median of 27 case studies of all
positions but executives and physicians. Boushey and Glynn (2012), There Are Significant
Business Costs to Replacing Employees, Center for American Progress."""

HIGHEST_RATE = 5.0


def skill_gaps(program: Program) -> Answers:
    """Per skill how many want to learn it, how many offer it, and the difference.

    Columns as `GAP_HEADERS`, which stand above. Wanted are the learning goals
    of the Leaders table, offered the strengths of the Mentors table. Skills
    that most are missing come first.
    """
    wanted = Counter(s for goals in program.table("leaders")["learning_goals"] for s in goals)
    offered = Counter(s for skills in program.table("mentors")["strengths"] for s in skills)
    spelled: dict[str, str] = {}
    for skill in sorted({*wanted, *offered}):
        spelled.setdefault(fold(skill), skill)

    def both(counts: Counter[str], key: str) -> int:
        return sum(number for skill, number in counts.items() if fold(skill) == key)

    rows: Answers = []
    for key, skill in spelled.items():
        want, offer = both(wanted, key), both(offered, key)
        rows.append([skill, want, offer, want - offer])
    rows.sort(key=lambda row: (-int(str(row[3])), -int(str(row[1])), fold(str(row[0]))))
    return [list(GAP_HEADERS), *rows]


def turnover_costs(salaries: Cells, rates: Cells, people: Cells) -> Answers:
    """What replacing people costs: yearly salary x rate x people, in the salary's currency.

    An empty rate is `TURNOVER_RATE`, an empty number of people 1.
    """

    def cost(salary: object, rate: object, number: object) -> object:
        share = _number(rate, "rate", TURNOVER_RATE)
        if share > HIGHEST_RATE:
            raise Unanswered(
                f"A rate of {share:g} is more than {HIGHEST_RATE:g} yearly salaries.",
                "Give a share of the yearly salary, such as 21% or 0.21.",
            )
        return _number(salary, "salary") * share * _number(number, "number of people", 1.0)

    return answered(cost, salaries, rates, people)


def _number(cell: object, what: str, default: float | None = None) -> float:
    text = as_text(cell)
    if not text and default is not None:
        return default
    is_number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
    number = float(str(cell)) if is_number else -1.0
    if not 0 <= number < float("inf"):
        raise Unanswered(f"“{text}” is no {what}.", "Give a number that is not below zero.")
    return number
