"""Snapshots that are thrown away are gone from the file, and never reach a shared copy."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any
from xml.sax.saxutils import escape

import pytest
from lxml import etree

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.journal.undo import STEPS_KEPT
from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.load_save import blocks, load, same_cells
from revmentor_xl.errors import SavedAsCopy
from revmentor_xl.host.running import run, up_to_date
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.schema.workbook import WORKBOOK
from tests.books.richworkbook import parts_of, repack
from tests.engine import Excel, excel_with
from tests.fulldisk import needs_limits, room_for
from tests.programs import MONDAY, filled, program

PIECE = "~snapshot<&>_x0041_" + "0123456789" * 20
PIECE_AS_STORED = PIECE.replace("_x0041_", "_x005F_x0041_")
PEOPLE = program(
    mentors=[{"id": "M1", "note": PIECE[1:]}, {"id": "M2", "note": "~ about 5"}],
    leaders=[{"id": "L1"}, {"id": "L2"}],
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a snapshot that stands among its shared strings, as when Excel has saved it."""
    path = tmp_path_factory.mktemp("written") / "Program.xlsm"
    row = {"step": 1, "at": MONDAY, "command": "Old step", "part": 1, "content": PIECE}
    write_program_file(path, up_to_date(filled(PEOPLE, "undo", [row])))
    assert in_parts(path, PIECE) == ["xl/sharedStrings.xml"]
    return path


@pytest.fixture
def saved(written: Path, tmp_path: Path) -> Path:
    """That file in a folder of its own."""
    return Path(copyfile(written, tmp_path / "Program.xlsm"))


