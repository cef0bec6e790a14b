"""When Excel refuses: the workbook stays as it was, and the message says what to do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from copy import deepcopy
from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revmentor_xl.books.book import Block, Cell, Formula
from revmentor_xl.books.live import LiveBook
from revmentor_xl.errors import (
    ExcelBusy,
    HalfWritten,
    NotAProgramFile,
    RevmentorError,
    SheetProtected,
    TableBlocked,
    WorkbookLocked,
)
from tests.engine import EDITING, PROTECTED, ComError, Excel, Held, excel_with
from tests.tries import tries

PEOPLE = Block(
    "People",
    "First",
    2,
    2,
    ("Name", "Note", "Score", "Day", "Time", "Twice"),
    (
        ("Ada", None, 1, date(2026, 1, 1), time(9), Formula("=1+1", 2)),
        ("Bo", "bold", 0.5, None, None, Formula("=2+2", 4)),
        ("Cy", None, None, date(2026, 2, 1), time(17, 30), None),
    ),
)
SHORT = Block("Short", "Second", 1, 1, ("A", "B"), ((None, None),))
LONG = Block("Long", "Third", 5, 3, ("What", "When"), tuple((f"x{i}", i) for i in range(5)))
SETTINGS = Block("Set", "Third", 5, 8, ("Value",), (("text",), (7,), (date(2026, 1, 5),), (True,)))
ALL = (PEOPLE, SHORT, LONG, SETTINGS)
NEW: dict[str, list[tuple[Cell, ...]]] = {
    "People": [
        ("Ada", None, 9, date(2026, 1, 1), time(10), Formula("=5+5", 10)),
        ("Bo", "bold", "none", None, None, Formula("=2+2", 4)),
        ("Dee", "=1+1", 3, date(2027, 2, 1), time(8), 4),
        ("Eli", "007", 4, None, None, None),
    ],
    "Short": [("a", date(2026, 3, 1)), ("b", 5)],
    "Long": [("only", date(2026, 3, 1))],
    "Set": [(date(2026, 1, 6),), ("seven",), (8,), (None,)],
}


def state(excel: Excel) -> dict[str, Any]:
    """Every cell and table of the workbook; a cell never touched is like a blank one."""
    cells = {
        (sheet, spot): deepcopy(held)
        for sheet, held_cells in excel.sheets.items()
        for spot, held in held_cells.items()
        if held != Held()
    }
    return {
        "cells": cells,
        "tables": {table._name: table.bounds for one in excel.tables.values() for table in one},
        "settings": (dict(excel.settings), excel.calculation),
    }


def opened() -> tuple[Excel, Any]:
    excel, book = excel_with(ALL)
    excel.put("First", 4, 8, "beside")
    excel.sheets["First"][3, 4].number_format = "0.0"
    excel.sheets["Third"][7, 3].number_format = "@"
    return excel, book


def changes_of(new: dict[str, list[tuple[Cell, ...]]]) -> int:
    excel, book = opened()
    LiveBook(book).write(new)
    return len(excel.changes)


COUNT = changes_of(NEW)


def test_the_changes_are_of_every_kind() -> None:
    excel, book = opened()
    LiveBook(book).write(NEW)
    assert {what for what, _, _ in excel.changes} == {"value", "format", "resize", "clear"}
    assert {name: block.rows for name, block in LiveBook(book).tables().items()} == {
        name: tuple(rows) for name, rows in NEW.items()
    }


@pytest.mark.parametrize("at", range(1, COUNT + 1))
def test_a_failure_anywhere_leaves_the_workbook_as_it_was(at: int) -> None:
    excel, book = opened()
    live = LiveBook(book)
    live.tables()
    before = state(excel)
    excel.failing, excel.fails_at = OSError("Excel is gone"), at
    if at == COUNT:  # only the looks of rows given up are left then, and they stop no step
        live.write(NEW)
        assert LiveBook(book).tables()["Long"].rows == tuple(NEW["Long"])
        return
    with pytest.raises(OSError, match="gone"):
        live.write(NEW)
    assert state(excel) == before
    live.write(NEW)  # and the same step can be run again
    assert LiveBook(book).tables()["People"].rows == tuple(NEW["People"])


cells = st.one_of(
    st.none(), st.text("ab=07'#", min_size=1, max_size=4), st.integers(0, 3), st.booleans(),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
    st.just(Formula("=1+1", 2)),
)  # fmt: skip
FORMATS = st.dictionaries(
    st.tuples(st.integers(3, 8), st.integers(2, 4)), st.sampled_from(["@", "hh:mm", "0%", "d/m/yy"])
)
tables = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5)


@settings(max_examples=tries(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(old=tables, new=tables, formats=FORMATS, at=st.integers(1, 12))
def test_whatever_was_there_is_there_again_after_a_failure(
    old: list[tuple[Cell, ...]],
    new: list[tuple[Cell, ...]],
    formats: dict[tuple[int, int], str],
    at: int,
) -> None:
    excel, book = excel_with([Block("T", "S", 2, 2, ("A", "B", "C"), tuple(old))])
    for spot, code in formats.items():  # of blank cells, those beneath the table included
        held = excel.sheets["S"].setdefault(spot, Held())
        held.number_format = code if held.value is None else held.number_format
    before = state(excel)
    excel.failing, excel.fails_at = OSError("Excel is gone"), at
    try:
        LiveBook(book).write({"T": new})
    except OSError:
        assert state(excel) == before
    else:
        assert stated(LiveBook(book).tables()["T"].rows) == stated(new)


def stated(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows with formulas as they are typed: how a result looks is the cell's affair."""
    return [[cell.text if isinstance(cell, Formula) else cell for cell in row] for row in rows]


