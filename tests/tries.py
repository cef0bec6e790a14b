"""How many random cases a test tries."""

from __future__ import annotations

import os

ALL = os.environ.get("TRIES") == "all"
"""Set on the build machine; without it the test command tries a fifth, to end soon."""


def tries(number: int, *, one_in: int = 5) -> int:
    """`number` of random cases where all are asked for, otherwise one in five of them.

    A law whose single case takes long gives a larger `one_in`, one that needs more a smaller.
    """
    return number if ALL else max(1, number // one_in)
