"""The one description of a program file: every sheet, table and column.

To add a column, add one line here. The template, the readers and writers, the
checks and their messages, the data dictionary, the sponsor copy and the
property tests follow. The only module that may be long: it is data.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from revmentor_xl.schema import content
from revmentor_xl.schema.model import Audience, Column, Kind, Sheet, Table, Workbook, Writer
from revmentor_xl.schema.settings import SETTINGS

T, L, INT, N = Kind.TEXT, Kind.LONG_TEXT, Kind.INTEGER, Kind.NUMBER
PRIVATE, HR, PAIR, SPONSOR = (
    Audience.PRIVATE,
    Audience.HR,
    Audience.PARTICIPANT,
    Audience.SPONSOR,
)


IMPORTABLE: tuple[str, ...] = (
    "mentors",
    "leaders",
    "checkins",
    "review",
    "reporting",
    "nominations",
    "rules",
)
"""The tables that answers can be imported into."""

TAB_LABEL = "Reverse Mentoring"
"""What the ribbon tab is called, and every message of the tool is headed with."""


def asks(key: str, header: str, kind: Kind, audience: Audience, help: str, **more: Any) -> Column:
    """A column that HR or a survey fills."""
    return Column(key, header, kind, Writer.HR, audience, help, **more)


def tells(key: str, header: str, kind: Kind, audience: Audience, help: str, **more: Any) -> Column:
    """A column that the tool fills."""
    return Column(key, header, kind, Writer.TOOL, audience, help, **more)


def default_text(kind: Kind, value: object) -> object:
    """A setting's default as it stands in its cell."""
    if kind is Kind.YES_NO:
        return "Yes" if value else "No"
    return value


# --- Set up ---------------------------------------------------------------

STAGES = Table(
    "stages",
    "Stages",
    (
        tells("stage", "Stage", T, HR, "The stage of the program.", width=12),
        tells("what", "What happens", L, HR, "What HR does in this stage.", width=52),
        tells("state", "State", T, HR, "Where the program stands.", width=16),
        tells("next_step", "Next step", L, HR, "What to do now.", width=60),
        tells("tab", "Tab", T, HR, "Where to look.", width=14),
    ),
    identity=("stage",),
)

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
    rows=tuple((s.name, s.category, "; ".join(s.aliases)) for s in content.SKILLS),
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
    rows=content.LEVELS,
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
        for name, weekday, start, end in content.TIME_BLOCKS
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
        for t in content.TOPICS
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
    rows=tuple((r.title, r.text) for r in content.GROUND_RULES),
)

REPORTING = Table(
    "reporting",
    "ReportingLines",
    (
        asks(
            "id",
            "Person ID",
            T,
            HR,
            "From your HR system.",
            aliases=("Employee ID", "Worker ID", "Personnel number"),
        ),
        asks("name", "Name", T, HR, "First and last name.", aliases=("Full name", "Worker")),
        asks("email", "E-mail", Kind.EMAIL, HR, "Work address.", aliases=("Email", "Work email")),
        asks(
            "manager",
            "Manager",
            T,
            HR,
            "The manager's ID, e-mail address or full name.",
            aliases=("Manager ID", "Manager e-mail", "Reports to", "Line manager"),
        ),
    ),
    identity=("id",),
)

AWAY = Table(
    "away",
    "Away",
    (
        asks(
            "person",
            "Person",
            T,
            HR,
            "ID, e-mail address or full name of a mentor, leader or facilitator.",
            required=True,
            width=36,
        ),
        asks("first", "From", Kind.DATE, HR, "The first day away.", required=True, width=13),
        asks("last", "To", Kind.DATE, HR, "The last day away; empty is one day.", width=13),
        asks("note", "HR note", L, HR, "Yours; a reason is not needed.", width=36),
    ),
)
CLOSURES = Table(
    "closures",
    "Closures",
    (
        asks("what", "Company closure", T, PAIR, "Such as Year-end break.", width=30),
        asks("first", "From", Kind.DATE, HR, "The first day.", required=True, width=13),
        asks("last", "To", Kind.DATE, HR, "The last day; empty is one day.", width=13),
        asks(
            "location",
            "Location",
            T,
            HR,
            "Only people of this location; empty means everybody.",
            width=20,
        ),
    ),
)
FACILITATORS = Table(
    "facilitators",
    "Facilitators",
    (
        asks("name", "Facilitator", T, PAIR, "Who leads kick-offs.", required=True, width=26),
        asks("email", "E-mail", Kind.EMAIL, PAIR, "Work address.", width=36),
        asks(
            "time_zone",
            "Time zone",
            T,
            HR,
            "Such as Europe/Berlin; empty means the program's time zone.",
            width=18,
        ),
        asks("country", "Country", T, HR, "For public holidays, Germany or DE.", width=14),
        asks("region", "Region", T, HR, "For regional holidays; may be empty.", width=14),
        asks(
            "availability",
            "Weekly availability",
            Kind.LIST,
            HR,
            "Blocks from the Time blocks tab, separated by ; Empty means Monday to Friday, "
            "9:00 to 17:00.",
            choices_from="time_blocks.block",
            width=34,
        ),
        asks("note", "HR note", L, HR, "Yours; the tool never changes it.", width=30),
    ),
    identity=("name",),
)
ROOMS = Table(
    "rooms",
    "Rooms",
    (
        asks("room", "Room", T, PAIR, "Its name.", required=True, width=24),
        asks(
            "location",
            "Location",
            T,
            HR,
            "As on the Mentors and Leaders tabs: the two of a pair who both work there meet in a "
            "room there; empty is for everybody.",
            width=20,
        ),
        asks("note", "HR note", L, HR, "Yours; the tool never changes it.", width=30),
    ),
    identity=("room",),
)

# --- Enroll ---------------------------------------------------------------


def _answer_seen() -> Column:
    return tells(
        "answer_seen",
        "Answer seen",
        Kind.MARK,
        HR,
        "The tool's mark of the latest imported answer. Importing the same answer again leaves "
        "the row as you have corrected it; clear the mark to have the answer written once more.",
        width=14,
    )


