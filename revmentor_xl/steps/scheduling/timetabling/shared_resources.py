"""What sessions of different pairs share: people, a leader's week, the rooms of a site."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from revmentor_xl.steps.calendars.free_time import DAY, Interval
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, clashes

LONGEST = 600
"""Weeks; 52 sessions with eight weeks between them are fewer."""

Key = TypeVar("Key", bound=tuple[Any, ...])


class Taken:
    """The sessions placed so far, with the limits for those still to come."""

    def __init__(self, limits: Limits, weeks: Timeline) -> None:
        self.limits = limits
        self._mondays = _mondays(weeks)
        self._people: dict[str, dict[int, list[int]]] = {}  # by day
        self._in_week: dict[str, Counter[int]] = {}
        self._rooms: dict[str, dict[int, list[Interval]]] = {}  # by day
        for (leader, week), number in limits.in_week.items():
            self._in_week.setdefault(leader, Counter())[week] += number
        for site, intervals in limits.room_taken.items():
            for interval in intervals:
                self._use(site, interval)

    def fits(self, pair: PairTimes, start: int) -> bool:
        """Are both people, the leader's week and a room free then?"""
        return (
            self.is_rested(pair, start)
            and self._week_left(pair.leader, start) > 0
            and self._rooms_left(pair.site, start) > 0
        )

    def is_rested(self, pair: PairTimes, start: int, breath: int = 0) -> bool:
        """Has neither of the two a session then, nor `breath` minutes before or after it?"""
        apart = self.limits.minutes + breath
        for person in pair.people:
            if days := self._people.get(person):
                for day in range((start - apart) // DAY, (start + apart) // DAY + 1):
                    for other in days.get(day, ()):
                        if abs(start - other) < apart:
                            return False
        return True

    def add(self, pair: PairTimes, start: int) -> None:
        """From now on this session is placed."""
        for person in pair.people:
            self._people.setdefault(person, {}).setdefault(start // DAY, []).append(start)
        self._in_week.setdefault(pair.leader, Counter())[self._week(start)] += 1
        if pair.site is not None:
            self._use(pair.site, (start, start + self.limits.minutes))

    def remove(self, pair: PairTimes, start: int) -> None:
        """The session is not placed any more."""
        for person in pair.people:
            self._people[person][start // DAY].remove(start)
        self._in_week[pair.leader][self._week(start)] -= 1
        if pair.site is not None:
            interval = (start, start + self.limits.minutes)
            for day in range(interval[0] // DAY, (interval[1] - 1) // DAY + 1):
                self._rooms[pair.site][day].remove(interval)

    @contextmanager
    def holding(
        self, group: Sequence[PairTimes], starts: Mapping[str, Mapping[int, int]]
    ) -> Iterator[None]:
        """With the sessions of a group (pair -> window -> moment) placed for a while."""
        placed = [(pair, start) for pair in group for start in starts[pair.pair_id].values()]
        for pair, start in placed:
            self.add(pair, start)
        try:
            yield
        finally:
            for pair, start in placed:
                self.remove(pair, start)

    def pruned(self, pair: PairTimes) -> PairTimes:
        """The pair with the starts that fit beside what is placed."""
        if not self._bears_on(pair):
            return pair
        starts = {
            window: {slot: start for slot, start in possible.items() if self.fits(pair, start)}
            for window, possible in pair.starts.items()
        }
        as_before = all(len(starts[w]) == len(possible) for w, possible in pair.starts.items())
        return pair if as_before else replace(pair, starts=starts)

    def rows(self, options: Sequence[tuple[Key, PairTimes, int]]) -> list[Row[Key]]:
        """What the options (key, pair, start) share, as conditions in a repeatable order.

        Each option fits by itself. A pair has at most one session at a time.
        """
        found = [Row(tuple(sorted(keys)), 1) for keys in _double(options, self.limits.minutes)]
        found += self._weekly_rows(options)
        found += self._room_rows(options)
        return sorted(set(found))

    # --- weeks and rooms --------------------------------------------------

    def _bears_on(self, pair: PairTimes) -> bool:
        """May something that is placed be in the way of a pair?"""
        return (
            any(person in self._people for person in pair.people)
            or pair.leader in self._in_week
            or self.limits.per_week < 1
            or (pair.site is not None and (pair.site in self._rooms or not self._all(pair.site)))
        )

    def _all(self, site: str) -> int:
        return self.limits.rooms.get(site, 0)

    def _week(self, start: int) -> int:
        return bisect_right(self._mondays, start)

    def _week_left(self, leader: str, start: int) -> int:
        had = self._in_week.get(leader)
        return self.limits.per_week - (had[self._week(start)] if had else 0)

    def _rooms_left(self, site: str | None, start: int) -> int:
        """Rooms that are free for a whole session; 1 for one that needs none."""
        if site is None:
            return 1
        end, near = start + self.limits.minutes, self._near(site, start)
        busiest = max(
            _running(near, at) for at in {start, *(s for s, _ in near if start < s < end)}
        )
        return self._all(site) - busiest

    def _near(self, site: str, start: int) -> list[Interval]:
        end = start + self.limits.minutes
        first, last = start // DAY, (end - 1) // DAY
        days = self._rooms.get(site, {})
        found = days.get(first, [])
        if last != first:  # an interval over midnight stands under both days
            found = found + [one for one in days.get(last, ()) if one[0] // DAY != first]
        return [one for one in found if one[0] < end and one[1] > start]

    def _use(self, site: str, interval: Interval) -> None:
        for day in range(interval[0] // DAY, (interval[1] - 1) // DAY + 1):
            self._rooms.setdefault(site, {}).setdefault(day, []).append(interval)

    def _weekly_rows(self, options: Sequence[tuple[Key, PairTimes, int]]) -> Iterator[Row[Key]]:
        leading: dict[str, set[str]] = {}
        for _, pair, _ in options:
            leading.setdefault(pair.leader, set()).add(pair.pair_id)
        least = {
            leader: self.limits.per_week - max(had.values(), default=0)
            for leader, had in self._in_week.items()
        }
        many = {
            leader
            for leader, ids in leading.items()
            if len(ids) > least.get(leader, self.limits.per_week)
        }
        weeks: dict[tuple[str, int], list[tuple[Key, str]]] = {}
        for key, pair, start in options:
            if pair.leader in many:
                where = (pair.leader, self._week(start))
                weeks.setdefault(where, []).append((key, pair.pair_id))
        for (leader, week), some in weeks.items():
            most = max(0, self.limits.per_week - self._in_week.get(leader, Counter())[week])
            if len({pair_id for _, pair_id in some}) > most:
                yield Row(tuple(sorted(key for key, _ in some)), most)

    def _room_rows(self, options: Sequence[tuple[Key, PairTimes, int]]) -> Iterator[Row[Key]]:
        sites: dict[str, list[tuple[int, str, Key]]] = {}
        for key, pair, start in options:
            if pair.site is not None:
                sites.setdefault(pair.site, []).append((start, pair.pair_id, key))
        for site, some in sites.items():
            rooms, days = self._all(site), self._rooms.get(site, {})
            some.sort()
            starts = [start for start, _, _ in some]
            for at in self._points(site, starts):
                running = some[
                    bisect_right(starts, at - self.limits.minutes) : bisect_right(starts, at)
                ]
                most = max(0, rooms - _running(days.get(at // DAY, ()), at))
                if len({pair_id for _, pair_id, _ in running}) > most:
                    yield Row(tuple(sorted(key for _, _, key in running)), most)

    def _points(self, site: str, starts: Sequence[int]) -> list[int]:
        """The moments at which one more room may be in use."""
        days = {day for start in starts for day in (start // DAY, start // DAY + 1)}
        taken = {s for day in days for s, _ in self._rooms.get(site, {}).get(day, ())}
        return sorted({*starts, *taken})


@lru_cache(maxsize=16)
def _mondays(weeks: Timeline) -> list[int]:
    """When the program's weeks begin; the first one is week 1, see `Timeline.week_of`."""
    return [weeks.at(weeks.monday + timedelta(weeks=n)) for n in range(LONGEST)]


class Row(NamedTuple, Generic[Key]):
    """Of these options at most so many can take place."""

    keys: tuple[Key, ...]
    most: int


def _running(intervals: Iterable[Interval], at: int) -> int:
    return sum(start <= at < end for start, end in intervals)


def _double(
    options: Sequence[tuple[Key, PairTimes, int]], minutes: int
) -> Iterable[frozenset[Key]]:
    """Options of which at most one can take place, as somebody is in all of them."""
    position = {pair_id: at for at, pair_id in enumerate({one.pair_id: 0 for _, one, _ in options})}
    return clashes(
        ((key, position[pair.pair_id], pair.people, start) for key, pair, start in options),
        minutes,
    )
