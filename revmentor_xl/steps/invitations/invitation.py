"""What stands in people's calendars: meetings, single or as a series, and their guests.

Moments are whole minutes since 1970 in UTC, as everywhere in the schedule.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from revmentor_xl.steps.calendars.free_time import local, moment


@dataclass(frozen=True)
class Guest:
    """Somebody who is invited; without an e-mail address only by a file of their own.

    `id` is that of a mentor or leader.
    """

    name: str
    email: str = ""
    leads: bool = False
    id: str = ""

    @property
    def key(self) -> str:
        """By this people are told apart, whatever their names."""
        return self.email or self.id or self.name


@dataclass(frozen=True)
class Meeting:
    """One meeting. `id` is its row on the Schedule tab."""

    id: str
    start: int
    minutes: int
    place: str
    text: str


@dataclass(frozen=True)
class Series:
    """Meetings every so many weeks at the same local time, counted from 0.

    `moved` are the meetings that differ in anything from the regular one they
    stand for; what is `left_out` does not take place.
    """

    every: int
    count: int
    moved: tuple[tuple[int, Meeting], ...] = ()
    left_out: tuple[int, ...] = ()


@dataclass(frozen=True)
class Appointment:
    """What people see in their calendars under one UID.

    `meeting` is the only meeting or the first regular one of the `series`,
    `last` the end of the last one; `zone` the time zone whose clock the series
    follows. `pairs` are those who come to a kick-off.
    """

    title: str
    meeting: Meeting
    zone: str
    guests: tuple[Guest, ...]
    organizer: Guest
    link: str
    reminder: int
    last: int
    series: Series | None = None
    pairs: tuple[str, ...] = ()

    @cached_property
    def mark(self) -> str:
        """A fingerprint of all that people see."""
        seen = {key: value for key, value in asdict(self).items() if key != "pairs"}
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]

    def regular(self, number: int) -> datetime:
        """The local time of the series' meeting, whether or not it takes place then."""
        return regular_time(self.meeting.start, self.zone, (self.series or NONE).every, number)

    def meetings(self) -> Iterator[tuple[int, int]]:
        """Start and end of every meeting that takes place, in no order."""
        if self.series is None:
            yield self.meeting.start, self.meeting.start + self.meeting.minutes
            return
        moved = dict(self.series.moved)
        for number in range(self.series.count):
            if number in moved:
                yield moved[number].start, moved[number].start + moved[number].minutes
            elif number not in self.series.left_out:
                start = moment_of(self.regular(number))
                yield start, start + self.meeting.minutes


NONE = Series(0, 1)


def regular_time(first: int, zone: str, every: int, number: int) -> datetime:
    """The clock in `zone` so many times `every` weeks after the moment `first`."""
    shown = local(ZoneInfo(zone), first)
    day = shown.date() + timedelta(weeks=every * number)
    return datetime.combine(day, time(shown.hour, shown.minute), ZoneInfo(zone))


def moment_of(at: datetime) -> int:
    """The moment of a local time."""
    assert isinstance(at.tzinfo, ZoneInfo)
    return moment(at.tzinfo, at.date(), at.hour * 60 + at.minute)


@dataclass(frozen=True)
class Gone:
    """Somebody who is no longer invited, and the version and file that tell them so."""

    guest: Guest
    sequence: int
    written: str
    file: str = ""


@dataclass(frozen=True)
class Invitation:
    """An appointment as it is sent: under which UID, in which version, to which file.

    `written` is the ISO date of this version; `gone` were guests once.
    """

    key: str
    file: str
    uid: str
    sequence: int
    written: str
    state: str
    appointment: Appointment
    gone: tuple[Gone, ...] = ()

    @property
    def is_cancelled(self) -> bool:
        return self.state == CANCELLED


NEW, CHANGED, AS_BEFORE, CANCELLED = "New", "Changed", "As before", "Cancelled"
