"""Why these two: a sentence that both of them may read.

Only answers that the schema lets the two people of a pair see are used:
skills, departments, places, languages, values, interests and ways of working.
Perspectives, wishes, vetoes, ERG membership and generation are never named or
hinted at, also not by the order of what is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from revmentor_xl.findings.sentences import joined
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.score.scoring import Scores

MOST_NAMED = 3
MOST_CLAUSES = 3
USED = (
    "name",
    "email",
    "department",
    "location",
    "strengths",
    "learning_goals",
    "values",
    "styles",
    "interests",
    "languages",
)
"""The columns a reason may draw on; a test holds them against the schema's audience."""

NOTHING_NAMED = "No rule stands against this pair; ask both what they would like to exchange."
"""What is said where nothing that both may see speaks for the pair."""

TEACHING = ("mentor_teaches", "leader_teaches")

Answers = Mapping[Any, Any]
"""One person's answers by column key."""


def reasons(sides: Sides, worth: Scores, cells: Sequence[tuple[int, int]]) -> list[str]:
    """Why each pair (row and column of a mentor and a leader), in the order given."""
    mentors, leaders = (
        people[list(USED)].to_dict("records") for people in (sides.mentors, sides.leaders)
    )
    shares = worth.shares
    most = {name: share * 100 for name, share in shares.items()}
    parts = worth.of_cells(cells)
    taught = {name: shares[name] * parts[name].to_numpy() for name in TEACHING if name in parts}
    said = []
    for at, (i, j) in enumerate(cells):
        points = {name: float(added[at]) for name, added in taught.items()}
        said.append(reason(mentors[i], leaders[j], {**most, **points}))
    return said


def reason(mentor: Answers, leader: Answers, points: Mapping[str, float] | None = None) -> str:
    """Why a mentor and a leader fit, in one sentence.

    `points` is what a part of the score adds: that of the pair for
    `mentor_teaches` and `leader_teaches`, the most there can be for
    `perspective` and `rapport`, of which only what both may see is looked at.
    What adds most comes first, at most three things are named.
    """
    clauses = _clauses(mentor, leader, points or _EVEN)
    named = [text for _, text in sorted(clauses, key=lambda clause: -clause[0])[:MOST_CLAUSES]]
    if not named:
        return NOTHING_NAMED
    sentence = "; ".join(named) + "."
    return sentence[0].upper() + sentence[1:]


_EVEN = {"mentor_teaches": 100.0, "leader_teaches": 75.0, "perspective": 70.0, "rapport": 40.0}
_FAR = (("department", "departments", 0.4), ("location", "places", 0.2))
_SHARED = (
    ("values", 0.5, "both value {}"),
    ("styles", 0.3, "they like to work in a similar way"),
    ("interests", 0.25, "both are interested in {}"),
)


def _clauses(
    mentor: Answers, leader: Answers, points: Mapping[str, float]
) -> Iterable[tuple[float, str]]:
    """What speaks for the pair, each with about the points it adds."""
    for name, text in teaching(mentor, leader).items():
        yield points.get(name, 0.0), text
    perspective, rapport = points.get("perspective", 0.0), points.get("rapport", 0.0)
    far = [(word, part) for key, word, part in _FAR if _differ(mentor[key], leader[key])]
    if far:
        words = in_words([word for word, _ in far])
        yield perspective * sum(part for _, part in far), f"they work in different {words}"
    for key, part, text in _SHARED:
        if same := in_common(mentor[key], leader[key]):
            yield rapport * part * min(1.0, len(same) / 2), text.format(in_words(same))
    if len(in_common(mentor["languages"], leader["languages"])) > 1:
        yield rapport * 0.2, "they share more than one language"


def teaching(mentor: Answers, leader: Answers) -> dict[str, str]:
    """What the two can teach each other, in words, by part of the score.

    What is new to the learner is named; where nothing is, what they can go
    further in, because both name it as a strength.
    """
    said = {}
    for part, teacher, learner, can in (
        ("mentor_teaches", mentor, leader, "can teach"),
        ("leader_teaches", leader, mentor, "can help with"),
    ):
        skills = in_common(learner["learning_goals"], teacher["strengths"])
        known = {fold(one) for one in learner["strengths"]} if skills else set()
        who, whom = (one["name"] or one["email"] for one in (teacher, learner))
        if new := [skill for skill in skills if fold(skill) not in known]:
            said[part] = f"{who} {can} {in_words(new)}"
        elif skills:
            said[part] = f"{who} can help {whom} go further in {in_words(skills)}"
    return said


def in_common(ones: Sequence[str], others: Sequence[str]) -> list[str]:
    """What stands in both lists, in the order of the first."""
    if not ones or not others:
        return []
    there = {fold(one) for one in others}
    return list({fold(one): one for one in reversed(ones) if fold(one) in there}.values())[::-1]


def in_words(names: Sequence[str]) -> str:
    """“A, B and C”; of more, the first three and how many others."""
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown.append(f"{len(names) - MOST_NAMED} more")
    return joined(shown)


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and fold(one) != fold(other)
