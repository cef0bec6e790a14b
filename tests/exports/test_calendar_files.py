"""The calendar files: strictly read, expanded, and taken by real calendar programs."""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.exports.invitations.ics import calendar_files
from revmentor_xl.exports.invitations.time_zones import vtimezone
from revmentor_xl.program import Program
from revmentor_xl.steps.invitations.invite import invite
from revmentor_xl.steps.scheduling.schedule import schedule
from tests.calendarprograms import Khal, calcurse_shows, libical_faults
from tests.calendarreader import Component, faults, meetings, read, told_zones, unfolded
from tests.programs import filled
from tests.steps.invited import BERLIN, every_two_weeks, invited, replanned, row, sessions
from tests.steps.schedules import changed, paired
from tests.tries import ALL, tries

PAIR_ZONES = [
    ("Europe/Berlin", "Europe/Berlin"),
    ("Europe/Berlin", "America/New_York"),
    ("America/New_York", "Europe/Berlin"),
    ("Australia/Sydney", "Europe/Berlin"),
    ("Europe/Berlin", "Australia/Sydney"),
    ("Africa/Lagos", "America/New_York"),
    ("Asia/Kolkata", "Africa/Cairo"),
]


def files_of(program: Program) -> dict[str, bytes]:
    return calendar_files(invite(program)[1])


def across(mentor: str, leader: str) -> Program:
    """13 sessions at 10:00 of the leader's clock, one moved and one not placed."""
    times = every_two_weeks("2026-02-03 10:00", 13, leader)
    times[3], times[8] = "2026-03-18 15:30", ""
    schedule = [
        *sessions("M1-L1", times),
        row("M1-L1 kick-off", "2026-01-27 14:00", facilitator="Fay"),
        row("Celebration", "2026-08-11 16:00", room="Hall"),
    ]
    return invited(schedule, {"M1": mentor, "L1": leader}, meeting_place="Cafeteria")


def planned(program: Program) -> list[datetime]:
    """When the Schedule tab says that the sessions begin, in UTC."""
    rows = program.table("schedule")
    rows = rows[(rows["kind"] == "Session") & rows["day"].notna()]
    local = [datetime.combine(day, start, BERLIN) for day, start in zip(rows["day"], rows["start"])]
    return sorted(one.astimezone(UTC) for one in local)


@pytest.mark.parametrize(("mentor", "leader"), PAIR_ZONES)
def test_every_file_keeps_the_rules(mentor: str, leader: str) -> None:
    first = invite(across(mentor, leader))[0]
    for program in (first, replanned(replace(first, today=date(2026, 1, 6)), [])):
        for name, data in calendar_files(invite(program)[1]).items():
            assert list(faults(read(data))) == [], name
            if read(data).named("VEVENT"):
                assert libical_faults(data) == [], name


@pytest.mark.parametrize(("mentor", "leader"), PAIR_ZONES)
def test_sessions_are_at_the_minute_of_the_schedule_on_both_clocks(
    mentor: str, leader: str
) -> None:
    program = across(mentor, leader)
    data = files_of(program)["pairs/M1 and L1.ics"]
    ((_, shown),) = meetings(read(data)).items()
    assert [start for start, _, _ in shown] == planned(program)
    assert {end - start for start, end, _ in shown} == {timedelta(hours=1)}
    for zone in (mentor, leader):  # what the file itself says of the offsets
        wall = [start.astimezone(ZoneInfo(zone)) for start, _, _ in shown]
        told = told_zones(files_with(zone, wall))[zone]
        assert [one.replace(tzinfo=told).utcoffset() for one in wall] == [
            one.utcoffset() for one in wall
        ]
    regular = [start.astimezone(ZoneInfo(leader)).strftime("%a %H:%M") for start, _, _ in shown]
    assert regular.count("Tue 10:00") == 11


def files_with(zone: str, wall: list[datetime]) -> bytes:
    years = [one.year for one in wall]
    body = vtimezone(zone, min(years), max(years)).to_ical()
    return b"BEGIN:VCALENDAR\r\n" + body + b"END:VCALENDAR\r\n"


