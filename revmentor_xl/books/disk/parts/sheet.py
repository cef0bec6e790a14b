"""A worksheet part as text: where its rows and cells stand, and changing some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from revmentor_xl.books.areas import Area, column_number
from revmentor_xl.books.disk.xml_text import (
    ATTRIBUTES,
    attributes,
    opening_tag,
    unescaped,
    with_attribute,
    without_comments,
)
from revmentor_xl.schema.places import column_letters

Spot = tuple[int, int]
"""Row and column of a cell, both from 1."""


@dataclass(frozen=True, slots=True)
class CellText:
    """One cell element: its text, and the attributes in its opening tag."""

    text: str
    tag: str
    body: str
    attributes: Mapping[str, str]

    @property
    def style(self) -> int:
        """The index of the cell's format."""
        return int(self.attributes.get("s", "0"))

    @property
    def formula(self) -> tuple[dict[str, str], str] | None:
        """The attributes and text of the cell's formula element, if it has one."""
        if "f" not in self.body:
            return None
        found = _element("f").search(self.body)
        return (attributes(found.group(1)), unescaped(found.group(2) or "")) if found else None

    @property
    def stored(self) -> str | None:
        """What the cell's value element says, still as XML names it."""
        found = _element("v").search(self.body)
        return unescaped(found.group(2) or "") if found else None

    @property
    def used(self) -> bool:
        """Whether anything but a format is in the cell."""
        return bool(self.body.strip())


@lru_cache(maxsize=8)
def _element(name: str) -> re.Pattern[str]:
    return re.compile(
        rf"<(?:[\w.-]+:)?{name}(?=[\s/>])({ATTRIBUTES})(?:/>|>(.*?)</(?:[\w.-]+:)?{name}\s*>)",
        re.S,
    )


@dataclass(frozen=True, slots=True)
class RowHeight:
    """A row's height in points, None for the usual one; `by_hand` when somebody chose it."""

    points: float | None
    by_hand: bool = False


@dataclass(slots=True)
class RowText:
    """One row element: its opening tag, its cells by column, its place in the part."""

    tag: str
    start: int
    end: int = 0
    cells: dict[int, CellText] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Sheet:
    """A worksheet part taken apart; only `patched` puts it together again."""

    text: str
    prefix: str
    begin: int
    """Where the first row would start, and `end` where the last one ends."""
    end: int
    rows: dict[int, RowText]

    def cell(self, row: int, column: int) -> CellText | None:
        """The cell there, or None when the part has none."""
        found = self.rows.get(row)
        return found.cells.get(column) if found else None

    def cells(self) -> Iterator[tuple[Spot, CellText]]:
        """Every cell that the part holds."""
        for number, row in self.rows.items():
            for column, cell in row.cells.items():
                yield (number, column), cell

    @cached_property
    def shared(self) -> Mapping[str, tuple[Spot, str]]:
        """Where each shared formula is written out, and its text, by its number."""
        found = {}
        for spot, cell in self.cells():
            if "shared" in cell.body and cell.formula and cell.formula[1]:
                facts, text = cell.formula
                found[facts.get("si", "")] = (spot, text)
        return found

    def within(self, area: Area) -> Iterator[tuple[Spot, CellText]]:
        """The cells that the part holds in this area."""
        numbers = range(area.top, area.bottom + 1)
        for number in numbers if len(numbers) < len(self.rows) else self.rows:
            row = self.rows.get(number)
            if row and area.top <= number <= area.bottom:
                for column, cell in row.cells.items():
                    if area.left <= column <= area.right:
                        yield (number, column), cell


@lru_cache(maxsize=64)  # from one step to the next most parts of a file stay the same
def taken_apart(text: str) -> Sheet:
    """The rows and cells of a worksheet part, which must be well-formed."""
    text = without_comments(text)
    data = opening_tag("sheetData").search(text)
    if data is None:  # a chart sheet or an odd part: nothing to read or write in it
        return Sheet(text, "", 0, 0, {})
    prefix = data.group(1)
    if data.group(3):
        text = text[: data.end() - 2].rstrip() + f"></{prefix}sheetData>" + text[data.end() :]
        begin = text.index(f"</{prefix}sheetData>", data.start())
        return Sheet(text, prefix, begin, begin, {})
    end = text.index(f"</{prefix}sheetData", data.end())
    return Sheet(text, prefix, data.end(), end, _rows(text, prefix, data.end(), end))


