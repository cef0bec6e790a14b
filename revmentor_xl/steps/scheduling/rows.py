"""The plan as rows of the Schedule tab, in words HR can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from revmentor_xl.steps.scheduling.calendar import WEEKDAYS, Interval, covers, local
from revmentor_xl.steps.scheduling.events import EVENT_MINUTES, CommonEvent
from revmentor_xl.steps.scheduling.history import Row
from revmentor_xl.steps.scheduling.people import Pair
from revmentor_xl.steps.scheduling.timeline import Timeline

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
NO_COMMON_HOUR = "The two have no common free hour in these weeks"
WEEKS_OVER = "Its weeks are over"
ALL_TAKEN = "Every common free hour is taken by other meetings"


def session_id(pair_id: str, number: int) -> str:
    """The identity of a session's row."""
    return f"{pair_id} #{number}"


def session_row(
    pair: Pair,
    number: int,
    start: int | None,
    minutes: int,
    weeks: Timeline,
    *,
    regular: bool,
    why: str,
) -> Row:
    """One session; without a start its date and times stay empty."""
    return {
        "event_id": session_id(pair.pair_id, number),
        "kind": "Session",
        "number": number,
        "pair_id": pair.pair_id,
        "mentor": pair.mentor.name,
        "leader": pair.leader.name,
        **_when(start, minutes, weeks.tz),
        "mentor_time": "" if start is None else clock(start, pair.mentor.tz),
        "leader_time": "" if start is None else clock(start, pair.leader.tz),
        "regular": regular,
        "why": why,
    }


def event_row(event: CommonEvent, weeks: Timeline) -> Row:
    """One common event, with the names of those who cannot come."""
    names = [one.name for one in event.absent]
    if event.start is None:
        why = "Nobody is free in this week" if names else "Its week is over"
    else:
        why = f"Cannot come: {_listed(names)}" if names else ""
    return {
        "event_id": event.kind,
        "kind": event.kind,
        "number": None,
        "pair_id": "",
        "mentor": "",
        "leader": "",
        **_when(event.start, EVENT_MINUTES, weeks.tz),
        "mentor_time": "",
        "leader_time": "",
        "regular": None,
        "why": why,
    }


def _when(start: int | None, minutes: int, tz: ZoneInfo) -> Row:
    if start is None:
        return {"day": None, "start": None, "end": None}
    begin, end = local(tz, start), local(tz, start + minutes)
    return {"day": begin.date(), "start": begin.time(), "end": end.time()}


def _listed(names: Sequence[str], most: int = 300) -> str:
    """Names between commas, as many as a cell can hold."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def clock(at: int, tz: ZoneInfo) -> str:
    """A moment on somebody's clock: “Tue 10:00 (America/New_York)”."""
    return f"{short_time(at, tz)} ({tz.key})"


def short_time(at: int, tz: ZoneInfo) -> str:
    """“Tue 10:00”, in English whatever the computer's language."""
    shown = local(tz, at)
    return f"{WEEKDAYS[shown.weekday()][:3]} {shown:%H:%M}"


def long_date(day: date) -> str:
    """“Tue 6 January 2026”."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def why_moved(
    pair: Pair,
    wanted: int | None,
    minutes: int,
    free: Mapping[str, Sequence[Interval]],
    gathering: Interval | None,
    not_before: int | None,
) -> str:
    """Why a session is not at its regular slot, which would be at `wanted`.

    `free` are the people's weekly hours, before anything is taken from them.
    """
    if wanted is None:
        return "The two have no regular time"
    moved = f"Moved from {short_time(wanted, pair.leader.tz)}"
    outside = [
        one for one in (pair.mentor, pair.leader) if not covers(free[one.key], wanted, minutes)
    ]
    if outside:
        one = outside[0]
        return f"{moved}: it would be {short_time(wanted, one.tz)} for {one.name}, who is not free"
    if gathering and gathering[0] < wanted + minutes and wanted < gathering[1]:
        return f"{moved}: the mid-program gathering is at that time"
    if not_before is not None and wanted < not_before:
        return f"{moved}: that day is over"
    return f"{moved}: the hour is taken by another meeting"


def suggestion(pair: Pair, weekly: Mapping[str, Sequence[Interval]], minutes: int) -> str:
    """What would give the two a common hour: one person's hours on the other's clock."""
    for one, other in ((pair.leader, pair.mentor), (pair.mentor, pair.leader)):
        for start, end in weekly[one.key]:
            if end - start >= minutes:
                until = f"{local(other.tz, end):%H:%M}"
                hours = f"{short_time(start, other.tz)} to {until}"
                return f"{one.name} is free {hours} on {other.name}'s clock."
    return "neither has enough weekly availability yet."


def order(row: Row) -> tuple[object, ...]:
    """Rows by date and time; those without a date come last."""
    if row["day"] is None:
        return (1, date.max, "", row["event_id"])
    return (0, row["day"], str(row["start"] or ""), row["event_id"])
