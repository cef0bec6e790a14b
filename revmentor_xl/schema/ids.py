"""What other programs do to IDs, because an ID looks like a number to them."""

from __future__ import annotations

import re

ID_COLUMNS = ("id", "person_id", "manager")

_FLOATED = re.compile(r"\d+\.0+")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)


def without_fraction(text: str) -> str:
    """“1001.0” as “1001”: so an ID comes out of programs that took it for a number."""
    return text.partition(".")[0] if _FLOATED.fullmatch(text) else text


def is_shortened(text: str) -> bool:
    """Is this what Excel makes of a long number, such as “1.005E+03”? Its digits are lost."""
    return _SHORTENED.fullmatch(text) is not None
