"""Who could come to which kick-off: what the search for them starts from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.attendees import Attendee, Pair
from revmentor_xl.steps.calendars.free_time import DAY, Interval, common, free_time, local
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES, Free
from revmentor_xl.steps.scheduling.timetabling.slots import GRID

Bools = npt.NDArray[np.bool_]


class KickoffSlot(NamedTuple):
    """A possible kick-off: when, and which of the facilitators leads it."""

    start: int
    facilitator: int


Held = tuple[Pair, int, str]
"""A kick-off that stays: the pair, its start and the facilitator's name."""


@dataclass(frozen=True)
class Case:
    """Pairs, possible meetings, and which pair could come to which.

    `people` are each pair's two keys, `leading` the key of each facilitator.
    `seats` are the places left in each meeting, `open` says which ones take
    place anyway, `now` which one a pair has at present.
    """

    people: Sequence[tuple[str, ...]]
    leading: Sequence[str]
    meetings: Sequence[KickoffSlot]
    can: Bools
    seats: Sequence[int]
    open: Sequence[bool]
    dislike: Sequence[int]
    now: Mapping[int, int]

    @cached_property
    def options(self) -> list[list[int]]:
        """The meetings that each pair could come to."""
        return [[int(at) for at in np.flatnonzero(row)] for row in self.can]

    @cached_property
    def pairs_of(self) -> dict[str, list[int]]:
        """The pairs of each person."""
        found: dict[str, list[int]] = {}
        for at, people in enumerate(self.people):
            for key in dict.fromkeys(people):
                found.setdefault(key, []).append(at)
        return found

    @cached_property
    def led_by(self) -> dict[str, list[int]]:
        """The meetings that each facilitator could lead."""
        found: dict[str, list[int]] = {}
        for at, meeting in enumerate(self.meetings):
            found.setdefault(self.leading[meeting.facilitator], []).append(at)
        return found

    @cached_property
    def starts(self) -> npt.NDArray[np.int64]:
        """The start of each meeting."""
        return np.array([meeting.start for meeting in self.meetings], dtype=np.int64)

    def overlap(self, one: int, other: int) -> bool:
        """Could nobody be in both meetings?"""
        apart = abs(self.meetings[one].start - self.meetings[other].start)
        return one != other and apart < EVENT_MINUTES

    @cached_property
    def most(self) -> int:
        """No plan has more pairs in a kick-off."""
        places = sum(seats for seats, is_open in zip(self.seats, self.open) if is_open)
        for led in self.led_by.values():
            after = -(10**12)
            for at in sorted(led, key=lambda at: self.meetings[at].start):
                if not self.open[at] and self.meetings[at].start >= after:
                    after = self.meetings[at].start + EVENT_MINUTES
                    places += self.seats[at]
        return min(places, sum(map(bool, self.options)))


def overlapping(case: Case, meetings: list[int]) -> list[list[int]]:
    """Sets of meetings of which one person can be in one at most."""
    meetings.sort(key=lambda at: (case.meetings[at].start, at))
    rows: list[list[int]] = []
    for at in meetings:
        start = case.meetings[at].start
        row = [
            other
            for other in meetings
            if start - EVENT_MINUTES < case.meetings[other].start <= start
        ]
        if len(row) > 1 and not (rows and row == rows[-1]):
            rows.append(row)
    return rows


def case_of(
    pairs: Sequence[Pair],
    facilitators: Sequence[Attendee],
    free: Free,
    weeks: Timeline,
    settings: Settings,
    earlier: Mapping[str, tuple[int, str]],
    held: Sequence[Held],
    closer: bool = False,
) -> Case:
    """What is possible in the weeks of kick-offs; without facilitators, HR leads one at a time.

    With `closer` one may begin whenever another one ends.
    """
    leading = [one.key for one in facilitators] or [""]
    names = [one.name for one in facilitators] or [""]
    both = [common(free[pair.mentor.key], free[pair.leader.key]) for pair in pairs]
    calendars = [leading_hours(one, free, weeks) for one in facilitators]
    staying = _staying(held, names)
    others = {start for start, _ in earlier.values()} | {start for _, start, _ in held}
    starts = _starts(weeks, [*both, *calendars], others, closer)
    fits = np.array([_fits(hours, starts) for hours in both], dtype=bool)
    fits = fits.reshape(len(pairs), len(starts))
    leads = [_fits(hours, starts) for hours in calendars] or [np.ones(len(starts), dtype=bool)]
    meetings = sorted(
        {
            KickoffSlot(int(start), at)
            for at, able in enumerate(leads)
            for start in starts[able & fits.any(axis=0)]
        }
        | {meeting for meeting in staying.values() if meeting}
    )
    place = {int(start): at for at, start in enumerate(starts)}
    can = np.zeros((len(pairs), len(meetings)), dtype=bool)
    for at, meeting in enumerate(meetings):
        if meeting.start in place:
            can[:, at] = fits[:, place[meeting.start]]
    people = [(pair.mentor.key, pair.leader.key) for pair in pairs]
    _take_held(can, people, leading, meetings, staying)
    index = {meeting: at for at, meeting in enumerate(meetings)}
    taken = [sum(one == meeting for one in staying.values()) for meeting in meetings]
    return Case(
        people,
        leading,
        meetings,
        can,
        [max(settings.kickoff_pairs - used, 0) for used in taken],
        [used > 0 for used in taken],
        [_dislike(meeting.start, weeks) for meeting in meetings],
        {
            at: index[now]
            for at, pair in enumerate(pairs)
            if (now := _meeting_of(earlier.get(pair.pair_id), names)) is not None and now in index
        },
    )


