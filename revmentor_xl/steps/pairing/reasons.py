"""Why these two: a sentence that both of them may read.

Only answers that the schema lets the two people of a pair see are used:
skills, departments, places, values and ways of working. Perspectives, wishes,
vetoes, ERG membership and generation are never named or hinted at.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.sentences import joined

MOST_NAMED = 3
USED = (
    "name",
    "department",
    "location",
    "strengths",
    "learning_goals",
    "values",
    "styles",
    "languages",
)
"""The columns a reason may draw on; a test holds them against the schema's audience."""


def reason(mentor: pd.Series, leader: pd.Series) -> str:
    """Why a mentor and a leader (rows of typed tables) fit, in one sentence."""
    mentor, leader = mentor[list(USED)], leader[list(USED)]
    parts = []
    teaches = _news(in_common(leader["learning_goals"], mentor["strengths"]), leader)
    helps = _news(in_common(mentor["learning_goals"], leader["strengths"]), mentor)
    if teaches:
        parts.append(f"{mentor['name']} can teach {in_words(teaches)}")
    if helps:
        parts.append(f"{leader['name']} can help with {in_words(helps)}")
    if far := [word for column, word in _FAR if _differ(mentor[column], leader[column])]:
        parts.append(f"they work in different {in_words(far)}")
    if values := in_common(mentor["values"], leader["values"]):
        parts.append(f"both value {in_words(values)}")
    if in_common(mentor["styles"], leader["styles"]):
        parts.append("they like to work in a similar way")
    if len(in_common(mentor["languages"], leader["languages"])) > 1:
        parts.append("they share more than one language")
    if not parts:
        return "No rule stands against this pair; ask both what they would like to exchange."
    sentence = "; ".join(parts) + "."
    return sentence[0].upper() + sentence[1:]


_FAR = (("department", "departments"), ("location", "places"))


def in_common(ones: Sequence[str], others: Sequence[str]) -> list[str]:
    """What stands in both lists, in the order of the first."""
    there = {fold(one) for one in others}
    return list(dict.fromkeys(one for one in ones if fold(one) in there))


def _news(skills: list[str], learner: pd.Series) -> list[str]:
    """The skills, those first that the learner does not have yet."""
    known = {fold(one) for one in learner["strengths"]}
    return sorted(skills, key=lambda skill: fold(skill) in known)


def in_words(names: Sequence[str]) -> str:
    """“A, B and C”; of more, the first three and how many others."""
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown.append(f"{len(names) - MOST_NAMED} more")
    return joined(shown)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and fold(one) != fold(other)
