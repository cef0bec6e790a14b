"""Plans side by side: the other aims, the next-best plans, and what everything costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from revmentor_xl.errors import SolverFailed, StepTooEarly
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.program import Program, need_table
from revmentor_xl.schema.settings import Settings
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case import left_out
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.group_guards import Search, searched
from revmentor_xl.steps.pairing.case.preconditions import need_people, need_rules
from revmentor_xl.steps.pairing.optimum.k_best import different, next_best
from revmentor_xl.steps.pairing.optimum.problem import Aim, Cell, Plan
from revmentor_xl.steps.pairing.output.plan import proposed
from revmentor_xl.steps.pairing.output.proof import Scored
from revmentor_xl.steps.pairing.plans.prices import prices
from revmentor_xl.steps.pairing.preview import nobody
from revmentor_xl.steps.solving.progress import part, progress

LARGE = 250_000
"""More pairs than this, possible or not: one really different plan, for each takes long."""

UNGUARDED, NEXT, OTHER = "Without guards", "Next best", "Different plan"
_AIMS = {
    Aim.TOTAL: "As many pairs as possible; among those, the highest total.",
    Aim.WORST: "As many pairs as possible; then the worst pair as good as it can be; then the "
    "highest total.",
    Aim.EVEN: "As many pairs as possible; then as few as possible in the lowest band of scores, "
    "then in the next; then the highest total.",
}


class Option(NamedTuple):
    """One plan to choose: its name on the tab, what it is in words, and its pairs."""

    name: str
    what: str
    plan: Plan


def plans(program: Program) -> Program:
    """Work out the plans and prices of the Plans tab; a plan marked Use goes to Pairs.

    Raises what `pair` raises, and `StepTooEarly` when more than one plan is
    marked.
    """
    need_rules(program)
    need_table(program, "plans")
    case = Case.of(program)
    need_people(case.sides)
    chosen = _marked(program)
    with part(0.0, 0.2):
        search = searched(case)
    if not (search.plan.cells or case.settled.cells):
        raise nobody(case.rules)
    progress(0.2, "finding the next best plan")
    another, in_time = _next_option(case, search)
    with part(0.3, 0.7):
        options = list(_options(case, search, another))
    before, done = program.table("plans"), _unmarked(program)
    wanted = next((one for one in options if one.name == chosen), None)
    adopts = wanted is not None and _is_as_shown(case, wanted, before)
    if wanted is not None and adopts:
        case = replace(case, sides=replace(case.sides, program=done))
        own = replace(search, plan=wanted.plan)
        name = "" if wanted.name == case.aim.value else f"{wanted.name}, chosen by you"
        done = proposed(case, own, aim=name)
    done = done.rewrite("plans", _plan_rows(done, case, options))
    done = done.rewrite("plan_pairs", _change_rows(done, case, options))
    with part(0.7, 1.0):
        done = done.rewrite("prices", prices(case, search))
    if adopts:
        return done.saying(_adopted(done, chosen), "Pairs")
    fewer = _others(case) < program.settings.other_plans
    aside = "; with so many people only one really different plan was looked for" if fewer else ""
    if another is None:
        aside = _no_other(search, in_time)
    return done.saying(_said(options, chosen) + aside, "Plans")


def _marked(program: Program) -> str:
    """The plan that HR wants; "" when none is marked."""
    rows = program.table("plans")
    marked = list(rows.loc[rows["use"].fillna(False).astype(bool), "plan"])
    if len(marked) > 1:
        raise StepTooEarly(
            f"Use this plan says Yes for {len(marked)} plans: {joined(marked)}.",
            "Leave Yes in one row of the Plans tab, then press Compare plans once more.",
        )
    return marked[0] if marked else ""


def _unmarked(program: Program) -> Program:
    cells = program.cells("plans")
    return replace(program, tables={**program.tables, "plans": cells.assign(use=None)})


def _options(case: Case, search: Search, another: Option | None) -> Iterator[Option]:
    """Every plan that can be found, those for the aims first; `another` is the next best."""
    guarded = bool(search.outcomes)
    for number, aim in enumerate(Aim):
        own = aim is case.aim
        with part(number * 0.2, number * 0.2 + 0.2):
            found = search if own else _found(case, aim, search.base)
        if found is not None:
            what = _AIMS[aim] + _kept_guards(found)
            what += " This is the aim you chose." if own else ""
            yield Option(aim.value, what, found.plan)
    if guarded:
        yield Option(UNGUARDED, "The aim you chose, with no group guard.", search.base)
    if another is not None:
        yield another
    known, problem = [search.plan], left_out.guarded(case, search)
    for number in range(1, _others(case) + 1):
        progress(0.6 + 0.4 * (number - 1) / _others(case), "finding a really different plan")
        try:
            other = different(problem, known, _shortly(case), aim=case.aim)
        except SolverFailed:
            other = None
        if other is None:
            return
        known.append(other)
        share = len(set(other.cells) - set(search.plan.cells))
        what = f"A really different plan: {counted(share, 'other pair')} than the best one."
        yield Option(f"{OTHER} {number}", f"{what} {_less(search, other)}", other)


def _next_option(case: Case, search: Search) -> tuple[Option | None, bool]:
    """The next best plan under the guards; and, without one, whether there was time to look.

    A guard that cannot hold may leave no other plan that comes as near; then
    it is left aside, and HR is told.
    """
    in_time = True
    for only_held in (False, True):
        problem = left_out.guarded(case, search, only_held)
        try:
            another = next_best(problem, search.plan, _shortly(case), case.aim)
        except SolverFailed:
            another, in_time = None, False
        if another is not None:
            aside = " Group guards that are not reached are left aside here." if only_held else ""
            what = f"The best plan that is not the same. {_less(search, another)}{aside}"
            return Option(NEXT, what, another), True
        if all(outcome.holds for outcome in search.outcomes):
            break
    return None, in_time


def _no_other(search: Search, in_time: bool) -> str:
    """Why there is no next-best plan."""
    if not in_time:
        return "; a next-best plan was not found in time: raise “Seconds to search” on Settings"
    return "; no other plan has as many pairs" + (
        " and holds the guards as well" if search.outcomes else ""
    )


def _shortly(case: Case) -> Settings:
    """The settings for one plan beside the best: of several, each gets a part of the time."""
    settings = case.program.settings
    return replace(settings, solver_seconds=max(1, settings.solver_seconds // 3))


def _others(case: Case) -> int:
    asked, large = case.program.settings.other_plans, case.rules.allowed.size > LARGE
    return min(asked, 1) if large else asked


def _found(case: Case, aim: Aim, against: Plan) -> Search | None:
    try:
        return searched(case, aim, against=against, seconds=_shortly(case).solver_seconds)
    except SolverFailed:
        return None


def _kept_guards(search: Search) -> str:
    """How many group guards a plan keeps."""
    every = len(search.outcomes)
    kept = sum(outcome.holds for outcome in search.outcomes)
    if not every:
        return ""
    if kept == every:
        return " Every group guard holds."
    rest = "the other one" if every - kept == 1 else "the others"
    return f" {kept} of {every} group guards hold, {rest} as far as possible."


def _less(search: Search, plan: Plan) -> str:
    points = (search.plan.total - plan.total) / 100
    if points > 0:
        return f"It scores {points:.1f} points less in total."
    if points < 0:
        return f"It scores {-points:.1f} points more in total, but not under the aim you chose."
    return "It scores the same, so either will do."


def _is_as_shown(case: Case, option: Option, before: pd.DataFrame) -> bool:
    """Does the plan still have the pairs and total that HR saw when choosing it?"""
    shown = before[before["plan"] == option.name].iloc[0]
    scored = Scored.of(case, option.plan)
    return bool(
        shown["pairs"] == scored.pairs and round(float(shown["total"]) * 100) == scored.total
    )


def _plan_rows(program: Program, case: Case, options: Sequence[Option]) -> pd.DataFrame:
    there = set(_running(program, case))
    rows: list[dict[str, object]] = []
    for number, option in enumerate(options):
        scored = Scored.of(case, option.plan)
        is_bare = option.name == Aim.EVEN.value and not scored.is_proven
        same = [one.name for one in options[:number] if one.plan.cells == option.plan.cells]
        rows.append(
            {
                "plan": option.name,
                "pairs": scored.pairs,
                "total": scored.total / 100,
                "mean": round(scored.mean / 100, 2),
                "worst": scored.worst / 100,
                "spread": scored.spread / 100,
                "bound": scored.bound / 100,
                # that bound is of every plan, however uneven: no gap of this one
                "gap": None if is_bare else scored.gap,
                "different": len(set(scored.cells) - there),
                "what": option.what + (f" The same pairs as “{same[0]}”." if same else ""),
            }
        )
    return pd.DataFrame(rows, columns=list(WORKBOOK.table("plans").keys))


def _running(program: Program, case: Case) -> list[Cell]:
    """The pairs on the Pairs tab that run or are proposed, best score first."""
    pairs = program.table("pairs")
    pairs = pairs[pairs["status"].isin(("Proposed", "Approved", "Active"))]
    cells = [case.sides.by_ids(m, ld) for m, ld in zip(pairs["mentor_id"], pairs["leader_id"])]
    return [cell for cell in cells if cell is not None]


def _change_rows(program: Program, case: Case, options: Sequence[Option]) -> pd.DataFrame:
    there = dict.fromkeys(_running(program, case))
    rows: list[dict[str, object]] = []
    shown: set[tuple[Cell, ...]] = set()
    for option in options:
        if option.plan.cells in shown:  # the tab says that it is the same as one above
            continue
        shown.add(option.plan.cells)
        cells = dict.fromkeys(Scored.of(case, option.plan).cells)
        for change, some in (
            ("Added", [cell for cell in cells if cell not in there]),
            ("Dropped", [cell for cell in there if cell not in cells]),
        ):
            for cell in some:
                mentor, leader = case.named(*cell)
                score = int(case.worth.hundredths[cell]) / 100
                row = {"plan": option.name, "change": change, "score": score}
                rows.append({**row, "mentor": mentor, "leader": leader})
    return pd.DataFrame(rows, columns=list(WORKBOOK.table("plan_pairs").keys))


def _said(options: Sequence[Option], chosen: str) -> str:
    found = len({one.plan.cells for one in options})
    said = f"{counted(found, 'different plan')} side by side"
    if found == 1:
        return "Every aim leads to the same plan"
    if not chosen:
        return f"{said}; to take one, choose Yes under Use this plan and press Compare plans again"
    return (
        f"“{chosen}” is no longer the plan that you saw, because people, rules or pairs have "
        "changed since; Pairs stays as it was. The plans were worked out afresh: choose again"
    )


def _adopted(program: Program, chosen: str) -> str:
    proposed_now = int((program.table("pairs")["status"] == "Proposed").sum())
    return (
        f"The plan “{chosen}” stands on the Pairs tab now, {counted(proposed_now, 'pair')} of it "
        "proposed. Set Status to Approved for the pairs you agree with: Suggest pairs keeps those, "
        "and works out the others again under the aim on the Settings tab"
    )
