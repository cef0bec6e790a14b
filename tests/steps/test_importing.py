"""Given these answers, these rows: matching of questions and people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import UnreadableSurvey
from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking.check import listed_findings, write_checks
from revmentor_xl.steps.health.questionnaires import with_rows_for
from revmentor_xl.steps.importing.cell_values import landed, moments_of
from revmentor_xl.steps.importing.enroll import Answer, Survey, enroll, to_look_at
from revmentor_xl.steps.importing.matching.suggestions import likely_column
from revmentor_xl.steps.importing.reading.headers import (
    GOOGLE,
    QUALTRICS,
    UNKNOWN,
    normal,
    targets,
    tool_of,
)
from revmentor_xl.steps.people.identities import first_name_first
from tests.programs import MONDAY, filled, program
from tests.tries import tries

MENTORS = WORKBOOK.table("mentors")


def survey(headers: str, *rows: tuple[Answer, ...], name: str = "s.csv") -> Survey:
    """A survey with headers between bars."""
    names = tuple(header.strip() for header in headers.split("|"))
    return Survey(name, names, rows, tuple(range(2, len(rows) + 2)), tool=tool_of(names))


def found_in(program: Program) -> list[tuple[str, str]]:
    names = {entry.code: name for name, entry in CATALOGUE.items()}
    return [(names[f.code], f.source) for f in program.findings]


def mentor(program: Program, email: str) -> dict[str, object]:
    cells = program.cells("mentors")
    return dict(cells[cells["email"] == email].iloc[0])


@pytest.mark.parametrize(
    ("header", "compared"),
    [
        ("7. Your work e-mail?", "your work e-mail"),
        ("Q12) What can you teach others?*", "what can you teach others"),
        ("<p>Full&nbsp;name</p>", "full name"),
        ("  Time   zone: ", "time zone"),
        ("360 feedback", "360 feedback"),
        ("What’s your name?", "what's your name"),
    ],
)
def test_headers_are_compared_without_their_trimmings(header: str, compared: str) -> None:
    assert normal(header) == compared


@pytest.mark.parametrize(
    ("headers", "tool"),
    [
        ("ID|Start time|Completion time|Email|Name|Department", "Microsoft Forms"),
        ("ID|Startzeit|Fertigstellungszeit|E-Mail|Name", "Microsoft Forms"),
        ("Timestamp|Email Address|Full name", "Google Forms"),
        ("StartDate|EndDate|Status|ResponseId|Q1", "Qualtrics"),
        ("Worker ID|Worker|Manager ID|Grade", "HR system"),
        ("Email|Name", "unknown"),
    ],
)
def test_tools_are_known_by_their_headers(headers: str, tool: str) -> None:
    assert tool_of(headers.split("|")) == tool


LISTS = [
    ("strengths", UNKNOWN, ["Excel;SQL;"], "Excel; SQL"),
    ("strengths", UNKNOWN, ["exel; sql ;;exel"], "exel; sql"),
    ("strengths", UNKNOWN, ["Excel;", "SQL;Python"], "Excel; SQL; Python"),
    ("strengths", GOOGLE, ["Generative AI, Excel"], "Generative AI; Excel"),
    ("strengths", QUALTRICS, ["Generative AI,Excel"], "Generative AI; Excel"),
    ("strengths", GOOGLE, ["SQL, Cooking, at home"], "SQL; Cooking; at home"),
    ("strengths", GOOGLE, ["Excel, Pivot, tables, SQL"], "Excel, Pivot, tables; SQL"),
    ("strengths", UNKNOWN, ["SQL, Python"], "SQL, Python"),
    ("not_with", UNKNOWN, ["None"], None),
    ("not_with", UNKNOWN, ["Doe, Jane"], "Doe, Jane"),
    ("not_with", UNKNOWN, ["Jane Doe, bob@x.com"], "Jane Doe; bob@x.com"),
    ("availability", UNKNOWN, ["Mon morning\nTue morning"], "Mon morning; Tue morning"),
]


@pytest.mark.parametrize(("key", "tool", "values", "cell"), LISTS)
def test_lists_are_separated_and_never_reworded(
    key: str, tool: str, values: list[str], cell: str | None
) -> None:
    new = program()
    skills = new.cells("skills").copy()
    skills.loc[skills.index[0], "skill"] = "Excel, Pivot, tables"
    new = new.with_cells("skills", skills)
    assert landed(MENTORS[key], values, new.choices(MENTORS[key]), tool)[0] == cell


@pytest.mark.parametrize(
    ("table", "key", "value", "cell"),
    [
        ("mentors", "capacity", "2", 2),
        ("mentors", "capacity", 2.0, 2),
        ("mentors", "capacity", "many", "many"),
        ("mentors", "volunteered", "yes, gladly", "Yes"),
        ("mentors", "volunteered", "perhaps", "perhaps"),
        ("mentors", "id", 12.0, "12"),
        ("mentors", "id", "0012", "0012"),
        ("mentors", "career_goals", "bell\x07 and\r\nbreak", "bell and\nbreak"),
        ("checkins", "meets_as_planned", "Strongly agree", 5),
        ("checkins", "meets_as_planned", "4 - Agree", 4),
        ("checkins", "meets_as_planned", "4.5", "4.5"),
        ("checkins", "answered", datetime(2026, 3, 31, 12, 0), date(2026, 3, 31)),
        ("checkins", "answered", "03/04/2026", "03/04/2026"),
    ],
)
def test_cells_become_values_or_stay_as_they_came(
    table: str, key: str, value: Answer, cell: object
) -> None:
    assert landed(WORKBOOK.table(table)[key], [value], None, UNKNOWN)[0] == cell


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3|x", "@SUM(A1)", "\t=1+1", "\r=1+1"])
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    cell, problems = landed(MENTORS["career_goals"], [text], None, UNKNOWN)
    assert cell == text.strip()
    assert [name for name, _ in problems] == ["looks_like_formula"]


def test_text_beyond_the_cell_limit_is_cut_between_characters() -> None:
    cell, problems = landed(MENTORS["career_goals"], ["x" + "😀" * 20_000], None, UNKNOWN)
    assert cell == "x" + "😀" * 16_383
    assert [name for name, _ in problems] == ["too_long"]


@pytest.mark.parametrize(
    ("name", "turned"),
    [("Doe, Jane", "Jane Doe"), ("Jane Doe", "Jane Doe"), ("Jane Doe, PhD", "Jane Doe, PhD")],
)
def test_names_are_turned(name: str, turned: str) -> None:
    assert first_name_first(name) == turned


@pytest.mark.parametrize(
    ("texts", "moments"),
    [
        (["2026/01/05 9:41:03 PM GMT+1"], [datetime(2026, 1, 5, 21, 41, 3)]),
        (["1/5/26 9:41:03"], [datetime(2026, 1, 5, 9, 41, 3)]),
        (["5/1/2026", "13/1/2026"], [datetime(2026, 1, 5), datetime(2026, 1, 13)]),
        (["5.1.2026 12:00"], [datetime(2026, 1, 5, 12)]),
        (["soon", None], [None, None]),
    ],
)
def test_times_of_answers(texts: list[str], moments: list[datetime | None]) -> None:
    assert moments_of(texts) == moments


def test_a_forms_export_becomes_mentors() -> None:
    forms = survey(
        "ID|Start time|Completion time|Email|Name|1. Which department do you work in?|Grade"
        "|What can you teach others? (choose two)|I volunteer to take part",
        (1, "1/5/26 9:00", "1/5/26 9:05", "B@x.com", "Bea Berg", "HR", "Junior", "SQL;Go;", "Yes"),
        (2, "1/5/26 9:00", "1/5/26 9:07", "a@x.com", "Al Ash", "IT", "Junior", "SQL;", "Yes"),
    )
    done = enroll(program(), forms, "mentors")
    shown = ["id", "name", "email", "department", "strengths", "volunteered", "imported_from"]
    assert done.cells("mentors")[shown].values.tolist() == [
        ["M001", "Al Ash", "a@x.com", "IT", "SQL", "Yes", "s.csv row 3"],
        ["M002", "Bea Berg", "B@x.com", "HR", "SQL; Go", "Yes", "s.csv row 2"],
    ]
    assert done.findings == ()
    assert done.said.startswith("2 mentors: 2 new")


def test_anonymous_accounts_give_way_to_the_questions() -> None:
    forms = survey(
        "ID|Start time|Completion time|Email|Name|Your work e-mail|Your name",
        (1, None, None, "anonymous", None, "a@x.com", "Al Ash"),
        (2, None, None, "b@x.com", "Bea Berg", None, None),
    )
    done = enroll(program(), forms, "mentors")
    assert done.cells("mentors")["email"].tolist() == ["a@x.com", "b@x.com"]
    assert done.cells("mentors")["name"].tolist() == ["Al Ash", "Bea Berg"]


def test_an_hr_extract_turns_names_and_prefers_ids_of_managers() -> None:
    hr = survey(
        "Worker ID|Worker|Manager|Manager ID|Grade|Work email",
        ("100", "Doe, Jane", "Boss, Lena", "900", "Junior", "jane@x.com"),
    )
    done = enroll(program(), hr, "mentors")
    row = mentor(done, "jane@x.com")
    assert (row["id"], row["name"], row["manager"]) == ("100", "Jane Doe", "900")
    assert done.findings == ()


def test_a_second_import_updates_and_keeps_what_hr_and_users_have() -> None:
    before = program(
        mentors=[{"id": "M007", "name": "Jane", "email": "Jane@x.com", "note": "shy",
                  "job_title": "Clerk", "department": "Sales"}]
    )  # fmt: skip
    cells = before.cells("mentors").assign(**{"+Parking": "B4"})
    before = before.with_cells("mentors", cells)
    done = enroll(
        before, survey("Email|Dept|Job title", ("jane@X.com", "IT", ""), ("z@x.com", "HR", "")),
        "mentors",
    )  # fmt: skip
    row = mentor(done, "Jane@x.com")
    assert (row["id"], row["department"], row["job_title"]) == ("M007", "IT", "Clerk")
    assert (row["note"], row["+Parking"]) == ("shy", "B4")
    assert mentor(done, "z@x.com")["id"] == "M008"
    assert found_in(done) == [("kept_value", "s.csv row 2"), ("replaced_answer", "s.csv row 2")]
    assert done.said.startswith("2 mentors: 1 new, 1 updated, 0 unchanged")


@pytest.mark.parametrize(
    ("known", "answer", "is_same"),
    [
        (("M1", "Jo", "jo@x.com"), ("", "Someone", "JO@x.com"), True),
        (("M1", "Jo", "jo@x.com"), ("M1", "Jo Ann", "jo@x.com"), True),
        (("M1", "Jo", "jo@x.com"), ("M1", "Jo", "new@x.com"), True),
        (("M1", "Jo", "jo@x.com"), ("", "Jo", ""), True),
        (("M1", "Jo", ""), ("", "Jo", "jo@x.com"), True),
        (("M1", "Jo", "jo@x.com"), ("", "Jo", "other@x.com"), False),
        (("M1", "Jo", "jo@x.com"), ("M1", "Ann", "ann@x.com"), False),
        (("M1", "Jo", "jo at x"), ("", "Jo", "jo at x"), True),
    ],
)
def test_who_is_the_same_person(
    known: tuple[str, str, str], answer: tuple[str, str, str], is_same: bool
) -> None:
    before = program(mentors=[dict(zip(("id", "name", "email"), known))])
    done = enroll(before, survey("ID|Name|Email", answer), "mentors")
    assert len(done.cells("mentors")) == (1 if is_same else 2)


def test_the_latest_answer_counts_whatever_its_row() -> None:
    answers = survey(
        "Timestamp|Email Address|Dept",
        ("2026/01/05 10:00:00", "a@x.com", "New"),
        ("2026/01/04 10:00:00", "a@x.com", "Old"),
    )
    done = enroll(program(), answers, "mentors")
    assert done.cells("mentors")["department"].tolist() == ["New"]
    assert found_in(done) == [("repeated_answer", "s.csv row 3")]


def test_an_id_that_was_ever_used_is_not_given_again() -> None:
    before = filled(program(), "pairs", [{"pair_id": "M041-L001", "mentor_id": "M041"}])
    done = enroll(before, survey("Email", ("a@x.com",)), "mentors")
    assert done.cells("mentors")["id"].tolist() == ["M042"]


def test_a_response_id_names_a_person_only_for_want_of_better() -> None:
    alone = enroll(program(), survey("ResponseId|Dept", ("R_1", "IT")), "mentors")
    assert alone.cells("mentors")["id"].tolist() == ["R_1"]
    both = enroll(program(), survey("ResponseId|Email", ("R_1", "a@x.com")), "mentors")
    assert both.cells("mentors")["id"].tolist() == ["M001"]


METADATA = [
    "StartDate|EndDate|Status|IPAddress|Progress|Duration (in seconds)|Finished|RecordedDate"
    "|RecipientLastName|RecipientFirstName|ExternalReference|LocationLatitude"
    "|LocationLongitude|DistributionChannel|UserLanguage|ResponseId",
    "Start Date|End Date|Response Type|IP Address|Progress|Duration (in seconds)|Finished"
    "|Recorded Date|Response ID|Recipient Last Name|Recipient First Name"
    "|External Data Reference|Location Latitude|Location Longitude|Distribution Channel"
    "|User Language",
    "Response ID|Progress|Recorded Date",
    "Respondent ID|Collector ID|Date Created|Date Modified|IP Address",
    "Start Date (UTC)|Submit Date (UTC)|Network ID|Tags",
    "Submission Date|Submission ID|Submission IP",
    "Response ID|Date submitted|Last page|Start language|Seed|Referrer URL",
]


@pytest.mark.parametrize("into", ["mentors", "leaders", "checkins", "review"])
@pytest.mark.parametrize("metadata", METADATA)
def test_what_the_survey_tool_adds_is_passed_over_in_silence(metadata: str, into: str) -> None:
    headers = f"{metadata}|Email|Favourite pizza"
    values = tuple("7" for _ in metadata.split("|"))
    before = program([{"id": "M1"}]) if into in ("checkins", "review") else program()
    answers = survey(headers, (*values, "m1@example.com", "Napoli"))
    done = enroll(before, answers, into)
    assert [f.message.split("”")[0] for f in done.findings] == ["The question “Favourite pizza"]
    who = done.cells(into)["person_id" if into in ("checkins", "review") else "id"]
    assert who.tolist() in (["M1"], ["M001"], ["L001"])


@pytest.mark.parametrize("header", ["ResponseId", "Response ID", "Respondent ID"])
def test_any_response_id_names_a_person_only_for_want_of_better(header: str) -> None:
    def ids(headers: str, *row: Answer) -> list[object]:
        return enroll(program(), survey(headers, row), "leaders").cells("leaders")["id"].tolist()

    assert ids(f"{header}|Dept", "R_1", "IT") == ["R_1"]
    assert ids(f"{header}|Employee ID", "R_1", "E7") == ["E7"]
    assert ids(f"{header}|Email", "R_1", "a@x.com") == ["L001"]


def test_an_hr_systems_own_dates_are_asked_about() -> None:
    done = enroll(program(), survey("Worker ID|Start Date|Status", ("1", "2020", "on")), "mentors")
    assert found_in(done) == [("unmapped_column", "s.csv B1"), ("unmapped_column", "s.csv C1")]


ZOE = {"id": "M1", "name": "Zoe Quill", "email": "zoe@x.com"}
REPLACED = [
    ({}, ("", "", "", ""), ""),
    ({}, ("Sales ", "Clerk", "", ""), ""),
    ({}, ("Marketing", "", "", ""), "Department “Sales” by “Marketing”"),
    ({}, ("Marketing", "Boss", "", ""),
     "Department “Sales” by “Marketing” and Job title “Clerk” by “Boss”"),
    ({"location": "Rome"}, ("Marketing", "Boss", "Oslo", "Senior"),
     "Department “Sales” by “Marketing”, Job title “Clerk” by “Boss”, Level “Junior” by “Senior”"
     " and 1 more"),
    ({"job_title": ""}, ("Sales", "Boss", "Oslo", ""), ""),
    ({"job_title": "long " * 30}, ("", "Boss", "", ""),
     "Job title “long long long long long long long …” by “Boss”"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "answer", "changes"), REPLACED)
def test_what_an_import_replaces_is_said_once_per_person(
    cells: dict[str, object], answer: tuple[Answer, ...], changes: str
) -> None:
    before = program([{**ZOE, "job_title": "Clerk", **cells}])
    answers = survey("Email|Dept|Job title|Office|Level", ("zoe@x.com", *answer))
    done = enroll(before, answers, "mentors")
    told = [f for f in done.findings if f.code == "RM422"]
    assert [f.message for f in told] == (
        [f"Zoe Quill: the new answer replaced {changes}."] if changes else []
    )
    if changes:
        row = int(done.cells("mentors").index[0])
        key = "job_title" if changes.startswith("Job") else "department"
        assert told[0].cell == done.places["mentors"].cell(row, key)
        assert told[0].source == "s.csv row 2"
    again = enroll(replace(done, findings=()), answers, "mentors")
    assert not [f for f in again.findings if f.code == "RM422"]


PRIVATE = "Email|Whom should you not be paired with?|Topics I would rather skip|Dept"
VETOES = [
    ("Bob Old", "Ann New", "Bob Old; Ann New", True),
    ("Bob Old; ann new", "Ann New", "Bob Old; Ann New", True),
    ("Bob Old", "bob old; Ann New", "bob old; Ann New", False),
    ("Bob Old", "Bob Old", "Bob Old", False),
    ("Bob Old", "", "Bob Old", False),
    ("", "Ann New", "Ann New", False),
]


@pytest.mark.parametrize(("old", "new", "cell", "is_told"), VETOES)
@pytest.mark.parametrize("key", ["not_with", "topics_declined"])
def test_a_private_entry_is_never_removed_nor_told(
    key: str, old: str, new: str, cell: str, is_told: bool
) -> None:
    before = program([{**ZOE, key: old}])
    asked = (new, "") if key == "not_with" else ("", new)
    done = enroll(before, survey(PRIVATE, ("zoe@x.com", *asked, "IT")), "mentors")
    row = mentor(done, "zoe@x.com")
    assert (row[key], row["department"]) == (cell, "IT")
    told = [f for f in done.findings if f.code != "RM412"]
    assert not any("Old" in f.message or "New" in f.message for f in told)
    kept = [f.message for f in told if f.code == "RM424"]
    assert kept == (
        ["Zoe Quill has answered anew; the import kept the earlier private entries as well."]
        if is_told
        else []
    )


FORM = "Timestamp|Email Address|Full name|Dept|Job title|Whom should you not be paired with?"
FIRST = [
    ("2026-01-05 10:00", "ann@x.com", "Ann", "Sales", "Clerk", "Bob"),
    ("2026-01-05 10:01", "cy at x", "Cy", "Sales", "Clerk", ""),
]
LATE = ("2026-01-06 10:01", "di@x.com", "Di", "IT", "Clerk", "")


def corrected(program: Program, name: str, **cells: object) -> Program:
    """The program in which HR has typed something into a mentor's row."""
    frame = program.cells("mentors").copy()
    for key, value in cells.items():
        frame.loc[frame["name"] == name, key] = value
    return program.with_cells("mentors", frame)


