"""What the cells of a program file accept, and how words are coloured."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from revmentor_xl.exports.template.template import build
from revmentor_xl.exports.template.validation import READY_ROWS, WORDS, validation
from revmentor_xl.findings.finding import Severity
from revmentor_xl.program import Program
from revmentor_xl.schema.model import Kind, Writer
from revmentor_xl.schema.places import column_letters, default_places
from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.overview.home import STAGES
from tests.programs import MONDAY


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rules") / "template.xlsx"
    build(path, Program.new(MONDAY))
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def rule_of(book: openpyxl.Workbook, table: str, column: str) -> DataValidation | None:
    """The validation over a column's first data row."""
    place = default_places()[table]
    cell = place.cell(place.header_row + 1, column)
    rules = book[place.sheet].data_validations.dataValidation
    return next((rule for rule in rules if cell in rule.sqref), None)


@pytest.mark.parametrize(
    ("table", "column", "kind", "first", "second", "strictness"),
    [
        ("mentors", "level", "list", "list_levels", None, None),
        ("mentors", "capacity", "whole", "0", "5", None),
        ("mentors", "volunteered", "list", '"Yes,No"', None, None),
        ("levels", "rank", "whole", "0", "99", None),
        ("rules", "rule", "list", '"Must pair,Must not pair"', None, None),
        ("pairs", "status", "list", '"Proposed,Approved,Active,Ended,Rejected"', None, None),
        ("sessions", "held", "list", '"Planned,Held,Missed,Cancelled"', None, None),
        ("time_blocks", "start", "time", "0", "0.99930555555555556", "warning"),
        ("checkins", "answered", "date", "36526", "73050", "warning"),
    ],
)
def test_what_a_column_accepts(
    book: openpyxl.Workbook,
    table: str,
    column: str,
    kind: str,
    first: str,
    second: str | None,
    strictness: str | None,
) -> None:
    rule = rule_of(book, table, column)
    assert rule is not None
    assert (rule.type, rule.formula1, rule.errorStyle) == (kind, first, strictness)
    assert rule.error
    if second is not None:
        assert float(rule.formula2) == pytest.approx(float(second))


def test_every_column_of_hr_has_the_rule_that_the_schema_asks_for(
    book: openpyxl.Workbook,
) -> None:
    for key, table in WORKBOOK.tables.items():
        for column in table.columns:
            if key in ("settings", "what_if"):  # have lists of their own
                continue
            expected = column.writer is Writer.HR and validation(column) is not None
            assert (rule_of(book, key, column.key) is not None) == expected, (key, column.key)


def test_answers_with_several_values_have_no_dropdown_that_would_wipe_them_out(
    book: openpyxl.Workbook,
) -> None:
    lists = [
        (key, column.key)
        for key, table in WORKBOOK.tables.items()
        for column in table.columns
        if column.kind is Kind.LIST
    ]
    assert len(lists) > 10
    assert [one for one in lists if rule_of(book, *one) is not None] == []


def test_every_fixed_list_fits_into_a_dropdown() -> None:
    long = [
        (key, column.key)
        for key, table in WORKBOOK.tables.items()
        for column in table.columns
        if column.writer is Writer.HR
        and column.kind is Kind.CHOICE
        and (not validation(column) or any("," in choice for choice in column.choices))
    ]
    assert long == []


def test_rules_reach_far_below_the_last_row(book: openpyxl.Workbook) -> None:
    rule = rule_of(book, "mentors", "level")
    assert rule is not None
    assert [area.max_row - area.min_row + 1 for area in rule.sqref.ranges] == [READY_ROWS]


def test_each_setting_has_its_own_rule(book: openpyxl.Workbook) -> None:
    place = default_places()["settings"]
    for index, spec in enumerate(SETTINGS):
        cell = place.cell(place.header_row + 1 + index, "value")
        rules = [r for r in book["Settings"].data_validations.dataValidation if cell in r.sqref]
        assert len(rules) == (1 if validation(spec.column) else 0), spec.key


def test_lists_are_named_over_their_table(book: openpyxl.Workbook) -> None:
    named = {n: d.attr_text for n, d in book.defined_names.items() if n.startswith("list_")}
    assert named == {
        "list_levels": "Levels[Level]",
        "list_skills": "Skills[Skill]",
        "list_time_blocks": "TimeBlocks[Block]",
    }


def coloured(page: Worksheet, column: str) -> set[str]:
    """The words that have a colour in a column."""
    return {
        rule.formula[0].strip('"')
        for area, rules in page.conditional_formatting._cf_rules.items()
        for rule in rules
        if str(area.sqref).startswith(f"{column}") and rule.type == "cellIs"
    }


def test_colours_go_with_words_that_the_columns_really_hold(book: openpyxl.Workbook) -> None:
    for (key, column), words in WORDS.items():
        place = default_places()[key]
        letters = column_letters(place.columns[column])
        assert coloured(book[place.sheet], letters) == set(words), (key, column)
        choices = WORKBOOK.table(key)[column].choices
        if choices:
            assert set(words) == set(choices), (key, column)


def test_every_severity_and_every_state_has_a_look() -> None:
    assert set(WORDS["checks", "severity"]) == {severity.value for severity in Severity}
    assert len(WORDS["stages", "state"]) == 3
    assert len(STAGES) == 9


def test_a_weight_is_chosen_from_a_list_that_ends_with_the_must(book: openpyxl.Workbook) -> None:
    place = default_places()["settings"]
    row = next(k for k, spec in enumerate(SETTINGS) if spec.key == "weight_rapport")
    cell = place.cell(place.header_row + 1 + row, "value")
    [rule] = [r for r in book["Settings"].data_validations.dataValidation if cell in r.sqref]
    assert rule.type == "list"
    assert rule.formula1 == '"0,1,2,3,4,5,6,7,8,9,10,Must have"'
    assert rule.errorStyle in (None, "stop")
    assert rule.error == "Type a whole number from 0 to 10, or Must have."
