"""The plan as rows of the Schedule tab, in words HR can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import pandas as pd

from revmentor_xl.findings.sentences import counted
from revmentor_xl.schema.statuses import KICK_OFF
from revmentor_xl.schema.tabs.scheduling import SCHEDULE_PROOF
from revmentor_xl.steps.calendars.attendees import Pair
from revmentor_xl.steps.calendars.free_time import Interval, local
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.calendars.wording import clock, listed, long_date, short_time
from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES, CommonEvent
from revmentor_xl.steps.scheduling.existing.edits import Row, mark_of_plan
from revmentor_xl.steps.scheduling.kickoffs.kickoffs import KickOff
from revmentor_xl.steps.scheduling.makeups import NO_HOUR, MakeUp
from revmentor_xl.steps.scheduling.timetabling.regular_slots import Timetable
from revmentor_xl.steps.scheduling.timetabling.slots import PairTimes


def session_id(pair_id: str, number: int) -> str:
    """The identity of a session's row."""
    return f"{pair_id} #{number}"


def session_row(
    pair: Pair,
    number: int,
    start: int | None,
    minutes: int,
    weeks: Timeline,
    *,
    regular: bool,
    why: str,
) -> Row:
    """One session; without a start its date and times stay empty."""
    status = "Not placed" if start is None else "Planned" if regular else "Moved"
    return marked(
        {
            "event_id": session_id(pair.pair_id, number),
            "kind": "Session",
            "number": number,
            "pair_id": pair.pair_id,
            "mentor": pair.mentor.name,
            "leader": pair.leader.name,
            **when(start, minutes, weeks.tz),
            "mentor_time": "" if start is None else clock(start, pair.mentor.tz),
            "leader_time": "" if start is None else clock(start, pair.leader.tz),
            "topic": "",
            "room": "",
            "facilitator": "",
            "status": status,
            "regular": regular,
            "why": why,
        }
    )


def kickoff_id(pair_id: str) -> str:
    """The identity of a kick-off's row."""
    return f"{pair_id} kick-off"


def kickoff_row(kickoff: KickOff, weeks: Timeline) -> Row:
    """The kick-off of one pair."""
    pair, start = kickoff.pair, kickoff.start
    return marked(
        {
            "event_id": kickoff_id(pair.pair_id),
            "kind": KICK_OFF,
            "number": None,
            "pair_id": pair.pair_id,
            "mentor": pair.mentor.name,
            "leader": pair.leader.name,
            **when(start, EVENT_MINUTES, weeks.tz),
            "mentor_time": "" if start is None else clock(start, pair.mentor.tz),
            "leader_time": "" if start is None else clock(start, pair.leader.tz),
            "topic": "",
            "room": "",
            "facilitator": kickoff.facilitator.name if kickoff.facilitator else "",
            "status": "Not placed" if start is None else "Planned",
            "regular": None,
            "why": kickoff.why,
        }
    )


def marked(row: Row) -> Row:
    """The row with the mark by which a later run sees what HR changed in it."""
    return {**row, "planned": mark_of_plan(row)}


def event_row(event: CommonEvent, weeks: Timeline) -> Row:
    """One common event, with the names of those who cannot come."""
    names = [one.name for one in event.absent]
    if event.start is None:
        why = "Nobody is free in this week" if names else "Its week is over"
    else:
        why = f"Cannot come: {listed(names)}" if names else ""
    return marked(
        {
            "event_id": event.kind,
            "kind": event.kind,
            "number": None,
            "pair_id": "",
            "mentor": "",
            "leader": "",
            **when(event.start, EVENT_MINUTES, weeks.tz),
            "mentor_time": "",
            "leader_time": "",
            "topic": "",
            "room": "",
            "facilitator": "",
            "status": "Not placed" if event.start is None else "Planned",
            "regular": None,
            "why": why,
        }
    )


def when(start: int | None, minutes: int, tz: ZoneInfo) -> Row:
    """Date, start and end of a meeting on the program's clock."""
    if start is None:
        return {"day": None, "start": None, "end": None}
    begin, end = local(tz, start), local(tz, start + minutes)
    return {"day": begin.date(), "start": begin.time(), "end": end.time()}


def suggestion(pair: Pair, weekly: Mapping[str, Sequence[Interval]], minutes: int) -> str:
    """What would give the two a common hour: one person's hours on the other's clock."""
    for one, other in ((pair.leader, pair.mentor), (pair.mentor, pair.leader)):
        for start, end in weekly[one.key]:
            if end - start >= minutes:
                until = f"{local(other.tz, end):%H:%M}"
                hours = f"{short_time(start, other.tz)} to {until}"
                return f"{one.name} is free {hours} on {other.name}'s clock."
    return "neither has enough weekly availability yet."


def order(row: Row) -> tuple[object, ...]:
    """Rows by date and time; those without a date come last."""
    if row["day"] is None:
        return (1, date.max, "", row["event_id"])
    return (0, row["day"], str(row["start"] or ""), row["event_id"])


def makeup_row(makeup: MakeUp, minutes: int, weeks: Timeline) -> Row:
    """The make-up's row: the number of the missed session, an identity of its own."""
    day = makeup.missed["day"]
    why = NO_HOUR
    if makeup.start is not None:
        why = "Makes up for the session that was missed" + (f" on {long_date(day)}" if day else "")
    number = int(makeup.missed["number"])
    row = session_row(makeup.pair, number, makeup.start, minutes, weeks, regular=False, why=why)
    return marked({**row, "event_id": makeup.event_id})


def proof_row(plan: Timetable, times: Mapping[str, PairTimes]) -> pd.DataFrame:
    """The typed row of the ScheduleProof table, none when no session is to come."""
    wanted = sum(len(pair.starts) for pair in times.values())
    row = {
        "result": proven(plan),
        "aim": plan.aim,
        "sessions": wanted,
        "placed": plan.placed,
        "most_placed": plan.most_placed,
        "regular": plan.regular,
        "most_regular": plan.most_regular,
    }
    columns = list(SCHEDULE_PROOF.keys)
    return pd.DataFrame([row] if wanted else [], columns=columns, dtype=object)


def proven(plan: Timetable) -> str:
    """“Proven best”, or how many sessions may be missing, or moved, without need."""
    if plan.is_proven:
        return "Proven best"
    gap = next(gap for gap in plan.gaps if gap)
    return f"Within {counted(gap, 'session')} of the best"
