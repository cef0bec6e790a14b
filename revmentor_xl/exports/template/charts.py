"""The dashboard above its tables: key figures as cards, and native charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import (
    ACCENT,
    BLUE,
    FONT,
    GREEN,
    GREY,
    INK,
    LINE,
    ORANGE,
    RED,
    SKY,
    SLATE,
    Look,
)
from revmentor_xl.exports.template.live_cells import CARDS, card, card_name
from revmentor_xl.exports.template.tables import Placed, name_cell, write_value
from revmentor_xl.program import Program

FIRST_ROW = 4
"""The row of the charts' upper edge, from 0."""
LOAD_HEIGHT = 470
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
        chart.set_size({"width": size, "height": LOAD_HEIGHT})
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


FIRST_CARD_ROW = 6
CHART_WIDTH, CHART_HEIGHT, CHART_GAP = 560, 400, 16


def write_cards(book: Workbook, page: Worksheet, look: Look, program: Program) -> None:
    """One card under the other in the first column: a label and a large number."""
    row = FIRST_CARD_ROW - 1
    for figure in CARDS:
        page.set_row(row, 18)
        page.set_row(row + 1, 36)
        page.set_row(row + 2, 8)
        page.write_string(row, 0, figure.label, look.style("card_label"))
        form = look.style("card_value", num_format=figure.number_format)
        write_value(page, row + 1, 0, card(program, figure), form)
        name_cell(book, page, row + 1, 0, card_name(figure))
        row += 3


def write_charts(book: Workbook, page: Worksheet, placed: Mapping[str, Placed]) -> None:
    """Four charts in two rows beside the cards."""
    charts = (
        (sessions_chart(book, placed["by_session"]), "Sessions by number: held, missed, planned."),
        (health_chart(book, placed["by_health"]), "How many pairs are on track or need help."),
        (departments_chart(book, placed["by_department"]), "Pairs, by department."),
        (skills_chart(book, placed["skill_balance"]), "Skills wanted and skills offered."),
    )
    for number, (chart, described) in enumerate(charts):
        down, across = divmod(number, 2)
        page.insert_chart(
            FIRST_CARD_ROW - 2,
            1,
            chart,
            {
                "x_offset": CHART_GAP + across * (CHART_WIDTH + CHART_GAP),
                "y_offset": down * (CHART_HEIGHT + CHART_GAP),
                "object_position": 2,
                "description": described,
            },
        )


def sessions_chart(book: Workbook, table: Placed) -> Chart:
    """Stacked columns: for each session's number, how many were held, missed, planned."""
    chart = book.add_chart({"type": "column", "subtype": "stacked"})
    for key, name, colour in (
        ("held", "Held", BLUE),
        ("missed", "Missed", RED),
        ("planned", "Still planned", GREY),
    ):
        chart.add_series(series(table, "number", key, name, colour, gap=40, labels=False))
    dress(chart, "Sessions held, missed and still planned", "Session number", "Sessions")
    return chart


def departments_chart(book: Workbook, table: Placed) -> Chart:
    """Bars: for each department, in how many pairs its mentors and its leaders are."""
    chart = book.add_chart({"type": "bar"})
    for key, name, colour in (
        ("paired_mentors", "With a mentor from there", BLUE),
        ("paired_leaders", "With a leader from there", ORANGE),
    ):
        chart.add_series(series(table, "department", key, name, colour))
    dress(chart, "Pairs, by department", "Department", "Pairs", bars=True)
    return chart


def health_chart(book: Workbook, table: Placed) -> Chart:
    """Bars: how many pairs are on track, need attention, are at risk, or too new to say."""
    chart = book.add_chart({"type": "bar"})
    pairs = series(table, "health", "pairs", "Pairs", GREEN, gap=50)
    colours = (GREEN, ORANGE, RED, GREY)
    chart.add_series(pairs | {"points": [{"fill": {"color": colour}} for colour in colours]})
    dress(chart, "How the pairs are doing", "Health", "Pairs", bars=True)
    chart.set_legend({"none": True})
    return chart


def skills_chart(book: Workbook, table: Placed) -> Chart:
    """Bars: for each skill that leaders want, how many mentors offer it."""
    chart = book.add_chart({"type": "bar"})
    for key, name, colour in (
        ("wanted", "Leaders who want it", ORANGE),
        ("offered", "Mentors who offer it", BLUE),
    ):
        chart.add_series(series(table, "skill", key, name, colour))
    dress(chart, "What leaders want to learn, and who can teach it", "Skill", "People", bars=True)
    return chart


