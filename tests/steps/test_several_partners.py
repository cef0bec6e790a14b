"""People with several partners can meet all of them; held against trying everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from itertools import combinations, combinations_with_replacement

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.week import WEEK
from revmentor_xl.steps.pairing.case.case import Case
from revmentor_xl.steps.pairing.case.session_packing import Hours, fits, most_sessions
from revmentor_xl.steps.pairing.case.several_partners import Calendars
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.programs import filled, program
from tests.tries import tries

HOUR = 12  # steps
DAY = 24 * HOUR


def hours(*parts: tuple[int, int], length: int = HOUR) -> Hours:
    """The week in which the steps from each first to each last are shared."""
    shared = np.zeros(WEEK, dtype=bool)
    for first, last in parts:
        shared[np.arange(first, last) % WEEK] = True
    return Hours.of(shared, length)


@pytest.mark.parametrize(
    ("parts", "starts", "covered"),
    [
        ([(0, 12)], [0], 12),
        ([(0, 13)], [0, 1], 13),
        ([(0, 11)], [], 0),
        ([(0, 1), (2, 12)], [], 0),  # a hole after the first step
        ([(0, 11), (12, 24)], [12], 12),
        ([(-6, 6)], [WEEK - 6], 12),  # over the end of the week
        ([(3, 16), (40, 52)], [3, 4, 40], 25),
    ],
)
def test_where_a_session_may_begin(
    parts: list[tuple[int, int]], starts: list[int], covered: int
) -> None:
    found = hours(*parts)
    assert (list(found.starts), int(found.covered.sum())) == (starts, covered)
    for start in starts:
        assert found.covered[np.arange(start, start + HOUR) % WEEK].all()


def by_trying(partners: Sequence[Hours], length: int, weeks: int) -> bool:
    """Every start of everybody on the ring of weeks."""
    around = weeks * WEEK

    def place(left: Sequence[Hours], taken: tuple[int, ...]) -> bool:
        if not left:
            return True
        starts = [week * WEEK + start for week in range(weeks) for start in left[0].starts]
        return any(
            all(length <= (start - other) % around <= around - length for other in taken)
            and place(left[1:], (*taken, start))
            for start in starts
        )

    return place(sorted(partners, key=lambda one: len(one.starts)), ())


@pytest.mark.parametrize(
    ("partners", "weeks", "can"),
    [
        ([[(0, 12)]] * 2, 2, True),
        ([[(0, 12)]] * 3, 2, False),
        ([[(0, 12)]] * 2, 1, False),
        ([[(0, 24)]] * 2, 1, True),
        ([[(0, 23)]] * 2, 1, False),
        ([[(0, 36)], [(6, 18)], [(18, 30)]], 1, False),  # room for three, but not in this order
        ([[(0, 36)], [(0, 12)], [(24, 36)]], 1, True),
        ([[(0, 24)], [(12, 36)], [(12, 24)]], 1, True),
        ([[(-6, 6)], [(0, 12)]], 1, False),  # Sunday night runs into Monday morning
        ([[(-6, 6)], [(6, 18)]], 1, True),
        ([[(0, 34)], [(11, 23)]], 1, False),  # one session in the middle leaves no start of 23
        ([[(0, 35)], [(11, 23)]], 1, True),
        ([[(0, WEEK)]] * 5, 1, True),
        ([[]], 2, False),
    ],
)
def test_sessions_fit(partners: list[list[tuple[int, int]]], weeks: int, can: bool) -> None:
    assert fits([hours(*parts) for parts in partners], HOUR, weeks) is can


@st.composite
def partner_weeks(draw: st.DrawFn) -> Hours:
    """A few short stretches within one morning, so that they get in each other's way."""
    base = draw(st.sampled_from((0, DAY, WEEK - 4)))
    parts = draw(st.lists(st.tuples(st.integers(0, 12), st.integers(3, 7)), max_size=3))
    return hours(*((base + first, base + first + some) for first, some in parts), length=3)


@given(st.lists(partner_weeks(), min_size=1, max_size=4), st.integers(1, 2))
@settings(max_examples=tries(300), deadline=None)
def test_sessions_fit_as_by_trying(partners: list[Hours], weeks: int) -> None:
    assert fits(partners, 3, weeks) == by_trying(partners, 3, weeks)


