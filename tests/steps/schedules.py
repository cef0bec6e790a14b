"""Small programs with pairs, for the tests of schedule and sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from revmentor_xl.program import Program
from tests.programs import filled, program

BLOCKS = {  # short ones, so that calendars are tight
    "Mon 9": ("Monday", "09:00", "10:00"),
    "Mon 9-11": ("Monday", "09:00", "11:00"),
    "Mon 14-16": ("Monday", "14:00", "16:00"),
    "Tue 10-12": ("Tuesday", "10:00", "12:00"),
    "Tue 15-18": ("Tuesday", "15:00", "18:00"),
    "Wed 8:30-10": ("Wednesday", "08:30", "10:00"),
    "Thu 9-10": ("Thursday", "09:00", "10:00"),
    "Fri 13-15": ("Friday", "13:00", "15:00"),
    "Fri 20-22": ("Friday", "20:00", "22:00"),
    "Sun 2-4": ("Sunday", "02:00", "04:00"),  # less of it where clocks are put forward
    "Sat 23-3": ("Saturday", "23:00", "03:00"),
    "Sun 9-10": ("Sunday", "09:00", "10:00"),
}

When = tuple[str, str]
"""Time zone and availability."""


def paired(
    pairs: Iterable[tuple[str, str]],
    people: Mapping[str, When],
    status: Mapping[str, str] | None = None,
    today: date | None = None,
    **settings: object,
) -> Program:
    """Pairs of mentor and leader IDs, whose people have a time zone and free blocks.

    One week of kick-offs and no public holidays, unless `settings` say otherwise.
    """
    settings = {"kickoff_weeks": 1, "holidays": False, **settings}
    pairs = list(pairs)

    def rows(ids: Iterable[str]) -> list[dict[str, object]]:
        return [
            {"id": id_, "time_zone": people[id_][0], "availability": people[id_][1]} for id_ in ids
        ]

    more = {} if today is None else {"today": today}
    new = program(
        rows(sorted({mentor for mentor, _ in pairs})),
        rows(sorted({leader for _, leader in pairs})),
        **more,
        **settings,
    )
    blocks = new.cells("time_blocks")
    extra = [
        {"block": name, "weekday": day, "start": start, "end": end}
        for name, (day, start, end) in BLOCKS.items()
    ]
    new = filled(new, "time_blocks", [*blocks.to_dict("records"), *extra])
    return with_pairs(new, pairs, status or {})


def with_pairs(
    program: Program, pairs: Iterable[tuple[str, str]], status: Mapping[str, str] | None = None
) -> Program:
    """The program with these pairs, called “mentor-leader”."""
    rows = [
        {
            "pair_id": f"{mentor}-{leader}",
            "mentor_id": mentor,
            "mentor": mentor,
            "leader_id": leader,
            "leader": leader,
            "status": (status or {}).get(f"{mentor}-{leader}", "Approved"),
        }
        for mentor, leader in pairs
    ]
    return filled(program, "pairs", rows)


def session_rows(program: Program) -> pd.DataFrame:
    rows = program.table("schedule")
    return rows[rows["kind"] == "Session"].set_index("event_id")


def changed(program: Program, table: str, where: Mapping[str, str], **cells: object) -> Program:
    """The program with some cells changed, as HR would type them."""
    frame = program.cells(table).copy()
    (column, value), *_ = where.items()
    for key, cell in cells.items():
        frame.loc[frame[column] == value, key] = cell
    return program.with_cells(table, frame)
