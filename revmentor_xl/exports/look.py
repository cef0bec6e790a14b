"""The one theme: colours, named styles, column widths and number formats.

The palette is Okabe and Ito's (2008), which people with any kind of colour
vision can tell apart; a colour never says anything that a word does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from revmentor_xl.schema.model import Column, Kind, Table, Writer
from revmentor_xl.schema.row_heights import DEFAULT_SIZE, text_lines, text_room
from revmentor_xl.schema.tabs.scheduling import WEEKS_ACROSS

FONT = "Calibri"
INK = "#1F2933"  # text
ACCENT = "#1B4F72"  # titles, and headers of columns that HR fills
SLATE = "#5D6B78"  # headers of columns that the tool fills, and asides
INPUT = "#EFF6FB"  # cells to type in
PALE = "#F4F6F8"  # cards
LINE = "#D5DCE2"
WHITE = "#FFFFFF"

BLUE, ORANGE, GREEN, RED, SKY, GREY = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#56B4E9",
    "#B8C2CC",
)
GOOD_FILL, WARN_FILL, BAD_FILL, NOTE_FILL = "#DDF1EA", "#FCEFD0", "#FADFD0", "#DCECF7"
GOOD_TEXT, WARN_TEXT, BAD_TEXT, NOTE_TEXT = "#00573F", "#6B4A00", "#8A3300", "#0B4468"

TAB_COLOURS: Mapping[str, str] = {
    "Set up": "#1B4F72",
    "Enroll": "#0072B2",
    "Select": "#56B4E9",
    "Pair": "#009E73",
    "Schedule": "#8DBF3F",
    "Meet": "#E69F00",
    "Check in": "#D55E00",
    "Review": "#CC79A7",
    "Show": "#6A4C93",
    "": "#9AA5B1",
}

_BODY: Mapping[str, Any] = {
    "valign": "top",
    "bottom": 1,
    "bottom_color": LINE,
    "font_color": INK,
}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 20, "font_color": ACCENT, "valign": "vcenter"},
    "intro": {"font_size": 11, "font_color": SLATE, "valign": "vcenter"},
    "empty": {"bold": True, "font_color": BLUE, "valign": "vcenter"},
    "link": {"font_color": BLUE, "underline": 1, "valign": "vcenter"},
    "aside": {"italic": True, "font_size": 9, "font_color": SLATE, "valign": "vcenter"},
    "heading": {"bold": True, "font_color": SLATE, "bottom": 2, "bottom_color": ACCENT},
    "head_input": {
        "bold": True,
        "align": "left",
        "indent": 1,
        "font_color": WHITE,
        "bg_color": ACCENT,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": WHITE,
    },
    "head_tool": {
        "bold": True,
        "align": "left",
        "indent": 1,
        "font_color": WHITE,
        "bg_color": SLATE,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": WHITE,
    },
    "input": {**_BODY, "bg_color": INPUT},
    "tool": _BODY,
    "strong": {**_BODY, "bold": True},
    "quiet": {**_BODY, "font_color": "#8793A0"},
    "cell_link": {**_BODY, "font_color": BLUE, "underline": 1},
    "card_label": {
        "bold": True,
        "font_color": SLATE,
        "bg_color": PALE,
        "left": 5,
        "left_color": BLUE,
        "indent": 1,
        "valign": "vcenter",
    },
    "card_value": {
        "bold": True,
        "font_size": 26,
        "font_color": ACCENT,
        "bg_color": PALE,
        "left": 5,
        "left_color": BLUE,
        "indent": 1,
        "align": "left",
        "valign": "vcenter",
    },
    "as_of": {
        "italic": True,
        "font_size": 9,
        "font_color": SLATE,
        "align": "left",
        "valign": "vcenter",
    },
}

# 14 and 22 are Excel's short date in the reader's own locale.
NUMBER_FORMATS: Mapping[Kind, int | str] = {
    Kind.TEXT: "@",
    Kind.LONG_TEXT: "@",
    Kind.EMAIL: "@",
    Kind.CHOICE: "@",
    Kind.LIST: "@",
    Kind.YES_NO: "@",
    Kind.INTEGER: "0",
    Kind.NUMBER: "0.0",
    Kind.DATE: 14,
    Kind.MOMENT: 22,
    Kind.TIME: "hh:mm",
    Kind.MARK: "@",
    Kind.ANY: "General",
}
_LINKS = ("link",)
"""Columns, by key, whose cells are clicked."""
_HIDDEN = ("mark", "planned", "uid", "content", "part")
"""Marks, by key, that nobody needs to see."""
_SMALL = frozenset(f"week_{n}" for n in range(1, WEEKS_ACROSS + 1))
"""Columns, by key, whose short lines are set small, so that many stand side by side."""
_SMALL_SIZE = 9
_FINER = {"gap": "0.00"}
"""Columns, by key, whose numbers matter beyond the first decimal."""
_WIDTHS = {
    Kind.TEXT: 18,
    Kind.LONG_TEXT: 44,
    Kind.EMAIL: 28,
    Kind.CHOICE: 15,
    Kind.LIST: 26,
    Kind.YES_NO: 10,
    Kind.INTEGER: 9,
    Kind.NUMBER: 9,
    Kind.DATE: 13,
    Kind.MOMENT: 18,
    Kind.TIME: 9,
    Kind.MARK: 14,
    Kind.ANY: 14,
}
GAP_WIDTH = 3
_FILTER_BUTTON = 4  # characters that the indent and the arrow in a header take
_WRAPPED = (Kind.LONG_TEXT, Kind.LIST, Kind.TEXT)
_CENTRED = (Kind.YES_NO, Kind.DATE, Kind.TIME)
_NUMBERS = (Kind.INTEGER, Kind.NUMBER, Kind.ANY)


def width(column: Column) -> int:
    """The column's width in characters; the longest word of its header always fits."""
    longest = max(len(word) for word in column.header.split())
    return max(column.width or _WIDTHS[column.kind], longest + _FILTER_BUTTON)


