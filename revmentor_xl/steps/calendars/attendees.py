"""The pairs to plan for, and what each of their people's week looks like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.steps.calendars.facilitator_rows import Facilitator
from revmentor_xl.steps.calendars.free_time import TimeBlock, block, zone
from revmentor_xl.steps.calendars.owners import CalendarOwners, calendar_key
from revmentor_xl.steps.calendars.timeline import own_zone
from revmentor_xl.steps.people.countries import country_of_zone
from revmentor_xl.steps.people.participants import id_order, leaders, mentors


@dataclass(frozen=True)
class Attendee:
    """One person: `key` tells people apart, `blocks` are in their own time zone.

    Participants with the same key are one human. `country` and `region` are
    as typed, for public holidays; `location` is compared, folded, with those
    of rooms and closures.
    """

    key: str
    name: str
    tz: ZoneInfo
    blocks: tuple[TimeBlock, ...]
    email: str = ""
    country: str = ""
    region: str = ""
    location: str = ""


@dataclass(frozen=True)
class Pair:
    """A pair that meets."""

    pair_id: str
    mentor: Attendee
    leader: Attendee

    @property
    def people(self) -> tuple[Attendee, Attendee]:
        """The mentor and the leader."""
        return self.mentor, self.leader

    @property
    def names(self) -> str:
        """“Ada and Bo”."""
        return f"{self.mentor.name} and {self.leader.name}"


def meeting_pairs(program: Program) -> list[Pair]:
    """Every pair that was neither ended nor rejected, sorted by its ID.

    A person who is not (or not usably) on the Mentors or Leaders tab has no
    free time, so that the pair is listed and nothing is hidden.
    """
    pairs = program.table("pairs")
    pairs = pairs[~pairs["status"].isin(OVER)]
    blocks = time_blocks(program)
    tz = own_zone(program)
    juniors = _people(mentors(program), blocks, tz)
    seniors = _people(leaders(program), blocks, tz)
    found = []
    for pair_id, mentor_id, mentor, leader_id, leader in pairs[
        ["pair_id", "mentor_id", "mentor", "leader_id", "leader"]
    ].itertuples(index=False):
        found.append(
            Pair(
                pair_id,
                _named(juniors, mentor_id, mentor, "mentor", tz),
                _named(seniors, leader_id, leader, "leader", tz),
            )
        )
    return sorted(found, key=lambda pair: (id_order(pair.pair_id), pair.pair_id))


def everybody(pairs: Iterable[Pair]) -> list[Attendee]:
    """The people of the pairs, each once, sorted by name."""
    people = {one.key: one for pair in pairs for one in pair.people}
    return sorted(people.values(), key=lambda one: (fold(one.name), one.key))


WORKING_WEEK = tuple(TimeBlock(weekday, 9 * 60, 17 * 60) for weekday in range(5))
"""When a facilitator has time who said nothing else."""


def facilitators(program: Program) -> list[Attendee]:
    """Who leads kick-offs, each once, sorted by name.

    One who takes part as well has one calendar. What stands here says when
    they can lead a kick-off, their row on the Mentors or Leaders tab when they
    can meet and, unless a country stands here, where they have holidays. Who
    is meant has to be clear: others lead nothing.
    """
    blocks, tz = time_blocks(program), own_zone(program)
    rows = program.table("facilitators")
    tabs = [] if rows.empty else [mentors(program), leaders(program)]
    home = {one.key: one for tab in tabs for one in _people(tab, blocks, tz).values()}
    columns = rows[["time_zone", "country", "region", "availability"]].itertuples(index=False)
    found = [
        Attendee(
            one.key,
            _shown(one),
            zone(time_zone, tz.key),
            _week(availability, blocks) or WORKING_WEEK,
            one.address or (one.home.email if one.home else ""),
            *_land(country, region, home.get(one.key)),
        )
        for one, (time_zone, country, region, availability) in zip(
            CalendarOwners.of(program).facilitators, columns
        )
        if one.key
    ]
    # of several rows of one person, one with a name goes before one with an address for it
    found.sort(key=lambda one: ("@" in one.name, fold(one.name), one.key, one.name))
    each = {one.key: one for one in reversed(found)}.values()
    return sorted(each, key=lambda one: (fold(one.name), one.key))


def _shown(one: Facilitator) -> str:
    """What a facilitator is called: an ID or an address in place of a name is shown to nobody."""
    home = one.home
    is_no_name = home and ("@" in one.name or fold(one.name) == fold(home.id))
    return home.name or one.name if home and is_no_name else one.name


def _land(country: str, region: str, own: Attendee | None) -> tuple[str, str]:
    """The country and region of a facilitator, those of their own row when none is typed."""
    if country or own is None:
        return country, region
    return own.country or country_of_zone(own.tz.key), region or own.region


def time_blocks(program: Program) -> dict[str, TimeBlock]:
    """The blocks of the Time blocks tab by their folded name."""
    named = {}
    for name, weekday, start, end in program.table("time_blocks")[
        ["block", "weekday", "start", "end"]
    ].itertuples(index=False):
        one = block(weekday, start, end)
        if one is not None:
            named[fold(name)] = one
    return named


def _people(
    people: pd.DataFrame, blocks: dict[str, TimeBlock], tz: ZoneInfo
) -> dict[str, Attendee]:
    known = {}
    for id_, name, email, time_zone, availability, country, region, location in people[
        ["id", "name", "email", "time_zone", "availability", "country", "region", "location"]
    ].itertuples(index=False):
        known[fold(id_)] = Attendee(
            calendar_key(id_, email),
            name or id_,
            zone(time_zone, tz.key),
            _week(availability, blocks),
            email,
            country,
            region,
            location,
        )
    return known


def _week(availability: Sequence[str], blocks: dict[str, TimeBlock]) -> tuple[TimeBlock, ...]:
    return tuple(sorted({blocks[fold(name)] for name in availability if fold(name) in blocks}))


def _named(people: dict[str, Attendee], id_: str, name: str, role: str, tz: ZoneInfo) -> Attendee:
    """The person with the name that the Pairs tab shows."""
    known = people.get(fold(id_))
    if known is None:
        return Attendee(f"{role} {fold(id_ or name)}", name or id_, tz, ())
    return known if name in ("", known.name) else replace(known, name=name)
