"""Every file that the tool writes is there whole or not at all, and private while it is made."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

import revmentor_xl
from revmentor_xl.books.book import Book
from revmentor_xl.books.disk.temporary import leftovers, write_beside
from revmentor_xl.books.disk.together import together
from revmentor_xl.books.disk.whole import remove, remove_empty, write_whole
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.live import LiveBook
from revmentor_xl.errors import FileNotWritten, SavedAsCopy
from revmentor_xl.exports.invitations.folder import write_folder
from revmentor_xl.exports.sponsor.sponsor_copy import write_sponsor_copy
from revmentor_xl.exports.template.template import build
from revmentor_xl.host.cli import main
from revmentor_xl.host.demo.company.company import invent_company
from revmentor_xl.host.demo.survey_files.surveys import write_enrollment
from revmentor_xl.host.migrate import bring_over
from revmentor_xl.host.running import run
from revmentor_xl.host.setup.record import Record
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.host.template.new_file import new_file
from revmentor_xl.program import Program
from tests.computers import everything_in
from tests.engine import excel_with
from tests.fulldisk import mode, modes_while_written, needs_limits, room_for, umask
from tests.lived import lived
from tests.programs import MONDAY
from tests.steps.invited import invited, sessions

ROOM = Path(revmentor_xl.__file__).parent
Writer = Callable[[Path], object]


def earlier(folder: Path) -> Path:
    """A program file in a folder of its own."""
    file = folder / "earlier" / "Spring.xlsm"
    return file if file.exists() else new_file_in(file)


def new_file_in(file: Path) -> Path:
    file.parent.mkdir()
    return new_file(file)


def saved(folder: Path) -> None:
    (block,) = (one for one in FileBook(earlier(folder)).tables().values() if one.name == "Skills")
    FileBook(earlier(folder)).write({"Skills": [("x", *row[1:]) for row in block.rows]})


WRITERS: dict[str, Writer] = {
    "new": lambda folder: new_file(folder / "Autumn.xlsm"),
    "new from an older file": lambda folder: bring_over(
        earlier(folder), folder / "Autumn.xlsm", date(2026, 3, 2)
    ),
    "template": lambda folder: build(folder / "workbook.xlsx", Program.new(date(2026, 3, 2))),
    "saving": saved,
    "sponsor copy": lambda folder: write_sponsor_copy(lived(6), folder / "copy.xlsx"),
    "invitations": lambda folder: write_folder(
        folder / "calendar", {"everybody.ics": b"x" * 90_000, "pairs/A and B.ics": b"y" * 90_000}
    ),
    "demo surveys": lambda folder: write_enrollment(invent_company(40, 7), folder / "surveys"),
    "note of set-up": lambda folder: Record(folder / "deep" / "setup.json", settings={
        "X": "x" * 9000}).save(),
    "data dictionary": lambda folder: main.commands["dictionary"].main(
        [str(folder / "data-dictionary.md")], standalone_mode=False
    ),
}  # fmt: skip
every_writer = pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)


@needs_limits
@every_writer
@pytest.mark.parametrize("size", [0, 2000], ids=["no room", "some room"])
def test_without_room_everything_is_as_it_was(tmp_path: Path, writer: Writer, size: int) -> None:
    earlier(tmp_path)
    before = everything_in(tmp_path)
    with room_for(size), pytest.raises(FileNotWritten) as full:
        writer(tmp_path)
    assert everything_in(tmp_path) == before
    assert full.value.is_full
    assert full.value.message.startswith("The disk is full: “")
    assert "Nothing was changed there." in full.value.message
    assert "Delete what is not needed on that drive" in full.value.remedy


@every_writer
def test_nobody_else_reads_a_file_while_it_is_made(tmp_path: Path, writer: Writer) -> None:
    earlier(tmp_path)
    with umask(0o022):
        found = modes_while_written(lambda: writer(tmp_path))
    assert set(found) == {0o600}
    fresh = [path for path in tmp_path.rglob("*") if path.is_file() and "earlier" not in path.parts]
    assert {mode(path) for path in fresh} <= {0o644}
    assert not list(tmp_path.rglob("*revmentor-tmp"))


@pytest.mark.parametrize(
    ("mask", "was", "like", "expected"),
    [
        (0o022, None, None, 0o644),
        (0o077, None, None, 0o600),
        (0o022, None, 0o600, 0o600),
        (0o022, None, 0o666, 0o644),
        (0o022, None, 0o440, 0o640),  # read-only: whoever made the new one goes on with it
        (0o022, None, 0o001, 0o600),
        (0o027, None, 0o644, 0o640),
        (0o077, 0o664, None, 0o664),
        (0o022, 0o600, 0o644, 0o600),
    ],
)
def test_permissions(
    tmp_path: Path, mask: int, was: int | None, like: int | None, expected: int
) -> None:
    path, other = tmp_path / "file", tmp_path / "other"
    if was is not None:
        path.write_bytes(b"")
        path.chmod(was)
    if like is not None:
        other.write_bytes(b"")
        other.chmod(like)
    with umask(mask):
        write_whole(path, b"held", like=None if like is None else other)
        assert os.umask(mask) == mask
    assert (mode(path), path.read_bytes()) == (expected, b"held")


def test_a_program_brought_over_is_no_more_open_than_the_older_file(tmp_path: Path) -> None:
    old = earlier(tmp_path)
    old.chmod(0o600)
    with umask(0o022):
        made = bring_over(old, tmp_path / "Autumn.xlsm", date(2026, 3, 2)).file
    assert {mode(path) for path in tmp_path.glob("Autumn*")} == {mode(made)} == {0o600}


@pytest.mark.parametrize(
    ("keeper", "program_file", "files", "folders"),
    [
        ("file", 0o600, 0o600, 0o700),
        ("Excel", 0o640, 0o640, 0o750),
        ("file", 0o444, 0o644, 0o755),
        ("Excel", 0o666, 0o644, 0o755),
    ],
    ids=str,
)
def test_what_a_step_writes_is_no_more_open_than_the_program_file(
    tmp_path: Path, keeper: str, program_file: int, files: int, folders: int
) -> None:
    path = tmp_path / "Spring.xlsm"
    write_program_file(path, invited(sessions("M1-L1", ["2026-01-13 10:00"])))
    path.chmod(program_file)
    made = tmp_path / "made"
    made.mkdir()
    book: Book = FileBook(path)
    if keeper == "Excel":
        excel, workbook = excel_with(list(book.tables().values()))
        excel.fullname, book = str(path), LiveBook(workbook)
    with umask(0o022), suppress(SavedAsCopy):  # of the workbook, where the file is read-only
        run("sponsor-copy", book, today=MONDAY, path=made / "copy.xlsx")
    with umask(0o022), suppress(SavedAsCopy):
        run("invitations", book, today=MONDAY, path=made / "calendar")
    found = sorted(made.rglob("*"))
    assert {"copy.xlsx", "README.txt", "pairs"} <= {one.name for one in found}
    assert {mode(one) for one in found if one.is_file()} == {files}
    assert {mode(one) for one in found if one.is_dir()} == {folders}


def test_a_file_that_is_not_there_limits_nothing(tmp_path: Path) -> None:
    with umask(0o022), together(like=tmp_path / "moved away.xlsm"):
        write_whole(tmp_path / "folder" / "file", b"held")
    assert (mode(tmp_path / "folder"), mode(tmp_path / "folder" / "file")) == (0o755, 0o644)


def test_a_backup_without_hard_links_is_private_while_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError("not on this drive")

    earlier(tmp_path).chmod(0o640)
    monkeypatch.setattr(os, "link", no_links)
    assert modes_while_written(lambda: saved(tmp_path)) == {0o600: 2}
    assert {mode(path) for path in earlier(tmp_path).parent.iterdir()} == {0o640}


@pytest.mark.parametrize("number", [errno.EPERM, errno.ENOTSUP])
def test_a_drive_that_knows_neither_permissions_nor_syncing_takes_files_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "chmod", refused)
    if number == errno.ENOTSUP:
        monkeypatch.setattr(os, "fsync", refused)
    write_whole(tmp_path / "file", b"held")
    saved(tmp_path)
    assert (tmp_path / "file").read_bytes() == b"held"
    assert mode(tmp_path / "file") == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_whole(tmp_path / "link", b"held")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"held"


@pytest.mark.parametrize(
    ("number", "is_full"),
    [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EFBIG, True), (errno.EACCES, False)],
)
def test_what_the_system_says_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_full: bool
) -> None:
    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(FileNotWritten) as said:
        write_whole(tmp_path / "new" / "file", b"held")
    assert (said.value.is_full, "disk is full" in said.value.message) == (is_full, is_full)
    assert is_full or os.strerror(number) in said.value.message
    assert everything_in(tmp_path) == {}


@pytest.mark.parametrize(("number", "is_full"), [(112, True), (39, True), (1295, True), (5, False)])
def test_what_windows_says_of_a_full_disk_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_full: bool
) -> None:
    def refused(*_: object) -> None:
        error = OSError(errno.EACCES, "it says")  # Windows tells by a number of its own
        error.winerror = number  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(FileNotWritten) as said:
        write_whole(tmp_path / "file", b"held")
    assert said.value.is_full is is_full
    remedy = said.value.remedy
    assert remedy.startswith("Delete what is not" if is_full else "If the file is open in another")
    assert remedy.endswith(" once more.")


def all_and_fail(folder: Path, failure: BaseException) -> None:
    with together(), together():
        write_all(folder)
        raise failure


def write_all(folder: Path) -> None:
    write_whole(folder / "changed", b"new")
    write_whole(folder / "changed", b"newer")
    write_whole(folder / "a" / "b" / "made", b"new")
    remove(folder / "c" / "gone")
    remove(folder / "never there")
    remove_empty(folder / "c")


@pytest.mark.parametrize("has_links", [True, False], ids=["hard links", "no hard links"])
@pytest.mark.parametrize("fails", [None, ValueError, KeyboardInterrupt, FileNotWritten])
def test_files_that_belong_together(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    has_links: bool,
    fails: type[BaseException] | None,
) -> None:
    if not has_links:
        monkeypatch.delattr(os, "link")
        monkeypatch.setattr(os, "link", lambda *_: os.stat("/no/such/place"), raising=False)
    (tmp_path / "c").mkdir()
    for name in ("changed", "c/gone", "other"):
        (tmp_path / name).write_bytes(name.encode())
    before = everything_in(tmp_path)
    if fails is None:
        with together():
            write_all(tmp_path)
        after = {"a": None, "a/b": None, "a/b/made": b"new", "changed": b"newer", "other": b"other"}
        assert everything_in(tmp_path) == after
        return
    with pytest.raises(fails):
        all_and_fail(tmp_path, fails("stop"))
    assert everything_in(tmp_path) == before


@pytest.mark.parametrize(
    ("failure", "said", "remedy"),
    [
        (FileNotWritten("No room.", "Make some."), "No room.", " Make some."),
        (ZeroDivisionError(), "Something unexpected happened.", ""),
    ],
)
def test_what_cannot_be_taken_back_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, said: str, remedy: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "in use")

    def work() -> None:
        with together():
            for name in ("copy.xlsx", "other.xlsx"):
                write_whole(tmp_path / name, b"new")
            monkeypatch.setattr(Path, "unlink", refused)
            raise failure

    with pytest.raises(FileNotWritten) as left:
        work()
    assert left.value.message == (
        f"{said} What this step had written before could not be taken back: "
        f"“{tmp_path / 'other.xlsx'}”, “{tmp_path / 'copy.xlsx'}”."
    )
    assert left.value.remedy == f"Do not send it, and delete it.{remedy}"


CREATES = re.compile(
    r"write_bytes\(|write_text\(|\bmkstemp|NamedTemporaryFile|copyfile\(|copy2\(|\.touch\("
    r"|FileHandler|os\.open\(|open\([^)]*[\"'][wax]b?\+?[\"']|Workbook\(str"
)
MADE_ELSEWHERE = {
    "books/disk/temporary.py": "every file begins here",
    "books/disk/saving.py": "opens a folder, to have its names kept",
    "host/terminal.py": "opens where nothing is kept, when the screen takes nothing more",
    "host/log.py": "is added to, line by line",
    "host/template/macros.py": "a folder of its own, without anybody in it",
    "host/setup/doctor/file_side.py": "an empty file, to see whether it can be made",
}


def test_files_are_made_in_one_place_only() -> None:
    found = {
        str(path.relative_to(ROOM))
        for path in ROOM.rglob("*.py")
        if CREATES.search(path.read_text("utf-8"))
    }
    assert found == set(MADE_ELSEWHERE)


# --- what a killed step left ------------------------------------------------

LONG = "Reverse mentoring of the whole northern region, spring"


@pytest.mark.parametrize(
    ("left", "goes"),
    [
        (".Spring.0123abcd.revmentor-tmp", True),
        (".Spring.two.0123abcd.revmentor-tmp", False),
        (".Autumn.0123abcd.revmentor-tmp", False),
        ("Spring.0123abcd.revmentor-tmp", False),
        (".Spring.0123abcd.tmp", False),
    ],
)
def test_what_a_killed_step_left_goes_with_the_next(left: str, goes: bool, tmp_path: Path) -> None:
    (tmp_path / left).write_bytes(b"half")
    write_whole(tmp_path / "Spring.txt", b"whole")
    assert (tmp_path / left).exists() is not goes
    assert (tmp_path / "Spring.txt").read_bytes() == b"whole"


def test_what_another_process_is_writing_stays(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    beside = write_beside(tmp_path / "Spring.txt", b"of another process")
    with open(beside, "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        write_whole(tmp_path / "Spring.txt", b"ours")
        assert beside.exists()
    write_whole(tmp_path / "Spring.txt", b"ours")
    assert not beside.exists()


def test_long_names_that_begin_alike_have_their_own_temporary_files(tmp_path: Path) -> None:
    one, other = tmp_path / f"{LONG} (1).txt", tmp_path / f"{LONG} (2).txt"
    beside = write_beside(one, b"half")
    write_whole(other, b"whole")
    assert beside.exists()
    write_whole(one, b"whole")
    assert not beside.exists()


def test_what_could_not_be_put_back_is_kept_where_it_was_set_aside(tmp_path: Path) -> None:
    place = tmp_path / "Spring.txt"
    write_whole(place, b"before")

    def half() -> None:
        with together():
            write_whole(place, b"after")
            place.unlink()
            (place / "in the way").mkdir(parents=True)
            raise FileNotWritten("The workbook could not be saved.", "")

    with pytest.raises(FileNotWritten, match="could not be taken back"):
        half()
    assert [one.read_bytes() for one in leftovers(tmp_path)] == [b"before"]
