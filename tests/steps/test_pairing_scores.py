"""What two people are worth together: each part as a table of cases."""

from __future__ import annotations

import math
import random
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.program import Program
from revmentor_xl.schema.content import defaults
from revmentor_xl.schema.settings import MUST_HAVE, musts
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.features.common_time import common_time
from revmentor_xl.steps.pairing.features.pair_features import ROWS_AT_ONCE, Shared, in_both, whole
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.score.goals import skills_named
from revmentor_xl.steps.pairing.score.scoring import PARTS, Scores, scores
from tests.programs import filled, program


def scored(made: Program) -> Scores:
    sides = Sides.of(made)
    return scores(sides, common_time(sides))


def part(
    name: str, mentor: dict[str, object], leader: dict[str, object], **settings: object
) -> float | None:
    """The points of a part; None when it is left out because nobody answered anything."""
    made = program([{"id": "M", **mentor}], [{"id": "L", **leader}], **settings)
    return scored(made).of(0, 0).get(name)


@pytest.mark.parametrize(
    ("strengths", "goals", "expected"),
    [
        ("Python", "Python", 100),
        ("Python", "Coaching", 0),
        ("", "Python", None),
        ("Python", "", None),
        ("python", "PYTHON", 100),
        ("A", "A; B", 60),  # worth of A: 1, of B: 2/3
        ("B", "A; B", 40),
        ("B", "B; A", 60),
        ("A; B; C", "A; B; C; D", 96.9),  # three are plenty; D only tells apart
    ],
)
def test_skills_cover_goals(strengths: str, goals: str, expected: float | None) -> None:
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
        ("perspective", {"department": ""}, {"department": "IT"}, None),
        ("perspective", {"department": "", "location": "Bonn"}, {"location": "Bonn"}, 0),
        ("perspective", {"department": "HR", "location": "Bonn"},
         {"department": "IT", "location": "Lyon"}, 60),
        ("perspective", {"department": "IT", "perspectives": "A; B; C"},
         {"department": "IT", "perspectives": "A; D"}, 20),
        ("perspective", {"department": "IT", "perspectives": "A; B; C"},
         {"department": "IT", "perspectives": "A; B; C"}, 40),
        ("rapport", {"languages": "English"}, {"languages": "English"}, None),
        ("rapport", {"values": "Courage"}, {"values": "Kindness"}, 0),
        ("rapport", {"values": "Courage"}, {"values": "Courage"}, 20),
        ("rapport", {"values": "Courage; Kindness; Fairness"},
         {"values": "Fairness; Courage; Kindness"}, 40),
        ("rapport", {"styles": "A"}, {"styles": "A"}, 12.5),
        ("rapport", {"styles": "A; B"}, {"styles": "A; B"}, 25),
        ("rapport", {"interests": "Chess; Rowing"}, {"interests": "chess"}, 10),
        ("rapport", {"interests": "Tea, chess and Bach"}, {"interests": "Rowing, tea"}, 10),
        ("rapport", {"interests": "A; B; C"}, {"interests": "C; B; A"}, 20),
        ("rapport", {"interests": "none"}, {"interests": "None."}, 0),
        ("rapport", {"interests": "n/a; Tea"}, {"interests": "N/A"}, 0),
        ("rapport", {"languages": "English; Finnish"}, {"languages": "Finnish; English"}, 15),
        ("preference", {}, {}, None),
        ("preference", {"preferred": "Nobody Known"}, {}, 0),
        ("preference", {"preferred": "L"}, {}, 50),
        ("preference", {"preferred": "X; L"}, {}, 50),  # X is nobody
        ("preference", {"preferred": "M; L"}, {"preferred": "m@example.com"}, 90),
        ("time", {}, {}, 50),  # three hours shared, one needed, four more are 100
        ("time", {"availability": "Mon morning; Tue morning"},
         {"availability": "Mon morning; Tue morning; Wed morning"}, 100),
    ],
)  # fmt: skip
def test_the_other_parts(
    name: str, mentor: dict[str, object], leader: dict[str, object], expected: float | None
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
    must = {f"weight_{name}": MUST_HAVE for name in PARTS}
    assert musts(program([], []).with_settings(**must).settings) == list(PARTS)


def test_private_attributes_change_no_score() -> None:
    people: dict[str, object] = {"strengths": "Python", "learning_goals": "Python"}
    private = {"ergs": "Circle", "generation": "20-29", "topics_declined": "Age"}
    plain = scored(program([{"id": "M", **people}], [{"id": "L", **people}]))
    marked = program([{"id": "M", **people, **private}], [{"id": "L", **people, **private}])
    assert np.array_equal(plain.hundredths, scored(marked).hundredths)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Become good at Power BI and public speaking.", ["Power BI", "Public speaking"]),
        ("Work with ChatGPT; ChatGPT!", ["Generative AI"]),  # also called so on the Skills tab
        ("I hope to work in AI.", ["AI literacy"]),
        ("vorrei, ai miei colleghi", []),  # two letters count only as written on the tab
        ("Unpowered bikes", []),  # whole words only
        ("Public-Speaking", ["Public speaking"]),
        ("Responsible AI", ["Responsible AI"]),  # the longest name, and not “AI” in it
        ("", []),
    ],
)
def test_skills_are_found_in_career_goals(text: str, expected: list[str]) -> None:
    assert skills_named(program())(text) == expected