LOOK_AHEAD = 8
"""Weeks after those of the kick-offs that are looked at for what would help."""


def leading_hours(one: Attendee, free: Free, weeks: Timeline) -> list[Interval]:
    """When a facilitator can lead: one who takes part as well may have other hours there."""
    days = (weeks.begins(1) - weeks.monday).days + 7 * LOOK_AHEAD
    return common(free.get(one.key, ()), free_time(one.tz, one.blocks, weeks.monday, days))


def _meeting_of(seen: tuple[int, str] | None, names: Sequence[str]) -> KickoffSlot | None:
    return KickoffSlot(seen[0], names.index(seen[1])) if seen and seen[1] in names else None


def _staying(held: Sequence[Held], names: Sequence[str]) -> dict[Held, KickoffSlot | None]:
    return {one: _meeting_of((one[1], one[2]), names) for one in held}


def _take_held(
    can: Bools,
    people: Sequence[tuple[str, ...]],
    leading: Sequence[str],
    meetings: Sequence[KickoffSlot],
    staying: Mapping[Held, KickoffSlot | None],
) -> None:
    """Nobody who is in a kick-off that stays can be in another one at that time."""
    busy: dict[str, set[tuple[int, KickoffSlot | None]]] = {}
    for (pair, start, _), meeting in staying.items():
        keys = [pair.mentor.key, pair.leader.key]
        keys += [leading[meeting.facilitator]] if meeting else []
        for key in keys:
            busy.setdefault(key, set()).add((start, meeting))

    def blocked(key: str, meeting: KickoffSlot) -> bool:
        return any(
            other != meeting and abs(start - meeting.start) < EVENT_MINUTES
            for start, other in busy.get(key, ())
        )

    rows = {key: [at for at, keys in enumerate(people) if key in keys] for key in busy}
    for at, meeting in enumerate(meetings):
        if blocked(leading[meeting.facilitator], meeting):
            can[:, at] = False
        for key in busy:
            if rows[key] and blocked(key, meeting):
                can[rows[key], at] = False


def _starts(
    weeks: Timeline,
    calendars: Iterable[Sequence[Interval]],
    others: Iterable[int],
    closer: bool,
) -> npt.NDArray[np.int64]:
    """Half hours of the program's clock, where somebody's free time begins beside them, and
    `others`, which are the present ones; with `closer` also where a kick-off may end."""
    first, last = weeks.at(weeks.start), weeks.at(weeks.begins(1)) - EVENT_MINUTES
    grid = set(range(first, last + 1, GRID))
    odd = {
        start
        for hours in calendars
        for begin, end in hours
        if (begin - first) % GRID
        for start in range(begin, end - EVENT_MINUTES + 1, GRID)
    }
    odd |= set(others)
    if closer:  # one after another through the day, as long as there are any
        odd |= {start + after for start in odd for after in range(0, DAY, EVENT_MINUTES)}
    found = grid | {start for start in odd if first <= start <= last}
    return np.array(sorted(found), dtype=np.int64)


def _fits(hours: Sequence[Interval], starts: npt.NDArray[np.int64]) -> Bools:
    """At which starts is the whole meeting within these hours?"""
    if not hours:
        return np.zeros(len(starts), dtype=bool)
    begins, ends = np.array(hours, dtype=np.int64).T
    within = np.searchsorted(begins, starts, side="right") - 1
    found: Bools = (within >= 0) & (ends[within] >= starts + EVENT_MINUTES)
    return found


def _dislike(start: int, weeks: Timeline) -> int:
    """Full hours, then the middle of the week, the late morning, the earlier week."""
    shown = local(weeks.tz, start)
    minute = shown.hour * 60 + shown.minute
    odd = 0 if minute % 60 == 0 else 1 if minute % GRID == 0 else 2
    weekday = (1, 0, 0, 0, 1, 2, 2)[shown.weekday()]
    away = -(-abs(minute - 11 * 60) // GRID)
    return ((odd * 3 + weekday) * (DAY // GRID) + away) * 8 + weeks.week_of(start) - 1
