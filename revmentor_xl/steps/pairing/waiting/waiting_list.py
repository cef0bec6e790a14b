"""The Waiting list: everybody who takes part and has no partner yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case import Case
from revmentor_xl.steps.pairing.hard_rules import forbidden
from revmentor_xl.steps.pairing.optimum.problem import Cell
from revmentor_xl.steps.pairing.waiting.unpaired import Left, left_over

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
