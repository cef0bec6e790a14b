"""What stands on Checks belongs to the pairs that stand on Pairs, whichever button wrote them."""

from __future__ import annotations

from dataclasses import replace

from revmentor_xl.host.running import up_to_date
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.plans.plans import plans
from tests.programs import program


def without_partner(made: Program) -> list[str]:
    checks = made.table("checks")
    return sorted(checks.loc[checks["code"].isin(["RM504", "RM505"]), "message"])


def as_reopened(made: Program, ran: str) -> Program:
    """The program as the next command meets it: findings are on Checks only."""
    return replace(up_to_date(made, ran), findings=())


def test_a_plan_in_use_takes_the_earlier_findings_away() -> None:
    made = program(
        [
            {"id": "M1", "strengths": "Python; SQL"},
            {"id": "M2", "strengths": "Python"},
        ],
        [{"id": "L1", "learning_goals": "Python; SQL"}],
    )
    first = as_reopened(pair(made), "pair")
    assert [text.split(" ")[0] for text in without_partner(first)] == ["M2"]
    compared = as_reopened(plans(first), "plans")
    assert without_partner(compared) == without_partner(first)
    cells = compared.cells("plans")
    chosen = cells.assign(use=["Yes" if name == "Next best" else None for name in cells["plan"]])
    used = as_reopened(plans(compared.with_cells("plans", chosen)), "plans")
    assert list(used.table("pairs")["pair_id"]) == ["M2+L1"]
    assert [text.split(" ")[0] for text in without_partner(used)] == ["M1"]
    again = as_reopened(pair(used), "pair")
    assert [text.split(" ")[0] for text in without_partner(again)] == ["M2"]
