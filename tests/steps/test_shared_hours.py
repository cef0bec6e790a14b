"""Shared hours in stretches of minutes, held against a count of single minutes."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from revmentor_xl.steps.pairing.verified.shared_hours import WEEK, SharedHours
from tests.checker_pairing import clock, free_minutes, longest_run, people
from tests.programs import filled, program

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ZONES = ("UTC", "Asia/Kolkata", "America/New_York", "Pacific/Auckland", "Europe/Berlin")
WEEKS = (
    date(2026, 3, 27),  # Berlin's clocks go forward on the Sunday
    date(2026, 10, 21),  # and back
    date(2026, 7, 6),
)


def any_block(r: np.random.Generator, name: str) -> dict[str, object]:
    """From any half hour to any other, often over midnight, sometimes of no time or a whole day."""
    start, end = r.integers(0, 48, 2).tolist()
    if r.random() < 0.3:
        start, end = int(r.choice([0, 20])), int(r.choice([0, 20, 47]))
    at = [f"{half // 2:02}:{half % 2 * 30:02}" for half in (start, end)]
    day = "Sunday" if r.random() < 0.3 else str(r.choice(DAYS))
    return {"block": name, "weekday": day, "start": at[0], "end": at[1]}


@pytest.mark.parametrize("seed", range(40))
def test_the_longest_stretch_of_two_is_that_of_single_minutes(seed: int) -> None:
    r = np.random.default_rng(seed)
    names = [f"Block {k}" for k in range(int(r.integers(1, 9)))]
    zones = r.choice(ZONES, 2)
    one, other = (
        {
            "id": who,
            "time_zone": zone,
            "availability": "; ".join(n for n in names if r.random() < 0.7),
        }
        for who, zone in zip("ML", zones)
    )
    made = program([one], [other], start_date=WEEKS[seed % 3])
    made = filled(made, "time_blocks", [any_block(r, name) for name in names])
    mentor, leader = people(made, "mentors")["M"], people(made, "leaders")["L"]
    both = free_minutes(made, mentor) & free_minutes(made, leader)
    hours = SharedHours(made)
    assert hours.longest(mentor, leader) == longest_run(both)
    assert hours.apart(mentor, leader) == abs(clock(made, mentor) - clock(made, leader))


@pytest.mark.parametrize(
    ("blocks", "longest"),
    [
        ([], 0),
        ([("Sunday", "22:00", "00:00"), ("Monday", "00:00", "03:00")], 300),  # over the week's end
        ([("Sunday", "22:00", "01:00"), ("Monday", "00:30", "03:00")], 300),
        ([("Sunday", "22:00", "23:59"), ("Monday", "00:00", "03:00")], 180),
        ([("Monday", "00:00", "02:00")], 120),
        ([("Monday", "00:00", "02:00"), ("Sunday", "23:00", "00:00"),
          ("Tuesday", "09:00", "13:00")], 240),
        ([(day, "00:00", "00:00") for day in DAYS], WEEK),
        ([(day, "00:00", "00:00") for day in DAYS[1:]], WEEK - 1440),
    ],
)  # fmt: skip
def test_a_stretch_goes_on_over_the_end_of_the_week(
    blocks: list[tuple[str, str, str]], longest: int
) -> None:
    names = [f"Block {k}" for k in range(len(blocks))]
    rows = [
        {"block": name, "weekday": day, "start": start, "end": end}
        for name, (day, start, end) in zip(names, blocks)
    ]
    both = {"time_zone": "UTC", "availability": "; ".join(names)}
    made = filled(program([{"id": "M", **both}], [{"id": "L", **both}]), "time_blocks", rows)
    mentor, leader = people(made, "mentors")["M"], people(made, "leaders")["L"]
    assert SharedHours(made).longest(mentor, leader) == longest
