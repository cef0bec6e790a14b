"""Whose calendar is whose: the one place that says who is meant by a facilitator or on Away.

Mentors and leaders have a calendar each. A facilitator who takes part as well
has theirs, however they are named: by ID, e-mail address or full name in any
order, with or without accents. Where that is not clear they lead nothing:
somebody who may be two people must not be in two places.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.identities import (
    email_as_compared,
    first_name_first,
    full_name_as_compared,
    without_accents,
    words_of,
)
from revmentor_xl.steps.naming import Names
from revmentor_xl.steps.people import NAMED, Directory, Person

WHO_SAYS = "Type the ID or e-mail address of the one who is meant."
OWN_ADDRESS = (
    "If it is they, type their ID or e-mail address; if not, the facilitator's own address."
)
ONE_ADDRESS = (
    "If it is one person, type the same e-mail address in both places; if not, let the names "
    "differ, such as “{name} (HR)”."
)
AS_ON_THE_TABS = (
    "Type the ID as it stands on Mentors or Leaders, or the full name, and an e-mail address for "
    "somebody else."
)
SAME_NAME = "Type the full name in both rows, or an e-mail address in each."
_LETTERS_OF_AN_ID = 3
NAME_OR_ADDRESS = "Correct the name or the e-mail address."


def calendar_key(id_: str, email: str) -> str:
    """What a mentor's or leader's calendar is known by: one human in two roles has one."""
    return email or fold(id_)


class Meant(NamedTuple):
    """Whose calendars a text means: none where nobody, or more than one person, is meant."""

    keys: tuple[str, ...]
    is_known: bool
    is_ambiguous: bool = False


class Facilitator(NamedTuple):
    """A row of the Facilitators tab: whose calendar it is, and how they are called.

    `home` is the mentor or leader who it is, if one. While that is not clear
    `key` is empty, `maybe` has the calendars of all who may be meant, and
    `why` and `remedy` say what is not clear in which `column`.
    """

    row: int
    name: str
    email: str
    key: str
    home: Person | None = None
    maybe: tuple[str, ...] = ()
    why: str = ""
    remedy: str = ""
    column: str = "name"

    @property
    def calendars(self) -> tuple[str, ...]:
        """Every calendar that may be theirs."""
        return self.maybe or (self.key,)


class _Reading(NamedTuple):
    """The calendars that a name may mean: exactly one person's, several of that
    name, or, `is_loose`, those of people whose name is nearly so or longer."""

    keys: tuple[str, ...]
    is_exact: bool = False
    is_loose: bool = False


@dataclass(frozen=True)
class CalendarOwners:
    """Everybody who has a calendar here, found by what HR types."""

    program: Program

    @classmethod
    def of(cls, program: Program) -> CalendarOwners:
        """Read a program once, however often it is asked."""
        return program.derived("calendar owners", (*NAMED, "facilitators"), lambda: cls(program))

    @cached_property
    def _directory(self) -> Directory:
        return Directory.of(self.program)

    @cached_property
    def people(self) -> dict[str, Person]:
        """The mentors and leaders by their calendar."""
        found: dict[str, Person] = {}
        for one in self._directory.people:
            if one.role != "other" and (one.id or one.email):
                found.setdefault(calendar_key(one.id, one.email), one)
        return found

    @cached_property
    def _of_people(self) -> dict[str, list[str]]:
        """The calendars of mentors and leaders by the directory's keys."""
        found: dict[str, list[str]] = {}
        for key, one in zip(self._directory.keys, self._directory.people):
            if key is not None and one.role != "other":
                found.setdefault(key, []).append(calendar_key(one.id, one.email))
        return found

    def _calendars(self, keys: Iterable[str]) -> tuple[str, ...]:
        found = {one for key in keys for one in self._of_people.get(key, ())}
        return tuple(sorted(found - {""}))

    # --- facilitators ---------------------------------------------------------

    @cached_property
    def facilitators(self) -> tuple[Facilitator, ...]:
        """Every row of the Facilitators tab, in its order."""
        rows = self.program.table("facilitators")[["name", "email"]]
        read = [self._taking_part(int(row), name, email) for row, name, email in rows.itertuples()]
        return tuple(one if one.key or one.why else _only_leading(one, read) for one in read)

    def _taking_part(self, row: int, name: str, email: str) -> Facilitator:
        """A row with the mentor or leader who it is; without a key when it is nobody of them."""
        reading = self._named(name)
        keys, is_exact = reading.keys, reading.is_exact
        one = Facilitator(row, name, email, email)
        if email in self.people:
            if is_exact and keys and email not in keys:
                whose, named = self._called((email,)), self._called(keys)
                why = f"the e-mail address is that of {whose}, the name that of {named}"
                return _unclear(one, {email, *keys}, why, NAME_OR_ADDRESS, "email")
            return one._replace(home=self.people[email])
        if not keys and not email and _looks_like_an_id(name):
            return _unclear(one, (), "no mentor or leader has that ID", AS_ON_THE_TABS)
        if not keys or (email and reading.is_loose):
            return one
        if len(keys) == 1 and is_exact:
            if not (email and self.people[keys[0]].email):
                return one._replace(key=keys[0], home=self.people[keys[0]])
            why = f"{self._called(keys)} has another e-mail address"
            return _unclear(one, keys, why, ONE_ADDRESS.format(name=name), "email")
        remedy = OWN_ADDRESS if reading.is_loose else WHO_SAYS
        return _unclear(one, keys, f"{self._called(keys, ' or ')} may be meant", remedy)

    def _named(self, text: str) -> _Reading:
        """Whose calendars a name may mean, and how sure that is."""
        directory = self._directory
        key = directory.find(text) or directory.find(email_as_compared(text))
        if key is not None:
            return _Reading(self._calendars([key]), is_exact=True)
        if directory.is_ambiguous(text):
            return _Reading(self._calendars(directory.namesakes(text)))
        loosely = Names.of(directory, ("mentor", "leader")).meant(text).keys
        return _Reading(self._calendars(loosely), is_loose=True)

    def _called(self, keys: Iterable[str], between: str = " and ") -> str:
        """“Ann Ek (M1)”, in the order of the names."""
        people = [self.people[key] for key in keys]
        named = sorted(f"{one.name} ({one.id})" if one.name else one.id for one in people)
        return between.join(named)

    # --- texts ----------------------------------------------------------------

    def _spelled(self, text: str) -> list[Facilitator]:
        """The facilitators with this name, in any order of its words, or e-mail address."""
        spelled = fold(text)
        exact = [one for one in self.facilitators if spelled in (fold(one.name), one.email)]
        return exact or [one for one in self.facilitators if _same_name(one.name, text)]

    def meant(self, text: str) -> Meant:
        """The calendar of the person with this ID, e-mail address or name.

        None where a facilitator of that name is not clearly one of those who take part.
        """
        person, leading = self._directory.find(text), self._spelled(text)
        keys = {*self._calendars([person] if person else []), *(one.key for one in leading)} - {""}
        is_unclear = any(one.why for one in leading) and "@" not in text
        if self._directory.is_ambiguous(text) or is_unclear or len(keys) > 1:
            return Meant((), is_known=True, is_ambiguous=True)
        return Meant(tuple(keys), is_known=person is not None or bool(leading))

    def leading(self, text: str) -> tuple[str, ...]:
        """The calendars of everybody who may be the facilitator in a row of the Schedule tab."""
        leading = self._spelled(text)
        if leading or not text:
            return tuple(sorted({key for one in leading for key in one.calendars}))
        return self._named(text).keys