@pytest.mark.parametrize(("mentor", "leader"), PAIR_ZONES)
def test_vobject_reads_the_same_meetings(mentor: str, leader: str) -> None:
    program = across(mentor, leader)
    calendar = vobject.readOne(io.StringIO(files_of(program)["pairs/M1 and L1.ics"].decode()))
    main, moved = calendar.vevent_list
    found = {one.astimezone(UTC) for one in main.rruleset}
    found -= {moved.recurrence_id.value.astimezone(UTC)}
    found |= {moved.dtstart.value.astimezone(UTC)}
    assert sorted(found) == planned(program)


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Lisbon", "Atlantic/Azores"])
def test_vobject_does_not_take_a_zone_for_the_one_it_resembles_in_winter(zone: str) -> None:
    program = across(zone, zone)
    calendar = vobject.readOne(io.StringIO(files_of(program)["pairs/M1 and L1.ics"].decode()))
    shown = {one.astimezone(UTC) for one in calendar.vevent_list[0].rruleset}
    assert len(shown & set(planned(program))) == 11  # of 12, one of which was moved


ZONES_THAT_CHANGE = (
    *("Europe/Berlin", "America/New_York", "Australia/Sydney", "Africa/Lagos", "Asia/Kolkata"),
    *("Africa/Cairo", "Africa/Casablanca", "America/Santiago", "Asia/Jerusalem", "Asia/Kathmandu"),
    *("Europe/Dublin", "Europe/Moscow", "Pacific/Auckland", "Pacific/Chatham", "UTC"),
    *("America/Nuuk", "America/Sao_Paulo", "America/Phoenix", "Australia/Lord_Howe"),
)  # fmt: skip


@pytest.mark.parametrize("zone", ZONES_THAT_CHANGE)
def test_a_zone_is_told_to_the_hour(zone: str) -> None:
    tz, day, hour = ZoneInfo(zone), timedelta(days=1), timedelta(hours=1)
    at = datetime(2026, 1, 1)
    told = told_zones(files_with(zone, [at, datetime(2027, 1, 1)]))[zone]
    while at.year < 2028:
        here = at.replace(tzinfo=tz)
        # not an hour that clocks show twice, or skip
        if here.utcoffset() == here.replace(fold=1).utcoffset():
            assert at.replace(tzinfo=told).utcoffset() == here.utcoffset(), at
        is_near = (here - day).utcoffset() != (here + day).utcoffset()
        at += hour if is_near or ALL else 7 * hour  # every hour of the day within a week


def test_the_second_of_two_equal_hours_is_told_in_utc() -> None:
    # half past one in New York comes twice on 1 November; 07:30 in Berlin is the second time
    times = ["2026-10-04 07:30", "2026-10-18 07:30", "2026-11-01 07:30", "2026-11-15 07:30"]
    program = invited(sessions("M1-L1", times), {"M1": "Europe/Berlin", "L1": "America/New_York"})
    calendar = read(files_of(program)["pairs/M1 and L1.ics"])
    ((_, shown),) = meetings(calendar).items()
    assert [start for start, _, _ in shown] == planned(program)
    (moved,) = (one for one in calendar.named("VEVENT") if one.all("RECURRENCE-ID"))
    assert moved.one("DTSTART").value == "20261101T063000Z"


PEOPLE = {
    "M1": ("Europe/Berlin", "Tue 15-18; Fri 13-15"),
    "M2": ("Africa/Lagos", "Tue 15-18; Mon 14-16"),
    "M3": ("America/New_York", "Tue 10-12; Mon 9-11"),
    "L1": ("Europe/Berlin", "Tue 15-18; Mon 14-16; Fri 13-15"),
    "L2": ("America/New_York", "Tue 10-12; Mon 9-11"),
}


