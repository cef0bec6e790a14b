"""What every hard rule removes, before any pair is made."""

from __future__ import annotations

import pandas as pd

from revmentor_xl.errors import NoFeasiblePairing
from revmentor_xl.findings.sentences import counted, joined
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.preconditions import need_people, need_rules
from revmentor_xl.steps.pairing.hard_rules.rulebook import MUST
from revmentor_xl.steps.pairing.hard_rules.rules import RULES, Effect, HardRules, Rule
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs

TOGETHER = "All rules together"
PRIVATE = "Private wishes, all together"


def preview(program: Program) -> Program:
    """Count for each hard rule what it removes; nothing is paired.

    Rewrites the table beside the Rules. Raises `IncompleteWorkbook` when the
    column of private wishes or the Rules are missing, `StepTooEarly` without
    mentors or leaders.
    """
    need_rules(program)
    case = Case.of(program)
    need_people(case.sides)
    done = program.rewrite("rule_effects", rule_effects(case))
    return done.saying(_said(case), "Rules")


def rule_effects(case: Case) -> pd.DataFrame:
    """The typed rows of the table of rule effects: one for each rule, at last all together.

    `removed` counts the pairs a rule forbids whatever the others do, `alone`
    those that would be possible without it. `mentors_without` and
    `leaders_without` count people whom the rule by itself leaves nobody of
    those who take part; private wishes are one sum. Parts of the score that
    are no must are left out.
    """
    rules = case.rules
    shown = [r for r in RULES if rules.effects[r.name].removed or not r.name.startswith(MUST)]
    rows = [_row(rules.effects[rule.name], rule) for rule in shown]
    mentors, leaders = _alone(rules)
    rows.append(
        {
            "rule": TOGETHER,
            "removed": int((~rules.allowed).sum()),
            "mentors_without": mentors,
            "leaders_without": leaders,
            "remedy": _left(case) + ".",
        }
    )
    return pd.DataFrame(rows, columns=list(WORKBOOK.table("rule_effects").keys))


def _row(effect: Effect, rule: Rule) -> dict[str, object]:
    return {
        "rule": rule_label(rule),
        "removed": effect.removed,
        "alone": effect.alone,
        "mentors_without": int(effect.mentors_without.sum()),
        "leaders_without": int(effect.leaders_without.sum()),
        "remedy": rule.remedy if effect.removed else "",
    }


def rule_label(rule: Rule) -> str:
    """How a rule is called in a table: what it says of a pair; private wishes as one."""
    return PRIVATE if rule.name == "veto" else rule.of_pair[0].upper() + rule.of_pair[1:]


def _alone(rules: HardRules) -> tuple[int, int]:
    """How many mentors and leaders take part and have nobody left under all rules."""
    mentors, leaders = rules.taking_part
    allowed = rules.allowed
    return int((mentors & ~allowed.any(axis=1)).sum()), int((leaders & ~allowed.any(axis=0)).sum())


def _left(case: Case) -> str:
    possible, total = int(case.rules.allowed.sum()), case.rules.allowed.size
    if not possible:
        return f"None of {counted(total, 'pair')} is possible"
    fit = len(case.settled.cells) + len(most_pairs(case.problem))
    are = "is" if possible == 1 else "are"
    return f"{possible:,} of {total:,} pairs {are} possible; at most {fit:,} at the same time"


def _said(case: Case) -> str:
    rules = case.rules
    said = _left(case)
    mentors, leaders = _alone(rules)
    without = [
        counted(number, role)
        for number, role in ((mentors, "mentor"), (leaders, "leader"))
        if number
    ]
    if without:
        has = "has" if mentors + leaders == 1 else "have"
        said += f"; {joined(without)} {has} no possible partner"
    worst = rules.decisive((slice(None), slice(None)))
    if worst is not None:
        said += f". What removes most: {rule_label(worst)[0].lower()}{rule_label(worst)[1:]}"
    return said


def nobody(rules: HardRules) -> NoFeasiblePairing:
    """What is raised when no pair is possible."""
    everything = (slice(None), slice(None))
    rule = rules.decisive(everything)
    assert rule is not None  # with people and no rule against them there is a pair
    count, total = rules.counts()[rule.name], rules.shape[0] * rules.shape[1]
    return NoFeasiblePairing(
        f"No pair is possible. What stands in the way most often: {rule.of_pair} "
        f"({count:,} of {total:,} possible pairs).",
        rule.remedy,
    )
