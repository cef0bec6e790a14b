"""Who stands, or may stand, above whom.

Nobody is paired with somebody of their own reporting line. A name that several
people bear, or that is written in short or nearly right, is taken to be each
of those who may be meant, whether it stands as somebody's manager or as the
person of a row of Reporting lines: here a person too many kept apart does no
harm, and one too few does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from revmentor_xl.steps.people.directory import Directory, Person
from revmentor_xl.steps.people.fuzzy_names import Names


@dataclass(frozen=True)
class ReportingLines:
    """The lines of everybody in a directory, upwards."""

    directory: Directory
    _meant: dict[str, frozenset[str]] = field(default_factory=dict)
    _above: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, directory: Directory) -> ReportingLines:
        """The lines of a directory, read once."""
        lines: ReportingLines = directory.spelled.setdefault(cls, cls(directory))
        return lines

    @cached_property
    def _names(self) -> Names:
        return Names.of(self.directory, ("mentor", "leader"))

    def may_mean(self, manager: str) -> frozenset[str]:
        """The keys of those in the file whom a manager's text may mean; nobody when outside."""
        if manager not in self._meant:
            key = self.directory.find(manager)
            keys = set(self._names.meant(manager).keys)
            keys |= set(self.directory.namesakes(manager)) if key is None else {key}
            if not keys:
                keys |= set(Names.of(self.directory, ("other",)).meant(manager).keys)
            self._meant[manager] = frozenset(keys)
        return self._meant[manager]

    def unclear(self, manager: str) -> frozenset[str]:
        """The mentors and leaders whom a manager's text may mean without saying so plainly."""
        meant = self._names.meant(manager)
        return frozenset() if meant.is_clear else frozenset(meant.keys)

    @cached_property
    def _may_be(self) -> Mapping[str, frozenset[str]]:
        """The mentors and leaders whom a person of Reporting lines may be, by that one's key.

        Nobody but who has exactly that name, where the row has an address that tells.
        """
        taking_part = set(self.directory.participants.values())
        found: dict[str, set[str]] = {}
        for person, key in zip(self.directory.people, self.directory.keys):
            if person.role == "other" and key is not None and key not in taking_part:
                may_be = set(self.directory.namesakes(person.name))
                if not person.email:
                    may_be |= set(self._names.meant(person.name).keys)
                found.setdefault(key, set()).update(may_be & taking_part)
        return {key: frozenset(keys) for key, keys in found.items() if keys}

    @cached_property
    def unclear_rows(self) -> Mapping[Person, frozenset[str]]:
        """The rows of Reporting lines that may be about several mentors or leaders, or about
        one whose name is another, and the keys of these."""
        return {
            person: self._may_be[key]
            for person, key in zip(self.directory.people, self.directory.keys)
            if person.role == "other" and not person.email and key is not None
            if key in self._may_be
        }

    @cached_property
    def _rows_about(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of Reporting lines' people who may be a mentor or leader, by that one's key."""
        about: dict[str, list[str]] = {}
        for key, may_be in self._may_be.items():
            for one in may_be:
                about.setdefault(one, []).append(key)
        return {one: tuple(keys) for one, keys in about.items()}

    def above(self, key: str) -> frozenset[str]:
        """Everybody who stands or may stand above a person, at any distance."""
        if key not in self._above:
            named = self.directory.managers_named
            found: set[str] = set()
            ahead = [key]
            while ahead:
                one = ahead.pop()
                above = set(self._may_be.get(one, ())) if one != key else set()
                for about in (one, *self._rows_about.get(one, ())):
                    for manager in named.get(about, ()):
                        above |= self.may_mean(manager)
                ahead.extend(above - found)
                found |= above
            self._above[key] = frozenset(found - {key})
        return self._above[key]
