"""Why a session is not at its regular time, or has none, and what would help.

Told from the plan as it is in the end: who meets whom then, who is away, how
many sessions the leader has in that week, and which rooms are in use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from revmentor_xl.findings.sentences import counted
from revmentor_xl.steps.calendars.attendees import Attendee, Pair
from revmentor_xl.steps.calendars.free_time import (
    DAY,
    Interval,
    common,
    covers,
    local,
    overlap,
    without,
)
from revmentor_xl.steps.calendars.wording import at_time, short_time
from revmentor_xl.steps.scheduling.output.obstacles import Busy, absent, common_events
from revmentor_xl.steps.scheduling.planning import Planned
from revmentor_xl.steps.scheduling.timetabling.slots import GRID, Slot, intended

NO_COMMON_HOUR = "The two have no common free hour in these weeks"
WEEKS_OVER = "Its weeks are over"
ALL_TAKEN = "Every common free hour is taken by other meetings"
BY_HAND = "Agree on a time, and type it into Date and Start of that row: it is kept"
OFFICE = range(8, 18)  # hours that are suggested before others
CAUSES = 3  # so many are named


class Reasons:
    """What stands in the way of sessions in a plan, with the make-ups that were given a date."""

    def __init__(self, result: Planned, makeups: Iterable[tuple[Pair, int]] = ()) -> None:
        self.result, self.limits = result, result.limits
        self.weeks, self.minutes = result.weeks, result.limits.minutes
        self.busy: dict[str, list[Busy]] = {}
        self.in_week = Counter(self.limits.in_week)
        self.in_rooms: dict[tuple[str, int], list[Interval]] = {}  # by site and day
        for site, taken in self.limits.room_taken.items():
            for interval in taken:
                self._use(site, interval)
        new = [
            (pair, start)
            for pair in result.pairs
            for start in result.plan.starts[pair.pair_id].values()
        ]
        for pair, start in (*new, *makeups):
            self._enter(pair, start)
            self.in_week[pair.leader.key, self.weeks.week_of(start)] += 1
            self._use(result.times[pair.pair_id].site, (start, start + self.minutes))
        for pair, start in result.past.staying_sessions(result.pairs, self.weeks):
            self._enter(pair, start)
        self.events = common_events(result)

    def _use(self, site: str | None, interval: Interval) -> None:
        if site is not None:
            self.in_rooms.setdefault((site, interval[0] // DAY), []).append(interval)

    def _near(self, site: str, start: int) -> list[Interval]:
        """The sessions at a site that begin on that day or on one beside it."""
        days = range(start // DAY - 1, start // DAY + 2)
        return [one for day in days for one in self.in_rooms.get((site, day), ())]

    def _enter(self, pair: Pair, start: int) -> None:
        for one, other in ((pair.mentor, pair.leader), (pair.leader, pair.mentor)):
            what = f"{one.name} meets {other.name}"
            self.busy.setdefault(one.key, []).append(
                Busy(start, start + self.minutes, what, pair.pair_id)
            )

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
        result, when = self.result, (wanted, wanted + self.minutes)
        for one in pair.people:
            if not covers(result.weekly[one.key], wanted, self.minutes):
                # weekly hours repeat, so it is only the clocks that change
                return f"it would be {short_time(wanted, one.tz)} for {one.name}, who is not free"
        for why in absent(pair.people, result, when):
            return why
        for event in self.events:
            if overlap(event.interval, when):
                return event.clause
        if result.not_before is not None and wanted < result.not_before:
            return "that day is over"
        return ""

    def _elsewhere(self, pair: Pair, window: int, wanted: int) -> str:
        """Another meeting of one of the two, or a start beyond the session's weeks."""
        first, last = self.weeks.span(window)
        if not first <= wanted <= last - self.minutes:
            return "that would be outside its weeks"
        meeting = self._meeting(pair, wanted)
        return meeting.clause if meeting else ""

    def _meeting(self, pair: Pair, start: int) -> Busy | None:
        """Another meeting of one of the two that is on when theirs would be."""
        for one in (pair.leader, pair.mentor):
            for meeting in self.busy.get(one.key, ()):
                is_on = overlap(meeting.interval, (start, start + self.minutes))
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
        running = [one for one in self._near(site, start) if overlap(one, (start, end))]
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
                    f"{pair.leader.name} has {counted(most, 'session')} in each week in which the "
                    "two have time, which is the most"
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
            cause = next(absent(pair.people, self.result, (begin, end)), "")
            others = [*self.events, *self.busy.get(pair.leader.key, ())]
            others += self.busy.get(pair.mentor.key, ())
            taken = next((one for one in others if overlap(one.interval, (begin, end))), None)
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

    def _open(self, one: Attendee, window: int) -> Sequence[Interval]:
        """What is left of a person's time in a window."""
        not_before = self.result.not_before
        first, last = self.weeks.span(window)
        first = first if not_before is None else max(first, not_before)
        hours = common(self.result.free[one.key], [(first, last)] if first < last else [])
        return without(hours, self._taken(one))

    def _taken(self, one: Attendee) -> list[Interval]:
        return [meeting.interval for meeting in (*self.busy.get(one.key, ()), *self.events)]