@pytest.fixture(scope="module")
def checked(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which “Check” ran once on that file, backup and all."""
    folder = tmp_path_factory.mktemp("checked")
    run("check", FileBook(copyfile(written, folder / "Program.xlsm")), today=MONDAY)
    return folder


@pytest.fixture
def after_check(checked: Path, tmp_path: Path) -> Path:
    """The file on which “Check” ran, in a folder of its own with all that lies beside."""
    return Path(copytree(checked, tmp_path, dirs_exist_ok=True)) / "Program.xlsm"


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


BACKUP, COPY = "Program.backup.xlsm", "Program (saved copy).xlsm"


def holding(folder: Path, texts: Iterable[str]) -> list[str]:
    """The files, hidden ones as well, in which one of these texts stands in some part."""
    wanted = [escape(text)[:60] for text in texts]
    found = []
    for path in sorted(one for one in folder.iterdir() if one.is_file()):
        with zipfile.ZipFile(path) as package:
            held = "".join(package.read(name).decode("latin-1") for name in package.namelist())
        if any(text in held for text in wanted):
            found.append(path.name)
    return found


def snapshots(path: Path) -> list[str]:
    return [str(one) for one in load(FileBook(path), MONDAY).cells("undo")["content"]]


def test_forgotten_steps_are_gone_from_every_file_beside(after_check: Path) -> None:
    run("pair", FileBook(after_check), today=MONDAY)
    cut_off = after_check.with_name(".Program.0123abcd.revmentor-tmp")  # by a power failure
    cut_off.write_bytes(after_check.read_bytes())
    every = {PIECE, *snapshots(after_check), *snapshots(after_check.with_name(BACKUP))}
    assert holding(after_check.parent, every) == [cut_off.name, BACKUP, after_check.name]
    then = load(FileBook(after_check), MONDAY)
    done = run("forget-steps", FileBook(after_check), today=MONDAY)
    assert done.said.endswith(
        f"No steps are left in “{after_check.name}”, and none in its backup “{BACKUP}”."
    )
    assert holding(after_check.parent, every) == []
    assert not cut_off.exists()
    backup = load(FileBook(after_check.with_name(BACKUP)), MONDAY)
    assert backup.cells("undo").empty
    assert not backup.findings
    for key, cells in then.tables.items():
        assert key == "undo" or same_cells(backup.cells(key), cells)


def test_a_backup_that_kept_steps_is_cleaned_by_the_next_try(after_check: Path) -> None:
    dirty = after_check.read_bytes()
    every = snapshots(after_check)
    run("forget-steps", FileBook(after_check), today=MONDAY)
    after_check.with_name(BACKUP).write_bytes(dirty)  # as when the computer stopped in between
    done = run("forget-steps", FileBook(after_check), today=MONDAY)
    assert "nothing to forget. No steps are left in" in done.said
    assert load(FileBook(after_check), MONDAY).cells("undo").empty  # not even this one
    assert holding(after_check.parent, every) == []


def test_a_backup_without_steps_stays_as_it_is(saved: Path) -> None:
    run("forget-steps", FileBook(saved), today=MONDAY)
    _, workbook = open_beside(saved)
    before = saved.with_name(BACKUP).read_bytes()
    done = run("forget-steps", LiveBook(workbook), today=MONDAY)
    assert BACKUP not in done.said
    assert saved.with_name(BACKUP).read_bytes() == before


def test_another_step_leaves_the_backup_alone(saved: Path) -> None:
    before = saved.read_bytes()
    run("check", FileBook(saved), today=MONDAY)
    assert saved.with_name(BACKUP).read_bytes() == before


def open_beside(path: Path) -> tuple[Excel, Any]:
    """The program open in Excel, from this file."""
    excel, workbook = excel_with(blocks(load(FileBook(path), MONDAY)))
    excel.fullname = str(path)
    return excel, workbook


def test_in_an_open_workbook_the_backup_beside_it_is_cleaned_too(after_check: Path) -> None:
    every = snapshots(after_check)
    _, workbook = open_beside(after_check)
    done = run("forget-steps", LiveBook(workbook), today=MONDAY)
    assert load(LiveBook(workbook), MONDAY).cells("undo").empty
    assert holding(after_check.parent, [PIECE, *every]) == [
        after_check.name
    ]  # as long as HR does not save
    assert (
        f"No steps are left in the open workbook, and none in its backup “{BACKUP}”. Save it now: "
        "until then the file on the disk still holds them." in done.said
    )


@pytest.mark.parametrize("fullname", ["Book1", "https://firm.sharepoint.com/HR/Program.xlsm"])
def test_an_open_workbook_without_a_place_here_has_nothing_beside_it(
    saved: Path, fullname: str
) -> None:
    excel, workbook = open_beside(saved)
    excel.fullname = fullname
    done = run("forget-steps", LiveBook(workbook), today=MONDAY)
    assert "backup" not in done.said


@pytest.mark.parametrize("why", [pytest.param("full disk", marks=needs_limits), "damaged"])
def test_a_backup_that_cannot_be_cleaned_is_said(after_check: Path, why: str) -> None:
    backup = after_check.with_name(BACKUP)
    if why == "damaged":
        backup.write_bytes(b"PK, but no more")
    before = backup.read_bytes()
    _, workbook = open_beside(after_check)
    with room_for(1000) if why == "full disk" else nullcontext():
        done = run("forget-steps", LiveBook(workbook), today=MONDAY)
    reason = "The disk is full" if why == "full disk" else f"{BACKUP} is damaged"
    assert f"Its backup “{BACKUP}” may still hold them, so delete it: {reason}" in done.said
    assert backup.read_bytes() == before
    assert load(LiveBook(workbook), MONDAY).cells("undo").empty


def test_saved_copies_are_named(saved: Path) -> None:
    saved.with_name(COPY).write_bytes(saved.read_bytes())
    done = run("forget-steps", FileBook(saved), today=MONDAY)
    assert done.said.endswith(f"Saved copies keep their own steps: “{COPY}”.")


@pytest.mark.parametrize("why", ["open elsewhere", "read-only"])
@pytest.mark.parametrize(
    ("beside", "held", "them"),
    [
        ([BACKUP], f"“Program.xlsm” and its backup “{BACKUP}” are", "both"),
        ([], "“Program.xlsm” is", "it"),
    ],
    ids=["backup", "no backup"],
)
def test_that_the_file_itself_still_holds_the_steps_is_said_with_its_copy(
    after_check: Path, why: str, beside: list[str], held: str, them: str
) -> None:
    if not beside:
        after_check.with_name(BACKUP).unlink()
    if why == "read-only":
        after_check.chmod(0o444)
    else:
        after_check.with_name("~$Program.xlsm").touch()
    with pytest.raises(SavedAsCopy) as told:
        run("forget-steps", FileBook(after_check, patience=0), today=MONDAY)
    assert in_parts(after_check.with_name(COPY), PIECE) == []
    assert all(in_parts(after_check.with_name(name), PIECE) for name in (after_check.name, *beside))
    assert f"Only the copy is without the steps: {held} as before" in told.value.message
    assert f"has been done on “Program.xlsm”, do not pass {them} on" in told.value.remedy
    assert told.value.remedy.endswith(f"if you go on with the copy, delete {them}.")


def test_another_step_of_an_open_file_tells_nothing_of_kept_steps(saved: Path) -> None:
    saved.chmod(0o444)
    with pytest.raises(SavedAsCopy) as told:
        run("check", FileBook(saved, patience=0), today=MONDAY)
    assert "without the steps" not in str(told.value)


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


STRINGS = "xl/SharedStrings.xml"


def test_an_emptied_text_keeps_its_number_however_the_part_is_spelled(saved: Path) -> None:
    """Excel finds a shared string by counting; names of parts ignore upper and lower case."""
    parts = parts_of(saved)
    repack(saved, {STRINGS if n.lower() == STRINGS.lower() else n: parts[n] for n in parts})
    assert in_parts(saved, PIECE) == [STRINGS]
    before = shared(saved)
    FileBook(saved).write({WORKBOOK.table("undo").name: []})
    assert in_parts(saved, PIECE) == []
    assert PIECE_AS_STORED in before
    assert shared(saved) == [None if text == PIECE_AS_STORED else text for text in before]
    assert parts_of(saved).keys() - parts.keys() == {STRINGS}


def shared(path: Path) -> list[str | None]:
    """What every shared string says, in order; None for an empty one."""
    tree = etree.fromstring(parts_of(path)[STRINGS])
    return ["".join(str(text) for text in item.itertext()) or None for item in tree]
