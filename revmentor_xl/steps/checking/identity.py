"""Is it clear who everybody is?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.people import participants
from revmentor_xl.steps.people.identities import name_as_compared
from revmentor_xl.steps.people.likeness import NamesAlike
from revmentor_xl.steps.people.participants import ROLES

_TEST_WORDS = {"test", "testing", "tester", "asdf", "asdfg", "asdfgh", "qwerty", "qwertz", "dummy"}
_BESIDE_TEST = {"user", "person", "account", "answer", "response", "entry", "mentor", "leader"}


def identity_findings(program: Program) -> Iterator[Finding]:
    """Rows without a name, tests, people who stand twice, and people in both roles."""
    for key in ROLES:
        yield from _nobody(program, key)
        yield from _tests(program, key)
        yield from _repeated(program, key)
        yield from _same_names(program, key)
    yield from _both_roles(program)
    yield from _perhaps_both_roles(program)
    yield from _nearly_both_roles(program)


def _nobody(program: Program, key: str) -> Iterator[Finding]:
    cells = program.cells(key)
    for row, name, email in cells[["name", "email"]].itertuples():
        values = (getattr(value, "value", value) for value in (name, email))
        if all(is_blank(value) for value in values):
            where = program.where(key, row, "name")
            yield found("missing_identity", **where, source=program.source(key, row))


def _tests(program: Program, key: str) -> Iterator[Finding]:
    """Rows that somebody seems to have typed to try the survey out."""
    for row, name, email in program.table(key)[["name", "email"]].itertuples():
        column = "name" if is_plainly_test(name) else "email"
        if column == "name" or is_plainly_test(email.partition("@")[0]):
            yield found(
                "looks_like_test",
                **program.where(key, row, column),
                source=program.source(key, row),
                value=name or email,
            )


def is_plainly_test(text: str) -> bool:
    """Is this name nothing but “test” and the like? “Testa” and “Ann Test” are people."""
    words = re.findall(r"[^\W\d_]+", fold(text))
    return bool(_TEST_WORDS & set(words)) and set(words) <= _TEST_WORDS | _BESIDE_TEST


def _repeated(program: Program, key: str) -> Iterator[Finding]:
    people = program.table(key)
    for row, other in participants.repeated_emails(people).items():
        yield found(
            "duplicate_email",
            **program.where(key, row, "email"),
            source=program.source(key, row),
            value=people.at[row, "email"],
            other=other,
        )


def _same_names(program: Program, key: str) -> Iterator[Finding]:
    first: dict[str, tuple[int, str]] = {}
    for row, name, email in program.table(key)[["name", "email"]].itertuples():
        other, other_email = first.setdefault(name_as_compared(name), (row, email))
        if not name or other == row or (email and email == other_email):
            continue
        yield found(
            "same_name",
            **program.where(key, row, "name"),
            source=program.source(key, row),
            value=name,
            other=other,
        )


def _both_roles(program: Program) -> Iterator[Finding]:
    mentors, leaders = program.table("mentors"), program.table("leaders")
    for row in participants.also_in(mentors, leaders):
        person = mentors.loc[row]
        emails = set(leaders["email"]) - {""}
        column = "email" if person["email"] in emails else "id"
        yield found(
            "both_roles",
            **program.where("mentors", row, column),
            source=program.source("mentors", row),
            value=as_text(person["name"]) or as_text(person[column]),
        )


def _perhaps_both_roles(program: Program) -> Iterator[Finding]:
    """One name on both tabs may be one person, unless two e-mail addresses say otherwise."""
    for key, other in (ROLES, ROLES[::-1]):
        people, others = program.table(key), program.table(other)
        sure = set(participants.also_in(people, others))
        for row, where in participants.perhaps_also_in(people, others).items():
            if row in sure:
                continue
            yield found(
                "perhaps_both_roles",
                **program.where(key, row, "name"),
                source=program.source(key, row),
                value=people.at[row, "name"],
                other=where,
                tab=WORKBOOK.sheet_of[other].name,
            )


def _nearly_both_roles(program: Program) -> Iterator[Finding]:
    """A name without an address that may be another spelling of one on the other tab."""
    for key, other in (ROLES, ROLES[::-1]):
        people, others = program.table(key), program.table(other)
        told = {
            *participants.also_in(people, others),
            *participants.perhaps_also_in(people, others),
        }
        rows = people[["name", "email"]].itertuples()
        asked = [(row, name) for row, name, email in rows if name and not email and row not in told]
        if not asked:
            continue
        names = NamesAlike.of((str(row), name) for row, name in others["name"].items())
        for row, name in asked:
            if alike := sorted(map(int, names.to(name))):
                yield found(
                    "perhaps_one_person",
                    **program.where(key, row, "name"),
                    source=program.source(key, row),
                    value=name,
                    likely=others.at[alike[0], "name"],
                    other=alike[0],
                    tab=WORKBOOK.sheet_of[other].name,
                )
