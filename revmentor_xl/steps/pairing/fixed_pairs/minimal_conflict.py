"""Demands that cannot all hold: the fewest of them that clash, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from revmentor_xl.findings.finding import Whole
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.steps.pairing.features.sides import Sides, places

if TYPE_CHECKING:  # pins asks this module to name what clashes
    from revmentor_xl.steps.pairing.fixed_pairs.demands import Demand

T = TypeVar("T")


def minimal_clash(wanted: Sequence[T], holds: Callable[[Sequence[T]], bool]) -> list[T]:
    """The fewest of `wanted` that cannot all hold: without any one of them, the rest could.

    A deletion filter (Chinneck and Dravnieks 1991): each in turn is left out,
    and stays out when the rest clashes without it. [] when all can hold. What
    holds as a whole must also hold in part.
    """
    if holds(wanted):
        return []
    kept = list(wanted)
    for one in wanted:
        rest = [other for other in kept if other is not one]
        if not holds(rest):
            kept = rest
    return kept


@dataclass(frozen=True)
class Places:
    """The places that demands share: `room` is what approved pairs leave to mentors and
    leaders, `held` the demands that were settled so far."""

    sides: Sides
    room: tuple[np.ndarray, np.ndarray]
    held: list[Demand] = field(default_factory=list)

    def suffice(self, wanted: Sequence[Demand]) -> bool:
        """Is there a place for each of these pairs?"""
        cells = {demand.cell for demand in wanted}
        return not any(self._short(cells, side) for side in (0, 1))

    def _short(self, cells: set[tuple[int, int]], side: int) -> list[int]:
        """The people of a side who have fewer places than partners."""
        counts = Counter(cell[side] for cell in cells)
        return [at for at, count in sorted(counts.items()) if count > max(0, self.room[side][at])]

    def clash(self, refused: Demand) -> dict[str, object]:
        """What a refused demand clashes with, as details of a finding.

        `clash` are whole sentences; `why` goes on after a colon, where the
        refused pair is named already.
        """
        clash = minimal_clash([*self.held, refused], self.suffice)
        cells = {demand.cell for demand in clash}
        side = 0 if self._short(cells, 0) else 1
        at = self._short(cells, side)[0]
        people = (self.sides.mentors, self.sides.leaders)[side]
        every, left = int(places(people)[at]), max(0, int(self.room[side][at]))
        name = (self.sides.mentor_name, self.sides.leader_name)[side](at)
        has = f"{name} has {counted(every, 'place')}"
        if left < every:
            has += f", of which approved pairs take {every - left}"
        pairs = joined(self._named(demand) for demand in clash)
        if len(clash) == 1:
            text, why = f"This cannot hold: {pairs}. {has}.", has
        else:
            text = f"These {len(clash)} cannot all hold: {pairs}. {has}."
            why = f"of {pairs} not all can hold. {has}"
        return {"person": name, "clash": Whole(text), "why": Whole(why)}

    def _named(self, demand: Demand) -> str:
        i, j = demand.cell
        how = _DEMANDED[demand.kind]
        return f"{self.sides.mentor_name(i)} with {self.sides.leader_name(j)} ({how})"


_DEMANDED = {
    "approved": "approved",
    "kept": "marked Keep",
    "by hand": "typed by hand",
    "rule": "a “Must pair” rule",
}
