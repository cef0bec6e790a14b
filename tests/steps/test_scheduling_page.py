"""docs/scheduling.md is true: the places that it names exist, its figures are the code's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.scheduling.kickoffs.integer_program import LIMIT
from revmentor_xl.steps.scheduling.timetabling.branch_and_bound import LARGE

PAGE = (Path(__file__).parents[2] / "docs" / "scheduling.md").read_text(encoding="utf-8")
TEXT = re.sub(r"\s+", " ", PAGE)
LABELS = {one.column.header for one in SETTINGS}


def named_places() -> Iterator[tuple[str, str]]:
    """The tab and column, or setting, of every “where to change it” in the table of rules."""
    for line in re.findall(r"^\| .* \|$", PAGE, re.MULTILINE):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        for place in cells[2].split(";") if len(cells) == 3 else ():
            tabs, _, names = place.partition(": ")
            # the name of a setting may hold a comma
            several = [names] if tabs.strip() == "Settings" else names.split(", ")
            yield from ((tab.strip(), name) for tab in tabs.split(",") for name in several if name)


@pytest.mark.parametrize(("tab", "name"), sorted(set(named_places())))
def test_every_place_exists(tab: str, name: str) -> None:
    if tab == "Settings":
        assert name in LABELS
        return
    [sheet] = [one for one in WORKBOOK.sheets if one.name == tab]
    assert name in {column.header for table in sheet.tables for column in table.columns}


def test_the_table_of_rules_is_read() -> None:
    assert ("Settings", "Sessions a week for a leader, at most") in set(named_places())
    assert ("Facilitators", "Room") in set(named_places())


def test_the_figures_are_the_ones_in_the_code() -> None:
    words = {6: "six"}
    assert f"Groups of more than {words[LARGE]} pairs" in TEXT
    assert f"Proven up to {LIMIT:,} possible places" in TEXT
