"""Pairs typed, typed over and rejected by hand: given these rows, these pairs."""

from __future__ import annotations

import pytest

from revmentor_xl.errors import NoFeasiblePairing
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.pair import pair
from tests.checker_pairing import complaints
from tests.programs import filled, program

Row = dict[str, object]


def crossed(mentor: Row | None = None, leader: Row | None = None, **settings: object) -> Program:
    """Anna fits Lena, Ben fits Luis; `mentor` says more of Anna and `leader` of Luis."""
    return program(
        [
            {"id": "M1", "name": "Anna", "strengths": "Python", **(mentor or {})},
            {"id": "M2", "name": "Ben", "strengths": "SQL"},
        ],
        [
            {"id": "L1", "name": "Lena", "learning_goals": "Python"},
            {"id": "L2", "name": "Luis", "learning_goals": "SQL", **(leader or {})},
        ],
        **settings,
    )


def row(mentor: str, leader: str, status: str = "Proposed", **more: object) -> Row:
    """A row as the tool writes it."""
    names = {"M1": "Anna", "M2": "Ben", "L1": "Lena", "L2": "Luis"}
    return {
        "pair_id": f"{mentor}+{leader}",
        "mentor_id": mentor,
        "mentor": names[mentor],
        "leader_id": leader,
        "leader": names[leader],
        "status": status,
        **more,
    }


def done(rows: list[Row], made: Program | None = None) -> Program:
    return pair(filled(made or crossed(), "pairs", rows))


def pairs(made: Program) -> dict[str, str]:
    table = made.table("pairs")
    return dict(zip(table["pair_id"], table["status"]))


def of_pairs(made: Program) -> list[Finding]:
    """What is told about rows typed by hand and the life of pairs."""
    return [f for f in made.findings if "RM530" <= f.code <= "RM541" and f.found_by == "pair"]


def cell(made: Program, row_: int, column: str) -> str:
    return made.places["pairs"].cell(row_, column)


FIRST = 10  # the row of the first pair on the sheet


@pytest.mark.parametrize(
    "typed",
    [
        {"mentor": "Anna", "leader": "Luis"},
        {"mentor_id": "M1", "leader_id": "L2"},
        {"mentor": "m1@example.com", "leader": "LUIS"},
        {"mentor": "M1", "leader_id": "L2", "leader": "Luis"},
        {"mentor": "Luis", "leader": "Anna"},  # the columns mixed up: roles are known
        {"mentor": "Anna", "leader": "Luis", "status": "Proposed", "keep": "No"},
    ],
)
def test_a_typed_row_becomes_a_pair_that_stays(typed: Row) -> None:
    made = done([{**typed, "note": "they asked"}])
    assert pairs(made) == {"M1+L2": "Proposed", "M2+L1": "Proposed"}
    table = made.table("pairs").set_index("pair_id")
    mine = table.loc["M1+L2"]
    assert (mine["mentor"], mine["mentor_id"], mine["mentor_department"]) == ("Anna", "M1", "Sales")
    assert (mine["leader"], mine["leader_department"]) == ("Luis", "Finance")
    assert mine["score"] >= 0
    assert mine["reason"]
    assert (mine["keep"], mine["note"]) == (True, "they asked")
    assert of_pairs(made) == []
    assert complaints(made) == []
    assert pairs(pair(made)) == pairs(made)


def test_a_pair_typed_as_active_is_active() -> None:
    made = done([{"mentor": "Anna", "leader": "Luis", "status": "Active"}])
    assert pairs(made) == {"M1+L2": "Active", "M2+L1": "Proposed"}


def test_a_past_pair_typed_as_ended_is_never_proposed() -> None:
    made = done([{"mentor": "Anna", "leader": "Lena", "status": "Ended", "note": "last year"}])
    assert pairs(made) == {"M1+L2": "Proposed", "M2+L1": "Proposed", "M1+L1": "Ended"}
    assert made.table("pairs").set_index("pair_id").loc["M1+L1", "note"] == "last year"
    assert pairs(pair(made)) == pairs(made)


@pytest.mark.parametrize(
    ("typed", "code", "column", "words"),
    [
        ({"mentor": "Anna"}, "RM530", "leader", "no Leader"),
        ({"leader_id": "L1"}, "RM530", "mentor", "no Mentor"),
        ({"mentor": "Ana", "leader": "Luis"}, "RM531", "mentor", "“Ana”"),
        ({"mentor": "Anna", "leader_id": "L9"}, "RM531", "leader_id", "“L9”"),
        ({"mentor": "Anna", "leader": "Ben"}, "RM531", "leader", "Leaders tab"),
        ({"mentor_id": "M1", "mentor": "Ben", "leader": "Luis"}, "RM532", "mentor", "“Ben”"),
    ],
)
def test_a_typed_row_that_is_not_clear_stays_and_is_told(
    typed: Row, code: str, column: str, words: str
) -> None:
    made = done([{**typed, "note": "mine"}])
    assert pairs(made) == {"M1+L1": "Proposed", "M2+L2": "Proposed"}
    (told,) = of_pairs(made)
    assert (told.code, told.sheet, told.cell) == (code, "Pairs", cell(made, FIRST + 2, column))
    assert words in told.message
    left = made.cells("pairs").loc[FIRST + 2]
    assert {key: left[key] for key in typed} == typed
    assert left["note"] == "mine"
    again = pair(made)
    assert of_pairs(again) == [told]
    assert again.cells("pairs").loc[FIRST + 2, "note"] == "mine"


