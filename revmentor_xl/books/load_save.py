"""Opening a program file as a `Program`, and writing back what a step changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, count

import numpy as np
import pandas as pd

from revmentor_xl.books.book import Block, Book, Cell
from revmentor_xl.errors import NotAProgramFile
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.program import EXTRA, Program, blank_cells
from revmentor_xl.schema.cells import fold, is_blank
from revmentor_xl.schema.frames import values_by_column
from revmentor_xl.schema.model import Table
from revmentor_xl.schema.places import Place, default_places
from revmentor_xl.schema.workbook import WORKBOOK

NEEDED: Mapping[str, tuple[str, ...]] = {
    "mentors": ("manager", "level", "availability", "languages", "volunteered", "not_with"),
    "leaders": ("manager", "level", "availability", "languages", "volunteered", "not_with"),
    "rules": (),
}
"""Tables and columns that hard rules rest on, besides the required columns: without
one of them a promise to somebody would be broken."""

LATER: Mapping[str, tuple[str, ...]] = {
    "activity": ("inputs", "settings", "solver", "seconds"),
    "checks": ("link", "mark"),
    "setup_checks": WORKBOOK.table("setup_checks").keys,
}
"""Columns that files of earlier versions do not have, and can do without."""


def load(book: Book, today: date) -> Program:
    """The program kept in a workbook.

    Tables are found by name, columns by header; what is missing or renamed
    becomes a finding. Raises `NotAProgramFile` when none of our tables is
    there.
    """
    blocks = {fold(name): block for name, block in book.tables().items()}
    tables: dict[str, pd.DataFrame] = {}
    places: dict[str, Place] = {}
    findings: list[Finding] = []
    for table in WORKBOOK.tables.values():
        block = blocks.get(fold(table.name))
        if block is None:
            tables[table.key] = blank_cells(table)
            if LATER.get(table.key) == table.keys:
                continue
            sheet = WORKBOOK.sheet_of[table.key].name
            missing = found("missing_table", sheet=sheet, table=table.name, found_by="open")
            findings.append(_must(missing) if table.key in NEEDED else missing)
            continue
        keys = _keys(table, block.headers)
        findings += [
            _missing(table, block, keys, column.key)
            for column in table.columns
            if column.key not in keys and column.key not in LATER.get(table.key, ())
        ]
        tables[table.key] = _cells(table, block, keys)
        places[table.key] = Place(
            block.sheet,
            block.top,
            {key: block.left + i for i, key in enumerate(keys) if not key.startswith(EXTRA)},
            block.name,
            block.headers,
        )
    if not places:
        raise NotAProgramFile(
            f"“{book.name}” is not a program file: none of its tables are known.",
            "Open the file that was made with “revmentor-xl new” or from the template.",
        )
    for key, place in default_places().items():
        places.setdefault(key, replace(place, name="", headers=()))
    return Program(tables, today, places, tuple(findings))


def save(program: Program, book: Book, before: Program, values: Mapping[str, Cell]) -> list[str]:
    """Write the tables that differ from `before`; give back their keys.

    `values` are the results of formulas outside tables, by defined name.
    """
    changed: dict[str, list[tuple[Cell, ...]]] = {}
    keys = []
    for key, cells in program.tables.items():
        place = before.places[key]
        if not place.name or same_cells(cells, before.cells(key)):
            continue
        changed[place.name] = _rows(WORKBOOK.table(key), place.headers, cells)
        keys.append(key)
    if changed:
        book.write(changed, values)
    return keys


def blocks(program: Program) -> list[Block]:
    """The program's tables as blocks, as a new workbook would hold them."""
    made = []
    for key, table in WORKBOOK.tables.items():
        cells, place = program.cells(key), program.places[key]
        extras = [name for name in cells.columns if str(name).startswith(EXTRA)]
        headers = [column.header for column in table.columns]
        block = Block(
            name=table.name,
            sheet=place.sheet,
            top=place.header_row,
            left=min(place.columns.values()),
            headers=(*headers, *(name[len(EXTRA) :] for name in extras)),
            rows=(),
        )
        rows = tuple(_rows(table, block.headers, cells))
        blank = ((None,) * len(block.headers),)  # Excel has no table without a row
        made.append(replace(block, rows=rows or blank))
    return made


