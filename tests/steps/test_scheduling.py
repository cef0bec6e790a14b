"""The schedule of small programs: who meets when, and what HR is told."""

from __future__ import annotations

import itertools
from datetime import date, time

import pytest
from schedules import changed, paired, session_rows, with_pairs

from revmentor_xl.errors import BadSetting, StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.checker_schedule import broken_rules
from tests.programs import MONDAY, filled, program

BERLIN, NEW_YORK, SYDNEY = "Europe/Berlin", "America/New_York", "Australia/Sydney"


def codes(program: Program) -> list[str]:
    return [finding.code for finding in program.findings]


def test_ten_pairs_with_the_defaults_get_thirteen_sessions_each() -> None:
    mentors = {f"M{n}": (BERLIN, "Mon morning; Tue afternoon") for n in range(10)}
    leaders = {f"L{n}": (BERLIN, "Tue afternoon; Fri morning") for n in range(10)}
    done = schedule(paired([(f"M{n}", f"L{n}") for n in range(10)], mentors | leaders))

    assert broken_rules(done) == []
    assert done.said == (
        "130 sessions for 10 pairs, 130 at their regular time; "
        "kick-off on Tue 6 January 2026 at 13:00."
    )
    assert done.show == "Schedule"
    assert codes(done) == []
    rows = done.table("schedule")
    assert list(rows["day"]) == sorted(rows["day"])
    assert list(rows["event_id"].head(10)) == [f"M{n}-L{n} kick-off" for n in range(10)]
    assert list(rows["event_id"].tail(2)) == ["Final review", "Celebration"]


def test_one_session_reads_like_this() -> None:
    done = schedule(
        paired([("Mia", "Lea")], {"Mia": (NEW_YORK, "Tue 10-12"), "Lea": (BERLIN, "Tue 15-18")})
    )
    row = session_rows(done).loc["Mia-Lea #1"]
    assert (row["day"], row["start"], row["end"]) == (date(2026, 1, 13), time(16), time(17))
    assert (row["mentor"], row["mentor_time"]) == ("Mia", "Tue 10:00 (America/New_York)")
    assert (row["leader"], row["leader_time"]) == ("Lea", "Tue 16:00 (Europe/Berlin)")
    assert row["regular"]
    assert row["why"] == ""


# --- daylight saving ------------------------------------------------------


def test_a_clock_change_on_one_side_moves_a_session_and_says_why() -> None:
    """From 8 to 29 March 2026 New York is five hours behind Berlin, not six."""
    people = {"M": (NEW_YORK, "Mon 9"), "L": (BERLIN, "Mon 15-16; Mon 14-15")}
    base = paired([("M", "L")], people, session_count=6)
    blocks = [
        {"block": "Mon 15-16", "weekday": "Monday", "start": "15:00", "end": "16:00"},
        {"block": "Mon 14-15", "weekday": "Monday", "start": "14:00", "end": "15:00"},
    ]
    base = filled(base, "time_blocks", [*base.cells("time_blocks").to_dict("records"), *blocks])
    done = schedule(base)

    assert broken_rules(done) == []
    rows = session_rows(done)
    assert set(rows["mentor_time"]) == {"Mon 09:00 (America/New_York)"}
    moved = rows[~rows["regular"].astype(bool)]
    assert list(moved["leader_time"]) == ["Mon 14:00 (Europe/Berlin)"]
    assert all(date(2026, 3, 8) < day < date(2026, 3, 29) for day in moved["day"])
    assert list(moved["why"]) == [
        "Moved from Mon 15:00: it would be Mon 10:00 for M, who is not free"
    ]


def test_where_no_hour_fits_for_some_weeks_the_session_stays_without_a_date() -> None:
    people = {"M": (NEW_YORK, "Mon 9"), "L": (BERLIN, "Mon 15-16")}
    base = paired([("M", "L")], people, session_count=6)
    blocks = [{"block": "Mon 15-16", "weekday": "Monday", "start": "15:00", "end": "16:00"}]
    base = filled(base, "time_blocks", [*base.cells("time_blocks").to_dict("records"), *blocks])
    done = schedule(base)

    rows = session_rows(done)
    gaps = rows[[day is None for day in rows["day"]]]
    # 9 and 16 March have the short difference; of the next fortnight only the first Monday has
    assert list(gaps["number"]) == [5]
    assert list(gaps["why"]) == ["The two have no common free hour in these weeks"]
    assert broken_rules(done) == []
    [finding] = [f for f in done.findings if f.code == "RM602"]
    assert finding.message.startswith("Session 5 of M and L could not be placed")
    assert finding.cell
    assert finding.sheet == "Schedule"


