"""From a program to its plan: who is free, the common events, every session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from revmentor_xl.program import Program
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.scheduling.absences import Absence, absences
from revmentor_xl.steps.scheduling.calendar import Interval, common, free_time, without
from revmentor_xl.steps.scheduling.engine.kept import with_present
from revmentor_xl.steps.scheduling.engine.regular import Plan, plan_sessions
from revmentor_xl.steps.scheduling.engine.slots import Limits, PairTimes, possible_starts
from revmentor_xl.steps.scheduling.events import (
    EVENT_MINUTES,
    GATHERING,
    CommonEvent,
    event_weeks,
    last_hours,
    place_event,
)
from revmentor_xl.steps.scheduling.kickoffs.case import Held
from revmentor_xl.steps.scheduling.kickoffs.placing import KickOff, place_kickoffs
from revmentor_xl.steps.scheduling.people import (
    Pair,
    Participant,
    everybody,
    facilitators,
    meeting_pairs,
)
from revmentor_xl.steps.scheduling.rooms import Rooms, rooms_of, site_of
from revmentor_xl.steps.scheduling.staying.history import (
    Agenda,
    History,
    agendas,
    earlier_kickoffs,
    earlier_slot,
    history,
    moment_of,
    sessions_now,
    with_possible_makeups,
)
from revmentor_xl.steps.scheduling.timeline import Timeline, timeline

Calendars = dict[str, tuple[Interval, ...]]
"""Each person's free time by their key."""


@dataclass(frozen=True)
class Planned:
    """Everything that the rows and findings of a schedule are written from.

    `weekly` is everybody's weekly time by their key, `free` what absences and
    holidays (`away`) leave of it.
    """

    weeks: Timeline
    pairs: Sequence[Pair]
    past: History
    agendas: dict[str, Agenda]
    weekly: Calendars
    away: Mapping[str, Sequence[Absence]]
    free: Calendars
    kickoffs: Sequence[KickOff]
    events: Sequence[CommonEvent]
    times: dict[str, PairTimes]
    plan: Plan
    limits: Limits
    rooms: Rooms
    not_before: int | None  # the moment at which today began, in a running program


Engine = Callable[[Sequence[PairTimes], Timeline, Settings, Limits], Plan]
"""What chooses the sessions' times: `regular.plan_sessions` or `moved.plan_changes`."""


def planned(program: Program, engine: Engine = plan_sessions, events_stay: bool = False) -> Planned:
    """Plan a program's kick-offs, events and sessions.

    `events_stay`: common events keep their hour, see `place_event`.

    Raises `BadSetting` and `SolverFailed`.
    """
    settings, weeks = program.settings, timeline(program)
    pairs, leading = meeting_pairs(program), facilitators(program)
    past = history(program, weeks, {pair.pair_id for pair in pairs})
    not_before = weeks.at(program.today) if past.running else None
    ids = [pair.pair_id for pair in pairs]
    agenda, last = agendas(ids, past, weeks, program.today, settings.session_count)
    guests = everybody(pairs)
    days = (weeks.begins(last + 1) - weeks.monday).days + 14
    people = [*leading, *guests]  # who takes part as well meets in the hours of their own row
    weekly = {one.key: free_time(one.tz, one.blocks, weeks.monday, days) for one in people}
    away = absences(program, people, weeks.monday, weeks.monday + timedelta(days=days))
    free = {
        key: without(hours, [one.interval for one in away.get(key, ())])
        for key, hours in weekly.items()
    }
    past = with_possible_makeups(past, pairs, free, weeks, settings.session_minutes, program.today)
    rooms = rooms_of(program)
    limits = _limits(pairs, past, weeks, settings, rooms)
    open_time = _less(free, _kept(pairs, past, weeks, settings.session_minutes), not_before)
    kickoffs = place_kickoffs(
        [pair for pair in pairs if not past.had_kickoff(pair.pair_id)],
        leading,
        open_time,
        weeks,
        settings,
        not_before,
        earlier_kickoffs(past, weeks),
        held := list(_held(pairs, past, weeks)),
    )
    open_time = _less(open_time, _in_kickoffs(held, leading), None)
    events = _events(
        pairs, open_time, past, weeks, last, not_before, settings.session_minutes, events_stay
    )
    gathering = [e.interval for e in events if e.kind == GATHERING and e.interval is not None]
    if gathering:
        open_time = {key: without(hours, gathering) for key, hours in open_time.items()}
    times = {
        pair.pair_id: _pair_times(
            pair, agenda[pair.pair_id], open_time, past, weeks, settings, rooms
        )
        for pair in pairs
    }
    plan = engine(list(times.values()), weeks, settings, limits)
    return Planned(
        weeks, pairs, past, agenda, weekly, away, free,
        kickoffs, events, times, plan, limits, rooms, not_before,
    )  # fmt: skip


