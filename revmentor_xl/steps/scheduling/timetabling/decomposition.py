"""Pairs that are too many for one model, solved part by part with a bound for the whole.

Each part is solved as if it were alone: together the parts cannot have less
than that. Then part after part is given its place beside the others; where
none is worse off than alone, nobody can do better. What is left open goes to
one model of all, if that is not too large.
"""

from __future__ import annotations

from collections.abc import Sequence

from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.scheduling.timetabling import integer_program
from revmentor_xl.steps.scheduling.timetabling.exact import solve_exactly
from revmentor_xl.steps.scheduling.timetabling.incumbent import Solved, solve_quickly
from revmentor_xl.steps.scheduling.timetabling.shared_resources import Taken
from revmentor_xl.steps.scheduling.timetabling.slots import PairTimes
from revmentor_xl.steps.solving.deadline import Deadline

ROUNDS = 4
"""How often the parts that had no good place are put first and all is tried again."""

Group = Sequence[PairTimes]


def solve_in_parts(
    parts: Sequence[Group], weeks: Timeline, taken: Taken, deadline: Deadline
) -> Solved:
    """The plan of all parts beside what is `taken`, which stays as it is.

    Parts share rooms only, or are the pairs of one leader each.
    """
    if len(parts) == 1:
        return _solve_group(parts[0], weeks, taken, deadline)
    alone = [_solve_group(part, weeks, taken, deadline) for part in parts]
    whole = [pair for part in parts for pair in part]
    best: Solved | None = None
    order = sorted(range(len(parts)), key=lambda at: (_room(parts[at]), at))
    for _ in range(ROUNDS):
        placed = _one_after_another(parts, alone, order, weeks, taken, deadline)
        tried = _joined(alone, placed)
        if best is None or tried.reached > best.reached:
            best = tried
        worse = {at for at in order if placed[at].reached < alone[at].reached}
        again = sorted(worse, key=order.index) + [at for at in order if at not in worse]
        if best.is_proven or again == order or deadline.is_over:
            break
        order = again
    assert best is not None
    return solve_exactly(whole, weeks, taken, deadline, best)


def _solve_group(group: Group, weeks: Timeline, taken: Taken, deadline: Deadline) -> Solved:
    quick = solve_quickly(group, weeks, taken, deadline)
    if quick.is_proven:
        return quick
    leading: dict[str, list[PairTimes]] = {}
    for pair in group:
        leading.setdefault(pair.leader, []).append(pair)
    slots = {pair.pair_id: list(pair.misses) for pair in group}
    if len(leading) == 1 or integer_program.size(group, slots) <= integer_program.LIMIT:
        return solve_exactly(group, weeks, taken, deadline, quick)
    by_leader = solve_in_parts(list(leading.values()), weeks, taken, deadline)
    return by_leader if by_leader.reached >= quick.reached else _bounded(quick, by_leader)


def _bounded(one: Solved, other: Solved) -> Solved:
    """A plan with the lower bounds of two of the same pairs."""
    placed = min(one.most_placed, other.most_placed)
    regular = min(one.most_regular, other.most_regular)
    return Solved(one.slots, one.starts, one.regular, placed, regular)


def _room(part: Group) -> tuple[int, ...]:
    """How much choice the pairs of a part have, the least first."""
    return tuple(sorted(len(pair.fewest) for pair in part))


def _one_after_another(
    parts: Sequence[Group],
    alone: Sequence[Solved],
    order: Sequence[int],
    weeks: Timeline,
    taken: Taken,
    deadline: Deadline,
) -> list[Solved]:
    """The plan of each part beside those that come before it in the order."""
    placed = list(alone)
    for at in order:
        part = parts[at]
        if not _fits(part, alone[at], taken):
            beside = solve_quickly(part, weeks, taken, deadline)
            if beside.reached < alone[at].reached:
                beside = solve_exactly(part, weeks, taken, deadline, beside)
            placed[at] = beside
        for pair, start in _sessions(part, placed[at]):
            taken.add(pair, start)
    for at in order:
        for pair, start in _sessions(parts[at], placed[at]):
            taken.remove(pair, start)
    return placed


def _fits(part: Group, plan: Solved, taken: Taken) -> bool:
    """Does a plan, which breaks no rule by itself, fit beside what is taken?"""
    added = []
    for pair, start in _sessions(part, plan):
        if not taken.fits(pair, start):
            break
        taken.add(pair, start)
        added.append((pair, start))
    for pair, start in added:
        taken.remove(pair, start)
    return len(added) == plan.placed


def _sessions(part: Group, plan: Solved) -> list[tuple[PairTimes, int]]:
    return [(pair, start) for pair in part for start in plan.starts[pair.pair_id].values()]


def _joined(alone: Sequence[Solved], placed: Sequence[Solved]) -> Solved:
    """The plans of all parts; alone, no part has more than its bound."""
    return Solved(
        {pair_id: slot for one in placed for pair_id, slot in one.slots.items()},
        {pair_id: starts for one in placed for pair_id, starts in one.starts.items()},
        sum(one.regular for one in placed),
        sum(one.most_placed for one in alone),
        sum(one.most_regular for one in alone),
    )
