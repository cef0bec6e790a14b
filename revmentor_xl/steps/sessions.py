"""The sessions: topic, agenda and what each side teaches, for every hour.

A topic that is close to a person's identity is used only when the mentor
offered it. Whatever one of the two declined is replaced, and nothing tells
that it was: the text comes from the same lists as any other, no finding and
no remark is written, and the line that HR is told counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.workbook import SESSIONS
from revmentor_xl.steps.curriculum import Choice, Versions, Wishes, choose_topics, versions
from revmentor_xl.steps.participants import leaders, mentors
from revmentor_xl.steps.sentences import counted

FOUND_BY = "sessions"
SETTLED = ("Held", "Missed", "Cancelled")
_TEXTS = ("topic", "agenda", "mentor_teaches", "leader_teaches")
_MENTOR_TEACHES = "Show one thing you know well, on a real piece of work."
_LEADER_TEACHES = "Explain one thing you know well, with a true case."

Row = dict[Any, Any]
"""A row of a table by column key."""


@dataclass(frozen=True)
class Exchange:
    """What a pair's two people bring, and what they would rather not talk about."""

    wishes: Wishes = field(default_factory=Wishes)
    mentor_skills: tuple[str, ...] = ()
    leader_skills: tuple[str, ...] = ()


def sessions(program: Program) -> Program:
    """Prepare topic, agenda and skill exchange for every session of the schedule.

    Sessions that are over keep the topic they had. Raises `StepTooEarly`
    without a schedule.
    """
    planned = program.table("schedule")
    planned = planned[(planned["kind"] == "Session") & planned["number"].notna()]
    if planned.empty:
        raise StepTooEarly(
            "There is no schedule yet, so there are no sessions to prepare.",
            "Press Make schedule first.",
        )
    kept = tuple(one for one in program.findings if one.found_by != FOUND_BY)
    rows = _rows(program, planned)
    frame = pd.DataFrame(rows, columns=list(SESSIONS.keys), dtype=object)
    pairs = planned["pair_id"].nunique()
    what = f"{counted(len(rows), 'session')} prepared for {counted(pairs, 'pair')}"
    return replace(program, findings=kept).rewrite("sessions", frame).saying(what, "Sessions")


# --- rows -----------------------------------------------------------------


def _rows(program: Program, planned: pd.DataFrame) -> list[Row]:
    """One row for each session, in the order of the Schedule tab."""
    pairs = {row["pair_id"]: row for row in program.table("pairs").to_dict("records")}
    exchanges = _exchanges(program, list(pairs.values()))
    over, topics = _over(program, planned), versions(program)
    texts: dict[str, Row] = {}
    for pair_id, rows in planned.groupby("pair_id", sort=True):
        numbers = {str(event): int(n) for event, n in zip(rows["event_id"], rows["number"])}
        exchange = exchanges.get(str(pair_id), Exchange())
        texts |= _pair_texts(topics, numbers, exchange, over)
    found = []
    for row in planned.to_dict("records"):
        names = pairs.get(row["pair_id"], row)
        found.append(
            {
                **{key: row[key] for key in ("event_id", "pair_id", "number", "day")},
                "mentor": names["mentor"] or row["mentor"],
                "leader": names["leader"] or row["leader"],
                **texts[row["event_id"]],
                "held": "Planned",
            }
        )
    return sorted(found, key=_order)


def _order(row: Row) -> tuple[object, ...]:
    return (row["day"] is None, str(row["day"] or ""), row["pair_id"], row["number"])


def _over(program: Program, planned: pd.DataFrame) -> dict[str, Row]:
    """The texts of sessions that have taken place or whose day has passed."""
    days = dict(zip(planned["event_id"], planned["day"]))
    found = {}
    for row in program.table("sessions").to_dict("records"):
        day = days.get(row["event_id"])
        is_over = row["held"] in SETTLED or (day is not None and day < program.today)
        if row["topic"] and is_over:
            found[row["event_id"]] = {key: row[key] for key in _TEXTS}
    return found


def _pair_texts(
    topics: Versions, numbers: Mapping[str, int], exchange: Exchange, over: Mapping[str, Row]
) -> dict[str, Row]:
    """What each session of one pair is about, by event."""
    done = {event: over[event] for event in numbers if event in over}
    titles = {numbers[event]: str(row["topic"]) for event, row in done.items()}
    chosen = choose_topics(topics, list(numbers.values()), exchange.wishes, titles)
    coming = {
        event: _text(chosen[number], exchange, number)
        for event, number in numbers.items()
        if event not in done
    }
    return done | coming


def _text(choice: Choice, exchange: Exchange, number: int) -> Row:
    return {
        "topic": choice.title,
        "agenda": choice.agenda,
        "mentor_teaches": _teaches(
            choice.mentor_teaches or _MENTOR_TEACHES, exchange.mentor_skills, number
        ),
        "leader_teaches": _teaches(
            choice.leader_teaches or _LEADER_TEACHES, exchange.leader_skills, number
        ),
    }


def _teaches(prompt: str, skills: Sequence[str], number: int) -> str:
    """The topic's prompt; on a line of its own a skill of the person's, another one each time."""
    return f"{prompt}\nSkill for today: {skills[(number - 1) % len(skills)]}" if skills else prompt


# --- people ---------------------------------------------------------------


def _exchanges(program: Program, pairs: Sequence[Row]) -> dict[str, Exchange]:
    juniors = {fold(row["id"]): row for row in mentors(program).to_dict("records")}
    seniors = {fold(row["id"]): row for row in leaders(program).to_dict("records")}
    found = {}
    for pair in pairs:
        mentor = juniors.get(fold(pair["mentor_id"]), {})
        leader = seniors.get(fold(pair["leader_id"]), {})
        found[pair["pair_id"]] = Exchange(
            Wishes(
                frozenset(fold(one) for one in mentor.get("topics_offered", ())),
                (*mentor.get("topics_declined", ()), *leader.get("topics_declined", ())),
            ),
            tuple(_skills(mentor, leader)),
            tuple(_skills(leader, mentor)),
        )
    return found


def _skills(teacher: Row, learner: Row) -> Iterator[str]:
    """The teacher's strengths: first what the learner wants, the most wanted first."""
    strengths = {fold(one): one for one in teacher.get("strengths", ())}
    wanted = [fold(one) for one in learner.get("learning_goals", ())]
    for one in wanted:
        if one in strengths:
            yield strengths.pop(one)
    yield from strengths.values()
