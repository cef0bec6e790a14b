"""The charts above the load: who has how many sessions, and what was held of those planned."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.charts import CHART_GAP, dress, series
from revmentor_xl.exports.look import BLUE, GREY, INK, RED
from revmentor_xl.exports.tables import Placed

FIRST_ROW = 4
"""The row of the charts' upper edge, from 0."""
HEIGHT = 470
LOAD_WIDTH, HELD_WIDTH = 860, 640


def write_load_charts(book: Workbook, page: Worksheet, load: Placed, held: Placed) -> None:
    """One chart above each table; they grow with them."""
    for placed, chart, size, described in (
        (
            load,
            load_chart(book, load),
            LOAD_WIDTH,
            "Sessions of each leader: held, missed, to come.",
        ),
        (held, held_chart(book, held), HELD_WIDTH, "Sessions held and missed so far, by week."),
    ):
        chart.set_size({"width": size, "height": HEIGHT})
        page.insert_chart(
            FIRST_ROW,
            placed.left - 1,
            chart,
            {
                "x_offset": 2,  # off the page break
                "y_offset": CHART_GAP // 2,
                "object_position": 2,
                "description": described,
            },
        )


def load_chart(book: Workbook, load: Placed) -> Chart:
    """Stacked columns: how many sessions of each leader were held, missed, are to come."""
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for key, name, colour in (
        ("held", "Held", BLUE),
        ("missed", "Missed", RED),
        ("to_come", "To come", GREY),
    ):
        chart.add_series(series(load, "leader", key, name, colour, gap=40, labels=False))
    dress(chart, "Sessions of each leader", "Leader", "Sessions")
    return chart


def held_chart(book: Workbook, held: Placed) -> Chart:
    """Columns for what was held and missed until each week, a line for what was planned."""
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for key, name, colour in (("held", "Held", BLUE), ("missed", "Missed", RED)):
        chart.add_series(series(held, "week", key, name, colour, gap=30, labels=False))
    line = book.add_chart({"type": "line"})
    drawn = series(held, "week", "planned", "Planned", INK, labels=False)
    del drawn["fill"], drawn["gap"]
    line.add_series({**drawn, "line": {"color": INK, "width": 2.25}})
    chart.combine(line)
    dress(chart, "Held so far against planned", "Week of the program", "Sessions")
    return chart