def test_corrections_stay_when_the_same_export_comes_in_with_late_answers() -> None:
    before = enroll(program(), survey(FORM, *FIRST), "mentors")
    before = corrected(before, "Ann", department="Legal", job_title=None, not_with="Bob Ray")
    before = corrected(before, "Cy", email="cy@x.com")
    done = enroll(before, survey(FORM, LATE, *FIRST, name="later.csv"), "mentors")
    shown = ["name", "email", "department", "job_title", "not_with"]
    assert done.cells("mentors")[shown].values.tolist() == [
        ["Ann", "ann@x.com", "Legal", None, "Bob Ray"],
        ["Cy", "cy@x.com", "Sales", "Clerk", None],
        ["Di", "di@x.com", "IT", "Clerk", None],
    ]
    assert done.said == "3 mentors: 1 new, 0 updated, 2 unchanged."
    assert found_in(done) == []


def test_a_new_answer_counts_more_than_a_correction() -> None:
    before = corrected(
        enroll(program(), survey(FORM, *FIRST), "mentors"), "Ann", department="Legal"
    )
    anew = ("2026-01-07 10:00", "ann@x.com", "Ann", "Sales", "Chief", "Zed")
    done = enroll(before, survey(FORM, *FIRST, anew), "mentors")
    row = mentor(done, "ann@x.com")
    assert (row["department"], row["job_title"], row["not_with"]) == ("Sales", "Chief", "Bob; Zed")
    assert done.said == "2 mentors: 0 new, 1 updated, 1 unchanged."
    assert [name for name, _ in found_in(done)] == [
        "repeated_answer", "kept_private", "replaced_answer",
    ]  # fmt: skip


