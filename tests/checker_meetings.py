"""The other half of the independent check: kick-offs and common events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import numpy as np

from tests.checker_calendar import both, holds, less, midnight, minutes_of, shown
from tests.checker_world import EVENT, Row, World, unplaced

GATHERING, REVIEW, CELEBRATION = "Mid-program gathering", "Final review", "Celebration"


def broken_meetings(world: World) -> list[str]:
    """Every rule about kick-offs and common events that is broken, in words."""
    return [
        *wrong_kickoffs(world),
        *wrong_facilitators(world),
        *needless_kickoff_gaps(world),
        *wrong_events(world),
    ]


def kickoff_span(world: World) -> tuple[int, int]:
    """From the program's first day to the end of the first weeks."""
    first = max(world.program.settings.start_date, world.monday)
    begin = max(midnight(world.tz, first), world.not_before)
    return begin, world.day_of(world.program.settings.kickoff_weeks)


def wrong_kickoffs(world: World) -> Iterator[str]:
    begin, end = kickoff_span(world)
    found = [row.pair for row in world.kickoffs]
    if sorted(found) != sorted(world.couples):
        yield f"there are kick-offs for {sorted(found)}, not for {sorted(world.couples)}"
    for row in world.kickoffs:
        if row.begin is not None and not row.stays and not (begin <= row.begin <= row.end <= end):
            yield f"{row.id} on {row.cells['day']} is not in the first weeks"


def meetings(world: World) -> dict[tuple[str, int], list[Row]]:
    """Kick-offs that are one meeting: of the same facilitator at the same time."""
    found: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in world.kickoffs:
        if row.begin is not None:
            found[str(row.cells["facilitator"]), row.begin].append(row)
    return found


def wrong_facilitators(world: World) -> Iterator[str]:
    known = world.calendars.facilitators
    for (name, begin), rows in meetings(world).items():
        if all(row.stays for row in rows):
            continue
        when = f"{shown(world.tz, begin):%Y-%m-%d %H:%M}"
        if name not in known:
            yield f"{rows[0].id} on {when} is led by {name!r}"
        elif not holds(known[name].free, begin, begin + EVENT):
            yield f"{name} is not free for the kick-off on {when}"
        if len(rows) > world.program.settings.kickoff_pairs:
            yield f"{name} has {len(rows)} pairs on {when}"


def needless_kickoff_gaps(world: World) -> Iterator[str]:
    """Each kick-off without a date: could the pair join one, or have one of its own?"""
    settings, known = world.program.settings, world.calendars.facilitators
    for row in unplaced(world.kickoffs):
        free = world.common(world.couples[row.pair], kickoff_span(world))
        free = [span for span in free if span[1] - span[0] >= EVENT]
        joined = [
            begin
            for (_, begin), rows in meetings(world).items()
            if len(rows) < settings.kickoff_pairs and holds(free, begin, begin + EVENT)
        ]
        own: list[int] = []
        for one in known.values():
            left = less(one.free, [span[:2] for span in world.taken.get(one.who, ())])
            own += [a for a, b in both(free, left) if b - a >= EVENT]
        for begin in sorted(joined + own)[:1]:
            yield f"{row.id} has no date, but could be on {shown(world.tz, begin)}"


def wrong_events(world: World) -> Iterator[str]:
    settings = world.program.settings
    length = settings.session_count * settings.cadence_weeks
    expected = {
        GATHERING: settings.kickoff_weeks + length // 2,
        REVIEW: settings.kickoff_weeks + length,
        CELEBRATION: settings.kickoff_weeks + length + 1,
    }
    if set(world.events) != set(expected):
        yield f"the common events are {sorted(world.events)}"
    for kind, row in world.events.items():
        if not row.stays and kind in expected:
            yield from wrong_event(world, row, expected[kind])


def wrong_event(world: World, row: Row, week: int) -> Iterator[str]:
    here: set[str] = set()
    if row.begin is not None:
        if world.week_of(row.begin) != week:
            yield f"the {row.kind} is on {row.cells['day']}, not in week {week}"
        here = {one.who for one in world.guests.values() if holds(one.free, row.begin, row.end)}
        away = sorted(one.name for one in world.guests.values() if one.who not in here)
        listed = str(row.cells["why"]).removeprefix("Cannot come: ")
        if len(away) <= 300 and sorted(name for name in listed.split(", ") if name) != away:
            yield f"{row.kind}: {away} cannot come, the remark says {listed!r}"
    if most_guests(world, week) > len(here):
        yield f"more people could come to the {row.kind}"


def most_guests(world: World, week: int) -> int:
    """How many can come at the best half hour of a week, on the program's clock."""
    days = [world.monday + timedelta(days=7 * week + ahead) for ahead in range(7)]
    clocks = [time(n // 2, 30 * (n % 2)) for n in range(47)]
    local = [datetime.combine(day, clock, world.tz) for day in days for clock in clocks]
    starts = np.array([minutes_of(one.astimezone(UTC)) for one in local])
    starts = starts[starts >= world.not_before]
    coming = np.zeros(len(starts), dtype=int)
    for one in world.guests.values():
        for begin, end in both(one.free, [(world.day_of(week), world.day_of(week + 1) + 60)]):
            coming += (starts >= begin) & (starts + EVENT <= end)
    return int(coming.max(initial=0))
