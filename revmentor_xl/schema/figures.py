"""The key figures of the dashboard: each a live formula with one meaning.

Formulas stay within what Excel and LibreOffice both compute. `steps.figures`
computes the same numbers in Python, so that a file that was saved without
Excel shows them, and a test can hold the two against each other.
"""

from __future__ import annotations

from typing import NamedTuple

NO_FIGURE = "–"
"""What a mean or share shows while there is nothing to count."""

NO_DECISION = ("no", "none", "nothing", "n/a", "-")
"""Answers that say that no decision was influenced."""


class Figure(NamedTuple):
    """One key figure; `card` ones are shown large, named `card_<key>`."""

    key: str
    label: str
    formula: str
    meaning: str
    card: bool = False
    number_format: str = "0"


_HELD = 'COUNTIFS(Sessions[Held?],"Held")'
_MISSED = 'COUNTIFS(Sessions[Held?],"Missed")'
_DECISION = "Review[A decision influenced]"


def _mean(column: str, moment: str, least: int, most: int) -> str:
    table = column.split("[")[0]
    bounds = f'{column},">={least}",{column},"<={most}"'
    return f'=IFERROR(AVERAGEIFS({column},{table}[Moment],"{moment}",{bounds}),"{NO_FIGURE}")'


FIGURES: tuple[Figure, ...] = (
    Figure("mentors", "Mentors enrolled", "=COUNTA(Mentors[ID])", "Rows on Mentors with an ID."),
    Figure("leaders", "Leaders enrolled", "=COUNTA(Leaders[ID])", "Rows on Leaders with an ID."),
    Figure(
        "pairs",
        "Pairs",
        '=COUNTA(Pairs[Pair])-COUNTIFS(Pairs[Status],"Ended")-COUNTIFS(Pairs[Status],"Rejected")',
        "Pairs that were neither ended nor rejected.",
        card=True,
    ),
    Figure(
        "sessions_held",
        "Sessions held",
        f"={_HELD}",
        "Sessions noted as held on the Sessions tab.",
        card=True,
    ),
    Figure("sessions_missed", "Sessions missed", f"={_MISSED}", "Sessions noted as missed."),
    Figure(
        "sessions_kept",
        "Sessions kept",
        f'=IFERROR({_HELD}/({_HELD}+{_MISSED}),"{NO_FIGURE}")',
        "Held, as a share of those held or missed; cancelled ones do not count.",
        card=True,
        number_format="0%",
    ),
    Figure(
        "exchanges",
        "Exchanges noted",
        "=COUNTA(Sessions[What the mentor taught])+COUNTA(Sessions[What the leader taught])",
        "Notes of what one taught the other, both directions together.",
    ),
    Figure(
        "need_call",
        "Pairs that need a call",
        '=COUNTIFS(Health[Health],"At risk")+COUNTIFS(Health[Health],"Needs attention")',
        "Pairs on Health that are at risk or need attention.",
        card=True,
    ),
    Figure(
        "checkin_answers",
        "Answers at month 3",
        '=COUNTIFS(CheckIns[Moment],"Month 3",CheckIns[Our talks are useful],">=1")',
        "People who rated at month 3 how useful the talks are.",
    ),
    Figure(
        "talks_useful",
        "Talks are useful (1-5)",
        _mean("CheckIns[Our talks are useful]", "Month 3", 1, 5),
        "Mean rating at month 3.",
        card=True,
        number_format="0.0",
    ),
    Figure(
        "hard_points",
        "Can raise a hard point (1-5)",
        _mean("CheckIns[Can raise a hard point]", "Month 3", 1, 5),
        "Mean rating at month 3.",
        number_format="0.0",
    ),
    Figure(
        "review_answers",
        "Answers at month 6",
        '=COUNTIFS(Review[Moment],"Month 6",Review[Would recommend (0-10)],">=0")',
        "People who said at month 6 whether they would recommend the program.",
    ),
    Figure(
        "recommend",
        "Would recommend (0-10)",
        _mean("Review[Would recommend (0-10)]", "Month 6", 0, 10),
        "Mean answer at month 6.",
        card=True,
        number_format="0.0",
    ),
    Figure(
        "decisions",
        "Decisions influenced",
        f"=COUNTA({_DECISION})"
        + "".join(f'-COUNTIFS({_DECISION},"{word}")' for word in NO_DECISION),
        "Leaders who described a decision they took differently; “none” does not count.",
        card=True,
    ),
    Figure(
        "go_on",
        "Want to go on",
        '=COUNTIFS(Review[Wish to go on],"Continue")+COUNTIFS(Review[Wish to go on],"New partner")',
        "People who want to continue, with the same or a new partner.",
    ),
)
