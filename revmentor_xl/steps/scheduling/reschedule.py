"""After a change: the fewest sessions that have to move, shown before they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import time
from typing import cast

import pandas as pd

from revmentor_xl.errors import StepTooEarly
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program, need_table
from revmentor_xl.schema.cells import fold
from revmentor_xl.schema.tabs.scheduling import CHANGE_PROOF, CHANGES
from revmentor_xl.steps.calendars.free_time import WEEKDAYS
from revmentor_xl.steps.calendars.wording import MONTHS
from revmentor_xl.steps.scheduling.existing.edits import (
    Row,
    is_dated,
    is_edited,
    planned_at,
    read_rows,
)
from revmentor_xl.steps.scheduling.output.change_reasons import SESSION, Because
from revmentor_xl.steps.scheduling.output.rows import order
from revmentor_xl.steps.scheduling.planning import Planned, planned
from revmentor_xl.steps.scheduling.schedule import with_plan
from revmentor_xl.steps.scheduling.timetabling.minimum_change import FewestMoved, plan_changes

MOVES, NEW_DATE, NOT_PLACED = "Moves", "New date", "Not placed"
FALLS_AWAY, OTHER_ROOM, OTHER_DETAILS = "Falls away", "Other room", "Other details"
SEEN = ("event_id", "what", "before", "after")
"""What HR has seen of a change: nothing else is written than what this says."""


def reschedule(program: Program) -> Program:
    """List on the Changes tab what would move and why; the Schedule tab stays as it is.

    Raises `StepTooEarly` without a schedule, `IncompleteWorkbook` without a
    Changes tab, and as `schedule` does.
    """
    return _previewed(program)[0]


def apply_changes(program: Program) -> Program:
    """Write to the Schedule tab what the Changes tab shows.

    When that is no longer what would change, the new changes are listed and
    nothing is written. Raises `StepTooEarly` without changes on the tab.
    """
    need_table(program, "changes")
    shown = program.table("changes")
    if shown.empty:
        raise StepTooEarly("There are no changes to write.", "Press Plan changes first.")
    listed, written = _previewed(program)
    if _seen(listed.table("changes")) != _seen(shown):
        said = listed.said[0].lower() + listed.said[1:]
        return listed.saying(
            f"Something has changed since Plan changes, so nothing was written: {said}"
        )
    for table in (CHANGES, CHANGE_PROOF):
        written = written.with_rows(table.key, pd.DataFrame(columns=list(table.keys)))
    return written.saying(
        f"{counted(len(shown), 'change')} written to the Schedule tab; the Changes tab is "
        "empty again",
        show="Schedule",
    )


def _previewed(program: Program) -> tuple[Program, Program]:
    """The program with its Changes tab, and the program as it would be."""
    need_table(program, "changes")
    if program.table("schedule").empty:
        raise StepTooEarly(
            "There is no schedule yet, so there is nothing that could move.",
            "Press Make schedule first.",
        )
    result = planned(program, plan_changes, events_stay=True)
    written = with_plan(program, result)
    now, then = read_rows(program)[0], read_rows(written)[0]
    rows = _differences(now, then, Because(program, result, now, then))
    proof = _proof(program, result, rows, now, then)
    listed = program.with_rows("changes", pd.DataFrame(rows, columns=list(CHANGES.keys)))
    listed = listed.with_rows("change_proof", pd.DataFrame([proof]))
    return listed.saying(_said(rows, proof), show="Changes"), written


def _seen(changes: pd.DataFrame) -> set[tuple[object, ...]]:
    return set(changes[list(SEEN)].itertuples(index=False, name=None))


# --- what differs ---------------------------------------------------------


def _differences(now: Sequence[Row], then: Sequence[Row], because: Because) -> list[Row]:
    """One row for every event that changes, by its present or else its new date."""
    before = {fold(row["event_id"]): row for row in now}
    after = {fold(row["event_id"]): row for row in then}
    dated = []
    for key in (*before, *(key for key in after if key not in before)):
        change = _change(before.get(key), after.get(key), because)
        if change is not None:
            one, other = before.get(key), after.get(key)
            first = one if one is not None and is_dated(one) else other or one
            dated.append((order(cast(Row, first)), change))
    return [change for _, change in sorted(dated, key=lambda one: one[0])]


def _change(before: Row | None, after: Row | None, because: Because) -> Row | None:
    """What happens to one event; None when it stays as it is."""
    row = cast(Row, after or before)
    what = _what(before, after)
    if what is None:
        return None
    old, new = _when(before), _when(after)
    if after is None:
        why = because.gone(row)
    elif what == NOT_PLACED:
        why = because.unplaced(before, after)
    elif what == NEW_DATE:
        why = because.new(before, after)
    elif what == MOVES:
        why = because.moves(cast(Row, before), after)
    else:
        old, new, why = _details(cast(Row, before), after, what)
    shown = {key: row[key] for key in ("event_id", "mentor", "leader", "number")}
    return {**shown, "what": what, "before": old, "after": new, "why": why}


def _what(before: Row | None, after: Row | None) -> str | None:
    if after is None:
        return FALLS_AWAY
    if before is None or not is_dated(before):
        if is_dated(after):
            return NEW_DATE
        return NOT_PLACED if before is None else None
    if not is_dated(after):
        return NOT_PLACED
    if (before["day"], before["start"]) != (after["day"], after["start"]):
        return MOVES
    if before["room"] != after["room"]:
        return OTHER_ROOM
    return OTHER_DETAILS if any(_other(before, after)) else None


def _other(before: Row, after: Row) -> Iterator[tuple[str, str, str]]:
    """What else people would want to know: before, after and why."""
    is_typed = is_edited(before)  # its end and both clocks follow
    if is_typed:
        planned_then = dict(zip(("day", "start"), planned_at(before) or (None, None)))
        yield _when(planned_then), _when(after), "You typed this date"
    elif before["end"] != after["end"]:
        ends = [f"until {row['end']:%H:%M}" if row["end"] else "" for row in (before, after)]
        yield ends[0], ends[1], "It ends at another time"
    if before["facilitator"] != after["facilitator"]:
        why = "Somebody else leads it"
        yield before["facilitator"] or "nobody", after["facilitator"] or "nobody", why
    if not after["pair_id"] and before["why"] != after["why"]:
        remarks = [row["why"] or "Everybody can come" for row in (before, after)]
        yield remarks[0], remarks[1], "Other people can come"
    for role in ("mentor", "leader"):
        if not is_typed and before[f"{role}_time"] != after[f"{role}_time"]:
            why = f"It is another time on the {role}'s clock"
            yield before[f"{role}_time"], after[f"{role}_time"], why


def _details(before: Row, after: Row, what: str) -> tuple[str, str, str]:
    if what == OTHER_ROOM:
        why = "The rooms, or who is in them, have changed"
        return before["room"] or "online", after["room"] or "online", why
    olds, news, whys = zip(*_other(before, after))
    return "; ".join(olds), "; ".join(news), "; ".join(whys)


def _when(row: Row | None) -> str:
    """“Tue 3 Feb 2026 10:00”, nothing without a date."""
    if row is None or not is_dated(row):
        return ""
    day, start = row["day"], cast(time, row["start"])
    month = MONTHS[day.month - 1][:3]
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {month} {day.year} {start:%H:%M}"


# --- the proof and what is said -------------------------------------------


def _proof(
    program: Program, result: Planned, rows: Sequence[Row], now: Sequence[Row], then: Sequence[Row]
) -> Row:
    plan = cast(FewestMoved, result.plan)
    moved = sum(_leaves(row) for row in rows if row["number"] is not None)
    unproven = plan.moved - plan.least_moved
    sessions = [row for row in then if row["kind"] == SESSION]
    before = {(fold(row["event_id"]), _when(row)) for row in now if is_dated(row)}
    return {
        "result": "Not proven fewest" if unproven else "Proven fewest",
        "moved": moved,
        "least": moved - unproven,
        "kept": sum(
            (fold(row["event_id"]), _when(row)) in before and row["day"] >= program.today
            for row in sessions
        ),
        "placed": sum(row["what"] == NEW_DATE and row["number"] is not None for row in rows),
        "lost": sum(not is_dated(row) for row in sessions),
    }


def _leaves(change: Row) -> bool:
    """Does the event lose the date it has?"""
    return change["what"] in (MOVES, NOT_PLACED) and bool(change["before"])


def _said(rows: Sequence[Row], proof: Row) -> str:
    if not rows:
        return "Nothing has to move"
    sessions = [row for row in rows if row["number"] is not None]
    parts = list(_counts(sessions))
    if proof["moved"]:
        is_proven = proof["moved"] == proof["least"]
        best = "no plan moves fewer" if is_proven else f"at least {proof['least']} have to"
        parts.append(f"{parts.pop()}, {best}")
    kinds = Counter(row["what"] for row in sessions if not _leaves(row))
    for what, words in (
        (NEW_DATE, "would get a date"),
        (NOT_PLACED, "would have no date"),
        (FALLS_AWAY, "would fall away"),
        (OTHER_ROOM, "would have another room"),
        (OTHER_DETAILS, "would change in another way"),
    ):
        if kinds[what]:
            many = kinds[what] if parts else counted(kinds[what], "session")
            parts.append(f"{many} {words}")
    others = len(rows) - len(sessions)
    if others:
        many = counted(others, "kick-off or common event", "kick-offs or common events")
        parts.append(f"{many} would change")
    return f"{'; '.join(parts)}; see Changes, then press Write changes"


def _counts(sessions: Sequence[Row]) -> Iterator[str]:
    """How many sessions move and lose their date, in one part."""
    moving = sum(row["what"] == MOVES for row in sessions)
    lost = sum(_leaves(row) for row in sessions) - moving
    if moving and lost:
        yield f"{counted(moving, 'session')} would move and {lost} would lose the date"
    elif moving:
        yield f"{counted(moving, 'session')} would move"
    elif lost:
        yield f"{counted(lost, 'session')} would lose the date"
