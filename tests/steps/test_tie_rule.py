"""Of equally good plans the same one, whatever solver found it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import combinations, product
from types import ModuleType
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pulp
import pytest
from schedules import changed, paired

from revmentor_xl.program import Program
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.calendars.attendees import Attendee, Pair
from revmentor_xl.steps.calendars.free_time import TimeBlock
from revmentor_xl.steps.calendars.timeline import Timeline
from revmentor_xl.steps.meeting.sessions import sessions
from revmentor_xl.steps.pairing.select_cohort import select
from revmentor_xl.steps.scheduling import makeups
from revmentor_xl.steps.scheduling.kickoffs import integer_program as model
from revmentor_xl.steps.scheduling.kickoffs import symmetry
from revmentor_xl.steps.scheduling.kickoffs.kickoffs import place_kickoffs
from revmentor_xl.steps.scheduling.reschedule import reschedule
from revmentor_xl.steps.scheduling.schedule import schedule
from revmentor_xl.steps.scheduling.timetabling import exceptions, kept_sessions
from revmentor_xl.steps.scheduling.timetabling import integer_program as joint
from revmentor_xl.steps.scheduling.timetabling.minimum_change import plan_changes
from revmentor_xl.steps.scheduling.timetabling.regular_slots import plan_sessions
from revmentor_xl.steps.scheduling.timetabling.slots import Limits, PairTimes, Slot
from revmentor_xl.steps.solving import tie_rule
from revmentor_xl.steps.solving.solver import weighted
from tests.othersolvers import OTHERS, differing, other_solver
from tests.programs import filled, program

UTC = ZoneInfo("Etc/UTC")
MONDAY = date(2026, 1, 5)
WEEKS = Timeline(MONDAY, MONDAY, 1, UTC, 1)
SETTINGS = Settings()

# --- the rule itself ----------------------------------------------------------


class Puzzle:
    """Some choices of up to three options, of which so many and no two enemies are chosen."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        sizes = [draw.randint(0, 3) for _ in range(draw.randint(2, 5))]
        options = [(at, option) for at, size in enumerate(sizes) for option in range(size)]
        couples = [pair for pair in combinations(options, 2) if pair[0][0] != pair[1][0]]
        self.enemies = draw.sample(couples, min(len(couples), draw.randint(2, 8)))
        self.sense = draw.choice([pulp.LpMinimize, pulp.LpMaximize])
        plans = [
            plan
            for plan in product(*([*range(size), None] for size in sizes))
            if not any(plan[a] == x and plan[b] == y for (a, x), (b, y) in self.enemies)
        ]
        self.number = max(len(plan) - plan.count(None) for plan in plans)
        self.plans = [p for p in plans if len(p) - p.count(None) == self.number]
        self.sizes = sizes

    def stated(self) -> tuple[pulp.LpProblem, list[dict[int, pulp.LpVariable]]]:
        problem = pulp.LpProblem("puzzle", self.sense)
        choices = [
            {
                option: problem.add_variable(f"x_{at}_{option}", 0, 1, "Binary")
                for option in range(n)
            }
            for at, n in enumerate(self.sizes)
        ]
        for one in filter(None, choices):
            problem += weighted((x, 1.0) for x in one.values()) <= 1
        for (a, x), (b, y) in self.enemies:
            problem += weighted([(choices[a][x], 1.0), (choices[b][y], 1.0)]) <= 1
        problem += weighted((x, 1.0) for one in choices for x in one.values()) == self.number
        return problem, choices


