"""When a pair can meet, and the regular slots among which it may choose.

A regular slot is a day of the window and an hour on the *leader's* clock: the
leader has the fuller calendar and may have several mentors, so it is there
that the hour has to stay the same through the year. Where the mentor's clock
changes on another day, the mentor's hour differs for some weeks; if it then
leaves the mentor's free time, the session moves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from revmentor_xl.steps.scheduling.calendar import DAY, Interval, common, local, moment
from revmentor_xl.steps.scheduling.timeline import Timeline

GRID = 30  # sessions start at the full or half hour on the leader's clock
BREATH = 30  # minutes that a person should have between two sessions
EXCEPTION = 100  # outweighs every preference of one pair, see `Slot.dislike`

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, order=True)
class Slot:
    """A place in the window: days since its first Monday, minutes of the day.

    Both as the leader's calendar and clock show them.
    """

    day: int
    minute: int

    @property
    def dislike(self) -> int:
        """How little the slot is liked, 0 to 20: what decides between equal slots.

        Full hours are easier to remember; Mondays and Fridays have the most
        holidays; early in the window leaves room to move a session.
        """
        clock = 0 if self.minute % 60 == 0 else 2 if self.minute % GRID == 0 else 6
        weekday = (1, 0, 0, 0, 1, 3, 3)[self.day % 7]
        return clock + weekday + min(max(self.day // 7, 0), 7)


@dataclass(frozen=True)
class PairTimes:
    """One pair's sessions to be placed, and the starts that both calendars allow.

    `starts` maps each window that needs a session to its possible starts:
    slot -> moment. `people` are the keys of the mentor and the leader.
    `earlier` is the regular slot of the last plan; it is kept when nothing
    speaks against it.
    """

    pair_id: str
    people: tuple[str, str]
    starts: Mapping[int, Mapping[Slot, int]]
    leader_tz: ZoneInfo
    earlier: Slot | None = None

    @cached_property
    def misses(self) -> dict[Slot, int]:
        """Every slot that is possible somewhere: the windows in which it is not."""
        held: dict[Slot, int] = {}
        for possible in self.starts.values():
            for slot in possible:
                held[slot] = held.get(slot, 0) + 1
        return {slot: len(self.starts) - held[slot] for slot in sorted(held)}

    def dislike(self, slot: Slot) -> int:
        """Preference between slots with equally many exceptions; less than EXCEPTION."""
        moved = self.earlier is not None and slot != self.earlier
        return slot.dislike + (40 if moved else 0)

    @cached_property
    def best(self) -> Slot | None:
        """The slot the pair would have if it were alone."""
        return min(
            self.misses,
            key=lambda slot: (self.misses[slot], self.dislike(slot), slot),
            default=None,
        )

    @property
    def fewest_misses(self) -> int:
        """No plan has fewer exceptions for this pair."""
        return len(self.starts) if self.best is None else self.misses[self.best]

    @property
    def impossible(self) -> int:
        """Windows in which the two have no time at all."""
        return sum(not possible for possible in self.starts.values())


def possible_starts(
    free: Sequence[Interval],
    tz: ZoneInfo,
    minutes: int,
    weeks: Timeline,
    windows: Sequence[int],
) -> dict[int, dict[Slot, int]]:
    """The starts in each window at which `minutes` fit into the free time.

    `tz` is the leader's. The whole session lies in its window. Beside the
    grid, the very beginning of a free interval counts as well, so that an
    hour from 9:15 to 10:15 is not lost.
    """
    found: dict[int, dict[Slot, int]] = {window: {} for window in windows}
    spans = [weeks.span(window) for window in windows]
    firsts = [weeks.begins(window) for window in windows]
    edges = [span[0] for span in spans]
    for interval in common(free, spans):
        at = bisect_right(edges, interval[0]) - 1
        for day, minute, start in _openings(interval, tz, minutes):
            slot = Slot((day - firsts[at]).days, minute)
            found[windows[at]].setdefault(slot, start)
    return found


def _openings(interval: Interval, tz: ZoneInfo, minutes: int) -> Iterator[tuple[date, int, int]]:
    """Day, minute of the day and moment of each start within one free interval."""
    begin, last = interval[0], interval[1] - minutes
    if last < begin:
        return
    shown = local(tz, begin)
    minute = shown.hour * 60 + shown.minute
    to_grid = -minute % GRID
    runs_evenly = local(tz, interval[1]).utcoffset() == shown.utcoffset()
    starts: Iterable[int] = range(begin + to_grid, last + 1, GRID)
    if to_grid:
        starts = (begin, *starts)
    for start in starts:
        if runs_evenly:
            days, clock = divmod(minute + start - begin, DAY)
            yield shown.date() + timedelta(days=days), clock, start
        else:
            changed = local(tz, start)
            yield changed.date(), changed.hour * 60 + changed.minute, start


def intended(pair: PairTimes, slot: Slot, weeks: Timeline, window: int) -> int:
    """The moment at which the regular slot would be in a window."""
    return moment(pair.leader_tz, weeks.begins(window) + timedelta(days=slot.day), slot.minute)


def clashes(
    options: Iterable[tuple[Key, int, Sequence[str], int]], minutes: int
) -> set[frozenset[Key]]:
    """Sets of options of which at most one can take place.

    An option is (key, pair, its people, start). Whoever is in two options of
    different pairs cannot be in both when one starts during the other; it is
    enough to look at the moments at which one starts.
    """
    calendars: dict[str, list[tuple[int, int, Key]]] = {}
    for key, pair, people, start in options:
        for person in people:
            calendars.setdefault(person, []).append((start, pair, key))
    found: set[frozenset[Key]] = set()
    for entries in calendars.values():
        if len({pair for _, pair, _ in entries}) < 2:
            continue
        entries.sort(key=lambda entry: entry[:2])
        oldest = 0
        for at, (start, _, _) in enumerate(entries):
            while entries[oldest][0] <= start - minutes:
                oldest += 1
            if at + 1 < len(entries) and entries[at + 1][0] == start:
                continue  # the last one of equal starts sees them all
            running = entries[oldest : at + 1]
            if len({pair for _, pair, _ in running}) > 1:
                found.add(frozenset(key for _, _, key in running))
    return found


def together(pairs: Sequence[PairTimes]) -> list[list[PairTimes]]:
    """The pairs in groups that share no person, sorted by pair ID."""
    leader: dict[str, str] = {}

    def root(person: str) -> str:
        while leader.setdefault(person, person) != person:
            leader[person] = leader[leader[person]]
            person = leader[person]
        return person

    for pair in pairs:
        leader[root(pair.people[0])] = root(pair.people[1])
    groups: dict[str, list[PairTimes]] = {}
    for pair in sorted(pairs, key=lambda one: one.pair_id):
        groups.setdefault(root(pair.people[0]), []).append(pair)
    return list(groups.values())
