"""Laws that every schedule keeps, on random programs, and the optimum by brute force."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schedules import BLOCKS, paired, session_rows

from revmentor_xl.program import Program
from revmentor_xl.steps.scheduling import joint, schedule
from revmentor_xl.steps.scheduling.calendar import common, covers, merged, without
from tests.checker_schedule import (
    broken_rules,
    first_monday,
    is_free,
    meeting,
    own_zone,
    person,
    slot_of,
    start_of,
    week_of,
)

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kathmandu", ""]
few = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
availability = st.lists(
    st.sampled_from([*BLOCKS, "Mon morning", "Tue afternoon"]), max_size=5, unique=True
)


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Up to six pairs among few people, so that calendars are shared."""
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from(["M1", "M2", "M3", "M4"]), st.sampled_from(["L1", "L2"])),
            min_size=1,
            max_size=6,
            unique=True,
        )
    )
    ids = sorted({one for pair in pairs for one in pair})
    people = {id_: (draw(st.sampled_from(ZONES)), "; ".join(draw(availability))) for id_ in ids}
    return paired(
        pairs,
        people,
        start_date=datetime(2026, 1, 5).date() + timedelta(days=draw(st.integers(0, 300))),
        session_count=draw(st.integers(1, 6)),
        cadence_weeks=draw(st.integers(1, 3)),
        session_minutes=draw(st.sampled_from([30, 60, 90])),
    )


@few
@given(programs())
def test_no_rule_is_ever_broken(base: Program) -> None:
    if base.settings.start_date.weekday() >= 5:
        base = base.with_settings(start_date=base.settings.start_date + timedelta(days=2))
    assert broken_rules(schedule(base)) == []


