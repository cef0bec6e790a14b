"""Which modules a button imports until its step returns, found by doing it in a fresh process."""

from __future__ import annotations

import functools
import json
import pickle
import subprocess
import sys
from pathlib import Path

from revmentor_xl.books.keeping import blocks
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.host.commands import BY_NAME, Asks
from revmentor_xl.host.running import run
from tests.lived import lived

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


def needed_by(name: str, folder: Path) -> list[str]:
    """The modules beyond xlwings and pandas, in their order.

    The step is done on a small program that has been lived through.
    """
    survey = folder / "survey.csv"
    plain = "Name,Email\nZoe Quill,zoe@example.com\n"
    survey.write_text(_SURVEYS.get(name, plain), encoding="utf-8")
    answers = {Asks.FILE: survey, Asks.NEW_FILE: folder / f"{name}.xlsx"}
    asked = BY_NAME[name].asks
    options = {"path": str(answers[asked])} if asked in answers else {}
    given = folder / "given.pickle"
    given.write_bytes(pickle.dumps((_book(), options)))
    words = [sys.executable, "-c", _PRESSED, name, str(given)]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return list(json.loads(done.stdout))
