"""How far a step has come, told to whoever listens.

A step says `progress(0.4, "finding the best pairs")` wherever it likes; without
a listener that does nothing, so steps stay pure. Whoever runs a step gives it a
`part` of the whole and listens with `reporting`. However often a step says
something, the listener hears it once for every `EVERY` percent at most:
telling Excel costs far more than saying it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass

EVERY = 5  # percent between two things told

Tell = Callable[[int, str], None]


@dataclass
class _Listening:
    """Who listens, which part of the whole is being done, and what was told last."""

    tell: Tell
    start: float = 0.0
    end: float = 1.0
    told: int = -EVERY


_LISTENING: ContextVar[_Listening | None] = ContextVar("listening", default=None)


@contextmanager
def reporting(tell: Tell) -> Iterator[None]:
    """Have `tell(percent, doing)` called while the work inside goes on.

    Percent never goes back. What `tell` raises is dropped: telling is a
    courtesy, and must not stop the work.
    """
    token = _LISTENING.set(_Listening(tell))
    try:
        yield
    finally:
        _LISTENING.reset(token)


@contextmanager
def part(start: float, end: float) -> Iterator[None]:
    """Let what is said inside, from 0 to 1, be this part of the work around it."""
    now = _LISTENING.get()
    if now is None:
        yield
        return
    whole = now.start, now.end
    now.start, now.end = _within(whole, start), _within(whole, end)
    try:
        yield
    finally:
        now.start, now.end = whole


def progress(share: float, doing: str) -> None:
    """Say that this share (0 to 1) of the work is done, and what comes now."""
    now = _LISTENING.get()
    if now is None:
        return
    percent = int(_within((now.start, now.end), share) * 100 + 1e-6)
    if percent // EVERY > now.told // EVERY:
        now.told = percent
        with suppress(Exception):
            now.tell(percent, doing)


def _within(whole: tuple[float, float], share: float) -> float:
    start, end = whole
    return start + (end - start) * min(max(share, 0.0), 1.0)
