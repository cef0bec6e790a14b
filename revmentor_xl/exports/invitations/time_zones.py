"""VTIMEZONE: what a clock shows in the years that an invitation is about.

Calendar programs know zones by other names or not at all; therefore each file
tells the offsets itself. Where a zone's changes follow a rule (“last Sunday
in March”) it is told as a rule, which is all that Outlook reads; otherwise
each change is told by itself. The years before and after are covered as well.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EARLIEST = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Change:
    """The moment at which a zone's clocks are changed; `at` is what they show just before."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool

    @property
    def alike(self) -> tuple[object, ...]:
        """What the changes of every year have in common if they follow a rule."""
        return self.before, self.after, self.name, self.summer, self.at.month, self.at.time()


def vtimezone(zone: str, first: int, last: int) -> Timezone:
    """The definition of a zone for the years from `first` to `last`."""
    component = Timezone()
    component.add("TZID", zone)
    tz = ZoneInfo(zone)
    changes = list(_changes(tz, first - 1, last + 1))
    if not changes:
        at = datetime(first - 1, 1, 1, tzinfo=tz)
        offset = at.utcoffset() or timedelta()
        changes = [Change(_EARLIEST, offset, offset, at.tzname() or zone, False)]
    rules = dict(_rules(changes, last - first + 3))
    for change in rules or changes:
        component.add_component(_observance(change, rules.get(change)))
    return component


def _changes(tz: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    """Every change of a zone's clocks from the beginning of one year to the end of another."""
    day = timedelta(days=1)
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while at < end:
        if _shown(tz, at) != _shown(tz, at + day):
            yield _change(tz, at, at + day)
        at += day


def _change(tz: ZoneInfo, low: datetime, high: datetime) -> Change:
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        middle = middle.replace(second=0, microsecond=0)
        if _shown(tz, middle) == _shown(tz, low):
            low = middle
        else:
            high = middle
    (before, _, _), (after, name, summer) = _shown(tz, low), _shown(tz, high)
    return Change((high + before).replace(tzinfo=None), before, after, name, summer)


def _shown(tz: ZoneInfo, at: datetime) -> tuple[timedelta, str, bool]:
    shown = at.astimezone(tz)
    return shown.utcoffset() or timedelta(), shown.tzname() or tz.key, bool(shown.dst())


def _rules(changes: Sequence[Change], years: int) -> Iterator[tuple[Change, vRecur]]:
    """One change with its rule for each kind of change; nothing unless rules tell them all."""
    kinds: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        kinds.setdefault(change.alike, []).append(change)
    rules = []
    for alike in kinds.values():
        weekdays = _weekdays(alike)
        if len(alike) != years or not weekdays:
            return
        rule = {"FREQ": "YEARLY", "BYMONTH": alike[0].at.month, "BYDAY": weekdays[0]}
        # some programs compare zones by their past: London would be UTC until its first summer
        rules.append((replace(alike[0], at=_earliest(alike[0].at, weekdays[0])), vRecur(rule)))
    yield from rules


def _weekdays(changes: Iterable[Change]) -> list[str]:
    """The names, such as -1SU, that the days of all changes have in their months."""
    named = [set(_names(change.at)) for change in changes]
    return sorted(set.intersection(*named))


def _earliest(at: datetime, weekday: str) -> datetime:
    """The same change in 1970: the day, such as -1SU, of that month."""
    number, name = int(weekday[:-2]), weekday[-2:]
    month = monthrange(_EARLIEST.year, at.month)[1]
    days = (at.replace(year=_EARLIEST.year, day=day) for day in range(1, month + 1))
    named = [day for day in days if _DAYS[day.weekday()] == name]
    return named[number - 1 if number > 0 else number]


def _names(at: datetime) -> Iterator[str]:
    day = _DAYS[at.weekday()]
    if (at + timedelta(days=7)).month != at.month:
        yield f"-1{day}"
    if at.day <= 28:
        yield f"{(at.day + 6) // 7}{day}"


def _observance(change: Change, rule: vRecur | None) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.summer else TimezoneStandard()
    part.add("DTSTART", change.at)
    part.add("TZOFFSETFROM", change.before)
    part.add("TZOFFSETTO", change.after)
    part.add("TZNAME", change.name)
    if rule is not None:
        part.add("RRULE", rule)
    return part
