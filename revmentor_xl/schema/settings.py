"""The program's settings: one line each, on the Settings tab and in code."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from revmentor_xl.schema.model import Audience, Column, Kind, Writer


@dataclass(frozen=True)
class SettingSpec:
    """What the Settings tab says of one setting, and what is allowed in it."""

    key: str
    default: object
    column: Column
    section: str


def _setting(
    section: str,
    label: str,
    kind: Kind,
    default: object,
    help: str,
    *,
    choices: tuple[str, ...] = (),
    least: float | None = None,
    most: float | None = None,
) -> Any:
    column = Column(
        key="",
        header=label,
        kind=kind,
        writer=Writer.HR,
        audience=Audience.HR,
        help=help,
        choices=choices,
        strict=bool(choices),
        least=least,
        most=most,
    )
    return field(default=default, metadata={"column": column, "section": section})


def _weight(label: str, default: int, help: str) -> Any:
    return _setting("Pairing weights", label, Kind.INTEGER, default, help, least=0, most=10)


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; a cell that cannot be read keeps the default."""

    program_name: str = _setting(
        "Program", "Program name", Kind.TEXT, "Reverse mentoring", "Shown on Home and on reports."
    )
    company: str = _setting("Program", "Organization", Kind.TEXT, "", "Shown on reports.")
    sponsor: str = _setting(
        "Program",
        "Sponsor",
        Kind.TEXT,
        "",
        "The executive who stands behind the program; named in the impact report.",
    )
    cohort: str = _setting(
        "Program", "Cohort", Kind.TEXT, "Cohort 1", "The name of this round; shown on reports."
    )
    start_date: date | None = _setting(
        "Program", "Start date", Kind.DATE, None, "Kick-offs begin in the week of this day."
    )
    time_zone: str = _setting(
        "Program",
        "Time zone",
        Kind.TEXT,
        "Europe/Berlin",
        "For common events, and for people whose own time zone is not entered.",
    )
    session_count: int = _setting(
        "Sessions", "Number of sessions", Kind.INTEGER, 13, "13 are six months.", least=1, most=52
    )
    cadence_weeks: int = _setting(
        "Sessions",
        "Weeks between sessions",
        Kind.INTEGER,
        2,
        "2 is every fortnight.",
        least=1,
        most=8,
    )
    session_minutes: int = _setting(
        "Sessions",
        "Minutes per session",
        Kind.INTEGER,
        60,
        "One hour is usual.",
        least=15,
        most=240,
    )
    cohort_size: int = _setting(
        "Selection",
        "Cohort size",
        Kind.INTEGER,
        10,
        "How many mentors are chosen.",
        least=1,
        most=5000,
    )
    level_gap: int = _setting(
        "Rules",
        "Levels apart, at least",
        Kind.INTEGER,
        2,
        "How many ranks a leader stands above the mentor.",
        least=0,
        most=20,
    )
    only_volunteers: bool = _setting(
        "Rules",
        "Only volunteers",
        Kind.YES_NO,
        True,
        "Who has not said Yes is not paired.",
    )
    need_common_time: bool = _setting(
        "Rules",
        "Common time needed",
        Kind.YES_NO,
        True,
        "A pair shares at least one hour a week in both calendars.",
    )
    need_common_language: bool = _setting(
        "Rules",
        "Common language needed",
        Kind.YES_NO,
        True,
        "A pair shares a language; people without an entry speak any.",
    )
    need_other_team: bool = _setting(
        "Rules",
        "Different managers needed",
        Kind.YES_NO,
        True,
        "Two people with the same manager are one team and are not paired.",
    )
    weight_mentor_teaches: int = _weight(
        "Mentor teaches leader", 10, "Does the mentor know what the leader wants to learn?"
    )
    weight_leader_teaches: int = _weight(
        "Leader teaches mentor", 6, "Does the leader know what the mentor wants to learn?"
    )
    weight_perspective: int = _weight(
        "New perspective", 5, "Other department, place and viewpoints the leader asked to hear."
    )
    weight_rapport: int = _weight(
        "Rapport", 4, "Shared values and ways of working; it helps a pair to trust each other."
    )
    weight_preference: int = _weight("Wishes", 5, "Did they ask for each other?")
    weight_time: int = _weight("Easy to meet", 2, "Shared hours beyond the necessary.")
    privacy_threshold: int = _setting(
        "Privacy",
        "Smallest group shown",
        Kind.INTEGER,
        5,
        "Sponsors see no number about fewer people than this.",
        least=3,
        most=50,
    )
    comment_threshold: int = _setting(
        "Privacy",
        "Smallest group for quotes",
        Kind.INTEGER,
        10,
        "Anonymous quotes are shown from this many answers on.",
        least=3,
        most=100,
    )
    solver: str = _setting(
        "Solver",
        "Solver",
        Kind.CHOICE,
        "HiGHS",
        "HiGHS is included and proven.",
        choices=("HiGHS", "CBC"),
    )
    solver_seconds: int = _setting(
        "Solver",
        "Seconds to search",
        Kind.INTEGER,
        60,
        "The search stops then at the latest.",
        least=1,
        most=3600,
    )


def _specs() -> tuple[SettingSpec, ...]:
    specs = []
    for one in fields(Settings):
        column: Column = one.metadata["column"]
        specs.append(SettingSpec(one.name, one.default, column, one.metadata["section"]))
    return tuple(specs)


SETTINGS: tuple[SettingSpec, ...] = _specs()
