"""Pairing: the best pairs of mentors and leaders under the hard rules.

`sides` says who can be paired, `rules` (with `forbidden` and `common_time`)
who never is, `scoring` how well two fit, `pins` what is settled beforehand,
`solve` finds the optimum and proves it, `reasons` and `unpaired` tell why,
`promises` what could not be kept or is not known for sure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from revmentor_xl.errors import NoFeasiblePairing, StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checks.wishes import unread_rule_findings, veto_findings
from revmentor_xl.steps.pairing.common_time import common_time
from revmentor_xl.steps.pairing.pins import Pins, pins
from revmentor_xl.steps.pairing.promises import need_rules, not_kept, perhaps_same_line
from revmentor_xl.steps.pairing.reasons import reason
from revmentor_xl.steps.pairing.rules import HardRules
from revmentor_xl.steps.pairing.scoring import Scores, scores
from revmentor_xl.steps.pairing.sides import Sides
from revmentor_xl.steps.pairing.solve import Plan, best_plan
from revmentor_xl.steps.pairing.unpaired import unpaired
from revmentor_xl.steps.participants import also_in, id_order, repeated_emails
from revmentor_xl.steps.sentences import counted

__all__ = ["pair"]


def pair(program: Program) -> Program:
    """Suggest pairs: as many as possible, then the best total score.

    Rewrites the Pairs table. Approved and active pairs and those to keep
    stay, ended ones stand below and are never repeated. Everybody without a
    partner becomes a finding, and so does every rule and private wish that
    could not be read. Raises `IncompleteWorkbook` when the column of private
    wishes or the Rules are missing, `StepTooEarly` without mentors or
    leaders, `NoFeasiblePairing` when nobody can be paired, `SolverFailed`
    when the optimum is not proven.
    """
    need_rules(program)
    sides = Sides.of(program)
    _need_people(sides)
    time = common_time(sides)
    rules = HardRules.of(sides, time)
    settled = pins(sides, rules)
    worth = scores(sides, time)
    free = rules.allowed.copy()
    for cell in settled.cells:
        free[cell] = False
    plan = best_plan(
        worth.hundredths, free, settled.mentor_places, settled.leader_places, program.settings
    )
    cells = [*settled.cells, *plan.cells]
    if not cells and not settled.absent:
        raise _nobody(rules)
    left = unpaired(
        sides,
        rules,
        [i for i, _ in cells] + settled.waiting_mentors,
        [j for _, j in cells] + settled.waiting_leaders,
    )
    earlier = tuple(f for f in program.findings if f.found_by != "pair")
    done = replace(program, findings=earlier)
    done = done.rewrite("pairs", _table(sides, settled, cells, worth))
    done = done.with_findings([trouble.located(done) for trouble in settled.troubles])
    done = done.with_findings(left)
    unread = [
        *unread_rule_findings(done, sides.directory, "pair"),
        *veto_findings(done, sides.directory, "pair"),
    ]
    done = done.with_findings([*unread, *perhaps_same_line(done, sides, cells)])
    said = _said(settled, cells, plan, worth, len(left)) + not_kept(unread)
    return done.saying(said, "Pairs")


def _need_people(sides: Sides) -> None:
    for people, key, other in (
        (sides.mentors, "mentors", "leaders"),
        (sides.leaders, "leaders", "mentors"),
    ):
        if not people.empty:
            continue
        tab, rows = WORKBOOK.sheet_of[key].name, sides.program.table(key)
        doubled = len({*also_in(rows, sides.program.table(other)), *repeated_emails(rows)})
        if doubled and doubled == len(rows):
            who = f"All {doubled} people" if doubled > 1 else "The only person"
            raise StepTooEarly(
                f"{who} on the {tab} tab {'are' if doubled > 1 else 'is'} listed as "
                f"{other if doubled > 1 else other[:-1]} as well, or twice.",
                "Decide on one role for each of them and delete the other row; Checks lists them.",
            )
        raise StepTooEarly(
            f"There is nobody on the {tab} tab who could be paired.",
            "Import the survey answers or fill in the tab, then look at Checks.",
        )


def _nobody(rules: HardRules) -> NoFeasiblePairing:
    everything = (slice(None), slice(None))
    rule = rules.decisive(everything)
    assert rule is not None  # with people and no rule against them there is a pair
    count, total = rules.counts()[rule.name], rules.shape[0] * rules.shape[1]
    return NoFeasiblePairing(
        f"No pair is possible. What stands in the way most often: {rule.of_pair} "
        f"({count:,} of {total:,} possible pairs).",
        rule.remedy,
    )


def _table(
    sides: Sides, settled: Pins, cells: list[tuple[int, int]], worth: Scores
) -> pd.DataFrame:
    """The typed rows of Pairs: best score first, ended pairs below."""
    before = sides.program.table("pairs")
    rows: list[dict[str, Any]] = [_row(sides, i, j, worth) for i, j in cells]
    stay = before["status"].eq("Ended") | before["pair_id"].isin(settled.absent)
    rows += [{str(key): value for key, value in row.items()} for _, row in before[stay].iterrows()]
    ended = set(before.loc[before["status"].eq("Ended"), "pair_id"])

    def place(row: dict[str, Any]) -> tuple[bool, float, object]:
        score, pair_id = row["score"], row["pair_id"]
        return pair_id in ended, 0.0 if pd.isna(score) else -score, id_order(pair_id)

    rows.sort(key=place)
    return pd.DataFrame(rows, columns=list(WORKBOOK.table("pairs").keys))


def _row(sides: Sides, i: int, j: int, worth: Scores) -> dict[str, object]:
    mentor, leader = sides.mentors.iloc[i], sides.leaders.iloc[j]
    return {
        "pair_id": f"{mentor['id']}+{leader['id']}",
        "mentor_id": mentor["id"],
        "mentor": mentor["name"],
        "mentor_department": mentor["department"],
        "leader_id": leader["id"],
        "leader": leader["name"],
        "leader_department": leader["department"],
        "score": int(worth.hundredths[i, j]) / 100,
        "reason": reason(mentor, leader),
        "status": "Proposed",  # where HR chose another, that one is carried over
        **worth.of(i, j),
    }


def _said(
    settled: Pins, cells: list[tuple[int, int]], plan: Plan, worth: Scores, without: int
) -> str:
    fixed = sum(int(worth.hundredths[cell]) for cell in settled.cells)
    number = len(cells) + len(settled.absent)
    text = (
        f"{counted(number, 'pair')}, proven best "
        f"(total {(fixed + plan.total) / 100:.1f} of at most {(fixed + plan.bound) / 100:.1f})"
    )
    if settled.cells:
        text += f"; {len(settled.cells)} of them were settled before"
    if without:
        text += f"; {counted(without, 'person has', 'people have')} no partner: see Checks"
    return text
