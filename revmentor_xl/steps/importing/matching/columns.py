"""Which question goes into which column: by the schema, by a mapping, never by a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.importing.matching.remembered import compact, remembered
from revmentor_xl.steps.importing.matching.suggestions import likely_column, sounds_private
from revmentor_xl.steps.importing.reading.headers import (
    FIRST_NAME,
    FORMS,
    GOOGLE,
    LAST_NAME,
    QUALTRICS,
    forms,
    is_from_survey,
    is_meta,
    is_response_id,
    normal,
    squeezed,
    targets,
)
from revmentor_xl.steps.importing.reading.survey import Survey

CONSTANT = ":="
ROLES = ("mentors", "leaders")
_IGNORE = {"ignore", "skip", "-"}

# Who was logged in when answering; a question that asks the same counts first.
_ACCOUNT = {
    FORMS: {
        "email": "email",
        "e-mail": "email",
        "adresse de messagerie": "email",
        "correo electrónico": "email",
        "name": "name",
        "nom": "name",
        "nombre": "name",
    },
    GOOGLE: {"email address": "email", "username": "email", "e-mail-adresse": "email"},
    QUALTRICS: {
        "recipientemail": "email",
        "recipientfirstname": "name",
        "recipientlastname": "name",
    },
}


@dataclass
class ColumnPlan:
    """The source columns (from 0) of each column of a table.

    `accounts` fill what the questions left empty, then `constants` do; `given`
    are the constants that are new with this import. `remembered` are the
    explicit entries that were understood, `open` the questions nobody claimed.
    """

    into: str
    sources: dict[str, list[int]] = field(default_factory=dict)
    accounts: dict[str, list[int]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    remembered: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def keys(self) -> set[str]:
        return {*self.sources, *self.accounts, *self.constants}


def plan(
    program: Program, survey: Survey, into: str, mapping: Mapping[str, str] | None = None
) -> ColumnPlan:
    """The plan of an import: the mapping first, then what the schema knows."""
    matching = _Matching(survey, into)
    given = {compact(question): column for question, column in (mapping or {}).items()}
    kept = {q: c for q, c in remembered(program, into).items() if q not in given}
    for wild in (False, True):
        matching.map(given, is_new=True, wild=wild)
        matching.map(kept, is_new=False, wild=wild)
    matching.match()
    matching.give_constants(given, is_new=True)
    matching.map(given, is_new=True, wild=True, rest=True)
    if matching.knows_survey(kept):
        matching.give_constants(kept, is_new=False)
        matching.map(kept, is_new=False, wild=True, rest=True)
    matching.propose()
    return matching.plan


class _Matching:
    """One survey on its way into one table."""

    def __init__(self, survey: Survey, into: str) -> None:
        self.survey, self.plan = survey, ColumnPlan(into)
        self.table = WORKBOOK.table(into)
        self.tab = WORKBOOK.sheet_of[into].name
        self.known = targets(into)
        self.explicit: set[str] = set()  # column keys that the mapping fills
        self.taken: set[int] = set()  # source columns that are spoken for
        seen: set[str] = set()
        for column, header in enumerate(survey.headers):
            if not header:
                self.taken.add(column)
            elif fold(header) in seen:
                self.taken.add(column)
                self._report("repeated_header", column, value=header)
            seen.add(fold(header))

    def map(self, entries: Mapping[str, str], is_new: bool, wild: bool, rest: bool = False) -> None:
        """Follow the entries of a mapping; `rest` means the entry `*` alone."""
        for question, target in entries.items():
            if question.endswith(CONSTANT):
                continue
            if ("*" in question, question == "*") != (wild, rest):
                continue
            keys, meant = self._keys(target), self._columns(question)
            if keys is None:
                continue
            if not meant and is_new:
                self._unknown(question, self.survey.name)
                continue
            columns = [c for c in meant if c not in self.taken or not wild]
            self.taken.update(columns)
            self._assign(columns, keys)
            if is_new:
                self.plan.remembered[question] = target

    def give_constants(self, entries: Mapping[str, str], is_new: bool) -> None:
        """Note what everybody is given; what the file asks itself needs a new word for it."""
        for question, value in entries.items():
            if not question.endswith(CONSTANT):
                continue
            name = question.removesuffix(CONSTANT).strip()
            key = self.known.get(normal(name))
            if key is None:
                self._unknown(name, self._tab())
            elif is_new:
                self.plan.constants[key] = self.plan.remembered[question] = value
                self.plan.given.add(key)
            elif key not in self.plan.sources:
                self.plan.constants.setdefault(key, value)

    def knows_survey(self, entries: Mapping[str, str]) -> bool:
        """Is this the survey that the remembered entries were made for, by its questions?

        Otherwise a “Volunteered := Yes” would be said of people who never said it.
        """
        asked = [q for q in entries if not q.endswith(CONSTANT) and q != "*"]
        return not asked or any(self._columns(question) for question in asked)

    def match(self) -> None:
        """Match what is left by the schema's headers, keys and aliases."""
        accounts = _ACCOUNT.get(self.survey.tool, {})
        from_survey = is_from_survey(self.survey.headers)
        by_key: dict[str, list[int]] = {}
        response_ids: list[int] = []
        for column in self._free():
            header = self.survey.headers[column]
            account = self._account(accounts, header)
            if account:
                self.taken.add(column)
                known = self.plan.accounts.setdefault(account, [])
                # Qualtrics puts the last name before the first.
                known.insert(0 if "first" in fold(header) else len(known), column)
            elif is_response_id(header):
                self.taken.add(column)
                response_ids.append(column)
            elif is_meta(header, self.survey.tool, from_survey):
                self.taken.add(column)
            elif key := self._key_of(column):
                self.taken.add(column)
                by_key.setdefault(key, []).append(column)
        for key, columns in by_key.items():
            self._choose(key, columns)
        self._join_names()
        self._fall_back_on(response_ids)

    def propose(self) -> None:
        """Findings for questions that nobody claimed."""
        for column in self._free():
            question = self.survey.question(column)
            if question.strip(" *") and not question.endswith(CONSTANT):
                self.plan.open.append(question)
            near = likely_column(question, self.known)
            if self.plan.into in ROLES and sounds_private(question):
                self._report("private_question", column, value=question)
            elif near:
                likely = self.table[near].header if near in self.table.by_key else near
                self._report("likely_column", column, value=question, likely=likely)
            else:
                self._report("unmapped_column", column, value=question)

    # --- how it is done ---------------------------------------------------

    def _free(self) -> list[int]:
        return [c for c in range(len(self.survey.headers)) if c not in self.taken]

    def _names(self, column: int) -> list[str]:
        texts = self.survey.texts[column] if self.survey.texts else ""
        return [name for name in (self.survey.headers[column], texts) if name]

    def _key_of(self, column: int) -> str | None:
        for name in self._names(column):
            for form in forms(name):
                if form in self.known:
                    return self.known[form]
        return None

    def _account(self, accounts: Mapping[str, str], header: str) -> str | None:
        key = accounts.get(fold(header)) or accounts.get(squeezed(header))
        if self.plan.into == "nominations":
            return "nominated_by" if key == "name" else None
        return key if key in self.known.values() else None

    def _columns(self, question: str) -> list[int]:
        """The source columns that an entry of a mapping means, in the order of the file."""
        pattern = re.compile(".*".join(re.escape(normal(p)) for p in question.split("*")))
        columns = []
        for column, header in enumerate(self.survey.headers):
            names = [form for name in self._names(column) for form in forms(name)]
            repeated = fold(header) in (fold(h) for h in self.survey.headers[:column])
            if header and not repeated and any(map(pattern.fullmatch, names)):
                columns.append(column)
        return columns

    def _keys(self, target: str) -> list[str] | None:
        """The column keys an entry names; none for `ignore`, None when unknown."""
        keys: list[str] = []
        for name in target.split(";"):
            if fold(name) in _IGNORE or not name.strip():
                continue
            key = self.known.get(normal(name))
            if key is None:
                self._unknown(name.strip(), self._tab())
                return None
            keys.append(key)
        return keys

    def _tab(self) -> str:
        return f"the {self.tab} tab"

    def _assign(self, columns: list[int], keys: list[str]) -> None:
        for key in keys:
            self.explicit.add(key)
            known = self.plan.sources.setdefault(key, [])
            known.extend(column for column in columns if column not in known)
            known.sort()
            if not known:
                del self.plan.sources[key]
                self.explicit.discard(key)

    def _choose(self, key: str, columns: list[int]) -> None:
        """One question per column; a manager's ID or e-mail tells more than the name."""
        if key in self.explicit:
            first = self.plan.sources[key][0]
        else:
            first = min(columns, key=lambda c: (self._rank(key, c), c))
            self.plan.sources[key] = [first]
        for column in columns:
            if column == first or (key == "manager" and key not in self.explicit):
                continue
            self._report(
                "column_conflict",
                column,
                value=self.survey.question(first),
                other=self.survey.question(column),
                header=self.table[key].header,
            )

    def _join_names(self) -> None:
        """First and last name make the name, where no column holds it whole."""
        if "name" in self.plan.sources or "name" not in self.known.values():
            return
        names = [squeezed(normal(header)) for header in self.survey.headers]
        free = self._free()
        parts = [
            next((c for c in free if names[c] in spellings), None)
            for spellings in (FIRST_NAME, LAST_NAME)
        ]
        if None not in parts:
            self.plan.sources["name"] = [c for c in parts if c is not None]
            self.taken.update(self.plan.sources["name"])

    def _rank(self, key: str, column: int) -> int:
        words = normal(self.survey.headers[column]).split()
        if key == "manager":
            return 0 if "id" in words else 1 if {"email", "e-mail"} & set(words) else 2
        return 0

    def _fall_back_on(self, response_ids: list[int]) -> None:
        """A response's ID is new with every answer: it names a person only for want of better."""
        if response_ids and self.plan.into in ROLES and not {"id", "email"} & self.plan.keys:
            self.plan.sources["id"] = response_ids[:1]

    def _unknown(self, value: str, where: str) -> None:
        self.plan.findings.append(
            found(
                "mapping_unknown",
                sheet=self.tab,
                source=self.survey.name,
                found_by="import",
                value=value,
                where=where,
            )
        )

    def _report(self, name: str, column: int, **texts: str) -> None:
        details: dict[str, object] = {"found_by": "import", **texts}
        source = self.survey.cell(self.survey.header_row, column)
        self.plan.findings.append(
            found(name, sheet=self.tab, source=source, **details)  # type: ignore[arg-type]
        )