def test_a_schedule_of_our_own_is_in_the_files_and_stays_under_its_uids() -> None:
    pairs = [("M1", "L1"), ("M2", "L1"), ("M3", "L2")]
    program = schedule(paired(pairs, PEOPLE, organizer_email="hr@example.com"))
    known: dict[str, str] = {}
    for day in (date(2026, 1, 5), date(2026, 3, 2)):
        program, every = invite(schedule(replace(program, today=day)))
        files = calendar_files(every)
        assert sorted(_told(files["everybody.ics"])) == sorted(_scheduled(program))
        for one in PEOPLE:
            shown = [(title, at) for title, at in _told(files[f"people/{one}.ics"]) if one in title]
            assert shown == [(title, at) for title, at in _scheduled(program) if one in title]
        uids = dict(program.table("invitations")[["event", "uid"]].itertuples(index=False))
        assert {**uids, **known} == uids
        known = uids
        # the leader is busy on all Tuesdays from now on
        program = changed(program, "leaders", {"id": "L1"}, availability="Mon 14-16; Fri 13-15")


def _told(data: bytes) -> list[tuple[str, datetime]]:
    shown = (one for several in meetings(read(data)).values() for one in several)
    return sorted((event.text("SUMMARY"), start) for start, _, event in shown)


def _scheduled(program: Program) -> list[tuple[str, datetime]]:
    """Title and UTC time of everything on the Schedule tab, shared kick-offs once."""
    rows = program.table("schedule")
    rows = rows[rows["day"].notna()]
    return sorted(
        {
            (
                f"Reverse mentoring: {row['mentor']} and {row['leader']}"
                if row["kind"] == "Session"
                else f"Reverse mentoring: {row['kind']}",
                datetime.combine(row["day"], row["start"], BERLIN).astimezone(UTC),
            )
            for row in rows.to_dict("records")
        }
    )


# --- texts ----------------------------------------------------------------

EVIL = 'Zoë "Zed" O\'Neil, PhD; Größe:\r\nATTENDEE:mailto:evil@example.com 🎓\u2028\x85\x0b\x07'


def test_texts_stay_texts() -> None:
    long = "ü" * 200 + "🎓" * 50
    people = {"M1": {"name": EVIL}, "L1": {"name": long}}
    times = every_two_weeks("2026-01-13 10:00", 13)
    schedule = [
        *sessions("M1-L1", times, topic=f"Trust\nBEGIN:VEVENT\n{EVIL}"),
        row("M1-L1 kick-off", "2026-01-06 14:00", facilitator=EVIL),
    ]
    program = invited(
        schedule, people=people, organizer=EVIL, meeting_place=EVIL, program_name=EVIL
    )
    for name, data in files_of(program).items():
        calendar = read(data)
        assert list(faults(calendar)) == [], name
        for event in calendar.named("VEVENT"):
            addresses = {one.value for one in event.all("ATTENDEE")}
            assert addresses <= {"mailto:m1@example.com", "mailto:l1@example.com"}
            assert event.text("LOCATION").startswith('Zoë "Zed" O\'Neil, PhD; Größe:')
    event = read(files_of(program)[next(n for n in files_of(program) if n.startswith("pairs"))])
    shown = event.named("VEVENT")[0].text("DESCRIPTION")
    assert "Trust\nBEGIN:VEVENT\nZoë" in shown
    assert long in shown


WORDS = st.text(st.characters(codec="utf-8"), max_size=60)


@given(WORDS, WORDS, WORDS)
@settings(max_examples=tries(40), deadline=None)
def test_any_text_can_be_written(name: str, topic: str, place: str) -> None:
    schedule = sessions("M1-L1", every_two_weeks("2026-01-13 10:00", 3), topic=topic)
    program = invited(schedule, people={"M1": {"name": f"A{name}"}}, meeting_place=place)
    for data in files_of(program).values():
        calendar = read(data)
        assert list(faults(calendar)) == []
        assert len(calendar.named("VEVENT")) <= 1


