"""A large program to be scheduled, and what its sessions have to choose from, as plain numbers.

26 weeks (13 fortnightly sessions), 40 hours a week for each person in one of
three time zones, public holidays, 5% of all working days away, leaders with
one to three mentors. The numbers are those with which the step itself begins
(`planning.planned`), so that everybody solves the same problem.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.scheduling.planning import planned

MONDAY = date(2026, 1, 5)
ZONES = {"Europe/Berlin": 1, "Europe/London": 0, "America/New_York": -5}  # hours in winter
COMMON = 2  # hours a day that a mentor and their leader share, in winter
SHIFTS = (8, 9, 10)  # when a working day of eight hours begins
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
AWAY = 0.05
WEEKS = 32

Slot = tuple[int, int]
"""A day of a window and a minute of it, on the leader's clock."""


@dataclass(frozen=True)
class Instance:
    """Pairs, each with its people (the leader last) and window -> slot -> moment.

    `week` is the program's week of each moment.
    """

    minutes: int
    per_week: int
    people: list[tuple[str, str]]
    starts: list[dict[int, dict[Slot, int]]]
    week: dict[int, int]

    @property
    def sessions(self) -> int:
        return sum(map(len, self.starts))


def large_program(size: int, seed: int) -> Program:
    """A program of so many pairs, approved and not scheduled yet."""
    draw = random.Random(seed)
    pairs: list[tuple[str, str]] = []
    while len(pairs) < size:
        leader = f"L{len({one for _, one in pairs}) + 1}"
        count = min(draw.randint(1, 3), size - len(pairs))
        pairs += [(f"M{len(pairs) + n + 1}", leader) for n in range(count)]
    leaders = sorted({leader for _, leader in pairs})
    when = {leader: hours(draw) for leader in leaders}
    when |= {mentor: hours_near(when[leader], draw) for mentor, leader in pairs}
    people = {id_: person(id_, *when[id_]) for id_ in when}
    new = Program.new(MONDAY, start_date=MONDAY, session_count=13, cadence_weeks=2, holidays=True)
    tables = {
        "mentors": [people[mentor] for mentor, _ in pairs],
        "leaders": [people[leader] for leader in leaders],
        "time_blocks": blocks(),
        "away": [row for id_ in when for row in away(id_, draw)],
        "pairs": [
            {
                "pair_id": f"P{n}", "mentor_id": mentor, "mentor": mentor,
                "leader_id": leader, "leader": leader, "status": "Approved",
            }
            for n, (mentor, leader) in enumerate(pairs, start=1)
        ],
    }  # fmt: skip
    for table, rows in tables.items():
        new = filled(new, table, rows)
    return new


def filled(program: Program, table: str, rows: Iterable[Mapping[str, object]]) -> Program:
    frame = pd.DataFrame(list(rows), dtype=object)
    return program.with_cells(table, frame.reindex(columns=list(WORKBOOK.table(table).keys)))


def hours(draw: random.Random) -> tuple[str, int]:
    """A time zone and when the working day begins there."""
    return draw.choice(sorted(ZONES)), draw.choice(SHIFTS)


def hours_near(other: tuple[str, int], draw: random.Random) -> tuple[str, int]:
    """The same for somebody who works at the same time for a while."""
    while True:
        own = hours(draw)
        apart = (own[1] - ZONES[own[0]]) - (other[1] - ZONES[other[0]])
        if abs(apart) <= 8 - COMMON:
            return own


def person(id_: str, zone: str, shift: int) -> dict[str, object]:
    return {
        "id": id_,
        "name": id_,
        "email": f"{id_.lower()}@example.com",
        "time_zone": zone,
        "availability": "; ".join(f"{day} {shift}" for day in DAYS),
        "volunteered": "Yes",
    }


def blocks() -> list[dict[str, object]]:
    return [
        {
            "block": f"{day} {hour}",
            "weekday": day,
            "start": f"{hour:02}:00",
            "end": f"{hour + 8:02}:00",
        }
        for day in DAYS
        for hour in SHIFTS
    ]


def away(id_: str, draw: random.Random) -> list[dict[str, object]]:
    """Absences of one to five days, until the share of working days is reached."""
    left, rows = round(AWAY * 5 * WEEKS), []
    while left > 0:
        days = min(draw.randint(1, 5), left)
        monday = MONDAY + timedelta(weeks=draw.randrange(WEEKS))
        first = monday + timedelta(days=draw.randint(0, 5 - days))
        rows.append({"person": id_, "first": first, "last": first + timedelta(days=days - 1)})
        left -= days
    return rows


def hit(program: Program, share: float, seed: int) -> Program:
    """The scheduled program, and the leader away on the day of that share of its sessions."""
    rows = program.table("schedule")
    dated = rows[(rows["kind"] == "Session").to_numpy() & rows["day"].notna().to_numpy()]
    chosen = random.Random(seed).sample(sorted(dated["event_id"]), max(1, int(share * len(dated))))
    days = [
        {"person": one["leader"], "first": one["day"], "last": one["day"]}
        for one in dated.to_dict("records")
        if one["event_id"] in chosen
    ]
    return filled(program, "away", [*program.cells("away").to_dict("records"), *days])


class Asked(Exception):
    """Carries what an engine is asked to solve."""


def question(program: Program) -> tuple[Any, ...]:
    """The arguments with which `planned` calls its engine."""

    def engine(*asked: Any) -> Any:
        raise Asked(asked)

    try:
        planned(program, engine)
    except Asked as caught:
        return tuple(caught.args[0])
    raise AssertionError("planned() did not call its engine")


def instance(size: int, seed: int) -> Instance:
    """The same question as plain numbers."""
    pairs, weeks, _, limits = question(large_program(size, seed))
    starts = [
        {
            window: {(slot.day, slot.minute): at for slot, at in possible.items()}
            for window, possible in pair.starts.items()
        }
        for pair in pairs
    ]
    moments = {at for pair in starts for possible in pair.values() for at in possible.values()}
    week = {at: weeks.week_of(at) for at in sorted(moments)}
    people = [pair.people for pair in pairs]
    return Instance(limits.minutes, limits.per_week, people, starts, week)


def written(folder: Path, size: int, seed: int) -> Path:
    """The instance as a file, for peers that cannot share a process with our solver."""
    path = folder / f"{size}_{seed}.pickle"
    one = instance(size, seed)
    path.write_bytes(pickle.dumps((one.minutes, one.per_week, one.people, one.starts, one.week)))
    return path


def scheduled(program: Program) -> Program:
    """The program after “Make schedule”, without what is to be told of it."""
    from revmentor_xl.steps.scheduling.schedule import schedule

    return replace(schedule(program), findings=())
