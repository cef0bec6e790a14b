"""Kick-offs found quickly: those hardest to place first, then what can be mended.

`model.py` proves small cases; of large ones this finds a plan, and the number
of pairs placed is known to be the most whenever it reaches `Case.most`.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES
from revmentor_xl.steps.scheduling.kickoffs.case import Bools, Case

TRIES = 300_000
"""Looks at a place before mending ends; a count, so that every computer ends alike."""
CHAIN = 3  # so many pairs may move on to make room for one

Chosen = dict[int, int]
"""Pair -> its meeting, both by position; a pair without a kick-off is missing."""


def quick_plan(case: Case) -> Chosen:
    """Many pairs in few kick-offs; a kick-off that a pair has stays when it can."""
    search = _Search(case)
    for pair, meeting in case.now.items():
        if case.can[pair, meeting] and search.fits(pair, meeting):
            search.put(pair, meeting)
    search.fill()
    search.mend()
    search.close_small()
    return search.chosen


class _Search:
    """A plan in the making."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.chosen: Chosen = {}
        self.members: dict[int, list[int]] = {
            at: [] for at, is_open in enumerate(case.open) if is_open
        }
        self.busy: dict[str, Counter[int]] = {}  # what each person attends or leads
        self.tries = 0

    def fits(self, pair: int, meeting: int) -> bool:
        """Can the pair join, as things stand?"""
        case = self.case
        self.tries += 1
        if len(self.members.get(meeting, ())) >= case.seats[meeting]:
            return False
        keys = case.people[pair]
        if meeting not in self.members:
            keys = (*keys, case.leading[case.meetings[meeting].facilitator])
        return not any(
            case.overlap(meeting, other) for key in keys for other in self.busy.get(key, ())
        )

    def put(self, pair: int, meeting: int) -> None:
        self.chosen[pair] = meeting
        members = self.members.setdefault(meeting, [])
        members.append(pair)
        self._count(pair, meeting, 1)

    def take(self, pair: int) -> int:
        meeting = self.chosen.pop(pair)
        self.members[meeting].remove(pair)
        self._count(pair, meeting, -1)
        if not self.members[meeting] and not self.case.open[meeting]:
            del self.members[meeting]
        return meeting

    def _count(self, pair: int, meeting: int, by: int) -> None:
        facilitator = self.case.leading[self.case.meetings[meeting].facilitator]
        for key in {*self.case.people[pair], facilitator}:
            counter = self.busy.setdefault(key, Counter())
            counter[meeting] += by
            if not counter[meeting]:
                del counter[meeting]

    def fill(self) -> None:
        """The pair with the fewest possible kick-offs first, with all who can join it."""
        can = self.case.can.copy()
        can[list(self.chosen)] = False
        for meeting in list(self.members):
            self._block(can, meeting)
        while can.any():
            left = can.sum(axis=1)
            rank = np.lexsort((np.arange(len(left)), left))
            order = [int(pair) for pair in rank if left[pair]]
            meeting = self._best(order[0], can)
            for pair in order:
                if can[pair, meeting] and self.fits(pair, meeting):
                    self.put(pair, meeting)
                    can[pair] = False
                    self._block(can, meeting, pair)
            can[:, meeting] = False  # full, or nobody else can come
            self._block(can, meeting)

    def _best(self, pair: int, can: Bools) -> int:
        """Where the pair goes: a kick-off that takes place, or one that many can join."""
        case = self.case
        joining = np.minimum(can.sum(axis=0), case.seats)
        return min(
            (int(at) for at in np.flatnonzero(can[pair])),
            key=lambda at: (
                at not in self.members,
                -int(joining[at]),
                self._gap(at),
                case.dislike[at],
                at,
            ),
        )

    def _gap(self, meeting: int) -> int:
        """Would less than a whole meeting be left beside it in the facilitator's hours?"""
        case = self.case
        start, facilitator = case.meetings[meeting]
        key = case.leading[facilitator]
        led = next(iter(self.busy.get(key, ())), case.led_by[key][0])
        return int((start - case.meetings[led].start) % EVENT_MINUTES != 0)

    def _block(self, can: Bools, meeting: int, pair: int | None = None) -> None:
        """Take from `can` what a pair in a meeting, or its facilitator, makes impossible."""
        case = self.case
        near = np.abs(case.starts - case.meetings[meeting].start) < EVENT_MINUTES
        near[meeting] = False
        keys = [case.leading[case.meetings[meeting].facilitator]]
        keys += [] if pair is None else case.people[pair]
        for key in keys:
            for other in case.pairs_of.get(key, ()):
                can[other, near] = False
            led = [at for at in case.led_by.get(key, ()) if near[at]]
            can[:, led] = False

    def mend(self) -> None:
        """Make room for those left over by moving others on."""
        for pair in range(len(self.case.people)):
            if len(self.chosen) >= self.case.most or self.tries > TRIES:
                return
            if pair not in self.chosen and self.case.options[pair]:
                self._place(pair, set(), CHAIN)

    def _place(self, pair: int, seen: set[int], depth: int) -> bool:
        for meeting in self.case.options[pair]:
            if self.fits(pair, meeting):
                self.put(pair, meeting)
                return True
        if depth == 0:
            return False
        for meeting in self.case.options[pair]:
            if meeting in seen or meeting not in self.members:
                continue
            seen.add(meeting)
            for other in list(self.members[meeting]):
                if self.tries > TRIES:
                    return False
                if self.case.now.get(other) == meeting:
                    continue
                self.take(other)
                if self.fits(pair, meeting):
                    self.put(pair, meeting)
                    if self._place(other, seen, depth - 1):
                        return True
                    self.take(pair)
                self.put(other, meeting)
        return False

    def close_small(self) -> None:
        """Give up a kick-off whose pairs all find a place in others."""
        for meeting in sorted(self.members, key=lambda at: (len(self.members[at]), at)):
            members = list(self.members[meeting])
            if self.case.open[meeting] or any(self.case.now.get(p) == meeting for p in members):
                continue
            if self.tries > 2 * TRIES:
                return
            moved = []
            for pair in members:
                self.take(pair)
                places = (at for at in self.case.options[pair] if at in self.members)
                to = next((at for at in places if at != meeting and self.fits(pair, at)), None)
                if to is None:
                    self.put(pair, meeting)
                    break
                self.put(pair, to)
                moved.append(pair)
            else:
                continue
            for pair in moved:  # one of them has to stay, so they all may
                self.take(pair)
                self.put(pair, meeting)
