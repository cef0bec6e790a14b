"""What was done, and how to take it back.

Every step leaves a row on Activity and, in the very hidden Undo table, the
tables that it changed as they were before and after: compressed JSON in pieces
that fit a cell. What HR typed between the step and its undoing is the
difference to “after”, and is kept. Snapshots stay in the file and are left out
of everything that is shared.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

import pandas as pd

from revmentor_xl.books.keeping import same_cells
from revmentor_xl.books.retyping import kept_typing
from revmentor_xl.errors import NothingToUndo
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula, as_text

STEPS_KEPT = 10
CHARACTERS_KEPT = 3_000_000  # of snapshots, so that the file stays easy to send
UNDONE = "Undo last step"
_PIECE = 30_000  # a cell holds 32,767 characters
_MARK = "~"  # no spreadsheet takes a text that begins like this for anything else
_DERIVED = {
    *("stages", "figures", "by_session", "by_department", "by_health", "skill_balance")
}  # made anew after every step
_NOT_KEPT = {"undo", "activity", *_DERIVED}

Tables = Mapping[str, pd.DataFrame]


def note(before: Program, after: Program, label: str, now: datetime, who: str) -> Program:
    """The program with the step on Activity and its snapshot under Undo."""
    stamp = now.replace(microsecond=0)
    line = {"at": stamp, "who": who, "command": label, "result": after.said}
    noted = after.with_cells("activity", _appended(after.cells("activity"), [line]))
    if label == UNDONE:
        return noted
    keys = [
        key
        for key, cells in after.tables.items()
        if key not in _NOT_KEPT and not same_cells(cells, before.cells(key))
    ]
    if keys == ["checks"]:  # what other steps found goes back with them, but is no change itself
        keys = []
    then = {key: before.cells(key) for key in keys}
    since = {key: after.cells(key) for key in keys}
    return noted.with_cells("undo", _with_snapshot(noted.cells("undo"), then, since, label, stamp))


def undo(program: Program) -> Program:
    """The program with the tables as they were before the last step.

    What HR typed since then stays: in its row where that is there, else as a
    finding. Raises `NothingToUndo` when no snapshot is left.
    """
    kept = program.cells("undo")
    if kept.empty:
        raise NothingToUndo(
            "There is no step to undo.", f"At most the last {STEPS_KEPT} steps can be undone."
        )
    steps = kept["step"].astype(int)
    last = kept[steps == steps.max()].sort_values("part")
    label, at = as_text(last["command"].iloc[0]), last["at"].iloc[0]
    moment = f" of {at:%d %b, %H:%M}" if isinstance(at, datetime) else ""
    rest = program.with_cells("undo", kept[steps != steps.max()])
    tables = _unpacked("".join(as_text(piece)[len(_MARK) :] for piece in last["content"]))
    then, since = tables["before"], tables["after"]
    if not then:
        return rest.saying(
            f"“{label}”{moment} had changed nothing, so nothing was put back. Press “{UNDONE}” "
            "again for the step before it.",
            "Home",
        )
    restored = replace(rest, findings=())
    for key, cells in then.items():
        merged, findings = kept_typing(key, cells, since[key], program.cells(key))
        restored = restored.with_cells(key, merged).with_findings(findings)
    tabs = ", ".join(sorted({restored.places[key].sheet for key in then if key != "checks"}))
    text = f"“{label}”{moment} was undone; put back: {tabs}."
    if restored.findings:
        text += " What you had typed in rows that are gone is listed on Checks."
    return restored.saying(text, "Home")


def _with_snapshot(
    kept: pd.DataFrame, before: Tables, after: Tables, label: str, stamp: datetime
) -> pd.DataFrame:
    content = _packed({"before": before, "after": after})
    steps = [int(step) for step in kept["step"]]
    rows: list[dict[str, object]] = [
        {
            "step": max(steps, default=0) + 1,
            "at": stamp,
            "command": label,
            "part": number,
            "content": _MARK + content[at : at + _PIECE],
        }
        for number, at in enumerate(range(0, len(content), _PIECE), start=1)
    ]
    room = CHARACTERS_KEPT - len(content)
    staying: set[int] = set()
    for step in sorted(set(steps), reverse=True)[: STEPS_KEPT - 1]:
        room -= sum(
            len(as_text(piece)) for piece, one in zip(kept["content"], steps) if one == step
        )
        if room < 0:
            break
        staying.add(step)
    rest = kept.loc[[row for row, step in zip(kept.index, steps) if step in staying]]
    return _appended(rest, rows)


def _appended(cells: pd.DataFrame, rows: list[dict[str, object]]) -> pd.DataFrame:
    new = pd.DataFrame(rows, dtype=object).reindex(columns=cells.columns)
    if cells.empty:
        return new
    return pd.concat([cells, new], ignore_index=True)


def _packed(states: Mapping[str, Tables]) -> str:
    plain = {
        state: {
            key: {"columns": list(cells.columns), "rows": cells.to_numpy(dtype=object).tolist()}
            for key, cells in tables.items()
        }
        for state, tables in states.items()
    }
    text = json.dumps(plain, default=_tagged, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode("ascii")


def _unpacked(content: str) -> dict[str, dict[str, pd.DataFrame]]:
    text = zlib.decompress(base64.b85decode(content)).decode()
    plain = json.loads(text, object_hook=_untagged)
    return {
        state: {key: _frame(table["columns"], table["rows"]) for key, table in tables.items()}
        for state, tables in plain.items()
    }


def _frame(columns: list[str], rows: list[list[object]]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: pd.Series([row[i] for row in rows], dtype=object) for i, name in enumerate(columns)}
    )


def _tagged(value: object) -> dict[str, object]:
    """Cells that JSON has no word for, marked by their kind."""
    if isinstance(value, datetime):
        return {"~moment": value.isoformat()}
    if isinstance(value, date):
        return {"~date": value.isoformat()}
    if isinstance(value, time):
        return {"~time": value.isoformat()}
    if isinstance(value, Formula):
        return {"~formula": value.text, "value": value.value}
    item = getattr(value, "item", None)
    if callable(item):
        return {"~plain": item()}
    raise TypeError(f"a cell cannot hold {type(value).__name__}")


def _untagged(found: dict[str, object]) -> object:
    match found:
        case {"~moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"~date": str(text)}:
            return date.fromisoformat(text)
        case {"~time": str(text)}:
            return time.fromisoformat(text)
        case {"~formula": str(text), "value": value}:
            return Formula(text, value)  # type: ignore[arg-type]
        case {"~plain": value}:
            return value
    return found
