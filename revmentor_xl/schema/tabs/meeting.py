"""The tables of meeting and asking: sessions, check-ins, review, health, outcomes, stories."""

from __future__ import annotations

from typing import Any

from revmentor_xl.schema.content import defaults
from revmentor_xl.schema.model import Column, Kind, Table
from revmentor_xl.schema.statuses import SETTLED
from revmentor_xl.schema.tabs.columns import HR, INT, PAIR, SPONSOR, L, N, T, asks, tells
from revmentor_xl.schema.tabs.people import _answer_seen

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

_ITEM_KINDS = {"rating": INT, "score10": INT, "text": L, "choice": Kind.CHOICE}


def _item(item: defaults.Item) -> Column:
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
    wanted = [i for i in defaults.ITEMS if set(moments) & set(i.moments)]
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
