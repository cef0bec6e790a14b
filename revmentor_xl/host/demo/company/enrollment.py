"""What people answer when they enroll: skills, wishes for learning, times, values."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from revmentor_xl.host.demo.company.names import Deck
from revmentor_xl.host.demo.company.texts import worded
from revmentor_xl.schema.content import defaults


@dataclass(frozen=True)
class Answers:
    """The enrollment answers of one person; names as in the program's lists."""

    languages: tuple[str, ...]
    ergs: tuple[str, ...]
    generation: str
    strengths: tuple[str, ...]
    learning_goals: tuple[str, ...]
    career_goals: str
    perspectives: tuple[str, ...]
    values: tuple[str, ...]
    styles: tuple[str, ...]
    interests: tuple[str, ...]
    topics_offered: tuple[str, ...]
    topics_declined: tuple[str, ...]
    availability: tuple[str, ...]
    capacity: int = 1
    volunteered: bool = True
    preferred: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    circle: tuple[str, ...] = ()


ERGS = (
    "Early Careers Circle",
    "Parents and Carers Network",
    "Open Doors",
    "Able Together",
    "Rainbow Table",
    "Equal Footing",
)

# Category -> how often juniors teach it and leaders wish to learn it, and the reverse.
_TAUGHT_BY = {
    "AI and digital tools": (10, 0),
    "Data": (7, 0),
    "Technology and programming": (1, 0),
    "Customers and content": (7, 1),
    "Inclusion and culture": (6, 1),
    "Leadership and strategy": (0, 10),
    "Communication and careers": (1, 9),
    "Finance and sustainability": (1, 6),
}
_FAVORITE = {
    "Sales": ("Customers and content", "Finance and sustainability"),
    "Engineering": ("Technology and programming", "Data"),
    "Customer Care": ("Customers and content", "Inclusion and culture"),
    "Finance": ("Data", "Finance and sustainability"),
    "Operations": ("AI and digital tools", "Finance and sustainability"),
    "Marketing": ("Customers and content", "AI and digital tools"),
    "People": ("Inclusion and culture", "Communication and careers"),
    "Product": ("Data", "Customers and content"),
    "Legal": ("Finance and sustainability", "Communication and careers"),
    "Research": ("Technology and programming", "Data"),
}
_IN_DEMAND = {
    "Generative AI": 12,
    "Prompt writing": 6,
    "Workflow automation": 6,
    "Collaboration tools": 3,
    "Power BI": 8,
    "Data visualization": 5,
    "Data literacy": 6,
    "Short-form video": 5,
    "Social media": 4,
    "LinkedIn presence": 5,
    "Gen Z consumer insight": 8,
    "Generational perspectives": 7,
    "Remote and hybrid teamwork": 6,
    "Strategic thinking": 9,
    "Stakeholder management": 7,
    "Decision making": 6,
    "Leading change": 4,
    "Leading teams": 4,
    "Public speaking": 7,
    "Career planning": 6,
    "Organizational know-how": 6,
    "Financial literacy": 6,
    "Negotiation": 4,
}
"""Skills that many teach and many ask for, and how many times as often."""

_LOCAL_LANGUAGE = {
    "Hamburg": "German",
    "Lisbon": "Portuguese",
    "Kraków": "Polish",
    "Toronto": "French",
}
_INTERESTS = (
    "Cooking",
    "Running",
    "Cycling",
    "Hiking",
    "Football",
    "Board games",
    "Photography",
    "Gardening",
    "Live music",
    "Cinema",
    "Reading",
    "Travel",
    "Volunteering",
    "Languages",
)
_OPT_IN = tuple(topic.title for topic in defaults.TOPICS if topic.opt_in)
_BLOCKS = tuple(block[0] for block in defaults.TIME_BLOCKS)