def test_a_question_mapped_later_fills_its_column_and_nothing_else() -> None:
    answers = survey("Email|Dept|Shoe", ("zoe@x.com", "Sales", "Oslo"))
    before = enroll(program(), answers, "mentors")
    frame = before.cells("mentors").assign(department="Legal")
    done = enroll(before.with_cells("mentors", frame), answers, "mentors", {"Shoe": "Location"})
    row = mentor(done, "zoe@x.com")
    assert (row["department"], row["location"]) == ("Legal", "Oslo")


def test_two_files_about_the_same_people_do_not_undo_each_other() -> None:
    one = survey("Email|Dept", ("zoe@x.com", "Sales"), name="one.csv")
    two = survey("Email|Level", ("zoe@x.com", "Junior"), name="two.csv")
    both = enroll(enroll(program(), one, "mentors"), two, "mentors")
    frame = both.cells("mentors").assign(department="Legal", level="Senior")
    done = both.with_cells("mentors", frame)
    for answers in (one, two, one):
        done = enroll(done, answers, "mentors")
    row = mentor(done, "zoe@x.com")
    assert (row["department"], row["level"]) == ("Legal", "Senior")


@pytest.mark.parametrize("mark", ["", None, "typed by HR", "x-zz"])
def test_without_a_mark_an_answer_is_written_as_if_it_were_new(mark: object) -> None:
    answers = survey("Email|Dept", ("zoe@x.com", "Sales"))
    before = enroll(program(), answers, "mentors")
    frame = before.cells("mentors").assign(department="Legal", answer_seen=mark)
    done = enroll(before.with_cells("mentors", frame), answers, "mentors")
    assert mentor(done, "zoe@x.com")["department"] == "Sales"


