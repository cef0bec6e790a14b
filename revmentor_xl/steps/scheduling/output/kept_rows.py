"""Rows that stay by HR's will, as the Schedule tab shows them from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.statuses import KICK_OFF
from revmentor_xl.steps.calendars.attendees import Pair, everybody
from revmentor_xl.steps.calendars.free_time import covers
from revmentor_xl.steps.calendars.wording import clock, listed, long_date, small
from revmentor_xl.steps.scheduling.common_events import EVENT_MINUTES
from revmentor_xl.steps.scheduling.existing.edits import Row, is_edited, is_fixed, planned_at
from revmentor_xl.steps.scheduling.existing.history import History, moment_of
from revmentor_xl.steps.scheduling.makeups import NO_HOUR, MakeUp
from revmentor_xl.steps.scheduling.output.reasons import BY_HAND
from revmentor_xl.steps.scheduling.output.rows import marked, when
from revmentor_xl.steps.scheduling.planning import Planned
from revmentor_xl.steps.scheduling.timetabling.slots import intended

BY_HR = "Set by HR"


def staying_rows(result: Planned, minutes: int, today: date) -> Iterator[Row]:
    """Every row that is not planned anew.

    What has taken place stays as it is written; a date that HR typed, and
    fixed sessions to come, get their end, local times and remark.
    """
    pairs = {pair.pair_id: pair for pair in result.pairs}
    for row in result.past.rows:
        if not (is_edited(row) or (is_fixed(row) and row["day"] >= today)):
            yield row
        elif row["kind"] == "Session" and row["pair_id"] in pairs:
            shown = _with_times(row, pairs[row["pair_id"]], result, minutes)
            yield {**shown, "regular": _is_regular(row, result)}
        elif row["kind"] == KICK_OFF and row["pair_id"] in pairs:
            yield _with_times(row, pairs[row["pair_id"]], result, EVENT_MINUTES)
        elif row["pair_id"]:  # of a pair that no longer meets
            yield row
        else:
            yield _event(row, result)


def _with_times(row: Row, pair: Pair, result: Planned, minutes: int) -> Row:
    """A row of one pair with everything that follows from its date and start."""
    start = moment_of(row["day"], row["start"], result.weeks)
    return _kept(
        {
            **row,
            "mentor": pair.mentor.name,
            "leader": pair.leader.name,
            **when(start, minutes, result.weeks.tz),
            "mentor_time": clock(start, pair.mentor.tz),
            "leader_time": clock(start, pair.leader.tz),
        },
        row,
    )


def _event(row: Row, result: Planned) -> Row:
    """A common event with the names of those who cannot come."""
    start = moment_of(row["day"], row["start"], result.weeks)
    absent = [
        one.name
        for one in everybody(result.pairs)
        if not covers(result.free[one.key], start, EVENT_MINUTES)
    ]
    shown = _kept({**row, **when(start, EVENT_MINUTES, result.weeks.tz)}, row)
    first = shown["why"].partition("; cannot come: ")[0]
    if not first.startswith(BY_HR):
        first = BY_HR
    return {**shown, "why": f"{first}; cannot come: {listed(absent)}" if absent else first}


def _kept(new: Row, row: Row) -> Row:
    """The row as HR's own; where HR typed another date the remark says what was planned."""
    why, before = row["why"] or BY_HR, planned_at(row)
    if is_edited(row):
        why = BY_HR
        if before is not None:
            why += f"; planned was {long_date(before[0])} {before[1]:%H:%M}"
    return marked({**new, "status": "Fixed", "fixed": True, "why": why})


def _is_regular(row: Row, result: Planned) -> bool:
    """Is the session at the pair's regular slot in its own weeks?"""
    pair_id, weeks = row["pair_id"], result.weeks
    slot = result.plan.slots.get(pair_id)
    if slot is None:
        return False
    ahead = [w - n for n, w in result.agendas[pair_id].windows.items() if w is not None]
    window = int(row["number"]) + ahead[0] if ahead else weeks.window_of(row["day"])
    at = moment_of(row["day"], row["start"], weeks)
    return intended(result.times[pair_id], slot, weeks, window) == at


def hand_findings(
    program: Program, past: History, makeups: Iterable[MakeUp], found_by: str
) -> Iterator[Finding]:
    """What is to be said of dates that HR typed, and of make-ups without a date."""
    at = {str(event): int(str(row)) for row, event in program.cells("schedule")["event_id"].items()}
    for remark in past.remarks:
        if remark.event_id in at:
            yield found(
                remark.name,
                **program.where("schedule", at[remark.event_id], remark.column),
                found_by=found_by,
                event=remark.event_id,
                header=remark.header,
                value=remark.value,
            )
    for row in _typed_into_past(past, program.today):
        yield found(
            "typed_in_past",
            **program.where("schedule", at[row["event_id"]], "day"),
            found_by=found_by,
            event=row["event_id"],
            date=long_date(row["day"]),
        )
    for makeup in makeups:
        if makeup.start is None:
            yield found(
                "session_unplaced",
                **program.where("schedule", at[makeup.event_id], "day"),
                found_by=found_by,
                number=f"{makeup.missed['number']} (make-up)",
                person=makeup.pair.names,
                why=small(NO_HOUR),
                remedy=BY_HAND,
            )


def _typed_into_past(past: History, today: date) -> Iterator[Row]:
    """Rows that HR has just put on a day that is over, with no word of what took place."""
    for row in past.rows:
        if is_edited(row) and row["day"] < today and fold(row["event_id"]) not in past.settled:
            yield row
