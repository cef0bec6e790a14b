"""The regular slots: as few exceptions as possible, then the slots people like.

Pairs are coupled only by what they share: people, a leader's week, the rooms
of a site. So each group of coupled pairs is a problem of its own, solved in
steps, the later of them only where the earlier ones leave a doubt:

1. the best liked slots with the fewest exceptions that each pair could have
   (`branch_and_bound.py`), and the exceptions placed near them (`exceptions.py`);
2. how many sessions can be placed at all, window by window;
3. slots and exceptions together (`integer_program.py`).

Groups that only share rooms, and groups too large for one model, are solved
part by part (`decomposition.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling.branch_and_bound import Chosen
from revmentor_xl.steps.scheduling.timetabling.decomposition import solve_in_parts
from revmentor_xl.steps.scheduling.timetabling.exceptions import Starts
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, together
from revmentor_xl.steps.solving.deadline import Deadline


@dataclass(frozen=True)
class Timetable:
    """Where the sessions are: pair -> regular slot, pair -> window -> moment.

    A window that is missing has no place for its session. No plan places more
    than `most_placed` sessions, and none that places as many has more than
    `most_regular` at their regular slot; this one has `regular`. `unproven`
    counts the pairs for which fewer exceptions may be possible.
    """

    aim: ClassVar[str] = "Most sessions, then most of them at the regular time"

    slots: Chosen
    starts: Starts
    unproven: int = 0
    regular: int = 0
    most_placed: int = 0
    most_regular: int = 0

    @property
    def placed(self) -> int:
        """Sessions that have a date."""
        return sum(map(len, self.starts.values()))

    @property
    def is_proven(self) -> bool:
        """Is no plan better?"""
        return not any(self.gaps)

    @property
    def gaps(self) -> tuple[int, ...]:
        """By how many sessions another plan may be better, in what counts first and next."""
        return self.most_placed - self.placed, self.most_regular - self.regular

    @property
    def reached(self) -> tuple[int, ...]:
        """What counts, in this order."""
        return self.placed, self.regular

    def bounded_by(self, other: Self) -> Self:
        """The same plan with the bounds of one that could choose from more starts."""
        most_regular = max(self.most_regular, other.most_regular)
        return replace(
            self,
            unproven=other.unproven,
            most_placed=other.most_placed,
            most_regular=most_regular,
        )

    def is_strained(self, pair: PairTimes, window: int) -> bool:
        """Is a session without a place, though the two have time?"""
        return bool(pair.starts.get(window)) and window not in self.starts[pair.pair_id]

    def is_regular(self, pair: PairTimes, window: int) -> bool:
        """Is that session at the pair's regular slot?"""
        slot, start = self.slots[pair.pair_id], self.starts[pair.pair_id].get(window)
        return slot is not None and start is not None and pair.starts[window].get(slot) == start


def plan_sessions(
    pairs: Sequence[PairTimes], weeks: Timeline, settings: Settings, limits: Limits
) -> Timetable:
    """Place the sessions of all pairs. Raises `SolverFailed`."""
    taken, deadline = Taken(limits, weeks), Deadline.of(settings)
    slots: Chosen = {}
    starts: Starts = {}
    unproven = regular = most_placed = most_regular = 0
    for coupled in together(pairs, by_rooms=True):
        solved = solve_in_parts(together(coupled), weeks, taken, deadline)
        slots |= solved.slots
        starts |= solved.starts
        regular += solved.regular
        most_placed += solved.most_placed
        most_regular += solved.most_regular
        unproven += 0 if solved.is_proven else len(coupled)
    return Timetable(slots, starts, unproven, regular, most_placed, most_regular)