def series(
    table: Placed,
    category: str,
    key: str,
    name: str,
    colour: str,
    *,
    gap: int = 60,
    labels: bool = True,
    number: str = "0;;",
) -> dict[str, Any]:
    """One series over a table's columns; `number` is how its labels are written."""
    drawn: dict[str, Any] = {
        "name": name,
        "categories": table.area(category),
        "values": table.area(key),
        "fill": {"color": colour},
        "gap": gap,
    }
    if labels:  # a zero needs no label
        font = {"name": FONT, "size": 9, "color": INK}
        drawn["data_labels"] = {"value": True, "num_format": number, "font": font}
    return drawn


def dress(chart: Chart, title: str, category: str, value: str, *, bars: bool = False) -> None:
    """The one look of all charts; bars are read from the top down."""
    small = {"name": FONT, "size": 9, "color": SLATE}
    chart.set_title(
        {
            "name": title,
            "name_font": {"name": FONT, "size": 13, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    named = {"name": FONT, "size": 9, "bold": False, "color": SLATE}
    categories: dict[str, Any] = {
        "name": category,
        "name_font": named,
        "num_font": small,
        "line": {"color": LINE},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": False},
    }
    values: dict[str, Any] = {
        "name": value,
        "name_font": named,
        "num_font": small,
        "num_format": "0",
        "min": 0,
        "line": {"none": True},
        "major_tick_mark": "none",
        "major_gridlines": {"visible": not bars, "line": {"color": LINE, "width": 0.5}},
    }
    if bars:  # lying bars are read from the top down, and carry their numbers
        chart.set_y_axis(categories | {"reverse": True})
        chart.set_x_axis(values | {"label_position": "none"})
    else:
        chart.set_x_axis(categories)
        chart.set_y_axis(values)
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"color": LINE}})
    chart.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})


PLAN_WIDTH, PLAN_HEIGHT = 410, 340
PRICES_WIDTH = 900
_NUMBER = "0.0;;"


def write_plan_charts(book: Workbook, page: Worksheet, plans: Placed, prices: Placed) -> None:
    """Three charts side by side above the plans and one above the prices; they grow with them."""
    charts = (
        (scores_chart(book, plans), "Mean score and worst score of each plan."),
        (total_chart(book, plans), "Total score of each plan."),
        (spread_chart(book, plans), "Distance between the best and the worst pair of each plan."),
    )
    for number, (chart, described) in enumerate(charts):
        _insert(page, 0, number * (PLAN_WIDTH + CHART_GAP), chart, described)
    costs = prices_chart(book, prices)
    _insert(page, prices.left - 1, 0, costs, "What each rule, guard and pin costs, in points.")


def _insert(page: Worksheet, column: int, offset: int, chart: Chart, described: str) -> None:
    page.insert_chart(
        FIRST_ROW,
        column,
        chart,
        {
            "x_offset": offset,
            "y_offset": CHART_GAP // 2,
            "object_position": 2,
            "description": described,
        },
    )


def scores_chart(book: Workbook, plans: Placed) -> Chart:
    """Bars: for each plan the mean and the worst score."""
    chart = book.add_chart({"type": "bar"})
    for key, name, colour in (("mean", "Mean of all pairs", BLUE), ("worst", "Worst pair", ORANGE)):
        chart.add_series(series(plans, "plan", key, name, colour, number=_NUMBER))
    return _finished(chart, "How good the mean and the worst pair are", "Score")


def total_chart(book: Workbook, plans: Placed) -> Chart:
    """Bars: for each plan the total score."""
    chart = book.add_chart({"type": "bar"})
    chart.add_series(series(plans, "plan", "total", "Total", GREEN, number=_NUMBER))
    return _finished(chart, "What all pairs score together", "Total score", legend=False)


def spread_chart(book: Workbook, plans: Placed) -> Chart:
    """Bars: for each plan how far the best and the worst pair lie apart."""
    chart = book.add_chart({"type": "bar"})
    chart.add_series(series(plans, "plan", "spread", "Spread", SKY, number=_NUMBER))
    return _finished(chart, "How far best and worst pair lie apart", "Points", legend=False)


def prices_chart(book: Workbook, prices: Placed) -> Chart:
    """Bars: for each rule, guard and pin how much higher the total would be without it."""
    chart = book.add_chart({"type": "bar"})
    chart.add_series(series(prices, "what", "points", "Price", RED, number=_NUMBER))
    title = "What each rule, guard and pin costs"
    return _finished(chart, title, "Points", "Without this", legend=False, width=PRICES_WIDTH)


def _finished(
    chart: Chart,
    title: str,
    value: str,
    category: str = "Plan",
    *,
    legend: bool = True,
    width: int = PLAN_WIDTH,
) -> Chart:
    dress(chart, title, category, value, bars=True)
    if not legend:
        chart.set_legend({"none": True})
    chart.set_size({"width": width, "height": PLAN_HEIGHT})
    return chart
