"""Who stands, or may stand, above whom: read once more from the tables, apart from the search.

Shared with the search is who is meant by a written name (`Directory`, `Names`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from revmentor_xl.program import Program
from revmentor_xl.steps.people.directory import ROLES, Directory
from revmentor_xl.steps.people.fuzzy_names import Names


@dataclass(frozen=True)
class PlainLines:
    """The reporting lines of mentors, leaders and the Reporting lines tab."""

    program: Program
    directory: Directory
    _meant: dict[str, set[str]] = field(default_factory=dict)

    def above(self, key: str) -> set[str]:
        """Everybody who stands or may stand above a person, at any distance."""
        above: set[str] = set()
        before = -1
        while len(above) > before:
            before = len(above)
            for one in (key, *above):
                for text in self._managers.get(one, ()):
                    above = above | self._whoever(text)
        return above - {key}

    @cached_property
    def _managers(self) -> dict[str, set[str]]:
        """What stands as a person's manager in any table, by the person's key."""
        managers: dict[str, set[str]] = {}
        for table in ("mentors", "leaders", "reporting"):
            for row in self.program.table(table).to_dict("records"):
                key = self.directory.find(row["id"] or row["email"] or row["name"])
                for one in [key] if key else self.directory.namesakes(row["name"]):
                    managers.setdefault(one, set()).update({row["manager"]} - {""})
        return managers

    def _whoever(self, text: str) -> set[str]:
        """The keys of all whom a manager's text may mean."""
        if text not in self._meant:
            key = self.directory.find(text)
            everybody = Names.of(self.directory, ROLES)
            self._meant[text] = {key} if key else set(everybody.meant(text).keys)
        return self._meant[text]