def mentor_answers(rng: random.Random, department: str, location: str, aims: Deck[str]) -> Answers:
    """What a junior colleague answers; `aims` deals career goals."""
    strengths = _skills(rng, department, junior_teaches=True, count=rng.choice((3, 4, 4)))
    goals = _skills(rng, "", junior_teaches=False, count=3, but=strengths)
    offered = tuple(title for title in _OPT_IN if rng.random() < 0.45)
    others = [t.title for t in defaults.TOPICS[1:-1] if t.title not in offered]
    return Answers(
        languages=_languages(rng, location),
        ergs=(rng.choice(ERGS),) if rng.random() < 0.6 else (),
        generation=rng.choice(("Under 25", "25-29", "25-29", "30-34")),
        strengths=strengths,
        learning_goals=goals,
        career_goals=worded(aims.deal(), goals[0]),
        perspectives=_perspectives(rng, rng.choice((0, 1, 2, 2))),
        values=tuple(rng.sample(defaults.VALUES, 3)),
        styles=tuple(rng.sample(defaults.WORKING_STYLES, 2)),
        interests=_interests(strengths, goals),
        topics_offered=offered,
        topics_declined=(rng.choice(others),) if rng.random() < 0.2 else (),
        availability=_times(rng, location, rng.choice((4, 5, 5))),
    )


def leader_answers(rng: random.Random, department: str, location: str, aims: Deck[str]) -> Answers:
    """What a senior leader answers; `aims` deals career goals."""
    strengths = _skills(rng, department, junior_teaches=False, count=rng.choice((3, 4)))
    goals = _skills(rng, "", junior_teaches=True, count=3, but=strengths)
    return Answers(
        languages=_languages(rng, location),
        ergs=(),
        generation=rng.choice(("40-49", "50-59", "50-59", "60 and over")),
        strengths=strengths,
        learning_goals=goals,
        career_goals=worded(aims.deal(), goals[0]),
        perspectives=_perspectives(rng, rng.choice((1, 2, 2))),
        values=tuple(rng.sample(defaults.VALUES, 3)),
        styles=tuple(rng.sample(defaults.WORKING_STYLES, 2)),
        interests=_interests(strengths, goals),
        topics_offered=(),
        topics_declined=(),
        availability=_times(rng, location, rng.choice((4, 4, 5))),
        capacity=2 if rng.random() < 0.15 else 1,
        circle=_circle(department, location, goals),
    )


def _interests(strengths: tuple[str, ...], goals: tuple[str, ...]) -> tuple[str, ...]:
    """Up to three; drawn apart from the other answers, which do not depend on them."""
    own = random.Random(f"interests {strengths} {goals}")
    return tuple(own.sample(_INTERESTS, own.choice((0, 1, 2, 2, 3))))


def _circle(department: str, location: str, goals: tuple[str, ...]) -> tuple[str, ...]:
    """Mostly the leader's own department and one or two others; some leave it out."""
    own = random.Random(f"circle {department} {location} {goals}")
    if own.random() < 0.25:
        return ()
    others = [name for name in _FAVORITE if name != department]
    return (department, *own.sample(others, own.choice((1, 1, 2))))


def _skills(
    rng: random.Random,
    department: str,
    *,
    junior_teaches: bool,
    count: int,
    but: Sequence[str] = (),
) -> tuple[str, ...]:
    """Different skills, those in demand and the department's own (if any) more often."""
    weights = {}
    for skill in defaults.SKILLS:
        if skill.name not in but:
            weight = _TAUGHT_BY[skill.category][0 if junior_teaches else 1]
            own = 2 if skill.category in _FAVORITE.get(department, ()) else 1
            weights[skill.name] = weight * own * _IN_DEMAND.get(skill.name, 1)
    chosen: list[str] = []
    for _ in range(count):
        name = rng.choices(list(weights), list(weights.values()))[0]
        chosen.append(name)
        del weights[name]
    return tuple(chosen)


def _languages(rng: random.Random, location: str) -> tuple[str, ...]:
    local = _LOCAL_LANGUAGE[location]
    return ("English", local) if rng.random() < 0.7 else ("English",)


def _perspectives(rng: random.Random, count: int) -> tuple[str, ...]:
    common = defaults.PERSPECTIVES[:6]
    pool = common if rng.random() < 0.7 else defaults.PERSPECTIVES
    return tuple(rng.sample(pool, count))


def _times(rng: random.Random, location: str, count: int) -> tuple[str, ...]:
    """Blocks in the order of the week; in Toronto mornings, when Europe is still at work."""
    weights = [
        3 if (block.endswith("morning")) == (location == "Toronto") else 2 for block in _BLOCKS
    ]
    chosen: set[str] = set()
    while len(chosen) < count:
        chosen.add(rng.choices(_BLOCKS, weights)[0])
    return tuple(block for block in _BLOCKS if block in chosen)