OTHERS = [{"id": f"L{i}", "name": f"N{i}", "email": f"p{i}@x.com"} for i in range(1, 8)]


@pytest.mark.parametrize(
    ("known", "new", "is_refused"), [(3, 2, True), (3, 3, False), (2, 0, False), (7, 0, True)]
)
def test_a_file_about_the_other_role_is_refused(known: int, new: int, is_refused: bool) -> None:
    people = [f"p{i}@x.com" for i in range(1, known + 1)] + [f"n{i}@x.com" for i in range(new)]
    answers = survey("Email", *[(email,) for email in people])
    before = program(leaders=OTHERS)
    if not is_refused:
        assert len(enroll(before, answers, "mentors").cells("mentors")) == known + new
        return
    with pytest.raises(UnreadableSurvey, match=f"{known} of {known + new} people.*leaders"):
        enroll(before, answers, "mentors")


def test_running_numbers_do_not_make_people_the_same() -> None:
    answers = survey("ID|Name|Email", *[(f"L{i}", f"O{i}", f"o{i}@x.com") for i in range(1, 8)])
    assert len(enroll(program(leaders=OTHERS), answers, "mentors").cells("mentors")) == 7


@pytest.mark.parametrize(
    ("names", "is_refused"),
    [
        (["Al Bee", "Cy Dee", "Eve Fox", "Gus Hay"], False),
        (["Zoe A", "zoe  b", "C, Zoe", "Zoe D"], True),
        (["Zoe A", "Zoe B", "Zoe C", "Gus Hay"], True),
        (["Zoe A", "Zoe B", "Eve Fox", "Gus Hay"], False),
        (["", "", "", ""], True),
    ],
)
def test_an_id_under_another_name_is_nobody_of_the_other_role(
    names: list[str], is_refused: bool
) -> None:
    mentors = [{"id": str(i), "name": f"Zoe {last}"} for i, last in enumerate("ABCD")]
    rows = [(str(i), name, "Director") for i, name in enumerate(names)]
    answers, before = survey("ID|Name|Level", *rows), program(mentors)
    if is_refused:
        with pytest.raises(UnreadableSurvey, match="already mentors"):
            enroll(before, answers, "leaders")
    else:
        assert len(enroll(before, answers, "leaders").cells("leaders")) == 4


