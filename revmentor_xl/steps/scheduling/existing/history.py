"""What an earlier schedule leaves in place, and which window each session is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cached_property
from zoneinfo import ZoneInfo

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import KICK_OFF, SETTLED
from revmentor_xl.steps.calendars.attendees import Pair
from revmentor_xl.steps.calendars.free_time import Interval, covers, local, moment, without
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.meeting.makeup_ids import is_makeup, next_try
from revmentor_xl.steps.scheduling.common_events import Free
from revmentor_xl.steps.scheduling.existing.edits import Remark, Row, is_dated, is_fixed, read_rows
from revmentor_xl.steps.scheduling.timetabling.slots import Slot

IDLE = ("Missed", "Cancelled")
"""Sessions that take nobody's time."""


@dataclass(frozen=True)
class History:
    """What stays of an earlier schedule.

    `running` says whether a part of the schedule has already taken place;
    then nothing new is put before today. `sessions` holds the kept sessions
    of each pair by their number, `others` the kept sessions of pairs that no
    longer meet, `events` the kept common events by kind. `planned` are all
    rows of the earlier schedule but make-ups. `makeups` are those that stay,
    by their event, `replanned` the missed sessions for which HR wants one.
    `settled` says of events what HR noted, `remarks` what is to be said of
    rows that HR changed.
    """

    running: bool
    sessions: Mapping[str, Mapping[int, Row]]
    others: Sequence[Row] = ()
    events: Mapping[str, Row] = field(default_factory=dict)
    planned: Sequence[Row] = ()
    kickoffs: Mapping[str, Row] = field(default_factory=dict)
    makeups: Mapping[str, Row] = field(default_factory=dict)
    replanned: Sequence[Row] = ()
    settled: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[Remark] = ()

    @cached_property
    def of_pair(self) -> Mapping[str, Sequence[Row]]:
        """The rows of the earlier schedule by their pair."""
        found: dict[str, list[Row]] = {}
        for row in self.planned:
            found.setdefault(row["pair_id"], []).append(row)
        return found

    def had_kickoff(self, pair_id: str) -> bool:
        """Has the pair had its kick-off, or one that stays?"""
        return pair_id in self.kickoffs or (self._had_common_kickoff and pair_id in self.sessions)

    @cached_property
    def _had_common_kickoff(self) -> bool:
        """In files from before every pair had its own there was one for everybody."""
        return any(row["kind"] == KICK_OFF and not row["pair_id"] for row in self.others)

    @property
    def rows(self) -> list[Row]:
        """Every row that stays as it is."""
        own = [row for sessions in self.sessions.values() for row in sessions.values()]
        more = (*self.events.values(), *self.kickoffs.values(), *self.makeups.values())
        return [*own, *self.others, *more]

    def staying_sessions(
        self, pairs: Sequence[Pair], weeks: Timeline
    ) -> Iterator[tuple[Pair, int]]:
        """The sessions of these pairs that are not planned anew, each with its start."""
        known = {pair.pair_id: pair for pair in pairs}
        own = [row for sessions in self.sessions.values() for row in sessions.values()]
        for row in (*own, *self.makeups.values()):
            if row["pair_id"] in known and self.takes_time(row):
                yield known[row["pair_id"]], moment_of(row["day"], row["start"], weeks)

    def takes_time(self, row: Row) -> bool:
        """Has the row a date at which its people, and nobody else, have that hour?"""
        is_idle = self.settled.get(fold(row["event_id"])) in IDLE
        return is_dated(row) and not is_idle


def history(program: Program, weeks: Timeline, meeting: set[str]) -> History:
    """What stays: the past, every session that HR has marked as over, every fixed row.

    `meeting` are the IDs of the pairs that still meet. Rows before the
    program's first week count as past only when HR has marked them: they come
    from a start date that was corrected.
    """
    rows, remarks = read_rows(program)
    settled, replan = _noted(program)
    known = set(program.table("pairs")["pair_id"])
    past = {
        row["event_id"]
        for row in rows
        if row["day"] is not None and weeks.monday <= row["day"] < program.today
    }
    sessions: dict[str, dict[int, Row]] = {}
    others, events, kickoffs, makeups = [], {}, {}, {}
    replanned = [row for row in rows if row["event_id"] in replan and row["pair_id"] in meeting]
    wanted = {next_try(row["event_id"]) for row in replanned}
    for row in rows:
        event, pair_id = row["event_id"], row["pair_id"]
        is_past, is_settled = event in past, fold(event) in settled
        stays = is_past or is_fixed(row)
        if row["kind"] == KICK_OFF and not pair_id:
            others += [row] if is_past else []
        elif row["kind"] == KICK_OFF:
            if (is_past and pair_id in known) or (stays and pair_id in meeting):
                kickoffs[pair_id] = row
        elif row["kind"] != "Session":
            if stays:
                events[row["kind"]] = row
        elif pair_id in meeting and is_makeup(event):
            if stays or is_settled or (event in wanted and row["day"] is not None):
                makeups[event] = row
        elif pair_id in meeting and (is_settled or stays):
            sessions.setdefault(pair_id, {})[int(row["number"])] = row
        elif is_settled or (is_past and pair_id in known):
            others.append(row)
    first = [row for row in rows if not is_makeup(row["event_id"])]
    return History(
        bool(past), sessions, others, events, first, kickoffs,
        makeups, replanned, settled, remarks,
    )  # fmt: skip


