"""A program read for pairing: everything that the steps about pairs start from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.common_time import CommonTime, common_time
from revmentor_xl.steps.pairing.optimum.problem import Aim, Problem
from revmentor_xl.steps.pairing.pins import Pins, pins
from revmentor_xl.steps.pairing.rules import HardRules
from revmentor_xl.steps.pairing.scoring import Scores, scores
from revmentor_xl.steps.pairing.sides import Sides
from revmentor_xl.steps.pairing.together import crowded, together


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
        return Problem(self.worth.hundredths, free, *places, broken=broken)

    def named(self, i: int, j: int) -> tuple[str, str]:
        """What the mentor in row i and the leader in column j are called."""
        return self.sides.mentor_name(i), self.sides.leader_name(j)
