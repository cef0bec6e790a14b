"""The calendar to print, the load of each leader, and what was held of what was planned.

All three are read from the tabs Schedule, Sessions and Pairs as they stand, and
made anew after every step. Dates and times are the program's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.settings import Settings
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.schema.tabs.scheduling import WEEKS_ACROSS
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.calendars.free_time import WEEKDAYS
from revmentor_xl.steps.calendars.wording import MONTHS
from revmentor_xl.steps.overview.load_tab import held_so_far, leader_load
from revmentor_xl.steps.overview.scheduled_meetings import WeekEntry, Weeks, meetings, weeks

EVERYBODY, WEEK_OF = "Everybody", "Week of"
SIGNS: Mapping[str, str] = {
    "Held": "✓ held",
    "Missed": "✗ missed",
    "Moved": "→ moved",
    "Fixed": "■ fixed",
    "Not placed": "! no time",
    "Cancelled": "– off",
}
"""What stands beneath a session, by its status: a sign and a word."""

Row = dict[str, Any]


def with_calendar(program: Program) -> Program:
    """The program with the tabs Calendar and Load brought up to date."""
    planned = meetings(program)
    shown = weeks(program, planned)
    for key, rows in (
        ("calendar", _calendar(program, planned, shown) if planned else []),
        ("leader_load", leader_load(program, planned, shown) if planned else []),
        ("held_so_far", held_so_far(program, shown) if planned else []),
    ):
        frame = pd.DataFrame(rows, columns=list(WORKBOOK.table(key).keys), dtype=object)
        program = program.rewrite(key, frame)
    return program


def _calendar(program: Program, planned: Sequence[WeekEntry], shown: Weeks) -> list[Row]:
    """For each part the dates, the common events, then a row for each pair."""
    names = _names(program, planned)
    cells = _cells(program, planned, shown)
    firsts = range(1, shown.count + 1, WEEKS_ACROSS)
    is_long = len(firsts) > 1
    rows: list[Row] = []
    if is_long:  # the first row stays in sight, where the dates of one part would mislead
        rows.append({"mentor": f"{shown.count} weeks in {len(firsts)} parts, one beneath another"})
    for first in firsts:
        across = range(first, min(first + WEEKS_ACROSS, shown.count + 1))
        part = f"{shown.number(across[0])}-{shown.number(across[-1])}"
        dates = {week: _short_date(shown.begins(week)) for week in across}
        if is_long:
            dates = {week: f"W{shown.number(week)}\n{text}" for week, text in dates.items()}
        for pair_id, mentor, leader in (("", "", WEEK_OF), *names):
            texts = cells.get(pair_id, {}) if pair_id else dates
            in_part = {f"week_{w - first + 1}": texts[w] for w in across if w in texts}
            rows.append(
                {"part": part, "pair_id": pair_id, "mentor": mentor, "leader": leader, **in_part}
            )
    return rows


def _names(program: Program, planned: Sequence[WeekEntry]) -> list[tuple[str, str, str]]:
    """Everybody first, then all that run or have a date, by the mentor's name."""
    running = program.table("pairs")
    running = running[~running["status"].isin(OVER)]
    names = {one.pair_id: (one.mentor, one.leader) for one in planned if one.pair_id}
    for pair_id, mentor, leader in zip(running["pair_id"], running["mentor"], running["leader"]):
        names[pair_id] = (mentor, leader)
    rows = [(pair_id, mentor, leader) for pair_id, (mentor, leader) in names.items()]
    rows.sort(key=lambda row: (fold(row[1]), fold(row[2]), row[0]))
    common = any(not one.pair_id for one in planned)
    return [(EVERYBODY, "", ""), *rows] if common else rows


def _cells(
    program: Program, planned: Sequence[WeekEntry], shown: Weeks
) -> Mapping[str, Mapping[int, str]]:
    """What stands in each week of a pair, and of everybody."""
    texts: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for one, week in _in_weeks(program, planned, shown):
        texts[one.pair_id or EVERYBODY][week].append(cell_text(one))
    return {
        pair_id: {week: "\n".join(several) for week, several in by_week.items()}
        for pair_id, by_week in texts.items()
    }


def cell_text(one: WeekEntry) -> str:
    """“#3”, beneath it “Tue 10:00”, and how the meeting stands."""
    lines = [one.label]
    if one.day is not None:
        clock = f" {one.start:%H:%M}" if one.start else ""
        lines.append(f"{WEEKDAYS[one.day.weekday()][:3]}{clock}")
    if one.status in SIGNS:
        lines.append(SIGNS[one.status])
    return "\n".join(lines)


def _in_weeks(
    program: Program, planned: Sequence[WeekEntry], shown: Weeks
) -> Iterator[tuple[WeekEntry, int]]:
    """Each meeting with its week; one without a date stands where it should have been."""
    late = _late(program.settings, planned, shown)
    for one in planned:
        if one.day:
            week = shown.of(one.day)
        elif one.is_session and one.is_again:
            week = shown.of(program.today)
        else:
            week = shown.before + _wanted(program.settings, one, late.get(one.pair_id, 0))
        if one.day is None:
            week = min(max(week, 1), shown.count)
        if 1 <= week <= shown.count:
            yield one, week


def _late(settings: Settings, planned: Sequence[WeekEntry], shown: Weeks) -> dict[str, int]:
    """By how many windows a pair's sessions come later than their numbers say."""
    found: dict[str, int] = {}
    for one in planned:
        if one.day and one.number and one.is_session and not one.is_again:
            week = shown.number(shown.of(one.day)) - settings.kickoff_weeks
            behind = max((week - 1) // settings.cadence_weeks + 1 - one.number, 0)
            found[one.pair_id] = min(found.get(one.pair_id, behind), behind)
    return found


def _wanted(settings: Settings, one: WeekEntry, late: int) -> int:
    """The first week of the program in which a meeting without a date could be."""
    before = settings.kickoff_weeks
    if one.is_session:
        return before + ((one.number or 1) + late - 1) * settings.cadence_weeks + 1
    sessions = settings.session_count * settings.cadence_weeks
    at = {
        "Mid-program gathering": before + sessions // 2 + 1,
        "Final review": before + sessions + 1,
        "Celebration": before + sessions + 2,
    }
    return at.get(one.kind, 1)


def _short_date(day: date) -> str:
    """“12 Jan”, in English whatever the computer's language."""
    return f"{day.day} {MONTHS[day.month - 1][:3]}"
