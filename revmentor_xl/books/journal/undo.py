"""What was done, and how to take it back.

Every step leaves a row on Activity and, in the very hidden Undo table, the
tables that it changed as they were before and after (`snapshots`). What HR
typed between the step and its undoing is the difference to “after”, and is
kept. Snapshots stay in the file and are left out of everything that is shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

import pandas as pd

from revmentor_xl.books.journal.snapshots import Snapshot, Step, packed, rows_of, steps_in
from revmentor_xl.books.journal.three_way_merge import kept_typing
from revmentor_xl.books.load_save import same_cells
from revmentor_xl.errors import NothingToUndo, RevmentorError
from revmentor_xl.findings.finding import Finding
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text

STEPS_KEPT = 10
CHARACTERS_KEPT = 3_000_000  # of snapshots, so that the file stays easy to send
UNDONE = "Undo last step"
SENT = "Invitations"
"""The step whose table and files stay: people may have them already."""
MADE_ANEW = frozenset(
    (
        *("stages", "figures", "by_session", "by_department", "by_health", "skill_balance"),
        *("calendar", "leader_load", "held_so_far", "checks"),
    )
)
"""The tables that are brought up to date after every step."""

_NOT_KEPT = {"undo", "activity", "invitations"}  # what has been sent cannot be taken back


def note(
    before: Program,
    after: Program,
    label: str,
    now: datetime,
    who: str,
    facts: Mapping[str, object] | None = None,
    *,
    can_be_undone: bool = True,
) -> Program:
    """The program with the step on Activity and its snapshot under Undo.

    `facts` are further columns of Activity. A step that itself takes steps
    back leaves no snapshot, nor does one that cannot be undone.
    """
    stamp = now.replace(microsecond=0)
    line = {"at": stamp, "who": who, "command": label, "result": after.said, **(facts or {})}
    noted = after.with_cells("activity", _appended(after.cells("activity"), [line]))
    kept = after.cells("undo")
    if not can_be_undone or not same_cells(kept, before.cells("undo")):
        return noted
    keys = [
        key
        for key, cells in after.tables.items()
        if key not in _NOT_KEPT and not same_cells(cells, before.cells(key))
    ]
    changed = Snapshot(
        {key: before.cells(key) for key in keys}, {key: after.cells(key) for key in keys}
    )
    steps = steps_in(kept)
    number = max((one.number for one in steps), default=0) + 1
    newest = Step(number, stamp, label, packed(changed))
    staying = rows_of(list(reversed(_within_limits([newest, *steps]))))
    return noted.with_cells("undo", _appended(kept.iloc[:0], staying))


def undo(program: Program, steps: object = 1) -> Program:
    """The program with the tables as they were before the last step, or so many steps.

    What HR typed since then stays: in its row where that is there, else as a
    finding. `steps` may come as text. Raises `NothingToUndo` when fewer are
    kept, `RevmentorError` when it is no number.
    """
    kept = program.cells("undo")
    there = steps_in(kept)
    taken = there[: _number(steps, len(there))]
    done = replace(
        program.with_cells("undo", _appended(kept.iloc[:0], rows_of(there[len(taken) :][::-1]))),
        findings=tuple(one for one in program.findings if one.found_by == "open"),
    )
    put_back: set[str] = set()
    lost: list[Finding] = []
    typed = False
    for step in taken:
        snapshot = step.snapshot()
        for key, cells in snapshot.before.items():
            merged, findings = kept_typing(key, cells, snapshot.after[key], done.cells(key))
            typed = typed or not same_cells(merged, cells)
            lost += findings
            done = done.with_cells(key, merged)
        put_back |= set(snapshot.before)
    done = done.with_findings(lost)
    return done.saying(_said(done, taken, put_back, typed, bool(lost)), "Home")


def forget_steps(program: Program) -> Program:
    """The program without what is kept for undoing; everything else stays."""
    kept = program.cells("undo")
    if kept.empty:
        return program.saying("No steps were kept for undoing, so there was nothing to forget.")
    number = len(steps_in(kept))
    can = "it can" if number == 1 else "they can"
    return program.with_cells("undo", kept.iloc[:0]).saying(
        f"{counted(number, 'step was', 'steps were')} thrown away: {can} no longer be undone. "
        "Nothing else was changed"
    )


def steps_to_undo(program: Program) -> list[Step]:
    """The steps that can be undone, the newest first."""
    return steps_in(program.cells("undo"))


def is_as_before(before: Program, after: Program) -> bool:
    """Has undoing, from `before` to `after`, put back every table to the cell?

    Then Checks, dashboard and Home are those of that time as well. Otherwise
    HR has typed something since, or the snapshot is of a version that did not
    keep them, and they are to be brought up to date.
    """
    left = {step.number for step in steps_in(after.cells("undo"))}
    then: dict[str, pd.DataFrame] = {}
    for step in steps_in(before.cells("undo")):
        if step.number not in left:
            snapshot = step.snapshot()
            if not snapshot.is_whole:
                return False
            then |= snapshot.before
    return not any(f.found_by != "open" for f in after.findings) and all(
        same_cells(after.cells(key), cells) for key, cells in then.items()
    )


def _number(steps: object, there: int) -> int:
    text = as_text(steps)
    if not text.isdecimal() or int(text) < 1:
        raise RevmentorError(
            f"“{text}” is no number of steps to undo. Nothing was changed.",
            "Give a whole number, such as 2 for the last two steps.",
        )
    if not there:
        raise NothingToUndo(
            "There is no step to undo.", f"At most the last {STEPS_KEPT} steps can be undone."
        )
    if int(text) > there:
        raise NothingToUndo(
            f"Only {counted(there, 'step')} can be undone, not {text}. Nothing was changed.",
            f"Choose {there} at most. No more than the last {STEPS_KEPT} steps are kept, and fewer "
            "where they changed very much.",
        )
    return int(text)


def _said(program: Program, taken: list[Step], keys: Iterable[str], typed: bool, lost: bool) -> str:
    places = [program.places[key] for key in keys if key not in MADE_ANEW]
    tabs = sorted({place.sheet for place in places if place.name})  # not those deleted since
    if len(taken) == 1:
        what = f"{taken[0].named} was undone"
    else:
        first, last = taken[-1].named, taken[0].named
        what = f"{len(taken)} steps were undone, from {last} back to {first}"
    if not tabs and len(taken) == 1 and taken[0].label == SENT:
        return (
            f"{taken[0].named} cannot be undone, as people may have the files: undo what was wrong "
            f"in the schedule, then press {SENT} for the changes. Press “{UNDONE}” again for the "
            "step before it."
        )
    if not tabs and len(taken) == 1:
        return (
            f"{taken[0].named} had changed nothing but Checks, the dashboard and Home, which are "
            f"as they were before it. Press “{UNDONE}” again for the step before it."
        )
    text = f"{what}; put back: {', '.join(tabs) or 'Checks, the dashboard and Home'}."
    if lost:
        return f"{text} What you had typed in rows that are gone is listed on Checks."
    return f"{text} What you have typed since then stays." if typed else text


def _within_limits(steps: list[Step]) -> list[Step]:
    """The newest steps that may be kept, whatever the first needs."""
    kept, size = steps[:1], steps[0].size
    for step in steps[1:STEPS_KEPT]:
        size += step.size
        if size > CHARACTERS_KEPT:
            break
        kept.append(step)
    return kept


def _appended(cells: pd.DataFrame, rows: list[dict[str, object]]) -> pd.DataFrame:
    new = pd.DataFrame(rows, columns=list(cells.columns), dtype=object)
    if cells.empty:
        return new
    return pd.concat([cells, new], ignore_index=True)
