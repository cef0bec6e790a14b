"""The autumn before a program: HR sets the file up, and the surveys come in."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from revmentor_xl.host.demo.company import Company
from revmentor_xl.host.demo.desk import Desk
from revmentor_xl.host.demo.everyday import closures, facilitators, rooms
from revmentor_xl.host.demo.mess import UNKNOWN_LEVEL
from revmentor_xl.host.demo.surveys import EnrollmentFiles
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
