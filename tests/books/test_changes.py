"""What is written when a table gets new rows: all that differs, and little more."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.books.areas import Area, data_area
from revmentor_xl.books.book import Block, Cell, Formula
from revmentor_xl.books.excel.changes import before, carried, needs, patches, surplus, telling_spot

WIDTH = 4
FORMULA = Formula("=1+1", 2)
D, M, T = date(2026, 1, 5), datetime(2026, 1, 5, 9), time(9)


def block(rows: list[tuple[Cell, ...]]) -> Block:
    return Block("T", "S", 1, 1, tuple("ABCD"[: len(rows[0])]), tuple(rows))


cells: st.SearchStrategy[Cell] = st.sampled_from([None, None, 0, 1, True, "a", "b", D, FORMULA])
lines = st.lists(st.tuples(*[cells] * WIDTH), min_size=1, max_size=6)


@given(old=lines, new=lines)
def test_the_patches_turn_the_old_rows_into_the_new_ones(
    old: list[tuple[Cell, ...]], new: list[tuple[Cell, ...]]
) -> None:
    held = {(i + 2, j + 1): cell for i, row in enumerate(old) for j, cell in enumerate(row)}
    written: list[tuple[int, int]] = []
    for patch in patches(block(old), new):
        for i, row in enumerate(patch.rows):
            assert len(row) == patch.area.right - patch.area.left + 1
            for j, cell in enumerate(row):
                spot = patch.area.top + i, patch.area.left + j
                held[spot] = cell
                written.append(spot)
    for i, row in enumerate(new):
        assert [held[i + 2, j + 1] for j in range(WIDTH)] == list(row)
    assert len(written) == len(set(written)), "no cell is written twice"
    assert all(row < len(new) + 2 for row, _ in written)


@given(old=lines, new=lines)
def test_a_column_that_stays_is_left_alone_when_there_is_something_in_it(
    old: list[tuple[Cell, ...]], new: list[tuple[Cell, ...]]
) -> None:
    kept = min(len(old), len(new))
    for patch in patches(block(old), new):
        rows = range(patch.area.top - 2, min(patch.area.bottom - 1, kept))
        for j in range(patch.area.left - 1, patch.area.right):
            column = [(old[i][j], new[i][j]) for i in rows]
            stays = all(one == other and type(one) is type(other) for one, other in column)
            assert not stays or all(one is None for one, _ in column)


@given(old=lines, new=lines)
def test_what_was_there_is_known_for_every_patch(
    old: list[tuple[Cell, ...]], new: list[tuple[Cell, ...]]
) -> None:
    table = block(old)
    for patch in patches(table, new):
        was, added = before(table, patch.area)
        if was:
            for i, row in enumerate(was.rows):
                first = was.area.left - 1
                assert row == old[was.area.top - 2 + i][first : was.area.right]
        below = range(max(patch.area.top, len(old) + 2), patch.area.bottom + 1)
        assert added == (
            Area(below[0], patch.area.left, patch.area.bottom, patch.area.right) if below else None
        )


@pytest.mark.parametrize(
    ("old", "new", "asked"),
    [
        pytest.param(D, date(2027, 1, 1), [], id="a date for a date"),
        pytest.param(M, D, [], id="a date for a moment"),
        pytest.param(1, 2.5, [], id="a number for a number"),
        pytest.param(FORMULA, Formula("=2+2", 4), [], id="a formula for a formula"),
        pytest.param(7, "text", [], id="text suits any format"),
        pytest.param(7, None, [], id="so does a blank"),
        pytest.param(None, D, ["A2"], id="a date for a blank"),
        pytest.param("x", 7, ["A2"], id="a number for text"),
        pytest.param(7, D, ["A2"], id="a date for a number"),
        pytest.param(0.5, T, ["A2"], id="a time for a fraction"),
        pytest.param("x", FORMULA, ["A2"], id="a formula for text"),
        pytest.param("x", True, ["A2"], id="a truth for text"),
    ],
)
def test_excel_is_asked_for_a_format_where_the_sort_of_value_changes(
    old: Cell, new: Cell, asked: list[str]
) -> None:
    assert [need.area.ref for need in needs(block([(old,)]), [(new,)])] == asked


def test_a_column_of_one_sort_is_asked_about_at_once_and_a_mixed_one_in_stretches() -> None:
    old: list[tuple[Cell, ...]] = [(None,)] * 6
    assert [n.area.ref for n in needs(block(old), [(D,), (None,), ("x",), (M,), (D,), (D,)])] == [
        "A2:A7"
    ]
    assert [n.area.ref for n in needs(block(old), [(D,), (D,), (5,), ("x",), (T,), (T,)])] == [
        "A2:A3",
        "A4",
        "A6:A7",
    ]


def test_new_rows_take_the_first_rows_formats_where_these_suit() -> None:
    area = Area(5, 1, 6, 4)
    rows: list[tuple[Cell, ...]] = [(1, D, "x", 5), (2, D, "007", D)]
    made = [(part.ref, code) for part, code in carried(area, ["0.0", "General", "@", "0%"], rows)]
    assert made == [("A5:A6", "0.0"), ("B5:B6", "yyyy-mm-dd"), ("C5:C6", "@"), ("D5", "0%"),
                    ("D6", "yyyy-mm-dd")]  # fmt: skip


def test_rows_given_up_are_known() -> None:
    table = block([("a", 1), ("b", 2), ("c", 3)])
    rest = surplus(table, [("a", 1)])
    assert rest is not None
    assert (rest.area.ref, rest.rows) == ("A3:B4", (("b", 2), ("c", 3)))
    assert surplus(table, table.rows) is None
    assert data_area(table).ref == "A2:B4"


@pytest.mark.parametrize(
    ("old", "new", "spot"),
    [
        (("a", None), ("a", 5), (2, 2, "")),
        (("a", 1), ("b", 2), (2, 1, "a")),
        ((7, None), ("7", None), None),  # both look the same to whoever asks
        (("a", 1), (None, None), None),
    ],
)
def test_a_cell_that_tells_whether_a_change_arrived(
    old: tuple[Cell, ...], new: tuple[Cell, ...], spot: tuple[int, int, str] | None
) -> None:
    table = block([old])
    assert telling_spot(table, patches(table, [new])[0]) == spot
