"""Regular slots without a model: the best liked ones with the fewest exceptions.

Most people have enough time for that; what does not work out is left to
`integer_program.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from revmentor_xl.steps.scheduling.timetabling.exceptions import Starts
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import BREATH, PairTimes, Slot

Chosen = dict[str, Slot | None]
"""The regular slot of each pair, None for a pair that has none."""

LARGE = 6
"""Of groups of more pairs, the first choice without a clash is taken."""

TRIES = 2000
"""Slots tried for a small group; what is found until then may be liked less than the best."""

BACK_TO_BACK = 10
"""What it costs, in points of dislike, when a pair has no breath beside another."""


def with_fewest_exceptions(group: Sequence[PairTimes], taken: Taken) -> Chosen | None:
    """The best liked slots that give every pair as few exceptions as if it were alone.

    None when some pair is left without such a slot. Leaves `taken` as it is.
    """
    pairs = sorted((pair for pair in group if pair.misses), key=_scarce)
    chosen: Chosen = {pair.pair_id: None for pair in group}
    search = _Search(pairs, taken, TRIES if len(pairs) <= LARGE else 0)
    if search.best is None:
        return None
    return chosen | {pair.pair_id: slot for pair, slot in zip(pairs, search.best)}


def one_by_one(group: Sequence[PairTimes], taken: Taken) -> tuple[Chosen, Starts]:
    """Pair after pair the slot at which most sessions fit, and these sessions."""
    slots: Chosen = {}
    regular: Starts = {}
    for pair in sorted(group, key=_scarce):
        slots[pair.pair_id], regular[pair.pair_id] = None, {}
        for slot in sorted(pair.misses, key=lambda slot: (pair.misses[slot], pair.dislike(slot))):
            if len(pair.starts) - pair.misses[slot] <= len(regular[pair.pair_id]):
                break
            fitting = {w: at for w, at in pair.column(slot).items() if taken.fits(pair, at)}
            if len(fitting) > len(regular[pair.pair_id]):
                slots[pair.pair_id], regular[pair.pair_id] = slot, fitting
        for start in regular[pair.pair_id].values():
            taken.add(pair, start)
    for pair in group:
        for start in regular[pair.pair_id].values():
            taken.remove(pair, start)
    return slots, regular


def _scarce(pair: PairTimes) -> tuple[int, str]:
    return len(pair.fewest), pair.pair_id


class _Search:
    """Depth first, the most liked slots first; what cannot be better is left out."""

    def __init__(self, pairs: Sequence[PairTimes], taken: Taken, tries: int) -> None:
        self.best: list[Slot] | None = None
        self._pairs = pairs
        self._taken = taken
        self._cost = float("inf")
        self._columns: list[dict[Slot, list[int]]] = [{} for _ in pairs]
        self._least = [0]  # what the pairs from each one on cost at least
        for pair in reversed(pairs):
            self._least.append(self._least[-1] + pair.dislike(pair.fewest[0]))
        self._least.reverse()
        self._tries = tries
        if tries:
            self._place(0, 0, [])
        else:
            self._straight()

    def _place(self, at: int, cost: int, slots: list[Slot]) -> None:
        if at == len(self._pairs):
            self.best, self._cost = list(slots), cost
            return
        pair = self._pairs[at]
        for slot in pair.fewest:
            if cost + pair.dislike(slot) + self._least[at + 1] >= self._cost or self._tries <= 0:
                return
            self._tries -= 1
            starts = self._column(at, slot)
            if not all(self._taken.fits(pair, start) for start in starts):
                continue
            more = pair.dislike(slot) + self._tight(pair, starts)
            if cost + more + self._least[at + 1] >= self._cost:
                continue
            self._add(pair, starts)
            self._place(at + 1, cost + more, [*slots, slot])
            self._remove(pair, starts)

    def _straight(self) -> None:
        """The best slot of each that is free, without ever taking one back."""
        slots: list[Slot] = []
        for at, pair in enumerate(self._pairs):
            columns = [(slot, self._column(at, slot)) for slot in pair.fewest]
            free = [
                (pair.dislike(slot) + self._tight(pair, starts), slot)
                for slot, starts in columns
                if all(self._taken.fits(pair, start) for start in starts)
            ]
            if not free:
                break
            slots.append(min(free)[1])
            self._add(pair, self._column(at, slots[-1]))
        for at, slot in enumerate(slots):
            self._remove(self._pairs[at], self._column(at, slot))
        if len(slots) == len(self._pairs):
            self.best = slots

    def _column(self, at: int, slot: Slot) -> list[int]:
        if slot not in self._columns[at]:
            self._columns[at][slot] = list(self._pairs[at].column(slot).values())
        return self._columns[at][slot]

    def _tight(self, pair: PairTimes, starts: Sequence[int]) -> int:
        rested = all(self._taken.is_rested(pair, start, BREATH) for start in starts)
        return 0 if rested else BACK_TO_BACK

    def _add(self, pair: PairTimes, starts: Sequence[int]) -> None:
        for start in starts:
            self._taken.add(pair, start)

    def _remove(self, pair: PairTimes, starts: Sequence[int]) -> None:
        for start in starts:
            self._taken.remove(pair, start)
