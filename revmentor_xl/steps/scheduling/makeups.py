"""Missed sessions that HR wants to take place after all.

A make-up comes as early as it can, from tomorrow to the end of the weeks of
the following session. It takes an hour that nothing else needs, so that it
moves nothing. Once it has a date it stays there while its people can come.
Most make-ups first, then the smallest sum of waiting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.schema.statuses import KICK_OFF
from revmentor_xl.steps.calendars.attendees import Pair, everybody
from revmentor_xl.steps.calendars.free_time import Interval, common, local, without
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.meeting.makeup_ids import next_try
from revmentor_xl.steps.people.participants import id_order
from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES
from revmentor_xl.steps.scheduling.existing.edits import Row
from revmentor_xl.steps.scheduling.existing.history import moment_of
from revmentor_xl.steps.scheduling.planning import Planned
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Row as Shared
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import GRID, PairTimes, possible_starts
from revmentor_xl.steps.solving.solver import solve, weighted
from revmentor_xl.steps.solving.tie_rule import first_of_equals

NO_HOUR = "The two have no free hour left in these weeks"

Option = tuple[int, int]
"""A make-up by its position, and a start."""


@dataclass(frozen=True)
class MakeUp:
    """A session in place of a missed one; without a start there is no hour for it."""

    event_id: str
    pair: Pair
    missed: Row
    start: int | None


def place_makeups(result: Planned, settings: Settings, today: date) -> list[MakeUp]:
    """A make-up for each missed session that HR wants replanned and that has none yet."""
    pairs = {pair.pair_id: pair for pair in result.pairs}
    missed = [
        row for row in result.past.replanned if next_try(row["event_id"]) not in result.past.makeups
    ]
    missed.sort(key=lambda row: (id_order(row["pair_id"]), row["pair_id"], row["event_id"]))
    if not missed:
        return []
    taken = _taken(result)
    times = [
        replace(result.times[row["pair_id"]], pair_id=next_try(row["event_id"])) for row in missed
    ]
    options = _options(result, missed, times, taken, settings.session_minutes, today)
    waiting = _Waiting(
        times,
        [row["pair_id"] for row in missed],
        options,
        taken,
        result.weeks,
        settings,
    )
    chosen = waiting.chosen()
    return [
        MakeUp(times[n].pair_id, pairs[row["pair_id"]], row, chosen.get(n))
        for n, row in enumerate(missed)
    ]


# --- what is free ---------------------------------------------------------


def _taken(result: Planned) -> Taken:
    """All sessions that have just been planned; those that stay are in the limits."""
    taken = Taken(result.limits, result.weeks)
    for pair_id, starts in result.plan.starts.items():
        for start in starts.values():
            taken.add(result.times[pair_id], start)
    return taken


def _options(
    result: Planned,
    missed: Sequence[Row],
    times: Sequence[PairTimes],
    taken: Taken,
    minutes: int,
    today: date,
) -> list[list[int]]:
    """The starts of each make-up beside everything else, the earliest first."""
    weeks = result.weeks
    window = max(weeks.window_of(today), 1)
    span = [(weeks.at(today + timedelta(days=1)), weeks.span(window + 1)[1])]
    busy, days = _meetings(result, minutes)
    pairs = {pair.pair_id: pair for pair in result.pairs}
    found = []
    for row, own in zip(missed, times):
        one, other = pairs[row["pair_id"]].people
        both = common(common(result.free[one.key], result.free[other.key]), span)
        open_time = without(both, [*busy.get(one.key, ()), *busy.get(other.key, ())])
        possible = possible_starts(open_time, own.leader_tz, minutes, weeks, [window, window + 1])
        found.append(
            sorted(
                start
                for start in {s for slots in possible.values() for s in slots.values()}
                if local(weeks.tz, start).date() not in days.get(row["pair_id"], ())
                and taken.fits(own, start)
            )
        )
    return found


def _meetings(
    result: Planned, minutes: int
) -> tuple[dict[str, list[Interval]], dict[str, set[date]]]:
    """Everybody's hours that are taken, and the days on which each pair meets."""
    tz = result.weeks.tz
    busy: dict[str, list[Interval]] = {}
    days: dict[str, set[date]] = {}
    for pair, start, length in _dated(result, minutes):
        days.setdefault(pair.pair_id, set()).add(local(tz, start).date())
        for one in pair.people:
            busy.setdefault(one.key, []).append((start, start + length))
    events = [event.start for event in result.events if event.start is not None]
    events += [
        moment_of(row["day"], row["start"], result.weeks)
        for row in result.past.events.values()
        if result.past.takes_time(row)
    ]
    for one in everybody(result.pairs):
        busy.setdefault(one.key, []).extend((at, at + EVENT_MINUTES) for at in events)
    return busy, days