def test_a_session_says_its_number_date_topic_and_agenda() -> None:
    program = invited(
        sessions("M1-L1", ["2026-03-24 15:00"], topic="Not yet prepared"),
        {"M1": "Europe/Berlin", "L1": "America/New_York"},
        online_link="https://meet.example.com/a,b;c",
        meeting_place="Cafeteria",
    )
    prepared = {"event_id": "M1-L1 #1", "number": 1, "topic": "Trust", "agenda": "0-20 min: Talk"}
    (data,) = (
        data
        for name, data in files_of(filled(program, "sessions", [prepared])).items()
        if name.startswith("pairs")
    )
    (event,) = read(data).named("VEVENT")
    assert event.text("DESCRIPTION") == (
        "M1 is the mentor, L1 the leader who is mentored.\n"
        "Online: https://meet.example.com/a,b;c\n\n"
        "Session 1: Tue 24 March 2026, 10:00 (America/New_York); "
        "for M1 Tue 15:00 (Europe/Berlin)\nTrust\n0-20 min: Talk"
    )
    assert event.one("URL").value == "https://meet.example.com/a,b;c"
    assert event.one("CONFERENCE").value == "https://meet.example.com/a,b;c"
    assert event.text("LOCATION") == "Cafeteria"
    (alarm,) = event.named("VALARM")
    assert alarm.one("TRIGGER").value == "-PT15M"


# --- what is private ------------------------------------------------------


def test_nothing_private_is_in_any_file() -> None:
    program = across("Europe/Berlin", "America/New_York")
    program = changed(
        program, "mentors", {"id": "M1"}, not_with="Vetoed Vera", topics_declined="Declined topic",
        availability="Mon morning",
    )  # fmt: skip
    program = changed(
        program, "pairs", {"pair_id": "M1-L1"}, score=77.123, reason="Because secret",
        note="Pair note", rejected_because="Rejected secret",
    )  # fmt: skip
    program = changed(
        program, "schedule", {"kind": "Session"}, why="Operation on Monday", note="Hush"
    )
    rows = [{"event_id": "M1-L1 #1", "topic": "Trust", "note": "Session note", "held": "Planned",
             "mentor_taught": "Taught secret"}]  # fmt: skip
    program = filled(program, "sessions", rows)
    program = filled(program, "away", [{"person": "M1", "first": "2026-02-02", "note": "Surgery"}])
    program = filled(
        program, "facilitators", [{"name": "Fay", "email": "fay@example.com", "note": "Fay note"}]
    )
    private = (
        *("Vera", "Declined topic", "77.1", "secret", "note", "Operation", "Hush", "Surgery"),
        "Mon morning",
    )
    for name, data in files_of(program).items():
        text = "\n".join(unfolded(data))
        assert [word for word in private if word.casefold() in text.casefold()] == [], name
    assert "Trust" in "\n".join(unfolded(files_of(program)["everybody.ics"]))


def test_files_to_import_say_the_same_as_those_to_send_and_ask_for_no_answer() -> None:
    files = files_of(across("Europe/Berlin", "Africa/Lagos"))
    sent = {}
    for name in ("pairs/M1 and L1.ics", "events/Celebration.ics", "events/Kick-off M1-L1.ics"):
        sent |= {_entry(event): event for event in read(files[name]).named("VEVENT")}
    imported = {_entry(event) for event in read(files["everybody.ics"]).named("VEVENT")}
    assert imported == set(sent)
    for name in ("people/M1.ics", "people/L1.ics", "everybody.ics"):
        assert b"RSVP" not in files[name]
        for event in read(files[name]).named("VEVENT"):
            assert _entry(event) in sent, name
    # the facilitator meets them at the kick-off only
    (kickoff,) = read(files["people/Fay.ics"]).named("VEVENT")
    assert kickoff.text("SUMMARY") == "Reverse mentoring: Kick-off"


def _entry(event: Component) -> tuple[str, ...]:
    """An event with everything in it but whether an answer is asked for."""
    shown = [event, *event.named("VALARM")]
    return tuple(
        f"{line.name} {sorted(line.parameters.items() - {('RSVP', 'TRUE')})} {line.value}"
        for one in shown
        for line in one.lines
    )


def test_guests_are_named_where_they_meet_and_a_crowd_only_to_hr() -> None:
    zones = {f"{role}{n}": "Europe/Berlin" for n in range(1, 61) for role in "ML"}
    times = every_two_weeks("2026-01-13 10:00", 3)
    pairs = [one for n in range(1, 61) for one in sessions(f"M{n}-L{n}", times)]
    files = files_of(invited([*pairs, row("Celebration", "2026-07-21 16:00")], zones))
    named = {_guests(one) for one in read(files["people/M7.ics"]).named("VEVENT")}
    assert named == {("l7@example.com", "m7@example.com"), ("m7@example.com",)}
    every = [_guests(one) for one in read(files["everybody.ics"]).named("VEVENT")]
    assert sorted(len(one) for one in every) == [*[2] * 60, 120]


