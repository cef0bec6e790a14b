"""Can one person's sessions with several partners be placed without overlap?

Weeks repeat, and each partner needs one session in as many weeks as lie
between two sessions (a fortnight, unless the settings say otherwise). Time is
counted in steps of `common_time.STEP` minutes on a ring of these weeks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revmentor_xl.steps.calendars.week import WEEK


@dataclass(frozen=True, eq=False)
class Hours:
    """When two people can meet, the same each week.

    `starts` are the steps of the week at which a session can begin, `covered`
    says of each step whether it lies in a possible session.
    """

    starts: tuple[int, ...]
    covered: np.ndarray

    @classmethod
    def of(cls, shared: np.ndarray, length: int) -> Hours:
        """The hours in the steps (boolean) that two people share; `length` in steps."""
        begins = shared.copy()
        for ahead in range(1, length):
            begins &= np.roll(shared, -ahead)
        covered = begins.copy()
        for ahead in range(1, length):
            covered |= np.roll(begins, ahead)
        return cls(tuple(np.nonzero(begins)[0].tolist()), covered)


def fits(partners: Sequence[Hours], length: int, weeks: int) -> bool:
    """Is there a session of `length` steps for each partner within `weeks`, none overlapping?

    Exact. On the ring one session may be put into the first week and be the
    first; behind it, for every set of partners, only the earliest end counts
    (dynamic programming over sets, after Held and Karp 1962).
    """
    tight = _tight(partners, length, weeks)
    if not tight:
        return True
    first, *others = sorted(tight, key=lambda one: len(one.starts))
    around = weeks * WEEK
    return any(
        _placed_between(begin + length, begin + around, others, length) for begin in first.starts
    )


def most_sessions(covered: np.ndarray, length: int, weeks: int) -> int:
    """How many sessions of `length` steps fit into these steps of every week."""
    if covered.all():
        return weeks * WEEK // length
    gap = int(np.argmin(covered))
    line = np.concatenate(([False], np.roll(covered, -gap), [False])).astype(np.int8)
    edges = np.diff(line)
    runs = np.nonzero(edges == -1)[0] - np.nonzero(edges == 1)[0]
    return int(weeks * (runs // length).sum())


def _tight(partners: Sequence[Hours], length: int, weeks: int) -> list[Hours]:
    """Those who do not find room wherever the others are put.

    Another session keeps at most 2 x length - 1 starts from being used.
    """
    left = list(partners)
    while True:
        blocked = (len(left) - 1) * (2 * length - 1)
        tight = [one for one in left if len(one.starts) * weeks <= blocked or not one.starts]
        if len(tight) == len(left):
            return tight
        left = tight


def _placed_between(begin: int, end: int, partners: Sequence[Hours], length: int) -> bool:
    ends = [begin]
    for members in range(1, 1 << len(partners)):
        earliest = min(
            _next_start(one.starts, ends[members ^ (1 << k)]) + length
            for k, one in enumerate(partners)
            if members >> k & 1
        )
        if earliest > end:
            return False  # who does not fit in a part does not fit in the whole
        ends.append(earliest)
    return True


def _next_start(starts: tuple[int, ...], at: int) -> int:
    """The first start at or after a step; weeks repeat."""
    week, step = divmod(at, WEEK)
    k = bisect_left(starts, step)
    return week * WEEK + starts[k] if k < len(starts) else (week + 1) * WEEK + starts[0]
