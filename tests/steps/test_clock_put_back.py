"""A start that the program's clock shows twice is no start: no row could say which is meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from revmentor_xl.steps.calendars.free_time import shown_again
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.steps.schedules import paired, session_rows


@pytest.mark.parametrize(
    ("zone", "year", "seen"),
    [  # when the second time begins, in UTC, and how many minutes it lasts
        ("Europe/Berlin", 2026, [("2026-10-25 01:00", 60)]),
        ("America/New_York", 2026, [("2026-11-01 06:00", 60)]),
        ("Australia/Lord_Howe", 2026, [("2026-04-04 15:00", 30)]),
        ("America/Santiago", 2026, [("2026-04-05 03:00", 60)]),
        ("America/Havana", 2026, [("2026-11-01 05:00", 60)]),
        ("Africa/Casablanca", 2026, [("2026-02-15 02:00", 60)]),
        ("Asia/Kathmandu", 2026, []),
    ],
)
def test_when_a_clock_shows_the_same_time_again(
    zone: str, year: int, seen: list[tuple[str, int]]
) -> None:
    found = shown_again(ZoneInfo(zone), date(year, 1, 1), 365)
    assert [
        (f"{datetime.fromtimestamp(begin * 60, UTC):%Y-%m-%d %H:%M}", end - begin)
        for begin, end in found
    ] == seen


def test_no_session_starts_when_the_clock_of_the_program_shows_that_time_twice() -> None:
    # on Sundays 9:00 in Riyadh is 2:00 in New York, on 1 November 1:00 for the second time
    hours = ("Asia/Riyadh", "Sun 9-10; Thu 9-10")
    new = paired(
        [("M", "L")],
        {"M": hours, "L": ("Asia/Riyadh", "Sun 9-10")},
        time_zone="America/New_York",
        start_date=date(2026, 9, 28),
        session_count=4,
        cadence_weeks=1,
    )
    rows = session_rows(schedule(new))
    assert rows["start"].to_list() == [time(2), time(2), None, None]  # the third is the gathering's
    assert list(rows["why"])[-1].endswith("is put back and shows that time twice")
