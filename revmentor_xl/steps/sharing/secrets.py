"""What must not stand in a shared copy, and finding it in a text.

Names (as a whole, and each word of four or more letters; shorter ones where
they are written as names are), e-mail addresses, IDs, job titles, everything
from private columns, and what people or HR wrote in their own words. Compared
as words: no case, no punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.model import Audience, Column, Kind, Writer
from revmentor_xl.schema.workbook import WORKBOOK

ABOUT_PEOPLE = (
    "mentors",
    "leaders",
    "reporting",
    "nominations",
    "rules",
    "pairs",
    "schedule",
    "sessions",
    "checkins",
    "review",
    "health",
)
NAMES = ("name", "mentor", "leader", "nominee", "manager", "preferred", "not_with")
IDS = ("id", "person_id", "mentor_id", "leader_id", "pair_id", "answer_id", "event_id")
SHORTEST = 4
"""Shorter words and texts are too common to mean a person."""


def plain(text: str) -> str:
    """The text's words in lower case, one blank around each."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(words)} "


@dataclass(frozen=True)
class Secrets:
    """Each a set of `plain` texts: full names, single words of names, and the others."""

    names: frozenset[str]
    emails: frozenset[str]
    ids: frozenset[str]
    texts: frozenset[str]

    @classmethod
    def of(cls, program: Program) -> Secrets:
        """Everything in the program that must not leave it."""
        names: set[str] = set()
        emails: set[str] = set()
        ids: set[str] = set()
        texts: set[str] = set()
        for key in ABOUT_PEOPLE:
            cells = program.cells(key)
            for column in WORKBOOK.table(key).columns:
                if column.key not in cells.columns:
                    continue
                values = set(_values(cells[column.key], column))
                if column.key in NAMES:
                    emails |= {value for value in values if "@" in value}
                    ids |= {value for value in values if re.search(r"\d", value)}
                    names |= {value for value in values if not re.search(r"[@\d]", value)}
                elif column.kind is Kind.EMAIL:
                    emails |= values
                elif column.key in IDS:
                    ids |= values
                elif _is_secret_text(column):
                    texts |= values
        return cls(
            _long_enough(names),
            _long_enough(emails),
            # 1042 may be a count and 2026 a year: short numbers say nothing by themselves
            _long_enough(one for one in ids if len(one) > SHORTEST or not one.isdecimal()),
            _long_enough(texts),
        )

    def without(self, shared: Iterable[str]) -> Secrets:
        """The same, but these texts may be told."""
        return replace(self, texts=self.texts - {plain(text) for text in shared})

    @cached_property
    def words(self) -> frozenset[str]:
        """Single words of names, such as a first name."""
        parts = {word for name in self.names for word in name.split()}
        return frozenset(w for w in parts if len(w) >= SHORTEST and w.isalpha())

    @cached_property
    def _short_words(self) -> frozenset[str]:
        """Words such as Tom and Li: names only when they begin with a capital."""
        parts = {word for name in self.names for word in name.split()}
        return frozenset(w for w in parts if 2 <= len(w) < SHORTEST and w.isalpha())

    @cached_property
    def _starts(self) -> dict[str, list[tuple[str, str]]]:
        """Every secret by its first word, so that a text is searched word by word."""
        starts: dict[str, list[tuple[str, str]]] = {}
        kinds = (
            ("a name", self.names),
            ("an e-mail address", self.emails),
            ("an ID", self.ids),
            ("a private answer", self.texts),
        )
        for kind, secrets in kinds:
            for secret in sorted(secrets):
                starts.setdefault(secret.split()[0], []).append((secret, kind))
        return starts

    def found_in(self, text: str, harmless: Vocabulary | None = None) -> str:
        """What kind of secret stands in the text, “” when there is none.

        A single word of a name, a private answer or an ID is no secret where
        the `harmless` vocabulary has it as well; a full name and an e-mail
        address always are, except as the name of the program or company.
        """
        for written in re.findall(r"\w+", unicodedata.normalize("NFKC", text)):
            word = written.casefold()
            is_name = written[0].isupper() and word in self._short_words
            if is_name and not (harmless and harmless.has_word(word)):
                return "a name"
        searched = plain(text)
        for word in searched.split():
            if word in self.words and not (harmless and harmless.has_word(word)):
                return "a name"
            for secret, kind in self._starts.get(word, ()):
                if secret in searched and not (harmless and harmless.excuses(secret, kind)):
                    return kind
        return ""


@dataclass(frozen=True)
class Vocabulary:
    """Texts that a shared copy shows on purpose.

    `fixed` are the copy's own labels and the names of program and company;
    `typed` come from cells, such as departments: they excuse single words and
    answers, but never a full name or an ID.
    """

    fixed: frozenset[str]
    typed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, fixed: Iterable[str], typed: Iterable[str] = ()) -> Vocabulary:
        return cls(frozenset(map(plain, fixed)), frozenset(map(plain, typed)))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for phrase in self.fixed | self.typed for word in phrase.split())

    @cached_property
    def _labels(self) -> str:
        return "|".join(sorted(self.fixed))

    @cached_property
    def _all(self) -> str:
        return "|".join(sorted(self.fixed | self.typed))

    def has_word(self, word: str) -> bool:
        return word in self._words

    def excuses(self, secret: str, kind: str) -> bool:
        """Is a secret of this kind harmless because the copy says it anyway?"""
        if kind == "an e-mail address":
            return False
        return secret in (self._all if kind == "a private answer" else self._labels)


def _long_enough(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text for text in map(plain, texts) if len(text.strip()) >= SHORTEST)


def _values(cells: Iterable[object], column: Column) -> Iterable[str]:
    for cell in cells:
        text = as_text(getattr(cell, "value", cell))
        parts = re.split(r"[;\n]", text) if column.kind is Kind.LIST else [text]
        yield from (part.strip() for part in parts if part.strip())


def _is_secret_text(column: Column) -> bool:
    """Private columns, job titles, and what HR or a participant wrote freely."""
    if column.audience is Audience.PRIVATE or column.key == "job_title":
        return True
    return column.kind is Kind.LONG_TEXT and column.writer is Writer.HR
