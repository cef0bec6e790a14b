"""The key figures of the dashboard: each a live formula with one meaning.

Formulas stay within what Excel and LibreOffice both compute. `steps.dashboard`
computes the same numbers in Python, so that a file that was saved without
Excel shows them, and a test can hold the two against each other.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One key figure; `card` ones are shown large, named `card_<key>`."""

    key: str
    label: str
    formula: str
    meaning: str
    card: bool = False
    number_format: str = "0"


FIGURES: tuple[Figure, ...] = (
    Figure("mentors", "Mentors enrolled", "=COUNTA(Mentors[ID])", "Rows on Mentors with an ID."),
    Figure("leaders", "Leaders enrolled", "=COUNTA(Leaders[ID])", "Rows on Leaders with an ID."),
    Figure(
        "pairs",
        "Pairs",
        '=COUNTA(Pairs[Pair])-COUNTIFS(Pairs[Status],"Ended")',
        "Pairs that have not ended.",
        card=True,
    ),
)
