"""From a program to its plan: who is free, the common events, every session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from revmentor_xl.program import Program
from revmentor_xl.schema.settings import Settings
from revmentor_xl.schema.statuses import GATHERING
from revmentor_xl.steps.calendars.absences import Absence, absences
from revmentor_xl.steps.calendars.attendees import (
    Attendee,
    Pair,
    everybody,
    facilitators,
    meeting_pairs,
)
from revmentor_xl.steps.calendars.free_time import Interval, common, free_time, shown_again, without
from revmentor_xl.steps.calendars.owners import CalendarOwners
from revmentor_xl.steps.calendars.rooms import Rooms, rooms_of, site_of
from revmentor_xl.steps.calendars.timeline import Timeline, timeline
from revmentor_xl.steps.scheduling.common_events import (
    EVENT_MINUTES,
    CommonEvent,
    event_weeks,
    last_hours,
    place_event,
)
from revmentor_xl.steps.scheduling.existing.edits import is_dated
from revmentor_xl.steps.scheduling.existing.history import (
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
from revmentor_xl.steps.scheduling.kickoffs.case import Held
from revmentor_xl.steps.scheduling.kickoffs.kickoffs import KickOff, place_kickoffs
from revmentor_xl.steps.scheduling.timetabling.back_to_back import Engine, plan_closely
from revmentor_xl.steps.scheduling.timetabling.kept_sessions import with_present
from revmentor_xl.steps.scheduling.timetabling.regular_slots import Timetable, plan_sessions
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, possible_starts

Calendars = dict[str, tuple[Interval, ...]]
"""Each person's free time by their key."""

TWICE = "the program's clock is put back and shows that time twice"


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
    plan: Timetable
    limits: Limits
    rooms: Rooms
    not_before: int | None  # the moment at which today began, once nothing is put before it


def planned(program: Program, engine: Engine = plan_sessions, events_stay: bool = False) -> Planned:
    """Plan a program's kick-offs, events and sessions.

    `events_stay`: common events keep their hour, see `place_event`.

    Raises `BadSetting` and `SolverFailed`.
    """
    settings, weeks, pairs = program.settings, timeline(program), meeting_pairs(program)
    leading = facilitators(program)
    past = history(program, weeks, {pair.pair_id for pair in pairs})
    not_before = weeks.at(program.today) if _has_begun(past, weeks, program.today) else None
    ids = [pair.pair_id for pair in pairs]
    agenda, last = agendas(ids, past, weeks, program.today, settings.session_count)
    # who leads kick-offs and takes part as well meets in the hours of their own row
    people = [*leading, *everybody(pairs)]
    weekly, away, free = _calendars(program, people, weeks, last)
    past = with_possible_makeups(past, pairs, free, weeks, settings.session_minutes, program.today)
    rooms, held = rooms_of(program), list(_held(pairs, past, weeks))
    limits = _limits(pairs, past, weeks, settings, rooms)
    open_time = _less(free, _kept(pairs, past, weeks, settings.session_minutes), not_before)
    open_time = _less(open_time, _led_by_others(program, held, leading), None)
    kickoffs = place_kickoffs(
        [pair for pair in pairs if not past.had_kickoff(pair.pair_id)],
        leading,
        open_time,
        weeks,
        settings,
        not_before,
        earlier_kickoffs(past, weeks),
        held,
    )
    open_time = _less(open_time, _in_kickoffs(held, leading), None)
    events = _events(
        pairs, open_time, past, weeks, last, not_before, settings.session_minutes, events_stay
    )
    open_time = _beside_gathering(open_time, events)
    hours = {
        pair.pair_id: common(open_time[pair.mentor.key], open_time[pair.leader.key])
        for pair in pairs
    }
    times = {
        pair.pair_id: _pair_times(
            pair, agenda[pair.pair_id], hours[pair.pair_id], past, weeks, settings, rooms
        )
        for pair in pairs
    }
    times, plan = plan_closely(engine, times, hours, weeks, settings, limits)
    return Planned(
        weeks, pairs, past, agenda, weekly, away, free,
        kickoffs, events, times, plan, limits, rooms, not_before,
    )  # fmt: skip