def _person(role: str) -> tuple[Column, ...]:
    """The columns that mentors and leaders share; `role` only words the help."""
    other = "leaders" if role == "mentor" else "mentors"
    return (
        asks(
            "id",
            "ID",
            T,
            HR,
            "A short code; the tool gives one to whoever has none.",
            width=9,
            aliases=("Employee ID", "Personnel number", "Worker ID", "Staff ID", "ResponseId"),
        ),
        asks(
            "name",
            "Name",
            T,
            PAIR,
            "First and last name.",
            width=22,
            aliases=("Full name", "Your name", "What is your name?", "Employee name", "Worker"),
        ),
        asks(
            "email",
            "E-mail",
            Kind.EMAIL,
            PAIR,
            "Work address; it tells people apart when answers come in again.",
            width=30,
            aliases=(
                "Email",
                "Email address",
                "E-mail address",
                "Work email",
                "Your work e-mail",
                "Username",
                "RecipientEmail",
            ),
        ),
        asks(
            "department",
            "Department",
            T,
            SPONSOR,
            "Pairs across departments bring new perspectives.",
            width=20,
            aliases=(
                "Which department do you work in?",
                "Dept",
                "Business unit",
                "Org unit",
                "Your department",
                "What department are you in?",
                "Which department are you in?",
            ),
        ),
        asks(
            "job_title",
            "Job title",
            T,
            PAIR,
            "As on the business card.",
            width=24,
            aliases=(
                "What is your job title?",
                "Position",
                "Role title",
                "Title",
                "Your job title",
                "What is your role?",
            ),
        ),
        asks(
            "level",
            "Level",
            Kind.CHOICE,
            HR,
            "From the Levels tab; the distance between two people is measured in ranks.",
            choices_from="levels.level",
            strict=True,
            required=True,
            width=16,
            aliases=(
                "Job level",
                "Grade",
                "Career level",
                "What is your level?",
                "Your level",
                "Your job level",
                "Job grade",
                "Your grade",
            ),
        ),
        asks(
            "manager",
            "Manager",
            T,
            HR,
            "The manager's ID, e-mail address or full name. Nobody is paired within their own "
            "reporting line.",
            width=26,
            aliases=(
                "Manager e-mail",
                "Manager email",
                "Line manager",
                "Reports to",
                "Who is your manager?",
                "Manager ID",
                "Who is your boss?",
                "Who is your line manager?",
                "Who do you report to?",
                "To whom do you report?",
                "Your manager",
                "Your line manager",
                "Manager name",
                "Supervisor",
                "Boss",
            ),
        ),
        asks(
            "location",
            "Location",
            T,
            SPONSOR,
            "City or site.",
            width=16,
            aliases=("Office", "Site", "City", "Where do you work?", "Work location"),
        ),
        asks(
            "country",
            "Country",
            T,
            HR,
            "For public holidays: a name or code, Germany or DE. Empty means the country of the "
            "time zone.",
            width=14,
            aliases=("Country of work", "Work country", "Which country do you work in?"),
        ),
        asks(
            "region",
            "Region",
            T,
            HR,
            "For regional holidays: a state, canton or province, Bavaria or BY. May be empty.",
            width=14,
            aliases=("State", "Province", "State or province", "Which region do you work in?"),
        ),
        asks(
            "time_zone",
            "Time zone",
            T,
            HR,
            "Such as Europe/Berlin; empty means the program's time zone.",
            width=18,
            aliases=("Timezone", "Your time zone", "Which time zone are you in?"),
        ),
        asks(
            "languages",
            "Languages",
            Kind.LIST,
            PAIR,
            "Languages in which a good conversation is possible, separated by ;",
            choices=content.LANGUAGES,
            width=22,
            aliases=(
                "Which languages do you speak?",
                "Languages spoken",
                "Which languages can you hold a conversation in?",
            ),
        ),
        asks(
            "ergs",
            "ERG membership",
            Kind.LIST,
            PRIVATE,
            "Optional. Employee Resource Groups; used only to watch that nobody is a token, "
            "never as a reason for a pair.",
            width=24,
            aliases=(
                "ERG",
                "Employee Resource Groups",
                "Are you a member of an Employee Resource Group?",
            ),
        ),
        asks(
            "generation",
            "Generation",
            T,
            PRIVATE,
            "Optional. An age band; used for the balance of the cohort and the guards on Settings, "
            "in the score only when HR says so there, and never in a reason.",
            width=14,
            aliases=("Generation band", "Age", "Age band", "Age group"),
        ),
        asks(
            "strengths",
            "Strengths",
            Kind.LIST,
            PAIR,
            "What this person can teach, separated by ;",
            choices_from="skills.skill",
            width=40,
            aliases=(
                "What I can teach",
                "What can you teach others?",
                "Which skills could you teach?",
                "Skills you can teach",
                "Top skills",
                "What are you good at?",
                "What could you teach?",
                "What can you teach?",
                "What could you teach a senior leader?",
                "What could you show a senior leader?",
                "What could you teach your mentor?",
                "What could you teach a junior colleague?",
                "What are your strengths?",
                "Your strengths",
                "Your skills",
            ),
        ),
        asks(
            "learning_goals",
            "Learning goals",
            Kind.LIST,
            PAIR,
            "What this person wants to learn, the most important first, separated by ;",
            choices_from="skills.skill",
            width=40,
            aliases=(
                "What I want to learn",
                "What would you like to learn?",
                "Which skills would you like to learn?",
                "Skills you want to learn",
                "Development goals",
                "What do you want to learn?",
                "What would you like to get better at?",
                "What do you hope to learn?",
                "What are your learning goals?",
                "Your learning goals",
            ),
        ),
        asks(
            "career_goals",
            "Career goals",
            L,
            PAIR,
            "In the person's own words.",
            width=40,
            aliases=(
                "What are your career goals?",
                "Where do you want to be in three years?",
                "Career aspirations",
            ),
        ),
        asks(
            "perspectives",
            "Perspectives I bring" if role == "mentor" else "Perspectives I would like to hear",
            Kind.LIST,
            PAIR if role == "leader" else HR,
            "Viewpoints the person is happy to bring, by their own choice."
            if role == "mentor"
            else "Viewpoints the person would like to hear about.",
            choices=content.PERSPECTIVES,
            width=34,
            aliases=(
                (
                    "Which perspectives are you happy to bring?",
                    "Perspectives I am happy to bring",
                )
                if role == "mentor"
                else (
                    "Which perspectives would you like to hear?",
                    "Perspectives I want to hear",
                )
            ),
        ),
        asks(
            "values",
            "Values at work",
            Kind.LIST,
            PAIR,
            "Up to three values, separated by ;",
            choices=content.VALUES,
            width=28,
            aliases=("Three values that matter to you at work", "Your values", "Values"),
        ),
        asks(
            "styles",
            "Working style",
            Kind.LIST,
            PAIR,
            "How the person likes to work and talk, separated by ;",
            choices=content.WORKING_STYLES,
            width=28,
            aliases=("How do you like to work?", "Your working style", "Style"),
        ),
        asks(
            "interests",
            "Interests",
            Kind.LIST,
            PAIR,
            "What the person likes to talk about beside work, separated by ;",
            width=28,
            aliases=(
                "What are your interests?",
                "Your interests",
                "Hobbies",
                "Hobbies and interests",
                "Interests outside work",
            ),
        ),
        asks(
            "topics_offered",
            "Topics offered",
            Kind.LIST,
            HR,
            "Topics close to the person's identity that they offer of their own accord.",
            width=30,
            aliases=(
                "Which personal topics are you happy to talk about?",
                "Topics I am happy to talk about",
            ),
        ),
        asks(
            "topics_declined",
            "Topics declined",
            Kind.LIST,
            PRIVATE,
            "Private. Topics that are replaced without a trace.",
            width=26,
            aliases=(
                "Which topics would you rather not talk about?",
                "Topics I would rather skip",
                "Topics I would rather not talk about",
                "Which topics would you rather skip?",
                "Are there topics you would rather not talk about?",
                "Which topics should we avoid?",
            ),
        ),
        asks(
            "preferred",
            "Preferred partners",
            Kind.LIST,
            HR,
            f"Names, e-mail addresses or IDs of {other} they would like, best first.",
            width=28,
            aliases=(
                "Whom would you like to be paired with?",
                "Is there anyone you would like to be paired with?",
                "Preferred partner",
                "Who would you like to be paired with?",
            ),
        ),
        asks(
            "not_with",
            "Not to be paired with",
            Kind.LIST,
            PRIVATE,
            "Private. Names, e-mail addresses or IDs; kept to the letter and never shown.",
            width=26,
            aliases=(
                "Is there anyone you would rather not be paired with?",
                "Whom should you not be paired with?",
                "Who should you not be paired with?",
                "Is there anyone you should not be paired with?",
                "Is there anybody you would rather not be paired with?",
                "Anyone you would rather not be paired with?",
                "Whom would you rather not be paired with?",
                "Who would you rather not be paired with?",
            ),
        ),
        asks(
            "availability",
            "Weekly availability",
            Kind.LIST,
            PAIR,
            "Blocks of the week from the Time blocks tab, separated by ;",
            choices_from="time_blocks.block",
            width=34,
            aliases=(
                "When are you usually available?",
                "When could you meet?",
                "When are you available?",
                "When are you free?",
                "When are you free for an hour?",
                "When can you meet?",
                "When do you have time?",
                "Your availability",
                "Availability",
                "Available times",
            ),
        ),
        asks(
            "capacity",
            "Capacity",
            INT,
            HR,
            "How many partners at the same time; empty means 1.",
            least=0,
            most=5,
            width=10,
            aliases=("How many partners could you take?", "Number of partners", "Places"),
        ),
        asks(
            "volunteered",
            "Volunteered",
            Kind.YES_NO,
            SPONSOR,
            "Yes when the person said so themselves.",
            width=12,
            aliases=("Do you volunteer?", "I would like to take part", "I volunteer to take part"),
        ),
        asks("note", "HR note", L, HR, "Yours; the tool never changes it.", width=30),
        tells(
            "imported_from",
            "Imported from",
            T,
            HR,
            "The file and row of the latest answer.",
            width=26,
        ),
        _answer_seen(),
    )


