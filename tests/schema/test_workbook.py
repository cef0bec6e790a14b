"""The one description of the workbook holds together."""

from __future__ import annotations

import re

import pytest

from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.content import defaults
from revmentor_xl.schema.model import Audience, Table
from revmentor_xl.schema.workbook import IMPORTABLE, WORKBOOK

TABLES = list(WORKBOOK.tables.values())
LIFE = {
    *("Home", "Settings", "Skills", "Levels", "Time blocks", "Mentors", "Leaders", "Rules"),
    *("Nominations", "Pairs", "Schedule", "Sessions", "Check-ins", "Health", "Review"),
    *("Dashboard", "Sponsor", "Report", "Checks", "Activity"),
}
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda t: t.key)


def test_the_whole_life_is_there() -> None:
    names = [sheet.name for sheet in WORKBOOK]
    assert set(names) >= LIFE
    assert len(names) == len(set(names))


@each_table
def test_headers_and_keys_tell_columns_apart(table: Table) -> None:
    headers = [fold(column.header) for column in table.columns]
    assert len(set(headers)) == len(headers)
    assert len(set(table.keys)) == len(table.keys)
    assert not any("\n" in column.header or len(column.header) > 60 for column in table.columns)


@each_table
def test_every_column_says_what_it_is(table: Table) -> None:
    assert all(column.help for column in table.columns)
    assert set(table.identity) <= set(table.keys)
    assert all(len(row) == len(table.columns) for row in table.rows)


@each_table
def test_an_alias_means_one_column_only(table: Table) -> None:
    spelled: dict[str, str] = {}
    for column in table.columns:
        for alias in {fold(a) for a in (*column.aliases, column.header)}:
            assert spelled.setdefault(alias, column.key) == column.key, alias


def test_table_names_are_valid_in_excel_and_unique() -> None:
    names = [table.name.casefold() for table in TABLES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]+", table.name) for table in TABLES)


def test_lists_that_columns_refer_to_exist() -> None:
    for table in TABLES:
        for column in table.columns:
            if column.choices_from:
                key, name = column.choices_from.split(".")
                assert name in WORKBOOK.table(key).keys


@pytest.mark.parametrize("key", ["not_with", "topics_declined", "ergs", "generation"])
def test_private_answers_are_private(key: str) -> None:
    for role in ("mentors", "leaders"):
        assert WORKBOOK.table(role)[key].audience is Audience.PRIVATE


def test_ratings_are_confidential_to_hr() -> None:
    for key in ("checkins", "review"):
        table = WORKBOOK.table(key)
        for item in defaults.ITEMS:
            if item.key in table.by_key:
                assert table[item.key].audience is Audience.HR


def test_the_default_content_is_as_large_as_promised() -> None:
    assert len(defaults.SKILLS) >= 60
    assert len({skill.category for skill in defaults.SKILLS}) == 8
    assert [topic.number for topic in defaults.TOPICS] == list(range(1, 14))
    for topic in defaults.TOPICS:
        assert bool(topic.alternative_title) == topic.opt_in
        assert bool(topic.alternative_agenda) == topic.opt_in
        assert topic.mentor_teaches
        assert topic.leader_teaches


def test_every_moment_asks_both_roles() -> None:
    for moment in ("Start", "Month 3", "Month 6"):
        asked = {item.asked_of for item in defaults.ITEMS if moment in item.moments}
        assert asked >= {"both", "mentor", "leader"}


def test_no_code_of_a_finding_is_used_twice() -> None:
    codes = [entry.code for entry in CATALOGUE.values()]
    assert len(set(codes)) == len(codes)
    assert all(entry.remedy for entry in CATALOGUE.values())


def test_what_can_be_imported_is_a_table() -> None:
    assert set(IMPORTABLE) <= set(WORKBOOK.tables)
