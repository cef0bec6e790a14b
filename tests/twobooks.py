"""One program file twice: open in an Excel of the tests, and closed for the command line."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import xlwings as xw
from click.testing import CliRunner

from revmentor_xl.books.book import Book
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.load_save import load
from revmentor_xl.host import buttons
from revmentor_xl.host.cli import main
from revmentor_xl.host.commands.table import BY_NAME
from revmentor_xl.host.running import run
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula, is_blank
from revmentor_xl.schema.workbook import WORKBOOK
from tests.engine import excel_with
from tests.secondengine import Desktop

OF_THE_MOMENT = {"activity": ("at", "seconds"), "undo": ("at", "content", "part")}
"""Columns that say when a step ran or how long it took."""

_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def opened(engine: str, path: Path) -> tuple[Any, xw.Book]:
    """A file's workbook, open in the strict engine or in the second one."""
    if engine == "second":
        desktop = Desktop()
        return desktop, desktop.open(path)
    excel, book = excel_with(list(FileBook(path).tables().values()))
    excel.fullname = str(path)
    return excel, book


def put_into(book: xw.Book, key: str, column: str, row: int, value: object) -> None:
    """Type into one cell of an open workbook: `row` counts a table's data rows from 0."""
    name, header = WORKBOOK.table(key).name, WORKBOOK.table(key)[column].header
    block = LiveBook(book).tables()[name]
    place = (block.top + 1 + row, block.left + block.headers.index(header))
    cell = book.sheets[block.sheet].range(place, place)
    if isinstance(value, date):  # Excel does so by itself, the strict engine does not
        cell.number_format = "yyyy-mm-dd"
    cell.value = [[value]]


@dataclass
class TwoBooks:
    """The open workbook and the closed file, and what each was told last."""

    engine: str
    folder: Path
    source: Path
    excel: Any = field(init=False)
    book: xw.Book = field(init=False)
    closed: Path = field(init=False)

    def __post_init__(self) -> None:
        for name in ("open", "closed"):
            (self.folder / name).mkdir(exist_ok=True)
            shutil.copyfile(self.source, self.folder / name / "Program.xlsm")
        self.closed = self.folder / "closed" / "Program.xlsm"
        self.excel, self.book = opened(self.engine, self.folder / "open" / "Program.xlsm")

    def do(self, name: str, answer: object = None) -> str:
        """Press a button and give the command; gives what the button told."""
        said = self.press(name, answer)
        self.command(name, answer)
        return said

    def press(self, name: str, answer: object = None) -> str:
        return press(name, self.book, answer)

    def command(self, name: str, answer: object = None) -> None:
        command(name, self.closed, answer)

    def type(self, key: str, column: str, row: int, value: object) -> None:
        """Type the same into a cell of both."""
        put_into(self.book, key, column, row, value)
        book = FileBook(self.closed)
        table = WORKBOOK.table(key)
        block = book.tables()[table.name]
        rows = [list(one) for one in block.rows]
        rows[row][block.headers.index(table[column].header)] = value
        book.write({table.name: [tuple(one) for one in rows]})

    def differences(self) -> list[str]:
        """Where the two do not hold the same, cell by cell."""
        return differences(read(LiveBook(self.book)), read(FileBook(self.closed)))


def command(name: str, file: Path, answer: object = None) -> None:
    """Give the command on a closed file, at the command line where it has one."""
    known = BY_NAME[name]
    if "into" in known.preset:
        words = ["import", str(file), str(answer), "--as", known.preset["into"]]
    elif known.on_cli:
        words = [name, str(file)]
    else:
        run(name, FileBook(file), **({} if answer is None else {"steps": answer}))
        return
    done = CliRunner().invoke(main, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output


def press(name: str, book: xw.Book, answer: object = None) -> str:
    """Press a button in an open workbook; gives what it told."""
    book.set_mock_caller()  # as the add-in tells Python which workbook it is
    try:
        button = getattr(buttons, BY_NAME[name].function)
        return str(button() if answer is None else button(str(answer)))
    finally:
        del xw.Book._mock_caller


def read(book: Book) -> Program:
    """The program in a book, today."""
    return load(book, date.today())


def differences(one: Program, other: Program) -> list[str]:
    """Each cell in which two programs differ, as a line."""
    lines = []
    for key in WORKBOOK.tables:
        mine, theirs = plain(key, one), plain(key, other)
        if list(mine) != list(theirs):
            lines.append(f"{key}: columns {list(mine)} and {list(theirs)}")
        for column in set(mine) & set(theirs):
            if len(mine[column]) != len(theirs[column]):
                lines.append(f"{key}: {len(mine[column])} rows and {len(theirs[column])}")
                break
            pairs = enumerate(zip(mine[column], theirs[column]))
            lines += [f"{key}.{column}[{i}]: {a!r} and {b!r}" for i, (a, b) in pairs if a != b]
    return lines


def plain(key: str, program: Program) -> dict[str, list[object]]:
    """A table's cells for comparison: formulas by their text, blanks as one, no moments."""
    cells = program.cells(key)
    if key == "undo" and not cells.empty:  # how many pieces a snapshot has depends on its clock
        cells = cells[cells["part"] == 1]
    kept = [column for column in cells.columns if column not in OF_THE_MOMENT.get(key, ())]
    return {column: [_plain(value) for value in cells[column]] for column in kept}


def _plain(value: object) -> object:
    if is_blank(value):
        return None
    if isinstance(value, Formula):
        return value.text
    return _CLOCK.sub("..:..", value) if isinstance(value, str) else value
