"""Whom a name may mean that is not spelled as it stands in the file.

Used for vetoes and “Must not pair” rules only: there a person too many kept
apart does no harm, and one too few does. Whatever demands a pair needs the
exact name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.people import Directory

NEARLY = 90.0
"""From this likeness (0 to 100) on, two spellings may be the same name."""

_TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sir", "madam"}
_NO_NAME = {
    *("no", "none", "nobody", "no one", "no-one", "nope", "n/a", "na", "not applicable", "nil"),
    *("nothing", "-", "--", "nein", "niemand", "keine", "keiner", "non", "personne", "aucun"),
}
_ADDRESS = re.compile(r"[^\s<>(),;]+@[^\s<>(),;]+")
_BETWEEN = re.compile(r"\s*[,/&+|]\s*|\s+(?:and|or|und|et)\s+")


@dataclass(frozen=True)
class Meant:
    """Everybody a text may mean. `is_clear`: one person, spelled as in the
    file, or plainly nobody; `is_whole`: no part of the text was left without
    a meaning."""

    keys: tuple[str, ...]
    is_clear: bool = False
    is_whole: bool = True


NOBODY = Meant((), is_clear=True)
UNKNOWN = Meant((), is_whole=False)


@dataclass(frozen=True)
class _Name:
    key: str
    plain: str
    words: tuple[str, ...]
    mailbox: str


@dataclass(frozen=True)
class Names:
    """The names among which a loosely written one is looked for."""

    directory: Directory
    names: tuple[_Name, ...]

    @classmethod
    def of(cls, directory: Directory, roles: Collection[str]) -> Names:
        """The names of the people in these roles (mentor, leader, other)."""
        names = []
        for person in directory.people:
            key = directory.find(person.id or person.email or person.name)
            if key is not None and person.role in roles:
                plain, mailbox = _plain(person.name), person.email.partition("@")[0]
                names.append(_Name(key, plain, _words(plain), mailbox))
        return cls(directory, tuple(names))

    def meant(self, text: str) -> Meant:
        """Whom a text may mean, from the surest reading to the widest.

        The exact ID, e-mail address or name; a name that several bear; an
        address inside the text; a name in short (“J. Lund”, “Lund”); several
        names with commas between them; a name with more around it; nearly
        the same name.
        """
        key = self.directory.find(text)
        if key is not None:
            return Meant((key,), is_clear=True)
        if fold(text).rstrip(".!") in _NO_NAME:
            return NOBODY
        sure = self.directory.namesakes(text) or self._by_address(text)
        if sure:
            return Meant(tuple(sure))
        words = _words(_plain(text))
        short = [name.key for name in self.names if _is_short_for(words, name.words)]
        if short:
            return _loosely(short)
        parts = [part for part in _BETWEEN.split(fold(text)) if part]
        if len(parts) > 1:
            several = [self.meant(part) for part in parts]
            keys = [key for one in several for key in one.keys]
            if keys:
                return Meant(tuple(sorted(set(keys))), is_whole=all(m.is_whole for m in several))
        inside = [n.key for n in self.names if len(n.words) > 1 and set(n.words) <= set(words)]
        return _loosely(inside or self._nearly(text))

    def _by_address(self, text: str) -> list[str]:
        found = {self.directory.find(address) for address in _ADDRESS.findall(text)}
        return sorted(key for key in found if key is not None)

    def _nearly(self, text: str) -> list[str]:
        from rapidfuzz import fuzz  # slow to import, and rarely needed

        # IDs differ by one digit, so what holds digits is no misspelled name
        plain, mailbox = _plain(text), fold(text).partition("@")[0]
        if "@" in text:
            return [n.key for n in self.names if fuzz.ratio(mailbox, n.mailbox) >= NEARLY]
        if re.search(r"\d", plain):
            return []
        return [n.key for n in self.names if fuzz.ratio(plain, n.plain) >= NEARLY]


def _loosely(keys: Sequence[str]) -> Meant:
    return Meant(tuple(sorted(set(keys)))) if keys else UNKNOWN


def _plain(text: str) -> str:
    """Folded, and without accents: “Jörn” as “jorn”."""
    apart = unicodedata.normalize("NFKD", fold(text))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _words(plain: str) -> tuple[str, ...]:
    return tuple(word for word in re.findall(r"[^\W_]+", plain) if word not in _TITLES)


def _is_short_for(words: Sequence[str], name: Sequence[str]) -> bool:
    """Is every word a word of the name or its initial, and one of them more than an initial?"""
    left = list(name)
    whole = 0
    for word in sorted(words, key=len, reverse=True):  # initials take what is left over
        match = word if word in left else None
        if match is None and len(word) == 1:
            match = next((one for one in left if one.startswith(word)), None)
        if match is None:
            return False
        whole += len(word) > 1
        left.remove(match)
    return whole > 0
