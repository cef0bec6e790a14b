"""Charts over tables: their ranges follow the table, their caches hold its values.

A chart part keeps a copy of the values that it draws. Excel and LibreOffice
read the cells instead, but previews and other viewers show the copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from revmentor_xl.books.areas import Area
from revmentor_xl.books.book import Cell, Formula
from revmentor_xl.books.disk.parts.cell import ERRORS, serial
from revmentor_xl.books.disk.xml_text import (
    ATTRIBUTES,
    attributes,
    escaped,
    excel_escaped,
    excel_unescaped,
    unescaped,
)
from revmentor_xl.schema.places import column_letters

_REFERENCE = re.compile(
    r"(?P<cat><(?:[\w.-]+:)?cat\s*>\s*)?<(?P<p>(?:[\w.-]+:)?)(?P<kind>num|str|multiLvlStr)Ref\s*>"
    r"(?P<body>.*?)</(?P=p)(?P=kind)Ref\s*>",
    re.S,
)
_FORMULA = re.compile(r"<((?:[\w.-]+:)?)f\s*>([^<]*)</\1f\s*>")
_PLACE = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!:,()]+))!(\$?[A-Z]{1,3}\$?[0-9]+)((?::\$?[A-Z]{1,3}\$?[0-9]+)?)"
)
_CACHE = re.compile(r"<((?:[\w.-]+:)?)(num|str|multiLvlStr)Cache\s*>(.*?)</\1\2Cache\s*>", re.S)
_LEVEL = re.compile(r"<((?:[\w.-]+:)?)lvl\s*(?:/>|>(.*?)</\1lvl\s*>)", re.S)
_COUNT = re.compile(rf"<(?:[\w.-]+:)?ptCount(?=[\s/>])({ATTRIBUTES})/?>")
_POINT = re.compile(
    rf"<(?P<p>(?:[\w.-]+:)?)pt(?=[\s/>])(?P<facts>{ATTRIBUTES})>\s*"
    r"<(?P=p)v\s*(?:/>|>(?P<v>[^<]*)</(?P=p)v\s*>)\s*</(?P=p)pt\s*>"
)
_NUMBER_FORMAT = re.compile(r"<((?:[\w.-]+:)?)formatCode\s*(?:/>|>[^<]*</\1formatCode\s*>)")
_EXTENSIONS = re.compile(r"<(?:[\w.-]+:)?extLst[\s>].*", re.S)
_MOST_CELLS = 200_000  # no chart that anybody can read; a range over a whole sheet is possible
_Points = dict[int, str]  # a cache's texts by position; blank cells have none


@dataclass(frozen=True)
class Redrawing:
    """A sheet whose tables change, for the charts that show it."""

    sheet: str
    moved: Sequence[tuple[Area, Area]]
    """For each table that changes, its data rows before and after."""
    value: Callable[[int, int], Cell]
    """What will stand in a row and column."""
    date1904: bool


def redrawn(chart: str, sheets: Sequence[Redrawing]) -> str:
    """The text of a chart part once these tables change; the same when it shows none of them.

    A range over all rows of a table, in one or several of its columns, goes on
    covering all of them, as in Excel; one over only its first rows stays.
    """
    by_name = {one.sheet.casefold(): one for one in sheets}

    def drawn(found: re.Match[str]) -> str:
        formula = _FORMULA.search(found.group("body"))
        place = _PLACE.fullmatch(unescaped(formula.group(2)).strip()) if formula else None
        if formula is None or place is None:
            return found.group()
        name = place.group(1).replace("''", "'") if place.group(1) else place.group(2)
        sheet, area = by_name.get(name.casefold()), Area.of(place.group(3) + place.group(4))
        if sheet is None or area is None or not _is_shown(area, sheet.moved):
            return found.group()
        now, body = _followed(area, sheet.moved), found.group("body")
        if now != area:
            text = escaped(place.group()[: place.start(4)] + _last_cell(now))
            body = body[: formula.start(2)] + text + body[formula.end(2) :]
        return _rebuilt(found, body, now, sheet)

    return _REFERENCE.sub(drawn, chart)


def _is_shown(area: Area, moved: Sequence[tuple[Area, Area]]) -> bool:
    return any(area.overlaps(old) or area.overlaps(new) for old, new in moved)


def _followed(area: Area, moved: Sequence[tuple[Area, Area]]) -> Area:
    for old, new in moved:
        inside = old.left <= area.left and area.right <= old.right
        # A range that reaches further down keeps places for rows still to come.
        if inside and area.top == old.top and area.bottom >= old.bottom and old != new:
            return replace(area, bottom=new.bottom)
    return area


def _last_cell(area: Area) -> str:
    if area.top == area.bottom and area.left == area.right:
        return ""
    return f":${column_letters(area.right)}${area.bottom}"


def _rebuilt(found: re.Match[str], body: str, area: Area, sheet: Redrawing) -> str:
    """The reference element with its cache telling what stands in the area."""
    whole, kind = found.group(), found.group("kind")
    head = whole[: found.start("body") - found.start()]
    tail = whole[found.end("body") - found.start() :]
    cache = _CACHE.search(body)
    if cache is None or (area.bottom - area.top + 1) * (area.right - area.left + 1) > _MOST_CELLS:
        return head + body + tail
    rows = [
        [_result(sheet.value(row, column)) for column in range(area.left, area.right + 1)]
        for row in range(area.top, area.bottom + 1)
    ]
    if kind == "num" and found.group("cat") and any(_is_label(c) for row in rows for c in row):
        # Labels that are not all numbers are texts; values could not be anything else.
        kind = "str"
        head, tail = (part.replace("numRef", "strRef") for part in (head, tail))
    levels = _levels(rows, kind, sheet.date1904)
    count = len(rows) if kind == "multiLvlStr" else sum(len(row) for row in rows)
    if kind == cache.group(2) and _says(cache.group(3), kind, count, levels):
        return head + body + tail
    prefix, inside = cache.group(1), _inside(cache, kind, count, levels)
    fresh = f"<{prefix}{kind}Cache>{inside}</{prefix}{kind}Cache>"
    return head + body[: cache.start()] + fresh + body[cache.end() :] + tail


def _result(cell: Cell) -> Cell:
    return cell.value if isinstance(cell, Formula) else cell


def _is_label(cell: Cell) -> bool:
    return isinstance(cell, str) and cell != "" and cell not in ERRORS


def _levels(rows: Sequence[Sequence[Cell]], kind: str, date1904: bool) -> list[_Points]:
    if kind == "multiLvlStr":  # the innermost level, which is the last column, comes first
        columns = list(reversed([list(column) for column in zip(*rows, strict=True)]))
    else:
        columns = [[cell for row in rows for cell in row]]
    spoken = _as_number if kind == "num" else _as_label
    return [
        {i: spoken(cell, date1904) for i, cell in enumerate(cells) if cell is not None}
        for cells in columns
    ]


def _as_number(cell: Cell, date1904: bool) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, (date, time)):
        return repr(serial(cell, date1904))
    if isinstance(cell, str):
        return cell if cell in ERRORS else "0"  # Excel draws text as a zero
    return repr(cell)


def _as_label(cell: Cell, date1904: bool) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    return cell.isoformat() if isinstance(cell, (date, time)) else str(cell)


def _says(cache: str, kind: str, count: int, levels: Sequence[_Points]) -> bool:
    """Whether a cache holds these points already, however it spells them."""
    said = _COUNT.search(cache)
    if said is None or attributes(said.group(1)).get("val") != str(count):
        return False
    texts = [cache]
    if kind == "multiLvlStr":
        texts = [found.group(2) or "" for found in _LEVEL.finditer(cache)]
    return len(texts) == len(levels) and all(
        _same_points(_points(text), level, kind) for text, level in zip(texts, levels, strict=True)
    )


def _points(text: str) -> _Points:
    return {
        int(attributes(found.group("facts")).get("idx", "-1")): excel_unescaped(
            unescaped(found.group("v") or "")
        )
        for found in _POINT.finditer(text)
    }


def _same_points(old: _Points, new: _Points, kind: str) -> bool:
    if kind != "num" or old.keys() != new.keys():
        return old == new
    return all(old[i] == new[i] or _number(old[i]) == _number(new[i]) for i in old)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _inside(cache: re.Match[str], kind: str, count: int, levels: Sequence[_Points]) -> str:
    p, old = cache.group(1), cache.group(3)
    code, more = _NUMBER_FORMAT.search(old), _EXTENSIONS.search(old)
    written = [
        "".join(
            f'<{p}pt idx="{i}"><{p}v>{escaped(excel_escaped(text))}</{p}v></{p}pt>'
            for i, text in level.items()
        )
        for level in levels
    ]
    if kind == "multiLvlStr":
        written = [f"<{p}lvl>{points}</{p}lvl>" for points in written]
    head = code.group() if code and kind == "num" else ""
    tail = more.group() if more else ""
    return f'{head}<{p}ptCount val="{count}"/>{"".join(written)}{tail}'
