"""Small groups: nobody can compute a hidden number, even knowing the method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.steps.sharing.suppression import OTHERS, Split, breakdown, gathered, part, split

counts = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), min_size=1)


@pytest.mark.parametrize(
    ("given_counts", "shown", "total"),
    [
        ({"a": 7, "b": 9}, {"a": 7, "b": 9}, 16),
        ({"a": 2, "b": 9}, {"a": None, "b": None}, 11),
        ({"a": 2, "b": 3, "c": 9}, {"a": None, "b": None, "c": None}, 14),
        ({"a": 2, "b": 6, "c": 9}, {"a": None, "b": None, "c": 9}, 17),
        ({"a": 2, "b": 6, "c": 6, "d": 9}, {"a": None, "b": None, "c": None, "d": 9}, 23),
        ({"a": 1, "b": 1, "c": 9}, {"a": None, "b": None, "c": None}, 11),
        ({"a": 0, "b": 9}, {"a": 0, "b": 9}, 9),
        ({"a": 0, "b": 2, "c": 9}, {"a": None, "b": None, "c": None}, 11),
        ({"a": 0, "b": 2}, {"a": None, "b": None}, None),
        # exactly at the threshold nothing is small
        ({"a": 5}, {"a": 5}, 5),
        ({"a": 5, "b": 9}, {"a": 5, "b": 9}, 14),
        ({"a": 4, "b": 9}, {"a": None, "b": None}, 13),
        ({"a": 2, "b": 5, "c": 9}, {"a": None, "b": None, "c": 9}, 16),
        ({"a": 4}, {"a": None}, None),
        ({"a": 0}, {"a": 0}, 0),
        ({"a": 0, "b": 5}, {"a": 0, "b": 5}, 5),
    ],
)
def test_breakdown(
    given_counts: dict[str, int], shown: dict[str, int | None], total: int | None
) -> None:
    result = breakdown(given_counts, 5)
    assert (result.groups, result.total) == (shown, total)


@pytest.mark.parametrize(
    ("count", "whole", "told"),
    [
        (5, 10, 5),
        (10, 10, 10),
        (7, 10, "more than half"),
        (2, 10, "half or fewer"),
        (0, 10, "half or fewer"),
        (4, 4, "–"),
        (5, 5, 5),
        (5, 9, "more than half"),
        (4, 8, "half or fewer"),
        (4, 9, "half or fewer"),
        (4, 10, "half or fewer"),
    ],
)
def test_part(count: int, whole: int, told: int | str) -> None:
    assert part(count, whole, 5) == told


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield (first, *rest)


@pytest.mark.parametrize("threshold", [3, 5])
def test_attack_on_a_breakdown(threshold: int) -> None:
    """Every table that yields what is shown: no hidden group has only one value."""
    for size in (2, 3, 4):
        for total in range(threshold, 3 * threshold + 1):
            tables = defaultdict(list)
            for table in compositions(total, size):
                result = breakdown(dict(zip("abcd", table)), threshold)
                tables[tuple(result.groups.values())].append(table)
            for shown, candidates in tables.items():
                for i, value in enumerate(shown):
                    if value is None:
                        assert len({one[i] for one in candidates}) > 1, (candidates, shown)


@pytest.mark.parametrize(("threshold", "most"), [(3, 9), (4, 10), (5, 9)])
def test_attack_on_a_split(threshold: int, most: int) -> None:
    """The same for departments by role, with the totals known."""
    for first, second in product(range(threshold, most), repeat=2):
        tables = defaultdict(list)
        for mentors, leaders in product(compositions(first, 3), compositions(second, 3)):
            table = {g: (m, n) for g, m, n in zip("abc", mentors, leaders) if m + n}
            result = split(table, threshold)
            tables[tuple(result.rows.items())].append(table)
        for shown, candidates in tables.items():
            for group, row in shown:
                for side in (0, 1):
                    if row[side] is None:
                        values = {one[group][side] for one in candidates}
                        assert len(values) > 1, (shown, candidates)
                if row[2] is None:
                    assert len({sum(one[group]) for one in candidates}) > 1, (shown, candidates)


@pytest.mark.parametrize(
    ("table", "shown", "total"),
    [
        # exactly at the threshold nothing is small
        ({"a": (5, 5)}, {"a": (5, 5, 10)}, (5, 5, 10)),
        ({"a": (5, 0), "b": (9, 9)}, {"a": (5, 0, 5), "b": (9, 9, 18)}, (14, 9, 23)),
        ({"a": (4, 9)}, {}, (None, None, None)),
        ({"a": (9, 4)}, {}, (None, None, None)),
        # small parts of groups that are not small: the sums stay
        (
            {"a": (5, 7), "b": (4, 6), "c": (6, 4), "d": (7, 7)},
            {"a": (5, 7, 12), "b": (None, None, 10), "c": (None, None, 10), "d": (7, 7, 14)},
            (22, 24, 46),
        ),
        (
            {"a": (5, 5), "b": (9, 2), "c": (20, 20)},
            {"a": (None, None, 10), "b": (None, None, 11), "c": (20, 20, 40)},
            (34, 27, 61),
        ),
        (
            {"a": (5, 0), "b": (9, 2), "c": (20, 20)},
            {"a": (None, None, 5), "b": (None, None, 11), "c": (None, None, 40)},
            (34, 22, 56),
        ),
        (
            {"a": (1, 9), "b": (2, 9), "c": (20, 20), "d": (30, 30)},
            {
                "a": (None, None, 10),
                "b": (None, None, 11),
                "c": (None, None, 40),
                "d": (30, 30, 60),
            },
            (53, 68, 121),
        ),
        # a small group, another that hides it, and parts that hide the parts of both
        (
            {"a": (2, 1), "b": (3, 2), "c": (9, 9), "d": (20, 20)},
            {"a": (None,) * 3, "b": (None,) * 3, "c": (None, None, 18), "d": (20, 20, 40)},
            (34, 32, 66),
        ),
    ],
)
def test_split(
    table: dict[str, tuple[int, int]],
    shown: dict[str, tuple[int | None, ...]],
    total: tuple[int | None, ...],
) -> None:
    result = split(table, 5)
    assert (result.rows, result.total) == (shown, total)


@pytest.mark.parametrize(("last", "listed"), [((0, 1), 0), ((0, 2), 6)])
def test_as_many_people_as_departments_would_be_one_in_each(
    last: tuple[int, int], listed: int
) -> None:
    """No small number and a total of six, but readers know that no department is empty."""
    table = dict(zip("abcdef", [(1, 0), (1, 0), (1, 0), (0, 1), (0, 1), last]))
    result = split(table, 3)
    assert len(result.rows) == listed
    assert result.total == (3, 2 + last[1], 5 + last[1])


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ({"a": (7, 8), "b": (9, 6)}, {"a": (7, 8, 15), "b": (9, 6, 15)}),
        (
            {"a": (9, 9), "b": (2, 1), "c": (3, 4), "d": (8, 9)},
            {"a": (9, 9, 18), "d": (8, 9, 17), OTHERS: (5, 5, 10)},
        ),
        ({"a": (9, 9), "b": (1, 0), "c": (0, 1)}, {}),
        ({"a": (2, 1), "b": (3, 1), "c": (1, 3)}, {}),
        (
            {"a": (9, 9), "b": (30, 2), "c": (2, 2), "d": (3, 1), "e": (7, 8)},
            {"a": (9, 9, 18), "b": (None, None, 32), OTHERS: (None, None, 23)},
        ),
    ],
)
def test_only_groups_with_a_number_are_named(
    table: dict[str, tuple[int, int]], shown: dict[str, tuple[int | None, ...]]
) -> None:
    assert gathered(split(table, 5), 5).rows == shown


@pytest.mark.parametrize(
    ("total", "others"),
    [
        ((14, 15, 29), (5, 6, 11)),
        ((13, 14, 27), (None, None, 9)),  # four mentors: a small group, and so are its leaders
        ((14, 13, 27), (None, None, 9)),
        ((11, 11, 22), (None, None, None)),
    ],
)
def test_the_others_are_no_small_group_whoever_split_them(
    total: tuple[int, int, int], others: tuple[int | None, ...]
) -> None:
    full = Split({"a": (9, 9, 18), "b": (None, None, None)}, total)
    assert gathered(full, 5).rows == {"a": (9, 9, 18), OTHERS: others}


@pytest.mark.parametrize(("threshold", "most"), [(3, 9), (4, 10), (5, 9)])
def test_attack_on_what_is_gathered(threshold: int, most: int) -> None:
    """Without the names of small groups, nobody's count has only one value either."""
    for first, second in product(range(threshold, most), repeat=2):
        tables = defaultdict(list)
        for mentors, leaders in product(compositions(first, 3), compositions(second, 3)):
            table = {g: (m, n) for g, m, n in zip("abc", mentors, leaders) if m + n}
            result = gathered(split(table, threshold), threshold)
            tables[tuple(result.rows.items())].append(table)
        for shown, candidates in tables.items():
            assert not [n for _, row in shown for n in row if n is not None and 0 < n < threshold]
            rows = dict(shown)
            for group, place in product("abc", (0, 1, 2)):
                if group in rows and rows[group][place] is not None:
                    continue
                values = {of(one.get(group, (0, 0)), place) for one in candidates}
                if group in rows or OTHERS in rows or not rows:
                    assert len(values) > 1, (shown, candidates)


