"""How many sessions each leader has, and how many were held of those planned."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import EXCEL_EPOCH, Formula, fold
from revmentor_xl.schema.excel_counting import Test, equal_to, is_number, values
from revmentor_xl.schema.statuses import OVER, SETTLED
from revmentor_xl.steps.overview.scheduled_meetings import WeekEntry, Weeks

Row = dict[str, Any]

_UNTIL = "HeldSoFar[[#This Row],[Until]]"


def leader_load(program: Program, planned: Sequence[WeekEntry], shown: Weeks) -> list[Row]:
    """A row for each leader with a running pair or a session, the most sessions first."""
    pairs = program.table("pairs")[["pair_id", "leader_id", "leader", "status"]]
    leader_of = {row.pair_id: fold(row.leader_id) for row in pairs.itertuples()}
    spelled = {fold(row.leader_id): (row.leader_id, row.leader) for row in pairs.itertuples()}
    running = Counter(
        leader_of[row.pair_id] for row in pairs.itertuples() if row.status not in OVER
    )
    own: dict[str, list[WeekEntry]] = defaultdict(list)
    common = []
    for one in planned:
        if not one.pair_id:
            common.append(one)
        elif one.pair_id in leader_of:
            own[leader_of[one.pair_id]].append(one)
    rows = [
        {
            "leader_id": spelled[leader][0],
            "leader": spelled[leader][1],
            "pairs": running[leader],
            **_load(program, own[leader], common if running[leader] else [], shown),
        }
        for leader in sorted({*running, *own})
    ]
    rows = [row for row in rows if row["pairs"] or row["sessions"]]
    return sorted(rows, key=lambda row: (-row["sessions"], fold(row["leader"]), row["leader_id"]))


def _load(
    program: Program, own: Sequence[WeekEntry], common: Sequence[WeekEntry], shown: Weeks
) -> Row:
    sessions = [one for one in own if one.is_session and one.day and one.status != "Cancelled"]
    ahead = [one for one in sessions if _is_ahead(one, program.today)]
    others = [one for one in (*own, *common) if not one.is_session]
    events = {(one.day, one.start): one for one in others if _is_ahead(one, program.today)}
    minutes = sum(map(_minutes, (*ahead, *events.values())))
    in_week = Counter(shown.of(one.day) for one in sessions if one.day)
    fullest = min(in_week, key=lambda week: (-in_week[week], week), default=None)
    return {
        "sessions": len(sessions),
        "held": sum(one.status == "Held" for one in sessions),
        "missed": sum(one.status == "Missed" for one in sessions),
        "to_come": len(ahead),
        "hours": minutes / 60,
        "most": 0 if fullest is None else in_week[fullest],
        "busiest": None if fullest is None else shown.begins(fullest),
    }


def _is_ahead(one: WeekEntry, today: date) -> bool:
    """From today on; a session of today that was noted already is over."""
    return one.day is not None and one.day >= today and one.status not in SETTLED


def _minutes(one: WeekEntry) -> int:
    if one.start is None or one.end is None:
        return 0
    begin, end = (at.hour * 60 + at.minute for at in (one.start, one.end))
    return end - begin if end > begin else end - begin + 24 * 60


# --- held against planned -------------------------------------------------


def held_so_far(program: Program, shown: Weeks) -> list[Row]:
    """A row for each week: live counts, empty for what was held after the last note."""
    schedule, sessions = program.cells("schedule"), program.cells("sessions")
    planned = _days(schedule, "kind", equal_to("Session"))
    cancelled, held, missed = (
        _days(sessions, "held", equal_to(word)) for word in ("Cancelled", "Held", "Missed")
    )
    rows = []
    for week in range(1, shown.count + 1):
        until = shown.begins(week) + timedelta(days=6)
        end = (until - EXCEL_EPOCH).days + 1
        is_noted = any(len(days) > bisect_left(days, end - 7) for days in (held, missed))
        rows.append(
            {
                "week": shown.number(week),
                "until": until,
                "planned": Formula(
                    _PLANNED, bisect_left(planned, end) - bisect_left(cancelled, end)
                ),
                "held": Formula(_noted("Held"), bisect_left(held, end) if is_noted else None),
                "missed": Formula(_noted("Missed"), bisect_left(missed, end) if is_noted else None),
            }
        )
    return rows


_BEFORE_ITS_END = f'"<"&({_UNTIL}+1)'
_PLANNED = (
    f'=COUNTIFS(Schedule[Kind],"Session",Schedule[Date],{_BEFORE_ITS_END})'
    f'-COUNTIFS(Sessions[Held?],"Cancelled",Sessions[Date],{_BEFORE_ITS_END})'
)


def _noted(word: str) -> str:
    later = "+".join(
        f'COUNTIFS(Sessions[Held?],"{one}",Sessions[Date],">="&({_UNTIL}-6))'
        for one in ("Held", "Missed")
    )
    count = f'COUNTIFS(Sessions[Held?],"{word}",Sessions[Date],{_BEFORE_ITS_END})'
    return f'=IF({later}=0,"",{count})'


def _days(cells: pd.DataFrame, column: str, test: Test) -> list[float]:
    """The dates of the rows that meet the test, as Excel counts days, in order."""
    dated = zip(values(cells, column), values(cells, "day"))
    return sorted(serial for value, day in dated if test(value) and (serial := _serial(day)))


def _serial(value: object) -> float:
    """A cell's date as Excel's number of it; 0 for what is none to Excel."""
    if isinstance(value, datetime):
        passed = value - datetime.combine(EXCEL_EPOCH, time())
        return passed / timedelta(days=1)
    if isinstance(value, date):
        return (value - EXCEL_EPOCH).days
    return float(value) if is_number(value) else 0  # type: ignore[arg-type]
