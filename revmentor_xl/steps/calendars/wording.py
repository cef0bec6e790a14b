"""Times and names as the Schedule tab and its findings say them, in English everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from revmentor_xl.steps.calendars.free_time import WEEKDAYS, local

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def clock(at: int, tz: ZoneInfo) -> str:
    """A moment on somebody's clock: “Tue 10:00 (America/New_York)”."""
    return f"{short_time(at, tz)} ({tz.key})"


def short_time(at: int, tz: ZoneInfo) -> str:
    """“Tue 10:00”."""
    shown = local(tz, at)
    return f"{WEEKDAYS[shown.weekday()][:3]} {shown:%H:%M}"


def long_date(day: date) -> str:
    """“Tue 6 January 2026”."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def at_time(at: int, tz: ZoneInfo) -> str:
    """“Tue 6 January 2026 at 10:00 (Europe/Berlin)”."""
    shown = local(tz, at)
    return f"{long_date(shown.date())} at {shown:%H:%M} ({tz.key})"


def capital(clause: str) -> str:
    """A clause as the beginning of a sentence."""
    return clause[:1].upper() + clause[1:]


def small(sentence: str) -> str:
    """A sentence as a clause; a name keeps its capital."""
    is_name = not sentence.startswith(("The ", "Its ", "Every ", "All ", "No "))
    return sentence if is_name else sentence[0].lower() + sentence[1:]


def listed(names: Sequence[str], most: int = 300) -> str:
    """Names between commas, as many as a cell can hold."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
