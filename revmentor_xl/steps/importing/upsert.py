"""The rows of a table while answers land in them, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten

import pandas as pd

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, is_blank, parse
from revmentor_xl.schema.model import Audience, Column
from revmentor_xl.schema.workbook import WORKBOOK

Row = dict[str, object]
_FEW = 3  # so many replaced answers are shown per person


@dataclass(frozen=True)
class Replaced:
    """A cell that was not empty and now holds another answer."""

    column: Column
    old: object
    new: object

    def __str__(self) -> str:
        if self.column.audience is Audience.PRIVATE:
            return f"{self.column.header} (private)"  # Checks is read by more people
        old, new = (shorten(as_text(cell), 40, placeholder=" …") for cell in (self.old, self.new))
        return f"{self.column.header} “{old}” by “{new}”"


@dataclass
class Landing:
    """A table's cells as rows that may change and grow.

    Findings wait as notes until every row has its place on the sheet.
    """

    program: Program
    into: str
    rows: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    updated: set[int] = field(default_factory=set)  # id() of rows, for counting
    notes: list[tuple[str, Row | None, str, str, dict[str, object]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.table = WORKBOOK.table(self.into)
        cells = self.program.cells(self.into)
        self.rows = [{str(k): v for k, v in row.items()} for row in cells.to_dict("records")]

    def add(self, row: Mapping[str, object]) -> Row:
        """A new row of the table."""
        added = {**dict.fromkeys(self.table.keys), **row}
        self.new.append(added)
        return added

    def put(self, row: Row, key: str, cell: object, is_new: bool) -> Replaced | None:
        """Write a cell, unless it says the same already; give back what had to go for it."""
        old = plain(row.get(key))
        if is_new:
            row[key] = cell
        elif not self._same(self.table[key], old, cell):
            row[key] = cell
            self.updated.add(id(row))
            return None if old is None else Replaced(self.table[key], old, cell)
        return None

    def note(self, name: str, row: Row | None, key: str, source: str, **details: object) -> None:
        """Something to say about a cell that has no address yet."""
        self.notes.append((name, row, key, source, details))

    def note_replaced(self, row: Row, source: str, changes: Sequence[Replaced]) -> None:
        """Say once per person which answers gave way: HR may have typed some of them."""
        if not changes:
            return
        shown = [str(change) for change in changes[:_FEW]]
        last = f"{len(changes) - _FEW} more" if len(changes) > _FEW else shown.pop()
        listed = Whole(f"{', '.join(shown)} and {last}" if shown else last)
        key = changes[0].column.key
        names = [as_text(plain(row.get(key))) for key in ("name", "email")]
        names.append(" / ".join(as_text(plain(row[key])) for key in self.table.identity))
        label = next((name for name in names if name), "")
        self.note("replaced_answer", row, key, source, value=label, changes=listed)

    def _same(self, column: Column, old: object, new: object) -> bool:
        if type(old) is type(new) and old == new:
            return True
        choices = self.program.choices(column)
        one, problems = parse(column, old, choices)
        other, others = parse(column, new, choices)
        if problems or others:
            return as_text(old) == as_text(new)
        return one == other

    def program_after(self) -> Program:
        """The program with the rows as they are now."""
        if not self.new and not self.updated and not self._is_touched():
            return self.program
        columns = list(self.program.cells(self.into).columns)
        frame = pd.DataFrame([*self.rows, *self.new], columns=columns, dtype=object)
        return self.program.with_cells(self.into, frame)

    def _is_touched(self) -> bool:
        before = self.program.cells(self.into).to_dict("records")
        return before != self.rows

    def findings(self, program: Program) -> list[Finding]:
        """The notes as findings, with the cells that they landed in."""
        cells = program.cells(self.into)
        places = {id(row): int(at) for at, row in zip(cells.index, [*self.rows, *self.new])}
        sheet = program.places[self.into].sheet
        result = []
        for name, row, key, source, details in self.notes:
            cell = "" if row is None else program.places[self.into].cell(places[id(row)], key)
            shown: dict[str, object] = {"found_by": "import", **details}
            result.append(
                found(name, sheet=sheet, cell=cell, source=source, **shown)  # type: ignore[arg-type]
            )
        return result


def plain(cell: object) -> object:
    """A cell's value; of a formula, its result."""
    value = getattr(cell, "value", cell)
    return None if is_blank(value) else value
