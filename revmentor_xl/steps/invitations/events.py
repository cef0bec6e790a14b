"""The kick-offs and the common events: meetings of several pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import KICK_OFF
from revmentor_xl.steps.calendars.timeline import own_zone
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
from revmentor_xl.steps.invitations.guests import Person, invited_facilitators, one_line
from revmentor_xl.steps.invitations.invitation import Guest, Meeting


def kickoffs(context: Context, rows: Iterable[Row]) -> Iterator[Wanted]:
    """One meeting for all pairs with the same time and facilitator."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        if row["kind"] == KICK_OFF and _comes(context, row):
            where = (row["day"], row["start"], fold(row["facilitator"]), fold(row["room"]))
            groups.setdefault(where, []).append(row)
    led_by = invited_facilitators(context.program)
    together = [sorted({row["pair_id"] for row in group}) for group in groups.values()]
    for key, pairs, group in zip(_kickoff_keys(context, together), together, groups.values()):
        name = one_line(group[0]["facilitator"])
        guests = dict.fromkeys(one for pair in pairs for one in context.pairs[pair].people)
        lead = [led_by(name)] if name else []
        text = f"Kick-off, led by {name}." if name else "Kick-off."
        others = [one for one in _sorted(guests) if not (lead and one.key == lead[0].key)]
        one = _common(context, key, group[0], [*lead, *others], text)
        if one is not None:
            yield replace(one, appointment=replace(one.appointment, pairs=tuple(pairs)))


def _comes(context: Context, row: Row) -> bool:
    pair = context.pairs.get(row["pair_id"])
    return pair is not None and (pair.meets or _is_over(context, row))


def _is_over(context: Context, row: Row) -> bool:
    return bool(row["day"] < context.program.today)


def _kickoff_keys(context: Context, groups: Sequence[Sequence[str]]) -> list[str]:
    """The event of each kick-off: the one that most of its pairs were invited to before."""
    earlier = {key: set(one.appointment.pairs) for key, one in context.known.items()}
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
        taken = {*context.known, *keys.values()}
        names = [f"{KICK_OFF} {pair}" for pair in group]
        names += [f"{names[0]} ({n})" for n in range(2, len(taken) + 3)]
        keys.setdefault(at, next(name for name in names if name not in taken))
    return [keys[at] for at in range(len(groups))]


def events(context: Context, rows: Iterable[Row]) -> Iterator[Wanted]:
    """The gathering, the final review and the celebration, for everybody who meets."""
    people = dict.fromkeys(
        one for pair in context.pairs.values() if pair.meets for one in pair.people
    )
    guests = _sorted(people)
    for row in rows:
        if row["kind"] not in (KICK_OFF, "Session") and (guests or _is_over(context, row)):
            one = _common(context, row["event_id"], row, guests, f"{row['kind']}.")
            if one is not None:
                yield one


def _common(
    context: Context, key: str, row: Row, guests: Sequence[Guest], text: str
) -> Wanted | None:
    """A meeting of several pairs. One that is over keeps its guests; None: nobody was invited."""
    before, over = context.known.get(key), _is_over(context, row)
    if over and not context.is_running(key):
        return None
    if over and before is not None and before.appointment.guests:
        guests = before.appointment.guests
    start, minutes = times(context, row)
    title = f"{context.program.settings.program_name}: {row['kind']}"
    meeting = Meeting(key, start, minutes, place(context, row), with_link(context, text))
    tz = own_zone(context.program).key
    appointment = invite(context, title, meeting, tz, tuple(guests), start + minutes)
    since = before.since if before else context.today
    return Wanted(key, f"events/{safe(key)}.ics", appointment, since)


def _sorted(people: Iterable[Person]) -> tuple[Guest, ...]:
    """Their guests, each once, by name."""
    guests = {one.guest.key: one.guest for one in people}
    return tuple(sorted(guests.values(), key=lambda one: (fold(one.name), one.key)))