def test_career_goals_count_after_the_learning_goals() -> None:
    goals = {"learning_goals": "Negotiation", "career_goals": "Public speaking, negotiation"}
    assert part("leader_teaches", goals, {"strengths": "Negotiation"}) == 60  # 1 of 1 + 2/3
    assert part("leader_teaches", goals, {"strengths": "Public speaking"}) == 40
    only = {"career_goals": "Public speaking"}
    assert part("leader_teaches", only, {"strengths": "Public speaking"}) == 100
    assert part("mentor_teaches", {"strengths": "Public speaking"}, only) is None  # not for leaders


@pytest.mark.parametrize(
    ("circle", "expected"),
    [
        ("", 40),  # another department; of the circle nothing is known
        ("Legal", 50),  # and the mentor's department is not in it
        ("Sales; Legal", 40),
        ("legal, SALES", 40),
        ("Bonn", 40),  # names no department, and the mentor's place is in it
        ("Lyon", 40),  # the leader works in Bonn, so it is nothing new
        ("Rome", 40),  # nobody's place
        ("Legal; Lyon", 50),
        (f"Legal; Lyon; {defaults.PERSPECTIVES[0]}", 60),  # at most two gaps
        (defaults.PERSPECTIVES[0], 50),  # the mentor offers another viewpoint
        (defaults.PERSPECTIVES[1], 40),
        ("my golf friends", 40),
    ],
)
def test_gaps_in_the_leaders_circle(circle: str, expected: float) -> None:
    offered = defaults.PERSPECTIVES[1]
    mentors = [{"id": "M", "department": "Sales", "location": "Bonn", "perspectives": offered}]
    leaders = [{"id": "L", "department": "Finance", "location": "Bonn", "circle": circle}]
    others = [{"id": "X", "department": "Legal", "location": "Lyon"}]
    worth = scored(program([*mentors, *others], leaders))
    assert worth.of(0, 0)["perspective"] == expected


def test_a_place_that_the_circle_lacks() -> None:
    leader = {"department": "Finance", "location": "Lyon"}
    mentor = {"department": "Finance", "location": "Bonn"}
    assert part("perspective", mentor, leader) == 20
    assert part("perspective", mentor, {**leader, "circle": "Lyon"}) == 30
    assert part("perspective", mentor, {**leader, "circle": "Lyon; Bonn"}) == 20


