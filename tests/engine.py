"""An Excel without Excel: a strict xlwings engine that keeps its sheets in memory.

It answers the part of xlwings that `LiveBook` uses and raises
NotImplementedError for everything else. It reads what is written as Excel
does, as if it were typed: "=1+1" becomes a formula, "007" the number 7, "1/2" a date, unless the
cell is formatted as text or the text begins with an apostrophe. An amount of
money comes with four decimals, merged cells drop what is not for their first one, and
rows that a filter hides take no block. Every
request that would cross over to Excel is counted in `Excel.calls`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import xlwings as xw
from openpyxl.styles.numbers import is_datetime
from xlwings import base_classes

from revmentor_xl.books.areas import Area
from revmentor_xl.books.book import Block, Cell, Formula
from revmentor_xl.schema.places import column_letters

EPOCH = datetime(1899, 12, 30)
SUM = re.compile(r"=(\d+)\+(\d+)$")
NUMBER = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,2})?)%?")
ISO = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d(?:\.\d+)?)?|\d\d:\d\d:\d\d(?:\.\d+)?")
MONEY = re.compile(r"[$€£¥](?!-)")
ERRORS = {"#NULL!": 2000, "#DIV/0!": 2007, "#VALUE!": 2015, "#REF!": 2023, "#NAME?": 2029,
          "#NUM!": 2036, "#N/A": 2042, "#SPILL!": 2045, "#CALC!": 2050}  # fmt: skip
KNOWN_TO_XLWINGS = 2042  # an error value with a higher number comes through as a number
SHORT_DATE = re.compile(r"(\d{1,2})/(\d{1,2})$")
ENTERED_AS_FORMULA = ("=", "+", "-", "@")


@dataclass
class Held:
    """One cell: a value (a date is a number), a formula and a format."""

    value: Any = None
    formula: str = ""
    number_format: str = "General"
    is_array: bool = False  # calculated as an array: entered through Formula2


@dataclass
class Excel:
    """What the application knows: the workbook's sheets, and how often it was asked."""

    sheets: dict[str, dict[tuple[int, int], Held]] = field(default_factory=dict)
    tables: dict[str, list[_Table]] = field(default_factory=dict)
    results: dict[str, Cell] = field(default_factory=dict)
    name: str = "live.xlsm"
    fullname: str = "live.xlsm"
    shown: str = ""
    status_bar: str | bool = False
    calculation: str = "automatic"
    told: list[str] = field(default_factory=list)  # every text the status bar has shown
    refusing: dict[str, Exception] = field(default_factory=dict)  # what this Excel cannot do
    alerts: list[str] = field(default_factory=list)
    calls: int = 0
    cleared_filters: list[str] = field(default_factory=list)
    notes: dict[tuple[str, tuple[int, int]], str] = field(default_factory=dict)
    protected: set[str] = field(default_factory=set)
    silent: bool = False  # a Mac's Excel leaves a protected sheet as it is and says nothing
    failing: Exception | None = None  # raised by the change with the number `fails_at`
    fails_at: int = 0
    changes: list[tuple[str, str, Area]] = field(default_factory=list)  # what, sheet, where
    merged: dict[str, list[Area]] = field(default_factory=dict)
    hidden: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """Rows that filters hide: by the sheet and the table, or "" for a filter of the sheet's own."""
    settings: dict[str, bool] = field(
        default_factory=lambda: {
            "screen_updating": True,
            "enable_events": True,
            "display_alerts": True,
        }
    )

    def put(self, sheet: str, row: int, column: int, cell: Cell) -> None:
        """Put a value where it is wanted, without Excel reading anything into it."""
        held = self.sheets[sheet].setdefault((row, column), Held())
        if isinstance(cell, Formula):
            self.results[cell.text] = cell.value
            held.formula, cell = cell.text, cell.value  # type: ignore[assignment]
        held.value = cell
        if isinstance(cell, time):
            held.value, held.number_format = fraction(cell), "hh:mm:ss"
        elif isinstance(cell, date):
            held.value, held.number_format = day_number(cell), "yyyy-mm-dd hh:mm:ss"

    def hides(self, sheet: str, row: int) -> bool:
        """Whether a filter hides the row."""
        return any(title == sheet and row in rows for (title, _), rows in self.hidden.items())

    def enter(
        self, sheet: str, row: int, column: int, entry: Any, *, is_array: bool = False
    ) -> None:
        """Take an entry as Excel takes what is typed or assigned."""
        within = (area for area in self.merged.get(sheet, ()) if area.contains(_cell(row, column)))
        if any((area.top, area.left) != (row, column) for area in within):
            return  # a merged cell holds one value, and drops any other without a word
        held = self.sheets[sheet].setdefault((row, column), Held())
        held.formula, held.is_array = "", is_array
        if isinstance(entry, str):
            self._enter_text(held, entry)
        elif isinstance(entry, date):
            # 64-bit Excel gives dates that come in a block no date format.
            held.value = day_number(entry)
        elif held.number_format == "@" and entry is not None:
            held.value = f"{entry:g}" if isinstance(entry, (int, float)) else str(entry)
        else:
            held.value = entry

    def may_change(self, what: str, sheet: str, area: Area) -> bool:
        """Note a change and whether it happens; raises what Excel raises when it refuses."""
        self.changes.append((what, sheet, area))
        if self.failing and len(self.changes) == self.fails_at:
            raise self.failing
        if sheet in self.protected and not self.silent:
            raise PROTECTED
        return sheet not in self.protected

    def _enter_text(self, held: Held, entry: str) -> None:
        held.value = entry or None
        if entry.startswith("'"):
            held.value = entry[1:]
        elif held.number_format == "@" or not entry:
            return
        elif number_in(entry) is not None:
            held.value = number_in(entry)
        elif SHORT_DATE.match(entry):
            held.value, held.number_format = 46_000.0, "d-mmm"
        elif ISO.fullmatch(entry):
            held.value, suggested = _moment_in(entry)
            if held.number_format == "General":
                held.number_format = suggested
        elif entry.upper() in ("TRUE", "FALSE"):
            held.value = entry.upper() == "TRUE"
        elif entry.startswith(ENTERED_AS_FORMULA):
            held.formula = entry if entry.startswith("=") else f"={entry}"
            held.value = self._result(held)
        elif entry.startswith("#"):
            held.value, held.formula = None, entry
        else:
            held.value = entry.lstrip("\t\r") or None

    def _result(self, held: Held) -> Any:
        known = self.results.get(held.formula)
        sums = SUM.match(held.formula)
        result = int(sums.group(1)) + int(sums.group(2)) if sums else known
        if isinstance(result, date):
            held.number_format = "yyyy-mm-dd hh:mm:ss"
            return day_number(result)
        return fraction(result) if isinstance(result, time) else result


