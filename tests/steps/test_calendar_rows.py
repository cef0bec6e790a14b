"""Calendar, load, held against planned: given these rows of the schedule, these cells."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from revmentor_xl.schema.tabs.scheduling import WEEKS_ACROSS
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.calendars.timeline import first_monday, timeline
from revmentor_xl.steps.overview.calendar_tab import EVERYBODY, SIGNS, WEEK_OF, with_calendar
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.officetools import formula_results
from tests.programs import MONDAY, filled, program
from tests.steps.schedules import paired

PAIRS = (("P1", "Ada", "L1", "Zoe"), ("P2", "Bo", "L2", "Yan"), ("P3", "Cy", "L1", "Zoe"))
NAMES = {pair: (mentor, leader) for pair, mentor, _, leader in PAIRS}

Given = tuple[str, str, str]
"""Event, date and time (or nothing), status."""


def planned(
    rows: Iterable[Given],
    held: Mapping[str, str] | None = None,
    today: date = MONDAY,
    **settings: object,
) -> Program:
    """Three pairs, six fortnightly sessions after two weeks of kick-offs: 16 weeks."""
    settings = {"session_count": 6, "kickoff_weeks": 2, **settings}
    new = program(today=today, **settings)
    new = filled(
        new,
        "pairs",
        [
            {
                "pair_id": p,
                "mentor_id": m,
                "mentor": m,
                "leader_id": i,
                "leader": n,
                "status": "Active",
            }
            for p, m, i, n in PAIRS
        ],
    )
    made = [_row(*one) for one in rows]
    notes = [
        {**row, "held": (held or {}).get(str(row["event_id"]), "Planned")}
        for row in made
        if row["kind"] == "Session"
    ]
    return filled(filled(new, "schedule", made), "sessions", notes)


def _row(event: str, when: str, status: str) -> dict[str, object]:
    pair, _, label = event.partition(" ")
    is_pair = pair in NAMES
    at = datetime.fromisoformat(when) if when else None
    return {
        "event_id": event,
        "kind": event if not is_pair else "Session" if "#" in label else "Kick-off",
        "number": int(label.split()[0][1:]) if "#" in label and is_pair else None,
        "pair_id": pair if is_pair else "",
        "mentor": NAMES[pair][0] if is_pair else "",
        "leader": NAMES[pair][1] if is_pair else "",
        "day": at and at.date(),
        "start": at and at.time(),
        "end": at and (at + timedelta(hours=1)).time(),
        "status": status,
    }


def shown(program: Program) -> dict[tuple[str, str], dict[int, str]]:
    """What stands in the weeks of each part and row, by the row's pair or its leader's column."""
    rows = {}
    for row in with_calendar(program).table("calendar").to_dict("records"):
        cells = {n: row[f"week_{n}"] for n in range(1, WEEKS_ACROSS + 1) if row[f"week_{n}"]}
        rows[row["part"], row["pair_id"] or row["leader"]] = cells
    return rows


# --- cells ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "week", "cell"),
    [
        (("P1 kick-off", "2026-01-06 10:00", "Planned"), 1, "Kick-off\nTue 10:00"),
        (("P1 #1", "2026-01-20 09:30", "Planned"), 3, "#1\nTue 09:30"),
        (("P1 #2", "2026-02-05 14:00", "Moved"), 5, "#2\nThu 14:00\n→ moved"),
        (("P1 #2", "2026-02-08 14:00", "Fixed"), 5, "#2\nSun 14:00\n■ fixed"),
        (("P1 #3", "2026-02-16 14:00", "Cancelled"), 7, "#3\nMon 14:00\n– off"),
        (("P1 #4", "", "Not placed"), 9, "#4\n! no time"),
        (("P1 #6", "", "Not placed"), 13, "#6\n! no time"),
        (("P1 #2 again", "2026-03-03 08:00", "Moved"), 9, "#2 again\nTue 08:00\n→ moved"),
        (("P1 kick-off", "", "Not placed"), 1, "Kick-off\n! no time"),
    ],
)
def test_each_row_of_the_schedule_stands_in_its_week(given: Given, week: int, cell: str) -> None:
    assert shown(planned([given]))["1-16", "P1"] == {week: cell}


@pytest.mark.parametrize(
    ("held", "cell"),
    [
        ("Held", "#1\nTue 10:00\n✓ held"),
        ("Missed", "#1\nTue 10:00\n✗ missed"),
        ("Cancelled", "#1\nTue 10:00\n– off"),
        ("Planned", "#1\nTue 10:00\n→ moved"),
    ],
)
def test_what_hr_noted_counts_before_what_was_planned(held: str, cell: str) -> None:
    made = planned([("P1 #1", "2026-01-20 10:00", "Moved")], {"P1 #1": held})
    assert shown(made)["1-16", "P1"] == {3: cell}


def test_every_status_but_planned_has_a_sign_and_a_word() -> None:
    assert {*SIGNS, "Planned"} == set(WORKBOOK.table("schedule")["status"].choices)
    for text in SIGNS.values():
        sign, _, word = text.partition(" ")
        assert (len(sign), sign.isalnum(), word.isascii()) == (1, False, True), text
    assert len({text[0] for text in SIGNS.values()}) == len(SIGNS)


def test_two_meetings_of_a_week_share_a_cell_in_the_order_of_time() -> None:
    made = planned(
        [("P1 #2 again", "2026-02-18 15:00", "Moved"), ("P1 #3", "2026-02-17 10:00", "Planned")]
    )
    assert shown(made)["1-16", "P1"] == {7: "#3\nTue 10:00\n#2 again\nWed 15:00\n→ moved"}


def test_a_session_without_a_date_follows_the_others_of_a_pair_that_began_late() -> None:
    rows = [("P1 #1", "2026-03-03 10:00", "Planned"), ("P1 #2", "", "Not placed")]
    assert shown(planned(rows))["1-16", "P1"] == {9: "#1\nTue 10:00", 11: "#2\n! no time"}


def test_a_make_up_without_a_date_stands_in_the_present_week() -> None:
    made = planned([("P1 #1 again", "", "Not placed")], today=date(2026, 2, 12))
    assert shown(made)["1-16", "P1"] == {6: "#1 again\n! no time"}


# --- rows -----------------------------------------------------------------


def test_dates_come_first_then_everybody_then_pairs_by_mentor() -> None:
    made = planned(
        [
            ("P2 #1", "2026-01-20 10:00", "Planned"),
            ("Mid-program gathering", "2026-03-04 11:00", "Planned"),
            ("Final review", "2026-04-15 11:00", "Planned"),
            ("Celebration", "", "Not placed"),
        ]
    )
    rows = shown(made)
    assert [row for _, row in rows] == [WEEK_OF, EVERYBODY, "P1", "P2", "P3"]
    dates = rows["1-16", WEEK_OF]
    assert [dates[n] for n in (1, 2, 15, 16)] == ["5 Jan", "12 Jan", "13 Apr", "20 Apr"]
    assert list(dates) == list(range(1, 17))
    assert rows["1-16", EVERYBODY] == {
        9: "Gathering\nWed 11:00",
        15: "Final review\nWed 11:00",
        16: "Celebration\n! no time",
    }


@pytest.mark.parametrize(
    ("settings", "parts"),
    [
        ({"session_count": 13}, ["1-30"]),
        ({"session_count": 14}, ["1-32"]),
        ({"session_count": 30, "cadence_weeks": 1}, ["1-32", "33-34"]),
        ({"session_count": 13, "cadence_weeks": 8}, ["1-32", "33-64", "65-96", "97-108"]),
    ],
)
def test_a_long_program_goes_on_beneath(settings: dict[str, object], parts: list[str]) -> None:
    made = planned([("P1 #1", "2026-01-20 10:00", "Planned")], **settings)
    assert list(dict.fromkeys(part for part, _ in shown(made))) == parts
    first = with_calendar(made).cells("calendar").iloc[0]
    if len(parts) > 1:  # this row stays in sight, so it may not show the dates of one part
        assert first["week_1"] is None
        assert f"in {len(parts)} parts" in first["mentor"]
        assert shown(made)[parts[1], WEEK_OF][1] == "W33\n17 Aug"


def test_a_date_far_away_from_the_program_does_not_stretch_the_calendar() -> None:
    made = planned([("P1 #1", "2126-01-20 10:00", "Planned")])
    assert shown(made)["1-16", "P1"] == {}


def test_sessions_before_a_start_that_was_put_off_are_still_shown() -> None:
    made = planned(
        [("P1 #1", "2026-01-06 10:00", "Planned"), ("P1 #2", "", "Not placed")],
        start_date=date(2026, 1, 19),
    )
    assert shown(made)["-1-16", "P1"] == {1: "#1\nTue 10:00", 7: "#2\n! no time"}


def test_without_a_schedule_the_tabs_are_empty() -> None:
    new = with_calendar(planned([]))
    assert [len(new.cells(key)) for key in ("calendar", "leader_load", "held_so_far")] == [0, 0, 0]


def test_the_order_of_rows_does_not_matter() -> None:
    made = busy()
    mixed = made
    for key in ("schedule", "sessions", "pairs"):
        rows = made.cells(key).to_dict("records")
        random.Random(5).shuffle(rows)
        mixed = filled(mixed, key, rows)
    for key in ("calendar", "leader_load", "held_so_far"):
        assert with_calendar(mixed).cells(key).equals(with_calendar(made).cells(key)), key


@pytest.mark.parametrize("day", range(7))
def test_the_first_week_is_the_schedules_own(day: int) -> None:
    start = MONDAY + timedelta(days=day)
    assert first_monday(start) == timeline(program(start_date=start)).monday


def test_a_schedule_that_was_made_is_shown_whole() -> None:
    people = {
        "M1": ("Europe/Berlin", "Tue 10-12"),
        "M2": ("Europe/London", "Tue 10-12; Thu 9-10"),
        "L1": ("Europe/Berlin", "Tue 10-12; Thu 9-10"),
    }
    made = schedule(paired([("M1", "L1"), ("M2", "L1")], people))
    cells = [text for row in shown(made).values() for text in row.values()]
    for row in made.table("schedule").itertuples():
        label = row.event_id.removeprefix(f"{row.pair_id} ") if row.kind == "Session" else ""
        clock = f"{row.day:%a} {row.start:%H:%M}" if row.day else "! no time"
        assert [one for one in cells if label in one and clock in one], row.event_id


# --- load -----------------------------------------------------------------


def busy() -> Program:
    """In the seventh week, with sessions of every kind."""
    return planned(
        [
            ("P1 kick-off", "2026-01-06 10:00", "Planned"),
            ("P1 #1", "2026-01-20 10:00", "Planned"),
            ("P1 #2", "2026-02-03 10:00", "Moved"),
            ("P1 #2 again", "2026-02-24 12:00", "Moved"),
            ("P1 #3", "2026-02-17 10:00", "Planned"),
            ("P1 #4", "2026-03-03 10:00", "Planned"),
            ("P2 #1", "2026-01-22 10:00", "Planned"),
            ("P2 #2", "", "Not placed"),
            ("P3 #1", "2026-01-21 10:00", "Planned"),
            ("P3 #2", "2026-02-04 10:00", "Planned"),
            ("P3 #4", "2026-03-05 10:00", "Planned"),
            ("Mid-program gathering", "2026-03-04 11:00", "Planned"),
        ],
        {
            "P1 #1": "Held",
            "P1 #2": "Missed",
            "P2 #1": "Cancelled",
            "P3 #1": "Held",
            "P3 #2": "Held",
        },
        today=date(2026, 2, 17),
    )


def test_load_of_each_leader_the_most_sessions_first() -> None:
    rows = with_calendar(busy()).table("leader_load")
    assert rows.astype(object).values.tolist() == [
        # id, name, pairs, sessions, held, missed, to come, hours (with the gathering), most, week
        ["L1", "Zoe", 2, 8, 3, 1, 4, 5.0, 2, date(2026, 1, 19)],
        ["L2", "Yan", 1, 0, 0, 0, 0, 1.0, 0, None],
    ]


def test_pairs_in_one_kick_off_cost_a_leader_one_hour() -> None:
    rows = [(f"{pair} kick-off", "2026-01-06 10:00", "Planned") for pair in ("P1", "P3")]
    load = with_calendar(planned(rows)).table("leader_load")
    assert dict(zip(load["leader_id"], load["hours"])) == {"L1": 1.0, "L2": 0.0}


def test_a_leader_whose_pairs_ended_is_listed_with_what_was_held() -> None:
    made = planned([("P2 #1", "2026-01-20 10:00", "Planned")], {"P2 #1": "Held"})
    pairs = made.cells("pairs").assign(status=["Active", "Ended", "Active"])
    load = with_calendar(made.with_cells("pairs", pairs)).table("leader_load")
    assert load[["leader_id", "pairs", "held", "hours"]].values.tolist()[0] == ["L2", 0, 1, 0.0]


# --- held against planned -------------------------------------------------


def test_held_so_far_ends_with_the_last_note() -> None:
    rows = with_calendar(busy()).cells("held_so_far")
    counts = [
        (row.week, row.until, *(one.value for one in (row.planned, row.held, row.missed)))
        for row in rows.itertuples()
    ]
    assert len(counts) == 16
    assert counts[1:9] == [
        (2, date(2026, 1, 18), 0, 0, 0),
        (3, date(2026, 1, 25), 2, 2, 0),  # the cancelled one is not planned any more
        (4, date(2026, 2, 1), 2, 2, 0),
        (5, date(2026, 2, 8), 4, 3, 1),
        (6, date(2026, 2, 15), 4, None, None),
        (7, date(2026, 2, 22), 5, None, None),
        (8, date(2026, 3, 1), 6, None, None),
        (9, date(2026, 3, 8), 8, None, None),
    ]


def messy() -> Program:
    """The same with what people do to cells: a time in a date, another case, a date as text."""
    made = busy()
    sessions = made.cells("sessions").copy()
    sessions["day"] = [
        {0: datetime(2026, 1, 25, 18, 30), 1: "3 February", 2: 46077, 3: None}.get(i, day)
        for i, day in enumerate(sessions["day"])
    ]
    sessions["held"] = ["held", "Missed", "MISSED ", *sessions["held"].iloc[3:]]
    schedule = made.cells("schedule").copy()
    schedule["day"] = [
        {2: datetime(2026, 2, 8, 23), 4: "soon"}.get(i, day)
        for i, day in enumerate(schedule["day"])
    ]
    return made.with_cells("sessions", sessions).with_cells("schedule", schedule)


@pytest.mark.slow  # `test_calendar_tab` has the Load of a program without mess counted
@pytest.mark.parametrize("made", [messy])
def test_libreoffice_counts_the_same(made: object, tmp_path: Path) -> None:
    path = tmp_path / "program.xlsx"
    write_program_file(path, with_calendar(made()))  # type: ignore[operator]
    results = {
        where: both
        for where, both in formula_results(path, tmp_path).items()
        if "Load" in str(where)
    }
    assert len(results) == 3 * 16
    assert {where: ours for where, (ours, _) in results.items()} == {
        where: theirs for where, (_, theirs) in results.items()
    }
