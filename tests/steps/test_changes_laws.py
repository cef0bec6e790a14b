"""What always holds of changes, on random programs."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_programs import programs, tight_programs
from schedules import changed

from revmentor_xl.program import Program
from revmentor_xl.steps.scheduling.reschedule import apply_changes, reschedule
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.checker_plans import plans
from tests.checker_schedule import broken_rules
from tests.checker_world import World
from tests.programs import filled
from tests.tries import tries

NOTHING = "Nothing has to move."
randoms = st.randoms(use_true_random=False)


def tried(examples: int) -> settings:
    return settings(
        max_examples=tries(examples, one_in=2),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def listed(program: Program) -> list[tuple[object, ...]]:
    rows = program.table("changes")[["event_id", "what", "before", "after", "why"]]
    return list(rows.itertuples(index=False, name=None))


def disturbed(program: Program, draw: random.Random) -> Program:
    """The program after somebody was away, other hours, a smaller cap or fewer rooms."""
    rows = program.cells("away").to_dict("records")
    start = program.settings.start_date
    for person in ("M1", "L1"):
        first = start + timedelta(days=draw.randrange(50))
        rows.append({"person": person, "first": first, "last": first + timedelta(days=6)})
    program = filled(program, "away", rows)
    if draw.random() < 0.3:
        program = program.with_settings(leader_week=1)
    if draw.random() < 0.3:
        program = program.with_cells("rooms", program.cells("rooms").iloc[:1])
    if draw.random() < 0.3:
        program = changed(program, "leaders", {"id": "L1"}, availability="Mon 9-11; Thu 9-10")
    return program


def written(program: Program) -> Program:
    """The program after Plan changes and Write changes."""
    shown = reschedule(program)
    return shown if shown.table("changes").empty else apply_changes(shown)


@tried(10)
@given(programs())
def test_without_a_change_nothing_changes(base: Program) -> None:
    assert reschedule(schedule(base)).said == NOTHING


@tried(10)
@given(programs(), st.integers(0, 100))
def test_time_that_passes_moves_nothing(base: Program, days: int) -> None:
    done = schedule(base)
    later = replace(done, today=done.today + timedelta(days=days))
    assert "Moves" not in {what for _, what, *_ in listed(reschedule(later))}


@tried(10)
@given(programs(), randoms)
def test_what_is_written_keeps_the_rules_and_is_settled(base: Program, draw: random.Random) -> None:
    """An event that is still a good one stays, although more could come at another hour."""
    done = written(disturbed(schedule(base), draw))
    assert [rule for rule in broken_rules(done) if "more people could come" not in rule] == []
    assert reschedule(done).said == NOTHING


@tried(8)
@given(programs(), randoms)
def test_the_order_of_rows_does_not_matter(base: Program, draw: random.Random) -> None:
    program = disturbed(schedule(base), draw)
    shuffled = program
    for table in ("mentors", "leaders", "pairs", "schedule", "away"):
        rows = program.cells(table)
        order = draw.sample(range(len(rows)), len(rows))
        shuffled = shuffled.with_cells(table, rows.iloc[order])
    assert listed(reschedule(shuffled)) == listed(reschedule(program))


@tried(25)
@given(tight_programs(), randoms)
def test_no_plan_with_as_many_sessions_keeps_more(base: Program, draw: random.Random) -> None:
    """Against every plan that there is, found by reading the tables in another way."""
    before = schedule(base)
    done = written(disturbed(before, draw))
    world = World(done)
    now = {row.id: row.begin for row in World(before).sessions}
    then = {row.id: row.begin for row in world.sessions}
    couples = list(world.couples.values())
    for number in range(1, base.settings.session_count + 1):
        events = [f"{couple.id} #{number}" for couple in couples]
        possible = plans(world, couples, number)
        most = max(
            sum(one is not None and now[event] == one[1] for event, one in zip(events, plan))
            for plan in possible
        )
        kept = sum(then[event] is not None and then[event] == now[event] for event in events)
        placed = sum(then[event] is not None for event in events)
        assert (placed, kept) == (sum(one is not None for one in possible[0]), most)
