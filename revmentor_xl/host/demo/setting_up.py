"""The autumn before a program: HR sets the file up, and the surveys come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from revmentor_xl.host.demo.company.company import LOCATIONS, Company
from revmentor_xl.host.demo.desk import Desk, Edit
from revmentor_xl.host.demo.survey_files.mess import UNKNOWN_LEVEL
from revmentor_xl.host.demo.survey_files.replies import Duo
from revmentor_xl.host.demo.survey_files.surveys import EnrollmentFiles
from revmentor_xl.schema.cells import as_text


def set_up(desk: Desk, company: Company, pairs: int, start: date) -> None:
    """HR types the settings, and what a schedule has to live with."""
    before = desk.read()
    chosen = before.with_settings(
        program_name=f"Reverse mentoring at {company.name.split()[0]}",
        company=company.name,
        sponsor=f"{company.sponsor.name}, {company.sponsor.job_title}",
        cohort="Cohort 2026",
        start_date=start,
        time_zone="Europe/Berlin",
        cohort_size=pairs,
        kickoff_pairs=max(10, pairs // 20),
        organizer=company.hr.name,
        organizer_email=company.hr.email,
        meeting_place="Online",
    )
    values = chosen.cells("settings")["value"]

    def settings(cells: pd.DataFrame) -> pd.DataFrame:
        return cells.assign(value=values)

    desk.type_into(
        {
            "settings": settings,
            "facilitators": facilitators(company),
            "rooms": rooms(pairs),
            "closures": closures(),
        },
        f"types the settings; the program starts on {start}.",
        "lists who leads kick-offs, the rooms of the largest site and a day it is closed.",
    )


def enroll(desk: Desk, company: Company, files: EnrollmentFiles) -> None:
    """The surveys come in, and what is wrong in them is mended."""
    imports = (
        ("reporting", files.reporting, files.reporting_map),
        ("mentors", files.mentors, None),
        ("leaders", files.leaders, None),
        ("nominations", files.nominations, None),
    )
    for into, path, mapping in imports:
        desk.bring_in(path, into, mapping=mapping)
    desk.press("check")
    desk.today += timedelta(days=1)
    by_name = {one.person.name: one.person.email for one in company.leaders}

    def correct(cells: pd.DataFrame) -> pd.DataFrame:
        for row in cells.index:
            if "@" not in as_text(cells.at[row, "email"]):
                cells.at[row, "email"] = by_name.get(as_text(cells.at[row, "name"]))
        return cells

    desk.type_into(
        {"levels": _add_level, "leaders": correct, "mentors": _without_test},
        f"adds “{UNKNOWN_LEVEL}” to the Levels tab, with rank 2.",
        "corrects an e-mail address that was misspelled.",
        "deletes the row of “Test Test”.",
    )
    desk.press("check")


def _without_test(cells: pd.DataFrame) -> pd.DataFrame:
    return cells[cells["name"] != "Test Test"]


def _add_level(cells: pd.DataFrame) -> pd.DataFrame:
    row = pd.DataFrame([{"level": UNKNOWN_LEVEL, "rank": 2}], dtype=object)
    return pd.concat([cells, row], ignore_index=True)


ROOM_NAMES = ("Alster", "Elbe", "Bille")
PAIRS_PER_ROOM = 20
CLOSED_ON = date(2026, 5, 15)  # the Friday after Ascension Day


def facilitators(company: Company) -> Edit:
    """HR leads the kick-offs, with a colleague who takes part in nothing else."""
    colleagues = [
        one
        for one in company.employees
        if one.department == "People"
        and one.email not in company.participant
        and one not in (company.hr, company.sponsor)
    ]
    rows = [
        {"name": one.name, "email": one.email, "time_zone": one.time_zone}
        for one in (company.hr, *colleagues[:1])
    ]
    return _added(rows)


def rooms(pairs: int) -> Edit:
    """So many rooms at the largest site that its pairs find one."""
    count = max(2, pairs // PAIRS_PER_ROOM)
    names = [
        f"{ROOM_NAMES[number % len(ROOM_NAMES)]} {number // len(ROOM_NAMES) + 1}"
        for number in range(count)
    ]
    return _added([{"room": name, "location": LOCATIONS[0][0]} for name in names])


def closures() -> Edit:
    """The bridge day on which the largest site is closed."""
    return _added([{"what": "Bridge day", "first": CLOSED_ON, "location": LOCATIONS[0][0]}])


def absences(duos: Sequence[Duo], today: date) -> tuple[Edit, str]:
    """A leader's three weeks abroad and a mentor's holiday, as they become known `today`."""
    monday = today + timedelta(days=7 - today.weekday())
    leader, mentor = duos[0].leader.person, duos[-1].mentor.person
    rows = [
        {"person": leader.email, "first": monday, "last": monday + timedelta(days=18)},
        {
            "person": mentor.name,
            "first": monday + timedelta(weeks=2),
            "last": monday + timedelta(weeks=2, days=4),
        },
    ]
    return _added(rows), f"types on Away when {leader.name} and {mentor.name} cannot meet."


def replan_one(cells: pd.DataFrame) -> pd.DataFrame:
    """The latest missed session is to take place after all."""
    missed = [row for row in cells.index if as_text(cells.at[row, "held"]) == "Missed"]
    if missed:
        cells.at[missed[-1], "replan"] = "Yes"
    return cells


def _added(rows: Sequence[Mapping[str, object]]) -> Edit:
    def add(cells: pd.DataFrame) -> pd.DataFrame:
        return pd.concat([cells, pd.DataFrame(list(rows), dtype=object)], ignore_index=True)

    return add
