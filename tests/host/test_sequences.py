"""Random sequences of buttons, HR's typing and undos end with the tables they should.

The workbook is a real file in the second engine; `tests.oracle` says what it
should hold. Seeds are fixed: a failure comes back.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
import xlwings as xw

from revmentor_xl.books.live import LiveBook
from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.table import BY_NAME
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import EXTRA, Program
from revmentor_xl.schema.workbook import WORKBOOK
from tests.host.test_buttons import company
from tests.oracle import Oracle, Typing, without_history
from tests.secondengine import Desktop
from tests.tries import tries
from tests.twobooks import plain, read

SEQUENCES = 200
IN_THE_FAST_SUITE = tries(24)
LENGTH = 6
BUTTONS = (
    *("check", "pair", "schedule", "sessions", "dashboard", "preview", "check-in"),
    *("reschedule", "apply-changes"),
)
ROW_NAMES = {"mentors": "name", "leaders": "name", "pairs": "mentor", "sessions": "event_id"}
TYPED = {
    "mentors": ("note", "department", "strengths"),
    "leaders": ("note", "department", "learning_goals"),
    "pairs": ("note",),
    "sessions": ("note",),
}
KEPT_TYPING = {CATALOGUE[name].code for name in ("kept_note", "kept_after_undo", "kept_row")}
SURVEY = "Name,Email,Department\nM1,m1@example.com,{0}\nZoe {0},zoe{0}@example.com,Legal\n"


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start") / "Program.xlsm"
    write_program_file(path, up_to_date(company(3, 3)))
    return path


@dataclass
class Session:
    """HR in front of one open workbook, and the oracle beside."""

    path: Path
    folder: Path
    dice: random.Random
    story: list[str] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.desktop = Desktop()
        self.book: xw.Book = self.desktop.open(self.path)
        self.oracle = Oracle(without_history(self.now().tables))

    def now(self) -> Program:
        return read(LiveBook(self.book))

    def once(self) -> None:
        """One thing that HR does."""
        self.number += 1
        acts: tuple[tuple[Callable[[], None], int], ...] = (
            (self.press, 8), (self.survey, 2), (self.undo, 5), (self.undo_several, 2),
            (self.cell, 7), (self.row, 2), (self.sort, 2), (self.column, 1),
        )  # fmt: skip
        self.dice.choices([act for act, _ in acts], [weight for _, weight in acts])[0]()

    # --- buttons ------------------------------------------------------------

    def told(self, is_done: bool, said: str) -> None:
        self.story.append(f"-> {said}")
        assert bool(self.desktop.alerts) is not is_done, self.story
        self.desktop.alerts.clear()

    def press(self) -> None:
        name = self.dice.choice(BUTTONS)
        self.story.append(name)
        self.told(self.oracle.press(name), press(BY_NAME[name], book=self.book))

    def survey(self) -> None:
        survey = self.folder / f"{self.number}.csv"
        survey.write_text(SURVEY.format(self.number), encoding="utf-8")
        self.story.append(f"import {survey.name}")
        said = press(BY_NAME["import-mentors"], str(survey), book=self.book)
        self.told(self.oracle.press("import-mentors", path=survey), said)

    def undo(self) -> None:
        self.story.append("undo")
        self.told(self.oracle.undo(), press(BY_NAME["undo"], book=self.book))

    def undo_several(self) -> None:
        count = self.dice.randint(1, 3)
        self.story.append(f"undo {count}")
        said = press(BY_NAME["undo-steps"], str(count), book=self.book)
        self.told(self.oracle.undo(count), said)

    # --- typing -------------------------------------------------------------

    def place(self, key: str) -> tuple[xw.Sheet, xw.main.Table]:
        sheet = self.book.sheets[WORKBOOK.sheet_of[key].name]
        return sheet, sheet.tables[WORKBOOK.table(key).name]

    def type(self, story: str, typing: Typing) -> None:
        self.story.append(story)
        self.oracle.type(typing)

    def cell(self) -> None:
        """Type into a cell, or clear it."""
        key = self.dice.choice([one for one in TYPED if len(self.oracle.tables[one])])
        column = self.dice.choice(TYPED[key])
        cells = self.oracle.tables[key]
        row = self.dice.randrange(len(cells))
        name = cells[ROW_NAMES[key]].iloc[row]
        text = None if self.dice.random() < 0.2 else f"Typed {self.number}"
        sheet, table = self.place(key)
        header = list(table.header_row_range.value).index(WORKBOOK.table(key)[column].header)
        place = (table.range.row + 1 + row, table.range.column + header)
        sheet.range(place).value = text

        def typing(tables: dict[str, pd.DataFrame]) -> None:
            here = tables[key][ROW_NAMES[key]] == name
            tables[key].loc[here, column] = text

        self.type(f"{key}.{column} of {name}: {text}", typing)

    def row(self) -> None:
        """Type a new person beneath a table; Excel takes the row into it."""
        key = self.dice.choice(("mentors", "leaders"))
        name = f"New {self.number}"
        new = {"name": name, "email": f"new{self.number}@example.com", "department": "Legal"}
        sheet, table = self.place(key)
        area = table.range
        below, last = area.row + area.shape[0], area.column + area.shape[1] - 1
        headers = list(table.header_row_range.value)
        table.resize(sheet.range((area.row, area.column), (below, last)))
        for column, value in new.items():
            at = area.column + headers.index(WORKBOOK.table(key)[column].header)
            sheet.range((below, at)).value = value

        def typing(tables: dict[str, pd.DataFrame]) -> None:
            row = pd.DataFrame([new], dtype=object).reindex(columns=tables[key].columns)
            row = row.astype(object).where(row.notna(), None)
            tables[key] = pd.concat([tables[key], row], ignore_index=True)

        self.type(f"{key}: {name}", typing)

    def sort(self) -> None:
        """Sort a table by name, as Excel's Sort does: the rows change places."""
        key = self.dice.choice(("mentors", "leaders"))
        falling = self.dice.random() < 0.7
        _, table = self.place(key)
        headers = list(table.header_row_range.value)
        table.sort(headers.index(WORKBOOK.table(key)["name"].header) + 1, ascending=not falling)

        def typing(tables: dict[str, pd.DataFrame]) -> None:
            tables[key] = tables[key].sort_values(
                "name", ascending=not falling, kind="stable", key=lambda names: names.str.casefold()
            )
            tables[key] = tables[key].reset_index(drop=True)

        self.story.append(f"{key} sorted")
        self.oracle.sort(typing)

    def column(self) -> None:
        """A column of HR's own beside a table, with something in it."""
        key = self.dice.choice(("mentors", "leaders"))
        header, text = f"Mine {self.number}", f"Own {self.number}"
        name = self.oracle.tables[key]["name"].iloc[0]
        sheet, table = self.place(key)
        area = table.range
        beside, last = area.column + area.shape[1], area.row + area.shape[0] - 1
        sheet.range((area.row, beside)).value = header
        table.resize(sheet.range((area.row, area.column), (last, beside)))
        sheet.range((area.row + 1, beside)).value = text

        def typing(tables: dict[str, pd.DataFrame]) -> None:
            cells = tables[key]
            cells[EXTRA + header] = pd.Series([None] * len(cells), dtype=object)
            cells.loc[cells["name"] == name, EXTRA + header] = text

        self.type(f"{key}: column {header}", typing)

    # --- afterwards ---------------------------------------------------------

    def differences(self) -> list[str]:
        """Where the workbook is not as the oracle says; what was kept as a finding aside."""
        now, should = self.now(), self.oracle.program
        lines = []
        for key in WORKBOOK.tables:
            if key in ("activity", "undo"):
                continue
            mine, theirs = _filled(plain(key, now)), _filled(plain(key, should))
            if mine != theirs:
                lines += [
                    f"{key}.{column}: is {mine.get(column)}, should be {theirs.get(column)}"
                    for column in {*mine, *theirs}
                    if mine.get(column) != theirs.get(column)
                ]
        return lines


def _filled(columns: dict[str, list[object]]) -> dict[str, list[object]]:
    """The columns without those of HR's own that are empty, and without kept typing on Checks."""
    kept = {key: list(c) for key, c in columns.items() if key[0] != EXTRA or any(c)}
    if "code" in kept and "severity" in kept:
        rows = [i for i, code in enumerate(kept["code"]) if code not in KEPT_TYPING]
        kept = {key: [cells[i] for i in rows] for key, cells in kept.items()}
    return kept


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(seed, marks=[] if seed < IN_THE_FAST_SUITE else pytest.mark.slow)
        for seed in range(SEQUENCES)
    ],
)
def test_a_sequence_ends_with_the_tables_it_should(seed: int, start: Path, tmp_path: Path) -> None:
    session = Session(start, tmp_path, random.Random(seed))
    for _ in range(LENGTH):
        session.once()
    assert session.differences() == [], session.story
