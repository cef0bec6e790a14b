"""A case with something left out, a rule or a pin, and its problem under the guards."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from revmentor_xl.schema.cells import as_text, fold, render
from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.group_guards import Search
from revmentor_xl.steps.pairing.features.sides import places
from revmentor_xl.steps.pairing.fixed_pairs.demands import SETTLED
from revmentor_xl.steps.pairing.hard_rules.rules import Rule
from revmentor_xl.steps.pairing.optimum.problem import Cell, Problem


def without_rule(case: Case, rule: Rule) -> Case:
    """The case in which one hard rule does not hold; what is settled stays settled.

    Without the rule about places, everybody with capacity 0 takes one partner.
    """
    lifted = replace(case, rules=case.rules.without(case.sides, rule.name))
    if rule.name == "common_time":  # nor need several mentors of one leader find an hour each
        return _set(lifted, need_common_time=False)
    return _with_one_place(lifted) if rule.name == "places" else lifted


def _with_one_place(case: Case) -> Case:
    settled, sides = case.settled, case.sides
    mentors = settled.mentor_places + (places(sides.mentors) == 0)
    leaders = settled.leader_places + (places(sides.leaders) == 0)
    return replace(case, settled=replace(settled, mentor_places=mentors, leader_places=leaders))


def without_pin(case: Case, cell: Cell) -> Case:
    """The case in which a pair is not settled, but may be found."""
    settled = case.settled
    mentors, leaders = settled.mentor_places.copy(), settled.leader_places.copy()
    mentors[cell[0]] += 1
    leaders[cell[1]] += 1
    cells = [one for one in settled.cells if one != cell]
    free = replace(settled, cells=cells, mentor_places=mentors, leader_places=leaders)
    return replace(case, settled=free)


def released_pins(case: Case) -> list[Cell]:
    """The settled pairs that HR only pinned; approved and active ones are promises."""
    pairs = case.program.table("pairs")
    running = pairs[pairs["status"].isin(SETTLED)]
    promised = {
        case.sides.by_ids(mentor, leader)
        for mentor, leader in zip(running["mentor_id"], running["leader_id"])
    }
    return [cell for cell in case.settled.cells if cell not in promised]


def guarded(case: Case, search: Search, only_held: bool = False) -> Problem:
    """The problem under the guards, each as asked for or as far as the plan reaches it.

    `only_held` leaves out those that the plan does not reach as asked for.
    """
    worth, cells = case.worth.hundredths, search.plan.cells
    conditions = []
    for outcome in search.outcomes:
        guard, scores = outcome.guard, outcome.guard.of(worth, cells)
        if outcome.holds or only_held or not scores:
            conditions += [guard.condition()] if outcome.holds else []
        elif guard.whole is None:
            conditions.append(replace(guard, asked=len(scores)).condition())
        else:
            conditions.append(guard.at_mean(Fraction(sum(scores), len(scores))))
    return case.problem.under(*conditions)


def _set(case: Case, **settings: object) -> Case:
    """The case with other settings, also where the file is older than they are."""
    program, cells = case.program, case.program.cells("settings")
    specs = [spec for spec in SETTINGS if spec.key in settings]
    labels = {fold(spec.column.header) for spec in specs}
    others = cells[[fold(as_text(label)) not in labels for label in cells["setting"]]]
    rows = [
        {"setting": spec.column.header, "value": render(spec.column, settings[spec.key])}
        for spec in specs
    ]
    program = program.with_cells("settings", pd.concat([others, pd.DataFrame(rows)]))
    return replace(case, sides=replace(case.sides, program=program))