@pytest.mark.parametrize(
    ("mentor", "leader", "rows", "code", "words"),
    [
        ({"not_with": "Luis"}, {}, [], "RM536", "something private stands in the way"),
        ({}, {"level": "Junior"}, [], "RM536", "levels are too close"),
        ({}, {}, [row("M1", "L1", "Approved")], "RM537", "Anna has 1 place"),
        ({}, {}, [row("M2", "L2", "Active")], "RM537", "Luis has 1 place"),
        ({}, {}, [row("M1", "L2", "Ended")], "RM536", "it was ended"),
        ({}, {}, [row("M1", "L2", "Rejected", rejected_because="Goals do not fit")],
         "RM536", "HR rejected"),
    ],
)  # fmt: skip
def test_a_typed_pair_against_a_rule_or_without_a_place_stays_unpaired(
    mentor: Row, leader: Row, rows: list[Row], code: str, words: str
) -> None:
    typed = {"mentor": "Anna", "leader": "Luis", "note": "please"}
    made = done([*rows, typed], crossed(mentor, leader))
    assert pairs(made).get("M1+L2") in (None, "Ended", "Rejected")
    told = next(f for f in of_pairs(made) if f.code == code)
    assert words in told.message
    last = made.cells("pairs").index[-1]
    assert told.cell == cell(made, int(last), "mentor")
    assert [made.cells("pairs").at[last, key] for key in typed] == list(typed.values())


def test_two_typed_pairs_for_one_place() -> None:
    made = done([{"mentor": "Anna", "leader": "Luis"}, {"mentor": "Anna", "leader": "Lena"}])
    assert pairs(made) == {"M1+L1": "Proposed", "M2+L2": "Proposed"}
    assert [f.code for f in of_pairs(made)] == ["RM537"]


def test_a_typed_pair_that_stands_there_already_is_kept() -> None:
    made = done([row("M1", "L2", note="old"), {"mentor": "Anna", "leader": "Luis"}])
    assert pairs(made) == {"M1+L2": "Proposed", "M2+L1": "Proposed"}
    assert made.table("pairs").set_index("pair_id").loc["M1+L2", "keep"]
    assert made.table("pairs").set_index("pair_id").loc["M1+L2", "note"] == "old"


# --- typed over --------------------------------------------------------------


@pytest.mark.parametrize(
    "over",
    [
        {"leader": "Luis"},
        {"leader_id": "L2"},
        {"leader": "Luis", "leader_id": "L2"},
        {"leader": "l2@example.com"},
    ],
)
def test_a_name_typed_over_makes_another_pair(over: Row) -> None:
    made = done([{**row("M1", "L1", note="swap"), **over}, row("M2", "L2")])
    assert pairs(made) == {"M1+L2": "Proposed", "M2+L1": "Proposed"}
    (told,) = of_pairs(made)
    assert told.code == "RM533"
    assert told.message == (
        "Anna and Luis are a pair now, because you typed it over Anna and Lena."
    )
    mine = made.table("pairs").set_index("pair_id").loc["M1+L2"]
    assert (mine["keep"], mine["note"]) == (True, "swap")
    assert of_pairs(pair(made)) == []


@pytest.mark.parametrize(
    ("before", "over", "code", "words"),
    [
        (row("M1", "L1", "Active"), {"leader": "Luis"}, "RM534", "which is active"),
        (row("M1", "L1", keep="Yes"), {"leader": "Lucy"}, "RM535", "“Lucy”"),
        (row("M1", "L1", "Approved"), {"mentor": "Anna Maria"}, "RM534", "“Anna Maria”"),
    ],
)
def test_what_cannot_be_typed_over_is_told_and_the_pair_is_left(
    before: Row, over: Row, code: str, words: str
) -> None:
    made = done([{**before, **over}])
    assert pairs(made) == {"M1+L1": before["status"], "M2+L2": "Proposed"}
    (told,) = of_pairs(made)
    assert told.code == code
    assert words in told.message
    assert made.table("pairs").set_index("pair_id").loc["M1+L1", "leader"] == "Lena"


