"""The smallest change that helps: it is told, and when HR makes it, there is one more pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import NoFeasiblePairing
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.explained.smallest_remedy import Doctor
from revmentor_xl.steps.pairing.fixed_pairs.minimal_conflict import minimal_clash
from revmentor_xl.steps.pairing.optimum.maximum_matching import most_pairs
from revmentor_xl.steps.pairing.pair import pair
from tests.programs import filled, program
from tests.tries import tries

Row = dict[str, object]
BOTH = "Mon morning; Tue morning"


def remedies(made: Program) -> dict[str, str]:
    """Each person without a partner, by name, with what HR is told to do."""
    return {
        one.message.split(" (")[0]: one.remedy
        for one in made.findings
        if one.code in ("RM504", "RM505")
    }


def number(made: Program) -> int:
    pairs = made.table("pairs")
    return int((~pairs["status"].isin(["Ended", "Rejected"])).sum())


def changed(made: Program, table: str, id_: str, **cells: object) -> Program:
    frame = made.cells(table).copy()
    for key, value in cells.items():
        frame.loc[frame["id"] == id_, key] = value
    return made.with_cells(table, frame)


Change = tuple[str, str, Row]

SCENES: list[tuple[str, list[Row], list[Row], dict[str, object], str, str, Change]] = [
    (
        "a block of the mentor",
        [{"id": "M", "availability": "Fri morning"}, {"id": "N"}],
        [{"id": "L", "availability": BOTH}, {"id": "K", "availability": BOTH}],
        {},
        "M",
        "Ask M for one more block of availability: “Mon morning” (their own time) would open "
        "2 leaders, among them K.",
        ("mentors", "M", {"availability": "Fri morning; Mon morning"}),
    ),
    (
        "a block in another time zone",
        [{"id": "M", "availability": "Fri morning", "time_zone": "America/New_York"}],
        [{"id": "L", "availability": "Mon afternoon"}, {"id": "X", "level": "Junior"}],
        {},
        "M",
        "Ask M for one more block of availability: “Mon morning” (their own time) would open L.",
        ("mentors", "M", {"availability": "Fri morning; Mon morning"}),
    ),
    (
        "a language",
        [{"id": "M", "languages": "Finnish"}, {"id": "N"}],
        [{"id": "L", "languages": "French; English"}, {"id": "K", "languages": "French"},
         {"id": "J", "languages": "French"}],
        {},
        "M",
        "Ask M whether a conversation in French is possible: it would open 2 leaders, among them "
        "J.",
        ("mentors", "M", {"languages": "Finnish; French"}),
    ),
    (
        "the Yes of a leader",
        [{"id": "M", "preferred": "L"}, {"id": "N"}],
        [{"id": "L"}, {"id": "K", "volunteered": "No"}],
        {},
        "N",
        "Ask K to take part, and enter Yes under Volunteered; N could then be with K.",
        ("leaders", "K", {"volunteered": "Yes"}),
    ),
    (
        "the Yes of a mentor",
        [{"id": "M", "preferred": "L"}, {"id": "N", "volunteered": ""}],
        [{"id": "L"}, {"id": "K"}],
        {},
        "K",
        "Ask N to take part, and enter Yes under Volunteered; K could then be with N.",
        ("mentors", "N", {"volunteered": "Yes"}),
    ),
    (
        "one more place of a leader",
        [{"id": "M", "preferred": "L"}, {"id": "N"}],
        [{"id": "L"}],
        {},
        "N",
        "Ask L to take one more mentor, and raise the capacity on the Leaders tab from 1 to 2.",
        ("leaders", "L", {"capacity": 2}),
    ),
    (
        "a leader who takes nobody",
        [{"id": "M"}],
        [{"id": "L", "capacity": 0}, {"id": "K", "level": "Junior"}],
        {},
        "M",
        "Ask L to take one more mentor, and raise the capacity on the Leaders tab from 0 to 1.",
        ("leaders", "L", {"capacity": 1}),
    ),
    (
        "one level less",
        [{"id": "M", "level": "Senior"}],
        [{"id": "L", "level": "Director"}, {"id": "K", "level": "Junior"}],
        {"level_gap": 3},
        "M",
        "Lower “Levels apart, at least” on the Settings tab from 3 to 2: for M it would open L.",
        ("settings", "level_gap", {"value": 2}),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("mentors", "leaders", "chosen", "who", "told", "change"),
    [pytest.param(*scene[1:], id=scene[0]) for scene in SCENES],
)
def test_the_change_that_is_told_gives_one_more_pair(
    mentors: list[Row],
    leaders: list[Row],
    chosen: dict[str, object],
    who: str,
    told: str,
    change: tuple[str, str, Row],
) -> None:
    made = program(mentors, leaders, **chosen)
    found, before = told_and_number(made)
    assert found[who] == told
    table, id_, cells = change
    after = (
        made.with_settings(**{id_: cells["value"]})
        if table == "settings"
        else changed(made, table, id_, **cells)
    )
    assert number(pair(after)) == before + 1


def told_and_number(made: Program) -> tuple[dict[str, str], int]:
    """What is told about everybody without a partner, and how many pairs there are."""
    try:
        done = pair(made)
    except NoFeasiblePairing:
        case = Case.of(made)
        doctors = Doctor.both(case, [])
        return {
            doctor.name(at): doctor.change(at)
            for role, doctor in doctors.items()
            for at in range(case.sides.shape[role == "leader"])
        }, 0
    return remedies(done), number(done)


def rule(mentor: str, leader: str, kind: str) -> Row:
    return {"mentor": mentor, "leader": leader, "rule": kind}


def test_a_demanded_pair_is_to_be_released() -> None:
    # M can only be with L, N with both, and a rule holds N to L
    made = program([{"id": "M", "not_with": "K"}, {"id": "N"}], [{"id": "L"}, {"id": "K"}])
    held = filled(made, "rules", [rule("N", "L", "Must pair")])
    done = pair(held)
    assert remedies(done)["M"] == (
        "Release N and L (delete the “Must pair” rule on the Rules tab): M could be with L, and N "
        "with K."
    )
    assert number(pair(made)) == number(done) + 1


def test_somebody_else_could_make_room() -> None:
    # L cannot take more, K meets on another day, and only N is free to be with K
    bound = [{"id": f"M{k}", "not_with": "K"} for k in range(5)]
    made = program(
        [*bound, {"id": "N", "preferred": "L"}],
        [{"id": "L", "capacity": 5}, {"id": "K", "availability": "Tue morning"}],
    )
    done = pair(made)
    (left,) = set(remedies(done)) - {"K"}
    assert remedies(done)[left] == (
        "Ask N for one more block of availability: “Tue morning” (their own time) would open K, "
        f"and make room for {left}."
    )
    asked = changed(made, "mentors", "N", availability=BOTH)
    assert number(pair(asked)) == number(done) + 1


def test_nobody_is_asked_for_what_a_private_wish_forbids() -> None:
    made = program(
        [{"id": "M", "not_with": "L", "availability": "Fri morning"}, {"id": "N"}],
        [{"id": "L"}, {"id": "K"}],
    )
    told = remedies(pair(changed(made, "leaders", "K", availability="Mon morning")))
    assert "L" not in told["M"].replace("Leaders", "")
    assert "would open K." in told["M"]


def test_where_two_things_are_missing_both_are_told() -> None:
    made = program([{"id": "A"}, {"id": "M", "languages": "Finnish"}], [{"id": "L"}])
    assert remedies(pair(made))["M"] == (
        "Ask which other languages a conversation is possible in. All leaders who take part are "
        "taken, so one more leader is needed as well."
    )


# --- what cannot all hold --------------------------------------------------


def earlier(mentor: str, leader: str, status: str, **more: object) -> Row:
    ids = {"pair_id": f"{mentor}+{leader}", "mentor_id": mentor, "leader_id": leader}
    return {**ids, "mentor": mentor, "leader": leader, "status": status, **more}


def test_demands_that_clash_are_named_and_no_others() -> None:
    made = program([{"id": f"M{k}"} for k in range(4)], [{"id": "L", "capacity": 2}, {"id": "K"}])
    made = filled(made, "pairs", [earlier("M0", "L", "Proposed", keep="Yes")])
    made = filled(
        made,
        "rules",
        [rule("M1", "L", "Must pair"), rule("M2", "L", "Must pair"), rule("M3", "K", "Must pair")],
    )
    (told,) = [one for one in pair(made).findings if one.code == "RM503"]
    assert told.message == (
        "These 3 cannot all hold: M0 with L (marked Keep), M1 with L (a “Must pair” rule) and "
        "M2 with L (a “Must pair” rule). L has 2 places."
    )
    assert told.remedy == "Release or delete one of them, or raise the capacity of L."
    assert (told.sheet, told.cell) == ("Rules", made.places["rules"].cell(7, "rule"))


def test_approved_pairs_are_not_to_be_released() -> None:
    made = program([{"id": "M"}, {"id": "N"}], [{"id": "L"}, {"id": "K"}])
    made = filled(made, "pairs", [earlier("M", "L", "Active")])
    made = filled(made, "rules", [rule("N", "L", "Must pair")])
    (told,) = [one for one in pair(made).findings if one.code == "RM503"]
    assert told.message == (
        "This cannot hold: N with L (a “Must pair” rule). L has 1 place, of which approved pairs "
        "take 1."
    )


@given(st.lists(st.integers(0, 5), max_size=8), st.integers(0, 12))
def test_a_minimal_clash_clashes_and_every_part_of_it_holds(sizes: list[int], room: int) -> None:
    wanted = [(number, size) for number, size in enumerate(sizes)]

    def holds(some: Sequence[tuple[int, int]]) -> bool:
        return sum(size for _, size in some) <= room

    clash = minimal_clash(wanted, holds)
    assert bool(clash) == (not holds(wanted))
    assert set(clash) <= set(wanted)
    for one in clash:
        assert holds([other for other in clash if other != one])
    assert not clash or not holds(clash)


# --- laws ------------------------------------------------------------------

BLOCKS = ("Mon morning", "Tue morning", "Wed morning")


def people(prefix: str) -> st.SearchStrategy[list[Row]]:
    answers = st.fixed_dictionaries(
        {
            "availability": st.lists(st.sampled_from(BLOCKS), max_size=2, unique=True).map(
                "; ".join
            ),
            "languages": st.sampled_from(("English", "French", "English; French")),
            "capacity": st.sampled_from((None, 0, 1, 2)),
            "volunteered": st.sampled_from(("Yes", "Yes", "No")),
        }
    )
    return st.lists(answers, min_size=1, max_size=4).map(
        lambda rows: [{**row, "id": f"{prefix}{k}"} for k, row in enumerate(rows)]
    )


@settings(max_examples=tries(80), deadline=None)
@given(people("M"), people("L"))
def test_a_change_is_told_exactly_when_there_is_one(mentors: list[Row], leaders: list[Row]) -> None:
    """Every cell of the change is opened in the numbers: there must be one more pair."""
    made = program(mentors, leaders)
    case = Case.of(made)
    cells = most_pairs(case.problem)
    for role, doctor in Doctor.both(case, cells).items():
        for at in range(case.sides.shape[role == "leader"]):
            takes_part = case.rules.taking_part[role == "leader"][at]
            if not takes_part or any(cell[role == "leader"] == at for cell in cells):
                continue
            for rule_name in ("common_time", "language", "volunteered"):
                opened = set(doctor._opened(rule_name, at).tolist())
                for other in range(case.sides.shape[role == "mentor"]):
                    cell = (at, other) if role == "mentor" else (other, at)
                    names = [one.name for one in case.rules.standing_between(cell)]
                    if names != [rule_name]:
                        assert other not in opened
                        continue
                    allowed = case.problem.allowed.copy()
                    allowed[cell] = True
                    more = len(most_pairs(replace(case.problem, allowed=allowed)))
                    assert (other in opened) == (more == len(cells) + 1)
