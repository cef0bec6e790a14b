"""Who is who in a survey: answers given twice, spellings of one person, odd characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.program import Program
from revmentor_xl.steps.checking.check import check
from revmentor_xl.steps.importing.enroll import Answer, Survey, enroll
from revmentor_xl.steps.importing.reading.headers import tool_of
from revmentor_xl.steps.importing.reading.layout import lay_out
from tests.programs import program
from tests.tries import tries

NAMES = {entry.code: name for name, entry in CATALOGUE.items()}


def survey(headers: str, *rows: tuple[Answer, ...], name: str = "s.csv") -> Survey:
    """A survey with headers between bars."""
    names = tuple(headers.split("|"))
    return Survey(name, names, rows, tuple(range(2, len(rows) + 2)), tool=tool_of(names))


def shown(program: Program, *keys: str) -> list[list[object]]:
    rows: list[list[object]] = program.cells("mentors")[list(keys)].values.tolist()
    return rows


def kinds(program: Program) -> list[str]:
    return [NAMES[finding.code] for finding in program.findings]


TWICE = (
    "Timestamp|Email Address|Dept|Whom should you not be paired with?|Topics I would rather skip"
)
EARLIER, LATER = "2026-01-05 10:00", "2026-01-06 10:00"
ANSWERED_TWICE = [
    (("Sales", "Bob", "Health"), ("", "", ""), ["Sales", "Bob", "Health"], True),
    (("Sales", "Bob", "Health"), ("IT", "", "Age"), ["IT", "Bob", "Health; Age"], True),
    (("Sales", "Bob", ""), ("IT", "Bob; Eve", ""), ["IT", "Bob; Eve", None], False),
    (("Sales", "Bob", ""), ("IT", "bob", ""), ["IT", "bob", None], False),
    (("", "", ""), ("IT", "Eve", ""), ["IT", "Eve", None], False),
]


@pytest.mark.parametrize("is_later_first", [False, True])
@pytest.mark.parametrize("has_row", [False, True])
@pytest.mark.parametrize(("first", "second", "cells", "is_told"), ANSWERED_TWICE)
def test_what_was_said_once_is_not_lost_by_answering_again(
    first: tuple[str, ...],
    second: tuple[str, ...],
    cells: list[object],
    is_told: bool,
    has_row: bool,
    is_later_first: bool,
) -> None:
    rows = [(EARLIER, "zoe@x.com", *first), (LATER, "zoe@x.com", *second)]
    answers = survey(TWICE, *(reversed(rows) if is_later_first else rows))
    zoe = {"id": "M1", "name": "Zoe", "email": "zoe@x.com", "department": ""}
    before = program([zoe] if has_row else [])
    done = enroll(before, answers, "mentors")
    assert shown(done, "department", "not_with", "topics_declined") == [cells]
    assert ("kept_private" in kinds(done)) == is_told
    assert not any("Bob" in f.message or "Health" in f.message for f in done.findings)
    assert shown(enroll(done, answers, "mentors"), "not_with") == [[cells[1]]]


def test_what_hr_corrected_since_the_first_answer_stays_when_the_second_is_silent() -> None:
    first = (EARLIER, "zoe@x.com", "Sales", "Bob", "")
    before = enroll(program(), survey(TWICE, first), "mentors")
    frame = before.cells("mentors").assign(department="Legal", not_with="Rob")
    second = (LATER, "zoe@x.com", "", "Eve", "")
    done = enroll(before.with_cells("mentors", frame), survey(TWICE, first, second), "mentors")
    assert shown(done, "department", "not_with") == [["Legal", "Rob; Eve"]]
    third = (LATER.replace("10", "11"), "zoe@x.com", "", "", "Age")
    after = enroll(done, survey(TWICE, first, second, third), "mentors")
    assert shown(after, "department", "not_with", "topics_declined") == [
        ["Legal", "Rob; Eve", "Age"]
    ]


@settings(max_examples=tries(40), deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from(["", "Bob", "Eve", "Bob; Cy"])] * 2), min_size=1))
def test_no_veto_is_ever_lost(said: list[tuple[str, str]]) -> None:
    rows = [("zoe@x.com", *both) for both in said]
    headers = "Email|Whom should you not be paired with?|Topics I would rather skip"
    cells = shown(
        enroll(program(), survey(headers, *rows), "mentors"), "not_with", "topics_declined"
    )
    for number in (0, 1):
        all_said = {one for both in said for one in both[number].split("; ") if one}
        assert set(str(cells[0][number] or "").split("; ")) - {""} == all_said


ONE_PERSON = [
    (("1001", "", "Zoe"), ("1001.0", "", "Zoe")),
    (("1001", "a@x.com", "Zoe"), ("1001.00", "", "Z.")),
    (("", "a@x.com", "Zoe"), ("", "a\xad@x.com", "Z.")),
    (("", "a@x.com", "Zoe"), ("", "A\u200b@x.com", "Z.")),
    (("", "", "Zo\u00eb"), ("", "", "Zoe\u0308")),
    (("", "", "Zoe Quill"), ("", "", "Zoe\u00a0 Quill\u200b")),
    (("", "", "Jane Doe"), ("", "", "Doe, Jane")),
    (("", "", "Jane Doe"), ("", "j@x.com", "Doe, Jane")),
    (("", "j@x.com", "Jane Doe"), ("", "", "Doe, Jane")),
]


@pytest.mark.parametrize("is_one_file", [True, False])
@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_one_person_in_two_spellings(
    one: tuple[str, ...], other: tuple[str, ...], is_one_file: bool
) -> None:
    headers = "Employee ID|Email|Name"
    # Somebody else keeps the file from being one in which all names are turned.
    files = [[one, other]] if is_one_file else [[one], [other]]
    done = program()
    for rows in files:
        done = enroll(done, survey(headers, ("7", "else@x.com", "Some Body"), *rows), "mentors")
    assert len(done.cells("mentors")) == 2
    names = {str(name) for (name,) in shown(done, "name")}
    assert "Doe, Jane" not in names
    assert {"M001", "1001", "7"} >= {id_ for (id_,) in shown(done, "id")}


def test_two_addresses_under_one_name_are_pointed_out_however_it_is_written() -> None:
    rows = [("j@x.com", "Jane Doe"), ("k@x.com", "Doe, Jane")]
    done = check(enroll(program(), survey("Email|Name", *rows), "mentors"))
    assert len(done.cells("mentors")) == 2
    assert list(done.table("checks")["code"]).count("RM205") == 1


NAMESAKES = [
    (("Junior", "Sales"), ("Junior", "Sales"), 1),
    (("Junior", "Sales"), ("", "Sales"), 1),
    (("Junior", "Sales"), ("Junior", "IT"), 2),
    (("Junior", "Sales"), ("Senior", "Sales"), 2),
]


@pytest.mark.parametrize(("one", "other", "people"), NAMESAKES)
def test_one_name_is_two_people_when_level_or_department_say_so(
    one: tuple[str, ...], other: tuple[str, ...], people: int
) -> None:
    both = ("Jo Ray", *one), ("Jo Ray", *other)
    done = enroll(program(), survey("Name|Level|Dept", *both), "mentors")
    assert len(done.cells("mentors")) == people
    assert ("repeated_answer" in kinds(done)) == (people == 1)
    assert list(check(done).table("checks")["code"]).count("RM205") == people - 1
    again = enroll(done, survey("Name|Level|Dept", *reversed(both)), "mentors")
    assert len(again.cells("mentors")) == people


@pytest.mark.parametrize("is_reversed", [False, True])
def test_a_namesake_does_not_take_the_row_of_another(is_reversed: bool) -> None:
    before = enroll(program(), survey("Name|Dept", ("Jo Ray", "Sales")), "mentors")
    rows = [("Jo Ray", "IT", "Clerk"), ("Jo Ray", "Sales", "Boss")]
    answers = survey("Name|Dept|Job title", *(reversed(rows) if is_reversed else rows))
    done = enroll(before, answers, "mentors")
    assert shown(done, "id", "department", "job_title") == [
        ["M001", "Sales", "Boss"],
        ["M002", "IT", "Clerk"],
    ]


def test_an_id_that_excel_has_shortened_makes_nobody_the_same() -> None:
    rows = [("1.005E+03", "a@x.com", "Ann"), ("1.005E+03", "b@x.com", "Bob")]
    done = enroll(program(), survey("Employee ID|Email|Name", *rows), "mentors")
    assert shown(done, "id", "name") == [["M001", "Ann"], ["M002", "Bob"]]
    assert [(f.code, f.severity.value, f.cell) for f in done.findings] == [
        ("RM120", "Must fix", "A6"),
        ("RM120", "Must fix", "A7"),
    ]


@pytest.mark.parametrize(
    ("given_text", "cell", "is_odd"),
    [
        ("E\x07E", "EE", True),
        ("a\u202etxt.exe", "atxt.exe", True),
        ("\u2066IT\u2069", "IT", True),
        ("\u05d0\u200f IT", "\u05d0\u200f IT", False),
        ("two\nlines\tand a tab", "two\nlines\tand a tab", False),
    ],
)
@pytest.mark.parametrize("question", ["Dept", "Whom should you not be paired with?"])
def test_characters_nobody_sees_are_taken_out_and_said(
    question: str, given_text: str, cell: str, is_odd: bool
) -> None:
    key = "department" if question == "Dept" else "not_with"
    done = enroll(program(), survey(f"Email|{question}", ("a@x.com", given_text)), "mentors")
    (value,) = shown(done, key)[0]
    assert value == (cell if key == "department" else cell.replace("\n", "; "))
    odd = [f for f in done.findings if f.code == "RM118"]
    assert [f.cell for f in odd] == ([done.places["mentors"].cell(6, key)] if is_odd else [])
    if odd:
        assert (cell in odd[0].message) == (key == "department")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("R&amp;D", "R&D"),
        ("Eve &amp; Co", "Eve & Co"),
        ("O&#39;Neil", "O'Neil"),
        ("caf&#xE9;", "café"),
        ("R&D", "R&D"),
        ("AT&T;", "AT&T;"),
        ("&notit;", "&notit;"),
        ("a &amp b", "a &amp b"),
        ("&amp;amp;", "&amp;"),
    ],
)
def test_html_codes_become_characters(text: str, plain: str) -> None:
    laid = lay_out("s.csv", [["Email", "Department"], ["a@x.com", text], ["b@x.com", text]])
    done = enroll(program(), laid, "mentors")
    assert shown(done, "department") == [[plain], [plain]]
    told = [f.message for f in done.findings if f.code == "RM425"]
    assert len(told) == (text != plain)
    assert all(message.startswith("2 answers held HTML codes") for message in told)


def test_skills_with_html_codes_are_split_at_real_semicolons_only() -> None:
    laid = lay_out("s.csv", [["Email", "Strengths"], ["a@x.com", "R&amp;D;Excel"]])
    assert shown(enroll(program(), laid, "mentors"), "strengths") == [["R&D; Excel"]]


MISSING = [
    ("Name|Dept", [("Jane", "IT")], [("RM427", "The file has no e-mail addresses")]),
    ("Name|Email", [("Jane", ""), ("Al", "a@x.com")],
     [("RM426", "Without an e-mail address: Jane. Next")]),
    ("Name|Email", [(name, "") for name in "GFEDCBA"],
     [("RM426", "Without an e-mail address: A, B, C, D, E and 2 more. Next")]),
    ("Name|Email", [("", "b@x.com"), ("", "a@x.com"), ("Al", "c@x.com")],
     [("RM428", "Without a name: a@x.com, b@x.com.")]),
    ("Email|Dept", [("a@x.com", "IT")], []),
    ("Employee ID|Name", [("7", "Jane")], []),
    ("Employee ID|Name|Email", [("7", "Jane", ""), ("", "Al", "a@x.com")], []),
]  # fmt: skip


@pytest.mark.parametrize(("headers", "rows", "said"), MISSING)
def test_who_can_hardly_be_found_again_is_said_once(
    headers: str, rows: list[tuple[Answer, ...]], said: list[tuple[str, str]]
) -> None:
    done = enroll(program(), survey(headers, *rows), "mentors")
    assert [(f.code, f.source) for f in done.findings] == [(code, "s.csv") for code, _ in said]
    assert all(f.message.startswith(start) for f, (_, start) in zip(done.findings, said))
