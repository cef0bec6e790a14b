"""One line of what set-up did or the doctor found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class State(Enum):
    """How a thing stands."""

    FINE = "Fine"
    MEND = "To mend"
    KNOW = "To know"


@dataclass(frozen=True)
class Line:
    """What was looked at or done, what was found, and what puts it right."""

    state: State
    what: str
    found: str
    remedy: str = ""


def fine(what: str, found: str) -> Line:
    """A line about a thing that is as it should be."""
    return Line(State.FINE, what, found)


def mend(what: str, found: str, remedy: str) -> Line:
    """A line about a thing that keeps the buttons from working."""
    return Line(State.MEND, what, found, remedy)


def know(what: str, found: str, remedy: str) -> Line:
    """A line about a thing that works, but has a consequence."""
    return Line(State.KNOW, what, found, remedy)


def to_mend(lines: Iterable[Line]) -> int:
    """How many of the lines are to be mended."""
    return sum(line.state is State.MEND for line in lines)
