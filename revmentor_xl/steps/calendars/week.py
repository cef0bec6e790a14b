"""The reference week of a program, in steps of a few minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold

STEP = 5
"""Minutes per step of the week."""

WEEK = 7 * 24 * 60 // STEP

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


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
            if fold(weekday) not in WEEKDAYS or start is None or end is None:
                continue
            if start != end or end == time():  # from midnight to midnight is a whole day
                blocks[fold(block)] = (WEEKDAYS.index(fold(weekday)), start, end)
        return cls(day - timedelta(days=day.weekday()), program.settings.time_zone, blocks)

    def patterns(self, people: pd.DataFrame) -> tuple[np.ndarray, list[int]]:
        """The different weeks among people (pattern x step, free or not), and each person's."""
        numbers: dict[tuple[str, tuple[str, ...]], int] = {}
        of = []
        for zone, blocks in zip(people["time_zone"], people["availability"]):
            answer = (zone.strip(), tuple(sorted({fold(block) for block in blocks})))
            of.append(numbers.setdefault(answer, len(numbers)))
        steps: dict[tuple[str, str], np.ndarray] = {}
        weeks = np.zeros((len(numbers), WEEK), dtype=bool)
        for week, (zone, blocks) in zip(weeks, numbers):
            for block in blocks:
                if block not in self.blocks:
                    continue
                if (zone, block) not in steps:
                    steps[zone, block] = self._steps(zone, block)
                week[steps[zone, block]] = True
        return weeks, of

    def _steps(self, zone_name: str, block: str) -> np.ndarray:
        """The numbers of the steps that a block covers as a whole."""
        zone = _zone(zone_name, self.zone)
        weekday, start, end = self.blocks[block]
        first = self._minute(weekday, start, zone)
        # “13:00 to 00:00” ends at midnight, “22:00 to 02:00” on the next day
        last = self._minute(weekday + (end <= start), end, zone)
        # a step counts only when it is free as a whole
        covered: np.ndarray = np.arange(-(-first // STEP), last // STEP) % WEEK
        return covered

    def hours_ahead(self, people: pd.DataFrame) -> np.ndarray:
        """By how many hours each person's clock is ahead of UTC at noon of the week's Monday."""
        noon = datetime.combine(self.monday, time(12), ZoneInfo("UTC"))
        ahead = {}
        for name in set(people["time_zone"]):
            offset = noon.astimezone(_zone(name.strip(), self.zone)).utcoffset()
            ahead[name] = offset.total_seconds() / 3600 if offset is not None else 0.0
        return np.array([ahead[name] for name in people["time_zone"]], dtype=float)

    def _minute(self, weekday: int, moment: time, zone: ZoneInfo) -> int:
        """Minutes in UTC since the reference Monday began; may be negative."""
        day = self.monday + timedelta(days=weekday)
        at = datetime.combine(day, moment, zone)
        origin = datetime.combine(self.monday, time(), ZoneInfo("UTC"))
        return int((at - origin).total_seconds()) // 60


@lru_cache(maxsize=1000)
def _zone(name: str, default: str) -> ZoneInfo:
    """The zone of a name; what is unknown is taken as the program's zone, at last UTC."""
    for candidate in (name, default):
        try:
            return ZoneInfo(candidate)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def session_starts(weeks: np.ndarray, length: int) -> np.ndarray:
    """The steps (true or false) at which `length` free steps in a row begin."""
    free = np.ones_like(weeks)
    for ahead in range(length):
        free &= np.roll(weeks, -ahead, axis=1)
    return free
