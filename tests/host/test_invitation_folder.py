"""The command “Invitations”: where the files go, and what stays untouched."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import blocks, load
from revmentor_xl.errors import RevmentorError
from revmentor_xl.exports.invitations import folder as invitation_folder
from revmentor_xl.host.buttons import press
from revmentor_xl.host.cli import main
from revmentor_xl.host.commands.table import BY_NAME
from revmentor_xl.host.files import invitations
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from tests.engine import excel_with
from tests.programs import MONDAY
from tests.steps.invited import every_two_weeks, invited, row, sessions
from tests.steps.schedules import changed

TIMES = every_two_weeks("2026-01-13 10:00", 13)
PROGRAM = invited(
    [*sessions("M1-L1", TIMES), row("M1-L1 kick-off", "2026-01-06 09:00")],
    people={"M1": {"name": "Ada: the/first"}, "L1": {"name": "CON"}},
)
FILES = [
    "README.txt",
    "events/Kick-off M1-L1.ics",
    "everybody.ics",
    "pairs/Ada the first and CON.ics",
    "people/Ada the first.ics",
    "people/_CON.ics",
]


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder).as_posix()) for p in folder.rglob("*") if p.is_file())


def content(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {name: ((folder / name).read_bytes(), (folder / name).stat().st_mtime_ns)
            for name in names(folder)}  # fmt: skip


def test_files_go_into_a_folder_and_stay_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    after = invitations(PROGRAM, folder)
    assert names(folder) == FILES
    assert after.said.startswith("2 invitations: 2 new. The files are in “files”")
    before = content(folder)
    invitations(after, folder)
    assert content(folder) == before


def test_a_version_is_not_given_out_twice_when_the_workbook_was_not_saved(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    saved_then = invitations(PROGRAM, folder)
    moved = changed(saved_then, "schedule", {"event_id": "M1-L1 #5"}, day="2026-03-12")
    invitations(moved, folder)  # version 1, perhaps sent
    lost = content(folder)
    other = changed(saved_then, "schedule", {"event_id": "M1-L1 #5"}, day="2026-03-11")
    after = invitations(other, folder)
    assert versions(after) == {"M1-L1": ("New", 2), "Kick-off M1-L1": ("New", 0)}
    unchanged = "events/Kick-off M1-L1.ics"
    assert content(folder)[unchanged] == lost[unchanged]
    kept = content(folder)
    invitations(after, folder)
    assert content(folder) == kept
    # not even the first time was saved
    assert versions(invitations(PROGRAM, folder))["M1-L1"] == ("New", 3)


def versions(program: Program) -> dict[str, tuple[str, int]]:
    table = program.table("invitations")
    return {
        str(event): (str(state), int(sequence))
        for event, state, sequence in zip(table["event"], table["state"], table["sequence"])
    }


def test_only_our_own_files_are_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    after = invitations(PROGRAM, folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "people" / "Kim.ics").write_text("BEGIN:VCALENDAR", encoding="utf-8")
    (folder / "people" / "old.ics").write_bytes((folder / "everybody.ics").read_bytes())
    ended = changed(replace(after, today=date(2026, 1, 5)), "pairs", {"pair_id": "M1-L1"},
                    status="Ended")  # fmt: skip
    invitations(ended, folder)
    assert names(folder) == [
        "README.txt",
        "cancelled/Ada the first and CON.ics",
        "cancelled/Kick-off M1-L1.ics",
        "everybody.ics",
        "notes.txt",
        "people/Kim.ics",
    ]
    assert not (folder / "pairs").exists()


def test_a_folder_or_file_of_somebody_else_stays_untouched(tmp_path: Path) -> None:
    holiday = tmp_path / "holiday"
    holiday.mkdir()
    (holiday / "everybody.ics").write_text("mine", encoding="utf-8")
    with pytest.raises(RevmentorError, match="holds other files"):
        invitations(PROGRAM, holiday)
    assert names(holiday) == ["everybody.ics"]

    ours = tmp_path / "ours"
    after = invitations(PROGRAM, ours)
    (ours / "events" / "Kick-off M1-L1.ics").write_text("mine", encoding="utf-8")
    before = content(ours)
    with pytest.raises(RevmentorError, match="somebody else"):
        invitations(after, ours)
    assert content(ours) == before

    with pytest.raises(RevmentorError, match="does not exist"):
        invitations(PROGRAM, tmp_path / "nowhere" / "files")


def test_a_file_that_cannot_be_replaced_is_named(tmp_path: Path) -> None:
    invitations(PROGRAM, tmp_path / "files")
    (tmp_path / "files" / "people" / "Kim.ics").mkdir()
    people = {"M1": {"name": "Kim"}}
    with pytest.raises(RevmentorError, match=r"Kim\.ics” cannot be read"):
        invitations(invited(sessions("M1-L1", TIMES), people=people), tmp_path / "files")


def typed(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def saved(program: Program, path: Path) -> Path:
    write_program_file(path, program)
    return path


def test_the_command_line_writes_beside_the_file_and_remembers(tmp_path: Path) -> None:
    file = saved(PROGRAM, tmp_path / "Spring.xlsm")
    first = typed("invitations", file, "--today", "2026-01-05")
    assert first.exit_code == 0, first.output
    assert names(tmp_path / "Spring - invitations") == FILES
    before = content(tmp_path / "Spring - invitations")
    uids = list(load(FileBook(file), MONDAY).table("invitations")["uid"])
    again = typed("invitations", file, "--today", "2026-01-06")
    assert "2 as before" in again.output
    assert content(tmp_path / "Spring - invitations") == before
    assert typed("undo", file).exit_code == 0  # what was sent stays known
    assert list(load(FileBook(file), MONDAY).table("invitations")["uid"]) == uids
    assert typed("invitations", file, "--to", tmp_path / "Here").exit_code == 0
    assert names(tmp_path / "Here") == FILES


def test_a_problem_is_said_and_nothing_is_written(tmp_path: Path) -> None:
    program = PROGRAM.with_settings(organizer_email=None)
    done = typed("invitations", saved(program, tmp_path / "Spring.xlsm"))
    assert done.exit_code == 1
    assert "Organizer's e-mail on the Settings tab (cell " in done.output
    assert not (tmp_path / "Spring - invitations").exists()


def test_the_button_writes_beside_the_workbook(tmp_path: Path) -> None:
    to_come = invited(sessions("M1-L1", every_two_weeks("2090-01-10 10:00", 3)))
    excel, workbook = excel_with(blocks(to_come))
    excel.fullname = str(tmp_path / "Spring.xlsm")
    press(BY_NAME["invitations"], book=workbook)
    assert excel.alerts == []
    assert (tmp_path / "Spring - invitations" / "pairs" / "M1 and L1.ics").exists()


@pytest.mark.parametrize(
    ("fullname", "said"),
    [
        ("https://example.sharepoint.com/sites/hr/Program.xlsm", "OneDrive or SharePoint"),
        ("Book1", "never saved"),
    ],
)
def test_without_a_folder_the_button_says_what_to_do(fullname: str, said: str) -> None:
    excel, workbook = excel_with(blocks(PROGRAM))
    excel.fullname = fullname
    press(BY_NAME["invitations"], book=workbook)
    assert said in excel.alerts[0]
    assert "calendar files" in excel.alerts[0]


@pytest.mark.parametrize("written", range(len(FILES)))
def test_a_folder_of_invitations_that_a_kill_cut_off_is_completed(
    written: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was in place by then, one more file half written."""
    whole, folder = tmp_path / "whole", tmp_path / "cut off"
    order: list[Path] = []

    def noted(path: Path, data: bytes) -> None:
        order.append(path.relative_to(whole))
        write_whole(path, data)

    monkeypatch.setattr(invitation_folder, "write_whole", noted)
    invitations(PROGRAM, path=whole)
    monkeypatch.undo()
    for name in order[:written]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((whole / name).read_bytes())
    half = folder / order[written].with_name(f".{order[written].stem}.0123abcd.revmentor-tmp")
    half.parent.mkdir(parents=True, exist_ok=True)
    half.write_bytes(b"half")
    invitations(PROGRAM, path=folder)
    assert names(folder) == FILES