@lru_cache(maxsize=8)
def _token(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    cell = rf"<{p}c(?=[\s/>])(?P<cell>{ATTRIBUTES})(?:/>|>(?P<body>.*?)</{p}c\s*>)"
    return re.compile(
        rf"{cell}|<{p}row(?=[\s/>])(?P<row>{ATTRIBUTES})(?P<empty>/?)>|(?P<close></{p}row\s*>)",
        re.S,
    )


def _rows(text: str, prefix: str, begin: int, end: int) -> dict[int, RowText]:
    rows: dict[int, RowText] = {}
    row = RowText("", begin)
    number = column = 0
    for found in _token(prefix).finditer(text, begin, end):
        kind = found.lastgroup
        if kind == "close":
            row.end = found.end()
        elif found.group("row") is not None:
            number = int(attributes(found.group("row")).get("r", number + 1))
            column = 0
            row = rows[number] = RowText(found.group(), found.start(), found.end())
        else:
            facts = attributes(found.group("cell"))
            column = _column(facts, column)
            tag, body = found.group("cell"), found.group("body") or ""
            row.cells[column] = CellText(found.group(), tag, body, facts)
    return rows


def _column(facts: Mapping[str, str], previous: int) -> int:
    letters = facts.get("r", "").rstrip("0123456789").replace("$", "")
    return column_number(letters) if letters else previous + 1


def patched(
    sheet: Sheet, edits: Mapping[Spot, str | None], heights: Mapping[int, RowHeight]
) -> tuple[str, str]:
    """The part with these cells put in the place of what stood there, and the rest after it.

    The first text ends with the last row; in the second stand merged cells,
    conditional formats, validations and whatever else follows the cells.

    An edit is a whole cell element, or None for no cell at all. A row
    keeps its height unless `heights` has another.
    """
    by_row: dict[int, dict[int, str | None]] = {}
    for (number, column), cell in edits.items():
        by_row.setdefault(number, {})[column] = cell
    pieces, position = [], sheet.begin
    existing = sorted(sheet.rows)
    if existing != list(sheet.rows):
        raise ValueError("the rows of a sheet are out of order")
    waiting = sorted(by_row, reverse=True)
    for number in existing:
        row = sheet.rows[number]
        pieces.append(sheet.text[position : row.start])
        while waiting and waiting[-1] < number:
            fresh = waiting.pop()
            pieces.append(_new_row(sheet, fresh, by_row[fresh], heights.get(fresh)))
        if waiting and waiting[-1] == number:
            tag = _high(row.tag, heights.get(number))
            pieces.append(_row_text(sheet, number, tag, row.cells, by_row[waiting.pop()]))
        else:
            pieces.append(sheet.text[row.start : row.end])
        position = row.end
    pieces += [_new_row(sheet, n, by_row[n], heights.get(n)) for n in reversed(waiting)]
    head = _dimensioned(sheet.text[: sheet.begin], edits)
    return head + "".join(pieces), sheet.text[position:]


def _new_row(
    sheet: Sheet, number: int, cells: Mapping[int, str | None], height: RowHeight | None
) -> str:
    if not any(cells.values()):
        return ""
    tag = _high(f'<{sheet.prefix}row r="{number}">', height)
    return _row_text(sheet, number, tag, {}, cells)


def _high(tag: str, height: RowHeight | None) -> str:
    if height is None:
        return tag
    points = None if height.points is None else f"{height.points:g}"
    tag = with_attribute(tag, "ht", points)
    return with_attribute(tag, "customHeight", "1" if height.by_hand else None)


def _row_text(
    sheet: Sheet,
    number: int,
    tag: str,
    kept: Mapping[int, CellText],
    edits: Mapping[int, str | None],
) -> str:
    texts = {column: _placed(cell, sheet, number, column) for column, cell in kept.items()}
    for column, text in edits.items():
        if text is None:
            texts.pop(column, None)
        else:
            texts[column] = text
    # `spans` is only a hint, and a wrong one is worse than none.
    tag = with_attribute(tag, "spans", None)
    tag = tag if attributes(tag).get("r") else with_attribute(tag, "r", str(number))
    if tag.endswith("/>"):
        tag = tag[:-2].rstrip() + ">"
    return tag + "".join(texts[c] for c in sorted(texts)) + f"</{sheet.prefix}row>"


def _placed(cell: CellText, sheet: Sheet, row: int, column: int) -> str:
    if "r" in cell.attributes:
        return cell.text
    start = len(sheet.prefix) + 2
    return f'{cell.text[:start]} r="{column_letters(column)}{row}"{cell.text[start:]}'


def _dimensioned(head: str, edits: Mapping[Spot, str | None]) -> str:
    found = opening_tag("dimension").search(head)
    filled = [spot for spot, cell in edits.items() if cell is not None]
    old = Area.of(attributes(found.group(2)).get("ref", "")) if found else None
    if found is None or old is None or not filled:
        return head
    rows, columns = zip(*filled, strict=True)
    new = Area(
        min(old.top, *rows),
        min(old.left, *columns),
        max(old.bottom, *rows),
        max(old.right, *columns),
    )
    tag = with_attribute(found.group(), "ref", new.ref)
    return head[: found.start()] + tag + head[found.end() :]
