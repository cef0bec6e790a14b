"""What to do next, drawn from what the review found: rules as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from revmentor_xl.steps.reviewing.outcomes import Outcome

POOL = 10
"""With fewer pairs than this several cohorts are better read together."""


@dataclass(frozen=True)
class Facts:
    """What the report's sentences and advice rest on."""

    pairs: int
    mentors: int
    leaders: int
    answered: int
    held: int
    missed: int
    outcomes: tuple[Outcome, ...]
    decisions: int
    recommend: float | None
    wishes: dict[str, int]
    skills: dict[str, int]
    stories: int
    told: int
    workload: float | None
    heard: float | None

    @property
    def kept(self) -> float | None:
        """Held as a share of sessions held or missed."""
        return self.held / (self.held + self.missed) if self.held + self.missed else None

    @property
    def better(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.is_clear and (one.change.change or 0) > 0]

    @property
    def worse(self) -> list[Outcome]:
        return [one for one in self.outcomes if one.is_clear and (one.change.change or 0) < 0]


@dataclass(frozen=True)
class Advice:
    """One piece of advice: when it is given, and under which heading."""

    section: str
    applies: Callable[[Facts], bool]
    text: str


ADVICE: tuple[Advice, ...] = (
    Advice(
        "Continue",
        lambda facts: facts.kept is not None and facts.kept >= 0.85,
        "Keep the fixed rhythm: most sessions took place.",
    ),
    Advice(
        "Continue",
        lambda facts: bool(facts.better),
        "Keep the exchange in both directions; the measures named above rose clearly.",
    ),
    Advice(
        "Continue",
        lambda facts: facts.wishes.get("Continue", 0) > 0,
        "Let pairs who wish to go on do so; agree with each on a new goal and an end date.",
    ),
    Advice(
        "Expand",
        lambda facts: (
            facts.recommend is not None
            and facts.recommend >= 8
            and facts.kept is not None
            and facts.kept >= 0.8
            and not facts.worse
        ),
        "People recommend the program and keep their sessions: another cohort is a fair next step.",
    ),
    Advice(
        "Expand",
        lambda facts: facts.recommend is None or facts.recommend < 8 or bool(facts.worse),
        "Before growing, mend what is named under Change; run the next cohort at the same size.",
    ),
    Advice(
        "Change",
        lambda facts: facts.kept is not None and facts.kept < 0.85,
        "Too many sessions were missed: fix the hour for each pair and ask leaders' offices to "
        "protect it.",
    ),
    Advice(
        "Change",
        lambda facts: bool(facts.worse),
        "Talk with the participants about the measures that fell before anything is announced.",
    ),
    Advice(
        "Change",
        lambda facts: facts.workload is not None and facts.workload < 3.5,
        "Agree with mentors' managers on time that is set aside, and credit it.",
    ),
    Advice(
        "Change",
        lambda facts: facts.heard is not None and facts.heard < 3.5,
        "Repeat at the kick-off that each speaks for one person, not for a group.",
    ),
    Advice(
        "Change",
        lambda facts: facts.answered < 0.7 * (facts.mentors + facts.leaders),
        "Many did not answer: plan ten minutes of the last session for the review questions.",
    ),
    Advice(
        "Change",
        lambda facts: facts.decisions == 0,
        "No decision was described: ask leaders to report back at two fixed sessions.",
    ),
    Advice(
        "Next cohort",
        lambda facts: facts.pairs < POOL,
        "Read this cohort together with the next; alone it is too small for firm conclusions.",
    ),
    Advice(
        "Next cohort",
        lambda facts: facts.wishes.get("New partner", 0) > 0,
        "Invite those who want a new partner first; ask experienced pairs to open the kick-off.",
    ),
    Advice(
        "Next cohort",
        lambda facts: True,
        "Ask the start questions before the kick-off again, and keep the questions as they are, so "
        "that cohorts can be compared.",
    ),
)
