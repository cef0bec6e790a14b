"""An independent judge of optimal plans: it tries everything, or proves without a solver.

Nothing of the search is used: only the numbers of a `Problem` are read, and
every condition is evaluated by plain loops. `every_plan` lists all plans of a
small problem, `best_by_states` finds the best of a wider one by remembering
only which places are left, and the `certified_...` functions prove a large
plan best from prices found by shortest ways (`checker_pairing.certified_bound`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from revmentor_xl.steps.pairing.optimum.problem import Aim, Condition, Problem
from tests.checker_pairing import certified_bound

Cell = tuple[int, int]
Cells = tuple[Cell, ...]
Key = tuple[int, ...]
"""What makes a plan good, the most important first; the greater the better."""


def value(condition: Condition, worth: np.ndarray, cells: Sequence[Cell]) -> int:
    """The left side of a condition, pair by pair."""
    total = 0
    for i, j in cells:
        inside = condition.mentors is None or bool(condition.mentors[i])
        inside = inside and (condition.leaders is None or bool(condition.leaders[j]))
        total += (condition.slope * int(worth[i, j]) + condition.base) if inside else 0
        total += (i, j) in condition.cells
    return total


def fits(problem: Problem, cells: Sequence[Cell]) -> bool:
    """Is this a plan: possible pairs, each once, within places and conditions?"""
    rows, columns = [i for i, _ in cells], [j for _, j in cells]
    return (
        len(set(cells)) == len(cells)
        and all(bool(problem.allowed[cell]) for cell in cells)
        and all(rows.count(i) <= problem.mentor_places[i] for i in rows)
        and all(columns.count(j) <= problem.leader_places[j] for j in columns)
        and holds(problem, cells)
    )


def holds(problem: Problem, cells: Sequence[Cell]) -> bool:
    """Are all conditions fulfilled, the ones that show only afterwards too?"""
    return all(
        one.low <= value(one, problem.worth, cells) <= one.high for one in problem.conditions
    ) and not (problem.broken and problem.broken(cells))


def key(worth: np.ndarray, cells: Sequence[Cell], aim: Aim, band_points: int = 5) -> Key:
    """How good a plan is: number of pairs, then the aim, then the total.

    `EVEN` counts pairs per band of `band_points` points, the lowest band
    first: fewer there is better, whatever happens above.
    """
    scores = [int(worth[cell]) for cell in cells]
    total = sum(scores)
    if aim is Aim.WORST:
        return len(cells), min(scores, default=0), total
    if aim is Aim.EVEN:
        bands = [score // (100 * band_points) for score in scores]
        return (len(cells), *(-bands.count(b) for b in range(100 // band_points + 1)), total)
    return len(cells), total


def every_plan(problem: Problem) -> list[Cells]:
    """All plans that fit, conditions and all, each sorted; the empty one too if it fits."""
    cells = [
        (i, j)
        for i, row in enumerate(problem.allowed.tolist())
        for j, possible in enumerate(row)
        if possible
    ]
    mentors, leaders = problem.mentor_places.tolist(), problem.leader_places.tolist()

    def plans(at: int, taken: Cells) -> Iterator[Cells]:
        if at == len(cells):
            yield taken
            return
        yield from plans(at + 1, taken)
        i, j = cells[at]
        if mentors[i] > 0 and leaders[j] > 0:
            mentors[i] -= 1
            leaders[j] -= 1
            yield from plans(at + 1, (*taken, cells[at]))
            mentors[i] += 1
            leaders[j] += 1

    return [plan for plan in plans(0, ()) if holds(problem, plan)]


def best_by_trying(problem: Problem, aim: Aim, band_points: int = 5) -> Key | None:
    """The best key of all plans; None when no plan fits."""
    keys = [key(problem.worth, plan, aim, band_points) for plan in every_plan(problem)]
    return max(keys, default=None)


def others_by_trying(
    problem: Problem, plans: Sequence[Cells], least: int, aim: Aim, band_points: int = 5
) -> Key | None:
    """The best key of plans with as many pairs, `least` of which stand in none of each plan."""
    keys = [
        key(problem.worth, plan, aim, band_points)
        for plan in every_plan(problem)
        if len(plan) == len(plans[0])
        and all(len(set(plan) - set(other)) >= least for other in plans)
    ]
    return max(keys, default=None)


def rematch_by_trying(problem: Problem, kept: Sequence[Cell], most: int | None) -> Key | None:
    """Number and total of the best plan that ends at most `most` of the pairs kept."""
    limit = len(kept) if most is None else most
    plans = [plan for plan in every_plan(problem) if len(set(kept) - set(plan)) <= limit]
    return max((key(problem.worth, plan, Aim.TOTAL) for plan in plans), default=None)


def group_scores(
    worth: np.ndarray, cells: Cells, mentors: np.ndarray | None, leaders: np.ndarray | None
) -> list[int]:
    """The scores of a group's pairs."""
    return [
        int(worth[i, j])
        for i, j in cells
        if (mentors is None or mentors[i]) and (leaders is None or leaders[j])
    ]


