"""Keeping an open Excel quiet while a step works, and putting everything back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

_QUIET = {
    "screen_updating": False,
    "display_alerts": False,
    "enable_events": False,
    "calculation": "manual",
}


@contextmanager
def quiet(app: Any) -> Iterator[None]:
    """No flicker, no questions, no macros of HR's and no calculating while the work goes on.

    Each is put back by itself at the end, whatever happens, to what it was
    before. What this Excel does not let us ask or change is left alone.
    """
    before: list[tuple[str, object]] = []
    try:
        for name, wanted in _QUIET.items():
            with suppress(Exception):
                was = getattr(app, name)
                before.append((name, was))
                if was != wanted:
                    setattr(app, name, wanted)
        yield
    finally:
        for name, was in reversed(before):
            with suppress(Exception):
                if was != _QUIET[name]:
                    setattr(app, name, was)
