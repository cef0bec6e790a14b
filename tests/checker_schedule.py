"""An independent check of a schedule: it knows the rules and not the model.

It works out by itself who is free when (`checker_calendar.py`) and asks of
every row whether a rule is broken, and of every session without a date
whether there was no place for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

from revmentor_xl.program import Program
from tests.checker_calendar import DAYS, holds, shown
from tests.checker_meetings import broken_meetings
from tests.checker_world import Row, World, unplaced


def broken_rules(program: Program) -> list[str]:
    """Every rule that a schedule breaks, in words. Rows that stay are HR's business."""
    world = World(program)
    return [
        *wrong_counts(world),
        *wrong_windows(world),
        *outside_free_time(world),
        *double_bookings(world),
        *wrong_rooms(world),
        *too_many_in_a_week(world),
        *wrong_regular(world),
        *wrong_proof(world),
        *silent_gaps(world),
        *needless_gaps(world),
        *broken_meetings(world),
    ]


def wrong_counts(world: World) -> Iterator[str]:
    expected = list(range(1, world.program.settings.session_count + 1))
    numbers: dict[str, list[int]] = {pair: [] for pair in world.couples}
    for row in world.sessions:
        if not row.id.endswith(" again"):
            numbers[row.pair].append(row.number or 0)
    for pair, found in numbers.items():
        if sorted(found) != (expected[: len(found)] if pair in world.late else expected):
            yield f"{pair} has the sessions {sorted(found)}"
    for row in world.rows:
        if row.pair and row.pair not in world.couples and not row.stays:
            yield f"{row.id} is planned, but the pair does not meet"
    for id_, count in Counter(row.id for row in world.rows).items():
        if count > 1:
            yield f"{id_} is listed twice"


def wrong_windows(world: World) -> Iterator[str]:
    for row in world.sessions:
        if row.begin is None or row.stays or row.id.endswith(" again"):
            continue
        begin, end = world.window(row.number or 0)
        if row.pair not in world.late and not (begin <= row.begin and row.end <= end):
            yield f"{row.id} on {row.cells['day']} is outside its weeks"
        if row.begin < world.not_before:
            yield f"{row.id} is planned for {row.cells['day']}, which is over"


def outside_free_time(world: World) -> Iterator[str]:
    for row in world.sessions + world.kickoffs:
        if row.begin is None:
            continue
        couple = world.couples[row.pair]
        for role, person in (("mentor", couple.mentor), ("leader", couple.leader)):
            local = shown(person.tz, row.begin)
            if not row.stays and not holds(person.free, row.begin, row.end):
                yield f"{row.id}: the {role} is not free on {local:%Y-%m-%d %H:%M %Z}"
            text = f"{DAYS[local.weekday()][:3]} {local:%H:%M} ({person.tz.key})"
            if row.cells[f"{role}_time"] != text:
                yield f"{row.id}: {role}'s time is {row.cells[f'{role}_time']}, not {text}"
        if row.cells["end"] != shown(world.tz, row.end).time():
            yield f"{row.id} ends at {row.cells['end']}"


def double_bookings(world: World) -> Iterator[str]:
    moving = {(row.begin, world.meeting(row)) for row in world.rows if not row.stays}
    for who, meetings in world.taken.items():
        last = meetings[0]
        for one in meetings[1:]:
            clash = one[0] < last[1] and moving & {(one[0], one[2]), (last[0], last[2])}
            if clash:
                yield f"{who} is in {last[2]} and {one[2]} at once"
            last = max(one, last, key=lambda meeting: meeting[1])


def wrong_rooms(world: World) -> Iterator[str]:
    used: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for row in world.sessions:
        if row.begin is None or row.stays:
            continue
        site, room = world.couples[row.pair].site, str(row.cells["room"])
        if site is None and room:
            yield f"{row.id} is online but has the room {room}"
        elif site is not None and room not in world.rooms[site]:
            yield f"{row.id} is not in a room of {site!r} but in {room!r}"
        if room:
            used[room].append((row.begin, row.end, row.id))
    for room, those in used.items():
        for one, other in zip(those := sorted(those), those[1:]):
            if other[0] < one[1]:
                yield f"{one[2]} and {other[2]} are both in {room}"


