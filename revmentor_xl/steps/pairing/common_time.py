"""Shared hours of the week, each person's blocks read in their own time zone.

Weekly blocks become five-minute steps of one reference week in UTC: the week
of the program's start, or this week. A week is a ring: Sunday night in New
York is Monday morning in Sydney.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.pairing.sides import Matrix, Sides

STEP = 5
"""Minutes per step of the week."""

WEEK = 7 * 24 * 60 // STEP
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class CommonTime:
    """`minutes` shared per week by each pair; `enough` when a session fits into one go."""

    minutes: Matrix
    enough: Matrix


def common_time(sides: Sides) -> CommonTime:
    """The shared time of every mentor with every leader.

    People with the same zone and blocks are looked at once, so the work
    grows with the number of different answers and not of people.
    """
    week = Week.of(sides.program)
    mentor_weeks, mentor_of = week.patterns(sides.mentors)
    leader_weeks, leader_of = week.patterns(sides.leaders)
    length = -(-sides.program.settings.session_minutes // STEP)
    minutes = STEP * (mentor_weeks @ leader_weeks.T)
    starts = _starts(mentor_weeks, length) @ _starts(leader_weeks, length).T
    pick = np.ix_(mentor_of, leader_of)
    return CommonTime(minutes[pick], starts[pick] > 0)


def without_time(program: Program, people: pd.DataFrame) -> np.ndarray:
    """True for everybody whose own week has no room for a session, whoever the partner."""
    weeks, week_of = Week.of(program).patterns(people)
    length = -(-program.settings.session_minutes // STEP)
    without: np.ndarray = _starts(weeks, length).sum(axis=1) == 0
    return without[week_of]


@dataclass(frozen=True)
class Week:
    """The reference week: its Monday, the program's zone, and the named blocks."""

    monday: date
    zone: str
    blocks: Mapping[str, tuple[int, time, time]]

    @classmethod
    def of(cls, program: Program) -> Week:
        day = program.settings.start_date or program.today
        blocks = {}
        rows = program.table("time_blocks")[["block", "weekday", "start", "end"]]
        for block, weekday, start, end in rows.itertuples(index=False):
            if fold(weekday) in WEEKDAYS and start is not None and end is not None:
                blocks[fold(block)] = (WEEKDAYS.index(fold(weekday)), start, end)
        return cls(day - timedelta(days=day.weekday()), program.settings.time_zone, blocks)

    def patterns(self, people: pd.DataFrame) -> tuple[np.ndarray, list[int]]:
        """The different weeks among people (pattern x step, 0/1), and each person's."""
        numbers: dict[tuple[str, tuple[str, ...]], int] = {}
        of = []
        for zone, blocks in zip(people["time_zone"], people["availability"]):
            answer = (zone.strip(), tuple(sorted({fold(block) for block in blocks})))
            of.append(numbers.setdefault(answer, len(numbers)))
        weeks = [self._steps(zone, blocks) for zone, blocks in numbers]
        return np.array(weeks).reshape(len(weeks), WEEK), of

    def _steps(self, zone_name: str, blocks: tuple[str, ...]) -> np.ndarray:
        steps = np.zeros(WEEK)
        zone = _zone(zone_name, self.zone)
        for block in blocks:
            if block not in self.blocks:
                continue
            weekday, start, end = self.blocks[block]
            first = self._minute(weekday, start, zone)
            # “13:00 to 00:00” ends at midnight, “22:00 to 02:00” on the next day
            last = self._minute(weekday + (end <= start), end, zone)
            # a step counts only when it is free as a whole
            covered = np.arange(-(-first // STEP), last // STEP)
            steps[covered % WEEK] = 1.0
        return steps

    def _minute(self, weekday: int, moment: time, zone: ZoneInfo) -> int:
        """Minutes in UTC since the reference Monday began; may be negative."""
        day = self.monday + timedelta(days=weekday)
        at = datetime.combine(day, moment, zone)
        origin = datetime.combine(self.monday, time(), ZoneInfo("UTC"))
        return int((at - origin).total_seconds()) // 60


def _zone(name: str, default: str) -> ZoneInfo:
    """The zone of a name; what is unknown is taken as the program's zone, at last UTC."""
    for candidate in (name, default):
        try:
            return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def _starts(weeks: np.ndarray, length: int) -> np.ndarray:
    """The steps (0/1) at which `length` free steps in a row begin."""
    free = np.ones_like(weeks)
    for ahead in range(length):
        free *= np.roll(weeks, -ahead, axis=1)
    return free
