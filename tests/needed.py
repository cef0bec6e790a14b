"""Which modules a button imports until its step returns, found by doing it in a fresh process."""

from __future__ import annotations

import functools
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from revmentor_xl.books.load_save import blocks
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.host.commands.table import BY_NAME, Asks
from revmentor_xl.host.running import run
from tests.lived import lived
from tests.programs import filled

ROOT = Path(__file__).resolve().parents[1]

Needed = dict[str, list[str]]

_PRESSED = """
import json, os, pickle, sys, xlwings, pandas

def press(given):
    before = set(sys.modules)
    import revmentor_xl.host.buttons, revmentor_xl.host.running, revmentor_xl.books.cell_notes
    with open(given, "rb") as file:
        name, book, options = pickle.load(file)
    try:
        revmentor_xl.host.running.run(name, book, **options)
    except revmentor_xl.host.buttons.RevmentorError as error:
        print(name, error, file=sys.stderr)
    with open(given + ".json", "w") as file:
        json.dump([module for module in sys.modules if module not in before], file)

if len(sys.argv) == 2:
    press(sys.argv[1])
else:  # each in a process that has seen no other
    for given in sys.argv[1:]:
        child = os.fork()
        if child == 0:
            try:
                press(given)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            sys.stderr.flush()
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(given + ": broken off")
"""

_SURVEYS = {
    "import-nominations": "Nominee,Nominated by\nm1@example.com,Lantern circle\n",
    "import-reporting-lines": "Name,Email,Manager\nM1,m1@example.com,boss@example.com\n",
}


@functools.cache
def _book() -> MemoryBook:
    book = MemoryBook(blocks(lived(3, session_count=3)))
    run("check", book)  # so that there is a step to undo
    return book


@functools.cache
def _scheduled() -> MemoryBook:
    """A program that begins in a week, in a country, with somebody away: a session has to move."""
    soon = date.today() + timedelta(days=7)
    made = lived(3, session_count=3, start_date=soon, organizer_email="hr@nordlicht.example")
    for key in ("mentors", "leaders"):
        made = made.with_cells(key, made.cells(key).assign(country="Germany"))
    made = run("schedule", MemoryBook(blocks(filled(made, "sessions", []))))
    first = made.table("schedule").query("kind == 'Session'").iloc[0]
    away = {"person": first["mentor"], "first": first["day"], "last": first["day"]}
    book = MemoryBook(blocks(filled(made, "away", [away])))
    assert not run("reschedule", book).table("changes").empty
    return book


def needed_by(names: Iterable[str], folder: Path, with_schedule: bool = False) -> Needed:
    """The modules beyond xlwings and pandas that each button imports, in their order.

    The step is done on a small program that has been lived through; on one
    `with_schedule` also where it needs that.
    """
    given = {name: _given(name, folder, with_schedule) for name in names}
    # One start of Python for all of them, where it can split itself.
    starts = [list(given.values())] if hasattr(os, "fork") else [[one] for one in given.values()]
    for pickles in starts:
        words = [sys.executable, "-c", _PRESSED, *map(str, pickles)]
        subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return {name: json.loads(Path(f"{path}.json").read_text()) for name, path in given.items()}


def _given(name: str, folder: Path, with_schedule: bool) -> Path:
    """A file with the button's name, its program and what HR answers."""
    survey = folder / f"{name}.csv"
    plain = "Name,Email\nZoe Quill,zoe@example.com\n"
    survey.write_text(_SURVEYS.get(name, plain), encoding="utf-8")
    answers = {Asks.FILE: survey, Asks.NEW_FILE: folder / f"{name}.xlsx"}
    asked = BY_NAME[name].asks
    options = {"path": str(answers[asked])} if asked in answers else {}
    if BY_NAME[name].writes_beside:
        options = {"path": str(folder / f"beside {name}")}
    is_late = with_schedule or not {"schedule", "changes"}.isdisjoint(BY_NAME[name].needs)
    path = folder / f"{name}.pickle"
    path.write_bytes(pickle.dumps((name, _scheduled() if is_late else _book(), options)))
    return path
