"""What stands on the Schedule tab, with what HR noted, in the weeks of the program.

Nothing here knows how a schedule is made, so that Calendar and Load can be made
anew after every step without a solver. Dates and times are the program's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import SETTLED
from revmentor_xl.steps.calendars.timeline import first_monday, whole_weeks
from revmentor_xl.steps.meeting.makeup_ids import is_makeup

_SHORT = {"Mid-program gathering": "Gathering"}
_BEYOND = 26  # weeks; a date further away from the program is a slip of the pen


@dataclass(frozen=True)
class Weeks:
    """The weeks that are shown: `count` of them from a Monday, counted from 1.

    `before` of them lie before the program's first week, as sessions do after a
    start date was put off.
    """

    monday: date
    count: int
    before: int = 0

    def of(self, day: date) -> int:
        """The week that a day lies in; outside of 1 to `count` it is not shown."""
        return (day - self.monday).days // 7 + 1

    def number(self, week: int) -> int:
        """What a week is to the program, whose first week is 1."""
        return week - self.before

    def begins(self, week: int) -> date:
        """The Monday of a week."""
        return self.monday + timedelta(weeks=week - 1)


@dataclass(frozen=True)
class WeekEntry:
    """A row of the Schedule tab, with what the Sessions tab says of it."""

    pair_id: str
    mentor: str
    leader: str
    kind: str
    label: str  # “#3”, “Kick-off”
    number: int | None
    day: date | None
    start: time | None
    end: time | None
    status: str

    @property
    def is_session(self) -> bool:
        return self.kind == "Session"

    @property
    def is_again(self) -> bool:
        """Does it stand in for a session that was missed?"""
        return is_makeup(self.label)


def meetings(program: Program) -> list[WeekEntry]:
    """Every row of the Schedule tab, in the order of time whatever the order of rows."""
    noted = program.table("sessions")[["event_id", "held"]].itertuples(index=False)
    over = {fold(event): held for event, held in noted if held in SETTLED}
    keys = ("event_id", "kind", "number", "pair_id", "mentor", "leader", "day", "start", "end")
    rows = program.table("schedule")[[*keys, "status"]].itertuples(index=False)
    found = []
    for event, kind, number, pair_id, mentor, leader, day, start, end, status in rows:
        found.append(
            WeekEntry(
                pair_id,
                mentor,
                leader,
                kind,
                _label(event, kind, pair_id),
                None if number is pd.NA else int(number),
                day,
                start,
                end,
                over.get(fold(event), status if day or status in SETTLED else "Not placed"),
            )
        )
    return sorted(found, key=lambda one: (one.day or date.max, str(one.start), one.pair_id))


def _label(event: str, kind: str, pair_id: str) -> str:
    """The end of a session's ID, “#3” or “#3 again”; the kind of any other row."""
    if kind == "Session":
        return event.removeprefix(f"{pair_id} ")
    return _SHORT.get(kind, kind)


def weeks(program: Program, planned: Sequence[WeekEntry]) -> Weeks:
    """From the first kick-off week, or an earlier session, to the celebration or a later one."""
    settings = program.settings
    days = [one.day for one in planned if one.day]
    first = settings.start_date or min(days, default=program.today)
    plan = Weeks(first_monday(first), whole_weeks(settings))
    near = [week for day in days if -_BEYOND < (week := plan.of(day)) <= plan.count + _BEYOND]
    earliest, latest = min([1, *near]), max([plan.count, *near])
    return Weeks(plan.begins(earliest), latest - earliest + 1, 1 - earliest)