def test_clocks_of_two_hemispheres_change_in_opposite_directions() -> None:
    """Sydney leaves summer time on 5 April 2026, Berlin enters it on 29 March."""
    people = {"M": (SYDNEY, "Tue 15-18; Fri 20-22"), "L": (BERLIN, "Fri 8-13")}
    base = paired([("M", "L")], people)
    blocks = [{"block": "Fri 8-13", "weekday": "Friday", "start": "08:00", "end": "13:00"}]
    base = filled(base, "time_blocks", [*base.cells("time_blocks").to_dict("records"), *blocks])
    done = schedule(base)

    assert broken_rules(done) == []
    rows = session_rows(done)
    assert all(day is not None for day in rows["day"])
    # ten hours apart, then nine for a week, then eight: noon in Berlin suits seven sessions, in
    # either week of the fortnight (the gathering takes one Friday of the second)
    assert set(rows.loc[rows["regular"].astype(bool), "leader_time"].str[:9]) == {"Fri 12:00"}
    assert rows["regular"].sum() == 7
    winter, summer = rows.iloc[0], rows.iloc[-1]
    assert (winter["mentor_time"][:9], winter["leader_time"][:9]) == ("Fri 21:00", "Fri 11:00")
    assert winter["why"] == "Moved from Fri 12:00: it would be Fri 22:00 for M, who is not free"
    assert (summer["mentor_time"][:9], summer["leader_time"][:9]) == ("Fri 20:00", "Fri 12:00")


# --- people with several pairs --------------------------------------------


def test_a_leader_with_three_mentors_is_never_double_booked() -> None:
    people = {
        "L": (BERLIN, "Mon morning"),
        "M1": (BERLIN, "Mon morning"),
        "M2": (BERLIN, "Mon morning"),
        "M3": (BERLIN, "Mon morning"),
    }
    done = schedule(paired([("M1", "L"), ("M2", "L"), ("M3", "L")], people))
    assert broken_rules(done) == []
    rows = session_rows(done)
    assert all(day is not None for day in rows["day"])
    # a fortnight has two Mondays, so there is no need to meet back to back
    by_day = rows.groupby("day")["start"].apply(sorted)
    assert all(
        later.hour * 60 + later.minute - one.hour * 60 - one.minute >= 90
        for starts in by_day
        for one, later in itertools.pairwise(starts)
    )


def test_back_to_back_is_taken_when_nothing_else_is_left() -> None:
    people = {"L": (BERLIN, "Mon 9-11")} | {f"M{n}": (BERLIN, "Mon 9-11") for n in range(4)}
    done = schedule(paired([(f"M{n}", "L") for n in range(4)], people))
    assert broken_rules(done) == []
    rows = session_rows(done)
    missing = rows[[day is None for day in rows["day"]]]
    # only the gathering takes an hour away: then three have room and one has not
    assert len(missing) == 1
    assert set(missing["why"]) == {"Every common free hour is taken by other meetings"}


def test_two_with_nothing_in_common_hold_up_nobody_else() -> None:
    people = {
        "M1": (BERLIN, "Mon 9"),
        "L1": (BERLIN, "Fri 13-15"),
        "M2": (BERLIN, "Mon 9-11"),
        "L2": (BERLIN, "Mon 9-11"),
    }
    done = schedule(paired([("M1", "L1"), ("M2", "L2")], people, session_count=3))
    assert broken_rules(done) == []
    rows = session_rows(done)
    assert [day is None for day in rows.loc[["M1-L1 #1", "M2-L2 #1"], "day"]] == [True, False]
    [finding] = [f for f in done.findings if f.code == "RM601"]
    assert finding.message == "M1 and L1 have no hour in common, so no session can be placed."
    assert "L1 is free Fri 13:00 to 15:00 on M1's clock" in finding.remedy
    assert "RM602" not in codes(done)


