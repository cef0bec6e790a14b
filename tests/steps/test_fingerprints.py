"""The mark of an answer outlives changes of the workbook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from revmentor_xl.schema.model import Audience, Column, Kind, Writer
from revmentor_xl.schema.tabs.people import MENTORS
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.importing.fingerprints import SEEN, code_of, known_keys, remember

ANSWER = {"name": "Zoe Quill", "email": "zoe@example.com", "department": "Saless"}


def marked() -> dict[str, object]:
    row: dict[str, object] = {**ANSWER, "department": "Sales"}
    remember(MENTORS, row, ANSWER)
    return row


def test_the_same_answer_is_known_again_after_a_column_was_added() -> None:
    pronouns = Column("pronouns", "Pronouns", Kind.TEXT, Writer.HR, Audience.HR, "")
    wider = replace(MENTORS, columns=(pronouns, *reversed(MENTORS.columns)))
    assert known_keys(wider, marked(), ANSWER) == set(ANSWER)


def test_another_answer_is_not_known() -> None:
    assert known_keys(MENTORS, marked(), {**ANSWER, "department": "Legal"}) == set()


def test_what_somebody_typed_into_the_mark_says_nothing() -> None:
    assert known_keys(MENTORS, {**ANSWER, SEEN: "hello-world 12-34"}, ANSWER) == set()


@pytest.mark.parametrize("table", WORKBOOK.tables.values(), ids=lambda table: table.key)
def test_no_two_columns_have_one_code(table: object) -> None:
    keys = table.keys  # type: ignore[attr-defined]
    assert len({code_of(key) for key in keys}) == len(keys)
