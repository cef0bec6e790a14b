"""Given what HR types about calendars, these findings, each at its cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time

import pytest

from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking.check import check_findings
from revmentor_xl.steps.importing.enroll import Survey, enroll
from tests.programs import MONDAY, filled, program

Rows = Iterable[Mapping[str, object]]

READY = {"strengths": "Excel", "learning_goals": "Generative AI", "manager": "boss@elsewhere.org"}
ANN = {**READY, "id": "M1", "name": "Ann Ek", "email": "ann@x.com", "location": "Berlin"}
LEA = {**READY, "id": "L1", "name": "Lea Ost", "email": "lea@x.com", "location": "Paris"}
D = date
NAMES = {entry.code: name for name, entry in CATALOGUE.items()}


def mentoring(
    mentor: Mapping[str, object] | None = None, tables: Mapping[str, Rows] | None = None
) -> Program:
    """Ann and Lea, with rows in these tables; 13 sessions from 5 January 2026 on."""
    made = program([{**ANN, **(mentor or {})}], [LEA])
    for key, rows in (tables or {}).items():
        made = filled(made, key, rows)
    return made


def noticed(program: Program) -> list[tuple[str, str]]:
    """Each finding's name and cell, without those of the managers."""
    found = [(NAMES[one.code], one.cell) for one in check_findings(program)]
    return sorted(one for one in found if one[0] != "manager_outside")


def only(program: Program) -> Finding:
    (one,) = (f for f in check_findings(program) if NAMES[f.code] != "manager_outside")
    return one


def cell(table: str, column: str, row: int = 0) -> str:
    """The cell of a new workbook in which a table's column has its first row."""
    place = Program.new(MONDAY).places[table]
    return place.cell(place.header_row + 1 + row, column)


def away(*rows: tuple[object, ...]) -> dict[str, Rows]:
    return {"away": [dict(zip(("person", "first", "last"), row)) for row in rows]}


def closed(*rows: tuple[object, ...]) -> dict[str, Rows]:
    return {"closures": [dict(zip(("what", "first", "last", "location"), row)) for row in rows]}


