"""The hours of the week that two people share, in the program's time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.calendars.week import STEP, WEEK, Week, session_starts
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.worksheet.cells import Answers, Cells, answered
from revmentor_xl.steps.worksheet.who import place_of

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NONE_SHARED = "none"


def common_times(program: Program, mentors: Cells, leaders: Cells) -> Answers:
    """The hours that each mentor and leader share, such as “Mon 09:00-12:00; Thu 13:00-14:30”.

    They are those of the week that the hard rule looks at, each person's
    blocks read in their own time zone, told in the program's. Hours in which
    no session fits are said to be too short.
    """
    sides = program.derived("sides", WORKBOOK.tables, lambda: Sides.of(program))
    week = Week.of(sides.program)
    length = -(-sides.program.settings.session_minutes // STEP)

    def shared(mentor: object, leader: object) -> object:
        if not as_text(leader):
            return ""
        i, j = place_of(sides, mentor, "mentors"), place_of(sides, leader, "leaders")
        weeks = [
            patterns[of[0]]
            for patterns, of in (
                week.patterns(sides.mentors.iloc[[i]]),
                week.patterns(sides.leaders.iloc[[j]]),
            )
        ]
        both = weeks[0] & weeks[1]
        if not both.any():
            return NONE_SHARED
        text = "; ".join(_spans(week, both))
        return text if session_starts(both[None], length).any() else f"{text} (too short)"

    return answered(shared, mentors, leaders)


def _spans(week: Week, free: np.ndarray) -> Iterator[str]:
    """Each stretch of free steps in words, from Monday on in the program's time zone."""
    if free.all():
        yield "at any time"
        return
    starts = np.nonzero(free & ~np.roll(free, 1))[0]
    ends = np.nonzero(free & ~np.roll(free, -1))[0] + 1
    spans = []
    for start in starts:
        end = min(((end - start - 1) % WEEK) + 1 for end in ends) + start
        spans.append((_local(week, int(start)), _local(week, int(end))))
    for begins, finishes in sorted(spans, key=lambda span: (span[0].weekday(), span[0].time())):
        is_same_day = begins.date() == finishes.date() or (
            finishes.time() == time() and finishes - begins <= timedelta(days=1)
        )
        day = "" if is_same_day else f"{DAYS[finishes.weekday()]} "
        yield f"{DAYS[begins.weekday()]} {begins:%H:%M}-{day}{finishes:%H:%M}"


def _local(week: Week, step: int) -> datetime:
    """A step of the reference week as the clock in the program's zone shows it."""
    try:
        zone = ZoneInfo(week.zone)
    except (KeyError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    monday = datetime.combine(week.monday, time(), ZoneInfo("UTC"))
    return (monday + timedelta(minutes=STEP * step)).astimezone(zone).replace(tzinfo=None)
