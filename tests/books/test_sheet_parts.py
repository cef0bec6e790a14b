"""Changing cells in a worksheet part: what the part says of itself stays true."""

from __future__ import annotations

import pytest

from revmentor_xl.books.disk.sheetxml import Spot, patched, taken_apart
from revmentor_xl.schema.places import column_letters


def sheet(dimension: str) -> str:
    return (
        f'<worksheet>{dimension}<sheetData><row r="5"><c r="D5"><v>1</v></c></row></sheetData>'
        "</worksheet>"
    )


def cells(*spots: Spot) -> dict[Spot, str | None]:
    return {spot: f'<c r="{column_letters(spot[1])}{spot[0]}"><v>2</v></c>' for spot in spots}


@pytest.mark.parametrize(
    ("edits", "area"),
    [
        (cells((5, 4)), "D5:F8"),
        (cells((6, 3)), "C5:F8"),  # to the left
        (cells((6, 7)), "D5:G8"),  # to the right
        (cells((4, 5)), "D4:F8"),  # above
        (cells((9, 5)), "D5:F9"),  # below
        (cells((1, 1), (20, 30)), "A1:AD20"),
        (cells((3, 5), (6, 2)), "B3:F8"),
        ({(1, 1): None}, "D5:F8"),  # an emptied cell takes no place
        (cells((6, 3)) | {(1, 1): None}, "C5:F8"),
        ({}, "D5:F8"),
    ],
)
def test_the_dimension_covers_every_cell(edits: dict[Spot, str | None], area: str) -> None:
    head, rest = patched(taken_apart(sheet('<dimension ref="D5:F8"/>')), edits, {})
    assert (head + rest).count("<dimension") == 1
    assert f'<dimension ref="{area}"/>' in head


def test_a_part_without_a_dimension_gets_none() -> None:
    head, rest = patched(taken_apart(sheet("")), cells((1, 1)), {})
    assert "dimension" not in head + rest
    assert '<c r="A1"><v>2</v></c>' in head
