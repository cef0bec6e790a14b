"""One survey file with every kind of mess: each gives one finding, at the right cell."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from revmentor_xl.books.surveys import read_survey
from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.program import Program
from revmentor_xl.steps.checking.check import check
from revmentor_xl.steps.importing.enroll import enroll
from revmentor_xl.steps.people import participants
from tests.programs import program

FILE = "mess.csv"
COLUMNS = (
    "StartDate", "RecordedDate", "DistributionChannel", "Finished", "ID", "Email", "Full name",
    "Which department do you work in?", "Grade", "Line manager", "Timezone",
    "Which languages do you speak?", "What can you teach others?",
    "What would you like to learn?", "Where do you want to be in three years?",
    "Preferred partner", "Whom should you not be paired with?", "When could you meet?",
    "How many partners could you take?", "I volunteer to take part",
)  # fmt: skip
ODD = ("Email", "", "Favourite pizza", "Job tilte", "Dept", "Office")
BASE = {
    "StartDate": "2026-01-02 10:00:00",
    "RecordedDate": "2026-01-02 10:05:00",
    "DistributionChannel": "email",
    "Finished": "True",
    "Which department do you work in?": "Sales",
    "Grade": "Junior",
    "Line manager": "Lena Boss",
    "Which languages do you speak?": "English",
    "What can you teach others?": "Generative AI,Microsoft 365",
    "What would you like to learn?": "Prompt writing",
    "When could you meet?": "Mon morning,Tue morning",
    "I volunteer to take part": "Yes",
}

TEACH, LEARN, GRADE, BOSS = (
    "What can you teach others?", "What would you like to learn?", "Grade", "Line manager",
)  # fmt: skip
VETO, WISH, MEET = (
    "Whom should you not be paired with?", "Preferred partner", "When could you meet?",
)  # fmt: skip
PLACES, YES, MAIL, GOALS = (
    "How many partners could you take?", "I volunteer to take part", "Email",
    "Where do you want to be in three years?",
)  # fmt: skip

# What one person answered, the finding it gives, and the column of the cell it points to.
ANSWERS = [
    ("missing_value", "level", {GRADE: ""}),
    ("not_a_number", "capacity", {PLACES: "two"}),
    ("not_whole", "capacity", {PLACES: "1.5"}),
    ("out_of_range", "capacity", {PLACES: "99"}),
    ("not_yes_no", "volunteered", {YES: "Perhaps"}),
    ("not_an_email", "email", {MAIL: "p06 at example.com"}),
    ("unknown_level", "level", {GRADE: "Wizard"}),
    ("unknown_choice", "strengths", {TEACH: "Underwater basketry"}),
    ("close_miss", "strengths", {TEACH: "Generativ AI"}),
    ("repeated_choice", "strengths", {TEACH: "Generative AI,GenAI"}),
    ("cell_error", "department", {"Which department do you work in?": "#N/A"}),
    ("strange_characters", "department", {"Which department do you work in?": "KÃ¼che"}),
    ("unknown_person", "manager", {BOSS: "Nobody Here"}),
    ("unclear_manager", "manager", {BOSS: "Sam Twin"}),
    ("manager_outside", "manager", {BOSS: "chair@elsewhere.org"}),
    ("manager_of_self", "manager", {BOSS: "p16@example.com"}),
    ("no_manager", "manager", {BOSS: ""}),
    ("no_availability", "availability", {MEET: ""}),
    ("no_strengths", "strengths", {TEACH: ""}),
    ("no_goals", "learning_goals", {LEARN: ""}),
    ("not_volunteered", "volunteered", {YES: "No"}),
    ("unknown_person", "preferred", {WISH: "Nobody Here"}),
    ("ambiguous_person", "preferred", {WISH: "Sam Twin"}),
    ("wish_and_veto", "not_with", {WISH: "Lena Boss", VETO: "lena.boss@example.com"}),
    ("unknown_veto", "not_with", {VETO: "Nobody Here"}),
    ("ambiguous_veto", "not_with", {VETO: "Sam Twin"}),
    ("unknown_time_zone", "time_zone", {"Timezone": "Middle Earth"}),
    ("senior_mentor", "level", {GRADE: "Director"}),
    ("looks_like_formula", "career_goals", {GOALS: '=HYPERLINK("http://evil.example")'}),
    ("too_long", "career_goals", {GOALS: "word " * 7000}),
    ("unfinished_answer", "email", {"Finished": "False"}),
    ("both_roles", "email", {MAIL: "both@example.com"}),
    ("kept_value", "capacity", {MAIL: "kept@example.com"}),
    ("kept_id", "id", {MAIL: "known@example.com", "ID": "E77"}),
    ("id_taken", "id", {"ID": "M003"}),
    ("manager_circle", "manager", {BOSS: "p37@example.com"}),
    ("", "", {BOSS: "p36@example.com"}),
    ("same_name", "name", {"Full name": "Person 1"}),
    ("", "", {"Full name": "Zoë Good"}),
    ("replaced_answer", "department", {MAIL: "moved@example.com"}),
    ("looks_like_test", "name", {"Full name": "Test Test"}),
    ("takes_nobody", "capacity", {PLACES: "0"}),
]  # fmt: skip
SAME = {"availability": "Mon morning; Tue morning"}


def _line(row: dict[str, str], extra: tuple[str, ...] = ()) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([row.get(c, "") for c in COLUMNS] + list(extra))
    return out.getvalue()


def _person(number: int, **changes: str) -> dict[str, str]:
    mail, name = f"p{number:02d}@example.com", f"Person {number}"
    return {**BASE, "Email": mail, "Full name": name, **changes}


@pytest.fixture(scope="module")
def file() -> tuple[str, list[tuple[str, str, str]]]:
    """The text of the file, and for each mess its finding, e-mail or cell, and source."""
    header = ",".join(f'"{c}"' for c in (*COLUMNS, *ODD))
    lines = ["Mentoring survey 2026,,", "", header]
    blank = ("",) * len(ODD)
    expected = [
        ("guessed_encoding", "", FILE),
        ("repeated_header", "", f"{FILE} U3"),
        ("unnamed_column", "", f"{FILE} V3"),
        ("unmapped_column", "", f"{FILE} W3"),
        ("likely_column", "", f"{FILE} X3"),
        ("column_conflict", "", f"{FILE} Y3"),
        ("mapping_unknown", "", FILE),
    ]
    for number, (name, _, changes) in enumerate(ANSWERS, 1):
        lines.append(_line(_person(number, **changes), blank))
        expected.append((name, "", f"{FILE} row {len(lines)}"))
    for name, line in (
        ("nobody", _line({**BASE}, blank)),
        ("test_answer", _line(_person(60, DistributionChannel="preview"), blank)),
        ("repeated_header_row", header),
        ("ragged_row", _line(_person(61), (*blank, "one", "too many"))),
        ("short_row", _line(_person(62))),
        ("stray_quote", _line(_person(63), blank).replace("Sales", '"Sales')),
        ("", _line(_person(64), ("", "an answer", "Quattro", "", "", "Oslo"))),
        ("repeated_answer", _line(_person(65, RecordedDate="2026-01-02 09:00:00"), blank)),
        ("", _line(_person(65), blank)),
        ("", ",,,"),
    ):
        lines.append(line)
        expected.append((name, "", f"{FILE} row {len(lines)}"))
    return "\r\n".join(lines), [one for one in expected if one[0]]


@pytest.fixture(scope="module")
def checked(file, tmp_path_factory) -> Program:
    path: Path = tmp_path_factory.mktemp("mess") / FILE
    path.write_bytes(file[0].encode("cp1252"))
    before = program(
        mentors=[
            {"id": "M001", "email": "kept@example.com", "name": "Person 33", "capacity": 2, **SAME},
            {"id": "M002", "email": "known@example.com", "name": "Person 34", **SAME},
            {
                "id": "M005",
                "email": "moved@example.com",
                "name": "Person 40",
                **SAME,
                "department": "Legal",
            },
            {**_full("M003", "Otto Old")},
            {**_full("M004", "Sam Twin"), "email": ""},
        ],
        leaders=[
            {**_full("L001", "Lena Boss"), "email": "lena.boss@example.com"},
            {**_full("L002", "Both"), "email": "both@example.com"},
            {**_full("L003", "Sam Twin"), "email": "sam@example.com"},
        ],
    )
    return check(enroll(before, read_survey(path), "mentors", {"Shoe size": "Level"}))


def _full(id_: str, name: str) -> dict[str, str]:
    return {
        "id": id_, "name": name, "strengths": "Excel", "learning_goals": "Excel",
        "manager": "L001",
    }  # fmt: skip


def _listed(program: Program) -> Counter[tuple[str, str, str]]:
    names = {entry.code: name for name, entry in CATALOGUE.items()}
    checks = program.table("checks")
    return Counter(
        (names[code], cell, source)
        for code, cell, source in zip(checks["code"], checks["cell"], checks["source"])
    )


def test_there_are_thirty_kinds_and_more(file) -> None:
    assert len({name for name, _, _ in file[1]}) >= 30


@pytest.mark.parametrize("number", range(1, len(ANSWERS) + 1))
def test_each_answer_gives_its_finding_at_its_cell(checked: Program, number: int) -> None:
    name, column, changes = ANSWERS[number - 1]
    source = f"{FILE} row {number + 3}"
    cells = checked.cells("mentors")
    row = int(cells.index[cells["imported_from"] == source][0])
    here = [(n, cell) for n, cell, from_ in _listed(checked).elements() if from_ == source]
    assert here == ([(name, checked.places["mentors"].cell(row, column))] if name else [])
    mail = changes.get("Email", f"p{number:02d}@example.com")
    assert cells.at[row, "email"] == mail


def test_every_other_mess_is_found_at_its_place_in_the_file(checked: Program, file) -> None:
    found_ = {(name, source) for name, _, source in _listed(checked)}
    assert {(name, source) for name, _, source in file[1]} <= found_


def test_nothing_else_is_complained_of(checked: Program, file) -> None:
    expected = Counter((name, source) for name, _, source in file[1])
    listed = Counter((name, source) for name, _, source in _listed(checked).elements() if source)
    assert listed == expected


def test_everybody_else_arrived_and_can_take_part(checked: Program) -> None:
    mails = set(checked.cells("mentors")["email"])
    assert {f"p{n:02d}@example.com" for n in (1, 38, 39, 62, 63, 64, 65)} <= mails
    assert "p61@example.com" not in mails  # its cells stand in the wrong columns
    usable = set(participants.mentors(checked)["email"])
    assert "both@example.com" not in usable
    assert "p39@example.com" in usable


def test_accents_survive_the_guessed_encoding(checked: Program) -> None:
    assert "Zoë Good" in set(checked.cells("mentors")["name"])


def test_no_message_tells_who_was_vetoed(checked: Program) -> None:
    checks = checked.table("checks")
    vetoes = checks[checks["code"].isin([CATALOGUE[n].code for n in
                    ("unknown_veto", "ambiguous_veto", "wish_and_veto")])]  # fmt: skip
    assert len(vetoes) == 3
    text = " ".join(vetoes["message"]) + " ".join(vetoes["remedy"])
    assert not any(name in text for name in ("Nobody Here", "Sam Twin", "Lena Boss"))