def is_hidden(column: Column) -> bool:
    """Whether nobody needs to see the column."""
    return column.kind is Kind.MARK and column.key in _HIDDEN


def pixels(characters: float) -> int:
    """A column width as Excel draws it in its default font: 7 per digit and 5 around."""
    return int(characters * 7 + 5)


def header_lines(table: Table) -> int:
    """How many lines the table's headers need at their columns' widths."""
    return max(text_lines(c.header, width(c) - _FILTER_BUTTON) for c in table.columns)


def wraps(column: Column) -> bool:
    """Whether long text in the column goes on in the next line."""
    return column.kind in _WRAPPED


def column_room(column: Column) -> int:
    """How many characters of prose fit in a line of this column, next to the indent."""
    size = text_size(column)
    return text_room(width(column), 0 if size < DEFAULT_SIZE else 1, size)


def text_size(column: Column) -> int:
    """The points of the column's text."""
    return _SMALL_SIZE if column.key in _SMALL else DEFAULT_SIZE


class Look:
    """The styles of one workbook that is being written; each format is made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def style(self, name: str, **more: Any) -> Format:
        """A named style, with properties added or replaced."""
        properties = {"font_name": FONT, "font_size": DEFAULT_SIZE, **STYLES[name], **more}
        return self.bare(**properties)

    def bare(self, **properties: Any) -> Format:
        """Just these properties, as conditional formats need them."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def body(self, column: Column, style: str = "", **more: Any) -> Format:
        """The format of a cell in this column."""
        usual = "input" if column.writer is Writer.HR else "tool"
        named = style or ("cell_link" if column.key in _LINKS else usual)
        lines = {"left": 1, "left_color": LINE} if column.key in _SMALL else {}
        return self.style(named, **{**self._form(column), **lines, **more})

    def below(self, column: Column) -> Format:
        """The format of the empty cells beneath a table, for rows still to come."""
        usual = {"font_name": FONT, "font_size": DEFAULT_SIZE, "valign": "top"}
        return self.bare(**{**usual, **self._form(column)})

    def head(self, column: Column) -> Format:
        """The format of the column's header."""
        named = "head_input" if column.writer is Writer.HR else "head_tool"
        centred = {"align": "center", "indent": 0} if column.key in _SMALL else {}
        return self.style(named, **centred)

    @staticmethod
    def _form(column: Column) -> dict[str, Any]:
        kind = column.kind
        code = _FINER.get(column.key, NUMBER_FORMATS[kind])
        properties: dict[str, Any] = {"num_format": code}
        if kind in _WRAPPED:
            properties["text_wrap"] = True
        if kind is Kind.MARK:
            properties["align"] = "fill"  # cut at the cell's edge: nobody reads it
        elif column.key in _SMALL:
            properties |= {"align": "center", "font_size": _SMALL_SIZE}
        elif kind in _CENTRED:
            properties["align"] = "center"
        else:  # a little air between the text and the line
            is_number = kind in _NUMBERS and column.key not in _LINKS
            properties["align"] = "right" if is_number else "left"
            properties["indent"] = 1
        return properties
