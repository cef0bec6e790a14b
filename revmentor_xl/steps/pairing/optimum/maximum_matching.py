"""How many pairs there can be at most, and how good the worst of them can be."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from revmentor_xl.steps.pairing.optimum.problem import Cell, Problem
from revmentor_xl.steps.solving.arrays import Matrix

ROWS = 256
"""Rows looked at together: few enough for the processor's cache, enough to be worth a call."""


def most_pairs(problem: Problem) -> tuple[Cell, ...]:
    """A largest set of possible pairs, whatever they score; conditions are not looked at."""
    matching = Matching(problem.open, problem.mentor_places, problem.leader_places)
    limit = min(int(matching.mentor_left.sum()), int(matching.leader_left.sum()))
    matching.fill()
    matching.extend(limit)  # once every place of a side is taken, none has to be searched for
    return matching.cells


def best_worst(problem: Problem, number: int) -> int:
    """The highest score below which no pair of a plan with `number` pairs needs to lie.

    Conditions are not looked at. Each threshold that is too high shows where
    pairs are missing, and the best pair that would help there is the next
    limit from above; steps from below that double, then halve, close in on it.
    """
    matching = Matching(problem.open, problem.mentor_places, problem.leader_places)
    if not problem.open.any():
        return 0
    low, high = int(problem.worth.min()), _ceiling(problem, number)
    step, aimed = 1, high
    while low < high:
        matching.open = problem.open & (problem.worth >= aimed)
        tried = matching.copy()
        tried.fill()
        cut = tried.extend(number)
        if cut is None:
            low = aimed
        else:
            matching = tried  # what fits above a threshold fits below it too
            high = min(aimed - 1, _best_across(problem, cut, aimed))
        step *= 2
        aimed = max(high - step + 2, (low + high + 1) // 2)
    return high


def _ceiling(problem: Problem, number: int) -> int:
    """A limit of the worst pair's score: somebody's best pair has to be in the plan.

    The mentors needed for `number` pairs are at least so many that their
    places suffice; the last of them by their best pair is the limit.
    """
    limits = []
    least = problem.worth.min()
    for axis, places in ((1, problem.mentor_places), (0, problem.leader_places)):
        best = problem.worth.max(axis=axis, initial=least, where=problem.open)
        order = np.argsort(-best.astype(np.int64), kind="stable")
        enough = np.cumsum(np.maximum(places[order], 0)) >= number
        limits.append(int(best[order[int(np.argmax(enough))]]))
    return min(limits)


def _best_across(problem: Problem, cut: Cut, below: int) -> int:
    """The best pair, under a threshold, that would lead on from the people reached."""
    best = least = int(problem.worth.min())
    reached = np.nonzero(cut.mentors)[0]
    for start in range(0, len(reached), ROWS):
        part = reached[start : start + ROWS]
        worth = problem.worth[part]
        fits = problem.open[part] & ~cut.leaders & (worth < below)
        best = max(best, int(worth.max(initial=least, where=fits)))
    return best


class Cut(NamedTuple):
    """Why there are no more pairs: who is reached from a mentor with a free place.

    The walk goes over possible pairs to leaders and back over chosen pairs. As
    it meets no leader with a free place, in every largest plan the mentors not
    reached and the leaders reached are full, reached mentors take every leader
    not reached whom they can have, and the others none of the leaders reached
    (König 1931, Ford and Fulkerson 1956).
    """

    mentors: np.ndarray
    leaders: np.ndarray


class Matching:
    """A growing set of pairs (Hopcroft and Karp 1973, with places for several partners)."""

    def __init__(
        self, open_cells: Matrix, mentor_places: np.ndarray, leader_places: np.ndarray
    ) -> None:
        self.open = open_cells
        self.mentor_left = np.maximum(mentor_places, 0).astype(np.int64)
        self.leader_left = np.maximum(leader_places, 0).astype(np.int64)
        self.leaders_of: list[set[int]] = [set() for _ in mentor_places]
        self.mentors_of: list[set[int]] = [set() for _ in leader_places]

    def __len__(self) -> int:
        return sum(map(len, self.leaders_of))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The pairs, sorted."""
        return tuple((i, j) for i, those in enumerate(self.leaders_of) for j in sorted(those))

    def copy(self) -> Matching:
        """The same pairs, to go on from."""
        other = Matching(self.open, self.mentor_left, self.leader_left)
        other.leaders_of = [set(those) for those in self.leaders_of]
        other.mentors_of = [set(those) for those in self.mentors_of]
        return other

    def add(self, i: int, j: int) -> None:
        """One more pair; both have a free place."""
        self.leaders_of[i].add(j)
        self.mentors_of[j].add(i)
        self.mentor_left[i] -= 1
        self.leader_left[j] -= 1

    def fill(self) -> None:
        """Give each mentor in turn the first leaders who have a place."""
        free = self.leader_left > 0
        for i in np.nonzero(self.mentor_left)[0].tolist():
            row = self.open[i] & free
            row[list(self.leaders_of[i])] = False
            while self.mentor_left[i] and row.any():
                j = int(row.argmax())
                row[j] = False
                self.add(i, j)
                free[j] = self.leader_left[j] > 0

    def extend(self, number: int | None = None) -> Cut | None:
        """Add pairs along alternating paths until there are `number`, or none fits any more.

        Gives the reason when no more fits, None when `number` is reached.
        """
        missing = -1 if number is None else max(0, number - len(self))
        while missing:
            layers = _Layers(self)
            if not layers.reach_free:
                return layers.cut()
            for i in np.nonzero(self.mentor_left)[0].tolist():
                while missing and self.mentor_left[i] and (path := layers.path_from(i)):
                    self._flip(path)
                    missing -= 1
        return None

    def cut(self) -> Cut | None:
        """Why there are no more pairs; None when one more fits."""
        layers = _Layers(self)
        return None if layers.reach_free else layers.cut()

    def _flip(self, path: list[Cell]) -> None:
        """Add the pairs at even places of a path and drop those between."""
        for step, (i, j) in enumerate(path):
            change = set.discard if step % 2 else set.add
            change(self.leaders_of[i], j)
            change(self.mentors_of[j], i)
        self.mentor_left[path[0][0]] -= 1
        self.leader_left[path[-1][1]] -= 1


class _Layers:
    """How many chosen pairs lie between people and a mentor with a free place; -1: no way."""

    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.of_mentor = np.where(matching.mentor_left > 0, 0, -1).astype(np.int32)
        self.of_leader = np.full(len(matching.leader_left), -1, dtype=np.int32)
        self.free = matching.leader_left > 0
        self.reach_free = False
        depth, layer = 0, np.nonzero(matching.mentor_left > 0)[0]
        while len(layer) and not self.reach_free:
            found = np.nonzero(self._from(layer) & (self.of_leader < 0))[0]
            self.of_leader[found] = depth
            self.reach_free = bool(self.free[found].any())
            depth += 1
            back = {k for j in found.tolist() for k in matching.mentors_of[j]}
            layer = np.array(sorted(k for k in back if self.of_mentor[k] < 0), dtype=np.int64)
            self.of_mentor[layer] = depth

    def cut(self) -> Cut:
        """Whom the walk has reached."""
        return Cut(self.of_mentor >= 0, self.of_leader >= 0)

    def _from(self, layer: np.ndarray) -> np.ndarray:
        """The leaders whom any of these mentors could have besides their present ones."""
        found = np.zeros(len(self.of_leader), dtype=bool)
        for start in range(0, len(layer), ROWS):
            part = layer[start : start + ROWS]
            cells = self.matching.open[part]
            for row, i in enumerate(part.tolist()):
                cells[row, list(self.matching.leaders_of[i])] = False
            found |= cells.any(axis=0)
        return found

    def path_from(self, root: int) -> list[Cell]:
        """The pairs of a way to a leader with a free place, new and old in turn; [] if none."""
        mentors, leaders = [root], [-1]
        while mentors:
            i = mentors[-1]
            row = self.matching.open[i] & (self.of_leader == self.of_mentor[i])
            row[list(self.matching.leaders_of[i])] = False
            ends = row & self.free
            if ends.any():
                leaders.append(int(ends.argmax()))
                self.free[leaders[-1]] = self.matching.leader_left[leaders[-1]] > 1
                return self._walk(mentors, leaders[1:])
            following = self._step(row, int(self.of_mentor[i]))
            if following is None:
                self.of_mentor[i] = -1
                mentors.pop()
                leaders.pop()
            else:
                leaders.append(following[0])
                mentors.append(following[1])
        return []

    def _step(self, row: np.ndarray, depth: int) -> Cell | None:
        """A leader of the row and a mentor of theirs one layer on; both not tried before."""
        for j in np.nonzero(row)[0].tolist():
            for k in sorted(self.matching.mentors_of[j]):
                if self.of_mentor[k] == depth + 1:
                    return j, k
            self.of_leader[j] = -1
        return None

    def _walk(self, mentors: list[int], leaders: list[int]) -> list[Cell]:
        path: list[Cell] = []
        for step, (i, j) in enumerate(zip(mentors, leaders)):
            path.append((i, j))
            if step + 1 < len(mentors):
                path.append((mentors[step + 1], j))
        for i in mentors[1:]:  # as their pairs changed, they are met once a round
            self.of_mentor[i] = -1
        return path