def test_ended_pairs_and_strangers() -> None:
    people = dict.fromkeys(("M1", "L1", "M2", "L2"), (BERLIN, "Mon morning"))
    base = paired([("M1", "L1"), ("M2", "L2")], people, {"M1-L1": "Ended"}, session_count=2)
    done = schedule(base)
    assert set(session_rows(done)["pair_id"]) == {"M2-L2"}
    gone = filled(base, "mentors", [])
    assert [f.code for f in schedule(gone).findings if f.found_by == "schedule"].count("RM601") == 1


# --- common events --------------------------------------------------------


def test_events_are_when_most_can_come_and_list_who_cannot() -> None:
    people = {
        "M1": (BERLIN, "Mon 9-11; Thu 9-10"),
        "L1": (BERLIN, "Mon 9-11"),
        "M2": (BERLIN, "Thu 9-10; Mon 9-11"),
        "L2": (BERLIN, "Thu 9-10"),
    }
    done = schedule(paired([("M1", "L1"), ("M2", "L2")], people))
    assert broken_rules(done) == []
    final = done.table("schedule").set_index("event_id").loc["Final review"]
    assert final["day"].weekday() in (0, 3)
    assert final["why"] in ("Cannot come: L1", "Cannot come: L2")
    who = final["why"].split()[-1]
    assert any(
        f.code == "RM603" and f.message.startswith(f"{who} cannot come to the final review")
        for f in done.findings
    )


@pytest.mark.parametrize(
    ("away", "named"),
    [
        (1, "B1 cannot"),
        (2, "B1 and B2 cannot"),
        (3, "B1, B2 and B3 cannot"),
        (5, "B1, B2, B3 and 2 more cannot"),
    ],
)
def test_one_finding_per_event_names_three_people_and_the_remark_all(away: int, named: str) -> None:
    here = [f"A{k}" for k in range(1, 7)]
    others = [f"B{k}" for k in range(1, away + 1)]
    people = dict.fromkeys((*here, "X"), (BERLIN, "Mon 9-11"))
    people |= dict.fromkeys((*others, "Y"), (BERLIN, "Thu 9-11"))
    pairs = [*((name, "X") for name in here), *((name, "Y") for name in others)]
    people["Y"] = (BERLIN, "Thu 9-18; Mon 9-11")
    done = schedule(paired(pairs, people))
    told = [f for f in done.findings if f.code == "RM603"]
    assert len(told) == 3
    assert len({f.cell for f in told}) == 3
    for finding in told:
        assert finding.message.startswith(f"{named} come to the ")
    events = done.table("schedule").query("kind not in ('Session', 'Kick-off')")
    assert set(events["why"]) == {f"Cannot come: {', '.join(others)}"}


def test_a_gathering_at_the_regular_hour_moves_the_session() -> None:
    people = {"M": (BERLIN, "Mon 9; Thu 9-10"), "L": (BERLIN, "Mon 9; Thu 9-10")}
    done = schedule(paired([("M", "L")], people))
    assert broken_rules(done) == []
    rows = session_rows(done)
    assert rows["regular"].sum() >= 12


@pytest.mark.parametrize(
    ("start", "first_monday"),
    [
        (date(2026, 1, 5), date(2026, 1, 5)),
        (date(2026, 1, 7), date(2026, 1, 5)),
        (date(2026, 1, 10), date(2026, 1, 12)),  # a Saturday
    ],
)
def test_the_first_week(start: date, first_monday: date) -> None:
    people = {"M": (BERLIN, "Mon morning; Fri morning"), "L": (BERLIN, "Mon morning; Fri morning")}
    rows = schedule(paired([("M", "L")], people, start_date=start)).table("schedule")
    kick_off = rows.set_index("event_id").loc["M-L kick-off", "day"]
    assert start <= kick_off
    assert 0 <= (kick_off - first_monday).days < 7
    first = rows.set_index("event_id").loc["M-L #1", "day"]
    assert 7 <= (first - first_monday).days < 21


