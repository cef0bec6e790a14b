"""Numbers as people type them."""

from __future__ import annotations

import math
from typing import Any

from revmentor_xl.schema.model import Column, Kind

Problem = tuple[str, dict[str, Any]]
"""The name of a kind of finding, and its details."""


def plain_number(column: Column, value: object, text: str) -> tuple[object, list[Problem]]:
    """The number in a cell that reads as `text`, within the bounds of its column."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        number = float(value)
    else:
        compact = text.replace(" ", "").replace(",", ".") if text.count(",") == 1 else text
        try:
            number = float(compact)
        except ValueError:
            return None, [("not_a_number", {"value": text})]
    if not math.isfinite(number):
        return None, [("not_a_number", {"value": text})]
    least, most = column.least, column.most
    # Excel itself counts exactly only that far
    if column.kind is Kind.INTEGER and not (number.is_integer() and abs(number) < 1e15):
        return None, [("not_whole", {"value": text})]
    if (least is not None and number < least) or (most is not None and number > most):
        return None, [("out_of_range", {"value": text, "least": least, "most": most})]
    return int(number) if column.kind is Kind.INTEGER else number, []
