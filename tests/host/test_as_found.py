"""Excel's settings are as they were found first, though Excel turns calls away to the end.

Each press begins in a process of its own, so that nothing is remembered but
what stands in the workbook.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.command import Command
from revmentor_xl.host.commands.table import BY_NAME
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from tests.engine import EDITING
from tests.host.test_buttons import company
from tests.secondengine import Desktop

KEPT = ("calculation", "screen_updating", "enable_events", "display_alerts")
USUAL = ("automatic", True, True, True)
QUIET = ("manual", False, False, False)
FOUND = [
    USUAL,
    ("manual", True, True, True),
    ("semiautomatic", True, False, True),
]


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("found") / "Program.xlsm"
    write_program_file(path, up_to_date(company(2, 2)))
    return path


def opened(file: Path, found: tuple[Any, ...] = USUAL, lacking: str = "") -> tuple[Desktop, Any]:
    desktop = Desktop(lacking=[lacking] if lacking else ())
    book = desktop.open(file)
    desktop.settings |= dict(zip(KEPT, found))
    return desktop, book


def settings(desktop: Desktop) -> tuple[Any, ...]:
    return tuple(desktop.settings[name] for name in KEPT)


def rejected(desktop: Desktop, book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """A press in the middle of which somebody begins to edit a cell, and does not end."""

    def edits(given: Program, **options: object) -> Program:
        desktop.rejecting = EDITING
        return given

    with monkeypatch.context() as patched:
        patched.setattr(Command, "load", lambda self: edits)
        with pytest.raises(Exception, match="busy"):  # it can be said nowhere
            press(BY_NAME["check"], book=book)
    desktop.rejecting = None


@pytest.mark.parametrize("found", FOUND, ids=str)
def test_the_next_press_puts_back_what_was_found_first(
    file: Path, found: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop, book = opened(file, found)
    before = dict(next(iter(desktop.stores.values())).names)
    rejected(desktop, book, monkeypatch)
    assert settings(desktop) == QUIET
    press(BY_NAME["check"], book=book)
    assert settings(desktop) == found
    assert dict(next(iter(desktop.stores.values())).names) == before


def test_twice_turned_away_is_still_put_back(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desktop, book = opened(file)
    rejected(desktop, book, monkeypatch)
    rejected(desktop, book, monkeypatch)
    press(BY_NAME["check"], book=book)
    assert settings(desktop) == USUAL


BUSY_AT_FIRST = {  # what Excel turns away until the next press has begun to work
    "changing": tuple(f"App.{name}" for name in KEPT),
    "asking for names": ("Names.contains",),
    "showing the note": ("Name.refers_to",),
}


@pytest.mark.parametrize("turned_away", BUSY_AT_FIRST.values(), ids=list(BUSY_AT_FIRST))
def test_what_was_found_first_outlives_a_press_that_begins_while_excel_is_busy(
    file: Path, turned_away: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop, book = opened(file)
    before = dict(next(iter(desktop.stores.values())).names)
    rejected(desktop, book, monkeypatch)

    def recovers(given: Program, **options: object) -> Program:
        desktop.lacking = frozenset()
        return given

    desktop.lacking = frozenset(turned_away)
    with monkeypatch.context() as patched:
        patched.setattr(Command, "load", lambda self: recovers)
        press(BY_NAME["check"], book=book)
    press(BY_NAME["check"], book=book)  # at the latest
    assert settings(desktop) == USUAL
    assert dict(next(iter(desktop.stores.values())).names) == before


def test_one_setting_that_is_not_put_back_is_put_back_at_the_next_press(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop, book = opened(file)

    def refuses(given: Program, **options: object) -> Program:
        desktop.lacking = frozenset({"App.calculation"})
        return given

    with monkeypatch.context() as patched:
        patched.setattr(Command, "load", lambda self: refuses)
        press(BY_NAME["check"], book=book)
    assert settings(desktop) == ("manual", True, True, True)
    desktop.lacking = frozenset()
    press(BY_NAME["check"], book=book)
    assert settings(desktop) == USUAL


def test_what_somebody_else_turned_off_stays_off(file: Path) -> None:
    desktop, book = opened(file, QUIET)
    press(BY_NAME["check"], book=book)
    assert settings(desktop) == QUIET


def test_what_hr_chooses_after_a_whole_step_is_what_is_found(file: Path) -> None:
    desktop, book = opened(file)
    press(BY_NAME["check"], book=book)
    desktop.settings["calculation"] = "manual"
    press(BY_NAME["check"], book=book)
    assert settings(desktop) == ("manual", True, True, True)


@pytest.mark.parametrize(
    "lacking", ["Names.add", "Names.contains", "Name.delete", "App.calculation"]
)
def test_where_nothing_can_be_noted_the_step_is_done_and_excel_is_as_it_was(
    file: Path, lacking: str
) -> None:
    desktop, book = opened(file, lacking=lacking)
    press(BY_NAME["check"], book=book)
    assert settings(desktop) == USUAL
    assert desktop.alerts == []
