"""Hiding small groups so that nobody can compute them from what is shown.

Primary suppression hides a count of 1 to `threshold - 1`. Complementary
suppression hides further counts until every hidden number could be another
one. What a total minus the shown numbers gives away is the sum of the hidden
ones, so they are always several and together no small group.

Method: cell suppression in the sense of Hundepool et al., Statistical
Disclosure Control (Wiley, 2012), chapter 4, with rules simple enough to be
proven for these two shapes of table; `tests/steps/test_suppression.py` attacks
them by trying every table that fits what is shown, knowing the method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

HIDDEN = "–"
OTHERS = "Other departments"
"""The groups that are too small to be named, together."""

Shown = int | None
"""A count, or None where it is hidden."""


@dataclass(frozen=True)
class Breakdown:
    """Counts of groups that add up to a total."""

    groups: Mapping[str, Shown]
    total: Shown

    @property
    def hides(self) -> bool:
        return self.total is None or None in self.groups.values()


def breakdown(counts: Mapping[str, int], threshold: int) -> Breakdown:
    """One-way counts with their total, small ones and those that betray them hidden.

    Where anything is hidden, zeros are hidden too: otherwise a hidden group
    would be known to have members.
    """
    total = sum(counts.values())
    if 0 < total < threshold:
        return Breakdown(dict.fromkeys(counts), None)
    small = any(0 < count < threshold for count in counts.values())
    hidden = {group for group, count in counts.items() if small and count < threshold}
    hidden = _with_next(hidden, counts)
    return Breakdown(
        {group: None if group in hidden else count for group, count in counts.items()}, total
    )


def _with_next(hidden: set[str], counts: Mapping[str, int]) -> set[str]:
    """The hidden groups and the smallest of the others, with all of its size.

    A hidden small group and a hidden larger one could be each other, because
    nothing here looks at names; so no hidden number is the only possible one.
    """
    others = {count for group, count in counts.items() if group not in hidden}
    if not hidden or not others:
        return hidden
    return hidden | {group for group, count in counts.items() if count == min(others)}


@dataclass(frozen=True)
class Split:
    """Groups of people, each split in two, with totals both ways.

    `rows` maps a group to its (first, second, both); empty when even the list
    of groups would say too much. `total` is the same for everybody.
    """

    rows: Mapping[str, tuple[Shown, Shown, Shown]]
    total: tuple[Shown, Shown, Shown]

    @property
    def hides(self) -> bool:
        return not self.rows or None in self.total or any(None in row for row in self.rows.values())


def split(counts: Mapping[str, tuple[int, int]], threshold: int) -> Split:
    """Two-way counts with totals, such as mentors and leaders by department.

    A group's two parts are hidden together, so that neither follows from
    their sum. Every listed group has at least one person, which readers know;
    groups without anybody must not be passed.
    """
    first = sum(one for one, _ in counts.values())
    second = sum(other for _, other in counts.values())
    if min(first, second) < threshold:
        return Split({}, (None, None, None))
    both = {group: sum(parts) for group, parts in counts.items()}
    sums = {group for group, size in both.items() if size < threshold}
    sums = _grown(_with_next(sums, both), both, lambda groups: _mixes(groups, both, threshold))
    small = any(0 < n < threshold for row in counts.values() for n in row)
    parts = {group for group, row in counts.items() if small and min(row) < threshold} | sums
    parts = _grown(parts, both, lambda groups: _leaves_enough(groups, counts, threshold))
    if not (_mixes(sums, both, threshold) and _leaves_enough(parts, counts, threshold)):
        return Split({}, (first, second, first + second))
    rows = {
        group: (
            None if group in parts else row[0],
            None if group in parts else row[1],
            None if group in sums else both[group],
        )
        for group, row in counts.items()
    }
    return Split(rows, (first, second, first + second))


def gathered(shown: Split, threshold: int) -> Split:
    """The same with only those groups named of which a number is shown.

    All others stand together under `OTHERS`, because a name alone tells who
    takes part. Its numbers are the totals minus what is shown, so that they
    say nothing new; they are hidden where that is not possible or too few.
    """
    named = {group: row for group, row in shown.rows.items() if row != (None, None, None)}
    if not named or len(named) == len(shown.rows):
        return Split(named, shown.total)
    others = [
        _rest(total, [row[place] for row in named.values()], threshold)
        for place, total in enumerate(shown.total)
    ]
    if None in others[:2]:
        others[:2] = [None, None]
    return Split({**named, OTHERS: (others[0], others[1], others[2])}, shown.total)


def _rest(total: Shown, shown: Sequence[Shown], threshold: int) -> Shown:
    known = [count for count in shown if count is not None]
    if total is None or len(known) < len(shown):
        return None
    rest = total - sum(known)
    return rest if rest >= threshold else None


def _mixes(hidden: set[str], sizes: Mapping[str, int], threshold: int) -> bool:
    """No small group together, hence several, and not one person in each."""
    together = sum(sizes[group] for group in hidden)
    return not hidden or together >= max(threshold, len(hidden) + 1)


def _leaves_enough(hidden: set[str], counts: Mapping[str, tuple[int, int]], threshold: int) -> bool:
    """Neither their first nor their second parts are a small group together."""
    together = [sum(counts[group][side] for group in hidden) for side in (0, 1)]
    return not hidden or min(together) >= threshold


def _grown(
    hidden: set[str], sizes: Mapping[str, int], is_protected: Callable[[set[str]], bool]
) -> set[str]:
    """The hidden groups with the next larger ones added until they are protected."""
    while not is_protected(hidden) and len(hidden) < len(sizes):
        hidden = _with_next(hidden, sizes)
    return hidden


def part(count: int, whole: int, threshold: int) -> int | str:
    """“7” of a whole that readers know, or only whether it is more than half.

    A number is given when both the part and the rest are no small group.
    """
    rest = whole - count
    if whole < threshold:
        return HIDDEN
    if count >= threshold and (rest == 0 or rest >= threshold):
        return count
    return "more than half" if 2 * count > whole else "half or fewer"
