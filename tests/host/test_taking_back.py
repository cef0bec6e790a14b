"""Undoing from the command line: listing, several steps, forgetting; and how far a step is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.keeping import load, same_cells
from revmentor_xl.host import terminal
from revmentor_xl.host.cli import main
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template_build import write_program_file
from revmentor_xl.program import Program
from revmentor_xl.steps.progress import progress
from tests.programs import MONDAY, program

PEOPLE = program(
    mentors=[{"id": "M1"}, {"id": "M2"}], leaders=[{"id": "L1"}, {"id": "L2"}], session_count=2
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Spring.xlsm"
    write_program_file(path, up_to_date(PEOPLE))
    return path


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def held(file: Path) -> Program:
    return load(FileBook(file), MONDAY)


def done_three(file: Path) -> None:
    for name in ("check", "pair", "schedule"):
        assert typed(name, file, "--today", "2026-01-05").exit_code == 0


def test_the_steps_are_listed_newest_first_and_nothing_changes(file: Path) -> None:
    assert "no step to undo" in typed("undo", file, "--list").output
    done_three(file)
    before = file.read_bytes()
    lines = typed("undo", file, "--list").output.splitlines()
    assert [re.sub(r"\d\d:\d\d", "time", line) for line in lines[:3]] == [
        "  1  5 Jan, time    Make schedule",
        "  2  5 Jan, time    Suggest pairs",
        "  3  5 Jan, time    Check",
    ]
    assert lines[3].endswith("--steps 3” takes them all back.")
    assert file.read_bytes() == before


def test_several_steps_are_taken_back_to_the_cell(file: Path) -> None:
    before = held(file)
    done_three(file)
    said = typed("undo", file, "--steps", 3)
    assert "3 steps were undone" in said.output
    after = held(file)
    for key, cells in before.tables.items():
        if key not in ("activity", "undo"):
            assert same_cells(after.cells(key), cells), key
    assert list(after.cells("activity")["command"])[-1] == "Undo..."


@pytest.mark.parametrize("steps", ["4", "0", "-1", "some", "1.5"])
def test_a_number_that_will_not_do_is_said_and_nothing_changes(file: Path, steps: str) -> None:
    done_three(file)
    before = file.read_bytes()
    done = typed("undo", file, "--steps", steps)
    assert done.exit_code == 1
    assert "What to do:" in done.output
    assert file.read_bytes() == before


def test_forgotten_steps_cannot_be_undone_and_the_pairs_stay(file: Path) -> None:
    done_three(file)
    pairs = held(file).cells("pairs")
    said = typed("forget-steps", file)
    assert "3 steps were thrown away" in said.output
    assert typed("undo", file).exit_code == 1
    assert same_cells(held(file).cells("pairs"), pairs)


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
