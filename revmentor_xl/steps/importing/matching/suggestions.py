"""What a question that nobody claimed may be about: hints for people, never for the import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from revmentor_xl.steps.importing.reading.headers import normal

# Words that many questions share; what is left says what a question is about.
_COMMON = frozenset((
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been",
    "best", "by", "can", "could", "current", "currently", "did", "do", "does", "each", "every",
    "for", "from", "give", "had", "has", "have", "her", "his", "how", "i", "if", "in", "into",
    "is", "it", "its", "kind", "list", "many", "may", "me", "might", "mine", "more", "most",
    "much", "my", "name", "of", "on", "one", "or", "other", "others", "our", "please", "select",
    "say", "she", "should", "so", "some", "someone", "tell", "than", "that", "the", "their",
    "them", "there", "these", "they", "this", "those", "to", "us", "usually", "want", "was", "we",
    "were", "what", "when", "where", "which", "who", "whom", "why", "will", "with", "would",
    "you", "your", "yours", "yourself",
))  # fmt: skip
_CLOSE = 82  # of 100; misspellings lie above, questions of another subject below
_PRIVATE = re.compile(
    r"\b(?:not (?:to )?be (?:paired|matched)|not (?:to )?(?:pair|match|work|meet)\b|rather not"
    r"|prefer not|avoid\w*|conflicts? of interest|skip\w*|uncomfortable|off[- ]limits)"
)


def likely_column(question: str, known: Mapping[str, str]) -> str:
    """The column key that a question probably means, by the words that carry it; else nothing."""
    from rapidfuzz import fuzz  # slow to import

    asked = _content(question)
    best = max(
        ((fuzz.token_sort_ratio(asked, _content(name)), name) for name in known),
        default=(0.0, ""),
    )
    return known[best[1]] if asked and best[0] >= _CLOSE else ""


def sounds_private(question: str) -> bool:
    """Does this ask whom somebody must not meet, or what they will not talk about?"""
    return bool(_PRIVATE.search(normal(question)))


@lru_cache(maxsize=4096)
def _content(question: str) -> str:
    words = re.findall(r"[\w'-]+", normal(question))
    return " ".join(word for word in words if word not in _COMMON)
