"""Who has no partner, why, and what would help."""

from __future__ import annotations

import numpy as np

from revmentor_xl.findings import Finding, found
from revmentor_xl.steps.pairing.rules import HardRules, Part, Rule
from revmentor_xl.steps.pairing.sides import Sides

UNPAIRED = {"mentor": "unpaired_mentor", "leader": "unpaired_leader"}
"""The finding about a person without a partner, by role."""

TAKEN = {
    "mentor": "Win one more leader, or raise the capacity of one of them.",
    "leader": "Nominate more mentors; until then this leader can stand in.",
}


def unpaired(
    sides: Sides, rules: HardRules, mentors_paired: list[int], leaders_paired: list[int]
) -> list[Finding]:
    """A finding for everybody who takes part and has no partner.

    Those who have one are given by their place on their side.
    """
    mentors, leaders = rules.taking_part
    suitable = rules.allowed
    findings = []
    for i in _left(mentors, mentors_paired):
        why, remedy = _why(rules, (i, leaders), int(suitable[i].sum()), "mentor")
        findings.append(_finding(sides, "mentor", i, why, remedy))
    for j in _left(leaders, leaders_paired):
        why, remedy = _why(rules, (mentors, j), int(suitable[:, j].sum()), "leader")
        findings.append(_finding(sides, "leader", j, why, remedy))
    return findings


def _left(taking_part: np.ndarray, paired: list[int]) -> list[int]:
    left = taking_part.copy()
    left[paired] = False
    numbers: list[int] = np.nonzero(left)[0].tolist()
    return numbers


def _why(rules: HardRules, part: Part, suitable: int, role: str) -> tuple[str, str]:
    other = "leader" if role == "mentor" else "mentor"
    if suitable:
        who = (
            f"the only suitable {other} is"
            if suitable == 1
            else f"all {suitable} suitable {other}s are"
        )
        return f"{who} taken", TAKEN[role]
    rule = rules.decisive(part)
    if rule is None:
        return f"no {other} takes part", f"Enroll {other}s who have volunteered."
    return _blamed(rule, rules.matrices[rule.name][part], other), rule.remedy


def _blamed(rule: Rule, forbidden: np.ndarray, other: str) -> str:
    count, total = int(forbidden.sum()), forbidden.size
    if count == total:
        return rule.of_person.format(them=f"any {other}")
    return (
        rule.of_person.format(them=f"{count} of {total} {other}s") + "; other rules remove the rest"
    )


def _finding(sides: Sides, role: str, at: int, why: str, remedy: str) -> Finding:
    people = sides.mentors if role == "mentor" else sides.leaders
    row = int(people.index[at])
    return found(
        UNPAIRED[role],
        **sides.program.where(f"{role}s", row, "name"),
        source=sides.program.source(f"{role}s", row),
        found_by="pair",
        person=people["name"].iat[at] or people["email"].iat[at],
        why=why,
        remedy=remedy,
    )
