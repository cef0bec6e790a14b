"""References in a formula that follow the row in which the formula stands."""

from __future__ import annotations

import re
from dataclasses import replace

from revmentor_xl.books.book import Cell, Formula

_REF = r"\$?[A-Za-z]{1,3}\$?\d+"
# Texts, references to other sheets and structured references are passed over as a whole.
_PARTS = re.compile(
    rf"""
    "(?:[^"]|"")*"
    | (?:'(?:[^']|'')*' | [\w.\[\]]+) ! {_REF} (?: : {_REF})?
    | \[ (?: [^\[\]] | \[[^\[\]]*\] )* \]
    | (?<![\w.$]) (?P<column>\$?[A-Za-z]{{1,3}}) (?P<row>\d+) (?![\w.(!])
    """,
    re.VERBOSE,
)


def in_row(cell: Cell, row: int) -> Cell:
    """A formula as it reads in another row of its sheet; any other cell as it is.

    References to the row in which it was read become references to the new
    one, unless a $ holds them: HR's `=K5*2` beside a person stays with that
    person when the rows are put in another order. References to other rows
    mean what is there, whoever stands where.
    """
    if not isinstance(cell, Formula) or cell.row == row:
        return cell
    if cell.row is None:
        return replace(cell, row=row)
    old = str(cell.row)

    def moved(part: re.Match[str]) -> str:
        return f"{part['column']}{row}" if part["row"] == old else part[0]

    return replace(cell, text=_PARTS.sub(moved, cell.text), row=row)
