"""A step that writes files and cannot save the workbook leaves no file that nothing tells of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.load_save import blocks, load, save
from revmentor_xl.errors import FileNotWritten, RevmentorError, SavedAsCopy, WorkbookLocked
from revmentor_xl.host import buttons
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.table import BY_NAME
from revmentor_xl.host.running import run
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from tests.computers import everything_in
from tests.engine import Excel, excel_with
from tests.fulldisk import needs_limits, room_for
from tests.lived import lived
from tests.steps.invited import every_two_weeks, invited, sessions
from tests.steps.schedules import changed

PROGRAMS = {
    "sponsor-copy": lived(6),
    "invitations": invited(sessions("M1-L1", every_two_weeks("2090-01-10 10:00", 3))),
}
TODAY = date(2026, 1, 5)
ENOUGH_FOR_FILES = 60_000  # and not for a workbook
EXPORTS = {"sponsor-copy": "copy.xlsx", "invitations": "calendar"}
each_export = pytest.mark.parametrize("name", EXPORTS)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    for name, program in PROGRAMS.items():
        write_program_file(folder / f"{name}.xlsm", program)
        assert (folder / f"{name}.xlsm").stat().st_size > ENOUGH_FOR_FILES
    return folder


Make = Callable[[str], Path]


@pytest.fixture
def make(made: Path, tmp_path: Path) -> Make:
    """Makes a program file on which the export can be done, in a folder of its own."""

    def copied(name: str) -> Path:
        copyfile(made / f"{name}.xlsm", tmp_path / "Spring.xlsm")
        return tmp_path / "Spring.xlsm"

    return copied


def act(name: str, file: Path, today: date = TODAY) -> Program:
    path = file.with_name(EXPORTS[name])
    return run(name, FileBook(file, patience=0.01), today=today, path=path)


def labels(program: Program) -> list[object]:
    return list(program.cells("activity")["command"])


def full_disk(name: str, file: Path) -> RevmentorError:
    with room_for(ENOUGH_FOR_FILES), pytest.raises(FileNotWritten) as failed:
        act(name, file)
    assert "The disk is full: “Spring.xlsm”" in failed.value.message
    return failed.value


def saved_meanwhile(name: str, file: Path) -> RevmentorError:
    """Somebody else saves the workbook between reading and writing."""
    book = FileBook(file)
    read = book.tables

    def tables() -> object:
        found = read()
        copyfile(file, file.with_name("theirs"))
        file.with_name("theirs").replace(file)
        return found

    book.tables = tables  # type: ignore[method-assign, assignment]
    with pytest.raises(WorkbookLocked, match="saved by somebody else") as failed:
        run(name, book, today=TODAY, path=file.with_name(EXPORTS[name]))
    return failed.value


@needs_limits
@each_export
@pytest.mark.parametrize("fails", [full_disk, saved_meanwhile])
def test_when_the_closed_file_cannot_be_saved_no_export_stays(
    make: Make, name: str, fails: Callable[[str, Path], RevmentorError]
) -> None:
    file = make(name)
    before = everything_in(file.parent)
    fails(name, file)
    assert everything_in(file.parent) == before
    assert act(name, file).said  # and the step can be done again
    assert file.with_name(EXPORTS[name]).exists()
    assert labels(load(FileBook(file), TODAY))[-1] == BY_NAME[name].label


@needs_limits
def test_invitations_of_an_earlier_time_are_put_back(make: Make) -> None:
    file = make("invitations")
    act("invitations", file)
    book = FileBook(file)
    before = load(book, TODAY)
    moved = changed(before, "schedule", {"event_id": "M1-L1 #2"}, day="2090-01-25")
    save(moved, book, before, {})
    everything = everything_in(file.parent)
    full_disk("invitations", file)
    assert everything_in(file.parent) == everything
    after = act("invitations", file)
    assert everything_in(file.with_name("calendar")) != {
        name.removeprefix("calendar/"): held
        for name, held in everything.items()
        if name.startswith("calendar/")
    }
    assert list(after.table("invitations")["sequence"]) == [1]


@each_export
def test_what_belongs_to_a_saved_copy_stays_and_is_named(make: Make, name: str) -> None:
    file = make(name)
    file.with_name("~$Spring.xlsm").touch()
    with pytest.raises(SavedAsCopy) as locked:
        act(name, file)
    said, remedy = locked.value.message, locked.value.remedy
    assert "“Spring (saved copy).xlsm”" in said
    assert "This step also wrote" in said
    assert f"{file.with_name(EXPORTS[name])}”" in said
    assert "delete what the step wrote and do not send it" in remedy
    assert file.with_name(EXPORTS[name]).exists()
    copy = load(FileBook(file.with_name("Spring (saved copy).xlsm")), TODAY)
    assert labels(copy)[-1] == BY_NAME[name].label


def test_a_step_that_writes_no_file_names_none(make: Make) -> None:
    file = make("sponsor-copy")
    file.with_name("~$Spring.xlsm").touch()
    with pytest.raises(SavedAsCopy) as locked:
        run("check", FileBook(file, patience=0.01), today=TODAY)
    assert "also wrote" not in locked.value.message


def opened(folder: Path, name: str) -> tuple[Excel, object]:
    excel, workbook = excel_with(blocks(PROGRAMS[name]))
    excel.fullname = str(folder / "Spring.xlsm")
    return excel, workbook


@each_export
@pytest.mark.parametrize("at", [1, 3])
def test_when_excel_refuses_no_export_stays(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    at: int,
) -> None:
    monkeypatch.setattr(buttons, "LOG", tmp_path_factory.mktemp("log") / "log.txt")
    excel, workbook = opened(tmp_path, name)
    answer = str(tmp_path / "copy.xlsx") if name == "sponsor-copy" else None
    before = load(LiveBook(workbook), TODAY)
    excel.failing, excel.fails_at = OSError("Excel is gone"), at
    press(BY_NAME[name], answer, book=workbook)
    assert excel.alerts, "the failure came too late to be one"
    assert everything_in(tmp_path) == {}
    assert labels(load(LiveBook(workbook), TODAY)) == labels(before)
    excel.failing, excel.fails_at = None, 0
    press(BY_NAME[name], answer, book=workbook)
    assert everything_in(tmp_path) != {}
    assert labels(load(LiveBook(workbook), TODAY))[-1] == BY_NAME[name].label


@needs_limits
def test_an_export_that_cannot_be_taken_back_is_named(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = make("sponsor-copy")
    copy, real = file.with_name("copy.xlsx"), Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path == copy:
            raise PermissionError(13, "in use")
        real(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held)
    failed = full_disk("sponsor-copy", file)
    assert f"could not be taken back: “{copy}”." in failed.message
    assert failed.remedy.startswith("Do not send it, and delete it.")
