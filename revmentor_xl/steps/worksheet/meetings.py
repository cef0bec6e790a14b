"""A person's next session, and how a pair is getting on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from revmentor_xl.findings.sentences import joined
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold, without_fraction
from revmentor_xl.schema.frames import records_of
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.health.health import health
from revmentor_xl.steps.health.rules import AT_RISK, ATTENTION, ON_TRACK, TOO_EARLY
from revmentor_xl.steps.worksheet.cells import Answers, Cells, Unanswered, answered

NONE_PLANNED = "none planned"
GRAVEST = (AT_RISK, ATTENTION, ON_TRACK, TOO_EARLY)
"""Of somebody's several pairs, the one that needs a call first."""

Row = Mapping[str, object]


def next_sessions(program: Program, people: Cells, day: date) -> Answers:
    """The date of each person's or pair's first planned session from `day` on.

    A text where none is. Read from the Sessions table.
    """
    rows = records_of(program.table("sessions")[["pair_id", "mentor", "leader", "day", "held"]])

    def following(cell: object) -> object:
        days = [
            at
            for row in _about(rows, cell, "Sessions")
            if row["held"] in ("Planned", "") and isinstance(at := row["day"], date) and at >= day
        ]
        return min(days, default=NONE_PLANNED)

    return answered(following, people)


def health_of(program: Program, people: Cells, live: bool) -> Answers:
    """Each pair's health (or that of a person's pair that needs a call first).

    Read from the Health table; or, `live`, what the Health tab would say now of
    the pairs, sessions and answers. Raises `StepTooEarly` without pairs.
    """
    table = (health(program) if live else program).table("health")
    rows = records_of(table[["pair_id", "mentor", "leader", "health"]])

    def state(cell: object) -> object:
        known = {
            str(row["health"]) for row in _about(rows, cell, "a running pair" if live else "Health")
        }
        return next((one for one in GRAVEST if one in known), "Ended")

    return answered(state, people)


def _about(rows: Iterable[Row], cell: object, table: str) -> list[Row]:
    """The rows of a pair, or of a person by name or ID.

    Raises `Unanswered` for a text that means nobody, or several people.
    """
    text = as_text(cell)
    wanted = without_fraction(fold(text))
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        ids = _ids(row)
        if wanted == fold(str(row["pair_id"])):
            return [one for one in rows if fold(str(one["pair_id"])) == wanted]
        for role in ("mentor", "leader"):
            if wanted in (fold(str(row[role])), fold(ids[role])):
                found.setdefault((role, ids[role]), []).append(row)
    if not found:
        raise Unanswered(f"“{text}” is not in {table}.", "Give a name, an ID or a pair's ID.")
    if len(found) > 1:
        several = joined(sorted({id_ for _, id_ in found} - {""}))
        raise Unanswered(f"Several people are called “{text}” ({several}).", "Use the ID.")
    return next(iter(found.values()))


def _ids(row: Row) -> dict[str, str]:
    """The two people's IDs, of which the pair's ID is made; the names where it is not."""
    parts = str(row["pair_id"]).split("+")
    if len(parts) == 2:
        return {"mentor": parts[0], "leader": parts[1]}
    return {role: str(row[role]) for role in ("mentor", "leader")}


def is_health_table(headers: Iterable[object]) -> bool:
    """Are these the headers of the Health table, and not of Pairs?"""
    table = WORKBOOK.table("health")
    return fold(table["health"].header) in {fold(as_text(header)) for header in headers}
