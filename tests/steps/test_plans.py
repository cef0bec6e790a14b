"""Plans side by side: what stands there, and what taking one of them does."""

from __future__ import annotations

import pytest

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.plans import plans as comparing
from revmentor_xl.steps.pairing.plans.plans import plans
from tests.checker_pairing import complaints
from tests.programs import filled, program
from tests.steps.test_pairing import crossed, earlier, pairs

AIMS = ["Best total", "Worst-off pair first", "As even as possible"]


def torn(**settings: object) -> Program:
    """The best total leaves M3 with L3 at nothing; the worst-off pair can do better.

    Wishes alone count: M1 and M2 wish for L1, M3 for nobody; only M2 for L3.
    """
    weights = {
        f"weight_{part}": 0
        for part in ("mentor_teaches", "leader_teaches", "perspective", "rapport", "time")
    }
    return program(
        [
            {"id": "M1", "preferred": "L1; L2"},
            {"id": "M2", "preferred": "L2; L3"},
            {"id": "M3", "preferred": "X; Y; L1; L2"},
        ],
        [{"id": "L1", "preferred": "M1"}, {"id": "L2", "preferred": "M2"}, {"id": "L3"}],
        **{**weights, **settings},
    )


def row(made: Program, plan: str) -> dict[str, object]:
    table = made.table("plans")
    found: dict[str, object] = table[table["plan"] == plan].iloc[0].to_dict()
    return found


def used(made: Program, *names: str) -> Program:
    """The program in which HR chose Yes under Use this plan."""
    cells = made.cells("plans")
    use = ["Yes" if name in names else None for name in cells["plan"]]
    return made.with_cells("plans", cells.assign(use=use))


def test_the_aims_stand_side_by_side() -> None:
    done = plans(pair(torn()))
    table = done.table("plans")
    assert list(table["plan"])[:4] == [*AIMS, "Next best"]
    assert done.show == "Plans"
    total, worst = row(done, AIMS[0]), row(done, AIMS[1])
    assert total["total"] > worst["total"]  # type: ignore[operator]
    assert total["worst"] < worst["worst"]  # type: ignore[operator]
    assert total["different"] == 0
    assert worst["different"] > 0  # type: ignore[operator]
    for one in (total, worst):
        assert one["mean"] == pytest.approx(one["total"] / 3, abs=0.01)  # type: ignore[operator]
        assert (one["bound"], one["gap"]) == (one["total"], 0.0)
    assert table["pairs"].eq(3).all()
    assert "This is the aim you chose." in str(total["what"])
    assert "This is the aim you chose." not in str(worst["what"])


def test_the_next_best_plan_is_another_and_not_better() -> None:
    done = plans(pair(torn()))
    assert row(done, "Next best")["different"] > 0  # type: ignore[operator]
    assert row(done, "Next best")["total"] <= row(done, AIMS[0])["total"]  # type: ignore[operator]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_as_many_different_plans_as_asked_for(number: int) -> None:
    done = plans(pair(torn(other_plans=number)))
    names = [name for name in done.table("plans")["plan"] if name.startswith("Different")]
    assert names == [f"Different plan {k}" for k in range(1, number + 1)]


def test_large_programs_get_one_different_plan_and_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparing, "LARGE", 8)
    done = plans(pair(torn()))
    names = [name for name in done.table("plans")["plan"] if name.startswith("Different")]
    assert names == ["Different plan 1"]
    assert done.said.endswith("only one really different plan was looked for.")


def test_the_changes_lead_from_pairs_to_each_plan() -> None:
    done = plans(pair(torn()))
    now = {tuple(one.split("+")) for one in pairs(done)}
    changes = done.table("plan_pairs")
    for name in AIMS[1:2]:
        own = changes[changes["plan"] == name]
        added, dropped = (
            set(zip(*(own.loc[own["change"] == change, who] for who in ("mentor", "leader"))))
            for change in ("Added", "Dropped")
        )
        assert dropped <= now
        assert not added & now
        assert len(added) == len(dropped) == row(done, name)["different"]


