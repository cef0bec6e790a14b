"""The columns that mentors and leaders share: what a survey asks of both."""

from __future__ import annotations

from revmentor_xl.schema.content import defaults
from revmentor_xl.schema.model import Column, Kind
from revmentor_xl.schema.tabs.columns import HR, INT, PAIR, PRIVATE, SPONSOR, L, T, asks

IDENTITY: tuple[Column, ...] = (
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
)
"""Who the person is, and where in the company."""

PLACE: tuple[Column, ...] = (
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
        choices=defaults.LANGUAGES,
        width=22,
        aliases=(
            "Which languages do you speak?",
            "Languages spoken",
            "Which languages can you hold a conversation in?",
        ),
    ),
)
"""Where the person works, and in which languages."""

GROUPS: tuple[Column, ...] = (
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
)
"""What is watched for balance and never told as a reason."""

LEARNING: tuple[Column, ...] = (
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
)
"""What the person can teach and wants to learn."""


def perspectives(role: str) -> Column:
    """The viewpoints that a mentor brings or a leader wants to hear."""
    return asks(
        "perspectives",
        "Perspectives I bring" if role == "mentor" else "Perspectives I would like to hear",
        Kind.LIST,
        PAIR if role == "leader" else HR,
        "Viewpoints the person is happy to bring, by their own choice."
        if role == "mentor"
        else "Viewpoints the person would like to hear about.",
        choices=defaults.PERSPECTIVES,
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
    )


RAPPORT: tuple[Column, ...] = (
    asks(
        "values",
        "Values at work",
        Kind.LIST,
        PAIR,
        "Up to three values, separated by ;",
        choices=defaults.VALUES,
        width=28,
        aliases=("Three values that matter to you at work", "Your values", "Values"),
    ),
    asks(
        "styles",
        "Working style",
        Kind.LIST,
        PAIR,
        "How the person likes to work and talk, separated by ;",
        choices=defaults.WORKING_STYLES,
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
)
"""What two people may have in common."""

PERSONAL_TOPICS: tuple[Column, ...] = (
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
)
"""Topics that the person offers or declines."""


def wishes(role: str) -> tuple[Column, ...]:
    """With whom a mentor or a leader would like to be paired, and with whom not."""
    other = "leaders" if role == "mentor" else "mentors"
    return (
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
    )


TAKING_PART: tuple[Column, ...] = (
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
)
"""When, with how many, and whether of their own accord."""
