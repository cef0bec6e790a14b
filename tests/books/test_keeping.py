"""Opening and saving a program: by table name and header, losing nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.books.book import Block, Cell
from revmentor_xl.books.load_save import blocks, load, save
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.errors import NotAProgramFile
from revmentor_xl.findings.finding import Severity
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import is_blank
from tests.programs import MONDAY, filled, program
from tests.tries import tries


class WatchedBook(MemoryBook):
    """Remembers which tables were written."""

    written: tuple[str, ...] = ()

    def write(
        self,
        rows: Mapping[str, Sequence[Sequence[Cell]]],
        values: Mapping[str, Cell] | None = None,
    ) -> None:
        self.written = tuple(rows)
        super().write(rows, values)


def book(given: Program, **changed: Block) -> WatchedBook:
    return WatchedBook(changed.get(block.name, block) for block in blocks(given))


def block(given: Program, name: str) -> Block:
    return next(block for block in blocks(given) if block.name == name)


PEOPLE = program(mentors=[{"id": "M1"}, {"id": "M2"}], leaders=[{"id": "L1"}])


def test_what_is_opened_is_what_was_saved() -> None:
    opened = load(book(PEOPLE), MONDAY)
    assert opened.findings == ()
    assert list(opened.table("mentors")["id"]) == ["M1", "M2"]
    assert opened.settings == PEOPLE.settings


def test_only_tables_that_changed_are_written() -> None:
    kept = book(PEOPLE)
    before = load(kept, MONDAY)
    after = before.with_rows("levels", pd.DataFrame({"level": ["Junior"], "rank": [1]}))
    assert save(after, kept, before, {}) == ["levels"]
    assert kept.written == ("Levels",)


def test_nothing_is_written_when_nothing_changed() -> None:
    kept = book(PEOPLE)
    before = load(kept, MONDAY)
    assert save(before, kept, before, {}) == []
    assert kept.written == ()


def test_a_table_is_found_wherever_it_was_moved() -> None:
    moved = replace(block(PEOPLE, "Mentors"), sheet="Juniors", top=20, left=4)
    opened = load(book(PEOPLE, Mentors=moved), MONDAY)
    assert opened.where("mentors", 21, "name") == {"sheet": "Juniors", "cell": "E21"}


def test_columns_may_stand_in_any_order_and_users_may_add_their_own() -> None:
    old = block(PEOPLE, "Mentors")
    headers = ("Shoe size", *reversed(old.headers))
    rows = tuple((40 + i, *reversed(row)) for i, row in enumerate(old.rows))
    kept = book(PEOPLE, Mentors=replace(old, headers=headers, rows=rows))
    opened = load(kept, MONDAY)
    assert list(opened.table("mentors")["id"]) == ["M1", "M2"]
    turned = opened.cells("mentors").iloc[::-1]
    save(opened.with_cells("mentors", turned), kept, opened, {})
    written = kept.tables()["Mentors"]
    assert [(row[0], row[-1]) for row in written.rows] == [(41, "M2"), (40, "M1")]


@pytest.mark.parametrize(
    ("header", "renamed", "code", "likely"),
    [
        ("Department", "Departement", "RM303", "Departement"),
        ("Strengths", "What I can teach", "RM303", "What I can teach"),
        ("Department", "Zzz", "RM302", ""),
    ],
    ids=["misspelled", "a known alias", "gone"],
)
def test_a_header_that_is_missing_is_pointed_out_with_the_likely_one(
    header: str, renamed: str, code: str, likely: str
) -> None:
    old = block(PEOPLE, "Mentors")
    headers = tuple(renamed if one == header else one for one in old.headers)
    opened = load(book(PEOPLE, Mentors=replace(old, headers=headers)), MONDAY)
    (finding,) = opened.findings
    assert finding.code == code
    assert header in finding.message
    assert likely in finding.message


def test_a_renamed_header_is_found_by_its_cell() -> None:
    old = block(PEOPLE, "Mentors")
    headers = tuple("Departement" if one == "Department" else one for one in old.headers)
    opened = load(book(PEOPLE, Mentors=replace(old, headers=headers)), MONDAY)
    assert (opened.findings[0].sheet, opened.findings[0].cell) == ("Mentors", "D5")


def test_a_missing_table_is_pointed_out_and_the_rest_works() -> None:
    kept = WatchedBook(one for one in blocks(PEOPLE) if one.name != "Pairs")
    opened = load(kept, MONDAY)
    assert [(f.code, f.sheet) for f in opened.findings] == [("RM301", "Pairs")]
    assert len(opened.table("mentors")) == 2


def test_any_other_workbook_is_refused() -> None:
    stranger = MemoryBook([Block("Budget", "Sheet1", 1, 1, ("A",), ((1,),))], name="budget.xlsx")
    with pytest.raises(NotAProgramFile, match=r"budget\.xlsx"):
        load(stranger, MONDAY)


def test_blank_rows_are_passed_over_and_cells_keep_their_address() -> None:
    old = block(
        filled(PEOPLE, "mentors", [{"id": "M1"}, {}, {"id": "M2", "capacity": "x"}]), "Mentors"
    )
    opened = load(book(PEOPLE, Mentors=old), MONDAY)
    assert list(opened.table("mentors")["id"]) == ["M1", "M2"]
    cells = {finding.cell for finding in opened.cell_findings("mentors")}
    assert "AA8" in cells


anything = st.none() | st.text(max_size=8) | st.integers(-9, 9) | st.booleans()


@settings(max_examples=tries(50), deadline=None)
@given(st.lists(st.tuples(anything, anything), max_size=5))
def test_whatever_stands_in_cells_comes_back(rows: list[tuple[Cell, Cell]]) -> None:
    made = filled(program(), "rules", [{"mentor": a, "reason": b} for a, b in rows])
    opened = load(book(made), MONDAY)
    plain = [[None if is_blank(value) else value for value in row] for row in rows]
    seen = opened.cells("rules")[["mentor", "reason"]].to_numpy().tolist()
    assert [[None if is_blank(v) else v for v in row] for row in seen] == [
        row for row in plain if row != [None, None]
    ]


@pytest.mark.parametrize(
    ("header", "severity"),
    [
        ("Not to be paired with", Severity.ERROR),
        ("Manager", Severity.ERROR),
        ("Level", Severity.ERROR),
        ("Values at work", Severity.WARNING),
    ],
)
def test_a_missing_column_that_hard_rules_rest_on_must_be_mended(
    header: str, severity: Severity
) -> None:
    whole = block(PEOPLE, "Mentors")
    at = whole.headers.index(header)
    cut = replace(
        whole,
        headers=(*whole.headers[:at], f"Renamed {header}", *whole.headers[at + 1 :]),
    )
    opened = load(book(PEOPLE, Mentors=cut), MONDAY)
    assert [f.severity for f in opened.findings if header in f.message] == [severity]
