"""A workbook's cells as Excel keeps them, for the second engine: what is typed is read as typing.

Numbers, dates and times of day are all numbers, and only a cell's number
format tells them apart. Loaded from a file with openpyxl; never written back.
"""

from __future__ import annotations

import ast
import copy
import decimal
import functools
import io
import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
from openpyxl.styles.numbers import is_datetime
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel, to_excel
from openpyxl.worksheet.formula import ArrayFormula

Content = str | float | bool | None
LONGEST = 32_767  # UTF-16 units in one cell

_NUMBER = re.compile(r"[+-]?(\d+(,\d{3})*|\d*)(\.\d*)?([eE][+-]?\d+)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*([aApP][mM])?")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_DAY = re.compile(r"([A-Za-z]{3,9})\.?[ -](\d{1,4})|(\d{1,2})[ -]([A-Za-z]{3,9})")
_ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}


class Fault(str):
    """An error value, such as #N/A."""


FAULTS = {"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"}


@dataclass
class Cell:
    """One cell: what it holds or its formula yields, and how it is shown."""

    value: Content = None
    formula: str = ""
    number_format: str = "General"
    color: tuple[int, int, int] | None = None
    note: str | None = None
    lifts: bool = False
    """Whether the formula is calculated as an array."""

    @property
    def shown(self) -> object:
        """The value as Excel hands it over: a moment where the format has a day in it, and money
        as Currency, which has four decimals."""
        if not isinstance(self.value, float):
            return self.value
        if is_datetime(self.number_format) in ("date", "datetime"):
            return from_excel(self.value)
        if any(sign in self.number_format for sign in "$€£¥"):
            return decimal.Decimal(f"{self.value:.4f}")
        return self.value

    @property
    def text(self) -> str:
        """What Excel gives as the cell's formula: the formula, or the constant as text."""
        if self.formula:
            return self.formula
        if isinstance(self.value, bool):
            return str(self.value).upper()
        if isinstance(self.value, float):
            return f"{self.value:.15g}"
        return "" if self.value is None else str(self.value)


@dataclass
class List:
    """A table (a ListObject): its rectangle, rows and columns from 1."""

    name: str
    top: int
    left: int
    bottom: int
    right: int
    header: bool = True
    totals: bool = False
    autofilter: bool = True
    filtered: set[int] = field(default_factory=set)
    """Rows that its filter hides."""


@dataclass
class Page:
    """One sheet."""

    name: str
    state: str = "visible"
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    lists: dict[str, List] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Rectangles as top, left, bottom, right."""
    arrays: list[tuple[int, int, int, int]] = field(default_factory=list)
    spilled: list[tuple[int, int, int, int]] = field(default_factory=list)
    pivots: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    filtered: set[int] = field(default_factory=set)
    """Rows that a filter of the sheet's own hides."""
    hidden_columns: set[int] = field(default_factory=set)

    def hides(self, row: int) -> bool:
        """Whether a filter hides the row."""
        return row in self.filtered or any(row in one.filtered for one in self.lists.values())

    @property
    def is_filtered(self) -> bool:
        """Whether any filter of the sheet hides rows."""
        return bool(self.filtered) or any(one.filtered for one in self.lists.values())

    def at(self, row: int, column: int) -> Cell:
        """The cell, blank ones included; a change to a blank one has to go through `keep`."""
        return self.cells.get((row, column)) or Cell()

    def keep(self, row: int, column: int, **changes: object) -> None:
        """Change a cell in some of its properties."""
        self.cells[row, column] = replace(self.at(row, column), **changes)  # type: ignore[arg-type]


@dataclass
class Store:
    """A workbook."""

    path: Path
    pages: dict[str, Page]
    names: dict[str, str]


def loaded(path: Path) -> Store:
    """The workbook in a file: cells with results of formulas, formats, tables, notes, names."""
    known, names = _loaded(path.read_bytes())
    pages = {  # a cell is replaced when it changes, so that the cells themselves may be shared
        name: replace(page, cells=dict(page.cells), lists=copy.deepcopy(page.lists), filtered=set())
        for name, page in known.items()
    }
    return Store(path, pages, dict(names))


@functools.lru_cache(maxsize=8)
def _loaded(package: bytes) -> tuple[dict[str, Page], dict[str, str]]:
    """Pages and names of a file with these bytes, wherever it lies."""
    book = openpyxl.load_workbook(io.BytesIO(package), keep_vba=False)
    results = openpyxl.load_workbook(io.BytesIO(package), data_only=True, read_only=True)
    pages = {}
    for sheet in book.worksheets:
        page = pages[sheet.title] = Page(sheet.title, sheet.sheet_state)
        page.merged = [
            (area.min_row, area.min_col, area.max_row, area.max_col)
            for area in sheet.merged_cells.ranges
        ]
        shown = {
            (cell.row, cell.column): cell.value
            for row in results[sheet.title].iter_rows()
            for cell in row
            if cell.value is not None
        }
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, ArrayFormula):
                left, top, right, bottom = range_boundaries(cell.value.ref)
                page.arrays.append((top, left, bottom, right))
            kept = _loaded_cell(cell, shown.get((cell.row, cell.column)))
            if kept != Cell():
                page.cells[cell.row, cell.column] = kept
        for table in sheet.tables.values():
            left, top, right, bottom = range_boundaries(table.ref)
            header, totals = table.headerRowCount != 0, bool(table.totalsRowCount)
            page.lists[table.name] = List(
                table.name, top, left, bottom, right, header, totals, table.autoFilter is not None
            )
    names = {name: str(one.attr_text) for name, one in book.defined_names.items()}
    return pages, names


