"""Whom the rows of the Away tab mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.people import Directory


def calendar_key(id_: str, email: str) -> str:
    """What a mentor's or leader's calendar is known by: one human in two roles has one."""
    return email or fold(id_)


def facilitator_key(name: str, email: str) -> str:
    """The same for a facilitator."""
    return email or f"facilitator {fold(name)}"


class Meant(NamedTuple):
    """Whose calendars a text means: none where nobody, or more than one person, is meant."""

    keys: tuple[str, ...]
    is_known: bool
    is_ambiguous: bool = False


@dataclass(frozen=True)
class CalendarOwners:
    """Everybody who has a calendar here, found by what HR types."""

    program: Program

    @cached_property
    def _directory(self) -> Directory:
        return Directory.of(self.program)

    @cached_property
    def _of_people(self) -> dict[str, list[str]]:
        """The calendars of mentors and leaders by the directory's keys."""
        found: dict[str, list[str]] = {}
        for key, one in zip(self._directory.keys, self._directory.people):
            if key is not None and one.role != "other":
                found.setdefault(key, []).append(calendar_key(one.id, one.email))
        return found

    @cached_property
    def _of_facilitators(self) -> dict[str, list[str]]:
        """The calendars of facilitators by folded name and e-mail address."""
        found: dict[str, list[str]] = {}
        for name, email in _facilitators(self.program):
            for spelled in {fold(name), email} - {""}:
                found.setdefault(spelled, []).append(facilitator_key(name, email))
        return found

    def meant(self, text: str) -> Meant:
        """The calendars of the person with this ID, e-mail address or name.

        A facilitator who is called like a mentor or leader is taken for the same
        person, unless two e-mail addresses say that they are two.
        """
        person = self._directory.find(text)
        keys = set(self._of_people.get(person, ())) if person is not None else set()
        keys |= set(self._of_facilitators.get(fold(text), ()))
        if self._directory.is_ambiguous(text) or len({key for key in keys if "@" in key}) > 1:
            return Meant((), is_known=True, is_ambiguous=True)
        return Meant(tuple(sorted(keys)), is_known=person is not None or bool(keys))


def _facilitators(program: Program) -> Iterator[tuple[str, str]]:
    yield from program.table("facilitators")[["name", "email"]].itertuples(index=False)