MENTORS = Table("mentors", "Mentors", _person("mentor"), identity=("id",))
LEADERS = Table(
    "leaders",
    "Leaders",
    (
        *_person("leader"),
        asks(
            "circle",
            "Present circle",
            Kind.LIST,
            HR,
            "Departments, places and viewpoints of the people this leader takes advice from "
            "today, separated by ; Pairing values what is missing there.",
            width=34,
            aliases=(
                "Where do the people you ask for advice come from?",
                "Present mentoring circle",
                "My present circle",
            ),
        ),
    ),
    identity=("id",),
)

IMPORTS = Table(
    "imports",
    "Imports",
    (
        asks("question", "Question in the file", T, HR, "A header of a survey file.", width=60),
        asks("into", "Goes into", T, HR, "The tab: Mentors, Leaders, Check-ins ...", width=14),
        asks("column", "Column", T, HR, "The column of that tab, or “ignore”.", width=30),
    ),
    identity=("question", "into"),
)

# --- Select and pair ------------------------------------------------------

NOMINATIONS = Table(
    "nominations",
    "Nominations",
    (
        asks(
            "nominee",
            "Nominee",
            T,
            HR,
            "The mentor's ID, e-mail address or full name.",
            required=True,
            width=28,
        ),
        asks("nominated_by", "Nominated by", T, HR, "ERG, manager or self.", width=24),
        asks("why", "Why", L, HR, "In one sentence.", width=44),
        tells("name", "Name", T, PAIR, "The person the tool recognized.", width=22),
        tells("department", "Department", T, SPONSOR, "From the Mentors tab.", width=20),
        tells("selected", "Selected", Kind.YES_NO, HR, "Is the person in the cohort?", width=10),
        tells("reason", "Reason", L, HR, "Why, or why not.", width=56),
    ),
    identity=("nominee", "nominated_by"),
)

RULES = Table(
    "rules",
    "Rules",
    (
        asks("mentor", "Mentor", T, HR, "ID, e-mail address or name.", required=True, width=28),
        asks("leader", "Leader", T, HR, "ID, e-mail address or name.", required=True, width=28),
        asks(
            "rule",
            "Rule",
            Kind.CHOICE,
            HR,
            "Must pair, or must not pair.",
            choices=("Must pair", "Must not pair"),
            strict=True,
            required=True,
            width=16,
        ),
        asks("reason", "Reason", L, HR, "For your own record.", width=50),
    ),
    identity=("mentor", "leader", "rule"),
)


def _part(key: str, header: str, help: str) -> Column:
    return tells(key, header, N, HR, help, least=0, most=100, width=10)


REJECTIONS: tuple[str, ...] = (
    "Conflict of interest",
    "Too close at work",
    "Know each other well",
    "Goals do not fit",
    "Calendars do not fit",
    "One of them said no",
    "Another reason",
)
"""Why HR rejected a proposed pair."""

OVER: tuple[str, ...] = ("Ended", "Rejected")
"""A pair with this status is none any more: it takes no place and is not proposed again."""

