"""The demo's survey exports: as real tools write them, the same for the same seed."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from revmentor_xl.books.surveys import read_mapping, read_survey
from revmentor_xl.host.demo.company.company import Company, invent_company
from revmentor_xl.host.demo.survey_files.formats import LEADER_QUESTIONS, MENTOR_QUESTIONS
from revmentor_xl.host.demo.survey_files.replies import (
    BADLY,
    WELL,
    Duo,
    get_on,
    replies,
    write_replies,
)
from revmentor_xl.host.demo.survey_files.surveys import EnrollmentFiles, write_enrollment
from revmentor_xl.program import Program
from revmentor_xl.schema.content.defaults import ITEMS
from revmentor_xl.schema.workbook import WORKBOOK

MOMENTS = (
    ("Start", "start_qualtrics.csv"),
    ("Month 3", "month3_microsoft_forms.xlsx"),
    ("Month 6", "month6_google_forms.csv"),
)


@pytest.fixture(scope="module")
def company() -> Company:
    return invent_company(10, 7)


@pytest.fixture(scope="module")
def files(company: Company, tmp_path_factory: pytest.TempPathFactory) -> EnrollmentFiles:
    return write_enrollment(company, tmp_path_factory.mktemp("surveys"), 7)


@pytest.fixture(scope="module")
def duos(company: Company) -> list[Duo]:
    two = zip(company.mentors[:10], company.leaders[:10])
    return get_on(((f"P{i:02}", *pair) for i, pair in enumerate(two)), 7)


def forms_rows(path: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def csv_rows(path: Path, encoding: str = "utf-8-sig", separator: str = ",") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as text:
        return list(csv.reader(text, delimiter=separator))


def test_the_same_seed_gives_the_same_bytes(company, files, duos, tmp_path):
    again = write_enrollment(company, tmp_path, 7)
    for one, other in zip(vars(files).values(), vars(again).values()):
        assert one.read_bytes() == other.read_bytes(), one.name
    for moment, name in MOMENTS:
        for turn in ("a", "b"):
            (tmp_path / turn).mkdir(exist_ok=True)
            write_replies(moment, duos, tmp_path / turn / name, date(2026, 1, 5), 7)
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_forms_ask_what_the_program_knows():
    for table, questions in (("mentors", MENTOR_QUESTIONS), ("leaders", LEADER_QUESTIONS)):
        for key, text in questions.items():
            column = WORKBOOK.table(table)[key]
            assert text in (column.header, *column.aliases), key


def test_mentors_answer_in_microsoft_forms(company, files):
    header, *rows = forms_rows(files.mentors)
    assert header[:5] == ["ID", "Start time", "Completion time", "Email", "Name"]
    filled = [row for row in rows if row[0] is not None]
    assert len(rows) - len(filled) == 1, "one blank row"
    assert len(filled) == len(company.mentors) + 2, "a test and somebody who answered twice"
    assert all(isinstance(row[2], datetime) and row[2] > row[1] for row in filled)
    availability = header.index(MENTOR_QUESTIONS["availability"])
    assert all(row[availability].endswith(";") for row in filled if row[availability])


@pytest.mark.parametrize(
    ("question", "fragment"),
    [
        ("level", "Associate"),
        ("strengths", "Drone piloting"),
        ("career_goals", "=> "),
        ("volunteered", "No,"),
    ],
)
def test_mentors_answers_hold_some_mess(files, question, fragment):
    header, *rows = forms_rows(files.mentors)
    column = header.index(MENTOR_QUESTIONS[question])
    assert any(fragment in (row[column] or "") for row in rows)


def test_leaders_answer_in_google_forms(company, files):
    header, *rows = csv_rows(files.leaders)
    assert header[:2] == ["Timestamp", "Email Address"]
    assert len(rows) == len(company.leaders)
    assert sum("@" not in row[1] for row in rows) == 1
    assert "two" in [row[header.index(LEADER_QUESTIONS["capacity"])] for row in rows]
    assert rows[0][0].endswith("GMT+1")


def test_the_hr_system_lists_everybody(company, files):
    header, *rows = csv_rows(files.reporting, "cp1252", ";")
    assert header[0] == "Worker ID"
    assert len(rows) == len(company.employees)
    assert rows[1][1] == f"{company.employees[1].last}, {company.employees[1].first}"
    with pytest.raises(UnicodeDecodeError):
        files.reporting.read_bytes().decode("utf-8")
    assert set(read_mapping(files.reporting_map)) < set(header)


@pytest.mark.parametrize(("moment", "name"), MOMENTS)
def test_answers_on_the_way_are_read(duos, tmp_path, moment, name):
    write_replies(moment, duos, tmp_path / name, date(2026, 4, 6), 7)
    survey = read_survey(tmp_path / name)
    asked = {item.question for item in ITEMS if moment in item.moments}
    assert asked <= {survey.question(i) for i in range(len(survey.headers))}
    assert 14 <= len(survey.rows) <= 21


def test_qualtrics_has_three_header_rows(duos, tmp_path):
    write_replies("Start", duos, tmp_path / "start.csv", date(2026, 1, 5), 7)
    codes, texts, imports, preview, *rows = csv_rows(tmp_path / "start.csv")
    assert codes[:3] == ["StartDate", "EndDate", "Status"]
    assert texts[-1] in {item.question for item in ITEMS}
    assert json.loads(imports[0])["ImportId"] == "startDate"
    assert preview[2] == "Survey Preview"
    assert {len(row) for row in (texts, imports, preview, *rows)} == {len(codes)}


def test_outcomes_are_modest():
    """Over many people the mean rises by less than a point, and not for everybody."""
    company = invent_company(120, 3)
    two = zip(company.mentors[:120], company.leaders[:120])
    duos = get_on(((f"P{i:03}", *pair) for i, pair in enumerate(two)), 3)
    changes = changes_of("visibility", duos)
    assert 0.2 < sum(changes) / len(changes) < 0.9
    assert min(changes) < 0
    assert changes.count(0) > len(changes) / 10


def changes_of(item: str, duos: list[Duo]) -> list[int]:
    question = next(one.question for one in ITEMS if one.key == item)
    before, after = (
        {
            r.email: r.answers[question]
            for r in replies(moment, duos, date(2026, 1, 5), 3)
            if question in r.answers
        }
        for moment in ("Start", "Month 6")
    )
    return [int(after[email]) - int(before[email]) for email in before.keys() & after.keys()]


def test_one_pair_of_ten_is_in_trouble(duos):
    assert [duo.going for duo in duos].count(BADLY) == 1
    assert [duo.going for duo in duos].count(WELL) >= 6


def test_ten_pairs_do_not_repeat_a_story(duos, tmp_path):
    write_replies("Month 6", duos, tmp_path / "m6.csv", date(2026, 7, 20), 7)
    header, *rows = csv_rows(tmp_path / "m6.csv")
    for key in ("success_story", "decision_influenced"):
        column = header.index(next(one.question for one in ITEMS if one.key == key))
        texts = [row[column] for row in rows if len(row[column]) > 20]
        assert len(texts) >= 4
        assert len(set(texts)) == len(texts)


def test_the_exports_are_imported(company, files):
    from revmentor_xl.host.files import import_answers

    program = Program.new(date(2025, 12, 8))
    program = import_answers(program, files.reporting, "reporting", files.reporting_map)
    program = import_answers(program, files.mentors, "mentors")
    program = import_answers(program, files.leaders, "leaders")
    program = import_answers(program, files.nominations, "nominations")
    assert len(program.table("reporting")) == len(company.employees)
    mentors = set(program.table("mentors")["email"]) - {"test@halvavia.example"}
    assert mentors == {one.person.email for one in company.mentors}
    assert set(program.table("leaders")["name"]) == {m.person.name for m in company.leaders}
    assert len(program.table("nominations")) == len(company.nominations) + 1
    assert "RM404" in {finding.code for finding in program.findings}, "somebody answered twice"