def as_columns(program: Program) -> dict[str, object]:
    cells = program.cells("imports")
    return dict(zip(cells["question"], cells["column"]))


def test_open_questions_wait_on_the_imports_tab_for_their_column() -> None:
    answers = survey("Email|Shoe  size|Pizza", ("zoe@x.com", "Oslo", "Napoli"))
    done = enroll(enroll(program(), answers, "mentors"), answers, "mentors")
    assert done.cells("imports")[["question", "into", "column"]].values.tolist() == [
        ["Shoe  size", "Mentors", None], ["Pizza", "Mentors", None],
    ]  # fmt: skip
    assert all("Imports tab" in f.remedy for f in done.findings)
    typed = done.cells("imports").assign(column=["Location", "ignore"])
    again = enroll(replace(done, findings=()).with_cells("imports", typed), answers, "mentors")
    assert mentor(again, "zoe@x.com")["location"] == "Oslo"
    assert found_in(again) == []
    assert as_columns(again) == {"Shoe  size": "Location", "Pizza": "ignore"}


@pytest.mark.parametrize(
    "question",
    [
        "Anyone at all you should not be paired with here?",
        "What would you rather not discuss",
        "Subjects to avoid, please",
        "Do you have a conflict of interest with any leader?",
        "Anything we should skip?",
    ],
)
def test_a_private_question_that_is_not_understood_must_be_fixed(question: str) -> None:
    done = enroll(program(), survey(f"Email|{question}", ("a@x.com", "Bob")), "mentors")
    assert [(f.code, f.severity.value) for f in done.findings] == [("RM423", "Must fix")]
    ignored = enroll(
        program(), survey(f"Email|{question}", ("a@x.com", "Bob")), "mentors", {question: "ignore"}
    )
    assert ignored.findings == ()


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("What are you good at?", "strengths"),
        ("What could you show a senior leader?", "strengths"),
        ("Your level", "level"),
        ("When are you free for an hour?", "availability"),
        ("Who is your boss?", "manager"),
    ],
)
def test_usual_wordings_are_understood(question: str, key: str) -> None:
    done = enroll(program(), survey(f"Email|{question}", ("a@x.com", "word")), "mentors")
    assert mentor(done, "a@x.com")[key] == "word"


