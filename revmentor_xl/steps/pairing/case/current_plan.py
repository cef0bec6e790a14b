"""The pairs as they stand on the Pairs tab, seen as a plan."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from revmentor_xl.schema.statuses import OVER
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.fixed_pairs.demands import SETTLED, demands
from revmentor_xl.steps.pairing.optimum.problem import Cell, Plan


class Standing(NamedTuple):
    """What stands now. `plan` holds the proposed pairs that are not settled,
    `gone` those on the Pairs tab that rules or places no longer allow."""

    plan: Plan
    gone: tuple[Cell, ...]
    is_empty: bool

    @classmethod
    def of(cls, case: Case) -> Standing:
        """Read the Pairs tab; rows that HR typed count as demanded pairs do."""
        pairs = case.program.table("pairs")
        running = pairs[~pairs["status"].isin(OVER)]
        ids = zip(running["mentor_id"], running["leader_id"])
        listed = {case.sides.by_ids(str(m), str(ld)) for m, ld in ids} - {None}
        proposed = sorted(cell for cell in listed if cell and cell not in set(case.settled.cells))
        mentors = np.array(case.settled.mentor_places)
        leaders = np.array(case.settled.leader_places)
        kept, gone = [], []
        for cell in proposed:
            i, j = cell
            if case.problem.allowed[cell] and mentors[i] > 0 and leaders[j] > 0:
                mentors[i] -= 1
                leaders[j] -= 1
                kept.append(cell)
            else:
                gone.append(cell)
        total = int(sum(case.worth.hundredths[cell] for cell in kept))
        plan = Plan(tuple(kept), total, total)
        return cls(plan, tuple(gone), not (proposed or case.settled.cells or case.settled.absent))


def everybody(case: Case, plan: Plan) -> list[Cell]:
    """All pairs that stand with a plan: the settled ones, and those found beside them."""
    return sorted({*case.settled.cells, *plan.cells})


def settled_as(case: Case) -> dict[Cell, str]:
    """In which words each settled pair is settled."""
    said: dict[Cell, str] = {}
    for demand in demands(case.sides):
        if demand.cell in case.settled.cells:
            said.setdefault(demand.cell, SETTLED_AS[demand.kind])
    return said


SETTLED_AS = {
    "approved": f"{' or '.join(SETTLED).lower()}",
    "kept": "marked Keep",
    "by hand": "typed by hand",
    "rule": "demanded by a “Must pair” rule",
}
