"""Whoever has several partners must be able to meet all of them.

One shared hour is enough for a pair, but three mentors with the same single
hour in their leader's week cannot all be met in a fortnight. This is not asked
beforehand but of every plan found: a plan that breaks it gives conditions that
no schedulable plan breaks, and the search goes on under these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, combinations_with_replacement

import numpy as np

from revmentor_xl.findings.sentences import joined
from revmentor_xl.steps.calendars.week import STEP, Week
from revmentor_xl.steps.pairing.case.session_packing import Hours, fits, most_sessions
from revmentor_xl.steps.pairing.features.sides import Sides, places
from revmentor_xl.steps.pairing.fixed_pairs.pins import Pins, Trouble
from revmentor_xl.steps.pairing.optimum.problem import Broken, Cell, Condition

MENTOR, LEADER = 0, 1
"""Which part of a cell a person is."""

KINDS_TRIED = 8
"""So many weeks like those of a plan are tried for one condition, the nearest first."""


def together(sides: Sides, settled: Pins) -> Broken | None:
    """What a plan beside the settled pairs breaks; None when nobody can have two partners.

    A condition says that of the people whose shared hours with one person lie
    inside certain hours, only so many can be that person's partners. Every
    plan that can be scheduled fulfils it, and the plan asked about does not.
    """
    rooms = [places(sides.mentors).max(initial=0), places(sides.leaders).max(initial=0)]
    if not sides.program.settings.need_common_time or max(rooms) < 2:
        return None
    calendars = Calendars(sides)

    def broken(cells: Sequence[Cell]) -> list[Condition]:
        found = []
        for role in (LEADER, MENTOR):
            fixed = _partners(settled.cells, role)
            for person, new in sorted(_partners(cells, role).items()):
                already = fixed.get(person, [])
                if len(already) + len(new) < 2:
                    continue
                condition = calendars.condition(role, person, already, new)
                if condition is not None:
                    found.append(condition)
        return found

    return broken


def crowded(sides: Sides, settled: Pins) -> list[Trouble]:
    """People who cannot meet all of the partners that are settled for them."""
    if not sides.program.settings.need_common_time:
        return []
    calendars, found = Calendars(sides), []
    for role in (LEADER, MENTOR):
        for person, partners in sorted(_partners(settled.cells, role).items()):
            # who has no hour at all with one partner is told so of that pair
            able = [one for one in partners if calendars.hours(role, person, one).starts]
            if len(able) > 1 and not calendars.fit(role, person, able):
                few = calendars.fewest(role, person, able)
                found.append(_trouble(sides, role, person, few))
    return found


def _trouble(sides: Sides, role: int, person: int, partners: Sequence[int]) -> Trouble:
    cells = [(one, person) if role == LEADER else (person, one) for one in partners]
    named = sides.mentor_name, sides.leader_name
    i, j = cells[0]
    pair_id = f"{sides.mentors['id'].iat[i]}+{sides.leaders['id'].iat[j]}"
    weeks = sides.program.settings.cadence_weeks
    details: dict[str, object] = {
        "person": named[role](person),
        "partners": joined([named[1 - role](one) for one in partners]),
        "weeks": "a week" if weeks == 1 else f"in {weeks} weeks",
    }
    return Trouble("crowded_calendar", None, pair_id, details)


def _partners(cells: Iterable[Cell], role: int) -> dict[int, list[int]]:
    partners: dict[int, list[int]] = {}
    for cell in sorted(cells):
        partners.setdefault(cell[role], []).append(cell[1 - role])
    return partners


@dataclass(frozen=True)
class Calendars:
    """Everybody's week, and what fits into the hours that two of them share."""

    sides: Sides
    _known: dict[tuple[int, int], Hours] = field(default_factory=dict)
    _fitting: dict[tuple[int, ...], bool] = field(default_factory=dict)

    @cached_property
    def _weeks(self) -> tuple[tuple[np.ndarray, list[int]], tuple[np.ndarray, list[int]]]:
        """For mentors and for leaders: the different weeks, and which of them each has."""
        week = Week.of(self.sides.program)
        mentors, mentor_of = week.patterns(self.sides.mentors)
        leaders, leader_of = week.patterns(self.sides.leaders)
        return (mentors.astype(bool), mentor_of), (leaders.astype(bool), leader_of)

    @property
    def length(self) -> int:
        """Steps of a session."""
        return -(-self.sides.program.settings.session_minutes // STEP)

    @property
    def cadence(self) -> int:
        return self.sides.program.settings.cadence_weeks

    def hours(self, role: int, person: int, partner: int) -> Hours:
        """When a person and a partner can meet."""
        return self._shared(role, self._weeks[role][1][person], self._weeks[1 - role][1][partner])

    def fit(self, role: int, person: int, partners: Sequence[int]) -> bool:
        """Can the person meet all of the partners?"""
        if len(partners) < 2:
            return True
        (own_weeks, other_weeks) = self._weeks[role][1], self._weeks[1 - role][1]
        key = (role, own_weeks[person], *sorted(other_weeks[one] for one in partners))
        if key not in self._fitting:
            hours = [self.hours(role, person, one) for one in partners]
            self._fitting[key] = fits(hours, self.length, self.cadence)
        return self._fitting[key]

    def fewest(self, role: int, person: int, partners: Sequence[int]) -> list[int]:
        """Of partners who do not fit, some who do not either while any fewer of them do."""
        few = list(partners)
        for one in partners:
            fewer = [other for other in few if other != one]
            if not self.fit(role, person, fewer):
                few = fewer
        return few

    def condition(
        self, role: int, person: int, settled: Sequence[int], new: Sequence[int]
    ) -> Condition | None:
        """What forbids these partners and no partners who can all be met; None when they can.

        Where already the settled ones cannot all be met, those after the last
        that can be are left out: no plan could mend that.
        """
        fixed: list[int] = []
        for one in settled:
            if self.hours(role, person, one).starts and self.fit(role, person, [*fixed, one]):
                fixed.append(one)
        if self.fit(role, person, [*fixed, *new]):
            return None
        few = self.fewest(role, person, [*fixed, *new])
        inside, high = self._at_most(role, person, few)
        people = [np.zeros(0, dtype=bool)] * 2
        people[role] = np.zeros(self.sides.shape[role], dtype=bool)
        people[role][person] = True
        people[1 - role] = inside
        named = self.sides.leader_name if role == LEADER else self.sides.mentor_name
        return Condition(
            f"{named(person)} can meet everybody",
            high=high - int(inside[fixed].sum()),
            mentors=people[MENTOR],
            leaders=people[LEADER],
            base=1,
        )

    def _at_most(self, role: int, person: int, few: Sequence[int]) -> tuple[np.ndarray, int]:
        """Who competes for the hours of partners who do not fit, and how many can win."""
        of = np.array(self._weeks[1 - role][1])
        own = self._weeks[role][1][person]
        hours = [self.hours(role, person, one) for one in few]
        every = np.any(np.array([one.covered for one in hours]), axis=0)
        room = most_sessions(every, self.length, self.cadence)
        kinds = range(len(self._weeks[1 - role][0]))
        shared = {kind: self._shared(role, own, kind) for kind in kinds}
        if room < len(few):
            kept = [k for k, one in shared.items() if _lies_in(one, every)]
            return np.isin(of, kept), room
        inside = np.isin(of, self._alike(shared, [int(of[one]) for one in few]))
        inside[list(few)] = True
        return inside, len(few) - 1

    def _alike(self, shared: dict[int, Hours], few: Sequence[int]) -> list[int]:
        """The weeks of which as many people as `few`, however mixed, never fit.

        `few` are the weeks of people who do not fit; those of them whose week
        is not among the result still count as single people.
        """
        near = [
            kind
            for kind, one in shared.items()
            if any(_lies_in(one, shared[member].covered) for member in set(few))
        ]
        near.sort(key=lambda kind: (kind not in few, len(shared[kind].starts), kind))
        taken: list[int] = []
        for kind in near[:KINDS_TRIED]:
            single = [one for one in few if one not in (*taken, kind)]
            if not any(
                fits([shared[one] for one in (*some, *more, kind)], self.length, self.cadence)
                for count in range(min(len(single), len(few) - 1) + 1)
                for some in combinations(single, count)
                for more in combinations_with_replacement([*taken, kind], len(few) - 1 - count)
            ):
                taken.append(kind)
        return taken

    def _shared(self, role: int, own: int, other: int) -> Hours:
        mentor, leader = (own, other) if role == MENTOR else (other, own)
        if (mentor, leader) not in self._known:
            both = self._weeks[MENTOR][0][mentor] & self._weeks[LEADER][0][leader]
            self._known[mentor, leader] = Hours.of(both, self.length)
        return self._known[mentor, leader]


def _lies_in(hours: Hours, steps: np.ndarray) -> bool:
    return bool(hours.starts) and not bool((hours.covered & ~steps).any())
