"""From a program to its plan: who is free, the common events, every session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from revmentor_xl.program import Program
from revmentor_xl.steps.scheduling.calendar import Interval, common, free_time, without
from revmentor_xl.steps.scheduling.events import (
    EVENT_MINUTES,
    GATHERING,
    CommonEvent,
    event_weeks,
    place_event,
)
from revmentor_xl.steps.scheduling.history import (
    Agenda,
    History,
    agendas,
    earlier_slot,
    history,
    moment_of,
)
from revmentor_xl.steps.scheduling.people import Pair, Participant, everybody, meeting_pairs
from revmentor_xl.steps.scheduling.regular import Plan, plan_sessions
from revmentor_xl.steps.scheduling.slots import PairTimes, possible_starts
from revmentor_xl.steps.scheduling.timeline import Timeline, timeline

Calendars = dict[str, tuple[Interval, ...]]
"""Each person's free time by their key."""


@dataclass(frozen=True)
class Planned:
    """Everything that the rows and findings of a schedule are written from."""

    weeks: Timeline
    pairs: Sequence[Pair]
    past: History
    agendas: dict[str, Agenda]
    free: Calendars
    events: Sequence[CommonEvent]
    times: dict[str, PairTimes]
    plan: Plan
    not_before: int | None  # the moment at which today began, in a running program


def planned(program: Program) -> Planned:
    """Plan a program's events and sessions. Raises `BadSetting` and `SolverFailed`."""
    settings, weeks = program.settings, timeline(program)
    pairs = meeting_pairs(program)
    past = history(program, weeks, {pair.pair_id for pair in pairs})
    not_before = weeks.at(program.today) if past.running else None
    ids = [pair.pair_id for pair in pairs]
    agenda, last = agendas(ids, past, weeks, program.today, settings.session_count)
    guests = everybody(pairs)
    days = (weeks.begins(last + 1) - weeks.monday).days + 14
    free = {one.key: free_time(one.tz, one.blocks, weeks.monday, days) for one in guests}
    open_time = _less(free, _kept(pairs, past, weeks, settings.session_minutes), not_before)
    events = _events(guests, open_time, past, weeks, last, not_before)
    gathering = [e.interval for e in events if e.kind == GATHERING and e.interval is not None]
    if gathering:
        open_time = {key: without(hours, gathering) for key, hours in open_time.items()}
    times = {
        pair.pair_id: _pair_times(
            pair, agenda[pair.pair_id], open_time, past, weeks, settings.session_minutes
        )
        for pair in pairs
    }
    plan = plan_sessions(list(times.values()), weeks, settings)
    return Planned(weeks, pairs, past, agenda, free, events, times, plan, not_before)


def _kept(
    pairs: Sequence[Pair], past: History, weeks: Timeline, minutes: int
) -> dict[str, list[Interval]]:
    """What is taken in each calendar by sessions and events that stay."""
    taken: dict[str, list[Interval]] = {}
    for pair in pairs:
        for row in past.sessions.get(pair.pair_id, {}).values():
            if row["day"] is not None and row["start"] is not None:
                start = moment_of(row["day"], row["start"], weeks)
                for one in (pair.mentor, pair.leader):
                    taken.setdefault(one.key, []).append((start, start + minutes))
    for row in past.events.values():
        if row["start"] is not None:
            start = moment_of(row["day"], row["start"], weeks)
            for one in everybody(pairs):
                taken.setdefault(one.key, []).append((start, start + EVENT_MINUTES))
    return taken


def _less(free: Calendars, taken: dict[str, list[Interval]], not_before: int | None) -> Calendars:
    over = [] if not_before is None else [(not_before - 10**9, not_before)]
    return {key: without(hours, taken.get(key, []) + over) for key, hours in free.items()}


def _events(
    guests: Sequence[Participant],
    free: Calendars,
    past: History,
    weeks: Timeline,
    last_window: int,
    not_before: int | None,
) -> list[CommonEvent]:
    """The common events that have not taken place yet."""
    before = {
        row["kind"]: moment_of(row["day"], row["start"], weeks)
        for row in past.planned
        if row["kind"] != "Session" and row["day"] and row["start"]
    }
    return [
        place_event(kind, days, guests, free, weeks, not_before, before.get(kind))
        for kind, days in event_weeks(weeks, last_window).items()
        if kind not in past.events
    ]


def _pair_times(
    pair: Pair, agenda: Agenda, free: Calendars, past: History, weeks: Timeline, minutes: int
) -> PairTimes:
    both = common(free[pair.mentor.key], free[pair.leader.key])
    windows = sorted(window for window in agenda.windows.values() if window is not None)
    return PairTimes(
        pair.pair_id,
        (pair.mentor.key, pair.leader.key),
        possible_starts(both, pair.leader.tz, minutes, weeks, windows) if windows else {},
        pair.leader.tz,
        earlier_slot(past, pair.pair_id, weeks, pair.leader.tz),
    )
