"""Equal answers are read once, and yet every cell is judged for itself."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.schema.cells import parse
from revmentor_xl.schema.model import Audience, Column, Kind, Table, Writer
from revmentor_xl.schema.typed_rows import typed_rows
from tests.tries import tries

VALUES = st.sampled_from(
    [None, "", True, False, 1, 1.0, 0, 0.0, "1", "yes", "Yes", "x; x", "1.5", 1.5, 99,
     float("nan"), "#N/A", date(2026, 1, 5), "2026-01-05", "a@x.com", "nobody"]
)  # fmt: skip


def table(kind: Kind) -> Table:
    column = Column("it", "It", kind, Writer.HR, Audience.HR, "", required=True, least=0, most=5)
    return Table("one", "One", (column,))


@settings(max_examples=tries(60), deadline=None)
@given(st.sampled_from(Kind), st.lists(VALUES, max_size=12))
def test_every_cell_reads_as_it_would_alone(kind: Kind, values: list[object]) -> None:
    made = table(kind)
    cells = pd.DataFrame({"it": pd.Series(values, dtype=object)})
    rows, findings = typed_rows(made, cells, {}, lambda row, key: {"cell": f"A{row}"})
    alone = [parse(made["it"], value) for value in values]
    for typed, (expected, _) in zip(rows["it"], alone):
        if expected is None:
            assert pd.isna(typed)
        elif kind is Kind.ANY and expected != expected:
            assert typed != typed
        else:
            assert typed == expected
            assert kind is not Kind.ANY or type(typed) is type(expected)
    problems = [f"A{row}" for row, (_, found) in enumerate(alone) for _ in found]
    assert [finding.cell for finding in findings] == problems


@pytest.mark.parametrize("kind", [Kind.INTEGER, Kind.YES_NO, Kind.TEXT])
def test_one_true_and_one_point_nought_are_three_answers(kind: Kind) -> None:
    values = [True, 1, 1.0]
    for order in (values, values[::-1]):
        cells = pd.DataFrame({"it": pd.Series(order, dtype=object)})
        rows, _ = typed_rows(table(kind), cells, {}, lambda row, key: {"cell": "A1"})
        expected = [parse(table(kind)["it"], value)[0] for value in order]
        assert [None if pd.isna(v) else v for v in rows["it"]] == expected
