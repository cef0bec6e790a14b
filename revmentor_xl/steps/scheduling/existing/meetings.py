"""The schedule as it stands: its meetings, who is in them and when these people can meet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import KICK_OFF
from revmentor_xl.steps.calendars.absences import Absence, absences
from revmentor_xl.steps.calendars.attendees import (
    Attendee,
    Pair,
    everybody,
    facilitators,
    meeting_pairs,
)
from revmentor_xl.steps.calendars.free_time import Interval, free_time, local
from revmentor_xl.steps.calendars.owners import CalendarOwners
from revmentor_xl.steps.calendars.rooms import rooms_of, site_of
from revmentor_xl.steps.calendars.timeline import Timeline, timeline
from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES
from revmentor_xl.steps.scheduling.existing.edits import Row, is_fixed
from revmentor_xl.steps.scheduling.existing.history import History, history, moment_of


class DatedRow(NamedTuple):
    """A dated row of the Schedule tab that takes people's time."""

    start: int
    at: int
    end: int
    event: str
    row: Row
    people: tuple[Attendee, ...]
    needs_room: bool

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.end - self.start

    @property
    def is_fixed(self) -> bool:
        """Does it stay where it is, by HR's own wish?"""
        return is_fixed(self.row)

    def shares_with(self, other: DatedRow) -> bool:
        """Are these rows one kick-off of several pairs?"""
        kinds = self.row["kind"] == other.row["kind"] == KICK_OFF
        return kinds and (self.start, self.row["facilitator"]) == (
            other.start,
            other.row["facilitator"],
        )


@dataclass(frozen=True)
class Standing:
    """The meetings of one program by their start, and everybody's time.

    `rows` is the row of each event on the sheet, `weekly` everybody's weekly
    time and `away` their absences by their key, `now` when today began.
    """

    program: Program
    weeks: Timeline
    past: History
    rows: dict[str, int]
    meetings: Sequence[DatedRow]
    weekly: dict[str, tuple[Interval, ...]]
    away: dict[str, Sequence[Absence]]
    now: int

    @classmethod
    def of(cls, program: Program) -> Standing:
        """Raises `BadSetting` when the settings do not say when the program is."""
        weeks, pairs = timeline(program), meeting_pairs(program)
        past = history(program, weeks, {pair.pair_id for pair in pairs})
        leading = facilitators(program)
        rows = {
            str(event): int(str(row))
            for row, event in program.table("schedule")["event_id"].items()
        }
        meetings = sorted(_meetings(program, weeks, past, pairs, leading, rows))
        people = [*leading, *everybody(pairs)]  # sessions keep to people's own rows
        ends = [meeting.end for meeting in meetings] or [weeks.at(weeks.start)]
        last = local(weeks.tz, ends[-1]).date() + timedelta(days=1)
        first = min(program.today, weeks.monday)
        days = max((last - first).days, 1)
        return cls(
            program,
            weeks,
            past,
            rows,
            meetings,
            {one.key: free_time(one.tz, one.blocks, first, days) for one in people},
            {
                key: sorted(theirs, key=lambda one: one.interval)
                for key, theirs in absences(program, people, program.today, last).items()
            },
            weeks.at(program.today),
        )

    @cached_property
    def to_come(self) -> Sequence[DatedRow]:
        """The meetings from today on that are not over by HR's own note."""
        first = bisect_left(self.meetings, self.now, key=lambda meeting: meeting.start)
        later, settled = self.meetings[first:], self.past.settled
        return [meeting for meeting in later if fold(meeting.event) not in settled]


def _meetings(
    program: Program,
    weeks: Timeline,
    past: History,
    pairs: Sequence[Pair],
    leading: Sequence[Attendee],
    rows: dict[str, int],
) -> Iterator[DatedRow]:
    """Every dated row of pairs that meet, and of everybody."""
    two: dict[str, tuple[Attendee, ...]]
    two = {pair.pair_id: pair.people for pair in pairs}
    places = rooms_of(program)
    on_site = {pair.pair_id for pair in pairs if site_of(pair, places) is not None}
    guests = tuple(everybody(pairs))
    lead = _leads(program, (*leading, *guests))
    for row in (*past.planned, *past.makeups.values()):
        if not past.takes_time(row):
            continue
        start = moment_of(row["day"], row["start"], weeks)
        if row["kind"] == "Session":
            minutes, people = program.settings.session_minutes, two.get(row["pair_id"], ())
        elif row["kind"] == KICK_OFF:
            minutes, people = EVENT_MINUTES, two.get(row["pair_id"], ())
            led_by = lead(row["facilitator"]) if people else None
            if led_by is not None and led_by.key not in {one.key for one in people}:
                people = (*people, led_by)
        else:
            minutes, people = EVENT_MINUTES, guests
        if people:
            event = row["event_id"]
            needs_room = row["kind"] == "Session" and row["pair_id"] in on_site
            yield DatedRow(start, rows[event], start + minutes, event, row, people, needs_room)


def _leads(program: Program, people: Sequence[Attendee]) -> Callable[[str], Attendee | None]:
    """Who leads the kick-off of a row: a facilitator, or somebody who takes part; None while
    that is not clear."""
    by_key = {one.key: one for one in reversed(people)}

    def led_by(name: str) -> Attendee | None:
        keys = CalendarOwners.of(program).leading(name) if name else ()
        return by_key.get(keys[0]) if len(keys) == 1 else None

    return led_by
