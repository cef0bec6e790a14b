"""The plan of some pairs with its proof, and how it is first found: without a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling.branch_and_bound import (
    Chosen,
    one_by_one,
    with_fewest_exceptions,
)
from revmentor_xl.steps.scheduling.timetabling.exceptions import Starts, place_exceptions
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import PairTimes
from revmentor_xl.steps.solving.deadline import Deadline


@dataclass(frozen=True)
class Solved:
    """The plan of some pairs with its proof, see `regular_slots.Plan`."""

    slots: Chosen
    starts: Starts
    regular: int
    most_placed: int
    most_regular: int

    @classmethod
    def of(
        cls, group: Sequence[PairTimes], slots: Chosen, starts: Starts, most: tuple[int, int]
    ) -> Solved:
        """A plan and the most that can be placed and be regular."""
        regular = sum(map(len, at_their_slot(group, slots, starts).values()))
        return cls(slots, starts, regular, *most)

    @property
    def placed(self) -> int:
        return sum(map(len, self.starts.values()))

    @property
    def reached(self) -> tuple[int, int]:
        """What counts, in this order."""
        return self.placed, self.regular

    @property
    def is_proven(self) -> bool:
        return self.reached == (self.most_placed, self.most_regular)


def most_alone(group: Sequence[PairTimes]) -> tuple[int, int]:
    """The sessions that could be placed, and be regular, if each pair were alone."""
    placed = sum(len(pair.starts) - pair.impossible for pair in group)
    return placed, sum(len(pair.starts) - pair.fewest_misses for pair in group)


def solve_quickly(
    group: Sequence[PairTimes], weeks: Timeline, taken: Taken, deadline: Deadline
) -> Solved:
    """A plan without a model of the slots; often it is proven by counting alone."""
    slots = with_fewest_exceptions(group, taken)
    if slots is None:  # perhaps because of what is taken: then fewest are other slots
        group = [taken.pruned(pair) for pair in group]
        slots = with_fewest_exceptions(group, taken)
    if slots is not None:
        regular = {pair.pair_id: pair.column(slots[pair.pair_id]) for pair in group}
    else:
        slots, regular = one_by_one(group, taken)
    starts = place_exceptions(group, slots, regular, weeks, deadline.rest(), taken)
    return Solved.of(group, slots, starts, most_alone(group))


def at_their_slot(group: Sequence[PairTimes], slots: Chosen, starts: Starts) -> Starts:
    """Those sessions of a plan that are at the regular slot of their pair."""
    return {
        pair.pair_id: {
            window: start
            for window, start in pair.column(slots[pair.pair_id]).items()
            if starts[pair.pair_id].get(window) == start
        }
        for pair in group
    }
