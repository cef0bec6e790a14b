"""Which names may be one person's: the widest reading of a name, for where a person
too many does no harm and one too few does.

A name may be in short (“E. Hall”, “Eva”), longer (“Eva Marie Hall”), one of
several (“Eva & Ann”), with a title, in another order, or nearly right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.people.fuzzy_names import ADDRESS, NEARLY, is_transposed, parts_of
from revmentor_xl.steps.people.identities import first_name_first, without_accents, words_of

_TITLE = re.compile(r"\b[^\W\d_]{2,4}\.(?=\W)")
"""“Fr.”, “Dipl.” and “Ing.” may be titles; “E.” is an initial."""


class _Spelling(NamedTuple):
    key: str
    words: tuple[str, ...]


def address_in(text: str) -> str:
    """The only e-mail address in a text, folded; empty where there is none or are several."""
    found = ADDRESS.findall(fold(text)) if "@" in text else []
    return found[0] if len(found) == 1 else ""


def name_beside(text: str) -> str:
    """What a text says beside its e-mail addresses: “Eva Hall” of “Eva Hall <eva@example.com>”."""
    return ADDRESS.sub(" ", text).strip(" <>()[],;:") if "@" in text else text


def name_in_address(email: str) -> str:
    """“eva hall” of eva.hall@example.com; empty where the mailbox is a single word."""
    words = re.findall(r"[^\W\d_]+", email.partition("@")[0])
    return " ".join(words) if len(words) > 1 else ""


@dataclass(frozen=True)
class NamesAlike:
    """Names, each with the key of its person, found by others that may be the same."""

    spellings: tuple[_Spelling, ...]

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> NamesAlike:
        """Read keys and names; a person may have several names."""
        read = {(key, words) for key, name in names for words in _readings(name)}
        return cls(tuple(_Spelling(*one) for one in sorted(read)))

    @cached_property
    def _by_word(self) -> Mapping[str, list[_Spelling]]:
        found: dict[str, list[_Spelling]] = {}
        for one in self.spellings:
            for word in set(one.words):
                found.setdefault(word, []).append(one)
        return found

    @cached_property
    def _plain(self) -> tuple[list[str], list[str]]:
        """Every name as one text: its words as they stand, and sorted."""
        words = [one.words for one in self.spellings]
        return [" ".join(one) for one in words], [" ".join(sorted(one)) for one in words]

    def to(self, text: str) -> tuple[str, ...]:
        """The keys of everybody who may be meant by a name, sorted."""
        keys: set[str] = set()
        for words in _readings(text):
            keys.update(self._sharing_a_word(words))
            keys.update(self._nearly(words))
            keys.update(self._transposed(words))
        return tuple(sorted(keys))

    def _sharing_a_word(self, words: tuple[str, ...]) -> Iterable[str]:
        """Those whose name is short for these words, or the other way round."""
        for word in {one for one in words if len(one) > 1}:
            for name in self._by_word.get(word, ()):
                if _is_short_for(words, name.words) or _is_short_for(name.words, words):
                    yield name.key

    def _nearly(self, words: tuple[str, ...]) -> Iterable[str]:
        """Those whose name differs by a letter or two. A number or an initial is no such letter."""
        from rapidfuzz import fuzz, process  # slow to import, and rarely needed

        for ours, theirs in zip((words, sorted(words)), self._plain):
            found = process.extract(
                " ".join(ours), theirs, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=None
            )
            for _, _, at in found:
                apart = _telling_apart(words), _telling_apart(self.spellings[at].words)
                if not all(apart) or apart[0] == apart[1]:
                    yield self.spellings[at].key

    @cached_property
    def _by_letters(self) -> Mapping[str, list[_Spelling]]:
        found: dict[str, list[_Spelling]] = {}
        for spelling in self.spellings:
            found.setdefault("".join(sorted(" ".join(spelling.words))), []).append(spelling)
        return found

    def _transposed(self, words: tuple[str, ...]) -> Iterable[str]:
        """Those whose name has two neighbouring letters exchanged: “Eav Hall”."""
        plain = " ".join(words)
        for spelling in self._by_letters.get("".join(sorted(plain)), ()):
            if is_transposed(plain, " ".join(spelling.words)):
                yield spelling.key


def _readings(text: str) -> set[tuple[str, ...]]:
    """The words of a name, of each of several names, and of each without what may be a title.

    An address without a name is read too: “eva” and “eva hall org” of eva@hall.org.
    """
    typed = name_beside(text)
    if not typed:
        parts = (
            re.findall(r"[^\W\d_]+", one) for one in (fold(text).partition("@")[0], fold(text))
        )
        return {tuple(one) for one in parts} - {()}
    whole = first_name_first(typed)
    several = parts_of(text) if whole == typed else []
    plain = {without_accents(one) for one in (whole, *map(name_beside, several))}
    return {words_of(one) for name in plain for one in (name, _TITLE.sub(" ", name))} - {()}


def _telling_apart(words: Iterable[str]) -> list[str]:
    """What makes two people of names that are nearly the same: “Coach A” is not “Coach B”."""
    return sorted(one for one in words if len(one) == 1 or any(c.isdigit() for c in one))


def _is_short_for(words: Sequence[str], name: Sequence[str]) -> bool:
    """Does every word stand in the name, if only as an initial?

    The first name may be cut off (“Ben” for “Benjamin”).
    """
    left = list(name)
    for word in sorted(words, key=lambda one: (one not in left, -len(one), one)):
        begun = [one for one in left if one.startswith(word)]
        if len(word) > 1 and word not in left:
            begun = [one for one in begun if word == words[0] and one == name[0]]
        if not begun:
            return False
        left.remove(word if word in begun else begun[0])
    return True
