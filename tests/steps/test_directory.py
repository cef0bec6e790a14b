"""Finding people by what HR types."""

from __future__ import annotations

import pytest

from revmentor_xl.steps.people.directory import Directory
from tests.programs import program

PEOPLE = Directory.of(
    program(
        mentors=[{"id": "1001", "name": "Zoë Roe", "email": "zoe@example.com"}],
        leaders=[
            {"id": "1002", "name": "Al Bee", "email": "al@example.com"},
            {"id": "1003", "name": "Al Bee", "email": "bee@example.com"},
        ],
    )
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("1001", "1001"),
        ("1001.0", "1001"),
        (" ZOE@example.com ", "1001"),
        ("Zoë Roe", "1001"),
        ("Zoe\u0308 Roe", "1001"),
        ("Roe, Zoë", "1001"),
        ("Al Bee", None),
        ("1002.0", "1002"),
        ("1002.5", None),
        ("nobody", None),
    ],
)
def test_a_person_is_found_by_id_address_or_name(text: str, key: str | None) -> None:
    assert PEOPLE.find(text) == key


def test_a_name_of_two_people_is_ambiguous() -> None:
    assert PEOPLE.is_ambiguous("al bee")
    assert not PEOPLE.is_ambiguous("Zoë Roe")
