"""Whom a name may mean that is not spelled as it stands in the file.

Used for vetoes, “Must not pair” rules and reporting lines: there a person too
many kept apart does no harm, and one too few does; and for who leads or is
away. Whatever demands a pair needs the exact name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.people.directory import ROLES, Directory
from revmentor_xl.steps.people.identities import without_accents, words_of

NEARLY = 90.0
"""From this likeness (0 to 100) on, two spellings may be the same name."""

_NO_NAME = {
    *("no", "none", "nobody", "no one", "no-one", "nope", "n/a", "na", "not applicable", "nil"),
    *("nothing", "-", "--", "nein", "niemand", "keine", "keiner", "non", "personne", "aucun"),
}
ADDRESS = re.compile(r"[^\s<>(),;:@/&|]+@[\w-]+(?:\.[\w-]+)*")
_DOMAIN = re.compile(r"@[\w-]+(?:\.[\w-]+)*")
_BRACKETED = re.compile(r"<[^<>]*>")
_SEPARATOR = re.compile(r"\s*[,;/&+|]\s*|\s+(?:and|or|und|et)\s+")
_PREFIX = re.compile(r"^\s*(?:mailto:\s*|#\s*|id[\s:#.]+(?=\S*\d))", re.IGNORECASE)
_UNSPLIT = re.compile(f"({_BRACKETED.pattern}|{ADDRESS.pattern})|{_SEPARATOR.pattern}")


class Meant(NamedTuple):
    """Everybody a text may mean. `is_clear`: one person, spelled as in the
    file, or plainly nobody; `is_whole`: no part of the text was left without
    a meaning."""

    keys: tuple[str, ...]
    is_clear: bool = False
    is_whole: bool = True


NOBODY = Meant((), is_clear=True)
UNKNOWN = Meant((), is_whole=False)


class _Name(NamedTuple):
    key: str
    plain: str
    words: tuple[str, ...]
    mailbox: str


@dataclass(frozen=True)
class Names:
    """The names among which a loosely written one is looked for."""

    directory: Directory
    names: tuple[_Name, ...]
    _read: dict[str, Meant] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, directory: Directory, roles: Collection[str]) -> Names:
        """The names of the people in these roles (mentor, leader, other), read once for a
        directory."""
        in_order = tuple(role for role in ROLES if role in roles)
        if in_order not in directory.spelled:
            names = tuple(name for role in in_order for name in _in(directory, role))
            directory.spelled[in_order] = cls(directory, names)
        known: Names = directory.spelled[in_order]
        return known

    @cached_property
    def _having(self) -> Mapping[str, Sequence[_Name]]:
        """The names by each of their words."""
        having: dict[str, list[_Name]] = {}
        for name in self.names:
            for word in dict.fromkeys(name.words):
                having.setdefault(word, []).append(name)
        return having

    @cached_property
    def _of_letters(self) -> Mapping[str, Sequence[_Name]]:
        """The names by their letters in alphabetical order."""
        found: dict[str, list[_Name]] = {}
        for name in self.names:
            found.setdefault("".join(sorted(name.plain)), []).append(name)
        return found

    @cached_property
    def _mailboxes(self) -> Mapping[str, set[tuple[str, ...]]]:
        """What tells each person's mailboxes from others that are spelled nearly so."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for name in self.names:
            found.setdefault(name.key, set()).add(_told_apart_by(name.mailbox))
        return found

    def _with_one_of(self, words: Sequence[str]) -> list[_Name]:
        """The names that share a word with these."""
        return [name for word in dict.fromkeys(words) for name in self._having.get(word, ())]

    def _short(self, words: Sequence[str]) -> list[str]:
        """The keys of those whose names these words may be short for."""
        return [n.key for n in self._with_one_of(words) if _is_short_for(words, n.words)]

    def meant(self, text: str) -> Meant:
        """Whom a text may mean, from the surest reading to the widest.

        The exact ID, e-mail address or name; a name that several bear; an
        address, with at most its owner's name; a name in short (“J. Lund”,
        “Lund”); several names with commas between them; a name with more
        around it, which is then not whole; nearly the same name.
        """
        if text not in self._read:
            self._read[text] = self._meaning(text)
        return self._read[text]

    def _meaning(self, text: str) -> Meant:
        key = self.directory.find(text)
        if key is not None and (key in self._keys or self.directory.is_known_outside(key)):
            return Meant((key,), is_clear=True)
        loosely = self._loosely_meant(text)
        if key is None:
            return loosely
        # the person of a row of Reporting lines may be one of these people
        bearers = self.directory.namesakes(self.directory.name_of(key))
        keys = {*loosely.keys, *bearers} & self._keys
        return Meant(tuple(sorted(keys))) if keys else Meant((key,), is_clear=True)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(name.key for name in self.names)

    def _loosely_meant(self, text: str) -> Meant:
        """The same without the exact ID, e-mail address or name."""
        if fold(text).rstrip(".!") in _NO_NAME:
            return NOBODY
        sure = self.directory.namesakes(text)
        if len(sure) > 1 or set(sure) & self._keys:
            return Meant(tuple(sure))
        bare = _PREFIX.sub("", text)
        if bare != text:
            return self.meant(bare)
        parts = parts_of(text)
        addressed = self._by_address(text, is_one=len(parts) < 2)
        if addressed is not None:
            return addressed
        words = words_of(without_accents(text))
        short = self._short(words)
        if short:
            return _loosely(short)
        if len(parts) > 1:
            several = [self.meant(part) for part in parts]
            keys = [key for one in several for key in one.keys]
            if keys:
                return Meant(tuple(sorted(set(keys))), is_whole=all(m.is_whole for m in several))
        inside = self._inside(words_of(without_accents(_DOMAIN.sub(" ", text))))
        return inside if inside.keys else _loosely(self._nearly(text))

    def _by_address(self, text: str, is_one: bool) -> Meant | None:
        """The owner of the only address in a text, when the rest is no list of others."""
        addresses = ADDRESS.findall(text)
        key = self.directory.find(addresses[0]) if len(addresses) == 1 else None
        if key is None:
            return None
        before, _, after = text.partition(addresses[0])
        words = words_of(without_accents(f"{before} {after}"))
        own = [name.words for name in self.names if name.key == key]
        if not words or any(sorted(words) == sorted(name) for name in own):
            return Meant((key,), is_clear=bool(words))  # also “Last, First <address>”
        if not is_one:
            return None
        inside = self._inside(words)
        is_label = before.rstrip().endswith("<") and not words_of(without_accents(after))
        is_short = any(_is_short_for(words, name) for name in own)
        is_whole = is_label or is_short or bool(inside.keys and inside.is_whole)
        return Meant(tuple(sorted({key, *inside.keys})), is_whole=is_whole)

    def _inside(self, words: Sequence[str]) -> Meant:
        """The full names among these words; what is left over is not read."""
        near = self._with_one_of(words)
        names = [n for n in near if len(n.words) > 1 and set(n.words) <= set(words)]
        read = {word for name in names for word in name.words}
        return Meant(tuple(sorted({name.key for name in names})), is_whole=set(words) <= read)

    def _nearly(self, text: str) -> list[str]:
        # IDs differ by one digit, so what holds digits is no misspelled name
        plain = without_accents(text)
        if "@" in text:
            mailbox = fold(text).partition("@")[0]
            words = words_of(mailbox)  # “j.lund@” may be the other address of Jo Lund
            short = self._short(words) if len(words) > 1 else []
            alike = self._alike(mailbox, [n.mailbox for n in self.names])
            # another initial or number is another person: a.berg2@ is not a.berg@
            own = self._mailboxes
            return [*short, *(key for key in alike if _told_apart_by(mailbox) in own[key])]
        if re.search(r"\d", plain):
            return []
        same = self._of_letters.get("".join(sorted(plain)), ())
        transposed = [n.key for n in same if is_transposed(plain, n.plain)]
        return [*transposed, *self._alike(plain, [n.plain for n in self.names])]

    def _alike(self, text: str, spelled: Sequence[str]) -> list[str]:
        """The keys of those whose spelling is like the text; one spelling for each name."""
        from rapidfuzz import fuzz, process  # slow to import, and rarely needed

        found = process.extract(
            text, spelled, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None, processor=None
        )
        return [self.names[at].key for _, _, at in found]


