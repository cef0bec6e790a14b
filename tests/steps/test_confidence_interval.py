"""The t interval against published tables and a worked example."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.steps.reviewing.confidence_interval import (
    central_probability,
    paired_change,
    t_quantile,
)

RATINGS = st.integers(1, 5).map(float)


@pytest.mark.parametrize(
    ("df", "published"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228),
     (29, 2.045), (30, 2.042), (40, 2.021), (60, 2.000), (120, 1.980), (1000, 1.962)],
)  # fmt: skip
def test_quantiles_of_the_printed_table(df: int, published: float) -> None:
    assert t_quantile(0.975, df) == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(("t", "df", "probability"), [(1.0, 1, 0.5), (4.303, 2, 0.95)])
def test_central_probability(t: float, df: int, probability: float) -> None:
    assert central_probability(t, df) == pytest.approx(probability, abs=1e-4)


def test_students_own_example() -> None:
    """Hours of sleep gained with two drugs (Student 1908): mean 1.58, s 1.23, n = 10."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    change = paired_change(list(zip(first, second)))
    assert change.change == pytest.approx(1.58)
    assert (change.low, change.high) == pytest.approx((0.7001, 2.4599), abs=1e-4)


@pytest.mark.parametrize(
    ("pairs", "people", "low"), [([], 0, None), ([(1, 2)], 1, None), ([(1, 2)] * 6, 6, None)]
)
def test_no_interval_without_spread(
    pairs: list[tuple[float, float]], people: int, low: float | None
) -> None:
    change = paired_change(pairs)
    assert (change.people, change.low, change.high) == (people, low, low)


@given(st.lists(st.tuples(RATINGS, RATINGS), min_size=2, max_size=40))
def test_the_interval_holds_the_mean_and_turns_with_the_order(
    pairs: list[tuple[float, float]],
) -> None:
    change = paired_change(pairs)
    turned = paired_change([(after, before) for before, after in pairs])
    if change.low is not None and change.high is not None and change.change is not None:
        assert change.low < change.change < change.high
        assert turned.low == pytest.approx(-change.high)


@pytest.mark.parametrize(("probability", "df"), [(0.4, 5), (1.0, 5), (0.9, 0)])
def test_what_has_no_quantile(probability: float, df: int) -> None:
    with pytest.raises(ValueError, match="degree of freedom"):
        t_quantile(probability, df)
