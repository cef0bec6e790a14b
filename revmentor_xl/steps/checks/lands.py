"""Are the countries and regions known, whose public holidays are kept free?"""

from __future__ import annotations

from collections.abc import Iterator

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding, Whole
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.steps.checks.identity import ROLES
from revmentor_xl.steps.lands.countries import (
    country_name,
    country_of,
    land_of,
    nearest_country,
    nearest_region,
    region_of,
    regions_of,
)

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
