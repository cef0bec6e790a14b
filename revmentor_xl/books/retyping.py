"""What HR typed after a step, carried over when the step is undone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import pandas as pd

from revmentor_xl.findings import Finding
from revmentor_xl.program import EXTRA, lost_typing
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.model import Table, Writer
from revmentor_xl.schema.workbook import WORKBOOK

Row = dict[Hashable, object]


def kept_typing(
    key: str, before: pd.DataFrame, after: pd.DataFrame, now: pd.DataFrame
) -> tuple[pd.DataFrame, list[Finding]]:
    """The cells of `before` with what HR changed between `after` and `now`.

    Only HR's columns and users' own are looked at. A row that HR added since
    is added again; what was typed into a row that only the step had made
    becomes a finding. Tables without an identity go back as they were.
    """
    table = WORKBOOK.table(key)
    if not table.identity:
        return before, []
    names = _typed_columns(table, now.columns)
    known = dict(_identified(table, after))
    merged = [dict(row) for row in before.to_dict("records")]
    at: dict[tuple[str, ...], int] = {}
    for number, (identity, _) in enumerate(_rows(table, before)):
        at.setdefault(identity, number)
    findings = []
    for identity, row in _identified(table, now):
        then = known.get(identity)
        typed = [n for n in names if not _same(row.get(n), then.get(n) if then else None)]
        if typed and identity in at:
            merged[at[identity]] |= {name: row[name] for name in typed}
        elif typed and then is None:
            merged.append(row)
        elif typed:
            findings.append(lost_typing(table, pd.Series(row), typed))
    columns = dict.fromkeys((*before.columns, *(n for n in names if any(n in r for r in merged))))
    frame = pd.DataFrame(merged, columns=list(columns), dtype=object)
    return frame, [finding for finding in findings if finding is not None]


def _typed_columns(table: Table, columns: Iterable[str]) -> list[str]:
    hr = {column.key for column in table.columns if column.writer is Writer.HR}
    return [name for name in columns if name in hr or str(name).startswith(EXTRA)]


def _rows(table: Table, cells: pd.DataFrame) -> list[tuple[tuple[str, ...], Row]]:
    """Each row by its identity, in order, twins and rows without one included."""
    return [
        (tuple(fold(as_text(row.get(key))) for key in table.identity), row)
        for row in cells.to_dict("records")
    ]


def _identified(table: Table, cells: pd.DataFrame) -> list[tuple[tuple[str, ...], Row]]:
    """Each row that can be told apart from the others; of twins the first."""
    first: dict[tuple[str, ...], Row] = {}
    for identity, row in _rows(table, cells):
        if any(identity):
            first.setdefault(identity, row)
    return list(first.items())


def _same(one: object, other: object) -> bool:
    return (is_blank(one) and is_blank(other)) or one == other
