"""Explain pairs: answers to HR's questions, runner-ups, and what forcing a pair costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.current_plan import Standing
from revmentor_xl.steps.pairing.explained.explain import explain
from revmentor_xl.steps.pairing.explained.runners_up import runner_up_rows
from revmentor_xl.steps.pairing.explained.why_not import why_not
from revmentor_xl.steps.pairing.optimum.aims import best_plan
from revmentor_xl.steps.pairing.optimum.forcing_cost import forced, least_by_prices, least_changed
from revmentor_xl.steps.pairing.optimum.problem import Plan, Prices, Problem
from revmentor_xl.steps.pairing.pair import pair
from tests.checker_pairing import best_by_trying
from tests.programs import filled, program
from tests.tries import tries

Row = dict[str, object]


def asked(made: Program, *questions: tuple[str, str]) -> Program:
    """Explained, with these questions (mentor, leader)."""
    rows = [{"mentor": mentor, "leader": leader} for mentor, leader in questions]
    return explain(filled(made, "questions", rows))


def answer(made: Program, mentor: str, leader: str) -> tuple[str, object]:
    row = asked(made, (mentor, leader)).cells("questions").iloc[0]
    return str(row["answer"]), row["cost"]


def three() -> Program:
    """Ana and Ben want the same leader; Cem meets on another day."""
    return program(
        [
            {"id": "Ana", "strengths": "Python; SQL", "learning_goals": "Coaching"},
            {"id": "Ben", "strengths": "SQL"},
            {"id": "Cem", "availability": "Tue morning", "not_with": "Ode"},
        ],
        [
            {"id": "Ode", "learning_goals": "Python; SQL", "strengths": "Coaching"},
            {"id": "Lin", "learning_goals": "SQL"},
            {"id": "Fri", "availability": "Fri morning"},
        ],
    )


def test_a_pair_is_explained_by_its_largest_parts() -> None:
    text, cost = answer(pair(three()), "Ana", "Ode")
    assert text.startswith("Ana and Ode are a pair (score ")
    assert "mostly because Ana can teach Python and SQL (" in text
    assert "Without it all pairs together would lose" in text
    assert cost == 0


def test_forcing_a_pair_names_everybody_who_moves() -> None:
    made = pair(three())
    case = Case.of(made)
    text, cost = answer(made, "Ben", "Ode")
    worth = {case.named(i, j): case.worth.hundredths[i, j] / 100 for i in (0, 1) for j in (1, 2)}
    assert text == (
        f"Possible, at a cost of {cost:.1f} points in total: "
        f"Ben would be with Ode ({worth['Ben', 'Ode']:.1f}) instead of Lin "
        f"({worth['Ben', 'Lin']:.1f}) and Ana with Lin ({worth['Ana', 'Lin']:.1f}) instead of "
        f"Ode ({worth['Ana', 'Ode']:.1f})."
    )
    lost = worth["Ana", "Ode"] + worth["Ben", "Lin"] - worth["Ana", "Lin"] - worth["Ben", "Ode"]
    assert cost == pytest.approx(lost)


def test_the_columns_may_be_swapped() -> None:
    made = pair(three())
    assert answer(made, "Ode", "Ben") == answer(made, "Ben", "Ode")


@pytest.mark.parametrize(
    ("mentor", "leader", "words"),
    [
        ("Cem", "Fri", "they have no common hour in the week. One more block of availability "
         "would do: “Fri morning” of Cem (their own time) or “Tue morning” of Fri"),
        ("Cem", "Ode", "something private stands in the way"),
        ("Ana", "Fri", "no common hour"),
        ("Nobody", "Ode", "Nobody in this file is called “Nobody”."),
        ("", "Ode", "Enter both a mentor and a leader."),
        ("Ana", "Ben", "Both are mentors; ask about one mentor and one leader."),
    ],
)  # fmt: skip
def test_why_not_in_words(mentor: str, leader: str, words: str) -> None:
    text, cost = answer(pair(three()), mentor, leader)
    assert words in text
    assert cost is None


@pytest.mark.parametrize(("mine", "theirs"), [("L", ""), ("", "M"), ("L", "M")])
def test_a_private_wish_is_told_the_same_way_whose_ever_it_is(mine: str, theirs: str) -> None:
    made = pair(
        program([{"id": "M", "not_with": mine}, {"id": "N"}], [{"id": "L", "not_with": theirs}])
    )
    assert answer(made, "M", "L") == (
        "M and L cannot be a pair: something private stands in the way. This cannot be changed; "
        "think of another partner.",
        None,
    )


def test_a_name_that_cannot_be_read_is_answered_and_found() -> None:
    made = pair(
        program([{"id": "M1", "name": "Ana Lund"}, {"id": "M2", "name": "Ana Lund"}], [{"id": "L"}])
    )
    done = asked(made, ("Ana Lund", "L"), ("M1", "L"))
    told = done.cells("questions")["answer"].tolist()
    assert told[0] == "“Ana Lund” is the name of several people (M1, M2); use the ID."
    assert told[1].startswith("Ana Lund and L are a pair")
    found = [one for one in done.findings if one.found_by == "explain"]
    assert [(one.code, one.cell) for one in found] == [
        ("RM560", done.places["questions"].cell(done.cells("questions").index[0], "mentor"))
    ]
    again = explain(done)
    assert [one for one in again.findings if one.found_by == "explain"] == found


def test_nothing_that_hr_typed_is_lost() -> None:
    made = pair(three())
    done = asked(made, ("Ana", "Ode"), ("Ana", "Ode"), ("", ""), ("?", "Lin"))
    cells = done.cells("questions")
    typed = [("" if a is None else a, b or "") for a, b in zip(cells["mentor"], cells["leader"])]
    assert typed == [("Ana", "Ode"), ("Ana", "Ode"), ("", ""), ("?", "Lin")]
    assert cells["answer"].iloc[0] == cells["answer"].iloc[1] != ""


@pytest.mark.parametrize(
    ("table", "row", "words"),
    [
        ("rules", {"mentor": "Ben", "leader": "Ode", "rule": "Must pair"},
         "Ode has no place left: Ben and Ode (demanded by a “Must pair” rule) comes first. To free "
         "a place, delete the “Must pair” rule on the Rules tab; then press Suggest pairs."),
        ("pairs", {"pair_id": "Ben+Ode", "mentor_id": "Ben", "mentor": "Ben", "leader_id": "Ode",
                   "leader": "Ode", "status": "Proposed", "keep": "Yes"},
         "Ode has no place left: Ben and Ode (marked Keep) comes first."),
        ("pairs", {"pair_id": "Ben+Ode", "mentor_id": "Ben", "mentor": "Ben", "leader_id": "Ode",
                   "leader": "Ode", "status": "Approved"},
         "Ode has no place left: Ben and Ode (approved or active) comes first."),
    ],
)  # fmt: skip
def test_what_is_settled_stands_in_the_way_by_name(table: str, row: Row, words: str) -> None:
    made = pair(filled(three(), table, [row]))
    text, cost = answer(made, "Ana", "Ode")
    assert words in text
    assert cost is None
    assert "settled" in answer(made, "Ben", "Ode")[0]


def test_fewer_pairs_are_told() -> None:
    # A meets both leaders, B only L: forcing A with L leaves B and K alone
    made = program(
        [{"id": "A", "availability": "Mon morning; Tue morning"}, {"id": "B"}],
        [{"id": "L"}, {"id": "K", "availability": "Tue morning"}],
    )
    text, _ = answer(pair(made), "A", "L")
    assert "it would mean 1 pair fewer" in text
    assert "B would have no partner instead of L" in text
    assert "K would have no mentor" in text


def test_it_is_said_when_the_pairs_are_no_longer_the_best() -> None:
    made = pair(three())
    assert "press" not in asked(made, ("Ana", "Ode")).said
    cells = made.cells("leaders").copy()
    cells["learning_goals"] = ["", "Python; SQL", ""]
    changed = explain(made.with_cells("leaders", cells))
    assert "no longer the best plan" in changed.said
    assert changed.said.endswith("press Suggest pairs.")
    text, cost = answer(made.with_cells("leaders", cells), "Ana", "Lin")
    assert "would even gain" in text
    assert float(str(cost)) < 0


def test_without_pairs_it_is_too_early() -> None:
    with pytest.raises(StepTooEarly, match="Suggest pairs"):
        explain(three())


def test_runner_ups_are_the_best_others_with_their_cost() -> None:
    done = explain(pair(three()))
    table = done.table("runners_up")
    rows = {(row["name"], row["other"]): row for row in table.to_dict("records") if row["other"]}
    assert set(rows) == {
        ("Ana", "Lin"), ("Ben", "Ode"), ("Lin", "Ana"), ("Ode", "Ben"),
    }  # fmt: skip
    for (one, other), row in rows.items():
        mentor, leader = (one, other) if row["role"] == "Mentor" else (other, one)
        assert row["cost"] == answer(pair(three()), mentor, leader)[1]
    assert "Ode is with Ana" in rows["Ben", "Ode"]["why"]
    assert "who fits better" in rows["Ben", "Ode"]["why"]
    alone = table[table["name"] == "Cem"].iloc[0]
    assert (alone["now"], alone["why"]) == ("nobody", "No rule leaves any partner.")


@pytest.mark.parametrize(
    ("standing", "mentor", "leader", "price"),
    [
        ("A-K B-L", "A", "L", "there would be 1 pair fewer"),
        ("A-K", "A", "L", "as good for all, a tie"),
        ("A-K", "B", "L", "there would even be 1 pair more: press Suggest pairs"),
        ("B-L", "A", "L", "as good for all, a tie"),
        ("B-L", "A", "K", "there would even be 1 pair more: press Suggest pairs"),
        ("", "A", "L", "there would even be 1 pair more: press Suggest pairs"),
        ("", "A", "K", "there would even be 2 pairs more: press Suggest pairs"),
    ],
)
def test_costs_are_counted_against_the_pairs_that_stand(
    standing: str, mentor: str, leader: str, price: str
) -> None:
    """The best pairs are A-K and B-L; whoever stands beside fewer has nothing to lose."""
    made = program(
        [{"id": "A", "availability": "Mon morning; Tue morning"}, {"id": "B"}],
        [{"id": "L"}, {"id": "K", "availability": "Tue morning"}],
    )
    case = Case.of(made)
    cells = tuple(("AB".index(pair[0]), "KL".index(pair[2])) for pair in standing.split())
    total = sum(int(case.worth.hundredths[cell]) for cell in cells)
    rows = runner_up_rows(case, Plan(cells, total, total)).to_dict("records")
    told = {(row["name"], row["other"]): str(row["why"]) for row in rows}
    assert told[mentor, leader].rstrip(".").split("; ")[-1] == price
    assert told[leader, mentor].rstrip(".").split("; ")[-1] == price


def test_runner_ups_name_nobody_whom_a_private_wish_keeps_apart() -> None:
    made = three()
    cells = made.cells("mentors").copy()
    cells["availability"] = "Mon morning"
    done = explain(pair(made.with_cells("mentors", cells)))
    table = done.table("runners_up")
    assert "Ode" not in set(table.loc[table["name"] == "Cem", "other"])
    assert "Cem" not in set(table.loc[table["name"] == "Ode", "other"])


# --- laws ------------------------------------------------------------------


def small(seed: int, n: int, m: int) -> Problem:
    dice = np.random.default_rng(seed)
    return Problem(
        dice.integers(0, 30, (n, m)) * 100,
        dice.random((n, m)) < 0.7,
        dice.integers(0, 3, n),
        dice.integers(0, 3, m),
    )


def tried(problem: Problem) -> tuple[int, int]:
    return best_by_trying(
        problem.worth,
        problem.open,
        problem.mentor_places.tolist(),
        problem.leader_places.tolist(),
    )


def optimum(problem: Problem) -> Plan:
    return best_plan(problem, Settings())


@settings(max_examples=tries(150), deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 4))
def test_forcing_costs_what_trying_everything_says(seed: int, n: int, m: int) -> None:
    problem = small(seed, n, m)
    best = optimum(problem)
    costs = forced(problem, best)
    for i in range(n):
        for j in range(m):
            cell = (i, j)
            if not problem.open[cell] or cell in best.cells:
                assert not costs.possible[cell]
                continue
            number, total = tried(problem.forcing(cell))
            total += int(problem.worth[cell])
            assert costs.possible[cell]
            assert (costs.fewer[cell], costs.loss[cell]) == (
                len(best.cells) - number - 1,
                best.total - total,
            )


@settings(max_examples=tries(60), deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(1, 4))
def test_prices_never_say_too_much(seed: int, n: int, m: int) -> None:
    problem = small(seed, n, m)
    best = optimum(problem)
    dice = np.random.default_rng(seed)
    made_up = Prices(dice.integers(0, 3000, n), dice.integers(0, 3000, m), 500.0)
    least = least_by_prices(problem, replace(best, prices=made_up))
    exact = forced(problem, best)
    same = exact.possible & (exact.fewer == 0)
    assert (least.loss[same] <= exact.loss[same]).all()
    assert not least.is_exact


@settings(max_examples=tries(60), deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 4), st.integers(2, 4))
def test_who_is_not_concerned_stays_where_they_are(seed: int, n: int, m: int) -> None:
    problem = small(seed, n, m)
    best = optimum(problem)
    for cell in zip(*(part.tolist() for part in np.nonzero(problem.open))):
        if cell in best.cells:
            continue
        after = [*optimum(problem.forcing(cell)).cells, cell]
        moved = least_changed(problem, best.cells, after, cell)
        assert cell in moved
        assert len(moved) == len(after)
        assert sum(problem.worth[c] for c in moved) == sum(problem.worth[c] for c in after)
        assert len(set(moved) ^ set(best.cells)) <= len(set(after) ^ set(best.cells))
        for at, places in ((0, problem.mentor_places), (1, problem.leader_places)):
            counts = np.bincount([c[at] for c in moved], minlength=len(places))
            assert (counts <= places).all()


def test_the_cost_of_a_question_is_that_of_trying_everything() -> None:
    made = pair(three())
    case = Case.of(made)
    plan = Standing.of(case).plan
    for i in range(3):
        for j in range(3):
            told = why_not(case, plan, i, j)
            if told.cost:
                number, total = tried(case.problem.forcing((i, j)))
                assert number + 1 == len(plan.cells)
                assert told.cost == plan.total - total - case.worth.hundredths[i, j]


@pytest.mark.parametrize("guard", [False, True])
def test_guards_count_when_they_are_on(guard: bool) -> None:
    # Sales has three mentors for one place; a guard gives it its share
    mentors = [{"id": f"S{k}", "department": "Sales"} for k in range(3)]
    others = [{"id": f"T{k}", "department": "IT", "preferred": "L1; L2"} for k in range(3)]
    made = pair(
        program(
            [*mentors, *others],
            [{"id": "L1"}, {"id": "L2"}],
            guard_departments=guard,
            guard_percent=0,
        )
    )
    pairs = made.table("pairs")
    taken = set(pairs["mentor_department"])
    assert taken == ({"Sales", "IT"} if guard else {"IT"})
    free = next(k for k in range(3) if f"T{k}" not in set(pairs["mentor_id"]))
    sales = pairs[pairs["mentor_department"] == "Sales"]["leader_id"]
    leader = sales.iloc[0] if guard else "L1"
    text, cost = answer(made, f"T{free}", leader)
    holding = pairs.set_index("leader_id").loc[leader, "mentor_id"]
    other = pairs[pairs["leader_id"] != leader]["mentor_id"].iloc[0]
    assert float(str(cost)) >= 0
    if guard:  # Sales keeps its place: the other one is given to it
        assert f"{other} would have no partner" in text or "guarded" in text
    else:
        assert holding in text
