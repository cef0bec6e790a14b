"""The kick-offs and the common events: meetings of several pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import KICK_OFF
from revmentor_xl.steps.calendars.timeline import own_zone
from revmentor_xl.steps.invitations.context import (
    Desk,
    Row,
    Wanted,
    invite,
    place,
    times,
    with_link,
)
from revmentor_xl.steps.invitations.filenames import safe
from revmentor_xl.steps.invitations.guests import Person, invited_facilitators, one_line
from revmentor_xl.steps.invitations.invitation import Guest, Meeting


def kickoffs(desk: Desk, rows: Iterable[Row]) -> Iterator[Wanted]:
    """One meeting for all pairs with the same time and facilitator."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        if row["kind"] == KICK_OFF and _comes(desk, row):
            where = (row["day"], row["start"], fold(row["facilitator"]), fold(row["room"]))
            groups.setdefault(where, []).append(row)
    led_by = invited_facilitators(desk.program)
    together = [sorted({row["pair_id"] for row in group}) for group in groups.values()]
    for key, pairs, group in zip(_kickoff_keys(desk, together), together, groups.values()):
        name = one_line(group[0]["facilitator"])
        guests = dict.fromkeys(one for pair in pairs for one in desk.pairs[pair].people)
        lead = [led_by(name)] if name else []
        text = f"Kick-off, led by {name}." if name else "Kick-off."
        others = [one for one in _sorted(guests) if not (lead and one.key == lead[0].key)]
        one = _common(desk, key, group[0], [*lead, *others], text)
        if one is not None:
            yield replace(one, appointment=replace(one.appointment, pairs=tuple(pairs)))


def _comes(desk: Desk, row: Row) -> bool:
    pair = desk.pairs.get(row["pair_id"])
    return pair is not None and (pair.meets or _is_over(desk, row))


def _is_over(desk: Desk, row: Row) -> bool:
    return bool(row["day"] < desk.program.today)


def _kickoff_keys(desk: Desk, groups: Sequence[Sequence[str]]) -> list[str]:
    """The event of each kick-off: the one that most of its pairs were invited to before."""
    earlier = {key: set(one.appointment.pairs) for key, one in desk.known.items()}
    matches = sorted(
        (-len(pairs & set(group)), key, at)
        for at, group in enumerate(groups)
        for key, pairs in earlier.items()
        if pairs & set(group)
    )
    keys: dict[int, str] = {}
    for _, key, at in matches:
        if at not in keys and key not in keys.values():
            keys[at] = key
    for at, group in enumerate(groups):
        taken = {*desk.known, *keys.values()}
        names = [f"{KICK_OFF} {pair}" for pair in group]
        names += [f"{names[0]} ({n})" for n in range(2, len(taken) + 3)]
        keys.setdefault(at, next(name for name in names if name not in taken))
    return [keys[at] for at in range(len(groups))]


def events(desk: Desk, rows: Iterable[Row]) -> Iterator[Wanted]:
    """The gathering, the final review and the celebration, for everybody who meets."""
    people = dict.fromkeys(one for pair in desk.pairs.values() if pair.meets for one in pair.people)
    guests = _sorted(people)
    for row in rows:
        if row["kind"] not in (KICK_OFF, "Session") and (guests or _is_over(desk, row)):
            one = _common(desk, row["event_id"], row, guests, f"{row['kind']}.")
            if one is not None:
                yield one


def _common(desk: Desk, key: str, row: Row, guests: Sequence[Guest], text: str) -> Wanted | None:
    """A meeting of several pairs. One that is over keeps its guests; None: nobody was invited."""
    before, over = desk.known.get(key), _is_over(desk, row)
    if over and not desk.is_running(key):
        return None
    if over and before is not None and before.appointment.guests:
        guests = before.appointment.guests
    start, minutes = times(desk, row)
    title = f"{desk.program.settings.program_name}: {row['kind']}"
    meeting = Meeting(key, start, minutes, place(desk, row), with_link(desk, text))
    tz = own_zone(desk.program).key
    appointment = invite(desk, title, meeting, tz, tuple(guests), start + minutes)
    since = before.since if before else desk.today
    return Wanted(key, f"events/{safe(key)}.ics", appointment, since)


def _sorted(people: Iterable[Person]) -> tuple[Guest, ...]:
    """Their guests, each once, by name."""
    guests = {one.guest.key: one.guest for one in people}
    return tuple(sorted(guests.values(), key=lambda one: (fold(one.name), one.key)))
