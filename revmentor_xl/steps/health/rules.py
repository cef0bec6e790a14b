"""The rules that say how a pair is, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

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
