"""The Schedule tab as appointments: what should stand in people's calendars now."""

from __future__ import annotations

from collections.abc import Mapping

from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.steps.invitations.common import events, kickoffs
from revmentor_xl.steps.invitations.desk import Desk, Wanted
from revmentor_xl.steps.invitations.guests import invited_pairs
from revmentor_xl.steps.invitations.invitation import CANCELLED, Guest
from revmentor_xl.steps.invitations.memory import Remembered
from revmentor_xl.steps.invitations.sessions import sessions

__all__ = ["Wanted", "wanted"]


def wanted(
    program: Program, organizer: Guest, link: str, known: Mapping[str, Remembered]
) -> list[Wanted]:
    """Every appointment of the Schedule tab, by its event.

    What was over before anybody was invited is left out. Raises `BadSetting`
    with an unknown time zone.
    """
    agendas = {
        fold(row["event_id"]): (row["topic"], row["agenda"])
        for row in program.table("sessions").to_dict("records")
    }
    cancelled = {
        fold(row["event_id"])
        for row in program.table("sessions").to_dict("records")
        if row["held"] == CANCELLED
    }
    desk = Desk(program, organizer, link, invited_pairs(program), known, agendas)
    rows = [
        {str(key): value for key, value in row.items()}
        for row in program.table("schedule").to_dict("records")
    ]
    rows = [
        row
        for row in rows
        if row["day"] is not None
        and row["start"] is not None
        and row["status"] != CANCELLED
        and fold(row["event_id"]) not in cancelled
    ]
    rows.sort(key=lambda row: (row["day"], row["start"], row["event_id"]))
    return [*sessions(desk, rows), *kickoffs(desk, rows), *events(desk, rows)]
