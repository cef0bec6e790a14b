"""How many random cases a test tries."""

from __future__ import annotations

import os

ALL = os.environ.get("TRIES") == "all"
"""Set on the build machine; without it the test command tries a third, to end soon."""


def tries(number: int) -> int:
    """`number` of random cases where all are asked for, a third of them otherwise."""
    return number if ALL else max(1, number // 3)
