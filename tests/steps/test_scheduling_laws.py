"""Laws that every schedule keeps, on random programs, and the optimum by brute force."""

from __future__ import annotations

import random
import time as clock
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_programs import ZONES, programs, tight_programs
from schedules import changed, paired, session_rows

from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.free_time import common, covers, merged, without
from revmentor_xl.steps.scheduling.planning import planned
from revmentor_xl.steps.scheduling.schedule import schedule
from revmentor_xl.steps.scheduling.timetabling.regular_slots import Timetable, plan_sessions
from revmentor_xl.steps.scheduling.timetabling.slots import PairTimes
from tests.checker_plans import best_schedule, reached
from tests.checker_schedule import broken_rules
from tests.checker_world import World
from tests.tries import tries

TABLES = ["pairs", "mentors", "leaders", "time_blocks", "away", "closures", "rooms", "facilitators"]


def tried(examples: int) -> settings:
    most, every = tries(examples, one_in=2), list(HealthCheck)
    return settings(max_examples=most, derandomize=True, suppress_health_check=every)


@tried(25)
@given(programs())
def test_no_rule_is_ever_broken(base: Program) -> None:
    assert broken_rules(schedule(base)) == []


@pytest.mark.slow
@tried(120)
@given(programs())
def test_no_rule_is_ever_broken_in_many_more_programs(base: Program) -> None:
    assert broken_rules(schedule(base)) == []


@tried(10)
@given(programs(), st.integers(0, 2**31))
def test_the_order_of_rows_does_not_matter(base: Program, seed: int) -> None:
    shuffled = base
    for at, table in enumerate(TABLES):
        rows = base.cells(table).sample(frac=1, random_state=(seed + at) % 2**31)
        shuffled = shuffled.with_cells(table, rows)
    one, other = schedule(base), schedule(shuffled)
    assert one.cells("schedule").equals(other.cells("schedule"))
    assert one.findings == other.findings
    assert one.said == other.said


@tried(10)
@given(programs())
def test_a_second_run_repeats_the_first(base: Program) -> None:
    once = schedule(base)
    assert schedule(once).cells("schedule").equals(once.cells("schedule"))


@tried(15)
@given(programs(), st.randoms(use_true_random=False))
def test_what_is_fixed_or_over_stays_and_the_rest_keeps_the_rules(
    base: Program, draw: random.Random
) -> None:
    """HR fixes some sessions, some weeks pass, somebody is away: then the plan is made again."""
    once = schedule(base)
    frame = once.cells("schedule").copy()
    dated = [row for row in frame.index if frame.at[row, "day"] is not None]
    kept = [row for row in dated if draw.random() < 0.2]
    frame.loc[kept, "fixed"] = "Yes"
    today = base.settings.start_date + timedelta(days=draw.randrange(60))
    again = schedule(replace(once.with_cells("schedule", frame), today=today))
    when = again.table("schedule").set_index("event_id")[["day", "start"]]
    before = once.table("schedule").set_index("event_id")[["day", "start", "kind"]]
    fixed = {frame.at[row, "event_id"] for row in kept}
    for id_, day, start, _ in before.itertuples():
        if id_ in fixed or (day is not None and base.settings.start_date <= day < today):
            assert tuple(when.loc[id_]) == (day, start)
    assert broken_rules(again) == []


@tried(15)
@given(programs(), st.randoms(use_true_random=False))
def test_more_free_time_never_places_fewer_sessions(base: Program, draw: random.Random) -> None:
    plan = planned(base)

    def thinned(pair: PairTimes) -> PairTimes:
        starts = {
            window: {slot: at for slot, at in possible.items() if draw.random() < 0.8}
            for window, possible in pair.starts.items()
        }
        return replace(pair, starts=starts)

    def result(pairs: list[PairTimes]) -> tuple[int, int]:
        done: Timetable = plan_sessions(pairs, plan.weeks, base.settings, plan.limits)
        regular = (done.is_regular(pair, window) for pair in pairs for window in pair.starts)
        return sum(map(len, done.starts.values())), sum(regular)

    every = list(plan.times.values())
    assert result(every) >= result([thinned(pair) for pair in every])


# --- the optimum ----------------------------------------------------------


@tried(40)
@given(tight_programs())
def test_no_other_plan_has_more_sessions_or_more_of_them_at_the_regular_time(
    base: Program,
) -> None:
    done = schedule(base)
    world = World(done)
    assert reached(world) == best_schedule(world)
    assert broken_rules(done) == []


@pytest.mark.slow
@tried(60)
@given(tight_programs())
def test_no_other_plan_is_better_in_many_more_programs(base: Program) -> None:
    world = World(schedule(base))
    assert reached(world) == best_schedule(world)


BUSY = paired(
    [("M1", "L"), ("M2", "L")],
    {"M1": ("", "Mon 9-11"), "M2": ("", "Mon 9-11"), "L": ("", "Mon 9-11; Tue 10-12")},
    session_count=3,
    cadence_weeks=1,
)


