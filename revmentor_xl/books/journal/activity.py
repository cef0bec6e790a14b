"""What Activity says of a step besides its result: from what it started, under which
settings, and what the solver proved.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import date, datetime, time

import pandas as pd

from revmentor_xl.books.journal.undo import MADE_ANEW
from revmentor_xl.books.load_save import same_cells
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula, as_text, is_blank, render
from revmentor_xl.schema.frames import values_by_column
from revmentor_xl.schema.settings import SETTINGS
from revmentor_xl.schema.workbook import WORKBOOK

NO_INPUT = MADE_ANEW | {"activity", "undo", "setup_checks"}
"""Tables that no step starts from: the log, and what is made anew after every step."""

_LETTERS = 10  # 50 bits
_LONGEST = 400  # characters of settings, so that the row stays readable
_PROVEN = "Proven best, gap 0%"
_PLANNING = {
    "schedule": "schedule_proof",
    "reschedule": "change_proof",
    "apply-changes": "schedule_proof",
}


def fingerprint(program: Program, survey: bytes = b"") -> str:
    """Ten letters and digits that are the same for the same inputs.

    Looks at the cells of every table that a step may read, as values and in
    whatever order rows and columns stand, not at columns that users added; and
    at the `survey` that is being imported. The log, and what is made anew
    after every step, do not count. SHA-256, cut to 50 bits.
    """
    digest = hashlib.sha256(survey)
    for key in sorted(set(WORKBOOK.tables) - NO_INPUT):
        digest.update(f"\n\n{key}".encode())
        for line in sorted(_lines(program.cells(key), sorted(WORKBOOK.table(key).keys))):
            digest.update(line.encode("utf-8", "surrogatepass"))
    return base64.b32encode(digest.digest()).decode("ascii").lower()[:_LETTERS]


def _lines(cells: pd.DataFrame, names: list[str]) -> list[str]:
    given = values_by_column(cells)
    there = [name for name in names if name in given]
    return [
        "\n"
        + "\x1f".join(
            f"{name}\x1e{_plain(value)}"
            for name, value in zip(there, row)
            if not is_blank(getattr(value, "value", value))
        )
        for row in zip(*(given[name] for name in there))
    ]


def _plain(value: object) -> str:
    """The cell's value, spelled the same whether it comes from Excel or from a file."""
    if isinstance(value, Formula):
        value = value.value
    if isinstance(value, bool) or not isinstance(value, (int, float, date, time)):
        return f"{type(value).__name__} {value}"
    if isinstance(value, datetime):
        return value.replace(microsecond=0, tzinfo=None).isoformat()
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day).isoformat()
    if isinstance(value, time):
        return value.replace(microsecond=0, tzinfo=None).isoformat()
    return f"{value:.15g}"  # the digits that Excel shows


def other_settings(program: Program) -> str:
    """The settings that differ from the default, such as “Cohort size: 12; Solver: CBC”."""
    changed = [
        f"{one.column.header}: {as_text(render(one.column, getattr(program.settings, one.key)))}"
        for one in SETTINGS
        if getattr(program.settings, one.key) != one.default
    ]
    text = ""
    for number, one in enumerate(changed):
        more = f"{text}; {one}" if text else one
        if len(more) > _LONGEST:
            return f"{text}; and {len(changed) - number} more"
        text = more
    return text


def solved(name: str, before: Program, after: Program) -> str:
    """What the solver proved in this command, with the gap left; "" where it was not asked."""
    if name == "select":  # the cohort is chosen to proven optimality or not at all
        return _PROVEN
    if name in _PLANNING:
        planned = after.table(_PLANNING[name])["result"]
        return str(planned.iloc[0]) if len(planned) else ""
    if name not in ("pair", "plans", "rematch"):
        return ""
    if name == "pair" or not same_cells(after.cells("proof"), before.cells("proof")):
        proof = after.table("proof")
        return _with_gap(proof["status"].iloc[0], proof["gap"].iloc[0]) if len(proof) else ""
    options = after.table("plans" if name == "plans" else "rematch")
    if options.empty:
        return ""
    if name == "plans":
        return _worst_of(options["gap"])
    short = (options["bound"] - options["total"]) / options["bound"] * 100
    return _worst_of(short.where(options["bound"] > 0, 0.0))


def _with_gap(status: str, gap: object) -> str:
    return status if pd.isna(gap) else f"{status}, gap {gap:g}%"  # type: ignore[call-overload]


def _worst_of(gaps: pd.Series) -> str:
    """Of several plans: whether all are proven, else the largest gap known."""
    if gaps.isna().any():
        return "Not every plan proven"
    worst = round(float(gaps.max()), 2)
    return "Every plan proven, gap 0%" if worst <= 0 else f"Gap {worst:g}% at most"