# --- what stops the work --------------------------------------------------


def test_without_pairs_it_is_too_early() -> None:
    with pytest.raises(StepTooEarly, match="no pairs"):
        schedule(program([{"id": "M1"}], [{"id": "L1"}]))
    people = {"M": (BERLIN, "Mon 9"), "L": (BERLIN, "Mon 9")}
    with pytest.raises(StepTooEarly):
        schedule(paired([("M", "L")], people, {"M-L": "Ended"}))


def test_without_a_start_date_the_cell_is_named() -> None:
    people = {"M": (BERLIN, "Mon 9"), "L": (BERLIN, "Mon 9")}
    base = changed(paired([("M", "L")], people), "settings", {"setting": "Start date"}, value=None)
    with pytest.raises(BadSetting) as caught:
        schedule(base)
    assert "Settings tab (cell C" in caught.value.remedy
    assert "2026-01-12" in caught.value.remedy  # today is Monday the 5th


def test_a_start_date_that_is_no_date_is_quoted() -> None:
    people = {"M": (BERLIN, "Mon 9"), "L": (BERLIN, "Mon 9")}
    base = changed(
        paired([("M", "L")], people), "settings", {"setting": "Start date"}, value="next January"
    )
    with pytest.raises(
        BadSetting, match=r"“next January” in Settings C\d+ is not a date"
    ) as caught:
        schedule(base)
    assert "2026-01-12" in caught.value.remedy


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ({}, ""),
        ({"M-L": "Proposed"}, "; 1 of the pairs is not approved yet."),
        ({"M-L": "Proposed", "N-L": "Proposed"}, "; 2 of the pairs are not approved yet."),
    ],
)
def test_pairs_that_are_not_approved_are_said(status: dict[str, str], end: str) -> None:
    people = {"M": (BERLIN, "Mon 9"), "N": (BERLIN, "Mon 9-11"), "L": (BERLIN, "Mon 9-11")}
    done = schedule(paired([("M", "L"), ("N", "L")], people, status))
    assert done.said.endswith(end)
    assert ("approved" in done.said) is bool(end)


def test_an_unknown_program_time_zone_is_named() -> None:
    people = {"M": (BERLIN, "Mon 9"), "L": (BERLIN, "Mon 9")}
    with pytest.raises(BadSetting, match="Berlin City"):
        schedule(paired([("M", "L")], people, time_zone="Berlin City"))


def test_people_without_or_with_an_unknown_time_zone_are_on_the_programs_clock() -> None:
    people = {"M": ("", "Mon 9"), "L": ("Atlantis", "Mon 9")}
    rows = session_rows(schedule(paired([("M", "L")], people, time_zone=NEW_YORK)))
    assert set(rows["leader_time"]) == {"Mon 09:00 (America/New_York)"}
    assert rows.iloc[0]["start"] == time(9)


# --- running it again -----------------------------------------------------


def test_a_second_run_changes_nothing_and_keeps_notes() -> None:
    people = {f"M{n}": (NEW_YORK, "Tue 10-12; Mon morning") for n in range(3)}
    people["L"] = (BERLIN, "Tue 15-18; Mon afternoon")
    once = schedule(paired([(f"M{n}", "L") for n in range(3)], people))
    noted = changed(once, "schedule", {"event_id": "M1-L #7"}, note="In the café")
    again = schedule(noted)
    assert again.cells("schedule").equals(noted.cells("schedule"))
    assert again.findings == once.findings


def test_the_past_stays_and_the_future_follows_the_new_availability() -> None:
    people = {"M": (BERLIN, "Mon morning"), "L": (BERLIN, "Mon morning; Thu morning")}
    base = paired([("M", "L"), ("M2", "L2")], people | {"M2": people["M"], "L2": people["L"]})
    before = schedule(base)
    later = changed(before, "mentors", {"id": "M"}, availability="Thu morning")
    later = Program(later.tables, date(2026, 3, 2), later.places, later.findings)
    after = schedule(later)

    old, new = session_rows(before), session_rows(after)
    past = [event for event, day in old["day"].items() if day < date(2026, 3, 2)]
    columns = ["day", "start", "end", "mentor_time", "regular"]
    assert old.loc[past, columns].equals(new.loc[past, columns])
    assert len(past) == 8
    ahead = new.drop(index=past)
    assert {day.weekday() for day in ahead.loc[ahead["pair_id"] == "M-L", "day"]} == {3}
    assert len(ahead) == 18
    # who had no reason to move keeps the regular time
    same = [event for event in ahead.index if event.startswith("M2")]
    assert old.loc[same, columns].equals(new.loc[same, columns])


