"""Snapshots that are thrown away are gone from the file, and never reach a shared copy."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.journal import STEPS_KEPT
from revmentor_xl.books.keeping import load
from revmentor_xl.host.running import run
from revmentor_xl.host.template_build import write_program_file
from revmentor_xl.program import Program
from tests.programs import MONDAY, filled, program

PIECE = "~snapshot<&>_x0041_" + "0123456789" * 20
PEOPLE = program(
    mentors=[{"id": "M1", "note": PIECE[1:]}, {"id": "M2", "note": "~ about 5"}],
    leaders=[{"id": "L1"}, {"id": "L2"}],
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A file with a snapshot that stands among its shared strings, as when Excel has saved it."""
    path = tmp_path / "Program.xlsm"
    row = {"step": 1, "at": MONDAY, "command": "Old step", "part": 1, "content": PIECE}
    write_program_file(path, up_to_date_home(filled(PEOPLE, "undo", [row])))
    assert in_parts(path, PIECE) == ["xl/sharedStrings.xml"]
    return path


def up_to_date_home(given: Program) -> Program:
    from revmentor_xl.host.running import up_to_date

    return up_to_date(given)


def in_parts(path: Path, text: str) -> list[str]:
    """The parts of a package in which this text stands as a whole cell."""
    wanted = escape(text).replace("_x0041_", "_x005F_x0041_")
    with zipfile.ZipFile(path) as package:
        return [
            name
            for name in package.namelist()
            if f">{wanted}<" in package.read(name).decode("utf-8", "replace")
        ]


def test_forgotten_steps_are_gone_from_the_whole_file(saved: Path) -> None:
    before = load(FileBook(saved), MONDAY)
    assert list(before.cells("undo")["content"]) == [PIECE]
    run("forget-steps", FileBook(saved), today=MONDAY)
    after = load(FileBook(saved), MONDAY)
    assert in_parts(saved, PIECE) == []
    assert after.cells("undo").empty
    assert list(after.cells("mentors")["note"]) == [PIECE[1:], "~ about 5"]
    assert list(after.cells("leaders")["id"]) == ["L1", "L2"]


def test_steps_that_are_too_old_are_gone_as_well(saved: Path) -> None:
    for _ in range(STEPS_KEPT - 1):
        run("check", FileBook(saved), today=MONDAY)
    assert in_parts(saved, PIECE) != []
    run("check", FileBook(saved), today=MONDAY)
    assert in_parts(saved, PIECE) == []


def test_no_snapshot_reaches_a_shared_copy(saved: Path, tmp_path: Path) -> None:
    run("pair", FileBook(saved), today=MONDAY)
    kept = [PIECE, *load(FileBook(saved), MONDAY).cells("undo")["content"]]
    copy = tmp_path / "copy.xlsx"
    run("sponsor-copy", FileBook(saved), today=MONDAY, path=copy)
    with zipfile.ZipFile(copy) as package:
        everything = b"".join(package.read(name) for name in package.namelist()).decode("latin-1")
    assert "UndoSnapshots" not in everything
    assert not any(escape(piece)[:60] in everything for piece in kept)
