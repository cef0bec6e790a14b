"""The hours that two people share, counted in minutes by a way of its own.

For the check that follows the search. `common_time` counts five-minute steps
in whole matrices; here every week is a list of stretches of minutes, and two
lists are laid over one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold

WEEK = 7 * 24 * 60
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Stretch = tuple[int, int]
"""From a minute of the week (UTC) to another, 0 to 10,080."""


@dataclass(frozen=True)
class SharedHours:
    """Everybody's free time in the week of the program's start, or this week."""

    program: Program
    _weeks: dict[tuple[str, frozenset[str]], list[Stretch]] = field(default_factory=dict)
    _runs: dict[tuple[Any, Any], int] = field(default_factory=dict)

    @cached_property
    def monday(self) -> date:
        day = self.program.settings.start_date or self.program.today
        return day - timedelta(days=day.weekday())

    @cached_property
    def blocks(self) -> dict[str, tuple[int, time, time]]:
        """Weekday, start and end of every block, by its folded name."""
        rows = self.program.table("time_blocks")
        return {
            fold(name): (DAYS.index(fold(day)), start, end)
            for name, day, start, end in zip(
                rows["block"], rows["weekday"], rows["start"], rows["end"]
            )
            if fold(day) in DAYS and start is not None and end is not None
            # what ends when it begins is no time, except from midnight to midnight
            if start != end or end == time()
        }

    def longest(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> int:
        """The longest stretch of minutes in a row that both have free each week.

        Two people are given by their `time_zone` and `availability`.
        """
        keys = _answer(one), _answer(other)
        if keys not in self._runs:
            self._runs[keys] = _longest(_overlap(self.week(*keys[0]), self.week(*keys[1])))
        return self._runs[keys]

    def apart(self, one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
        """By how many hours two clocks differ at noon (UTC) of the week's Monday."""
        noon = datetime.combine(self.monday, time(12), UTC)
        offsets = [
            noon.astimezone(self._zone(str(person["time_zone"]))).utcoffset() or timedelta()
            for person in (one, other)
        ]
        return abs((offsets[0] - offsets[1]).total_seconds()) / 3600

    def week(self, zone: str, names: frozenset[str]) -> list[Stretch]:
        """The free stretches of whoever lives in a zone and named these blocks."""
        if (zone, names) not in self._weeks:
            begun = datetime.combine(self.monday, time(), UTC).timestamp()
            found: list[Stretch] = []
            for name in names & self.blocks.keys():
                weekday, start, end = self.blocks[name]
                day = self.monday + timedelta(days=weekday)
                until = day + timedelta(days=1) if end <= start else day
                first, last = (
                    int(datetime.combine(on, at, self._zone(zone)).timestamp() - begun) // 60
                    for on, at in ((day, start), (until, end))
                )
                found += _on_the_ring(first, last)
            self._weeks[zone, names] = _joined(found)
        return self._weeks[zone, names]

    def _zone(self, name: str) -> ZoneInfo:
        """What cannot be read is taken as the program's zone, at last UTC."""
        for candidate in (name.strip(), self.program.settings.time_zone):
            try:
                return ZoneInfo(candidate)
            except (LookupError, ValueError, OSError):
                continue
        return ZoneInfo("UTC")


def _answer(person: Mapping[str, Any]) -> tuple[str, frozenset[str]]:
    return str(person["time_zone"]), frozenset(fold(block) for block in person["availability"])


def _on_the_ring(first: int, last: int) -> list[Stretch]:
    """A stretch of about a day at most that may begin before the week or end after it, as
    parts of the week."""
    if last <= first:
        return []
    begin, length = first % WEEK, last - first
    inside = [(begin, min(begin + length, WEEK))]
    return inside + ([(0, begin + length - WEEK)] if begin + length > WEEK else [])


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Sorted, and those that touch made one."""
    joined: list[Stretch] = []
    for first, last in sorted(stretches):
        if joined and first <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined


def _overlap(ones: list[Stretch], others: list[Stretch]) -> list[Stretch]:
    both = ((max(a, c), min(b, d)) for a, b in ones for c, d in others)
    return _joined((first, last) for first, last in both if first < last)


def _longest(stretches: list[Stretch]) -> int:
    """The longest stretch; the end of the week goes on at its beginning."""
    if not stretches:
        return 0
    over = 0
    if stretches[0][0] == 0 and stretches[-1][1] == WEEK and len(stretches) > 1:
        over = stretches[0][1] + WEEK - stretches[-1][0]
    return max(over, *(last - first for first, last in stretches), 0)
