"""What becomes of a pair, and what kinds of events there are, in the words of the workbook."""

from __future__ import annotations

OVER: tuple[str, ...] = ("Ended", "Rejected")
"""A pair with this status is none any more: it takes no place and is not proposed again."""

SETTLED: tuple[str, ...] = ("Held", "Missed", "Cancelled")
"""What HR notes of a session that is over."""


KICK_OFF, GATHERING = "Kick-off", "Mid-program gathering"

FINAL_REVIEW, CELEBRATION = "Final review", "Celebration"
