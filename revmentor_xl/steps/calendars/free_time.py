"""Who is free when: weekly blocks in local time as real intervals of time.

Moments are whole minutes since 1970 in UTC. A weekly block stands for other
moments in winter than in summer, so it is turned into moments week by week in
its own time zone; everything after that is arithmetic on plain numbers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = 24 * 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Interval = tuple[int, int]
"""From and to, in minutes since 1970 (UTC); `to` itself is no longer part."""


@dataclass(frozen=True, order=True)
class TimeBlock:
    """A part of the week: weekday (0 is Monday), from and to in minutes of the day.

    A block that passes midnight ends after 24:00.
    """

    weekday: int
    start: int
    end: int


def block(weekday: str, start: time | None, end: time | None) -> TimeBlock | None:
    """A row of the Time blocks tab, None when it is incomplete or empty.

    An end before the start, or at 00:00, lies on the next day.
    """
    if weekday not in WEEKDAYS or start is None or end is None:
        return None
    first, last = start.hour * 60 + start.minute, end.hour * 60 + end.minute
    if last < first or last == 0:
        last += DAY
    return TimeBlock(WEEKDAYS.index(weekday), first, last) if last > first else None


@lru_cache(maxsize=1024)
def zone(name: str, otherwise: str) -> ZoneInfo:
    """The time zone of that name; an empty or unknown one is the program's."""
    for one in (name.strip(), otherwise):
        try:
            if one:
                return ZoneInfo(one)
        except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder's name
            continue
    raise KeyError(otherwise)


@lru_cache(maxsize=200_000)
def moment(tz: ZoneInfo, day: date, minute: int) -> int:
    """The moment at which a clock in `tz` shows that day and minute.

    The first of two such moments; when the clock leaves that minute out, the
    moment at which it is put forward.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=tz)
    # adding to a local datetime moves the hands of the clock, not the time passed
    hands = midnight + timedelta(minutes=minute)
    before, after = _minutes(hands), _minutes(hands.replace(fold=1))
    if before <= after:
        return before
    offset = hands.replace(fold=1).utcoffset()
    around = range(after, before + 1)
    return around[bisect_left(around, True, key=lambda at: local(tz, at).utcoffset() == offset)]


def local(tz: ZoneInfo, at: int) -> datetime:
    """What calendar and clock show in `tz` at a moment."""
    return datetime.fromtimestamp(at * 60, tz)


@lru_cache(maxsize=1024)
def shown_again(tz: ZoneInfo, first: date, days: int) -> tuple[Interval, ...]:
    """When a clock that was put back shows the same time for the second time."""
    found = []
    for ahead in range(days):
        begin, end = (moment(tz, first + timedelta(days=day), 0) for day in (ahead, ahead + 1))
        longer = end - begin - DAY
        if longer > 0:
            offset, day = local(tz, begin).utcoffset(), range(begin, end)
            put_back = bisect_left(day, True, key=lambda at: local(tz, at).utcoffset() != offset)
            found.append((day[put_back], day[put_back] + longer))
    return tuple(found)


def _minutes(at: datetime) -> int:
    passed = at - _EPOCH
    return passed.days * DAY + passed.seconds // 60


@lru_cache(maxsize=20_000)
def _occurrences(tz: ZoneInfo, part: TimeBlock, first: date, days: int) -> tuple[Interval, ...]:
    """When one weekly block takes place within `days` days from `first` on."""
    offset = (part.weekday - first.weekday()) % 7
    found = []
    for ahead in range(offset, days, 7):
        day = first + timedelta(days=ahead)
        start, end = moment(tz, day, part.start), moment(tz, day, part.end)
        if end > start:
            found.append((start, end))
    return tuple(found)


@lru_cache(maxsize=20_000)
def free_time(
    tz: ZoneInfo, blocks: tuple[TimeBlock, ...], first: date, days: int
) -> tuple[Interval, ...]:
    """When a person with these weekly blocks is free, sorted and without overlaps.

    Covers `days` days from `first` on and two more on either side, because
    the program's day may be another day in the person's own zone.
    """
    begin, length = first - timedelta(days=2), days + 4
    found = [one for part in blocks for one in _occurrences(tz, part, begin, length)]
    return merged(found)


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time as sorted intervals that neither touch nor overlap."""
    joined: list[Interval] = []
    for start, end in sorted(intervals):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def common(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """The time that lies in both of two sorted lists."""
    both = []
    i = j = 0
    ends, others = len(one), len(other)
    while i < ends and j < others:
        start, end = one[i]
        begin, last = other[j]
        if end < last:
            i += 1
        else:
            j, end = j + 1, last
        if begin > start:
            start = begin
        if start < end:
            both.append((start, end))
    return both


def without(free: Sequence[Interval], busy: Sequence[Interval]) -> tuple[Interval, ...]:
    """Free time less what is taken."""
    if not busy:
        return tuple(free)
    taken = merged(busy)
    gaps = [(-(10**12), taken[0][0])]
    gaps += [(before[1], after[0]) for before, after in pairwise(taken)]
    gaps.append((taken[-1][1], 10**12))
    return tuple(common(free, gaps))


def overlap(one: Interval, other: Interval) -> bool:
    """Is there a time that lies in both?"""
    return one[0] < other[1] and other[0] < one[1]


def covers(free: Sequence[Interval], start: int, minutes: int) -> bool:
    """Does one of the sorted intervals hold the whole meeting?"""
    at = bisect_right(free, (start, 10**12)) - 1
    return at >= 0 and free[at][1] >= start + minutes