@pytest.mark.parametrize(
    ("parts", "weeks", "room"),
    [
        ([(0, 12)], 2, 2),
        ([(0, 30)], 1, 2),
        ([(0, 11)], 2, 0),
        ([(0, 12), (DAY, DAY + 24)], 1, 3),
        ([(-6, 6)], 2, 2),
        ([(0, WEEK)], 1, WEEK // HOUR),
        ([(0, WEEK - 6)], 1, WEEK // HOUR - 1),
        ([(0, 12), (18, 30)], 1, 2),
        ([], 2, 0),
    ],
)
def test_room_in_some_hours(parts: list[tuple[int, int]], weeks: int, room: int) -> None:
    shared = np.zeros(WEEK, dtype=bool)
    for first, last in parts:
        shared[np.arange(first, last) % WEEK] = True
    assert most_sessions(shared, HOUR, weeks) == room


def test_room_in_all_hours_for_sessions_that_leave_a_rest() -> None:
    assert most_sessions(np.ones(WEEK, dtype=bool), 25, 1) == 80  # of 2,016 steps, 16 are left


# --- conditions -------------------------------------------------------------

BLOCKS = {  # all on Monday: block -> from and to
    "Nine": ((9, 0), (10, 0)),
    "Half past": ((9, 30), (10, 30)),
    "Ten": ((10, 0), (11, 0)),
    "Half past ten": ((10, 30), (11, 30)),
    "Long": ((9, 0), (11, 0)),
    "Longer": ((9, 0), (12, 0)),
    "Noon": ((11, 30), (13, 0)),
    "Evening": ((18, 0), (20, 0)),
}
DAYTIME = [block for block in BLOCKS if block != "Evening"]
OTHERS = 5


def blocks(made: Program) -> Program:
    """The program with these time blocks."""
    rows = [
        {"block": name, "weekday": "Monday", "start": time(*begin), "end": time(*end)}
        for name, (begin, end) in BLOCKS.items()
    ]
    return filled(made, "time_blocks", rows)


def crowd(mentors: Sequence[str], cadence: int = 2, capacity: int = 5, **more: object) -> Program:
    """One leader with all blocks, and mentors with the given ones (“Nine; Ten”)."""
    return blocks(
        program(
            [{"id": f"M{n}", "availability": week} for n, week in enumerate(mentors)],
            [{"id": "L", "availability": "; ".join(DAYTIME), "capacity": capacity}],
            cadence_weeks=cadence,
            **more,
        )
    )


def beside_others(made: Program) -> Program:
    """With so many more pairs in the evening that the common events are then."""
    for key, letter in (("mentors", "X"), ("leaders", "Y")):
        cells = made.cells(key)
        more = [
            cells.iloc[0].to_dict()
            | {
                "id": f"{letter}{n}",
                "name": f"{letter}{n}",
                "email": f"{letter}{n}@example.com",
                "availability": "Evening",
                "capacity": 1,
            }
            for n in range(OTHERS)
        ]
        made = filled(made, key, [*cells.to_dict("records"), *more])  # type: ignore[list-item]
    return made


def can_all_meet(made: Program, mentors: Sequence[int]) -> bool:
    calendars = Calendars(Case.of(made).sides)
    weeks = made.settings.cadence_weeks
    return by_trying([calendars.hours(1, 0, one) for one in mentors], HOUR, weeks)


@given(
    st.lists(
        st.lists(st.sampled_from(DAYTIME), min_size=1, max_size=2, unique=True).map("; ".join),
        min_size=2,
        max_size=5,
    ),
    st.integers(1, 2),
)
@settings(max_examples=tries(25), deadline=None)
def test_conditions_forbid_what_cannot_be_met_and_nothing_else(
    weeks: list[str], cadence: int
) -> None:
    made = crowd(weeks, cadence)
    case = Case.of(made)
    broken = case.problem.broken
    assert broken is not None
    people = range(len(weeks))
    groups = [some for n in people for some in combinations(people, n + 1)]
    fine = [[(i, 0) for i in some] for some in groups if can_all_meet(made, some)]
    for some in groups:
        plan = [(i, 0) for i in some]
        conditions = broken(plan)
        assert bool(conditions) != (plan in fine)
        for one in conditions:
            assert not one.holds(case.worth.hundredths, plan)
            assert all(one.holds(case.worth.hundredths, other) for other in fine)


def test_one_condition_speaks_for_everybody_with_the_same_hours() -> None:
    case = Case.of(crowd(["Nine"] * 5 + ["Noon"]))
    assert case.problem.broken is not None
    (one,) = case.problem.broken([(0, 0), (1, 0), (2, 0), (5, 0)])
    assert one.name == "L can meet everybody"
    assert one.mentors is not None
    assert (one.mentors.tolist(), one.high) == ([True] * 5 + [False], 2)


@pytest.mark.parametrize("size", [3, 4])
def test_conditions_of_every_mix_of_weeks_forbid_no_plan_that_can_be_met(size: int) -> None:
    """Two mentors of each kind of week, every plan of so many of them."""
    case = Case.of(crowd([week for week in DAYTIME for _ in range(2)], 1))
    broken, calendars = case.problem.broken, Calendars(case.sides)
    assert broken is not None
    weeks = [week for (week,) in case.sides.mentors["availability"]]
    kinds = {week: calendars.hours(1, 0, at) for at, week in enumerate(weeks)}
    fitting = {
        mix: by_trying([kinds[week] for week in mix], HOUR, 1)
        for mix in combinations_with_replacement(DAYTIME, size)
    }
    plans = list(combinations(range(len(weeks)), size))
    fine = np.zeros((0, len(weeks)), dtype=bool)
    conditions = {}
    for plan in plans:
        if fitting[tuple(sorted((weeks[at] for at in plan), key=DAYTIME.index))]:
            fine = np.vstack([fine, np.isin(np.arange(len(weeks)), plan)])
        else:
            (one,) = broken([(at, 0) for at in plan])
            assert one.mentors is not None
            assert one.mentors[list(plan)].sum() > one.high  # the plan is forbidden
            conditions[one.mentors.tobytes(), one.high] = one.mentors
    for (_, high), inside in conditions.items():
        assert (fine & inside).sum(axis=1).max() <= high


def test_a_condition_speaks_for_weeks_that_fit_as_little() -> None:
    """Half past nine and half past ten leave no whole hour between nine and twelve, whoever
    has the third. Nine counts as well, then Ten does not: Nine, Ten and Longer fit."""
    weeks = ["Longer", "Half past", "Half past ten", "Half past", "Nine", "Noon", "Ten"]
    case = Case.of(crowd(weeks, 1))
    assert case.problem.broken is not None
    (one,) = case.problem.broken([(0, 0), (1, 0), (2, 0)])
    assert one.mentors is not None
    inside = [week for week, counts in zip(weeks, one.mentors) if counts]
    assert (inside, one.high) == (weeks[:5], 2)


def test_two_partners_are_enough_to_be_asked() -> None:
    for capacity, asked in ((1, False), (2, True)):
        broken = Case.of(crowd(["Nine"] * 2, 1, capacity)).problem.broken
        assert (broken is not None) == asked
    assert broken is not None
    assert len(broken([(0, 0), (1, 0)])) == 1


def test_a_mentor_with_several_leaders_is_asked_the_same() -> None:
    mentors = [
        {"id": "A", "availability": "Noon"},
        {"id": "M", "availability": "Nine; Noon", "capacity": 4},
    ]
    weeks = ("Nine", "Noon", "Nine", "Nine")
    leaders = [{"id": f"L{n}", "availability": week} for n, week in enumerate(weeks)]
    case = Case.of(blocks(program(mentors, leaders)))
    assert case.problem.broken is not None
    assert case.problem.broken([(0, 1), (1, 0), (1, 2)]) == []
    (one,) = case.problem.broken([(0, 1), (1, 0), (1, 2), (1, 3)])
    assert one.name == "M can meet everybody"
    assert one.mentors is not None
    assert one.leaders is not None
    assert (one.mentors.tolist(), one.leaders.tolist(), one.high) == (
        [False, True],
        [True, False, True, True],
        2,
    )


def test_a_forced_pair_counts_in_the_conditions_of_the_rest() -> None:
    case = Case.of(crowd(["Nine"] * 5))
    forced = case.problem.forcing((0, 0))
    assert forced.broken is not None
    (one,) = forced.broken([(1, 0), (2, 0)])
    assert one.high == 1


@pytest.mark.parametrize("more", [{"capacity": 1}, {"need_common_time": False}])
def test_nothing_is_asked_where_it_is_not_needed(more: dict[str, int]) -> None:
    assert Case.of(crowd(["Nine"] * 3, **more)).problem.broken is None  # type: ignore[arg-type]


# --- with what is settled, and in the whole ------------------------------------


def approved(made: Program, *mentors: str) -> Program:
    """The program with approved pairs of the leader."""
    rows = [
        {"pair_id": f"{m}+L", "mentor_id": m, "leader_id": "L", "status": "Approved"}
        for m in mentors
    ]
    return filled(made, "pairs", rows)


def partners(made: Program) -> list[str]:
    pairs = made.table("pairs")
    return sorted(pairs.loc[pairs["status"] != "Ended", "mentor_id"])


@pytest.mark.parametrize(
    ("settled", "new", "highs"),
    [
        ("Nine", 2, [1]),
        ("Noon", 2, []),
        ("Noon", 3, [2]),  # its hours are others: it takes no room of theirs
        ("Evening", 2, []),  # no hour at all, which is told of that pair
        ("Evening", 3, [2]),
    ],
)
def test_settled_partners_take_room_where_they_can_be_met(
    settled: str, new: int, highs: list[int]
) -> None:
    case = Case.of(approved(crowd([settled] + ["Nine"] * 4), "M0"))
    assert case.problem.broken is not None
    conditions = case.problem.broken([(at, 0) for at in range(1, 1 + new)])
    assert [one.high for one in conditions] == highs


@pytest.mark.parametrize(
    ("settled", "cadence", "who"),
    [
        (["M1", "M2", "M3"], 2, "M1, M2 and M3 once in 2 weeks"),
        (["M1", "M2"], 1, "M1 and M2 once a week"),
        (["M1", "M2"], 2, ""),
        (["M0", "M1"], 1, ""),
    ],
)
def test_settled_partners_who_do_not_fit_are_told_and_the_search_ends(
    settled: list[str], cadence: int, who: str
) -> None:
    made = pair(approved(crowd(["Noon"] + ["Nine"] * 3, cadence), *settled))
    assert {"M0", *settled} <= set(partners(made))
    told = [(one.message, one.cell) for one in made.findings if one.code == "RM580"]
    rows = {pair: row for row, pair in made.cells("pairs")["pair_id"].items()}
    assert told == [
        (
            f"L cannot meet {who}: the hours they share have room for fewer sessions.",
            f"P{rows['M1+L']}",
        )
    ] * bool(who)


def test_settled_leaders_who_do_not_fit_are_told_of_their_mentor() -> None:
    mentors = [{"id": "A"}, {"id": "M", "availability": "Nine", "capacity": 4}]
    leaders = [{"id": f"L{n}", "availability": "Long"} for n in range(2)]
    rows = [
        {"pair_id": f"M+{one}", "mentor_id": "M", "leader_id": one, "status": "Approved"}
        for one in ("L0", "L1")
    ]
    made = pair(filled(blocks(program(mentors, leaders, cadence_weeks=1)), "pairs", rows))
    (told,) = [one for one in made.findings if one.code == "RM580"]
    assert told.message.startswith("M cannot meet L0 and L1 once a week")
    (row,) = [row for row, pair in made.cells("pairs")["pair_id"].items() if pair == "M+L0"]
    assert told.cell == f"P{row}"


@pytest.mark.parametrize(
    ("mentors", "cadence", "pairs"),
    [
        (["Nine"] * 4, 2, 2),
        (["Nine"] * 4, 1, 1),
        (["Nine"] * 3 + ["Ten"] * 2, 2, 4),
        (["Nine", "Half past", "Ten"], 1, 2),
        (["Long"] * 5, 2, 4),
        (["Longer", "Half past", "Half past ten"], 1, 2),
        (["Longer"] * 5, 2, 5),
    ],
)
def test_every_session_of_a_plan_can_be_placed(
    mentors: list[str], cadence: int, pairs: int
) -> None:
    made = pair(beside_others(crowd(mentors, cadence, session_count=4)))
    assert len(partners(made)) == pairs + OTHERS
    table = made.table("pairs").assign(status="Approved")
    placed = schedule(made.rewrite("pairs", table)).table("schedule")
    sessions = placed[placed["kind"] == "Session"]
    assert (len(sessions), int(sessions["day"].isna().sum())) == (4 * (pairs + OTHERS), 0)


def test_a_mentor_with_several_leaders_meets_them_all() -> None:
    made = blocks(
        program(
            [{"id": "M", "availability": "Nine", "capacity": 4}],
            [{"id": f"L{n}", "availability": "Long"} for n in range(4)],
        )
    )
    assert len(partners(pair(made))) == 2


def test_rows_in_another_order_give_the_same_conditions() -> None:
    made = crowd(["Nine", "Noon", "Nine; Noon", "Nine", "Half past"])
    other = replace(made, tables={**made.tables, "mentors": made.cells("mentors").iloc[::-1]})
    plan = [(i, 0) for i in range(5)]

    def told(one: Program) -> list[tuple[str, int, list[bool]]]:
        broken = Case.of(one).problem.broken
        assert broken is not None
        return [(c.name, c.high, np.asarray(c.mentors).tolist()) for c in broken(plan)]

    assert isinstance(other.cells("mentors"), pd.DataFrame)
    assert told(made) == told(other)
