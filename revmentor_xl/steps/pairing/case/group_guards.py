"""The guards of a program's groups, and the search that the pair step asks for.

Guarded are departments, Employee Resource Groups and generations, each where
the settings say so. Names of groups are HR's; nothing here names a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from revmentor_xl.findings.sentences import counted
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.features.sides import places
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.guards import Guard, Outcome, guarded
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.optimum.problem import Aim, Plan
from revmentor_xl.steps.solving.deadline import Deadline
from revmentor_xl.steps.solving.progress import progress

KINDS = (
    ("guard_departments", "Department", "department"),
    ("guard_ergs", "ERG", "ergs"),
    ("guard_generations", "Generation", "generation"),
)
"""Setting, word for HR and column of each kind of group."""


def are_guarded(settings: Settings) -> bool:
    """Do the settings guard any kind of group?"""
    return any(getattr(settings, setting) for setting, _, _ in KINDS)


@dataclass(frozen=True)
class Search:
    """The `plan` with the guards, the `base` plan without them, and how each guard came out."""

    plan: Plan
    base: Plan
    outcomes: tuple[Outcome, ...] = ()


class Group(NamedTuple):
    """People of one side: `members` marks them, `share` is their part of that side's places."""

    name: str
    side: str
    members: np.ndarray
    share: tuple[int, int]

    def guard(self, name: str, asked: int) -> Guard:
        masks = (self.members, None) if self.side == "mentors" else (None, self.members)
        return Guard(f"{self.name}, {self.side}: {name}", asked, *masks)


def searched(
    case: Case,
    aim: Aim | None = None,
    without: str = "",
    against: Plan | None = None,
    seconds: int | None = None,
) -> Search:
    """The best plan of a case under an aim (its own by default) and its guards.

    `without` names a guard to leave out, to learn its price. A guarded mean is
    held `against` that of a plan, by default the best one under the aim with
    no guard; only with the same one are plans for several aims alike in what
    they have to keep. `seconds` to search are those of the settings by default.
    """
    settings, aim = case.program.settings, aim or case.aim
    if seconds is not None:
        settings = replace(settings, solver_seconds=seconds)
    deadline = Deadline.of(settings)
    progress(0.0, "finding the best pairs")
    base = best_plan(case.problem, settings, aim)
    progress(0.6, "seeing to the groups' fair share")
    kept = [one for one in guards(case, against or base) if one.name != without]
    plan, outcomes = guarded(case.problem, kept, deadline.rest(), aim, base)
    if plan is not base:
        plan = replace(plan, seconds=plan.seconds + base.seconds)
    return Search(plan, base, tuple(outcomes))


def guards(case: Case, base: Plan) -> list[Guard]:
    """The guards of a case, in the order in which they are kept if not all can be.

    Shares of pairs come before means, larger groups before smaller ones, and
    then the alphabet decides. All pairs are those of `base`, the best plan
    without guards, and those settled before. A group's share is the number of
    all pairs x the group's places / the places of everybody on its side,
    rounded down, but not more than the group could have by itself; whoever
    takes part and has a partner or a possible one counts, with their capacity.
    """
    settings, settled = case.program.settings, case.settled.cells
    number = len(settled) + len(base.cells)
    total = base.total + sum(int(case.worth.hundredths[cell]) for cell in settled)
    shares, means = [], []
    for group in groups(case) if number else ():
        own = group.guard("", 0).of(case.worth.hundredths, settled)
        fair = number * group.share[0] // group.share[1]
        asked = min(fair, len(own) + _by_itself(case, group))
        share = group.guard(f"at least {counted(asked, 'pair')}", asked)
        percent = settings.guard_percent
        mean = group.guard(f"mean at least {percent}% of all", percent)
        shares.append(replace(share, settled=tuple(own)))
        means.append(replace(mean, settled=tuple(own), whole=(total, number)))
    return [*shares, *(means if settings.guard_percent else ())]


def groups(case: Case) -> list[Group]:
    """The groups to guard, the largest first: at least the smallest guarded number each."""
    sides, found = case.sides, []
    for side, people, axis in (("mentors", sides.mentors, 1), ("leaders", sides.leaders, 0)):
        there = case.rules.taking_part[1 - axis] & case.problem.open.any(axis=axis)
        there[[cell[1 - axis] for cell in case.settled.cells]] = True
        capacity = np.where(there, places(people), 0)
        for name, members in _members(case, people):
            members &= there
            if members.sum() >= case.program.settings.guard_smallest and capacity[members].sum():
                share = int(capacity[members].sum()), int(capacity.sum())
                found.append(Group(name, side, members, share))
    return sorted(found, key=lambda group: (-int(group.members.sum()), group.side, group.name))


def _members(case: Case, people: pd.DataFrame) -> Iterator[tuple[str, np.ndarray]]:
    """Every group of the kinds that the settings guard, and who of a side is in it."""
    for setting, word, column in KINDS:
        if not getattr(case.program.settings, setting):
            continue
        listed = [_values(cell) for cell in people[column]]
        spelled: dict[str, str] = {}
        for values in listed:
            for value in values:
                spelled[fold(value)] = min(value, spelled.get(fold(value), value))
        for key in sorted(spelled):
            is_in = [any(fold(value) == key for value in values) for values in listed]
            yield f"{word} {spelled[key]}", np.array(is_in, dtype=bool)


def _values(cell: object) -> Sequence[str]:
    """The names in a cell of one name or of several."""
    names = [cell] if isinstance(cell, str) else list(cell)  # type: ignore[call-overload]
    return [name for name in names if fold(name)]


def _by_itself(case: Case, group: Group) -> int:
    """How many pairs a group could have at most, if all others stood back."""
    problem = case.problem
    members = group.members[:, None] if group.side == "mentors" else group.members[None, :]
    return len(most_pairs(replace(problem, allowed=problem.allowed & members)))
