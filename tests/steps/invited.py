"""Programs with a schedule typed in by hand, for the tests of invitations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from revmentor_xl.program import Program
from tests.programs import MONDAY, filled, program

ZONES = {"M1": "Europe/Berlin", "L1": "Europe/Berlin"}
BERLIN = ZoneInfo("Europe/Berlin")


def every_two_weeks(first: str, count: int, zone: str = "Europe/Berlin") -> list[str]:
    """“2026-01-13 10:00” and so on, the same time in a zone, on the program's clock."""
    start = datetime.fromisoformat(first)
    local = [start + timedelta(weeks=2 * n) for n in range(count)]
    shown = [one.replace(tzinfo=ZoneInfo(zone)).astimezone(BERLIN) for one in local]
    return [f"{one:%Y-%m-%d %H:%M}" for one in shown]


def row(event: str, when: str, **more: object) -> dict[str, object]:
    """One hour on the Schedule tab: “M1-L1 #3”, “M1-L1 kick-off” or a common event."""
    start = datetime.fromisoformat(when) if when else None
    pair, _, number = event.partition(" #")
    kick_off = event.endswith(" kick-off")
    kind = "Session" if number else "Kick-off" if kick_off else event
    return {
        "event_id": event,
        "kind": kind,
        "number": int(number.split()[0]) if number else None,
        "pair_id": event.removesuffix(" kick-off") if kick_off else pair if number else "",
        "day": start.date() if start else None,
        "start": f"{start:%H:%M}" if start else None,
        "end": f"{start + timedelta(hours=1):%H:%M}" if start else None,
        "status": "Planned" if start else "Not placed",
        **more,
    }


def sessions(pair: str, times: Sequence[str], **more: object) -> list[dict[str, object]]:
    """The sessions of a pair; an empty time is one that could not be placed."""
    return [row(f"{pair} #{n}", when, **more) for n, when in enumerate(times, start=1)]


def invited(
    schedule: Sequence[Mapping[str, object]],
    zones: Mapping[str, str] = ZONES,
    status: Mapping[str, str] | None = None,
    people: Mapping[str, Mapping[str, object]] | None = None,
    today: date = MONDAY,
    **settings: object,
) -> Program:
    """A program of the pairs that `schedule` names (“M1-L1”), approved unless `status` says.

    `zones` are the people's; `people` further cells of theirs.
    """

    def persons(prefix: str) -> list[dict[str, object]]:
        return [
            {"id": id_, "time_zone": zone, **(people or {}).get(id_, {})}
            for id_, zone in sorted(zones.items())
            if id_.startswith(prefix)
        ]

    settings = {"organizer": "HR", "organizer_email": "hr@example.com", **settings}
    new = program(persons("M"), persons("L"), today=today, **settings)
    pairs = sorted({str(one["pair_id"]) for one in schedule} - {""})
    named = [(pair, *pair.split("-")) for pair in pairs]
    known = {key: {"name": key, **(people or {}).get(key, {})}["name"] for key in zones}
    rows = [
        {
            "pair_id": pair,
            "mentor_id": mentor,
            "mentor": known[mentor],
            "leader_id": leader,
            "leader": known[leader],
            "status": (status or {}).get(pair, "Approved"),
        }
        for pair, mentor, leader in named
    ]
    return replanned(filled(new, "pairs", rows), schedule)


def replanned(program: Program, schedule: Sequence[Mapping[str, object]]) -> Program:
    """The program with another schedule."""
    return filled(program, "schedule", schedule)
