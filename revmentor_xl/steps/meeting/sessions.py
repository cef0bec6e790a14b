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
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.statuses import SETTLED
from revmentor_xl.schema.tabs.meeting import SESSIONS
from revmentor_xl.steps.meeting.curriculum import (
    Choice,
    Versions,
    Wishes,
    choose_topics,
    in_its_place,
    may_come,
    versions,
)
from revmentor_xl.steps.meeting.makeup_ids import is_makeup, missed_session
from revmentor_xl.steps.people.participants import leaders, mentors

FOUND_BY = "sessions"
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
    planned = _planned(program)
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
    new = replace(program, findings=kept).rewrite("sessions", frame)
    return shown_on_schedule(new).saying(what, "Sessions")


def shown_on_schedule(program: Program) -> Program:
    """The program whose Schedule tab shows each session's topic, and whether it took place.

    The topic is the one on the Sessions tab; before it is prepared, the one
    that it will have.
    """
    planned = _planned(program)
    if planned.empty:
        return program
    noted = program.table("sessions")
    held = {fold(event): held for event, held in zip(noted["event_id"], noted["held"])}
    topics = _topics(program, planned)
    needed = planned[["event_id", "day", "fixed", "regular"]].to_dict("records")
    states = {row["event_id"]: _state(row, held) for row in needed}
    cells = program.cells("schedule")
    known = [as_text(event) for event in cells["event_id"]]
    columns = {
        "topic": [topics.get(event, cell) for event, cell in zip(known, cells["topic"])],
        "status": [states.get(event, cell) for event, cell in zip(known, cells["status"])],
    }
    shown = {key: pd.Series(col, index=cells.index, dtype=object) for key, col in columns.items()}
    return replace(program, tables={**program.tables, "schedule": cells.assign(**shown)})


def _planned(program: Program) -> pd.DataFrame:
    """The sessions of the Schedule tab, make-ups among them."""
    rows = program.table("schedule")
    return rows[(rows["kind"] == "Session") & rows["number"].notna()]


def _topics(program: Program, planned: pd.DataFrame) -> dict[str, str]:
    """The topic of each session: prepared, or as it will be."""
    columns = program.table("sessions")[["event_id", *_TEXTS]].itertuples(index=False)
    prepared = {event: dict(zip(_TEXTS, texts)) for event, *texts in columns if texts[0]}
    found = {event: str(row["topic"]) for event, row in prepared.items()}
    open_ = set(planned.loc[~planned["event_id"].isin(list(found)), "pair_id"])
    if open_:
        texts = _texts(program, planned[planned["pair_id"].isin(list(open_))], prepared)
        found |= {event: str(row["topic"]) for event, row in texts.items()}
    return found


def _state(row: Row, held: Mapping[str, str]) -> str:
    """The Status of a session: what HR noted, or what was planned."""
    noted = held.get(fold(row["event_id"]), "")
    if noted in SETTLED:
        return noted
    if row["day"] is None:
        return "Not placed"
    if row["fixed"] is True:
        return "Fixed"
    return "Planned" if row["regular"] is True else "Moved"


# --- rows -----------------------------------------------------------------


def _rows(program: Program, planned: pd.DataFrame) -> list[Row]:
    """One row for each session, in the order of the Schedule tab."""
    pairs = {row["pair_id"]: row for row in program.table("pairs").to_dict("records")}
    texts = _texts(program, planned, _over(program, planned))
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


def _texts(program: Program, planned: pd.DataFrame, kept: Mapping[str, Row]) -> dict[str, Row]:
    """What each session is about, by event; those in `kept` stay as they are."""
    pairs = program.table("pairs")
    exchanges = _exchanges(program, pairs.to_dict("records"))
    topics, texts = versions(program), dict[str, Row]()
    for pair_id, rows in planned.groupby("pair_id", sort=True):
        numbers = {str(event): int(n) for event, n in zip(rows["event_id"], rows["number"])}
        exchange = exchanges.get(str(pair_id), Exchange())
        texts |= _pair_texts(topics, numbers, exchange, kept)
    return texts


def _pair_texts(
    topics: Versions, numbers: Mapping[str, int], exchange: Exchange, over: Mapping[str, Row]
) -> dict[str, Row]:
    """What each session of one pair is about, by event; make-ups come last."""
    found = {event: over[event] for event in numbers if event in over}
    first = {event: number for event, number in numbers.items() if not is_makeup(event)}
    titles = {n: str(found[event]["topic"]) for event, n in first.items() if event in found}
    chosen = choose_topics(topics, list(first.values()), exchange.wishes, titles) if first else {}
    for event, number in first.items():
        if event not in found:
            found[event] = _text(chosen[number], exchange, number)
    for event in sorted(set(numbers) - set(found)):
        found[event] = _again(topics, event, numbers[event], exchange, found)
    return found


def _again(
    topics: Versions, event: str, number: int, exchange: Exchange, texts: Mapping[str, Row]
) -> Row:
    """What a make-up is about: the topic that was missed, if both still want to talk about it."""
    missed = texts.get(missed_session(event))
    used = [str(row["topic"]) for row in texts.values()]
    title = "" if missed is None else str(missed["topic"])
    if missed is not None and may_come(topics, title, exchange.wishes):
        return missed
    return _text(in_its_place(topics, exchange.wishes, used, number), exchange, number)


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
