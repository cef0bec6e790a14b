"""What was done, and how to take it back.

Every step leaves a row on Activity and, in the very hidden Undo table, the
tables as they were before it: compressed JSON in pieces that fit a cell.
Snapshots stay in the file and are left out of everything that is shared.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import replace
from datetime import date, datetime, time

import pandas as pd

from revmentor_xl.books.keeping import same_cells
from revmentor_xl.errors import NothingToUndo
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula, as_text

STEPS_KEPT = 5
_PIECE = 30_000  # a cell holds 32,767 characters
_MARK = "~"  # no spreadsheet takes a text that begins like this for anything else
_NOT_KEPT = {"undo", "activity", "stages", "checks", "figures"}  # derived, or the journal itself
UNDONE = "Undo last step"


def note(before: Program, after: Program, label: str, now: datetime, who: str) -> Program:
    """The program with the step on Activity and its snapshot under Undo."""
    stamp = now.replace(microsecond=0)
    line = {"at": stamp, "who": who, "command": label, "result": after.said}
    noted = after.with_cells("activity", _appended(after.cells("activity"), [line]))
    if label == UNDONE:
        return noted
    changed = {
        key: before.cells(key)
        for key, cells in after.tables.items()
        if key not in _NOT_KEPT and not same_cells(cells, before.cells(key))
    }
    if not changed:
        return noted
    return noted.with_cells("undo", _with_snapshot(noted.cells("undo"), changed, label, stamp))


def undo(program: Program) -> Program:
    """The program with the tables as they were before the last step.

    Raises `NothingToUndo` when no snapshot is left.
    """
    kept = program.cells("undo")
    if kept.empty:
        raise NothingToUndo(
            "There is no step to undo.",
            f"The last {STEPS_KEPT} steps that changed something can be undone.",
        )
    last = max(int(step) for step in kept["step"])
    pieces = kept[kept["step"].astype(int) == last].sort_values("part")
    label = as_text(pieces["command"].iloc[0])
    tables = _unpacked("".join(as_text(piece)[len(_MARK) :] for piece in pieces["content"]))
    restored = program
    for key, cells in tables.items():
        restored = restored.with_cells(key, cells)
    rest = kept[kept["step"].astype(int) != last]
    names = ", ".join(sorted(restored.places[key].sheet for key in tables))
    return replace(restored.with_cells("undo", rest), findings=()).saying(
        f"“{label}” was undone; put back: {names}.", "Home"
    )


def _with_snapshot(
    kept: pd.DataFrame, changed: dict[str, pd.DataFrame], label: str, stamp: datetime
) -> pd.DataFrame:
    steps = sorted({int(step) for step in kept["step"]}) if len(kept) else []
    recent = set(steps[-(STEPS_KEPT - 1) :])
    rest = kept[[int(step) in recent for step in kept["step"]]] if len(kept) else kept
    content = _packed(changed)
    rows: list[dict[str, object]] = [
        {
            "step": (steps[-1] if steps else 0) + 1,
            "at": stamp,
            "command": label,
            "part": number,
            "content": _MARK + content[at : at + _PIECE],
        }
        for number, at in enumerate(range(0, len(content), _PIECE), start=1)
    ]
    return _appended(rest, rows)


def _appended(cells: pd.DataFrame, rows: list[dict[str, object]]) -> pd.DataFrame:
    new = pd.DataFrame(rows, dtype=object).reindex(columns=cells.columns)
    if cells.empty:
        return new
    return pd.concat([cells, new], ignore_index=True)


def _packed(tables: dict[str, pd.DataFrame]) -> str:
    plain = {
        key: {"columns": list(cells.columns), "rows": cells.to_numpy(dtype=object).tolist()}
        for key, cells in tables.items()
    }
    text = json.dumps(plain, default=_tagged, ensure_ascii=False, separators=(",", ":"))
    return base64.b85encode(zlib.compress(text.encode(), 9)).decode("ascii")


def _unpacked(content: str) -> dict[str, pd.DataFrame]:
    text = zlib.decompress(base64.b85decode(content)).decode()
    plain = json.loads(text, object_hook=_untagged)
    return {
        key: pd.DataFrame(
            {
                name: pd.Series([row[i] for row in table["rows"]], dtype=object)
                for i, name in enumerate(table["columns"])
            }
        )
        for key, table in plain.items()
    }


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