def _guests(event: Component) -> tuple[str, ...]:
    return tuple(sorted(one.value.removeprefix("mailto:") for one in event.all("ATTENDEE")))


# --- who gets what --------------------------------------------------------


def test_the_files_of_a_program_and_of_its_changes() -> None:
    first, every = invite(across("Europe/Berlin", "Europe/Berlin"))
    names = {"pairs/M1 and L1.ics", "events/Kick-off M1-L1.ics", "events/Celebration.ics"}
    names |= {"people/M1.ics", "people/L1.ics", "people/Fay.ics", "everybody.ics"}
    assert set(calendar_files(every)) == names
    # the pair ends before it began
    ended = changed(
        replace(first, today=date(2026, 1, 6)), "pairs", {"pair_id": "M1-L1"}, status="Ended"
    )
    after, every = invite(ended)
    files = calendar_files(every)
    cancelled = {
        "cancelled/M1 and L1.ics",
        "cancelled/Kick-off M1-L1.ics",
        "cancelled/Celebration.ics",
    }
    assert set(files) == cancelled | {"everybody.ics"}
    before = read(calendar_files(invite(first)[1])["pairs/M1 and L1.ics"]).named("VEVENT")[0]
    (event,) = read(files["cancelled/M1 and L1.ics"]).named("VEVENT")
    assert event.one("UID").value == before.one("UID").value
    assert (event.one("STATUS").value, event.one("SEQUENCE").value) == ("CANCELLED", "1")
    later = invite(replace(after, today=date(2026, 1, 9)))[1]
    assert calendar_files(later) == files


def test_who_is_no_longer_invited_is_told_so_and_nobody_else() -> None:
    zones = {"M1": "Europe/Berlin", "M2": "Europe/Berlin", "L1": "Europe/Berlin"}
    kickoffs = [row(f"{one}-L1 kick-off", "2026-02-03 09:00") for one in ("M1", "M2")]
    first = replace(invite(invited(kickoffs, zones))[0], today=date(2026, 1, 6))
    files = files_of(changed(first, "pairs", {"pair_id": "M2-L1"}, status="Ended"))
    (event,) = read(files["cancelled/Kick-off M1-L1 for M2.ics"]).named("VEVENT")
    assert [one.value for one in event.all("ATTENDEE")] == ["mailto:m2@example.com"]
    assert not event.all("STATUS")  # the event itself takes place
    for name, data in files.items():
        assert [*faults(read(data)), *libical_faults(data)] == [], name
    (event,) = read(files["events/Kick-off M1-L1.ics"]).named("VEVENT")
    assert [one.value for one in event.all("ATTENDEE")] == [
        "mailto:l1@example.com", "mailto:m1@example.com",
    ]  # fmt: skip


def test_a_version_is_the_same_bytes_on_any_later_day() -> None:
    first, every = invite(across("Europe/Berlin", "America/New_York"))
    later = replace(first, today=date(2026, 1, 20))
    assert calendar_files(invite(later)[1]) == calendar_files(every)


def test_people_of_one_name_have_each_a_file_of_their_own() -> None:
    zones = {"M1": "Europe/Berlin", "M2": "Europe/Berlin", "L1": "Europe/Berlin"}
    namesakes = {one: {"name": "Li Wei", "email": None} for one in ("M1", "M2")}
    schedule = [row(f"{one}-L1 #1", f"2026-02-0{n} 09:00") for n, one in ((3, "M1"), (4, "M2"))]
    files = files_of(invited(schedule, zones, people=namesakes))
    shown = {name: [at.day for _, at in _told(data)] for name, data in files.items()}
    assert shown["people/Li Wei.ics"] == [3]
    assert shown["people/Li Wei (M2).ics"] == [4]
    assert shown["pairs/Li Wei and L1, M2-L1 #1.ics"] == [4]


