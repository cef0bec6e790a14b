"""More starts where sessions are in each other's way: one right after another.

Any plan can be changed so that every session begins as early as those before
it allow, in the same week. Then each begins where somebody's free time or a
week begins, where a room is given back, or where another session ends. These
are the only starts that can make room for one more session, at whatever minute
one may look; so they are added, off the half hours, where sessions find no
place or have to move without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.free_time import Interval, common, covers
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling.regular_slots import Timetable
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, slot_of, together
from revmentor_xl.steps.solving.deadline import Deadline

Times = dict[str, PairTimes]
"""What each pair can choose from, by its ID."""

Hours = Mapping[str, Sequence[Interval]]
"""The time that the two people of each pair have in common."""

Engine = Callable[[Sequence[PairTimes], Timeline, Settings, Limits], Timetable]
"""What chooses the times: `regular_slots.plan_sessions` or `minimum_change.plan_changes`."""


def plan_closely(
    engine: Engine, times: Times, hours: Hours, weeks: Timeline, settings: Settings, limits: Limits
) -> tuple[Times, Timetable]:
    """The plan, and the starts among which it chose; at no other minute is room for more.

    Raises `SolverFailed`.
    """
    deadline = Deadline.of(settings)
    plan = engine(list(times.values()), weeks, settings, limits)
    closer = more_starts(times, hours, plan, weeks, limits)
    if closer == times:
        return times, plan
    second = engine(list(closer.values()), weeks, deadline.rest(), limits)
    if second.reached >= plan.reached:
        return closer, second
    return closer, plan.bounded_by(second)  # the time was over too soon


def more_starts(
    times: Times, hours: Hours, plan: Timetable, weeks: Timeline, limits: Limits
) -> Times:
    """The same with a start right after another session wherever the plan needs one."""
    found = dict(times)
    for window in sorted({window for pair in times.values() for window in pair.starts}):
        needing = [pair for pair in times.values() if pair.starts.get(window)]
        if not any(plan.is_strained(pair, window) for pair in needing):
            continue
        for group in together(needing, by_rooms=True):
            if any(plan.is_strained(pair, window) for pair in group):
                _add_starts(found, group, hours, window, weeks, limits)
    return found


def _add_starts(
    found: Times,
    group: Sequence[PairTimes],
    hours: Hours,
    window: int,
    weeks: Timeline,
    limits: Limits,
) -> None:
    """Add those of one window to the pairs of a group that shares people and rooms."""
    span, minutes = weeks.span(window), limits.minutes
    open_time = {pair.pair_id: common(hours[pair.pair_id], [span]) for pair in group}
    starts: dict[str, set[int]] = {pair.pair_id: set() for pair in group}
    seen: set[int] = set()
    new = _beginnings(group, open_time, window, weeks, limits)
    for _ in group:  # no more sessions than these follow each other
        after = set()
        for start in new:
            able = [one for one, time in open_time.items() if covers(time, start, minutes)]
            for pair_id in able:
                starts[pair_id].add(start)
            if able:
                after.add(start + minutes)
        seen |= new
        new = after - seen
    for pair in group:
        before = pair.starts[window]
        possible = dict(before)
        for start in sorted(starts[pair.pair_id]):
            possible.setdefault(slot_of(start, pair.leader_tz, weeks, window), start)
        if len(possible) > len(before):
            own = found[pair.pair_id]
            found[pair.pair_id] = replace(own, starts={**own.starts, window: possible})


def _beginnings(
    group: Sequence[PairTimes],
    open_time: Hours,
    window: int,
    weeks: Timeline,
    limits: Limits,
) -> set[int]:
    """Where a session may begin that does not follow another one of the group."""
    mondays = [weeks.begins(window) + timedelta(weeks=n) for n in range(weeks.weeks)]
    found = {weeks.at(monday) for monday in mondays}
    found |= {begin for time in open_time.values() for begin, _ in time}
    found |= {pair.now[window] for pair in group if window in pair.now}
    sites = {pair.site for pair in group if pair.site is not None}
    found |= {end for site in sites for _, end in limits.room_taken.get(site, ())}
    first, after = weeks.span(window)
    return {start for start in found if first <= start < after}
