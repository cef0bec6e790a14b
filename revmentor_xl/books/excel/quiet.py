"""Keeping an open Excel quiet while a step works, and putting everything back.

What was found is noted in the workbook while the step works, as a defined name
`rm_as_found`, and the note goes once all is put back. So a note that is there
before a step tells of one that could not put back what it found: Excel turned
its last calls away, or Python ended in the middle. Then the note counts, and
not what is found now, whatever this step itself could change. A note that Excel
does not show us now stays as it is. The macros read it as well
(`vba/AsFound.bas`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

NOTE = "rm_as_found"
_QUIET: Mapping[str, object] = {
    "screen_updating": False,
    "display_alerts": False,
    "enable_events": False,
    "calculation": "manual",
}
_WORDS = {"on": True, "off": False}


@contextmanager
def quiet(app: Any, book: Any = None) -> Iterator[None]:
    """No flicker, no questions, no macros of HR's and no calculating while the work goes on.

    Each is put back by itself at the end, whatever happens, to what it was
    before. What this Excel does not let us ask or change is left alone. With
    `book`, its note of what was found first is kept; inside another `quiet`
    it is not needed.
    """
    noted = _noted(book)
    first = noted or _found(app)
    if noted == {}:
        _note(book, first)
    changed: list[str] = []
    try:
        for name, was in first.items():
            with suppress(Exception):
                if was != _QUIET[name]:
                    setattr(app, name, _QUIET[name])
                    changed.append(name)
        yield
    finally:
        owed = list(first) if noted else changed
        left = [name for name in reversed(owed) if not _put_back(app, name, first[name])]
        if not left and noted is not None:
            _forget(book)


def _found(app: Any) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in _QUIET:
        with suppress(Exception):
            found[name] = getattr(app, name)
    return found


def _put_back(app: Any, name: str, was: object) -> bool:
    with suppress(Exception):
        setattr(app, name, was)
        return True
    return False


def _noted(book: Any) -> dict[str, object] | None:
    """What a step that was broken off had found: empty without a note, None if Excel is silent."""
    text = ""
    try:
        if book is not None and book.names.contains(NOTE):
            text = str(book.names(NOTE).refers_to).removeprefix('="').removesuffix('"')
    except Exception:  # whatever the reason, a note may be there
        return None
    noted = dict(part.split("=", 1) for part in text.split(";") if "=" in part)
    return {name: _WORDS.get(was, was) for name, was in noted.items() if name in _QUIET}


def _note(book: Any, found: Mapping[str, object]) -> None:
    words = {str(value): word for word, value in _WORDS.items()}
    text = ";".join(f"{name}={words.get(str(was), was)}" for name, was in found.items())
    with suppress(Exception):
        if book is not None and text:
            book.names.add(NOTE, f'="{text}"')


def _forget(book: Any) -> None:
    with suppress(Exception):
        if book is not None:
            book.names(NOTE).delete()
