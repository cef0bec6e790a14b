"""What a custom function may hand back to Excel: texts that no cell turns into #VALUE!.

A text alone may have as many characters as a cell. In the array that a VBA function
hands over Excel takes 255: beyond that there is #VALUE! (xlwings issue 456, with
examples in plain VBA). xlwings hands over an answer of one cell as a value alone.
"""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_IN_ARRAY = 255
LONGEST_ALONE = 32_767
MORE = " …"


def fitting(answers: Sequence[Sequence[object]]) -> list[list[object]]:
    """The answers with texts that Excel would not take ended after a word, by “…”."""
    is_alone = sum(map(len, answers)) == 1
    most = LONGEST_ALONE if is_alone else LONGEST_IN_ARRAY
    return [
        [shortened(cell, most) if isinstance(cell, str) else cell for cell in row]
        for row in answers
    ]


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, as Excel counts them: those outside Unicode's
    basic plane, such as emoji, count twice."""
    if _length(text) <= most:
        return text
    left = most - _length(MORE)
    cut = text.encode("utf-16-le")[: 2 * left].decode("utf-16-le", "ignore")
    whole, space, _ = cut.rpartition(" ")
    return (whole if space and 2 * len(whole) > left else cut).rstrip() + MORE


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
