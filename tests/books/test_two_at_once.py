"""Two people, or two windows, on one file: nobody's work is lost without a word."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load, save
from revmentor_xl.errors import WorkbookLocked
from revmentor_xl.host.template.new_file import template_path
from revmentor_xl.program import Program
from tests.programs import MONDAY, filled

PROCESSES = 4


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(template_path(), tmp_path / "Spring.xlsm"))


def ruled(given: Program, mentor: str) -> Program:
    return filled(given, "rules", [{"mentor": mentor, "leader": "L"}])


def mentors(file: Path) -> list[str]:
    return list(load(FileBook(file), MONDAY).cells("rules")["mentor"])


def test_who_read_before_another_saved_is_told_and_changes_nothing(file: Path) -> None:
    one, other = FileBook(file), FileBook(file)
    first, second = load(one, MONDAY), load(other, MONDAY)
    save(ruled(second, "Ben"), other, second, {})
    with pytest.raises(WorkbookLocked, match="saved by somebody else"):
        save(ruled(first, "Ana"), one, first, {})
    assert mentors(file) == ["Ben"]


NOTE = """
import sys
from datetime import date
from pathlib import Path
from revmentor_xl.books.file import FileBook
from revmentor_xl.errors import WorkbookLocked
from revmentor_xl.host.running import run
for _ in range(3):
    try:
        run("dashboard", FileBook(Path(sys.argv[1])), today=date(2026, 1, 5), who=sys.argv[2])
        print("saved")
    except WorkbookLocked:
        print("told")
"""


def test_every_step_that_says_it_was_saved_is_in_the_file(file: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", NOTE, str(file), f"p{number}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    said = [line for one in running for line in one.communicate()[0].split()]
    assert len(said) == 3 * PROCESSES
    noted = load(FileBook(file), MONDAY).cells("activity")
    assert len(noted) == said.count("saved") > 0