LIKELY = [
    ("Job tilte", "job_title"),
    ("Which langauges do you speak", "languages"),
    ("In which time zone are you?", "time_zone"),
    ("What is your carreer goal?", "career_goals"),
    ("What is your goal for lunch?", ""),
    ("What makes you laugh?", ""),
    ("How many siblings do you have?", ""),
    ("Where did you hear of us?", ""),
    ("Favourite pizza", ""),
    ("What are you bad at?", ""),
]


@pytest.mark.parametrize(("question", "key"), LIKELY)
def test_hints_are_right_or_missing(question: str, key: str) -> None:
    assert likely_column(question, targets("mentors")) == key


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ("First Name|Last Name", "Ann Berg"),
        ("Surname|1. Given name", "Berg Ann"),
        ("Last name|Name|First name", "Ann Berg"),
    ],
)
def test_first_and_last_names_are_joined_where_no_column_holds_both(
    headers: str, name: str
) -> None:
    parts = {"First Name": "Ann", "Last Name": "Berg", "Surname": "Ann", "1. Given name": "Berg",
             "Last name": "x", "Name": "Ann Berg", "First name": "y"}  # fmt: skip
    row = [parts[header] for header in headers.split("|")]
    done = enroll(program(), survey(f"Email|{headers}", ("a@x.com", *row)), "mentors")
    assert mentor(done, "a@x.com")["name"] == name


@pytest.mark.parametrize(
    ("people", "said"),
    [(["a"], "1 mentor: 1 new."), (["a", "b"], "2 mentors: 2 new.")],
)
def test_one_is_no_plural(people: list[str], said: str) -> None:
    answers = survey("Email", *[(f"{name}@x.com",) for name in people])
    assert enroll(program(), answers, "mentors").said == said


def test_what_a_file_gives_to_mend_is_what_names_it() -> None:
    answers = survey("Email|Pizza|Capacity", ("a@x.com", "x", "two"), ("", "y", ""))
    checked = write_checks(enroll(program(), answers, "mentors"))
    listed = to_look_at(listed_findings(checked), "s.csv")
    assert {"RM401", "RM405", "RM102"} <= {f.code for f in listed}
    assert all(f.source.startswith("s.csv") for f in listed)
    assert to_look_at(listed_findings(checked), "other.csv") == []


MAPPED = survey(
    "First|Last|My mail|LangHaveWorkedWith|ToolHaveWorkedWith|LangWantToWorkWith|Office|Pizza",
    ("Jane", "Doe", "j@x.com", "SQL;Go", "Excel", "Rust", "Oslo", "Napoli"),
)
MAPPING = {
    "first": "Name",
    "Last": "name",
    "My mail": "E-mail",
    "*HaveWorkedWith": "Strengths",
    "*WantToWorkWith": "Learning goals",
    "Office": "Location; Department",
    "Level :=": "Junior",
    "Volunteered :=": "Yes",
    "*": "ignore",
}


