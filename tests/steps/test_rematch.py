"""Rematch: given pairs that ended, what may be disturbed, and what HR chooses."""

from __future__ import annotations

import pandas as pd
import pytest

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.plans.rematch import rematch
from tests.checker_pairing import complaints
from tests.programs import filled, program

Row = dict[str, object]
NAMES = {"M1": "Anna", "M2": "Ben", "M3": "Cleo", "L1": "Lena", "L2": "Luis", "L3": "Lou"}
OPTIONS = [
    "No other pair",
    "1 other pair at most",
    "2 other pairs at most",
    "3 other pairs at most",
    "No limit",
]


def three(**settings: object) -> Program:
    """Anna and Cleo teach what Lena wants; Anna and Lou were together until now.

    Ben and Luis, Cleo and Lena go on. With Cleo and Lena apart, Anna could
    have Lena.
    """
    return program(
        [
            {"id": "M1", "name": "Anna", "strengths": "Python; SQL"},
            {"id": "M2", "name": "Ben", "strengths": "Writing"},
            {"id": "M3", "name": "Cleo", "strengths": "Python"},
        ],
        [
            {"id": "L1", "name": "Lena", "learning_goals": "Python; SQL"},
            {"id": "L2", "name": "Luis", "learning_goals": "Writing"},
            {"id": "L3", "name": "Lou", "learning_goals": "Python"},
        ],
        **settings,
    )


def row(mentor: str, leader: str, status: str, **more: object) -> Row:
    return {
        "pair_id": f"{mentor}+{leader}",
        "mentor_id": mentor,
        "mentor": NAMES[mentor],
        "leader_id": leader,
        "leader": NAMES[leader],
        "status": status,
        **more,
    }


RUNNING = [
    row("M1", "L3", "Ended", note="moved away"),
    row("M2", "L2", "Active"),
    row("M3", "L1", "Active", note="goes well"),
]


def running(rows: list[Row] = RUNNING, made: Program | None = None) -> Program:
    return filled(made or three(), "pairs", rows)


def marked(made: Program, *options: str) -> Program:
    cells = made.cells("rematch").copy()
    cells["use"] = pd.Series(
        ["Yes" if name in options else None for name in cells["option"]], cells.index, dtype=object
    )
    return made.with_cells("rematch", cells)


def pairs(made: Program) -> dict[str, str]:
    table = made.table("pairs")
    return dict(zip(table["pair_id"], table["status"]))


def test_the_options_side_by_side() -> None:
    done = rematch(running())
    table = done.table("rematch")
    assert list(table["option"]) == OPTIONS
    assert [None if pd.isna(most) else int(most) for most in table["most"]] == [0, 1, 2, 3, None]
    # Anna and Lou were together and are not again, so nobody new fits without disturbing
    assert list(table["pairs"]) == [2, 3, 3, 3, 3]
    assert list(table["disturbed"]) == [0, 1, 1, 1, 1]
    assert table["gain"].iat[0] == 0
    assert all(table["total"] == table["bound"])
    assert all(table["total"].diff().dropna() >= 0)
    assert table["changes"].iat[0] == "Nothing changes."
    assert table["changes"].iat[1].startswith("New: ")
    assert "Anna with Lena" in table["changes"].iat[1]
    assert "Cleo with Lou" in table["changes"].iat[1]
    assert "Ends: Cleo with Lena" in table["changes"].iat[1]
    assert pairs(done) == pairs(running())
    assert done.show == "Rematch"
    assert "Use this option" in done.said


def test_an_option_in_use_goes_to_the_pairs() -> None:
    done = rematch(marked(rematch(running()), "1 other pair at most"))
    assert pairs(done) == {
        "M1+L1": "Proposed",
        "M3+L3": "Proposed",
        "M2+L2": "Active",
        "M3+L1": "Ended",
        "M1+L3": "Ended",
    }
    table = done.table("pairs").set_index("pair_id")
    assert table.loc["M3+L1", "note"] == "goes well"
    assert table.loc["M1+L3", "note"] == "moved away"
    assert done.show == "Pairs"
    assert done.said.startswith("1 pair ended and 2 new pairs proposed.")
    assert done.cells("rematch").empty
    assert complaints(done) == []
    assert set(pairs(pair(done))) == set(pairs(done))
    assert not [f for f in done.findings if f.code == "RM305"]