def _limits(
    pairs: Sequence[Pair], past: History, weeks: Timeline, settings: Settings, rooms: Rooms
) -> Limits:
    """What the sessions that stay leave to those that are planned."""
    in_week: Counter[tuple[str, int]] = Counter()
    room_taken: dict[str, list[Interval]] = {}
    for pair, start in _staying(pairs, past, weeks):
        in_week[pair.leader.key, weeks.week_of(start)] += 1
        site = site_of(pair, rooms)
        if site is not None:
            room_taken.setdefault(site, []).append((start, start + settings.session_minutes))
    return Limits(
        settings.session_minutes,
        settings.leader_week,
        in_week,
        {site: len(names) for site, names in rooms.items()},
        room_taken,
    )


def _staying(pairs: Sequence[Pair], past: History, weeks: Timeline) -> Iterator[tuple[Pair, int]]:
    """The sessions that are not planned anew, each with its start."""
    known = {pair.pair_id: pair for pair in pairs}
    own = [row for sessions in past.sessions.values() for row in sessions.values()]
    for row in (*own, *past.makeups.values()):
        if row["pair_id"] in known and past.takes_time(row):
            yield known[row["pair_id"]], moment_of(row["day"], row["start"], weeks)


def _kept(
    pairs: Sequence[Pair], past: History, weeks: Timeline, minutes: int
) -> dict[str, list[Interval]]:
    """What is taken in each calendar by sessions and events that stay."""
    taken: dict[str, list[Interval]] = {}
    for pair, start in _staying(pairs, past, weeks):
        for one in (pair.mentor, pair.leader):
            taken.setdefault(one.key, []).append((start, start + minutes))
    for row in past.events.values():
        if past.takes_time(row):
            start = moment_of(row["day"], row["start"], weeks)
            for one in everybody(pairs):
                taken.setdefault(one.key, []).append((start, start + EVENT_MINUTES))
    return taken


def _less(free: Calendars, taken: dict[str, list[Interval]], not_before: int | None) -> Calendars:
    over = [] if not_before is None else [(not_before - 10**9, not_before)]
    return {key: without(hours, taken.get(key, []) + over) for key, hours in free.items()}


def _held(pairs: Sequence[Pair], past: History, weeks: Timeline) -> Iterator[Held]:
    """The kick-offs that are not placed anew."""
    for pair in pairs:
        row = past.kickoffs.get(pair.pair_id)
        if row is not None and past.takes_time(row):
            yield pair, moment_of(row["day"], row["start"], weeks), row["facilitator"]


def _in_kickoffs(held: Sequence[Held], leading: Sequence[Participant]) -> dict[str, list[Interval]]:
    """What kick-offs that stay take of their people's time; those who lead them included."""
    taken: dict[str, list[Interval]] = {}
    for pair, start, name in held:
        keys = [one.key for one in leading if one.name == name]
        for key in (pair.mentor.key, pair.leader.key, *keys):
            taken.setdefault(key, []).append((start, start + EVENT_MINUTES))
    return taken


def _events(
    pairs: Sequence[Pair],
    free: Calendars,
    past: History,
    weeks: Timeline,
    last_window: int,
    not_before: int | None,
    minutes: int,
    stay: bool,
) -> list[CommonEvent]:
    """The common events that have not taken place yet."""
    weeks_of_events = event_weeks(weeks, last_window)
    guests = everybody(pairs)
    before = {
        row["kind"]: moment_of(row["day"], row["start"], weeks)
        for row in past.planned
        if row["kind"] in weeks_of_events and row["day"] and row["start"]
    }
    span = weeks.span(weeks.window_of(weeks_of_events[GATHERING][0]))
    hours = [
        last_hours(common(common(free[pair.mentor.key], free[pair.leader.key]), [span]), minutes)
        for pair in pairs
    ]
    meetings = [
        (start, start + minutes)
        for row in past.planned
        if row["kind"] == "Session" and row["day"] and row["start"]
        for start in [moment_of(row["day"], row["start"], weeks)]
    ]
    endangered = [one for one in hours if one is not None]
    return [
        place_event(
            kind,
            days,
            guests,
            free,
            weeks,
            not_before,
            before.get(kind),
            endangered if kind == GATHERING else (),
            stay,
            meetings if kind == GATHERING else (),
        )
        for kind, days in weeks_of_events.items()
        if kind not in past.events
    ]


def _pair_times(
    pair: Pair,
    agenda: Agenda,
    free: Calendars,
    past: History,
    weeks: Timeline,
    settings: Settings,
    rooms: Rooms,
) -> PairTimes:
    both = common(free[pair.mentor.key], free[pair.leader.key])
    windows = sorted(window for window in agenda.windows.values() if window is not None)
    minutes = settings.session_minutes
    starts = possible_starts(both, pair.leader.tz, minutes, weeks, windows) if windows else {}
    now = sessions_now(past, pair.pair_id, agenda, weeks)
    return PairTimes(
        pair.pair_id,
        (pair.mentor.key, pair.leader.key),
        with_present(starts, now, both, pair.leader.tz, minutes, weeks),
        pair.leader.tz,
        earlier_slot(past, pair.pair_id, weeks, pair.leader.tz),
        site_of(pair, rooms),
        now,
    )