def test_a_mapping_says_what_goes_where_and_is_remembered() -> None:
    done = enroll(program(), MAPPED, "mentors", MAPPING)
    row = mentor(done, "j@x.com")
    assert row["name"] == "Jane Doe"
    assert (row["strengths"], row["learning_goals"]) == ("SQL; Go; Excel", "Rust")
    assert (row["location"], row["department"]) == ("Oslo", "Oslo")
    assert (row["level"], row["volunteered"]) == ("Junior", "Yes")
    assert done.findings == ()
    fresh = program().with_cells("imports", done.cells("imports"))
    again = enroll(fresh, MAPPED, "mentors")
    assert again.cells("mentors").equals(done.cells("mentors"))


def test_hr_can_type_a_mapping_on_the_imports_tab() -> None:
    typed = filled(
        program(), "imports", [{"question": "my mail", "into": "mentors", "column": "E-Mail"},
                               {"question": "*", "into": "Mentors", "column": "ignore"}]
    )  # fmt: skip
    done = enroll(typed, MAPPED, "mentors")
    assert done.cells("mentors")["email"].tolist() == ["j@x.com"]
    assert done.findings == ()


def test_constants_fill_only_what_is_empty() -> None:
    before = program(mentors=[{"id": "M001", "email": "j@x.com", "level": "Professional"}])
    done = enroll(before, MAPPED, "mentors", MAPPING)
    assert mentor(done, "j@x.com")["level"] == "Professional"


@pytest.mark.parametrize(
    ("headers", "volunteered"),
    [("My mail|First|Dept", "Yes"), ("Email|Dept", None), ("My mail|Do you volunteer?", None)],
)
def test_remembered_constants_are_for_the_survey_they_were_made_for(
    headers: str, volunteered: str | None
) -> None:
    known = enroll(program(), MAPPED, "mentors", MAPPING)
    answers = ("new@x.com", *[""] * headers.count("|"))
    done = enroll(known, survey(headers, answers), "mentors")
    assert mentor(done, "new@x.com")["volunteered"] == volunteered


def test_unsure_questions_are_proposed_and_never_imported() -> None:
    done = enroll(program(), survey("Email|Job tilte|Pizza", ("a@x.com", "Clerk", "x")), "mentors")
    assert mentor(done, "a@x.com")["job_title"] is None
    assert found_in(done) == [("likely_column", "s.csv B1"), ("unmapped_column", "s.csv C1")]


@pytest.mark.parametrize("mapping", [{"Shoe": "Level"}, {"Pizza": "Shoe"}, {"Shoe :=": "44"}])
def test_a_mapping_that_names_nothing_known_is_found(mapping: dict[str, str]) -> None:
    done = enroll(program(), survey("Email|Pizza", ("a@x.com", "x")), "mentors", mapping)
    assert "mapping_unknown" in [name for name, _ in found_in(done)]
    assert as_columns(done) == {"Pizza": None}


def test_a_file_that_says_nobody_is_refused() -> None:
    with pytest.raises(UnreadableSurvey, match=r"“Pizza”.*Imports tab"):
        enroll(program(), survey("Pizza|Pasta", ("a", "b")), "mentors")
    with pytest.raises(UnreadableSurvey, match="mentors"):
        enroll(program(), survey("Email", ("a@x.com",)), "sessions")


PEOPLE = program(
    mentors=[{"id": "M001", "name": "Ann", "email": "ann@x.com"}],
    leaders=[{"id": "L001", "name": "Leo", "email": "leo@x.com"}],
)
MONTH_3 = WORKBOOK.table("checkins")["meets_as_planned"].aliases[0]
START = WORKBOOK.table("checkins")["confidence"].aliases[0]


@pytest.mark.parametrize(
    ("question", "moment", "rows"),
    [
        (MONTH_3, "", ["M001 Month 3"]),
        (START, "", ["M001 Start"]),
        (START, "Month 3", ["M001 Month 3"]),
    ],
)
def test_check_in_answers_find_their_moment(question: str, moment: str, rows: list[str]) -> None:
    answers = survey(f"Email|{question}", ("ANN@x.com", "4"), ("who@x.com", "5"))
    done = enroll(PEOPLE, answers, "checkins", moment=moment)
    cells = done.cells("checkins")
    assert cells["answer_id"].tolist() == rows
    assert cells["role"].tolist() == ["Mentor"]
    assert cells["answered"].tolist() == [MONDAY]
    assert found_in(done) == [("not_enrolled", "s.csv row 3")]


def test_check_in_answers_fill_the_rows_that_wait_for_them() -> None:
    waiting = filled(
        PEOPLE, "checkins",
        [{"answer_id": "L001 Month 3", "person_id": "L001", "moment": "Month 3", "role": "Leader"},
         {"answer_id": "M001 Month 3", "person_id": "M001", "moment": "Month 3", "role": "Mentor"}],
    )  # fmt: skip
    done = enroll(waiting, survey(f"Name|{MONTH_3}", ("Ann", 5), ("Leo", "2")), "checkins")
    cells = done.cells("checkins")
    assert cells["answer_id"].tolist() == ["L001 Month 3", "M001 Month 3"]
    assert cells["meets_as_planned"].tolist() == [2, 5]
    assert (
        enroll(done, survey(f"Name|{MONTH_3}", ("Ann", 5)), "checkins")
        .cells("checkins")
        .equals(cells)
    )


