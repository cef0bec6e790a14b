"""Who is who: finding people by what HR types, and the lines they report in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold, without_fraction
from revmentor_xl.steps.people.identities import full_name_as_compared

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

    @property
    def is_only_named(self) -> bool:
        """Is this a row of Reporting lines without ID and e-mail? Its name stands as its ID.

        Such a row is about whoever bears that name elsewhere in the file.
        """
        is_no_id = fold(self.id) in ("", fold(self.name))
        return self.role == "other" and not self.email and is_no_id


class _Index(NamedTuple):
    """Keys by names: folded, also “Last, First” (as HR systems write them), and by the words
    of full names in any order, without accents and titles."""

    spelled: dict[str, set[str]]
    in_full: dict[tuple[str, ...], set[str]]

    @classmethod
    def of(cls, people: Iterable[tuple[Person, str]]) -> _Index:
        spelled: dict[str, set[str]] = {}
        in_full: dict[tuple[str, ...], set[str]] = {}
        for person, key in people:
            if person.name:
                spelled.setdefault(fold(person.name), set()).add(key)
                first, _, last = person.name.rpartition(" ")
                if first:
                    spelled.setdefault(fold(f"{last}, {first}"), set()).add(key)
            in_full.setdefault(full_name_as_compared(person.name), set()).add(key)
        in_full.pop((), None)
        return cls(spelled, in_full)

    def bearers(self, name: str) -> tuple[str, ...]:
        """The keys of everybody of this name, sorted; as it is spelled goes first."""
        spelled = self.spelled.get(fold(name))
        return tuple(sorted(spelled or self.in_full.get(full_name_as_compared(name)) or ()))


@dataclass(frozen=True)
class Directory:
    """Everybody in the file. A person's key is their ID, else e-mail, else name.

    The same human may stand both in Reporting lines and in Mentors or
    Leaders; they are one person here (same ID or same e-mail address).
    """

    people: tuple[Person, ...]
    spelled: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)
    """What `fuzzy_names` and `reporting_lines` have made of it: they are asked often."""

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
        return tuple(
            self._keys.get(one) if one.is_only_named else self.find(one.id or one.email or one.name)
            for one in self.people
        )

    @cached_property
    def _own_keys(self) -> dict[Person, str]:
        """The keys of all but the rows of Reporting lines that give only a name."""
        keys: dict[Person, str] = {}
        by_id: dict[str, str] = {}
        by_email: dict[str, str] = {}
        for person in self.people:
            if person.is_only_named:
                continue
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
    def unclear_lines(self) -> Mapping[Person, tuple[str, ...]]:
        """The rows of Reporting lines that give only a name which several people have, and
        the keys of these."""
        return {person: keys for person, keys in self._only_named.items() if len(keys) > 1}

    @cached_property
    def _only_named(self) -> dict[Person, tuple[str, ...]]:
        """Whom each row of Reporting lines may be about that gives only a name."""
        index = _Index.of(self._own_keys.items())
        return {p: index.bearers(p.name) or (p.name,) for p in self.people if p.is_only_named}

    @cached_property
    def _keys(self) -> dict[Person, str]:
        """Everybody's key; an unclear row of Reporting lines is nobody."""
        sure = {p: keys[0] for p, keys in self._only_named.items() if len(keys) == 1}
        return {**self._own_keys, **sure}

    @cached_property
    def _exact(self) -> dict[str, str]:
        exact: dict[str, str] = {}
        for person, key in self._keys.items():
            for spelled in (person.id, person.email) if not person.is_only_named else ():
                if spelled:
                    exact.setdefault(fold(spelled), key)
        return exact

    @cached_property
    def _names(self) -> _Index:
        return _Index.of(self._keys.items())

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
        return self._names.bearers(text)

    def find_all(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The keys of those who are found, in order."""
        keys = (self.find(text) for text in texts)
        return tuple(key for key in keys if key is not None)

    @cached_property
    def manager_of(self) -> Mapping[str, str]:
        """Each person's manager. One who is not in the file is their folded text.

        Where rows name different ones, the first counts; `managers_named` has all.
        """
        return {
            key: self.find(texts[0]) or fold(texts[0]) for key, texts in self.managers_named.items()
        }

    @cached_property
    def managers_named(self) -> Mapping[str, tuple[str, ...]]:
        """Every text that stands as a person's manager somewhere, by the person's key.

        A row of Reporting lines that may be about several people counts for each.
        """
        named: dict[str, dict[str, None]] = {}
        for person in self.people:
            keys = self.unclear_lines.get(person) or (self._keys[person],)
            for key in keys if person.manager else ():
                named.setdefault(key, {}).setdefault(person.manager)
        return {key: tuple(texts) for key, texts in named.items()}

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

    def told_apart(self, key: str) -> str:
        """The name behind a key, with the key where several people have that name."""
        name = self.name_of(key)
        return f"{name} ({key})" if len(self.namesakes(name)) > 1 else name