def _unclear(
    one: Facilitator, maybe: Iterable[str], why: str, remedy: str, column: str = "name"
) -> Facilitator:
    return one._replace(key="", maybe=tuple(sorted(maybe)), why=why, remedy=remedy, column=column)


def _only_leading(one: Facilitator, rows: Iterable[Facilitator]) -> Facilitator:
    """The row, without an address, of somebody who only leads: rows of one name are one person's.

    A name that is part of another facilitator's longer one may be the same person's.
    """
    words = set(words_of(without_accents(one.name)))
    longer = [row for row in rows if words < set(words_of(without_accents(row.name)))]
    if longer:
        named = " or ".join(sorted({row.name for row in longer}))
        return _unclear(one, {row.key for row in longer} - {""}, f"{named} may be meant", SAME_NAME)
    alike = [row for row in rows if _same_name(row.name, one.name)]
    keys = {row.key for row in alike} - {""}
    if len(keys) > 1:
        return _unclear(one, keys, "several facilitators bear that name", WHO_SAYS)
    own = min(fold(first_name_first(row.name)) for row in alike)
    return one._replace(key=next(iter(keys), f"facilitator {own}"))


def _looks_like_an_id(text: str) -> bool:
    """“M1”, “L-004” and “E 4711” are no names of people."""
    letters = sum(one.isalpha() for one in text)
    return any(one.isdigit() for one in text) and letters <= _LETTERS_OF_AN_ID


def _same_name(one: str, other: str) -> bool:
    words = full_name_as_compared(one)
    return fold(one) == fold(other) or bool(words and words == full_name_as_compared(other))