@few
@given(programs(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(base: Program, random: object) -> None:
    shuffled = base
    for table in ("pairs", "mentors", "leaders", "time_blocks"):
        rows = base.cells(table).sample(frac=1, random_state=random.randrange(2**31))
        shuffled = shuffled.with_cells(table, rows)
    one, other = schedule(base), schedule(shuffled)
    assert one.cells("schedule").equals(other.cells("schedule"))
    assert one.findings == other.findings
    assert one.said == other.said


@few
@given(programs())
def test_a_second_run_repeats_the_first(base: Program) -> None:
    once = schedule(base)
    assert schedule(once).cells("schedule").equals(once.cells("schedule"))


# --- the optimum ----------------------------------------------------------

TIGHT = ["Mon 9", "Mon 9-11", "Thu 9-10", "Wed 8:30-10", "Mon 14-16"]


@st.composite
def tight_programs(draw: st.DrawFn) -> Program:
    """Two or three pairs that share a person and have little time, over the clock change."""
    pairs = draw(
        st.sampled_from(
            [
                [("M1", "L1"), ("M2", "L1")],
                [("M1", "L1"), ("M1", "L2")],
                [("M1", "L1"), ("M2", "L1"), ("M3", "L1")],
                [("M1", "L1"), ("M2", "L1"), ("M2", "L2")],
            ]
        )
    )
    ids = sorted({one for pair in pairs for one in pair})
    blocks = st.lists(st.sampled_from(TIGHT), min_size=1, max_size=2, unique=True)
    zone = st.sampled_from(["Europe/Berlin", "Europe/Berlin", "Africa/Lagos"])
    people = {id_: (draw(zone), "; ".join(draw(blocks))) for id_ in ids}
    return paired(
        pairs,
        people,
        start_date=datetime(2026, draw(st.sampled_from([1, 3])), 9).date(),
        session_count=3,
        cadence_weeks=1,
    )


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(tight_programs())
def test_no_other_plan_has_more_sessions_or_more_of_them_at_the_regular_time(
    base: Program,
) -> None:
    done = schedule(base)
    rows = session_rows(done)
    placed = sum(day is not None for day in rows["day"])
    assert (placed, int(rows["regular"].sum())) == best_by_trying_everything(done)
    assert broken_rules(done) == []


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
def test_slots_chosen_one_step_at_a_time_would_lose_sessions_here(
    start: date, count: int, people: dict[str, tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs, found by search, that only the joint model solves to the end."""
    pairs = [(m, one) for m in people for one in people if m[0] == "M" and one[0] == "L"]
    base = paired(pairs, people, start_date=start, session_count=count, cadence_weeks=1)
    done = schedule(base)
    rows = session_rows(done)
    reached = (sum(day is not None for day in rows["day"]), int(rows["regular"].sum()))
    assert reached == best_by_trying_everything(done)
    assert broken_rules(done) == []

    monkeypatch.setattr(joint, "LIMIT", 0)
    without_it = schedule(base)
    rows = session_rows(without_it)
    assert (sum(day is not None for day in rows["day"]), int(rows["regular"].sum())) < reached
    assert "may do with fewer exceptions" in without_it.said


def best_by_trying_everything(program: Program) -> tuple[int, int]:
    """Most sessions, then most regular ones, over all plans around the given gathering."""
    pairs = meeting(program).set_index("pair_id")
    windows = range(1, program.settings.session_count + 1)
    reached: set[tuple[int, tuple[tuple[tuple[object, int], ...], ...]]] = {
        (0, tuple(() for _ in pairs.index))
    }
    for window in windows:
        plans = {joint_key(plan) for plan in joint_plans(program, window)}
        following = set()
        for (placed, counts), plan in product(reached, plans):
            new = tuple(
                tuple(sorted((Counter(dict(had)) + Counter([slot] if slot else [])).items()))
                for had, slot in zip(counts, plan)
            )
            following.add((placed + sum(slot is not None for slot in plan), new))
        reached = following
    return max(
        (placed, sum(max((n for _, n in had), default=0) for had in counts))
        for placed, counts in reached
    )


def joint_key(plan: tuple[tuple[object, datetime] | None, ...]) -> tuple[object, ...]:
    return tuple(None if one is None else one[0] for one in plan)


def joint_plans(program: Program, window: int) -> list[tuple[object, ...]]:
    """Every way to place, or leave out, the sessions of one window."""
    pairs = meeting(program).set_index("pair_id")
    hour = timedelta(minutes=program.settings.session_minutes)
    options = [[None, *options_of(program, pair_id, window)] for pair_id in pairs.index]
    people = [set(pairs.loc[pair_id, ["mentor_id", "leader_id"]]) for pair_id in pairs.index]
    return [
        plan
        for plan in product(*options)
        if not any(
            plan[a] and plan[b] and people[a] & people[b] and abs(plan[a][1] - plan[b][1]) < hour
            for a in range(len(plan))
            for b in range(a)
        )
    ]


def options_of(program: Program, pair_id: str, window: int) -> list[tuple[object, datetime]]:
    """Every half hour of the leader's clock at which the two can meet in a window."""
    pairs = meeting(program).set_index("pair_id")
    mentor = person(program, "mentors", pairs.at[pair_id, "mentor_id"])
    leader = person(program, "leaders", pairs.at[pair_id, "leader_id"])
    weeks = [week_of(program, one) for one in (mentor, leader)]
    events = program.table("schedule")
    gathering = events[(events["kind"] == "Mid-program gathering") & events["start"].notna()]
    taken = [start_of(program, row) for _, row in gathering.iterrows()]
    monday = first_monday(program) + timedelta(days=7 * window)
    minutes = program.settings.session_minutes
    found = []
    for day, half_hour in product(range(7), range(48)):
        clock = time(half_hour // 2, 30 * (half_hour % 2))
        local = datetime.combine(monday + timedelta(days=day), clock, own_zone(program, leader))
        start = local.astimezone(UTC)
        busy = any(abs((start - one).total_seconds()) < 3600 for one in taken)
        if not busy and all(is_free(week, start, minutes) for week in weeks):
            found.append(((day, clock), start))
    return found


def test_the_brute_force_agrees_with_what_a_slot_is() -> None:
    done = schedule(
        paired([("M", "L")], {"M": ("", "Mon 9-11"), "L": ("", "Mon 9-11")}, session_count=2)
    )
    row = session_rows(done).reset_index().iloc[0]
    slot = slot_of(done, meeting(done).set_index("pair_id"), row)
    assert slot in {(day, f"{clock:%H:%M}") for (day, clock), _ in options_of(done, "M-L", 1)}
    assert ZoneInfo("Europe/Berlin") == own_zone(done, person(done, "mentors", "M"))


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
    import random
    import time as clock

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
