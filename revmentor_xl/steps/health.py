"""Each pair's health, and the one rule that says so.

`RULES` is an ordered table: the first rule that fires decides, what else fired
stands behind it. The Health tab is for HR only; even so, its sentences are
written so that whoever glances at it learns neither who said what nor
anybody's rating.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold, is_blank
from revmentor_xl.schema.content.defaults import RESOURCES
from revmentor_xl.schema.frames import records_of
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.answers import MONTH_3, answers, answers_due, running_pairs

ON_TRACK, ATTENTION, AT_RISK = "On track", "Needs attention", "At risk"
TOO_EARLY = "Too early"
CALLS = (ATTENTION, AT_RISK)
"""The states in which somebody should ring the pair."""
LOW = 2
"""A rating of 1 or 2 on the scale from 1 (disagree) to 5 (agree)."""
FIRST_SESSION_BY = timedelta(weeks=4)
FURTHER = 2
"""So many more reasons stand behind the first."""

Answer = Mapping[str, object]
"""One person's typed answers by item."""


class Evidence(NamedTuple):
    """What is known of one pair today.

    `noted` are the past sessions that were held or missed, in order; `answers`
    the month-3 answers of the two; `first_planned` the day of the first
    session; `answers_late` is true when answers should be there by now.
    """

    noted: tuple[str, ...]
    answers: tuple[Answer, ...]
    first_planned: date | None
    today: date
    answers_late: bool

    @property
    def held(self) -> int:
        return self.noted.count("Held")

    @property
    def missed(self) -> int:
        return self.noted.count("Missed")

    @property
    def is_nothing(self) -> bool:
        """No session noted as held or missed, and no answer."""
        return not self.noted and not self.answers

    def asks_for(self, wish: str) -> bool:
        return any(answer["pairing_wish"] == wish for answer in self.answers)

    def is_low(self, item: str) -> bool:
        ratings = [answer[item] for answer in self.answers]
        return any(isinstance(rating, int) and rating <= LOW for rating in ratings)

    @property
    def help_wanted(self) -> list[str]:
        return sorted(str(a["help_wanted"]) for a in self.answers if a["help_wanted"])


class Rule(NamedTuple):
    """One rule: when it fires, and what HR reads and does then."""

    name: str
    state: str
    fires: Callable[[Evidence], bool]
    why: str
    action: str
    resource: str = ""


RULES: tuple[Rule, ...] = (
    Rule(
        "asks to change",
        AT_RISK,
        lambda pair: pair.asks_for("Change"),
        "A change of partner was asked for in the check-in.",
        "Speak with each of the two alone this week; ask for no reason. Then press Suggest pairs "
        "with this pair ended.",
        "Change of partner",
    ),
    Rule(
        "hard points",
        AT_RISK,
        lambda pair: pair.is_low("can_raise_hard_point"),
        "One of the two finds it hard to raise a difficult point.",
        "Ring both, separately, and ask how the talks go. Offer to sit in once if both want it.",
        "Hard conversations",
    ),
    Rule(
        "two missed in a row",
        AT_RISK,
        lambda pair: pair.noted[-2:] == ("Missed", "Missed"),
        "The last two sessions were missed.",
        "Ring both, separately, to help and not to blame; agree on the next date in the call.",
        "Meetings slip",
    ),
    Rule(
        "asks to adjust",
        ATTENTION,
        lambda pair: pair.asks_for("Adjust"),
        "An adjustment was asked for in the check-in.",
        "Ask both, separately, what should be different, and agree on one thing to try.",
        "Little seems to change",
    ),
    Rule(
        "talks of little use",
        ATTENTION,
        lambda pair: pair.is_low("talks_useful"),
        "The sessions may give too little that can be used.",
        "Ask what each hoped to learn, and choose the next two topics with them.",
        "Ideas run out",
    ),
    Rule(
        "not heard",
        ATTENTION,
        lambda pair: pair.is_low("heard_as_professional"),
        "The talks may not be about what each knows and can do.",
        "Ring both, separately, and recall the ground rule: each speaks for one person.",
        "Not heard",
    ),
    Rule(
        "workload",
        ATTENTION,
        lambda pair: pair.is_low("workload_fair"),
        "The time that the program takes may not feel fair.",
        "Ask how many hours it takes, and agree on what is set aside for it.",
        "Workload",
    ),
    Rule(
        "one missed",
        ATTENTION,
        lambda pair: "Missed" in pair.noted[-2:],
        "One of the last two sessions was missed.",
        "Ask whether the usual hour still suits both.",
        "Meetings slip",
    ),
    Rule(
        "never met",
        ATTENTION,
        lambda pair: (
            pair.held == 0
            and pair.first_planned is not None
            and pair.today >= pair.first_planned + FIRST_SESSION_BY
        ),
        "No session is noted as held, four weeks after the first was planned.",
        "Ask whether they have met. If so, note it on the Sessions tab; if not, set a date.",
        "Meetings slip",
    ),
    Rule(
        "nobody answered",
        ATTENTION,
        lambda pair: pair.answers_late and not pair.answers,
        "Neither of the two has answered the month-3 questions.",
        "Call both; silence may mean a full diary, or something they would rather not write.",
    ),
)
FINE = Rule(
    "on track", ON_TRACK, lambda pair: True, "Nothing calls for help.", "Nothing to do for now."
)
UNKNOWN = Rule(
    "too early", TOO_EARLY, lambda pair: pair.is_nothing, "Nothing known yet.", "Nothing to do yet."
)


def fired(pair: Evidence) -> list[Rule]:
    """The rules that fire, the first one decides; else `UNKNOWN` or `FINE`.

    Of several rules about the same matter (with one resource) only the first
    counts: who missed two sessions has missed one as well.
    """
    matters: dict[str, Rule] = {}
    for rule in RULES:
        if rule.fires(pair):
            matters.setdefault(rule.resource or rule.name, rule)
    return list(matters.values()) or [UNKNOWN if UNKNOWN.fires(pair) else FINE]


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
