"""The heights of rows whose cells change: enough for their wrapped text.

A height that somebody set by hand stays. Every other one is only where Excel
starts from: it fits such a row again when somebody types in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from revmentor_xl.books.areas import Area
from revmentor_xl.books.book import Block, Cell, Formula, Rows
from revmentor_xl.books.disk.parts.cell import read_cell
from revmentor_xl.books.disk.parts.sheet import CellText, RowHeight, Sheet
from revmentor_xl.books.disk.parts.styles import CellLook
from revmentor_xl.books.disk.sheets import NewSheet
from revmentor_xl.books.disk.xml_text import attributes, opening_tag
from revmentor_xl.schema.row_heights import LINE_HEIGHT, row_height, text_lines, text_room

_PADDING = 5 / 7  # what the width that a file stores has beyond the characters that fit
_USUAL_WIDTH = 8.43
_WIDEST = 16_384  # columns


@dataclass(frozen=True)
class _Frame:
    """What decides how high a text becomes; no `room` for cells that do not wrap."""

    room: int
    size: float
    tall: bool  # one line is higher than a usual row


class Fitting:
    """How high the rows of one sheet have to be, by column widths and cell formats."""

    def __init__(self, new: NewSheet, looks: tuple[CellLook, ...]) -> None:
        self._new, self._looks = new, looks or (CellLook(),)
        self._blocks = tuple(new.before.blocks.values())
        self._frames: dict[tuple[str, int], _Frame] = {}

    def heights(self, rows: Iterable[int], like: Mapping[int, int]) -> dict[int, RowHeight]:
        """The heights of rows whose cells change; one that keeps its height is left out.

        `like` names, for a row that a table newly takes up, the table's first row.
        """
        found = {number: self._height(number, like.get(number)) for number in set(rows)}
        return {number: height for number, height in found.items() if height}

    def _height(self, number: int, like: int | None) -> RowHeight | None:
        row = self._sheet.rows.get(number)
        after = self._needed(number, self._new.rows)
        if row is None:
            return self._of_new_row(after, like)
        facts = attributes(row.tag)
        if facts.get("customHeight") in ("1", "true"):
            return None
        # Where the text is as long as before, Excel's own fit is better than an estimate.
        if "ht" in facts and after == self._needed(number, {}):
            return None
        return RowHeight(after)

    def _of_new_row(self, needed: float | None, like: int | None) -> RowHeight:
        model = self._sheet.rows.get(like) if like else None
        facts = attributes(model.tag) if model else {}
        if facts.get("customHeight") in ("1", "true") and "ht" in facts:
            chosen = float(facts["ht"])
            if chosen >= (needed or 0):
                return RowHeight(chosen, by_hand=True)
        return RowHeight(needed)

    def _needed(self, number: int, rows: Mapping[str, Rows]) -> float | None:
        """The row's height in points, or None when a usual row is high enough."""
        highest = 0.0
        for style, column, cell in self._cells(number, rows):
            frame = self._frames.get((style, column)) or self._frame(style, column)
            text = cell.value if isinstance(cell, Formula) else cell
            lines = 1
            if frame.room and isinstance(text, str) and (len(text) > frame.room or "\n" in text):
                lines = text_lines(text, frame.room)
            if lines > 1 or frame.tall:
                highest = max(highest, row_height(lines, frame.size))
        return highest if highest > self._usual else None

    def _cells(self, number: int, rows: Mapping[str, Rows]) -> Iterator[tuple[str, int, Cell]]:
        """Format, column and value of each cell in a row that holds something."""
        there = self._sheet.rows.get(number)
        own = there.cells if there else {}
        taken: set[int] = set()
        for block in self._blocks:
            index, now = number - block.top - 1, rows.get(block.name, block.rows)
            if not 0 <= index < max(len(now), len(block.rows)):
                continue
            taken.update(range(block.left, block.left + len(block.headers)))
            if index >= len(now):
                continue
            models = self._models[block.name]
            kept = own if index < len(block.rows) else {}
            for column, cell in enumerate(now[index], block.left):
                if cell is not None:
                    look = kept.get(column) or models.get(column)
                    yield look.attributes.get("s", "0") if look else "0", column, cell
        for column, beside in own.items():
            if column not in taken and beside.used and not self._is_merged(number, column):
                value = read_cell(beside, (number, column), self._sheet, self._new.reading)
                yield beside.attributes.get("s", "0"), column, value

    def _frame(self, style: str, column: int) -> _Frame:
        index = int(style)
        look = self._looks[index if index < len(self._looks) else 0]
        width = self._widths.get(column, self._usual_width)
        room = text_room(width, look.indent, look.size) if look.wraps and width else 0
        frame = _Frame(room, look.size, look.size > self._looks[0].size)
        return self._frames.setdefault((style, column), frame)

    def _is_merged(self, row: int, column: int) -> bool:
        # Excel, too, leaves merged cells out when it fits a row.
        return any(
            area.top <= row <= area.bottom and area.left <= column <= area.right
            for area in self._merged
        )

    @property
    def _sheet(self) -> Sheet:
        return self._new.before.sheet

    @cached_property
    def _models(self) -> dict[str, Mapping[int, CellText]]:
        def first(block: Block) -> Mapping[int, CellText]:
            row = self._sheet.rows.get(block.top + 1)
            return row.cells if row else {}

        return {block.name: first(block) for block in self._blocks}

    @cached_property
    def _merged(self) -> tuple[Area, ...]:
        found = opening_tag("mergeCell").finditer(self._sheet.text, self._sheet.end)
        areas = [Area.of(attributes(one.group(2)).get("ref", "")) for one in found]
        return tuple(area for area in areas if area)

    @cached_property
    def _format(self) -> dict[str, str]:
        found = opening_tag("sheetFormatPr").search(self._sheet.text, 0, self._sheet.begin)
        return attributes(found.group(2)) if found else {}

    @cached_property
    def _usual(self) -> float:
        return float(self._format.get("defaultRowHeight", LINE_HEIGHT))

    @cached_property
    def _usual_width(self) -> float:
        return float(self._format.get("defaultColWidth", _USUAL_WIDTH + _PADDING)) - _PADDING

    @cached_property
    def _widths(self) -> dict[int, float]:
        """The width in characters of each column that has its own; 0 for hidden ones."""
        widths: dict[int, float] = {}
        for found in opening_tag("col").finditer(self._sheet.text, 0, self._sheet.begin):
            facts = attributes(found.group(2))
            stored = float(facts.get("width", self._usual_width + _PADDING))
            width = round(stored - _PADDING, 2)  # files cut widths off at a 256th
            if facts.get("hidden") in ("1", "true"):
                width = 0
            first, last = int(facts.get("min", 0)), int(facts.get("max", 0))
            widths |= dict.fromkeys(range(first, min(last, _WIDEST) + 1), max(width, 0))
        return widths
