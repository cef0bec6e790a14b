"""Changing cells in a worksheet part: what the part says of itself stays true."""

from __future__ import annotations

import pytest

from revmentor_xl.books.areas import Area
from revmentor_xl.books.disk.parts.sheet import Spot, patched, taken_apart
from revmentor_xl.books.disk.parts.table import following, rules_moved
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


@pytest.mark.parametrize(
    ("ranges", "after"),
    [
        ("B5:B9", "B5:B12"),
        ("$B$5:C9", "B5:C12"),
        ("B6:B9", "B6:B9"),  # begins further down: rows that HR chose
        ("B5:B8", "B5:B8"),
        ("A5:B9", "A5:B9"),  # and a column beside the table
        ("B4:B9", "B4:B9"),  # and the header
        ("E5:E9 B5:B9 B7", "E5:E9 B5:B12 B7"),
        ("B:B", "B:B"),
        ("", ""),
    ],
)
def test_what_covers_all_rows_of_a_table_follows_it(ranges: str, after: str) -> None:
    old, new = (Area.of(f"B5:D{bottom}") for bottom in (9, 12))
    assert old is not None
    assert new is not None
    assert following(ranges, old, new) == after
    rules = '<conditionalFormatting sqref="{}"><cfRule/></conditionalFormatting>'
    if ranges:
        assert rules_moved(rules.format(ranges), old, new) == rules.format(after)


def test_a_part_without_a_dimension_gets_none() -> None:
    head, rest = patched(taken_apart(sheet("")), cells((1, 1)), {})
    assert "dimension" not in head + rest
    assert '<c r="A1"><v>2</v></c>' in head
