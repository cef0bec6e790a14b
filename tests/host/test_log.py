"""The log of unexpected errors: where it went wrong, for one reader, and nothing from the cells."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from revmentor_xl.books.load_save import blocks
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.host import buttons
from revmentor_xl.host import log as logfile
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.command import Command
from revmentor_xl.host.commands.table import BY_NAME
from revmentor_xl.host.log import solver_lines, write_failure
from revmentor_xl.host.running import run
from revmentor_xl.program import Program
from revmentor_xl.steps.solving.solver_output import logged
from tests.engine import excel_with
from tests.fulldisk import mode, umask
from tests.programs import program

NAME = "Ada Lovelace-Example"
PRIVATE = program(mentors=[{"id": "M1", "name": NAME, "capacity": "2"}], leaders=[{"id": "L1"}])
not_windows = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")


def stumbles(given: Program, **_: object) -> Program:
    try:
        int(str(given.cells("mentors")["name"].iloc[0]))
    except ValueError as error:
        raise KeyError(given.cells("mentors")["name"].iloc[0]) from error
    return given


def test_a_step_that_stumbles_over_a_cell_does_not_quote_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    monkeypatch.setattr(buttons, "LOG", log)
    monkeypatch.setattr(Command, "load", lambda self: stumbles)
    excel, workbook = excel_with(blocks(PRIVATE))
    with umask(0o022):
        press(BY_NAME["pair"], book=workbook)
    held = log.read_text("utf-8")
    assert NAME not in held
    assert "Ada" not in held
    assert f"{Path(__file__).name}:" in held
    assert held.index("builtins.ValueError") < held.index("builtins.KeyError")
    assert "“Suggest pairs” failed" in held
    assert str(log) in excel.alerts[0]


class ComError(Exception):
    hresult = -2147352567


@pytest.mark.parametrize(
    ("failure", "line"),
    [
        (ValueError("Ada"), "builtins.ValueError"),
        (OSError(28, "No space left", "/home/ada/Ada.xlsm"), "builtins.OSError errno=28"),
        (ComError("Ada"), f"{__name__}.ComError hresult=-2147352567"),
    ],
)
def test_the_kind_and_the_number_of_a_failure_are_told(
    tmp_path: Path, failure: Exception, line: str
) -> None:
    write_failure(tmp_path / "log", "this", failure)
    assert line in (tmp_path / "log").read_text("utf-8").splitlines()
    assert "Ada" not in (tmp_path / "log").read_text("utf-8")


def test_failures_are_added_one_after_another(tmp_path: Path) -> None:
    for number in range(3):
        write_failure(tmp_path / "log", f"try {number}", ValueError())
    held = (tmp_path / "log").read_text("utf-8")
    assert [held.count(f"try {number} failed") for number in range(3)] == [1, 1, 1]


@not_windows
@pytest.mark.parametrize("was", [None, 0o644, 0o666])
def test_nobody_else_reads_the_log(tmp_path: Path, was: int | None) -> None:
    log = tmp_path / "log"
    if was is not None:
        log.write_text("earlier\n", "utf-8")
        log.chmod(was)
    with umask(0):
        write_failure(log, "this", ValueError())
    assert mode(log) == 0o600
    assert log.read_text("utf-8").startswith("earlier" if was else "2")


@not_windows
@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "pipe that somebody reads"])
def test_what_somebody_put_in_its_place_is_not_written_to(tmp_path: Path, kind: str) -> None:
    log, other = tmp_path / "log", tmp_path / "other"
    other.write_text("mine", "utf-8")
    if kind == "link":
        log.symlink_to(other)
    elif kind == "folder":
        log.mkdir()
    else:
        os.mkfifo(log)
    reads = kind == "pipe that somebody reads"
    reader = os.open(log, os.O_RDONLY | os.O_NONBLOCK) if reads else None
    with pytest.raises(OSError, match=r".*"):
        write_failure(log, "this", ValueError())
    assert other.read_text("utf-8") == "mine"
    if reader is not None:
        assert os.read(reader, 10) == b""
        os.close(reader)


def test_what_a_solver_writes_in_a_step_is_in_the_log_and_nobody_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(logfile, "LOG", tmp_path / "log.txt")

    def pair(given: Program, **_: object) -> Program:
        with logged():
            os.write(1, b"Running a solver\n")
        return given

    monkeypatch.setattr(Command, "load", lambda self: pair)
    run("pair", MemoryBook(blocks(PRIVATE)))
    with logged():
        os.write(1, b"not in a step\n")
    (line,) = logfile.LOG.read_text("utf-8").splitlines()
    assert line.endswith(" solver: Running a solver")
    assert capfd.readouterr() == ("", "")


def test_a_step_is_done_where_no_log_can_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(logfile, "LOG", tmp_path / "nowhere" / "log.txt")
    with solver_lines(logfile.LOG), logged():
        os.write(1, b"Running a solver\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("size", "kept"), [(1_000_000, True), (1_000_001, False)])
def test_a_log_that_has_grown_long_begins_anew(size: int, kept: bool, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes(b"x" * size)
    write_failure(path, "Check", ValueError())
    assert (path.read_bytes()[:1] == b"x") is kept
    assert path.read_text("utf-8").endswith("builtins.ValueError\n")
