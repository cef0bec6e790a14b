"""Large pairings, each proven best by a certificate that needs no solver."""

from __future__ import annotations

import random

import numpy as np
import pytest

from revmentor_xl.program import Program
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.problem import Aim, Problem
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.verified.plain_rules import verify
from tests.checker_optimum import certified_key, fits, key
from tests.checker_pairing import complaints
from tests.programs import program

SKILLS = ("Python", "SQL", "Coaching", "Negotiation", "Storytelling", "Data visualization", "Sales")
BLOCKS = tuple(
    f"{day} {part}" for day in ("Mon", "Tue", "Wed") for part in ("morning", "afternoon")
)
DEPARTMENTS = ("Sales", "Finance", "Engineering", "Legal", "")


def people(dice: random.Random, role: str, count: int, others: int) -> list[dict[str, object]]:
    """People who stand in one another's way by lines, teams, vetoes, hours and languages."""
    other = "L" if role == "M" else "M"
    levels = ("Intern", "Junior", "Senior") if role == "M" else ("Manager", "Director", "Executive")
    return [
        {
            "id": f"{role}{k}",
            "level": dice.choice(levels),
            "department": dice.choice(DEPARTMENTS),
            "manager": dice.choice(("", f"L{dice.randrange(others)}", f"X{dice.randrange(20)}")),
            "strengths": "; ".join(dice.sample(SKILLS, 3)),
            "learning_goals": "; ".join(dice.sample(SKILLS, dice.randrange(4))),
            "availability": "; ".join(dice.sample(BLOCKS, 2)),
            "languages": dice.choice(("English", "English; French", "French", "")),
            "capacity": dice.choice((None, 1, 1, 2)),
            "not_with": f"{other}{dice.randrange(others)}" if dice.random() < 0.2 else "",
            "preferred": f"{other}{dice.randrange(others)}",
            "volunteered": "No" if dice.random() < 0.05 else "Yes",
        }
        for k in range(count)
    ]


def company(seed: int, mentors: int, leaders: int, **settings: object) -> Program:
    dice = random.Random(seed)
    ones, others = people(dice, "M", mentors, leaders), people(dice, "L", leaders, mentors)
    dice.shuffle(ones)
    dice.shuffle(others)
    return program(ones, others, **settings)


def told(made: Program) -> dict[str, float]:
    done = pair(made)
    table = done.table("pairs")
    return dict(zip(table["pair_id"], table["score"]))


@pytest.mark.parametrize("objective", [aim.value for aim in Aim])
def test_the_same_people_give_the_same_pairs_in_any_order_of_rows(objective: str) -> None:
    made = company(3, 30, 40, objective=objective)
    first = told(made)
    assert len(first) > 20
    dice = np.random.default_rng(9)
    for _ in range(3 if objective != Aim.TOTAL.value else 10):
        for side in ("mentors", "leaders"):
            rows = made.cells(side)
            made = made.with_cells(side, rows.iloc[dice.permutation(len(rows))])
        assert told(made) == first


@pytest.mark.slow
@pytest.mark.parametrize("objective", [aim.value for aim in Aim])
def test_fifty_shuffles_give_the_same_pairs(objective: str) -> None:
    made = company(4, 30, 40, objective=objective)
    first, dice = told(made), np.random.default_rng(10)
    for _ in range(50):
        for side in ("mentors", "leaders"):
            rows = made.cells(side)
            made = made.with_cells(side, rows.iloc[dice.permutation(len(rows))])
        assert told(made) == first


@pytest.mark.slow
@pytest.mark.parametrize("aim", tuple(Aim))
@pytest.mark.parametrize("seed", [1, 2])
def test_a_company_of_seven_hundred(aim: Aim, seed: int) -> None:
    made = company(seed, 300, 400, objective=aim.value, need_common_time=False)
    case = Case.of(made)
    plan = best_plan(case.problem, made.settings, aim)
    verify(case, list(plan.cells), plan)
    assert plan.is_proven
    assert fits(case.problem, plan.cells)
    assert certified_key(case.problem, plan.cells, aim) == key(
        case.worth.hundredths, plan.cells, aim
    )


@pytest.mark.slow
def test_a_whole_company_keeps_every_rule() -> None:
    done = pair(company(5, 60, 80))
    assert len(done.table("pairs")) > 40
    assert complaints(done) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("aim", tuple(Aim))
def test_random_scores_of_middle_size(aim: Aim, seed: int) -> None:
    dice = np.random.default_rng(seed)
    n, m = (int(k) for k in dice.integers(40, 120, 2))
    top = (10_001, 50, 3, 10_001)[seed]
    given = Problem(
        dice.integers(0, top, (n, m)),
        dice.random((n, m)) < (0.02, 0.1, 0.5, 1.0)[seed],
        dice.integers(0, 4, n),
        dice.integers(0, 4, m),
    )
    plan = best_plan(given, Settings(), aim)
    assert plan.is_proven
    assert fits(given, plan.cells)
    assert certified_key(given, plan.cells, aim) == key(given.worth, plan.cells, aim)


@pytest.mark.slow
def test_a_thousand_on_each_side() -> None:
    dice = np.random.default_rng(6)
    n = 1000
    given = Problem(
        dice.integers(0, 10_001, (n, n)),
        dice.random((n, n)) < 0.7,
        dice.integers(0, 3, n),
        dice.integers(0, 3, n),
    )
    for aim in (Aim.TOTAL, Aim.WORST):
        plan = best_plan(given, Settings(), aim)
        assert plan.is_proven
        assert certified_key(given, plan.cells, aim) == key(given.worth, plan.cells, aim)
