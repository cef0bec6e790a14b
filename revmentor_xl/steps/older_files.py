"""What a file of an earlier version lacks, and how to bring it up to date."""

from __future__ import annotations

from revmentor_xl.errors import IncompleteWorkbook
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK


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
