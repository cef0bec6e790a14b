"""Names of the files to send, such as every computer takes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count

from revmentor_xl.steps.invitations.invitation import Gone, Invitation

_LONGEST = 80
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:;"/\\|?*]+')
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def safe(text: str) -> str:
    """The text as the name of a file, without ending; never empty."""
    seen = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cs")
    name = " ".join(_FORBIDDEN.sub(" ", seen).split())[:_LONGEST].strip(". ")
    return f"_{name}" if not name or _DEVICES.fullmatch(name) else name


def distinct(name: str, key: str, taken: set[str]) -> str:
    """The name, or the name with its key, that no other file has; it is then taken."""
    second = f"{name} ({safe(key)})"
    more = (f"{second} ({n})" for n in count(2))
    free = next(one for one in chain([name, second], more) if one.casefold() not in taken)
    taken.add(free.casefold())
    return free


def named(invitations: Iterable[Invitation]) -> list[Invitation]:
    """The invitations, each with the file that it goes to, and those of who left it."""
    taken: set[str] = set()
    found = []
    for one in invitations:
        folder, _, name = one.file.rpartition("/")
        folder = "cancelled" if one.is_cancelled else folder
        name = name.removesuffix(".ics")
        path = distinct(f"{folder}/{name}", one.key, taken)
        gone = tuple(
            _named(left, f"cancelled/{name} for {safe(left.guest.name)}", taken)
            for left in one.gone
        )
        found.append(replace(one, file=f"{path}.ics", gone=gone))
    return found


def _named(left: Gone, name: str, taken: set[str]) -> Gone:
    return replace(left, file=f"{distinct(name, left.guest.email, taken)}.ics")
