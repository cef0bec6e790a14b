"""Words that the sentences of every step are put together from."""

from __future__ import annotations

from collections.abc import Iterable


def counted(number: int, one: str, many: str = "") -> str:
    """“1 pair”, “2 pairs”."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def joined(words: Iterable[str], last_with: str = "and") -> str:
    """“a, b and c”, or with another word before the last."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} {last_with} {last}" if most else last
