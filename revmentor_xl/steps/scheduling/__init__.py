"""The schedule: every pair's sessions and the common events, on real dates.

Every pair meets once in each window of the program (a fortnight, unless the
settings say otherwise), at a regular slot that both weekly calendars allow
(`slots.py`, `regular.py`, PuLP); where it does not hold, because a clock
changed or the gathering is then, the session moves within its window
(`exceptions.py`). A second run keeps what has taken place (`history.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.findings import Finding, Whole, found
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import OVER, SCHEDULE
from revmentor_xl.steps.scheduling.calendar import common, free_time, local
from revmentor_xl.steps.scheduling.events import GATHERING, KICK_OFF, CommonEvent
from revmentor_xl.steps.scheduling.history import Row
from revmentor_xl.steps.scheduling.people import Pair
from revmentor_xl.steps.scheduling.planning import Planned, planned
from revmentor_xl.steps.scheduling.rows import (
    ALL_TAKEN,
    NO_COMMON_HOUR,
    WEEKS_OVER,
    event_row,
    long_date,
    order,
    session_id,
    session_row,
    suggestion,
    why_moved,
)
from revmentor_xl.steps.scheduling.slots import intended
from revmentor_xl.steps.sentences import counted

__all__ = ["schedule"]

FOUND_BY = "schedule"
FEW = 3  # so many people are named in the finding about an event


def schedule(program: Program) -> Program:
    """Give every pair that has not ended its sessions, and everybody the common events.

    Sessions that are over stay as they are; those to come are planned anew.
    Raises `StepTooEarly` without pairs, `BadSetting` without a start date or
    with an unknown time zone, `SolverFailed` when the solver gives up.
    """
    if program.table("pairs")["status"].isin(OVER).all():
        raise StepTooEarly(
            "There are no pairs to plan for.",
            "Press Suggest pairs first; ended and rejected pairs are not planned for.",
        )
    result = planned(program)
    rows = [*result.past.rows, *_session_rows(result, program.settings.session_minutes)]
    rows += [event_row(event, result.weeks) for event in result.events]
    rows.sort(key=order)
    frame = pd.DataFrame(rows, columns=list(SCHEDULE.keys), dtype=object)
    kept = tuple(one for one in program.findings if one.found_by != FOUND_BY)
    new = replace(program, findings=kept).rewrite("schedule", frame)
    new = new.with_findings(_findings(new, result))
    said = _said(rows, result) + _unapproved(program)
    return new.saying(said, show="Schedule")


# --- rows -----------------------------------------------------------------


def _session_rows(result: Planned, minutes: int) -> Iterator[Row]:
    gathering = next((e.interval for e in result.events if e.kind == GATHERING), None)
    for pair in result.pairs:
        times = result.times[pair.pair_id]
        slot = result.plan.slots[pair.pair_id]
        for number, window in result.agendas[pair.pair_id].windows.items():
            start = result.plan.starts[pair.pair_id].get(window) if window is not None else None
            regular, why = False, ""
            if window is None or start is None:
                why = _why_unplaced(result, pair, window)
            elif not (regular := result.plan.is_regular(times, window)):
                wanted = None if slot is None else intended(times, slot, result.weeks, window)
                why = why_moved(pair, wanted, minutes, result.free, gathering, result.not_before)
            yield session_row(pair, number, start, minutes, result.weeks, regular=regular, why=why)


def _why_unplaced(result: Planned, pair: Pair, window: int | None) -> str:
    if window is None:
        return WEEKS_OVER
    return ALL_TAKEN if result.times[pair.pair_id].starts[window] else NO_COMMON_HOUR


# --- findings -------------------------------------------------------------


def _findings(program: Program, result: Planned) -> Iterator[Finding]:
    at = {str(event): int(str(row)) for row, event in program.cells("schedule")["event_id"].items()}
    start = program.settings.start_date
    if start and not result.past.running and start < program.today:
        yield found("start_in_past", sheet="Settings", value=start, found_by=FOUND_BY)
    for pair in result.pairs:
        yield from _pair_findings(program, result, pair, at)
    for event in result.events:
        yield from _event_findings(program, result, event, at)


def _pair_findings(
    program: Program, result: Planned, pair: Pair, at: dict[str, int]
) -> Iterator[Finding]:
    agenda, times = result.agendas[pair.pair_id], result.times[pair.pair_id]
    hopeless = bool(times.starts) and not times.misses
    if hopeless and not any(_weekly_overlap(result, pair, program.settings.session_minutes)):
        yield _no_common_time(program, result, pair, at)
        return
    for number, window in agenda.windows.items():
        if window is None or window not in result.plan.starts[pair.pair_id]:
            why = _why_unplaced(result, pair, window)
            yield found(
                "session_unplaced",
                **program.where("schedule", at[session_id(pair.pair_id, number)], "day"),
                found_by=FOUND_BY,
                number=number,
                person=pair.names,
                why=why[0].lower() + why[1:],
            )
    if agenda.left_out:
        first, last = agenda.left_out[0], agenda.left_out[-1]
        yield found(
            "session_unplaced",
            sheet=program.places["schedule"].sheet,
            found_by=FOUND_BY,
            number=first if first == last else f"{first} to {last}",
            person=pair.names,
            why="the pair began late and the program ends before",
        )


def _no_common_time(program: Program, result: Planned, pair: Pair, at: dict[str, int]) -> Finding:
    """One finding for the pair, with one person's hours on the other's clock."""
    people = (pair.mentor, pair.leader)
    monday = result.weeks.begins(1)
    week = {one.key: free_time(one.tz, one.blocks, monday, 7) for one in people}
    first = session_id(pair.pair_id, min(result.agendas[pair.pair_id].windows))
    return found(
        "no_common_time",
        **program.where("schedule", at[first], "day"),
        found_by=FOUND_BY,
        person=pair.names,
        remedy=suggestion(pair, week, program.settings.session_minutes),
    )


def _weekly_overlap(result: Planned, pair: Pair, minutes: int) -> Iterator[bool]:
    """Is there any hour at which both are free, were nothing else planned?"""
    for begin, end in common(result.free[pair.mentor.key], result.free[pair.leader.key]):
        yield end - begin >= minutes


def _event_findings(
    program: Program, result: Planned, event: CommonEvent, at: dict[str, int]
) -> Iterator[Finding]:
    """One finding for all who cannot come; the Remark column names everybody."""
    if event.start is None or not event.absent:
        return
    when = local(result.weeks.tz, event.start)
    yield found(
        "cannot_attend",
        **program.where("schedule", at[event.kind], "why"),
        found_by=FOUND_BY,
        person=Whole(_in_short([one.name for one in event.absent])),
        event=event.kind if event.kind == KICK_OFF else event.kind.lower(),
        date=long_date(when.date()),
        time=f"{when:%H:%M}",
    )


def _in_short(names: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”, “A, B, C and 4 more”."""
    shown = list(names[:FEW])
    last = f"{len(names) - FEW} more" if len(names) > FEW else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last


# --- what is said ---------------------------------------------------------


def _said(rows: list[Row], result: Planned) -> str:
    sessions = [row for row in rows if row["kind"] == "Session"]
    count = Counter(
        "unplaced" if row["day"] is None else "regular" if row["regular"] else "moved"
        for row in sessions
    )
    placed = count["regular"] + count["moved"]
    pairs = len({row["pair_id"] for row in sessions})
    parts = [f"{counted(placed, 'session')} for {counted(pairs, 'pair')}"]
    if placed:
        parts[0] += f", {count['regular']} at their regular time"
    if count["unplaced"]:
        parts.append(f"{count['unplaced']} could not be placed, see Checks")
    if result.plan.unproven:
        parts.append(f"{result.plan.unproven} pairs may do with fewer exceptions")
    kick_off = next((row for row in rows if row["kind"] == KICK_OFF and row["day"]), None)
    if kick_off:
        parts.append(f"kick-off on {long_date(kick_off['day'])} at {kick_off['start']:%H:%M}")
    return "; ".join(parts)


def _unapproved(program: Program) -> str:
    count = int((program.table("pairs")["status"] == "Proposed").sum())
    verb = "is" if count == 1 else "are"
    return f"; {count} of the pairs {verb} not approved yet" if count else ""
