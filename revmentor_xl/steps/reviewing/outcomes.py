"""What changed between the start and month 6, for the same people, by role."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.content.defaults import ITEMS, Item
from revmentor_xl.schema.frames import records_of
from revmentor_xl.steps.health.questionnaires import MONTH_6, ROLES, START, answers, items
from revmentor_xl.steps.reviewing.confidence_interval import Change, paired_change

FEW = 5
"""Below this number of people a mean is not read at all."""
SOME = 20
"""Below this number the report reminds that the group is small."""


@dataclass(frozen=True)
class Outcome:
    """One measure of one role, at the start and after six months."""

    item: Item
    role: str
    change: Change

    @property
    def measure(self) -> str:
        return self.item.header

    @property
    def is_clear(self) -> bool:
        """Enough people, and the interval lies on one side of zero."""
        low, high = self.change.low, self.change.high
        if self.change.people < FEW or low is None or high is None:
            return False
        return low > 0 or high < 0

    @property
    def reading(self) -> str:
        """How to read the row, in plain words."""
        return _reading(self.change, self.is_clear)


def compared_items(role: str) -> list[Item]:
    """The ratings that this role gives both at the start and at month 6."""
    later = {item.key for item in items(MONTH_6, role)}
    return [one for one in items(START, role) if one.key in later and one.kind == "rating"]


def measured(program: Program) -> list[Outcome]:
    """Every compared measure by role, from the answers as they are now.

    Only people who answered the same question both times count.
    """
    before = _by_person(answers(program, "checkins", START))
    after = _by_person(answers(program, "review", MONTH_6))
    outcomes = []
    for item in ITEMS:
        for role in ROLES:
            if item not in compared_items(role):
                continue
            both = sorted(who for who in before.keys() & after.keys() if who[0] == role)
            pairs = [(before[who][item.key], after[who][item.key]) for who in both]
            numbers = [
                (float(one), float(other))
                for one, other in pairs
                if isinstance(one, int) and isinstance(other, int)
            ]
            outcomes.append(Outcome(item, role, paired_change(numbers)))
    return outcomes


def with_outcomes(program: Program, found_by: str) -> Program:
    """The program with the Outcomes table and a note for each measure of few people."""
    outcomes = measured(program)
    rows = [
        {
            "measure": one.measure,
            "role": one.role,
            "people": one.change.people,
            "before": _rounded(one.change.before),
            "after": _rounded(one.change.after),
            "change": _rounded(one.change.change),
            "low": _rounded(one.change.low),
            "high": _rounded(one.change.high),
            "reading": one.reading,
        }
        for one in outcomes
    ]
    program = program.rewrite("outcomes", pd.DataFrame(rows, dtype=object))
    return program.with_findings(_few(program, outcomes, found_by))


def _few(program: Program, outcomes: list[Outcome], found_by: str) -> list[Finding]:
    first = program.places["outcomes"].header_row + 1
    return [
        found(
            "few_answers",
            **program.where("outcomes", first + i, "people"),
            found_by=found_by,
            measure=f"{one.measure} ({one.role.casefold()}s)",
            n=one.change.people,
        )
        for i, one in enumerate(outcomes)
        if 0 < one.change.people < FEW
    ]


def _by_person(rows: pd.DataFrame) -> dict[tuple[str, str], dict[str, object]]:
    return {(str(row["role"]), fold(str(row["person_id"]))): row for row in records_of(rows)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2) + 0.0  # never -0.0


def _reading(change: Change, is_clear: bool) -> str:
    if change.people == 0 or change.change is None:
        return "Nobody has answered both times yet."
    if change.people < FEW:
        return f"Too few to say: only {counted(change.people, 'person', 'people')} answered twice."
    if change.low is None or change.high is None:
        return (
            "Everybody changed by the same amount, so no interval can be given; take it as a hint."
        )
    size = f"{abs(change.change):.1f}"
    span = f"between {_signed(change.low)} and {_signed(change.high)}"
    if not is_clear:
        return f"No clear change: anything {span} fits these answers."
    way = "Higher" if change.change > 0 else "Lower"
    return (
        f"{way} by {size} on average; {span} is plausible. Without a comparison group "
        "other causes are possible."
    )


def _signed(value: float) -> str:
    """One decimal with its sign; a second one where +0.0 would hide which side it is on."""
    text = f"{value:+.1f}" if abs(value) >= 0.05 else f"{value:+.2f}"
    return "0" if text in ("+0.00", "-0.00") else text.replace("-", "−")
