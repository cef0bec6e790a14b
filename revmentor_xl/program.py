"""`Program`: everything that is known about one program, as frozen data.

Tables are kept as cells, exactly as they stand in the workbook, so that
nothing a person typed is lost; `Program.table` gives the typed view that
steps work with. Every step is a pure function `Program -> Program`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import TypeVar, cast

import pandas as pd

from revmentor_xl.errors import IncompleteWorkbook
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.schema.cells import Choices, as_text, fold, is_blank, render
from revmentor_xl.schema.frames import object_frame, plain_values, records_of, values_by_column
from revmentor_xl.schema.model import Column, Sheet, Table, Writer
from revmentor_xl.schema.places import Place, default_places
from revmentor_xl.schema.settings import SETTINGS, Settings
from revmentor_xl.schema.typed_rows import (
    LIST_TABLES,
    choices_of,
    lists_in,
    settings_in,
    typed_rows,
)
from revmentor_xl.schema.workbook import WORKBOOK

EXTRA = "+"
"""Before the header of a column that a user added: it is carried along."""

Derived = TypeVar("Derived")


def blank_cells(table: Table) -> pd.DataFrame:
    """No rows yet, every column there."""
    return object_frame(dict.fromkeys(table.keys, ()), pd.RangeIndex(0))


def default_cells(table: Table, header_row: int) -> pd.DataFrame:
    """The rows of a new workbook, indexed by their row on the sheet."""
    rows = dict(zip(table.keys, zip(*table.rows))) or dict.fromkeys(table.keys, ())
    return object_frame(rows, pd.RangeIndex(header_row + 1, header_row + 1 + len(table.rows)))


@dataclass(frozen=True)
class _Reading:
    """One table as it was read: from these cells, at this place, with these lists."""

    cells: pd.DataFrame
    place: Place | None
    lists: Mapping[str, Choices]
    rows: pd.DataFrame
    findings: tuple[Finding, ...]


@dataclass
class _Memory:
    """What was read last. Programs that follow from one another share it, because
    most tables stay the same objects from one step to the next."""

    tables: dict[str, _Reading] = field(default_factory=dict)
    derived: dict[str, tuple[tuple[_Reading, ...], object]] = field(default_factory=dict)
    list_cells: tuple[pd.DataFrame | None, ...] = ()
    lists: Mapping[str, Choices] = field(default_factory=dict)


@dataclass(frozen=True)
class Program:
    """A program at one moment.

    `tables` maps a table's key to its cells: object columns named by column
    key (a user's own columns by `+Header`), the index is the row on the
    sheet. `said` is what the last step tells the user in one line, `show` the
    sheet on which its result stands.
    """

    tables: Mapping[str, pd.DataFrame]
    today: date
    places: Mapping[str, Place] = field(default_factory=default_places)
    findings: tuple[Finding, ...] = ()
    said: str = ""
    show: str = ""
    _memory: _Memory = field(default_factory=_Memory, compare=False, repr=False)

    @classmethod
    def new(cls, today: date, **settings: object) -> Program:
        """A new program with default lists; `settings` by their keys."""
        places = default_places()
        tables = {
            key: default_cells(table, places[key].header_row)
            for key, table in WORKBOOK.tables.items()
        }
        return cls(tables, today, places).with_settings(**settings)

    # --- reading ----------------------------------------------------------

    def table(self, key: str) -> pd.DataFrame:
        """The typed rows of a table, without those that cannot be used.

        Columns are the table's column keys. Text columns hold `str`, lists
        tuples of `str`, whole numbers Int64, numbers float64, Yes/No
        `boolean`, dates and times objects or None. The index is the row on
        the sheet. Rows without an identity or with a repeated one are left
        out; `cell_findings` says which. Treat the frame as read-only.
        """
        return self._reading(key).rows

    def cell_findings(self, key: str) -> tuple[Finding, ...]:
        """What is wrong with single cells and rows of a table."""
        return self._reading(key).findings

    def cells(self, key: str) -> pd.DataFrame:
        """The table as it stands in the workbook; see `tables`."""
        cells = self.tables.get(key)
        return blank_cells(WORKBOOK.table(key)) if cells is None else cells

    def derived(self, name: str, keys: Iterable[str], work: Callable[[], Derived]) -> Derived:
        """The result of work that looks at nothing but these tables and where they stand.

        It is done again only when one of them has changed since. What is given
        back is shared: treat it as read-only.
        """
        sources = tuple(self._reading(key) for key in keys)
        known, result = self._memory.derived.get(name, ((), None))
        if len(known) != len(sources) or any(a is not b for a, b in zip(known, sources)):
            result = work()
            self._memory.derived[name] = sources, result
        return cast(Derived, result)

    @cached_property
    def settings(self) -> Settings:
        return self._settings[0]

    @property
    def setting_findings(self) -> tuple[Finding, ...]:
        return self._settings[1]

    def choices(self, column: Column) -> Choices | None:
        """The list behind a column: fixed, or read from another table."""
        return choices_of(column, self._lists)

    def where(self, key: str, row: int, column: str) -> dict[str, str]:
        """`sheet` and `cell` of a table's cell, for `found`."""
        place = self.places[key]
        return {"sheet": place.sheet, "cell": place.cell(row, column)}

    def source(self, key: str, row: int) -> str:
        """The file and row that a mentor's or leader's answers came from."""
        cells = self.cells(key)
        if "imported_from" not in cells.columns or row not in cells.index:
            return ""
        return as_text(cells.at[row, "imported_from"])

    # --- changing ---------------------------------------------------------

    def with_cells(self, key: str, cells: pd.DataFrame) -> Program:
        """The program with other cells in one table; the index becomes rows."""
        first = self.places[key].header_row + 1 if key in self.places else 2
        index = pd.RangeIndex(first, first + len(cells))
        placed = pd.DataFrame(plain_values(cells), index, cells.columns, dtype=object)
        return replace(self, tables={**self.tables, key: placed})

    def with_rows(self, key: str, rows: pd.DataFrame) -> Program:
        """The program with one table replaced by typed rows, nothing carried over."""
        cells = _rendered(WORKBOOK.table(key), rows)
        return self.with_cells(key, object_frame(cells, pd.RangeIndex(len(rows))))

    def rewrite(self, key: str, rows: pd.DataFrame) -> Program:
        """Replace the tool's columns of a table, keeping what HR typed.

        `rows` is typed. Cells of HR's columns and of columns users added are
        carried over by the table's identity. What HR typed in a row that is
        no longer there is kept as a finding.
        """
        table = WORKBOOK.table(key)
        new = _rendered(table, rows)
        old = self.cells(key)
        carried = [c.key for c in table.columns if c.writer is Writer.HR and c.key in old.columns]
        extras = [name for name in old.columns if str(name).startswith(EXTRA)]
        new |= {name: [None] * len(rows) for name in extras}
        before: dict[tuple[str, ...], Mapping[str, object]] = {}
        repeated = []
        for row in records_of(old):
            if before.setdefault(_identity(table, row), row) is not row:
                repeated.append(row)
        identities = [_identity(table, dict(zip(new, row))) for row in zip(*new.values())]
        kept = [before.pop(identity, None) for identity in identities]
        for name in (*carried, *extras):
            new[name] = [
                value if one is None or is_blank(one[name]) else one[name]
                for value, one in zip(new[name], kept)
            ]
        lost = [
            lost_typing(table, row, (*carried, *extras)) for row in (*before.values(), *repeated)
        ]
        cells = object_frame(new, pd.RangeIndex(len(rows)))
        return self.with_cells(key, cells).with_findings(
            [finding for finding in lost if finding is not None]
        )

    def with_findings(self, findings: Iterable[Finding]) -> Program:
        """The program with findings added, each only once."""
        merged = dict.fromkeys((*self.findings, *findings))
        return replace(self, findings=tuple(merged))

    def with_settings(self, **settings: object) -> Program:
        """The program with settings changed by their keys; for tests and the demo."""
        if not settings:
            return self
        cells = self.cells("settings").copy()
        for key, value in settings.items():
            spec = next(s for s in SETTINGS if s.key == key)
            at = list(cells["setting"]).index(spec.column.header)
            values = list(cells["value"])
            values[at] = render(spec.column, value)
            cells["value"] = pd.Series(values, index=cells.index, dtype=object)
        return replace(self, tables={**self.tables, "settings": cells})

    def saying(self, said: str, show: str = "") -> Program:
        """The program with the line that the user is told."""
        whole = said if said.endswith((".", "!", "?")) or not said else f"{said}."
        return replace(self, said=whole, show=show or self.show)

    # --- how it is done ---------------------------------------------------

    def _locate(self, key: str, row: int, column: str) -> dict[str, str]:
        return {**self.where(key, row, column), "source": self.source(key, row)}

    def _reading(self, key: str) -> _Reading:
        known = self._memory.tables.get(key)
        cells, place, lists = self.cells(key), self.places.get(key), self._lists
        if (
            known is None
            or known.cells is not cells
            or known.place != place
            or known.lists is not lists
        ):
            table = WORKBOOK.table(key)
            rows, findings = typed_rows(table, cells, lists, partial(self._locate, key))
            known = _Reading(cells, place, lists, rows, findings)
            self._memory.tables[key] = known
        return known

    @cached_property
    def _lists(self) -> Mapping[str, Choices]:
        sources = tuple(self.tables.get(key) for key in LIST_TABLES)
        known = self._memory.list_cells
        if len(known) != len(sources) or any(a is not b for a, b in zip(known, sources)):
            self._memory.list_cells, self._memory.lists = sources, lists_in(self.tables)
        return self._memory.lists

    @cached_property
    def _settings(self) -> tuple[Settings, tuple[Finding, ...]]:
        return settings_in(self.cells("settings"), partial(self._locate, "settings"))


def _rendered(table: Table, rows: pd.DataFrame) -> dict[str, list[object]]:
    given = values_by_column(rows)
    return {
        column.key: [render(column, value) for value in given[column.key]]
        if column.key in given
        else [None] * len(rows)
        for column in table.columns
    }


def _identity(table: Table, row: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(fold(as_text(row[key])) for key in table.identity)


def lost_typing(
    table: Table, row: Mapping[str, object], names: Iterable[str], kind: str = "kept_note"
) -> Finding | None:
    """A finding that keeps what HR typed in these columns of a row which is gone."""
    typed = []
    for name in names:
        column = table.by_key.get(name)
        unchanged = column is not None and column.choices and row[name] == column.choices[0]
        if not is_blank(row[name]) and not unchanged:
            header = column.header if column else name[len(EXTRA) :]
            typed.append(f"{header}: {as_text(row[name])}")
    if not typed:
        return None
    sheet: Sheet = WORKBOOK.sheet_of[table.key]
    label = " ".join(as_text(row[key]) for key in table.identity)
    return found(kind, sheet=sheet.name, row=label, text=Whole("; ".join(typed)))


def need_table(program: Program, key: str) -> None:
    """Raise `IncompleteWorkbook` when there is no table to write to, as in an older file."""
    if program.places[key].name:
        return
    table, sheet = WORKBOOK.table(key).name, WORKBOOK.sheet_of[key].name
    raise IncompleteWorkbook(
        f"This file has no table {table} on a tab {sheet}; it was probably made by an earlier "
        "version.",
        'Bring it over to all new tabs with revmentor-xl new "New.xlsm" --from "Old.xlsm" (your '
        f"file for Old), or copy the tab {sheet} from a new program file into this one.",
    )
