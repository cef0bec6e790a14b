"""The common events: at the hour of their week at which most people can come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from revmentor_xl.schema.statuses import CELEBRATION, FINAL_REVIEW, GATHERING
from revmentor_xl.steps.calendars.attendees import Attendee
from revmentor_xl.steps.calendars.free_time import DAY, Interval, covers, moment
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling.slots import GRID

EVENT_MINUTES = 60

Free = Mapping[str, Sequence[Interval]]
"""Each person's free time, by their key."""


@dataclass(frozen=True)
class CommonEvent:
    """An event for everybody. `start` is None when nobody can come, or (then
    `absent` is empty as well) when its week is over."""

    kind: str
    start: int | None
    absent: tuple[Attendee, ...] = ()

    @property
    def interval(self) -> Interval | None:
        """From and to."""
        return None if self.start is None else (self.start, self.start + EVENT_MINUTES)


def event_weeks(weeks: Timeline, last_window: int) -> dict[str, tuple[date, date]]:
    """The days, from and up to, among which each event is placed.

    The gathering is in the week in which half of the sessions' time is over,
    the final review in the week after the last session, the celebration in
    the week after that, when the report is there.
    """
    after = weeks.begins(last_window + 1)
    middle = weeks.middle_week(last_window)
    week = timedelta(weeks=1)
    return {
        GATHERING: (middle, middle + week),
        FINAL_REVIEW: (after, after + week),
        CELEBRATION: (after + week, after + 2 * week),
    }


def place_event(
    kind: str,
    days: tuple[date, date],
    guests: Sequence[Attendee],
    free: Free,
    weeks: Timeline,
    not_before: int | None = None,
    earlier: int | None = None,
    last_hours: Sequence[Interval] = (),
    stays: bool = False,
    meetings: Sequence[Interval] = (),
) -> CommonEvent:
    """The start at which most guests can come, on the program's clock.

    Between equally good starts those win that leave more sessions possible:
    `last_hours` are, of each session in these weeks, the time from the end of
    its first possible hour to the beginning of its last one. Then the `earlier`
    one stays; then those win at which the fewest of the present `meetings` are, then
    full hours, the middle of the week and the late morning.

    With `stays` the earlier start is kept while at least half as many can come
    as at the best one: an event that moves takes many calendars along.
    """
    liked = _liked(days, weeks, not_before)
    starts = list(liked)
    coming = _coming(starts, guests, free)
    half = max(coming, default=0) / 2
    best: tuple[int, ...] | None = None
    for start, count, lost, hit in zip(
        starts, coming, _lost(starts, last_hours), _hit(starts, meetings)
    ):
        rank = (-count, lost, int(start != earlier), hit, *liked[start], start)
        if stays and start == earlier and count and count >= half:
            best = rank
            break
        best = rank if best is None else min(best, rank)
    if best is None:
        if not stays or earlier is None or earlier < (not_before or earlier):
            return CommonEvent(kind, None)
        best = (-1, earlier)  # its week is over by another count, but not its day
    if best[0] == 0:
        return CommonEvent(kind, None, tuple(guests))
    start = best[-1]
    absent = tuple(one for one in guests if not covers(free[one.key], start, EVENT_MINUTES))
    return CommonEvent(kind, start, absent)


def _liked(
    span: tuple[date, date], weeks: Timeline, not_before: int | None
) -> dict[int, tuple[int, ...]]:
    """The possible starts, each with how little it is liked."""
    found: dict[int, tuple[int, ...]] = {}
    for ahead in range((span[1] - span[0]).days):
        day = span[0] + timedelta(days=ahead)
        weekday = (1, 0, 0, 0, 1, 2, 2)[day.weekday()]
        for minute in range(0, DAY - EVENT_MINUTES + 1, GRID):
            start = moment(weeks.tz, day, minute)
            if not_before is None or start >= not_before:
                # an hour that clocks leave out is the one that follows
                liked = (int(minute % 60 != 0), weekday, abs(minute - 11 * 60))
                found[start] = min(found.get(start, liked), liked)
    return found


def _coming(starts: Sequence[int], guests: Sequence[Attendee], free: Free) -> list[int]:
    """How many guests are free for the whole event, for each start."""
    at = np.array(starts, dtype=np.int64)
    total = np.zeros(len(at), dtype=np.int64)
    for calendar, people in Counter(tuple(free[one.key]) for one in guests).items():
        if calendar:
            begins, ends = np.array(calendar, dtype=np.int64).T
            within = np.searchsorted(begins, at, side="right") - 1
            fits = (within >= 0) & (ends[within] >= at + EVENT_MINUTES)
            total += people * fits
    return [int(count) for count in total]


def _lost(starts: Sequence[int], last_hours: Sequence[Interval]) -> list[int]:
    """For each start, how many sessions would have no possible hour left."""
    if not last_hours:
        return [0] * len(starts)
    at = np.array(starts, dtype=np.int64)[:, None]
    first_ends, last_begins = np.array(last_hours, dtype=np.int64).T
    # an event that reaches into the first hour and into the last one reaches into all between
    lost = (at < first_ends) & (last_begins < at + EVENT_MINUTES)
    return [int(count) for count in lost.sum(axis=1)]


def _hit(starts: Sequence[int], meetings: Sequence[Interval]) -> list[int]:
    """For each start, how many of the meetings are on during the event."""
    if not meetings:
        return [0] * len(starts)
    at = np.array(starts, dtype=np.int64)
    begins, ends = np.sort(np.array(meetings, dtype=np.int64), axis=0).T
    begun = np.searchsorted(begins, at + EVENT_MINUTES, side="left")
    over = np.searchsorted(ends, at, side="right")
    return [int(count) for count in begun - over]


def last_hours(hours: Sequence[Interval], minutes: int) -> Interval | None:
    """The end of the first and the beginning of the last meeting that fits into these hours."""
    long = [(begin, end) for begin, end in hours if end - begin >= minutes]
    return (long[0][0] + minutes, long[-1][1] - minutes) if long else None