def _cell(row: int, column: int) -> Area:
    return Area(row, column, row, column)


def _moment_in(text: str) -> tuple[float, str]:
    """What a typed day, moment or time of day becomes, and the format it brings along."""
    if "-" not in text:
        return fraction(time.fromisoformat(text)), "h:mm:ss"
    moment = datetime.fromisoformat(text)
    return day_number(moment), "m/d/yyyy h:mm" if ":" in text else "m/d/yyyy"


def number_in(text: str) -> float | None:
    """The number that Excel would see in a text."""
    found = NUMBER.fullmatch(text.strip())
    return float(found.group(1).replace(",", "")) if found else None


def day_number(day: date) -> float:
    """A date as Excel counts it."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    return (moment.replace(tzinfo=None) - EPOCH) / timedelta(days=1)


def fraction(moment: time) -> float:
    """A time of day as a part of a day."""
    return (datetime.combine(EPOCH, moment) - EPOCH) / timedelta(days=1)


class ComError(Exception):
    """What COM says: a number, a text, and Excel's details."""

    @property
    def hresult(self) -> int:
        return int(self.args[0])


PROTECTED = ComError(
    -2147352567,
    "Exception occurred.",
    (0, "Microsoft Excel", "The cell you're trying to change is on a protected sheet.", "", 0, 0),
    None,
)
EDITING = ComError(-2146777998, "OLE error 0x800ac472", None, None)


