"""The 95% interval of a mean difference between two answers of the same people.

For n differences with mean d and standard deviation s (divisor n - 1) it is
d ± t · s / √n, with t the 0.975 quantile of Student's t distribution with
n - 1 degrees of freedom: the interval that belongs to the paired t test
("Student", The probable error of a mean, Biometrika 6, 1908). The
distribution function is the finite series for whole degrees of freedom in
Abramowitz & Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Change:
    """Two answers of the same `people`: means, mean change, 95% interval.

    `low` and `high` are None for fewer than two people, and when everybody
    changed by the same amount: then the answers say nothing about the spread.
    """

    people: int
    before: float | None = None
    after: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None


def paired_change(pairs: Sequence[tuple[float, float]]) -> Change:
    """The change between the first and the second answer of the same people."""
    n = len(pairs)
    if n == 0:
        return Change(0)
    before = math.fsum(one for one, _ in pairs) / n
    after = math.fsum(other for _, other in pairs) / n
    differences = [other - one for one, other in pairs]
    mean = math.fsum(differences) / n
    squares = math.fsum((d - mean) ** 2 for d in differences)
    if n < 2 or squares < 1e-12:
        return Change(n, before, after, mean)
    reach = t_quantile(0.975, n - 1) * math.sqrt(squares / (n - 1) / n)
    return Change(n, before, after, mean, mean - reach, mean + reach)


def central_probability(t: float, df: int) -> float:
    """The probability that Student's t with `df` degrees of freedom lies within ±t."""
    angle = math.atan(t / math.sqrt(df))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    if df % 2:  # 26.7.3
        total, term = 0.0, math.cos(angle)
        for k in range(1, df - 1, 2):
            total += term
            term *= square * (k + 1) / (k + 2)
        return 2 / math.pi * (angle + sine * total)
    total, term = 0.0, 1.0  # 26.7.4
    for k in range(1, df, 2):
        total += term
        term *= square * k / (k + 1)
    return sine * total


@lru_cache(maxsize=512)
def t_quantile(probability: float, df: int) -> float:
    """The value below which Student's t lies with this probability (0.5 to 1).

    Raises ValueError for other probabilities or fewer than one degree of
    freedom.
    """
    if not 0.5 <= probability < 1 or df < 1:
        raise ValueError("a probability from 0.5 to 1 and one degree of freedom are needed")
    central = 2 * probability - 1
    low, high = 0.0, 1.0
    while central_probability(high, df) < central:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if central_probability(middle, df) < central:
            low = middle
        else:
            high = middle
    return (low + high) / 2
