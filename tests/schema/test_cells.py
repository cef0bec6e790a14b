"""Cells as people type them: what they mean, and what is wrong with them."""

from __future__ import annotations

from datetime import date, datetime, time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.findings.catalogue import found
from revmentor_xl.schema.cells import Choices, fold, nearest, parse, render
from revmentor_xl.schema.model import Audience, Column, Kind, Writer
from revmentor_xl.schema.settings import MUST_HAVE, SETTINGS


def column(kind: Kind, **more: object) -> Column:
    return Column("x", "X", kind, Writer.HR, Audience.HR, "", **more)  # type: ignore[arg-type]


SKILLS = Choices.of(
    ["Python", "Power BI", "Research, design and test"], {"powerbi": "Power BI"}, "Skills"
)
LEVELS = Choices.of(["Junior", "Director"], sheet="Levels")


@pytest.mark.parametrize(
    ("kind", "cell", "value", "problems"),
    [
        (Kind.TEXT, "  Ana\xa0Li ", "Ana Li", []),
        (Kind.TEXT, 12.0, "12", []),
        (Kind.TEXT, "MÃ¼ller", "MÃ¼ller", ["strange_characters"]),
        (Kind.TEXT, "#REF!", "", ["cell_error"]),
        (Kind.EMAIL, "Ana.Li@Example.com", "ana.li@example.com", []),
        (Kind.EMAIL, "mailto:a@example.com", "a@example.com", []),
        (Kind.EMAIL, "Ana Li <a@example.com>", "a@example.com", []),
        (Kind.EMAIL, "ana(at)example.com", "", ["not_an_email"]),
        (Kind.EMAIL, "a@b@example.com", "", ["not_an_email"]),
        (Kind.INTEGER, "3", 3, []),
        (Kind.INTEGER, 3.0, 3, []),
        (Kind.INTEGER, "two", None, ["not_a_number"]),
        (Kind.INTEGER, 2.5, None, ["not_whole"]),
        (Kind.INTEGER, 1e30, None, ["not_whole"]),
        (Kind.NUMBER, "2,5", 2.5, []),
        (Kind.NUMBER, float("inf"), None, ["not_a_number"]),
        (Kind.DATE, "2026-03-31", date(2026, 3, 31), []),
        (Kind.DATE, "31.03.2026", date(2026, 3, 31), []),
        (Kind.DATE, "3/31/2026", date(2026, 3, 31), []),
        (Kind.DATE, "31/3/2026", date(2026, 3, 31), []),
        (Kind.DATE, "3/4/2026", None, ["ambiguous_date"]),
        (Kind.DATE, "4/4/2026", date(2026, 4, 4), []),
        (Kind.DATE, "2026-02-30", None, ["not_a_date"]),
        (Kind.DATE, 46112, date(2026, 3, 31), []),
        (Kind.DATE, datetime(2026, 3, 31, 9), date(2026, 3, 31), []),
        (Kind.TIME, "9:30", time(9, 30), []),
        (Kind.TIME, "2:15 PM", time(14, 15), []),
        (Kind.TIME, 0.5, time(12), []),
        (Kind.TIME, "25:00", None, ["not_a_time"]),
        (Kind.YES_NO, "yes, gladly", True, []),
        (Kind.YES_NO, False, False, []),
        (Kind.YES_NO, "maybe", None, ["not_yes_no"]),
    ],
)
def test_a_cell_means(kind: Kind, cell: object, value: object, problems: list[str]) -> None:
    got, found = parse(column(kind), cell)
    assert (got, [name for name, _ in found]) == (value, problems)


@pytest.mark.parametrize(
    ("cell", "value", "problems"),
    [
        ("Python; powerbi;", ("Python", "Power BI"), []),
        ("python;PYTHON", ("Python",), ["repeated_choice"]),
        ("Pyton", ("Pyton",), ["close_miss"]),
        ("Juggling", ("Juggling",), ["unknown_choice"]),
        ("Python, Power BI", ("Python", "Power BI"), ["comma_list"]),
        ("Research, design and test", ("Research, design and test",), []),
        ("Python\nPower BI", ("Python", "Power BI"), []),
        (";;", (), []),
    ],
)
def test_a_list_means(cell: str, value: tuple[str, ...], problems: list[str]) -> None:
    got, found = parse(column(Kind.LIST), cell, SKILLS)
    assert (got, [name for name, _ in found]) == (value, problems)


@pytest.mark.parametrize(
    ("strict", "value", "problem"), [(True, "", "not_in_list"), (False, "Boss", "unknown_choice")]
)
def test_a_strict_choice_outside_the_list_is_left_out(
    strict: bool, value: str, problem: str
) -> None:
    got, found = parse(column(Kind.CHOICE, strict=strict), "Boss", LEVELS)
    assert (got, found[0][0]) == (value, problem)


