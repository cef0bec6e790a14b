"""A save is whole or not at all, whoever else has the file and whenever it is cut off."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from revmentor_xl.books.book import Block
from revmentor_xl.books.disk import saving
from revmentor_xl.books.file import FileBook
from revmentor_xl.errors import FileNotWritten, TableBlocked, WorkbookLocked
from tests.contract.workbooks import workbook_file

TABLE = Block("T", "S", 1, 1, ("Version", "Text"), ((0, "x"),))
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook_file(tmp_path / "Program 2026.xlsm", [TABLE])


def book(path: Path) -> FileBook:
    return FileBook(path, patience=0.05)


def names(path: Path) -> list[str]:
    return sorted(item.name for item in path.parent.iterdir())


def test_one_backup_of_the_version_before(path: Path) -> None:
    for version in (1, 2):
        book(path).write({"T": [(version, "y")]})
    assert names(path) == ["Program 2026.backup.xlsm", "Program 2026.xlsm"]
    assert book(path).tables()["T"].rows == ((2, "y"),)
    assert book(saving.backup_path(path)).tables()["T"].rows == ((1, "y"),)


def test_backup_without_hard_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError("not on this drive")

    monkeypatch.setattr(os, "link", no_links)
    book(path).write({"T": [(1, "y")]})
    assert book(saving.backup_path(path)).tables()["T"].rows == TABLE.rows


def test_mode_and_symbolic_link_stay(path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("link.xlsm")
    link.symlink_to(path)
    book(link).write({"T": [(1, "y")]})
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert book(path).tables()["T"].rows == ((1, "y"),)


COPY, SECOND = "Program 2026 (saved copy).xlsm", "Program 2026 (saved copy 2).xlsm"
EXCEL, OFFICE = "~$Program 2026.xlsm", ".~lock.Program 2026.xlsm#"


def excel_lock(name: str) -> bytes:
    """What Excel writes into its lock file: the name in one-byte and in two-byte letters."""
    narrow = name.encode("cp1252", "replace")
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    return (bytes([len(narrow)]) + narrow).ljust(55) + wide.ljust(110)


def refused(path: Path, version: int) -> WorkbookLocked:
    with pytest.raises(WorkbookLocked, match="so it was not changed") as locked:
        book(path).write({"T": [(version, "y")]})
    return locked.value


@pytest.mark.parametrize("owner", [EXCEL, OFFICE])
def test_open_elsewhere_leaves_one_copy_beside(path: Path, owner: str) -> None:
    path.with_name(owner).touch()
    before = path.read_bytes()
    for version in (1, 2, 3):
        assert f"same folder: “{COPY}”" in refused(path, version).message
        assert book(path.with_name(COPY)).tables()["T"].rows == ((version, "y"),)
    assert path.read_bytes() == before
    assert names(path) == sorted([owner, COPY, path.name])


@pytest.mark.parametrize(
    ("owner", "holds", "said"),
    [
        (EXCEL, b"", "is open in Excel, so"),
        (EXCEL, excel_lock("Änne Łoś"), "is open in Excel (Änne Łoś has it open), so"),
        (EXCEL, b"\x03Eva", "is open in Excel (Eva has it open), so"),
        (OFFICE, b"", "is open in LibreOffice, so"),
        (OFFICE, b"Berg\\, Eva,eberg,pc7,22.11.2026 10:15,file:///x;", "(Berg, Eva has it open)"),
        (OFFICE, b",eberg,pc7,22.11.2026 10:15,file:///x;", "LibreOffice (eberg has it open), so"),
        (OFFICE, b",,pc7,22.11.2026 10:15,file:///x;", "is open in LibreOffice, so"),
    ],
)
def test_the_message_names_the_lock_file_that_is_there(
    path: Path, owner: str, holds: bytes, said: str
) -> None:
    path.with_name(owner).write_bytes(holds)
    locked = refused(path, 1)
    assert said in locked.message
    assert f"delete the file “{owner}”" in locked.remedy


def test_without_a_lock_file_none_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def held(source: Path, target: Path) -> None:
        if Path(target) == path:
            raise PermissionError(13, "in use")
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    locked = refused(path, 1)
    assert "is open in another program" in locked.message
    assert "delete" not in locked.remedy


@pytest.mark.parametrize(("mode", "is_kept"), [(0o444, True), (0o400, True), (0o460, False)])
def test_a_file_marked_as_read_only_is_kept(path: Path, mode: int, is_kept: bool) -> None:
    path.chmod(mode)
    if is_kept:
        locked = refused(path, 1)
        assert "is marked as read-only" in locked.message
        assert "Read-only" in locked.remedy
        assert book(path).tables()["T"].rows == TABLE.rows
        copy = path.with_name(COPY)
        assert copy.stat().st_mode & 0o777 == mode | 0o600  # whoever goes on with it may save it
        book(copy).write({"T": [(2, "y")]})
    else:
        book(path).write({"T": [(1, "y")]})
        assert book(path).tables()["T"].rows == ((1, "y"),)
    assert path.stat().st_mode & 0o777 == mode


def test_a_copy_in_which_somebody_worked_is_kept(path: Path) -> None:
    path.with_name(EXCEL).touch()
    refused(path, 1)
    book(path.with_name(COPY)).write({"T": [(9, "typed by HR")]})
    for version in (2, 3):
        assert SECOND in refused(path, version).message
    assert book(path.with_name(COPY)).tables()["T"].rows == ((9, "typed by HR"),)
    assert book(path.with_name(SECOND)).tables()["T"].rows == ((3, "y"),)


def test_a_copy_that_is_open_is_kept(path: Path) -> None:
    path.with_name(EXCEL).touch()
    refused(path, 1)
    path.with_name(f"~${COPY}").touch()
    assert SECOND in refused(path, 2).message
    assert book(path.with_name(COPY)).tables()["T"].rows == ((1, "y"),)


@pytest.mark.parametrize("held", [saving._MOST_COPIES - 1, saving._MOST_COPIES])
def test_there_is_a_last_copy(path: Path, monkeypatch: pytest.MonkeyPatch, held: int) -> None:
    real, taken = os.replace, []

    def in_use(source: Path, target: Path) -> None:
        if "saved copy" in str(target) and len(taken) < held:
            taken.append(target)
            raise PermissionError(13, "in use")
        real(source, target)

    path.with_name(EXCEL).touch()
    monkeypatch.setattr(os, "replace", in_use)
    with pytest.raises(WorkbookLocked) as refusal:
        book(path).write({"T": [(1, "y")]})
    locked = refusal.value
    if held < saving._MOST_COPIES:
        assert f"(saved copy {saving._MOST_COPIES})" in locked.message
        return
    assert locked.message.endswith("and so are its saved copies. Nothing was changed or saved.")
    assert locked.remedy == "Close them and run the step again."
    assert names(path) == sorted([EXCEL, path.name])


def test_refused_replace_is_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, refusals = os.replace, [True, True]

    def held(source: Path, target: Path) -> None:
        if Path(target) == path and refusals:
            refusals.pop()
            raise PermissionError(13, "in use")
        real(source, target)

    monkeypatch.setattr(os, "replace", held)
    FileBook(path, patience=3).write({"T": [(1, "y")]})
    assert refusals == []
    assert book(path).tables()["T"].rows == ((1, "y"),)


def test_changed_by_somebody_else_meanwhile(path: Path) -> None:
    mine, theirs = book(path), book(path)
    mine.tables()
    theirs.write({"T": [(1, "theirs")]})
    os.utime(path, ns=(1, 1))
    with pytest.raises(WorkbookLocked, match="saved by somebody else"):
        mine.write({"T": [(2, "mine")]})
    assert book(path).tables()["T"].rows == ((1, "theirs"),)
    mine.tables()
    mine.write({"T": [(2, "mine")]})


def test_folder_without_room(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileNotWritten, match="disk is full"):
        book(path).write({"T": [(1, "y")]})
    assert path.read_bytes() == before
    assert names(path) == [path.name]


def test_blocked_write_leaves_no_trace(tmp_path: Path) -> None:
    below = Block("U", "S", 4, 1, ("A", "B"), ((1, 2),))
    path = workbook_file(tmp_path / "x.xlsx", [TABLE, below])
    before = path.read_bytes()
    with pytest.raises(TableBlocked):
        book(path).write({"T": [(i, "") for i in range(9)]})
    assert (path.read_bytes(), names(path)) == (before, ["x.xlsx"])


SAVER = """
import sys
from revmentor_xl.books.file import FileBook
book, version = FileBook(sys.argv[1]), int(sys.argv[2])
while True:
    version += 1
    book.write({"T": [(version, "t" * 500)] * 300})
    print(version, flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_leaves_a_whole_file(path: Path) -> None:
    """Kill the saving process 40 times; each time the file is one whole version."""
    dice, reached, left_behind = random.Random(7), 0, 0
    for turn in range(40):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path), str(reached)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        if turn % 2:  # anywhere in the work
            time.sleep(dice.uniform(0, 0.12))
        else:  # inside the moment when the new version is put in place
            while not any(name.endswith(".revmentor-tmp") for name in names(path)):
                continue
            time.sleep(dice.choice([0, 0.0002, 0.001]))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        rows = book(path).tables()["T"].rows
        assert len(rows) == 300
        assert len(set(rows)) == 1
        version = int(str(rows[0][0]))
        assert version > reached
        reached = version
        left_behind += sum(name.endswith(".revmentor-tmp") for name in names(path))
        assert len(book(saving.backup_path(path)).tables()["T"].rows) in (1, 300)
    book(path).write({"T": [(-1, "last")]})
    assert names(path) == ["Program 2026.backup.xlsm", "Program 2026.xlsm"]
    assert left_behind > 0, "no kill hit a save; the test proves nothing"