PAIRS = Table(
    "pairs",
    "Pairs",
    (
        tells("pair_id", "Pair", T, HR, "The pair's ID.", width=14),
        tells("mentor_id", "Mentor ID", T, HR, "From the Mentors tab.", width=10),
        tells("mentor", "Mentor", T, PAIR, "Name.", width=22),
        tells("mentor_department", "Mentor's department", T, SPONSOR, "Department.", width=20),
        tells("leader_id", "Leader ID", T, HR, "From the Leaders tab.", width=10),
        tells("leader", "Leader", T, PAIR, "Name.", width=22),
        tells("leader_department", "Leader's department", T, SPONSOR, "Department.", width=20),
        tells("score", "Score", N, HR, "0 to 100, by your weights.", least=0, most=100, width=9),
        tells("reason", "Why this pair", L, PAIR, "In plain words; may be shared.", width=64),
        _part("mentor_teaches", "Mentor teaches", "0 to 100"),
        _part("leader_teaches", "Leader teaches", "0 to 100"),
        _part("perspective", "Perspective", "0 to 100"),
        _part("rapport", "Rapport", "0 to 100"),
        _part("preference", "Wishes", "0 to 100"),
        _part("time", "Easy to meet", "0 to 100"),
        asks(
            "status",
            "Status",
            Kind.CHOICE,
            HR,
            "Proposed by the tool; you approve it. Approved and active pairs are kept when you "
            "press Suggest pairs again; ended and rejected pairs are never repeated.",
            choices=("Proposed", "Approved", "Active", "Ended", "Rejected"),
            strict=True,
            width=12,
        ),
        asks("keep", "Keep", Kind.YES_NO, HR, "Yes keeps this pair on the next run.", width=8),
        asks(
            "rejected_because",
            "Rejected because",
            Kind.CHOICE,
            HR,
            "For a pair with the status Rejected; the next run takes it into account.",
            choices=REJECTIONS,
            strict=True,
            width=26,
        ),
        asks("note", "HR note", L, HR, "Yours; carried over on every run.", width=36),
    ),
    identity=("pair_id",),
)

PROOF = Table(
    "proof",
    "Proof",
    (  # as wide as the columns of PAIRS, which stands beneath
        tells("status", "Result", T, HR, "Proven best, or how far it may be from it.", width=14),
        tells("pairs", "Pairs found", INT, HR, "The largest possible number.", width=10),
        tells("aim", "Aim", T, HR, "What the best plan is, from Settings.", width=22),
        tells("total", "Total score", N, HR, "Of all pairs that run or are proposed.", width=20),
        tells("gap", "Gap, percent", N, HR, "0 is proven best.", width=10),
        tells("bound", "At most", N, HR, "No such plan can have a higher total.", width=22),
        tells("seconds", "Search time", T, HR, "How long the search took.", width=20),
        tells("possible", "Possible pairs", INT, HR, "That no rule forbids.", width=9),
        tells("solver", "Solver", T, HR, "Name and version, for the record.", width=64),
    ),
    one_row=True,
)

RULE_EFFECTS = Table(
    "rule_effects",
    "RuleEffects",
    (
        tells("rule", "Rule", T, HR, "The hard rule.", width=44),
        tells("removed", "Pairs removed", INT, HR, "Whatever the other rules do.", width=10),
        tells("alone", "By it alone", INT, HR, "Possible without this rule.", width=10),
        tells("mentors_without", "Mentors left alone", INT, HR, "Without any partner.", width=12),
        tells("leaders_without", "Leaders left alone", INT, HR, "Without any partner.", width=12),
        tells("remedy", "What would help", L, HR, "In plain words.", width=44),
    ),
    identity=("rule",),
)

PLANS = Table(
    "plans",
    "Plans",
    (
        tells("plan", "Plan", T, HR, "The aim, or how it differs.", width=26),
        tells("pairs", "Pairs", INT, HR, "How many.", width=8),
        tells("total", "Total", N, HR, "Of all scores.", width=10),
        tells("mean", "Mean", N, HR, "Per pair.", width=9),
        tells("worst", "Worst pair", N, HR, "The lowest score.", width=9),
        tells("spread", "Spread", N, HR, "Best pair minus worst pair.", width=9),
        tells("bound", "At most", N, HR, "No such plan can have a higher total.", width=10),
        tells("gap", "Gap, percent", N, HR, "0 is proven best.", width=9),
        tells("different", "Other pairs", INT, HR, "Pairs not on the Pairs tab.", width=9),
        tells("what", "What it is", L, HR, "In plain words.", width=60),
        asks(
            "use",
            "Use this plan",
            Kind.YES_NO,
            HR,
            "Yes, then press Compare plans once more: its pairs go to the Pairs tab.",
            width=11,
        ),
    ),
    identity=("plan",),
)
PLAN_PAIRS = Table(
    "plan_pairs",
    "PlanPairs",
    (
        tells("plan", "Plan", T, HR, "As on the left.", width=26),
        tells("change", "Against Pairs", T, HR, "Added or dropped.", width=12),
        tells("mentor", "Mentor", T, HR, "Name.", width=22),
        tells("leader", "Leader", T, HR, "Name.", width=22),
        tells("score", "Score", N, HR, "0 to 100.", width=9),
    ),
)
PRICES = Table(
    "prices",
    "Prices",
    (
        tells("kind", "Kind", T, HR, "Rule, pin, guard or private wishes.", width=16),
        tells("what", "Without this", T, HR, "What is left out to find its price.", width=46),
        tells("points", "Price, points", N, HR, "The total would be higher by so much.", width=10),
        tells("pairs", "More pairs", INT, HR, "How many more would be possible.", width=9),
        tells("note", "How to read it", L, HR, "In plain words.", width=50),
    ),
)

QUESTIONS = Table(
    "questions",
    "Questions",
    (
        asks("mentor", "Mentor", T, HR, "ID, e-mail address or name.", required=True, width=26),
        asks("leader", "Leader", T, HR, "ID, e-mail address or name.", required=True, width=26),
        tells("answer", "Why, or why not", L, HR, "In plain words.", width=70),
        tells("cost", "Cost, points", N, HR, "What forcing this pair would cost.", width=10),
    ),
    identity=("mentor", "leader"),
)
RUNNERS_UP = Table(
    "runners_up",
    "RunnersUp",
    (
        tells("person_id", "ID", T, HR, "Of the person.", width=9),
        tells("name", "Name", T, HR, "Of the person.", width=22),
        tells("role", "Role", T, HR, "Mentor or leader.", width=10),
        tells("now", "Now with", T, HR, "Partner or partners, with the score.", width=34),
        tells("place", "Place", INT, HR, "1 is the best of the others.", width=8),
        tells("other", "Runner-up", T, HR, "A partner they might have instead.", width=22),
        tells("score", "Score", N, HR, "0 to 100.", width=9),
        tells("cost", "Cost, points", N, HR, "What this pair would cost all.", width=10),
        tells("why", "Why not", L, HR, "In plain words.", width=60),
    ),
)

