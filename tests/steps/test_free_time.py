"""Weekly blocks as real time: table by table, at every edge."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from revmentor_xl.steps.calendars.free_time import (
    DAY,
    Interval,
    TimeBlock,
    block,
    common,
    covers,
    free_time,
    local,
    merged,
    moment,
    overlap,
    shown_again,
    without,
    zone,
)

BERLIN, NEW_YORK, UTC_ZONE = (ZoneInfo(one) for one in ("Europe/Berlin", "America/New_York", "UTC"))
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
"""Days on which clocks in Berlin are put forward at 2:00 and back at 3:00."""


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What an earlier test worked out must not answer for the code."""
    for one in (zone, moment, shown_again, free_time):
        one.cache_clear()


def at(*parts: int) -> int:
    """A moment by its year, month, day, hour and minute in UTC."""
    return int(datetime(*parts, tzinfo=UTC).timestamp()) // 60


def hours(*parts: tuple[int, int]) -> tuple[Interval, ...]:
    """Intervals by their hours on 1 June 2026 in UTC."""
    midnight = at(2026, 6, 1)
    return tuple((midnight + 60 * start, midnight + 60 * end) for start, end in parts)


@pytest.mark.parametrize(
    ("weekday", "start", "end", "made"),
    [
        ("Monday", time(9), time(12, 30), TimeBlock(0, 540, 750)),
        ("Sunday", time(0, 15), time(1), TimeBlock(6, 15, 60)),
        ("Friday", time(22), time(2), TimeBlock(4, 1320, DAY + 120)),
        ("Friday", time(22), time(0), TimeBlock(4, 1320, DAY)),
        ("Friday", time(0), time(0), TimeBlock(4, 0, DAY)),
        ("Friday", time(9), time(9), None),
        ("Friday", time(9), time(9, 1), TimeBlock(4, 540, 541)),
        ("Someday", time(9), time(10), None),
        ("Friday", None, time(10), None),
        ("Friday", time(9), None, None),
    ],
)
def test_a_row_of_the_time_blocks_tab(
    weekday: str, start: time | None, end: time | None, made: TimeBlock | None
) -> None:
    assert block(weekday, start, end) == made


@pytest.mark.parametrize(
    ("name", "otherwise", "found"),
    [
        ("Europe/Berlin", "UTC", "Europe/Berlin"),
        (" Europe/Berlin ", "UTC", "Europe/Berlin"),
        ("", "America/New_York", "America/New_York"),
        ("Middle/Earth", "America/New_York", "America/New_York"),
        ("Europe", "America/New_York", "America/New_York"),  # a folder's name
        ("../etc", "America/New_York", "America/New_York"),
    ],
)
def test_an_unknown_zone_is_the_programs(name: str, otherwise: str, found: str) -> None:
    assert zone(name, otherwise).key == found


def test_without_any_zone_there_is_none() -> None:
    with pytest.raises(KeyError, match="Middle/Earth"):
        zone("", "Middle/Earth")


@pytest.mark.parametrize(
    ("day", "minute", "seen"),
    [
        (date(2026, 1, 5), 0, (2026, 1, 4, 23, 0)),
        (date(2026, 1, 5), 9 * 60 + 5, (2026, 1, 5, 8, 5)),
        (date(2026, 7, 6), 9 * 60, (2026, 7, 6, 7, 0)),
        (date(2026, 1, 5), DAY + 60, (2026, 1, 6, 0, 0)),
        (FORWARD, 1 * 60 + 59, (2026, 3, 29, 0, 59)),
        (FORWARD, 2 * 60, (2026, 3, 29, 1, 0)),  # left out: when the clock is put forward
        (FORWARD, 2 * 60 + 30, (2026, 3, 29, 1, 0)),
        (FORWARD, 3 * 60, (2026, 3, 29, 1, 0)),
        (FORWARD, 3 * 60 + 1, (2026, 3, 29, 1, 1)),
        (BACK, 1 * 60 + 59, (2026, 10, 24, 23, 59)),
        (BACK, 2 * 60, (2026, 10, 25, 0, 0)),  # shown twice: the first time
        (BACK, 2 * 60 + 30, (2026, 10, 25, 0, 30)),
        (BACK, 3 * 60, (2026, 10, 25, 2, 0)),
        (date(1969, 12, 31), 60, (1969, 12, 31, 0, 0)),
    ],
)
def test_when_a_clock_in_berlin_shows_a_minute(
    day: date, minute: int, seen: tuple[int, ...]
) -> None:
    assert moment(BERLIN, day, minute) == at(*seen)


def test_what_a_clock_shows() -> None:
    shown = local(NEW_YORK, at(2026, 7, 6, 3, 59))
    assert (shown.date(), shown.hour, shown.minute) == (date(2026, 7, 5), 23, 59)


@pytest.mark.parametrize(
    ("tz", "first", "days", "again"),
    [
        (BERLIN, date(2026, 10, 25), 1, [((2026, 10, 25, 1, 0), (2026, 10, 25, 2, 0))]),
        (BERLIN, date(2026, 10, 24), 1, []),
        (BERLIN, date(2026, 10, 24), 2, [((2026, 10, 25, 1, 0), (2026, 10, 25, 2, 0))]),
        (BERLIN, date(2026, 10, 26), 9, []),
        (BERLIN, date(2026, 3, 28), 3, []),
        (NEW_YORK, date(2026, 10, 20), 20, [((2026, 11, 1, 6, 0), (2026, 11, 1, 7, 0))]),
        (UTC_ZONE, date(2026, 1, 1), 366, []),
    ],
)
def test_when_a_clock_shows_the_same_time_again(
    tz: ZoneInfo, first: date, days: int, again: list[tuple[tuple[int, ...], tuple[int, ...]]]
) -> None:
    assert shown_again(tz, first, days) == tuple((at(*one), at(*other)) for one, other in again)


