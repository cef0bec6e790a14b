"""Whose calendar is whose: the one place that says who is meant by a facilitator or on Away.

Mentors and leaders have a calendar each. A facilitator who takes part as well
has theirs, however they are named: by ID, e-mail address or full name in any
order, with or without accents. Where that is not clear they lead nothing:
somebody who may be two people must not be in two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.calendars.facilitator_rows import (
    WHO_SAYS,
    Facilitator,
    alike,
    spelled,
    told_apart,
)
from revmentor_xl.steps.people.directory import NAMED, Directory, Person
from revmentor_xl.steps.people.identities import identity
from revmentor_xl.steps.people.likeness import NamesAlike, address_in, name_beside, name_in_address

OWN_ADDRESS = (
    "If it is they, type their ID or e-mail address; if not, the facilitator's own address."
)
THEIR_ADDRESS = (
    "If it is one person, type the same e-mail address in both places; if not, give {named} an "
    "e-mail address of their own."
)
ONE_ADDRESS = (
    "If it is one person, type the same e-mail address in both places; if not, let the names "
    "differ, such as “{name} (HR)”."
)
AS_ON_THE_TABS = (
    "Type the ID as it stands on Mentors or Leaders, or the full name, and an e-mail address for "
    "somebody else."
)
NO_ADDRESS = "Correct the e-mail address, or delete it."
NAME_OR_ADDRESS = "Correct the name or the e-mail address."
_LETTERS_OF_AN_ID = 3


def calendar_key(id_: str, email: str) -> str:
    """What a mentor's or leader's calendar is known by: one human in two roles has one."""
    return email or fold(id_)


class Meant(NamedTuple):
    """Whose calendars a text means: none where nobody, or more than one person, is meant."""

    keys: tuple[str, ...]
    is_known: bool
    is_ambiguous: bool = False


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

    def _directory_key(self, address: str) -> str:
        return self._directory.find(address) or address

    @cached_property
    def _names(self) -> Mapping[str, set[str]]:
        """Every name by the directory's key of its person, or by the address beside it.

        Names stand in Mentors, Leaders, Reporting lines and Facilitators, and in “Name <address>”
        for managers.
        """
        directory, found = self._directory, dict[str, set[str]]()
        for key, one in zip(directory.keys, directory.people):
            if key is not None:
                found.setdefault(key, set()).update({one.name} - {""})
            if address := address_in(one.manager):
                named = found.setdefault(self._directory_key(address), set())
                named.update({name_beside(one.manager)} - {""})
        for name, email in self._rows[["name", "email"]].itertuples(index=False):
            if address := email or address_in(name):
                named = found.setdefault(self._directory_key(address), set())
                named.update({name_beside(name)} - {""})
        return found

    @cached_property
    def _alike(self) -> NamesAlike:
        """All names of mentors and leaders, with their calendars."""
        named = [
            (calendar, name)
            for key, names in self._names.items()
            for calendar in self._of_people.get(key, ())
            for name in names
        ]
        mailboxes = ((key, name_in_address(one.email)) for key, one in self.people.items())
        return NamesAlike.of([*named, *mailboxes])

    def _calendars(self, keys: Iterable[str]) -> tuple[str, ...]:
        found = {one for key in keys for one in self._of_people.get(key, ())}
        return tuple(sorted(found - {""}))

    # --- facilitators ---------------------------------------------------------

    @property
    def _rows(self) -> pd.DataFrame:
        return self.program.table("facilitators")

    @cached_property
    def _unread(self) -> set[int]:
        """The rows in which something stands that is no e-mail address: it may be anybody's."""
        typed = self.program.cells("facilitators")["email"]
        return {
            int(row)
            for row, cell, email in zip(typed.index, typed, self._rows["email"])
            if identity(cell) and not email
        }

    @cached_property
    def facilitators(self) -> tuple[Facilitator, ...]:
        """Every row of the Facilitators tab, in its order."""
        rows = self._rows[["name", "email"]].itertuples()
        return told_apart(
            [self._taking_part(int(row), name, email) for row, name, email in rows], self._known
        )

    def _taking_part(self, row: int, name: str, email: str) -> Facilitator:
        """A row with the mentor or leader who it is; without one when it is nobody of them."""
        address = email or address_in(name)
        own = self._of_address(address)
        also = self._names.get(self._directory_key(address), set()) if address else set()
        names = tuple(sorted({name_beside(name), *also} - {""}))
        one = Facilitator(row, name, email, min(own, default=""), address, names)
        column = "email" if email else "name"
        named = self._named(name)
        if row in self._unread:
            why = "their e-mail address cannot be read"
            return one.unclear({*own, *named.keys}, why, NO_ADDRESS, "email")
        if own and own[0] in self.people:
            if named.is_exact and named.keys and not {*own} & {*named.keys}:
                whose = f"{self._called(own)}, the name that of {self._called(named.keys)}"
                why = f"the e-mail address is that of {whose}"
                return one.unclear({*own, *named.keys}, why, NAME_OR_ADDRESS, column)
            return one._replace(home=self.people[one.key])
        if email and address_in(name) not in ("", email):
            other = self._of_address(address_in(name))
            why = "another e-mail address stands beside the name"
            return one.unclear({*own, *other}, why, NAME_OR_ADDRESS, column)
        if named.is_exact and len(named.keys) == 1:
            return self._same_name(one, named.keys)
        return self._perhaps(one, named)

    def _same_name(self, one: Facilitator, keys: tuple[str, ...]) -> Facilitator:
        """A row with the name of one person who takes part, or their ID."""
        home = self.people[keys[0]]
        if not (one.address and home.email):
            return one._replace(key=keys[0], home=home)
        why = f"{self._called(keys)} has another e-mail address"
        column = "email" if one.email else "name"
        return one.unclear(keys, why, ONE_ADDRESS.format(name=name_beside(one.name)), column)

    def _perhaps(self, one: Facilitator, named: _Reading) -> Facilitator:
        """A row with no name, or no full one, of somebody who takes part."""
        keys, remedy = named.keys, WHO_SAYS
        if named.is_loose and one.address:  # two addresses are two people
            alike = {key for name in one.spellings for key in self._alike.to(name)}
            keys = tuple(sorted(key for key in alike if not self.people[key].email))
            remedy = THEIR_ADDRESS.format(named=self._called(keys))
        elif named.is_loose:
            remedy = OWN_ADDRESS
        if keys:
            return one.unclear(keys, f"{self._called(keys, ' or ')} may be meant", remedy)
        if not one.address and _looks_like_an_id(one.name):
            return one.unclear((), "no mentor or leader has that ID", AS_ON_THE_TABS)
        return one

    def _of_address(self, address: str) -> tuple[str, ...]:
        """The calendars of the owner of an e-mail address, also of somebody new."""
        key = self._directory_key(address)
        return self._calendars([key]) or ((self._elsewhere.get(key, address),) if address else ())

    @cached_property
    def _elsewhere(self) -> Mapping[str, str]:
        """What the calendars of those are known by who stand in Reporting lines only."""
        found: dict[str, str] = {}
        for key, one in zip(self._directory.keys, self._directory.people):
            if key is not None and one.email:
                found[key] = min(one.email, found.get(key, one.email))
        return found

    def _known(self, name: str) -> str:
        """The calendar of the one person of that name, if there is one."""
        key = self._directory.find(name)
        return "" if key is None else self._elsewhere.get(key, "")

    def _named(self, text: str) -> _Reading:
        """Whose calendars a name may mean, and how sure that is."""
        directory, bare = self._directory, name_beside(text)
        key = directory.find(text) or directory.find(address_in(text)) or directory.find(bare)
        if key is not None and self._calendars([key]):
            return _Reading(self._calendars([key]), is_exact=True)
        namesakes = self._calendars(directory.namesakes(bare))
        if namesakes:
            return _Reading(namesakes)
        ids = (directory.find(one) for one in re.findall(r"\w*\d\w*", text) if len(one) > 1)
        loosely = {*self._alike.to(text), *self._calendars(one for one in ids if one is not None)}
        return _Reading(_but_other_addresses(loosely, text), is_loose=True)

    def _called(self, keys: Iterable[str], between: str = " and ") -> str:
        """“Ann Ek (M1)”, in the order of the names."""
        people = [self.people[key] for key in keys]
        named = sorted(f"{one.name} ({one.id})" if one.name else one.id for one in people)
        return between.join(named)

    # --- texts ----------------------------------------------------------------

    def _spelled(self, text: str) -> list[Facilitator]:
        """The facilitators with this name, in any order of its words, or e-mail address."""
        folded, own = fold(text), self._of_address(address_in(text))
        exact = [one for one in self.facilitators if folded == fold(one.name) or one.key in own]
        words = spelled(text)
        return exact or [
            one for one in self.facilitators if words in map(spelled, (one.name, *one.names))
        ]

    @cached_property
    def _leading(self) -> NamesAlike:
        return alike(self.facilitators)

    def meant(self, text: str) -> Meant:
        """The calendar of the person with this ID, e-mail address or name.

        None where a facilitator of that name is not clearly one of those who take part.
        """
        person, leading = self._directory.find(text), self._spelled(text)
        home = self._calendars([person] if person else [])
        elsewhere = self._elsewhere.get(person or "", "")
        leading = leading or [
            one for one in self.facilitators if elsewhere and one.key == elsewhere
        ]
        keys = {*home, *(one.key for one in leading)} - {""}
        is_unclear = any(one.why for one in leading) and "@" not in text
        if self._directory.is_ambiguous(text) or is_unclear or len(keys) > 1:
            return Meant((), is_known=True, is_ambiguous=True)
        return Meant(tuple(keys), is_known=person is not None or bool(leading))

    def leading(self, text: str) -> tuple[str, ...]:
        """The calendars of everybody who may be the facilitator in a row of the Schedule tab."""
        rows = self._spelled(text)
        keys = {key for one in rows for key in one.calendars} - {""}
        named = self._named(text)
        if not text or (rows and not any(one.why for one in rows)):
            return tuple(sorted(keys))
        if not rows and not named.is_loose:
            return named.keys
        return _but_other_addresses({*keys, *named.keys, *self._leading.to(text)}, text)


def _but_other_addresses(keys: Iterable[str], text: str) -> tuple[str, ...]:
    """These calendars; beside an address, those of others with an address are not meant."""
    return tuple(sorted(key for key in keys if "@" not in key or not address_in(text)))


def _looks_like_an_id(text: str) -> bool:
    """“M1”, “L-004” and “E 4711” are no names of people."""
    letters = sum(one.isalpha() for one in text)
    return any(one.isdigit() for one in text) and letters <= _LETTERS_OF_AN_ID
