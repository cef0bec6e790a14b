"""What speaks against a row of the Schedule tab that is still to come.

Dates that HR typed are kept whatever they break, and people's weeks change
after the schedule was made: both are found here, whenever checks are written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from revmentor_xl.errors import BadSetting
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import KICK_OFF
from revmentor_xl.steps.calendars.absences import Absence
from revmentor_xl.steps.calendars.attendees import Attendee
from revmentor_xl.steps.calendars.free_time import covers
from revmentor_xl.steps.calendars.wording import long_date
from revmentor_xl.steps.scheduling.existing.meetings import DatedRow, Standing

READ = (
    *("settings", "time_blocks", "mentors", "leaders", "reporting", "pairs", "facilitators"),
    *("rooms", "away", "closures", "schedule", "sessions"),
)
"""The tables that are looked at."""

MOST = 20
"""So many findings of a kind are listed one by one."""

PLAN = "Press Plan changes."
BY_HAND = "Type another Date or Start there, or clear Fixed and press Plan changes."

WHAT = {
    "row_unsuited": "somebody cannot come",
    "row_double": "somebody has two meetings at once",
    "row_over_cap": "a leader has too many sessions in a week",
    "row_before_kickoff": "a session comes before the kick-off",
    "row_room": "a room is missing",
}


@dataclass(frozen=True)
class Against:
    """Something that speaks against a meeting; of those with one `key` the first is told."""

    name: str
    key: tuple[str, ...]
    meeting: DatedRow
    column: str
    details: dict[str, object]


def schedule_row_findings(program: Program) -> tuple[Finding, ...]:
    """What speaks against the rows to come; nothing while the settings have no usable start."""
    name = f"findings about schedule rows on {program.today}"
    return program.derived(name, READ, lambda: tuple(_findings(program)))


def _findings(program: Program) -> Iterator[Finding]:
    try:
        case = Standing.of(program)
    except BadSetting:
        return
    for remark in case.past.remarks:
        if remark.name == "date_incomplete":
            where = program.where("schedule", case.rows[remark.event_id], remark.column)
            yield found(remark.name, **where, event=remark.event_id, value=remark.value)
    for about in (_not_free, _double, _over_cap, _before_kickoff, _rooms):
        yield from _told(program, case, about(case))


def _told(program: Program, case: Standing, against: Iterable[Against]) -> Iterator[Finding]:
    """One finding for what is the same, and one for all beyond the first few."""
    groups: dict[tuple[str, ...], list[Against]] = {}
    for one in sorted(against, key=lambda one: (one.meeting.start, one.meeting.event)):
        groups.setdefault((one.name, *one.key), []).append(one)
    told = sorted(groups.values(), key=lambda same: same[0].meeting.at)
    for first, *others in told[:MOST]:
        meeting = first.meeting
        details: dict[str, object] = {
            "event": meeting.event,
            "date": long_date(meeting.row["day"]),
            "time": f"{meeting.row['start']:%H:%M}",
            "more": f"; {len(others)} more like this" if others else "",
            "remedy": BY_HAND if meeting.is_fixed else PLAN,
        }
        yield _at(program, first, first.name, details | first.details)
    rest = [one for same in told[MOST:] for one in same]
    if rest:
        counts: dict[str, object] = {"count": len(rest), "what": WHAT[rest[0].name]}
        yield _at(program, rest[0], "rows_more", counts)


def _at(program: Program, one: Against, name: str, details: dict[str, object]) -> Finding:
    where = program.where("schedule", one.meeting.at, one.column)
    return found(name, **where, **details)  # type: ignore[arg-type]


# --- what speaks against it -----------------------------------------------


def _not_free(case: Standing) -> Iterator[Against]:
    """Outside somebody's week, on their holiday, on a closure, while they are away."""
    for meeting in case.to_come:
        if not meeting.row["pair_id"]:
            continue  # who cannot come to a common event stands in its remark
        outside = [
            one
            for one in meeting.people
            if not covers(case.weekly[one.key], meeting.start, meeting.minutes)
        ]
        if outside:
            names = " and ".join(one.name for one in outside)
            why = f"{names} {'is' if len(outside) == 1 else 'are'} not free then"
            yield _unsuited(meeting, why, "week", meeting.row["pair_id"])
            continue
        absent = ((one, _absence(case.away.get(one.key, ()), meeting)) for one in meeting.people)
        first = next((both for both in absent if both[1]), None)
        if first is not None:
            yield _unsuited(meeting, first[1], first[0].key, first[1])


def _unsuited(meeting: DatedRow, why: str, *key: str) -> Against:
    return Against("row_unsuited", key, meeting, "day", {"why": why})


