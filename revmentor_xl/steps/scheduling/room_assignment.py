"""Which session is in which room.

Sessions are equally long, so as many rooms as sessions run at once always
suffice, whatever was given before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from revmentor_xl.steps.calendars.rooms import Rooms
from revmentor_xl.steps.scheduling.existing.edits import Row
from revmentor_xl.steps.scheduling.existing.history import moment_of
from revmentor_xl.steps.scheduling.planning import Planned


class RoomRequest(NamedTuple):
    """A session that needs a room: its event and pair, where and when.

    `room` is the one it has now; `stays` when nobody may expect a change.
    """

    event_id: str
    pair_id: str
    site: str
    start: int
    room: str = ""
    stays: bool = False


def with_rooms(rows: Sequence[Row], result: Planned, today: date) -> list[Row]:
    """The rows of a schedule with the rooms of sessions to come filled in."""
    stays = {row["event_id"] for row in result.past.rows}
    to_come = [row for row in rows if _is_to_come(row, result, today, stays)]
    meetings = list(_meetings(to_come, result, stays))
    room = dict.fromkeys((row["event_id"] for row in to_come), "")
    room |= assign_rooms(meetings, result.rooms, result.limits.minutes)
    return [{**row, "room": room.get(row["event_id"], row["room"])} for row in rows]


def _meetings(to_come: Iterable[Row], result: Planned, stays: set[str]) -> Iterator[RoomRequest]:
    """The sessions that need a room, each with the one that it has by now."""
    before = {row["event_id"]: row["room"] for row in result.past.planned}
    for row in to_come:
        event, site = row["event_id"], result.times[row["pair_id"]].site
        if site is not None and row["day"] is not None:
            start = moment_of(row["day"], row["start"], result.weeks)
            room = row["room"] or before.get(event) or ""
            yield RoomRequest(event, row["pair_id"], site, start, room, event in stays)


def _is_to_come(row: Row, result: Planned, today: date, stays: set[str]) -> bool:
    """Is it a session of a pair that still meets, and not over or called off?"""
    if row["kind"] != "Session" or row["pair_id"] not in result.times:
        return False
    if row["event_id"] not in stays or row["day"] is None:
        return True
    return bool(row["day"] >= today) and result.past.takes_time(row)


def assign_rooms(meetings: Iterable[RoomRequest], rooms: Rooms, minutes: int) -> dict[str, str]:
    """The room of each event; none when more meet at once than there are rooms.

    Sessions that stay keep their room, then those that have one, then a pair
    keeps to one room; each as far as two are never in one room at once.
    """
    found: dict[str, str] = {}
    of_site: dict[str, list[RoomRequest]] = {}
    for one in meetings:
        of_site.setdefault(one.site, []).append(one)
    for site, own in sorted(of_site.items()):
        own.sort(key=lambda one: (one.start, one.event_id))
        homes = _homes(own)
        for group in _touching(own, minutes):
            found |= _named(group, rooms[site], minutes, homes)
    return found


def _homes(meetings: Sequence[RoomRequest]) -> dict[str, str]:
    """The room that most sessions of a pair have by now."""
    seen: dict[str, Counter[str]] = {}
    for one in meetings:
        if one.room:
            seen.setdefault(one.pair_id, Counter())[one.room] += 1
    return {
        pair_id: min(rooms, key=lambda room: (-rooms[room], room))
        for pair_id, rooms in seen.items()
    }


def _touching(meetings: Sequence[RoomRequest], minutes: int) -> Iterable[list[RoomRequest]]:
    """Meetings in runs within which each begins before the one before it ends."""
    run: list[RoomRequest] = []
    for one in meetings:
        if run and one.start >= run[-1].start + minutes:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _named(
    run: Sequence[RoomRequest], rooms: Sequence[str], minutes: int, homes: dict[str, str]
) -> dict[str, str]:
    """Rooms for one run; its wishes are dropped when they leave somebody without a room."""
    found = _wished(run, rooms, minutes, homes)
    if len(found) < len(run):
        found = _in_turn(run, rooms, minutes, homes)
    for one in run:
        if one.event_id in found:
            homes.setdefault(one.pair_id, found[one.event_id])
    return found


def _wished(
    run: Sequence[RoomRequest], rooms: Sequence[str], minutes: int, homes: Mapping[str, str]
) -> dict[str, str]:
    """Those that have a room first, those that stay before all others."""
    found: dict[str, str] = {}
    taken: dict[str, list[int]] = {room: [] for room in rooms}
    order = sorted(
        run,
        key=lambda one: (
            one.room not in taken,
            not one.stays,
            homes.get(one.pair_id) not in taken,
        ),
    )
    for one in order:
        free = [
            room
            for room in rooms
            if all(abs(one.start - other) >= minutes for other in taken[room])
        ]
        wishes = (one.room, homes.get(one.pair_id, ""), *free)
        room = next((wish for wish in wishes if wish in free), None)
        if room is not None:
            found[one.event_id] = room
            taken[room].append(one.start)
    return found


def _in_turn(
    run: Sequence[RoomRequest], rooms: Sequence[str], minutes: int, homes: Mapping[str, str]
) -> dict[str, str]:
    """In the order of their starts, so that there is a room as long as there are enough."""
    found: dict[str, str] = {}
    until = dict.fromkeys(rooms, -(10**12))
    for one in run:
        free = [room for room in rooms if until[room] <= one.start]
        wishes = (one.room, homes.get(one.pair_id, ""), *free)
        room = next((wish for wish in wishes if wish in free), None)
        if room is not None:
            found[one.event_id] = room
            until[room] = one.start + minutes
    return found
