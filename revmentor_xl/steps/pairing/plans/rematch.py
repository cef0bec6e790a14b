"""Rematch: new pairs when some have ended, for each number of other pairs disturbed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.program import Program, need_table
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.group_guards import Search
from revmentor_xl.steps.pairing.case.preconditions import need_people, need_rules
from revmentor_xl.steps.pairing.optimum.problem import Cell, Plan
from revmentor_xl.steps.pairing.output.pairs_tab import pair_id
from revmentor_xl.steps.pairing.output.plan import proposed, without_comparison
from revmentor_xl.steps.pairing.output.proof import Scored
from revmentor_xl.steps.pairing.plans.running_pairs import OPTIONS, Running
from revmentor_xl.steps.solving.progress import part

NAMED = 12
"""Pairs that are named in what changes; of more, the number is told."""


def rematch(program: Program) -> Program:
    """Fill the Rematch tab with the best plan for each option, or use the one marked Yes.

    Running pairs are those proposed, approved and active; pairs that ended
    have given up their places, and they and rejected ones are never repeated.
    Pairs marked Keep, typed by hand or demanded by a rule are not disturbed.
    An option in use goes to the Pairs tab: pairs it disturbs become Ended (those
    only proposed never met and are taken off), new ones Proposed. Raises
    `IncompleteWorkbook` when rules or private wishes cannot be looked up,
    `StepTooEarly` without people or pairs or when several options are marked,
    `SolverFailed` when no plan is found in time.
    """
    need_rules(program)
    need_table(program, "rematch")
    _need_pairs(program)
    wanted = _marked(program)
    case = Case.of(program)
    need_people(case.sides)
    run = Running.of(case)
    if not wanted and run.is_settled:
        done = _with_options(program, pd.DataFrame(columns=list(WORKBOOK.table("rematch").keys)))
        return done.saying(
            "Nothing to rematch: no pair has ended, and nobody has a free place. Set the status "
            "of the pairs that end to Ended on the Pairs tab, then press Rematch",
            "Rematch",
        )
    with part(0.2, 0.9):
        plans = run.plans()
    rows = _rows(run, plans)
    if not wanted:
        return _with_options(program, rows).saying(_said(rows), "Rematch")
    shown = {
        fold(name): text for name, text in program.table("rematch")[["option", "changes"]].values
    }
    at = next((k for k, (name, _) in enumerate(OPTIONS) if fold(name) == fold(wanted)), None)
    if at is None or not _is_as_shown(rows, shown, {at, _first_alike(plans, at)}):
        return _with_options(program, rows).saying(
            "Nothing was used, because something has changed since the options were worked out. "
            "They are new now: look at them, mark one, and press Rematch once more",
            "Rematch",
        )
    return _used(run, plans[at])


def _is_as_shown(rows: pd.DataFrame, shown: Mapping[str, str], at: Iterable[int]) -> bool:
    """Do these options change what HR saw when choosing one?"""
    now = rows.iloc[sorted(at)]
    return all(
        shown.get(fold(name), "").strip() == str(changes).strip()
        for name, changes in zip(now["option"], now["changes"])
    )


def _need_pairs(program: Program) -> None:
    pairs = program.cells("pairs")
    if pairs.empty or pairs.isna().all(axis=None):
        raise StepTooEarly(
            "There are no pairs yet, so there is nothing to rematch.", "Press Suggest pairs first."
        )


def _marked(program: Program) -> str:
    """The option with Yes under “Use this option”; "" when there is none."""
    table = program.table("rematch")
    marked = [str(name) for name in table.loc[table["use"].fillna(False).astype(bool), "option"]]
    if len(marked) > 1:
        header = WORKBOOK.table("rematch")["use"].header
        raise StepTooEarly(
            f"“{header}” is Yes for {joined(f'“{one}”' for one in marked)} on the Rematch tab.",
            "Leave Yes at one of them only and press Rematch once more.",
        )
    return marked[0] if marked else ""


def _rows(run: Running, plans: Sequence[Plan]) -> pd.DataFrame:
    """The typed rows of the Rematch table."""
    rows = []
    first = Scored.of(run.case, plans[0])
    for at, ((name, most), plan) in enumerate(zip(OPTIONS, plans)):
        scored = Scored.of(run.case, plan)
        same = _first_alike(plans, at)
        rows.append(
            {
                "option": name,
                "most": most,
                "disturbed": len(run.ended(plan)),
                "pairs": scored.pairs,
                "total": scored.total / 100,
                "bound": scored.bound / 100,
                "gain": (scored.total - first.total) / 100,
                "changes": _changes(run, plan) if same == at else _AS[same],
            }
        )
    columns = list(WORKBOOK.table("rematch").keys)
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _first_alike(plans: Sequence[Plan], at: int) -> int:
    """The first option with the same pairs as the one at `at`: itself, when none above has."""
    return next(k for k in range(at + 1) if set(plans[k].cells) == set(plans[at].cells))


_AS = [
    f"As with {'no other pair disturbed' if not most else f'“{name}”'}." for name, most in OPTIONS
]
"""What changes under a later option that leads to the same pairs as this one."""


def _changes(run: Running, plan: Plan) -> str:
    """Who starts with whom, and who ends, in words; best score first."""
    new, ended = run.new(plan), run.ended(plan)
    parts = [
        f"{head}: {_named(run.case, cells)}."
        for head, cells in (
            ("New", new),
            ("Ends", ended),
            ("No longer possible, because a rule or capacity has changed", list(run.gone)),
        )
        if cells
    ]
    return " ".join(parts) or "Nothing changes."


def _named(case: Case, cells: Iterable[Cell]) -> str:
    worth = case.worth.hundredths
    ordered = sorted(cells, key=lambda cell: (-int(worth[cell]), cell))
    named = [
        f"{mentor} with {leader} ({worth[cell] / 100:.1f})"
        for cell in ordered[:NAMED]
        for mentor, leader in [case.named(*cell)]
    ]
    if len(ordered) > NAMED:
        named.append(f"{len(ordered) - NAMED} more")
    return "; ".join(named)


def _with_options(program: Program, rows: pd.DataFrame) -> Program:
    """The program with these options; what was marked Use is cleared."""
    cells = program.cells("rematch")
    cleared = cells.assign(use=None) if "use" in cells.columns else cells
    program = replace(program, tables={**program.tables, "rematch": cleared})
    return program.rewrite("rematch", rows)


def _said(rows: pd.DataFrame) -> str:
    first, last = rows.iloc[0], rows.iloc[-1]
    text = (
        f"Without disturbing any other pair: {counted(int(first['pairs']), 'pair')}, total "
        f"{first['total']:.1f}"
    )
    use = "Put Yes under “Use this option” in one row and press Rematch once more"
    if not rows["gain"].any() and rows["pairs"].nunique() == 1:
        return f"{text}; disturbing others would gain nothing. {use}"
    best = rows.iloc[: len(rows) - 1].iloc[-1]
    more = int(best["pairs"] - first["pairs"])
    if best["disturbed"]:
        text += (
            f"; with {counted(int(best['disturbed']), 'other pair')} ended: "
            + (f"{counted(more, 'more pair')}, " if more else "")
            + f"{best['gain']:+.1f} points"
        )
    text += f"; without a limit {last['gain']:+.1f} points"
    return f"{text}. {use}"


def _used(run: Running, plan: Plan) -> Program:
    """The program after an option: its pairs on the Pairs tab, the options gone."""
    case, new, ended = run.case, run.new(plan), run.ended(plan)
    stay = [cell for cell in plan.cells if cell not in new]
    program = _with_ended(case, ended)
    worth = case.worth.hundredths
    settled = replace(case.settled, cells=[*case.settled.cells, *stay])
    after = replace(case, sides=replace(case.sides, program=program), settled=settled)
    old = sum(int(worth[cell]) for cell in stay)
    rest = Plan(tuple(new), plan.total - old, plan.bound - old, plan.seconds)
    done = proposed(after, Search(rest, rest), aim="Rematch")
    done = without_comparison(done)
    done = _with_options(done, pd.DataFrame(columns=list(WORKBOOK.table("rematch").keys)))
    did = [counted(len(new), "new pair") + " proposed"]
    over = _ending(case, ended)
    if over:
        did.insert(0, counted(len(over), "pair") + " ended")
    if len(over) < len(ended):
        did.insert(0, counted(len(ended) - len(over), "proposed pair") + " taken off")
    return done.saying(
        f"{joined(did)}. Talk to the people; then set the new pairs to Approved and press Make "
        "schedule",
        "Pairs",
    )


def _with_ended(case: Case, ended: Iterable[Cell]) -> Program:
    """The case's program in which the disturbed pairs have the status Ended.

    Pairs that are only proposed never met, so they are no past pairs: they go
    when the new pairs are written, and what HR typed there becomes a finding.
    """
    program = case.program
    cells = program.cells("pairs").copy()
    ids = _ending(case, ended)
    hit = [fold(as_text(id_)) in ids for id_ in cells["pair_id"]]
    cells["status"] = [
        "Ended" if is_hit else status for is_hit, status in zip(hit, cells["status"])
    ]
    return replace(program, tables={**program.tables, "pairs": cells})


def _ending(case: Case, cells: Iterable[Cell]) -> set[str]:
    """The IDs of these pairs, folded, without those that are only proposed."""
    pairs = case.program.table("pairs")
    proposed_only = {fold(id_) for id_ in pairs.loc[pairs["status"].eq("Proposed"), "pair_id"]}
    return {fold(pair_id(case.sides, cell)) for cell in cells} - proposed_only