def test_a_running_pair_fills_a_gap_for_others_and_not_for_itself() -> None:
    mentors = [
        {"id": i, "department": where}
        for i, where in (("M1", "Legal"), ("M2", "Legal"), ("M3", "Sales"))
    ]
    made = program(
        mentors,
        [{"id": "L", "department": "Finance", "circle": "IT"}, {"id": "X", "department": "IT"}],
    )
    before = [scored(made).of(i, 0)["perspective"] for i in range(3)]
    pair = {"pair_id": "M1+L", "mentor_id": "M1", "leader_id": "L", "status": "Active"}
    after = scored(filled(made, "pairs", [pair]))
    assert before == [50, 50, 50]
    assert [after.of(i, 0)["perspective"] for i in range(3)] == [50, 40, 50]
    assert after.hundredths[0, 0] == scored(made).hundredths[0, 0]


def test_generation_counts_only_when_hr_says_so() -> None:
    old, young = {"generation": "50-59"}, {"generation": "Under 25"}
    assert part("perspective", young, old) == 40
    assert part("perspective", young, old, use_generation=True) == 60
    assert part("perspective", young, young, use_generation=True) == 40
    assert part("perspective", young, {}, use_generation=True) == 40


def test_difference_is_capped() -> None:
    mentor = {"location": "Bonn", "generation": "A", "perspectives": "P; Q"}
    leader = {"location": "Lyon", "generation": "B", "perspectives": "P; Q", "circle": "Lyon"}
    assert part("perspective", mentor, leader, use_generation=True) == 100


def test_a_part_that_nobody_answered_does_not_lower_the_score() -> None:
    skills = {"strengths": "Python", "learning_goals": "Python"}
    weights = dict.fromkeys((f"weight_{name}" for name in PARTS), 0)
    weights |= {"weight_mentor_teaches": 10, "weight_preference": 5}
    made = program([{"id": "M", **skills}], [{"id": "L", **skills}], **weights)
    assert scored(made).hundredths.tolist() == [[10_000]]
    asked = program([{"id": "M", **skills, "preferred": "X"}], [{"id": "L", **skills}], **weights)
    assert scored(asked).hundredths.tolist() == [[6_667]]


def test_a_must_weighs_ten() -> None:
    weights = dict.fromkeys((f"weight_{name}" for name in PARTS), 0)
    weights |= {"weight_preference": 5}
    people = (
        [{"id": "M", "strengths": "Python", "preferred": "L"}],
        [{"id": "L", "learning_goals": "Python"}],
    )
    ten = program(*people, **{**weights, "weight_mentor_teaches": 10})
    must = program(*people, **{**weights, "weight_mentor_teaches": MUST_HAVE})
    assert scored(must).shares == {"mentor_teaches": 10 / 15, "preference": 5 / 15}
    assert np.array_equal(scored(must).hundredths, scored(ten).hundredths)


WORDS = st.lists(st.sampled_from(["A", "B", "C", "D", "E"]), max_size=5, unique=True).map("; ".join)
PERSON = st.fixed_dictionaries(
    dict.fromkeys(("strengths", "learning_goals", "values", "styles", "interests"), WORDS)
    | {
        "department": st.sampled_from(["", "Sales", "IT"]),
        "location": st.sampled_from(["", "Bonn", "Lyon"]),
        "perspectives": WORDS,
        "generation": st.sampled_from(["", "1", "2"]),
        "languages": st.sampled_from(["", "English", "English; French", "French"]),
        "preferred": st.sampled_from(["", "M0", "L0", "L1; M1", "L0; M0; L2; M2"]),
    }
)
LEADER = st.tuples(PERSON, WORDS).map(lambda both: {**both[0], "circle": both[1]})


