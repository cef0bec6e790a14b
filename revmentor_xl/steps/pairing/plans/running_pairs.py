"""The running pairs of a program: which may be disturbed, and the best plan for each limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from revmentor_xl.schema.statuses import OVER
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.features.sides import places
from revmentor_xl.steps.pairing.fixed_pairs.demands import demands
from revmentor_xl.steps.pairing.optimum.minimum_change import least_disturbing
from revmentor_xl.steps.pairing.optimum.problem import Cell, Plan, Problem
from revmentor_xl.steps.solving.progress import progress

OPTIONS: tuple[tuple[str, int | None], ...] = (
    ("No other pair", 0),
    ("1 other pair at most", 1),
    ("2 other pairs at most", 2),
    ("3 other pairs at most", 3),
    ("No limit", None),
)
"""What stands under Option, and how many running pairs may be ended."""


@dataclass(frozen=True)
class Running:
    """A case seen from its running pairs.

    In `case` only what must stay is settled; `kept` are the other running
    pairs, which a plan may end, `gone` proposed pairs that a rule forbids now.
    """

    case: Case
    kept: tuple[Cell, ...]
    gone: tuple[Cell, ...]

    @classmethod
    def of(cls, case: Case) -> Running:
        """Sort the pairs of a case by whether they may be disturbed."""
        settled, sides = case.settled, case.sides
        pinned = {one.cell for one in demands(sides) if one.kind != "approved"}
        free, gone = [], []
        pairs = sides.program.table("pairs")
        kept_by_hr = pairs["keep"].fillna(False).astype(bool)
        for mentor_id, leader_id, status, keep in zip(
            pairs["mentor_id"], pairs["leader_id"], pairs["status"], kept_by_hr
        ):
            cell = sides.by_ids(mentor_id, leader_id)
            if (
                cell is None
                or status in OVER
                or (cell in settled.cells and (keep or cell in pinned))
            ):
                continue
            if cell in settled.cells or case.rules.allowed[cell]:
                free.append(cell)
            else:
                gone.append(cell)
        kept = _within_places(case, sorted(set(free)))
        gone += [cell for cell in free if cell not in kept and cell not in settled.cells]
        fixed = [cell for cell in settled.cells if cell not in kept]
        left = [one.copy() for one in _places(case)]
        for i, j in fixed:
            left[0][i] -= 1
            left[1][j] -= 1
        for side, waiting in zip(left, (settled.waiting_mentors, settled.waiting_leaders)):
            np.subtract.at(side, waiting, 1)
        pins = replace(
            settled,
            cells=fixed,
            mentor_places=np.maximum(0, left[0]),
            leader_places=np.maximum(0, left[1]),
        )
        return cls(replace(case, settled=pins), kept, tuple(sorted(gone)))

    @cached_property
    def problem(self) -> Problem:
        """What is searched for: running pairs are possible, whatever rule has changed since."""
        problem = self.case.problem
        allowed = problem.allowed.copy()
        for cell in self.kept:
            allowed[cell] = True
        return replace(problem, allowed=allowed)

    @property
    def is_settled(self) -> bool:
        """Has no pair ended, and does nobody who takes part have a free place?"""
        pairs = self.case.program.table("pairs")
        if self.gone or pairs["status"].eq("Ended").any():
            return False
        left = self.problem.mentor_places.copy(), self.problem.leader_places.copy()
        for i, j in self.kept:
            left[0][i] -= 1
            left[1][j] -= 1
        return not any(
            ((free > 0) & takes).any() for free, takes in zip(left, self.case.rules.taking_part)
        )

    def plans(self) -> list[Plan]:
        """The best plan of each option, in their order."""
        plans: list[Plan] = []
        settings = self.case.program.settings
        for number, (_, most) in enumerate(OPTIONS):
            progress(number / len(OPTIONS), "finding the best plan that disturbs few others")
            known = plans[-1] if plans else None
            plan = least_disturbing(self.problem, self.kept, most, settings, known)
            if plan is None:
                # the running pairs themselves stand against a condition: they go on as they are
                plain = replace(self.problem, conditions=(), broken=None)
                plan = least_disturbing(plain, self.kept, most, settings)
            assert plan is not None  # the running pairs are a plan
            if known is not None and (len(plan.cells), plan.total) == (
                len(known.cells),
                known.total,
            ):
                # nobody is disturbed for nothing
                plan = replace(known, bound=plan.bound)
            plans.append(plan)
        return plans

    def ended(self, plan: Plan) -> list[Cell]:
        """The running pairs that a plan ends."""
        return [cell for cell in self.kept if cell not in set(plan.cells)]

    def new(self, plan: Plan) -> list[Cell]:
        """The pairs of a plan that are not running."""
        return [cell for cell in plan.cells if cell not in set(self.kept)]


def _places(case: Case) -> tuple[np.ndarray, np.ndarray]:
    return places(case.sides.mentors), places(case.sides.leaders)


def _within_places(case: Case, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The pairs that may be disturbed: not those of people with more partners than places.

    Else a pair of theirs that ends would be replaced beyond their places.
    """
    left = [one.copy() for one in _places(case)]
    for i, j in {*cells, *case.settled.cells}:
        left[0][i] -= 1
        left[1][j] -= 1
    return tuple(cell for cell in cells if left[0][cell[0]] >= 0 and left[1][cell[1]] >= 0)
