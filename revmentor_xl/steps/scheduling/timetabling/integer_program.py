"""Regular slots and exceptions in one model, for the few groups that need it.

A column says that a pair has a slot; in each window it may yield there to
somebody else. The other starts of a session are left out of the model, which
can only make its optimum higher, until the exceptions of a window turn out to
have no room beside the regular sessions: then that window is stated in full.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulp

from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.scheduling.timetabling.exceptions import Starts
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import EXCEPTION, PairTimes, Slot
from revmentor_xl.steps.solving.solver import best_found, weighted
from revmentor_xl.steps.solving.tie_rule import first_of_equals

LIMIT = 40_000
"""Starts that one model may have; beyond that it would take too long."""

Start = tuple[int, int, int, int]
"""The pair's position in the group, the window, the number of the slot or of the start, and
whether the start is the regular one (1) or not (0)."""

Terms = list[tuple[pulp.LpVariable, float]]


@dataclass(frozen=True)
class Jointly:
    """Regular slots with the sessions that are at them, and the proof.

    No plan that places as many sessions has more than `most_regular` at their
    slot; None when the solver was stopped before it could say so.
    """

    slots: dict[str, Slot | None]
    regular: Starts
    most_regular: int | None


@dataclass
class _Model:
    problem: pulp.LpProblem
    columns: dict[tuple[int, Slot], pulp.LpVariable] = field(default_factory=dict)
    starts: dict[Start, pulp.LpVariable] = field(default_factory=dict)
    moments: dict[Start, int] = field(default_factory=dict)
    dislike: Terms = field(default_factory=list)


@dataclass(frozen=True)
class Stated:
    """A window that the model knows in full: `sessions` have to be placed in it.

    Only the pairs in `moving` may be elsewhere than at their regular slot.
    """

    sessions: int
    moving: frozenset[str]


def size(
    group: Sequence[PairTimes],
    slots: Mapping[str, Sequence[Slot]],
    stated: Mapping[int, Stated] | None = None,
) -> int:
    """The starts that the model has."""
    regular = sum(
        len(pair.starts) - pair.misses[slot] for pair in group for slot in slots[pair.pair_id]
    )
    return regular + sum(
        len(pair.starts.get(window, ()))
        for window, one in (stated or {}).items()
        for pair in group
        if pair.pair_id in one.moving
    )


def solve_jointly(
    group: Sequence[PairTimes],
    slots: Mapping[str, Sequence[Slot]],
    stated: Mapping[int, Stated],
    settings: Settings,
    taken: Taken,
) -> Jointly:
    """Most sessions at the regular slot, then the slots that are liked best; of equals, pair
    after pair the slot it likes best, then in window after window who is at theirs.

    `slots` are those that each pair may have. `stated` are the windows in
    which exceptions have to find room as well.
    Raises `SolverFailed` when there is no such plan, or none was found in time.
    """
    worth = float(EXCEPTION * len(group))
    for kind in ("Continuous", "Binary"):  # whole slots nearly always make whole sessions
        model = _stated(group, slots, stated, taken, kind)
        gain = [(start, worth) for key, start in model.starts.items() if key[3]]
        model.problem.setObjective(weighted([*gain, *model.dislike]))
        found = best_found(model.problem, settings)
        if not found.is_proven or all(_is_whole(start) for start, _ in gain):
            break
    chosen, regular = _read(group, model)
    if found.is_proven:
        chosen, regular = _first_of_equals(
            group, _stated(group, slots, stated, taken, "Binary"), chosen, regular, settings
        )
        return Jointly(chosen, regular, sum(map(len, regular.values())))
    if found.bound is None:
        return Jointly(chosen, regular, None)
    worst = sum(max((pair.dislike(s) for s in slots[pair.pair_id]), default=0) for pair in group)
    return Jointly(chosen, regular, math.floor((found.bound + worst) / worth + 1e-6))


def _is_whole(start: pulp.LpVariable) -> bool:
    value = float(pulp.value(start) or 0.0)
    return abs(value - round(value)) < 1e-4


def _stated(
    group: Sequence[PairTimes],
    slots: Mapping[str, Sequence[Slot]],
    stated: Mapping[int, Stated],
    taken: Taken,
    kind: str,
) -> _Model:
    """The model without its aim; `kind` is that of the regular sessions."""
    model = _Model(pulp.LpProblem("slots_and_exceptions", pulp.LpMaximize))
    for at, pair in enumerate(group):
        _state(model, at, pair, slots[pair.pair_id], stated, kind)
    options = [(key, group[key[0]], moment) for key, moment in model.moments.items()]
    for row in taken.rows(options):
        model.problem += weighted((model.starts[key], 1.0) for key in row.keys) <= row.most
    for window, one in stated.items():
        placed = [(start, 1.0) for key, start in model.starts.items() if key[1] == window]
        model.problem += weighted(placed) >= one.sessions
    return model


def _state(
    model: _Model,
    at: int,
    pair: PairTimes,
    slots: Sequence[Slot],
    stated: Mapping[int, Stated],
    regular_kind: str,
) -> None:
    """The columns and starts of one pair."""
    sessions: dict[int, Terms] = {}

    def start(key: Start, moment: int, kind: str) -> pulp.LpVariable:
        name = "_".join(map(str, key))
        model.starts[key] = model.problem.add_variable(f"start_{name}", 0, 1, cat=kind)
        model.moments[key] = moment
        sessions.setdefault(key[1], []).append((model.starts[key], 1.0))
        return model.starts[key]

    for number, slot in enumerate(slots):
        column = model.problem.add_variable(f"slot_{at}_{number}", 0, 1, cat="Binary")
        model.columns[at, slot] = column
        model.dislike.append((column, -float(pair.dislike(slot))))
        for window, moment in pair.column(slot).items():
            regular = start((at, window, number, 1), moment, regular_kind)
            model.problem += weighted([(regular, 1.0), (column, -1.0)]) <= 0
    if slots:
        model.problem += weighted((model.columns[at, slot], 1.0) for slot in slots) <= 1
    for window, one in stated.items():
        possible = pair.starts.get(window, {}) if pair.pair_id in one.moving else {}
        for number, moment in enumerate(sorted(set(possible.values()))):
            start((at, window, number, 0), moment, "Binary")
        if sessions.get(window):
            model.problem += weighted(sessions[window]) <= 1


def _first_of_equals(
    group: Sequence[PairTimes],
    model: _Model,
    chosen: dict[str, Slot | None],
    regular: Starts,
    settings: Settings,
) -> tuple[dict[str, Slot | None], Starts]:
    """Of the plans as good as this best one the first: see `steps/solving/tie_rule.py`."""
    problem, terms = model.problem, [(one, 1.0) for key, one in model.starts.items() if key[3]]
    problem += weighted(terms) == sum(map(len, regular.values()))
    liked = sum(pair.dislike(slot) for pair in group if (slot := chosen[pair.pair_id]) is not None)
    problem += weighted(model.dislike) == -liked
    columns: list[dict[Slot, pulp.LpVariable]] = [{} for _ in group]
    for at, slot in sorted(model.columns, key=lambda one: (group[one[0]].dislike(one[1]), one)):
        columns[at][slot] = model.columns[at, slot]
    stays = _at_their_slot(model)
    # a slot of each pair, then for each session whether it is there
    choices: list[Mapping[Any, pulp.LpVariable]] = [*columns, *({True: r} for r in stays.values())]
    at_hand = [chosen[pair.pair_id] for pair in group]
    there = [window in regular[group[at].pair_id] or None for window, at in stays]
    found = first_of_equals(problem, choices, [*at_hand, *there], settings)
    slots = {pair.pair_id: slot for pair, slot in zip(group, found)}
    starts: Starts = {pair.pair_id: {} for pair in group}
    for (window, at), is_there in zip(stays, found[len(group) :]):
        if is_there:
            pair = group[at]
            starts[pair.pair_id][window] = pair.column(slots[pair.pair_id])[window]
    return slots, starts


def _at_their_slot(model: _Model) -> dict[tuple[int, int], pulp.LpVariable]:
    """For each window and pair, in this order, a variable that says whether the session is
    at the regular slot, whichever that is."""
    several: dict[tuple[int, int], Terms] = {}
    for (at, window, _, is_regular), start in sorted(model.starts.items()):
        if is_regular:
            several.setdefault((window, at), []).append((start, 1.0))
    found = {}
    for window, at in sorted(several):
        found[window, at] = model.problem.add_variable(f"regular_{window}_{at}", 0, 1, "Binary")
        model.problem += weighted([*several[window, at], (found[window, at], -1.0)]) == 0
    return found


def _read(group: Sequence[PairTimes], model: _Model) -> tuple[dict[str, Slot | None], Starts]:
    slots: dict[str, Slot | None] = {pair.pair_id: None for pair in group}
    for (at, slot), column in model.columns.items():
        if (pulp.value(column) or 0.0) > 0.5:
            slots[group[at].pair_id] = slot
    regular: Starts = {pair.pair_id: {} for pair in group}
    for key, start in model.starts.items():
        if key[3] and (pulp.value(start) or 0.0) > 0.5:
            regular[group[key[0]].pair_id][key[1]] = model.moments[key]
    return slots, regular
