"""A second xlwings engine, written from xlwings' own interface and not from the first one.

It opens real files (`Desktop().open(path)`) and does what Excel does with
values, formats, formulas, tables, notes and names: more than the strict engine
allows, so that a button is not held to one narrow way of asking. `lacking`
names what this Excel cannot do (`"status_bar"`, `"Note"`, `"activate"`); it then
raises NotImplementedError, as the base classes of xlwings do. While it is
`rejecting`, every call fails, as while somebody edits a cell. `calls` counts
what was asked of it, `changed` keeps every cell that was touched.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl.utils.cell import get_column_letter, range_boundaries
from xlwings import base_classes as base

from tests.secondstore import Fault, List, Page, Store, loaded, rectangle, typed

NAME = "second"
ROWS, COLUMNS = 1_048_576, 16_384


class Desktop:
    """One running Excel of the second kind."""

    def __init__(self, lacking: Sequence[str] = ()) -> None:
        self.lacking = frozenset(lacking)
        self.rejecting: Exception | None = None  # raised at every call, while it is set
        self.calls: Counter[str] = Counter()
        self.changed: set[tuple[str, int, int]] = set()
        self.alerts: list[str] = []
        self.ran: list[tuple[str, tuple[object, ...]]] = []
        self.told: list[object] = []
        self.shown = ""
        self.answer = "ok"
        self.settings: dict[str, Any] = {
            "screen_updating": True,
            "enable_events": True,
            "display_alerts": True,
            "interactive": True,
            "calculation": "automatic",
            "status_bar": False,
            "visible": True,
            "cut_copy_mode": None,
        }
        self.stores: dict[str, Store] = {}
        _engine.desktops.append(self)
        xw.engines[NAME].activate()  # whatever a test before left active
        self.app = xw.App(impl=App(self))

    def open(self, path: Path | str) -> xw.Book:
        """The workbook of a file, opened through xlwings' front-end."""
        return self.app.books.open(str(path))

    def ask(self, what: str) -> None:
        """Note one call; raise where this Excel lacks it."""
        self.calls[what] += 1
        if self.rejecting:
            raise self.rejecting
        if not {what, *what.split(".")}.isdisjoint(self.lacking):
            raise NotImplementedError(what)


