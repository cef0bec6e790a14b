"""From a table's cells to typed rows, with a finding for everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.schema.cells import Choices, Problem, as_text, fold, is_blank, parse
from revmentor_xl.schema.frames import object_frame, values_by_column
from revmentor_xl.schema.model import Audience, Column, Kind, Table
from revmentor_xl.schema.settings import SETTINGS, Settings
from revmentor_xl.schema.workbook import WORKBOOK

Locate = Callable[[int, str], Mapping[str, str]]
"""Gives `sheet`, `cell` and `source` of a row's cell, for `found`."""

_DTYPES = {
    Kind.INTEGER: "Int64",
    Kind.NUMBER: "float64",
    Kind.YES_NO: "boolean",
}


def typed_rows(
    table: Table,
    cells: pd.DataFrame,
    lists: Mapping[str, Choices],
    locate: Locate,
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """The typed rows of a table that can be used, and what is wrong with the others.

    `cells` has object columns by column key and the row on the sheet as its
    index, as has the result; see `Program.table` for the types. Rows without
    an identity, or with one that stood above, are left out.
    """
    if cells.empty:  # as most tables are until their stage comes
        return _no_rows(table), ()
    findings: list[Finding] = []
    columns: dict[str, list[object]] = {}
    given = values_by_column(cells)
    for column in table.columns:
        values = given.get(column.key, [None] * len(cells))
        choices = choices_of(column, lists)
        typed: list[object] = []
        known: dict[tuple[type, object], tuple[object, list[Problem]]] = {}
        for row, value in zip(cells.index, values):
            plain = getattr(value, "value", value)
            same = type(plain), plain  # True, 1 and 1.0 are equal, but not the same answer
            answer = known.get(same)
            if answer is None:
                answer = known[same] = parse(column, plain, choices)
            typed.append(answer[0])
            for problem in answer[1]:
                findings.append(_finding(table, column, problem, locate(row, column.key)))
        columns[column.key] = typed
    frame = _typed(table, columns, cells.index)
    usable = _usable(table, columns, cells.index, locate, findings)
    return (frame if all(usable) else frame.loc[usable]), tuple(findings)


@cache
def _no_rows(table: Table) -> pd.DataFrame:
    return _typed(table, dict.fromkeys(table.keys, ()), pd.RangeIndex(0))


def _typed(
    table: Table, columns: Mapping[str, Sequence[object]], index: pd.Index[Any]
) -> pd.DataFrame:
    frame = object_frame(columns, index)
    for column in table.columns:
        if column.kind in _DTYPES:
            dtype = _DTYPES[column.kind]
            frame[column.key] = pd.Series(list(columns[column.key]), index, dtype)
    return frame


def choices_of(column: Column, lists: Mapping[str, Choices]) -> Choices | None:
    """The list behind a column: fixed, or another table's column."""
    if column.choices:
        return Choices.of(column.choices)
    return lists.get(column.choices_from)


LISTS = sorted(
    {
        column.choices_from
        for table in WORKBOOK.tables.values()
        for column in table.columns
        if column.choices_from
    }
)
"""The lists that columns refer to, as `table.column`."""

LIST_TABLES = tuple(sorted({source.split(".")[0] for source in LISTS}))
"""The tables these lists stand in."""


def lists_in(tables: Mapping[str, pd.DataFrame]) -> dict[str, Choices]:
    """The lists that columns refer to, read from the cells of their tables."""
    return {source: _list(source, tables) for source in LISTS}


def settings_in(cells: pd.DataFrame, locate: Locate) -> tuple[Settings, tuple[Finding, ...]]:
    """The settings in the Settings table; what cannot be read keeps its default."""
    specs = {fold(spec.column.header): spec for spec in SETTINGS}
    values: dict[str, object] = {}
    findings: list[Finding] = []
    for row, label, value in zip(cells.index, cells["setting"], cells["value"]):
        if is_blank(label):
            continue
        spec = specs.get(fold(as_text(label)))
        if spec is None:
            where = locate(row, "setting")
            findings.append(found("unknown_setting", **where, value=as_text(label)))
            continue
        plain = getattr(value, "value", value)
        one, problems = parse(spec.column, plain, choices_of(spec.column, {}))
        if one not in (None, ""):
            values[spec.key] = one
        for name, details in problems:
            where = locate(row, "value")
            findings.append(found(name, **where, header=spec.column.header, **details))
    return Settings(**values), tuple(findings)  # type: ignore[arg-type]


def _list(source: str, tables: Mapping[str, pd.DataFrame]) -> Choices:
    key, column = source.split(".")
    sheet = WORKBOOK.sheet_of[key].name
    cells = tables.get(key)
    if cells is None or column not in cells.columns:
        return Choices.of((), sheet=sheet)
    names = [as_text(name) for name in cells[column]]
    aliases: dict[str, str] = {}
    spellings = ""
    if "aliases" in cells.columns:
        spellings = WORKBOOK.table(key)["aliases"].header
        for name, others in zip(names, cells["aliases"]):
            spelled = (other.strip() for other in as_text(others).split(";"))
            aliases |= {other: name for other in spelled if other}
    choices = Choices.of([name for name in names if name], aliases, sheet)
    return replace(choices, spellings=spellings)


def _finding(table: Table, column: Column, problem: Problem, where: Mapping[str, str]) -> Finding:
    name, details = problem
    shown = {"header": column.header, **details}
    if column.audience is Audience.PRIVATE and "value" in shown:
        shown["value"] = "(private)"  # Checks is read by more people than the private columns
    if "list_sheet" in shown and not shown["list_sheet"]:
        shown["list_sheet"] = WORKBOOK.sheet_of[table.key].name
    return found(name, **where, **shown)


def _usable(
    table: Table,
    columns: Mapping[str, Sequence[object]],
    index: Iterable[int],
    locate: Locate,
    findings: list[Finding],
) -> list[bool]:
    """Which rows have an identity that did not stand above."""
    if not table.identity:
        return [True for _ in index]
    seen: dict[tuple[str, ...], int] = {}
    usable = []
    shown = table.identity[0]
    for row, *parts in zip(index, *(columns[key] for key in table.identity)):
        identity = tuple(fold(as_text(part)) for part in parts)
        usable.append(any(identity) and identity not in seen)
        if identity in seen and any(identity):
            findings.append(
                found(
                    "duplicate_id",
                    **locate(row, shown),
                    header=table[shown].header,
                    value=as_text(parts[0]),
                    other=seen[identity],
                )
            )
        seen.setdefault(identity, row)
    return usable