def _absence(away: Sequence[Absence], meeting: DatedRow) -> str:
    """Why somebody is absent from a meeting; empty when they are not."""
    for absence in away:
        if absence.interval[0] >= meeting.end:
            break
        if absence.interval[1] > meeting.start:
            return absence.why
    return ""


def _double(case: Standing) -> Iterator[Against]:
    """Two meetings of one person at once."""
    calendars: dict[str, tuple[Attendee, list[DatedRow]]] = {}
    for meeting in case.to_come:
        for one in meeting.people:
            calendars.setdefault(one.key, (one, []))[1].append(meeting)
    both: dict[tuple[int, int], tuple[DatedRow, DatedRow, list[Attendee]]] = {}
    for one, meetings in calendars.values():
        for earlier, later in _overlapping(meetings):
            at, other = _movable(earlier, later)
            both.setdefault((at.at, other.at), (at, other, []))[2].append(one)
    for at, other, people in both.values():
        names = " and ".join(sorted(one.name for one in people))
        details: dict[str, object] = {"person": names, "other": other.event}
        yield Against("row_double", tuple(sorted(one.key for one in people)), at, "start", details)


def _overlapping(meetings: Sequence[DatedRow]) -> Iterator[tuple[DatedRow, DatedRow]]:
    """Meetings that begin while another one, which began first, goes on."""
    longest: DatedRow | None = None
    for meeting in meetings:
        is_during = longest is not None and meeting.start < longest.end
        if longest is not None and is_during and not meeting.shares_with(longest):
            yield longest, meeting
        if longest is None or meeting.end > longest.end:
            longest = meeting


def _movable(one: DatedRow, other: DatedRow) -> tuple[DatedRow, DatedRow]:
    """The two with the one first that should move: not the common event, not what is fixed."""
    return min(
        (one, other),
        (other, one),
        key=lambda two: (not two[0].row["pair_id"], two[0].is_fixed, -two[0].start),
    )


def _over_cap(case: Standing) -> Iterator[Against]:
    """More sessions of a leader in a week than the settings allow."""
    most = case.program.settings.leader_week
    sessions = [meeting for meeting in case.meetings if meeting.row["kind"] == "Session"]
    count: Counter[tuple[str, int]] = Counter()
    last: dict[tuple[str, int], DatedRow] = {}
    for meeting in sessions:
        week = meeting.people[1].key, case.weeks.week_of(meeting.start)
        count[week] += 1
        if week not in last or not meeting.is_fixed:
            last[week] = meeting
    for week, meeting in last.items():
        if count[week] > most and case.weeks.week_of(case.now) <= week[1]:
            day = meeting.row["day"]
            monday = day - timedelta(days=day.weekday())
            details: dict[str, object] = {
                "person": meeting.people[1].name,
                "count": count[week],
                "most": most,
                "date": long_date(monday),
            }
            yield Against("row_over_cap", week[:1], meeting, "day", details)


def _before_kickoff(case: Standing) -> Iterator[Against]:
    """Sessions of a pair that has not had its kick-off by then."""
    kickoffs = {one.row["pair_id"]: one for one in case.meetings if one.row["kind"] == KICK_OFF}
    for meeting in case.to_come:
        kickoff = kickoffs.get(meeting.row["pair_id"])
        if kickoff is None or meeting.row["kind"] != "Session" or kickoff.end <= meeting.start:
            continue
        details: dict[str, object] = {
            "person": f"{meeting.people[0].name} and {meeting.people[1].name}",
            "kickoff": long_date(kickoff.row["day"]),
        }
        yield Against("row_before_kickoff", (meeting.row["pair_id"],), meeting, "day", details)


def _rooms(case: Standing) -> Iterator[Against]:
    """Two meetings in one room, none at all, and rooms that are no longer there."""
    known = {fold(room) for room in case.program.table("rooms")["room"]}
    used: dict[str, list[DatedRow]] = {}
    for meeting in case.to_come:
        if meeting.needs_room and not meeting.row["room"]:
            none: dict[str, object] = {"why": "the two meet on site and none is entered"}
            yield Against("row_room", ("none",), meeting, "room", none)
        if meeting.row["room"]:
            used.setdefault(fold(meeting.row["room"]), []).append(meeting)
    for key, meetings in used.items():
        name = meetings[0].row["room"]
        if key not in known:
            details: dict[str, object] = {"why": f"“{name}” is not on the Facilitators tab"}
            yield from (
                Against("row_room", ("room", key), one, "room", details) for one in meetings
            )
            continue
        for earlier, later in _overlapping(meetings):
            at, other = _movable(earlier, later)
            why: dict[str, object] = {"why": f"{other.event} is in “{name}” as well"}
            yield Against("row_room", ("room", key), at, "room", why)
