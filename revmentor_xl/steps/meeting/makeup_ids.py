"""The names of make-ups: “P1 #3 again” for “P1 #3”, then “P1 #3 again 2”."""

from __future__ import annotations

import re

_AGAIN = re.compile(r"(.*) again(?: (\d+))?", re.DOTALL)


def is_makeup(event_id: str) -> bool:
    """Does the event make up for a session that was missed?"""
    return _AGAIN.fullmatch(event_id) is not None


def missed_session(event_id: str) -> str:
    """The event that a make-up, the first or a later one, makes up for."""
    again = _AGAIN.fullmatch(event_id)
    return again[1] if again else event_id


def next_try(event_id: str) -> str:
    """The event that makes up for this one, a session or a make-up that was missed as well."""
    again = _AGAIN.fullmatch(event_id)
    if again is None:
        return f"{event_id} again"
    return f"{again[1]} again {int(again[2] or 1) + 1}"
