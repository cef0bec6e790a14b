"""The data dictionary: every tab and column, in words, from the schema."""

from __future__ import annotations

from revmentor_xl.schema.model import Audience, Column, Sheet, Table, Workbook, Writer

SEEN_BY = {
    Audience.PRIVATE: "only the person who runs the file",
    Audience.HR: "HR",
    Audience.PARTICIPANT: "HR and the pair",
    Audience.SPONSOR: "HR; sponsors as totals",
}


def data_dictionary(workbook: Workbook) -> str:
    """The dictionary as Markdown."""
    parts = [
        "# Data dictionary",
        "",
        "Written by `revmentor-xl dictionary` from `revmentor_xl/schema/workbook.py`.",
    ]
    for sheet in workbook:
        parts += _sheet(sheet)
    return "\n".join(parts) + "\n"


def _sheet(sheet: Sheet) -> list[str]:
    parts = ["", f"## {sheet.name}", "", sheet.intro]
    for table in sheet.tables:
        parts += _table(table)
    return parts


def _table(table: Table) -> list[str]:
    rows = [_column(column) for column in table.columns]
    return [
        "",
        f"Table `{table.name}`",
        "",
        "| column | holds | filled by | seen by | what it is |",
        "| --- | --- | --- | --- | --- |",
        *rows,
    ]


def _column(column: Column) -> str:
    holds = column.kind.value
    if column.choices and len(column.choices) <= 5:
        holds += ": " + ", ".join(column.choices)
    elif column.choices_from:
        holds += f" from `{column.choices_from}`"
    if column.least is not None or column.most is not None:
        holds += f" ({column.least:g} to {column.most:g})"
    writer = "HR or a survey" if column.writer is Writer.HR else "the tool"
    cells = (column.header, holds, writer, SEEN_BY[column.audience], column.help)
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") for cell in cells) + " |"
