"""Survey files as the tools export them, and as they arrive."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from revmentor_xl.books import surveys
from revmentor_xl.books.surveys import read_mapping, read_survey
from revmentor_xl.errors import RevmentorError, UnreadableSurvey, UnreadableWorkbook
from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.steps.importing.enroll import Survey, enroll
from tests.programs import program
from tests.tries import tries


def written(folder: Path, content: str | bytes, name: str = "s.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def kinds(survey: Survey) -> list[tuple[str, str]]:
    names = {entry.code: name for name, entry in CATALOGUE.items()}
    return [(names[f.code], f.source) for f in survey.problems]


PLAIN = "E-mail,Name,Job title\na@x.com,Zoë,“Chief, of sorts”\n".replace(
    "“Chief, of sorts”", '"“Chief, of sorts”"'
)


@pytest.mark.parametrize(
    ("encoding", "named", "problems"),
    [
        ("utf-8", "UTF-8", []),
        ("utf-8-sig", "UTF-8", []),
        ("utf-16", "UTF-16", []),
        ("cp1252", "Windows-1252 (Western European)", [("guessed_encoding", "s.csv")]),
    ],
)
def test_encodings(tmp_path, encoding: str, named: str, problems: list[tuple[str, str]]) -> None:
    survey = read_survey(written(tmp_path, PLAIN.encode(encoding)))
    assert survey.rows == (("a@x.com", "Zoë", "“Chief, of sorts”"),)
    assert (survey.encoding, kinds(survey)) == (named, problems)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(tmp_path, separator: str) -> None:
    rows = [["E-mail", "Top skills", "Goal"], ["a@x.com", '"SQL;Go, too|x\ty"', "1,5; or"],
            ["b@x.com", '"SQL;"', "b"]]  # fmt: skip
    rows[1][2] = f'"{rows[1][2]}"'
    survey = read_survey(written(tmp_path, "\r\n".join(separator.join(row) for row in rows)))
    assert survey.headers == ("E-mail", "Top skills", "Goal")
    assert survey.rows[0] == ("a@x.com", "SQL;Go, too|x\ty", "1,5; or")


TEXTS = {
    "one line break in an answer": ('E-mail,Goal\na@x.com,"one\ntwo"\nb@x.com,c\n', [2, 3], []),
    "blank rows": ("E-mail,Goal\n\na@x.com,b\n\n,,\nb@x.com,c", [3, 6], []),
    "banner lines": ("Export of 5 May\n\nE-mail,Name\na@x.com,b\n", [4], []),
    "sep line": ("sep=;\nE-mail;Name\na@x.com;b,c\n", [2], []),
    "trailing blank columns": ("E-mail,Name,,\na@x.com,b,,\nb@x.com,c,,\n", [2, 3], []),
    "one column": ("E-mail\na@x.com\nb@x.com\n", [2, 3], []),
    "a row too long": (
        "E-mail,Name\na@x.com,b\nb@x.com,c,d\nc@x.com,d\n", [2, 4], [("ragged_row", "s.csv row 3")],
    ),
    "a row too short": (
        "E-mail,Name,Goal\na@x.com,b,c\nb@x.com,c\n", [2, 3], [("short_row", "s.csv row 3")],
    ),
    "the header once more": (
        "E-mail,Name\na@x.com,b\nE-mail,Name\nb@x.com,c\n", [2, 4],
        [("repeated_header_row", "s.csv row 3")],
    ),
    "a quotation mark never closed": (
        'E-mail,Name\na@x.com,"b\nb@x.com,c\nc@x.com,d\n', [2, 3, 4],
        [("stray_quote", "s.csv row 2")],
    ),
    "a quotation mark closed much later": (
        'E-mail,Name,Goal\na@x.com,"b,c\nb@x.com,c,d\nc@x.com,"d",e\n', [2, 3, 4],
        [("stray_quote", "s.csv row 2")],
    ),
    "a column without header": (
        "E-mail,,Name\na@x.com,x,b\n", [2], [("unnamed_column", "s.csv B1")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("mess", TEXTS)
def test_texts_with_mess(tmp_path, mess: str) -> None:
    text, rows, problems = TEXTS[mess]
    survey = read_survey(written(tmp_path, text))
    assert list(survey.row_numbers) == rows
    assert kinds(survey) == problems
    assert [str(row[0])[1:] for row in survey.rows] == ["@x.com"] * len(rows)


QUALTRICS = (
    "StartDate,EndDate,Status,Finished,ResponseId,RecipientEmail,DistributionChannel,Q1,Q2,"
    "RecipientLastName,RecipientFirstName\n"
    "Start Date,End Date,Response Type,Finished,Response ID,Recipient Email,Distribution Channel,"
    "What can you teach others? - Selected Choice,<b>Which department do you work in?</b>,"
    "Recipient Last Name,Recipient First Name\n"
    + ",".join(f'"{{""ImportId"":""q{i}""}}"' for i in range(11))
    + "\n2026-01-05 10:00:00,2026-01-05 10:05:00,IP Address,True,R_1,a@x.com,email,"
    '"Excel,Generative AI",Sales,Doe,Jane\n'
    "2026-01-05 10:00:00,2026-01-05 10:05:00,Survey Preview,True,R_2,t@x.com,preview,Excel,IT,,\n"
    "2026-01-05 10:00:00,2026-01-05 10:05:00,IP Address,False,R_3,b@x.com,email,,Sales,,\n"
)


def test_qualtrics_has_three_headers(tmp_path) -> None:
    survey = read_survey(written(tmp_path, QUALTRICS))
    assert (survey.tool, survey.row_numbers) == ("Qualtrics", (4, 5, 6))
    assert survey.texts[8] == "Which department do you work in?"
    done = enroll(program(), survey, "mentors", {"Q1": "Strengths"})
    shown = done.cells("mentors")[["id", "name", "email", "strengths"]].values.tolist()
    assert shown == [
        ["M001", "Jane Doe", "a@x.com", "Excel; Generative AI"],
        ["M002", None, "b@x.com", None],
    ]
    names = {entry.code: name for name, entry in CATALOGUE.items()}
    assert [(names[f.code], f.source, f.cell) for f in done.findings] == [
        ("test_answer", "s.csv row 5", ""),
        ("unfinished_answer", "s.csv row 6", "C7"),
        ("no_name", "s.csv", ""),
    ]


MONKEY = (
    "Respondent ID,Collector ID,Start Date,First Name,Last Name,Email,What can you teach others?"
    ",,,Which department do you work in?\n"
    ",,,,,,Excel,SQL,Other (please specify),Response\n"
    "118,7,01/05/2026,Ann,Berg,ann@x.com,Excel,,Knots,Sales\n"
    "119,7,01/05/2026,Bo,Cole,bo@x.com,,SQL,,IT\n"
)


def test_surveymonkey_has_two_headers_and_a_column_per_choice(tmp_path) -> None:
    survey = read_survey(written(tmp_path, MONKEY))
    assert (survey.row_numbers, kinds(survey)) == ((3, 4), [])
    done = enroll(program(), survey, "mentors")
    assert done.cells("mentors")[["name", "strengths", "department"]].values.tolist() == [
        ["Ann Berg", "Excel; Knots", "Sales"],
        ["Bo Cole", "SQL", "IT"],
    ]
    assert done.findings == ()


def test_an_answer_that_says_response_is_an_answer(tmp_path) -> None:
    survey = read_survey(written(tmp_path, "Email,Goal\na@x.com,Response\n"))
    assert survey.row_numbers == (2,)


@pytest.mark.parametrize("name", ["program.xlsm", "renamed.csv"])
def test_a_program_file_is_no_survey(tmp_path, name: str) -> None:
    template = Path(surveys.__file__).parents[2] / "workbook_template.xlsm"
    path = written(tmp_path, template.read_bytes(), name)
    with pytest.raises(UnreadableSurvey, match=f"“{name}” is a program file") as refused:
        read_survey(path)
    assert refused.value.remedy


def test_a_sponsor_copy_is_no_survey(tmp_path) -> None:
    book = workbook(A=[["Section", "Group"], ["People", "All"]])
    book["A"].add_table(Table(displayName="SponsorView", ref="A1:B2"))
    with pytest.raises(UnreadableSurvey, match="copy for sponsors"):
        read_survey(saved(book, tmp_path))


def test_a_list_whose_table_is_called_mentors_is_read(tmp_path) -> None:
    book = workbook(A=[["E-mail", "Name"], ["a@x.com", "Ann"]])
    book["A"].add_table(Table(displayName="Mentors", ref="A1:B2"))
    assert read_survey(saved(book, tmp_path)).rows == (("a@x.com", "Ann"),)


def workbook(**sheets: list[list[object]]) -> Workbook:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def saved(book: Workbook, folder: Path, name: str = "s.xlsx") -> Path:
    book.save(folder / name)
    return folder / name


def test_a_workbook_with_banner_dates_and_merged_cells(tmp_path) -> None:
    when = datetime(2026, 1, 5, 9, 30)
    book = workbook(
        Form1=[["Mentoring 2026"], [], [None, "E-mail", "Dept", "Completion time", "Places"],
               [None, "a@x.com", "Sales", when, 2], [None, "b@x.com", None, when, 1.0], []]
    )  # fmt: skip
    book["Form1"].merge_cells("A1:E1")
    book["Form1"].merge_cells("C4:C5")
    survey = read_survey(saved(book, tmp_path))
    assert survey.headers == ("", "E-mail", "Dept", "Completion time", "Places")
    assert survey.rows == (
        (None, "a@x.com", "Sales", when, 2), (None, "b@x.com", "Sales", when, 1),
    )  # fmt: skip
    assert survey.row_numbers == (4, 5)
    assert survey.cell(4, 2) == "s.xlsx C4"
    assert kinds(survey) == []


def test_the_sheet_that_looks_like_answers_is_read(tmp_path) -> None:
    book = workbook(
        Readme=[["How to use"], ["one"], ["two"]],
        Answers=[["E-mail", "Name"], ["a@x.com", "Ann"]],
        Secret=[["E-mail", "Name", "Dept"], ["x@x.com", "X", "Y"]],
    )
    book["Secret"].sheet_state = "hidden"
    survey = read_survey(saved(book, tmp_path))
    assert survey.rows == (("a@x.com", "Ann"),)
    assert kinds(survey) == [("chosen_sheet", "s.xlsx")]
    assert "“Answers”" in survey.problems[0].message


def test_a_formula_without_result_is_found(tmp_path) -> None:
    book = workbook(Form1=[["E-mail", "Name"], ["a@x.com", '=CONCAT("A","nn")']])
    survey = read_survey(saved(book, tmp_path))
    assert kinds(survey) == [("uncomputed_formula", "s.xlsx B2")]


def test_the_content_decides_and_not_the_name(tmp_path) -> None:
    assert read_survey(written(tmp_path, PLAIN, "s.xlsx")).rows[0][0] == "a@x.com"
    book = saved(workbook(A=[["E-mail"], ["a@x.com"]]), tmp_path, "b.xlsx")
    assert read_survey(written(tmp_path, book.read_bytes(), "s.csv")).rows == (("a@x.com",),)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    return out.getvalue()


OLE = bytes.fromhex("D0CF11E0A1B11AE1")
REFUSED = {
    "empty": (b"", "empty"),
    "white space": (b" \n\n", "empty"),
    "commas": (b",,,\n,,\n", "empty"),
    "header only": (b"E-mail,Name\n", "no answers"),
    "binary": (bytes(range(256)) * 50, "no readable text"),
    "odd text": (b"\x01\x02\x03\x04\x05\x06\x07\x08" * 9, "no readable text"),
    "web page": (b"<html><table><tr><td>a</td></tr></table></html>", "web page"),
    "old Excel": (OLE + bytes(600), "old Excel format"),
    "password": (OLE + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "password"),
    "broken zip": (b"PK\x03\x04 and then nothing", "damaged"),
    "zip bomb": (bomb(), "unpacks"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_remedy(tmp_path, what: str) -> None:
    data, message = REFUSED[what]
    with pytest.raises((UnreadableSurvey, UnreadableWorkbook), match=message) as refused:
        read_survey(written(tmp_path, data, "s.csv"))
    assert refused.value.remedy


def test_a_zip_that_is_no_workbook_is_refused(tmp_path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(UnreadableSurvey, match="damaged"):
        read_survey(written(tmp_path, out.getvalue(), "s.xlsx"))


def test_huge_files_are_refused_before_they_are_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(surveys, "SURVEY_LIMITS", surveys.Limits(file_size=100))
    with pytest.raises(RevmentorError, match="larger"):
        read_survey(written(tmp_path, "E-mail\n" + "a@x.com\n" * 50))


def test_a_missing_file_is_named(tmp_path) -> None:
    with pytest.raises(RevmentorError, match=r"nowhere\.csv"):
        read_survey(tmp_path / "nowhere.csv")


MAPPING = """\
# Our intake form
First name = Name
Last name = Name
Rate yourself (1=low, 5=high) = Capacity
*HaveWorkedWith = Strengths