def test_rules_and_nominations_and_reporting_lines() -> None:
    rules = enroll(PEOPLE, survey("Mentor|Leader|Reason", ("Ann", "Leo", "old friends")),
                   "rules", {"Rule :=": "Must not pair"})  # fmt: skip
    assert rules.table("rules")[["mentor", "leader", "rule", "reason"]].values.tolist() == [
        ["Ann", "Leo", "Must not pair", "old friends"]
    ]
    named = enroll(PEOPLE, survey("Nominee|Why", ("Ann", "curious"), ("", "x")), "nominations")
    assert named.table("nominations")["nominee"].tolist() == ["Ann"]
    assert found_in(named) == [("nobody", "s.csv row 3")]
    lines = enroll(PEOPLE, survey("Worker|Work email|Manager ID", ("Doe, Jo", "jo@x.com", "9")),
                   "reporting")  # fmt: skip
    assert lines.table("reporting")[["id", "name", "manager"]].values.tolist() == [
        ["jo@x.com", "Jo Doe", "9"]
    ]


EMAILS = st.sampled_from(["a@x.com", "B@x.com", "b@x.com", "c@x.com", "", "nonsense", "anonymous"])
NAMES = st.sampled_from(["Ann", "Bob", "Cy", "", "=cmd()"])
SKILLS = st.sampled_from(["SQL;Go;", "", "Pyton", "none", "x" * 40, "a, b"])
ROWS = st.lists(st.tuples(EMAILS, NAMES, SKILLS), min_size=1, max_size=8)


def timed(rows: list[tuple[str, str, str]]) -> list[tuple[Answer, ...]]:
    return [(f"2026-01-05 10:{i:02d}:00", *row) for i, row in enumerate(rows)]


HEADERS = "Timestamp|Email Address|Full name|What can you teach others?"


@settings(max_examples=tries(40), deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random) -> None:
    answers = timed(rows)
    shuffled = answers.copy()
    random.shuffle(shuffled)
    one = enroll(program(), survey(HEADERS, *answers), "mentors").cells("mentors")
    other = enroll(program(), survey(HEADERS, *shuffled), "mentors").cells("mentors")
    assert one.drop(columns="imported_from").equals(other.drop(columns="imported_from"))


@settings(max_examples=tries(40), deadline=None)
@given(ROWS)
def test_importing_a_file_again_changes_nothing(rows) -> None:
    answers = survey(HEADERS, *timed(rows))
    once = enroll(program(), answers, "mentors")
    twice = enroll(once, answers, "mentors")
    assert twice.cells("mentors").equals(once.cells("mentors"))
    count = len(once.cells("mentors"))
    said = f"0 new, 0 updated, {count} unchanged." if count else "0 new."
    assert twice.said.endswith(said)


def test_a_corrected_check_in_stays_when_its_answer_comes_in_again() -> None:
    paired = filled(
        PEOPLE, "pairs", [{"pair_id": "P1", "mentor_id": "M001", "leader_id": "L001"}]
    )  # fmt: skip
    answers = survey(f"Timestamp|Email|{MONTH_3}", ("2026-01-05 10:00", "ann@x.com", "2"))
    once = enroll(paired, answers, "checkins")
    cells = once.cells("checkins").assign(meets_as_planned=4, answered=date(2026, 1, 2))
    listed = with_rows_for(once.with_cells("checkins", cells), "checkins", ("Month 3",))
    done = enroll(listed, answers, "checkins").cells("checkins")
    ann = done[done["person_id"] == "M001"].iloc[0]
    assert (ann["meets_as_planned"], ann["answered"]) == (4, date(2026, 1, 2))
    anew = survey(f"Timestamp|Email|{MONTH_3}", ("2026-01-09 10:00", "ann@x.com", "3"))
    after = enroll(listed, anew, "checkins").cells("checkins")
    assert after[after["person_id"] == "M001"]["meets_as_planned"].tolist() == [3]


@pytest.mark.parametrize("name", ["s.csv", "s(1-12).csv"])
@pytest.mark.parametrize("question", ["Pizza", "What should we avoid?", "Long " * 40])
def test_what_hr_has_seen_to_is_gone_from_checks_after_the_next_import(
    name: str, question: str
) -> None:
    answers = survey(f"Email|{question}|Pasta", ("zoe@x.com", "Napoli", "Roma"))
    first = write_checks(enroll(program(), answers, "mentors"))
    typed = first.cells("imports").assign(column=["ignore", None])
    opened = replace(first, findings=()).with_cells("imports", typed)
    done = write_checks(enroll(opened, replace(answers, name=name), "mentors"))
    listed = [f for f in listed_findings(done) if f.found_by == "import"]
    assert [(f.code, f.source) for f in listed] == [("RM401", f"{name} C1")]