WHAT_IF = Table(
    "what_if",
    "WhatIf",
    (  # as wide as the columns of WHAT_IF_ANSWERS, which stands beneath
        asks("mentor", "Mentor", T, HR, "Choose a mentor, or type an ID or e-mail.", width=30),
        asks("leader", "Leader", T, HR, "Choose a leader, or type an ID or e-mail.", width=26),
    ),
    one_row=True,
)
WHAT_IF_ANSWERS = Table(
    "what_if_answers",
    "WhatIfAnswers",
    (
        tells("question", "Question", T, HR, "What was asked.", width=30),
        tells("mentor", "Mentor", T, HR, "As chosen above at that time.", width=26),
        tells("leader", "Leader", T, HR, "As chosen above at that time.", width=26),
        tells("answer", "Answer", L, HR, "In plain words.", width=70),
        tells("points", "Points", N, HR, "0 to 100; beside “Why not”, the cost.", width=10),
    ),
)

WAITING = Table(
    "waiting",
    "WaitingList",
    (
        tells("person_id", "ID", T, HR, "Of the person.", width=9),
        tells("name", "Name", T, HR, "Of the person.", width=22),
        tells("role", "Role", T, HR, "Mentor or leader.", width=10),
        tells("department", "Department", T, HR, "Of the person.", width=20),
        tells("why", "Why no partner now", L, HR, "In plain words.", width=50),
        tells("change", "The smallest change that helps", L, HR, "In plain words.", width=56),
        tells("later", "Best later partners", L, HR, "With the score they would have.", width=56),
        asks("note", "HR note", L, HR, "Yours; carried over on every run.", width=30),
    ),
    identity=("person_id",),
)

REMATCH = Table(
    "rematch",
    "Rematch",
    (
        tells("option", "Option", T, HR, "How much may change.", width=30),
        tells("most", "Other pairs, at most", INT, HR, "May be disturbed.", width=11),
        tells("disturbed", "Other pairs ended", INT, HR, "Are disturbed.", width=11),
        tells("pairs", "Pairs", INT, HR, "How many then.", width=8),
        tells("total", "Total", N, HR, "Of all scores.", width=10),
        tells("bound", "At most", N, HR, "No such plan can have a higher total.", width=10),
        tells("gain", "Gain, points", N, HR, "Against disturbing nobody.", width=10),
        tells("changes", "What changes", L, HR, "New pairs, and pairs that end.", width=70),
        asks(
            "use",
            "Use this option",
            Kind.YES_NO,
            HR,
            "Yes, then press Rematch once more: its pairs go to the Pairs tab.",
            width=11,
        ),
    ),
    identity=("option",),
)

# --- Schedule and meet ----------------------------------------------------

SETTLED: tuple[str, ...] = ("Held", "Missed", "Cancelled")
"""What HR notes of a session that is over."""

SCHEDULE = Table(
    "schedule",
    "Schedule",
    (
        tells("event_id", "Event", T, HR, "The event's ID.", width=20),
        tells(
            "kind",
            "Kind",
            Kind.CHOICE,
            PAIR,
            "Session, kick-off of a pair, or a common event.",
            choices=(
                "Kick-off",
                "Session",
                "Mid-program gathering",
                "Final review",
                "Celebration",
            ),
            width=22,
        ),
        tells("number", "No.", INT, PAIR, "The session's number.", width=8),
        tells("pair_id", "Pair", T, HR, "Empty for common events.", width=14),
        tells("mentor", "Mentor", T, PAIR, "Name.", width=22),
        tells("leader", "Leader", T, PAIR, "Name.", width=22),
        tells(
            "day",
            "Date",
            Kind.DATE,
            PAIR,
            "In the program's time zone. You may type another date: it is checked and kept.",
            width=13,
        ),
        tells(
            "start",
            "Start",
            Kind.TIME,
            PAIR,
            "In the program's time zone. You may type another time: it is checked and kept.",
            width=9,
        ),
        tells("end", "End", Kind.TIME, PAIR, "In the program's time zone.", width=9),
        tells("mentor_time", "Mentor's time", T, PAIR, "In the mentor's time zone.", width=27),
        tells("leader_time", "Leader's time", T, PAIR, "In the leader's time zone.", width=27),
        tells("topic", "Topic", T, PAIR, "What the hour is about.", width=32),
        tells("room", "Room", T, PAIR, "Where the two meet; empty is online.", width=16),
        tells("facilitator", "Facilitator", T, PAIR, "Who leads the kick-off.", width=18),
        tells(
            "status",
            "Status",
            Kind.CHOICE,
            HR,
            "Planned at the regular time, moved from it, fixed by HR, not placed, or over.",
            choices=("Planned", "Moved", "Fixed", "Not placed", "Held", "Missed", "Cancelled"),
            width=12,
        ),
        tells("regular", "Regular slot", Kind.YES_NO, PAIR, "No when it had to move.", width=9),
        tells(
            "why",
            "Moved because",
            L,
            HR,
            "Why it moved, or who cannot come.",
            width=44,
            aliases=("Remark",),
        ),
        asks(
            "fixed",
            "Fixed",
            Kind.YES_NO,
            HR,
            "Yes keeps this date and time, whatever else has to move.",
            width=8,
        ),
        asks("note", "HR note", L, HR, "Yours; carried over on every run.", width=30),
        tells(
            "planned",
            "Planned",
            Kind.MARK,
            HR,
            "The date and time as the tool wrote them; by this it sees what you changed.",
            width=16,
        ),
    ),
    identity=("event_id",),
)
SCHEDULE_PROOF = Table(
    "schedule_proof",
    "ScheduleProof",
    (  # as wide as the columns of SCHEDULE, which stands beneath
        tells("result", "Result", T, HR, "Proven best, or how far it may be from it.", width=20),
        tells("aim", "Aim", T, HR, "What the best schedule is.", width=22),
        tells("sessions", "To come", INT, HR, "Sessions to come.", width=8),
        tells("placed", "Placed", INT, HR, "Sessions with a date.", width=14),
        tells("most_placed", "Placed, at most", INT, HR, "No schedule places more.", width=22),
        tells("regular", "At regular time", INT, HR, "Sessions.", width=22),
        tells(
            "most_regular",
            "Regular, at most",
            INT,
            HR,
            "No schedule that places as many has more. A regular time begins on the half hour or "
            "with a free stretch.",
            width=13,
        ),
    ),
    one_row=True,
)
CHANGE_PROOF = Table(
    "change_proof",
    "ChangeProof",
    (  # as wide as the columns of CHANGES, which stands beneath
        tells("result", "Result", T, HR, "Proven fewest, or how far from it.", width=20),
        tells("moved", "Moved", INT, HR, "Sessions that cannot stay where they are.", width=22),
        tells("least", "At least", INT, HR, "No schedule moves fewer.", width=22),
        tells("kept", "Stay", INT, HR, "Sessions to come that stay.", width=8),
        tells("placed", "New dates", INT, HR, "Sessions that had none before.", width=14),
        tells("lost", "Not placed", INT, HR, "Sessions without a date.", width=30),
    ),
    one_row=True,
)
CHANGES = Table(
    "changes",
    "Changes",
    (
        tells("event_id", "Event", T, HR, "The event's ID.", width=20),
        tells("mentor", "Mentor", T, HR, "Name.", width=22),
        tells("leader", "Leader", T, HR, "Name.", width=22),
        tells("number", "No.", INT, HR, "The session's number.", width=8),
        tells(
            "what",
            "What",
            Kind.CHOICE,
            HR,
            "What would change.",
            choices=(
                "Moves",
                "New date",
                "Not placed",
                "Falls away",
                "Other room",
                "Other details",
            ),
            width=14,
        ),
        tells("before", "Is now", T, HR, "In the program's time zone.", width=30),
        tells("after", "Would be", T, HR, "In the program's time zone.", width=30),
        tells("why", "Because", L, HR, "In plain words.", width=60),
    ),
    identity=("event_id",),
)
WEEKS_ACROSS = 32
"""Weeks that stand beside each other in the calendar; longer programs go on beneath."""

