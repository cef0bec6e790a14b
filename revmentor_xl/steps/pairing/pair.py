"""Pairing: the best pairs of mentors and leaders under the hard rules.

`case` reads a program for pairing: who could be paired (`sides`), what never
may be (`hard_rules`), what is settled beforehand (`settled`) and how well two
fit (`score`). `case.group_guards` asks `optimum`, which knows only numbers, for the best
plan and its proof; `verified` checks it again; `output.plan` writes it down, with
its proof and who is `waiting`. `preview` counts what the rules remove,
`compared` sets plans side by side and says what each rule costs, `explained`
why these two and not others, `rematch` what to do when pairs have ended.
"""

from __future__ import annotations

from revmentor_xl.program import Program
from revmentor_xl.steps.solving.progress import part, progress

__all__ = ["pair"]


def pair(program: Program) -> Program:
    """Suggest pairs: as many as possible, then the best under the aim of the settings.

    Rewrites the Pairs table. Approved and active pairs and those to keep
    stay, ended and rejected ones stand below and are never repeated. Above the
    pairs stands how good they are and how far that is proven; the Waiting list
    and the effects of the rules are brought up to date, and the Plans tab is
    emptied because it compared other pairs. Everybody without a partner
    becomes a finding, and so does every rule and private wish that could not
    be read. Raises `IncompleteWorkbook` when the column of private wishes or
    the Rules are missing, `StepTooEarly` without mentors or leaders,
    `NoFeasiblePairing` when nobody can be paired, `SolverFailed` when no plan
    is found or it turns out to break a rule.
    """
    # the checks of every command read modules beside this one, and need no solver
    from revmentor_xl.steps.pairing.case.case import Case
    from revmentor_xl.steps.pairing.case.group_guards import searched
    from revmentor_xl.steps.pairing.case.preconditions import need_people, need_rules
    from revmentor_xl.steps.pairing.output.plan import proposed, without_comparison
    from revmentor_xl.steps.pairing.preview import nobody

    need_rules(program)
    progress(0.0, "scoring every possible pair")
    case = Case.of(program)
    need_people(case.sides)
    with part(0.2, 0.8):
        search = searched(case)
    if not (search.plan.cells or case.settled.cells or case.settled.absent):
        raise nobody(case.rules)
    progress(0.8, "checking the pairs again and writing down the reasons")
    return without_comparison(proposed(case, search))
