"""Missed sessions that take place after all: as early as possible, moving nothing."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schedules import BLOCKS, changed, paired, session_rows

from revmentor_xl.program import Program
from revmentor_xl.steps.health.health import health
from revmentor_xl.steps.meeting.makeup_ids import is_makeup, missed_session, next_try
from revmentor_xl.steps.meeting.sessions import sessions
from revmentor_xl.steps.overview.dashboard import dashboard, figure_values
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.programs import filled

BERLIN = "Europe/Berlin"


def planned(people: dict[str, str], pairs: list[tuple[str, str]], **more: object) -> Program:
    """A prepared program of six sessions; people have their hours in Berlin."""
    week = {name: (BERLIN, blocks) for name, blocks in people.items()}
    return sessions(schedule(paired(pairs, week, **{"session_count": 6, **more})))


def noted(program: Program, event: str, **cells: object) -> Program:
    return changed(program, "sessions", {"event_id": event}, **cells)


def missed(program: Program, *events: str, today: date | None = None) -> Program:
    for event in events:
        program = noted(program, event, held="Missed", replan="Yes")
    return replace(program, today=today or program.today, findings=())


def dates(program: Program) -> dict[str, Any]:
    rows = session_rows(program)
    return dict(zip(rows.index, zip(rows["day"], rows["start"])))


def simple() -> Program:
    return planned({"M": "Mon 9-11; Tue 10-12", "L": "Mon 9-11; Tue 10-12"}, [("M", "L")])


def test_the_names_of_make_ups() -> None:
    assert next_try("P1 #3") == "P1 #3 again"
    assert next_try("P1 #3 again") == "P1 #3 again 2"
    assert next_try("P1 #3 again 2") == "P1 #3 again 3"
    assert missed_session("P1 #3 again 12") == missed_session("P1 #3") == "P1 #3"
    assert [is_makeup(event) for event in ("P1 #3", "P1 #3 again", "P1 #3 again 2")] == [
        False, True, True,
    ]  # fmt: skip


def test_a_missed_session_takes_place_as_early_as_it_can() -> None:
    """Sessions are on Tuesdays, 13 and 27 January and so on; today is Wednesday the 14th."""
    made = simple()
    day = dates(made)["M-L #1"][0]
    done = schedule(missed(made, "M-L #1", today=day + timedelta(days=1)))
    row = session_rows(done).loc["M-L #1 again"]
    assert row["day"] == day + timedelta(days=6)  # the next Monday
    assert (row["start"], row["end"], row["number"]) == (time(9), time(10), 1)
    assert row["why"] == f"Makes up for the session that was missed on Tue {day.day} January 2026"
    assert session_rows(done).loc["M-L #1", "status"] == "Missed"
    assert {e: at for e, at in dates(done).items() if not is_makeup(e)} == dates(made)


def test_it_comes_on_no_day_on_which_the_two_meet_anyway() -> None:
    made = planned({"M": "Tue 10-12", "L": "Tue 10-12"}, [("M", "L")], cadence_weeks=1)
    day = dates(made)["M-L #1"][0]
    done = schedule(missed(made, "M-L #1", today=day))
    assert dates(done)["M-L #1 again"] == (None, None)
    [finding] = [one for one in done.findings if one.code == "RM602"]
    assert finding.message == (
        "Session 1 (make-up) of M and L could not be placed: "
        "the two have no free hour left in these weeks."
    )
    assert session_rows(done).loc["M-L #1 again", "status"] == "Not placed"


def test_only_missed_sessions_that_hr_wants_again() -> None:
    made = simple()
    for cells in (
        {"held": "Missed"},
        {"held": "Planned", "replan": "Yes"},
        {"held": "Held", "replan": "Yes"},
        {"held": "Missed", "replan": "No"},
    ):
        later = replace(noted(made, "M-L #1", **cells), today=date(2026, 1, 21))
        assert set(dates(schedule(later))) == set(dates(made))


def test_it_stays_while_both_can_come_and_moves_when_one_cannot() -> None:
    made = schedule(missed(simple(), "M-L #1", today=date(2026, 1, 14)))
    at = dates(made)["M-L #1 again"]
    assert at == (date(2026, 1, 19), time(9))
    next_day = schedule(replace(made, today=date(2026, 1, 15)))
    assert next_day.cells("schedule").equals(made.cells("schedule"))
    away = filled(made, "away", [{"person": "M", "first": "2026-01-19", "last": "2026-01-19"}])
    assert dates(schedule(away))["M-L #1 again"] == (date(2026, 1, 20), time(10))
    given_up = noted(made, "M-L #1", replan="No")
    assert "M-L #1 again" not in dates(schedule(given_up))


def test_a_make_up_that_was_missed_as_well_gets_another() -> None:
    made = sessions(schedule(missed(simple(), "M-L #1", today=date(2026, 1, 14))))
    assert set(made.table("sessions")["event_id"]) == set(dates(made))
    again = sessions(schedule(missed(made, "M-L #1 again", today=date(2026, 1, 21))))
    rows = session_rows(again)
    assert rows.loc["M-L #1 again", "status"] == "Missed"
    assert rows.loc["M-L #1 again 2", "day"] == date(2026, 1, 26)
    held = noted(again, "M-L #1 again 2", held="Held")
    later = schedule(replace(held, today=date(2026, 1, 27)))
    assert list(session_rows(later).filter(like="M-L #1", axis=0)["status"]) == [
        "Missed", "Missed", "Held",
    ]  # fmt: skip


def test_a_make_up_has_the_topic_that_was_missed_unless_somebody_declined_it_since() -> None:
    made = sessions(schedule(missed(simple(), "M-L #2", today=date(2026, 1, 28))))
    texts = made.table("sessions").set_index("event_id")
    topic = texts.loc["M-L #2", "topic"]
    for column in ("topic", "agenda", "mentor_teaches", "leader_teaches", "number"):
        assert texts.loc["M-L #2 again", column] == texts.loc["M-L #2", column]
    assert texts.loc["M-L #2 again", "held"] == "Planned"
    assert session_rows(made).loc["M-L #2 again", "topic"] == topic

    declined = sessions(changed(made, "mentors", {"id": "M"}, topics_declined=topic))
    new = declined.table("sessions").set_index("event_id")
    assert new.loc["M-L #2", "topic"] == topic
    assert new["topic"].is_unique
    assert declined.findings == made.findings


def test_what_was_missed_stays_missed_and_what_was_held_counts() -> None:
    made = sessions(schedule(missed(simple(), "M-L #1", today=date(2026, 1, 14))))
    held = replace(noted(made, "M-L #1 again", held="Held"), today=date(2026, 1, 22))
    row = health(held).table("health").iloc[0]
    assert (row["held"], row["missed"]) == (1, 1)


def test_the_figures_count_every_row_once() -> None:
    """Of session 1 two rows stand on the tab: one that was missed, one that was held."""
    made = sessions(schedule(missed(simple(), "M-L #1", today=date(2026, 1, 14))))
    held = dashboard(noted(made, "M-L #1 again", held="Held"))
    by_session = held.cells("by_session")
    counts = {
        key: [cell.value for cell in by_session[key]] for key in ("planned", "held", "missed")
    }
    assert counts == {"planned": [0, *[1] * 5], "held": [1, *[0] * 5], "missed": [1, *[0] * 5]}
    assert sum(map(sum, counts.values())) == len(held.table("sessions")) == 7
    values = figure_values(held)
    assert (values["sessions_held"], values["sessions_missed"]) == (1, 1)
    assert values["sessions_kept"] == 0.5


# --- several of them --------------------------------------------------------


def test_the_leader_has_no_more_sessions_a_week_than_allowed() -> None:
    people = {"M": "Tue 10-12; Mon 9", "N": "Tue 10-12; Mon 9-11", "L": "Tue 10-12; Mon 9-11"}
    made = planned(people, [("M", "L"), ("N", "L")], leader_week=1)
    weeks = [day.isocalendar().week for day, _ in dates(made).values() if day]
    assert max(map(weeks.count, weeks)) == 1
    later = date(2026, 1, 14)
    done = schedule(missed(made, "M-L #1", today=later))
    placed = [day.isocalendar().week for day, _ in dates(done).values() if day]
    missed_week = dates(done)["M-L #1"][0].isocalendar().week
    placed.remove(missed_week)
    assert max(map(placed.count, placed)) == 1


TIMES = ["Mon 9", "Mon 9-11", "Mon 14-16", "Thu 9-10"]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from(TIMES), min_size=3, max_size=3),
    st.sets(st.sampled_from(TIMES), min_size=1, max_size=2),
    st.integers(1, 3),
)
def test_no_choice_places_more_or_is_earlier(
    mentors: list[str], leader: set[str], per_week: int
) -> None:
    """Against every combination of hours, for three mentors of one leader."""
    people = {f"M{n}": f"Tue 15-18; {block}" for n, block in enumerate(mentors)}
    people["L"] = "; ".join(["Tue 15-18", *sorted(leader)])
    made = planned(
        people, [(f"M{n}", "L") for n in range(3)], session_count=2, leader_week=per_week
    )
    events = [f"M{n}-L #1" for n in range(3)]
    today = date(2026, 1, 21)
    noted_ = missed(made, *events, today=today)
    done = schedule(noted_)
    found = dates(done)
    starts = [_moment(*found[next_try(event)]) for event in events]
    assert (
        sum(start is not None for start in starts),
        -sum(start for start in starts if start),
    ) == _best(noted_, done, mentors, leader, per_week, today)


def _moment(day: date | None, start: time | None) -> int | None:
    if day is None or start is None:
        return None
    return int(datetime.combine(day, start, ZoneInfo(BERLIN)).timestamp()) // 60


def _best(
    noted_: Program,
    done: Program,
    mentors: list[str],
    leader: set[str],
    per_week: int,
    today: date,
) -> tuple[int, int]:
    """How many can be placed, and the smallest sum of starts, by trying everything."""
    others = done.table("schedule")
    others = others[[not is_makeup(event) for event in others["event_id"]]]
    rows = others.set_index("event_id")
    busy = [
        (_moment(row["day"], row["start"]), row)
        for event, row in rows.iterrows()
        if row["day"] is not None and row["status"] != "Missed"
    ]
    days = [today + timedelta(days=n) for n in range(1, 28)]
    last = date(2026, 1, 12) + timedelta(weeks=4)  # the end of the second window
    choices = []
    for n, block in enumerate(mentors):
        own: list[tuple[int, date] | None] = [None]
        for name in ("Tue 15-18", block):
            for other in {"Tue 15-18", *leader}:
                own += _hours(name, other, [day for day in days if day < last])
        pair = f"M{n}-L"
        meets = {row["day"] for _, row in busy if row["pair_id"] == pair}
        choices.append(
            [
                one
                for one in set(own)
                if one is None
                or (one[1] not in meets and all(abs(one[0] - start) >= 60 for start, _ in busy))
            ]
        )
    in_week = [row["day"].isocalendar().week for _, row in busy if row["kind"] == "Session"]
    best = (0, 0)
    for combination in itertools.product(*choices):
        chosen = [one for one in combination if one is not None]
        weeks = in_week + [day.isocalendar().week for _, day in chosen]
        apart = all(
            abs(one[0] - other[0]) >= 60 for one, other in itertools.combinations(chosen, 2)
        )
        capped = all(weeks.count(day.isocalendar().week) <= per_week for _, day in chosen)
        if apart and capped:
            best = max(best, (len(chosen), -sum(start for start, _ in chosen)))
    return best


def _hours(name: str, other: str, days: list[date]) -> list[tuple[int, date]]:
    """Every start at a half hour at which an hour lies in both blocks."""
    (weekday, first, last), (day2, first2, last2) = BLOCKS[name], BLOCKS[other]
    if weekday != day2:
        return []
    begin, end = max(first, first2), min(last, last2)
    found = []
    for day in days:
        if f"{day:%A}" != weekday:
            continue
        at = datetime.combine(day, time.fromisoformat(begin))
        while at + timedelta(hours=1) <= datetime.combine(day, time.fromisoformat(end)):
            start = _moment(day, at.time())
            assert start is not None
            found.append((start, day))
            at += timedelta(minutes=30)
    return found


def test_a_room_is_given_to_one_make_up_at_a_time() -> None:
    people = dict.fromkeys(("M", "N", "K", "L"), "Tue 10-12; Mon 9")
    base = paired(
        [("M", "K"), ("N", "L")], {name: (BERLIN, week) for name, week in people.items()},
        session_count=6,
    )  # fmt: skip
    for table in ("mentors", "leaders"):
        base = base.with_cells(table, base.cells(table).assign(location="Berlin"))
    base = filled(base, "rooms", [{"room": "Oak", "location": "Berlin"}])
    made = sessions(schedule(base))
    if not session_rows(made)["room"].any():
        pytest.skip("no rooms yet")
    done = schedule(missed(made, "M-K #1", "N-L #1", today=date(2026, 1, 14)))
    both = [dates(done)[event] for event in ("M-K #1 again", "N-L #1 again")]
    assert sorted(both) == [(date(2026, 1, 19), time(9)), (date(2026, 1, 20), time(10))]
    assert set(session_rows(done)["room"]) == {"Oak"}
