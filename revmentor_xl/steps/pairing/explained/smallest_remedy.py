"""The smallest change that gives somebody without a partner one.

A change counts only when it leads to one more pair in all: to a place that is
free, or that becomes free when others move on (an alternating path, Berge
1957), never by pushing somebody else out. Of those that do, the smallest one
is told. From small to large:

1. one more block of availability or one more language of the person,
2. a pair marked Keep, typed by hand or demanded by a rule is released,
3. somebody who has not said Yes yet does, or is taken into the cohort,
4. one leader takes one mentor more,
5. one more block of availability of somebody who could then move on,
6. one level less apart, a “Must not pair” rule deleted, an ended or rejected
   pair tried again, or another rule loosened.

Private wishes and reporting lines are never questioned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.calendars.week import STEP, Week, session_starts
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.features.sides import places
from revmentor_xl.steps.pairing.fixed_pairs.demands import Demand, demands
from revmentor_xl.steps.pairing.hard_rules.forbidden import ranks
from revmentor_xl.steps.pairing.hard_rules.rules import RULES
from revmentor_xl.steps.pairing.optimum.problem import Cell
from revmentor_xl.steps.solving.arrays import Matrix

NEVER_LIFTED = ("veto", "reporting_line")
"""The rules that no change of an answer or a setting may open, by name."""

MOVERS = 30
"""So many of those who could make room are looked at, the nearest first."""

MOST_PLACES = int(WORKBOOK.table("leaders")["capacity"].most or 5)


@dataclass(frozen=True)
class Doctor:
    """Looks at one plan from the side of one role.

    Matrices have one row per person of that role; `left` are the places that
    the plan leaves to the other side.
    """

    case: Case
    role: str
    possible: Matrix
    chosen: Matrix
    left: np.ndarray

    @classmethod
    def both(cls, case: Case, cells: Sequence[Cell]) -> dict[str, Doctor]:
        """One for mentors and one for leaders; `cells` are all pairs of the plan."""
        chosen = np.zeros(case.sides.shape, dtype=bool)
        for cell in set(cells) - set(case.settled.cells):
            chosen[cell] = True
        possible, settled = case.problem.allowed, case.settled
        mentors = np.asarray(settled.mentor_places) - chosen.sum(axis=1)
        leaders = np.asarray(settled.leader_places) - chosen.sum(axis=0)
        return {
            "mentor": cls(case, "mentor", possible, chosen, leaders),
            "leader": cls(case, "leader", possible.T, chosen.T, mentors),
        }

    # --- what can be reached ------------------------------------------------

    @cached_property
    def good(self) -> np.ndarray:
        """The others who have a place, or get one when somebody moves on."""
        good: np.ndarray = self.left > 0
        new, seen = good, np.zeros(len(self.possible), dtype=bool)
        while new.any():
            movers = ~seen & (self.possible & ~self.chosen)[:, new].any(axis=1)
            seen |= movers
            new = self.chosen[movers].any(axis=0) & ~good
            good = good | new
        return good

    @cached_property
    def has_places(self) -> bool:
        """Is any place of somebody who takes part still free?"""
        takes_part = self.case.rules.taking_part[1 if self.role == "mentor" else 0]
        return bool((self.left[takes_part] > 0).any())

    def movers(self, at: int) -> list[int]:
        """Who could make room for a person by moving on, the nearest first."""
        seen, layer, order = {at}, [at], []
        while layer:
            others = (self.possible & ~self.chosen)[layer].any(axis=0)
            rows = np.nonzero(self.chosen[:, others].any(axis=1))[0].tolist()
            layer = [row for row in rows if row not in seen]
            seen.update(layer)
            order += layer
        return order

    def _once(self, at: int) -> np.ndarray:
        """The others whom exactly one rule keeps from a person."""
        times = self.case.rules.times_forbidden
        once: np.ndarray = (times[at] if self.role == "mentor" else times[:, at]) == 1
        return once

    def _only_by(self, rule: str, at: int, others: np.ndarray) -> np.ndarray:
        """Those of the others whom nothing but this rule keeps from a person (numbers)."""
        found: np.ndarray = others[self._once(at)[others]]
        if not len(found):
            return found
        same = np.full(len(found), at)
        cells = (same, found) if self.role == "mentor" else (found, same)
        forbidden: np.ndarray = found[self.case.rules.at(rule, *cells)]
        return forbidden

    # --- what would help ----------------------------------------------------

    def change(self, at: int, look_around: bool = True) -> str:
        """What HR can do next so that this person gets a partner; "" when no one thing helps.

        `look_around` also asks whether somebody else could make room.
        """
        for idea in self._ideas(look_around):
            if text := idea(at):
                return text
        return ""

    def _ideas(self, look_around: bool) -> Iterator[Callable[[int], str]]:
        yield self._block
        yield self._language
        yield self._release
        yield self._yes
        if self.role == "mentor":
            yield self._place
        if look_around:
            yield self._block_of_another
        yield self._level
        yield self._rule

    def _block(self, at: int) -> str:
        would = self._another_block(at)
        return f"Ask {self.name(at)} for one more block of availability: {would}." if would else ""

    def _another_block(self, at: int) -> str:
        others = self._opened("common_time", at)
        found = another_block(self.case, self.role, at, others) if len(others) else None
        if found is None:
            return ""
        block, opened = found
        return f"“{block}” (their own time) would open {self._who(opened, at)}"

    def _language(self, at: int) -> str:
        others = self._opened("language", at)
        found = another_language(self.case, self.role, at, others) if len(others) else None
        if found is None:
            return ""
        language, opened = found
        return (
            f"Ask {self.name(at)} whether a conversation in {language} is possible: it would open "
            f"{self._who(opened, at)}."
        )

    def _release(self, at: int) -> str:
        allowed = self.case.rules.allowed
        allowed = allowed if self.role == "mentor" else allowed.T
        for demand in self._pinned:
            row, column = demand.cell if self.role == "mentor" else demand.cell[::-1]
            elsewhere = allowed[row] & self.good
            elsewhere[column] = False
            if row != at and allowed[at, column] and elsewhere.any():
                mentor, leader = self.case.named(*demand.cell)
                return (
                    f"Release {mentor} and {leader} ({_PINNED[demand.kind]}): {self.name(at)} "
                    f"could be with {self.other_name(column)}, and {self.name(row)} with "
                    f"{self._who(np.nonzero(elsewhere)[0], row)}."
                )
        return ""

    @cached_property
    def _pinned(self) -> list[Demand]:
        settled = set(self.case.settled.cells)
        wanted = [demand for demand in demands(self.case.sides) if demand.cell in settled]
        firm = {demand.cell for demand in wanted if demand.kind == "approved"}
        return [demand for demand in wanted if demand.cell not in firm]

    def _yes(self, at: int) -> str:
        for rule, do in (
            ("volunteered", "Ask {who} to take part, and enter Yes under Volunteered"),
            ("chosen", "Take {who} into the cohort: Yes under Selected on the Nominations tab"),
        ):
            others = self._opened(rule, at)
            if len(others):
                best = self._best(others, at)
                return f"{do.format(who=best)}; {self.name(at)} could then be with {best}."
        return ""

    def _place(self, at: int) -> str:
        """A leader who takes one more; nobody asks a mentor to."""
        now = places(self.case.sides.leaders)
        none = self._only_by("places", at, np.nonzero(now == 0)[0])
        others = np.union1d(np.nonzero(self.possible[at] & ~self.chosen[at])[0], none)
        others = others[now[others] < MOST_PLACES].astype(np.int64)
        if not len(others):
            return ""
        best = int(others[np.argmax(self._worth(at)[others])])
        return (
            f"Ask {self.other_name(best)} to take one more mentor, and raise the capacity on the "
            f"Leaders tab from {now[best]} to {now[best] + 1}."
        )

    def _block_of_another(self, at: int) -> str:
        for other in self.movers(at)[:MOVERS] if self.good.any() else ():
            if would := self._another_block(other):
                return (
                    f"Ask {self.name(other)} for one more block of availability: {would}, and "
                    f"make room for {self.name(at)}."
                )
        return ""

    def _level(self, at: int) -> str:
        gap = self.case.program.settings.level_gap
        others = [j for j in self._opened("level_gap", at) if self._apart(at, int(j)) == gap - 1]
        if not others:
            return ""
        return (
            f"Lower “Levels apart, at least” on the Settings tab from {gap} to {gap - 1}: for "
            f"{self.name(at)} it would open {self._who(np.array(others), at)}."
        )

    @cached_property
    def _ranks(self) -> tuple[np.ndarray, np.ndarray]:
        sides = self.case.sides
        return ranks(sides.program, sides.mentors), ranks(sides.program, sides.leaders)

    def _apart(self, at: int, other: int) -> float:
        mentors, leaders = self._ranks
        i, j = (at, other) if self.role == "mentor" else (other, at)
        return float(leaders[j] - mentors[i])

    def _rule(self, at: int) -> str:
        for rule in RULES:
            if rule.name in _ASKED_BEFORE or rule.name in NEVER_LIFTED:
                continue
            others = self._opened(rule.name, at)
            if len(others):
                do = _LIFTED.get(rule.name, rule.remedy)
                return f"{do} For {self.name(at)} that would open {self._who(others, at)}."
        return ""

    def _opened(self, rule: str, at: int) -> np.ndarray:
        """The others with a place whom only this rule keeps from a person."""
        return self._only_by(rule, at, np.nonzero(self.good)[0])

    # --- in words -----------------------------------------------------------

    def name(self, at: int) -> str:
        sides = self.case.sides
        return sides.mentor_name(at) if self.role == "mentor" else sides.leader_name(at)

    def other_name(self, at: int) -> str:
        sides = self.case.sides
        return sides.leader_name(at) if self.role == "mentor" else sides.mentor_name(at)

    def _worth(self, at: int) -> np.ndarray:
        worth = self.case.worth.hundredths
        row: np.ndarray = worth[at] if self.role == "mentor" else worth[:, at]
        return row

    def _best(self, others: np.ndarray, at: int) -> str:
        return self.other_name(int(others[np.argmax(self._worth(at)[others])]))

    def _who(self, others: np.ndarray, at: int) -> str:
        """“Dr. Ode”, or “3 leaders, among them Dr. Ode” with the best first."""
        best = self._best(others, at)
        if len(others) == 1:
            return best
        other = "leader" if self.role == "mentor" else "mentor"
        return f"{len(others)} {other}s, among them {best}"


_PINNED = {
    "kept": "clear Keep on the Pairs tab",
    "by hand": "typed by hand on the Pairs tab",
    "rule": "delete the “Must pair” rule on the Rules tab",
}
_ASKED_BEFORE = ("volunteered", "chosen", "places", "common_time", "language", "level_gap")
_LIFTED = {
    "blocked": "Look whether the “Must not pair” rule on the Rules tab still holds.",
    "same_team": "Set “Different managers needed” on the Settings tab to No.",
    "ended": "Ask whether an ended pair may be tried again, and delete its row on the Pairs tab.",
    "rejected": "Look whether a rejected pair may be tried, and delete its row on the Pairs tab.",
}


def another_block(
    case: Case, role: str, at: int, others: np.ndarray
) -> tuple[str, np.ndarray] | None:
    """The block of the Time blocks tab that opens most of the others, and whom it opens.

    `role` and `at` say who the person is, `others` are numbers of people on
    the other side. A block is read in the person's own time zone. Of equally
    good ones the first on the tab is taken; None when no single one helps.
    """
    people, partners = case.sides.mentors, case.sides.leaders
    if role == "leader":
        people, partners = partners, people
    week = Week.of(case.program)
    has = list(list(people["availability"])[at])
    known = {fold(block) for block in has}
    blocks = [
        str(block)
        for block in dict.fromkeys(case.program.table("time_blocks")["block"])
        if fold(block) in week.blocks and fold(block) not in known
    ]
    if not blocks:
        return None
    zone = people["time_zone"].iat[at]
    tried = pd.DataFrame({"time_zone": zone, "availability": [(*has, b) for b in blocks]})
    mine, my_week = week.patterns(tried)
    theirs, their_week = week.patterns(partners.iloc[others])
    length = -(-case.program.settings.session_minutes // STEP)
    room = (
        session_starts(mine, length).astype(np.float32)
        @ session_starts(theirs, length).astype(np.float32).T
    )
    opens = (room > 0)[np.ix_(my_week, their_week)]
    best = int(np.argmax(opens.sum(axis=1)))
    return (blocks[best], others[opens[best]]) if opens[best].any() else None


def another_language(
    case: Case, role: str, at: int, others: np.ndarray
) -> tuple[str, np.ndarray] | None:
    """The language that opens most of the others, and whom it opens."""
    people, partners = case.sides.mentors, case.sides.leaders
    if role == "leader":
        people, partners = partners, people
    known = list(people["languages"])
    has = {fold(language) for language in known[at]}
    languages = list(partners["languages"])
    spoken = [list(languages[other]) for other in others.tolist()]
    count = Counter(word for one in spoken for word in {fold(each) for each in one} - has)
    if not count:
        return None
    best = min(count, key=lambda language: (-count[language], language))
    opened = [k for k, one in enumerate(spoken) if best in {fold(each) for each in one}]
    spelled = min(each for each in spoken[opened[0]] if fold(each) == best)
    return spelled, others[opened]
