"""Can everybody's calendar be read: absences, closures, countries, facilitators, rooms?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Choices, fold, nearest
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.calendars.timeline import first_monday, whole_weeks
from revmentor_xl.steps.checking.readiness import is_time_zone, label_of, setting_finding
from revmentor_xl.steps.people.countries import (
    country_name,
    country_of,
    land_of,
    nearest_country,
    nearest_region,
    region_of,
    regions_of,
)
from revmentor_xl.steps.people.participants import ROLES

ABOUT = (
    *("settings", "time_blocks", *ROLES, "reporting"),
    *("facilitators", "away", "closures", "rooms"),
)
"""The tables that these checks look at."""

KEY = "facilitators"


def calendar_findings(program: Program) -> Iterator[Finding]:
    """What is wrong with time blocks, on the Away and Facilitators tabs, with countries and with
    invitations."""
    yield from _time_blocks(program)
    yield from _away(program)
    yield from _closures(program)
    yield from _locations(program, "rooms")
    yield from _facilitators(program)
    yield from _lands(program)
    yield from _link(program)


def _away(program: Program) -> Iterator[Finding]:
    if program.table("away").empty:
        return
    from revmentor_xl.steps.calendars.owners import (
        CalendarOwners,  # most programs have no such rows yet
    )

    owners = CalendarOwners.of(program)
    header = WORKBOOK.table("away")["person"].header
    for row, person in program.table("away")["person"].items():
        meant = owners.meant(person)
        if person and (meant.is_ambiguous or not meant.is_known):
            name = "ambiguous_person" if meant.is_ambiguous else "unknown_person"
            yield _at(program, "away", int(str(row)), name, "person", header=header, value=person)
    yield from _dates(program, "away")


def _time_blocks(program: Program) -> Iterator[Finding]:
    """Blocks that end when they begin: no time, except from midnight to midnight."""
    rows = program.table("time_blocks")[["block", "start", "end"]]
    for row, block, start, end in rows.itertuples():
        if start is not None and start == end != time():
            moment = f"{start:%H:%M}"
            yield _at(program, "time_blocks", row, "no_time", "end", value=block, start=moment)


def _closures(program: Program) -> Iterator[Finding]:
    yield from _dates(program, "closures")
    yield from _locations(program, "closures")


def _dates(program: Program, key: str) -> Iterator[Finding]:
    """Days that end before they begin, or that have nothing to do with this program."""
    span = _span(program)
    for row, first, last in program.table(key)[["first", "last"]].itertuples():
        if first is None:
            continue
        days = {"first": first.isoformat(), "last": (last or first).isoformat()}
        if last is not None and last < first:
            yield _at(program, key, row, "turned_round", "last", **days)
        elif span and ((last or first) < span[0] or first > span[1]):
            start, end = (day.isoformat() for day in span)
            yield _at(program, key, row, "outside_program", "first", **days, start=start, end=end)


def _span(program: Program) -> tuple[date, date] | None:
    """The first and the last day of the program, with the two weeks of its end."""
    settings = program.settings
    if settings.start_date is None:
        return None
    end = first_monday(settings.start_date) + timedelta(weeks=whole_weeks(settings))
    return settings.start_date, end - timedelta(days=1)


def _locations(program: Program, key: str) -> Iterator[Finding]:
    """Locations at which nobody works."""
    named = {fold(one): one for role in ROLES for one in program.table(role)["location"] if one}
    for row, location in program.table(key)["location"].items():
        if location and fold(location) not in named:
            likely = _likely(nearest(location, Choices.of(sorted(named.values()))))
            details = {"value": location, "likely": likely}
            yield _at(program, key, int(str(row)), "unknown_location", "location", **details)


def _facilitators(program: Program) -> Iterator[Finding]:
    table = program.table("facilitators")
    if table.empty:
        return
    from revmentor_xl.steps.calendars.owners import CalendarOwners

    first: dict[str, int] = {}
    zones = zip(CalendarOwners.of(program).facilitators, table["time_zone"])
    for one, zone in zones:
        if zone and not is_time_zone(zone):
            yield _at(program, KEY, one.row, "unknown_time_zone", "time_zone", value=zone)
        if one.email and first.setdefault(one.email, one.row) != one.row:
            details = {"value": one.email, "other": str(first[one.email])}
            yield _at(program, KEY, one.row, "duplicate_email", "email", **details)
        elif one.why:
            details = {"value": one.name, "why": one.why, "remedy": one.remedy}
            yield _at(program, KEY, one.row, "unclear_facilitator", one.column, **details)
        elif one.home is not None:
            column = "email" if one.email == one.home.email != "" else "name"
            tab = program.places[f"{one.home.role}s"].sheet
            details = {"value": one.name, "tab": tab}
            yield _at(program, KEY, one.row, "leads_and_takes_part", column, **details)


def _lands(program: Program) -> Iterator[Finding]:
    typed = (program.table(key)[["country", "region"]] for key in (*ROLES, "facilitators"))
    if program.settings.holidays and any((frame != "").to_numpy().any() for frame in typed):
        pass

        yield from land_findings(program)


def _link(program: Program) -> Iterator[Finding]:
    link = program.settings.online_link
    if link and not re.fullmatch(r"https?://[^\s/?#]\S*", link, re.IGNORECASE):
        header = label_of("online_link")
        yield setting_finding(program, "online_link", "not_a_link", link, header=header)


def _likely(name: str | None) -> str:
    return f"Did they mean “{name}”? " if name else ""


def _at(program: Program, key: str, row: int, name: str, column: str, **details: str) -> Finding:
    shown: Mapping[str, object] = details
    return found(name, **program.where(key, row, column), **shown)  # type: ignore[arg-type]


SHOWN = 8
"""So many regions are listed, the likeliest first."""

Doubt = tuple[str, str, str]
"""The kind of finding, the column, and what stands there."""


def land_findings(program: Program) -> Iterator[Finding]:
    """Countries and regions that are not known, each once, at the first who has it."""
    seen: dict[tuple[Doubt, str], list[tuple[str, int]]] = {}  # by what is typed, and where
    for key in (*ROLES, "facilitators"):
        for row, country, region, zone in program.table(key)[
            ["country", "region", "time_zone"]
        ].itertuples():
            if not country and not region:
                continue
            code = land_of(country, "", zone or program.settings.time_zone).country
            for doubt in _doubts(country, region, code):
                there = "" if doubt[0] == "unknown_country" else code
                seen.setdefault((doubt, there), []).append((key, row))
    for ((name, column, text), code), rows in seen.items():
        key, row = rows[0]
        shown: dict[str, object] = {"value": text, **_remedy(name, text, code)}
        people = counted(len(rows), "person", "people")
        where = program.where(key, row, column)
        yield found(name, **where, people=people, **shown)  # type: ignore[arg-type]


def _doubts(country: str, region: str, code: str) -> Iterator[Doubt]:
    if country and not country_of(country):
        yield "unknown_country", "country", country
    if region and not code:
        yield "region_without_country", "region", region
    elif region and regions_of(code) and not region_of(code, region):
        yield "unknown_region", "region", region


def _remedy(name: str, text: str, code: str) -> dict[str, str]:
    """What else the finding says."""
    if name == "unknown_country":
        likely = nearest_country(text)
        return {"likely": f"Did they mean “{likely}”? " if likely else ""}
    if name != "unknown_region":
        return {}
    near = nearest_region(code, text)
    names = sorted(regions_of(code).values(), key=lambda one: (one != near, one))
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return {"country": country_name(code), "regions": Whole(", ".join(names[:SHOWN]) + more)}