def _noted(program: Program) -> tuple[dict[str, str], set[str]]:
    """What HR noted of sessions that are over, and the missed ones to be replanned."""
    noted = program.table("sessions")
    settled = {
        fold(event): held
        for event, held in zip(noted["event_id"], noted["held"])
        if held in SETTLED
    }
    is_wanted = noted["held"].eq("Missed") & noted["replan"].fillna(False).astype(bool)
    replan = {str(event) for event in noted.loc[is_wanted, "event_id"]}
    return settled, replan


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
        offset = _ahead(past, pair_id, weeks)
        if offset is not None:
            ahead[pair_id] = offset
        elif not past.running:
            ahead[pair_id] = 0
    fewer = _began_late(past)
    last = max((count - fewer.get(pair, 0) + more for pair, more in ahead.items()), default=count)
    found = {}
    for pair_id in pair_ids:
        offset = ahead.get(pair_id, first_open - 1)
        left = [n for n in range(1, count + 1) if n not in past.sessions.get(pair_id, {})]
        windows = {n: n + offset if n + offset >= first_open else None for n in left}
        late = tuple(n for n, window in windows.items() if window is not None and window > last)
        found[pair_id] = Agenda({n: w for n, w in windows.items() if n not in late}, late)
    return found, last


def _began_late(past: History) -> dict[str, int]:
    """How many sessions fewer than the others each pair of the earlier schedule has."""
    most = {
        pair_id: max(int(row["number"]) for row in rows)
        for pair_id, all_rows in past.of_pair.items()
        if (rows := [row for row in all_rows if row["kind"] == "Session"])
    }
    full = max(most.values(), default=0)
    return {pair_id: full - number for pair_id, number in most.items()}


def _ahead(past: History, pair_id: str, weeks: Timeline) -> int | None:
    """How many windows the pair's sessions come after their number's; None when it is open.

    A session that HR put elsewhere says nothing of the others.
    """
    stay = [(n, row) for n, row in past.sessions.get(pair_id, {}).items() if row["day"] is not None]
    own = [(n, row["day"]) for n, row in stay if not is_fixed(row)]
    if own:
        number, day = max(own)
        return max(weeks.window_of(day), 0) - number
    if not stay and not past.running:
        return None
    others = Counter(
        weeks.window_of(row["day"]) - int(row["number"])
        for row in past.of_pair.get(pair_id, ())
        if row["kind"] == "Session" and row["day"] is not None and not is_fixed(row)
    )
    if not others:
        return None
    return max(min(others, key=lambda offset: (-others[offset], offset)), 0)


def earlier_slot(past: History, pair_id: str, weeks: Timeline, leader_tz: ZoneInfo) -> Slot | None:
    """The regular slot that most sessions of the earlier schedule had."""
    seen: Counter[Slot] = Counter()
    for row in past.of_pair.get(pair_id, ()):
        if row["regular"] and is_dated(row):
            shown = local(leader_tz, moment_of(row["day"], row["start"], weeks))
            begins = weeks.begins(weeks.window_of(row["day"]))
            slot = Slot((shown.date() - begins).days, shown.hour * 60 + shown.minute)
            seen[slot] += 1
    return min(seen, key=lambda slot: (-seen[slot], slot), default=None)


def earlier_kickoffs(past: History, weeks: Timeline) -> dict[str, tuple[int, str]]:
    """The start and the facilitator's name of each pair's kick-off in the earlier schedule."""
    return {
        row["pair_id"]: (moment_of(row["day"], row["start"], weeks), row["facilitator"])
        for row in past.planned
        if row["kind"] == KICK_OFF and is_dated(row)
    }


def sessions_now(past: History, pair_id: str, agenda: Agenda, weeks: Timeline) -> dict[int, int]:
    """The moment of each session to come in the earlier schedule, by its window."""
    dated = {
        int(row["number"]): moment_of(row["day"], row["start"], weeks)
        for row in past.of_pair.get(pair_id, ())
        if row["kind"] == "Session" and is_dated(row)
    }
    return {
        window: dated[number]
        for number, window in agenda.windows.items()
        if window is not None and number in dated
    }


def moment_of(day: date, start: time, weeks: Timeline) -> int:
    """The moment of a row's date and time, which are the program's."""
    return moment(weeks.tz, day, start.hour * 60 + start.minute)


def with_possible_makeups(
    past: History, pairs: Sequence[Pair], free: Free, weeks: Timeline, minutes: int, today: date
) -> History:
    """The history without make-ups to come that somebody cannot keep any more."""
    known = {pair.pair_id: pair for pair in pairs}
    busy: dict[str, list[Interval]] = {}
    for row in (row for sessions in past.sessions.values() for row in sessions.values()):
        if past.takes_time(row):
            start = moment_of(row["day"], row["start"], weeks)
            for one in known[row["pair_id"]].people:
                busy.setdefault(one.key, []).append((start, start + minutes))

    def stays(row: Row) -> bool:
        if is_fixed(row) or fold(row["event_id"]) in past.settled or row["day"] < today:
            return True
        start = moment_of(row["day"], row["start"], weeks)
        return all(
            covers(without(free[one.key], busy.get(one.key, ())), start, minutes)
            for one in known[row["pair_id"]].people
        )

    if not past.makeups:
        return past
    return replace(past, makeups={event: row for event, row in past.makeups.items() if stays(row)})