CALENDAR = Table(
    "calendar",
    "Calendar",
    (
        tells("pair_id", "Pair", T, HR, "Empty in the row with the dates.", width=13),
        tells("mentor", "Mentor", T, PAIR, "Name.", width=17),
        tells("leader", "Leader", T, PAIR, "Name.", width=17),
        *(
            tells(f"week_{n}", f"W{n}", T, PAIR, "What takes place in this week.", width=8)
            for n in range(1, WEEKS_ACROSS + 1)
        ),
        tells("part", "Part", Kind.MARK, HR, "The weeks of this row, such as 1-32.", width=7),
    ),
    identity=("part", "pair_id"),
)
LEADER_LOAD = Table(
    "leader_load",
    "LeaderLoad",
    (
        tells("leader_id", "Leader ID", T, HR, "From the Leaders tab.", width=10),
        tells("leader", "Leader", T, HR, "Name.", width=24),
        tells("pairs", "Mentors", INT, HR, "Running pairs.", width=9),
        tells("sessions", "Sessions", INT, HR, "With a date, all in all.", width=10),
        tells("held", "Held", INT, HR, "So far.", width=8),
        tells("missed", "Missed", INT, HR, "So far.", width=8),
        tells("to_come", "To come", INT, HR, "From today on.", width=9),
        tells("hours", "Hours to come", N, HR, "Sessions and common events.", width=10),
        tells("most", "Most in a week", INT, HR, "Sessions in the fullest week.", width=10),
        tells("busiest", "Fullest week", Kind.DATE, HR, "The Monday of that week.", width=13),
    ),
    identity=("leader_id",),
)
HELD_SO_FAR = Table(
    "held_so_far",
    "HeldSoFar",
    (
        tells("week", "Week", INT, HR, "Of the program.", width=8),
        tells("until", "Until", Kind.DATE, HR, "The last day of that week.", width=13),
        tells("planned", "Planned until then", Kind.ANY, HR, "Counted live.", width=12),
        tells("held", "Held until then", Kind.ANY, HR, "Counted live.", width=12),
        tells("missed", "Missed until then", Kind.ANY, HR, "Counted live.", width=12),
    ),
    identity=("week",),
)
INVITATIONS = Table(
    "invitations",
    "Invitations",
    (
        tells("event", "Event", T, HR, "The pair's sessions, or an event.", width=26),
        tells("what", "What", T, HR, "As people see it in their calendar.", width=44),
        tells("people", "Invited", L, HR, "Names.", width=30),
        tells(
            "state",
            "State",
            Kind.CHOICE,
            HR,
            "New, changed, as before or cancelled when the files were last written.",
            choices=("New", "Changed", "As before", "Cancelled"),
            width=12,
        ),
        tells("sequence", "Version", INT, HR, "Goes up with every change.", width=9),
        tells("written", "Written on", Kind.DATE, HR, "When it last changed.", width=15),
        tells("file", "File", T, HR, "The file to send.", width=40),
        tells("uid", "UID", Kind.MARK, HR, "By this calendars know the event again.", width=20),
        tells("content", "Content", Kind.MARK, HR, "What was last written.", width=20),
    ),
    identity=("event",),
)

SESSIONS = Table(
    "sessions",
    "Sessions",
    (
        tells("event_id", "Event", T, HR, "The event's ID.", width=20),
        tells("pair_id", "Pair", T, HR, "The pair's ID.", width=14),
        tells("number", "No.", INT, PAIR, "The session's number.", width=6),
        tells("mentor", "Mentor", T, PAIR, "Name.", width=22),
        tells("leader", "Leader", T, PAIR, "Name.", width=22),
        tells("day", "Date", Kind.DATE, PAIR, "From the Schedule tab.", width=13),
        tells("topic", "Topic", T, PAIR, "What the hour is about.", width=34),
        tells("agenda", "Agenda", L, PAIR, "How the hour runs.", width=56),
        tells("mentor_teaches", "Mentor teaches", L, PAIR, "The junior's part.", width=44),
        tells("leader_teaches", "Leader teaches", L, PAIR, "The leader's part.", width=44),
        asks(
            "held",
            "Held?",
            Kind.CHOICE,
            HR,
            "Planned until it has taken place or was missed.",
            choices=("Planned", *SETTLED),
            strict=True,
            width=11,
        ),
        asks(
            "replan",
            "Replan",
            Kind.YES_NO,
            HR,
            "Yes for a missed session that should take place later: then press Plan changes.",
            width=9,
        ),
        asks("mentor_taught", "What the mentor taught", L, HR, "In a few words.", width=34),
        asks("leader_taught", "What the leader taught", L, HR, "In a few words.", width=34),
        asks("note", "HR note", L, HR, "Yours; carried over on every run.", width=30),
    ),
    identity=("event_id",),
)

# --- Check in and review --------------------------------------------------

_ITEM_KINDS = {"rating": INT, "score10": INT, "text": L, "choice": Kind.CHOICE}


