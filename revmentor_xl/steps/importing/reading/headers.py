"""Survey headers: how they are compared, and what each survey tool adds of its own."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from functools import cache

from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.model import Writer
from revmentor_xl.schema.workbook import IMPORTABLE, WORKBOOK

FORMS, GOOGLE, QUALTRICS, HR_SYSTEM, UNKNOWN = (
    "Microsoft Forms",
    "Google Forms",
    "Qualtrics",
    "HR system",
    "unknown",
)

# What the tools call their own columns, in the languages we have seen.
_STARTED = {"start time", "startdate", "startzeit", "heure de début", "hora de inicio"}
_FINISHED_AT = {
    "completion time",
    "fertigstellungszeit",
    "heure de fin",
    "hora de finalización",
    "timestamp",
    "zeitstempel",
    "horodateur",
    "marca temporal",
    "recordeddate",
    "enddate",
    "submitted at",
    "submission time",
}
_SENT_AT = {"submission date", "submit date (utc)", "date submitted", "date modified"}
_META = {
    *_STARTED,
    *_FINISHED_AT,
    "last modified time",
    "status",
    "ipaddress",
    "progress",
    "duration (in seconds)",
    "finished",
    "recipientlastname",
    "recipientfirstname",
    "externalreference",
    "locationlatitude",
    "locationlongitude",
    "distributionchannel",
    "userlanguage",
    "score",
    "total points",
    "quiz feedback",
}
# What survey tools add and no survey asks, as `squeezed` writes it: ignored in every file.
_NEVER_ASKED = {
    *("recordeddate", "ipaddress", "durationinseconds", "distributionchannel", "userlanguage"),
    *("externaldatareference", "externalreference", "externaldata", "responsetype"),
    *("locationlatitude", "locationlongitude", "recipientlastname", "recipientfirstname"),
    *("respondentid", "collectorid", "collector", "collectorname", "emailcollector"),
    *("datecreated", "datemodified"),  # SurveyMonkey
    *("networkid", "startdateutc", "submitdateutc", "stagedateutc"),  # Typeform
    *("submissiondate", "submissionid", "submissionip", "lastupdatedate"),  # Jotform
    *("datesubmitted", "datestarted", "datelastaction", "lastpage", "startlanguage"),  # LimeSurvey
    *("timestarted", "sessionid", "useragent", "referer", "referrer", "referrerurl"),
    *("starttime", "completiontime", "lastmodifiedtime", "surveyduration", "timetaken"),
    *("quizfeedback", "totalpoints", "legacycomments", "contactid", "recaptchascore"),
}
# These are metadata only where other columns show that a survey tool wrote the file.
_IN_SURVEYS = {"startdate", "enddate", "status", "progress", "finished", "score", "seed", "tags"}
_RESPONSE_IDS = {"responseid", "respondentid", "submissionid"}
FIRST_NAME = {"firstname", "givenname", "forename", "yourfirstname"}
LAST_NAME = {"lastname", "surname", "familyname", "yourlastname"}
_IDENTIFYING = ("person_id", "name", "email", "moment")
_HR_IDS = {"worker id", "employee id", "personnel number", "staff id", "employee number"}
_QUALTRICS = {"startdate", "enddate", "recordeddate", "responseid", "distributionchannel"}


def normal(header: str) -> str:
    """A header as it is compared: without numbering, tags and end punctuation."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", header))
    text = fold(text)
    text = re.sub(r"^(?:q(?:uestion)?\s*)?\d+(?:\.\d+)*\s*[.):\-]\s*(?=\S)", "", text)
    return text.strip(" .:;?!*…\"'“”„")


def forms(header: str) -> tuple[str, ...]:
    """The ways to compare a header: as it is, and without a remark in brackets at its end."""
    plain = normal(header)
    bare = normal(re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*$", "", plain))
    return (plain, bare) if bare and bare != plain else (plain,)


@cache
def known_headers(into: str) -> dict[str, str]:
    """The column key behind each header, key or alias of a table, as compared."""
    known: dict[str, str] = {}
    columns = WORKBOOK.table(into).columns
    for column in columns:
        known.setdefault(normal(column.header), column.key)
    for column in columns:
        for name in (column.key, column.key.replace("_", " "), *column.aliases):
            known.setdefault(normal(name), column.key)
    return known


@cache
def familiar_headers() -> frozenset[str]:
    """Every header that any importable table or any survey tool is known to use."""
    known = {name for into in IMPORTABLE for name in known_headers(into)}
    return frozenset(known | {normal(name) for name in _META | _HR_IDS | _QUALTRICS})


def tool_of(headers: Sequence[str]) -> str:
    """The tool that writes such headers."""
    folded = [fold(header) for header in headers]
    present = set(folded)
    if len({squeezed(header) for header in headers} & _QUALTRICS) >= 3:
        return QUALTRICS
    if present & _STARTED and present & _FINISHED_AT:
        return FORMS
    first = next((header for header in folded if header), "")
    if first in {"timestamp", "zeitstempel", "horodateur", "marca temporal"}:
        return GOOGLE
    return HR_SYSTEM if present & _HR_IDS else UNKNOWN


def squeezed(header: str) -> str:
    """A header without spaces and signs: “Recorded Date” is Qualtrics' RecordedDate."""
    return re.sub(r"[\W_]+", "", fold(header))


def is_from_survey(headers: Iterable[str]) -> bool:
    """Do columns that no HR system has show that a survey tool wrote this file?"""
    names = {squeezed(header) for header in headers}
    return bool(names & (_NEVER_ASKED | _RESPONSE_IDS))


def is_response_id(header: str) -> bool:
    """Does this column number the answers, and not the people?"""
    return squeezed(header) in _RESPONSE_IDS


def is_meta(header: str, tool: str, from_survey: bool = False) -> bool:
    """Is this a column that the tool adds, and no question?"""
    name = fold(header)
    if squeezed(header) in _NEVER_ASKED or (from_survey and squeezed(header) in _IN_SURVEYS):
        return True
    if tool == FORMS and name in ("id", "language"):
        return True  # a running number, which changes with every form
    if name in _FINISHED_AT | _STARTED or tool == QUALTRICS:
        return name in _META
    return tool in (FORMS, GOOGLE) and name in _META


def column_named(headers: Iterable[str], names: Iterable[str]) -> int | None:
    """The first column whose header is one of the names, however it is spaced."""
    wanted = {squeezed(name) for name in names}
    return next((i for i, header in enumerate(headers) if squeezed(header) in wanted), None)


def time_column(headers: Sequence[str]) -> int | None:
    """The column that says when an answer was finished."""
    return column_named(headers, (*_FINISHED_AT, *_SENT_AT))


def targets(into: str) -> dict[str, str]:
    """The columns an import may fill, by every name they go by."""
    table = WORKBOOK.table(into)
    allowed = {column.key for column in table.columns if column.writer is Writer.HR}
    known = {name: key for name, key in known_headers(into).items() if key in allowed}
    if into in ("checkins", "review"):
        people = known_headers("mentors")
        known |= {n: k for n, k in people.items() if k in ("name", "email") and n not in known}
        known |= {n: "person_id" for n, k in people.items() if k == "id" and n != "responseid"}
        known |= {n: k for n, k in known_headers(into).items() if k in _IDENTIFYING}
    known.pop(normal("HR note"), None)
    known.pop("note", None)
    return known