@pytest.mark.parametrize("sheet", ["First", "Second", "Third"])
@pytest.mark.parametrize("silent", [False, True], ids=["Windows", "Mac"])
def test_a_protected_tab_is_named_with_the_remedy(
    sheet: str, silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel, book = opened()
    excel.protected, excel.silent = {sheet}, silent
    if silent:
        monkeypatch.setattr(sys, "platform", "darwin")
    before = state(excel)
    with pytest.raises(SheetProtected, match=f"{sheet}.*Review > Unprotect Sheet"):
        LiveBook(book).write(NEW)
    assert state(excel) == before


def test_a_tab_that_is_known_to_be_protected_stops_the_write_before_it_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    excel, book = opened()

    class Native:
        def __init__(self, sheet: Any) -> None:
            self.ProtectContents = sheet.title in excel.protected
            self.ProtectionMode = False

    monkeypatch.setattr("tests.engine._Sheet.api", property(Native))
    excel.protected = {"Third"}
    with pytest.raises(SheetProtected, match="Third"):
        LiveBook(book).write(NEW)
    assert excel.changes == []


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(EDITING, id="a cell is being edited"),
        pytest.param(ComError(-2147418111, "Call was rejected by callee.", None, None), id="busy"),
        pytest.param(ComError(-2147417846, "The application is busy.", None, None), id="retry"),
        pytest.param(type("ExcelBusyError", (Exception,), {})("no answer"), id="xlwings"),
        pytest.param(type("CommandError", (Exception,), {"errornumber": -1712})(), id="Mac"),
    ],
)
@pytest.mark.parametrize("when", ["read", "write"])
def test_a_busy_excel_is_told_from_a_broken_one(error: Exception, when: str) -> None:
    excel, book = opened()
    before = state(excel)
    excel.failing, excel.fails_at = error, 4
    if when == "read":

        def fails(self: Any) -> None:
            raise error

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.engine._Range.formula", property(fails))
            with pytest.raises(ExcelBusy, match="Enter or Esc"):
                LiveBook(book).tables()
        return
    with pytest.raises(ExcelBusy, match=r"Nothing was changed.*Enter or Esc"):
        LiveBook(book).write(NEW)
    assert state(excel) == before


def test_an_unknown_error_of_excel_is_passed_on() -> None:
    excel, book = opened()
    excel.failing, excel.fails_at = ComError(-1, "who knows", None, None), 2
    with pytest.raises(ComError):
        LiveBook(book).write(NEW)


def test_what_cannot_be_put_back_is_said() -> None:
    excel, book = opened()
    real = excel.may_change

    def dies(what: str, sheet: str, area: Any) -> bool:
        if len(excel.changes) > 3:
            raise PROTECTED
        return real(what, sheet, area)

    excel.may_change = dies  # type: ignore[method-assign]
    with pytest.raises(HalfWritten, match="Close the workbook without saving"):
        LiveBook(book).write(NEW)


