"""Common events among themselves."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from revmentor_xl.steps.calendars.attendees import Attendee, Pair
from revmentor_xl.steps.calendars.free_time import TimeBlock, free_time
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.existing.history import History
from revmentor_xl.steps.scheduling.planning import _events

MONDAY, UTC = date(2026, 1, 5), ZoneInfo("Etc/UTC")


def test_events_have_hours_of_their_own_in_one_week_too() -> None:
    # with no session left the gathering and the final review are in the same week
    hours = (TimeBlock(1, 10 * 60, 12 * 60),)
    ann, lea = (Attendee(name, name, UTC, hours) for name in ("Ann", "Lea"))
    free = {one.key: free_time(UTC, hours, MONDAY, 60) for one in (ann, lea)}
    weeks = Timeline(MONDAY, MONDAY, 2, UTC)
    events = _events([Pair("P", ann, lea)], free, History(False, {}), weeks, 0, None, 60, False)
    assert len({event.start for event in events}) == 3
    assert not any(event.absent for event in events)