def same_cells(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Do two tables hold the same cells in the same order?"""
    if one is other:
        return True
    return list(one.columns) == list(other.columns) and _plain(one) == _plain(other)


def _plain(cells: pd.DataFrame) -> list[tuple[object, ...]]:
    return [
        tuple(None if is_blank(value) else value for value in row)
        for row in cells.to_numpy(dtype=object)  # much faster than itertuples
    ]


def _keys(table: Table, headers: tuple[str, ...]) -> list[str]:
    """The column key behind each header; `+Header` for a user's own column.

    Excel lets no two columns of a table have one header, other programs do:
    each has its own key all the same, or one's cells would be the other's.
    """
    exact = {fold(column.header): column.key for column in table.columns}
    keys: list[str] = []
    for header in headers:
        key = exact.get(fold(header))
        if key is None or key in keys:
            own = EXTRA + header
            numbered = (f"{own} ({number})" for number in count(2))
            key = next(one for one in chain([own], numbered) if one not in keys)
        keys.append(key)
    return keys


def _must(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.ERROR)


def _missing(table: Table, block: Block, keys: list[str], key: str) -> Finding:
    """A finding for a column that is not there: “Must fix” when a hard rule rests on it."""
    finding = _likely(table, block, keys, key)
    is_needed = table[key].required or key in NEEDED.get(table.key, ())
    return _must(finding) if is_needed else finding


def _likely(table: Table, block: Block, keys: list[str], key: str) -> Finding:
    """A finding for a column that is not there, with the header likely meant."""
    from rapidfuzz import fuzz, process

    column = table[key]
    strangers = {i: block.headers[i] for i, key in enumerate(keys) if key.startswith(EXTRA)}
    aliases = {fold(alias) for alias in column.aliases}
    likely = next((i for i, header in strangers.items() if fold(header) in aliases), None)
    if likely is None and strangers:
        near = process.extractOne(
            column.header,
            strangers,
            scorer=fuzz.WRatio,
            processor=fold,
            score_cutoff=70,
        )
        likely = near[2] if near else None
    if likely is None:
        return found("missing_column", sheet=block.sheet, header=column.header, found_by="open")
    place = Place(block.sheet, block.top, {"": block.left + likely})
    return found(
        "renamed_column",
        sheet=block.sheet,
        cell=place.cell(block.top, ""),
        header=column.header,
        likely=strangers[likely],
        found_by="open",
    )


def _cells(table: Table, block: Block, keys: list[str]) -> pd.DataFrame:
    """The block's rows that are not blank, indexed by their row on the sheet."""
    kept = [
        (block.top + 1 + i, row)
        for i, row in enumerate(block.rows)
        if not all(is_blank(value) for value in row)
    ]
    columns = (*keys, *(key for key in table.keys if key not in keys))
    if not kept:  # as in most tables until their stage comes
        return _no_rows(columns)
    cells = np.full((len(kept), len(columns)), None, dtype=object)
    for at, (_, row) in enumerate(kept):
        cells[at, : len(keys)] = row
    cells[pd.isna(cells)] = None
    index = pd.Index(np.array([number for number, _ in kept], dtype="int64"))
    return pd.DataFrame(cells, index, columns, dtype=object)


@lru_cache(maxsize=256)
def _no_rows(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(np.empty((0, len(columns)), object), columns=list(columns), dtype=object)


def _rows(table: Table, headers: tuple[str, ...], cells: pd.DataFrame) -> list[tuple[Cell, ...]]:
    keys = _keys(table, headers)
    given = values_by_column(cells)
    columns = [
        [_own(value) if key.startswith(EXTRA) else _cell(value) for value in given[key]]
        if key in given
        else [None] * len(cells)
        for key in keys
    ]
    return list(zip(*columns, strict=True))


def _cell(value: object) -> Cell:
    """A value that a workbook can hold; sub-seconds are more than our columns show."""
    if is_blank(value):
        return None
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None)
    return value  # type: ignore[return-value]


def _own(value: object) -> Cell:
    """A value of a column that HR added, to the letter: spaces and parts of a second, too."""
    blank = is_blank(value) and not isinstance(value, str)
    return None if blank else value  # type: ignore[return-value]
