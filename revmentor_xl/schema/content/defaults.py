"""Default content of a program: what a new program file offers before HR edits it.

Pure data, written for this tool. The longer lists live beside this module and
are offered here under one roof: skills (``skills.py``), session topics
(``topics.py``) and survey items (``survey_items.py``). The evidence behind the
defaults is told in ``docs/method.md``.

Names in the lists hold no comma and no semicolon, because answers that choose
several of them are separated by those characters.
"""

from __future__ import annotations

from typing import NamedTuple

from revmentor_xl.schema.content.skills import SKILL_CATEGORIES, SKILLS, Skill
from revmentor_xl.schema.content.survey_items import ITEMS, MOMENTS, Item
from revmentor_xl.schema.content.topics import TOPICS, Topic

__all__ = [
    "GROUND_RULES",
    "ITEMS",
    "LANGUAGES",
    "LEVELS",
    "MOMENTS",
    "PERSPECTIVES",
    "RESOURCES",
    "SKILLS",
    "SKILL_CATEGORIES",
    "TIME_BLOCKS",
    "TOPICS",
    "VALUES",
    "WORKING_STYLES",
    "GroundRule",
    "Item",
    "Skill",
    "Topic",
]


class GroundRule(NamedTuple):
    """One rule that both sides accept before the first session."""

    title: str
    text: str


GROUND_RULES: tuple[GroundRule, ...] = (
    GroundRule(
        "Both sides choose to be here",
        "Taking part is voluntary for the mentor and for the leader, on the first day and on "
        "every day after it.",
    ),
    GroundRule(
        "What is said stays here",
        "Neither of you repeats the other's words outside without a clear yes. One exception: "
        "when somebody's safety is at risk, or the law requires it, you tell HR, and you tell "
        "each other first where that is safe.",
    ),
    GroundRule(
        "The mentor leads the agenda",
        "The junior colleague chooses the topic and sets the pace. The leader comes prepared to "
        "listen, to try things out and to be a beginner.",
    ),
    GroundRule(
        "Each speaks for one person",
        "Nobody is here to represent a generation, a community or a department. Ask about this "
        "person's own experience, and take the answer as theirs.",
    ),
    GroundRule(
        "Skip or leave without a reason",
        "Either of you may pass over a topic or end the pairing. A word to HR is enough; no "
        "explanation is asked for and no fault is recorded.",
    ),
    GroundRule(
        "Nothing here touches an appraisal",
        "What happens in these sessions plays no part in ratings, pay or promotion, for either "
        "side. Should you feel that it does, tell HR at once.",
    ),
    GroundRule(
        "Neutral place and paid time",
        "Meet where both are at ease, not across the leader's desk. Sessions and the preparation "
        "for them count as working time.",
    ),
    GroundRule(
        "The leader reports back",
        "Listening is half of it. At later sessions the leader tells what they have changed, or "
        "why they have not.",
    ),
    GroundRule(
        "Two missed sessions bring a call",
        "Diaries fill up. After two missed sessions HR rings both of you, separately, to "
        "help and not to blame.",
    ),
    GroundRule(
        "Ideas keep their author",
        "When an idea from these talks travels further, its author is asked first and, if they "
        "wish, named.",
    ),
)

LEVELS: tuple[tuple[str, int], ...] = (
    ("Intern", 1),
    ("Junior", 2),
    ("Professional", 3),
    ("Senior", 4),
    ("Manager", 5),
    ("Senior Manager", 6),
    ("Director", 6),
    ("Vice President", 7),
    ("Executive", 8),
)
"""Level name and rank; two names may share a rank."""

TIME_BLOCKS: tuple[tuple[str, str, str, str], ...] = (
    ("Mon morning", "Monday", "09:00", "12:00"),
    ("Mon afternoon", "Monday", "13:00", "17:00"),
    ("Tue morning", "Tuesday", "09:00", "12:00"),
    ("Tue afternoon", "Tuesday", "13:00", "17:00"),
    ("Wed morning", "Wednesday", "09:00", "12:00"),
    ("Wed afternoon", "Wednesday", "13:00", "17:00"),
    ("Thu morning", "Thursday", "09:00", "12:00"),
    ("Thu afternoon", "Thursday", "13:00", "17:00"),
    ("Fri morning", "Friday", "09:00", "12:00"),
    ("Fri afternoon", "Friday", "13:00", "17:00"),
)
"""Block name, weekday, start and end (24-hour local time)."""

VALUES: tuple[str, ...] = (
    "Honesty",
    "Curiosity",
    "Fairness",
    "Courage",
    "Kindness",
    "Craftsmanship",
    "Independence",
    "Teamwork",
    "Responsibility",
    "Creativity",
    "Learning",
    "Service to others",
)

WORKING_STYLES: tuple[str, ...] = (
    "Plans ahead",
    "Improvises",
    "Thinks out loud",
    "Reflects first",
    "Big picture first",
    "Details first",
    "Learns by doing",
    "Learns by reading",
)

PERSPECTIVES: tuple[str, ...] = (
    "Early career",
    "Digital native habits",
    "Remote or hybrid work",
    "Frontline work",
    "Parent or carer",
    "First-generation professional",
    "New to the country",
    "Life with a disability",
    "Neurodivergent thinking",
    "LGBTQ+ colleague",
    "Ethnic or cultural minority",
    "Woman in my field",
)
"""Viewpoints that people may offer or wish to hear; always their own choice to name."""

LANGUAGES: tuple[str, ...] = (
    "English",
    "Spanish",
    "French",
    "German",
    "Portuguese",
    "Italian",
    "Dutch",
    "Polish",
    "Arabic",
    "Hindi",
    "Mandarin",
    "Japanese",
)

RESOURCES: tuple[tuple[str, str], ...] = (
    (
        "Meetings slip",
        "Fix a standing hour every second week and treat it like a customer's. Whoever must "
        "cancel proposes a new time in the same message, within the same week. If a full hour is "
        "out of reach, hold twenty-five minutes rather than nothing.",
    ),
    (
        "Hard conversations",
        "Ask before you begin: is this a good moment for something difficult? Then say what you "
        "saw, what it did to you and what you would like instead. The listener repeats the point "
        "in their own words before answering. Either may call a pause, and HR can sit in if both "
        "want it.",
    ),
    (
        "Not heard",
        "Start the next session with ten minutes in which only the mentor speaks and the leader "
        "takes notes. The leader then reads back three points and asks what is missing. Questions "
        "go to this person's own knowledge and experience, never to a whole group.",
    ),
    (
        "Workload",
        "Write down the hours that mentoring really takes in a month, preparation included. If the "
        "mentor wishes, HR agrees with their manager what is set aside in return, and never says "
        "what is discussed. Keep preparation under thirty minutes a session; one good question "
        "is enough.",
    ),
    (
        "Ideas run out",
        "Put the agenda away for once. Each brings one thing that puzzled, pleased or annoyed "
        "them at work this week, and the other asks five questions about it. Or visit a team, a "
        "shop or a customer together and compare what each of you noticed.",
    ),
    (
        "Change of partner",
        "A new pairing is an ordinary step, not a verdict. HR speaks with each of you alone, asks "
        "what you would like more of and proposes another partner. No reason is passed on. If "
        "both wish, close with a short thank-you; a kind message does just as well.",
    ),
    (
        "Little seems to change",
        "Choose one change that fits into two weeks and lies in the leader's own hands: a "
        "meeting, a message, a habit. Write down what you expect to see. At the next session the "
        "leader reports first: done, not done, and why.",
    ),
)
"""Situation and a short text that HR can give to a pair when a check-in calls for it."""
