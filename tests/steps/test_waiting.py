"""The Waiting list: who waits, why, what would help, and with whom later."""

from __future__ import annotations

import pytest

from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.explained.waiting_list import waiting_rows
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from tests.programs import filled, program

Row = dict[str, object]


def waiting(made: Program) -> dict[str, Row]:
    """The rows by name, for the best pairs."""
    case = Case.of(made)
    plan = best_plan(case.problem, made.settings)
    table = waiting_rows(case, [*case.settled.cells, *plan.cells])
    assert list(table.columns) == list(WORKBOOK.table("waiting").keys)
    return {row["name"]: row for row in table.to_dict("records")}  # type: ignore[misc]


def crowd() -> Program:
    """Three mentors for one leader; Dan has not volunteered."""
    return program(
        [
            {"id": "M1", "name": "Ana", "strengths": "SQL", "department": "IT"},
            {"id": "M2", "name": "Ben"},
            {"id": "M3", "name": "Cem", "not_with": "L1"},
            {"id": "M4", "name": "Dan", "volunteered": "No"},
        ],
        [{"id": "L1", "name": "Ode", "learning_goals": "SQL"}],
    )


def test_who_waits_why_and_with_whom_later() -> None:
    rows = waiting(crowd())
    assert set(rows) == {"Ben", "Cem"}
    ben = rows["Ben"]
    assert (ben["person_id"], ben["role"], ben["department"]) == ("M2", "Mentor", "Sales")
    assert ben["why"] == "The only suitable leader is taken."
    assert ben["change"] == (
        "Ask Ode to take one more mentor, and raise the capacity on the Leaders tab from 1 to 2."
    )
    assert str(ben["later"]).startswith("Ode (")


def test_a_private_wish_names_nobody() -> None:
    cem = waiting(crowd())["Cem"]
    assert "Ode" not in f"{cem['why']} {cem['change']} {cem['later']}"
    assert cem["later"] == ""


def test_the_three_best_are_named_best_first() -> None:
    goals = {"L1": "SQL", "L2": "Python; SQL", "L3": "", "L4": ""}
    mentors = [{"id": f"M{k}", "strengths": "SQL; Python", "preferred": "L1"} for k in range(4)]
    made = program(
        [*mentors, {"id": "M", "strengths": "SQL"}],
        [{"id": id_, "learning_goals": wanted} for id_, wanted in goals.items()],
    )
    (row,) = waiting(made).values()
    named = [one.split(" (") for one in str(row["later"]).split("; ")]
    assert [name for name, _ in named] == ["L1", "L2", "L3"]
    scores = [float(score.rstrip(")")) for _, score in named]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("more", "waits"),
    [({}, True), ({"volunteered": "No"}, False), ({"capacity": 0}, False)],
)
def test_volunteers_outside_the_cohort_wait_too(more: Row, waits: bool) -> None:
    made = program([{"id": "M"}, {"id": "N", **more}], [{"id": "L"}])
    made = filled(made, "nominations", [{"nominee": "M", "selected": "Yes"}])
    rows = waiting(made)
    assert ("N" in rows) == waits
    if waits:
        assert rows["N"]["why"] == "Volunteered, but is not in the chosen cohort."
        assert "Yes under Selected on the Nominations tab" in str(rows["N"]["change"])
        assert str(rows["N"]["later"]).startswith("L (")


def test_nobody_waits_when_everybody_has_a_partner() -> None:
    assert waiting(program([{"id": "M"}], [{"id": "L"}])) == {}


def test_a_leader_who_waits_is_told_to_take_one_more_into_the_cohort() -> None:
    made = program([{"id": "M"}, {"id": "N"}], [{"id": "L"}, {"id": "K"}])
    made = filled(made, "nominations", [{"nominee": "M", "selected": "Yes"}])
    (leader,) = [row for row in waiting(made).values() if row["role"] == "Leader"]
    other = "K" if leader["name"] == "L" else "L"
    assert leader["change"] == (
        "Take N into the cohort: Yes under Selected on the Nominations tab; "
        f"{leader['name']} could then be with N."
    )
    done = filled(made, "nominations", [{"nominee": one, "selected": "Yes"} for one in "MN"])
    assert waiting(done) == {}, f"done as told, {other} keeps M and nobody waits"