def test_what_somebody_typed_meanwhile_is_not_overwritten() -> None:
    excel, book = opened()
    live = LiveBook(book)
    live.tables()
    excel.put("First", 3, 3, "typed just now")
    before = state(excel)
    with pytest.raises(WorkbookLocked, match=r"People.*First.*Run the step again"):
        live.write(NEW)
    assert state(excel) == before
    live.write({"Short": NEW["Short"]})  # elsewhere nothing has changed


def test_a_table_that_was_moved_meanwhile_is_written_where_it_stands() -> None:
    excel, book = opened()
    live = LiveBook(book)
    live.tables()
    held = excel.sheets["Second"]
    (table,) = excel.tables["Second"]
    excel.sheets["Second"] = {(row + 3, column + 2): cell for (row, column), cell in held.items()}
    table.bounds = 4, 3, 5, 4
    live.write({"Short": NEW["Short"]})
    assert LiveBook(book).tables()["Short"] == Block(
        "Short", "Second", 4, 3, ("A", "B"), tuple(NEW["Short"])
    )


def test_a_table_that_was_deleted_meanwhile_is_missed() -> None:
    excel, book = opened()
    live = LiveBook(book)
    live.tables()
    excel.tables["Second"].clear()
    excel.sheets["Second"].clear()
    with pytest.raises(NotAProgramFile, match="Short"):
        live.write(NEW)
    assert excel.changes == []


@pytest.mark.parametrize(
    ("new", "error"),
    [
        pytest.param({"Short": [("a", 1)] * 40}, None, id="room"),
        pytest.param({"Nobody": []}, NotAProgramFile, id="unknown"),
        pytest.param({"Short": [("a",)]}, RevmentorError, id="too narrow"),
        pytest.param({**NEW, "Long": [("a", 1)] * 40}, TableBlocked, id="no room"),
    ],
)
def test_what_can_be_known_before_is_known_before(
    new: dict[str, list[tuple[Cell, ...]]], error: type[Exception] | None
) -> None:
    excel, book = opened()
    excel.put("Third", 20, 3, "HR's own note")
    if error is None:
        LiveBook(book).write(new)
        return
    with pytest.raises(error):
        LiveBook(book).write(new)
    assert excel.changes == []


def areas_of(block: Block, rows: Sequence[object]) -> set[tuple[int, int]]:
    bottom = block.top + max(len(block.rows), len(rows))
    return {
        (row, column)
        for row in range(block.top, bottom + 1)
        for column in range(block.left, block.left + len(block.headers))
    }


def test_nothing_outside_the_tables_is_touched() -> None:
    mine = Block("Mine", "Mine", 1, 1, ("My header",), (("typed",), (None,)))
    excel, book = excel_with([*ALL, mine])
    excel.put("Mine", 9, 9, "a note of HR's")
    LiveBook(book).write(NEW)
    ours: dict[str, set[tuple[int, int]]] = {}
    for block in ALL:
        ours.setdefault(block.sheet, set()).update(areas_of(block, NEW[block.name]))
    for _, sheet, area in excel.changes:
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                assert (row, column) in ours[sheet]


@pytest.mark.parametrize("found", ["automatic", "manual", "semiautomatic"])
@pytest.mark.parametrize("fails", [False, True])
def test_excel_calculates_and_paints_as_before_also_after_an_error(found: str, fails: bool) -> None:
    excel, book = opened()
    excel.calculation = found
    excel.settings["screen_updating"] = False
    during: list[object] = []
    real = excel.may_change
    excel.may_change = lambda *change: (  # type: ignore[method-assign]
        during.append((excel.calculation, excel.settings["enable_events"])),
        real(*change),
    )[1]
    if fails:
        excel.failing, excel.fails_at = OSError("gone"), 3
        with pytest.raises(OSError, match="gone"):
            LiveBook(book).write(NEW)
    else:
        LiveBook(book).write(NEW)
    assert set(during) == {("manual", False)}
    assert excel.calculation == found
    assert excel.settings["screen_updating"] is False
    assert excel.settings["enable_events"] is True
