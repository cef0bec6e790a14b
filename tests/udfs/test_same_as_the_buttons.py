"""Whatever is chosen, settled or gone, a function answers what the buttons write for the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
import revmentor_udfs as functions

from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.select_cohort import select
from revmentor_xl.steps.worksheet.what_if import explain
from tests.programs import MONDAY, filled, program
from tests.steps.schedules import changed
from tests.udfs.tables import Tables
from tests.udfs.test_same_as_the_steps import RULED, SCORED


@pytest.fixture(autouse=True)
def _on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "today", lambda: MONDAY)


def company(**settings: object) -> Program:
    """Five mentors and four leaders of several departments, one without a place."""
    mentors: list[dict[str, object]] = [
        {"id": "M1", "name": "Ana Li", "strengths": "Python; SQL", "department": "Sales"},
        {"id": "M2", "name": "Ben Ode", "strengths": "SQL", "department": "Legal"},
        {"id": "M3", "name": "Cy Paz", "learning_goals": "Coaching", "department": "IT"},
        {"id": "M4", "name": "Di Ost", "strengths": "Python", "department": "IT"},
        {"id": "M5", "name": "Ed Ruiz", "strengths": "Excel", "not_with": "Kim Tan"},
    ]
    leaders: list[dict[str, object]] = [
        {"id": "L1", "name": "Lee Roe", "learning_goals": "Python; SQL", "capacity": 2},
        {"id": "L2", "name": "Kim Tan", "strengths": "Coaching", "learning_goals": "Excel"},
        {"id": "L3", "name": "Jo Umm", "learning_goals": "SQL", "circle": "Finance"},
        {"id": "L4", "name": "Ray Vo", "capacity": 0},
    ]
    return program(mentors, leaders, **settings)


def nominated(given: Program, *nominees: str) -> Program:
    return filled(given, "nominations", [{"nominee": one} for one in nominees])


def settled(given: Program, **status: str) -> Program:
    """Paired, with the first pairs in these states, and paired anew."""
    done = pair(given)
    ids = sorted(done.table("pairs")["pair_id"])
    for pair_id, state in zip(ids, status.values()):
        done = changed(done, "pairs", {"pair_id": pair_id}, status=state)
    return pair(done)


def without(given: Program, table: str, id_: str) -> Program:
    frame = given.cells(table)
    return given.with_cells(table, frame[frame["id"] != id_])


def approved_then_gone() -> Program:
    done = settled(company(), a="Approved", b="Active", c="Approved")
    gone = done.table("pairs").iloc[0]["leader_id"]
    return without(done, "leaders", gone)


CASES: Mapping[str, Callable[[], Program]] = {
    "everybody": lambda: pair(company()),
    "a chosen cohort": lambda: pair(select(nominated(company(cohort_size=2), "M1", "M3", "M5"))),
    "a cohort of one, by name": lambda: pair(select(nominated(company(), "Paz, Cy"))),
    "a cohort chosen after pairing": lambda: select(nominated(pair(company()), "M2", "M4")),
    "approved pairs": lambda: settled(company(), a="Approved", b="Active"),
    "approved pairs outside the cohort": lambda: select(
        nominated(settled(company(), a="Approved", b="Active"), "M5", "M4")
    ),
    "ended and rejected pairs": lambda: settled(company(), a="Ended", b="Rejected"),
    "an approved pair of somebody who left": approved_then_gone,
    "somebody did not volunteer": lambda: pair(
        changed(company(), "mentors", {"id": "M2"}, volunteered="No")
    ),
    "rules": lambda: pair(
        filled(
            company(),
            "rules",
            [
                {"mentor": "Ana Li", "leader": "L1", "rule": "Must not pair"},
                {"mentor": "M4", "leader": "Kim Tan", "rule": "Must pair"},
            ],
        )
    ),
    "other settings": lambda: pair(company(weight_mentor_teaches=1, level_gap=1)),
    "a new place after pairing": lambda: changed(
        pair(company()), "leaders", {"id": "L4"}, capacity=2
    ),
}


@pytest.fixture(scope="module", params=CASES)
def file(request: pytest.FixtureRequest) -> Program:
    return CASES[request.param]()


def ids(given: Program, key: str) -> list[str]:
    return list(given.table(key)["id"])


def couples(file: Program) -> list[tuple[str, str]]:
    return [(m, leader) for m in ids(file, "mentors") for leader in ids(file, "leaders")]


@pytest.fixture(scope="module")
def explained(file: Program) -> Program:
    """The file after “Explain pairs”, asked about any two, and on What if about M1 and L1."""
    asked = [{"mentor": m, "leader": leader} for m, leader in couples(file)]
    chosen = filled(file, "what_if", [{"mentor": "M1", "leader": "L1"}])
    return explain(filled(chosen, "questions", asked))


def test_points_and_reasons_are_those_that_suggest_pairs_writes(file: Program) -> None:
    done = pair(file)
    tables = Tables(done).args(*SCORED)
    rows = done.table("pairs")
    rows = rows[~rows["status"].isin(("Ended", "Rejected"))]
    there = rows["leader_id"].isin(ids(done, "leaders"))
    asked = rows.loc[there, ["mentor_id", "leader_id", "score", "reason"]]
    assert len(asked)
    for mentor, leader, score, reason in asked.itertuples(index=False):
        assert functions.rm_score(mentor, leader, *tables) == [[score]]
        assert functions.rm_why(mentor, leader, *tables) == [[reason]]


def test_why_not_is_what_explain_pairs_answers_of_any_two(
    file: Program, explained: Program
) -> None:
    two, answers = couples(file), list(explained.cells("questions")["answer"])
    tables = Tables(file).args(*RULED)
    said = [functions.rm_whynot(m, leader, *tables)[0][0] for m, leader in two]
    assert dict(zip(two, said)) == dict(zip(two, answers))


def test_best_partners_are_the_runners_up_of_everybody_who_takes_part(
    file: Program, explained: Program
) -> None:
    listed = explained.table("runners_up")
    tables = Tables(file).args(*RULED)
    assert len(listed)
    found: dict[str, list[list[object]]] = {}
    for person, other, points in listed[["person_id", "other", "score"]].itertuples(index=False):
        found.setdefault(person, []).extend([[other, points]] if other else [])
    for person in [*ids(file, "mentors"), *ids(file, "leaders")]:
        best = functions.rm_best(person, 3, *tables)
        assert [row for row in best if row[1] != ""] == found.get(person, []), person


def test_the_tab_what_if_keeps_what_its_functions_answer(file: Program, explained: Program) -> None:
    mentor, leader = "M1", "L1"
    kept = explained.table("what_if_answers").to_dict("records")
    tables = Tables(file)
    scored, ruled = tables.args(*SCORED), tables.args(*RULED)
    best = [row[0] for row in functions.rm_best(mentor, 3, *ruled) if row[0]]
    assert [row["answer"] or row["points"] for row in kept] == [
        functions.rm_score(mentor, leader, *scored)[0][0],
        functions.rm_why(mentor, leader, *scored)[0][0],
        functions.rm_whynot(mentor, leader, *ruled)[0][0],
        *best,
    ]
