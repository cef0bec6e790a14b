"""Can everybody be paired and met? And do the rules and settings make sense together?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.settings import SETTINGS, musts
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.score.perspectives import free_words, known_viewpoints
from revmentor_xl.steps.people.directory import Directory
from revmentor_xl.steps.people.participants import ROLES
from revmentor_xl.steps.people.vetoes_and_rules import rule_rows


def readiness_findings(program: Program) -> Iterator[Finding]:
    """What a person's own answers lack for pairing and scheduling."""
    senior = _senior_from(program)
    ranks = _ranks(program)
    for key in ROLES:
        people = program.table(key)
        said = program.cells(key)["volunteered"]
        for row, person in zip(people.index, people.to_dict("records")):
            for name, column, value in _lacks(program, said.at[row], person):
                yield _at(program, key, int(row), name, column, value=value)
            level = as_text(person["level"])
            rank = ranks.get(fold(level))
            if key == "mentors" and rank is not None and rank > senior:
                label = _label(person)
                yield _at(
                    program, key, int(row), "senior_mentor", "level", value=label, level=level
                )
    yield from _unknown_levels(program)
    yield from _unknown_in_circle(program)


def rule_findings(program: Program, directory: Directory) -> Iterator[Finding]:
    """Rules that say both must and must not."""
    said: dict[tuple[str, ...], set[str]] = {}
    for one in rule_rows(program):
        pair = tuple(directory.find(name) or fold(name) for name in (one.mentor, one.leader))
        rules = said.setdefault(pair, set())
        if one.rule and rules - {one.rule}:
            where = program.where("rules", one.row, "rule")
            yield found("contradicting_rules", **where, mentor=one.mentor, leader=one.leader)
        rules |= {one.rule} - {""}


def setting_findings(program: Program) -> Iterator[Finding]:
    """Settings that can be read but make no sense."""
    settings = program.settings
    if not is_time_zone(settings.time_zone):
        yield setting_finding(program, "time_zone", "unknown_time_zone", settings.time_zone)
    start, under_way = settings.start_date, len(program.cells("schedule")) > 0
    if start is not None and start < program.today and not under_way:
        yield setting_finding(program, "start_date", "start_in_past", start.isoformat())
    yield from _unanswered_musts(program)


def _unanswered_musts(program: Program) -> Iterator[Finding]:
    """Parts of the score that every pair must have something in, and nobody answered."""
    wanted = musts(program.settings)
    if not wanted or not all(len(program.cells(key)) for key in ROLES):
        return
    # every command checks, few programs have a must: the others need not load the score
    from revmentor_xl.steps.pairing.features.sides import Sides
    from revmentor_xl.steps.pairing.score.scoring import PARTS

    sides = Sides.of(program)
    for name in wanted:
        if not PARTS[name].is_answered(sides):
            label = label_of(f"weight_{name}")
            asked = ", ".join(PARTS[name].headers())
            key = f"weight_{name}"
            yield setting_finding(
                program, key, "must_without_answers", label, header=label, asked=asked
            )


@cache
def is_time_zone(name: str) -> bool:
    """Is this a zone of the tz database?"""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _lacks(
    program: Program, said: object, person: Mapping[Hashable, Any]
) -> Iterator[tuple[str, str, str]]:
    label = _label(person)
    unknown = bool(pd.isna(person["volunteered"]))
    unread = unknown and as_text(getattr(said, "value", said))
    agreed = not unknown and bool(person["volunteered"])
    if program.settings.only_volunteers and not unread and not agreed:
        yield "not_volunteered", "volunteered", label
    if not pd.isna(person["capacity"]) and person["capacity"] == 0:
        yield "takes_nobody", "capacity", label
    for name, column in (
        ("no_availability", "availability"),
        ("no_strengths", "strengths"),
        ("no_goals", "learning_goals"),
    ):
        if not person[column]:
            yield name, column, label
    if person["time_zone"] and not is_time_zone(person["time_zone"]):
        yield "unknown_time_zone", "time_zone", person["time_zone"]


def _unknown_levels(program: Program) -> Iterator[Finding]:
    """Levels that are not on the Levels tab; these take the place of `not_in_list`."""
    known = {fold(as_text(level)) for level in program.cells("levels")["level"]}
    for key in ROLES:
        for row, level in program.cells(key)["level"].items():
            text = as_text(getattr(level, "value", level))
            if text and fold(text) not in known and not text.startswith("#"):
                yield _at(program, key, int(str(row)), "unknown_level", "level", value=text)


def _unknown_in_circle(program: Program) -> Iterator[Finding]:
    """What leaders name in their present circle and pairing cannot compare with anything."""
    mentors, leaders = program.table("mentors"), program.table("leaders")
    known = known_viewpoints(mentors, leaders)
    known |= {
        fold(one)
        for people in (mentors, leaders)
        for column in ("department", "location")
        for one in people[column]
    }
    for row, circle in leaders["circle"].items():
        for word in free_words(circle):
            if fold(word) not in known:
                header = WORKBOOK.table("leaders")["circle"].header
                yield _at(
                    program,
                    "leaders",
                    int(str(row)),
                    "unknown_in_circle",
                    "circle",
                    value=word,
                    header=header,
                )


def _ranks(program: Program) -> dict[str, int]:
    levels = program.table("levels")
    return {
        fold(level): int(rank)
        for level, rank in zip(levels["level"], levels["rank"])
        if not pd.isna(rank)
    }


def _senior_from(program: Program) -> float:
    """Above the middle of the ladder a mentor is hardly junior."""
    ranks = _ranks(program).values()
    return (min(ranks) + max(ranks)) / 2 if ranks else float("inf")


def _label(person: Mapping[Hashable, Any]) -> str:
    return as_text(person["name"]) or as_text(person["email"]) or as_text(person["id"])


def _at(program: Program, key: str, row: int, name: str, column: str, **details: str) -> Finding:
    shown: dict[str, object] = dict(details)
    where = program.where(key, row, column)
    source = program.source(key, row)
    return found(name, **where, source=source, **shown)  # type: ignore[arg-type]


def label_of(key: str) -> str:
    """What a setting is called on the Settings tab."""
    return next(spec.column.header for spec in SETTINGS if spec.key == key)


def setting_finding(program: Program, key: str, name: str, value: str, **details: str) -> Finding:
    """A finding about what is typed for a setting, at its cell."""
    label = label_of(key)
    cells = program.cells("settings")
    rows = [row for row, text in cells["setting"].items() if fold(as_text(text)) == fold(label)]
    where = program.where("settings", int(str(rows[0])), "value") if rows else {}
    shown: dict[str, object] = {"value": value, **details}
    return found(name, **where, **shown)  # type: ignore[arg-type]
