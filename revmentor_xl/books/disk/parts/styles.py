"""The cell formats of a workbook: which show dates, and lending one where it is needed.

A date in Excel is a number with a date format, so a date put into a cell with
any other format would come back as a number, and a number as a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from revmentor_xl.books.book import Cell
from revmentor_xl.books.cells import format_kind, needed_kind
from revmentor_xl.books.disk.xml_text import ATTRIBUTES, attributes, opening_tag, with_attribute
from revmentor_xl.schema.row_heights import DEFAULT_SIZE

# Excel's built-in formats that show dates in the reader's own locale.
_LENT = {"date": "14", "datetime": "22", "time": "21", "number": "0", "own": None}
_LARGEST_FONT = 409  # points
# Built-in formats beyond openpyxl's list: East Asian dates and times.
_EAST_ASIAN_DATES = frozenset({*range(27, 32), 34, 35, 36, *range(50, 59)})


def kinds_of(tree: etree._Element | None) -> tuple[str, ...]:
    """For each cell format of a styles part, the kind of value it shows."""
    if tree is None:
        return ()
    codes = {
        str(item.get("numFmtId")): str(item.get("formatCode", ""))
        for item in tree.iterfind("./{*}numFmts/{*}numFmt")
    }
    return tuple(
        _kind_of_id(str(xf.get("numFmtId", "0")), codes)
        for xf in tree.iterfind("./{*}cellXfs/{*}xf")
    )


def marked_as_text(tree: etree._Element | None) -> frozenset[int]:
    """The cell formats that carry Excel's text mark, the apostrophe before an entry."""
    formats = [] if tree is None else tree.iterfind("./{*}cellXfs/{*}xf")
    return frozenset(
        index for index, xf in enumerate(formats) if xf.get("quotePrefix") in ("1", "true")
    )


@dataclass(frozen=True)
class CellLook:
    """What a cell format says about the room that text takes."""

    wraps: bool = False
    indent: int = 0
    size: float = DEFAULT_SIZE
    """Points of the font."""


def looks_of(tree: etree._Element | None) -> tuple[CellLook, ...]:
    """For each cell format of a styles part, how it lays out text."""
    if tree is None:
        return ()
    fonts = [_points(font.find("./{*}sz")) for font in tree.iterfind("./{*}fonts/{*}font")]
    looks = []
    for xf in tree.iterfind("./{*}cellXfs/{*}xf"):
        alignment, font = xf.find("./{*}alignment"), str(xf.get("fontId", "0"))
        facts = {} if alignment is None else {str(k): str(v) for k, v in alignment.items()}
        indent, known = facts.get("indent", "0"), font.isdecimal() and int(font) < len(fonts)
        looks.append(
            CellLook(
                wraps=facts.get("wrapText") in ("1", "true"),
                indent=int(indent) if indent.isdecimal() else 0,
                size=fonts[int(font)] if known else DEFAULT_SIZE,
            )
        )
    return tuple(looks)


def _points(size: etree._Element | None) -> float:
    # Odd styles are no reason to refuse a workbook.
    try:
        points = float(str(size.get("val"))) if size is not None else DEFAULT_SIZE
    except ValueError:
        return DEFAULT_SIZE
    return points if 1 <= points <= _LARGEST_FONT else DEFAULT_SIZE


def _kind_of_id(number: str, codes: dict[str, str]) -> str:
    if number in codes:
        return format_kind(codes[number])
    if not number.isdigit():
        return "number"
    if int(number) in _EAST_ASIAN_DATES:
        return "date"
    return "time" if int(number) in (32, 33) else format_kind(BUILTIN_FORMATS.get(int(number)))


@dataclass
class Formats:
    """The cell formats of one workbook while it is being written.

    The one thing here with a memory: formats that had to be added.
    """

    kinds: tuple[str, ...]
    text_marks: frozenset[int] = frozenset()
    added: dict[tuple[int, str], int] = field(default_factory=dict)

    def suiting(self, style: int, value: Cell) -> int:
        """The format to use for a value in a cell that has this one."""
        kind = needed_kind(value)
        has = self.kinds[style] if style < len(self.kinds) else "number"
        if not self.kinds:
            return style
        if kind is None or has == ("date" if kind == "datetime" else kind):
            # Excel would turn a marked formula into text as soon as somebody edits it.
            if style not in self.text_marks or value is None or isinstance(value, str):
                return style
            kind = "own"
        key = (style if style < len(self.kinds) else 0, kind)
        return self.added.setdefault(key, len(self.kinds) + len(self.added))

    def written(self, styles: str) -> str:
        """The styles part's text with the added formats at the end of its list."""
        if not self.added:
            return styles
        head = opening_tag("cellXfs").search(styles)
        if head is None:
            return styles
        end = styles.index(f"</{head.group(1)}cellXfs", head.end())
        owned = [found.group() for found in _xf(head.group(1)).finditer(styles, head.end(), end)]
        fresh = "".join(_lent(owned[style], kind) for style, kind in self.added)
        count = str(len(owned) + len(self.added))
        tag = with_attribute(head.group(), "count", count)
        return styles[: head.start()] + tag + styles[head.end() : end] + fresh + styles[end:]


def _xf(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(rf"<{p}xf(?=[\s/>]){ATTRIBUTES}(?:/>|>.*?</{p}xf\s*>)", re.S)


def _lent(xf: str, kind: str) -> str:
    end = xf.index(">") + 1
    tag, rest = xf[:end], xf[end:]
    number = _LENT[kind]
    if number is not None:
        tag = with_attribute(tag, "numFmtId", number)
        tag = with_attribute(tag, "applyNumberFormat", "1")
    if "quotePrefix" in attributes(tag):
        tag = with_attribute(tag, "quotePrefix", None)
    return tag + rest
