"""Which modules a button imports until its step returns, found by doing it in a fresh process."""

from __future__ import annotations

import functools
import json
import pickle
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from revmentor_xl.books.keeping import blocks
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.host.commands import BY_NAME, Asks
from revmentor_xl.host.running import run
from tests.lived import lived
from tests.programs import filled

ROOT = Path(__file__).resolve().parents[1]

_PRESSED = """
import pickle, sys, xlwings, pandas
before = set(sys.modules)
import revmentor_xl.host.buttons, revmentor_xl.host.running, revmentor_xl.books.excel.marks
with open(sys.argv[2], "rb") as file:
    book, options = pickle.load(file)
try:
    revmentor_xl.host.running.run(sys.argv[1], book, **options)
except revmentor_xl.host.buttons.RevmentorError as error:
    print(sys.argv[1], error, file=sys.stderr)
import json
print(json.dumps([name for name in sys.modules if name not in before]))
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


def needed_by(name: str, folder: Path, with_schedule: bool = False) -> list[str]:
    """The modules beyond xlwings and pandas, in their order.

    The step is done on a small program that has been lived through; on one
    `with_schedule` also where it needs that.
    """
    survey = folder / "survey.csv"
    plain = "Name,Email\nZoe Quill,zoe@example.com\n"
    survey.write_text(_SURVEYS.get(name, plain), encoding="utf-8")
    answers = {Asks.FILE: survey, Asks.NEW_FILE: folder / f"{name}.xlsx"}
    asked = BY_NAME[name].asks
    options = {"path": str(answers[asked])} if asked in answers else {}
    if BY_NAME[name].writes_beside:
        options = {"path": str(folder / "beside")}
    is_late = with_schedule or not {"schedule", "changes"}.isdisjoint(BY_NAME[name].needs)
    given = folder / "given.pickle"
    given.write_bytes(pickle.dumps((_scheduled() if is_late else _book(), options)))
    words = [sys.executable, "-c", _PRESSED, name, str(given)]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(done.stdout))