def of(row: tuple[int, int], place: int) -> int:
    return (*row, sum(row))[place]


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1
    ),
    st.integers(3, 8),
)
def test_gathering_tells_nothing_new(table: dict[str, tuple[int, int]], threshold: int) -> None:
    """Every number about the others is a total minus numbers that are shown."""
    table = {group: parts for group, parts in table.items() if sum(parts)}
    full = split(table, threshold)
    result = gathered(full, threshold)
    named = {group: row for group, row in result.rows.items() if group != OTHERS}
    assert named.items() <= full.rows.items()
    assert all(row != (None, None, None) for row in named.values())
    assert result.total == full.total
    for place, rest in enumerate(result.rows.get(OTHERS, ())):
        if rest is not None:
            assert rest >= threshold
            known = [row[place] for row in named.values()]
            assert None not in known
            assert rest == (result.total[place] or 0) - sum(n for n in known if n is not None)
    assert isinstance(gathered(result, threshold), Split)


@given(counts, st.integers(3, 8))
def test_hidden_groups_are_no_small_group_together(table: dict[str, int], threshold: int) -> None:
    result = breakdown(table, threshold)
    shown = [count for count in result.groups.values() if count is not None]
    assert not [count for count in shown if 0 < count < threshold]
    if result.total is not None and result.hides:
        assert result.total - sum(shown) >= threshold


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1
    ),
    st.integers(3, 8),
)
def test_what_a_split_leaves_over_is_no_small_group(
    table: dict[str, tuple[int, int]], threshold: int
) -> None:
    table = {group: parts for group, parts in table.items() if sum(parts)}
    result = split(table, threshold)
    for side in range(3):
        shown = [row[side] for row in result.rows.values() if row[side] is not None]
        assert not [count for count in shown if 0 < count < threshold]
        total = result.total[side]
        if total is not None and len(shown) < len(result.rows):
            assert total - sum(shown) >= threshold
    for row in result.rows.values():
        assert (row[0] is None) == (row[1] is None)