def test_bounds_are_part_of_the_message() -> None:
    _, found = parse(column(Kind.INTEGER, least=1, most=5), 9)
    assert found == [("out_of_range", {"value": "9", "least": 1, "most": 5})]


@given(st.sampled_from(list(Kind)), st.text() | st.floats() | st.integers() | st.none())
def test_no_cell_ever_raises(kind: Kind, cell: object) -> None:
    parse(column(kind), cell, SKILLS if kind in (Kind.LIST, Kind.CHOICE) else None)


@given(st.lists(st.text("abc xyz", min_size=1).map(str.strip).filter(bool), unique_by=str.casefold))
def test_lists_come_back_as_they_were_shown(answers: list[str]) -> None:
    many = column(Kind.LIST)
    plain = tuple(" ".join(answer.split()) for answer in answers)
    if len({one.casefold() for one in plain}) < len(plain):
        return
    assert parse(many, render(many, plain))[0] == plain


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.YES_NO, True),
        (Kind.YES_NO, False),
        (Kind.DATE, date(2026, 3, 31)),
        (Kind.TIME, time(9, 30)),
        (Kind.INTEGER, 4),
        (Kind.NUMBER, 4.25),
        (Kind.TEXT, "Ana"),
    ],
)
def test_values_come_back_as_they_were_shown(kind: Kind, value: object) -> None:
    assert parse(column(kind), render(column(kind), value))[0] == value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zo\u00eb", "Zoe\u0308"),
        ("anna@example.com", "anna\uff20example.com"),
        ("anna", "an\u00adna\u200b"),
        ("O’Neil", "o'neil"),
        ("a – b", "A\xa0-  b"),
    ],
    ids=["accents", "wide letters", "unseen marks", "quotes", "dashes and spaces"],
)
def test_what_looks_the_same_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_missing_value_of_pandas_is_an_empty_cell(kind: Kind) -> None:
    assert [render(column(kind), empty) for empty in (pd.NA, pd.NaT, float("nan"), None)] == [
        None
    ] * 4


def test_an_id_that_another_program_made_a_number_of_is_the_same_id() -> None:
    assert parse(column(Kind.TEXT), "1001.0") == ("1001", [])


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Pyhton", "Python"),
        ("Ptyhon", "Python"),
        ("Pyton", "Python"),
        ("Pythno", "Python"),
        ("Phyton basics", None),
        ("Excle", "Excel"),
        ("SLQ", None),
        ("Jvaa", None),
        ("Cooking", None),
    ],
)
def test_one_slip_in_a_word_is_a_misspelling(text: str, near: str | None) -> None:
    assert nearest(text, Choices.of(["Python", "Excel", "SQL", "Java"])) == near


@pytest.mark.parametrize("key", ["id", "person_id", "manager"])
@pytest.mark.parametrize(
    ("text", "is_lost"),
    [("1,005E+03", True), ("1.005e+03", True), ("1E+05", True), ("E1005", False), ("1E05", False)],
)
def test_an_id_that_excel_has_shortened_is_found(key: str, text: str, is_lost: bool) -> None:
    ids = Column(key, "X", Kind.TEXT, Writer.HR, Audience.HR, "")
    names = [name for name, _ in parse(ids, text)[1]]
    assert names == (["shortened_number"] if is_lost else [])
    assert parse(column(Kind.TEXT), text) == (text, [])


WEIGHT = next(spec.column for spec in SETTINGS if spec.key == "weight_preference")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (0, 0),
        (10, 10),
        (7.0, 7),
        ("7", 7),
        ("Must have", MUST_HAVE),
        ("MUST HAVE", MUST_HAVE),
        (" must-have. ", MUST_HAVE),
    ],
)
def test_a_weight_is_a_number_or_a_must(cell: object, expected: object) -> None:
    read, problems = parse(WEIGHT, cell)
    assert (read, problems) == (expected, [])
    assert type(read) is type(expected)
    assert parse(WEIGHT, render(WEIGHT, read))[0] == read


@pytest.mark.parametrize("cell", [11, -1, 2.5, "very much", "must", True, "nan", "1e400"])
def test_any_other_weight_is_told_with_what_would_do(cell: object) -> None:
    read, problems = parse(WEIGHT, cell)
    assert read is None
    [(name, details)] = problems
    shown = found(name, header=WEIGHT.header, **details)
    assert "from 0 to 10, or Must have" in shown.message
    assert shown.remedy == "Type a whole number from 0 to 10, or Must have."
