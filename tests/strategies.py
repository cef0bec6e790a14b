"""Random programs, derived from the schema: whatever may stand in any cell of any table."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from datetime import date, datetime, time

import pandas as pd
from hypothesis import strategies as st

from revmentor_xl.program import Program
from revmentor_xl.schema.model import Column, Kind, Table
from revmentor_xl.schema.workbook import WORKBOOK
from tests.programs import MONDAY

PEOPLE = ("M1", "M2", "L1", "L2", "Ana Li", "Li, Ana", "ana@example.com", "nobody", "m1 ")
ODD = (
    *("", " ", "\xa0", "-", "?", "#REF!", "=1+1", "+49 123", "@home", "1,5", "1.005E+03", "007"),
    *("two", "yes, gladly", "n/a", "31.02.2026", "3/4/2026", "2026-03-31", "25:00", "Ünïcödé"),
    *("a;b;;a", "a, b", "x" * 300, "Ana\nLi", "\u202eevil", "R&amp;D", "TRUE", "0", "-1", "99999"),
)

junk: st.SearchStrategy[object] = (
    st.none()
    | st.sampled_from(ODD)
    | st.sampled_from(PEOPLE)
    | st.text(max_size=12)
    | st.integers(-5, 10**6)
    | st.sampled_from([10**30, 1e30, -1e300])
    | st.floats(allow_nan=True, allow_infinity=False, width=32)
    | st.booleans()
    | st.just(datetime(2026, 3, 31, 9, 30))
    | st.just(time(9, 30))
)


def fitting(column: Column, program: Program) -> st.SearchStrategy[object]:
    """Cells that suit the column."""
    choices = program.choices(column)
    return _fitting(column, tuple(choices.names) if choices and choices.names else PEOPLE)


@functools.cache
def _fitting(column: Column, some: tuple[str, ...]) -> st.SearchStrategy[object]:
    names = st.sampled_from(some)
    by_kind: dict[Kind, st.SearchStrategy[object]] = {
        Kind.INTEGER: st.integers(int(column.least or 0), int(column.most or 9)),
        Kind.NUMBER: st.floats(0, 100, width=32),
        Kind.DATE: st.dates(date(2025, 12, 1), date(2026, 9, 30)),
        Kind.MOMENT: st.just(datetime(2026, 3, 31, 9, 30)),
        Kind.TIME: st.sampled_from([time(9), time(12), time(17)]),
        Kind.YES_NO: st.sampled_from(["Yes", "No"]),
        Kind.EMAIL: st.sampled_from(["ana@example.com", "ben@example.com", "cy@example.com"]),
        Kind.CHOICE: names,
        Kind.LIST: st.lists(names, max_size=4).map("; ".join),
    }
    return by_kind.get(column.kind, st.sampled_from(PEOPLE) | st.text(max_size=8))


def rows(table: Table, program: Program, most: int = 4) -> st.SearchStrategy[pd.DataFrame]:
    """A few rows of a table: mostly fitting cells, some empty, some nonsense."""
    return _rows(table.keys, tuple(fitting(column, program) for column in table.columns), most)


@functools.cache  # to build a strategy takes longer than to draw from it
def _rows(
    keys: Sequence[str], suiting: Sequence[st.SearchStrategy[object]], most: int
) -> st.SearchStrategy[pd.DataFrame]:
    columns = {key: st.one_of(cell, cell, st.none(), junk) for key, cell in zip(keys, suiting)}
    many = st.lists(st.fixed_dictionaries(columns), max_size=most)
    return many.map(lambda made: pd.DataFrame(made, columns=list(keys), dtype=object))


@functools.cache
def _new() -> Program:
    return Program.new(MONDAY, start_date=MONDAY, session_count=2)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """A program in which some tables hold anything at all."""
    made = _new()
    keys = draw(st.lists(st.sampled_from(sorted(set(WORKBOOK.tables) - {"undo"})), max_size=5))
    for key in sorted({*keys, "mentors", "leaders"}):
        made = made.with_cells(key, draw(rows(WORKBOOK.table(key), made)))
    return made
