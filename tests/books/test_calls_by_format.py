"""Calls to Excel do not grow with the rows, however the formats of a column alternate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import pytest

from revmentor_xl.books.book import Block, Cell, ErrorValue, Formula
from revmentor_xl.books.excel.ranges import MOST_ASKED
from revmentor_xl.books.live import LiveBook
from tests.engine import Excel, Held, excel_with, fraction

FORMATS = ["0%", "hh:mm", "#,##0.00", "dd/mm/yy", "@"]
SORTS: list[Callable[[int], Cell]] = [
    lambda i: date(2026, 1, 1 + i % 28),
    lambda i: i + 0.5,
    lambda i: time(i % 24, 30, 15),
    lambda i: datetime(2026, 1, 1 + i % 28, 9, 30),
    lambda i: f"{i}/2",
    lambda i: i % 2 == 0,
    lambda i: ErrorValue("#N/A"),
    lambda i: None,
]


def fractions(count: int) -> list[Cell]:
    return [(1 + i % 7) / 8 for i in range(count)]


def blanks(count: int) -> list[Cell]:
    return [None] * count


def numbers(count: int) -> list[Cell]:
    return [i + 1.5 for i in range(count)]


def days(count: int) -> list[Cell]:
    return [date(2026, 1, 1 + i % 28) for i in range(count)]


def motley(count: int) -> list[Cell]:
    return [SORTS[i % len(SORTS)](i) for i in range(count)]


def turned(count: int) -> list[Cell]:
    return [SORTS[(i + 3) % len(SORTS)](i) for i in range(count)]


def opened(values: Sequence[Cell], formats: Sequence[str], below: int = 0) -> tuple[Excel, Any]:
    """A table of one column, whose cells (and `below`, those beneath) have these formats in turn.

    A value whose kind only its format tells keeps the one it came with.
    """
    block = Block("T", "S", 1, 1, ("Mine",), tuple((value,) for value in values))
    excel, book = excel_with([block])
    for i in range(len(values) + below):
        if formats and (i >= len(values) or not isinstance(values[i], (date, time))):
            held = excel.sheets["S"].setdefault((2 + i, 1), Held())
            held.number_format = formats[i % len(formats)]
    excel.calls = 0
    return excel, book


CASES = {
    "fractions and times of day": (fractions, None, ["0%", "hh:mm"]),
    "fractions that move": (fractions, lambda n: fractions(n)[::-1], ["0%", "hh:mm", "0.00"]),
    "numbers for blanks": (blanks, numbers, FORMATS),
    "days for blanks": (blanks, days, FORMATS),
    "days for numbers": (numbers, days, FORMATS),
    "numbers for days": (days, numbers, []),
    "amounts of money": (numbers, lambda n: numbers(n)[::-1], ["$0.00", "0.0"]),
    "sorts that take turns": (blanks, motley, []),
    "sorts that change their turns": (motley, turned, []),
    "sorts that take turns in any format": (blanks, motley, FORMATS),
    "more rows": (lambda n: blanks(1), motley, FORMATS),
    "more of one sort": (lambda n: numbers(1), numbers, FORMATS),
    "more days": (lambda n: days(1), days, FORMATS),
}


def alike(cell: Cell, wanted: Cell) -> bool:
    """Whether a cell holds what was written: where formats alternate, a time of day may be told
    as the fraction of a day that it is to Excel."""
    told = [fraction(one) if isinstance(one, time) else one for one in (cell, wanted)]
    return told[0] == told[1] and isinstance(cell, bool) == isinstance(wanted, bool)


def calls(case: str, count: int) -> int:
    """What the case costs; and it leaves what was written."""
    old, new, formats = CASES[case]
    before = old(count)
    excel, book = opened(before, formats, below=count)
    live = LiveBook(book)
    live.tables()
    if new:
        wanted = new(count)
        live.write({"T": [(cell,) for cell in wanted]})
        cost = excel.calls
        now = [row[0] for row in LiveBook(book).tables()["T"].rows]
        assert all(map(alike, now, wanted))
        return cost
    return excel.calls


@pytest.mark.parametrize("case", CASES)
def test_calls_do_not_grow_with_the_rows_or_the_formats(case: str) -> None:
    few, many, crowd = (calls(case, count) for count in (10, 250, 1_000))
    assert many == crowd
    assert crowd - few <= 5 * MOST_ASKED


def test_times_of_day_are_told_from_fractions_where_formats_change_now_and_then() -> None:
    """Three stretches in a thousand rows are found to the row."""
    values: list[Cell] = [0.25] * 1_000
    values[400:700] = [time(6)] * 300
    _, book = opened(values, [])
    assert [row[0] for row in LiveBook(book).tables()["T"].rows] == values


def test_our_own_times_of_day_need_no_format_to_be_told() -> None:
    block = Block("TimeBlocks", "S", 1, 1, ("From", "Mine"), ((time(9), time(9)),) * 300)
    excel, book = excel_with([block])
    for row in range(2, 302, 2):
        for column in (1, 2):
            excel.sheets["S"][row, column].number_format = f'hh:mm;"{row}"'
    rows = LiveBook(book).tables()["TimeBlocks"].rows
    assert {row[0] for row in rows} == {time(9)}
    assert {row[1] for row in rows} == {0.375}, "in HR's own column nothing else tells"


@pytest.mark.parametrize("at", range(1, 12))
@pytest.mark.parametrize(
    "case", ["days for numbers", "numbers for days", "sorts that change their turns"]
)
def test_a_failure_puts_the_values_back_also_where_formats_are_not_known(
    case: str, at: int
) -> None:
    old, new, formats = CASES[case]
    excel, book = opened(old(300), formats)
    live = LiveBook(book)
    before = live.tables()["T"].rows
    excel.failing, excel.fails_at = OSError("Excel is gone"), at
    try:
        live.write({"T": [(cell,) for cell in new(300)]})
    except OSError:
        wanted = [row[0] for row in before]
    else:
        wanted = new(300)
    now = [row[0] for row in LiveBook(book).tables()["T"].rows]
    assert all(map(alike, now, wanted))


def test_formulas_take_their_turn_as_well() -> None:
    def mixed(shift: int) -> list[tuple[Cell, ...]]:
        turn = [Formula("=1+1", 2), date(2026, 1, 5), "x", 7]
        return [(turn[(i + shift) % 4],) for i in range(40)]

    _, book = opened([row[0] for row in mixed(0)], [])
    LiveBook(book).write({"T": mixed(1)})
    assert LiveBook(book).tables()["T"].rows == tuple(mixed(1))
