"""Given holidays, closures and days away, when each person cannot meet, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.program import Program
from revmentor_xl.steps.calendars.absences import Absence, absences, public_holidays
from revmentor_xl.steps.calendars.attendees import Attendee, everybody, facilitators, meeting_pairs
from revmentor_xl.steps.calendars.free_time import free_time, local, without
from tests.programs import filled, program
from tests.tries import tries

FIRST, LAST = date(2026, 3, 30), date(2026, 6, 30)
HOUR = 60
PAIR = {"mentor_id": "M1", "mentor": "Ann Ek", "leader_id": "L1", "leader": "Lea Ost"}


def mentoring(
    *,
    away: Iterable[tuple[object, ...]] = (),
    closed: Iterable[tuple[object, ...]] = (),
    leading: Iterable[Mapping[str, object]] = (),
    mentor: Mapping[str, object] | None = None,
    leader: Mapping[str, object] | None = None,
    holidays: bool = False,
) -> Program:
    """Ann (M1) and Lea (L1), a pair in Berlin, with rows of Away, Closures and Facilitators."""
    ann = {"id": "M1", "name": "Ann Ek", "email": "ann@x.com", "time_zone": "Europe/Berlin"}
    lea = {"id": "L1", "name": "Lea Ost", "email": "lea@x.com", "time_zone": "Europe/Berlin"}
    made = program([{**ann, **(mentor or {})}], [{**lea, **(leader or {})}], holidays=holidays)
    made = filled(made, "pairs", [{"pair_id": "P1", **PAIR}])
    made = filled(made, "away", [dict(zip(("person", "first", "last"), row)) for row in away])
    rows = [dict(zip(("what", "first", "last", "location"), row)) for row in closed]
    return filled(filled(made, "closures", rows), "facilitators", leading)


def found(program: Program) -> dict[str, tuple[Absence, ...]]:
    people = [*everybody(meeting_pairs(program)), *facilitators(program)]
    return absences(program, people, FIRST, LAST)


def days(program: Program, key: str = "ann@x.com") -> list[str]:
    """A person's absences as “04-03 04-04 why”: the days of their own clock that are taken."""
    zones = {one.key: one.tz for one in everybody(meeting_pairs(program))}
    zones |= {one.key: one.tz for one in facilitators(program)}
    listed = []
    for one in found(program)[key]:
        begin, end = (local(zones[key], at) for at in one.interval)
        assert (begin.hour, begin.minute, end.hour, end.minute) == (0, 0, 0, 0)
        listed.append(f"{begin:%m-%d} {end - timedelta(days=1):%m-%d} {one.why}")
    return listed