def counted(kind: type) -> type:
    """Have every public property and method of an engine's class noted as a call."""

    def noted(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(work)
        def ask(self: Any, *args: Any, **more: Any) -> Any:
            self.desktop.ask(f"{kind.__name__}.{name}")
            return work(self, *args, **more)

        return ask

    for name, member in list(vars(kind).items()):
        is_free = name.startswith("_") and name not in ("__call__", "__iter__", "__len__")
        if is_free or name in ("desktop", "api", "app", "engine", "pid"):
            continue
        if isinstance(member, property):
            parts = (member.fget, member.fset, member.fdel)
            setattr(kind, name, property(*(part and noted(name, part) for part in parts)))
        elif callable(member):
            setattr(kind, name, noted(name, member))
    return kind


class Engine:
    """What xlwings asks of an engine."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.desktops: list[Desktop] = []

    @property
    def apps(self) -> Apps:
        return Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        is_missing = value is None or value != value
        item = getattr(value, "item", None)
        return "" if is_missing else item() if callable(item) else value

    @staticmethod
    def clean_value_data(
        data: Any, moment: Any, empty: Any, number: Any, err_to_str: bool
    ) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value in ("", None):
                return empty
            if isinstance(value, Fault):
                return str(value) if err_to_str else None
            if isinstance(value, datetime):
                return moment(
                    month=value.month, day=value.day, year=value.year, hour=value.hour,
                    minute=value.minute, second=value.second, microsecond=value.microsecond,
                    tzinfo=None,
                )  # fmt: skip
            is_number = isinstance(value, float) and number is not None
            return number(value) if is_number else value

        return [[clean(value) for value in row] for row in data]


_engine = Engine()


class Apps(base.Apps):
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keys(self) -> list[int]:
        return list(range(len(self._engine.desktops)))

    def add(self, **options: Any) -> Any:
        return Desktop().app.impl

    def __iter__(self) -> Iterator[Any]:
        return (one.app.impl for one in reversed(self._engine.desktops))

    def __len__(self) -> int:
        return len(self._engine.desktops)

    def __getitem__(self, pid: int) -> Any:
        return self._engine.desktops[pid].app.impl


def _setting(name: str) -> property:
    def get(self: App) -> Any:
        return self.desktop.settings[name]

    def put(self: App, value: Any) -> None:
        self.desktop.settings[name] = value
        if name == "status_bar":
            self.desktop.told.append(value)

    return property(get, put)


@counted
class App(base.App):
    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop

    engine = _engine
    version = "16.0"
    screen_updating = _setting("screen_updating")
    enable_events = _setting("enable_events")
    display_alerts = _setting("display_alerts")
    interactive = _setting("interactive")
    calculation = _setting("calculation")
    status_bar = _setting("status_bar")
    visible = _setting("visible")
    cut_copy_mode = _setting("cut_copy_mode")

    @property
    def api(self) -> App:
        return self

    @property
    def pid(self) -> int:
        return _engine.desktops.index(self.desktop)

    @property
    def books(self) -> Books:
        return Books(self.desktop)

    def calculate(self) -> None:
        pass

    def activate(self, steal_focus: bool = False) -> None:
        pass

    def run(self, macro: str, args: Any) -> None:
        self.desktop.ran.append((macro, tuple(args)))

    def alert(self, prompt: str, title: Any, buttons: str, mode: Any, callback: Any) -> str:
        self.desktop.alerts.append(prompt)
        return self.desktop.answer


@counted
class Books(base.Books):
    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop

    @property
    def app(self) -> Any:
        return self.desktop.app.impl

    @property
    def active(self) -> Any:
        return Book(self.desktop, next(reversed(self.desktop.stores.values())))

    def open(self, fullname: str, *options: Any) -> Any:
        store = loaded(Path(fullname))
        self.desktop.stores[store.path.name] = store
        return Book(self.desktop, store)

    def __call__(self, key: Any) -> Any:
        stores = self.desktop.stores
        return Book(self.desktop, list(stores.values())[key - 1] if _is_index(key) else stores[key])

    def __iter__(self) -> Iterator[Any]:
        return (Book(self.desktop, store) for store in self.desktop.stores.values())

    def __len__(self) -> int:
        return len(self.desktop.stores)


def _is_index(key: Any) -> bool:
    return isinstance(key, (int, float))


@counted
class Book(base.Book):
    def __init__(self, desktop: Desktop, store: Store) -> None:
        self.desktop, self._store = desktop, store

    @property
    def api(self) -> Store:
        return self._store

    @property
    def app(self) -> Any:
        return self.desktop.app.impl

    @property
    def name(self) -> str:
        return self._store.path.name

    @property
    def fullname(self) -> str:
        return str(self._store.path)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self.desktop, self._store)

    @property
    def names(self) -> Names:
        return Names(self.desktop, self._store)

    def activate(self) -> None:
        pass

    def close(self) -> None:
        del self.desktop.stores[self._store.path.name]


@counted
class Names(base.Names):
    def __init__(self, desktop: Desktop, store: Store) -> None:
        self.desktop, self._store = desktop, store

    def __call__(self, key: Any) -> Any:
        return Name(self.desktop, self._store, list(self._store.names)[key - 1]
                    if _is_index(key) else key)  # fmt: skip

    def __iter__(self) -> Iterator[Any]:
        return (Name(self.desktop, self._store, name) for name in self._store.names)

    def __len__(self) -> int:
        return len(self._store.names)

    def contains(self, name: str) -> bool:
        return name in self._store.names

    def snapshot(self) -> list[tuple[str, Any]]:
        return [(name, self(name)) for name in self._store.names]

    def add(self, name: str, refers_to: str) -> Any:
        self._store.names[name] = refers_to.removeprefix("=")
        return self(name)


@counted
class Name(base.Name):
    def __init__(self, desktop: Desktop, store: Store, name: str) -> None:
        self.desktop, self._store, self._name = desktop, store, name

    @property
    def name(self) -> str:
        return self._name

    def delete(self) -> None:
        del self._store.names[self._name]

    @property
    def refers_to(self) -> str:
        return f"={self._store.names[self._name]}"

    @property
    def refers_to_range(self) -> Range:
        sheet, _, place = self._store.names[self._name].rpartition("!")
        left, top, right, bottom = range_boundaries(place.replace("$", ""))
        page = self._store.pages[sheet.strip("'").replace("''", "'")]
        return Range(self.desktop, self._store, page, (top, left, bottom, right))


@counted
class Sheets(base.Sheets):
    def __init__(self, desktop: Desktop, store: Store) -> None:
        self.desktop, self._store = desktop, store

    @property
    def active(self) -> Any:
        return self(self.desktop.shown or 1)

    def __call__(self, key: Any) -> Any:
        pages = self._store.pages
        if _is_index(key):
            return Sheet(self.desktop, self._store, list(pages.values())[int(key) - 1])
        found = {name.casefold(): page for name, page in pages.items()}
        return Sheet(self.desktop, self._store, found[str(key).casefold()])

    def __iter__(self) -> Iterator[Any]:
        return (Sheet(self.desktop, self._store, page) for page in self._store.pages.values())

    def __len__(self) -> int:
        return len(self._store.pages)

    def __contains__(self, name: str) -> bool:
        return name.casefold() in (one.casefold() for one in self._store.pages)


@counted
class Sheet(base.Sheet):
    def __init__(self, desktop: Desktop, store: Store, page: Page) -> None:
        self.desktop, self._store, self._page = desktop, store, page

    @property
    def api(self) -> Sheet:
        return self

    @property
    def FilterMode(self) -> bool:
        return self._page.is_filtered

    def ShowAllData(self) -> None:
        if not self._page.filtered:
            raise RuntimeError("ShowAllData method of Worksheet class failed")
        self._page.filtered.clear()

    @property
    def name(self) -> str:
        return self._page.name

    @property
    def book(self) -> Any:
        return Book(self.desktop, self._store)

    @property
    def index(self) -> int:
        return list(self._store.pages).index(self._page.name) + 1

    @property
    def visible(self) -> bool:
        return self._page.state == "visible"

    @property
    def tables(self) -> Tables:
        return Tables(self.desktop, self._store, self._page)

    @property
    def cells(self) -> Range:
        return Range(self.desktop, self._store, self._page, (1, 1, ROWS, COLUMNS))

    @property
    def used_range(self) -> Range:
        rows, columns = zip(*(self._page.cells or {(1, 1): None}))
        area = (1, 1, max(rows), max(columns))
        return Range(self.desktop, self._store, self._page, area)

    @property
    def notes(self) -> list[Note]:
        return [
            Note(self.desktop, self._store, self._page, place)
            for place, cell in sorted(self._page.cells.items())
            if cell.note is not None
        ]

    def range(self, first: Any, last: Any = None) -> Range:
        area = _area(first)
        if last is not None:
            ends = (area, _area(last))
            corners = zip(*ends)
            top, left, bottom, right = corners
            area = (min(top), min(left), max(bottom), max(right))
        return Range(self.desktop, self._store, self._page, area)

    def activate(self) -> None:
        if self._page.state != "visible":
            raise RuntimeError("a hidden sheet cannot be shown")
        self.desktop.shown = self._page.name

    select = activate


def _area(place: Any) -> tuple[int, int, int, int]:
    if isinstance(place, Range):
        return place.area
    if isinstance(place, str):
        left, top, right, bottom = range_boundaries(place.replace("$", ""))
        return top, left, bottom, right
    if len(place) == 4:
        top, left, height, width = place
        return top, left, top + height - 1, left + width - 1
    row, column = place
    if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
        raise RuntimeError(f"there is no cell {place}")
    return row, column, row, column


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _holds(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[0] and one[1] <= other[1] and other[2] <= one[2] and other[3] <= one[3]


class Pivot:
    """A PivotTable, as Excel for Windows tells of it."""

    def __init__(self, name: str, area: Any) -> None:
        self.Name, self.TableRange2 = name, area


class Hiding:
    """Whole rows or columns; whether they are hidden is None where only some are."""

    def __init__(self, found: set[bool]) -> None:
        self.Hidden = found.pop() if len(found) == 1 else None


@counted
class Range(base.Range):
    def __init__(
        self, desktop: Desktop, store: Store, page: Page, area: tuple[int, int, int, int]
    ) -> None:
        self.desktop, self._store, self._page = desktop, store, page
        self.area = area
        self.options: dict[str, Any] = {}

    max_cells_per_read = None
    max_cells_per_write = None

    @property
    def api(self) -> Range:
        return self

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self._page.name, *self.area)

    @property
    def sheet(self) -> Any:
        return Sheet(self.desktop, self._store, self._page)

    @property
    def row(self) -> int:
        return self.area[0]

    @property
    def column(self) -> int:
        return self.area[1]

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self.area
        return bottom - top + 1, right - left + 1

    def __len__(self) -> int:
        top, left, bottom, right = self.area
        return (bottom - top + 1) * (right - left + 1)

    def __call__(self, first: int, second: int | None = None) -> Range:
        top, left, _, right = self.area
        if second is None:
            row, column = divmod(first - 1, right - left + 1)
        else:
            row, column = first - 1, second - 1
        place = (top + row, left + column) * 2
        return Range(self.desktop, self._store, self._page, place)

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        top, left, bottom, right = self.area
        down, over = "$" * row_absolute, "$" * col_absolute
        first = f"{over}{get_column_letter(left)}{down}{top}"
        last = f"{over}{get_column_letter(right)}{down}{bottom}"
        place = first if first == last else f"{first}:{last}"
        return f"'[{self._store.path.name}]{self._page.name}'!{place}" if external else place

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def _places(self) -> Iterator[tuple[int, int]]:
        return rectangle(*self.area)

    def _seen(self) -> Iterator[tuple[int, int]]:
        return (place for place in self._places() if not self._page.hides(place[0]))

    def _block(self, look: Callable[[Any], Any]) -> Any:
        top, left, bottom, right = self.area
        at = self._page.at
        rows = tuple(
            tuple(look(at(row, column)) for column in range(left, right + 1))
            for row in range(top, bottom + 1)
        )
        return rows if len(rows) * len(rows[0]) > 1 else rows[0][0]

    def _touch(self, place: tuple[int, int]) -> None:
        self.desktop.changed.add((self._page.name, *place))

    def _uniform(self, look: Callable[[Any], Any]) -> Any:
        found = {look(self._page.at(*place)) for place in self._places()}
        return found.pop() if len(found) == 1 else None

    def _enter(self, value: Any, *, lifts: bool = False) -> None:
        is_block = isinstance(value, (list, tuple))
        top, left, bottom, right = self.area
        if is_block and (len(value), len(value[0])) != (bottom - top + 1, right - left + 1):
            raise RuntimeError("the block does not fit the cells")
        hidden = {row for row in range(top, bottom + 1) if self._page.hides(row)}
        for row, column in self._places():
            one = value[row - top][column - left] if is_block else value
            if hidden and is_block:  # a block does not reach rows that a filter hides
                one = value[0][0]
            if row in hidden or (column in self._page.hidden_columns and self._page.is_filtered):
                continue
            self._touch((row, column))
            typed(self._page, row, column, one, lifts)

    @property
    def raw_value(self) -> Any:
        return self._block(lambda cell: cell.shown)

    @property
    def Value2(self) -> Any:
        return self._block(lambda cell: cell.value)

    def _within(self, areas: Iterable[tuple[int, int, int, int]]) -> Range | None:
        area = next((one for one in areas if _holds(one, self.area)), None)
        return Range(self.desktop, self._store, self._page, area) if area else None

    @property
    def Address(self) -> str:
        return self.address

    @property
    def HasArray(self) -> bool:
        return self._within(self._page.arrays) is not None

    @property
    def CurrentArray(self) -> Range | None:
        return self._within(self._page.arrays)

    @property
    def HasSpill(self) -> bool:
        return self._within(self._page.spilled) is not None

    @property
    def SpillParent(self) -> Range:
        found = self._within(self._page.spilled)
        assert found is not None
        return found(1, 1)

    @property
    def SpillingToRange(self) -> Range | None:
        return self._within(self._page.spilled)

    @property
    def PivotTable(self) -> Pivot:
        for name, area in self._page.pivots.items():
            if _holds(area, self.area):
                return Pivot(name, Range(self.desktop, self._store, self._page, area))
        raise RuntimeError("Unable to get the PivotTable property of the Range class")

    @property
    def EntireRow(self) -> Hiding:
        top, _, bottom, _ = self.area
        return Hiding({self._page.hides(row) for row in range(top, bottom + 1)})

    @property
    def EntireColumn(self) -> Hiding:
        _, left, _, right = self.area
        columns = self._page.hidden_columns
        return Hiding({column in columns for column in range(left, right + 1)})

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        self._enter(value)

    @property
    def formula(self) -> Any:
        return self._block(lambda cell: cell.text)

    @formula.setter
    def formula(self, value: Any) -> None:
        self._enter(value)

    @property
    def formula2(self) -> Any:
        def text(cell: Any) -> str:
            narrowed = re.sub(r"(A1:A9)", r"@\1", cell.text)
            return cell.text if cell.lifts or not cell.formula else narrowed

        return self._block(text)

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self._enter(value, lifts=True)

    @property
    def merge_cells(self) -> Any:
        merged = [one for one in self._page.merged if _meet(one, self.area)]
        return (any(_holds(one, self.area) for one in merged) or None) if merged else False

    @property
    def merge_area(self) -> Range:
        area = next((one for one in self._page.merged if _holds(one, self.area)), self.area)
        return Range(self.desktop, self._store, self._page, area)

    @property
    def number_format(self) -> Any:
        return self._uniform(lambda cell: cell.number_format)

    @number_format.setter
    def number_format(self, value: str) -> None:
        for place in self._seen():
            self._touch(place)
            self._page.keep(*place, number_format=value)

    @property
    def color(self) -> Any:
        return self._uniform(lambda cell: cell.color)

    @color.setter
    def color(self, value: Any) -> None:
        for place in self._seen():
            self._touch(place)
            self._page.keep(*place, color=value)

    def clear_contents(self) -> None:
        for place in self._seen():
            self._touch(place)
            self._page.keep(*place, value=None, formula="")

    def clear_formats(self) -> None:
        for place in self._seen():
            self._touch(place)
            self._page.keep(*place, number_format="General", color=None)

    def clear(self) -> None:
        for place in self._seen():
            self._touch(place)
            self._page.cells.pop(place, None)

    @property
    def note(self) -> Any:
        place = self.area[:2]
        has_note = self._page.at(*place).note is not None
        return Note(self.desktop, self._store, self._page, place) if has_note else None

    def add_note(self, text: str) -> Any:
        self._touch(self.area[:2])
        self._page.keep(*self.area[:2], note=text)
        return self.note

    @property
    def table(self) -> Any:
        row, column = self.area[:2]
        for one in self._page.lists.values():
            if one.top <= row <= one.bottom and one.left <= column <= one.right:
                return Table(self.desktop, self._store, self._page, one)
        return None

    def select(self) -> None:
        pass


@counted
class Note(base.Note):
    def __init__(self, desktop: Desktop, store: Store, page: Page, place: tuple[int, int]) -> None:
        self.desktop, self._store, self._page, self._place = desktop, store, page, place

    @property
    def text(self) -> str:
        return self._page.at(*self._place).note or ""

    @text.setter
    def text(self, value: str) -> None:
        self._page.keep(*self._place, note=value)

    @property
    def author(self) -> str:
        return ""

    @property
    def location(self) -> Range:
        return Range(self.desktop, self._store, self._page, self._place * 2)

    def delete(self) -> None:
        self.desktop.changed.add((self._page.name, *self._place))
        self._page.keep(*self._place, note=None)


@counted
class Tables(base.Tables):
    def __init__(self, desktop: Desktop, store: Store, page: Page) -> None:
        self.desktop, self._store, self._page = desktop, store, page

    def _table(self, one: List) -> Any:
        return Table(self.desktop, self._store, self._page, one)

    def __call__(self, key: Any) -> Any:
        lists = self._page.lists
        return self._table(list(lists.values())[int(key) - 1] if _is_index(key) else lists[key])

    def __iter__(self) -> Iterator[Any]:
        return map(self._table, list(self._page.lists.values()))

    def __len__(self) -> int:
        return len(self._page.lists)

    def __contains__(self, name: str) -> bool:
        return name in self._page.lists


@counted
class Table(base.Table):
    def __init__(self, desktop: Desktop, store: Store, page: Page, one: List) -> None:
        self.desktop, self._store, self._page, self._list = desktop, store, page, one

    def _range(self, top: int, bottom: int) -> Range:
        area = (top, self._list.left, bottom, self._list.right)
        return Range(self.desktop, self._store, self._page, area)

    @property
    def api(self) -> Table:
        return self

    @property
    def parent(self) -> Any:
        return Sheet(self.desktop, self._store, self._page)

    @property
    def name(self) -> str:
        return self._list.name

    display_name = name

    @property
    def range(self) -> Range:
        return self._range(self._list.top, self._list.bottom)

    @property
    def data_body_range(self) -> Range:
        one = self._list
        return self._range(one.top + int(one.header), one.bottom - int(one.totals))

    @property
    def header_row_range(self) -> Range | None:
        return self._range(self._list.top, self._list.top) if self._list.header else None

    @property
    def totals_row_range(self) -> Range | None:
        return self._range(self._list.bottom, self._list.bottom) if self._list.totals else None

    @property
    def show_headers(self) -> bool:
        return self._list.header

    @property
    def show_totals(self) -> bool:
        return self._list.totals

    @property
    def show_autofilter(self) -> bool:
        return self._list.autofilter

    @property
    def autofilter(self) -> AutoFilter:
        return AutoFilter(self.desktop, self._list)

    @property
    def AutoFilter(self) -> Filtering:
        return Filtering(bool(self._list.filtered))

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self.desktop, self._page, self._list)

    def sort(self, keys: Sequence[int], ascending: Sequence[bool]) -> None:
        """Put the rows, cells and formats, in the order of columns (from 1); blanks go last."""
        one, page = self._list, self._page
        area = rectangle(*self.data_body_range.area)
        rows: dict[int, dict[int, Any]] = {}
        for row, column in area:
            rows.setdefault(row, {})[column] = page.cells.pop((row, column), None)
            self.desktop.changed.add((page.name, row, column))
        order = list(rows.values())
        for key, rises in reversed(list(zip(keys, ascending))):

            def value(row: dict[int, Any], column: int = one.left + key - 1) -> Any:
                return row[column].value if row[column] else None

            full = [row for row in order if value(row) is not None]
            empty = [row for row in order if value(row) is None]
            full.sort(key=lambda row: str(value(row)).casefold(), reverse=not rises)
            order = full + empty
        for row, cells in zip(rows, order):
            page.cells.update({(row, at): cell for at, cell in cells.items() if cell})

    def resize(self, new: Any) -> None:
        one, (top, left, bottom, right) = self._list, new.impl.area
        overlaps = left <= one.right and one.left <= right and top == one.top and bottom > top
        others = [other for other in self._page.lists.values() if other is not one]
        if not overlaps or any(
            other.top <= bottom and top <= other.bottom and other.left <= right
            and left <= other.right for other in others
        ):  # fmt: skip
            raise RuntimeError("a table cannot be resized like that")
        for column in range(max(one.right + 1, left), right + 1):
            if self._page.at(top, column).value is None:
                self._page.keep(top, column, value=f"Column{column - left + 1}")
        one.left, one.bottom, one.right = left, bottom, right


@counted
class TableColumns(base.TableColumns):
    def __init__(self, desktop: Desktop, page: Page, one: List) -> None:
        self.desktop, self._page, self._list = desktop, page, one

    def __call__(self, key: int) -> TableColumn:
        return TableColumn(self.desktop, self._page, self._list, self._list.left + int(key) - 1)

    def __iter__(self) -> Iterator[Any]:
        return (self(number) for number in range(1, self._list.right - self._list.left + 2))

    def __len__(self) -> int:
        return self._list.right - self._list.left + 1


@counted
class TableColumn(base.TableColumn):
    def __init__(self, desktop: Desktop, page: Page, one: List, column: int) -> None:
        self.desktop, self._page, self._list, self._column = desktop, page, one, column

    @property
    def name(self) -> str:
        return str(self._page.at(self._list.top, self._column).value)

    @property
    def index(self) -> int:
        return self._column - self._list.left + 1


class Filtering:
    """What Excel for Windows says of a table's filter."""

    def __init__(self, is_on: bool) -> None:
        self.FilterMode = is_on


@counted
class AutoFilter(base.AutoFilter):
    def __init__(self, desktop: Desktop, one: List) -> None:
        self.desktop, self._list = desktop, one

    def clear(self, field: int | None = None) -> None:
        self._list.filtered.clear()


if NAME not in [engine.name for engine in xw.engines]:
    xw.engines.add(xw.Engine(impl=_engine))
