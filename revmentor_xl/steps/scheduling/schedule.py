"""The schedule: every pair's sessions and the common events, on real dates.

Every pair meets once in each window of the program (a fortnight, unless the
settings say otherwise), at a regular slot that both weekly calendars allow;
where it does not hold, because a clock changed or somebody is away, the
session moves within its window (`engine/`, PuLP). A second run keeps what has
taken place and what HR fixed (`staying/`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.statuses import OVER
from revmentor_xl.schema.tabs.scheduling import SCHEDULE
from revmentor_xl.steps.meeting.sessions import shown_on_schedule
from revmentor_xl.steps.scheduling.existing.edits import Row, with_fixed_cleared
from revmentor_xl.steps.scheduling.makeups import place_makeups
from revmentor_xl.steps.scheduling.output.kept_rows import hand_findings, staying_rows
from revmentor_xl.steps.scheduling.output.plan_findings import FOUND_BY, plan_findings, said_of
from revmentor_xl.steps.scheduling.output.reasons import Reasons
from revmentor_xl.steps.scheduling.output.rows import (
    event_row,
    kickoff_row,
    makeup_row,
    order,
    proof_row,
    session_row,
)
from revmentor_xl.steps.scheduling.planning import Planned, planned
from revmentor_xl.steps.scheduling.room_assignment import with_rooms


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
    return with_plan(program, planned(program))


def with_plan(program: Program, result: Planned) -> Program:
    """The program with a plan written to the Schedule tab, and what is to be said of it."""
    minutes, today = program.settings.session_minutes, program.today
    makeups = place_makeups(result, program.settings, today)
    dated = [(one.pair, one.start) for one in makeups if one.start is not None]
    reasons = Reasons(result, dated)
    rows = [*staying_rows(result, minutes, today), *_session_rows(result, reasons, minutes)]
    rows += [makeup_row(makeup, minutes, result.weeks) for makeup in makeups]
    rows += [kickoff_row(kickoff, result.weeks) for kickoff in result.kickoffs]
    rows += [event_row(event, result.weeks) for event in result.events]
    rows = with_rooms(rows, result, today)
    rows.sort(key=order)
    frame = pd.DataFrame(rows, columns=list(SCHEDULE.keys), dtype=object)
    kept = tuple(one for one in program.findings if one.found_by != FOUND_BY)
    ready = with_fixed_cleared(_untold(program), result.past.rows, result.past.remarks)
    new = shown_on_schedule(replace(ready, findings=kept).rewrite("schedule", frame))
    new = new.with_rows("schedule_proof", proof_row(result.plan, result.times))
    new = new.with_findings(plan_findings(new, result, reasons))
    new = new.with_findings(hand_findings(new, result.past, makeups, FOUND_BY))
    said = said_of(rows, result) + _unapproved(program)
    return new.saying(said, show="Schedule")


def _session_rows(result: Planned, reasons: Reasons, minutes: int) -> Iterator[Row]:
    for pair in result.pairs:
        times, starts = result.times[pair.pair_id], result.plan.starts[pair.pair_id]
        slot = result.plan.slots[pair.pair_id]
        for number, window in result.agendas[pair.pair_id].windows.items():
            start = starts.get(window) if window is not None else None
            regular, why = False, ""
            if window is None or start is None:
                why = reasons.unplaced(pair, window)
            elif not (regular := result.plan.is_regular(times, window)):
                why = reasons.moved(pair, window, start, slot)
            yield session_row(pair, number, start, minutes, result.weeks, regular=regular, why=why)


def _untold(program: Program) -> Program:
    """The program whose Checks tab says nothing of the schedule before, whoever writes this one."""
    listed = program.cells("checks")
    is_ours = [as_text(by).partition(", ")[0] == FOUND_BY for by in listed["found_by"]]
    if not any(is_ours):
        return program
    return program.with_cells("checks", listed[[not one for one in is_ours]])


def _unapproved(program: Program) -> str:
    count = int((program.table("pairs")["status"] == "Proposed").sum())
    verb = "is" if count == 1 else "are"
    return f"; {count} of the pairs {verb} not approved yet" if count else ""