def test_a_name_typed_over_against_a_rule_stays_as_typed() -> None:
    made = done([{**row("M1", "L1"), "leader": "Luis"}], crossed({"not_with": "Luis"}))
    assert pairs(made) == {"M1+L1": "Proposed", "M2+L2": "Proposed"}
    last = made.cells("pairs").iloc[-1]
    assert [last[key] for key in ("pair_id", "mentor", "leader")] == [None, "Anna", "Luis"]
    assert [f.code for f in of_pairs(made)] == ["RM536"]
    assert [f.code for f in of_pairs(pair(made))] == ["RM536"]


def test_a_row_as_the_tool_wrote_it_is_not_typed_over() -> None:
    first = pair(crossed())
    assert of_pairs(pair(first)) == []
    assert first.cells("pairs").equals(pair(first).cells("pairs"))


# --- rejected ----------------------------------------------------------------

TEAM: list[Row] = [
    {"id": "L1", "name": "Lena", "learning_goals": "Python", "manager": "boss@example.com"},
    {"id": "L2", "name": "Luis", "learning_goals": "Python", "manager": "boss@example.com"},
    {"id": "L3", "name": "Lou", "learning_goals": "Python", "manager": "L1"},
    {"id": "L4", "name": "Boss", "email": "boss@example.com", "learning_goals": "Python"},
    {"id": "L5", "name": "Far", "manager": "X9"},
]


@pytest.mark.parametrize(
    ("because", "left"),
    [
        ("Conflict of interest", {"L2", "L3", "L4", "L5"}),
        ("Too close at work", {"L5"}),
        ("Know each other well", {"L2", "L3", "L4", "L5"}),
        ("Goals do not fit", {"L2", "L3", "L4", "L5"}),
        ("Calendars do not fit", {"L2", "L3", "L4", "L5"}),
        ("One of them said no", {"L2", "L3", "L4", "L5"}),
        ("Another reason", {"L2", "L3", "L4", "L5"}),
        (None, {"L2", "L3", "L4", "L5"}),
    ],
)
def test_what_a_reason_for_rejecting_keeps_apart(because: str | None, left: set[str]) -> None:
    made = program([{"id": "M1", "name": "Anna", "strengths": "Python"}], TEAM)
    proposed = set()
    rejected = row("M1", "L1", "Rejected", rejected_because=because, note="see mail")
    rules: list[Row] = []
    for _ in TEAM:  # forbid what is proposed, until nothing is left
        again = filled(filled(made, "pairs", [rejected]), "rules", rules)
        try:
            after = pair(again)
        except NoFeasiblePairing:
            break
        (one,) = after.table("pairs").query("status == 'Proposed'")["leader_id"]
        proposed.add(one)
        rules.append({"mentor": "M1", "leader": one, "rule": "Must not pair"})
        assert after.table("pairs").set_index("pair_id").loc["M1+L1", "note"] == "see mail"
    assert proposed == left


def test_a_no_is_told_to_nobody() -> None:
    made = program([{"id": "M1", "name": "Anna"}], [{"id": "L1", "name": "Lena"}, {"id": "L2"}])
    rejected = row("M1", "L1", "Rejected", rejected_because="One of them said no")
    rule = {"mentor": "Anna", "leader": "Lena", "rule": "Must pair"}
    after = pair(filled(filled(made, "pairs", [rejected]), "rules", [rule]))
    told = [f.message for f in after.findings if f.code == "RM502"]
    assert told == ["Anna and Lena must be paired, but something private stands in the way."]
    assert not any("said no" in f.message + f.remedy for f in after.findings)


@pytest.mark.parametrize(
    ("state", "codes"),
    [
        ({"status": "Proposed", "rejected_because": "Goals do not fit"}, ["RM538"]),
        ({"status": "Active", "rejected_because": "Goals do not fit"}, ["RM538"]),
        ({"status": "Rejected"}, ["RM539"]),
        ({"status": "Rejected", "rejected_because": "Goals do not fit", "keep": "Yes"}, ["RM541"]),
        ({"status": "Ended", "keep": "Yes"}, ["RM541"]),
        ({"status": "Ended", "keep": "No"}, []),
        ({"status": "Approved", "keep": "Yes"}, []),
        ({"status": "Rejected", "rejected_because": "Another reason"}, []),
    ],
)
def test_states_that_do_not_go_together(state: Row, codes: list[str]) -> None:
    made = done([row("M1", "L1", **state)])  # type: ignore[arg-type]
    assert [f.code for f in of_pairs(made)] == codes
    assert made.table("pairs").set_index("pair_id").loc["M1+L1", "status"] == state["status"]


def test_a_pair_that_has_met_is_ended_and_not_rejected() -> None:
    held = {"event_id": "E1", "pair_id": "M1+L1", "number": 1, "held": "Held"}
    made = filled(crossed(), "sessions", [held])
    told = of_pairs(done([row("M1", "L1", "Rejected", rejected_because="Another reason")], made))
    assert [f.code for f in told] == ["RM540"]
