"""Why a session, a kick-off or an event changes, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import KICK_OFF, OVER
from revmentor_xl.steps.calendars.attendees import Attendee, Pair, facilitators
from revmentor_xl.steps.calendars.free_time import Interval, covers, overlap
from revmentor_xl.steps.calendars.rooms import site_of
from revmentor_xl.steps.calendars.wording import capital, short_time
from revmentor_xl.steps.meeting.makeup_ids import is_makeup
from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES, event_weeks
from revmentor_xl.steps.scheduling.existing.edits import Row, planned_at
from revmentor_xl.steps.scheduling.existing.history import moment_of
from revmentor_xl.steps.scheduling.output.obstacles import absent, common_events
from revmentor_xl.steps.scheduling.planning import Planned

SESSION = "Session"


@dataclass(frozen=True)
class Because:
    """The reasons for what is new in a plan: `now` are the rows of the present schedule,
    `then` those that the plan would write."""

    program: Program
    result: Planned
    now: Sequence[Row]
    then: Sequence[Row]

    def moves(self, before: Row, after: Row) -> str:
        """Why an event cannot stay where it is, or need not."""
        start = self._moment(before)
        if before["kind"] == SESSION:
            return self._session(before, start)
        if before["kind"] == KICK_OFF:
            return self._kickoff(before, start)
        week = self._event_weeks.get(before["kind"])
        if week and not week[0] <= before["day"] < week[1]:
            return "The weeks of the program have changed"
        return "More people can come then"

    def unplaced(self, before: Row | None, after: Row) -> str:
        """Why an event has no date, or has none any more."""
        why = str(after["why"] or "There is no time left for it")
        if before is None or before["day"] is None or before["start"] is None:
            return why
        if not self.result.pairs:
            return "No pair meets any more"
        lost = self.moves(before, after)
        return why if fold(lost) in fold(why) else f"{lost}. {why}"

    def new(self, before: Row | None, after: Row) -> str:
        """Why an event has a date that had none."""
        if before is not None:
            return "Its date was cleared" if planned_at(before) else "There is time for it now"
        if is_makeup(after["event_id"]):
            return "It makes up for a session that was missed"
        rows = [row for row in self.now if row["pair_id"] == after["pair_id"]]
        if after["pair_id"] and not rows:
            return "The pair is new"
        numbers = [row["number"] for row in rows if row["number"] is not None]
        if after["kind"] == SESSION and after["number"] > max(numbers, default=0):
            return f"The program has {self._sessions} now"
        return "It was not on the Schedule tab"

    def gone(self, before: Row) -> str:
        """Why an event is not planned any more."""
        if not before["pair_id"]:
            return "It is not planned any more"
        status = self._status.get(fold(before["pair_id"]))
        if status is None:
            return "The pair is not on the Pairs tab any more"
        if status in OVER:
            return "The pair has ended" if status == "Ended" else "The pair was rejected"
        if is_makeup(before["event_id"]):
            return "The session that it makes up for is not marked Replan any more"
        if before["number"] is not None and before["number"] > self._count:
            return f"The program has {self._sessions} now"
        return "The program ends before"

    # --- sessions and kick-offs -------------------------------------------

    def _session(self, before: Row, start: int) -> str:
        pair, minutes = self._pairs[before["pair_id"]], self.program.settings.session_minutes
        agenda = self.result.agendas.get(pair.pair_id)
        window = agenda.windows.get(before["number"]) if agenda else None
        if window is not None and not is_makeup(before["event_id"]):
            first, after = self.result.weeks.span(window)
            if not first <= start <= after - minutes:
                return "The weeks of the program have changed"
        reasons = [*self._absent(pair.people, start, minutes)]
        reasons += self._at_event(start, minutes)
        reasons += self._meets_others(before, pair.people, start, minutes)
        reasons += self._too_many(pair, start)
        if reasons or site_of(pair, self.result.rooms) is None:
            return next(iter(reasons), "Other sessions need that time")
        return "No room is free at that time"

    def _kickoff(self, before: Row, start: int) -> str:
        pair, weeks = self._pairs[before["pair_id"]], self.result.weeks
        if not weeks.at(weeks.start) <= start < weeks.at(weeks.begins(1)):
            return "The weeks of the program have changed"
        led = [one for one in self._facilitators if one.name == before["facilitator"]]
        if before["facilitator"] and not led:
            return f"{before['facilitator']} does not lead kick-offs any more"
        people = (*pair.people, *led)
        reasons = [*self._absent(people, start, EVENT_MINUTES)]
        reasons += self._meets_others(before, people, start, EVENT_MINUTES)
        return reasons[0] if reasons else "Fewer meetings with a facilitator are needed"

    def _absent(self, people: Sequence[Attendee], start: int, minutes: int) -> Iterator[str]:
        for one in people:
            if not covers(self.result.weekly.get(one.key, ()), start, minutes):
                yield f"{one.name} is not free on {short_time(start, one.tz)} any more"
        for one in people:
            yield from map(capital, absent([one], self.result, (start, start + minutes)))

    def _at_event(self, start: int, minutes: int) -> Iterator[str]:
        for event in common_events(self.result):
            if overlap(event.interval, (start, start + minutes)):
                yield capital(event.clause)

    def _meets_others(
        self, before: Row, people: Sequence[Attendee], start: int, minutes: int
    ) -> Iterator[str]:
        for one in people:
            for interval, event_id in self._meetings.get(one.key, ()):
                apart = event_id != before["event_id"]
                if apart and overlap(interval, (start, start + minutes)):
                    yield f"It makes room for {event_id}: {one.name} cannot be in both"

    def _too_many(self, pair: Pair, start: int) -> Iterator[str]:
        week, most = self.result.weeks.week_of(start), self.result.limits.per_week
        if self._in_week[pair.leader.key, week] >= most:
            yield f"{pair.leader.name} would have more than {counted(most, 'session')} that week"

    # --- what is known ----------------------------------------------------

    def _moment(self, row: Row) -> int:
        return moment_of(row["day"], row["start"], self.result.weeks)

    @property
    def _count(self) -> int:
        return self.program.settings.session_count

    @property
    def _sessions(self) -> str:
        return counted(self._count, "session")

    @cached_property
    def _pairs(self) -> Mapping[str, Pair]:
        return {pair.pair_id: pair for pair in self.result.pairs}

    @cached_property
    def _facilitators(self) -> Sequence[Attendee]:
        return facilitators(self.program)

    @cached_property
    def _status(self) -> Mapping[str, str]:
        pairs = self.program.table("pairs")
        return {fold(id_): status for id_, status in zip(pairs["pair_id"], pairs["status"])}

    @cached_property
    def _event_weeks(self) -> Mapping[str, tuple[date, date]]:
        windows = [
            window
            for agenda in self.result.agendas.values()
            for window in agenda.windows.values()
            if window is not None
        ]
        return event_weeks(self.result.weeks, max(windows, default=self._count))

    @cached_property
    def _in_week(self) -> Counter[tuple[str, int]]:
        """How many sessions each leader has in the plan in each of the program's weeks."""
        return Counter(
            (self._pairs[row["pair_id"]].leader.key, self.result.weeks.week_of(self._moment(row)))
            for row in self.then
            if row["kind"] == SESSION and row["pair_id"] in self._pairs and row["day"]
        )

    @cached_property
    def _meetings(self) -> Mapping[str, list[tuple[Interval, str]]]:
        """Everybody's sessions and kick-offs in the plan, by their key."""
        found: dict[str, list[tuple[Interval, str]]] = {}
        for row in self.then:
            pair = self._pairs.get(row["pair_id"])
            if pair is None or row["day"] is None or row["start"] is None:
                continue
            start = self._moment(row)
            minutes = EVENT_MINUTES
            if row["kind"] == SESSION:
                minutes = self.program.settings.session_minutes
            for one in pair.people:
                entry = (start, start + minutes), row["event_id"]
                found.setdefault(one.key, []).append(entry)
        return found
