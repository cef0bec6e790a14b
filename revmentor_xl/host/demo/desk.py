"""HR at the desk: presses the product's own buttons and types into the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pandas as pd

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load, save
from revmentor_xl.host.commands.table import BY_NAME, COMMANDS
from revmentor_xl.host.running import run
from revmentor_xl.program import Program

Edit = Callable[[pd.DataFrame], pd.DataFrame]
"""The cells of one table (columns by key) as they are after somebody typed into a copy of them."""


@dataclass
class Desk:
    """One program file, who works on it, and what day it is there."""

    path: Path
    who: str
    say: Callable[[str], None]
    today: date
    pressed: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.book = FileBook(self.path)

    def press(self, name: str, label: str = "", **options: object) -> Program:
        """Do one command and tell what it says; `label` names it when the button's does not."""
        self.pressed += 1
        # a minute each, so that Activity reads like a day's work and is the same on every run
        now = datetime.combine(self.today, time(9)) + timedelta(minutes=self.pressed)
        after = run(name, self.book, today=self.today, now=now, who=self.who, **options)
        self.tell(f"{label or BY_NAME[name].label}: {after.said}")
        return after

    def bring_in(self, path: Path, into: str, **options: object) -> Program:
        """Import a survey export with the button for it, and tell which file it was."""
        button = next(one for one in COMMANDS if one.preset.get("into") == into)
        return self.press(button.name, f"Import {path.name}", path=path, **options)

    def type_into(self, edits: Mapping[str, Edit], *told: str) -> Program:
        """Type into tables as a person would, and save; nothing else is touched.

        `edits` are by table key, `told` what HR did, in words that follow “HR”.
        """
        before = self.read()
        cells = {key: edit(before.cells(key).copy()) for key, edit in edits.items()}
        after = replace(before, tables={**before.tables, **cells})
        save(after, self.book, before, {})
        for line in told:
            self.tell(f"HR {line}")
        return after

    def read(self) -> Program:
        """The program as it stands in the file today."""
        return load(self.book, self.today)

    def tell(self, line: str) -> None:
        self.say(f"{self.today}  {line}")
