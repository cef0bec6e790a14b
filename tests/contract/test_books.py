"""What every book promises, whatever keeps it: memory, a file, or Excel itself.

Real Excel takes part with `pytest -m excel` on a machine that has it.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revmentor_xl.books.book import Block, Book, Cell, Formula
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.errors import NotAProgramFile, RevmentorError, TableBlocked
from revmentor_xl.schema.cells import LONGEST_TEXT
from tests.contract.workbooks import workbook_file
from tests.engine import excel_with
from tests.realexcel import in_excel, skip_without_excel
from tests.secondengine import Desktop
from tests.tries import tries

PEOPLE = Block(
    name="Mentors",
    sheet="Mentors",
    top=3,
    left=2,
    headers=("Name", "Level", "Joined", "Active"),
    rows=(("Ada", 2, date(2024, 2, 29), True), ("Bo", 3.5, None, False)),
)
BELOW = Block("Notes", "Mentors", 8, 2, ("Note", "By"), (("keep me", "HR"),))
TEXTS = Block("Texts", "Texts", 1, 1, ("Text",), (("first",),))
MOMENTS = Block(
    "Moments",
    "Odd 'name' & co",
    1,
    3,
    ("Day", "Moment", "Time"),
    ((date(2026, 11, 22), datetime(2026, 11, 22, 9, 30), time(9, 30)),),
)
COUNTS = Block("Counts", "Counts", 2, 1, ("What", "How many"), (("x", Formula("=1+1", 2)),))
ALL = (PEOPLE, BELOW, TEXTS, MOMENTS, COUNTS)

DANGEROUS = [
    "=1+1", "+x", "-x", "@x", "+1", "-1", "\tx", "\rx", "'quoted", "''", "'", "_x0041_", "_x000D_",
    "_x005F_x0041_", "👩🏽‍💻 emoji", "x" * LONGEST_TEXT, "007", "1/2", "two\nlines", "a\r\nb",
    " spaced ", "<b>&amp;</b>", "]]>", "\x08bell", "TRUE", "true", "50%", "1E5", "#N/A", "May 5",
    '=HYPERLINK("http://example.org")', "=cmd|' /C calc'!A0", "2026-11-22", "\u200b", "ünï",
]  # fmt: skip


@dataclass
class Opened:
    """A book under test, and how to look at it afresh as its next user would."""

    book: Book
    again: Callable[[], Book]

    def rows(self, table: str) -> tuple[tuple[Cell, ...], ...]:
        return self.again().tables()[table].rows


def _memory(blocks: Sequence[Block], folder: Path) -> Opened:
    book = MemoryBook(blocks)
    return Opened(book, lambda: book)


def _file(blocks: Sequence[Block], folder: Path) -> Opened:
    path = workbook_file(folder / "book.xlsx", blocks)
    return Opened(FileBook(path), lambda: FileBook(path))


def _live(blocks: Sequence[Block], folder: Path) -> Opened:
    _, book = excel_with(blocks)
    return Opened(LiveBook(book), lambda: LiveBook(book))


def _second(blocks: Sequence[Block], folder: Path) -> Opened:
    book = Desktop().open(workbook_file(folder / "book.xlsx", blocks))
    return Opened(LiveBook(book), lambda: LiveBook(book))


def _excel(blocks: Sequence[Block], folder: Path) -> Opened:
    number = len(list(folder.glob("book*.xlsx")))  # Excel opens no two files of one name
    book = in_excel(workbook_file(folder / f"book{number}.xlsx", blocks))
    return Opened(LiveBook(book), lambda: LiveBook(book))


KEEPERS = [
    pytest.param(_memory, id="memory"),
    pytest.param(_file, id="file"),
    pytest.param(_live, id="live"),
    pytest.param(_second, id="second"),
    pytest.param(_excel, id="excel", marks=pytest.mark.excel),
]


@pytest.fixture(params=KEEPERS)
def keeper(request: pytest.FixtureRequest) -> Callable[[Sequence[Block], Path], Opened]:
    if request.param is _excel:
        skip_without_excel(request.config)
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def opened(keeper: Any, tmp_path: Path) -> Opened:
    return keeper(ALL, tmp_path)


def test_reads_every_table_as_one_block(opened: Opened) -> None:
    tables = opened.book.tables()
    assert dict(tables) == {block.name: block for block in ALL}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("Cy", 1, date(2025, 1, 2), None)], id="fewer"),
        pytest.param([("Cy", 1, None, True), ("Di", 2, date(2025, 1, 2), False)], id="same"),
        pytest.param([("Cy", i, date(2025, 1, i), True) for i in (1, 2, 3)], id="more"),
        pytest.param([(None, None, None, None)], id="blank"),
    ],
)
def test_write_replaces_the_rows_and_nothing_else(opened: Opened, rows: list[Any]) -> None:
    opened.book.write({"Mentors": rows})
    tables = opened.again().tables()
    assert tables["Mentors"].rows == tuple(rows)
    assert [tables[b.name] for b in ALL[1:]] == list(ALL[1:])


def test_no_rows_leave_one_blank_row(opened: Opened) -> None:
    opened.book.write({"Mentors": []})
    assert opened.rows("Mentors") == ((None,) * 4,)


def test_shrink_then_grow(opened: Opened) -> None:
    rows = [(f"p{i}", i, None, True) for i in range(3)]
    opened.book.write({"Mentors": []})
    opened.again().write({"Mentors": rows})
    assert opened.rows("Mentors") == tuple(rows)


@pytest.mark.parametrize("text", DANGEROUS, ids=lambda text: repr(text[:14]))
def test_text_stays_text(opened: Opened, text: str) -> None:
    opened.book.write({"Texts": [("plain",), (text,)]})
    assert opened.rows("Texts") == (("plain",), (text,))


def test_values_of_every_kind(opened: Opened) -> None:
    moments = [
        (date(1900, 1, 1), datetime(2026, 1, 1, 0, 0, 1), time(0, 0)),
        (date(1900, 2, 28), datetime(1999, 12, 31, 23, 59, 59), time(23, 59, 59)),
        (date(9999, 12, 31), None, time(12, 0)),
    ]
    opened.book.write({"Moments": moments})
    assert opened.rows("Moments") == tuple(moments)


def test_a_formula_keeps_its_text_and_value(opened: Opened) -> None:
    rows = [("a", Formula("=1+1", 2)), ("b", Formula("=20+22", 42)), ("c", 7)]
    opened.book.write({"Counts": rows})
    assert opened.rows("Counts") == tuple(rows)
    opened.again().write({"Counts": [("=1+1", 5)]})
    assert opened.rows("Counts") == (("=1+1", 5),)


def test_a_table_in_the_way_blocks_everything(opened: Opened) -> None:
    many = [(f"p{i}", i, None, True) for i in range(5)]
    with pytest.raises(TableBlocked, match=r"Mentors.*B6:E8.*Notes"):
        opened.book.write({"Texts": [("new",)], "Mentors": many})
    assert dict(opened.again().tables()) == {block.name: block for block in ALL}


def test_two_tables_at_once(opened: Opened) -> None:
    opened.book.write({"Texts": [("new",)], "Counts": [("y", 3)]})
    assert (opened.rows("Texts"), opened.rows("Counts")) == ((("new",),), (("y", 3),))


def test_moved_table_and_extra_columns_of_the_user(keeper: Any, tmp_path: Path) -> None:
    moved = Block(
        "Mentors", "Elsewhere", 40, 7, ("Mine", "Name", "More"), (("a", "Ada", 1), ("b", "Bo", 2))
    )
    opened = keeper([moved], tmp_path)
    assert opened.book.tables()["Mentors"] == moved
    opened.book.write({"Mentors": [("c", "Cy", 3)]})
    assert opened.again().tables()["Mentors"] == Block(
        "Mentors", "Elsewhere", 40, 7, ("Mine", "Name", "More"), (("c", "Cy", 3),)
    )


def test_unknown_table_and_wrong_width(opened: Opened) -> None:
    with pytest.raises(NotAProgramFile, match="Nobody"):
        opened.book.write({"Nobody": []})
    with pytest.raises(RevmentorError, match="2 cells, not 4"):
        opened.book.write({"Mentors": [("a", "b")]})
    with pytest.raises(RevmentorError, match="longer than"):
        opened.book.write({"Texts": [("x" * (LONGEST_TEXT + 1),)]})


# Excel has no text with lone surrogates, and blanks are never empty text.
texts = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("=+-@'\t\r\n_x0123456789/: " + string.ascii_letters),
    ),
    min_size=1,
    max_size=30,
)
numbers = st.one_of(st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))
days = st.dates(date(1900, 1, 1), date(9999, 12, 31))
moments = st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31, 23, 59)).map(
    lambda moment: moment.replace(microsecond=0)
)
times = st.times().map(lambda moment: moment.replace(microsecond=0))
KINDS = {"Text": texts, "Number": numbers, "Truth": st.booleans(), "Day": days,
         "Moment": moments, "Time": times}  # fmt: skip
ROWS = st.lists(st.tuples(*[st.none() | kind for kind in KINDS.values()]), max_size=8)
WIDE = Block("Wide", "Wide", 2, 2, tuple(KINDS), ((None,) * len(KINDS),))


def _in_excels_terms(cell: Cell) -> Cell:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    return cell


@settings(
    max_examples=tries(60),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=ROWS, second=ROWS)
def test_whatever_is_written_is_read_back(
    keeper: Any, tmp_path: Path, first: list[Any], second: list[Any]
) -> None:
    opened = keeper([WIDE], tmp_path)
    for rows in (first, second):
        opened.again().write({"Wide": rows})
        wanted = tuple(tuple(_in_excels_terms(cell) for cell in row) for row in rows)
        assert opened.rows("Wide") == (wanted or ((None,) * len(KINDS),))
        for row in opened.rows("Wide"):
            assert isinstance(row[2], (bool, type(None)))
