"""What is asked for beforehand, in which order, and what cannot be read."""

from __future__ import annotations

from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.pairing.fixed_pairs.demands import demands
from tests.programs import filled, program

Row = dict[str, object]


def people() -> Program:
    return program([{"id": f"M{k}"} for k in range(5)], [{"id": f"L{k}"} for k in range(5)])


def row(mentor: str, leader: str, status: str = "Proposed", **more: object) -> Row:
    ids = {"pair_id": f"{mentor}+{leader}", "mentor_id": mentor, "leader_id": leader}
    return {**ids, "mentor": mentor, "leader": leader, "status": status, **more}


ROWS: list[Row] = [
    {"mentor": "M3", "leader": "L3"},
    row("M2", "L2", keep="Yes"),
    row("M1", "L1", "Active"),
    row("M4", "L0"),
    row("M0", "L1", "Ended", keep="Yes"),
    row("M0", "L2", "Rejected", keep="Yes"),
    {"mentor": "Nobody", "leader": "L0"},
    {"mentor": "M0", "leader": "L3", "status": "Ended"},
]
RULES: list[Row] = [{"mentor": "M4", "leader": "L4", "rule": "Must pair"}]


def test_every_demand_with_its_kind_in_the_order_of_settling() -> None:
    made = filled(filled(people(), "pairs", ROWS), "rules", RULES)
    found = [
        (one.kind, one.cell, one.row, one.pair_id, one.hand.row if one.hand else None)
        for one in demands(Sides.of(made))
    ]
    first, rule = made.cells("pairs").index[0], made.cells("rules").index[0]
    assert found == [
        ("approved", (1, 1), None, "M1+L1", None),
        ("kept", (2, 2), None, "M2+L2", None),
        ("by hand", (3, 3), None, "", first),
        ("rule", (4, 4), rule, "", None),
    ]


def test_what_is_settled_and_what_is_left_for_the_search() -> None:
    made = filled(filled(people(), "pairs", ROWS), "rules", RULES)
    settled = Case.of(made).settled
    first = int(made.cells("pairs").index[0])
    assert settled.cells == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert settled.by_hand == {first: (3, 3), first + 7: (0, 3)}
    assert list(settled.refused) == [first + 6]
    assert settled.mentor_places.tolist() == [1, 0, 0, 0, 0]
    assert settled.leader_places.tolist() == [1, 0, 0, 0, 0]


def test_the_order_of_the_rows_settles_nothing() -> None:
    wanted: list[Row] = [row("M1", "L1", keep="Yes"), row("M1", "L2", keep="Yes")]
    one, other = (
        Case.of(filled(people(), "pairs", rows)).settled.cells for rows in (wanted, wanted[::-1])
    )
    assert one == other == [(1, 1)]
