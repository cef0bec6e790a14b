"""The data dictionary in docs/ is what the schema says."""

from __future__ import annotations

from pathlib import Path

from revmentor_xl.exports.data_dictionary import data_dictionary
from revmentor_xl.schema.workbook import WORKBOOK

COMMITTED = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_the_committed_dictionary_is_up_to_date() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == data_dictionary(WORKBOOK), (
        "run: revmentor-xl dictionary"
    )


def test_it_says_of_private_columns_that_they_never_leave() -> None:
    lines = data_dictionary(WORKBOOK).splitlines()
    vetoes = [line for line in lines if line.startswith("| Not to be paired with |")]
    assert len(vetoes) == 2
    assert all("only the person who runs the file" in line for line in vetoes)
