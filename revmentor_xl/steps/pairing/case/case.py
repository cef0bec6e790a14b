"""A program read for pairing: everything that the steps about pairs start from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.case.several_partners import crowded, together
from revmentor_xl.steps.pairing.features.common_time import CommonTime, common_time
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.fixed_pairs.pins import Pins, pins
from revmentor_xl.steps.pairing.hard_rules.rules import HardRules
from revmentor_xl.steps.pairing.optimum.problem import Aim, Problem
from revmentor_xl.steps.pairing.score.scoring import Scores, scores


@dataclass(frozen=True)
class Case:
    """Who could be paired, what forbids and what is settled, and what each pair is worth."""

    sides: Sides
    time: CommonTime
    rules: HardRules
    settled: Pins
    worth: Scores

    @classmethod
    def of(cls, program: Program) -> Case:
        """Read a program; people need not be there."""
        sides = Sides.of(program)
        time = common_time(sides)
        rules = HardRules.of(sides, time)
        settled = pins(sides, rules)
        settled.troubles += crowded(sides, settled)
        return cls(sides, time, rules, settled, scores(sides, time))

    @property
    def program(self) -> Program:
        return self.sides.program

    @property
    def aim(self) -> Aim:
        return Aim(self.program.settings.objective)

    @cached_property
    def problem(self) -> Problem:
        """What is searched for beside the settled pairs."""
        free = self.rules.allowed.copy()
        for cell in self.settled.cells:
            free[cell] = False
        places = self.settled.mentor_places, self.settled.leader_places
        broken = together(self.sides, self.settled)
        scores = [int(self.worth.hundredths[cell]) for cell in self.settled.cells]
        enough = min([*scores, *self.settled_away], default=10_000)
        return Problem(self.worth.hundredths, free, *places, broken=broken, enough=enough)

    @property
    def settled_away(self) -> list[int]:
        """The scores on the Pairs tab of approved pairs of which somebody is gone."""
        pairs = self.program.table("pairs")
        scores = pairs.loc[pairs["pair_id"].isin(self.settled.absent), "score"]
        return [0 if pd.isna(score) else round(score * 100) for score in scores]

    def named(self, i: int, j: int) -> tuple[str, str]:
        """What the mentor in row i and the leader in column j are called."""
        return self.sides.mentor_name(i), self.sides.leader_name(j)
