"""What an earlier schedule leaves in place, and which window each session is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.scheduling.calendar import local, moment
from revmentor_xl.steps.scheduling.slots import Slot
from revmentor_xl.steps.scheduling.timeline import Timeline

Row = dict[str, Any]
"""A row of the Schedule tab as typed values by column key."""

SETTLED = ("Held", "Missed", "Cancelled")
"""What HR enters on the Sessions tab when a session is over."""


@dataclass(frozen=True)
class History:
    """What stays of an earlier schedule.

    `running` says whether a part of the schedule has already taken place;
    then nothing new is put before today. `sessions` holds the kept sessions
    of each pair by their number, `others` the kept sessions of pairs that no
    longer meet, `events` the kept common events by kind. `planned` are all
    rows of the earlier schedule.
    """

    running: bool
    sessions: Mapping[str, Mapping[int, Row]]
    others: Sequence[Row] = ()
    events: Mapping[str, Row] = field(default_factory=dict)
    planned: Sequence[Row] = ()

    @property
    def rows(self) -> list[Row]:
        """Every row that stays as it is."""
        own = [row for sessions in self.sessions.values() for row in sessions.values()]
        return [*own, *self.others, *self.events.values()]


def history(program: Program, weeks: Timeline, meeting: set[str]) -> History:
    """What stays: the past, and every session that HR has marked as over.

    `meeting` are the IDs of the pairs that still meet. Rows before the
    program's first week count as past only when HR has marked them: they come
    from a start date that was corrected.
    """
    planned = _rows(program.table("schedule"))
    marks = program.table("sessions")[["event_id", "held"]].itertuples(index=False)
    settled = {fold(event) for event, held in marks if held in SETTLED}
    known = set(program.table("pairs")["pair_id"])
    past = {
        row["event_id"]
        for row in planned
        if row["day"] is not None and weeks.monday <= row["day"] < program.today
    }
    sessions: dict[str, dict[int, Row]] = {}
    others, events = [], {}
    for row in planned:
        is_past, pair_id = row["event_id"] in past, row["pair_id"]
        is_settled = fold(row["event_id"]) in settled
        if row["kind"] != "Session":
            if is_past:
                events[row["kind"]] = row
        elif pair_id in meeting and (is_settled or is_past):
            sessions.setdefault(pair_id, {})[int(row["number"])] = row
        elif is_settled or (is_past and pair_id in known):
            others.append(row)
    return History(bool(past), sessions, others, events, planned)


def _rows(schedule: pd.DataFrame) -> list[Row]:
    """Rows that can be read back; a session without a number or pair cannot."""
    rows: list[Row] = []
    for row in schedule.to_dict("records"):
        plain: Row = {str(key): _plain(value) for key, value in row.items()}
        if plain["kind"] and (plain["kind"] != "Session" or plain["number"] is not None):
            rows.append(plain)
    return rows


def _plain(value: Any) -> Any:
    return None if value is pd.NA or value is pd.NaT else value


@dataclass(frozen=True)
class Agenda:
    """The window of each session that a pair still has to meet for, by number.

    None: the session's weeks are over. `left_out` are numbers for which a
    pair that began late has no time before the program ends.
    """

    windows: Mapping[int, int | None]
    left_out: tuple[int, ...] = ()


def agendas(
    pair_ids: Sequence[str], past: History, weeks: Timeline, today: date, count: int
) -> tuple[dict[str, Agenda], int]:
    """Each pair's sessions still to come, and the program's last window.

    Session n is in window n. After a change of the start or the cadence the
    count goes on from the last session that has taken place. A pair that is
    new in a running program begins in the first window that is not over and
    has as many sessions as there are windows left.
    """
    first_open = max(weeks.window_of(today), 1) if past.running else 1
    ahead: dict[str, int] = {}
    for pair_id in pair_ids:
        dated = [
            (number, row["day"])
            for number, row in past.sessions.get(pair_id, {}).items()
            if row["day"] is not None
        ]
        if dated:
            number, day = max(dated)
            ahead[pair_id] = max(weeks.window_of(day), 0) - number
        elif not past.running:
            ahead[pair_id] = 0
    last = max((count + offset for offset in ahead.values()), default=count)
    found = {}
    for pair_id in pair_ids:
        offset = ahead.get(pair_id, first_open - 1)
        left = [n for n in range(1, count + 1) if n not in past.sessions.get(pair_id, {})]
        windows = {n: n + offset if n + offset >= first_open else None for n in left}
        late = tuple(n for n, window in windows.items() if window is not None and window > last)
        found[pair_id] = Agenda({n: w for n, w in windows.items() if n not in late}, late)
    return found, last


def earlier_slot(past: History, pair_id: str, weeks: Timeline, leader_tz: ZoneInfo) -> Slot | None:
    """The regular slot that most sessions of the earlier schedule had."""
    seen: Counter[Slot] = Counter()
    for row in past.planned:
        if row["pair_id"] == pair_id and row["regular"] and row["day"] and row["start"]:
            shown = local(leader_tz, moment_of(row["day"], row["start"], weeks))
            begins = weeks.begins(weeks.window_of(row["day"]))
            slot = Slot((shown.date() - begins).days, shown.hour * 60 + shown.minute)
            seen[slot] += 1
    return min(seen, key=lambda slot: (-seen[slot], slot), default=None)


def moment_of(day: date, start: time, weeks: Timeline) -> int:
    """The moment of a row's date and time, which are the program's."""
    return moment(weeks.tz, day, start.hour * 60 + start.minute)
