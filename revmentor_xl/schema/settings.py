"""The program's settings: one line each, on the Settings tab and in code."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, NamedTuple

from revmentor_xl.schema.model import Audience, Column, Kind, Writer


class SettingSpec(NamedTuple):
    """What the Settings tab says of one setting, and what is allowed in it."""

    key: str
    default: object
    column: Column
    section: str


def setting(
    section: str,
    label: str,
    kind: Kind,
    default: object,
    help: str,
    *,
    choices: tuple[str, ...] = (),
    least: float | None = None,
    most: float | None = None,
    words: tuple[str, ...] = (),
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
        words=words,
    )
    return field(default=default, metadata={"column": column, "section": section})


MUST_HAVE = "Must have"
"""In place of a weight: a pair with nothing in this part is not possible."""

HIGHEST_WEIGHT = 10


def weight(label: str, default: int, help: str) -> Any:
    return setting(
        "Pairing weights",
        label,
        Kind.INTEGER,
        default,
        f"{help} 0 to {HIGHEST_WEIGHT}, or {MUST_HAVE}.",
        least=0,
        most=HIGHEST_WEIGHT,
        words=(MUST_HAVE,),
    )


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; a cell that cannot be read keeps the default."""

    program_name: str = setting(
        "Program", "Program name", Kind.TEXT, "Reverse mentoring", "Shown on Home and on reports."
    )
    company: str = setting("Program", "Organization", Kind.TEXT, "", "Shown on reports.")
    sponsor: str = setting(
        "Program",
        "Sponsor",
        Kind.TEXT,
        "",
        "The executive who stands behind the program; named in the impact report.",
    )
    cohort: str = setting(
        "Program", "Cohort", Kind.TEXT, "Cohort 1", "The name of this round; shown on reports."
    )
    start_date: date | None = setting(
        "Program", "Start date", Kind.DATE, None, "Kick-offs begin in the week of this day."
    )
    time_zone: str = setting(
        "Program",
        "Time zone",
        Kind.TEXT,
        "Europe/Berlin",
        "For common events, and for people whose own time zone is not entered.",
    )
    session_count: int = setting(
        "Sessions", "Number of sessions", Kind.INTEGER, 13, "13 are six months.", least=1, most=52
    )
    cadence_weeks: int = setting(
        "Sessions",
        "Weeks between sessions",
        Kind.INTEGER,
        2,
        "2 is every fortnight.",
        least=1,
        most=8,
    )
    session_minutes: int = setting(
        "Sessions",
        "Minutes per session",
        Kind.INTEGER,
        60,
        "One hour is usual.",
        least=15,
        most=240,
    )
    kickoff_weeks: int = setting(
        "Calendar",
        "Weeks for kick-offs",
        Kind.INTEGER,
        2,
        "Every pair has its kick-off in these first weeks; the sessions follow.",
        least=1,
        most=8,
    )
    kickoff_pairs: int = setting(
        "Calendar",
        "Pairs per kick-off",
        Kind.INTEGER,
        10,
        "How many pairs one facilitator takes at the same time.",
        least=1,
        most=500,
    )
    leader_week: int = setting(
        "Calendar",
        "Sessions a week for a leader, at most",
        Kind.INTEGER,
        3,
        "Counted from Monday to Sunday.",
        least=1,
        most=20,
    )
    holidays: bool = setting(
        "Calendar",
        "Public holidays",
        Kind.YES_NO,
        True,
        "Yes: nobody meets on a public holiday of their country and region.",
    )
    organizer: str = setting(
        "Invitations", "Organizer", Kind.TEXT, "", "Who invites, such as HR or a name."
    )
    organizer_email: str = setting(
        "Invitations",
        "Organizer's e-mail",
        Kind.EMAIL,
        "",
        "Answers to invitations go there; needed to write them.",
    )
    meeting_place: str = setting(
        "Invitations",
        "Meeting place",
        Kind.TEXT,
        "",
        "For meetings without a room, such as Cafeteria or Online.",
    )
    online_link: str = setting(
        "Invitations", "Online link", Kind.TEXT, "", "An address such as https:// that people open."
    )
    reminder_minutes: int = setting(
        "Invitations",
        "Reminder, minutes before",
        Kind.INTEGER,
        15,
        "0 is no reminder.",
        least=0,
        most=10080,
    )
    cohort_size: int = setting(
        "Selection",
        "Cohort size",
        Kind.INTEGER,
        10,
        "How many mentors are chosen.",
        least=1,
        most=5000,
    )
    level_gap: int = setting(
        "Rules",
        "Levels apart, at least",
        Kind.INTEGER,
        2,
        "How many ranks a leader stands above the mentor.",
        least=0,
        most=20,
    )
    only_volunteers: bool = setting(
        "Rules",
        "Only volunteers",
        Kind.YES_NO,
        True,
        "Who has not said Yes is not paired.",
    )
    need_common_time: bool = setting(
        "Rules",
        "Common time needed",
        Kind.YES_NO,
        True,
        "A pair shares at least one hour a week in both calendars.",
    )
    need_common_language: bool = setting(
        "Rules",
        "Common language needed",
        Kind.YES_NO,
        True,
        "A pair shares a language; people without an entry speak any.",
    )
    need_other_team: bool = setting(
        "Rules",
        "Different managers needed",
        Kind.YES_NO,
        True,
        "Two people with the same manager are one team and are not paired.",
    )
    need_same_place: bool = setting(
        "Rules",
        "Same place needed",
        Kind.YES_NO,
        False,
        "Yes pairs only people of one location; people without an entry may be anywhere.",
    )
    zone_hours: int = setting(
        "Rules",
        "Hours apart, at most",
        Kind.INTEGER,
        24,
        "How far the clocks of the two may differ; 24 is no limit.",
        least=0,
        most=24,
    )
    objective: str = setting(
        "Aim",
        "What the best plan is",
        Kind.CHOICE,
        "Best total",
        "The number of pairs always comes first. Then: the best total; or the worst-off pair as "
        "good as possible; or as few pairs as possible in the lowest bands of scores.",
        choices=("Best total", "Worst-off pair first", "As even as possible"),
    )
    band_points: int = setting(
        "Aim",
        "Points per band",
        Kind.INTEGER,
        5,
        "How wide the bands of scores are for “As even as possible”.",
        least=1,
        most=50,
    )
    guard_departments: bool = setting(
        "Aim",
        "Guard departments",
        Kind.YES_NO,
        False,
        "Yes: each department gets its share of pairs, and pairs nearly as good as the rest.",
    )
    guard_ergs: bool = setting(
        "Aim",
        "Guard ERGs",
        Kind.YES_NO,
        False,
        "The same for the members of each Employee Resource Group.",
    )
    guard_generations: bool = setting(
        "Aim",
        "Guard generations",
        Kind.YES_NO,
        False,
        "The same for each generation.",
    )
    guard_percent: int = setting(
        "Aim",
        "Guarded mean, percent",
        Kind.INTEGER,
        95,
        "A guarded group's mean score is at least this share of the mean of all pairs.",
        least=0,
        most=100,
    )
    guard_smallest: int = setting(
        "Aim",
        "Smallest guarded group",
        Kind.INTEGER,
        3,
        "Groups with fewer people on one side than this are not guarded.",
        least=1,
        most=100,
    )
    other_plans: int = setting(
        "Aim",
        "Other plans shown",
        Kind.INTEGER,
        3,
        "How many really different plans Compare plans looks for, beside the next best one.",
        least=0,
        most=10,
    )
    use_generation: bool = setting(
        "Pairing weights",
        "Generation counts",
        Kind.YES_NO,
        False,
        "Yes counts another generation as a new perspective; it is never named in a reason.",
    )
    weight_mentor_teaches: int | str = weight(
        "Mentor teaches leader", 10, "Does the mentor know what the leader wants to learn?"
    )
    weight_leader_teaches: int | str = weight(
        "Leader teaches mentor", 6, "Does the leader know what the mentor wants to learn?"
    )
    weight_perspective: int | str = weight(
        "New perspective",
        5,
        "Other department and place, and viewpoints that the leader asked for.",
    )
    weight_rapport: int | str = weight(
        "Rapport", 4, "Shared values, ways of working, interests and languages."
    )
    weight_preference: int | str = weight("Wishes", 5, "Did they ask for each other?")
    weight_time: int | str = weight("Easy to meet", 2, "Shared hours beyond the necessary.")
    privacy_threshold: int = setting(
        "Privacy",
        "Smallest group shown",
        Kind.INTEGER,
        5,
        "Sponsors see no number about fewer people than this.",
        least=3,
        most=50,
    )
    comment_threshold: int = setting(
        "Privacy",
        "Smallest group for quotes",
        Kind.INTEGER,
        10,
        "Anonymous quotes are shown from this many answers on.",
        least=3,
        most=100,
    )
    solver: str = setting(
        "Solver",
        "Solver",
        Kind.CHOICE,
        "HiGHS",
        "HiGHS is included and proven.",
        choices=("HiGHS", "CBC"),
    )
    solver_seconds: int = setting(
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


class Weight(NamedTuple):
    """What a part of the score weighs, and whether a pair must have something in it."""

    points: int
    is_must: bool


def weight_of(settings: Settings, part: str) -> Weight:
    """The weight of a part of the score by its name; a must weighs the most there is."""
    value = getattr(settings, f"weight_{part}")
    return Weight(HIGHEST_WEIGHT, True) if value == MUST_HAVE else Weight(int(value), False)


def musts(settings: Settings) -> list[str]:
    """The parts of the score that every pair must have something in."""
    names = (spec.key.removeprefix("weight_") for spec in SETTINGS if "weight_" in spec.key)
    return [name for name in names if weight_of(settings, name).is_must]