def test_ended_pairs_keep_their_past_and_late_pairs_begin_now() -> None:
    people = dict.fromkeys(("M1", "L1", "M2", "L2"), (BERLIN, "Mon morning"))
    before = schedule(paired([("M1", "L1")], people | {}, session_count=6))
    joined = filled(
        before,
        "mentors",
        [
            {"id": m, "name": m, "email": f"{m}@x.org", "availability": "Mon morning"}
            for m in ("M1", "M2")
        ],
    )
    joined = with_pairs(joined, [("M1", "L1"), ("M2", "L1")], {"M1-L1": "Ended"})
    joined = Program(joined.tables, date(2026, 2, 11), joined.places, ())
    after = schedule(joined)

    rows = session_rows(after)
    # 12 and 26 January and 9 February are over; the third fortnight is not
    assert list(rows.loc[rows["pair_id"] == "M1-L1", "day"]) == [
        date(2026, 1, 12), date(2026, 1, 26), date(2026, 2, 9),
    ]  # fmt: skip
    new = rows[rows["pair_id"] == "M2-L1"]
    assert list(new["number"]) == [1, 2, 3, 4]
    second = date(2026, 1, 12)  # the Monday after the kick-offs
    assert [(day - second).days // 14 + 1 for day in new["day"]] == [3, 4, 5, 6]
    assert min(new["day"]) >= date(2026, 2, 11)
    assert any("5 to 6 of M2 and L1" in f.message for f in after.findings)


def test_a_session_marked_as_held_keeps_its_date() -> None:
    people = {"M": (BERLIN, "Mon morning"), "L": (BERLIN, "Mon morning; Thu morning")}
    before = schedule(paired([("M", "L")], people, session_count=4))
    marks = [{"event_id": "M-L #1", "held": "Held"}, {"event_id": "M-L #2", "held": "Planned"}]
    marked = filled(before, "sessions", marks)
    marked = changed(marked, "mentors", {"id": "M"}, availability="Thu morning")
    rows = session_rows(schedule(marked))
    assert [day.weekday() for day in rows["day"]] == [0, 3, 3, 3]


def test_a_corrected_start_date_leaves_nothing_of_the_wrong_year() -> None:
    people = {"M": (BERLIN, "Mon morning"), "L": (BERLIN, "Mon morning")}
    wrong = schedule(paired([("M", "L")], people, start_date=date(2025, 1, 6)))
    assert "RM604" in codes(wrong)
    right = schedule(wrong.with_settings(start_date=MONDAY))
    assert broken_rules(right) == []
    assert "RM604" not in codes(right)


def test_a_faster_cadence_goes_on_from_the_last_session() -> None:
    people = {"M": (BERLIN, "Mon morning"), "L": (BERLIN, "Mon morning")}
    before = schedule(paired([("M", "L")], people, session_count=6))
    faster = before.with_settings(cadence_weeks=1)
    after = schedule(Program(faster.tables, date(2026, 2, 11), faster.places, ()))
    days = list(session_rows(after)["day"])
    assert [(later - one).days for one, later in itertools.pairwise(days)] == [14, 14, 7, 7, 7]


def test_blocks_around_midnight_and_odd_minutes() -> None:
    base = paired([("M", "L")], {"M": (BERLIN, "late; odd"), "L": (BERLIN, "late; odd")})
    blocks = [
        {"block": "late", "weekday": "Friday", "start": "23:15", "end": "00:15"},
        {"block": "odd", "weekday": "Monday", "start": "09:10", "end": "10:05"},
    ]
    rows = session_rows(schedule(filled(base, "time_blocks", blocks)))
    assert set(rows["start"]) == {time(23, 15)}
    assert set(rows["end"]) == {time(0, 15)}