def test_who_leads_a_kickoff_and_takes_part_is_invited_once() -> None:
    program = invited([row("M1-L1 kick-off", "2026-01-27 14:00", facilitator="Lou")])
    lou = [{"name": "Lou", "email": "l1@example.com"}]
    data = files_of(filled(program, "facilitators", lou))["events/Kick-off M1-L1.ics"]
    assert list(faults(read(data))) == []
    roles = {
        one.value: one.parameters["ROLE"] for one in read(data).named("VEVENT")[0].all("ATTENDEE")
    }
    assert roles == {"mailto:l1@example.com": "CHAIR", "mailto:m1@example.com": "REQ-PARTICIPANT"}


STEPS = st.lists(
    st.tuples(
        st.lists(st.integers(-1, 40), min_size=4, max_size=4),  # the day of each session; -1 none
        st.sampled_from(["Approved", "Active", "Ended", "Proposed"]),
        st.integers(0, 40),  # days from one run to the next
    ),
    min_size=2,
    max_size=5,
)


@given(STEPS)
@settings(max_examples=tries(30), deadline=None)
def test_whatever_happens_versions_go_up_and_every_file_keeps_the_rules(
    steps: list[tuple[list[int], str, int]],
) -> None:
    program = invited([row("M1-L1 #1", "2026-01-13 10:00")])
    known: dict[str, tuple[str, int]] = {}
    for days, status, later in steps:
        dates = [date(2026, 1, 12) + timedelta(weeks=2 * n, days=d) for n, d in enumerate(days)]
        when = ["" if d < 0 else f"{at} 10:00" for at, d in zip(dates, days)]
        schedule = [*sessions("M1-L1", when), row("M1-L1 kick-off", f"{dates[0]} 15:00")]
        program = replace(program, today=program.today + timedelta(days=later))
        program = changed(
            replanned(program, schedule), "pairs", {"pair_id": "M1-L1"}, status=status
        )
        with suppress(StepTooEarly):  # nobody was ever invited
            program, every = invite(program)
            files = calendar_files(every)
            for name, data in files.items():
                assert list(faults(read(data))) == [], name
            again, same = invite(program)
            assert (same, calendar_files(same)) == (every, files)
            assert again.cells("invitations").equals(program.cells("invitations"))
            table = program.table("invitations")
            now = {key: (uid, n) for key, uid, n in table[["event", "uid", "sequence"]].values}
            for key, (uid, version) in known.items():
                assert now[key][0] == uid
                assert now[key][1] >= version
            known = now


# --- real calendar programs -----------------------------------------------


def written(files: dict[str, bytes], folder: Path) -> dict[str, Path]:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return {name: folder / name for name in files}


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_khal_shows_the_schedule_and_takes_changes(tmp_path: Path, zone: str) -> None:
    program = across("Europe/Berlin", "America/New_York")
    khal = Khal(tmp_path / "khal", zone)
    for change in range(2):
        first, every = invite(program)
        khal.take(written(calendar_files(every), tmp_path / str(change))["pairs/M1 and L1.ics"])
        shown = [one.astimezone(ZoneInfo(zone)) for one in planned(program)]
        assert khal.shown("2026-01-01", 400) == [
            f"{one:%Y-%m-%d %H:%M} {one + timedelta(hours=1):%Y-%m-%d %H:%M} "
            "Reverse mentoring: M1 and L1"
            for one in shown
        ]
        program = changed(first, "schedule", {"event_id": "M1-L1 #6"}, day="2026-04-15")


def test_calcurse_takes_the_series_and_what_is_left_out(tmp_path: Path) -> None:
    times = every_two_weeks("2026-01-13 10:00", 13)
    times[4] = ""
    program = invited([*sessions("M1-L1", times), row("Celebration", "2026-07-21 16:00")])
    file = written(files_of(program), tmp_path)["everybody.ics"]
    expected = [f"{one.astimezone(BERLIN):%m/%d/%y %H:%M}" for one in planned(program)]
    shown = calcurse_shows(file, tmp_path / "calcurse", "Europe/Berlin")
    assert [line[:14] for line in shown] == [*expected, "07/21/26 16:00"]
