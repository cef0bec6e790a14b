"""Answers as the usual tools write them: Forms, Google, Qualtrics, an HR system.

Every writer gives the same bytes for the same answers.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

from revmentor_xl.books.disk.whole import write_whole

Answer = str | int | tuple[str, ...]


@dataclass(frozen=True)
class Reply:
    """One submitted form: when, by whom, and the answers by question."""

    at: datetime
    email: str
    name: str
    answers: Mapping[str, Answer]
    minutes: int = 9


def write_microsoft_forms(
    path: Path, questions: Sequence[str], replies: Iterable[Reply | None]
) -> None:
    """Microsoft Forms' “Open in Excel”; None is a blank row that somebody left."""
    headers = ["ID", "Start time", "Completion time", "Email", "Name", *questions]
    rows: list[list[str | int | datetime]] = []
    for number, reply in enumerate(replies, start=1):
        if reply is None:
            rows.append([])
            continue
        begun = reply.at - timedelta(minutes=reply.minutes)
        answers = [_joined(reply.answers.get(one, ""), ";", last=";") for one in questions]
        rows.append([number, begun, reply.at, reply.email, reply.name, *answers])
    held = io.BytesIO()
    texts = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    book = xlsxwriter.Workbook(held, {"in_memory": True, **dict.fromkeys(texts, False)})
    # the time of writing would make every file another one
    book.set_properties({"created": datetime(2026, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    moment = book.add_format({"num_format": "m/d/yy h:mm:ss"})
    sheet.add_table(
        0,
        0,
        max(len(rows), 1),
        len(headers) - 1,
        {"name": "Table1", "columns": [{"header": header} for header in headers]},
    )
    for i, row in enumerate(rows, start=1):
        for j, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(i, j, value, moment)
            elif isinstance(value, int):
                sheet.write_number(i, j, value)
            elif value:
                sheet.write_string(i, j, value)
    book.close()
    write_whole(path, held.getvalue())


def write_google_forms(path: Path, questions: Sequence[str], replies: Iterable[Reply]) -> None:
    """Google Forms' “Download responses (.csv)”: UTF-8, everything quoted."""
    rows: list[Sequence[object]] = [["Timestamp", "Email Address", *questions]]
    for reply in replies:
        hour = (
            f"{reply.at.hour % 12 or 12}:{reply.at:%M:%S} {'PM' if reply.at.hour >= 12 else 'AM'}"
        )
        zone = "GMT+2" if 4 <= reply.at.month <= 10 else "GMT+1"
        answers = [_joined(reply.answers.get(one, ""), ", ") for one in questions]
        rows.append([f"{reply.at:%Y/%m/%d} {hour} {zone}", reply.email, *answers])
    _write_csv(path, rows, quoting=csv.QUOTE_ALL)


_QUALTRICS = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)


def write_qualtrics(
    path: Path,
    questions: Sequence[str],
    replies: Iterable[Reply],
    previews: Iterable[Reply] = (),
) -> None:
    """Qualtrics' CSV: names, question texts and import ids in three header rows."""
    codes = [f"Q{i}" for i in range(1, len(questions) + 1)]
    imports = [{"ImportId": key} for _, _, key in _QUALTRICS]
    for one in (*imports[:2], imports[7]):
        one["timeZone"] = "Europe/Berlin"
    imports += [{"ImportId": f"QID{i}"} for i in range(1, len(questions) + 1)]
    rows: list[Sequence[object]] = [
        [*(code for code, _, _ in _QUALTRICS), *codes],
        [*(text for _, text, _ in _QUALTRICS), *questions],
        [json.dumps(one, separators=(",", ":")) for one in imports],
    ]
    for status, group in (("Survey Preview", previews), ("IP Address", replies)):
        for reply in group:
            rows.append(_qualtrics_row(status, len(rows), reply, questions))
    _write_csv(path, rows, quoting=csv.QUOTE_MINIMAL, encoding="utf-8-sig")


def _qualtrics_row(
    status: str, number: int, reply: Reply, questions: Sequence[str]
) -> list[object]:
    first, _, last = reply.name.rpartition(" ")
    begun = reply.at - timedelta(minutes=reply.minutes)
    done = f"{reply.at:%Y-%m-%d %H:%M:%S}"
    preview = status == "Survey Preview"
    return [
        f"{begun:%Y-%m-%d %H:%M:%S}",
        done,
        status,
        "*******",
        100,
        reply.minutes * 60,
        "True",
        done,
        f"R_demo{number:011d}",
        "" if preview else last,
        "" if preview else first,
        "" if preview else reply.email,
        "preview" if preview else "email",
        "EN",
        *(_joined(reply.answers.get(question, ""), ",") for question in questions),
    ]


def write_table(
    path: Path,
    rows: Iterable[Sequence[object]],
    *,
    encoding: str = "utf-8-sig",
    separator: str = ",",
) -> None:
    """A plain table, header first, as an HR system or Excel saves it."""
    _write_csv(path, rows, quoting=csv.QUOTE_MINIMAL, encoding=encoding, separator=separator)


def _joined(answer: Answer, separator: str, last: str = "") -> str | int:
    if isinstance(answer, tuple):
        return separator.join(answer) + last if answer else ""
    return answer


def _write_csv(
    path: Path,
    rows: Iterable[Sequence[object]],
    *,
    quoting: int,
    encoding: str = "utf-8",
    separator: str = ",",
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)  # type: ignore[arg-type]
    write_whole(path, text.getvalue().encode(encoding))


_ASKED_OF_BOTH = {
    "department": "Which department do you work in?",
    "job_title": "What is your job title?",
    "level": "What is your level?",
    "location": "Where do you work?",
    "time_zone": "Which time zone are you in?",
    "languages": "Which languages can you hold a conversation in?",
    "strengths": "What can you teach others?",
    "learning_goals": "What would you like to learn?",
    "career_goals": "What are your career goals?",
    "values": "Three values that matter to you at work",
    "styles": "How do you like to work?",
    "interests": "What are your interests?",
    "availability": "When are you usually available?",
    "preferred": "Is there anyone you would like to be paired with?",
    "not_with": "Is there anyone you would rather not be paired with?",
    "volunteered": "Do you volunteer?",
}
MENTOR_QUESTIONS = {
    **_ASKED_OF_BOTH,
    "manager": "Who is your manager?",
    "ergs": "Are you a member of an Employee Resource Group?",
    "generation": "Age group",
    "perspectives": "Which perspectives are you happy to bring?",
    "topics_offered": "Which personal topics are you happy to talk about?",
    "topics_declined": "Which topics would you rather not talk about?",
}
LEADER_QUESTIONS = {
    "name": "Your name",
    **_ASKED_OF_BOTH,
    "generation": "Age group",
    "perspectives": "Which perspectives would you like to hear?",
    "circle": "Where do the people you ask for advice come from?",
    "capacity": "How many partners could you take?",
}
"""Column of the program -> the question as the form puts it."""

LUNCH = "Anything we should know for the kick-off lunch?"
"""A question that no column is made for."""
