"""Each pair's health, and the one rule that says so.

`RULES` is an ordered table: the first rule that fires decides, what else fired
stands behind it. The Health tab is for HR only; even so, its sentences are
written so that whoever glances at it learns neither who said what nor
anybody's rating.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold, is_blank
from revmentor_xl.schema.content.defaults import RESOURCES
from revmentor_xl.schema.frames import records_of
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.health.questionnaires import MONTH_3, answers, answers_due, running_pairs
from revmentor_xl.steps.health.rules import FURTHER, ON_TRACK, Answer, Evidence, Rule, fired


def health(program: Program) -> Program:
    """The program with every running pair's health, by today's date.

    An ended pair stays only where HR has written a decision. Raises
    `StepTooEarly` when no pair is there.
    """
    records = Records.of(program)
    rows = [_row(pair, records.evidence(pair)) for _, pair in running_pairs(program).iterrows()]
    known = {fold(str(row["pair_id"])) for row in rows}
    rows += [
        {
            "pair_id": old["pair_id"],
            "mentor": old["mentor"],
            "leader": old["leader"],
            "held": old["held"],
            "missed": old["missed"],
            "why": "This pair has ended.",
        }
        for _, old in program.table("health").iterrows()
        if fold(old["pair_id"]) not in known and not is_blank(old["decision"])
    ]
    frame = pd.DataFrame(rows, dtype=object)
    return program.rewrite("health", frame.reindex(columns=list(WORKBOOK.table("health").keys)))


class Records(NamedTuple):
    """Sessions by pair and month-3 answers by role and person, for quick look-up."""

    sessions: Mapping[str, Sequence[Mapping[str, object]]]
    answers: Mapping[tuple[str, str], Answer]
    today: date
    answers_late: bool

    @classmethod
    def of(cls, program: Program) -> Records:
        """The records of a program, as of its today."""
        sessions: dict[str, list[Mapping[str, object]]] = {}
        columns = ["event_id", "pair_id", "number", "day", "held"]
        for session in records_of(program.table("sessions")[columns]):
            sessions.setdefault(fold(str(session["pair_id"])), []).append(session)
        month_3 = records_of(answers(program, "checkins", MONTH_3))
        due = answers_due(program, MONTH_3)
        return cls(
            {pair: sorted(theirs, key=_session_order) for pair, theirs in sessions.items()},
            {(str(one["role"]), fold(str(one["person_id"]))): one for one in month_3},
            program.today,
            due is not None and program.today >= due,
        )

    def evidence(self, pair: pd.Series) -> Evidence:
        """What is known of one pair (a row of the Pairs tab)."""
        sessions = self.sessions.get(fold(pair["pair_id"]), ())
        days = [day for one in sessions if isinstance(day := one["day"], date)]
        # a session without a date that HR has noted has taken place all the same
        past = [s for s in sessions if not isinstance(s["day"], date) or s["day"] <= self.today]
        two = (("Mentor", fold(pair["mentor_id"])), ("Leader", fold(pair["leader_id"])))
        return Evidence(
            noted=tuple(str(s["held"]) for s in past if s["held"] in ("Held", "Missed")),
            answers=tuple(self.answers[one] for one in two if one in self.answers),
            first_planned=min(days, default=None),
            today=self.today,
            answers_late=self.answers_late,
        )


def _session_order(session: Mapping[str, object]) -> tuple[object, ...]:
    number, day = session["number"], session["day"]
    return (
        day if isinstance(day, date) else date.max,
        number if isinstance(number, int) else -1,
        str(session["event_id"]),
    )


def _action(rule: Rule, wanted: str) -> str:
    if not wanted:
        return rule.action
    if rule.state == ON_TRACK:
        return f"Answer what they asked for: {wanted}"
    return f"{rule.action} Help asked for: {wanted}"


def _why(first: Rule, *others: Rule) -> str:
    more = " ".join(rule.why for rule in others[:FURTHER])
    return f"{first.why} Also: {more}" if more else first.why


def _row(pair: pd.Series, known: Evidence) -> dict[str, object]:
    rules = fired(known)
    rule = rules[0]
    wanted = " / ".join(f"“{text}”" for text in known.help_wanted)
    return {
        "pair_id": pair["pair_id"],
        "mentor": pair["mentor"],
        "leader": pair["leader"],
        "held": known.held,
        "missed": known.missed,
        "health": rule.state,
        "why": _why(*rules),
        "action": _action(rule, wanted),
        "resource": dict(RESOURCES).get(rule.resource, ""),
    }
