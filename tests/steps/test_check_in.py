"""Who is asked, when, and that no answer is ever lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.steps.health.check_in import check_in
from tests.programs import MONDAY, filled, program


def two_pairs(today: date = MONDAY, **settings: object) -> Program:
    """Two mentors of one leader; a third pair has ended."""
    people = program([{"id": m} for m in ("M1", "M2", "M3")], [{"id": "L1"}, {"id": "L2"}],
                     today=today, **settings)  # fmt: skip
    rows = [
        ("P1", "M1", "L1", "Active"),
        ("P2", "M2", "L1", "Approved"),
        ("P3", "M3", "L2", "Ended"),
    ]
    columns = ("pair_id", "mentor_id", "leader_id", "status")
    return filled(people, "pairs", [dict(zip(columns, row)) for row in rows])


def typed_in(changed: Program, answer: str, **answers: object) -> Program:
    """The program after somebody typed answers in one row of CheckIns."""
    cells = changed.cells("checkins").copy()
    row = cells.index[cells["answer_id"] == answer][0]
    for key, value in answers.items():
        cells.loc[row, key] = value
    return changed.with_cells("checkins", cells)


@pytest.mark.parametrize(
    ("after", "moments"),
    [
        (timedelta(days=-30), ["Start"]),
        (timedelta(days=69), ["Start"]),
        (timedelta(days=70), ["Start", "Month 3"]),
    ],
)
def test_moments(after: timedelta, moments: list[str]) -> None:
    rows = check_in(two_pairs(MONDAY + after)).table("checkins")
    assert list(dict.fromkeys(rows["moment"])) == moments


def test_one_row_per_person_of_a_running_pair() -> None:
    rows = check_in(two_pairs()).table("checkins")
    shown = rows[["answer_id", "person_id", "email", "role", "pairs"]]
    assert [tuple(row) for row in shown.itertuples(index=False)] == [
        ("M1 Start", "M1", "m1@example.com", "Mentor", ("P1",)),
        ("M2 Start", "M2", "m2@example.com", "Mentor", ("P2",)),
        ("L1 Start", "L1", "l1@example.com", "Leader", ("P1", "P2")),
    ]


def test_without_a_start_date_the_start_questions_can_be_sent() -> None:
    assert set(check_in(two_pairs(start_date=None)).table("checkins")["moment"]) == {"Start"}


def test_answers_and_notes_stay_on_a_second_run() -> None:
    asked = typed_in(check_in(two_pairs()), "M1 Start", confidence=4, note="called")
    again = check_in(asked).cells("checkins").set_index("answer_id")
    assert again.at["M1 Start", "confidence"] == 4
    assert again.at["M1 Start", "note"] == "called"


def test_the_answers_of_somebody_who_left_stay() -> None:
    asked = typed_in(check_in(two_pairs()), "M1 Start", confidence=4)
    pairs = asked.cells("pairs").copy()
    pairs.loc[pairs.index[0], "status"] = "Ended"
    left = check_in(asked.with_cells("pairs", pairs))
    assert list(left.table("checkins")["answer_id"]) == ["M1 Start", "M2 Start", "L1 Start"]
    assert left.cells("checkins").iloc[0]["confidence"] == 4
    assert not [finding for finding in left.findings if finding.code == "RM305"]


def test_a_row_that_stands_twice_is_not_lost_silently() -> None:
    asked = typed_in(check_in(two_pairs()), "M1 Start", note="first")
    cells = asked.cells("checkins")
    twin = cells.iloc[:1].assign(note="second")
    again = check_in(asked.with_cells("checkins", pd.concat([cells, twin])))
    assert again.table("checkins")["note"].iloc[0] == "first"
    assert [f.message for f in again.findings if "second" in f.message]


@pytest.mark.parametrize(
    ("listed", "today", "is_told"),
    [(70, 70, False), (70, 83, False), (70, 84, True), (84, 84, False), (90, 96, False),
     (90, 97, True), (None, 84, True)],
)  # fmt: skip
def test_who_has_not_answered_is_told_in_one_finding(
    listed: int | None, today: int, is_told: bool
) -> None:
    """Days after the start: two weeks after the questions can be sent, one after they are."""
    asked = check_in(two_pairs(MONDAY + timedelta(days=listed or 70)))
    asked = typed_in(asked, "M1 Month 3", talks_useful=5)
    if listed is None:  # rows that an earlier version of the tool has listed
        asked = asked.with_cells("checkins", asked.cells("checkins").assign(listed=None))
    asked = check_in(replace(asked, today=MONDAY + timedelta(days=today)))
    found = [finding for finding in asked.findings if finding.code == "RM701"]
    assert [finding.message for finding in found] == [
        "No answer to the Month 3 questions yet from M2 and L1."
    ] * is_told
    assert all(finding.sheet == "Check-ins" and finding.cell for finding in found)


def test_a_finding_names_five_people_at_most() -> None:
    many = [{"id": f"M{i}"} for i in range(8)]
    people = program(many, [{"id": "L1"}], today=MONDAY + timedelta(days=70))
    pairs = [
        {"pair_id": f"P{i}", "mentor_id": f"M{i}", "leader_id": "L1", "status": "Active"}
        for i in range(8)
    ]
    listed = check_in(filled(people, "pairs", pairs))
    (found,) = [
        finding
        for finding in check_in(replace(listed, today=MONDAY + timedelta(days=90))).findings
        if finding.code == "RM701"
    ]
    assert found.message.endswith("yet from M0, M1, M2, M3, M4 and 4 more.")


def test_the_day_of_listing_stays() -> None:
    asked = check_in(two_pairs())
    later = check_in(replace(asked, today=MONDAY + timedelta(days=80))).table("checkins")
    days = later.groupby("moment")["listed"].agg(set).to_dict()
    assert days == {"Start": {MONDAY}, "Month 3": {MONDAY + timedelta(days=80)}}


def test_findings_do_not_pile_up() -> None:
    once = check_in(two_pairs(MONDAY + timedelta(days=90)))
    assert check_in(once).findings == once.findings


def test_the_order_of_pairs_changes_nothing() -> None:
    plain = two_pairs()
    shuffled = plain.with_cells("pairs", plain.cells("pairs").iloc[::-1])
    one, other = check_in(plain), check_in(shuffled)
    assert one.cells("checkins").equals(other.cells("checkins"))
    assert one.cells("health").equals(other.cells("health"))


def test_too_early() -> None:
    with pytest.raises(StepTooEarly, match="Suggest pairs"):
        check_in(program())


def test_what_is_said() -> None:
    asked = check_in(two_pairs(MONDAY + timedelta(days=90)))
    assert asked.show == "Health"
    assert asked.said == ("Month 3: 0 of 3 answered. 2 pairs need a call: see Health.")


def test_what_is_said_before_anything_is_known() -> None:
    asked = check_in(two_pairs())
    assert asked.said == "The Start questions are listed for 3 people; 0 have answered."
    answered = check_in(typed_in(asked, "M1 Start", confidence=4))
    assert answered.said == "The Start questions are listed for 3 people; 1 has answered."
