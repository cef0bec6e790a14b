"""What rules leave: counted for every rule before any pair is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.hard_rules.rules import RULES
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.preview import PRIVATE, TOGETHER, preview, rule_label
from tests.checker_pairing import broken_rules, people
from tests.programs import filled, program
from tests.steps.test_pairing import LEADERS, MENTORS, Row, paired
from tests.tries import tries

LABELS = {rule.name: rule_label(rule) for rule in RULES}


def effects(made: Program) -> dict[str, dict[str, object]]:
    return {row["rule"]: row for row in made.table("rule_effects").to_dict("records")}


def counts(made: Program, rule: str) -> list[object]:
    """Removed, by it alone, mentors left alone, leaders left alone."""
    row = effects(made)[rule]
    keys = ("removed", "alone", "mentors_without", "leaders_without")
    return [row[key] for key in keys]


@pytest.mark.parametrize(
    ("mentors", "leaders", "rule", "expected"),
    [
        ([{}, {"volunteered": "No"}], [{}, {}, {}], "volunteered", [3, 3, 1, 0]),
        ([{"level": "Director"}, {}], [{}, {}], "level_gap", [2, 2, 1, 0]),
        ([{"languages": "Finnish"}, {"languages": "French"}], [{}], "language", [2, 2, 2, 1]),
        ([{"not_with": "L1; L2"}, {}], [{}, {}], "veto", [2, 2, 1, 0]),
        ([{"manager": "L1"}, {}], [{}, {}], "reporting_line", [1, 1, 0, 0]),
        # two rules remove the same pair, so neither does it alone
        ([{"manager": "L1", "not_with": "L1"}, {}], [{}, {}], "veto", [1, 0, 0, 0]),
        ([{}, {}], [{}], "ended", [0, 0, 0, 0]),
    ],
)
def test_what_a_rule_removes(
    mentors: Sequence[Row], leaders: Sequence[Row], rule: str, expected: list[int]
) -> None:
    made = program(
        [{"id": f"M{k}", **row} for k, row in enumerate(mentors, start=1)],
        [{"id": f"L{k}", **row} for k, row in enumerate(leaders, start=1)],
    )
    done = preview(made)
    assert counts(done, LABELS[rule]) == expected
    assert done.show == "Rules"
    assert done.table("pairs").empty
    remedy = effects(done)[LABELS[rule]]["remedy"]
    assert bool(remedy) == bool(expected[0])


def test_the_last_row_says_what_is_left() -> None:
    made = program(
        [{"id": "M1"}, {"id": "M2", "languages": "Finnish"}, {"id": "M3", "volunteered": "No"}],
        [{"id": "L1"}, {"id": "L2"}],
    )
    done = preview(made)
    last = done.table("rule_effects").iloc[-1]
    assert last["rule"] == TOGETHER
    assert (last["removed"], last["mentors_without"], last["leaders_without"]) == (4, 1, 0)
    assert last["remedy"] == "2 of 6 pairs are possible; at most 1 at the same time."
    assert done.said.startswith(
        "2 of 6 pairs are possible; at most 1 at the same time; 1 mentor has no possible partner. "
        "What removes most: "
    )


def test_it_answers_also_when_no_pair_is_possible() -> None:
    done = preview(program([{"id": "M"}], [{"id": "L", "languages": "Finnish"}]))
    assert done.said.startswith("None of 1 pair is possible; 1 mentor and 1 leader have no")
    assert counts(done, TOGETHER)[0] == 1


def test_without_people_it_says_what_to_do_first() -> None:
    with pytest.raises(StepTooEarly, match="Mentors"):
        preview(program([], [{"id": "L"}]))


def test_private_wishes_are_one_sum_and_name_nobody() -> None:
    made = program(
        [{"id": "M1", "name": "Anke Wunsch", "not_with": "L1"}, {"id": "M2", "not_with": "L2"}],
        [{"id": "L1", "name": "Ottokar Nein"}, {"id": "L2"}],
    )
    done = preview(made)
    assert counts(done, PRIVATE) == [2, 2, 0, 0]
    shown = " ".join(str(v) for row in effects(done).values() for v in row.values()) + done.said
    assert "Anke" not in shown
    assert "Ottokar" not in shown


def test_suggest_pairs_brings_it_up_to_date() -> None:
    made = preview(program([{"id": "M1"}], [{"id": "L1"}, {"id": "L2"}]))
    assert counts(made, LABELS["blocked"])[0] == 0
    rules = [{"mentor": "M1", "leader": "L1", "rule": "Must not pair"}]
    done = pair(filled(made, "rules", rules))
    assert counts(done, LABELS["blocked"]) == [1, 1, 0, 1]


@settings(max_examples=tries(60), deadline=None)
@given(MENTORS, LEADERS)
def test_every_count_is_that_of_the_plain_rules(mentors: list[Row], leaders: list[Row]) -> None:
    made = program(mentors, leaders)
    broken = {
        (m, ld): set(broken_rules(made, mentor, leader))
        for m, mentor in people(made, "mentors").items()
        for ld, leader in people(made, "leaders").items()
    }
    done = preview(made)
    for name, label in LABELS.items():
        if label in effects(done):
            removed = sum(name in why for why in broken.values())
            alone = sum(why == {name} for why in broken.values())
            assert counts(done, label)[:2] == [removed, alone], name
    possible = sum(not why for why in broken.values())
    assert counts(done, TOGETHER)[0] == len(broken) - possible
    after = paired(made)
    if after is not None:
        assert effects(after) == effects(done)
        assert after.table("proof")["possible"].tolist() == [possible]


def test_nothing_of_hrs_rules_is_touched() -> None:
    rows: list[Mapping[str, object]] = [
        {"mentor": "M1", "leader": "L1", "rule": "Must pair", "reason": "they asked"}
    ]
    made = filled(program([{"id": "M1"}], [{"id": "L1"}]), "rules", rows)
    assert preview(made).cells("rules").equals(made.cells("rules"))