@pytest.mark.parametrize(
    ("event", "cells", "broken"),
    [
        ("M1-L #1", {"start": "16:00"}, "the mentor is not free"),
        ("M1-L #1", {"day": "2026-01-19"}, "outside its weeks"),
        ("M1-L #1", {"start": "09:30"}, "#1 at once"),
        ("M1-L #3", {"day": "", "start": "", "status": "Not placed"}, "has no date, but could be"),
        ("M1-L #3", {"mentor_time": "Mon 9:00"}, "mentor's time is Mon 9:00"),
        ("M1-L #3", {"regular": "No", "status": "Moved"}, "moved without a word"),
        ("M1-L #3", {"room": "Blue"}, "is online but has the room"),
        ("M1-L kick-off", {"day": "2026-01-12"}, "is not in the first weeks"),
        ("M1-L kick-off", {"facilitator": "Bo"}, "is led by 'Bo'"),
        ("Final review", {"start": "05:00"}, "more people could come"),
    ],
)
def test_the_checker_sees_it(event: str, cells: dict[str, str], broken: str) -> None:
    done = schedule(BUSY)
    assert broken_rules(done) == []
    words = broken_rules(changed(done, "schedule", {"event_id": event}, **cells))
    assert any(broken in one for one in words)


@pytest.mark.parametrize(
    ("start", "count", "people"),
    [
        (
            date(2026, 3, 16),
            3,
            {
                "L1": ("Europe/Berlin", "Mon 14-16; Tue 10-12"),
                "M1": ("America/New_York", "Tue 10-12; Mon 9; Fri 13-15"),
                "M2": ("Europe/Berlin", "Mon 14-16; Tue 15-18; Thu 9-10"),
            },
        ),
        (
            date(2026, 3, 16),
            4,
            {
                "L1": ("Europe/Berlin", "Tue 15-18; Mon 9"),
                "L2": ("Africa/Lagos", "Mon 14-16; Wed 8:30-10; Mon 9-11"),
                "M1": ("Europe/Berlin", "Mon 9-11"),
            },
        ),
        (
            date(2026, 3, 2),
            4,
            {
                "L1": ("Europe/Berlin", "Mon 9; Tue 10-12; Mon 14-16"),
                "L2": ("America/New_York", "Mon 14-16; Mon 9"),
                "M1": ("Europe/Berlin", "Mon 14-16; Wed 8:30-10; Thu 9-10"),
            },
        ),
        (
            date(2026, 3, 9),
            3,
            {
                "L1": ("Europe/Berlin", "Thu 9-10; Fri 13-15"),
                "M1": ("Africa/Lagos", "Tue 10-12"),
                "M2": ("Europe/Berlin", "Mon 14-16; Tue 10-12; Fri 13-15"),
                "M3": ("Africa/Lagos", "Thu 9-10; Fri 13-15; Tue 15-18"),
            },
        ),
    ],
)
def test_programs_that_slots_chosen_one_step_at_a_time_do_not_solve(
    start: date, count: int, people: dict[str, tuple[str, str]]
) -> None:
    """Found by search: slots and exceptions have to be chosen together."""
    pairs = [(m, one) for m in people for one in people if m[0] == "M" and one[0] == "L"]
    done = schedule(paired(pairs, people, start_date=start, session_count=count, cadence_weeks=1))
    world = World(done)
    assert reached(world) == best_schedule(world)
    assert broken_rules(done) == []


def test_a_long_chain_of_shared_people_is_planned_without_exceptions() -> None:
    """Every leader has two mentors and every mentor two leaders: one single group."""
    days = "Mon morning; Tue afternoon; Wed morning; Fri 13-15"
    people = {f"{role}{n}": ("Europe/Berlin", days) for role in "ML" for n in range(8)}
    pairs = [(f"M{n}", f"L{(n + step) % 8}") for n in range(8) for step in (0, 1)]
    done = schedule(paired(pairs, people, session_count=4))
    assert broken_rules(done) == []
    assert session_rows(done)["regular"].all()


# --- time as intervals ----------------------------------------------------

intervals = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda one: (one[0], one[0] + one[1])),
    max_size=6,
)


def minutes_in(some: object) -> set[int]:
    return {minute for start, end in some for minute in range(start, end)}


@given(intervals, intervals)
def test_intervals_are_sets_of_minutes(one: object, other: object) -> None:
    a, b = merged(one), merged(other)
    assert minutes_in(a) == minutes_in(one)
    assert all(before[1] < after[0] for before, after in pairwise(a))
    assert minutes_in(common(a, b)) == minutes_in(one) & minutes_in(other)
    assert minutes_in(without(a, other)) == minutes_in(one) - minutes_in(other)


@given(intervals, st.integers(0, 50), st.integers(1, 8))
def test_a_meeting_is_covered_or_not(some: object, start: int, minutes: int) -> None:
    inside = set(range(start, start + minutes)) <= minutes_in(some)
    assert covers(merged(some), start, minutes) == inside


@pytest.mark.slow
def test_five_hundred_pairs_take_seconds() -> None:
    draw = random.Random(1)
    names = [
        f"{d} {p}" for d in ("Mon", "Tue", "Wed", "Thu", "Fri") for p in ("morning", "afternoon")
    ]
    people = {
        f"{role}{n}": (draw.choice(ZONES[:2]), "; ".join(draw.sample(names, 6)))
        for role in "ML"
        for n in range(500)
    }
    base = paired([(f"M{n}", f"L{n // 2}") for n in range(500)], people)
    began = clock.perf_counter()
    done = schedule(base)
    assert clock.perf_counter() - began < 30
    assert session_rows(done)["regular"].sum() > 4000
    assert broken_rules(done) == []
