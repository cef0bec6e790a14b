"""Viewpoints and interests as people wrote them, ready to be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import pandas as pd

from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.content import defaults


def free_words(listed: Iterable[str]) -> tuple[str, ...]:
    """What somebody wrote freely in a list, also where commas stand between the answers.

    “None”, “n/a” and the like are no answers.
    """
    return tuple(dict.fromkeys(word for text in listed for word in _words_of(text)))


@lru_cache(maxsize=100_000)
def _words_of(text: str) -> tuple[str, ...]:
    words = (part.strip() for part in re.split(r"[,;\n]", text))
    return tuple(word for word in words if fold(word).rstrip(".!") not in _NOTHING)


_NOTHING = {"", "-", "--", "none", "no", "nothing", "n/a", "na", "nil", "nope", "keine", "aucun"}


def known_viewpoints(mentors: pd.DataFrame, leaders: pd.DataFrame) -> set[str]:
    """The viewpoints that can stand in a circle, folded."""
    answers = (*mentors["perspectives"], *leaders["perspectives"])
    return {fold(word) for listed in (defaults.PERSPECTIVES, *answers) for word in listed}
