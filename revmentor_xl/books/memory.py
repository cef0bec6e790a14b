"""A workbook kept in memory, for tests and for trying a step out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from revmentor_xl.books.book import Block, Cell
from revmentor_xl.books.cells import fitted, missing_table
from revmentor_xl.books.room import check_room


class MemoryBook:
    """Blocks without a file behind them; behaves as the other books do."""

    def __init__(self, tables: Iterable[Block], name: str = "memory.xlsx") -> None:
        self._name = name
        self._tables = {
            block.name: replace(block, rows=fitted(block, block.rows)) for block in tables
        }

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        return self._name

    def tables(self) -> Mapping[str, Block]:
        """Every table by its name."""
        return dict(self._tables)

    def write(
        self,
        rows: Mapping[str, Sequence[Sequence[Cell]]],
        values: Mapping[str, Cell] | None = None,
    ) -> None:
        """Replace the data rows of the named tables; there are no names to keep `values` for.

        Raises `TableBlocked` when a table would grow over another one.
        """
        changed = {}
        for table, new in rows.items():
            if table not in self._tables:
                raise missing_table(table, self._name)
            block = self._tables[table]
            changed[table] = replace(block, rows=fitted(block, new))
            check_room(block, len(changed[table].rows), self._tables.values())
        self._tables |= changed
