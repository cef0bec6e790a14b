"""The sessions of the pairs: as one series each where they are one, else one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pandas as pd

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.calendars.free_time import local
from revmentor_xl.steps.calendars.timeline import own_zone
from revmentor_xl.steps.calendars.wording import long_date, short_time
from revmentor_xl.steps.invitations.context import (
    Context,
    Row,
    Wanted,
    invite,
    place,
    times,
    with_link,
)
from revmentor_xl.steps.invitations.filenames import safe
from revmentor_xl.steps.invitations.guests import InvitedPair
from revmentor_xl.steps.invitations.invitation import CANCELLED, Meeting
from revmentor_xl.steps.invitations.series import FEWEST_REGULAR, Found, find_series
from revmentor_xl.steps.meeting.makeup_ids import is_makeup


def sessions(context: Context, rows: Iterable[Row]) -> Iterator[Wanted]:
    """What the two of each pair are invited to, in the order of the pairs."""
    of_pair: dict[str, list[Row]] = {}
    for row in rows:
        if row["kind"] == "Session":
            of_pair.setdefault(row["pair_id"], []).append(row)
    for pair_id in sorted(of_pair):
        pair = context.pairs.get(pair_id)
        if pair is not None:
            yield from _of_pair(context, pair, of_pair[pair_id])


def _of_pair(context: Context, pair: InvitedPair, rows: Sequence[Row]) -> Iterator[Wanted]:
    """The pair's series, and the meetings that are none of it."""
    single = [row for row in rows if context.is_running(row["event_id"])]
    alone = [
        _meeting(context, pair, row) for row in single if _stays(context, pair, row, alone=True)
    ]
    names = {row["event_id"] for row in single}
    rest = [row for row in rows if row["event_id"] not in names]
    meetings = [_meeting(context, pair, row) for row in rest if _stays(context, pair, row)]
    zone = pair.leader.tz.key
    # a make-up would take the place that a moved session has in the series
    usual = [one for one in meetings if not is_makeup(one.id)]
    found = find_series(usual, zone, context.program.settings.cadence_weeks)
    before = context.known.get(pair.pair_id)
    was_series = before is not None and before.appointment.series is not None
    if found and (found.regular >= FEWEST_REGULAR or was_series):
        outside = {one.id for one in found.alone}
        inside = [one for one in usual if one.id not in outside]
        yield _in_series(context, pair, found, inside)
        meetings = [one for one in meetings if one not in inside]
    for one in [*meetings, *alone]:
        yield _wanted(context, pair, one.id, _alone(context, pair, one), [one])


def _stays(context: Context, pair: InvitedPair, row: Row, *, alone: bool = False) -> bool:
    """Is this meeting one that the two are, or in the past were, invited to?

    What was over before the first invitation is none; of a pair that is over,
    what it was invited to and has taken place.
    """
    day = row["day"].isoformat()
    before = context.known.get(row["event_id"] if alone else pair.pair_id)
    since = before.since if before else context.today
    if pair.meets:
        return alone or bool(day >= since)
    if before is None or before.state == CANCELLED:
        return False
    return bool(since <= day < (before.ended or context.today)) or (alone and day < since)


def _in_series(
    context: Context, pair: InvitedPair, found: Found, inside: Sequence[Meeting]
) -> Wanted:
    text = "\n\n".join([_intro(context, pair), *(one.text for one in inside)])
    moved = tuple((at, _alone(context, pair, one)) for at, one in found.series.moved)
    first = replace(found.first, id=pair.pair_id, text=text)
    one = _wanted(context, pair, pair.pair_id, first, inside)
    series = replace(found.series, moved=moved)
    return replace(one, appointment=replace(one.appointment, series=series))


def _wanted(
    context: Context, pair: InvitedPair, key: str, meeting: Meeting, inside: Sequence[Meeting]
) -> Wanted:
    before = context.known.get(key)
    last = max(one.start + one.minutes for one in inside)
    guests = tuple(one.guest for one in pair.people)
    over = local(own_zone(context.program), last).date() < context.program.today
    if before and before.appointment.guests and (over or not pair.meets):
        guests = before.appointment.guests
    title = f"{context.program.settings.program_name}: {pair.names}"
    appointment = invite(context, title, meeting, pair.leader.tz.key, guests, last)
    ended = "" if pair.meets else (before.ended if before else "") or context.today
    name = safe(pair.names) if key == pair.pair_id else f"{safe(pair.names)}, {safe(key)}"
    since = before.since if before else context.today
    return Wanted(key, f"pairs/{name}.ics", appointment, since, ended)


# --- texts ----------------------------------------------------------------


def _meeting(context: Context, pair: InvitedPair, row: Row) -> Meeting:
    """A session with the text that is about nothing but itself."""
    start, minutes = times(context, row)
    topic, agenda = context.agendas.get(fold(row["event_id"]), ("", ""))
    number = "" if row["number"] is pd.NA else row["number"]
    again = " again" if is_makeup(row["event_id"]) else ""
    text = "\n".join(
        line
        for line in (
            f"Session {number}{again}: {_when(start, pair)}",
            topic or row["topic"],
            agenda,
        )
        if line
    )
    return Meeting(row["event_id"], start, minutes, place(context, row), text)


def _alone(context: Context, pair: InvitedPair, one: Meeting) -> Meeting:
    """The meeting with all that its guests read when it stands for itself."""
    return replace(one, text=f"{_intro(context, pair)}\n\n{one.text}")


def _intro(context: Context, pair: InvitedPair) -> str:
    mentor, leader = (one.guest.name for one in pair.people)
    return with_link(context, f"{mentor} is the mentor, {leader} the leader who is mentored.")


def _when(start: int, pair: InvitedPair) -> str:
    """“Tue 6 January 2026, 10:00 (Europe/Berlin); for Ada Tue 09:00 (Africa/Lagos)”."""
    shown = local(pair.leader.tz, start)
    text = f"{long_date(shown.date())}, {shown:%H:%M} ({pair.leader.tz.key})"
    if pair.mentor.tz.key == pair.leader.tz.key:
        return text
    other = f"{short_time(start, pair.mentor.tz)} ({pair.mentor.tz.key})"
    return f"{text}; for {pair.mentor.guest.name} {other}"