def test_a_proposed_pair_in_the_way_goes_and_is_not_a_past_pair() -> None:
    proposed = [*RUNNING[:2], row("M3", "L1", "Proposed", note="ask Lena first")]
    done = rematch(marked(rematch(running(proposed)), "1 other pair at most"))
    assert "M3+L1" not in pairs(done)
    assert done.said.startswith("1 proposed pair taken off and 2 new pairs proposed.")
    assert any("ask Lena first" in str(one) for one in done.findings)  # what HR typed is kept
    assert Case.of(done).rules.allowed[2, 0]  # they never met, so they may meet one day


def test_disturbing_nobody_in_use() -> None:
    made = running([*RUNNING[1:], row("M1", "L2", "Ended")])
    done = rematch(marked(rematch(made), "No other pair"))
    assert pairs(done)["M1+L3"] == "Proposed"
    assert pairs(done)["M3+L1"] == "Active"
    assert done.said.startswith("1 new pair proposed.")


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        ([RUNNING[0], RUNNING[1], row("M3", "L1", "Active", keep="Yes")], []),
        (RUNNING, [{"mentor": "M3", "leader": "L1", "rule": "Must pair"}]),
    ],
)
def test_a_pair_that_must_stay_is_never_disturbed(rows: list[Row], rules: list[Row]) -> None:
    done = rematch(filled(running(rows), "rules", rules))
    table = done.table("rematch")
    assert not any("Cleo with Lena" in text for text in table["changes"])
    last = rematch(marked(done, "No limit"))
    assert pairs(last)["M3+L1"] == "Active"


def test_rules_hold_for_new_pairs_and_nothing_private_is_said() -> None:
    made = program(
        [{"id": "M1", "name": "Anna", "not_with": "Lena"}, {"id": "M2", "name": "Ben"}],
        [{"id": "L1", "name": "Lena"}, {"id": "L2", "name": "Luis"}],
    )
    done = rematch(running([row("M1", "L2", "Ended"), row("M2", "L1", "Active")], made))
    assert list(done.table("rematch")["pairs"]) == [1] * 5
    as_above = ["As with no other pair disturbed."] * 4
    assert list(done.table("rematch")["changes"]) == ["Nothing changes.", *as_above]
    assert "disturbing others would gain nothing" in done.said


def test_a_rejected_pair_and_an_ended_one_are_not_repeated() -> None:
    rejected = row("M1", "L1", "Rejected", rejected_because="Goals do not fit")
    done = rematch(running([*RUNNING, rejected]))
    for name in OPTIONS:
        after = rematch(marked(done, name))
        assert (pairs(after)["M1+L3"], pairs(after)["M1+L1"]) == ("Ended", "Rejected")


def test_several_options_marked() -> None:
    made = marked(rematch(running()), "No limit", "No other pair")
    with pytest.raises(StepTooEarly, match="“No other pair” and “No limit”") as told:
        rematch(made)
    assert told.value.remedy.startswith("Leave Yes at one of them only")


def test_an_option_is_not_used_when_something_has_changed_since() -> None:
    made = marked(rematch(running()), "1 other pair at most")
    changed = filled(made, "rules", [{"mentor": "M1", "leader": "L1", "rule": "Must not pair"}])
    done = rematch(changed)
    assert pairs(done) == pairs(made)
    assert done.said.startswith("Nothing was used, because something has changed")
    assert not any(done.cells("rematch")["use"].notna())


def test_nothing_to_rematch() -> None:
    rows = [row("M1", "L3", "Active"), row("M2", "L2", "Active"), row("M3", "L1", "Active")]
    done = rematch(running(rows))
    assert done.said.startswith("Nothing to rematch: no pair has ended")
    assert done.cells("rematch").empty


def test_without_any_pair_there_is_nothing_to_rematch() -> None:
    with pytest.raises(StepTooEarly, match="no pairs yet") as told:
        rematch(three())
    assert told.value.remedy == "Press Suggest pairs first."


def test_people_who_wait_take_part() -> None:
    made = filled(three(), "pairs", [row("M2", "L2", "Active")])
    done = rematch(made)
    assert list(done.table("rematch")["pairs"]) == [3] * 5
    assert "Anna with Lena" in done.table("rematch")["changes"].iat[0]


def test_an_approved_pair_against_a_rule_goes_on() -> None:
    made = three()
    blocked = [{"mentor": "M3", "leader": "L1", "rule": "Must not pair"}]
    done = rematch(filled(running(made=made), "rules", blocked))
    assert "Cleo with Lena" not in done.table("rematch")["changes"].iat[0]


def test_the_order_of_the_rows_changes_nothing() -> None:
    one = rematch(running())
    other = rematch(running(RUNNING[::-1]))
    assert one.cells("rematch").equals(other.cells("rematch"))
