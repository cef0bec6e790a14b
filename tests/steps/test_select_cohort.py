"""The cohort: given these nominations, these people, for these reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking.check import check
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.pairing.select_cohort import select
from tests.programs import filled, program
from tests.tries import tries

Row = dict[str, object]
MENTORS = WORKBOOK.table("mentors").by_key


def nominated(
    mentors: Iterable[Row], nominees: Iterable[str], size: int, leaders: Iterable[Row] = ()
) -> Program:
    rows = [{"nominee": n, "nominated_by": f"ERG {k}"} for k, n in enumerate(nominees)]
    return filled(program(mentors, leaders, cohort_size=size), "nominations", rows)


def staff(**departments: int) -> list[Row]:
    """So many mentors per department, named Sales1, Sales2 ..."""
    return [
        {"id": f"{name}{k}", "department": name}
        for name, count in departments.items()
        for k in range(1, count + 1)
    ]


def chosen(done: Program) -> list[str]:
    table = done.cells("nominations")
    return sorted(set(table.loc[table["selected"] == "Yes", "name"]))


def reasons(done: Program) -> dict[str, str]:
    table = done.cells("nominations")
    return dict(zip(table["nominee"], table["reason"]))


@pytest.mark.parametrize(
    ("departments", "size", "spread"),
    [
        ({"Sales": 6, "IT": 3, "Legal": 1}, 6, [1, 2, 3]),
        ({"Sales": 6, "IT": 3, "Legal": 1}, 3, [1, 1, 1]),
        ({"Sales": 6, "IT": 3, "Legal": 1}, 10, [1, 3, 6]),
        ({"Sales": 6, "IT": 3, "Legal": 1}, 12, [1, 3, 6]),
        ({"Sales": 5, "IT": 5}, 6, [3, 3]),
        ({"Sales": 4}, 2, [2]),
        ({"A": 1, "B": 1, "C": 1, "D": 1}, 2, [1, 1]),
    ],
)
def test_departments_are_as_even_as_can_be(
    departments: dict[str, int], size: int, spread: list[int]
) -> None:
    people = staff(**departments)
    done = select(nominated(people, [str(row["id"]) for row in people], size))
    seats = Counter(name.rstrip("0123456789") for name in chosen(done))
    assert sorted(seats.values()) == spread


def test_more_nominations_then_wanted_skills_then_the_id_decide() -> None:
    people = [
        {"id": "M1"},
        {"id": "M2", "strengths": "Python"},
        {"id": "M3"},
        {"id": "M4"},
    ]
    leaders = [{"id": "L1", "learning_goals": "Python"}]
    nominees = ["M1", "M2", "M3", "M4", "m4@example.com"]
    for size, expected in ((1, ["M4"]), (2, ["M2", "M4"]), (3, ["M1", "M2", "M4"])):
        assert chosen(select(nominated(people, nominees, size, leaders))) == expected


def test_nominees_are_known_by_id_email_or_name_and_count_once() -> None:
    people = [
        {"id": "M1", "name": "Ana Lima"},
        {"id": "M2"},
        {"id": "M3", "volunteered": "No"},
    ]
    done = select(nominated(people, ["Ana Lima", "m1", "M2", "M3", "Zed"], 3))
    assert chosen(done) == ["Ana Lima", "M2"]
    assert reasons(done)["m1"].startswith("Named again; counts as one person.")
    assert reasons(done)["M3"] == "Has not volunteered, so cannot be chosen."
    assert [(f.code, f.cell) for f in done.findings] == [("RM508", "A10"), ("RM507", "")]
    assert "Only 2 nominated mentors" in done.findings[1].message


def test_reasons_are_plain_words() -> None:
    people = [*staff(Sales=3, Legal=1, IT=2), {"id": "X", "department": ""}]
    people[3]["strengths"] = "Python"
    ids = [str(row["id"]) for row in people]
    done = select(nominated(people, ids, 5, [{"id": "L", "learning_goals": "Python"}]))
    told = reasons(done)
    assert told["Legal1"] == (
        "The only nominee from Legal; keeps departments balanced; "
        "can teach Python, wanted by 1 leader."
    )
    assert told["IT1"] == "One of 2 nominees from IT, all of them chosen."
    assert told["Sales1"] == "Chosen from 3 nominees of Sales; keeps departments balanced."
    assert "went to others" in told["Sales3"]
    assert told["X"] == "The only nominee from no department; keeps departments balanced."


@pytest.mark.parametrize(
    ("cells", "rules", "column"),
    [
        ({"level": ""}, {}, "Level"),
        ({"level": "Wizard"}, {}, "Level"),
        ({"capacity": 0}, {}, "Capacity"),
        ({"availability": ""}, {}, "Weekly availability"),
        ({"availability": "whenever"}, {}, "Weekly availability"),
        ({"level": "", "availability": ""}, {}, "Level"),
        ({"availability": ""}, {"need_common_time": False}, ""),
    ],
)
def test_no_seat_is_spent_on_somebody_who_cannot_be_paired(
    cells: Row, rules: dict[str, object], column: str
) -> None:
    people = [{"id": "M1", **cells}, {"id": "M2"}]
    made = nominated(people, ["M1", "M1", "M2"], 1).with_settings(**rules)
    done = select(made)
    assert chosen(done) == (["M2"] if column else ["M1"])
    if column:
        words = f"{column} must be mended first: see Checks."
        assert words in done.cells("nominations")["reason"].iloc[0]
        on_checks = check(done).table("checks")
        where = done.places["mentors"].cell(6, {v.header: k for k, v in MENTORS.items()}[column])
        assert where in set(on_checks.loc[on_checks["sheet"] == "Mentors", "cell"])
    mended = filled(done, "mentors", program([{"id": "M1"}, {"id": "M2"}]).cells("mentors")
                    .to_dict("records"))  # fmt: skip
    assert chosen(select(mended)) == ["M1"]


def test_nobody_nominated_comes_too_early() -> None:
    with pytest.raises(StepTooEarly, match="Nominations"):
        select(program([{"id": "M1"}], [{"id": "L1"}]))


def test_tokens_are_watched_and_private_groups_never_named() -> None:
    people = staff(Sales=4, IT=4, Legal=1)
    people[0]["ergs"] = "Secret Circle"
    done = select(nominated(people, [str(row["id"]) for row in people], 9))
    told = [f.message for f in done.findings if f.code == "RM509"]
    assert told == [
        "Legal1 would be the only one of the cohort from Legal.",
        "Somebody would be the only one of the cohort from an Employee Resource Group.",
    ]
    assert not [text for text in reasons(done).values() if "Secret" in text]


def test_one_seat_each_is_even_and_no_token() -> None:
    people = staff(Sales=1, IT=1, Legal=1)
    done = select(nominated(people, [str(row["id"]) for row in people], 3))
    assert done.findings == ()


def test_everything_else_on_the_tab_stays_and_a_second_run_changes_nothing() -> None:
    made = nominated(staff(Sales=2), ["Sales1", "Sales1", "Nobody", "Sales2"], 1)
    cells = made.cells("nominations").assign(**{"+Mine": ["a", "b", "c", "d"]})
    cells["why"] = ["=1+1", None, "knows a lot", 7]
    once = select(made.with_cells("nominations", cells))
    for column in ("nominee", "nominated_by", "why", "+Mine"):
        assert list(once.cells("nominations")[column]) == list(cells[column])
    twice = select(once)
    assert twice.cells("nominations").equals(once.cells("nominations"))
    assert twice.findings == once.findings


def test_the_cohort_is_who_gets_paired() -> None:
    people = staff(Sales=3)
    made = nominated(people, ["Sales2", "Sales3"], 1, [{"id": "L1"}, {"id": "L2"}])
    assert list(pair(select(made)).table("pairs")["mentor"]) == ["Sales2"]


@settings(max_examples=tries(40), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABC"),
            st.integers(1, 3),
            st.sampled_from([{}, {}, {"level": "Wizard"}, {"capacity": 0}, {"availability": ""}]),
        ),
        min_size=1,
        max_size=7,
    ),
    st.integers(1, 7),
    st.randoms(use_true_random=False),
)
def test_no_cohort_is_more_even_or_better_named(
    people: list[tuple[str, int, Row]], size: int, dice: object
) -> None:
    mentors: list[Row] = [
        {"id": f"M{k}", "department": d, **cells} for k, (d, _, cells) in enumerate(people)
    ]
    nominees = [f"M{k}" for k, (_, times, _) in enumerate(people) for _ in range(times)]
    done = select(nominated(mentors, nominees, size))

    def worth(group: Sequence[int]) -> tuple[int, int]:
        seats = Counter(people[k][0] for k in group)
        return -sum(n * n for n in seats.values()), sum(people[k][1] for k in group)

    able = [k for k, (_, _, cells) in enumerate(people) if not cells]
    best = max(worth(g) for g in combinations(able, min(size, len(able))))
    assert worth([int(name[1:]) for name in chosen(done)]) == best
    assert len(chosen(done)) == min(size, len(able))
    dice.shuffle(mentors)  # type: ignore[attr-defined]
    dice.shuffle(nominees)  # type: ignore[attr-defined]
    assert chosen(select(nominated(mentors, nominees, size))) == chosen(done)


def test_when_there_is_a_place_for_everybody_nothing_is_said_of_balance() -> None:
    made = program(staff(Sales=1, Legal=2))
    rows = [
        {"nominee": "Sales1", "nominated_by": "Women in Tech"},
        {"nominee": "Sales1", "nominated_by": "Her manager"},
        {"nominee": "Legal1", "nominated_by": "Open Doors"},
        {"nominee": "Legal2"},
    ]
    told = reasons(select(filled(made, "nominations", rows)))
    assert told["Legal1"] == "Nominated by Open Doors; a place was free for everybody."
    assert told["Legal2"] == "Nominated; a place was free for everybody."
    assert told["Sales1"].endswith(
        "Nominated by Her manager and Women in Tech; a place was free for everybody."
    )
