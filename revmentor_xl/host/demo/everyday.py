"""What a schedule has to live with: who leads kick-offs, rooms, closures, absences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from revmentor_xl.host.demo.company import LOCATIONS, Company
from revmentor_xl.host.demo.desk import Edit
from revmentor_xl.host.demo.replies import Duo
from revmentor_xl.schema.cells import as_text

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