def asks(method: Callable[..., Any]) -> Callable[..., Any]:
    """Count a request to Excel."""

    def counted(self: Any, *args: Any, **options: Any) -> Any:
        self.excel.calls += 1
        return method(self, *args, **options)

    return counted


class _Range(base_classes.Range):
    # Plain attributes here, where the base classes have properties that refuse.
    sheet: Any = None
    options: Any = None

    def __init__(self, sheet: _Sheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.excel = sheet, sheet.excel
        self.first, self.last = (top, left), (bottom, right)

    max_cells_per_read = None
    max_cells_per_write = None

    @property
    @asks
    def row(self) -> int:
        return self.first[0]

    @property
    @asks
    def column(self) -> int:
        return self.first[1]

    @property
    @asks
    def address(self) -> str:
        (top, left), (bottom, right) = self.first, self.last
        start, end = f"${column_letters(left)}${top}", f"${column_letters(right)}${bottom}"
        return start if start == end else f"{start}:{end}"

    @property
    @asks
    def shape(self) -> tuple[int, int]:
        return self.last[0] - self.first[0] + 1, self.last[1] - self.first[1] + 1

    @asks
    def __call__(self, row: int, column: int) -> _Range:
        spot = self.first[0] + row - 1, self.first[1] + column - 1
        return _Range(self.sheet, *spot, *spot)

    def _changes(self, what: str) -> bool:
        """Note a change, or refuse it as Excel does; whether it happens."""
        area = Area(*self.first, *self.last)
        return self.excel.may_change(what, self.sheet.title, area)

    @property
    def api(self) -> _Native:
        return _Native(self)

    def _spots(self) -> Iterator[list[tuple[int, int]]]:
        for row in range(self.first[0], self.last[0] + 1):
            yield [(row, column) for column in range(self.first[1], self.last[1] + 1)]

    def _seen(self) -> Iterator[list[tuple[int, int]]]:
        hides, sheet = self.excel.hides, self.sheet.title
        return (row for row in self._spots() if not hides(sheet, row[0][0]))

    def _told(self, tell: Callable[[Held], Any]) -> Any:
        cells = self.sheet.cells_held
        told = tuple(tuple(tell(cells.get(spot, Held())) for spot in row) for row in self._spots())
        return told[0][0] if len(told) == 1 and len(told[0]) == 1 else told

    @property
    @asks
    def raw_value(self) -> Any:
        return self._told(_value_told)

    @raw_value.setter
    @asks
    def raw_value(self, value: Any) -> None:
        self._enter(value)

    def _enter(self, value: Any, *, is_array: bool = False) -> None:
        if not self._changes("value"):
            return
        rows, sheet = list(self._spots()), self.sheet.title
        hidden = {row[0][0] for row in rows if self.excel.hides(sheet, row[0][0])}
        for row, entries in zip(rows, value, strict=True):
            for spot, entry in zip(row, entries, strict=True):
                if spot[0] not in hidden:  # then every row that is seen gets the first value
                    given = value[0][0] if hidden else entry
                    self.excel.enter(sheet, *spot, given, is_array=is_array)

    @property
    @asks
    def formula(self) -> Any:
        return self._told(lambda held: held.formula.replace("@", "") or _typed(held.value))

    @property
    @asks
    def formula2(self) -> Any:
        def shown(held: Held) -> str:
            intersects = "A1:A9" in held.formula and not held.is_array
            return held.formula.replace("A1:A9", "@A1:A9") if intersects else held.formula

        return self._told(lambda held: shown(held) or _typed(held.value))

    @formula2.setter
    @asks
    def formula2(self, value: Any) -> None:
        self._enter(value, is_array=True)

    @property
    @asks
    def merge_cells(self) -> bool | None:
        """True inside one merged cell, None where only some cells are merged."""
        area = Area(*self.first, *self.last)
        merged = [one for one in self.excel.merged.get(self.sheet.title, ()) if one.overlaps(area)]
        return any(one.contains(area) for one in merged) or None if merged else False

    @property
    @asks
    def merge_area(self) -> _Range:
        place = Area(*self.first, *self.last)
        merged = self.excel.merged.get(self.sheet.title, ())
        area = next(one for one in merged if one.contains(place))
        return _Range(self.sheet, area.top, area.left, area.bottom, area.right)

    @property
    @asks
    def number_format(self) -> str | None:
        cells = self.sheet.cells_held
        formats = {cells.get(s, Held()).number_format for row in self._spots() for s in row}
        return formats.pop() if len(formats) == 1 else None

    @number_format.setter
    @asks
    def number_format(self, code: str) -> None:
        if not self._changes("format"):
            return
        for row in self._seen():
            for spot in row:
                self.sheet.cells_held.setdefault(spot, Held()).number_format = code

    @asks
    def clear(self) -> None:
        if self._changes("clear"):
            for row in self._seen():
                for spot in row:
                    self.sheet.cells_held.pop(spot, None)

    @asks
    def clear_contents(self) -> None:
        if self._changes("clear"):
            for row in self._seen():
                for held in (self.sheet.cells_held.get(spot) for spot in row):
                    if held:
                        held.value, held.formula = None, ""

    @property
    @asks
    def note(self) -> _Note | None:
        place = self.sheet.title, self.first
        return _Note(self.sheet, self.first) if place in self.excel.notes else None

    @asks
    def add_note(self, text: str) -> _Note:
        if self.sheet.title in self.excel.protected:
            raise PermissionError("the sheet is protected")
        self.excel.notes[self.sheet.title, self.first] = text
        return _Note(self.sheet, self.first)


class _Note(base_classes.Note):
    def __init__(self, sheet: _Sheet, spot: tuple[int, int]) -> None:
        self.sheet, self.excel, self.spot = sheet, sheet.excel, spot

    @property
    @asks
    def text(self) -> str:
        return self.excel.notes[self.sheet.title, self.spot]

    @text.setter
    @asks
    def text(self, value: str) -> None:
        assert (self.sheet.title, self.spot) in self.excel.notes
        self.excel.notes[self.sheet.title, self.spot] = value

    @property
    @asks
    def location(self) -> _Range:
        return _Range(self.sheet, *self.spot, *self.spot)

    @asks
    def delete(self) -> None:
        if self.sheet.title in self.excel.protected:
            raise PermissionError("the sheet is protected")
        del self.excel.notes[self.sheet.title, self.spot]


class _Native:
    """What Excel itself is asked about a range, past xlwings."""

    def __init__(self, cells: _Range) -> None:
        self._cells, self.excel = cells, cells.excel

    @property
    @asks
    def Value2(self) -> Any:
        def told(held: Held) -> Any:
            return float(held.value) if _is_number(held.value) else _value_told(held)

        return self._cells._told(told)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _value_told(held: Held) -> Any:
    if held.formula in ERRORS:
        return ERRORS[held.formula] - 2_146_828_288
    if not _is_number(held.value):
        return held.value
    if is_datetime(held.number_format) in ("date", "datetime"):
        return EPOCH + timedelta(days=held.value)
    if MONEY.search(held.number_format):  # Currency over COM, a Decimal in Python
        return Decimal(repr(held.value)).quantize(Decimal("0.0001"))
    return float(held.value)


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if _is_number(value):
        return f"{value:.15g}"
    return "" if value is None else str(value)


class _Table(base_classes.Table):
    def __init__(self, sheet: _Sheet, block: Block, totals: bool = False) -> None:
        self.sheet, self.excel, self._name, self._totals = sheet, sheet.excel, block.name, totals
        bottom = block.top + len(block.rows) + int(totals)
        right = block.left + len(block.headers) - 1
        self.bounds = block.top, block.left, bottom, right

    @property
    def called(self) -> str:
        return self._name

    @property
    @asks
    def name(self) -> str:
        return self._name

    @property
    @asks
    def range(self) -> _Range:
        return _Range(self.sheet, *self.bounds)

    @property
    @asks
    def show_totals(self) -> bool:
        return self._totals

    @property
    @asks
    def show_headers(self) -> bool:
        return True

    @property
    @asks
    def show_autofilter(self) -> bool:
        return True

    @property
    @asks
    def autofilter(self) -> _AutoFilter:
        return _AutoFilter(self)

    @asks
    def resize(self, new: xw.Range) -> None:
        top, left, _, right = self.bounds
        (new_top, new_left), (bottom, new_right) = new.impl.first, new.impl.last
        height = bottom - new_top + 1
        assert (new_top, new_left, new_right) == (top, left, right)
        assert height >= 2, "Excel keeps one row of data in a table"
        area = Area(top, left, top + height - 1, right)
        if not self.excel.may_change("resize", self.sheet.title, area):
            return
        self.bounds = top, left, top + height - 1, right


class _AutoFilter(base_classes.AutoFilter):
    def __init__(self, table: _Table) -> None:
        self.table, self.excel = table, table.excel

    @asks
    def clear(self, field: int | None) -> None:
        self.excel.cleared_filters.append(self.table._name)
        self.excel.hidden.pop((self.table.sheet.title, self.table._name), None)


class _Collection(base_classes.Sheets):
    def __init__(self, excel: Excel, items: list[Any]) -> None:
        self.excel, self.items = excel, items

    @asks
    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    @asks
    def __len__(self) -> int:
        return len(self.items)

    @asks
    def __call__(self, name_or_index: int | str) -> Any:
        if isinstance(name_or_index, int):
            return self.items[name_or_index - 1]
        return next(item for item in self.items if item.called == name_or_index)


class _Sheet(base_classes.Sheet):
    def __init__(self, book: _Book, title: str) -> None:
        self._book, self.excel, self.title = book, book.excel, title

    @property
    def called(self) -> str:
        return self.title

    @property
    def cells_held(self) -> dict[tuple[int, int], Held]:
        return self.excel.sheets[self.title]

    @property
    @asks
    def name(self) -> str:
        return self.title

    @property
    @asks
    def book(self) -> _Book:
        return self._book

    @property
    @asks
    def tables(self) -> _Collection:
        return _Collection(self.excel, self.excel.tables[self.title])

    @property
    def api(self) -> _NativeSheet:
        return _NativeSheet(self)

    @property
    @asks
    def notes(self) -> list[_Note]:
        return [_Note(self, spot) for title, spot in self.excel.notes if title == self.title]

    @asks
    def activate(self) -> None:
        self.excel.shown = self.title

    @asks
    def range(self, first: Any, last: Any = None) -> _Range:
        named = Area.of(first) if isinstance(first, str) and last is None else None
        if named:
            return _Range(self, named.top, named.left, named.bottom, named.right)
        end = first if last is None else last
        return _Range(self, *_corner(first, "first"), *_corner(end, "last"))


def _corner(spot: Any, which: str) -> tuple[int, int]:
    if isinstance(spot, _Range):
        return spot.first if which == "first" else spot.last
    if isinstance(spot, tuple) and len(spot) == 2:
        return spot
    raise NotImplementedError(f"Sheet.range({spot!r})")


class _NativeSheet:
    """What Excel itself is told about a sheet, past xlwings: on a Mac."""

    def __init__(self, sheet: _Sheet) -> None:
        self._sheet, self.excel = sheet, sheet.excel

    @asks
    def show_all_data(self) -> None:
        del self.excel.hidden[self._sheet.title, ""]  # an error where nothing is filtered


class _Book(base_classes.Book):
    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    @property
    @asks
    def name(self) -> str:
        return self.excel.name

    @property
    @asks
    def app(self) -> _App:
        return _App(self.excel)

    @property
    @asks
    def fullname(self) -> str:
        return self.excel.fullname

    @asks
    def activate(self) -> None:
        pass

    @property
    @asks
    def sheets(self) -> _Collection:
        return _Collection(self.excel, [_Sheet(self, name) for name in self.excel.sheets])


class _App(base_classes.App):
    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    @property
    def pid(self) -> int:
        return 1

    @property
    def engine(self) -> _Engine:
        return ENGINE

    @property
    @asks
    def screen_updating(self) -> bool:
        return self.excel.settings["screen_updating"]

    @screen_updating.setter
    @asks
    def screen_updating(self, value: bool) -> None:
        self.excel.settings["screen_updating"] = value

    @property
    @asks
    def enable_events(self) -> bool:
        return self.excel.settings["enable_events"]

    @enable_events.setter
    @asks
    def enable_events(self, value: bool) -> None:
        self.excel.settings["enable_events"] = value

    @property
    @asks
    def display_alerts(self) -> bool:
        return self.excel.settings["display_alerts"]

    @display_alerts.setter
    @asks
    def display_alerts(self, value: bool) -> None:
        self._may("display_alerts")
        self.excel.settings["display_alerts"] = value

    @property
    @asks
    def calculation(self) -> str:
        self._may("calculation")
        return self.excel.calculation

    @calculation.setter
    @asks
    def calculation(self, value: str) -> None:
        assert value in ("automatic", "manual", "semiautomatic")
        self.excel.calculation = value

    def _may(self, name: str) -> None:
        """Raise what this Excel raises when it is asked for what it cannot do."""
        if name in self.excel.refusing:
            raise self.excel.refusing[name]

    @property
    @asks
    def status_bar(self) -> str | bool:
        return self.excel.status_bar

    @status_bar.setter
    @asks
    def status_bar(self, value: str | bool) -> None:
        self._may("status_bar")
        self.excel.status_bar = value
        self.excel.told.append(str(value))

    @asks
    def alert(self, prompt: str, title: str, *_: Any) -> str:
        self._may("alert")
        self.excel.alerts.append(prompt)
        return "ok"

    @asks
    def activate(self, steal_focus: bool = False) -> None:
        assert not steal_focus


class _Apps(base_classes.Apps):
    """The applications that run: the one whose workbook was made last."""

    excel: Excel

    def __iter__(self) -> Iterator[_App]:
        yield _App(self.excel)


class _Engine:
    name = "memory"
    type = "desktop"
    apps = _Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Mapping[str, Any]) -> Any:
        """What xlwings hands to Excel for one value."""
        if isinstance(value, time):
            raise NotImplementedError("Excel's object model takes no times of day")
        return "" if value is None else value

    @staticmethod
    def clean_value_data(
        data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """What xlwings makes of the values that Excel gives."""
        if err_to_str or numbers:
            raise NotImplementedError("err_to_str fails for blocks on a Mac")
        known = {number - 2_146_828_288 for number in ERRORS.values() if number <= KNOWN_TO_XLWINGS}

        def clean(cell: Any) -> Any:
            is_error = type(cell) is int and cell in known
            return None if is_error else empty if cell in ("", None) else cell

        return [[clean(cell) for cell in row] for row in data]


ENGINE = _Engine()
xw.engines.add(xw.Engine(impl=ENGINE))


def excel_with(blocks: Iterable[Block], totals: Iterable[str] = ()) -> tuple[Excel, xw.Book]:
    """An Excel that has a workbook with these tables open, and that workbook."""
    excel, with_totals = Excel(), set(totals)
    book = _Book(excel)
    for block in blocks:
        excel.sheets.setdefault(block.sheet, {})
        tables = excel.tables.setdefault(block.sheet, [])
        tables.append(_Table(_Sheet(book, block.sheet), block, block.name in with_totals))
        for i, row in enumerate((block.headers, *block.rows)):
            for j, cell in enumerate(row):
                if cell is not None:
                    excel.put(block.sheet, block.top + i, block.left + j, cell)
    excel.calls = 0
    ENGINE.apps.excel = excel
    xw.engines["memory"].activate()
    return excel, xw.Book(impl=book)
