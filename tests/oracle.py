"""What a program file should hold after buttons, HR's typing and undos: a plain stack of copies.

It knows nothing of snapshots. A step is done on a copy in memory; undo takes
the copy from before the step and has HR type again what HR typed since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from revmentor_xl.books.load_save import blocks, load
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.running import run, up_to_date
from revmentor_xl.program import Program

Typing = Callable[[dict[str, pd.DataFrame]], None]
"""What HR does to the tables, which are copies; it does nothing where its row is not there."""

_HISTORY = ("activity", "undo")
_MADE_ANEW = (
    *("stages", "figures", "by_session", "by_department", "by_health", "skill_balance"),
    *("calendar", "leader_load", "held_so_far", "checks"),
)


@dataclass(frozen=True)
class _Done:
    """A step: the tables before and after it, and how much HR had typed by then."""

    before: Mapping[str, pd.DataFrame]
    after: Mapping[str, pd.DataFrame]
    typed: int


@dataclass
class Oracle:
    """The tables as they should be; press, type, sort and undo change them."""

    tables: dict[str, pd.DataFrame]
    steps: list[_Done] = field(default_factory=list)
    log: list[Typing] = field(default_factory=list)

    @property
    def program(self) -> Program:
        return Program(self.tables, date.today())

    def type(self, typing: Typing) -> None:
        """HR types."""
        self.log.append(typing)
        self.tables = _typed(self.tables, [typing])

    def sort(self, typing: Typing) -> None:
        """HR puts rows in another order, which undo takes back with the step before it."""
        self.tables = _typed(self.tables, [typing])

    def press(self, name: str, **options: object) -> bool:
        """A step, on a copy in memory; False when it cannot be done."""
        book = MemoryBook(blocks(self.program))
        try:
            run(name, book, **options)
        except RevmentorError:
            return False
        after = without_history(load(book, date.today()).tables)
        self.steps.append(_Done(self.tables, after, len(self.log)))
        self.tables = after
        return True

    def undo(self, count: int = 1) -> bool:
        """The last steps taken back; False when there are not so many."""
        if not self.steps or count > len(self.steps):
            return False
        first: dict[str, pd.DataFrame] = {}
        lost = False
        for _ in range(count):
            step = self.steps.pop()
            since = self.log[step.typed :]
            there, then = _typed(step.after, since), _typed(step.before, since)
            changed = [k for k in self.tables if _differs(step.before[k], step.after[k])]
            first |= {key: step.before[key] for key in changed}
            # typing that shows on the rows after the step and not on those before has no place
            lost = lost or any(
                _differs(there[k], step.after[k]) and not _differs(then[k], step.before[k])
                for k in changed
            )
            self.tables = {k: then[k] if k in changed else c for k, c in self.tables.items()}
        if lost or any(_differs(self.tables[key], cells) for key, cells in first.items()):
            placed = load(MemoryBook(blocks(self.program)), date.today())
            fresh = up_to_date(replace(placed, findings=()), "undo")
            self.tables = without_history(fresh.tables)
        return True


def _typed(tables: Mapping[str, pd.DataFrame], typings: list[Typing]) -> dict[str, pd.DataFrame]:
    copies = {key: cells.copy().reset_index(drop=True) for key, cells in tables.items()}
    for typing in typings:
        typing(copies)
    return copies


def without_history(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {key: cells.iloc[:0] if key in _HISTORY else cells for key, cells in tables.items()}


def _differs(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    return bool(
        list(one.columns) != list(other.columns)
        or one.astype(object).to_numpy().tolist() != other.astype(object).to_numpy().tolist()
    )
