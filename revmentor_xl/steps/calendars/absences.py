"""When somebody cannot meet whatever their weekly hours say, and why.

Holidays of their country and region, closures of the company, and the days of
the Away tab. A day is a whole day on the person's own clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.calendars.attendees import Attendee
from revmentor_xl.steps.calendars.free_time import Interval, moment
from revmentor_xl.steps.calendars.owners import CalendarOwners
from revmentor_xl.steps.people.countries import Land, land_of

ASIDE = timedelta(days=2)
"""How far a day of the program may lie from the same day in somebody's own time zone."""


class Absence(NamedTuple):
    """A time at which somebody cannot meet.

    `what` is the name of a public holiday, or a closure as a whole clause, in
    which nobody is named; it is empty for days of the Away tab.
    """

    interval: Interval
    what: str
    name: str

    @property
    def why(self) -> str:
        """A whole clause: “Ada Ek is away”."""
        if not self.what:
            return f"{self.name} is away"
        return f"{self.what} is a public holiday for {self.name}" if self.name else self.what


def absences(
    program: Program, people: Iterable[Attendee], first: date, last: date
) -> dict[str, tuple[Absence, ...]]:
    """Each person's absences from the day `first` to the day `last`, by their key, in order."""
    begin, end = first - ASIDE, last + ASIDE
    closed = _shared(_closures(program, begin, end))
    away = _away_days(program, begin, end)
    found: dict[str, tuple[Absence, ...]] = {}
    for one in people:
        mine = {Absence(_whole(one.tz, *span), "", one.name) for span in away.get(one.key, ())}
        mine |= {Absence(span, what, "") for span, what in closed(fold(one.location), one.tz)}
        if program.settings.holidays:
            land = land_of(one.country, one.region, one.tz.key)
            mine |= {Absence(span, what, one.name) for span, what in _off(land, one.tz, begin, end)}
        found[one.key] = tuple(sorted(mine.union(found.get(one.key, ()))))
    return found


def _whole(tz: ZoneInfo, first: date, last: date) -> Interval:
    return moment(tz, first, 0), moment(tz, last + timedelta(days=1), 0)


@lru_cache(maxsize=4096)
def _off(land: Land, tz: ZoneInfo, first: date, last: date) -> tuple[tuple[Interval, str], ...]:
    """The public holidays of these days, as many people share them."""
    years = tuple(range(first.year, last.year + 1))
    return tuple(
        (_whole(tz, day, day), name)
        for day, name in public_holidays(*land, years).items()
        if first <= day <= last
    )


Days = tuple[date, date]
"""The first and the last day."""


def _days(first: date | None, last: date | None, begin: date, end: date) -> Days | None:
    """What of the days typed matters here: HR systems write “until 9999-12-31” for always."""
    if first is None or first > (last or first):
        return None
    days = max(first, begin), min(last or first, end)
    return days if days[0] <= days[1] else None


def _closures(program: Program, begin: date, end: date) -> Iterator[tuple[Days, str, str]]:
    """Days, a clause that says so, and the folded location."""
    for what, first, last, location in program.table("closures")[
        ["what", "first", "last", "location"]
    ].itertuples(index=False):
        if days := _days(first, last, begin, end):
            said = f"the company is closed ({what})" if what else "the company is closed"
            yield days, said, fold(location)


def _shared(
    closures: Iterable[tuple[Days, str, str]],
) -> Callable[[str, ZoneInfo], tuple[tuple[Interval, str], ...]]:
    """Gives the closures of a location, as moments in a time zone."""
    rows = tuple(closures)

    @cache
    def closed(location: str, tz: ZoneInfo) -> tuple[tuple[Interval, str], ...]:
        mine = (row for row in rows if row[2] in ("", location))
        return tuple((_whole(tz, *days), said) for days, said, _ in mine)

    return closed


def _away_days(program: Program, begin: date, end: date) -> dict[str, list[Days]]:
    """The days by the keys of those who are away; what cannot be read, Checks lists."""
    owners = CalendarOwners.of(program)
    found: dict[str, list[Days]] = {}
    for person, first, last in program.table("away")[["person", "first", "last"]].itertuples(
        index=False
    ):
        if days := _days(first, last, begin, end):
            for key in owners.meant(person).keys:
                found.setdefault(key, []).append(days)
    return found


@lru_cache(maxsize=1024)
def public_holidays(country: str, region: str, years: tuple[int, ...]) -> Mapping[date, str]:
    """The public holidays of a country and region in these years, each with its name.

    `country` and `region` are codes as `steps.lands.countries` gives them. Days on
    which a holiday is observed instead count; half days, school and bank
    holidays do not. Names are in English where the library has them. Empty
    when nothing is known of the country.
    """
    import holidays

    try:
        known = holidays.country_holidays(
            country,
            subdiv=region or None,
            years=years,
            language="en_US",  # else the computer's own would decide
            categories=holidays.PUBLIC,
        )
    except NotImplementedError:
        return {}
    return {day: " / ".join(known.get_list(day)) for day in sorted(known)}