def points_by_hand(program: Program, m: dict[str, Any], ld: dict[str, Any]) -> dict[str, int]:
    """Parts that need nothing but the two people, in hundredths, by counting answers."""

    def both(column: str) -> int:
        return len(set(m[column]) & set(ld[column]))

    rapport = 2000 * min(2, both("values")) + 1250 * min(2, both("styles"))
    rapport += 1000 * min(2, both("interests")) + 1500 * (both("languages") > 1)
    other = [bool(m[key] and ld[key] and m[key] != ld[key]) for key in ("department", "location")]
    perspective = 4000 * other[0] + 2000 * other[1] + 2000 * min(2, both("perspectives"))
    wishes = sum(
        5000 - 1000 * list(one["preferred"]).index(other["id"])
        for one, other in ((m, ld), (ld, m))
        if other["id"] in one["preferred"]
    )
    return {"rapport": rapport, "perspective": perspective, "preference": wishes}


@given(st.lists(PERSON, min_size=1, max_size=4), st.lists(PERSON, min_size=1, max_size=4))
def test_parts_are_what_counting_gives_and_the_score_is_their_mean(
    mentors: list[dict[str, object]], leaders: list[dict[str, object]]
) -> None:
    made = program(
        [{**one, "id": f"M{k}"} for k, one in enumerate(mentors)],
        [{**one, "id": f"L{k}"} for k, one in enumerate(leaders)],
    )
    sides, worth = Sides.of(made), scored(made)
    rows = [side.to_dict("records") for side in (sides.mentors, sides.leaders)]
    together = sum(worth.weights.values())
    for i, mentor in enumerate(rows[0]):
        for j, leader in enumerate(rows[1]):
            # a wish for somebody who is not there moves the next one up
            for one in (mentor, leader):
                there = {person["id"] for side in rows for person in side}
                one["preferred"] = tuple(p for p in one["preferred"] if p in there)
            for name, points in points_by_hand(made, mentor, leader).items():
                if name in worth.parts:
                    assert round(100 * worth.parts[name][i, j]) == points, (name, mentor, leader)
                else:
                    assert points == 0
            total = sum(w * round(100 * worth.parts[n][i, j]) for n, w in worth.weights.items())
            expected = (2 * total + together) // (2 * together) if together else 0
            assert worth.hundredths[i, j] == expected


@given(
    st.lists(PERSON, min_size=1, max_size=5),
    st.lists(LEADER, min_size=1, max_size=5),
    st.booleans(),
)
def test_a_pair_a_block_and_the_whole_give_the_same_points(
    mentors: list[dict[str, object]], leaders: list[dict[str, object]], generation: bool
) -> None:
    made = program(
        [{**one, "id": f"M{k}"} for k, one in enumerate(mentors)],
        [{**one, "id": f"L{k}"} for k, one in enumerate(leaders)],
        use_generation=generation,
    )
    pair = {"pair_id": "M0+L0", "mentor_id": "M0", "leader_id": "L0", "status": "Approved"}
    worth = scored(filled(made, "pairs", [pair]))
    n, m = worth.hundredths.shape
    cells = [(i, j) for i in range(n) for j in range(m)]
    listed = worth.of_cells(cells)
    backwards = np.arange(n)[::-1], np.arange(m)[::-1]
    for name, points in worth.parts.items():
        everything = points.of_block(slice(None), slice(None))
        assert everything.min() >= 0
        assert everything.max() <= 100
        assert np.array_equal(points.of_block(*backwards), everything[::-1, ::-1])
        assert [points[cell] for cell in cells] == everything.ravel().tolist()
        assert listed[name].tolist() == np.round(everything.ravel(), 1).tolist()


def test_the_same_answers_give_the_same_score_wherever_they_stand() -> None:
    skills = "; ".join(f"S{k}" for k in range(7))
    mentors = [{"id": f"M{k:03}", "strengths": skills} for k in range(300)]
    goals = "; ".join(f"S{k}" for k in range(1, 12, 2))
    leaders = [{"id": f"L{k:03}", "learning_goals": goals} for k in range(37)]
    assert len(np.unique(scored(program(mentors, leaders)).hundredths)) == 1


