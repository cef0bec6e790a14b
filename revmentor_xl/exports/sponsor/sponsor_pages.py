"""The pages of the sponsor copy: a summary with charts, and every line behind it."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import Look
from revmentor_xl.exports.sponsor.sponsor_charts import NUMBERS, find, form_of, put, write_numbers
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.sharing.suppression import HIDDEN
from revmentor_xl.steps.sharing.wording import (
    IMPACT,
    MEETINGS,
    PARTICIPATION,
    PROGRAM,
    QUOTES,
    READING,
    Line,
)

SUMMARY, LINES = "Summary", "All lines"
CARDS = (
    (PARTICIPATION, "Pairs", "Pairs"),
    (PARTICIPATION, "People", "People"),
    (MEETINGS, "Held", "Sessions held"),
    (MEETINGS, "Kept", "Sessions kept"),
    (IMPACT, "Would recommend", "Would recommend (0-10)"),
    (IMPACT, "Decision influenced", "Leaders: decision influenced"),
)
HEADERS = ("Section", "Group", "Figure", "Value", "Remark")
COLUMNS = 12  # of the summary's grid
CHART_ROWS = 16


def write_pages(book: Workbook, lines: Sequence[Line], settings: Settings) -> None:
    """Write the three sheets; `lines` are those of the Sponsor tab."""
    look = Look(book)
    summary = book.add_worksheet(SUMMARY)
    numbers = book.add_worksheet(NUMBERS)
    every = book.add_worksheet(LINES)
    charts = write_numbers(book, numbers, look, lines)
    _write_summary(summary, look, lines, settings, charts)
    _write_lines(every, look, lines)
    every.set_landscape()
    for page in (summary, numbers, every):
        page.hide_gridlines(2)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.set_footer("&L&8Totals only; small groups are not shown&R&8&P / &N")


def _write_summary(
    page: Worksheet, look: Look, lines: Sequence[Line], settings: Settings, charts: list[Chart]
) -> None:
    page.set_column(0, 0, 2)
    page.set_column(1, COLUMNS, 11)
    page.set_row(0, 10)
    page.set_row(1, 34)
    title = " – ".join(part for part in (settings.program_name, settings.company) if part)
    page.merge_range(1, 1, 1, COLUMNS, "", look.style("title"))
    page.write_string(1, 1, title, look.style("title"))
    facts = [
        f"{ln.figure} {ln.value}" if ln.figure != "Cohort" else str(ln.value)
        for ln in lines
        if ln.section == PROGRAM
    ]
    page.merge_range(2, 1, 2, COLUMNS, "", look.style("intro"))
    page.write_string(2, 1, "  ·  ".join(facts), look.style("intro"))
    page.set_row(3, 8)
    for number, (section, figure, label) in enumerate(CARDS):
        _card(page, look, 1 + 2 * number, label, find(lines, section, figure))
    row = 8
    for number, chart in enumerate(charts):
        down, across = divmod(number, 2)
        page.insert_chart(
            row + down * CHART_ROWS,
            1 + across * 6,
            chart,
            {
                "x_offset": 0,
                "y_offset": 4,
                "object_position": 2,
                "description": f"Chart {number + 1} of the summary",
            },
        )
    row += (len(charts) + 1) // 2 * CHART_ROWS + 1
    for section in (QUOTES, READING):
        texts = [line.remark for line in lines if line.section == section]
        row = _texts(page, look, row, section, texts, quoted=section == QUOTES)


def _card(page: Worksheet, look: Look, column: int, label: str, value: object) -> None:
    shown = HIDDEN if value is None else value
    is_share = label == "Sessions kept" and not isinstance(shown, str)
    page.set_row(4, 30)
    page.set_row(5, 40)
    label_style = look.style("card_label", text_wrap=True, font_size=10)
    size = 26 if not isinstance(shown, str) or shown == HIDDEN else 13
    form = "0%" if is_share else form_of(shown)
    value_style = look.style("card_value", font_size=size, text_wrap=True, num_format=form)
    page.merge_range(4, column, 4, column + 1, "", label_style)
    page.write_string(4, column, label, label_style)
    page.merge_range(5, column, 5, column + 1, "", value_style)
    put(page, 5, column, shown, value_style)


def _texts(
    page: Worksheet, look: Look, row: int, heading: str, texts: list[str], quoted: bool
) -> int:
    if not texts:
        return row
    page.merge_range(row, 1, row, COLUMNS, "", look.style("heading"))
    page.write_string(row, 1, heading, look.style("heading"))
    page.set_row(row, 20)
    style = look.style("tool", text_wrap=True, italic=quoted, valign="vcenter")
    for text in texts:
        row += 1
        shown = f"“{text}”" if quoted else text
        page.merge_range(row, 1, row, COLUMNS, "", style)
        page.write_string(row, 1, shown, style)
        page.set_row(row, 4 + 15.5 * _height(shown, 110))
    return row + 2


def _height(text: str, room: int) -> int:
    """Lines that a wrapped text needs; a merged cell does not grow by itself."""
    return max(1, min(25, sum(-(-max(1, len(part)) // room) for part in text.split("\n"))))


def _write_lines(page: Worksheet, look: Look, lines: Sequence[Line]) -> None:
    page.set_row(0, 30)
    page.write_string(0, 0, LINES, look.style("title"))
    for column, width in enumerate((22, 26, 44, 18, 70)):
        page.set_column(column, column, width)
    for number, line in enumerate(lines, 3):
        values = (line.section, line.group, line.figure, line.value, line.remark)
        for column, value in enumerate(values):
            more = {}
            if column == 3:
                form = "0%" if line.figure == "Kept" else form_of(value)
                more = {"align": "left", "num_format": form}
            put(page, number, column, value, look.style("tool", text_wrap=True, **more))
        page.set_row(number, 15.5 * _height(line.remark, 74))
    page.add_table(
        2,
        0,
        2 + max(1, len(lines)),
        len(HEADERS) - 1,
        {
            "name": "SponsorView",
            "style": None,
            "columns": [{"header": h, "header_format": look.style("head_tool")} for h in HEADERS],
        },
    )
    page.freeze_panes(3, 0)
