"""A schedule and everything around it, read from the typed tables of a program.

For the independent check (`checker_schedule.py`); nothing of
`revmentor_xl.steps` is used.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from revmentor_xl.program import Program
from tests.checker_calendar import (
    Calendars,
    Person,
    Span,
    both,
    calendars,
    holds,
    less,
    midnight,
    minutes_of,
    shown,
)

EVENT = 60  # minutes of a kick-off or a common event
KICK_OFF = "Kick-off"
OVER = ("Ended", "Rejected")


@dataclass(frozen=True)
class Row:
    """A row of the Schedule tab. `stays`: it is past, or HR wants it there."""

    id: str
    kind: str
    pair: str
    number: int | None
    begin: int | None
    end: int
    stays: bool
    cells: dict[str, object]


@dataclass(frozen=True)
class Couple:
    """A pair that meets; `site` is where it needs a room, None online."""

    id: str
    mentor: Person
    leader: Person
    site: str | None

    @property
    def people(self) -> tuple[Person, Person]:
        return self.mentor, self.leader


@dataclass
class World:
    """The schedule of a program and everything around it, read once."""

    program: Program
    tz: ZoneInfo = field(init=False)
    monday: date = field(init=False)

    def __post_init__(self) -> None:
        settings = self.program.settings
        self.tz = ZoneInfo(settings.time_zone)
        ahead = settings.start_date.weekday()
        monday = settings.start_date - timedelta(days=ahead)
        self.monday = monday + timedelta(weeks=int(ahead >= 5))
        self.minutes = settings.session_minutes

    @cached_property
    def weeks(self) -> int:
        settings = self.program.settings
        return settings.kickoff_weeks + settings.session_count * settings.cadence_weeks

    @cached_property
    def calendars(self) -> Calendars:
        return calendars(self.program, self.monday, 7 * (self.weeks + 12))

    @cached_property
    def couples(self) -> dict[str, Couple]:
        pairs = self.program.table("pairs")
        nobody = Person("", "", self.tz, "", ())
        found = {}
        for id_, mentor, leader in pairs.loc[
            ~pairs["status"].isin(OVER), ["pair_id", "mentor_id", "leader_id"]
        ].itertuples(index=False):
            one = self.calendars.mentors.get(mentor, nobody)
            other = self.calendars.leaders.get(leader, nobody)
            found[id_] = Couple(id_, one, other, self.site(one, other))
        return found

    def site(self, one: Person, other: Person) -> str | None:
        if one.location == other.location and one.location in self.rooms:
            return one.location
        return "" if "" in self.rooms else None

    @cached_property
    def rooms(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for room, place in self.program.table("rooms")[["room", "location"]].itertuples(
            index=False
        ):
            found.setdefault(place.casefold(), set()).add(room)
        return found

    @cached_property
    def rows(self) -> list[Row]:
        return [self.row(cells) for cells in self.program.table("schedule").to_dict("records")]

    def row(self, cells: dict[str, object]) -> Row:
        day, start, kind = cells["day"], cells["start"], str(cells["kind"])
        length = self.minutes if kind == "Session" else EVENT
        begin = -1
        if day is not None:
            begin = minutes_of(datetime.combine(day, start, self.tz).astimezone(UTC))  # type: ignore[arg-type]
        past = day is not None and day < self.program.today  # type: ignore[operator]
        stays = past or cells["fixed"] is True or cells["status"] in ("Held", "Missed", "Fixed")
        number = None if kind != "Session" else int(str(cells["number"]))
        id_, pair = str(cells["event_id"]), str(cells["pair_id"])
        at = None if day is None else begin
        return Row(id_, kind, pair, number, at, begin + length, stays, cells)

    @cached_property
    def sessions(self) -> list[Row]:
        """The sessions of pairs that meet."""
        return [one for one in self.rows if one.kind == "Session" and one.pair in self.couples]

    @cached_property
    def kickoffs(self) -> list[Row]:
        return [one for one in self.rows if one.kind == KICK_OFF and one.pair in self.couples]

    @cached_property
    def events(self) -> dict[str, Row]:
        return {one.kind: one for one in self.rows if one.kind not in ("Session", KICK_OFF)}

    def day_of(self, week: int) -> int:
        """The moment at which a week of the program, from 0, begins."""
        return midnight(self.tz, self.monday + timedelta(weeks=week))

    def week_of(self, at: int) -> int:
        return (shown(self.tz, at).date() - self.monday).days // 7

    def window(self, number: int) -> Span:
        settings = self.program.settings
        week = settings.kickoff_weeks + (number - 1) * settings.cadence_weeks
        return self.day_of(week), self.day_of(week + settings.cadence_weeks)

    @cached_property
    def guests(self) -> dict[str, Person]:
        people = [one for couple in self.couples.values() for one in couple.people if one.who]
        return {one.who: one for one in people}

    @cached_property
    def not_before(self) -> int:
        """Today, once a part of the program is over; nothing new is put before it."""
        today = midnight(self.tz, self.program.today)
        begins = [row.begin for row in self.rows if row.begin is not None]
        over = any(self.day_of(0) <= begin < today for begin in begins)
        return today if over else -(10**12)

    @cached_property
    def late(self) -> set[str]:
        """Pairs of a running program that never met: they begin now, as a new pair would."""
        met = {row.pair for row in self.sessions if row.begin is not None and row.stays}
        return set(self.couples) - met if self.not_before > 0 else set()

    @cached_property
    def taken(self) -> dict[str, list[tuple[int, int, str]]]:
        """What is in everybody's calendar, sorted: from, to, which meeting."""
        found: dict[str, set[tuple[int, int, str]]] = defaultdict(set)
        for row in self.rows:
            if row.begin is not None:
                for who in self.who_comes(row):
                    found[who].add((row.begin, row.end, self.meeting(row)))
        return {who: sorted(those) for who, those in found.items()}

    def meeting(self, row: Row) -> str:
        """Kick-offs of the same facilitator at the same time are one meeting."""
        return f"kick-off by {row.cells['facilitator']}" if row.kind == KICK_OFF else row.id

    def who_comes(self, row: Row) -> Iterator[str]:
        """Of a common event only those who are free for all of it can come."""
        if row.pair in self.couples:
            yield from (one.who for one in self.couples[row.pair].people)
        elif row.kind not in ("Session", KICK_OFF) and row.begin is not None:
            for one in self.guests.values():
                if holds(one.free, row.begin, row.end):
                    yield one.who
        if row.kind == KICK_OFF and row.cells["facilitator"] in self.calendars.facilitators:
            yield self.calendars.facilitators[str(row.cells["facilitator"])].who

    @cached_property
    def in_week(self) -> Counter[tuple[str, int]]:
        return Counter(
            (self.couples[row.pair].leader.who, self.week_of(row.begin))
            for row in self.sessions
            if row.begin is not None
        )

    @cached_property
    def in_rooms(self) -> dict[str, list[Span]]:
        """When rooms of a site are in use."""
        found: dict[str, list[Span]] = defaultdict(list)
        for row in self.sessions:
            site = self.couples[row.pair].site
            if row.begin is not None and site is not None:
                found[site].append((row.begin, row.end))
        return found

    def rooms_left(self, site: str, begin: int, end: int) -> int:
        using = [one for one in self.in_rooms[site] if one[0] < end and begin < one[1]]
        most = max(
            (sum(a <= at < b for a, b in using) for at, _ in [*using, (begin, 0)]), default=0
        )
        return len(self.rooms[site]) - most

    def common(self, couple: Couple, span: Span) -> list[Span]:
        """When the two could meet, given everything else in their calendars."""
        free = both(couple.mentor.free, couple.leader.free)
        free = both(free, [(max(span[0], self.not_before), span[1])])
        busy = [one[:2] for person in couple.people for one in self.taken.get(person.who, ())]
        return list(less(free, [one for one in busy if one[0] < span[1] and span[0] < one[1]]))

    def place_for(self, couple: Couple, span: Span) -> int | None:
        """A moment, any minute counts, at which one more session of the pair fits."""
        most = self.program.settings.leader_week
        for begin, end in self.common(couple, span):
            starts = {begin, *(self.day_of(w) for w in range(self.weeks + 9))}
            starts |= {b for _, b in self.in_rooms.get(couple.site or "", ())}
            for at in sorted(one for one in starts if begin <= one <= end - self.minutes):
                full = self.in_week[couple.leader.who, self.week_of(at)] >= most
                there = couple.site is None or self.rooms_left(couple.site, at, at + self.minutes)
                if not full and there:
                    return at
        return None


def unplaced(rows: Iterable[Row]) -> list[Row]:
    """Those that have no date, as long as they are to come."""
    return [row for row in rows if row.begin is None and row.cells["status"] == "Not placed"]
