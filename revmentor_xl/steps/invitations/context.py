"""What sessions, kick-offs and common events need to become appointments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.free_time import DAY, moment
from revmentor_xl.steps.calendars.timeline import own_zone
from revmentor_xl.steps.invitations.guests import InvitedPair, one_line
from revmentor_xl.steps.invitations.invitation import CANCELLED, Appointment, Guest, Meeting
from revmentor_xl.steps.invitations.versions import Remembered

Row = dict[str, Any]
"""A row of the Schedule tab as typed values by column key."""


@dataclass(frozen=True)
class Wanted:
    """An appointment that should be in people's calendars; `since` as in `Remembered`."""

    key: str
    file: str
    appointment: Appointment
    since: str
    ended: str = ""


@dataclass(frozen=True)
class Context:
    """What is looked up while the Schedule tab is turned into appointments."""

    program: Program
    organizer: Guest
    link: str
    pairs: Mapping[str, InvitedPair]
    known: Mapping[str, Remembered]
    agendas: Mapping[str, tuple[str, str]]

    @property
    def today(self) -> str:
        return self.program.today.isoformat()

    def is_running(self, key: str) -> bool:
        return key in self.known and self.known[key].state != CANCELLED


def invite(
    context: Context, title: str, meeting: Meeting, zone: str, guests: tuple[Guest, ...], last: int
) -> Appointment:
    """The appointment with what the settings say for all of them."""
    reminder = context.program.settings.reminder_minutes
    return Appointment(
        one_line(title), meeting, zone, guests, context.organizer, context.link, reminder, last
    )


def with_link(context: Context, text: str) -> str:
    """The text with the online link under it, also when that is no web address."""
    link = one_line(context.program.settings.online_link)
    return f"{text}\nOnline: {link}" if link else text


def place(context: Context, row: Row) -> str:
    """Where it takes place: the row's room, else the meeting place of the settings."""
    return one_line(row["room"] or context.program.settings.meeting_place)


def times(context: Context, row: Row) -> tuple[int, int]:
    """The row's moment and how many minutes it lasts; an end before the start is next day's."""
    tz, begin, end = own_zone(context.program), row["start"], row["end"]
    start = moment(tz, row["day"], begin.hour * 60 + begin.minute)
    if end is None:
        return start, context.program.settings.session_minutes
    until = moment(tz, row["day"], end.hour * 60 + end.minute)
    return start, until - start if until > start else until + DAY - start