@pytest.mark.parametrize("at_once", [1, 20, 2**13])
@pytest.mark.parametrize("name", ["the usual one", *OTHERS])
def test_the_plan_is_the_first_of_all(
    name: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`product` gives every plan in the order of the rule: the first one is the answer."""
    monkeypatch.setattr(tie_rule, "AT_ONCE", at_once)
    usual = name == "the usual one"
    with nullcontext() if usual else other_solver(name):
        for seed in range(24 if usual else 8):
            puzzle = Puzzle(seed)
            for at_hand in {puzzle.plans[0], puzzle.plans[-1]}:
                problem, choices = puzzle.stated()
                found = tie_rule.first_of_equals(problem, choices, at_hand, SETTINGS)
                assert tuple(found) == puzzle.plans[0], seed


@pytest.mark.parametrize("sense", [pulp.LpMinimize, pulp.LpMaximize])
def test_an_earlier_choice_counts_more_than_all_later_ones(sense: int) -> None:
    """Either the best of a and the last two, or the second best of a and the two that follow it."""
    problem = pulp.LpProblem("either_or", sense)
    best, second, *others = (problem.add_variable(name, 0, 1, "Binary") for name in "abcdef")
    problem += weighted([(best, 1.0), (second, 1.0)]) == 1
    for one, together in zip(others, (second, second, best, best)):
        problem += weighted([(one, 1.0), (together, -1.0)]) == 0
    choices = [{1: best, 2: second}, *({1: one} for one in others)]
    found = tie_rule.first_of_equals(problem, choices, [2, 1, 1, None, None], SETTINGS)
    assert found == [1, None, None, 1, 1]


def test_without_time_the_plan_at_hand_stays() -> None:
    puzzle = Puzzle(1)
    problem, choices = puzzle.stated()
    last = puzzle.plans[-1]
    assert len(puzzle.plans) > 1
    found = tie_rule.first_of_equals(problem, choices, last, replace(SETTINGS, solver_seconds=0))
    assert tuple(found) == last


@pytest.mark.parametrize(("nodes", "is_first"), [(0, False), (100, True)])
def test_a_search_that_ends_by_its_nodes_leaves_the_plan_at_hand(
    nodes: int, is_first: bool
) -> None:
    """A count ends alike on every computer; seconds do not."""
    puzzle = Puzzle(3)
    for held in (False, True):
        problem, choices = puzzle.stated()
        with pytest.MonkeyPatch.context() as patch:
            if not held:  # as with a solver that cannot hold a problem open
                patch.setattr(tie_rule, "loaded", lambda *_, **__: None)
            limits = {"mip_max_nodes": nodes, "presolve": "off"}
            last = puzzle.plans[-1]
            found = tie_rule.first_of_equals(problem, choices, last, SETTINGS, **limits)
        assert tuple(found) == (puzzle.plans[0] if is_first else last)


# --- programs with many equally good plans ------------------------------------


def cohort(number: int) -> object:
    """Nominees who differ in nothing but their ID, in departments of one size."""
    people = [{"id": f"M{n:02}", "department": "ABCD"[n % (2 + number % 3)]} for n in range(12)]
    rows = [{"nominee": row["id"]} for row in people]
    done = select(filled(program(people, [], cohort_size=3 + number), "nominations", rows))
    return done.cells("nominations")[["nominee", "selected", "reason"]].to_dict("records")


def hours(*starts: float, day: int = 0) -> list[tuple[int, int]]:
    begins = [WEEKS.at(MONDAY) + day * 1440 + int(60 * start) for start in starts]
    return [(begin, begin + 60) for begin in begins]


def person(name: str) -> Attendee:
    return Attendee(name, name, UTC, tuple(TimeBlock(weekday, 0, 1440) for weekday in range(7)))


def kickoffs(number: int) -> object:
    """Everybody has the same hours; two leaders have several pairs."""
    names = ["A-L", "B-L", "C-K", "D-K", "E-J", "F-I"][: 3 + number % 4]
    week = hours(9, 10, 11, 14) + hours(9, 10, 11, 14, day=1)
    earlier = {"B-L": (week[1][0], "F")} if number % 2 else {}
    return meetings(
        names, dict.fromkeys("ABCDEFGHIJKL", week), "FGH"[: number % 4], 1 + number % 3, earlier
    )


def many_kickoffs(number: int) -> object:
    """Twelve pairs with three of seven hours each; one person leads two pairs at a time."""
    draw = random.Random(number)
    free = {}
    names = [f"{mentor}-{leader}" for mentor, leader in zip("ABCDEFGHIabc", "LMNOPQRSTlmn")]
    for one in names:
        begins = draw.sample([9, 9.5, 10, 10.5, 11, 11.5, 12], 3)
        free |= dict.fromkeys(one.split("-"), hours(*begins))
    return meetings(names, free, "", 2, {})


def meetings(
    names: Sequence[str],
    free: dict[str, list[tuple[int, int]]],
    leading: str,
    seats: int,
    earlier: dict[str, tuple[int, str]],
) -> object:
    pairs = [Pair(one, *map(person, one.split("-"))) for one in names]
    leads = [person(name) for name in leading]
    found = place_kickoffs(pairs, leads, free, WEEKS, Settings(kickoff_pairs=seats), None, earlier)
    return [(one.start, one.facilitator, one.why, one.remedy) for one in found]


SLOTS = [Slot(day, minute) for day in (0, 2) for minute in (540, 570, 600)]
TEAMS = ("a-L b-L", "a-L b-L c-L", "a-L a-K b-K", "a-L b-K c-J d-I", "a-L b-L c-K a-K")


def crowded(number: int) -> tuple[list[PairTimes], Limits]:
    """Pairs who share people, or one room, have the same few hours."""
    draw = random.Random(number)
    windows = {
        window: {
            slot: WEEKS.at(WEEKS.begins(window)) + slot.day * 1440 + slot.minute
            for slot in sorted(draw.sample(SLOTS, draw.randint(1, 4)))
        }
        for window in (1, 2, 3)
    }
    team = TEAMS[number % len(TEAMS)].split()
    site = "house" if number % 2 else None
    pairs = [PairTimes(one, (one[0], one[2]), windows, UTC, site=site) for one in team]
    return pairs, Limits(60, draw.randint(1, 3), rooms={"house": 1})


def placed_sessions(number: int) -> object:
    pairs, limits = crowded(number)
    return plan_sessions(pairs, WEEKS, SETTINGS, limits)


def moved_sessions(number: int) -> object:
    """After a leader's week has become shorter, and some hours have gone."""
    pairs, limits = crowded(number)
    before, draw = plan_sessions(pairs, WEEKS, SETTINGS, limits), random.Random(number)
    gone = {window: set(draw.sample(SLOTS, 2)) for window in (1, 2, 3)}
    after = [
        replace(
            pair,
            starts={
                w: {s: at for s, at in of.items() if s not in gone[w]}
                for w, of in pair.starts.items()
            },
            now=before.starts[pair.pair_id],
            earlier=before.slots[pair.pair_id],
        )
        for pair in pairs
    ]
    return plan_changes(after, WEEKS, SETTINGS, replace(limits, per_week=1 + number % 2))


def whole(number: int) -> Program:
    """A whole program: four pairs with the same hours, two facilitators, a room, events."""
    people = dict.fromkeys("ABCDLK", ("Europe/Berlin", "Mon 9-11"))
    couples = [("A", "L"), ("B", "L"), ("C", "K"), ("D", "K")]
    base = paired(couples, people, session_count=3, kickoff_pairs=3, leader_week=1 + number)
    base = filled(base, "facilitators", [{"name": name} for name in ("Fay", "Gil")])
    return filled(base, "rooms", [{"room": "Red"}])


def tables(done: Program) -> object:
    return (
        [done.cells(name).fillna("").to_dict("records") for name in ("schedule", "changes")],
        done.findings,
        done.said,
    )


def whole_schedule(number: int) -> object:
    return tables(schedule(whole(number)))


def changed_schedule(number: int) -> object:
    """The leader of two is away in the first fortnight."""
    made = schedule(whole(number))
    rows = made.table("schedule")
    day = min(rows[(rows["kind"] == "Session") & (rows["pair_id"] == "A-L")]["day"])
    away = [{"person": one, "first": day.isoformat(), "last": day.isoformat()} for one in "LA"]
    return tables(reschedule(filled(made, "away", away)))


def make_ups(number: int) -> object:
    """Both mentors of a leader missed their first sessions, and both could take the same hours."""
    people = dict.fromkeys("ABCL", ("Europe/Berlin", "Mon 9-11; Tue 10-12"))
    couples = [("A", "L"), ("B", "L"), ("C", "L")][: 2 + number]
    made = sessions(schedule(paired(couples, people, session_count=3, leader_week=4)))
    for one, leader in couples:
        made = changed(
            made, "sessions", {"event_id": f"{one}-{leader} #1"}, held="Missed", replan="Yes"
        )
    rows = made.table("schedule")
    last = max(rows[rows["number"] == 1]["day"])
    return tables(schedule(replace(made, today=last + timedelta(days=1))))


# --- whatever solver finds them -----------------------------------------------


class Place(NamedTuple):
    """Where equals are possible: what is chosen in a numbered program, and how it is made sure
    that a model chooses."""

    answer: Callable[[int], object]
    numbers: Sequence[int]
    module: ModuleType | None = None
    limit: str = ""
    at: int = 0

    def differing(self, patch: pytest.MonkeyPatch) -> Iterator[tuple[int, str]]:
        """In which program which solver leads to another choice."""
        if self.module is not None:
            patch.setattr(self.module, self.limit, self.at)
        for number in self.numbers:
            for name in differing(partial(self.answer, number)):
                yield number, name


PLACES = {
    "cohort": Place(cohort, (1, 5)),
    "kick-offs": Place(kickoffs, (2, 3, 6, 9)),
    "many kick-offs": Place(many_kickoffs, (11, 42), model, "LIMIT", -1),
    "sessions": Place(placed_sessions, (13, 17, 26)),
    "exceptions": Place(placed_sessions, (1, 9), exceptions, "FEW"),
    "moved sessions": Place(moved_sessions, (11, 13)),
    "a whole program": Place(whole_schedule, (1,)),
    "a changed program": Place(changed_schedule, (1,)),
    "make-ups": Place(make_ups, (1,)),
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_no_solver_changes_what_is_chosen(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(place.differing(monkeypatch)) == []


@pytest.mark.parametrize(
    "name", [name for name in PLACES if name not in ("cohort", "a changed program")]
)
def test_without_the_rule_solvers_choose_differently(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the programs above have no ties, or the solvers are all the same."""
    for module in (model, symmetry, joint, exceptions, kept_sessions, makeups):
        monkeypatch.setattr(
            module, "first_of_equals", lambda _, __, at_hand, *___, **____: list(at_hand)
        )
    assert next(PLACES[name].differing(monkeypatch), None)


@pytest.mark.parametrize("number", range(6))
def test_of_equal_cohorts_it_is_the_one_with_the_first_ids(number: int) -> None:
    """Most even departments; then `combinations` gives the cohorts in the order of the rule."""
    chosen = [n for n, row in enumerate(cohort(number)) if row["selected"] == "Yes"]  # type: ignore[arg-type]
    spread = lambda group: sum(c * c for c in Counter(n % (2 + number % 3) for n in group).values())  # noqa: E731
    every = list(combinations(range(12), 3 + number))
    best = min(map(spread, every))
    assert tuple(chosen) == next(group for group in every if spread(group) == best)


@pytest.mark.parametrize("number", [1, 9, 12, 16, 26, 33])
def test_trying_and_the_model_place_exceptions_alike(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_trying = placed_sessions(number)
    monkeypatch.setattr(exceptions, "FEW", 0)
    assert placed_sessions(number) == by_trying
