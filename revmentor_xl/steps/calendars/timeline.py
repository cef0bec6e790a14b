"""The weeks of a program: the first week, a window for each session, the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from revmentor_xl.errors import BadSetting
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.settings import SETTINGS, Settings
from revmentor_xl.steps.calendars.free_time import Interval, local, moment, zone


@dataclass(frozen=True)
class Timeline:
    """The program's weeks on the calendar of the program's own time zone.

    The first weeks hold the kick-offs. The windows follow without gaps, the
    first one on the Monday after; each is `cadence_weeks` weeks long and
    holds one session of every pair. Windows are counted from 1.
    """

    start: date
    monday: date  # of the first week
    weeks: int  # in a window
    tz: ZoneInfo
    kickoff_weeks: int = 1

    def begins(self, window: int) -> date:
        """The Monday on which a window begins."""
        return self.monday + timedelta(weeks=self.kickoff_weeks + (window - 1) * self.weeks)

    def window_of(self, day: date) -> int:
        """The window that a day lies in; 0 or less before the first one."""
        return (day - self.begins(1)).days // (7 * self.weeks) + 1

    def span(self, window: int) -> Interval:
        """The window as moments."""
        return self.at(self.begins(window)), self.at(self.begins(window + 1))

    def week_of(self, at: int) -> int:
        """The program's week, from 1, that a moment lies in; Monday to Sunday."""
        return (local(self.tz, at).date() - self.monday).days // 7 + 1

    def middle_week(self, windows: int) -> date:
        """The Monday of the week in which a program of so many windows is half over."""
        return self.begins(1) + timedelta(weeks=windows * self.weeks // 2)

    def at(self, day: date) -> int:
        """The moment at which a day begins."""
        return moment(self.tz, day, 0)


def timeline(program: Program) -> Timeline:
    """The weeks of a program, from its settings.

    A program that starts on a Saturday or Sunday has its first week after
    that weekend. Raises `BadSetting` without a start date, with one that is
    not a date, or with a time zone that is not known.
    """
    settings = program.settings
    start = settings.start_date
    if start is None:
        ahead = program.today + timedelta(days=7 - program.today.weekday())
        typed, cell = _setting(program, "start_date")
        if not is_blank(typed):
            raise BadSetting(
                f"“{as_text(typed)}” in Settings{f' {cell}' if cell else ''} is not a date, so "
                "the schedule does not know when the program starts.",
                f"Type the Start date as a date there, for example {ahead.isoformat()}, which is "
                "next Monday.",
            )
        raise BadSetting(
            "The schedule needs to know when the program starts.",
            f"Enter the Start date on the Settings tab{_cell(program, 'start_date')}, "
            f"for example {ahead.isoformat()}, which is next Monday.",
        )
    monday = first_monday(start)
    return Timeline(
        max(start, monday),
        monday,
        settings.cadence_weeks,
        own_zone(program),
        settings.kickoff_weeks,
    )


def first_monday(start: date) -> date:
    """The Monday of a program's first week; after a start on a weekend the next one."""
    monday = start - timedelta(days=start.weekday())
    return monday if start.weekday() < 5 else monday + timedelta(weeks=1)


def whole_weeks(settings: Settings) -> int:
    """Kick-offs, sessions, then a week for the review and one for the celebration."""
    return settings.kickoff_weeks + settings.session_count * settings.cadence_weeks + 2


def own_zone(program: Program) -> ZoneInfo:
    """The program's time zone; raises `BadSetting` when there is none of that name."""
    settings: Settings = program.settings
    try:
        return zone(settings.time_zone, settings.time_zone)
    except KeyError:
        raise BadSetting(
            f"The program's time zone “{settings.time_zone}” is not known.",
            f"Correct it on the Settings tab{_cell(program, 'time_zone')}; "
            "it looks like Europe/Berlin or America/New_York.",
        ) from None


def _cell(program: Program, key: str) -> str:
    """“ (cell C7)” for the value of a setting, nothing when its row is gone."""
    cell = _setting(program, key)[1]
    return f" (cell {cell})" if cell else ""


def _setting(program: Program, key: str) -> tuple[object, str]:
    """What is typed for a setting, and in which cell; nothing when its row is gone."""
    label = next(spec.column.header for spec in SETTINGS if spec.key == key)
    cells = program.cells("settings")
    rows = [row for row, name in cells["setting"].items() if fold(as_text(name)) == fold(label)]
    if not rows:
        return None, ""
    row = int(str(rows[0]))
    return cells.at[row, "value"], program.places["settings"].cell(row, "value")
