"""Why a session is not at its regular time, or has none, and what would help.

Told from the plan as it is in the end: who meets whom then, who is away, how
many sessions the leader has in that week, and which rooms are in use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from revmentor_xl.steps.scheduling.calendar import Interval, common, covers, local, without
from revmentor_xl.steps.scheduling.engine.slots import GRID, Slot, intended
from revmentor_xl.steps.scheduling.people import Pair, Participant
from revmentor_xl.steps.scheduling.planning import Planned
from revmentor_xl.steps.scheduling.staying.history import moment_of
from revmentor_xl.steps.scheduling.told.wording import at_time, short_time

NO_COMMON_HOUR = "The two have no common free hour in these weeks"
WEEKS_OVER = "Its weeks are over"
ALL_TAKEN = "Every common free hour is taken by other meetings"
BY_HAND = "Agree on a time, and type it into Date and Start of that row: it is kept"
OFFICE = range(8, 18)  # hours that are suggested before others
CAUSES = 3  # so many are named


class Busy(NamedTuple):
    """A meeting in somebody's calendar, “Lea meets Mia” or “the Celebration is”."""

    start: int
    end: int
    what: str
    pair_id: str = ""


class Reasons:
    """What stands in the way of sessions in a plan."""

    def __init__(self, result: Planned) -> None:
        self.result, self.limits = result, result.limits
        self.weeks, self.minutes = result.weeks, result.limits.minutes
        self.busy: dict[str, list[Busy]] = {}
        self.in_week = Counter(self.limits.in_week)
        self.in_rooms = {site: list(taken) for site, taken in self.limits.room_taken.items()}
        for pair in result.pairs:
            for start in result.plan.starts[pair.pair_id].values():
                self._enter(pair, start)
                self.in_week[pair.leader.key, self.weeks.week_of(start)] += 1
                site = result.times[pair.pair_id].site
                if site is not None:
                    self.in_rooms.setdefault(site, []).append((start, start + self.minutes))
        self._enter_what_stays()
        events = [(e.interval, e.kind) for e in result.events if e.interval is not None]
        for row in result.past.events.values():
            if result.past.takes_time(row):
                start = moment_of(row["day"], row["start"], self.weeks)
                events.append(((start, start + 60), row["kind"]))
        self.events = [Busy(*when, f"the {kind[0].lower()}{kind[1:]} is") for when, kind in events]

    def _enter(self, pair: Pair, start: int) -> None:
        for one, other in ((pair.mentor, pair.leader), (pair.leader, pair.mentor)):
            what = f"{one.name} meets {other.name}"
            self.busy.setdefault(one.key, []).append(
                Busy(start, start + self.minutes, what, pair.pair_id)
            )

    def _enter_what_stays(self) -> None:
        past = self.result.past
        known = {pair.pair_id: pair for pair in self.result.pairs}
        own = [row for sessions in past.sessions.values() for row in sessions.values()]
        for row in (*own, *past.makeups.values()):
            if row["pair_id"] in known and past.takes_time(row):
                at = moment_of(row["day"], row["start"], self.weeks)
                self._enter(known[row["pair_id"]], at)

    # --- moved ------------------------------------------------------------

    def moved(self, pair: Pair, window: int, start: int, slot: Slot | None) -> str:
        """Why the session starts then and not at the regular slot."""
        if slot is None:
            return "The two have no regular time"
        times = self.result.times[pair.pair_id]
        wanted = intended(times, slot, self.weeks, window)
        moved = f"Moved from {short_time(wanted, pair.leader.tz)}"
        cause = self._not_free(pair, wanted) or self._elsewhere(pair, window, wanted)
        if cause:
            return f"{moved}: {cause}"
        if times.now.get(window) == start:
            return f"{moved} before, and stays: the fewest sessions change"
        return f"{moved}: {self._limited(pair, wanted) or 'other sessions need that time'}"

    def _not_free(self, pair: Pair, wanted: int) -> str:
        """What people's own calendars have against a moment."""
        result, until = self.result, wanted + self.minutes
        for one in (pair.mentor, pair.leader):
            if not covers(result.weekly[one.key], wanted, self.minutes):
                # weekly hours repeat, so it is only the clocks that change
                return f"it would be {short_time(wanted, one.tz)} for {one.name}, who is not free"
        for one in (pair.mentor, pair.leader):
            for absence in result.away.get(one.key, ()):
                if absence.interval[0] < until and wanted < absence.interval[1]:
                    return absence.why
        for event in self.events:
            if event.start < until and wanted < event.end:
                return f"{event.what} at that time"
        if result.not_before is not None and wanted < result.not_before:
            return "that day is over"
        return ""

    def _elsewhere(self, pair: Pair, window: int, wanted: int) -> str:
        """Another meeting of one of the two, or a start beyond the session's weeks."""
        first, last = self.weeks.span(window)
        if not first <= wanted <= last - self.minutes:
            return "that would be outside its weeks"
        meeting = self._meeting(pair, wanted)
        return f"{meeting.what} at that time" if meeting else ""

    def _meeting(self, pair: Pair, start: int) -> Busy | None:
        """Another meeting of one of the two that is on when theirs would be."""
        for one in (pair.leader, pair.mentor):
            for meeting in self.busy.get(one.key, ()):
                is_on = meeting.start < start + self.minutes and start < meeting.end
                if is_on and meeting.pair_id != pair.pair_id:
                    return meeting
        return None

    def _limited(self, pair: Pair, start: int) -> str:
        """The leader's week or the rooms."""
        if self._week_is_full(pair, start):
            most = self.limits.per_week
            return f"{pair.leader.name} has {most} sessions in that week, which is the most"
        if not self._has_room(pair, start):
            return f"no room{self._site(pair)} is free then"
        return ""

    def _week_is_full(self, pair: Pair, start: int) -> bool:
        week = self.weeks.week_of(start)
        own = self.result.plan.starts[pair.pair_id].values()
        others = self.in_week[pair.leader.key, week]
        others -= sum(self.weeks.week_of(one) == week for one in own)
        return others >= self.limits.per_week

    def _has_room(self, pair: Pair, start: int) -> bool:
        site = self.result.times[pair.pair_id].site
        if site is None:
            return True
        end = start + self.minutes
        running = [(a, b) for a, b in self.in_rooms.get(site, ()) if a < end and start < b]
        at_once = [sum(a <= at < b for a, b in running) for at, _ in [*running, (start, end)]]
        return max(at_once) < self.limits.rooms.get(site, 0)

    def _site(self, pair: Pair) -> str:
        site = self.result.times[pair.pair_id].site
        return f" at {pair.leader.location}" if site else ""

    # --- without a date ---------------------------------------------------

    def unplaced(self, pair: Pair, window: int | None) -> str:
        """Why the session has no date."""
        if window is None:
            return WEEKS_OVER
        starts = self._starts(pair, window)
        if not starts:
            causes = "; ".join(list(dict.fromkeys(self._causes(pair, window)))[:CAUSES])
            return f"{NO_COMMON_HOUR}; {causes}" if causes else NO_COMMON_HOUR
        for start in starts:
            if self._meeting(pair, start) is None and self._week_is_full(pair, start):
                most = self.limits.per_week
                return (
                    f"{pair.leader.name} has {most} sessions in each week in which the two have "
                    "time, which is the most"
                )
        for start in starts:
            if self._meeting(pair, start) is None and not self._has_room(pair, start):
                return f"No room{self._site(pair)} is free when the two have time"
        return ALL_TAKEN

    def remedy(self, pair: Pair, window: int | None) -> str:
        """What would give the session a place, were everything else left as it is."""
        if window is None:
            return BY_HAND
        for start in self._starts(pair, window):
            if self._meeting(pair, start) is not None:
                continue
            is_full, has_room = self._week_is_full(pair, start), self._has_room(pair, start)
            when = at_time(start, pair.leader.tz)
            if is_full and not has_room:
                continue
            if is_full:
                more = self.in_week[pair.leader.key, self.weeks.week_of(start)] + 1
                return f"With {more} sessions a week for a leader, {when} would do"
            if not has_room:
                return f"Another room{self._site(pair)} on {when} would do"
            return f"{when} is free: type it into Date and Start of that row"
        return next(self._openings(pair, window), BY_HAND)

    def _starts(self, pair: Pair, window: int) -> list[int]:
        return sorted(set(self.result.times[pair.pair_id].starts[window].values()))

    def _causes(self, pair: Pair, window: int) -> Iterator[str]:
        """What takes the hours that the two would have in an ordinary week."""
        weekly = self.result.weekly
        hours = common(weekly[pair.mentor.key], weekly[pair.leader.key])
        for begin, end in common(hours, [self.weeks.span(window)]):
            if end - begin < self.minutes:
                continue
            cause = next(
                (
                    absence.why
                    for one in (pair.mentor, pair.leader)
                    for absence in self.result.away.get(one.key, ())
                    if absence.interval[0] < end and begin < absence.interval[1]
                ),
                "",
            )
            others = [*self.events, *self.busy.get(pair.leader.key, ())]
            others += self.busy.get(pair.mentor.key, ())
            taken = next((one for one in others if one.start < end and begin < one.end), None)
            if cause:
                yield cause
            elif taken is not None:
                yield f"{taken.what} on {at_time(taken.start, self.weeks.tz)}"

    def _openings(self, pair: Pair, window: int) -> Iterator[str]:
        """Hours at which one of the two has time, and the other could make some."""
        for one, other in ((pair.mentor, pair.leader), (pair.leader, pair.mentor)):
            hours = self._open(other, window)
            away = [absence.interval for absence in self.result.away.get(one.key, ())]
            found = [
                start
                for begin, end in without(hours, [*away, *self._taken(one)])
                for start in range(begin, end - self.minutes + 1, GRID)
                if not self._week_is_full(pair, start) and self._has_room(pair, start)
            ]
            found.sort(key=lambda start: (local(one.tz, start).hour not in OFFICE, start))
            for start in found[:1]:
                yield f"{one.name} with time on {at_time(start, one.tz)} would do"

    def _open(self, one: Participant, window: int) -> Sequence[Interval]:
        """What is left of a person's time in a window."""
        not_before = self.result.not_before
        first, last = self.weeks.span(window)
        first = first if not_before is None else max(first, not_before)
        hours = common(self.result.free[one.key], [(first, last)] if first < last else [])
        return without(hours, self._taken(one))

    def _taken(self, one: Participant) -> list[Interval]:
        meetings = [*self.busy.get(one.key, ()), *self.events]
        return [(meeting.start, meeting.end) for meeting in meetings]
