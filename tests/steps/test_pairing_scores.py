"""What two people are worth together: each part as a table of cases."""

from __future__ import annotations

import numpy as np
import pytest

from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.common_time import common_time
from revmentor_xl.steps.pairing.scoring import PARTS, Scores, scores
from revmentor_xl.steps.pairing.sides import Sides
from tests.programs import program


def scored(made: Program) -> Scores:
    sides = Sides.of(made)
    return scores(sides, common_time(sides))


def part(name: str, mentor: dict[str, object], leader: dict[str, object]) -> float:
    made = program([{"id": "M", **mentor}], [{"id": "L", **leader}])
    return scored(made).of(0, 0)[name]


@pytest.mark.parametrize(
    ("strengths", "goals", "expected"),
    [
        ("Python", "Python", 100),
        ("Python", "Coaching", 0),
        ("", "Python", 0),
        ("Python", "", 0),
        ("python", "PYTHON", 100),
        ("A", "A; B", 60),  # worth of A: 1, of B: 2/3
        ("B", "A; B", 40),
        ("B", "B; A", 60),
        ("A; B; C", "A; B; C; D", 96.9),  # three are plenty; D only tells apart
    ],
)
def test_skills_cover_goals(strengths: str, goals: str, expected: float) -> None:
    assert part("mentor_teaches", {"strengths": strengths}, {"learning_goals": goals}) == expected
    assert part("leader_teaches", {"learning_goals": goals}, {"strengths": strengths}) == expected


def test_a_rare_skill_counts_more_than_a_common_one() -> None:
    mentors = [{"id": f"M{k}", "strengths": "Common"} for k in range(9)]
    mentors.append({"id": "M9", "strengths": "Rare"})
    worth = scored(program(mentors, [{"id": "L", "learning_goals": "Common; Rare"}]))
    common, rare = worth.of(0, 0)["mentor_teaches"], worth.of(9, 0)["mentor_teaches"]
    swapped = scored(program(mentors, [{"id": "L", "learning_goals": "Rare; Common"}]))
    assert rare > 0.6 * common  # though it stands in the second place
    assert swapped.of(9, 0)["mentor_teaches"] > swapped.of(0, 0)["mentor_teaches"] + 20


def test_a_goal_the_learner_knows_already_counts_half() -> None:
    leader = {"learning_goals": "Python; SQL", "strengths": "Python"}
    knows = part("mentor_teaches", {"strengths": "Python"}, leader)
    new = part("mentor_teaches", {"strengths": "Python"}, {**leader, "strengths": ""})
    assert knows < new


@pytest.mark.parametrize(
    ("name", "mentor", "leader", "expected"),
    [
        ("perspective", {"department": "HR"}, {"department": "hr"}, 0),
        ("perspective", {"department": "HR"}, {"department": "IT"}, 40),
        ("perspective", {"department": ""}, {"department": "IT"}, 0),
        ("perspective", {"department": "HR", "location": "Bonn"},
         {"department": "IT", "location": "Lyon"}, 60),
        ("perspective", {"department": "IT", "perspectives": "A; B; C"},
         {"department": "IT", "perspectives": "A; D"}, 20),
        ("perspective", {"department": "IT", "perspectives": "A; B; C"},
         {"department": "IT", "perspectives": "A; B; C"}, 40),
        ("rapport", {"languages": "English"}, {"languages": "English"}, 0),
        ("rapport", {"values": "Courage"}, {"values": "Courage"}, 25),
        ("rapport", {"values": "Courage; Kindness; Fairness"},
         {"values": "Fairness; Courage; Kindness"}, 50),
        ("rapport", {"styles": "A; B"}, {"styles": "A; B"}, 30),
        ("rapport", {"languages": "English; Finnish"}, {"languages": "Finnish; English"}, 20),
        ("preference", {}, {}, 0),
        ("preference", {"preferred": "L"}, {}, 50),
        ("preference", {"preferred": "X; L"}, {}, 50),  # X is nobody
        ("preference", {"preferred": "M; L"}, {"preferred": "m@example.com"}, 90),
        ("time", {}, {}, 50),  # three hours shared, one needed, four more are 100
        ("time", {"availability": "Mon morning; Tue morning"},
         {"availability": "Mon morning; Tue morning; Wed morning"}, 100),
    ],
)  # fmt: skip
def test_the_other_parts(
    name: str, mentor: dict[str, object], leader: dict[str, object], expected: float
) -> None:
    assert part(name, mentor, leader) == expected


def test_the_score_is_the_weighted_mean_and_a_weight_of_zero_drops_a_part() -> None:
    weights = dict.fromkeys((f"weight_{name}" for name in PARTS), 0)
    made = program(
        [{"id": "M", "strengths": "Python", "preferred": "L"}],
        [{"id": "L", "learning_goals": "Python"}],
        **{**weights, "weight_mentor_teaches": 3, "weight_preference": 1},
    )
    worth = scored(made)
    assert set(worth.parts) == {"mentor_teaches", "preference"}
    assert worth.hundredths.tolist() == [[8750]]  # (3 x 100 + 1 x 50) / 4
    assert scored(made.with_settings(**weights)).hundredths.tolist() == [[0]]


def test_every_part_has_a_weight_and_a_column() -> None:
    columns = WORKBOOK.table("pairs").keys
    for name in PARTS:
        assert name in columns
        assert hasattr(program([], []).settings, f"weight_{name}")


def test_private_attributes_change_no_score() -> None:
    people = {"strengths": "Python", "learning_goals": "Python"}
    private = {"ergs": "Circle", "generation": "20-29", "topics_declined": "Age"}
    plain = scored(program([{"id": "M", **people}], [{"id": "L", **people}]))
    marked = program([{"id": "M", **people, **private}], [{"id": "L", **people, **private}])
    assert np.array_equal(plain.hundredths, scored(marked).hundredths)
