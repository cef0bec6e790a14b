"""Who among the people in a table has answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.intake.answers import email_as_compared, identity
from revmentor_xl.steps.intake.landing import Row, plain


@dataclass(frozen=True)
class Asked:
    """What a reply says of the person; each may be empty."""

    id: str
    email: str
    name: str


class Known:
    """The people who stand in a table already."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.ids: dict[str, Row] = {}
        self.emails: dict[str, Row] = {}
        self.names: dict[str, list[Row]] = {}
        for row in rows:
            self.ids.setdefault(fold(identity(plain(row["id"]))), row)
            self.emails.setdefault(email_as_compared(plain(row["email"])), row)
            self.names.setdefault(fold(identity(plain(row["name"]))), []).append(row)
        for index in (self.ids, self.emails, self.names):
            index.pop("", None)

    def rows_of(self, replies: Sequence[Asked]) -> list[Row | None]:
        """The row of each person, None for newcomers.

        ID and e-mail address go first for everybody. A name alone decides
        only when one side says nothing that could tell two people apart.
        """
        rows = [self._by_id_or_email(asked) for asked in replies]
        taken = {id(row) for row in rows if row is not None}
        names = [fold(a.name) for a, row in zip(replies, rows) if row is None and a.email]
        for i, asked in enumerate(replies):
            if rows[i] is None and (not asked.email or names.count(fold(asked.name)) == 1):
                row = self._by_name(asked, taken)
                rows[i] = row
                taken.add(id(row))
        return rows

    def has(self, asked: Asked) -> bool:
        """Does the person stand here, by ID or e-mail address?"""
        return self._by_id_or_email(asked) is not None

    def _by_id_or_email(self, asked: Asked) -> Row | None:
        row = self.ids.get(fold(asked.id)) if asked.id else None
        if row is not None and not _is_somebody_else(asked, row):
            return row
        return self.emails.get(asked.email) if asked.email else None

    def _by_name(self, asked: Asked, taken: set[int]) -> Row | None:
        if asked.id and not asked.email:
            return None
        rows = [row for row in self.names.get(fold(asked.name), ()) if id(row) not in taken]
        silent = [row for row in rows if not email_as_compared(plain(row["email"]))]
        if len(silent) == 1 or asked.email:
            rows = silent
        return rows[0] if len(rows) == 1 else None


def _is_somebody_else(asked: Asked, row: Row) -> bool:
    """The ID is the same, but neither the name nor the e-mail address is."""
    email = email_as_compared(plain(row["email"]))
    name = fold(identity(plain(row["name"])))
    other_email = bool(email and asked.email and email != asked.email)
    other_name = bool(name and asked.name and name != fold(asked.name))
    return other_email and other_name