Level := Junior
Weekly availability := Mon morning; Tue morning
Favourite pizza = ignore
"""


def test_a_mapping_as_text(tmp_path) -> None:
    assert read_mapping(written(tmp_path, MAPPING, "map.txt")) == {
        "First name": "Name",
        "Last name": "Name",
        "Rate yourself (1=low, 5=high)": "Capacity",
        "*HaveWorkedWith": "Strengths",
        "Level :=": "Junior",
        "Weekly availability :=": "Mon morning; Tue morning",
        "Favourite pizza": "ignore",
    }


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_mapping_as_csv(tmp_path, separator: str) -> None:
    lines = [("question", "column"), ('"Name, first"', "Name"), ("ID", "ID"), ("ID", "Name")]
    text = "\ufeff" + "\n".join(separator.join(line) for line in lines) + "\nLevel := Junior"
    assert read_mapping(written(tmp_path, text, "map.csv")) == {
        "Name, first": "Name",
        "ID": "ID; Name",
        "Level :=": "Junior",
    }


@pytest.mark.parametrize(
    ("text", "message"), [("First name", "Line 1"), ("a =", "Line 1"), ("# only\n", "nothing")]
)
def test_a_mapping_that_is_none_is_refused(tmp_path, text: str, message: str) -> None:
    with pytest.raises(UnreadableSurvey, match=message):
        read_mapping(written(tmp_path, text, "map.txt"))


LIKE_A_SURVEY = st.lists(st.text('a@b.co,;"\n ', max_size=12), max_size=8).map(
    lambda lines: "\n".join(["E-mail,Name", *lines]).encode()
)


def test_no_file_ends_in_a_traceback(tmp_path) -> None:
    """Whatever the file holds, it is taken in, or refused in words for people."""
    ends = Counter[str]()

    @settings(max_examples=tries(150), deadline=None)
    @given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | LIKE_A_SURVEY)
    def taken_in(data: bytes) -> None:
        path = written(tmp_path, data, "any.csv")
        try:
            survey = read_survey(path)
            enroll(program(), survey, "mentors", {survey.headers[0] or "x": "E-mail"})
        except RevmentorError:
            ends["refused"] += 1
        else:
            ends["survived"] += 1

    taken_in()
    assert ends["survived"] > 0
    assert ends["refused"] > 0


CELL = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=("Cs", "Cc")),
    max_size=12,
)


@settings(max_examples=tries(80), deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6), st.sampled_from(",;\t|"))
def test_a_quoted_file_is_read_as_it_was_written(tmp_path_factory, rows, separator: str) -> None:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([("E-mail", "Name", "Dept"), *((f"p{i}", *r) for i, r in enumerate(rows))])
    survey = read_survey(written(tmp_path_factory.getbasetemp(), out.getvalue(), "q.csv"))
    assert survey.rows == tuple((f"p{i}", *row) for i, row in enumerate(rows))


def test_dates_in_workbooks_stay_dates(tmp_path) -> None:
    book = workbook(A=[["E-mail", "Answered on"], ["a@x.com", date(2026, 3, 4)]])
    assert read_survey(saved(book, tmp_path)).rows[0][1] == datetime(2026, 3, 4)
