"""The Waiting list: everybody who takes part and has no partner yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.explained.smallest_remedy import Doctor
from revmentor_xl.steps.pairing.hard_rules import forbidden
from revmentor_xl.steps.pairing.hard_rules.rules import HardRules, Rule
from revmentor_xl.steps.pairing.optimum.problem import Cell

LATER = 3


def waiting_rows(
    case: Case, cells: Sequence[Cell], left: Sequence[Left] | None = None
) -> pd.DataFrame:
    """The typed rows of the waiting table, mentors first, in the order of the people.

    `cells` are all pairs, `left` those left over by them where that is known
    already. Volunteers outside the cohort wait as well. `later`
    are the best partners whom no rule forbids, whoever has them now, with the
    score the pair would have.
    """
    ranked: dict[str, list[Left]] = {"mentor": [], "leader": []}
    without = left_over(case, cells) if left is None else left
    for one in (*without, *_outside(case, cells)):
        ranked[one.role].append(one)
    later = {role: _Later(case, role) for role in ranked}
    rows = []
    for role, people in (("mentor", case.sides.mentors), ("leader", case.sides.leaders)):
        for one in sorted(ranked[role], key=lambda each: each.at):
            rows.append(
                {
                    "person_id": people["id"].iat[one.at],
                    "name": people["name"].iat[one.at] or people["email"].iat[one.at],
                    "role": role.capitalize(),
                    "department": people["department"].iat[one.at],
                    "why": f"{one.why[0].upper()}{one.why[1:]}.",
                    "change": one.remedy,
                    "later": later[role].of(one.at),
                }
            )
    return pd.DataFrame(rows, columns=list(WORKBOOK.table("waiting").keys))


def _outside(case: Case, cells: Sequence[Cell]) -> Iterator[Left]:
    """Volunteers with a place who were not chosen into the cohort and have no partner."""
    sides = case.sides
    out = forbidden.not_chosen(sides)[0]
    for reason in (forbidden.not_volunteered, forbidden.no_place):
        out = out & ~reason(sides)[0]
    out[[i for i, _ in cells] + case.settled.waiting_mentors] = False
    for at in np.nonzero(out)[0].tolist():
        yield Left(
            "mentor",
            at,
            "volunteered, but is not in the chosen cohort",
            "To take this person in now, enter Yes under Selected on the Nominations tab; or wait "
            "for the next cohort.",
        )


class _Later:
    """The best later partners of people of one role."""

    def __init__(self, case: Case, role: str) -> None:
        outside = forbidden.not_chosen(case.sides)[0]
        possible = case.rules.times_forbidden == outside[:, None]
        if role == "leader":
            possible = case.rules.allowed
        worth = case.worth.hundredths
        self.possible, self.worth = (possible, worth) if role == "mentor" else (possible.T, worth.T)
        self.name = case.sides.leader_name if role == "mentor" else case.sides.mentor_name

    def of(self, at: int) -> str:
        """“Dr. Ode (71.0); Dr. Lin (64.5)”, or "" when no rule leaves anybody."""
        others = np.nonzero(self.possible[at])[0]
        best = others[np.argsort(-self.worth[at][others], kind="stable")][:LATER].tolist()
        return "; ".join(f"{self.name(j)} ({self.worth[at, j] / 100:.1f})" for j in best)


UNPAIRED = {"mentor": "unpaired_mentor", "leader": "unpaired_leader"}
"""The finding about a person without a partner, by role."""

LOOKED_AT = 100
"""For so many people of a role the smallest change is looked for; the others get the rule's
remedy, because then it is places that are missing and not one person's answers."""

TAKEN = {
    "mentor": "Win one more leader, or raise the capacity of one of them.",
    "leader": "Nominate more mentors; until then this leader can stand in.",
}


class Left(NamedTuple):
    """One person without a partner: role, place on their side, why, and what HR can do."""

    role: str
    at: int
    why: str
    remedy: str


def unpaired(case: Case, left: Iterable[Left]) -> list[Finding]:
    """A finding for everybody who is left over."""
    return [_finding(case, one) for one in left]


def left_over(case: Case, cells: Sequence[Cell]) -> list[Left]:
    """Everybody who takes part and has no partner, mentors first, in the order of the people.

    `cells` are all pairs.
    """
    return list(_left_over(case, cells))


def _left_over(case: Case, cells: Sequence[Cell]) -> Iterator[Left]:
    rules, settled = case.rules, case.settled
    doctors = Doctor.both(case, cells)
    paired = (
        [i for i, _ in cells] + settled.waiting_mentors,
        [j for _, j in cells] + settled.waiting_leaders,
    )
    for side, role in enumerate(("mentor", "leader")):
        takes_part = rules.taking_part[side].copy()
        takes_part[paired[side]] = False
        others = rules.taking_part[1 - side]
        suitable = rules.allowed.sum(axis=1 - side)
        for number, at in enumerate(np.nonzero(takes_part)[0].tolist()):
            doctor = doctors[role]
            why, remedy = _why(rules, role, at, others, int(suitable[at]))
            if number < LOOKED_AT:
                remedy = doctor.change(at) or _two_things(doctor, remedy, int(suitable[at]))
            yield Left(role, at, why, remedy)


def _two_things(doctor: Doctor, remedy: str, suitable: int) -> str:
    """The rule's remedy; where places are missing too, it says so."""
    if suitable or doctor.has_places:
        return remedy
    more = "leader" if doctor.role == "mentor" else "mentor"
    return f"{remedy} All {more}s who take part are taken, so one more {more} is needed as well."


def _why(
    rules: HardRules, role: str, at: int, others: np.ndarray, suitable: int
) -> tuple[str, str]:
    other = "leader" if role == "mentor" else "mentor"
    if suitable:
        who = (
            f"the only suitable {other} is"
            if suitable == 1
            else f"all {suitable} suitable {other}s are"
        )
        return f"{who} taken", TAKEN[role]
    part = (at, others) if role == "mentor" else (others, at)
    rule = rules.decisive(part)
    if rule is None:
        return f"no {other} takes part", f"Enroll {other}s who have volunteered."
    return _blamed(rule, rules.forbidden(rule.name, part), other), rule.remedy


def _blamed(rule: Rule, forbidden: np.ndarray, other: str) -> str:
    count, total = int(forbidden.sum()), forbidden.size
    if count == total:
        return rule.of_person.format(them=f"any {other}")
    return (
        rule.of_person.format(them=f"{count} of {total} {other}s") + "; other rules remove the rest"
    )


def _finding(case: Case, left: Left) -> Finding:
    people = case.sides.mentors if left.role == "mentor" else case.sides.leaders
    program, row = case.program, int(people.index[left.at])
    return found(
        UNPAIRED[left.role],
        **program.where(f"{left.role}s", row, "name"),
        source=program.source(f"{left.role}s", row),
        found_by="pair",
        person=people["name"].iat[left.at] or people["email"].iat[left.at],
        why=Whole(left.why),
        remedy=Whole(left.remedy),
    )