D = date
AWAY: dict[str, tuple[list[tuple[object, ...]], list[str]]] = {
    "by ID": ([("m1", D(2026, 4, 1), D(2026, 4, 3))], ["04-01 04-03 Ann Ek is away"]),
    "by address": ([("ANN@x.com", D(2026, 4, 1), None)], ["04-01 04-01 Ann Ek is away"]),
    "by name": ([("Ek, Ann", "2026-04-01", "2026-04-02")], ["04-01 04-02 Ann Ek is away"]),
    "somebody else": ([("Lea Ost", D(2026, 4, 1), None)], []),
    "nobody": ([("Ghost", D(2026, 4, 1), None)], []),
    "twice over": (
        [("M1", D(2026, 4, 1), D(2026, 4, 3)), ("Ann Ek", D(2026, 4, 2), D(2026, 4, 9))],
        ["04-01 04-03 Ann Ek is away", "04-02 04-09 Ann Ek is away"],
    ),
    "the same row twice": ([("M1", D(2026, 4, 1), None)] * 2, ["04-01 04-01 Ann Ek is away"]),
    "turned round": ([("M1", D(2026, 4, 3), D(2026, 4, 1))], []),
    "no first day": ([("M1", None, D(2026, 4, 1))], []),
    "before and after the program": (
        [("M1", D(2025, 4, 1), D(2025, 4, 9)), ("M1", D(2027, 1, 1), None)], [],
    ),
    "for good": (
        [("M1", D(1900, 1, 1), D(2026, 3, 31)), ("M1", D(2026, 6, 20), D(9999, 12, 31))],
        ["03-28 03-31 Ann Ek is away", "06-20 07-02 Ann Ek is away"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", AWAY)
def test_days_away(case: str) -> None:
    rows, expected = AWAY[case]
    assert days(mentoring(away=rows)) == expected


CLOSED: dict[str, tuple[list[tuple[object, ...]], list[str]]] = {
    "everybody": ([("Break", D(2026, 4, 1), D(2026, 4, 2))], ["04-01 04-02", "(Break)"]),
    "no name": ([("", D(2026, 4, 1), None)], ["04-01 04-01", ""]),
    "our site": ([("Move", D(2026, 4, 1), None, "berlin  MITTE")], ["04-01 04-01", "(Move)"]),
    "another site": ([("Move", D(2026, 4, 1), None, "Paris")], []),
    "turned round": ([("Break", D(2026, 4, 3), D(2026, 4, 1))], []),
}


@pytest.mark.parametrize("case", CLOSED)
def test_closures(case: str) -> None:
    rows, expected = CLOSED[case]
    people = mentoring(closed=rows, mentor={"location": "Berlin Mitte"})
    said = [f"{expected[0]} the company is closed {expected[1]}".rstrip()] if expected else []
    assert days(people) == said


def holiday_names(country: str, region: str, year: int) -> dict[str, str]:
    return {f"{d:%m-%d}": name for d, name in public_holidays(country, region, (year,)).items()}


KNOWN = [  # from the laws of each country; None is a working day
    ("DE", "", 2026, "04-06", "Easter Monday"),
    ("DE", "", 2026, "06-04", None),
    ("DE", "BY", 2026, "06-04", "Corpus Christi"),
    ("DE", "BY", 2026, "12-24", None),
    ("DE", "", 2008, "05-01", "Ascension Day / Labor Day"),
    ("GB", "ENG", 2026, "08-31", "Summer Bank Holiday"),
    ("GB", "SCT", 2026, "08-03", "Summer Bank Holiday"),
    ("US", "", 2026, "07-03", "Independence Day (observed)"),
    ("US", "", 2027, "12-31", "New Year's Day (observed)"),
    ("JP", "", 2026, "05-06", "Substitute Holiday"),
    ("CH", "ZH", 2026, "08-01", "National Day"),
    ("CH", "ZH", 2026, "12-24", None),
    ("XX", "", 2026, "01-01", None),
]


@pytest.mark.parametrize(("country", "region", "year", "day", "name"), KNOWN)
def test_public_holidays(country: str, region: str, year: int, day: str, name: str | None) -> None:
    found = holiday_names(country, region, year).get(day)
    assert found is None if name is None else name in str(found)


def test_holidays_are_named_in_english_on_every_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de")
    public_holidays.cache_clear()
    assert holiday_names("DE", "", 2026)["05-01"] == "Labor Day"


LANDS = {  # country, region and time zone: the holidays in April and May
    "the zone's country": ({}, "04-03 04-06 05-01 05-14 05-25"),
    "another country": ({"country": "Austria"}, "04-06 05-01 05-14 05-25"),
    "a region": ({"country": "UK", "region": "Scotland"}, "04-03 05-04 05-25"),
    "no country": ({"time_zone": "Etc/UTC"}, ""),
    "an unknown region": ({"region": "Narnia"}, "04-03 04-06 05-01 05-14 05-25"),
}


@pytest.mark.parametrize("case", LANDS)
def test_holidays_are_those_of_the_person(case: str) -> None:
    cells, expected = LANDS[case]
    there = days(mentoring(mentor=cells, holidays=True))
    assert " ".join(day[:5] for day in there if day[:2] in ("04", "05")) == expected
    assert days(mentoring(mentor=cells, holidays=False)) == []


def test_a_holiday_is_told_with_its_name_and_the_persons() -> None:
    assert "04-06 04-06 Easter Monday is a public holiday for Ann Ek" in days(
        mentoring(holidays=True)
    )


EVA = {"name": "Eva Hall", "email": "eva@x.com", "time_zone": "Europe/Paris"}
FACILITATORS = {  # who leads, who is away, whose calendar
    "by name": (EVA, {}, "eva hall", "eva@x.com"),
    "by address": (EVA, {}, "eva@x.com", "eva@x.com"),
    "without an address": ({**EVA, "email": ""}, {}, "Eva Hall", "facilitator eva hall"),
    "a mentor as well": ({**EVA, "email": "ann@x.com"}, {}, "M1", "ann@x.com"),
    "a mentor by another name": ({**EVA, "email": "ann@x.com"}, {}, "Eva Hall", "ann@x.com"),
    "called like a mentor": (
        {**EVA, "email": ""}, {"name": "Eva Hall"}, "Eva Hall", "ann@x.com",
    ),
    "in another order": ({**EVA, "email": ""}, {}, "HALL Eva", "facilitator eva hall"),
    "called like a mentor in another order": (
        {**EVA, "name": "Hall, Éva", "email": ""}, {"name": "Eva Hall"}, "M1", "ann@x.com",
    ),
    "the mentor's address": ({**EVA, "email": ""}, {"name": "Eva Hall"}, "ann@x.com", "ann@x.com"),
}  # fmt: skip


@pytest.mark.parametrize("case", FACILITATORS)
def test_facilitators_can_be_away(case: str) -> None:
    leading, mentor, typed, key = FACILITATORS[case]
    people = mentoring(leading=[leading], mentor=mentor, away=[(typed, D(2026, 4, 1), None)])
    assert {one.what for one in found(people)[key]} == {""}


def test_a_facilitator_who_stands_there_twice_is_one() -> None:
    twice = mentoring(leading=[{**EVA, "name": "Hall, E."}, EVA])
    assert [one.name for one in facilitators(twice)] == ["Eva Hall"]


def test_two_people_of_one_name_are_not_mixed_up() -> None:
    namesake = {**EVA, "name": "Ann Ek"}
    both = mentoring(leading=[namesake], away=[("Ann Ek", D(2026, 4, 1), None)])
    assert not any(found(both).values())


def test_an_address_on_the_reporting_lines_does_not_hide_days_away() -> None:
    people = mentoring(mentor={"email": ""}, away=[("M1", D(2026, 4, 1), None)])
    people = filled(people, "reporting", [{"id": "M1", "name": "Ann Ek", "email": "ann@hr.com"}])
    assert [one.why for one in found(people)["m1"]] == ["Ann Ek is away"]


DAYS = [  # a day, a time zone and how many hours it has there
    ("Europe/Berlin", D(2026, 3, 29), 23),
    ("Europe/Berlin", D(2026, 3, 30), 24),
    ("Europe/Berlin", D(2026, 10, 25), 25),
    ("America/New_York", D(2026, 3, 8), 23),
    ("America/Santiago", D(2026, 4, 4), 25),  # clocks change at midnight
    ("America/Santiago", D(2026, 9, 6), 23),
    ("Africa/Cairo", D(2026, 4, 24), 23),
    ("Australia/Lord_Howe", D(2026, 4, 5), 24.5),
    ("Asia/Kolkata", D(2026, 4, 5), 24),
]


@pytest.mark.parametrize(("zone", "day", "hours"), DAYS)
def test_a_day_is_a_day_on_the_persons_clock(zone: str, day: date, hours: float) -> None:
    people = mentoring(mentor={"time_zone": zone}, away=[("M1", day, None)])
    one = everybody(meeting_pairs(people))[0]
    (absence,) = absences(people, [one], day, day)[one.key]
    assert (absence.interval[1] - absence.interval[0]) / HOUR == hours


@settings(max_examples=tries(80), deadline=None)
@given(
    st.sampled_from(sorted(available_timezones() - {"localtime"})),
    st.dates(D(2024, 1, 1), D(2034, 1, 1)),
)
def test_days_follow_upon_each_other_in_every_time_zone(zone: str, day: date) -> None:
    one = Attendee("key", "Ann Ek", ZoneInfo(zone), ())
    days = [day + timedelta(days=ahead) for ahead in range(2)]
    made = program(holidays=False)
    first, second = (
        absences(filled(made, "closures", [{"first": at}]), [one], at, at)["key"][0].interval
        for at in days
    )
    assert first[1] == second[0]
    assert 23 * HOUR <= first[1] - first[0] <= 25 * HOUR


def test_days_at_the_edge_are_known_in_every_time_zone() -> None:
    """When the program begins in Auckland, it is still the day before in Honolulu."""
    away = [("M1", FIRST - timedelta(days=1), None), ("M1", LAST + timedelta(days=1), None)]
    assert len(days(mentoring(mentor={"time_zone": "Pacific/Honolulu"}, away=away))) == 2


spans = st.tuples(
    st.sampled_from(["M1", "L1", "Ann Ek", "eva@x.com", "Ghost"]),
    st.dates(date(2026, 3, 20), date(2026, 7, 10)),
    st.none() | st.dates(date(2026, 3, 20), date(2026, 7, 10)),
)
zones = st.sampled_from(["Europe/Berlin", "America/Santiago", "Asia/Kolkata", "Pacific/Apia"])


@settings(max_examples=tries(25), deadline=None)
@given(st.lists(spans, max_size=6), zones, zones, st.randoms(use_true_random=False))
def test_absences_only_take_time_away_whatever_the_order(
    away: list[tuple[object, ...]], one: str, other: str, random: Random
) -> None:
    cells = {"mentor": {"time_zone": one}, "leader": {"time_zone": other}, "leading": [EVA]}
    people = mentoring(away=away, holidays=True, **cells)  # type: ignore[arg-type]
    shuffled = mentoring(away=random.sample(away, len(away)), holidays=True, **cells)  # type: ignore[arg-type]
    assert found(people) == found(shuffled)
    for person in everybody(meeting_pairs(people)):
        weekly = free_time(person.tz, person.blocks, FIRST, 90)
        taken = [absence.interval for absence in found(people)[person.key]]
        left = without(weekly, taken)
        assert sum(end - begin for begin, end in left) <= sum(e - b for b, e in weekly)
        for begin, end in left:
            assert any(b <= begin and end <= e for b, e in weekly)
            assert not any(b < end and begin < e for b, e in taken)


@pytest.mark.parametrize(
    ("typed", "off"),
    [  # 1 May is a holiday in Berlin, 4 May in London
        ({}, ["May Day"]),
        ({"country": "Germany"}, ["Labor Day", "May Day"]),
    ],
)
def test_who_leads_kick_offs_and_takes_part_has_the_holidays_of_their_own_row(
    typed: Mapping[str, object], off: list[str]
) -> None:
    london = {"time_zone": "Europe/London", "country": "GB", "region": "ENG"}
    row = {"name": "Lea Ost", "email": "lea@x.com", **typed}
    made = mentoring(leader=london, leading=[row], holidays=True)
    people = [*facilitators(made), *everybody(meeting_pairs(made))]
    days = absences(made, people, date(2026, 5, 1), date(2026, 5, 4))["lea@x.com"]
    assert list(dict.fromkeys(one.what for one in days)) == off
