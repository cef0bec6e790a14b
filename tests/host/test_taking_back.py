"""Undoing from the command line: listing, several steps, forgetting; and how far a step is."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copyfile, copytree

import pytest
from click.testing import CliRunner, Result

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load, same_cells
from revmentor_xl.host import terminal
from revmentor_xl.host.cli import main
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from revmentor_xl.steps.solving.progress import progress
from tests.programs import MONDAY, program

PEOPLE = program(
    mentors=[{"id": "M1"}, {"id": "M2"}], leaders=[{"id": "L1"}, {"id": "L2"}], session_count=2
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("written") / "Spring.xlsm"
    write_program_file(path, up_to_date(PEOPLE))
    return path


@pytest.fixture
def file(written: Path, tmp_path: Path) -> Path:
    return Path(copyfile(written, tmp_path / "Spring.xlsm"))


@pytest.fixture(scope="module")
def lived(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which three steps were done, the file's backup and all."""
    path = Path(copyfile(written, tmp_path_factory.mktemp("lived") / "Spring.xlsm"))
    for name in ("check", "pair", "schedule"):
        assert typed(name, path, "--today", "2026-01-05").exit_code == 0
    return path.parent


@pytest.fixture
def done_three(lived: Path, tmp_path: Path) -> Path:
    """The file after three steps, in a folder of its own."""
    return Path(copytree(lived, tmp_path, dirs_exist_ok=True)) / "Spring.xlsm"


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def held(file: Path) -> Program:
    return load(FileBook(file), MONDAY)


def test_before_any_step_there_is_none_to_list(file: Path) -> None:
    assert "no step to undo" in typed("undo", file, "--list").output


def test_the_steps_are_listed_newest_first_and_nothing_changes(done_three: Path) -> None:
    before = done_three.read_bytes()
    lines = typed("undo", done_three, "--list").output.splitlines()
    assert [re.sub(r"\d\d:\d\d", "time", line) for line in lines[:3]] == [
        "  1  5 Jan, time    Make schedule",
        "  2  5 Jan, time    Suggest pairs",
        "  3  5 Jan, time    Check",
    ]
    assert lines[3].endswith("--steps 3” takes them all back.")
    assert done_three.read_bytes() == before


def test_several_steps_are_taken_back_to_the_cell(written: Path, done_three: Path) -> None:
    before = held(written)
    said = typed("undo", done_three, "--steps", 3)
    assert "3 steps were undone" in said.output
    after = held(done_three)
    for key, cells in before.tables.items():
        if key not in ("activity", "undo"):
            assert same_cells(after.cells(key), cells), key
    assert list(after.cells("activity")["command"])[-1] == "Undo..."


@pytest.mark.parametrize("steps", ["4", "0", "-1", "some", "1.5"])
def test_a_number_that_will_not_do_is_said_and_nothing_changes(
    done_three: Path, steps: str
) -> None:
    before = done_three.read_bytes()
    done = typed("undo", done_three, "--steps", steps)
    assert done.exit_code == 1
    assert "What to do:" in done.output
    assert done_three.read_bytes() == before


def test_forgotten_steps_cannot_be_undone_and_the_pairs_stay(done_three: Path) -> None:
    pairs = held(done_three).cells("pairs")
    said = typed("forget-steps", done_three)
    assert "3 steps were thrown away" in said.output
    assert typed("undo", done_three).exit_code == 1
    assert same_cells(held(done_three).cells("pairs"), pairs)


class _Screen:
    """Where standard error goes: a terminal, or not."""

    def __init__(self, is_terminal: bool) -> None:
        self.is_terminal, self.text = is_terminal, ""

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


@pytest.mark.parametrize("is_terminal", [True, False])
def test_how_far_a_step_is_shows_on_a_terminal_only(
    is_terminal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = _Screen(is_terminal)
    monkeypatch.setattr("sys.stderr", screen)
    with terminal.shown():
        progress(0.4, "finding the best pairs")
    assert ("40%  finding the best pairs" in screen.text) == is_terminal
    assert screen.text.split("\r")[-1] == ""  # the line is free again for what is said
