"""Who among the people in a table has answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.steps.importing.upsert import Row, plain
from revmentor_xl.steps.people.identities import email_as_compared, identity, name_as_compared


@dataclass(frozen=True)
class Asked:
    """What a reply says of the person; each may be empty."""

    id: str
    email: str
    name: str
    level: str = ""
    department: str = ""


class Known:
    """The people who stand in a table already."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.ids: dict[str, Row] = {}
        self.emails: dict[str, Row] = {}
        self.names: dict[str, list[Row]] = {}
        for row in rows:
            self.ids.setdefault(fold(identity(plain(row["id"]))), row)
            self.emails.setdefault(email_as_compared(plain(row["email"])), row)
            self.names.setdefault(name_as_compared(plain(row["name"])), []).append(row)
        for index in (self.ids, self.emails, self.names):
            index.pop("", None)

    def rows_of(self, replies: Sequence[Asked]) -> list[Row | None]:
        """The row of each person, None for newcomers.

        ID and e-mail address go first for everybody. A name alone decides
        only when one side says nothing that could tell two people apart.
        """
        rows = [self._by_id_or_email(asked) for asked in replies]
        taken = {id(row) for row in rows if row is not None}
        left = [asked for asked, row in zip(replies, rows) if row is None]
        names = Counter(name_as_compared(asked.name) for asked in left if asked.email)
        nameless = Counter(name_as_compared(asked.name) for asked in left if not asked.email)
        for i, asked in enumerate(replies):
            name = name_as_compared(asked.name)
            if rows[i] is None and (not asked.email or names[name] == 1):
                row = self._by_name(asked, taken, not asked.email and nameless[name] > 1)
                rows[i] = row
                taken.add(id(row))
        return rows

    def has(self, asked: Asked) -> bool:
        """Does the person stand here, by e-mail address, or by an ID under no other name?

        IDs that only count the rows of a table make nobody the same.
        """
        row = self._by_id_or_email(asked)
        if row is None or (asked.email and asked.email in self.emails):
            return row is not None
        return not _has_other_name(asked, row)

    def _by_id_or_email(self, asked: Asked) -> Row | None:
        row = self.ids.get(fold(asked.id)) if asked.id else None
        if row is not None and not _is_somebody_else(asked, row):
            return row
        return self.emails.get(asked.email) if asked.email else None

    def _by_name(self, asked: Asked, taken: set[int], has_namesakes: bool) -> Row | None:
        if asked.id and not asked.email:
            return None
        rows = list(self.names.get(name_as_compared(asked.name), ()))
        if has_namesakes or len(rows) > 1:
            rows = [row for row in rows if not _speaks_against(asked, row)]
        rows = [row for row in rows if id(row) not in taken]
        silent = [row for row in rows if not email_as_compared(plain(row["email"]))]
        if len(silent) == 1 or asked.email:
            rows = silent
        return rows[0] if len(rows) == 1 else None


def _is_somebody_else(asked: Asked, row: Row) -> bool:
    """The ID is the same, but neither the name nor the e-mail address is."""
    email = email_as_compared(plain(row["email"]))
    other_email = bool(email and asked.email and email != asked.email)
    return other_email and _has_other_name(asked, row)


def _has_other_name(asked: Asked, row: Row) -> bool:
    name, other = name_as_compared(asked.name), name_as_compared(plain(row["name"]))
    return bool(name and other and name != other)


def _speaks_against(asked: Asked, row: Row) -> bool:
    """Is the level or the department of somebody of the same name another one?"""
    said = ((asked.level, row.get("level")), (asked.department, row.get("department")))
    return any(
        one and other and fold(one) != fold(other)
        for one, other in ((one, as_text(plain(cell))) for one, cell in said)
    )