def _calendars(
    program: Program, people: Sequence[Attendee], weeks: Timeline, last_window: int
) -> tuple[Calendars, Mapping[str, Sequence[Absence]], Calendars]:
    """Everybody's weekly time until the celebration, their absences, and what these leave.

    Nothing is put where the program's clock shows an hour for the second time:
    of a row with such a start nobody could say which of the two is meant.
    """
    days = (weeks.begins(last_window + 1) - weeks.monday).days + 14
    weekly = {one.key: free_time(one.tz, one.blocks, weeks.monday, days) for one in people}
    twice = [Absence(again, TWICE, "") for again in shown_again(weeks.tz, weeks.monday, days)]
    away = {
        key: sorted([*theirs, *twice])
        for key, theirs in absences(
            program, people, weeks.monday, weeks.monday + timedelta(days=days)
        ).items()
    }
    free = {
        key: without(hours, [one.interval for one in away.get(key, ())])
        for key, hours in weekly.items()
    }
    return weekly, away, free


def _has_begun(past: History, weeks: Timeline, today: date) -> bool:
    """Is what lies before today over for the plan?

    Not when a program is entered for the first time after its sessions began:
    then HR notes on the Sessions tab what has taken place.
    """
    return bool(past.planned) or past.running or weeks.start <= today < weeks.begins(1)


def _limits(
    pairs: Sequence[Pair], past: History, weeks: Timeline, settings: Settings, rooms: Rooms
) -> Limits:
    """What the sessions that stay leave to those that are planned."""
    in_week: Counter[tuple[str, int]] = Counter()
    room_taken: dict[str, list[Interval]] = {}
    for pair, start in past.staying_sessions(pairs, weeks):
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


def _kept(
    pairs: Sequence[Pair], past: History, weeks: Timeline, minutes: int
) -> dict[str, list[Interval]]:
    """What is taken in each calendar by sessions and events that stay."""
    taken: dict[str, list[Interval]] = {}
    for pair, start in past.staying_sessions(pairs, weeks):
        for one in pair.people:
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


def _beside_gathering(free: Calendars, events: Sequence[CommonEvent]) -> Calendars:
    """What the gathering leaves; the other events are after the last session."""
    gathering = [e.interval for e in events if e.kind == GATHERING and e.interval is not None]
    return {key: without(hours, gathering) for key, hours in free.items()} if gathering else free


def _held(pairs: Sequence[Pair], past: History, weeks: Timeline) -> Iterator[Held]:
    """The kick-offs that are not placed anew."""
    for pair in pairs:
        row = past.kickoffs.get(pair.pair_id)
        if row is not None and past.takes_time(row):
            yield pair, moment_of(row["day"], row["start"], weeks), row["facilitator"]


def _in_kickoffs(held: Sequence[Held], leading: Sequence[Attendee]) -> dict[str, list[Interval]]:
    """What kick-offs that stay take of their people's time; those who lead them included."""
    taken: dict[str, list[Interval]] = {}
    for pair, start, name in held:
        keys = [one.key for one in leading if one.name == name]
        for key in (pair.mentor.key, pair.leader.key, *keys):
            taken.setdefault(key, []).append((start, start + EVENT_MINUTES))
    return taken


def _led_by_others(
    program: Program, held: Sequence[Held], leading: Sequence[Attendee]
) -> dict[str, list[Interval]]:
    """What kick-offs that stay take of whoever may lead them and is none of `leading`."""
    now, owners = {one.name for one in leading}, CalendarOwners.of(program)
    taken: dict[str, list[Interval]] = {}
    for _, start, name in held:
        for key in () if name in now else owners.leading(name):
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
    weeks_of_events, guests = event_weeks(weeks, last_window), everybody(pairs)
    before, meetings = _dated_now(past, weeks, minutes)
    span = weeks.span(weeks.window_of(weeks_of_events[GATHERING][0]))
    hours = [
        last_hours(common(common(free[pair.mentor.key], free[pair.leader.key]), [span]), minutes)
        for pair in pairs
    ]
    endangered = [one for one in hours if one is not None]
    found = []
    for kind, days in weeks_of_events.items():
        if kind in past.events:
            continue
        event = place_event(
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
        found.append(event)
        if event.interval is not None:  # two may share a week when no session is left
            free = _less(free, {key: [event.interval] for key in free}, None)
    return found


def _dated_now(
    past: History, weeks: Timeline, minutes: int
) -> tuple[dict[str, int], list[Interval]]:
    """The present start of each common event, and the present sessions."""
    events, sessions = {}, []
    for row in filter(is_dated, past.planned):
        start = moment_of(row["day"], row["start"], weeks)
        if row["kind"] == "Session":
            sessions.append((start, start + minutes))
        elif not row["pair_id"]:
            events[row["kind"]] = start
    return events, sessions


def _pair_times(
    pair: Pair,
    agenda: Agenda,
    both: Sequence[Interval],
    past: History,
    weeks: Timeline,
    settings: Settings,
    rooms: Rooms,
) -> PairTimes:
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
