"""How good the pairs are, and how that is known: the row above the pairs."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from revmentor_xl.findings.sentences import counted
from revmentor_xl.schema.settings import Settings
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.optimum.problem import Aim, Cell, Plan


class Scored(NamedTuple):
    """A plan together with the pairs that were settled before it.

    `scores` are those of all its pairs, `bound` the most that the total can
    be, in hundredths of a point. Approved pairs of which somebody is gone
    count with the score that stands on the Pairs tab.
    """

    cells: tuple[Cell, ...]
    scores: tuple[int, ...]
    bound: int

    @classmethod
    def of(cls, case: Case, plan: Plan) -> Scored:
        """The settled pairs and a plan's."""
        cells = (*case.settled.cells, *plan.cells)
        scores = [int(case.worth.hundredths[cell]) for cell in cells] + case.settled_away
        return cls(cells, tuple(scores), sum(scores) + plan.bound - plan.total)

    @property
    def pairs(self) -> int:
        return len(self.scores)

    @property
    def total(self) -> int:
        return sum(self.scores)

    @property
    def mean(self) -> float:
        """Hundredths per pair; 0 without pairs."""
        return self.total / self.pairs if self.scores else 0.0

    @property
    def worst(self) -> int:
        return min(self.scores, default=0)

    @property
    def spread(self) -> int:
        return max(self.scores, default=0) - self.worst

    @property
    def is_proven(self) -> bool:
        return self.total == self.bound

    @property
    def gap(self) -> float:
        """Percent of the bound that the total may lack, rounded up to two decimals."""
        if self.is_proven or self.bound <= 0:
            return 0.0
        return math.ceil((self.bound - self.total) * 10_000 / self.bound) / 100


def proof_row(case: Case, plan: Plan, aim: str = "", unreached: int = 0) -> pd.DataFrame:
    """The typed row of the Proof table; `aim` in words, else the one of the settings.

    `unreached` group guards do not hold, and whether they could is not proven:
    then the plan is not called the best, whatever its total.
    """
    scored = Scored.of(case, plan)
    row = {
        "status": f"{counted(unreached, 'group guard')} not reached in time"
        if unreached
        else proven(scored, bool(aim), case.aim),
        "pairs": scored.pairs,
        "aim": aim or case.aim.value,
        "total": scored.total / 100,
        "gap": scored.gap if scored.is_proven or case.aim is not Aim.EVEN else None,
        "bound": scored.bound / 100,
        "seconds": in_time(plan.seconds),
        "possible": int(case.rules.allowed.sum()),
        "solver": solver(case.program.settings),
    }
    return pd.DataFrame([row], columns=list(WORKBOOK.table("proof").keys))


def proven(scored: Scored, of_its_kind: bool = False, aim: Aim | None = None) -> str:
    """“Proven best”, or how far the plan may be from it.

    `of_its_kind` when a better plan may well stand beside it, as for the next best.
    Where a plan as even as possible is not proven, its bound is that of the
    total alone, which says nothing of how near the most even plan is.
    """
    if scored.is_proven:
        return "Proven best of its kind" if of_its_kind else "Proven best"
    if aim is Aim.EVEN:
        return "Not proven best"
    return f"Within {scored.gap:.2f}% of the best" + (" of its kind" if of_its_kind else "")


def in_time(seconds: float) -> str:
    """How long a search took, in words that a second run of a short one repeats."""
    if seconds < 1:
        return "under a second"
    if seconds < 90:
        return f"about {counted(round(seconds), 'second')}"
    return f"about {counted(round(seconds / 60), 'minute')}"


def solver(settings: Settings) -> str:
    """The solver and what states its problems, with their versions."""
    # they are loaded when pairs were found; asking the installation would load much more
    import pulp

    return f"PuLP {pulp.__version__} and {_versioned(settings.solver)}"


def _versioned(name: str) -> str:
    """CBC comes with PuLP and bears no number of its own."""
    if name != "HiGHS":
        return name
    try:
        import highspy
    except ImportError:
        return name
    parts = (highspy.HIGHS_VERSION_MAJOR, highspy.HIGHS_VERSION_MINOR, highspy.HIGHS_VERSION_PATCH)
    return f"{name} {'.'.join(map(str, parts))}"