def _dated(result: Planned, minutes: int) -> Iterator[tuple[Pair, int, int]]:
    """Every meeting of a pair: when it starts and how many minutes it lasts."""
    pairs = {pair.pair_id: pair for pair in result.pairs}
    for pair_id, starts in result.plan.starts.items():
        for start in starts.values():
            yield pairs[pair_id], start, minutes
    for kickoff in result.kickoffs:
        if kickoff.start is not None:
            yield kickoff.pair, kickoff.start, EVENT_MINUTES
    for row in result.past.rows:
        if row["pair_id"] in pairs and result.past.takes_time(row):
            length = EVENT_MINUTES if row["kind"] == KICK_OFF else minutes
            at = moment_of(row["day"], row["start"], result.weeks)
            yield pairs[row["pair_id"]], at, length


# --- who comes first ------------------------------------------------------


@dataclass(frozen=True)
class _Waiting:
    """Make-ups that may want the same hour.

    Each has the start that is best for it alone until that breaks a rule;
    then those concerned are chosen together, by an exact model. A choice
    that breaks no rule is therefore the best one.
    """

    times: Sequence[PairTimes]
    pair_ids: Sequence[str]
    options: Sequence[Sequence[int]]
    taken: Taken
    weeks: Timeline
    settings: Settings

    def chosen(self) -> dict[int, int]:
        """The start of each make-up that has one."""
        groups = [frozenset([n]) for n, starts in enumerate(self.options) if starts]
        starts = {n: self.options[n][0] for group in groups for n in group}
        while broken := self._rules(sorted(starts.items())):
            together = _joined([*groups, *(frozenset(n for n, _ in row.keys) for row in broken)])
            for group in together:
                if group not in groups:
                    starts = {n: at for n, at in starts.items() if n not in group}
                    starts |= self._together(sorted(group))
            groups = together
        return starts

    def _rules(self, options: Sequence[Option]) -> list[Shared[Option]]:
        """What keeps these options from taking place all together."""
        found = self.taken.rows([(option, self.times[option[0]], option[1]) for option in options])
        on_day: dict[tuple[str, date], list[Option]] = {}
        for n, start in options:
            day = local(self.weeks.tz, start).date()
            on_day.setdefault((self.pair_ids[n], day), []).append((n, start))
        several = [row for row in on_day.values() if len({n for n, _ in row}) > 1]
        return [*found, *(Shared(tuple(row), 1) for row in several)]

    def _together(self, group: Sequence[int]) -> dict[int, int]:
        try:
            return self._solved(group)
        except SolverFailed:  # one after the other breaks no rule either
            return self._in_turn(group)

    def _solved(self, group: Sequence[int]) -> dict[int, int]:
        """Most of the group, then the smallest sum of half hours waited; of equals, one after
        the other the earliest start."""
        first = min(start for n in group for start in self.options[n])
        waits = {at: -(-(at - first) // GRID) for n in group for at in self.options[n]}
        far = (max(waits.values()) + 1) * len(group)
        problem = pulp.LpProblem("make_ups", pulp.LpMinimize)
        column = {
            n: {
                at: problem.add_variable(f"start_{n}_{number}", 0, 1, cat="Binary")
                for number, at in enumerate(self.options[n])
            }
            for n in group
        }
        for starts in column.values():
            problem += weighted((one, 1.0) for one in starts.values()) <= 1
        for row in self._rules([(n, at) for n in group for at in self.options[n]]):
            problem += weighted((column[n][at], 1.0) for n, at in row.keys) <= row.most
        each = [(one, waits[at]) for starts in column.values() for at, one in starts.items()]
        problem.setObjective(weighted((one, wait - far) for one, wait in each))
        solve(problem, self.settings)
        best = [
            next((at for at, one in starts.items() if pulp.value(one) > 0.5), None)
            for starts in column.values()
        ]
        placed = [at for at in best if at is not None]
        problem += weighted((one, 1.0) for one, _ in each) == len(placed)
        problem += weighted((one, float(wait)) for one, wait in each) == sum(
            waits[at] for at in placed
        )
        found = first_of_equals(problem, list(column.values()), best, self.settings)
        return {n: at for n, at in zip(column, found) if at is not None}

    def _in_turn(self, group: Sequence[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for n in group:
            for start in self.options[n]:
                if not self._rules([*found.items(), (n, start)]):
                    found[n] = start
                    break
        return found


def _joined(sets: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """The sets, those with a member in common put together."""
    joined: list[frozenset[int]] = []
    for one in sets:
        touching = [other for other in joined if other & one]
        joined = [other for other in joined if not other & one]
        joined.append(one.union(*touching))
    return sorted(joined, key=min)
