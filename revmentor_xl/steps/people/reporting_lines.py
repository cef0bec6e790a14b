"""Who stands, or may stand, above whom.

Nobody is paired with somebody of their own reporting line. A manager whose
name several people bear, or that is written in short or nearly right, is
taken to be each of those who may be meant: here a person too many kept apart
does no harm, and one too few does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from revmentor_xl.steps.people.directory import ROLES, Directory
from revmentor_xl.steps.people.fuzzy_names import Names


@dataclass(frozen=True)
class ReportingLines:
    """The lines of everybody in a directory, upwards."""

    directory: Directory
    _meant: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, directory: Directory) -> ReportingLines:
        """The lines of a directory, read once."""
        lines: ReportingLines = directory.spelled.setdefault(cls, cls(directory))
        return lines

    def may_mean(self, manager: str) -> frozenset[str]:
        """The keys of those in the file whom a manager's text may mean; nobody when outside."""
        if manager not in self._meant:
            key = self.directory.find(manager)
            names = Names.of(self.directory, ROLES)
            keys = (key,) if key is not None else names.meant(manager).keys
            self._meant[manager] = frozenset(keys)
        return self._meant[manager]

    def above(self, key: str) -> frozenset[str]:
        """Everybody who stands or may stand above a person, at any distance."""
        named: Mapping[str, tuple[str, ...]] = self.directory.managers_named
        found: set[str] = set()
        ahead = [key]
        while ahead:
            for manager in named.get(ahead.pop(), ()):
                new = self.may_mean(manager) - found
                found |= new
                ahead.extend(new)
        return frozenset(found - {key})
