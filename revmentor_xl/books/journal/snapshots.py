"""What is kept of a step so that it can be undone: tables as text that fits cells.

A snapshot is compressed JSON of the tables that a step changed, as they were
before and after, in pieces with a mark before each. It is read with limits,
because whoever had the file may have written there what they liked.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import NamedTuple

import pandas as pd

from revmentor_xl.errors import NothingToUndo
from revmentor_xl.schema.cells import ErrorValue, Formula, as_text
from revmentor_xl.schema.workbook import WORKBOOK

MARK = "~"  # no spreadsheet takes a text that begins like this for anything else
_PIECE = 30_000  # a cell holds 32,767 characters
_MOST_INFLATED = 300_000_000  # characters; the tables of 5,000 people need a tenth
_EVERY_TABLE = "every table"  # the mark of snapshots that hold what is made anew as well

Tables = Mapping[str, pd.DataFrame]


class Step(NamedTuple):
    """A step that can be undone: its number (the newest has the highest), moment,
    label and the pieces of its snapshot."""

    number: int
    at: object
    label: str
    pieces: tuple[str, ...]

    @property
    def moment(self) -> str:
        """“5 Jan, 09:30”, or nothing when that cell was changed."""
        return f"{self.at.day} {self.at:%b, %H:%M}" if isinstance(self.at, datetime) else ""

    @property
    def named(self) -> str:
        """The step in a sentence."""
        return f"“{self.label}”" + (f" of {self.moment}" if self.moment else "")

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))

    def snapshot(self) -> Snapshot:
        """What it changed. Raises `NothingToUndo` when that cannot be read any more."""
        try:
            return _unpacked("".join(piece[len(MARK) :] for piece in self.pieces))
        except (ValueError, KeyError, TypeError, binascii.Error, zlib.error) as broken:
            raise NothingToUndo(
                f"What was kept for undoing {self.named} is damaged, so it cannot be undone. "
                "Nothing was changed.",
                "Press Forget undo steps: from then on, new steps can be undone again.",
            ) from broken


class Snapshot(NamedTuple):
    """The tables that a step changed, before and after it, by their keys.

    `is_whole` when those that are made anew after every step are among them.
    """

    before: Tables
    after: Tables
    is_whole: bool = True


def steps_in(kept: pd.DataFrame) -> list[Step]:
    """The steps in the cells of the Undo table, the newest first.

    Rows without a number are left out: nobody can know where they belong.
    """
    rows: dict[int, list[dict[str, object]]] = {}
    for row in kept.to_dict("records"):
        number = as_text(row["step"])
        if number.isdecimal():
            rows.setdefault(int(number), []).append({str(k): v for k, v in row.items()})
    steps = []
    for one in sorted(rows, reverse=True):
        parts = sorted(rows[one], key=lambda row: as_text(row["part"]).zfill(9))
        pieces = tuple(as_text(row["content"]) for row in parts)
        steps.append(Step(one, parts[0]["at"], as_text(parts[0]["command"]), pieces))
    return steps


def rows_of(steps: list[Step]) -> list[dict[str, object]]:
    """The rows of the Undo table for these steps."""
    return [
        {"step": one.number, "at": one.at, "command": one.label, "part": part, "content": piece}
        for one in steps
        for part, piece in enumerate(one.pieces, start=1)
    ]


def packed(snapshot: Snapshot) -> tuple[str, ...]:
    """The snapshot as pieces of text, each short enough for a cell."""
    plain: dict[str, object] = {
        state: {
            key: {"columns": list(cells.columns), "rows": _plain(cells)}
            for key, cells in tables.items()
        }
        for state, tables in (("before", snapshot.before), ("after", snapshot.after))
    }
    plain[_EVERY_TABLE] = snapshot.is_whole
    text = json.dumps(plain, default=_tagged, ensure_ascii=False, separators=(",", ":"))
    content = base64.b85encode(zlib.compress(text.encode(), 9)).decode("ascii")
    return tuple(MARK + content[at : at + _PIECE] for at in range(0, len(content), _PIECE))


def _unpacked(content: str) -> Snapshot:
    inflating = zlib.decompressobj()
    text = inflating.decompress(base64.b85decode(content), _MOST_INFLATED)
    if not inflating.eof:
        raise ValueError("cut off, or too large when inflated")
    plain = json.loads(text.decode(), object_hook=_untagged)
    before, after = (
        {
            key: _frame(key, table["columns"], table["rows"])
            for key, table in plain[state].items()
            if key in WORKBOOK.tables
        }
        for state in ("before", "after")
    )
    return Snapshot(before, after, bool(plain.get(_EVERY_TABLE)))


def _frame(key: str, columns: list[str], rows: list[list[object]]) -> pd.DataFrame:
    """The table; columns that an earlier version did not have yet are blank."""
    frame = pd.DataFrame(
        {name: pd.Series([row[i] for row in rows], dtype=object) for i, name in enumerate(columns)}
    )
    for name in WORKBOOK.table(key).keys:
        if name not in frame.columns:
            frame[name] = pd.Series([None] * len(frame), index=frame.index, dtype=object)
    return frame


def _plain(cells: pd.DataFrame) -> list[list[object]]:
    # To JSON an error value is text like any other.
    return [
        [{"~error": str(cell)} if isinstance(cell, ErrorValue) else cell for cell in row]
        for row in cells.to_numpy(dtype=object).tolist()
    ]


def _tagged(value: object) -> dict[str, object]:
    """Cells that JSON has no word for, marked by their kind."""
    if isinstance(value, datetime):
        return {"~moment": value.isoformat()}
    if isinstance(value, date):
        return {"~date": value.isoformat()}
    if isinstance(value, time):
        return {"~time": value.isoformat()}
    if isinstance(value, Formula):
        result = value.value
        said = {"~error": str(result)} if isinstance(result, ErrorValue) else result
        place = {"row": value.row, "array": value.array}
        known = {name: number for name, number in place.items() if number is not None}
        return {"~formula": value.text, "value": said, **known}
    item = getattr(value, "item", None)
    if callable(item):
        return {"~plain": item()}
    raise TypeError(f"a cell cannot hold {type(value).__name__}")


def _number(found: object) -> int | None:
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _untagged(found: dict[str, object]) -> object:
    match found:
        case {"~moment": str(text)}:
            return datetime.fromisoformat(text)
        case {"~date": str(text)}:
            return date.fromisoformat(text)
        case {"~time": str(text)}:
            return time.fromisoformat(text)
        case {"~error": str(text)}:
            return ErrorValue(text)
        case {"~formula": str(text), "value": value}:
            row, array = (_number(found.get(name)) for name in ("row", "array"))
            return Formula(text, value, row, array)  # type: ignore[arg-type]
        case {"~plain": value}:
            return value
    return found