EVA = {"name": "Eva Hall", "email": "eva@x.com"}
DAY = D(2026, 3, 2)
TABLES: dict[str, tuple[dict[str, Rows], list[tuple[str, str, str]]]] = {
    "all is well": (
        {**away(("M1", DAY), ("lea ost", DAY, DAY), ("eva@x.com", DAY)),
         **closed(("Break", DAY, DAY, "berlin"), ("", DAY)),
         "facilitators": [{**EVA, "time_zone": "Asia/Tokyo", "country": "Japan"}],
         "rooms": [{"room": "Oak", "location": "PARIS"}, {"room": "Elm"}]},
        [],
    ),
    "away: nobody": (away(("Ghost", DAY)), [("unknown_person", "away", "person")]),
    "away: no person": (away(("", DAY)), [("missing_value", "away", "person")]),
    "away: one of two": (
        {**away(("Ann Ek", DAY)), "facilitators": [{**EVA, "name": "Ann Ek"}]},
        [("ambiguous_person", "away", "person"), ("unclear_facilitator", "facilitators", "email")],
    ),
    "away: turned round": (
        away(("M1", D(2026, 3, 9), DAY)), [("turned_round", "away", "last")],
    ),
    "away: only To": (away(("M1", None, DAY)), [("missing_value", "away", "first")]),
    "away: no date": (away(("M1", "soon")), [("not_a_date", "away", "first")]),
    "away: two days at once": (
        away(("M1", "03/04/2026")), [("ambiguous_date", "away", "first")],
    ),
    "away: a year too early": (
        away(("M1", D(2025, 3, 2), D(2025, 3, 9))), [("outside_program", "away", "first")],
    ),
    "away: after the end": (away(("M1", D(2026, 8, 3))), [("outside_program", "away", "first")]),
    "away: on the last day": (away(("M1", D(2026, 8, 2))), []),
    "away: long before until now": (away(("M1", D(2020, 1, 1), D(2026, 1, 5))), []),
    "closed: turned round": (
        closed(("Break", DAY, D(2026, 3, 1))), [("turned_round", "closures", "last")],
    ),
    "closed: nobody's site": (
        closed(("Move", DAY, DAY, "Rome")), [("unknown_location", "closures", "location")],
    ),
    "rooms: nobody's site": (
        {"rooms": [{"room": "Oak", "location": "Rome"}]},
        [("unknown_location", "rooms", "location")],
    ),
    "rooms: no name": (
        {"rooms": [{"location": "Paris"}]}, [("missing_value", "rooms", "room")],
    ),
    "facilitators: time zone": (
        {"facilitators": [{**EVA, "time_zone": "Paris"}]},
        [("unknown_time_zone", "facilitators", "time_zone")],
    ),
    "facilitators: country": (
        {"facilitators": [{**EVA, "country": "Narnia"}]},
        [("unknown_country", "facilitators", "country")],
    ),
    "facilitators: hours": (
        {"facilitators": [{**EVA, "availability": "Whenever it rains"}]},
        [("unknown_choice", "facilitators", "availability")],
    ),
    "facilitators: no address": (
        {"facilitators": [{**EVA, "email": "eva at x"}]},
        [("not_an_email", "facilitators", "email"),
         ("unclear_facilitator", "facilitators", "email")],
    ),
    "facilitators: a mentor as well, without an address": (
        {"facilitators": [{"name": "EK, Ann"}]}, [("leads_and_takes_part", "facilitators", "name")],
    ),
    "facilitators: a mentor as well": (
        {"facilitators": [{**EVA, "email": "ann@x.com"}]},
        [("leads_and_takes_part", "facilitators", "email")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_tables_of_the_calendar(case: str) -> None:
    tables, expected = TABLES[case]
    assert noticed(mentoring(tables=tables)) == [
        (name, cell(table, column)) for name, table, column in expected
    ]


def test_a_facilitator_stands_there_once() -> None:
    twice = mentoring(tables={"facilitators": [EVA, {**EVA, "email": ""}]})
    assert noticed(twice) == [("duplicate_id", cell("facilitators", "name", 1))]
    two_names = mentoring(tables={"facilitators": [EVA, {**EVA, "name": "E. Hall"}]})
    assert noticed(two_names) == [("duplicate_email", cell("facilitators", "email", 1))]


LANDS = {  # what is typed for a mentor, and the finding with what it says
    "a name": ({"country": "Deutschland", "region": "Bavaria"}, None),
    "codes": ({"country": "DE", "region": "BY"}, None),
    "guessed from the time zone": ({"time_zone": "Etc/UTC"}, None),
    "a region of the zone's country": ({"region": "Hessen"}, None),
    "a country without regions": ({"country": "DK", "region": "Jutland"}, None),
    "a slip": ({"country": "Germny"}, ("unknown_country", "Did they mean “Germany”?")),
    "no country": ({"country": "Narnia"}, ("unknown_country", "Type its English name")),
    "a region of another": (
        {"country": "UK", "region": "Bavaria"},
        ("unknown_region", "one of: England, Northern Ireland, Scotland, Wales."),
    ),
    "a slip in a region": (
        {"region": "Thurigen"}, ("unknown_region", "one of: Thüringen, Augsburg, Baden"),
    ),
    "a region of nowhere": (
        {"region": "Bavaria", "time_zone": "Etc/UTC"},
        ("region_without_country", "Type the country as well."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", LANDS)
def test_countries_and_regions(case: str) -> None:
    mentor, expected = LANDS[case]
    people = mentoring(mentor)
    if expected is None:
        assert noticed(people) == []
    else:
        name, remedy = expected
        column = "country" if "country" in name and "region" not in name else "region"
        assert noticed(people) == [(name, cell("mentors", column))]
        assert remedy in only(people).remedy


def test_one_misspelling_of_many_is_one_finding() -> None:
    there = {**READY, "country": "Narnia"}
    people = program([{"id": f"M{i}", **there} for i in range(7)], [{"id": "L1", **there}])
    assert noticed(people) == [("unknown_country", cell("mentors", "country"))]
    assert "(8 people)" in only(people).message
    elsewhere = [{"id": "L1", **there, "time_zone": "Asia/Tokyo"}]
    assert "(2 people)" in only(program([{"id": "M1", **there}], elsewhere)).message


def test_without_holidays_no_country_matters() -> None:
    assert noticed(mentoring({"country": "Narnia"}).with_settings(holidays=False)) == []


INVITATIONS = [  # setting, typed, finding
    ("organizer_email", "hr@example.com", None),
    ("organizer_email", "HR team <HR@example.com>", None),
    ("organizer_email", "HR team", "not_an_email"),
    ("online_link", "https://meet.example.com/a?b=c", None),
    ("online_link", "HTTP://intranet/mentoring", None),
    ("online_link", "meet.example.com", "not_a_link"),
    ("online_link", "https://", "not_a_link"),
    ("online_link", "ask Eva", "not_a_link"),
    ("online_link", "javascript:alert(1)", "not_a_link"),
]


@pytest.mark.parametrize(("setting", "typed", "finding"), INVITATIONS)
def test_settings_of_invitations(setting: str, typed: str, finding: str | None) -> None:
    people = mentoring().with_settings(**{setting: typed})
    assert [name for name, _ in noticed(people)] == ([finding] if finding else [])


def test_no_message_is_cut_off_or_lacks_its_cell() -> None:
    typed = [tables for tables, _ in TABLES.values()]
    keys = {key for tables in typed for key in tables}
    everything = {key: [row for tables in typed for row in tables.get(key, ())] for key in keys}
    for mentor, _ in LANDS.values():
        people = mentoring(mentor, everything)
        for one in check_findings(people):
            assert one.cell
            assert one.message.endswith(".")
            assert one.remedy.endswith(".")
            assert "…" not in one.message + one.remedy


SURVEYS = {  # questions and answers; location, country and region
    "each its own": (
        {"Office": "Kista", "Country": "Sweden", "State": "Bavaria"},
        ("Kista", "Sweden", "Bavaria"),
    ),
    "a country only": (
        {"Which country do you work in?": "Sweden"}, ("", "Sweden", ""),
    ),
    "a city only": ({"Work location": "Berlin"}, ("Berlin", "", "")),
}  # fmt: skip


@pytest.mark.parametrize("case", SURVEYS)
def test_a_survey_with_a_country_question(case: str) -> None:
    answers, expected = SURVEYS[case]
    survey = Survey("a.csv", ("Email", *answers), (("zoe@x.com", *answers.values()),), (2,))
    row = enroll(program(), survey, "mentors").table("mentors").iloc[0]
    assert tuple(row[["location", "country", "region"]]) == expected


def test_the_checks_look_at_no_other_table() -> None:
    """What `ABOUT` leaves out would not be looked at again when it changes."""
    from revmentor_xl.steps.checking.calendars import ABOUT, calendar_findings

    everything = mentoring(tables=TABLES["all is well"][0])
    alone = Program(
        {key: cells for key, cells in everything.tables.items() if key in ABOUT},
        everything.today,
        everything.places,
    )
    assert list(calendar_findings(alone)) == list(calendar_findings(everything))
    assert set(ABOUT) <= set(WORKBOOK.tables)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (time(12), time(12), ["no_time"]),
        (time(12), time(12, 1), []),
        (time(20), time(1), []),
        (time(), time(), []),  # from midnight to midnight is a whole day
    ],
)
def test_a_time_block_that_holds_no_time(start: time, end: time, expected: list[str]) -> None:
    made = mentoring()
    blocks = made.cells("time_blocks").copy()
    blocks.loc[blocks.index[1], ["start", "end"]] = [start, end]
    found = noticed(made.with_cells("time_blocks", blocks))
    assert found == [(name, cell("time_blocks", "end", 1)) for name in expected]