def test_a_plan_marked_use_goes_to_the_pairs_tab() -> None:
    shown = plans(pair(torn()))
    done = plans(used(shown, "Worst-off pair first"))
    assert done.show == "Pairs"
    assert "“Worst-off pair first” stands on the Pairs tab now" in done.said
    assert pairs(done) != pairs(shown)
    assert set(pairs(done).values()) == {"Proposed"}
    assert complaints(done) == []
    assert row(done, "Worst-off pair first")["different"] == 0
    assert row(done, "Best total")["different"] > 0  # type: ignore[operator]
    assert done.table("plans")["use"].isna().all()
    proof = done.table("proof").iloc[0]
    assert proof["aim"] == "Worst-off pair first, chosen by you"
    assert proof["total"] == row(done, "Worst-off pair first")["total"]
    assert not [f for f in done.findings if f.code == "RM305"]  # no typing of HR's was lost


def test_approved_pairs_are_in_every_plan() -> None:
    made = filled(torn(), "pairs", [earlier("M1", "L3", "Approved")])
    shown = plans(pair(made))
    changes = shown.table("plan_pairs")
    assert not ((changes["mentor"] == "M1") | (changes["leader"] == "L3")).any()
    total = shown.table("pairs")["score"].sum()
    assert row(shown, "Best total")["total"] == pytest.approx(total)
    assert shown.table("proof")["total"].iloc[0] == pytest.approx(total)
    done = plans(used(shown, "Next best"))
    assert pairs(done)["M1+L3"] == "Approved"


def test_two_plans_cannot_both_be_used() -> None:
    shown = plans(pair(torn()))
    with pytest.raises(StepTooEarly, match="Best total and Next best"):
        plans(used(shown, "Best total", "Next best"))


def test_a_plan_that_is_no_longer_what_hr_saw_is_not_taken() -> None:
    shown = used(plans(pair(torn())), "Next best")
    changed = filled(shown, "rules", [{"mentor": "M1", "leader": "L1", "rule": "Must not pair"}])
    done = plans(changed)
    assert pairs(done) == pairs(shown)
    assert "no longer the plan that you saw" in done.said
    assert done.table("plans")["use"].isna().all()


def test_suggest_pairs_empties_the_comparison_and_keeps_what_hr_typed() -> None:
    shown = plans(pair(torn()))
    done = pair(shown)
    for key in ("plans", "plan_pairs", "prices"):
        assert done.table(key).empty
    assert not [f for f in done.findings if f.code == "RM305"]
    lost = pair(used(shown, "Next best"))
    (note,) = [f for f in lost.findings if f.code == "RM305"]
    assert "Use this plan: Yes" in note.message


def test_with_guards_the_plan_without_them_stands_there_too() -> None:
    done = plans(pair(torn(guard_departments=True)))
    assert "Without guards" in set(done.table("plans")["plan"])
    assert "Without guards" not in set(plans(pair(torn())).table("plans")["plan"])


def test_it_can_be_asked_before_any_pair_was_suggested() -> None:
    done = plans(crossed())
    assert done.table("pairs").empty
    assert row(done, "Best total")["different"] == 2


@pytest.mark.parametrize("aim", AIMS)
def test_under_guards_every_aim_is_best_at_what_it_aims_at(aim: str) -> None:
    """Guarded means are held against one plan: else the total of “Best total” can be beaten."""
    weights = ("mentor_teaches", "leader_teaches", "perspective", "rapport", "time")
    made = program(
        [
            {"id": "M0", "department": "A", "preferred": "L2; L3; L0"},
            {"id": "M1", "department": "B", "preferred": "L1; L0; L3"},
            {"id": "M2", "department": "B", "preferred": "L0; L3; L2"},
            {"id": "M3", "department": "B", "preferred": "L3; L2; L1"},
        ],
        [
            {"id": "L0", "department": "D", "preferred": "M1; M0"},
            {"id": "L1", "department": "D", "preferred": "M2; M1"},
            {"id": "L2", "department": "D", "preferred": "M0; M2"},
            {"id": "L3", "department": "D", "preferred": "M3; M0"},
        ],
        guard_departments=True,
        guard_smallest=1,
        objective=aim,
        **{f"weight_{part}": 0 for part in weights},
    )
    table = plans(pair(made)).table("plans").set_index("plan").loc[AIMS]
    assert table.at["Best total", "total"] == table["total"].max()
    assert table.at["Worst-off pair first", "worst"] == table["worst"].max()


def test_when_guards_leave_no_other_plan_it_is_said() -> None:
    made = program([{"id": "M"}], [{"id": "L"}])
    said = plans(pair(made)).said
    assert "Every aim leads to the same plan" in said
    assert "no other plan has as many pairs" in said
