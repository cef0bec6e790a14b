"""Kick-offs in one model, for as many pairs and hours as it can prove in seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pulp

from revmentor_xl.errors import SolverFailed
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.scheduling.kickoffs.case import Bools, Case, overlapping
from revmentor_xl.steps.scheduling.kickoffs.greedy_repair import Chosen
from revmentor_xl.steps.solving.solver import solve, weighted
from revmentor_xl.steps.solving.tie_rule import first_of_equals

LIMIT = 1_000
"""Places of pairs in meetings that one model may have: measured, its searches then take seconds,
not minutes, one of them up to seven."""
NODES = 100
"""Nodes of its tree that a search may take, a count, so that every computer ends alike ..."""
SECONDS = 60  # ... unless it is so slow that nobody would wait
AIMS = 4

Variables = dict[int, pulp.LpVariable]
Terms = list[tuple[pulp.LpVariable, float]]


def size(case: Case) -> int:
    """The places that the model of a case has."""
    return int(case.can.sum())


def best_plan(case: Case, first: Chosen, most: int, settings: Settings) -> tuple[Chosen, bool]:
    """Most pairs, then fewest changed, then fewest meetings, then the best liked hours; of
    equal plans, pair after pair the best liked of these, the earlier, the first facilitator's.

    `first` is a plan to start from; none has more pairs than `most`. Gives back as
    well whether no plan has more than this one; an aim whose proof takes too long stays as it was.
    """
    problem = pulp.LpProblem("kickoffs", pulp.LpMinimize)
    model = _Model(problem, case)
    brief = replace(settings, solver_seconds=min(SECONDS, settings.solver_seconds))
    chosen, as_good, placed, proven = first, True, most, 0
    for number, terms in enumerate(_aims(model, case)):
        best, at_hand = _bound(case, number, terms, placed), _worth(model, terms, first)
        if terms and not (as_good and at_hand == best):
            problem.setObjective(weighted(terms))
            try:
                best = round(solve(problem, brief, mip_max_nodes=NODES).objective)
            except SolverFailed:
                break
            as_good = as_good and at_hand == best
            chosen = first if as_good else model.chosen()
            placed = -best if number == 0 else placed
        if terms:
            problem += weighted(terms) <= best
        proven = number + 1
    if as_good and proven < AIMS:  # what has been found without a model is kept
        return first, proven > 0
    return _first_of_equals(case, chosen, proven, settings), proven > 0


def _first_of_equals(case: Case, plan: Chosen, proven: int, settings: Settings) -> Chosen:
    """Of the plans as good as this one in the aims that are proven the first: see `tie_rule`."""
    settings = replace(settings, solver_seconds=min(SECONDS, settings.solver_seconds))
    case = replace(case, can=_as_good(case, plan, proven))
    problem = pulp.LpProblem("equal_kickoffs", pulp.LpMinimize)
    model = _Model(problem, case)
    for terms in list(_aims(model, case))[:proven]:
        if terms:
            problem += weighted(terms) <= _worth(model, terms, plan)
    liked = [
        {at: row[at] for at in sorted(row, key=lambda at: (case.dislike[at], at))}
        for row in model.joins.values()
    ]
    held = [plan.get(pair) for pair in model.joins]
    found = first_of_equals(problem, liked, held, settings, mip_max_nodes=NODES)
    return {pair: at for pair, at in zip(model.joins, found) if at is not None}


def _as_good(case: Case, plan: Chosen, proven: int) -> Bools:
    """Which pair could come to which meeting in a plan as good as this one; not all others
    are out, only those that make the model large.

    Where all stay who can, they stay. A meeting is out that with the best liked
    others, as many as there have to be, is liked less than the plan.
    """
    can = case.can.copy()
    staying = {pair: at for pair, at in case.now.items() if can[pair, at] and case.seats[at]}
    if proven < 2 or any(plan.get(pair) != at for pair, at in staying.items()):
        staying = {}
    for pair, at in staying.items():
        can[pair] = False
        can[pair, at] = True
    if proven < AIMS:
        return can
    sure = {at for at in staying.values() if not case.open[at]}
    others = {at for at in plan.values() if not case.open[at]} - sure
    left = sum(case.dislike[at] for at in others)
    could = [
        at
        for at, is_open in enumerate(case.open)
        if not is_open and at not in sure and can[:, at].any()
    ]
    beside = sum(sorted(case.dislike[at] for at in could)[: max(len(others) - 1, 0)])
    for at in could:
        can[:, at] &= bool(others) and case.dislike[at] + beside <= left
    return can


def _aims(model: _Model, case: Case) -> Iterable[Terms]:
    """What is to be as small as possible, one after the other."""
    yield [(one, -1.0) for row in model.joins.values() for one in row.values()]
    yield [
        (model.joins[pair][at], -1.0) for pair, at in case.now.items() if at in model.joins[pair]
    ]
    yield [(one, 1.0) for one in model.meets.values()]
    yield [(one, float(case.dislike[at])) for at, one in model.meets.items()]


def _bound(case: Case, number: int, terms: Terms, placed: int) -> int:
    """What an aim is at least; a plan that reaches it needs no model."""
    spare = sum(seats for seats, is_open in zip(case.seats, case.open) if is_open)
    meetings = -(-(placed - spare) // max(1, *case.seats)) if case.seats else 0
    return (-placed, -len(terms), max(meetings, 0), 0)[number]


class _Model:
    """The rules: one kick-off a pair, one at a time for everybody, so many seats."""

    def __init__(self, problem: pulp.LpProblem, case: Case) -> None:
        self.case, self.problem = case, problem
        self.meets: Variables = {
            at: problem.add_variable(f"meets_{at}", 0, 1, cat="Binary")
            for at in range(len(case.meetings))
            if not case.open[at] and case.can[:, at].any()
        }
        self.joins: dict[int, Variables] = {
            pair: {
                at: problem.add_variable(f"joins_{pair}_{at}", 0, 1, cat="Binary")
                for at in case.options[pair]
                if case.seats[at]
            }
            for pair in range(len(case.people))
        }
        for row in self.joins.values():
            if row:
                problem += weighted((one, 1.0) for one in row.values()) <= 1
        self._seats()
        for key in sorted({*case.led_by, *case.pairs_of}):
            self._one_at_a_time(key)

    def _seats(self) -> None:
        members: dict[int, list[pulp.LpVariable]] = {}
        for row in self.joins.values():
            for at, one in row.items():
                members.setdefault(at, []).append(one)
        for at, joining in members.items():
            terms = [(one, 1.0) for one in joining]
            if at not in self.meets:
                self.problem += weighted(terms) <= self.case.seats[at]
                continue
            meets, seats = self.meets[at], min(self.case.seats[at], len(joining))
            self.problem += weighted([*terms, (meets, -float(seats))]) <= 0
            if seats > 1:  # follows from the row above, but without it the bound is weak
                for one in joining:
                    self.problem += weighted([(one, 1.0), (meets, -1.0)]) <= 0

    def _one_at_a_time(self, key: str) -> None:
        """What a person leads or attends does not overlap; the same meeting counts once."""
        case = self.case
        leads = {at: self.meets[at] for at in case.led_by.get(key, ()) if at in self.meets}
        own = case.pairs_of.get(key, [])
        there: Variables = dict(leads)
        if len(own) > 1 or (own and leads):
            for at in sorted({at for pair in own for at in self.joins[pair]}):
                if at not in there and at not in case.led_by.get(key, ()):
                    name = f"there_{case.pairs_of[key][0]}_{own[-1]}_{_side(case, key)}_{at}"
                    there[at] = self.problem.add_variable(name, 0, 1, cat="Binary")
                    for pair in own:
                        if at in self.joins[pair]:
                            one = self.joins[pair][at]
                            self.problem += weighted([(one, 1.0), (there[at], -1.0)]) <= 0
        elif not leads:
            return
        for row in overlapping(case, list(there)):
            self.problem += weighted((there[at], 1.0) for at in row) <= 1

    def chosen(self) -> Chosen:
        """The plan that the solver found."""
        return {
            pair: at
            for pair, row in self.joins.items()
            for at, one in row.items()
            if pulp.value(one) > 0.5
        }


def _side(case: Case, key: str) -> int:
    """Tells the two people of one pair apart in the names of variables."""
    return case.people[case.pairs_of[key][0]].index(key)


def _worth(model: _Model, terms: Terms, plan: Chosen) -> int:
    """What an aim is worth in a plan."""
    on = {model.joins[pair][at].name for pair, at in plan.items()}
    on |= {model.meets[at].name for at in set(plan.values()) if at in model.meets}
    return round(sum(weight for one, weight in terms if one.name in on))
