"""The best plan of some pairs, proven, or as near to it as the time allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from revmentor_xl.errors import SolverFailed
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling import integer_program
from revmentor_xl.steps.scheduling.timetabling.exceptions import Starts, place_exceptions, refilled
from revmentor_xl.steps.scheduling.timetabling.incumbent import Solved, at_their_slot, most_alone
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import PairTimes, Slot
from revmentor_xl.steps.solving.deadline import Deadline

AT_ONCE = 2_000
"""Starts of a model so small that nothing is won by looking at some of the slots first."""

LARGE = 10_000
"""Starts of a model that takes long, so that first something good is looked for."""

SOME, MORE = 3, 12
"""Slots from which a pair of a larger group may choose when its plan is made better: more
where it has exceptions that it would not have alone."""

PATIENCE = 0.25
"""The part of the time that such a group may take beyond its first plan."""


def solve_exactly(
    group: Sequence[PairTimes], weeks: Timeline, taken: Taken, deadline: Deadline, best: Solved
) -> Solved:
    """The best plan, at least as good as `best`, or the nearest found in time.

    Its bounds are never above those of `best`.
    """
    if best.is_proven or deadline.is_over:
        return best
    search = _Search([taken.pruned(pair) for pair in group], weeks, taken, deadline, best)
    try:
        search.fill()
        search.widen()
    except SolverFailed:  # the plan at hand breaks no rule, it is only not proven
        pass
    return search.best


class _Search:
    """`most` are the sessions that each window can hold; whoever is in `best` has a place.

    A slot with more exceptions than its pair must have costs at least as many
    of the regular sessions that there would be if every pair were alone. So
    slots with few more are looked at first; what they leave open bounds all.
    """

    def __init__(
        self,
        group: Sequence[PairTimes],
        weeks: Timeline,
        taken: Taken,
        deadline: Deadline,
        best: Solved,
    ) -> None:
        self.best = best
        self._group, self._weeks, self._taken, self._deadline = group, weeks, taken, deadline
        self._most = dict(
            Counter(w for pair in group for w, starts in pair.starts.items() if starts)
        )
        self._alone = most_alone(group)[1]
        self._everybody = frozenset(pair.pair_id for pair in group)

    def fill(self) -> None:
        """Place as many sessions as each window can hold, and count them."""
        lacking = {
            w for w in self._lacking(self.best.starts) if self._size(w) <= integer_program.LIMIT
        }
        regular = at_their_slot(self._group, self.best.slots, self.best.starts)
        self._most |= self._refill(self.best.slots, regular, lacking)
        placed_at_most = min(self.best.most_placed, sum(self._most.values()))
        regular_at_most = min(self.best.most_regular, placed_at_most)
        self.best = replace(self.best, most_placed=placed_at_most, most_regular=regular_at_most)
        self._take(self.best.slots, regular)

    def _refill(
        self, slots: dict[str, Slot | None], regular: Starts, windows: set[int]
    ) -> dict[int, int]:
        """Change the regular sessions of windows so that most sessions find a place: how many."""
        most = {}
        for window in sorted(windows):
            placed = refilled(self._group, window, slots, self._deadline.left(), self._taken)
            most[window] = len(placed)
            for pair in self._group:
                regular[pair.pair_id].pop(window, None)
                slot, start = slots[pair.pair_id], placed.get(pair.pair_id)
                if slot and start is not None and pair.starts[window].get(slot) == start:
                    regular[pair.pair_id][window] = start
        return most

    def widen(self) -> None:
        """Try slots with more and more exceptions, until more cannot be of use."""
        stated: dict[int, integer_program.Stated] = {}
        more = self._useful
        if integer_program.size(self._group, self._within(more)) > AT_ONCE:
            more = 0
        deadline = self._deadline
        if integer_program.size(self._group, self._within(more)) > LARGE:
            deadline = Deadline.of(self._deadline.left(PATIENCE))
            self._mend(deadline)
        while not self.best.is_proven:
            slots = self._within(more)
            if integer_program.size(self._group, slots, stated) > integer_program.LIMIT:
                return
            try:
                lacking = self._try(slots, stated, self._alone - more - 1, deadline)
            except SolverFailed:
                if self._is_full(stated):
                    raise
                lacking = dict.fromkeys(stated, self._everybody)  # too few could move
            fuller = self._stated_more(stated, lacking, slots)
            if fuller != stated:
                stated = fuller
            elif lacking or more >= self._useful:
                return
            else:
                more = min(2 * more + 1, self._useful)

    def _mend(self, deadline: Deadline) -> None:
        """Try for each pair the slots with most room beside the plan, while that is worth it.

        All slots are too many for one model, or take long; this proves nothing.
        """
        while not self.best.is_proven:
            before, slots = self.best.regular, self._roomiest()
            if integer_program.size(self._group, slots) > integer_program.LIMIT:
                return
            self._try(slots, {}, self.best.most_regular, deadline)
            if 4 * (self.best.regular - before) < self.best.most_regular - self.best.regular:
                return

    def _roomiest(self) -> dict[str, list[Slot]]:
        """The slot of each pair and those at which most of its sessions have room."""
        found: dict[str, list[Slot]] = {}
        regular = at_their_slot(self._group, self.best.slots, self.best.starts)
        with self._taken.holding(self._group, self.best.starts):
            for pair in self._group:
                own = self.best.starts[pair.pair_id].values()
                for start in own:
                    self._taken.remove(pair, start)
                now = self.best.slots[pair.pair_id]
                room = {
                    slot: sum(self._taken.fits(pair, at) for at in pair.column(slot).values())
                    for slot, misses in pair.misses.items()
                    if misses <= pair.fewest_misses + 1 or slot == now
                }
                ranked = sorted(room, key=lambda slot: (slot != now, -room[slot], slot))
                alone = len(pair.starts) - pair.fewest_misses
                is_best = len(regular[pair.pair_id]) == alone
                found[pair.pair_id] = ranked[: SOME if is_best else MORE]
                for start in own:
                    self._taken.add(pair, start)
        return found

    def _stated_more(
        self,
        stated: dict[int, integer_program.Stated],
        lacking: dict[int, frozenset[str]],
        slots: dict[str, list[Slot]],
    ) -> dict[int, integer_program.Stated]:
        """With more pairs that may move in some windows: those that had to, else all.

        All are needed for the proof and not for the plan, hence only where they are few.
        """
        fuller = dict(stated)
        for window, moving in lacking.items():
            had = stated[window].moving if window in stated else frozenset()
            more = moving if moving - had else self._everybody
            fuller[window] = integer_program.Stated(self._most[window], had | more)
        if fuller == stated or integer_program.size(self._group, slots, fuller) <= AT_ONCE:
            full = {w: replace(one, moving=self._everybody) for w, one in fuller.items()}
            if integer_program.size(self._group, slots, full) <= integer_program.LIMIT:
                return full
        return fuller

    @property
    def _useful(self) -> int:
        """With more exceptions than that no slot is part of a better plan."""
        if self.best.placed < self.best.most_placed:
            return max(len(pair.starts) for pair in self._group)
        return max(0, self._alone - self.best.regular - 1)

    def _within(self, more: int) -> dict[str, list[Slot]]:
        """The slots with so many more exceptions than their pair must have."""
        return {
            pair.pair_id: [
                slot for slot, misses in pair.misses.items() if misses <= pair.fewest_misses + more
            ]
            for pair in self._group
        }

    def _try(
        self,
        slots: dict[str, list[Slot]],
        stated: dict[int, integer_program.Stated],
        otherwise: int,
        deadline: Deadline,
    ) -> dict[int, frozenset[str]]:
        """The best plan with these slots; with others no more than `otherwise` are regular.

        Gives back the windows in which exceptions found no place beside the regular
        sessions, with the pairs whose sessions they are.
        """
        found = integer_program.solve_jointly(
            self._group, slots, stated, deadline.left(), self._taken
        )
        if found.most_regular is not None and self._is_full(stated):
            bound = min(self.best.most_regular, max(found.most_regular, otherwise))
            self.best = replace(self.best, most_regular=bound)
        regular = self._fitting(found.regular)
        lacking = {
            window: frozenset(one for one in self._everybody if window not in regular[one])
            for window in sorted(self._take(found.slots, regular))
        }
        if lacking and max(map(self._size, lacking)) <= integer_program.LIMIT:
            self._refill(found.slots, regular, set(lacking))
            self._take(found.slots, regular)
        return lacking

    def _is_full(self, stated: dict[int, integer_program.Stated]) -> bool:
        """Could every session of the windows stated move? Else the model bounds nothing."""
        return all(one.moving >= self._everybody for one in stated.values())

    def _take(self, slots: dict[str, Slot | None], regular: Starts) -> set[int]:
        """Place the exceptions around the regular sessions; the plan is kept if it is not worse."""
        starts = place_exceptions(
            self._group, slots, regular, self._weeks, self._deadline.rest(), self._taken
        )
        bounds = self.best.most_placed, self.best.most_regular
        tried = Solved.of(self._group, slots, starts, bounds)
        if tried.reached >= self.best.reached:
            self.best = tried
        return self._lacking(starts)

    def _lacking(self, starts: Starts) -> set[int]:
        """The windows with fewer sessions than they can hold."""
        placed = Counter(window for one in starts.values() for window in one)
        return {window for window, most in self._most.items() if placed[window] < most}

    def _size(self, window: int) -> int:
        return sum(len(pair.starts.get(window, ())) for pair in self._group)

    def _fitting(self, starts: Starts) -> Starts:
        """Those of the sessions that fit beside each other, should a solver have been stopped."""
        found: Starts = {pair.pair_id: {} for pair in self._group}
        for pair in self._group:
            for window, start in starts[pair.pair_id].items():
                if self._taken.fits(pair, start):
                    found[pair.pair_id][window] = start
                    self._taken.add(pair, start)
        for pair in self._group:
            for start in found[pair.pair_id].values():
                self._taken.remove(pair, start)
        return found
