"""The plan that moves the fewest sessions, proven.

First the sessions that stay are found (`kept_sessions.py`): most sessions placed, then
the fewest moved. They are then given, each with its present time as the only
one, to the engine that makes a first schedule (`regular_slots.py`), which finds the
regular slots and the times of the sessions that have to move: those of one
pair move to one new slot together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling.exceptions import Starts
from revmentor_xl.steps.scheduling.timetabling.kept_sessions import Settled, settle
from revmentor_xl.steps.scheduling.timetabling.regular_slots import Timetable, plan_sessions
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, Slot
from revmentor_xl.steps.solving.deadline import Deadline

Windows = Mapping[int, Settled]


@dataclass(frozen=True)
class FewestMoved(Timetable):
    """A plan with its proof: `moved` sessions of those that are dated now get another
    time or none; no plan with as many sessions moves fewer than `least_moved`.

    `most_regular` counts plans in which the same sessions stay.
    """

    aim: ClassVar[str] = "Most sessions, then fewest moved, then most at the regular time"

    moved: int = 0
    least_moved: int = 0

    @property
    def gaps(self) -> tuple[int, ...]:
        """As of every plan; the moved sessions count after those that are placed."""
        placed, regular = super().gaps
        return placed, self.moved - self.least_moved, regular

    @property
    def reached(self) -> tuple[int, ...]:
        """As of every plan; the moved sessions count after those that are placed."""
        placed, regular = super().reached
        return placed, -self.moved, regular

    def bounded_by(self, other: Self) -> Self:
        """As of every plan, with what moves at least."""
        return replace(super().bounded_by(other), least_moved=other.least_moved)

    def is_strained(self, pair: PairTimes, window: int) -> bool:
        """Is a session without a place, or does it move, though it could be there alone?"""
        now, starts = pair.now.get(window), pair.starts.get(window, {})
        moves = now in starts.values() and self.starts[pair.pair_id].get(window) != now
        return moves or super().is_strained(pair, window)


def plan_changes(
    pairs: Sequence[PairTimes], weeks: Timeline, settings: Settings, limits: Limits
) -> FewestMoved:
    """Most sessions placed, then the fewest moved, then most at the regular slot.

    Raises `SolverFailed`.
    """
    pairs, deadline = sorted(pairs, key=lambda pair: pair.pair_id), Deadline.of(settings)
    windows = {
        window: settle(needing, window, weeks, limits, deadline)
        for window, needing in _by_window(pairs).items()
    }
    moving = [pair for pair in pairs if _placed(pair, windows) != _kept(pair, windows)]
    ids = {pair.pair_id for pair in moving}
    still = [pair for pair in pairs if pair.pair_id not in ids]
    narrowed = _narrowed(moving, pairs, windows, weeks, limits)
    plan = plan_sessions(narrowed, weeks, deadline.rest(), _left(still, windows, weeks, limits))
    starts = {pair.pair_id: _placed(pair, windows) for pair in pairs}
    slots = {pair.pair_id: _usual_slot(pair, starts[pair.pair_id]) for pair in pairs}
    regular = sum(_at_slot(pair, slots, starts) for pair in still)
    if _keeps_all(moving, plan.starts, windows):
        starts |= plan.starts
        slots |= plan.slots
    # else the engine ran out of time, and the times at hand are the ones that are proven
    dated = sum(window in pair.starts for pair in pairs for window in pair.now)
    return FewestMoved(
        slots,
        starts,
        unproven=plan.unproven,
        regular=regular + sum(_at_slot(pair, slots, starts) for pair in moving),
        most_placed=sum(one.most_placed for one in windows.values()),
        most_regular=regular + plan.most_regular,
        moved=dated - sum(_at_present(pair, starts[pair.pair_id]) for pair in pairs),
        least_moved=dated - sum(one.most_kept for one in windows.values()),
    )


def _by_window(pairs: Sequence[PairTimes]) -> dict[int, list[PairTimes]]:
    needing: dict[int, list[PairTimes]] = {}
    for pair in pairs:
        for window in pair.starts:
            needing.setdefault(window, []).append(pair)
    return dict(sorted(needing.items()))


def _placed(pair: PairTimes, windows: Windows) -> dict[int, int]:
    """The session of each window that has a place, as settled."""
    return {
        window: windows[window].starts[pair.pair_id]
        for window in pair.starts
        if pair.pair_id in windows[window].starts
    }


def _kept(pair: PairTimes, windows: Windows) -> dict[int, int]:
    """The sessions that stay."""
    placed = _placed(pair, windows)
    return {window: placed[window] for window in placed if pair.pair_id in windows[window].kept}


def _at_present(pair: PairTimes, starts: Mapping[int, int]) -> int:
    return sum(starts.get(window) == start for window, start in pair.now.items())


def _narrowed(
    moving: Sequence[PairTimes],
    pairs: Sequence[PairTimes],
    windows: Windows,
    weeks: Timeline,
    limits: Limits,
) -> list[PairTimes]:
    """The pairs with something to place, and what those that stay leave to it.

    A session that stays has its present time only, one for which there is no
    room has none; so all the others can be placed at once, and the engine,
    which places most, leaves no session out that stays.
    """
    taken = Taken(limits, weeks)
    for pair in pairs:
        for start in _kept(pair, windows).values():
            taken.add(pair, start)
    found = []
    for pair in moving:
        placed, kept = _placed(pair, windows), _kept(pair, windows)
        starts: dict[int, dict[Slot, int]] = {}
        for window, possible in pair.starts.items():
            if window in kept:
                starts[window] = {s: at for s, at in possible.items() if at == kept[window]}
            elif window in placed:
                starts[window] = {s: at for s, at in possible.items() if taken.fits(pair, at)}
            else:
                starts[window] = {}
        found.append(replace(pair, starts=starts))
    return found


def _left(still: Sequence[PairTimes], windows: Windows, weeks: Timeline, limits: Limits) -> Limits:
    """What the pairs in which nothing has to be placed leave to the others."""
    in_week = Counter(limits.in_week)
    taken = {site: list(intervals) for site, intervals in limits.room_taken.items()}
    for pair in still:
        for start in _kept(pair, windows).values():
            in_week[pair.leader, weeks.week_of(start)] += 1
            if pair.site is not None:
                taken.setdefault(pair.site, []).append((start, start + limits.minutes))
    return replace(limits, in_week=in_week, room_taken=taken)


def _keeps_all(moving: Sequence[PairTimes], starts: Starts, windows: Windows) -> bool:
    """Does a plan place as many sessions as are settled, and move none that stays?"""
    return all(
        starts[pair.pair_id].keys() == _placed(pair, windows).keys()
        and _kept(pair, windows).items() <= starts[pair.pair_id].items()
        for pair in moving
    )


def _usual_slot(pair: PairTimes, starts: Mapping[int, int]) -> Slot | None:
    """The slot of most sessions, as before where that is one of them."""
    seen = Counter(
        slot
        for window, start in starts.items()
        for slot, at in pair.starts[window].items()
        if at == start
    )
    return min(seen, key=lambda slot: (-seen[slot], slot != pair.earlier, slot), default=None)


def _at_slot(pair: PairTimes, slots: Mapping[str, Slot | None], starts: Starts) -> int:
    """How many of a pair's sessions are at its regular slot."""
    column = pair.column(slots[pair.pair_id])
    return sum(starts[pair.pair_id].get(window) == start for window, start in column.items())
