"""The Calendar tab around its table: the legend, the colours of its signs, how it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import (
    ACCENT,
    BAD_FILL,
    BAD_TEXT,
    GOOD_FILL,
    GOOD_TEXT,
    INK,
    NOTE_FILL,
    NOTE_TEXT,
    PALE,
    SLATE,
    WARN_FILL,
    WARN_TEXT,
    WHITE,
    Look,
    is_hidden,
    pixels,
    width,
)
from revmentor_xl.exports.template.tables import Placed
from revmentor_xl.schema.places import column_letters
from revmentor_xl.schema.tabs.scheduling import WEEKS_ACROSS
from revmentor_xl.steps.overview.calendar_tab import EVERYBODY, SIGNS, WEEK_OF

THIS_WEEK = "this_week"
"""The defined name of the program's week that today lies in."""

_OVER = 'COUNTIF(HeldSoFar[Until],"<"&TODAY())'
_THIS_WEEK = (
    f"IF(AND(TODAY()>MIN(HeldSoFar[Until])-7,{_OVER}<COUNT(HeldSoFar[Until])),"
    f'{_OVER}+MIN(HeldSoFar[Week]),"")'
)

# How a cell looks that holds the sign; of several the first counts.
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "Not placed": {"font_color": BAD_TEXT, "bold": True, "border": 3, "border_color": BAD_TEXT},
    "Missed": {"bg_color": BAD_FILL, "font_color": BAD_TEXT},
    "Moved": {"bg_color": WARN_FILL, "font_color": WARN_TEXT},
    "Fixed": {"bg_color": NOTE_FILL, "font_color": NOTE_TEXT},
    "Held": {"bg_color": GOOD_FILL, "font_color": GOOD_TEXT},
    "Cancelled": {"font_color": SLATE, "italic": True},
}
_TODAY = {"bold": True, "bg_color": ACCENT, "font_color": WHITE}
# What each entry of the legend says, how it looks, and over how many columns it goes.
_LEGEND: tuple[tuple[str, Mapping[str, Any], int], ...] = (
    (SIGNS["Held"], _LOOKS["Held"], 1),
    (SIGNS["Missed"], _LOOKS["Missed"], 1),
    (SIGNS["Cancelled"] + " (cancelled)", _LOOKS["Cancelled"], 1),
    (SIGNS["Moved"] + " from its regular time", _LOOKS["Moved"], 4),
    (SIGNS["Fixed"] + " here by HR", _LOOKS["Fixed"], 3),
    (SIGNS["Not placed"] + " found yet", _LOOKS["Not placed"], 3),
    ("no sign: as planned", {}, 3),
    ("dark: this week", _TODAY, 3),
)
_LEGEND_ROW = 4  # rows here count from 0
_STRIP = 6  # points, between the legend and the table
_RULED_ROWS = 5000  # beneath the header; a thousand pairs in several parts
_PAGES = 2
_PAGE_PIXELS = 940  # of a Letter sheet, lying, within our narrow margins; A4 is wider


def write_calendar_page(book: Workbook, page: Worksheet, look: Look, placed: Placed) -> None:
    """The legend above the table, and what the cells look like by what they say."""
    _write_legend(page, look)
    page.set_row(placed.top - 2, _STRIP)
    # A rule may not name a table's column itself; a name may, and follows it as it grows.
    book.define_name(THIS_WEEK, f"={_THIS_WEEK}")
    first, last = placed.top, placed.top + max(_RULED_ROWS, 2 * placed.rows)
    left = placed.column("pair_id") - 1
    weeks = placed.column("week_1") - 1
    right = weeks + WEEKS_ACROSS - 1
    for status, form in _LOOKS.items():
        rule: dict[str, Any] = {"type": "text", "criteria": "containing", "value": SIGNS[status]}
        page.conditional_format(first, weeks, last, right, {**rule, "format": look.bare(**form)})
    pair, leader = (f"${column_letters(placed.column(key))}" for key in ("pair_id", "leader"))
    row = placed.first
    is_date = f'{leader}{row}="{WEEK_OF}"'
    strong = {"bold": True, "bg_color": PALE}
    for area, formula, form in (
        (weeks, f"AND({is_date},{_is_this_week(placed)})", _TODAY),
        (left, is_date, strong),
        (left, f'{pair}{row}="{EVERYBODY}"', strong),
    ):
        rule = {"type": "formula", "criteria": f"={formula}", "stop_if_true": form is _TODAY}
        page.conditional_format(first, area, last, right, {**rule, "format": look.bare(**form)})


def _is_this_week(placed: Placed) -> str:
    """Whether today lies in the cell's week, in whichever part it stands."""
    part = f"${column_letters(placed.column('part'))}{placed.first}"
    begins = f'VALUE(LEFT({part},FIND("-",{part},2)-1))'
    return f"{begins}+COLUMN()-{placed.column('week_1')}={THIS_WEEK}"


def _write_legend(page: Worksheet, look: Look) -> None:
    at = 0
    for said, form, columns in _LEGEND:
        small = {"font_size": 9, "align": "center", "font_color": INK}
        shown = look.style("intro", **{**small, **form})
        if columns == 1:
            page.write_string(_LEGEND_ROW, at, said, shown)
        else:
            page.merge_range(_LEGEND_ROW, at, _LEGEND_ROW, at + columns - 1, said, shown)
        at += columns


def freeze_calendar(page: Worksheet, placed: Placed) -> None:
    """The header and the dates beneath it stay in sight, and whose row it is."""
    page.freeze_panes(placed.top + 1, placed.column("leader"))


def print_calendar(page: Worksheet, placed: Placed) -> None:
    """Half of the weeks on each page, whose row it is on every one."""
    page.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.6)
    page.repeat_rows(placed.top - 1, placed.top)
    page.repeat_columns(0, placed.column("leader") - 1)
    columns = [one for one in placed.table.columns if not is_hidden(one)]
    weeks = [pixels(width(one)) for one in columns if one.key.startswith("week_")]
    others = sum(pixels(width(one)) for one in columns) - sum(weeks)
    on_page = -(-len(weeks) // _PAGES)
    page.set_print_scale(int(100 * min(1.0, _PAGE_PIXELS / (others + sum(weeks[:on_page])))))
    first = placed.column("week_1") - 1
    page.set_v_pagebreaks([first + on_page * number for number in range(1, _PAGES)])
