"""Who is who: finding people by what HR types, and the lines they report in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
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

LINE_PREFIX = "R"
"""How the IDs begin that the tool gives to rows of Reporting lines without one."""


class Person(NamedTuple):
    """One person in any of the tables; `role` is mentor, leader or other."""

    id: str
    name: str
    email: str
    manager: str
    role: str
    row: int


_ADDRESS = re.compile(r"[^\s<>(),;:@/&|]+@[\w-]+(?:\.[\w-]+)*")


def is_no_id(text: str) -> bool:
    """Is a text in the ID column of Reporting lines a name or an address? IDs of several
    words without a digit are names; older versions wrote such ones for those without an ID."""
    return "@" in text or (not re.search(r"\d", text) and bool(re.search(r"[\s,]", text.strip())))


def _line(row: Person, ids: Collection[str]) -> Person:
    """A row of Reporting lines: ID, name and address, whichever stands in another's place.

    `ids` are those of mentors and leaders, folded.
    """
    id_, name, email = row.id, row.name, row.email
    if fold(id_) not in ids and (is_no_id(id_) or fold(id_) == fold(name)):
        name, id_ = (f"{name} {id_}" if "@" in id_ and not email else name or id_), ""
    addresses = _ADDRESS.findall(name)
    if len(addresses) == 1:
        email = email or fold(addresses[0])
        name = name.replace(addresses[0], " ").strip(" <>()[],;:")
    if is_given(id_) and fold(name) in ids:
        id_, name = name, ""
    return row._replace(id=id_, name=name, email=email)


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


def is_given(id_: str) -> bool:
    """Is an ID of Reporting lines one that the tool gave, or none? It tells nobody apart."""
    return not id_ or bool(re.fullmatch(rf"{LINE_PREFIX}\d+", id_))


def _keyed(people: Iterable[Person], sure: Mapping[Person, str]) -> dict[Person, str]:
    """Each person's key: that of who has the same ID or address, the sure one, or their own."""
    keys: dict[Person, str] = {}
    by_id: dict[str, str] = {}
    by_email: dict[str, str] = {}
    for person in people:
        known = by_id.get(fold(person.id)) if person.id else None
        known = known or (by_email.get(person.email) if person.email else None)
        key = known or sure.get(person) or person.id or person.email or person.name
        keys[person] = key
        if person.id:
            by_id.setdefault(fold(person.id), key)
        if person.email:
            by_email.setdefault(person.email, key)
    return keys


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
        people: list[Person] = []
        ids: set[str] = set()
        for table, role in zip(NAMED, ROLES):
            frame = program.table(table)[["id", "name", "email", "manager"]]
            for row, id_, name, email, manager in frame.itertuples():
                one = Person(id_, name, email, manager, role, row)
                people.append(_line(one, ids) if role == "other" else one)
            ids |= {fold(one.id) for one in people if one.id}
        return cls(tuple(people))

    @cached_property
    def keys(self) -> tuple[str | None, ...]:
        """For each of `people` the key they are found by; None where several have the name."""
        return tuple(
            self._keys[one] if one.role == "other" else self.find(one.id or one.email or one.name)
            for one in self.people
        )

    @cached_property
    def participants(self) -> Mapping[Person, str]:
        """Mentors and leaders, and their keys: the same for the same ID or address."""
        return _keyed((one for one in self.people if one.role != "other"), {})

    @cached_property
    def _keys(self) -> Mapping[Person, str]:
        """Everybody's key. A row of Reporting lines that gives only a name is about the one
        mentor or leader of that name, else about the same person as the other such rows."""
        named = _Index.of(self.participants.items())
        sure: dict[Person, str] = {}
        first: dict[str, str] = {}
        for line in self.people:
            if line.role == "other" and line.name and not line.email:
                bearers = named.bearers(line.name)
                if len(bearers) == 1:
                    sure[line] = bearers[0]
                elif is_given(line.id):
                    sure[line] = first.setdefault(fold(line.name), line.id or line.name)
        return _keyed(self.people, sure)

    @cached_property
    def _exact(self) -> dict[str, str]:
        exact: dict[str, str] = {}
        for person, key in self._keys.items():
            for spelled in (person.id, person.email):
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

    def is_known_outside(self, key: str) -> bool:
        """Is this somebody of Reporting lines with an address, and of no participant's name?"""
        return key in self._outside

    @cached_property
    def _outside(self) -> frozenset[str]:
        named = _Index.of(self.participants.items())
        return frozenset(
            key
            for person, key in self._keys.items()
            if person.role == "other" and person.email and not named.bearers(person.name)
        ) - frozenset(self.participants.values())

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
        """Every text that stands as a person's manager somewhere, by the person's key."""
        named: dict[str, dict[str, None]] = {}
        for person, key in self._keys.items():
            if person.manager:
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

    @cached_property
    def _name_of(self) -> Mapping[str, str]:
        names: dict[str, str] = {}
        for person, key in self._keys.items():
            if person.name:
                names.setdefault(key, person.name)
        return names

    def name_of(self, key: str) -> str:
        """The name behind a key, or the key itself."""
        return self._name_of.get(key, key)

    def told_apart(self, key: str) -> str:
        """The name behind a key, with the key where several people have that name."""
        name = self.name_of(key)
        return f"{name} ({key})" if len(self.namesakes(name)) > 1 else name
