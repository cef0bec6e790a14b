"""The worksheet functions: cells in, cells out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import revmentor_udfs as functions

JAN, FEB = date(2026, 1, 19), date(2026, 2, 2)
SESSIONS: list[list[Any]] = [
    ["Mentor", "Leader", "Date", "Held?"],
    ["Ana", "Lee", JAN, "Held"],
    ["Ana", "Lee", FEB, "Planned"],
    ["Ben", "Lee", JAN, "Planned"],
    ["Cleo", "Kim", None, "Planned"],
]


@pytest.mark.parametrize(
    ("cells", "other", "shared"),
    [
        ([["Mon morning; Tue morning"]], "tue morning; Fri morning", [["Tue morning"]]),
        ([["Mon morning"], ["Fri morning"]], "Fri morning", [[""], ["Fri morning"]]),
        ([[None]], "Fri morning", [[""]]),
    ],
)
def test_common_times(cells: list[list[Any]], other: str, shared: list[list[str]]) -> None:
    assert functions.rm_common_times(cells, other) == shared


def test_skills_match_by_their_aliases() -> None:
    goals = [["GenAI; Python"], ["Negotiation"]]
    assert functions.rm_skill_match(goals, "Generative AI") == [["Generative AI"], [""]]


@pytest.mark.parametrize(
    ("person", "day"),
    [("Ana", FEB), ("lee", JAN), ("Cleo", "none planned"), ("Nobody", "none planned")],
)
def test_next_session(person: str, day: object) -> None:
    assert functions.rm_next_session(SESSIONS, person) == day