def _item(item: content.Item) -> Column:
    bounds: dict[str, Any] = {}
    if item.kind == "rating":
        bounds = {"least": 1, "most": 5, "width": 13}
    elif item.kind == "score10":
        bounds = {"least": 0, "most": 10, "width": 13}
    elif item.kind == "choice":
        bounds = {"choices": item.choices, "strict": True, "width": 15}
    else:
        bounds = {"width": 36}
    who = {"both": "Both answer.", "mentor": "Mentors answer.", "leader": "Leaders answer."}
    return asks(
        item.key,
        item.header,
        _ITEM_KINDS[item.kind],
        HR,
        f"{item.question} {who[item.asked_of]}",
        aliases=(item.question,),
        **bounds,
    )


def _answers(*moments: str) -> tuple[Column, ...]:
    wanted = [i for i in content.ITEMS if set(moments) & set(i.moments)]
    return (
        tells("answer_id", "Answer", T, HR, "Person and moment.", width=18),
        tells("person_id", "ID", T, HR, "The participant's ID.", width=9),
        tells("name", "Name", T, PAIR, "The participant.", width=22),
        tells("email", "E-mail", Kind.EMAIL, PAIR, "For the invitation.", width=28),
        tells(
            "role",
            "Role",
            Kind.CHOICE,
            SPONSOR,
            "Mentor or leader.",
            choices=("Mentor", "Leader"),
            width=10,
        ),
        tells("pairs", "Pair", Kind.LIST, HR, "The person's pair or pairs.", width=14),
        tells(
            "moment",
            "Moment",
            Kind.CHOICE,
            HR,
            "When the questions are asked.",
            choices=moments,
            width=10,
        ),
        tells("listed", "Listed on", Kind.DATE, HR, "Since when the tool asks.", width=12),
        asks("answered", "Answered on", Kind.DATE, HR, "The day of the answer.", width=13),
        *(_item(item) for item in wanted),
        asks("note", "HR note", L, HR, "Yours; carried over on every run.", width=30),
        _answer_seen(),
    )


CHECKINS = Table("checkins", "CheckIns", _answers("Start", "Month 3"), identity=("answer_id",))
REVIEW = Table("review", "Review", _answers("Month 6"), identity=("answer_id",))

HEALTH = Table(
    "health",
    "Health",
    (
        tells("pair_id", "Pair", T, HR, "The pair's ID.", width=14),
        tells("mentor", "Mentor", T, HR, "Name.", width=22),
        tells("leader", "Leader", T, HR, "Name.", width=22),
        tells("held", "Held", INT, HR, "Sessions held so far.", width=8),
        tells("missed", "Missed", INT, HR, "Sessions missed so far.", width=8),
        tells(
            "health",
            "Health",
            Kind.CHOICE,
            HR,
            "On track, needs attention, at risk, or too early to say.",
            choices=("On track", "Needs attention", "At risk", "Too early"),
            width=16,
        ),
        tells("why", "Because", L, HR, "The rule that fired, and what else did.", width=50),
        tells("action", "Suggested action", L, HR, "What to do next.", width=50),
        tells("resource", "Resource", L, HR, "Something to give the pair.", width=50),
        asks("decision", "HR decision", L, HR, "Yours; carried over on every run.", width=36),
    ),
    identity=("pair_id",),
)

# --- Show -----------------------------------------------------------------

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

