"""What a program keeps: HR's words, users' columns, and the shape of its tables."""

from __future__ import annotations

import pandas as pd
import pytest

from revmentor_xl.program import Program
from revmentor_xl.schema.places import column_letters
from revmentor_xl.schema.workbook import WORKBOOK
from tests.programs import MONDAY, filled, program


def pairs(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(rows, dtype=object)


def with_pairs(*rows: dict[str, object]) -> Program:
    return filled(program(), "pairs", rows)


def test_what_hr_typed_follows_its_row_by_key() -> None:
    before = with_pairs(
        {"pair_id": "A", "score": 50.0, "status": "Approved", "note": "asked twice"},
        {"pair_id": "B", "score": 40.0, "status": "Proposed"},
    )
    after = before.rewrite(
        "pairs",
        pairs(
            {"pair_id": "B", "score": 44.0, "status": "Proposed"},
            {"pair_id": "A", "score": 55.0, "status": "Proposed"},
        ),
    )
    seen = after.table("pairs")[["pair_id", "score", "status", "note"]]
    assert seen.to_numpy().tolist() == [
        ["B", 44.0, "Proposed", ""],
        ["A", 55.0, "Approved", "asked twice"],
    ]


def test_columns_that_users_added_follow_their_row() -> None:
    cells = with_pairs({"pair_id": "A"}, {"pair_id": "B"}).cells("pairs").copy()
    cells["+Coach"] = pd.Series(["Kim", None], index=cells.index, dtype=object)
    before = program().with_cells("pairs", cells)
    after = before.rewrite("pairs", pairs({"pair_id": "B"}, {"pair_id": "A"}))
    assert list(after.cells("pairs")["+Coach"]) == [None, "Kim"]


def test_what_hr_typed_in_a_row_that_is_gone_is_kept_as_a_finding() -> None:
    before = with_pairs({"pair_id": "A", "status": "Proposed", "note": "call her first"})
    after = before.rewrite("pairs", pairs({"pair_id": "B"}))
    assert [(f.code, f.sheet) for f in after.findings] == [("RM305", "Pairs")]
    assert "call her first" in after.findings[0].message


def test_a_row_that_is_gone_and_held_nothing_of_hrs_is_no_finding() -> None:
    before = with_pairs({"pair_id": "A", "status": "Proposed"})
    assert before.rewrite("pairs", pairs({"pair_id": "B"})).findings == ()


@pytest.mark.parametrize(
    ("rows", "usable", "codes"),
    [
        ([{"id": "M1"}, {"id": "m1 ", "email": "b@example.com"}], ["M1"], ["RM201"]),
        ([{"id": None}], [], []),
        ([{"id": "M1", "level": None}], ["M1"], ["RM101"]),
        ([{"id": "M1", "capacity": "two"}], ["M1"], ["RM102"]),
    ],
    ids=["repeated id", "no id", "required", "wrong cell"],
)
def test_rows_that_cannot_be_used_are_left_out_and_pointed_out(
    rows: list[dict[str, object]], usable: list[str], codes: list[str]
) -> None:
    made = program(mentors=rows)
    assert list(made.table("mentors")["id"]) == usable
    assert [f.code for f in made.cell_findings("mentors")] == codes


def test_a_wrong_cell_stays_as_it_was_typed() -> None:
    made = program(mentors=[{"id": "M1", "capacity": "two"}])
    assert made.cells("mentors")["capacity"].tolist() == ["two"]
    assert made.table("mentors")["capacity"].isna().all()


def test_skills_are_known_by_their_aliases_and_kept_as_typed() -> None:
    made = program(mentors=[{"id": "M1", "strengths": "genai; Python"}])
    assert made.table("mentors")["strengths"].tolist() == [("Generative AI", "Python")]
    assert made.cells("mentors")["strengths"].tolist() == ["genai; Python"]


def test_a_setting_that_cannot_be_read_keeps_its_default_and_is_pointed_out() -> None:
    cells = Program.new(MONDAY).cells("settings").copy()
    row = cells.index[list(cells["setting"]).index("Cohort size")]
    cells.loc[row, "value"] = "ten"
    made = Program.new(MONDAY).with_cells("settings", cells)
    assert made.settings.cohort_size == 10
    assert [(f.code, f.cell) for f in made.setting_findings] == [("RM102", f"C{row}")]


def test_a_new_program_has_nothing_to_mend() -> None:
    fresh = Program.new(MONDAY)
    assert fresh.setting_findings == ()
    assert {key: fresh.cell_findings(key) for key in WORKBOOK.tables} == dict.fromkeys(
        WORKBOOK.tables, ()
    )


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")]
)
def test_columns_are_named_as_excel_names_them(number: int, letters: str) -> None:
    assert column_letters(number) == letters


def test_what_follows_from_tables_is_worked_out_again_only_when_they_change() -> None:
    made = program(mentors=[{"id": "M1"}], leaders=[{"id": "L1"}])
    counts: list[int] = []

    def work(one: Program) -> int:
        def count() -> int:
            counts.append(len(one.table("mentors")))
            return counts[-1]

        return one.derived("number of mentors", ("mentors",), count)

    assert (work(made), work(made.with_cells("leaders", made.cells("leaders")))) == (1, 1)
    assert counts == [1]
    cells = pd.concat([made.cells("mentors"), made.cells("mentors").assign(id="M2")])
    assert work(made.with_cells("mentors", cells)) == 2
