"""Which sessions stay where they are when something has changed: as many as possible.

Windows do not touch each other. In each of them the most sessions are placed,
and of the plans that do so one is chosen that keeps the most of the present
ones. Where all of them can stay and the others find room around them there is
nothing to solve; else small exact models settle the people concerned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.steps.calendars.free_time import Interval, covers
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import (
    Limits,
    PairTimes,
    Slot,
    slot_of,
    together,
)
from revmentor_xl.steps.solving.deadline import Deadline
from revmentor_xl.steps.solving.solver import solve, weighted
from revmentor_xl.steps.solving.tie_rule import first_of_equals

LIMIT = 40_000
"""Starts that one model may have; beyond that the proof would take too long."""

Chosen = dict[str, int]
"""The start of each pair's session in one window; a pair that is missing has none."""

Score = tuple[int, int]
"""Sessions placed, and how many of them are where they were."""


def with_present(
    starts: dict[int, dict[Slot, int]],
    now: Mapping[int, int],
    free: Sequence[Interval],
    tz: ZoneInfo,
    minutes: int,
    weeks: Timeline,
) -> dict[int, dict[Slot, int]]:
    """The starts, and the present ones at an odd minute that are still possible.

    `now` are the present moments by window, `free` the time that both have.
    """
    for window, start in now.items():
        first, after = weeks.span(window)
        if first <= start <= after - minutes and covers(free, start, minutes):
            starts[window].setdefault(slot_of(start, tz, weeks, window), start)
    return starts


@dataclass(frozen=True)
class Settled:
    """One window: where its sessions may be, and which of them stay.

    No plan places more than `most_placed`, none that places as many keeps more
    than `most_kept`.
    """

    starts: Chosen
    kept: frozenset[str]
    most_placed: int
    most_kept: int


def settle(
    pairs: Sequence[PairTimes], window: int, weeks: Timeline, limits: Limits, deadline: Deadline
) -> Settled:
    """Settle one window of the pairs that need a session in it."""
    return _Window(pairs, window, weeks, limits, deadline).settled()