OUTCOMES = Table(
    "outcomes",
    "Outcomes",
    (
        tells("measure", "Measure", T, SPONSOR, "The question in short.", width=32),
        tells("role", "Role", T, SPONSOR, "Mentor or leader.", width=10),
        tells("people", "People", INT, SPONSOR, "Who answered both times.", width=9),
        tells("before", "At the start", N, SPONSOR, "Mean, 1 to 5.", width=12),
        tells("after", "After six months", N, SPONSOR, "Mean, 1 to 5.", width=14),
        tells("change", "Change", N, SPONSOR, "After minus start.", width=10),
        tells("low", "From", N, SPONSOR, "95% interval of the change.", width=9),
        tells("high", "To", N, SPONSOR, "95% interval of the change.", width=9),
        tells("reading", "How to read it", L, SPONSOR, "In plain words.", width=60),
    ),
    identity=("measure", "role"),
)
STORIES = Table(
    "stories",
    "Stories",
    (
        tells("story", "Story", L, SPONSOR, "Only with consent.", width=80),
        tells("told_by", "Told by", T, SPONSOR, "A name, or “anonymous”.", width=24),
        tells("moment", "Moment", T, HR, "Month 3 or month 6.", width=10),
    ),
)
REPORT = Table(
    "report",
    "ImpactReport",
    (
        tells("section", "Section", T, HR, "The part of the report.", width=22),
        tells("text", "What we found", L, HR, "In whole sentences.", width=110),
    ),
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

# --- What the tool keeps --------------------------------------------------

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

WORKBOOK = Workbook(
    (
        Sheet(
            "Home",
            "Reverse mentoring",
            "Where the program stands and what to do next.",
            (STAGES,),
            "Set up",
            gridlines=False,
        ),
        Sheet(
            "Settings",
            "Settings",
            "Choose once; change whenever you like. Only the Value column is yours.",
            (SETTINGS_TABLE,),
            "Set up",
        ),
        Sheet(
            "Mentors",
            "Mentors",
            "The juniors. Import a survey or type; every problem is listed on Checks.",
            (MENTORS,),
            "Enroll",
            empty="No mentors yet: press Import mentors, or type the first one here.",
        ),
        Sheet(
            "Leaders",
            "Leaders",
            "The senior leaders who will be mentored.",
            (LEADERS,),
            "Enroll",
            empty="No leaders yet: press Import leaders, or type the first one here.",
        ),
        Sheet(
            "Checks",
            "Checks",
            "Everything that needs a look, with the remedy. The cells are outlined on their tabs: "
            "a full line must be fixed, a broken line is to check.",
            (CHECKS,),
            "Enroll",
            empty="Nothing to mend. Press Check after each change.",
        ),
        Sheet(
            "Nominations",
            "Nominations",
            "Whom Employee Resource Groups and managers propose; the tool chooses a cohort.",
            (NOMINATIONS,),
            "Select",
            empty="No nominations yet: type one per row, then press Choose cohort.",
        ),
        Sheet(
            "Rules",
            "Rules",
            "Pairs that must be, and pairs that must not be. Beside them: what every rule removes.",
            (RULES, RULE_EFFECTS),
            "Pair",
            empty="No rules of your own. None are needed.",
        ),
        Sheet(
            "Pairs",
            "Pairs",
            "The best pairs under your rules, each with its reason.",
            (PAIRS, PROOF),
            "Pair",
            empty="No pairs yet: press Suggest pairs.",
            header_row=9,
        ),
        Sheet(
            "Plans",
            "Plans side by side",
            "The same people under other aims, the next-best plans, and what each rule costs.",
            (PLANS, PRICES, PLAN_PAIRS),
            "Pair",
            empty="Nothing to compare yet: press Compare plans.",
            header_row=23,
        ),
        Sheet(
            "Why not",
            "Why not?",
            "Type two people and press Explain pairs. Beside it: everybody's runner-ups.",
            (QUESTIONS, RUNNERS_UP),
            "Pair",
            empty="No questions yet: type a mentor and a leader, then press Explain pairs.",
        ),
        Sheet(
            "What if",
            "What if these two were a pair?",
            "Choose a mentor and a leader: their points, why, why not, and who else would fit.",
            (WHAT_IF, WHAT_IF_ANSWERS),
            "Pair",
            empty="Nobody chosen yet: choose a mentor and a leader in the table below.",
            gridlines=False,
            header_row=22,
        ),
        Sheet(
            "Waiting list",
            "Waiting list",
            "Who has no partner now, why, what would help, and whom they would fit later.",
            (WAITING,),
            "Pair",
            empty="Nobody is waiting, or no pairs were suggested yet.",
        ),
        Sheet(
            "Schedule",
            "Schedule",
            "One hour every two weeks for every pair, and the common events. A Date or Start that "
            "you overtype is checked and kept.",
            (SCHEDULE, SCHEDULE_PROOF),
            "Schedule",
            empty="No schedule yet: press Make schedule.",
            header_row=9,
        ),
        Sheet(
            "Changes",
            "Changes to the schedule",
            "What would move and why, before anything is written: press Write changes to do so.",
            (CHANGES, CHANGE_PROOF),
            "Schedule",
            empty="No changes are waiting. When somebody is away, left or missed a session, press "
            "Plan changes.",
            header_row=9,
        ),
        Sheet(
            "Calendar",
            "Calendar",
            "Weeks across, pairs down; ready to print.",
            (CALENDAR,),
            "Schedule",
            empty="No schedule yet: press Make schedule.",
            header_row=7,
        ),
        Sheet(
            "Load",
            "Load of the leaders",
            "How many sessions each leader has, and how many were held of those planned.",
            (LEADER_LOAD, HELD_SO_FAR),
            "Schedule",
            empty="No schedule yet: press Make schedule.",
            header_row=30,
        ),
        Sheet(
            "Away",
            "Away",
            "Who is away when, and when the company is closed: sessions move around it.",
            (AWAY, CLOSURES),
            "Schedule",
            empty="Nobody is away. Type one row per absence, then press Plan changes.",
        ),
        Sheet(
            "Facilitators",
            "Facilitators and rooms",
            "Who leads kick-offs, and which rooms there are. May stay empty.",
            (FACILITATORS, ROOMS),
            "Schedule",
            empty="Nobody listed: kick-offs are planned as if HR always had time, and without "
            "rooms.",
        ),
        Sheet(
            "Invitations",
            "Invitations",
            "What was written for people's calendars, and what changed since.",
            (INVITATIONS,),
            "Schedule",
            empty="None yet: press Invitations.",
        ),
        Sheet(
            "Sessions",
            "Sessions",
            "Topic and agenda of each hour. Note what was held and what was exchanged.",
            (SESSIONS,),
            "Meet",
            empty="No sessions yet: press Prepare sessions.",
        ),
        Sheet(
            "Check-ins",
            "Check-ins",
            "Answers at the start and at three months. Confidential to HR.",
            (CHECKINS,),
            "Check in",
            empty="No check-in yet: press Check in.",
        ),
        Sheet(
            "Health",
            "Health of the pairs",
            "Which pairs need a call, and the rule that says so. Confidential to HR.",
            (HEALTH,),
            "Check in",
            empty="Nothing yet: press Check in when answers have come.",
        ),
        Sheet(
            "Rematch",
            "Rematch",
            "New pairs when some have ended: how much better it gets for each pair disturbed.",
            (REMATCH,),
            "Check in",
            empty="Set the status of pairs on the Pairs tab to Ended, then press Rematch.",
        ),
        Sheet(
            "Review",
            "Six-month review",
            "Answers at the end of the program. Confidential to HR.",
            (REVIEW,),
            "Review",
            empty="No review yet: press Review.",
        ),
        Sheet(
            "Dashboard",
            "Dashboard",
            "The program at a glance, counted live.",
            (FIGURES, BY_SESSION, BY_DEPARTMENT, BY_HEALTH, SKILL_BALANCE),
            "Show",
            gridlines=False,
            header_row=50,
        ),
        Sheet(
            "Report",
            "Impact report",
            "What changed, with honest intervals, and stories told with consent.",
            (REPORT, OUTCOMES, STORIES),
            "Review",
            empty="No report yet: press Impact report after the review.",
            gridlines=False,
        ),
        Sheet(
            "Sponsor",
            "What sponsors will see",
            "A preview of the sponsor copy. Small groups are hidden.",
            (SPONSOR_VIEW,),
            "Show",
            empty="Nothing yet: press Sponsor copy.",
            gridlines=False,
        ),
        Sheet("Skills", "Skills", "One name per skill, and how people spell it.", (SKILLS,)),
        Sheet("Levels", "Levels", "Your levels from junior to senior.", (LEVELS,)),
        Sheet(
            "Time blocks",
            "Time blocks",
            "The blocks of the week people choose from.",
            (TIME_BLOCKS,),
        ),
        Sheet("Topics", "Topics", "Thirteen fortnights to start from; make them yours.", (TOPICS,)),
        Sheet("Ground rules", "Ground rules", "Agreed at the kick-off.", (GROUND_RULES,)),
        Sheet(
            "Reporting lines",
            "Reporting lines",
            "Optional: who reports to whom, also for managers who do not take part.",
            (REPORTING,),
        ),
        Sheet(
            "Imports",
            "Imports",
            "Which survey question goes into which column; remembered for the next import.",
            (IMPORTS,),
        ),
        Sheet("Activity", "Activity", "What was done, when and by whom.", (ACTIVITY,)),
        Sheet(
            "My setup",
            "My setup",
            "Whether the buttons have what they rest on, where it was last checked.",
            (SETUP_CHECKS,),
            empty="Not checked yet: press Check my setup.",
        ),
        Sheet("Undo", "Undo", "Kept by the tool.", (UNDO,), very_hidden=True),
    )
)
