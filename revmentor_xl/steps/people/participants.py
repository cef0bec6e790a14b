"""Who takes part: the mentors and leaders that the work is done with.

A row is left out while it is not clear who it is: no name and no e-mail
address, an e-mail address that stands twice, or one person in both roles, for
sure or perhaps.
The checks list each of them; nothing is left out without a word.
"""

from __future__ import annotations

import re

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.steps.people.identities import full_name_as_compared

PREFIX = {"mentors": "M", "leaders": "L"}
"""What the IDs that the tool gives begin with."""


def mentors(program: Program) -> pd.DataFrame:
    """The usable rows of the Mentors tab, sorted by e-mail address and ID.

    Columns as `program.table("mentors")`; the index is the row on the sheet.
    Whether a person volunteered, has a level or free time is not asked here.
    """
    return _taking_part(program, "mentors", "leaders")


def leaders(program: Program) -> pd.DataFrame:
    """The usable rows of the Leaders tab, sorted and filtered as `mentors`."""
    return _taking_part(program, "leaders", "mentors")


def repeated_emails(people: pd.DataFrame) -> dict[int, int]:
    """Rows whose e-mail address another row has, each with the row that counts.

    The lowest ID counts, so that moving rows about changes nothing.
    """
    counts: dict[str, int] = {}
    repeated: dict[int, int] = {}
    if people["email"].is_unique:
        return repeated
    rows = zip(people["id"], range(len(people)), people.index, people["email"])
    for _, _, row, email in sorted((id_order(str(id_)), *rest) for id_, *rest in rows):
        if email and email in counts:
            repeated[int(row)] = counts[email]
        elif email:
            counts[email] = int(row)
    return repeated


def nameless(people: pd.DataFrame) -> list[int]:
    """Rows with neither a name nor an e-mail address."""
    return [int(row) for row in people.index[(people["name"] == "") & (people["email"] == "")]]


def also_in(people: pd.DataFrame, others: pd.DataFrame) -> list[int]:
    """Rows of `people` whose e-mail address or ID stands among the `others` too."""
    ids = {fold(id_) for id_ in others["id"]} - {""}
    emails = set(others["email"]) - {""}
    known = [
        email in emails or fold(id_) in ids for email, id_ in zip(people["email"], people["id"])
    ]
    return [int(row) for row, is_known in zip(people.index, known) if is_known]


def perhaps_also_in(people: pd.DataFrame, others: pd.DataFrame) -> dict[int, int]:
    """Rows of `people` that bear a name of the `others` and no e-mail address to tell them apart.

    Each with the other's row. Somebody who may be one person with two calendars
    could be booked in two places at once.
    """

    def called(name: str) -> tuple[str, ...]:
        return full_name_as_compared(name) or (fold(name),)

    named = {called(name): int(row) for row, name in zip(others.index, others["name"]) if name}
    rows = zip(people.index, people["name"], people["email"])
    asked = {int(row): called(name) for row, name, email in rows if name and not email}
    return {row: named[name] for row, name in asked.items() if name in named}


def id_order(id_: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts M2 before M10."""
    parts = re.findall(r"\d+|\D+", fold(id_))
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)


def used_ids(program: Program, into: str) -> list[str]:
    """Every ID that stands for a person anywhere in the file, on Pairs for one of this role.

    An ID of any tab would be taken for that person.
    """
    role = {"mentors": "mentor_id", "leaders": "leader_id"}.get(into, "")
    places = [
        *((table, "id") for table in (*ROLES, "reporting")),
        *(("pairs", role), ("checkins", "person_id"), ("review", "person_id")),
    ]
    return [
        as_text(getattr(value, "value", value))
        for table, column in places
        if column and column in program.cells(table).columns
        for value in program.cells(table)[column]
    ]


def _taking_part(program: Program, key: str, other: str) -> pd.DataFrame:
    return program.derived(
        f"{key} who take part", (key, other), lambda: _usable(program, key, other)
    )


def _usable(program: Program, key: str, other: str) -> pd.DataFrame:
    people = program.table(key)
    out = {
        *nameless(people),
        *also_in(people, program.table(other)),
        *perhaps_also_in(people, program.table(other)),
        *repeated_emails(people),
    }
    kept = people.drop(index=list(out))
    people_in_order = sorted(
        (str(email), id_order(str(id_)), at)
        for at, (email, id_) in enumerate(zip(kept["email"], kept["id"]))
    )
    return kept.iloc[[at for *_, at in people_in_order]]


ROLES = ("mentors", "leaders")