def best_by_states(problem: Problem, aim: Aim, band_points: int = 5) -> Key:
    """The best key of a problem without conditions, also where plans are too many to list.

    Mentor after mentor takes every set of leaders; of all ways that leave the
    leaders the same places only the best is remembered.
    """
    assert not problem.conditions
    assert problem.broken is None
    if aim is not Aim.WORST:
        return _best_state(problem, aim, band_points)
    number = _best_state(problem, Aim.TOTAL, band_points)[0]
    for least in sorted({0, *problem.worth[problem.allowed].tolist()}, reverse=True):
        good = Problem(
            problem.worth,
            problem.allowed & (problem.worth >= least),
            problem.mentor_places,
            problem.leader_places,
        )
        most, total = _best_state(good, Aim.TOTAL, band_points)
        if most == number:
            return number, (least if number else 0), total
    raise AssertionError("no pair scores less than 0")


def _best_state(problem: Problem, aim: Aim, band_points: int) -> Key:
    start = tuple(max(0, p) for p in problem.leader_places.tolist())
    best: dict[tuple[int, ...], Key] = {start: key(problem.worth, (), aim, band_points)}
    for i, row in enumerate(problem.allowed.tolist()):
        leaders = [j for j, possible in enumerate(row) if possible]
        reached: dict[tuple[int, ...], Key] = {}
        for left, so_far in best.items():
            free = [j for j in leaders if left[j] > 0]
            for many in range(min(max(0, int(problem.mentor_places[i])), len(free)) + 1):
                for chosen in combinations(free, many):
                    cells = [(i, j) for j in chosen]
                    gained = key(problem.worth, cells, aim, band_points)
                    after = tuple(p - (j in chosen) for j, p in enumerate(left))
                    now = tuple(a + b for a, b in zip(so_far, gained))
                    reached[after] = max(now, reached.get(after, now))
        best = reached
    return max(best.values())


def certified_key(problem: Problem, cells: Sequence[Cell], aim: Aim, band_points: int = 5) -> Key:
    """A key that no plan with the same places beats, proven without any solver.

    For problems of any size without conditions. It equals the key of `cells`
    exactly when they are a best plan; raises AssertionError when a better
    plan or one more pair is found on the way.
    """
    assert not problem.conditions
    if not cells:
        assert not problem.open.any(), "a pair is possible"
        return key(problem.worth, (), aim, band_points)
    places = problem.mentor_places, problem.leader_places
    worth, allowed = problem.worth, problem.allowed
    if aim is Aim.TOTAL:
        return len(cells), certified_bound(worth, allowed, *places, cells)
    # as many pairs as possible, whatever they score
    certified_bound(np.zeros_like(worth), allowed, *places, cells)
    if aim is Aim.WORST:
        worst = min(int(worth[cell]) for cell in cells)
        above = largest_number(allowed & (worth > worst), *places)
        assert above < len(cells), "the worst-off pair could be better off"
        good = allowed & (worth >= worst)
        return len(cells), worst, certified_bound(worth, good, *places, cells)
    return _certified_bands(problem, cells, band_points)


def _certified_bands(problem: Problem, cells: Sequence[Cell], band_points: int) -> Key:
    """One number per pair has the bands as its digits, so that one certificate is enough."""
    bands, base = 100 // band_points + 1, len(cells) + 1
    digit = 10_000 * base
    weights = np.array([-digit * base ** (bands - 1 - b) for b in range(bands)], dtype=object)
    joined = weights[problem.worth // (100 * band_points)] + problem.worth.astype(object)
    places = problem.mentor_places, problem.leader_places
    bound = certified_bound(joined, problem.allowed, *places, cells)
    total = bound % digit
    rest, counts = (total - bound) // digit, []
    for _ in range(bands):
        rest, count = divmod(rest, base)
        counts.append(-count)
    return (len(cells), *reversed(counts), total)


def largest_number(
    allowed: np.ndarray, mentor_places: np.ndarray, leader_places: np.ndarray
) -> int:
    """The largest number of pairs, by one way to one more pair after another."""
    partners: list[set[int]] = [set() for _ in range(allowed.shape[1])]
    left = [max(0, p) for p in leader_places.tolist()]
    lists = [np.nonzero(row)[0].tolist() for row in allowed]

    def one_more(first: int) -> bool:
        """Breadth first from a mentor to a leader with a place; then those on the way move."""
        came: dict[int, int] = {}  # which mentor would take the leader
        gave_up: dict[int, int] = {}  # which leader the mentor would leave
        waiting = [first]
        for mentor in waiting:
            for j in lists[mentor]:
                if j in came or mentor in partners[j]:
                    continue
                came[j] = mentor
                if left[j] > 0:
                    left[j] -= 1
                    while True:
                        taker = came[j]
                        partners[j].add(taker)
                        if taker == first:
                            return True
                        j = gave_up[taker]
                        partners[j].discard(taker)
                for other in partners[j]:
                    if other != first and other not in gave_up:
                        gave_up[other] = j
                        waiting.append(other)
        return False

    return sum(one_more(i) for i, many in enumerate(mentor_places.tolist()) for _ in range(many))
