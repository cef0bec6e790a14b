"""Everybody's runner-ups: who else they could be with, and what it would cost all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from revmentor_xl.errors import SolverFailed
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.current_plan import everybody, settled_as
from revmentor_xl.steps.pairing.explained.why_not import points
from revmentor_xl.steps.pairing.features.sides import places
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.forcing_cost import Forced, forced
from revmentor_xl.steps.pairing.optimum.problem import Aim, Cell, Plan, Problem

PLACES = 3
SMALL = 40
"""People on the larger side up to which costs under conditions are searched for one by one."""


class Cost(NamedTuple):
    """What one more pair costs all, in hundredths; `at_least` when it may cost more."""

    loss: int
    fewer: int = 0
    at_least: bool = False


def runner_up_rows(case: Case, plan: Plan, problem: Problem | None = None) -> pd.DataFrame:
    """The typed rows of the runners-up table, mentors first, in the order of the people.

    For everybody who takes part, the three best other partners whom no rule
    forbids, whoever has them now. `plan` holds the pairs that stand beside the
    settled ones; costs (points) are counted against them, with the guards in
    `problem` in force (by default the case's without guards).
    """
    costs = _costs(case, plan, problem or case.problem)
    now = everybody(case, plan)
    mentors, leaders = case.rules.taking_part
    sides = _Side.both(case, now)
    rows = [
        row
        for side, takes_part in zip(sides, (mentors, leaders))
        for at in np.nonzero(takes_part)[0].tolist()
        for row in side.rows(at, costs)
    ]
    return pd.DataFrame(rows, columns=list(WORKBOOK.table("runners_up").keys))


def _costs(case: Case, plan: Plan, problem: Problem) -> Callable[[Cell], Cost | None]:
    """What each pair costs; None for a pair that can only be when a settled one ends."""
    settings = case.program.settings
    alone = replace(problem, conditions=(), broken=None)
    exact = not problem.conditions and problem.broken is None and case.aim is Aim.TOTAL
    best = best_plan(alone, settings)
    by_ways = forced(alone, best)
    small = max(problem.shape) <= SMALL

    def cost(cell: Cell) -> Cost | None:
        if not problem.open[cell]:
            return None
        if not exact and small:
            return _searched(case, problem, plan, cell)
        return _by_ways(by_ways, best, plan, cell, exact)

    return cost


def _by_ways(ways: Forced, best: Plan, plan: Plan, cell: Cell, exact: bool) -> Cost | None:
    if cell in best.cells:  # the pairs that stand are not the best ones
        loss, fewer = 0, 0
    elif ways.possible[cell]:
        loss, fewer = int(ways.loss[cell]), int(ways.fewer[cell])
    else:
        return None
    fewer += len(plan.cells) - len(best.cells)
    return Cost(loss + plan.total - best.total, fewer, not (exact and ways.is_exact))


def _searched(case: Case, problem: Problem, plan: Plan, cell: Cell) -> Cost | None:
    try:
        found = best_plan(problem.forcing(cell), case.program.settings, case.aim)
    except SolverFailed:
        return None
    total = found.total + int(case.worth.hundredths[cell])
    return Cost(plan.total - total, len(plan.cells) - len(found.cells) - 1)


@dataclass(frozen=True)
class _Side:
    """The people of one role, looked at from their side."""

    case: Case
    role: str
    now: dict[int, list[Cell]]
    held: dict[int, list[Cell]]
    settled: dict[Cell, str]

    @classmethod
    def both(cls, case: Case, now: list[Cell]) -> tuple[_Side, _Side]:
        """Mentors and leaders; `now` are all pairs that stand."""
        by: tuple[dict[int, list[Cell]], dict[int, list[Cell]]] = ({}, {})
        for cell in now:
            for at in (0, 1):
                by[at].setdefault(cell[at], []).append(cell)
        settled = settled_as(case)
        return (
            cls(case, "mentor", by[0], by[1], settled),
            cls(case, "leader", by[1], by[0], settled),
        )

    def rows(self, at: int, costs: Callable[[Cell], Cost | None]) -> Iterator[dict[str, Any]]:
        """The rows of one person."""
        people = self.case.sides.mentors if self.role == "mentor" else self.case.sides.leaders
        mine = self.now.get(at, [])
        who = {
            "person_id": people["id"].iat[at],
            "name": self._name(at),
            "role": self.role.capitalize(),
            "now": "; ".join(f"{self._other(c)} ({self._score(c)})" for c in mine) or "nobody",
        }
        others = self._best(at, mine)
        if not others:
            some = "other " if mine else ""
            yield {**who, "why": f"No rule leaves any {some}partner."}
        for place, cell in enumerate(others, start=1):
            cost = costs(cell)
            yield {
                **who,
                "place": place,
                "other": self._other(cell),
                "score": int(self.case.worth.hundredths[cell]) / 100,
                "cost": None if cost is None else cost.loss / 100,
                "why": self._why(cell, mine, cost),
            }

    def _best(self, at: int, mine: list[Cell]) -> list[Cell]:
        rules, worth = self.case.rules, self.case.worth.hundredths
        if self.role == "mentor":
            possible, score = rules.allowed[at].copy(), worth[at]
            possible[[j for _, j in mine]] = False
        else:
            possible, score = rules.allowed[:, at].copy(), worth[:, at]
            possible[[i for i, _ in mine]] = False
        found = np.nonzero(possible)[0]
        best = found[np.argsort(-score[found], kind="stable")][:PLACES].tolist()
        return [(at, one) if self.role == "mentor" else (one, at) for one in best]

    def _why(self, cell: Cell, mine: list[Cell], cost: Cost | None) -> str:
        """Why not, in words: who is with whom, and what all would lose."""
        worth = self.case.worth.hundredths
        theirs = self.held.get(self._at(cell), [])
        full = len(theirs) >= self._places(cell)
        said = []
        if not full:
            said.append(f"{self._other(cell)} has a place free")
        elif theirs:
            with_whom = joined(f"{self._name(self._me(c))} ({self._score(c)})" for c in theirs)
            fits = "who fits better" if len(theirs) == 1 else "who fit better"
            better = all(worth[c] > worth[cell] for c in theirs)
            said.append(f"{self._other(cell)} is with {with_whom}{', ' + fits if better else ''}")
        if mine and all(worth[c] > worth[cell] for c in mine):
            said.append(f"{self._name(self._me(cell))} fits better with {self._partners(mine)}")
        said.append(self._price(mine, theirs, cost))
        return "; ".join(one for one in said if one) + "."

    def _price(self, mine: list[Cell], theirs: list[Cell], cost: Cost | None) -> str:
        if cost is None:
            held = [pair for pair in (*mine, *theirs) if pair in self.settled]
            if held:
                return "only when a settled pair ends: " + joined(
                    f"{' and '.join(self.case.named(*pair))} ({self.settled[pair]})"
                    for pair in dict.fromkeys(held)
                )
            return "it would break what is guarded for all"
        least = "at least " if cost.at_least else ""
        if cost.fewer > 0:
            return f"there would be {counted(cost.fewer, 'pair')} fewer"
        if cost.fewer < 0:
            return f"there would even be {counted(-cost.fewer, 'pair')} more: press Suggest pairs"
        if cost.loss > 0:
            return f"all pairs together would lose {least}{points(cost.loss)}"
        if cost.loss < 0:
            return f"all pairs together would gain {points(cost.loss)}: press Suggest pairs"
        return "" if cost.at_least else "as good for all, a tie"

    def _partners(self, cells: list[Cell]) -> str:
        return joined(self._other(cell) for cell in cells)

    def _me(self, cell: Cell) -> int:
        return cell[0] if self.role == "mentor" else cell[1]

    def _at(self, cell: Cell) -> int:
        return cell[1] if self.role == "mentor" else cell[0]

    def _name(self, at: int) -> str:
        sides = self.case.sides
        return sides.mentor_name(at) if self.role == "mentor" else sides.leader_name(at)

    def _other(self, cell: Cell) -> str:
        return self.case.named(*cell)[1 if self.role == "mentor" else 0]

    def _score(self, cell: Cell) -> str:
        return f"{self.case.worth.hundredths[cell] / 100:.1f}"

    def _places(self, cell: Cell) -> int:
        people = self.case.sides.leaders if self.role == "mentor" else self.case.sides.mentors
        return int(places(people)[self._at(cell)])