def too_many_in_a_week(world: World) -> Iterator[str]:
    most = world.program.settings.leader_week
    for (who, week), count in world.in_week.items():
        movable = (row for row in world.sessions if row.begin is not None and not row.stays)
        if count > most and any(
            world.couples[row.pair].leader.who == who and world.week_of(row.begin or 0) == week
            for row in movable
        ):
            yield f"{who} has {count} sessions in week {week}"


def slot_of(world: World, row: Row) -> tuple[int, str]:
    """Days since the window's Monday and the hour, both on the leader's clock."""
    settings = world.program.settings
    into = (world.week_of(row.begin or 0) - settings.kickoff_weeks) % settings.cadence_weeks
    monday = world.monday + timedelta(weeks=world.week_of(row.begin or 0) - into)
    local = shown(world.couples[row.pair].leader.tz, row.begin or 0)
    return (local.date() - monday).days, f"{local:%H:%M}"


def wrong_regular(world: World) -> Iterator[str]:
    """A pair's regular sessions, and only those, share a day of the window and an hour."""
    slots: dict[str, set[tuple[int, str]]] = defaultdict(set)
    planned = [row for row in world.sessions if not row.stays and not row.id.endswith(" again")]
    for row in planned:
        regular, status = row.cells["regular"], row.cells["status"]
        expected = "Not placed" if row.begin is None else "Planned" if regular else "Moved"
        if status != expected:
            yield f"{row.id} is called {status}, not {expected}"
        if row.begin is None and regular:
            yield f"{row.id} is regular without a date"
        if row.begin is not None and regular:
            slots[row.pair].add(slot_of(world, row))
        if row.begin is not None and not regular and not row.cells["why"]:
            yield f"{row.id} moved without a word"
    for pair, found in slots.items():
        if len(found) > 1:
            yield f"{pair} has more than one regular slot: {found}"
    for row in planned:
        moved = row.begin is not None and not row.cells["regular"]
        if moved and slot_of(world, row) in slots[row.pair]:
            yield f"{row.id} is at the regular slot but not called regular"


def wrong_proof(world: World) -> Iterator[str]:
    """What the tab says of the plan: the numbers are those of the rows and within the bounds."""
    planned = [row for row in world.sessions if not row.stays and not row.id.endswith(" again")]
    dated = [row for row in planned if row.begin is not None]
    reached = len(dated), sum(row.cells["regular"] is True for row in dated)
    proof = world.program.table("schedule_proof").to_dict("records")
    if not proof and dated:
        yield "nothing is said of how good the schedule is"
    for row in proof:
        said, most = (row["placed"], row["regular"]), (row["most_placed"], row["most_regular"])
        if said != reached:
            yield f"{said} sessions are placed and regular, say the proof, but {reached} are"
        if reached[0] > most[0] or (reached[0] == most[0] and reached[1] > most[1]):
            yield f"{reached} sessions are more than the bound {most}"
        if (row["result"] == "Proven best") != (reached == most):
            yield f"{reached} of at most {most} is called {row['result']}"


def silent_gaps(world: World) -> Iterator[str]:
    told = "\n".join(f.message for f in world.program.findings if f.found_by == "schedule")
    for row in unplaced(world.sessions + world.kickoffs):
        names = f"{row.cells['mentor']} and {row.cells['leader']}"
        what = f"Session {row.number} of {names}" if row.number else "ick-off"
        if not (what in told and names in told) and f"{names} have no" not in told:
            yield f"nobody is told that {row.id} has no date"
        if not row.cells["why"]:
            yield f"{row.id} has no date and no remark"


def needless_gaps(world: World) -> Iterator[str]:
    for row in unplaced(world.sessions):
        if not row.id.endswith(" again") and row.pair not in world.late:
            place = world.place_for(world.couples[row.pair], world.window(row.number or 0))
            if place is not None:
                yield f"{row.id} has no date, but could be on {shown(world.tz, place)}"
