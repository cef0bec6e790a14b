"""What the Invitations tab remembers of the files that were written before."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.steps.invitations.invitation import (
    Appointment,
    Gone,
    Guest,
    Invitation,
    Meeting,
    Series,
)

_LONGEST_CELL = 32_000  # characters; Excel takes a few more
_PACKED = "z:"
_LONG_AGO = "2000-01-01"
_NOTHING: dict[str, Any] = {
    **dict.fromkeys(("mark", "since", "ended", "title", "place"), ""),
    **{key: [] for key in ("guests", "pairs", "gone")},
    **{"start": 0, "minutes": 60, "zone": "UTC", "last": 0},
    **{"series": [0, 1], "organizer": ["", "", ""]},
}
"""What is remembered of a row whose content cannot be read."""


@dataclass(frozen=True)
class Remembered:
    """One row of the Invitations tab.

    `since` is the first day whose meetings are in the invitation, `ended` the
    day on which its pair was found to be over; both are ISO dates, `ended` may
    be empty. `appointment` is bare: as much as a cancellation needs.
    """

    key: str
    uid: str
    sequence: int
    written: str
    state: str
    file: str
    mark: str
    since: str
    ended: str
    appointment: Appointment
    gone: tuple[Gone, ...] = ()
    row: Mapping[str, Any] = field(default_factory=dict)


def remembered(program: Program) -> dict[str, Remembered]:
    """The rows of the Invitations tab by event.

    A row whose content cannot be read still keeps its UID and version.
    """
    rows = program.table("invitations").to_dict("records")
    read = (_read({str(key): value for key, value in row.items()}) for row in rows if row["uid"])
    return {one.key: one for one in read}


def _read(row: dict[str, Any]) -> Remembered:
    try:
        content = {**_NOTHING, **json.loads(_unpacked(row["content"]))}
    except (TypeError, ValueError, binascii.Error, zlib.error):
        content = {**_NOTHING, "title": row["what"]}
    written = row["written"].isoformat() if row["written"] else _LONG_AGO
    return Remembered(
        key=row["event"],
        uid=row["uid"],
        sequence=0 if row["sequence"] is pd.NA else int(row["sequence"]),
        written=written,
        state=row["state"],
        file=row["file"].partition(";")[0],
        mark=content["mark"],
        since=content["since"] or written,
        ended=content["ended"],
        appointment=_bare(content),
        gone=tuple(Gone(Guest(*who), number, day) for who, number, day in content["gone"]),
        row=row,
    )


def _bare(content: Mapping[str, Any]) -> Appointment:
    every, count = content["series"]
    name, email, link = content["organizer"]
    return Appointment(
        title=content["title"],
        meeting=Meeting("", content["start"], content["minutes"], content["place"], ""),
        zone=content["zone"],
        guests=tuple(Guest(*one) for one in content["guests"]),
        organizer=Guest(name, email),
        link=link,
        reminder=0,
        last=content["last"],
        series=Series(every, count) if every else None,
        pairs=tuple(content["pairs"]),
    )


def content_of(invitation: Invitation, mark: str, since: str, ended: str) -> str:
    """What the tab remembers of an invitation, as one cell."""
    one = invitation.appointment
    content = {
        "mark": mark,
        "since": since,
        "ended": ended,
        "title": one.title,
        "start": one.meeting.start,
        "minutes": one.meeting.minutes,
        "place": one.meeting.place,
        "zone": one.zone,
        "series": [one.series.every, one.series.count] if one.series else [0, 1],
        "last": one.last,
        "guests": [_told(guest) for guest in one.guests],
        "organizer": [one.organizer.name, one.organizer.email, one.link],
        "pairs": list(one.pairs),
        "gone": [[_told(gone.guest), gone.sequence, gone.written] for gone in invitation.gone],
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    if len(text) <= _LONGEST_CELL:
        return text
    packed = _packed(text)
    if len(packed) <= _LONGEST_CELL:
        return packed
    # a crowd too large for one cell: who left it can then be told by no file
    return _packed(json.dumps({**content, "guests": [], "gone": []}, ensure_ascii=False))


def _told(guest: Guest) -> list[object]:
    return [guest.name, guest.email, guest.leads, guest.id]


def _packed(text: str) -> str:
    return _PACKED + base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _unpacked(text: str) -> str:
    if not text.startswith(_PACKED):
        return text
    return zlib.decompress(base64.b64decode(text.removeprefix(_PACKED))).decode()


def new_uid(program: Program, key: str, appointment: Appointment) -> str:
    """A UID for an event that is invited to for the first time."""
    settings = program.settings
    parts = [
        settings.company,
        settings.program_name,
        settings.cohort,
        str(settings.start_date),
        key,
        *sorted(guest.email or guest.name for guest in appointment.guests),
    ]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
    return f"{digest}@revmentor-xl"
