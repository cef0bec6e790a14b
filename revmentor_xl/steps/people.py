"""Who is who: finding people by what HR types, and the lines they report in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.ids import without_fraction
from revmentor_xl.steps.identities import full_name_as_compared

NAMED = ("mentors", "leaders", "reporting")
"""The tables in which people stand."""

ROLES = ("mentor", "leader", "other")
"""What the people of each of these tables are."""


class Person(NamedTuple):
    """One person in any of the tables; `role` is mentor, leader or other."""

    id: str
    name: str
    email: str
    manager: str
    role: str
    row: int


@dataclass(frozen=True)
class Directory:
    """Everybody in the file. A person's key is their ID, else e-mail, else name.

    The same human may stand both in Reporting lines and in Mentors or
    Leaders; they are one person here (same ID or same e-mail address).
    """

    people: tuple[Person, ...]
    spelled: dict[str, tuple[Any, ...]] = field(default_factory=dict, compare=False, repr=False)
    """What `naming` has made of the names in each role: it is asked often, and works once."""

    @classmethod
    def of(cls, program: Program) -> Directory:
        """The directory of a program's mentors, leaders and reporting lines."""
        return program.derived("directory", NAMED, lambda: cls._read(program))

    @classmethod
    def _read(cls, program: Program) -> Directory:
        people = []
        for table, role in zip(NAMED, ROLES):
            frame = program.table(table)
            for row, id_, name, email, manager in frame[
                ["id", "name", "email", "manager"]
            ].itertuples():
                people.append(Person(id_, name, email, manager, role, row))
        return cls(tuple(people))

    @cached_property
    def keys(self) -> tuple[str | None, ...]:
        """For each of `people` the key they are found by; None where several have the name."""
        return tuple(self.find(one.id or one.email or one.name) for one in self.people)

    @cached_property
    def _keys(self) -> dict[Person, str]:
        keys: dict[Person, str] = {}
        by_id: dict[str, str] = {}
        by_email: dict[str, str] = {}
        for person in self.people:
            known = by_id.get(fold(person.id)) if person.id else None
            known = known or (by_email.get(person.email) if person.email else None)
            key = known or person.id or person.email or person.name
            keys[person] = key
            if person.id:
                by_id.setdefault(fold(person.id), key)
            if person.email:
                by_email.setdefault(person.email, key)
        return keys

    @cached_property
    def _exact(self) -> dict[str, str]:
        exact: dict[str, str] = {}
        for person, key in self._keys.items():
            for spelled in (person.id, person.email):
                if spelled:
                    exact.setdefault(fold(spelled), key)
        return exact

    @cached_property
    def _named(self) -> dict[str, set[str]]:
        named: dict[str, set[str]] = {}
        for person, key in self._keys.items():
            if person.name:
                named.setdefault(fold(person.name), set()).add(key)
                first, _, last = person.name.rpartition(" ")
                if first:  # “Last, First” is how HR systems write names
                    named.setdefault(fold(f"{last}, {first}"), set()).add(key)
        return named

    @cached_property
    def _in_full(self) -> dict[tuple[str, ...], set[str]]:
        """The keys by the words of full names, for names in another order or without accents."""
        named: dict[tuple[str, ...], set[str]] = {}
        for person, key in self._keys.items():
            named.setdefault(full_name_as_compared(person.name), set()).add(key)
        named.pop((), None)
        return named

    def find(self, text: str) -> str | None:
        """The key of the one person meant by an ID, e-mail or full name; else None.

        A name as it is spelled here goes before one in another order (“Last First”),
        without accents or with a title.
        """
        exact = self._exact.get(without_fraction(fold(text)))
        if exact is not None:
            return exact
        named = self.namesakes(text)
        return named[0] if len(named) == 1 else None

    def is_ambiguous(self, text: str) -> bool:
        """Is this the name of several people?"""
        return fold(text) not in self._exact and len(self.namesakes(text)) > 1

    def namesakes(self, text: str) -> tuple[str, ...]:
        """The keys of everybody who bears this name, sorted."""
        named = self._named.get(fold(text), set())
        return tuple(sorted(named or self._in_full.get(full_name_as_compared(text), set())))

    def find_all(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The keys of those who are found, in order."""
        keys = (self.find(text) for text in texts)
        return tuple(key for key in keys if key is not None)

    @cached_property
    def manager_of(self) -> Mapping[str, str]:
        """Each person's manager. One who is not in the file is their folded text."""
        managers: dict[str, str] = {}
        for person, key in self._keys.items():
            if person.manager:
                managers.setdefault(key, self.find(person.manager) or fold(person.manager))
        return managers

    def chain(self, key: str) -> Iterator[str]:
        """The person's managers upwards; a circle ends where it closes."""
        seen = {key}
        boss = self.manager_of.get(key)
        while boss is not None and boss not in seen:
            yield boss
            seen.add(boss)
            boss = self.manager_of.get(boss)

    def name_of(self, key: str) -> str:
        """The name behind a key, or the key itself."""
        return next((p.name for p, k in self._keys.items() if k == key and p.name), key)