@pytest.mark.parametrize(
    ("blocks", "first", "days", "free"),
    [
        # two days more on either side
        ([TimeBlock(0, 540, 600)], date(2026, 6, 1), 1, [(2026, 6, 1)]),
        ([TimeBlock(0, 540, 600)], date(2026, 6, 3), 1, [(2026, 6, 1)]),
        ([TimeBlock(0, 540, 600)], date(2026, 6, 4), 1, []),
        ([TimeBlock(0, 540, 600)], date(2026, 5, 30), 1, [(2026, 6, 1)]),
        ([TimeBlock(0, 540, 600)], date(2026, 5, 29), 1, []),
        ([TimeBlock(0, 540, 600)], date(2026, 6, 1), 8, [(2026, 6, 1), (2026, 6, 8)]),
        # blocks that touch are one stretch
        ([TimeBlock(0, 570, 600), TimeBlock(0, 540, 570)], date(2026, 6, 1), 1, [(2026, 6, 1)]),
        # the hour that a clock leaves out is no time at all
        ([TimeBlock(6, 120, 180)], FORWARD, 1, []),
    ],
)
def test_when_somebody_is_free(
    blocks: list[TimeBlock], first: date, days: int, free: list[tuple[int, ...]]
) -> None:
    nines = tuple((at(*day, 7), at(*day, 8)) for day in free)
    assert free_time(BERLIN, tuple(blocks), first, days) == nines


@pytest.mark.parametrize(
    ("some", "joined"),
    [
        ([], []),
        ([(9, 10)], [(9, 10)]),
        ([(9, 10), (10, 11)], [(9, 11)]),  # touching blocks are one stretch
        ([(10, 11), (9, 10)], [(9, 11)]),
        ([(9, 10), (11, 12)], [(9, 10), (11, 12)]),
        ([(9, 12), (10, 11)], [(9, 12)]),
        ([(9, 11), (10, 12)], [(9, 12)]),
        ([(9, 10), (9, 10)], [(9, 10)]),
    ],
)
def test_merged(some: list[tuple[int, int]], joined: list[tuple[int, int]]) -> None:
    assert merged(hours(*some)) == hours(*joined)


def test_a_meeting_may_run_over_two_blocks_that_touch() -> None:
    (stretch,) = merged(hours((10, 11), (9, 10)))
    assert covers([stretch], stretch[0], 120)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ([(9, 11)], [(10, 12)], [(10, 11)]),
        ([(9, 12)], [(10, 11)], [(10, 11)]),
        ([(9, 10)], [(10, 11)], []),
        ([(9, 10)], [(9, 10)], [(9, 10)]),
        ([(9, 12)], [(8, 10), (11, 13)], [(9, 10), (11, 12)]),
        ([(9, 10), (11, 12)], [(9, 12)], [(9, 10), (11, 12)]),
        ([(8, 9), (12, 13)], [(9, 10), (11, 14)], [(12, 13)]),
        ([(9, 10)], [], []),
    ],
)
def test_common(
    one: list[tuple[int, int]], other: list[tuple[int, int]], both: list[tuple[int, int]]
) -> None:
    assert common(hours(*one), hours(*other)) == list(hours(*both))
    assert common(hours(*other), hours(*one)) == list(hours(*both))


@pytest.mark.parametrize(
    ("free", "busy", "left"),
    [
        ([(9, 12)], [], [(9, 12)]),
        ([(9, 12)], [(10, 11)], [(9, 10), (11, 12)]),
        ([(9, 12)], [(10, 11), (9, 10)], [(11, 12)]),
        ([(9, 12)], [(8, 10)], [(10, 12)]),
        ([(9, 12)], [(11, 13)], [(9, 11)]),
        ([(9, 12)], [(8, 13)], []),
        ([(9, 12)], [(12, 13)], [(9, 12)]),
        ([(9, 12)], [(9, 10), (11, 12)], [(10, 11)]),
    ],
)
def test_without(
    free: list[tuple[int, int]], busy: list[tuple[int, int]], left: list[tuple[int, int]]
) -> None:
    assert without(hours(*free), hours(*busy)) == hours(*left)


@pytest.mark.parametrize(
    ("one", "other", "lies_in_both"),
    [
        ((9, 10), (10, 11), False),
        ((9, 11), (10, 12), True),
        ((9, 12), (10, 11), True),
        ((9, 10), (11, 12), False),
    ],
)
def test_overlap(one: tuple[int, int], other: tuple[int, int], lies_in_both: bool) -> None:
    (first,), (second,) = hours(one), hours(other)
    assert overlap(first, second) is lies_in_both
    assert overlap(second, first) is lies_in_both


@pytest.mark.parametrize(
    ("free", "start", "minutes", "is_covered"),
    [
        ([(9, 10)], 9, 60, True),
        ([(9, 10)], 9, 61, False),
        ([(9, 11)], 10, 60, True),
        ([(9, 11)], 11, 60, False),
        ([(9, 10)], 8, 60, False),
        ([(9, 10), (11, 13)], 11, 60, True),
        ([(9, 10), (11, 13)], 10, 60, False),
        ([(9, 12), (13, 14)], 10, 60, True),
        ([], 9, 60, False),
    ],
)
def test_covers(free: list[tuple[int, int]], start: int, minutes: int, is_covered: bool) -> None:
    assert covers(hours(*free), hours((start, start))[0][0], minutes) is is_covered
