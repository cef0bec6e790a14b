"""What cells accept and how they look: dropdowns, bounds, and colours for words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from revmentor_xl.exports.look import (
    BAD_FILL,
    BAD_TEXT,
    GOOD_FILL,
    GOOD_TEXT,
    NOTE_FILL,
    NOTE_TEXT,
    SLATE,
    WARN_FILL,
    WARN_TEXT,
    Look,
)
from revmentor_xl.exports.template.tables import Placed
from revmentor_xl.findings.finding import Severity
from revmentor_xl.schema.model import Column, Kind, Writer
from revmentor_xl.schema.places import column_letters
from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking.cell_links import mark
from revmentor_xl.steps.overview.home import DONE, LATER, NOW

READY_ROWS = 2000  # rows beneath a header that have dropdowns and colours
_OUTLINED_ROWS = 5000  # rows beneath a header whose cells a finding outlines
MARKS = "checks_marks"
"""The defined name of the column of Checks by which cells are outlined."""
_LONGEST_LIST = 255  # characters of a list that Excel keeps inside a validation
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)

GOOD, WARN, BAD, NOTE, QUIET = "good", "warn", "bad", "note", "quiet"
_FILLS: Mapping[str, Mapping[str, Any]] = {
    GOOD: {"bg_color": GOOD_FILL, "font_color": GOOD_TEXT, "bold": True},
    WARN: {"bg_color": WARN_FILL, "font_color": WARN_TEXT, "bold": True},
    BAD: {"bg_color": BAD_FILL, "font_color": BAD_TEXT, "bold": True},
    NOTE: {"bg_color": NOTE_FILL, "font_color": NOTE_TEXT},
    QUIET: {"font_color": SLATE},
}
_HEALTH = {"On track": GOOD, "Needs attention": WARN, "At risk": BAD, "Too early": QUIET}
# A full line and a broken one: the two can be told apart without colour, in an empty cell too.
_OUTLINES: Mapping[Severity, Mapping[str, Any]] = {
    Severity.ERROR: {**_FILLS[BAD], "border": 1, "border_color": BAD_TEXT},
    Severity.WARNING: {**_FILLS[WARN], "border": 3, "border_color": WARN_TEXT},
}
# table, column -> what each word looks like
WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("stages", "state"): {DONE: GOOD, NOW: WARN, LATER: QUIET},
    ("checks", "severity"): {
        Severity.ERROR.value: BAD,
        Severity.WARNING.value: WARN,
        Severity.NOTE.value: NOTE,
    },
    ("pairs", "status"): {
        "Proposed": WARN,
        "Approved": GOOD,
        "Active": GOOD,
        "Ended": QUIET,
        "Rejected": QUIET,
    },
    ("proof", "status"): {"Proven best": GOOD},
    ("schedule_proof", "result"): {"Proven best": GOOD},
    ("change_proof", "result"): {"Proven fewest": GOOD, "Not proven fewest": WARN},
    ("rule_effects", "rule"): {"All rules together": NOTE},
    ("plan_pairs", "change"): {"Added": GOOD, "Dropped": WARN},
    ("schedule", "status"): {
        "Planned": QUIET,
        "Moved": WARN,
        "Fixed": NOTE,
        "Not placed": BAD,
        "Held": GOOD,
        "Missed": BAD,
        "Cancelled": QUIET,
    },
    ("changes", "what"): {
        "Moves": WARN,
        "New date": GOOD,
        "Not placed": BAD,
        "Falls away": QUIET,
        "Other room": NOTE,
        "Other details": NOTE,
    },
    ("invitations", "state"): {
        "New": GOOD,
        "Changed": WARN,
        "As before": QUIET,
        "Cancelled": BAD,
    },
    ("sessions", "held"): {"Held": GOOD, "Missed": BAD, "Cancelled": WARN, "Planned": QUIET},
    ("health", "health"): _HEALTH,
    ("nominations", "selected"): {"Yes": GOOD, "No": QUIET},
    ("by_health", "health"): _HEALTH,
}


def name_lists(book: Workbook) -> None:
    """Name what rules look up: the lists of dropdowns, such as `list_levels`, and the marks."""
    for source in _sources():
        key, column = source.split(".")
        table = WORKBOOK.table(key)
        book.define_name(list_name(source), f"={table.name}[{table[column].header}]")
    checks = WORKBOOK.table("checks")
    # A rule may not name a table's column itself; a name may, and follows it as it grows.
    book.define_name(MARKS, f"={checks.name}[{checks['mark'].header}]")


def list_name(source: str) -> str:
    """The defined name of the list `table.column`."""
    return f"list_{source.partition('.')[0]}"


def _sources() -> list[str]:
    columns = (column for table in WORKBOOK.tables.values() for column in table.columns)
    return sorted({column.choices_from for column in columns if column.choices_from})


def write_rules(page: Worksheet, look: Look, placed: Placed) -> None:
    """Dropdowns and bounds for what HR types, colours for words that matter."""
    last = placed.top + max(READY_ROWS, placed.rows + READY_ROWS // 2)
    for column in placed.table.columns:
        at = placed.column(column.key) - 1
        rule = validation(column) if column.writer is Writer.HR else None
        if rule:
            page.data_validation(placed.first - 1, at, last - 1, at, rule)
        words = WORDS.get((placed.table.key, column.key), {})
        for word, look_of_word in words.items():
            page.conditional_format(
                placed.first - 1,
                at,
                last - 1,
                at,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{word}"',
                    "format": look.bare(**_FILLS[look_of_word]),
                },
            )


def write_outlines(page: Worksheet, look: Look, placed: Placed) -> None:
    """Outline the cells that Checks names: what must be fixed, what is to check.

    Nothing is written into the cells, so their own look comes back as soon as
    Checks does not name them any more. Comes before other colours of the page,
    because what is wrong matters more than what a word means.
    """
    if all(column.writer is Writer.TOOL for column in placed.table.columns):
        return
    for severity, outline in _OUTLINES.items():
        page.conditional_format(
            placed.top - 1,
            placed.left - 1,
            placed.top - 1 + max(_OUTLINED_ROWS, 2 * placed.rows),
            placed.left - 2 + len(placed.table.columns),
            {
                "type": "formula",
                "criteria": f"=ISNUMBER(MATCH({_own_mark(placed.sheet, severity)},{MARKS},0))",
                "format": look.bare(**outline),
            },
        )


def _own_mark(tab: str, severity: Severity) -> str:
    """What the mark of the very cell would be, as a formula."""
    before, after = mark(tab, "\n", severity).split("\n")
    return f'"{before}"&ADDRESS(ROW(),COLUMN(),4)&"{after}"'


def write_setting_rules(page: Worksheet, placed: Placed) -> None:
    """The rule of each setting on its own row."""
    at = placed.column("value") - 1
    for index, spec in enumerate(SETTINGS):
        rule = validation(spec.column)
        if rule:
            page.data_validation(placed.top + index, at, placed.top + index, at, rule)


def validation(column: Column) -> dict[str, Any] | None:
    """What a column's cells accept, as XlsxWriter says it; None when anything goes.

    Answers that hold several values get no dropdown: choosing from it would
    wipe out the others.
    """
    rule = _accepts(column)
    if rule is None:
        return None
    title = column.header[:32]
    return {"ignore_blank": True, "error_title": title, **rule}


def _accepts(column: Column) -> dict[str, Any] | None:
    if column.kind is Kind.LIST:
        return None
    if column.kind is Kind.YES_NO:
        return _list(["Yes", "No"], "stop", "Choose Yes or No.")
    if column.choices and len(",".join(column.choices)) <= _LONGEST_LIST:
        strictness = "stop" if column.strict else "warning"
        return _list(list(column.choices), strictness, "Choose one from the list.")
    if column.choices_from:
        sheet = WORKBOOK.sheet_of[column.choices_from.partition(".")[0]].name
        strictness = "stop" if column.strict else "warning"
        message = f"Choose one from the list, or add it on the {sheet} tab first."
        return _list(f"={list_name(column.choices_from)}", strictness, message)
    if column.kind in (Kind.INTEGER, Kind.NUMBER):
        return _number(column)
    if column.kind is Kind.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": _FIRST_DAY,
            "maximum": _LAST_DAY,
            "error_type": "warning",
            "error_message": "Type a date as Excel shows dates, such as 2026-03-31.",
        }
    if column.kind is Kind.TIME:
        return {
            "validate": "time",
            "criteria": "between",
            "minimum": time(0, 0),
            "maximum": time(23, 59),
            "error_type": "warning",
            "error_message": "Type a time such as 09:30.",
        }
    return None


def _list(source: list[str] | str, strictness: str, message: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_type": strictness,
        "error_message": message,
    }


def _number(column: Column) -> dict[str, Any]:
    kind = "integer" if column.kind is Kind.INTEGER else "decimal"
    what = "a whole number" if column.kind is Kind.INTEGER else "a number"
    rule: dict[str, Any] = {"validate": kind, "error_type": "stop"}
    if column.words and column.least is not None and column.most is not None:
        least, most = int(column.least), int(column.most)
        numbers = [str(number) for number in range(least, most + 1)]
        text = f"Type {what} from {least} to {most}, or {' or '.join(column.words)}."
        return _list([*numbers, *column.words], "stop", text)
    if column.least is not None and column.most is not None:
        bounds = {"criteria": "between", "minimum": column.least, "maximum": column.most}
        text = f"Type {what} from {column.least:g} to {column.most:g}."
    else:
        bounds = {"criteria": ">=", "value": column.least or 0}
        text = f"Type {what}, {column.least or 0:g} or more."
    return {**rule, **bounds, "error_message": text}


def hide_when_filled(page: Worksheet, look: Look, cell: tuple[int, int], placed: Placed) -> None:
    """Show what an empty tab says only while the table under it is empty.

    A number format hides the text, so that no formula has to be kept fresh.
    """
    letters = column_letters(placed.column(_first_input(placed)))
    # under a table of one row other things stand, which are filled from the start
    last = placed.last if placed.table.one_row else placed.top + READY_ROWS
    page.conditional_format(
        cell[0],
        cell[1],
        cell[0],
        cell[1],
        {
            "type": "formula",
            "criteria": f"=COUNTA(${letters}${placed.first}:${letters}${last})>0",
            "format": look.bare(num_format=";;;"),
        },
    )


def _first_input(placed: Placed) -> str:
    """The column that is filled in every row: the second for people, whose ID may be blank."""
    keys = placed.table.keys
    return "name" if placed.table.key in ("mentors", "leaders") else keys[0]
