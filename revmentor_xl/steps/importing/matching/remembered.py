"""Explicit mappings, kept on the Imports tab for the next import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.workbook import WORKBOOK


def with_remembered(
    program: Program, into: str, entries: Mapping[str, str], open_: Iterable[str] = ()
) -> Program:
    """The program with explicit entries noted on the Imports tab, each once.

    Questions that are still `open_` are listed with an empty column, in which
    HR says where they belong.
    """
    cells = program.cells("imports").copy()
    tab, names = WORKBOOK.sheet_of[into].name, _names(into)
    rows = [{str(k): v for k, v in row.items()} for row in cells.to_dict("records")]
    places = {
        _compared(as_text(row["question"])): row
        for row in rows
        if fold(as_text(row["into"])) in names
    }
    changed = False
    for question, column in entries.items():
        row = places.get(_compared(question))
        if row is None:
            row = _listed(cells, question, tab)
            rows.append(row)
            places[_compared(question)] = row
        changed = changed or as_text(row["column"]) != column
        row["column"] = column
    for question in open_:
        if _compared(question) not in places:
            rows.append(_listed(cells, question, tab))
            places[_compared(question)] = rows[-1]
            changed = True
    if not changed:
        return program
    return program.with_cells("imports", pd.DataFrame(rows, columns=cells.columns, dtype=object))


def remembered(program: Program, into: str) -> dict[str, str]:
    """What the Imports tab says about this table."""
    names = _names(into)
    cells = program.cells("imports")
    return {
        compact(as_text(question)): as_text(column)
        for question, where, column in zip(cells["question"], cells["into"], cells["column"])
        if fold(as_text(where)) in names and as_text(question) and as_text(column)
    }


def _listed(cells: pd.DataFrame, question: str, tab: str) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(map(str, cells.columns))
    return {**row, "question": question, "into": tab}


def _names(into: str) -> set[str]:
    """What a table is called on the Imports tab."""
    return {into, fold(WORKBOOK.sheet_of[into].name), fold(WORKBOOK.table(into).name)}


def _compared(question: str) -> str:
    return fold(compact(question))


def compact(question: str) -> str:
    """A question with single spaces, as entries are compared."""
    return " ".join(question.split())
