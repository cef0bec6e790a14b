"""A plan becomes what HR sees: pairs, their proof, who waits, what every rule removed."""

from __future__ import annotations

import math

import pandas as pd

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.group_guards import Search
from revmentor_xl.steps.pairing.case.preconditions import not_kept, perhaps_same_line
from revmentor_xl.steps.pairing.explained.waiting_list import left_over, unpaired, waiting_rows
from revmentor_xl.steps.pairing.optimum.problem import Plan
from revmentor_xl.steps.pairing.output.pairs_tab import adopted
from revmentor_xl.steps.pairing.output.proof import Scored, proof_row, proven
from revmentor_xl.steps.pairing.preview import rule_effects
from revmentor_xl.steps.pairing.verified.plain_rules import verify
from revmentor_xl.steps.people.vetoes_and_rules import unread_rule_findings, veto_findings

COMPARED = ("plans", "prices", "plan_pairs")
"""The tables of the Plans tab: they are about the pairs that stood there before."""


def proposed(case: Case, search: Search, aim: str = "") -> Program:
    """The program with a search's plan on the Pairs tab, and all that belongs to it.

    Checked again before anything is written. Rewrites Pairs, the proof above
    them, the Waiting list and the effects of the rules, and gives a finding
    for everybody without a partner, every guard that could not hold and every
    rule or wish that could not be read. `aim` says in words what the plan is,
    when it is not the one of the settings. Raises `WrongResult` when the plan
    breaks a rule.
    """
    plan = search.plan
    cells = [*case.settled.cells, *plan.cells]
    verify(case, cells, plan, claims_best=not aim)
    without = left_over(case, cells)
    missed = 0 if aim else _unreached(search)
    done = adopted(case, plan.cells)
    done = done.rewrite("proof", proof_row(case, plan, aim, missed))
    done = done.rewrite("waiting", waiting_rows(case, cells, without))
    done = done.rewrite("rule_effects", rule_effects(case))
    unread = _unread(case, done)
    left = unpaired(case, without)
    guards = [] if aim else _guards_missed(search)
    done = done.with_findings(
        [*left, *guards, *unread, *perhaps_same_line(done, case.sides, cells)]
    )
    return done.saying(_said(case, plan, len(left), missed) + not_kept(unread), "Pairs")


def _unreached(search: Search) -> int:
    """Guards that do not hold without a proof that they cannot."""
    return sum(not (one.holds or one.is_proven) and one.short_of is None for one in search.outcomes)


def _guards_missed(search: Search) -> list[Finding]:
    findings = []
    for outcome in search.outcomes:
        if not outcome.holds:
            in_pairs = outcome.guard.whole is None
            unit = "pairs" if in_pairs else "percent"
            reached = "nothing" if outcome.reached is None else f"{_down(outcome.reached)} {unit}"
            name = "guard_not_held" if outcome.is_proven else "guard_not_reached"
            facts = {"guard": outcome.guard.name, "reached": reached}
            if outcome.short_of is not None:
                name = "guard_short_of"
                nearly = math.floor((outcome.reached or 0) * 100) / 100
                facts["reached"] = f"{nearly:.2f} percent"
                # rounded up, so that what is said to be out of reach is
                facts["short_of"] = f"{math.ceil(outcome.short_of * 100) / 100:.2f} percent"
            findings.append(found(name, sheet="Pairs", found_by="pair", **facts))
    return findings


def _down(reached: float) -> str:
    """With one decimal at most, rounded down: what is missed must not look reached."""
    return f"{math.floor(round(reached * 10, 6)) / 10:g}"


def _unread(case: Case, done: Program) -> list[Finding]:
    directory = case.sides.directory
    return [
        *unread_rule_findings(done, directory, "pair"),
        *veto_findings(done, directory, "pair"),
    ]


def without_comparison(program: Program) -> Program:
    """The program whose Plans tab is empty, because its pairs are no longer those compared.

    What HR typed there is kept as a finding.
    """
    for key in COMPARED:
        if len(program.cells(key)):
            program = program.rewrite(key, pd.DataFrame(columns=list(WORKBOOK.table(key).keys)))
    return program


def _said(case: Case, plan: Plan, without: int, missed: int) -> str:
    scored = Scored.of(case, plan)
    how = (
        f"{counted(missed, 'group guard')} not reached in time"
        if missed
        else proven(scored, aim=case.aim)
    )
    text = (
        f"{counted(scored.pairs, 'pair')}, {how[0].lower()}{how[1:]} "
        f"(total {scored.total / 100:.1f} of at most {scored.bound / 100:.1f})"
    )
    if case.settled.cells:
        were = "was" if len(case.settled.cells) == 1 else "were"
        text += f"; {len(case.settled.cells)} of them {were} settled before"
    if without:
        text += (
            f"; {counted(without, 'person has', 'people have')} no partner: see the Waiting list"
        )
    return text
