"""Explicit mappings, kept on the Imports tab for the next import."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.workbook import WORKBOOK


def with_remembered(program: Program, into: str, entries: Mapping[str, str]) -> Program:
    """The program with explicit entries noted on the Imports tab, each once."""
    if not entries:
        return program
    cells = program.cells("imports").copy()
    tab = WORKBOOK.sheet_of[into].name
    rows = [dict(row) for row in cells.to_dict("records")]
    places = {(compact(as_text(row["question"])), fold(as_text(row["into"]))): row for row in rows}
    changed = False
    for question, column in entries.items():
        row = places.get((compact(question), fold(tab)))
        if row is None:
            row = dict.fromkeys(cells.columns)
            row |= {"question": question, "into": tab}
            rows.append(row)
        changed = changed or as_text(row["column"]) != column
        row["column"] = column
    if not changed:
        return program
    return program.with_cells("imports", pd.DataFrame(rows, columns=cells.columns, dtype=object))


def remembered(program: Program, into: str) -> dict[str, str]:
    """What the Imports tab says about this table."""
    names = {into, fold(WORKBOOK.sheet_of[into].name), fold(WORKBOOK.table(into).name)}
    cells = program.cells("imports")
    return {
        compact(as_text(question)): as_text(column)
        for question, where, column in zip(cells["question"], cells["into"], cells["column"])
        if fold(as_text(where)) in names and as_text(question) and as_text(column)
    }


def compact(question: str) -> str:
    """A question with single spaces, as entries are compared."""
    return " ".join(question.split())
