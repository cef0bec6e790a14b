"""When a pair can meet, and the regular slots among which it may choose.

A regular slot is a day of the window and an hour on the *leader's* clock: the
leader has the fuller calendar and may have several mentors, so it is there
that the hour has to stay the same through the year. Where the mentor's clock
changes on another day, the mentor's hour differs for some weeks; if it then
leaves the mentor's free time, the session moves.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from revmentor_xl.steps.calendars.free_time import DAY, Interval, common, local, moment
from revmentor_xl.steps.calendars.timeline import Timeline

GRID = 30  # sessions start at the full or half hour on the leader's clock
BREATH = 30  # minutes that a person should have between two sessions
EXCEPTION = 100  # outweighs every preference of one pair, see `Slot.dislike`

Key = TypeVar("Key", bound=Hashable)


class Slot(NamedTuple):
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
class Limits:
    """What else the sessions of different pairs share.

    `per_week` is how many sessions a leader has in one of the program's weeks
    at most, `in_week` how many of them (leader's key, week) stay and are not
    planned anew. `rooms` is the number of rooms of each site, `room_taken` when
    some of them are in use by sessions that stay.
    """

    minutes: int
    per_week: int
    in_week: Mapping[tuple[str, int], int] = field(default_factory=dict)
    rooms: Mapping[str, int] = field(default_factory=dict)
    room_taken: Mapping[str, Sequence[Interval]] = field(default_factory=dict)


@dataclass(frozen=True)
class PairTimes:
    """One pair's sessions to be placed, and the starts that both calendars allow.

    `starts` maps each window that needs a session to its possible starts:
    slot -> moment. `people` are the keys of the mentor and the leader.
    `earlier` is the regular slot of the last plan; it is kept when nothing
    speaks against it. `site` is where the two need a room, None when they meet
    online. `now` are the moments of sessions to come in the present schedule.
    """

    pair_id: str
    people: tuple[str, str]
    starts: Mapping[int, Mapping[Slot, int]]
    leader_tz: ZoneInfo
    earlier: Slot | None = None
    site: str | None = None
    now: Mapping[int, int] = field(default_factory=dict)

    @property
    def leader(self) -> str:
        """The leader's key."""
        return self.people[1]

    @cached_property
    def misses(self) -> dict[Slot, int]:
        """Every slot that is possible somewhere: the windows in which it is not."""
        held: Counter[Slot] = Counter()
        for possible in self.starts.values():
            held.update(possible.keys())
        return {slot: len(self.starts) - held[slot] for slot in sorted(held)}

    def dislike(self, slot: Slot) -> int:
        """Preference between slots with equally many exceptions; less than EXCEPTION."""
        moved = self.earlier is not None and slot != self.earlier
        return slot.dislike + (40 if moved else 0)

    @cached_property
    def fewest(self) -> list[Slot]:
        """The slots with the fewest exceptions, best liked first."""
        fewest = self.fewest_misses
        slots = [slot for slot, misses in self.misses.items() if misses == fewest]
        return sorted(slots, key=lambda slot: (self.dislike(slot), slot))

    @cached_property
    def fewest_misses(self) -> int:
        """No plan has fewer exceptions for this pair."""
        return min(self.misses.values(), default=len(self.starts))

    def column(self, slot: Slot | None) -> dict[int, int]:
        """The sessions that can be at a regular slot: window -> moment."""
        if slot is None:
            return {}
        return {w: possible[slot] for w, possible in self.starts.items() if slot in possible}

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
    hour from 9:15 to 10:15 is not lost. Where sessions are in each other's
    way, `back_to_back.py` adds more.
    """
    found: dict[int, dict[Slot, int]] = {window: {} for window in windows}
    spans = [weeks.span(window) for window in windows]
    edges = [span[0] for span in spans]
    runs_evenly = [_clock(tz, span[0])[2] == _clock(tz, span[1])[2] for span in spans]
    firsts = [weeks.begins(window).toordinal() for window in windows]
    for begin, end in common(free, spans):
        if end - begin < minutes:
            continue
        at = bisect_right(edges, begin) - 1
        day, minute, _ = _clock(tz, begin)
        first, last = begin + -minute % GRID, end - minutes
        if not runs_evenly[at]:
            for start in sorted({begin, *range(first, last + 1, GRID)}):
                shown = _clock(tz, start)
                found[windows[at]].setdefault(Slot(shown[0] - firsts[at], shown[1]), start)
            continue
        slots, day = found[windows[at]], day - firsts[at]
        if first != begin:
            slots[Slot(day, minute)] = begin
        slots.update(zip(_grid(day, -(-minute // GRID)), range(first, last + 1, GRID)))
    return found


@lru_cache(maxsize=50_000)
def _clock(tz: ZoneInfo, at: int) -> tuple[int, int, timedelta | None]:
    """The day as a number, the minute of the day and the offset that a moment has in `tz`."""
    shown = local(tz, at)
    return shown.toordinal(), shown.hour * 60 + shown.minute, shown.utcoffset()


@lru_cache(maxsize=10_000)
def _grid(day: int, first: int) -> tuple[Slot, ...]:
    """The slots on the grid from one of the day on, for two days."""
    each = (divmod(step * GRID, DAY) for step in range(first, first + 2 * DAY // GRID))
    return tuple(Slot(day + later, minute) for later, minute in each)


def slot_of(start: int, tz: ZoneInfo, weeks: Timeline, window: int) -> Slot:
    """The slot that a moment of the window is; `tz` is the leader's."""
    shown = local(tz, start)
    return Slot((shown.date() - weeks.begins(window)).days, shown.hour * 60 + shown.minute)


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


def together(pairs: Sequence[PairTimes], by_rooms: bool = False) -> list[list[PairTimes]]:
    """The pairs in groups that share no person, sorted by pair ID.

    With `by_rooms` they share no site's rooms either.
    """
    above: dict[tuple[str, str], tuple[str, str]] = {}

    def root(one: tuple[str, str]) -> tuple[str, str]:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for pair in pairs:
        mentor, leader = pair.people
        above[root(("person", mentor))] = root(("person", leader))
        if by_rooms and pair.site is not None:
            above[root(("site", pair.site))] = root(("person", leader))
    groups: dict[tuple[str, str], list[PairTimes]] = {}
    for pair in sorted(pairs, key=lambda one: one.pair_id):
        groups.setdefault(root(("person", pair.people[0])), []).append(pair)
    return list(groups.values())
