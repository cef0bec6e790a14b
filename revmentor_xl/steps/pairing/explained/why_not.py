"""Why these two are a pair, or why not and what it would cost all to make them one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from revmentor_xl.errors import SolverFailed
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.current_plan import SETTLED_AS, everybody, settled_as
from revmentor_xl.steps.pairing.explained.reasons import USED, teaching
from revmentor_xl.steps.pairing.explained.smallest_remedy import NEVER_LIFTED, another_block
from revmentor_xl.steps.pairing.hard_rules.rules import Rule
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.forcing_cost import least_changed
from revmentor_xl.steps.pairing.optimum.problem import Aim, Cell, Plan, Problem

MOST_MOVES = 6


class Answer(NamedTuple):
    """A sentence or two for HR; `cost` is in hundredths of a point, None where there is none."""

    text: str
    cost: int | None = None


def why_not(case: Case, plan: Plan, i: int, j: int, problem: Problem | None = None) -> Answer:
    """Why the mentor in row i and the leader in column j are, or are not, a pair.

    `plan` holds the pairs that stand beside the settled ones. What forcing a
    pair costs comes from a search of its own, with every rule, settled pair
    and guard in force (`problem`, by default the case's without guards), and
    is counted against the pairs that stand.
    """
    problem = problem or case.problem
    cell = (i, j)
    if cell in everybody(case, plan):
        return Answer(_why(case, problem, plan, cell), 0)
    if standing := case.rules.standing_between(cell):
        return Answer(_forbidden(case, cell, standing))
    if held := _held(case, cell):
        return Answer(held)
    return _forced(case, problem, plan, cell)


def points(hundredths: int) -> str:
    """“3.2 points”; what is less than a tenth is not called nothing."""
    size = abs(hundredths) / 100
    text = f"{size:.1f}" if size >= 0.1 or not hundredths else f"{size:.2f}"
    return f"{text} point" if text == "1.0" else f"{text} points"


def scored(case: Case, cell: Cell) -> str:
    return f"{case.worth.hundredths[cell] / 100:.1f}"


# --- they are a pair -------------------------------------------------------


def _why(case: Case, problem: Problem, plan: Plan, cell: Cell) -> str:
    mentor, leader = case.named(*cell)
    text = f"{mentor} and {leader} are a pair (score {scored(case, cell)})"
    if because := largest_parts(case, cell):
        text += f", mostly because {joined(because)}"
    settled = settled_as(case).get(cell)
    if settled:
        return f"{text}. The pair is settled: it is {settled}."
    return f"{text}. {_without(case, problem, plan, cell)}".strip()


def largest_parts(case: Case, cell: Cell, most: int = 2) -> list[str]:
    """The parts of the score that add most, in words and with their points."""
    i, j = cell
    mentor, leader = (
        {key: list(people[key])[at] for key in USED}
        for people, at in ((case.sides.mentors, i), (case.sides.leaders, j))
    )
    parts = case.worth.of(i, j)
    words = {**_PARTS, **teaching(mentor, leader)}
    adds = {name: share * parts[name] for name, share in case.worth.shares.items()}
    largest = sorted(adds, key=lambda name: -adds[name])[:most]
    total = case.worth.hundredths[cell] / 100
    return [
        f"{words.get(name, name)} ({adds[name]:.0f} of {total:.0f} points)"
        for name in largest
        if adds[name] >= 0.5
    ]


_PARTS = {
    "mentor_teaches": "the mentor can teach what the leader wants to learn",
    "leader_teaches": "the leader can teach what the mentor wants to learn",
    "perspective": "they bring each other new perspectives",
    "rapport": "they are alike in values and ways of working",
    "preference": "they asked for each other",
    "time": "they find time easily",
}


def _without(case: Case, problem: Problem, plan: Plan, cell: Cell) -> str:
    """What all would lose without the pair."""
    try:
        other = best_plan(problem.without(cell), case.program.settings, case.aim)
    except SolverFailed:
        return "Without it the group guards, or common hours for all, could not be kept."
    if len(other.cells) < len(plan.cells):
        return "Without it there would be one pair fewer."
    lost = plan.total - other.total
    if lost > 0:
        return f"Without it all pairs together would lose {points(lost)}."
    return "Other pairs would be as good for all." if lost == 0 else ""


# --- they cannot be --------------------------------------------------------


def _forbidden(case: Case, cell: Cell, standing: Sequence[Rule]) -> str:
    said = list(dict.fromkeys(rule.between(case.sides, cell) for rule in standing))
    text = f"{_names(case, cell)} cannot be a pair: {joined(said)}."
    if any(rule.name in NEVER_LIFTED for rule in standing):
        return f"{text} This cannot be changed; think of another partner."
    remedies = dict.fromkeys(_remedy(case, cell, rule) for rule in standing)
    return f"{text} {' '.join(remedies)}"


def _remedy(case: Case, cell: Cell, rule: Rule) -> str:
    """What would let this rule pass for this pair."""
    if rule.name == "common_time":
        ways = []
        for side, role in enumerate(("mentor", "leader")):
            if found := another_block(case, role, cell[side], np.array([cell[1 - side]])):
                name = case.named(*cell)[side]
                ways.append(f"“{found[0]}” of {name} (their own time)")
        if ways:
            return f"One more block of availability would do: {' or '.join(ways)}."
    return _REMEDIES.get(rule.name, rule.remedy)


_REMEDIES = {
    "level_gap": "Lower “Levels apart, at least” on the Settings tab if that is fine for all.",
    "same_team": "Set “Different managers needed” on the Settings tab to No if that is fine for "
    "all.",
    "blocked": "Delete the rule on the Rules tab if it no longer holds.",
    "ended": "If both want to try again, delete the ended pair's row on the Pairs tab.",
}


def _names(case: Case, cell: Cell) -> str:
    return " and ".join(case.named(*cell))


def _held(case: Case, cell: Cell) -> str:
    """Which settled pairs hold the places of one of them."""
    i, j = cell
    settled = settled_as(case)
    for at, places, name in (
        (0, case.settled.mentor_places[i], case.named(i, j)[0]),
        (1, case.settled.leader_places[j], case.named(i, j)[1]),
    ):
        if places > 0:
            continue
        holding = [
            f"{_names(case, pair)} ({how})" for pair, how in settled.items() if pair[at] == cell[at]
        ]
        if not holding:
            return (
                f"{name} has an approved pair with somebody who is not among the usable people, "
                "which takes the place. End that pair on the Pairs tab first."
            )
        comes = "comes" if len(holding) == 1 else "come"
        ways = dict.fromkeys(_FREED[how] for pair, how in settled.items() if pair[at] == cell[at])
        return (
            f"{name} has no place left: {joined(holding)} {comes} first. To free a place, "
            f"{' or '.join(ways)}; then press Suggest pairs."
        )
    return ""


_FREED = {
    SETTLED_AS["approved"]: "set the pair to Ended on the Pairs tab",
    SETTLED_AS["kept"]: "clear Keep on the Pairs tab",
    SETTLED_AS["by hand"]: "delete the row that you typed on the Pairs tab",
    SETTLED_AS["rule"]: "delete the “Must pair” rule on the Rules tab",
}


# --- what it would cost ----------------------------------------------------


def _forced(case: Case, problem: Problem, plan: Plan, cell: Cell) -> Answer:
    less = problem.forcing(cell)
    try:
        found = best_plan(less, case.program.settings, case.aim)
    except SolverFailed:
        return Answer(
            f"{_names(case, cell)} could be a pair, but then what is guarded, or the hours of "
            "leaders with several mentors, could not be kept for all. Loosen a guard on the "
            "Settings tab."
        )
    after = least_changed(problem, plan.cells, [*found.cells, cell], cell)
    worth = case.worth.hundredths
    cost = plan.total - int(sum(worth[one] for one in after))
    fewer = len(plan.cells) - len(after)
    return Answer(
        f"{_price(case, plan, cost, fewer, after)}: {_moves(case, plan, after, cell)}.", cost
    )


def _price(case: Case, plan: Plan, cost: int, fewer: int, after: Sequence[Cell]) -> str:
    """What all pay, before the colon."""
    if fewer > 0:
        text = f"Possible, but it would mean {counted(fewer, 'pair')} fewer"
        text += f" and {points(cost)} {'less' if cost >= 0 else 'more'} in total"
    elif fewer < 0:
        text = f"Possible, and it would even mean {counted(-fewer, 'pair')} more"
        text += f" and {points(cost)} {'less' if cost > 0 else 'more'} in total"
    elif cost > 0:
        text = f"Possible, at a cost of {points(cost)} in total"
    elif cost == 0:
        text = "Possible, and as good in total"
    else:
        text = f"Possible, and all pairs together would even gain {points(cost)}"
    worth = case.worth.hundredths
    if case.aim is not Aim.TOTAL and plan.cells:
        lowest, before = (int(min(worth[c] for c in cells)) for cells in (after, plan.cells))
        if lowest < before:
            text += f", with the worst-off pair at {lowest / 100:.1f} instead of {before / 100:.1f}"
    return text


def _moves(case: Case, plan: Plan, after: Sequence[Cell], forced: Cell) -> str:
    """Who would be with whom instead; the forced pair first."""
    mentor, leader = case.named(*forced)
    before, new = set(plan.cells), set(after)
    instead = _instead(case, before - new, forced[0])
    said = [f"{mentor} would be with {leader} ({scored(case, forced)}){instead}"]
    said += list(_mentors_moved(case, before, new, forced[0]))
    said += list(_leaders_left(case, before, new))
    if len(said) > MOST_MOVES:
        said = [*said[:MOST_MOVES], f"{len(said) - MOST_MOVES} more people change"]
    return joined(said)


def _mentors_moved(case: Case, before: set[Cell], new: set[Cell], forced: int) -> Iterator[str]:
    settled = set(case.settled.cells)
    for k in sorted({i for i, _ in before ^ new} - {forced}):
        name = case.sides.mentor_name(k)
        gained = [cell for cell in sorted(new - before) if cell[0] == k]
        if gained:
            whom = joined(
                f"{case.sides.leader_name(j)} ({scored(case, (i, j))})" for i, j in gained
            )
            yield f"{name} with {whom}{_instead(case, before - new, k)}"
        elif any(i == k for i, _ in new | settled):
            yield f"{name} without {_partners(case, before - new, k)}"
        else:
            yield f"{name} would have no partner{_instead(case, before - new, k)}"


def _leaders_left(case: Case, before: set[Cell], new: set[Cell]) -> Iterator[str]:
    still = {j for _, j in new} | {j for _, j in case.settled.cells}
    for j in sorted({j for _, j in before} - still):
        yield f"{case.sides.leader_name(j)} would have no mentor"


def _partners(case: Case, cells: Iterable[Cell], mentor: int) -> str:
    return joined(
        f"{case.sides.leader_name(j)} ({scored(case, (i, j))})"
        for i, j in sorted(cells)
        if i == mentor
    )


def _instead(case: Case, lost: set[Cell], mentor: int) -> str:
    partners = _partners(case, lost, mentor)
    return f" instead of {partners}" if partners else ""
