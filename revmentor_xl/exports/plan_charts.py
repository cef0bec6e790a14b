"""The charts above the plans and prices: how plans differ, and what costs most, at a glance."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.charts import CHART_GAP, dress, series
from revmentor_xl.exports.look import BLUE, GREEN, ORANGE, RED, SKY
from revmentor_xl.exports.tables import Placed

FIRST_ROW = 4
"""The row of the charts' upper edge, from 0."""
WIDTH, HEIGHT = 410, 340
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
        _insert(page, 0, number * (WIDTH + CHART_GAP), chart, described)
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
    width: int = WIDTH,
) -> Chart:
    dress(chart, title, category, value, bars=True)
    if not legend:
        chart.set_legend({"none": True})
    chart.set_size({"width": width, "height": HEIGHT})
    return chart
