"""What a button asks and says before Python is called, and which buttons are grey."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from revmentor_xl.books.journal.undo import note
from revmentor_xl.host.commands.table import BY_NAME, COMMANDS, Command
from revmentor_xl.host.template.build import write_program_file, write_template
from revmentor_xl.host.template.ribbon import ribbon_xml
from revmentor_xl.program import Program
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from tests.macrobook import ADD_IN, STAND_IN, write_add_in
from tests.programs import filled

pytest.importorskip("pyopenvba")
from pyopenvba.interpreter._objects import member

from tests.vbahost import NO, YES, Excel, Ribbon, RibbonControl

PROGRAM = "Spring cohort.xlsm"
OK, CANCEL = 1, 2  # vbOK, vbCancel
DAY = date(2026, 5, 12)
STEPS = (("Check", 9), ("Suggest pairs", 10), ("Make schedule", 11))
SILENT = STAND_IN.replace('    Application.StatusBar = "Heard"\n', "")


def with_steps() -> Program:
    """A program in which three steps were done, each of which changed the mentors."""
    done = filled(Program.new(DAY), "mentors", [{"id": "M1", "name": "Ana"}])
    for label, hour in STEPS:
        mentors = done.cells("mentors").assign(name=label)
        after = done.with_cells("mentors", mentors)
        done = note(done, after, label, datetime(2026, 5, 12, hour, 31), "hr")
    return done


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asking")
    write_template(folder / PROGRAM)
    write_program_file(folder / "lived.xlsm", with_steps())
    write_add_in(folder)
    return folder


def opened(files: Path, name: str = PROGRAM, *, mac: bool = False) -> Excel:
    app = Excel.showing(files / name, mac=mac)
    app.open_add_in(files / ADD_IN)
    return app


def sent(app: Excel) -> list[str]:
    return [command.rpartition("buttons.")[2] for command, _ in app.heard(ADD_IN)]


def said(app: Excel) -> list[str]:
    return [text for kind, text, *_ in app.dialogs if kind == "MsgBox"]


# --- What is asked --------------------------------------------------------


def test_a_sponsor_copy_is_proposed_beside_the_file_under_a_free_name(files: Path) -> None:
    app = opened(files)
    taken = files / "Spring cohort - sponsor copy.xlsx"
    app.press("rm_sponsor_copy", answers=(False,))
    proposed = [given[1] for given in app.dialogs if given[0] == "GetSaveAsFilename"]
    assert [name.replace("\\", "/").rpartition("/")[2] for name in proposed] == [taken.name]
    assert sent(app) == []


def test_the_steps_to_undo_are_listed_with_the_newest_first(files: Path) -> None:
    app = opened(files, "lived.xlsm")
    app.press("rm_undo_steps", answers=("2",))
    (prompt,) = [text for kind, text, *_ in app.dialogs if kind == "InputBox"]
    listed = [line.strip() for line in prompt.splitlines() if line[:1].isdigit()]
    assert [line.rpartition(" ")[0].rpartition(",")[0] for line in listed] == [
        "1   Make schedule",
        "2   Suggest pairs",
        "3   Check",
    ]
    assert [line[-5:] for line in listed] == ["11:31", "10:31", "09:31"]
    assert all("12 May" in line for line in listed)
    assert sent(app) == ["undo_steps(2)"]


@pytest.mark.parametrize("typed", ["4", "0", "-1", "two", "1.5", "99999999999"])
def test_an_answer_that_is_no_step_is_asked_again(files: Path, typed: str) -> None:
    app = opened(files, "lived.xlsm")
    app.press("rm_undo_steps", answers=(typed, OK, " 3 "))
    assert said(app) == ["Please type a number from 1 to 3, or press Cancel."]
    assert sent(app) == ["undo_steps(3)"]


def test_without_steps_nothing_is_asked(files: Path) -> None:
    app = opened(files)
    app.press("rm_undo_steps")
    assert said(app) == ["There is no step to undo."]
    assert sent(app) == []


def test_forgetting_asks_first(files: Path) -> None:
    app = opened(files, "lived.xlsm")
    app.press("rm_forget_steps", answers=(NO,))
    assert (said(app), sent(app)) == ([BY_NAME["forget-steps"].confirm], [])
    app.press("rm_forget_steps", answers=(YES,))
    assert sent(app) == ["forget_steps()"]


# --- Where a step cannot run ----------------------------------------------


@pytest.mark.parametrize(("unsaved", "reason"), [(True, "no name yet"), (False, "reading only")])
def test_a_file_that_cannot_be_saved_is_saved_under_a_name_first(
    files: Path, tmp_path: Path, unsaved: bool, reason: str
) -> None:
    app = opened(files)
    book = app.workbook
    book.path, book.read_only = "" if unsaved else book.path, not unsaved
    app.press("rm_check", answers=(CANCEL,))
    app.press("rm_check", answers=(OK, False))
    assert [reason in text for text in said(app)] == [True, True]
    assert sent(app) == []
    app.press("rm_check_setup")
    assert sent(app) == ["check_setup()"]
    app.press("rm_check", answers=(OK, str(tmp_path / "Mine")))
    assert (tmp_path / "Mine.xlsm").is_file()
    assert sent(app) == ["check_setup()", "check()"]


def test_python_that_stays_silent_is_told_with_what_to_run(files: Path, tmp_path: Path) -> None:
    app = Excel.showing(files / PROGRAM)
    app.open_add_in(write_add_in(tmp_path, source=SILENT))
    app.press("rm_pair")
    (text,) = said(app)
    assert "did not answer" in text
    assert "    revmentor-xl setup" in text
    assert "revmentor-xl doctor" in text
    assert app.application.status_bar is False


def test_on_a_mac_a_second_step_waits_for_the_first(files: Path) -> None:
    app = opened(files, mac=True)
    app.press("rm_check")
    app.run("rm_pair")  # Python is still at work: the status bar is not Excel's own
    (text,) = said(app)
    assert '"Check" is still running' in text
    assert '"Suggest pairs" again' in text
    assert sent(app) == ["check()"]
    app.press("rm_pair")  # now it has ended
    assert sent(app) == ["check()", "pair()"]


# --- Which buttons are grey -----------------------------------------------


class Tagged(RibbonControl):
    """A control of the ribbon with its tag."""

    def __init__(self, command: Command) -> None:
        super().__init__(f"rm_{command.function}")
        wanted = f'id="{self.id}"'
        (line,) = [line for line in ribbon_xml(COMMANDS).splitlines() if wanted in line]
        self.tag = line.partition('tag="')[2].partition('"')[0]

    @member
    def Tag(self) -> object:
        return self.tag


def usable(app: Excel) -> set[str]:
    """The commands whose buttons are not grey."""
    asking = (
        'Attribute VB_Name = "Probe"\nPublic Function Probed(control As Object) As Variant\n'
        "    rm_enabled control, Probed\nEnd Function\n"
    )
    app.add_module(asking, name="Probe")
    named = (command for command in COMMANDS if command.needs)
    return {one.name for one in named if app.run("Probed", Tagged(one))}


def test_in_an_empty_file_what_needs_people_is_grey(files: Path) -> None:
    assert usable(opened(files)) == set()


def test_filled_tables_make_buttons_usable(files: Path, tmp_path: Path) -> None:
    assert usable(opened(files, "lived.xlsm")) == {"undo", "undo-steps", "forget-steps"}
    people = filled(with_steps(), "leaders", [{"id": "L1", "name": "Bo"}])
    write_program_file(tmp_path / "people.xlsm", people)
    app = Excel.showing(tmp_path / "people.xlsm")
    assert usable(app) == {"undo", "undo-steps", "forget-steps", "pair", "preview", "plans"}


def test_the_ribbon_is_drawn_anew_only_when_a_table_was_filled_or_emptied(files: Path) -> None:
    app = opened(files)
    app.run("rm_refresh")  # before the ribbon came, and after the macros were halted: no error
    ribbon = Ribbon()
    app.run("rm_ribbon_loaded", ribbon)
    counts = []
    for change in (None, None, "Ana", "Bo", None):
        if change:
            app.sheet("Leaders").set_value("C6", change)
        app.run("rm_refresh")
        counts.append(ribbon.redrawn)
    assert counts == [1, 1, 2, 2, 2]


def test_every_message_is_headed_with_the_tab(files: Path) -> None:
    app = Excel.showing(files / PROGRAM)
    app.press("rm_check")
    assert {given[2] for given in app.dialogs} == {TAB_LABEL}