def _in(directory: Directory, role: str) -> tuple[_Name, ...]:
    """The names in one role, read once for a directory."""
    if role not in directory.spelled:
        names = []
        for person, key in zip(directory.people, directory.keys):
            if key is not None and person.role == role:
                plain, mailbox = without_accents(person.name), person.email.partition("@")[0]
                names.append(_Name(key, plain, words_of(plain), mailbox))
        directory.spelled[role] = tuple(names)
    known: tuple[_Name, ...] = directory.spelled[role]
    return known


def parts_of(text: str) -> list[str]:
    """A text between its separators; those in an address or in <...> separate nothing.

    Of several addresses, each ends a part.
    """
    folded, parts, start = fold(text), [], 0
    has_several = len(ADDRESS.findall(folded)) > 1
    for match in _UNSPLIT.finditer(folded):
        if match[1] is None or (has_several and "@" in match[1]):
            parts.append(folded[start : match.start()] + (match[1] or ""))
            start = match.end()
    return [part for part in (*parts, folded[start:]) if re.search(r"\w", part)]


def _loosely(keys: Sequence[str]) -> Meant:
    return Meant(tuple(sorted(set(keys)))) if keys else UNKNOWN


def _told_apart_by(mailbox: str) -> tuple[str, ...]:
    """The first letter and the numbers of a mailbox."""
    return mailbox[:1], *re.findall(r"\d+", mailbox)


def is_transposed(one: str, other: str) -> bool:
    """Are two neighbouring letters exchanged, and all others the same?

    The commonest slip of typing; in a short name too little stays alike for a ratio.
    """
    if len(one) != len(other):
        return False
    apart = [at for at, (a, b) in enumerate(zip(one, other)) if a != b]
    if len(apart) != 2 or apart[1] - apart[0] != 1:
        return False
    return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


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
