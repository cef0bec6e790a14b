"""The buttons in real Excel, on the real template: `pytest -m excel` on a machine that has one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlwings as xw

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.load_save import load
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.table import BY_NAME
from revmentor_xl.host.running import run, up_to_date
from revmentor_xl.host.template.build import write_program_file
from tests.host.test_buttons import company
from tests.realexcel import in_excel, skip_without_excel
from tests.twobooks import differences, put_into

pytestmark = pytest.mark.excel
ROUND = ("check", "preview", "pair", "schedule", "sessions", "check-in", "review", "dashboard")


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[xw.Book, Path]]:
    """A program file open in Excel, and its closed twin."""
    skip_without_excel(request.config)
    made = up_to_date(company(3, 3))
    for name in ("open.xlsm", "closed.xlsm"):
        write_program_file(tmp_path / name, made)
    book = in_excel(tmp_path / "open.xlsm")
    yield book, tmp_path / "closed.xlsm"
    book.close()


def test_each_button_does_what_its_command_does(opened: tuple[xw.Book, Path]) -> None:
    book, closed = opened
    for name in ROUND:
        press(BY_NAME[name], book=book)
        run(name, FileBook(closed))
        today = date.today()
        found = differences(load(LiveBook(book), today), load(FileBook(closed), today))
        assert found == [], name


def test_undo_keeps_what_was_typed_and_leaves_excel_as_it_was(
    opened: tuple[xw.Book, Path],
) -> None:
    book, _ = opened
    calculation = book.app.calculation
    press(BY_NAME["check"], book=book)
    before = load(LiveBook(book), date.today())
    press(BY_NAME["pair"], book=book)
    put_into(book, "mentors", "note", 0, "typed since")
    press(BY_NAME["undo"], book=book)
    after = load(LiveBook(book), date.today())
    assert after.cells("pairs").empty
    assert after.cells("mentors")["note"].iloc[0] == "typed since"
    assert list(after.cells("mentors")["name"]) == list(before.cells("mentors")["name"])
    assert (book.app.calculation, book.app.screen_updating) == (calculation, True)


def test_what_excel_saves_reads_the_same_closed(opened: tuple[xw.Book, Path]) -> None:
    book, _ = opened
    press(BY_NAME["pair"], book=book)
    live = load(LiveBook(book), date.today())
    book.save()
    assert differences(live, load(FileBook(book.fullname), date.today())) == []