def test_no_hundredth_is_lost_on_the_way_to_the_points() -> None:
    """The formula of `Coverage` in plain numbers, for many mixed answers."""
    dice = np.random.default_rng(4)
    skills = [f"S{k}" for k in range(9)]
    people = [
        {
            "id": f"{role}{k:02}",
            "strengths": "; ".join(dice.permutation(skills)[: dice.integers(1, 5)]),
            "learning_goals": "; ".join(dice.permutation(skills)[: dice.integers(1, 6)]),
        }
        for role in "ML"
        for k in range(60)
    ]
    mentors, leaders = people[:60], people[60:]
    found = scored(program(mentors, leaders))
    known = [set(str(one["strengths"]).split("; ")) for one in mentors]
    for j, leader in enumerate(leaders):
        own = str(leader["strengths"]).split("; ")
        worth = {}
        for place, goal in enumerate(str(leader["learning_goals"]).split("; "), start=1):
            teachers = sum(goal in one for one in known)
            rare = 1 + math.log(61 / (teachers + 1)) / math.log(61) if teachers else 1
            worth[goal] = 2 / (1 + place) * rare * (0.5 if goal in own else 1)
        best, every = sum(sorted(worth.values())[-3:]), sum(worth.values())
        for i, can in enumerate(known):
            covered = sum(each for goal, each in worth.items() if goal in can)
            points = 80 * min(1, covered / best) + 20 * covered / every
            assert found.parts["mentor_teaches"][i, j] == round(points, 2), (i, j)


@pytest.mark.parametrize("more", [-1, 0, 1, ROWS_AT_ONCE])
def test_a_score_does_not_depend_on_the_block_in_which_it_stands(more: int) -> None:
    dice = random.Random(more)
    words = [f"W{k}" for k in range(9)]

    def person(id_: str) -> dict[str, object]:
        lists = ("strengths", "learning_goals", "values", "styles", "interests", "perspectives")
        said = {name: "; ".join(dice.sample(words, dice.randint(0, 9))) for name in lists}
        return {"id": id_, **said, "languages": "; ".join(dice.sample(words, 3))}

    count = ROWS_AT_ONCE + more
    made = program([person(f"M{k:03}") for k in range(count)], [person("L0"), person("L1")])
    worth = scored(made)
    for i in (0, count // 2, count - 2, count - 1):
        for j in range(2):
            total = sum(w * round(100 * worth.parts[n][i, j]) for n, w in worth.weights.items())
            together = sum(worth.weights.values())
            assert worth.hundredths[i, j] == (2 * total + together) // (2 * together)


@pytest.mark.parametrize("most", [1, 3, 40, 300])
def test_counts_told_by_one_product_are_those_of_each_list(most: int) -> None:
    """Also when the lists are so long that they need several products."""
    dice = random.Random(most)
    words = [f"W{k}" for k in range(most)]
    groups = [
        [set(dice.sample(words, dice.randint(0, most))) | set(words[:-1]) for _ in range(4)]
        for _ in range(6)
    ]
    worth = (1, 5, 25)
    lists = [
        (*in_both(groups[2 * k], groups[2 * k + 1]), partial(np.multiply, each))
        for k, each in enumerate(worth)
    ]
    shared = Shared.of(lists)
    assert (len(shared.packs) > 1) == (most >= 40)  # 3 x 6 binary digits are too many for one
    points = shared.points(whole((4, 4)))
    for i, j in np.ndindex(4, 4):
        counts = [len(groups[2 * k][i] & groups[2 * k + 1][j]) for k in range(3)]
        assert points[i, j] == sum(each * count for each, count in zip(worth, counts))


def test_one_pair_and_many_are_rounded_alike() -> None:
    skills = "; ".join(f"S{k}" for k in range(7))
    mentors = [{"id": f"M{k}", "strengths": f"S{k}; S{k % 3}"} for k in range(7)]
    worth = scored(program(mentors, [{"id": "L", "learning_goals": skills}]))
    cells = [(i, 0) for i in range(7)]
    assert [worth.of(*cell) for cell in cells] == worth.of_cells(cells).to_dict("records")
