"""The hard rules in words. To add a rule, add one line to RULES."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from revmentor_xl.findings.sentences import joined
from revmentor_xl.schema.settings import SETTINGS, weight_of
from revmentor_xl.steps.pairing.features.common_time import CommonTime
from revmentor_xl.steps.pairing.features.pair_features import Formula, View
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.hard_rules import forbidden
from revmentor_xl.steps.pairing.hard_rules.rejected import rejected
from revmentor_xl.steps.pairing.score import scoring
from revmentor_xl.steps.solving.arrays import Matrix

Forbids = Callable[[Sides, CommonTime], Formula | Matrix | None]
"""Gives what is forbidden: a formula, a matrix (true: forbidden), or None for nothing."""

FEW = 0.01  # of all pairs: so many are kept one by one and not as a matrix


class Rule(NamedTuple):
    """One hard rule.

    `of_pair` says of one pair why not, `of_person` of one person why they have
    no partner (`{them}`: “any leader” or “7 of 9 leaders”), `remedy` what would
    help. Either it `forbids` pairs, or it `keeps_out` people: who is out takes
    no part, and to be without a partner is then no problem of theirs. `of_who`
    says of one pair why not and names whom the rule is `about` (by default
    whom it keeps out); a private rule has none.
    """

    name: str
    of_pair: str
    of_person: str
    remedy: str
    forbids: Forbids | None = None
    keeps_out: Callable[[Sides], tuple[np.ndarray, np.ndarray]] | None = None
    of_who: str = ""
    about: Callable[[Sides], tuple[np.ndarray, np.ndarray]] | None = None

    def between(self, sides: Sides, cell: tuple[int, int]) -> str:
        """Why these two cannot be a pair, with the name of whom it is about."""
        about = self.about or self.keeps_out
        if not self.of_who or about is None:
            return self.of_pair
        names = sides.mentor_name(cell[0]), sides.leader_name(cell[1])
        who = [name for name, out, at in zip(names, about(sides), cell) if out[at]]
        return self.of_who.format(who=joined(who), has="has" if len(who) == 1 else "have")

    def formula(self, sides: Sides, time: CommonTime) -> Formula | None:
        """What the rule forbids among these people; None when it forbids nothing."""
        if self.keeps_out is not None:
            mentors, leaders = self.keeps_out(sides)
            if not mentors.any() and not leaders.any():
                return None
            return lambda view: view.mentors(mentors) | view.leaders(leaders)
        found = self.forbids(sides, time) if self.forbids is not None else None
        if not isinstance(found, np.ndarray):
            return found
        if np.count_nonzero(found) <= FEW * found.size:
            return forbidden.listed(sides, zip(*(at.tolist() for at in np.nonzero(found))))
        return lambda view: view.matrix(found)


MUST = "must_"
"""Before the name of a part of the score: the rule that it must not be zero."""

_NOTHING = {
    "mentor_teaches": (
        "the mentor can teach nothing that the leader wants to learn",
        "nothing that the one wants to learn and the other can teach",
    ),
    "leader_teaches": (
        "the leader can teach nothing that the mentor wants to learn",
        "nothing that the one wants to learn and the other can teach",
    ),
    "perspective": ("they bring no new perspective", "no new perspective"),
    "rapport": (
        "they share no value, way of working, interest or second language",
        "no value, way of working, interest or second language in common",
    ),
    "preference": ("neither of them asked for the other", "no wish for each other"),
    "time": ("they share no time beyond one session", "no time beyond one session"),
}


def _must(part: str) -> Rule:
    """The rule that a part which HR made a must is not zero."""
    label = next(spec.column.header for spec in SETTINGS if spec.key == f"weight_{part}")
    of_pair, of_person = _NOTHING[part]
    return Rule(
        f"{MUST}{part}",
        f"{of_pair}, and “{label}” is a must",
        f"{of_person} with {{them}} (“{label}” is a must)",
        f"Ask for more answers, or put a number in place of “Must have” at “{label}” on the "
        "Settings tab.",
        forbids=partial(_without, part),
    )


def _without(part: str, sides: Sides, time: CommonTime) -> Formula | None:
    """The pairs that have nothing in a part, when that part is a must."""
    if not weight_of(sides.program.settings, part).is_must:
        return None
    points = scoring.PARTS[part].formula(sides, time)

    def nothing(view: View) -> np.ndarray:
        return np.equal(points(view), 0)

    return nothing


RULES: tuple[Rule, ...] = (
    Rule(
        "volunteered",
        "one of them has not volunteered",
        "{them} have not volunteered",
        "Ask them; enter Yes under Volunteered when they agree.",
        keeps_out=forbidden.not_volunteered,
        of_who="{who} {has} not volunteered",
    ),
    Rule(
        "chosen",
        "the mentor is not in the chosen cohort",
        "{them} are not in the chosen cohort",
        "Enter Yes for them under Selected on the Nominations tab, or choose the cohort again.",
        keeps_out=forbidden.not_chosen,
        of_who="{who} is not in the chosen cohort",
    ),
    Rule(
        "places",
        "one of them has no place (capacity 0)",
        "{them} have no place (capacity 0)",
        "Raise the capacity.",
        keeps_out=forbidden.no_place,
        of_who="{who} {has} no place (capacity 0)",
    ),
    Rule(
        "level_known",
        "the level of one of them is not known",
        "the distance in levels to {them} is not known",
        "Enter a level from the Levels tab.",
        forbids=forbidden.unknown_level,
        of_who="the level of {who} is not known",
        about=forbidden.without_level,
    ),
    Rule(
        "level_gap",
        "their levels are too close",
        "too close in level to {them}",
        "Invite people whose levels lie further apart, or lower “Levels apart, at least” on the "
        "Settings tab.",
        forbids=forbidden.too_close,
    ),
    Rule(
        "reporting_line",
        "one of them is in the other's reporting line",
        "in one reporting line with {them}",
        "Invite people from another reporting line.",
        forbids=forbidden.reporting_line,
    ),
    Rule(
        "same_team",
        "they have the same manager",
        "the same manager as {them}",
        "Invite people from other teams.",
        forbids=forbidden.same_team,
    ),
    Rule(
        "blocked",
        "the Rules tab says they must not be paired",
        "the Rules tab forbids {them}",
        "Look through the “Must not pair” rules.",
        forbids=forbidden.blocked,
    ),
    Rule(
        "veto",
        "something private stands in the way",
        "private wishes rule out {them}",
        "Invite more people; a private wish is always kept.",
        forbids=forbidden.vetoed,
    ),
    Rule(
        "ended",
        "they were a pair before, and it was ended",
        "earlier pairs with {them} were ended",
        "Invite people they have not worked with yet.",
        forbids=forbidden.ended,
    ),
    Rule(
        "rejected",
        "HR rejected this pair, or one much like it",
        "HR rejected {them}, or somebody of the same team",
        "Look through the rejected pairs on the Pairs tab; set the status of one back to Proposed "
        "if its reason no longer holds.",
        forbids=rejected,
    ),
    Rule(
        "place",
        "they work in different places",
        "another location than {them}",
        "Invite people of the same location, or answer No at “Same place needed” on the Settings "
        "tab.",
        forbids=forbidden.another_place,
    ),
    Rule(
        "time_zone",
        "their clocks are too far apart",
        "clocks too far apart from {them}",
        "Invite people from nearer time zones, or raise “Hours apart, at most” on the Settings "
        "tab.",
        forbids=forbidden.clocks_apart,
    ),
    Rule(
        "common_time",
        "they have no common hour in the week",
        "no common hour in the week with {them}",
        "Ask for one or two more blocks of availability.",
        forbids=forbidden.no_common_time,
    ),
    Rule(
        "language",
        "they have no language in common",
        "no common language with {them}",
        "Ask which other languages a conversation is possible in.",
        forbids=forbidden.no_common_language,
    ),
    *(_must(name) for name in scoring.PARTS),
)
