"""The regular slots: as few exceptions as possible, then the slots people like.

Pairs are coupled only by people they share, so each group of coupled pairs is
a problem of its own. A pair on its own takes its best slot. A group is solved
in three steps, the last of them only when the first two leave a doubt:

1. one column per pair and regular slot, its exceptions as the cost, no two
   columns of one person at the same time;
2. the sessions that cannot be at their slot are placed near it;
3. slots and exceptions together (`joint.py`).

A plan of the first two steps is the best one when it has no more exceptions
than the pairs would have if each were alone, and leaves out only sessions for
which the two people have no time at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.scheduling import joint
from revmentor_xl.steps.scheduling.exceptions import Starts, place_exceptions
from revmentor_xl.steps.scheduling.slots import (
    BREATH,
    EXCEPTION,
    PairTimes,
    Slot,
    clashes,
    together,
)
from revmentor_xl.steps.scheduling.timeline import Timeline
from revmentor_xl.steps.solver import solve, weighted

LARGE = 6
"""Groups of more pairs are first tried without a model."""

Chosen = dict[str, Slot | None]
"""The regular slot of each pair, None for a pair that has none."""


@dataclass(frozen=True)
class Plan:
    """Where the sessions are: pair -> regular slot, pair -> window -> moment.

    A window that is missing has no place for its session. `unproven` counts
    the pairs for which fewer exceptions may be possible.
    """

    slots: Chosen
    starts: Starts
    unproven: int = 0

    def is_regular(self, pair: PairTimes, window: int) -> bool:
        """Is that session at the pair's regular slot?"""
        slot, start = self.slots[pair.pair_id], self.starts[pair.pair_id].get(window)
        return slot is not None and start is not None and pair.starts[window].get(slot) == start


def plan_sessions(pairs: Sequence[PairTimes], weeks: Timeline, settings: Settings) -> Plan:
    """Place the sessions of all pairs. Raises `SolverFailed`."""
    slots: Chosen = {}
    starts: Starts = {}
    unproven = 0
    for group in together(pairs):
        plan = _plan_group(group, weeks, settings)
        slots |= plan.slots
        starts |= plan.starts
        unproven += plan.unproven
    return Plan(slots, starts, unproven)


def _plan_group(group: Sequence[PairTimes], weeks: Timeline, settings: Settings) -> Plan:
    slots = _choose_slots(group, settings)
    plan = Plan(slots, place_exceptions(group, slots, _regular(group, slots), weeks, settings))
    if _is_proven(group, plan):
        return plan
    if joint.size(group) > joint.LIMIT:
        return Plan(plan.slots, plan.starts, len(group))
    try:
        slots, starts = joint.solve_jointly(group, settings)
    except SolverFailed:  # the plan at hand breaks no rule, it is only not proven
        return Plan(plan.slots, plan.starts, len(group))
    nearer = place_exceptions(group, slots, _kept_regular(group, slots, starts), weeks, settings)
    as_many = sum(map(len, nearer.values())) == sum(map(len, starts.values()))
    return Plan(slots, nearer if as_many else starts)


def _is_proven(group: Sequence[PairTimes], plan: Plan) -> bool:
    irregular = sum(not plan.is_regular(pair, window) for pair in group for window in pair.starts)
    unplaced = sum(len(pair.starts) - len(plan.starts[pair.pair_id]) for pair in group)
    return irregular == sum(pair.fewest_misses for pair in group) and unplaced == sum(
        pair.impossible for pair in group
    )


def _regular(group: Sequence[PairTimes], slots: Mapping[str, Slot | None]) -> Starts:
    """The sessions that can be at their regular slot."""
    return {
        pair.pair_id: {
            window: possible[slot]
            for window, possible in pair.starts.items()
            if (slot := slots[pair.pair_id]) is not None and slot in possible
        }
        for pair in group
    }


def _kept_regular(group: Sequence[PairTimes], slots: Chosen, starts: Starts) -> Starts:
    """Those sessions of a plan that are at their regular slot."""
    plan = Plan(slots, starts)
    return {
        pair.pair_id: {
            window: start
            for window, start in starts[pair.pair_id].items()
            if plan.is_regular(pair, window)
        }
        for pair in group
    }


