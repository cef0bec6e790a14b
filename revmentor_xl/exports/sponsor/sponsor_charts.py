"""The charts of the sponsor copy, and the numbers behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import ACCENT, BLUE, FONT, GREY, INK, LINE, SLATE, Look
from revmentor_xl.steps.sharing.suppression import HIDDEN
from revmentor_xl.steps.sharing.wording import (
    AFTER,
    BEFORE,
    CHANGES,
    EVERYBODY,
    MEETINGS,
    PARTICIPATION,
    Line,
)

NUMBERS = "Numbers behind the charts"
PAGE_WORDS = (
    "People by department",
    "of the sessions took place",
    "ratings at the start and after six months",
    "Mean rating (1 to 5)",
    "Who wants to go on",
    "Department Number Question Wish",
    "At the start",
    "Chart of the summary",
    "Sessions",
)
"""Words of the charts, which a copy of an empty program does not have."""


def write_numbers(
    book: Workbook, page: Worksheet, look: Look, lines: Sequence[Line]
) -> list[Chart]:
    """The tables that the charts draw, and the charts; only numbers that may be shown."""
    page.set_column(0, 0, 44)
    page.set_column(1, 2, 16)
    page.set_row(0, 30)
    page.write_string(0, 0, NUMBERS, look.style("title"))
    charts = []
    row = 2
    for title, axis, heads, rows in _blocks(lines):
        if len(rows) < 2:  # one bar compares nothing
            continue
        for column, head in enumerate(heads):
            page.write_string(row, column, head, look.style("head_tool"))
        for number, values in enumerate(rows, 1):
            for column, value in enumerate(values):
                style = look.style("tool", num_format=form_of(value))
                put(page, row + number, column, value, style)
        charts.append(_chart(book, title, axis, heads, row, len(rows)))
        row += len(rows) + 3
    if not charts:
        page.write_string(2, 0, "Every group is too small for a chart.", look.style("empty"))
    return charts


Block = tuple[str, str, tuple[str, ...], list[tuple[object, ...]]]


def _blocks(lines: Sequence[Line]) -> list[Block]:
    """For each chart: a title, the value axis, headers and rows without hidden numbers."""
    meetings = [
        (line.figure, line.value)
        for line in lines
        if line.section == MEETINGS
        and line.figure in ("Held", "Missed", "Cancelled", "Planned")
        and isinstance(line.value, int)
    ]
    kept = find(lines, MEETINGS, "Kept")
    took = f"{kept:.0%} of the sessions took place" if isinstance(kept, float) else "Sessions"
    sizes = [
        (line.group, line.value)
        for line in lines
        if line.section == PARTICIPATION
        and line.group != EVERYBODY
        and line.figure == "People"
        and isinstance(line.value, int)
    ]
    wishes = [
        (line.figure.partition(": ")[2], line.value)
        for line in lines
        if line.figure.startswith("Wish to go on") and isinstance(line.value, int)
    ]
    return [
        ("People by department", "People", ("Department", "People"), [*sizes]),
        (took, "Sessions", ("Sessions", "Number"), [*meetings]),
        *(_change_block(lines, group) for group in ("Mentors", "Leaders")),
        ("Who wants to go on", "People", ("Wish", "People"), [*wishes]),
    ]


def _change_block(lines: Sequence[Line], group: str) -> Block:
    """Means before and after, for the questions of one role."""
    means: dict[str, dict[str, object]] = {}
    for line in lines:
        if line.section == CHANGES and line.group == group and line.value != HIDDEN:
            measure, _, moment = line.figure.rpartition(", ")
            means.setdefault(measure, {})[moment] = line.value
    rows = [(measure, both.get(BEFORE), both.get(AFTER)) for measure, both in means.items()]
    title = f"{group}: ratings at the start and after six months"
    heads = ("Question", "At the start", "After six months")
    return title, "Mean rating (1 to 5)", heads, [*rows]


def _chart(
    book: Workbook, title: str, axis: str, heads: tuple[str, ...], row: int, count: int
) -> Chart:
    chart = book.add_chart({"type": "bar"})
    colours = (BLUE,) if len(heads) == 2 else (GREY, BLUE)
    small = {"name": FONT, "size": 9, "color": SLATE}
    for column, colour in enumerate(colours, 1):
        chart.add_series(
            {
                "name": [NUMBERS, row, column],
                "categories": [NUMBERS, row + 1, 0, row + count, 0],
                "values": [NUMBERS, row + 1, column, row + count, column],
                "fill": {"color": colour},
                "gap": 60,
                "data_labels": {
                    "value": True,
                    "num_format": "0.0" if len(heads) == 3 else "0",
                    "font": {"name": FONT, "size": 9, "color": INK},
                },
            }
        )
    chart.set_title(
        {
            "name": title,
            "overlay": False,
            "name_font": {"name": FONT, "size": 13, "bold": True, "color": ACCENT},
        }
    )
    chart.set_y_axis(
        {"reverse": True, "num_font": small, "line": {"color": LINE}, "major_tick_mark": "none"}
    )
    bounds: dict[str, Any] = {"min": 1, "max": 5} if len(heads) == 3 else {"min": 0}
    chart.set_x_axis(
        {
            "name": axis,
            "name_font": {**small, "bold": False},
            "num_font": small,
            "major_gridlines": {"visible": False},
            "line": {"none": True},
            "label_position": "none",
            "major_tick_mark": "none",
            **bounds,
        }
    )
    chart.set_legend({"position": "bottom", "font": small} if len(heads) == 3 else {"none": True})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": 486, "height": 306})
    return chart


def find(lines: Iterable[Line], section: str, figure: str) -> object:
    for line in lines:
        if line.section == section and line.figure == figure:
            return line.value
    return None


def form_of(value: object) -> str:
    """Means have one decimal, counts none."""
    return "0.0" if isinstance(value, float) else "0" if isinstance(value, int) else "@"


def put(page: Worksheet, row: int, column: int, value: object, style: Any) -> None:
    """A number as a number, everything else as text, whatever it begins with."""
    if value is None or value == "":
        page.write_blank(row, column, None, style)
    elif isinstance(value, int | float):
        page.write_number(row, column, value, style)
    else:
        page.write_string(row, column, str(value), style)
