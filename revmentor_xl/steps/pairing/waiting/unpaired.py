"""Who has no partner, why, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.steps.pairing.case import Case
from revmentor_xl.steps.pairing.hard_rules.rules import HardRules, Rule
from revmentor_xl.steps.pairing.optimum.problem import Cell
from revmentor_xl.steps.pairing.waiting.doctor import Doctor

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
