"""Every plan is checked once more, apart from the search, before it is written.

What is shared with the search: the typed tables, who is meant by a written
name and who may stand above whom (`Directory`, `Names`, `ReportingLines`), the
scores, and the matrix of possible pairs, from which `optimality` proves that
there are no more and no better ones. Not shared: every chosen pair is held
against every hard rule by plain code of its own, person by person, and so are
everybody's places. A pair that is wrongly kept *out* of the matrix is not
noticed here; the tests look for those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from revmentor_xl.errors import WrongResult
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.settings import weight_of
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.optimum.problem import Cell, Plan
from revmentor_xl.steps.pairing.score.scoring import PARTS
from revmentor_xl.steps.pairing.verified.optimality import not_best
from revmentor_xl.steps.pairing.verified.shared_hours import SharedHours
from revmentor_xl.steps.people.directory import Directory
from revmentor_xl.steps.people.fuzzy_names import Names
from revmentor_xl.steps.people.reporting_lines import ReportingLines
from revmentor_xl.steps.people.vetoes_and_rules import MUST_NOT, rule_rows

RUNNING, OVER = ("approved", "active"), ("ended", "rejected")
SAID_NO, TOO_CLOSE = "One of them said no", "Too close at work"
PRIVATE = "something private stands in the way"


def verify(case: Case, cells: Sequence[Cell], plan: Plan, *, claims_best: bool = True) -> None:
    """Raise `WrongResult` when the pairs about to be written are not what they should be.

    `cells` are all pairs of people who are there, settled and new. Approved
    and active ones may break rules (a finding says so); all others may not.
    Nobody has more partners than places, except by approved pairs. With
    `claims_best` the plan must also have as many pairs as there can be, and
    its bound must follow from its prices; plans that HR chose to be different
    are only checked for the rules.
    """
    if len(set(cells)) < len(cells):
        raise _wrong("a pair stands there twice")
    rules = PlainRules(case.program, case)
    for cell in cells:
        if cell not in rules.running:
            for why in rules.against(cell):
                mentor, leader = case.named(*cell)
                raise _wrong(f"{mentor} and {leader} were put together, although {why}")
    for person, many, places in rules.crowds(cells):
        raise _wrong(f"{person} was given {many} partners and has {places} places")
    if plan.total != sum(int(case.worth.hundredths[cell]) for cell in plan.cells):
        raise _wrong("the total is not the sum of the scores")
    if plan.total > plan.bound:
        raise _wrong("the total lies above what is possible at most")
    wrong = not_best(case, plan) if claims_best else None
    if wrong:
        raise _wrong(wrong)


def _wrong(why: str) -> WrongResult:
    return WrongResult(
        f"The pairs found did not pass the check that follows the search: {why}. "
        "Nothing was changed.",
        "Choose another Solver on the Settings tab and try again; please report this with "
        "the program file, because it must never happen.",
    )


class _Row(NamedTuple):
    """One row of Pairs: folded status, reason of a rejection, and the keys of both ("": nobody)."""

    status: str
    because: str
    mentor: str
    leader: str

    def cell(self, sides: Sides) -> Cell | None:
        return sides.cell(self.mentor, self.leader) if self.mentor and self.leader else None


@dataclass(frozen=True)
class PlainRules:
    """The hard rules, asked about one pair at a time."""

    program: Program
    case: Case
    _known_names: dict[str, tuple[Names, dict[str, list[Any]]]] = field(default_factory=dict)

    @cached_property
    def directory(self) -> Directory:
        return self.case.sides.directory

    @cached_property
    def mentors(self) -> list[dict[str, Any]]:
        return _rows(self.case.sides.mentors)

    @cached_property
    def leaders(self) -> list[dict[str, Any]]:
        return _rows(self.case.sides.leaders)

    @cached_property
    def running(self) -> set[Cell]:
        """Approved and active pairs of people who are there."""
        cells = (row.cell(self.case.sides) for row in self._pairs if row.status in RUNNING)
        return {cell for cell in cells if cell is not None}

    @cached_property
    def _over_of(self) -> dict[int, list[tuple[Cell, _Row]]]:
        """Pairs that ended or were rejected, by the mentor's row."""
        of: dict[int, list[tuple[Cell, _Row]]] = {}
        for row in self._pairs:
            cell = row.cell(self.case.sides)
            if row.status in OVER and cell is not None:
                of.setdefault(cell[0], []).append((cell, row))
        return of

    @cached_property
    def _pairs(self) -> list[_Row]:
        """Every row of Pairs, from its cells; people by their IDs, where there are none by name."""
        frame = self.program.cells("pairs")
        keys = ("status", "rejected_because", "mentor_id", "mentor", "leader_id", "leader")
        columns = [
            [as_text(value) for value in frame[key]] if key in frame.columns else [""] * len(frame)
            for key in keys
        ]
        return [
            _Row(fold(status), because, self._one_of(one), self._one_of(other))
            for status, because, *ids in zip(*columns)
            for one, other in [(ids[:2], ids[2:])]
        ]

    def _one_of(self, texts: Sequence[str]) -> str:
        return next((key for text in texts if text and (key := self.directory.find(text))), "")

    def against(self, cell: Cell) -> Iterator[str]:
        """What stands between two people who are not a running pair."""
        i, j = cell
        mentor, leader = self.mentors[i], self.leaders[j]
        keys = self.case.sides.mentor_keys[i], self.case.sides.leader_keys[j]
        settings = self.program.settings
        said_yes = mentor["volunteered"] is True and leader["volunteered"] is True
        if settings.only_volunteers and not said_yes:
            yield "one of them has not volunteered"
        if self.cohort is not None and keys[0] not in self.cohort:
            yield "the mentor is not in the chosen cohort"
        low, high = (self.ranks.get(fold(str(one["level"]))) for one in (mentor, leader))
        if low is None or high is None:
            yield "the level of one of them is not known"
        elif high - low < settings.level_gap:
            yield "their levels are too close"
        if keys[1] in self.lines.above(keys[0]) or keys[0] in self.lines.above(keys[1]):
            yield "one of them is in the other's reporting line"
        bosses = [self.directory.manager_of.get(key) for key in keys]
        if settings.need_other_team and bosses[0] and bosses[0] == bosses[1]:
            yield "they have the same manager"
        if self._is_blocked(*keys):
            yield "the Rules tab says they must not be paired"
        if any(self._may_mean(text, keys[1], "leader") for text in mentor["not_with"]) or any(
            self._may_mean(text, keys[0], "mentor") for text in leader["not_with"]
        ):
            yield PRIVATE
        yield from self._over(cell)
        yield from self._apart(mentor, leader)
        for name in self.musts:
            if name not in self.case.worth.parts or not self.case.worth.parts[name][cell]:
                yield "they have nothing in a part of the score that is a must"

    def _over(self, cell: Cell) -> Iterator[str]:
        for before, row in self._over_of.get(cell[0], ()):
            if before == cell and row.status == "ended":
                yield "they were a pair before, and it was ended"
            elif before == cell:
                yield PRIVATE if row.because == SAID_NO else "HR rejected this pair"
            elif row.status == "rejected" and row.because == TOO_CLOSE:
                yield from self._too_close(before[1], cell[1])

    def _too_close(self, one: int, other: int) -> Iterator[str]:
        """The mentor was too close to one leader: is the other of the same team?"""
        keys = [self.case.sides.leader_keys[k] for k in (one, other)]
        bosses = [self.directory.manager_of.get(key) for key in keys]
        if bosses[0] == keys[1] or bosses[1] == keys[0] or bosses[0] == bosses[1] is not None:
            yield "HR rejected the mentor with somebody of the leader's team"

    def _apart(self, mentor: dict[str, Any], leader: dict[str, Any]) -> Iterator[str]:
        settings = self.program.settings
        places = {fold(str(one["location"])) for one in (mentor, leader)} - {""}
        if settings.need_same_place and len(places) > 1:
            yield "they work in different places"
        ones, others = ({fold(word) for word in one["languages"]} for one in (mentor, leader))
        if settings.need_common_language and ones and others and not ones & others:
            yield "they have no language in common"
        if settings.zone_hours < 24 and self.hours.apart(mentor, leader) > settings.zone_hours:
            yield "their clocks are too far apart"
        least = settings.session_minutes if settings.need_common_time else 0
        if least and self.hours.longest(mentor, leader) < least:
            yield "they have no common hour in the week"

    @cached_property
    def hours(self) -> SharedHours:
        return SharedHours(self.program)

    @cached_property
    def musts(self) -> list[str]:
        """The parts of the score in which every pair must have something."""
        return [name for name in PARTS if weight_of(self.program.settings, name).is_must]

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The rank of every level, by its folded name."""
        levels = self.program.table("levels")
        known = levels[levels["rank"].notna()]
        return {fold(name): int(rank) for name, rank in zip(known["level"], known["rank"])}

    @cached_property
    def cohort(self) -> set[str] | None:
        """The keys of those chosen; None when nobody is, which leaves everybody in."""
        frame = self.program.cells("nominations")
        texts = [
            as_text(nominee)
            for nominee, selected in zip(frame["nominee"], frame["selected"])
            if fold(as_text(selected)) == "yes"
        ]
        return {key for key in map(self.directory.find, texts) if key} if texts else None

    @cached_property
    def lines(self) -> ReportingLines:
        return ReportingLines.of(self.directory)

    def _is_blocked(self, mentor: str, leader: str) -> bool:
        exact, loose = self._blocks
        return {mentor, leader} in exact or any(
            self._may_mean(one, a) and self._may_mean(other, b)
            for one, other in loose
            for a, b in ((mentor, leader), (leader, mentor))
        )

    @cached_property
    def _blocks(self) -> tuple[set[frozenset[str]], list[tuple[str, str]]]:
        """“Must not pair” rules: of people who are found as written, and all others."""
        exact, loose = set(), []
        for rule in rule_rows(self.program):
            if rule.rule == MUST_NOT:
                keys = self.directory.find(rule.mentor), self.directory.find(rule.leader)
                if keys[0] in self._participants and keys[1] in self._participants:
                    exact.add(frozenset(key for key in keys if key))
                else:
                    loose.append((rule.mentor, rule.leader))
        return exact, loose

    def _may_mean(self, text: str, key: str, role: str = "") -> bool:
        """May a written name mean this person? Asked of this one name first: that is quick."""
        found = self.directory.find(text)
        if found is not None and found in self._participants:
            return found == key
        names, by_key = self._names(role)
        alone = Names(self.directory, tuple(by_key.get(key, ())))
        return key in alone.meant(text).keys and key in names.meant(text).keys

    @cached_property
    def _participants(self) -> frozenset[str]:
        return frozenset(self.directory.participants.values())

    def _names(self, role: str) -> tuple[Names, dict[str, list[Any]]]:
        """The names of one role (or both), together and by the key of the person."""
        known = self._known_names.get(role)
        if known is None:
            names = Names.of(self.directory, (role,) if role else ("mentor", "leader"))
            known = names, {}
            for name in names.names:
                known[1].setdefault(name.key, []).append(name)
            self._known_names[role] = known
        return known

    def crowds(self, cells: Sequence[Cell]) -> Iterator[tuple[str, int, int]]:
        """Everybody with more partners than places; what HR approved may be more.

        Approved pairs of which somebody is no longer there take a place as well.
        """
        sides = self.case.sides
        for role, people, at, named in (
            (0, self.mentors, sides.mentor_at, sides.mentor_name),
            (1, self.leaders, sides.leader_at, sides.leader_name),
        ):
            alone = [row for row in self._pairs if row.status in RUNNING and not row.cell(sides)]
            keys = [(row.mentor, row.leader)[role] for row in alone]
            gone = Counter(at[key] for key in keys if key in at)
            approved = gone + Counter(cell[role] for cell in self.running)
            partners = gone + Counter(cell[role] for cell in cells)
            for person, many in sorted(partners.items()):
                told = people[person]["capacity"]
                places = 1 if pd.isna(told) else int(told)
                if many > max(places, approved[person]):
                    yield named(person), many, places


ANSWERS = [
    *("volunteered", "level", "location", "time_zone", "languages", "availability"),
    *("capacity", "not_with"),
]


def _rows(people: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [people[answer].tolist() for answer in ANSWERS]
    return [dict(zip(ANSWERS, answers)) for answers in zip(*columns)]
