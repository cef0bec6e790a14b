"""Who can meet when, worked out apart from the software: minutes, clocks and holidays.

Moments are whole minutes since 1970 in UTC. On a day on which a clock is
changed every single minute is asked what the clock shows; on all other days
that is arithmetic. Nothing of `revmentor_xl.steps` is used.
"""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pandas as pd

from revmentor_xl.program import Program

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
DAY = 24 * 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Span = tuple[int, int]
"""From and to in minutes since 1970; `to` is no part of it."""
Block = tuple[int, int, int]
"""A part of a week: weekday, from and to in minutes of the day (to may pass 24:00)."""


def minutes_of(at: datetime) -> int:
    return int((at - EPOCH) // timedelta(minutes=1))


def shown(tz: ZoneInfo, at: int) -> datetime:
    return (EPOCH + timedelta(minutes=at)).astimezone(tz)


@cache
def midnight(tz: ZoneInfo, day: date) -> int:
    """The first moment at which a calendar in `tz` shows the day."""
    return minutes_of(datetime.combine(day, time(0), tz).astimezone(UTC))


@cache
def is_even(tz: ZoneInfo, day: date) -> bool:
    """Is no clock changed on that day?"""
    return len({shown(tz, midnight(tz, day) + h * 60).utcoffset() for h in range(-1, 26)}) == 1


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif begin < end:
            found.append((begin, end))
    return tuple(found)


def both(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """The time that lies in both."""
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        begin, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if begin < end:
            found.append((begin, end))
        if one[i][1] <= other[j][1]:
            i += 1
        else:
            j += 1
    return found


def less(spans: Sequence[Span], taken: Iterable[Span]) -> tuple[Span, ...]:
    """What is left of the spans."""
    edges = [-(10**12), *(edge for span in joined(taken) for edge in span), 10**12]
    return tuple(both(spans, list(zip(edges[::2], edges[1::2]))))


def holds(spans: Sequence[Span], begin: int, end: int) -> bool:
    at = bisect_right(spans, (begin, 10**12)) - 1
    return at >= 0 and end <= spans[at][1]


@dataclass(frozen=True)
class Person:
    """A human in one role; `who` tells humans apart."""

    who: str
    name: str
    tz: ZoneInfo
    location: str
    free: tuple[Span, ...]


def block_of(weekday: str, begin: time | None, end: time | None) -> Block | None:
    if weekday not in DAYS or begin is None or end is None:
        return None
    first, last = begin.hour * 60 + begin.minute, end.hour * 60 + end.minute
    if last < first or last == 0:
        last += DAY
    return (DAYS.index(weekday), first, last) if last > first else None


@cache
def hours_on(tz: ZoneInfo, day: date, first: int, last: int) -> tuple[Span, ...]:
    """When a clock in `tz` shows, on that day, `first` or more and less than `last`."""
    begins, ends = midnight(tz, day), midnight(tz, day + timedelta(days=1))
    if is_even(tz, day):
        return ((begins + first, begins + last),) if first < last else ()
    inside = []
    for at in range(begins, ends):
        clock = shown(tz, at)
        if first <= clock.hour * 60 + clock.minute < last:
            inside.append((at, at + 1))
    return joined(inside)


@cache
def week_hours(tz: ZoneInfo, blocks: tuple[Block, ...], first: date, days: int) -> tuple[Span, ...]:
    """Weekly blocks as moments, some days more on either side of the days asked for."""
    found: list[Span] = []
    for ahead in range(-3, days + 3):
        day = first + timedelta(days=ahead)
        for weekday, begin, end in blocks:
            if day.weekday() == weekday:
                found += hours_on(tz, day, begin, min(end, DAY))
                if end > DAY:
                    found += hours_on(tz, day + timedelta(days=1), 0, end - DAY)
    return joined(found)


@cache
def country_of(zone: str) -> str:
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    for row in csv.reader(table.splitlines(), delimiter="\t"):
        if len(row) > 2 and row[2] == zone:
            return row[0]
    return ""


@cache
def days_off(country: str, region: str, first: int, last: int) -> tuple[date, ...]:
    """Public holidays of a country, by its code or English name, and a region."""
    calendar = getattr(holidays, country.replace(" ", ""), None) if country else None
    if calendar is None:
        return ()
    code = calendar.subdivisions_aliases.get(region, region)
    return tuple(calendar(subdiv=code or None, years=range(first, last + 1)))


def whole_days(tz: ZoneInfo, first: date, last: date | None) -> Span:
    return midnight(tz, first), midnight(tz, (last or first) + timedelta(days=1))


@dataclass(frozen=True)
class Calendars:
    """Everybody's free time from the first week on, by ID or name.

    Without facilitators somebody from HR, who has no name, always has time.
    """

    mentors: dict[str, Person]
    leaders: dict[str, Person]
    facilitators: dict[str, Person]


def calendars(program: Program, first: date, days: int) -> Calendars:
    blocks = {
        name: one
        for name, *what in program.table("time_blocks")[
            ["block", "weekday", "start", "end"]
        ].itertuples(index=False)
        if (one := block_of(*what)) is not None
    }
    absences = Absences(program, first, first + timedelta(days=days))

    def listed(table: str, key: str, otherwise: tuple[Block, ...] = ()) -> dict[str, Person]:
        found = {}
        for row in program.table(table).to_dict("records"):
            tz = ZoneInfo(row["time_zone"] or program.settings.time_zone)
            week = tuple(sorted({blocks[name] for name in row["availability"]})) or otherwise
            off = [whole_days(tz, *span) for span in absences.of(row, tz)]
            free = less(week_hours(tz, week, first, days), off)
            who = (row["email"] or f"{key} {row[key]}").casefold()
            place = row.get("location", "").casefold()
            found[row[key]] = Person(who, row["name"], tz, place, free)
        return found

    office = tuple((weekday, 9 * 60, 17 * 60) for weekday in range(5))
    always = Person("HR", "", ZoneInfo("UTC"), "", ((-(10**12), 10**12),))
    leading = listed("facilitators", "name", office) or {"": always}
    return Calendars(listed("mentors", "id"), listed("leaders", "id"), leading)


class Absences:
    """The days on which people cannot meet, whatever their week looks like."""

    def __init__(self, program: Program, first: date, last: date) -> None:
        self.holidays = program.settings.holidays
        self.years = first.year - 1, last.year + 1
        self.closures = list(known(program.table("closures"), "first", "last", "location"))
        self.away: dict[str, list[tuple[date, date | None]]] = {}
        for begin, end, someone in known(program.table("away"), "first", "last", "person"):
            self.away.setdefault(someone.casefold(), []).append((begin, end))

    def of(self, row: dict[str, Any], tz: ZoneInfo) -> Iterator[tuple[date, date | None]]:
        if self.holidays:
            country = row["country"] or country_of(tz.key)
            for day in days_off(country, row["region"], *self.years):
                yield day, day
        for begin, end, location in self.closures:
            if not location or location.casefold() == row.get("location", "").casefold():
                yield begin, end
        names = {row[key].casefold() for key in ("id", "name", "email") if row.get(key)}
        for name in sorted(names):
            yield from self.away.get(name, ())


def known(frame: pd.DataFrame, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Rows whose first column, a date, is filled."""
    for row in frame[list(columns)].itertuples(index=False):
        if not pd.isna(row[0]):
            yield tuple(None if cell is pd.NaT or cell is pd.NA else cell for cell in row)