def _choose_slots(group: Sequence[PairTimes], settings: Settings) -> Chosen:
    best: Chosen = {pair.pair_id: pair.best for pair in group}
    options = [
        (pair.pair_id, at, pair.people, start)
        for at, pair in enumerate(group)
        for start in _regular([pair], best)[pair.pair_id].values()
    ]
    if len(group) == 1 or not clashes(options, settings.session_minutes + BREATH):
        return best  # nobody could do better, so there is nothing to solve
    quick = _one_by_one(group, settings.session_minutes) if len(group) > LARGE else None
    return quick or _solve_slots(group, settings)


def _one_by_one(group: Sequence[PairTimes], minutes: int) -> Chosen | None:
    """Slots with the fewest exceptions each pair can have, chosen pair after pair.

    None when one of them is left without such a slot that is free. Otherwise
    no plan has fewer exceptions, and a large group needs no model.
    """
    slots: Chosen = {}
    taken: dict[tuple[str, int], list[int]] = {}
    for pair in sorted(group, key=lambda one: (len(one.misses), one.pair_id)):
        fewest = [slot for slot, misses in pair.misses.items() if misses == pair.fewest_misses]
        slots[pair.pair_id] = None
        for slot in sorted(fewest, key=lambda one: (pair.dislike(one), one)):
            held = [(w, possible[slot]) for w, possible in pair.starts.items() if slot in possible]
            if all(
                abs(start - other) >= minutes + BREATH
                for window, start in held
                for person in pair.people
                for other in taken.get((person, window), ())
            ):
                slots[pair.pair_id] = slot
                for window, start in held:
                    for person in pair.people:
                        taken.setdefault((person, window), []).append(start)
                break
        if fewest and slots[pair.pair_id] is None:
            return None
    return slots


def _solve_slots(group: Sequence[PairTimes], settings: Settings) -> Chosen:
    """One column per pair and slot; the fewest exceptions without a clash."""
    problem = pulp.LpProblem("regular_slots", pulp.LpMinimize)
    exception = EXCEPTION * len(group)
    cost: list[tuple[pulp.LpVariable, float]] = []
    columns: dict[tuple[int, Slot], pulp.LpVariable] = {}
    for at, pair in enumerate(group):
        none = problem.add_variable(f"none_{at}", 0, 1, cat="Binary")
        cost.append((none, exception * len(pair.starts)))
        for number, (slot, misses) in enumerate(pair.misses.items()):
            column = problem.add_variable(f"slot_{at}_{number}", 0, 1, cat="Binary")
            columns[at, slot] = column
            cost.append((column, exception * misses + pair.dislike(slot)))
        chosen = [(columns[at, slot], 1.0) for slot in pair.misses]
        problem += weighted([(none, 1.0), *chosen]) == 1
    ordered = {key: number for number, key in enumerate(columns)}
    for row in _rows(group, settings.session_minutes, ordered):
        problem += weighted((columns[key], 1.0) for key in row) <= 1
    for number, row in enumerate(_rows(group, settings.session_minutes + BREATH, ordered)):
        back_to_back = problem.add_variable(f"back_to_back_{number}", 0, len(row))
        cost.append((back_to_back, 10.0))
        terms = [(columns[key], 1.0) for key in row]
        problem += weighted([*terms, (back_to_back, -1.0)]) <= 1
    problem.setObjective(weighted(cost))
    solve(problem, settings)
    slots: Chosen = {pair.pair_id: None for pair in group}
    for (at, slot), column in columns.items():
        if pulp.value(column) > 0.5:
            slots[group[at].pair_id] = slot
    return slots


def _rows(
    group: Sequence[PairTimes], minutes: int, ordered: Mapping[tuple[int, Slot], int]
) -> list[list[tuple[int, Slot]]]:
    """Columns that exclude each other, over all windows, in a repeatable order."""
    found: set[frozenset[tuple[int, Slot]]] = set()
    for window in sorted({window for pair in group for window in pair.starts}):
        found |= clashes(
            (
                ((at, slot), at, pair.people, start)
                for at, pair in enumerate(group)
                for slot, start in pair.starts.get(window, {}).items()
            ),
            minutes,
        )
    rows = [sorted(row, key=ordered.__getitem__) for row in found]
    return sorted(rows, key=lambda row: [ordered[key] for key in row])
