"""The tables of setting up: settings, skills, levels, time blocks, topics, ground rules."""

from __future__ import annotations

from datetime import time

from revmentor_xl.schema.content import defaults
from revmentor_xl.schema.model import Kind, Table
from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.schema.tabs.columns import HR, INT, PAIR, SPONSOR, L, T, asks, tells


def default_text(kind: Kind, value: object) -> object:
    """A setting's default as it stands in its cell."""
    if kind is Kind.YES_NO:
        return "Yes" if value else "No"
    return value


SETTINGS_TABLE = Table(
    "settings",
    "Settings",
    (
        tells("section", "Section", T, HR, "What the setting is about.", width=18),
        tells("setting", "Setting", T, HR, "The setting's name; keep it as it is.", width=28),
        asks("value", "Value", Kind.ANY, HR, "Your choice.", width=38),
        tells("meaning", "What it means", L, HR, "What the setting does.", width=64),
    ),
    identity=("setting",),
    rows=tuple(
        (s.section, s.column.header, default_text(s.column.kind, s.default), s.column.help)
        for s in SETTINGS
    ),
)

SKILLS = Table(
    "skills",
    "Skills",
    (
        asks("skill", "Skill", T, SPONSOR, "The name used everywhere.", required=True, width=34),
        asks("category", "Category", T, SPONSOR, "A group of skills.", width=28),
        asks(
            "aliases",
            "Also called",
            Kind.LIST,
            HR,
            "Other spellings that mean the same skill, separated by ;",
            width=60,
        ),
    ),
    identity=("skill",),
    rows=tuple((s.name, s.category, "; ".join(s.aliases)) for s in defaults.SKILLS),
)

LEVELS = Table(
    "levels",
    "Levels",
    (
        asks("level", "Level", T, SPONSOR, "As written in your HR system.", required=True),
        asks(
            "rank",
            "Rank",
            INT,
            HR,
            "1 is the most junior. Pairing compares ranks.",
            required=True,
            least=0,
            most=99,
        ),
    ),
    identity=("level",),
    rows=defaults.LEVELS,
)

TIME_BLOCKS = Table(
    "time_blocks",
    "TimeBlocks",
    (
        asks("block", "Block", T, HR, "The name used in the survey.", required=True, width=18),
        asks(
            "weekday",
            "Weekday",
            Kind.CHOICE,
            HR,
            "The day of the week.",
            required=True,
            strict=True,
            choices=(
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
                "Sunday",
            ),
        ),
        asks("start", "From", Kind.TIME, HR, "In each person's own time.", required=True),
        asks("end", "To", Kind.TIME, HR, "In each person's own time.", required=True),
    ),
    identity=("block",),
    rows=tuple(
        (name, weekday, time.fromisoformat(start), time.fromisoformat(end))
        for name, weekday, start, end in defaults.TIME_BLOCKS
    ),
)

TOPICS = Table(
    "topics",
    "Topics",
    (
        asks("number", "Session", INT, PAIR, "The session's number.", required=True, width=9),
        asks("topic", "Topic", T, PAIR, "What the hour is about.", required=True, width=34),
        asks("agenda", "Agenda", L, PAIR, "How the hour runs.", width=56),
        asks(
            "opt_in",
            "Only if the mentor offers it",
            Kind.YES_NO,
            HR,
            "Yes for topics close to a person's identity: the alternative takes their place "
            "unless the mentor offered the topic.",
            width=14,
        ),
        asks("alternative", "Alternative topic", T, HR, "Of the same worth.", width=34),
        asks("alternative_agenda", "Alternative agenda", L, HR, "How that hour runs.", width=56),
        asks("mentor_teaches", "Mentor teaches", L, PAIR, "The junior's part.", width=44),
        asks("leader_teaches", "Leader teaches", L, PAIR, "The leader's part.", width=44),
    ),
    identity=("number",),
    rows=tuple(
        (
            t.number,
            t.title,
            t.agenda,
            "Yes" if t.opt_in else "No",
            t.alternative_title,
            t.alternative_agenda,
            t.mentor_teaches,
            t.leader_teaches,
        )
        for t in defaults.TOPICS
    ),
)

GROUND_RULES = Table(
    "ground_rules",
    "GroundRules",
    (
        asks("rule", "Ground rule", T, SPONSOR, "Said at the kick-off.", width=34),
        asks("text", "What it means", L, SPONSOR, "In one or two sentences.", width=90),
    ),
    identity=("rule",),
    rows=tuple((r.title, r.text) for r in defaults.GROUND_RULES),
)
