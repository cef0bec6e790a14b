"""What HR typed after a step, carried over when the step is undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from revmentor_xl.books.cells import clean
from revmentor_xl.books.references import in_row
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import EXTRA, lost_typing
from revmentor_xl.schema.cells import Formula, as_text, fold, is_blank
from revmentor_xl.schema.frames import records_of
from revmentor_xl.schema.model import Audience, Table, Writer
from revmentor_xl.schema.workbook import WORKBOOK

Row = dict[str, object]
Key = tuple[tuple[str, ...], int]


def kept_typing(
    key: str, before: pd.DataFrame, after: pd.DataFrame, now: pd.DataFrame
) -> tuple[pd.DataFrame, list[Finding]]:
    """The cells of `before` with what HR changed between `after` and `now`.

    Only HR's columns and users' own are looked at. A row that HR added since
    is added again, one that HR deleted since stays away. What was typed into a
    row that only the step had made becomes a finding, and where it is private
    the row stays. Tables without an identity go back as they were.
    """
    table = WORKBOOK.table(key)
    if not table.identity:
        return before, []
    names = _typed_columns(table, now.columns)
    then_rows = _keyed(table, before)
    named = _named_since(table, then_rows, _keyed(table, after))
    known = {named.get(one, one): row for one, row in _keyed(table, after).items()}
    present = {named.get(one, one): row for one, row in _keyed(table, now).items()}
    merged = {
        one: dict(row) for one, row in then_rows.items() if one in present or one not in known
    }
    findings: list[Finding | None] = []
    for one, row in present.items():
        then = known.get(one)
        typed = [n for n in names if not _same(row.get(n), then.get(n) if then else None)]
        if typed and one in merged:
            merged[one] |= {name: row[name] for name in typed}
        elif typed and (then is None or _private(table, typed)):
            merged[one] = row
            if then is not None:
                label = " ".join(as_text(row[part]) for part in table.identity)
                sheet = WORKBOOK.sheet_of[key].name
                findings.append(found("kept_row", sheet=sheet, row=label))
        elif typed:
            findings.append(lost_typing(table, row, typed, "kept_after_undo"))
    rows = list(merged.values())
    columns = dict.fromkeys((*before.columns, *(n for n in names if any(n in r for r in rows))))
    frame = pd.DataFrame(rows, columns=list(columns), dtype=object)
    return frame, [finding for finding in findings if finding is not None]


def _private(table: Table, names: Iterable[str]) -> bool:
    columns = (table.by_key.get(name) for name in names)
    return any(one is not None and one.audience is Audience.PRIVATE for one in columns)


def _typed_columns(table: Table, columns: Iterable[str]) -> list[str]:
    hr = {column.key for column in table.columns if column.writer is Writer.HR}
    return [name for name in columns if name in hr or str(name).startswith(EXTRA)]


def _keyed(table: Table, cells: pd.DataFrame) -> dict[Key, Row]:
    """Every row by what tells it apart: its identity, else whatever stands in it, and of
    twins the number."""
    keyed: dict[Key, Row] = {}
    for row in records_of(cells):
        identity = tuple(fold(as_text(row.get(key))) for key in table.identity)
        told = identity if any(identity) else tuple(fold(as_text(value)) for value in row.values())
        number = 0
        while (told, number) in keyed:
            number += 1
        keyed[told, number] = row
    return keyed


def _named_since(
    table: Table, before: Mapping[Key, Row], after: Mapping[Key, Row]
) -> dict[Key, Key]:
    """By the new key of a row that the step gave its identity, such as a person's ID, the old one.

    Such rows are told by everything else that stands in HR's columns.
    """
    names = [
        one.key
        for one in table.columns
        if one.writer is Writer.HR and one.key not in table.identity
    ]

    def rest(row: Row) -> tuple[str, ...]:
        return tuple(fold(as_text(row.get(name))) for name in names)

    new: dict[tuple[str, ...], list[Key]] = {}
    for one, row in after.items():
        if one not in before:
            new.setdefault(rest(row), []).append(one)
    nameless = [
        (one, row)
        for one, row in before.items()
        if one not in after and not any(as_text(row.get(key)) for key in table.identity)
    ]
    named: dict[Key, Key] = {}
    for one, row in nameless:
        found = new.get(rest(row)) if any(rest(row)) else None
        if found:
            named[found.pop(0)] = one
    return named


def _same(one: object, other: object) -> bool:
    """Did nobody type between the two? A formula's result may change by itself."""
    if isinstance(one, Formula) and isinstance(other, Formula):
        there = one if one.row is None or other.row is None else in_row(one, other.row)
        return isinstance(there, Formula) and there.text == other.text
    return (is_blank(one) and is_blank(other)) or one == other or clean(one) == clean(other)
