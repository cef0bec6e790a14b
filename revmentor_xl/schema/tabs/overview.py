"""The tables of overview: figures, sponsor view, checks, activity, undo."""

from __future__ import annotations

from revmentor_xl.schema.model import Kind, Table
from revmentor_xl.schema.tabs.columns import HR, INT, PRIVATE, SPONSOR, L, N, T, tells

FIGURES = Table(
    "figures",
    "Figures",
    (
        tells("figure", "Figure", T, SPONSOR, "What is counted.", width=30),
        tells("value", "Value", Kind.ANY, SPONSOR, "Counted live by Excel.", width=12),
        tells("meaning", "How it is counted", L, HR, "In one sentence.", width=50),
    ),
    identity=("figure",),
)

BY_SESSION = Table(
    "by_session",
    "BySession",
    (
        tells("number", "Session", INT, SPONSOR, "The session's number.", width=9),
        tells("planned", "Still planned", Kind.ANY, SPONSOR, "Counted live.", width=13),
        tells("held", "Held", Kind.ANY, SPONSOR, "Counted live.", width=9),
        tells("missed", "Missed", Kind.ANY, SPONSOR, "Counted live.", width=9),
    ),
    identity=("number",),
)

BY_DEPARTMENT = Table(
    "by_department",
    "ByDepartment",
    (
        tells("department", "Department", T, SPONSOR, "Department.", width=24),
        tells("mentors", "Mentors", Kind.ANY, SPONSOR, "Counted live.", width=10),
        tells("leaders", "Leaders", Kind.ANY, SPONSOR, "Counted live.", width=10),
        tells(
            "paired_mentors",
            "Pairs, mentor side",
            Kind.ANY,
            SPONSOR,
            "Running pairs with a mentor from here, counted live.",
            width=16,
        ),
        tells(
            "paired_leaders",
            "Pairs, leader side",
            Kind.ANY,
            SPONSOR,
            "Running pairs with a leader from here, counted live.",
            width=16,
        ),
    ),
    identity=("department",),
)

BY_HEALTH = Table(
    "by_health",
    "ByHealth",
    (
        tells("health", "Pairs that are", T, HR, "Health of the pair.", width=18),
        tells("pairs", "Pairs", Kind.ANY, HR, "Counted live.", width=9),
    ),
    identity=("health",),
)

SKILL_BALANCE = Table(
    "skill_balance",
    "SkillBalance",
    (
        tells("skill", "Skill", T, SPONSOR, "The most wanted first.", width=30),
        tells("wanted", "Leaders who want it", INT, SPONSOR, "Learning goals.", width=18),
        tells("offered", "Mentors who offer it", INT, SPONSOR, "Strengths.", width=18),
    ),
    identity=("skill",),
)

SPONSOR_VIEW = Table(
    "sponsor",
    "SponsorView",
    (
        tells("section", "Section", T, SPONSOR, "The part of the copy.", width=22),
        tells("group", "Group", T, SPONSOR, "Who is counted.", width=26),
        tells("figure", "Figure", T, SPONSOR, "What is counted.", width=30),
        tells("value", "Value", Kind.ANY, SPONSOR, "“–” where a group is small.", width=14),
        tells("remark", "Remark", L, SPONSOR, "How to read it.", width=56),
    ),
)

CHECKS = Table(
    "checks",
    "Checks",
    (
        tells("severity", "Severity", T, HR, "What matters most stands first.", width=14),
        tells("code", "Code", T, HR, "For support.", width=8),
        tells("sheet", "Tab", T, HR, "Where it is.", width=14),
        tells("cell", "Cell", T, HR, "Where it is.", width=8),
        tells("link", "Go to", Kind.ANY, HR, "Click to go to the cell.", width=20),
        tells("message", "What is wrong", L, HR, "In plain words.", width=64),
        tells("remedy", "What to do", L, HR, "In plain words.", width=64),
        tells("source", "In the imported file", T, HR, "File and row.", width=30),
        tells("found_by", "Found by", T, HR, "The step that found it, and when.", width=18),
        tells(
            "mark",
            "Mark",
            Kind.MARK,
            HR,
            "By this the cell is outlined on its tab. The column is hidden.",
        ),
    ),
)

ACTIVITY = Table(
    "activity",
    "Activity",
    (
        tells("at", "When", Kind.MOMENT, HR, "Local time.", width=18),
        tells("who", "Who", T, HR, "The user of this computer.", width=18),
        tells("command", "Step", T, HR, "The button or command.", width=20),
        tells("result", "Result", L, HR, "What happened.", width=64),
        tells(
            "inputs",
            "Inputs",
            T,
            HR,
            "A fingerprint of what the step started from; the same inputs have the same one.",
            width=14,
        ),
        tells(
            "settings", "Settings", L, HR, "The settings that differed from the default.", width=56
        ),
        tells("solver", "Solver", T, HR, "What the solver proved, and the gap left.", width=24),
        tells("seconds", "Seconds", N, HR, "How long the step took.", width=10),
    ),
)

SETUP_CHECKS = Table(
    "setup_checks",
    "SetupChecks",
    (
        tells("state", "State", T, HR, "Fine, To mend or To know.", width=12),
        tells("what", "What", T, HR, "What was looked at.", width=30),
        tells("found", "Found", L, HR, "What was found.", width=60),
        tells("remedy", "What to do", L, HR, "What puts it right.", width=70),
    ),
    identity=("what",),
)

UNDO = Table(
    "undo",
    "UndoSnapshots",
    (
        tells("step", "Step", INT, PRIVATE, "Counts up."),
        tells("at", "When", Kind.MOMENT, PRIVATE, "Local time."),
        tells("command", "Command", T, PRIVATE, "What would be undone."),
        tells("part", "Part", INT, PRIVATE, "A snapshot may need several cells."),
        tells("content", "Content", L, PRIVATE, "The tables before the step, compressed."),
    ),
)