def _loaded_cell(cell: object, result: object) -> Cell:
    value = cell.value  # type: ignore[attr-defined]
    kept = Cell(
        number_format=cell.number_format,  # type: ignore[attr-defined]
        note=cell.comment.text if cell.comment else None,  # type: ignore[attr-defined]
    )
    if isinstance(value, ArrayFormula):
        kept.lifts, value = True, value.text
    if cell.data_type == "f":  # type: ignore[attr-defined]
        kept.formula, value = str(value), result
    is_text = isinstance(value, str) and cell.data_type != "e"  # type: ignore[attr-defined]
    kept.value = value if is_text and not kept.formula else as_content(value)
    return kept


def as_content(value: object) -> Content:
    """A value of Python's as Excel keeps it."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (date, datetime, time)):
        return float(to_excel(value))
    if isinstance(value, (int, float)):
        return float(value)
    return Fault(value) if value in FAULTS else str(value)


def typed(page: Page, row: int, column: int, value: object, lifts: bool = False) -> None:
    """Put a value into a cell as if it were typed there (in Excel in English).

    A cell that another one was merged with takes nothing.
    """
    for top, left, bottom, right in page.merged:
        within = top <= row <= bottom and left <= column <= right
        if within and (row, column) != (top, left):
            return
    before = page.at(row, column)
    shown_as, is_text_cell = before.number_format, before.number_format == "@"
    if isinstance(value, str):
        if len(value.encode("utf-16-le")) // 2 > LONGEST + value.startswith("'"):
            raise ValueError("a cell does not hold so long a text")
        content, formula, suggested = (value or None, "", "") if is_text_cell else read(value)
        if isinstance(content, str) and value.startswith("'"):
            content = value[1:] or None
    else:
        content, formula = as_content(value), ""
        suggested = "m/d/yyyy" if isinstance(value, date) else ""
        if isinstance(value, datetime) and value.time() != time():
            suggested = "m/d/yyyy h:mm"
        if is_text_cell and content is not None:
            content = Cell(content).text
    if formula:
        kept = before.formula == formula
        content = before.value if kept else _worked_out(formula)
    if suggested and shown_as == "General":
        shown_as = suggested
    lifts = lifts and bool(formula)
    page.keep(
        row, column, value=content, formula=formula, number_format=shown_as, lifts=lifts
    )  # fmt: skip


def read(text: str) -> tuple[Content, str, str]:
    """What Excel makes of a typed text: content, formula, and the number format it suggests."""
    stripped = text.strip(" ")
    if not text:
        return None, "", ""
    if text.startswith("'"):
        return text[1:], "", ""
    if text[0] == "=" and len(text) > 1:
        return None, text, ""
    number, suggested = _number(stripped)
    if number is not None:
        return number, "", suggested
    if text[0] in "+-@" and len(text) > 1:
        return None, f"={text}", ""
    if stripped.casefold() in ("true", "false"):
        return stripped.casefold() == "true", "", ""
    if stripped.upper() in FAULTS:
        return Fault(stripped.upper()), "", ""
    return text, "", ""


def _number(text: str) -> tuple[float | None, str]:
    bare = text.removesuffix("%").removeprefix("$")
    if bare.strip("+-.,eE") and _NUMBER.fullmatch(bare):
        number = float(bare.replace(",", ""))
        return (number / 100, "0%") if text.endswith("%") else (number, "")
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours = int(clock[1]) % 12 + 12 * (clock[4].lower() == "pm") if clock[4] else int(clock[1])
        return (hours * 3600 + int(clock[2]) * 60 + float(clock[3] or 0)) / 86_400, "h:mm"
    moment = _MOMENT.fullmatch(text)
    if moment:
        return float(to_excel(datetime.fromisoformat(text))), "m/d/yyyy h:mm"
    day = _day(text)
    return (None, "") if day is None else (float(to_excel(day)), "m/d/yyyy")


def _day(text: str) -> date | None:
    parts = [int(part) for part in re.split(r"[-/]", text) if part.isdigit()]
    this_year = 2026
    try:
        if re.fullmatch(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}", text):
            return date(*parts)
        if re.fullmatch(r"\d{1,2}[-/]\d{1,2}[-/]\d{4}", text):
            return date(parts[2], parts[0], parts[1])
        if re.fullmatch(r"\d{1,2}[-/]\d{1,2}", text):
            return date(this_year, *parts)
        named = _NAMED_DAY.fullmatch(text)
        word, number = (named[1] or named[4], named[2] or named[3]) if named else ("", "0")
        if word[:3].casefold() in _MONTHS:
            month, number = _MONTHS.index(word[:3].casefold()) + 1, int(number)
            return date(number, month, 1) if number > 31 else date(this_year, month, number)
    except ValueError:
        return None
    return None


def _worked_out(formula: str) -> Content:
    """The result of plain arithmetic and of HYPERLINK's shown text; of nothing else."""
    link = re.fullmatch(r'=HYPERLINK\(".*","((?:[^"]|"")*)"\)', formula)
    if link:
        return link[1].replace('""', '"')
    try:
        return float(_arithmetic(ast.parse(formula[1:], mode="eval").body))
    except (SyntaxError, ValueError):
        return None


def _arithmetic(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        return float(_ARITHMETIC[type(node.op)](_arithmetic(node.left), _arithmetic(node.right)))
    raise ValueError


def rectangle(top: int, left: int, bottom: int, right: int) -> Iterator[tuple[int, int]]:
    """Every row and column of a rectangle."""
    return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
