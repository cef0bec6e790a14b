"""Who can be invited: the people of the pairs and the facilitators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.calendars.attendees import facilitators
from revmentor_xl.steps.calendars.free_time import zone
from revmentor_xl.steps.calendars.owners import CalendarOwners
from revmentor_xl.steps.calendars.timeline import own_zone
from revmentor_xl.steps.invitations.invitation import Guest
from revmentor_xl.steps.people.participants import leaders, mentors

MEETING = ("Approved", "Active")
"""Pairs with this status are invited."""


@dataclass(frozen=True)
class Person:
    """A guest, the clock they live by, and where their e-mail address stands (or should)."""

    guest: Guest
    tz: ZoneInfo
    table: str = ""
    row: int = 0


@dataclass(frozen=True)
class InvitedPair:
    """The two of a pair. `meets` is False for one that is over or not approved."""

    pair_id: str
    mentor: Person
    leader: Person
    meets: bool

    @property
    def people(self) -> tuple[Person, Person]:
        return self.mentor, self.leader

    @property
    def names(self) -> str:
        return f"{self.mentor.guest.name} and {self.leader.guest.name}"


def invited_pairs(program: Program) -> dict[str, InvitedPair]:
    """Every pair of the Pairs tab by its ID, whether or not it meets."""
    people = {key: dict(_people(program, key)) for key in ("mentors", "leaders")}
    tz = own_zone(program)
    found = {}
    for row in program.table("pairs").to_dict("records"):
        mentor = _named(people["mentors"], row["mentor_id"], row["mentor"], tz)
        leader = _named(people["leaders"], row["leader_id"], row["leader"], tz)
        found[row["pair_id"]] = InvitedPair(
            row["pair_id"], mentor, leader, row["status"] in MEETING
        )
    return found


def _people(program: Program, key: str) -> Iterator[tuple[str, Person]]:
    people = mentors(program) if key == "mentors" else leaders(program)
    tz = own_zone(program)
    rows = people[["id", "name", "email", "time_zone"]].itertuples()
    for at, id_, name, email, time_zone in rows:
        guest = Guest(one_line(name or id_), email, id=id_)
        yield fold(id_), Person(guest, zone(time_zone, tz.key), key, int(at))


def _named(people: Mapping[str, Person], id_: str, name: str, tz: ZoneInfo) -> Person:
    """The person with the name that the Pairs tab shows."""
    known = people.get(fold(id_))
    shown = one_line(name or (known.guest.name if known else id_))
    if known is None:
        return Person(Guest(shown, id=id_), tz)
    return replace(known, guest=replace(known.guest, name=shown))


def invited_facilitators(program: Program) -> Callable[[str], Guest]:
    """Gives the facilitator whom a row of the Schedule tab names."""
    owners = CalendarOwners.of(program)
    leading = {one.key: one for one in facilitators(program)}

    def led_by(name: str) -> Guest:
        keys = owners.meant(name).keys  # who only may be meant gets no letter
        one = leading.get(keys[0]) if len(keys) == 1 else None
        if one is None:
            return Guest(one_line(name), leads=True)
        # without an address it is the ID that makes them one with the mentor or leader
        home = None if one.email else owners.people.get(one.key)
        return Guest(one_line(one.name), one.email, leads=True, id=home.id if home else "")

    return led_by


def one_line(text: str) -> str:
    """The text without line breaks and doubled spaces."""
    return " ".join(text.split())
