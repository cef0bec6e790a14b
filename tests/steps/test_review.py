"""Six months later: differences of the same people, honest readings, consent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from revmentor_xl.program import Program
from revmentor_xl.steps.reviewing.outcomes import compared_items, measured
from revmentor_xl.steps.reviewing.review import review
from revmentor_xl.steps.reviewing.stories import decisions, skills_gained
from tests.programs import MONDAY, filled, program


def answered(
    before: list[int | None], after: list[int | None], item: str = "confidence", **more: object
) -> Program:
    """Mentors with their rating at the start and at month 6."""
    n = len(before)
    people = program(
        [{"id": f"M{i}"} for i in range(n)],
        [{"id": f"L{i}"} for i in range(n)],
        today=MONDAY + timedelta(weeks=25),
    )
    pairs = [
        {"pair_id": f"P{i}", "mentor_id": f"M{i}", "leader_id": f"L{i}", "status": "Active"}
        for i in range(n)
    ]
    rows = {"checkins": ("Start", before), "review": ("Month 6", after)}
    people = filled(people, "pairs", pairs)
    for table, (moment, ratings) in rows.items():
        people = filled(
            people,
            table,
            [
                {"answer_id": f"M{i} {moment}", "person_id": f"M{i}", "name": f"M{i}",
                 "role": "Mentor", "moment": moment, item: rating, **more}
                for i, rating in enumerate(ratings)
            ],
        )  # fmt: skip
    return people


def outcome(program: Program, measure: str = "Confidence") -> dict[str, object]:
    rows = review(program).table("outcomes").to_dict("records")
    (row,) = [r for r in rows if r["measure"] == measure and r["role"] == "Mentor"]
    return {str(key): value for key, value in row.items()}


@pytest.mark.parametrize(
    ("before", "after", "people", "change", "reading"),
    [
        ([2, 2, 3, 3, 2, 3], [4, 3, 4, 4, 4, 4], 6, 1.33, "Higher by 1.3"),
        ([4, 4, 4, 4, 5, 4], [2, 3, 3, 2, 3, 3], 6, -1.5, "Lower by 1.5"),
        ([3, 4, 3, 4, 3], [4, 3, 4, 3, 3], 5, 0.0, "No clear change"),
        ([3, 3, 3], [5, 4, 5], 3, 1.67, "Too few to say: only 3 people"),
        ([3, 3, 3, 3, 3], [4, 4, 4, 4, 4], 5, 1.0, "Everybody changed by the same"),
        ([3, None, 3, 2, 3, 9], [4, 4, None, 4, 4, 4], 3, 1.33, "Too few to say"),
        ([None], [4], 0, None, "Nobody has answered both times yet."),
    ],
)
def test_outcomes(
    before: list[int | None], after: list[int | None], people: int, change: float, reading: str
) -> None:
    row = outcome(answered(before, after))
    assert row["people"] == people
    assert row["change"] == pytest.approx(change, nan_ok=True) or change is None
    assert str(row["reading"]).startswith(reading)


def test_the_interval_is_the_paired_one() -> None:
    row = outcome(answered([2, 2, 3, 3, 2, 3], [4, 3, 4, 4, 4, 4]))
    assert (row["low"], row["high"]) == (0.79, 1.88)


def test_each_role_is_compared_on_its_own_questions() -> None:
    assert {item.key for item in compared_items("Mentor")} >= {"visibility", "confidence"}
    assert {item.key for item in compared_items("Leader")} >= {"skill_level"}
    assert "visibility" not in {item.key for item in compared_items("Leader")}
    assert len(measured(program())) == len(compared_items("Mentor")) + len(compared_items("Leader"))


def test_few_answers_are_noted_once() -> None:
    seen = review(review(answered([3, 3, 3], [5, 4, 5])))
    found = [finding for finding in seen.findings if finding.code == "RM703"]
    assert [(f.sheet, "Confidence (mentors)" in f.message) for f in found] == [("Report", True)]


@pytest.mark.parametrize(
    ("consent", "told_by", "found"),
    [("Named", ["M0"], 0), ("Anonymous", ["anonymous"], 0), ("No", [], 0), (None, [], 1)],
)
def test_stories_need_consent(consent: str | None, told_by: list[str], found: int) -> None:
    told = answered([3], [4], success_story="It helped.", story_consent=consent)
    seen = review(told)
    assert seen.table("stories")["told_by"].tolist() == told_by
    assert sum(finding.code == "RM702" for finding in seen.findings) == found


def test_many_open_consents_are_one_finding() -> None:
    told = answered([3] * 4, [4] * 4, success_story="It helped.")
    (found,) = [f for f in review(told).findings if f.code == "RM702"]
    assert "4 people" in found.message


def test_skills_are_counted_by_their_name_on_the_skills_tab() -> None:
    gained = answered([3, 3], [4, 4], skills_gained="short-form video; Juggling, none")
    assert skills_gained(gained) == {"Juggling": 2, "Short-form video": 2}


@pytest.mark.parametrize(("text", "count"), [("Opened the budget", 1), ("None.", 0), ("", 0)])
def test_decisions(text: str, count: int) -> None:
    told = answered([3], [4], decision_influenced=text)
    leader = told.cells("review").assign(role="Leader")
    assert len(decisions(told.with_cells("review", leader))) == count


def test_rows_and_answers_stay() -> None:
    seen = review(answered([3, 3], [4, 4]))
    rows = seen.cells("review")
    assert list(rows["answer_id"]) == ["M0 Month 6", "M1 Month 6", "L0 Month 6", "L1 Month 6"]
    assert list(rows["confidence"]) == [4, 4, None, None]
    assert seen.said.startswith("2 of 4 people answered the Month 6 questions.")


def test_an_earlier_run_leaves_no_findings() -> None:
    once = review(answered([3, 3, 3], [5, 4, 5]))
    assert review(once).findings == once.findings
