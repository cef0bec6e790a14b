"""What keeps a table from growing, each with the cells it is in and the remedy.

Not everything that is in the way can be moved cell by cell: a table, an array
formula or a PivotTable moves as a whole or not at all, and what is merged has
to be unmerged first. Both keepers find these in their own ways and say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from revmentor_xl.books.areas import LAST_ROW, Area, growth, table_area
from revmentor_xl.books.book import Block
from revmentor_xl.errors import TableBlocked
from revmentor_xl.schema.places import column_letters

_AGAIN = "then run the step again."


def check_room(block: Block, rows: int, others: Iterable[Block]) -> None:
    """Raise `TableBlocked` when another table or the sheet's end is in the way."""
    new = growth(block, rows)
    if new is None:
        return
    if new.bottom > LAST_ROW:
        raise TableBlocked(
            f"Table {block.name} would need {rows:,} rows, more than a sheet has.",
            f"Remove rows that are no longer needed, {_AGAIN}",
        )
    for other in others:
        elsewhere = other.name == block.name or other.sheet != block.sheet
        if not elsewhere and new.overlaps(table_area(other)):
            place = table_area(other).ref
            raise _blocked(
                block,
                new,
                f"table {other.name} ({place}) is there",
                f"Move the whole table {other.name} out of {new.ref}: select {place}, press "
                f"Ctrl+X, and paste it below row {new.bottom} or on another tab; {_AGAIN}",
            )


def cells_in_the_way(block: Block, needed: Area, used: Sequence[tuple[int, int]]) -> TableBlocked:
    """The error for cells in use, given by row and column: text, numbers, formulas."""
    row, column = min(used)
    more = f" and {len(used) - 1} more" if len(used) > 1 else ""
    return _blocked(
        block,
        needed,
        f"something in cell {column_letters(column)}{row}{more} is there",
        f"Move what is in {needed.ref} somewhere else, {_AGAIN}",
    )


def merged_in_the_way(block: Block, needed: Area, merged: Area) -> TableBlocked:
    """The error for merged cells, of which a table can have none."""
    return _blocked(
        block,
        needed,
        f"the cells {merged.ref} are merged",
        f"Select {merged.ref} and choose Home > Merge & Center > Unmerge Cells; if something is "
        f"written there, move it out of {needed.ref}; {_AGAIN}",
    )


def array_in_the_way(block: Block, needed: Area, array: Area) -> TableBlocked:
    """The error for a formula that fills several cells, none of which can be moved by itself."""
    return _blocked(
        block,
        needed,
        f"a formula that fills {array.ref} is there",
        f"Select all of {array.ref}, press Ctrl+X, and paste it where it fills no cell of "
        f"{needed.ref}; {_AGAIN}",
    )


def pivot_in_the_way(block: Block, needed: Area, name: str, pivot: Area) -> TableBlocked:
    """The error for a PivotTable, which takes nothing into its cells."""
    return _blocked(
        block,
        needed,
        f"the PivotTable {name} ({pivot.ref}) is there",
        f"Click in {pivot.ref}, choose PivotTable Analyze > Move PivotTable, and choose a place "
        f"outside {needed.ref}; {_AGAIN}",
    )


def totals_in_the_way(table: str, sheet: str) -> TableBlocked:
    """The error for a table whose totals row keeps it from changing its length."""
    return TableBlocked(
        f"Table {table} on sheet “{sheet}” has a totals row, so its number of rows "
        "cannot be changed from here. Nothing was changed.",
        f"Click in the table, untick Table Design > Total Row, {_AGAIN}",
    )


def _blocked(block: Block, needed: Area, because: str, remedy: str) -> TableBlocked:
    return TableBlocked(
        f"Table {block.name} on sheet “{block.sheet}” needs the cells {needed.ref}, "
        f"but {because}. Nothing was changed.",
        remedy,
    )