class _Window:
    """One window while it is being settled."""

    def __init__(
        self,
        pairs: Sequence[PairTimes],
        window: int,
        weeks: Timeline,
        limits: Limits,
        deadline: Deadline,
    ) -> None:
        self.pairs, self.window, self.weeks = pairs, window, weeks
        self.limits, self.deadline = limits, deadline
        self.staying = {
            pair.pair_id: pair.now[window]
            for pair in pairs
            if window in pair.now and pair.now[window] in pair.starts[window].values()
        }

    def settled(self) -> Settled:
        taken = Taken(self.limits, self.weeks)
        starts, troubled = self._around_staying(taken)
        most_placed = most_kept = 0
        for group in together(self.pairs, by_rooms=True) if troubled else [self.pairs]:
            placed, kept = self._score(group, starts)
            if not troubled.isdisjoint(pair.pair_id for pair in group):
                placed, kept = self._improve(group, starts, troubled, taken)
            most_placed += placed
            most_kept += kept
        stay = (id_ for id_, start in self.staying.items() if starts.get(id_) == start)
        return Settled(starts, frozenset(stay), most_placed, most_kept)

    def _around_staying(self, taken: Taken) -> tuple[Chosen, set[str]]:
        """All that can stay, the others around them one by one, and who is in trouble."""
        starts: Chosen = {}
        troubled = set()
        for pair in self.pairs:
            at = self.staying.get(pair.pair_id)
            if at is not None and taken.fits(pair, at):
                taken.add(pair, at)
                starts[pair.pair_id] = at
            elif at is not None:
                troubled.add(pair.pair_id)
        others = [one for one in self.pairs if one.pair_id not in starts and self._possible(one)]
        for pair in sorted(others, key=lambda one: (len(self._possible(one)), one.pair_id)):
            at = next((start for start in self._possible(pair) if taken.fits(pair, start)), None)
            if at is None:
                troubled.add(pair.pair_id)
            else:
                taken.add(pair, at)
                starts[pair.pair_id] = at
        return starts, troubled

    def _improve(
        self, group: Sequence[PairTimes], starts: Chosen, troubled: set[str], taken: Taken
    ) -> Score:
        """Make the best of a group that shares people and rooms; gives the bounds.

        Those who share people are settled around the others first. Where that
        is as good as if they had all rooms for themselves, nothing is better.
        """
        most_placed = most_kept = 0
        for part in together(group):
            best = self._score(part, starts)
            if not troubled.isdisjoint(pair.pair_id for pair in part):
                best = self._settle_part(part, starts, taken)
            most_placed += best[0]
            most_kept += best[1]
        found = self._score(group, starts)
        if found == (most_placed, most_kept):
            return found
        whole = self._solve(group, Taken(self.limits, self.weeks))
        if whole is not None:
            self._put(group, starts, whole, taken)
            return self._score(group, whole)
        if found[0] < most_placed:
            most_kept = sum(pair.pair_id in self.staying for pair in group)
        return most_placed, most_kept

    def _settle_part(self, part: Sequence[PairTimes], starts: Chosen, taken: Taken) -> Score:
        """Settle those who share people around all others; gives their bounds."""
        before = {one.pair_id: starts[one.pair_id] for one in part if one.pair_id in starts}
        self._put(part, starts, {}, taken)
        around = self._solve(part, taken)
        alone = around
        if any(pair.site is not None for pair in part):
            alone = self._solve(part, Taken(self.limits, self.weeks))
        self._put(part, starts, before if around is None else around, taken)
        if alone is not None:
            return self._score(part, alone)
        possible = sum(bool(self._possible(pair)) for pair in part)
        return possible, sum(pair.pair_id in self.staying for pair in part)

    def _put(self, group: Sequence[PairTimes], starts: Chosen, new: Chosen, taken: Taken) -> None:
        for pair in group:
            if pair.pair_id in starts:
                taken.remove(pair, starts.pop(pair.pair_id))
        for pair in group:
            if pair.pair_id in new:
                starts[pair.pair_id] = new[pair.pair_id]
                taken.add(pair, new[pair.pair_id])

    def _solve(self, group: Sequence[PairTimes], taken: Taken) -> Chosen | None:
        """Most sessions, then most that stay, then most of these at their regular slot; of
        equals, pair after pair the present time or else the earliest.

        None when the model would be too large or is not solved in time.
        """
        options = [
            sorted(
                (at for at in self._possible(pair) if taken.fits(pair, at)),
                key=lambda at: (self.staying.get(pair.pair_id) != at, at),
            )
            for pair in group
        ]
        if sum(map(len, options)) > LIMIT:
            return None
        problem, chosen = _stated(group, options, taken)
        each = [
            (one, self._worth(pair, at))
            for pair, starts in zip(group, chosen)
            for at, one in starts.items()
        ]
        many = len(group) + 1.0
        problem.setObjective(weighted((one, many * (many * a + b) + c) for one, (a, b, c) in each))
        try:
            solve(problem, self.deadline.left())
        except SolverFailed:
            return None
        best = [next((at for at in row if pulp.value(row[at]) > 0.5), None) for row in chosen]
        for aim in range(3):  # they stay as good as they are
            terms = [(one, float(worth[aim])) for one, worth in each if worth[aim]]
            if terms:
                problem += weighted(terms) == sum(
                    self._worth(pair, at)[aim] for pair, at in zip(group, best) if at is not None
                )
        first = first_of_equals(problem, chosen, best, self.deadline.rest())
        return {pair.pair_id: at for pair, at in zip(group, first) if at is not None}

    def _worth(self, pair: PairTimes, start: int) -> tuple[int, int, int]:
        """What a session counts: placed, where it was, and that at its regular slot."""
        if self.staying.get(pair.pair_id) != start:
            return 1, 0, 0
        slot = pair.earlier
        regular = slot is not None and pair.starts[self.window].get(slot) == start
        return 1, 1, int(regular)

    def _possible(self, pair: PairTimes) -> list[int]:
        return sorted(set(pair.starts[self.window].values()))

    def _score(self, group: Sequence[PairTimes], starts: Chosen) -> Score:
        here = [pair.pair_id for pair in group if pair.pair_id in starts]
        return len(here), sum(self.staying.get(id_) == starts[id_] for id_ in here)


def _stated(
    group: Sequence[PairTimes], options: Sequence[Sequence[int]], taken: Taken
) -> tuple[pulp.LpProblem, list[dict[int, pulp.LpVariable]]]:
    """The rules without an aim, and for each pair start -> variable."""
    problem = pulp.LpProblem("fewest_moved", pulp.LpMaximize)
    chosen = [
        {at: problem.add_variable(f"start_{n}_{at}", 0, 1, cat="Binary") for at in possible}
        for n, possible in enumerate(options)
    ]
    for starts in filter(None, chosen):
        problem += weighted((one, 1.0) for one in starts.values()) <= 1
    keys = [((n, at), pair, at) for n, pair in enumerate(group) for at in chosen[n]]
    for row in taken.rows(keys):
        problem += weighted((chosen[n][at], 1.0) for n, at in row.keys) <= row.most
    return problem, chosen
