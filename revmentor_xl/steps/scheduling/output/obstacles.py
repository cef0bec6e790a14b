"""What stands in the way of a meeting, as the clauses that reasons are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from revmentor_xl.steps.calendars.attendees import Attendee
from revmentor_xl.steps.calendars.free_time import Interval, overlap
from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES
from revmentor_xl.steps.scheduling.existing.history import moment_of
from revmentor_xl.steps.scheduling.planning import Planned


class Busy(NamedTuple):
    """A meeting in somebody's calendar, “Lea meets Mia” or “the celebration is”."""

    start: int
    end: int
    what: str
    pair_id: str = ""

    @property
    def interval(self) -> Interval:
        """From and to."""
        return self.start, self.end

    @property
    def clause(self) -> str:
        """“Lea meets Mia at that time”."""
        return f"{self.what} at that time"


def absent(people: Iterable[Attendee], result: Planned, when: Interval) -> Iterator[str]:
    """Who of these people is absent then, “Ada is away”."""
    for one in people:
        for absence in result.away.get(one.key, ()):
            if overlap(absence.interval, when):
                yield absence.why


def common_events(result: Planned) -> list[Busy]:
    """The common events: those that have just been planned, and those that stay."""
    found = [(event.start, event.kind) for event in result.events if event.start is not None]
    found += [
        (moment_of(row["day"], row["start"], result.weeks), row["kind"])
        for row in result.past.events.values()
        if result.past.takes_time(row)
    ]
    return [Busy(at, at + EVENT_MINUTES, f"the {kind.lower()} is") for at, kind in found]
