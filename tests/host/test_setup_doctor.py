"""Each line of the doctor, on a computer where the thing is fine and on one where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

from revmentor_xl.books.disk.package import open_package, repacked
from revmentor_xl.exports.sponsor.sponsor_copy import write_sponsor_copy
from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.migrate import RIBBON
from revmentor_xl.host.setup.doctor import python_side
from revmentor_xl.host.setup.doctor.doctor import check_setup, examine, summary
from revmentor_xl.host.setup.doctor.excel_side import excel_lines
from revmentor_xl.host.setup.doctor.file_side import contents_line, file_lines, folder_lines
from revmentor_xl.host.setup.doctor.policies import (
    COMMON_POLICY,
    DISABLED_ITEMS,
    EXCEL_CHOICE,
    EXCEL_POLICY,
)
from revmentor_xl.host.setup.installing import set_up
from revmentor_xl.host.setup.line import Line, State, fine, know, mend
from revmentor_xl.host.setup.machine import Machine, System, excel_count
from revmentor_xl.host.setup.new_menu import template_in_new
from revmentor_xl.host.template.macros import fingerprint, vba_modules
from revmentor_xl.host.template.new_file import new_file
from revmentor_xl.host.template.ribbon import ribbon_xml
from revmentor_xl.program import Program
from revmentor_xl.schema.settings import Settings
from revmentor_xl.steps.sharing.sponsor import sponsor
from tests.computers import WITH_EXCEL, computer, with_add_in
from tests.lived import lived
from tests.vbainput import get_config_from

MEND, KNOW, FINE = State.MEND, State.KNOW, State.FINE
Change = Callable[[Machine], Machine | None]


def told(lines: object) -> dict[str, Line]:
    """Lines by what they are about; no two are about the same."""
    listed = list(lines)  # type: ignore[call-overload]
    found = {line.what: line for line in listed}
    assert len(found) == len(listed)
    assert all(line.remedy for line in listed if line.state is not FINE)
    return found


@pytest.mark.parametrize("system", WITH_EXCEL, ids=lambda s: s.value)
def test_a_computer_that_was_set_up_is_fine(tmp_path: Path, system: System) -> None:
    machine = computer(tmp_path, system)
    set_up(machine)
    lines = told(excel_lines(machine))
    assert {line.state for line in lines.values()} == {FINE}, lines
    assert {"Excel", "xlwings add-in", "Python that buttons use", "Template under New"} < set(lines)


def setting(old: str, new: str) -> Change:
    def change(machine: Machine) -> None:
        held = machine.config_file.read_bytes().decode()
        assert old in held
        machine.config_file.write_bytes(held.replace(old, new, 1).encode())

    return change


def registry(key: str, name: str, value: object) -> Change:
    def change(machine: Machine) -> None:
        machine.registry.write(key, name, value)  # type: ignore[arg-type]

    return change


def add_in(machine: Machine) -> Path:
    return machine.start_folders[0] / "xlwings.xlam"


def no_library(machine: Machine) -> None:
    next(machine.python.parent.glob("*.dll")).unlink()


def second_add_in(machine: Machine) -> Machine:
    programs = machine.temp / "Program Files"
    other = programs / "Microsoft Office/root/Office16/XLSTART"
    other.mkdir(parents=True)
    (other / "xlwings.xlam").write_bytes(b"0.30")
    return replace(machine, environment={**machine.environment, "ProgramFiles": str(programs)})


def template(machine: Machine) -> Path:
    assert machine.template_folder
    return machine.template_folder / "Reverse mentoring program.xltm"


def odd_python(machine: Machine) -> Machine:
    odd = machine.python.with_name("py=thon;3.exe")
    odd.write_bytes(machine.python.read_bytes())
    return replace(machine, python=odd)


@pytest.mark.parametrize(
    ("what", "state", "change", "part"),
    [
        ("Excel", MEND, lambda m: replace(m, registry=type(m.registry)()), "not found"),
        ("Excel programs running", KNOW, lambda m: replace(m, running=lambda: 2), "more than once"),
        ("xlwings add-in", MEND, lambda m: add_in(m).unlink(), "not in Excel's start folder"),
        ("xlwings add-in", MEND, lambda m: add_in(m).write_bytes(b"0.30") and None, "version"),
        ("xlwings add-in", MEND, second_add_in, "several"),
        (
            "Disabled items",
            MEND,
            registry(DISABLED_ITEMS, "1", b"\x01" + "C:\\XLWINGS.XLAM".encode("utf-16-le")),
            "after a crash",
        ),
        ("xlwings settings", MEND, lambda m: m.config_file.unlink(), "missing"),
        (
            "xlwings settings",
            MEND,
            setting('"USE', 'odd\r\n"USE'),
            "a line 3 that is not of the form",
        ),
        ("xlwings settings", MEND, setting('"USE', '\r\n"USE'), "nothing in line 3"),
        ("xlwings settings", MEND, setting('"INTER', '\ufeff"INTER'), "mark of Unicode"),
        ("xlwings settings", MEND, setting("\r\n", "\n"), "line 1 that ends as lines do on other"),
        (
            "Python that buttons use",
            MEND,
            setting("python.exe", "gone.exe"),
            "is not there (any more)",
        ),
        ("Python that buttons use", MEND, setting("INTERPRETER_WIN", "NOTHING"), "first"),
        (
            "Python that buttons use",
            MEND,
            lambda m: replace(m, python=m.home / "another.exe"),
            "but this is",
        ),
        ("Custom functions", MEND, setting("revmentor_udfs", "payroll"), "not named"),
        ("Long steps", MEND, setting('SERVER","False', 'SERVER","True'), "about 90 seconds"),
        ("Custom functions", KNOW, no_library, f"xlwings64-{version('xlwings')}.dll"),
        (
            "Custom functions",
            KNOW,
            registry(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform", "x86"),
            f"xlwings32-{version('xlwings')}.dll",
        ),
        ("Folder of the file", KNOW, setting('PATH","False', 'PATH","True'), "beside"),
        ("Path of Python", MEND, odd_python, "“=” (xlwings cuts"),
        ("Macros and policies", MEND, registry(EXCEL_POLICY, "VBAWarnings", 4), "a policy"),
        ("Macros and policies", MEND, registry(EXCEL_CHOICE, "VBAWarnings", 4), "Excel's settings"),
        ("Macros and policies", KNOW, registry(EXCEL_POLICY, "VBAWarnings", 3), "Only signed"),
        ("Policy VBAOff", MEND, registry(COMMON_POLICY, "VBAOff", 1), "Disable VBA"),
        ("Policy DisableAllAddins", MEND, registry(EXCEL_POLICY, "DisableAllAddins", 1), "add-ins"),
        ("Policy RequireAddinSig", MEND, registry(EXCEL_POLICY, "RequireAddinSig", 1), "signature"),
        (
            "Policy RequireAlwaysOnMacroSig",
            MEND,
            registry(rf"{COMMON_POLICY}\Security", "RequireAlwaysOnMacroSig", 1),
            "signature",
        ),
        ("Template under New", KNOW, lambda m: template(m).unlink(), "does not offer"),
        ("Template under New", KNOW, lambda m: template(m).write_bytes(b"") and None, "version"),
    ],
)
def test_what_is_wrong_on_windows_is_told(
    tmp_path: Path, what: str, state: State, change: Change, part: str
) -> None:
    machine = with_add_in(tmp_path)
    set_up(machine)  # without xlwings' command, which test_setup.py runs
    lines = told(excel_lines(change(machine) or machine))
    assert lines[what].state is state
    assert part in lines[what].found


@pytest.mark.parametrize(
    "change",
    [
        setting('"USE', '\r\n"USE'),
        setting('"USE', '# ours\r\n"USE'),
        setting('"USE', '\ufeff"USE'),
        setting('False"', "False"),
        setting("\r\n", "\n"),
    ],
    ids=["blank line", "comment", "mark", "quote not closed", "other end"],
)
def test_setup_puts_right_what_the_doctor_finds_in_the_settings(
    tmp_path: Path, change: Change
) -> None:
    machine = with_add_in(tmp_path)
    set_up(machine)
    change(machine)
    before = told(excel_lines(machine))["xlwings settings"]
    assert (before.state, "run: revmentor-xl setup" in before.remedy) == (MEND, True)
    done = told(set_up(machine))["xlwings settings"]
    assert (done.state, "misread were put right" in done.found) == (FINE, True)
    assert {line.state for line in told(excel_lines(machine)).values()} == {FINE}
    assert get_config_from(machine.config_file, "USE UDF SERVER") == "False"
    assert get_config_from(machine.config_file, "SHAREPOINT_WIN") is None


def test_letters_of_another_language_are_told_where_vba_has_to_read_them(tmp_path: Path) -> None:
    machine = replace(computer(tmp_path / "Łukasz", System.WINDOWS), encoding="cp1252")
    lines = told(excel_lines(machine))
    assert {lines[f"Path of {what}"].state for what in ("Python", "the settings")} == {MEND}
    lines = told(excel_lines(replace(machine, encoding="cp1250")))
    assert {lines[f"Path of {what}"].state for what in ("Python", "the settings")} == {FINE}


@pytest.mark.parametrize(
    ("output", "number"),
    [
        ('"EXCEL.EXE","4711","Console","1","214,840 K"\n', 1),
        ('"EXCEL.EXE","4711","Console","1","1 K"\n"EXCEL.EXE","12","Console","1","2 K"\n', 2),
        ("INFO: No tasks are running which match the specified criteria.\n", 0),
        ("501\n777\n", 2),
        ("", 0),
    ],
    ids=["one", "two", "none", "two on a Mac", "none on a Mac"],
)
def test_excel_programs_are_counted(output: str, number: int) -> None:
    assert excel_count(output) == number


@pytest.mark.parametrize("script", [None, b"older"], ids=["missing", "other version"])
def test_the_apple_script_is_looked_at_on_a_mac(tmp_path: Path, script: bytes | None) -> None:
    machine = computer(tmp_path, System.MAC)
    set_up(machine)
    (place,) = machine.apple_script_folder.iterdir()
    place.unlink()
    if script:
        place.write_bytes(script)
    line = told(excel_lines(machine))["AppleScript of xlwings"]
    assert (line.state, line.remedy) == (MEND, "Run: revmentor-xl setup")
    set_up(machine)
    assert told(excel_lines(machine))["AppleScript of xlwings"].state is FINE


@pytest.mark.parametrize(
    ("folder", "state"), [("python", FINE), ("venv", MEND)], ids=["its other name", "another"]
)
def test_a_python_may_have_two_names_in_its_folder(
    tmp_path: Path, folder: str, state: State
) -> None:
    machine = computer(tmp_path, System.MAC)
    set_up(machine)
    other = machine.applications / folder / "python3"
    other.parent.mkdir(exist_ok=True)
    other.symlink_to(machine.python)
    lines = told(excel_lines(replace(machine, python=other)))
    assert lines["Python that buttons use"].state is state


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.MAC)
    script = machine.apple_script_folder / f"xlwings-{version('xlwings')}.applescript"
    template = template_in_new(machine)
    assert template
    for place in (machine.config_file, script, template):
        place.mkdir(parents=True)  # as good as a file that nobody may read
    lines = told(excel_lines(machine))
    assert "cannot be read" in lines["xlwings settings"].found
    assert "cannot be read" in lines["Template under New"].found
    assert lines["AppleScript of xlwings"].state is MEND


@pytest.mark.parametrize("letter", [" ", "'", "(", "&"])
def test_the_shell_of_a_mac_has_to_find_python(tmp_path: Path, letter: str) -> None:
    machine = computer(tmp_path, System.MAC)
    python = Path(f"/Users/jo/HR{letter}tools/bin/python3")
    line = told(excel_lines(replace(machine, python=python)))["Path of Python"]
    assert (line.state, f"“{letter}”" in line.found) == (MEND, True)
    plain = Path("/Users/jo/Übung_1.2/bin/python3.12")
    assert told(excel_lines(replace(machine, python=plain)))["Path of Python"].state is FINE


def test_where_excel_does_not_run_that_is_all_there_is_to_say(tmp_path: Path) -> None:
    (line,) = excel_lines(computer(tmp_path, System.OTHER))
    assert (line.what, line.state) == ("Excel", KNOW)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        (python_side.python_line((3, 11), 64), FINE),
        (python_side.python_line((3, 10), 64), MEND),
        (python_side.python_line((3, 12), 32), MEND),
        (python_side.versions_line("0.37.8", "0.37.8"), FINE),
        (python_side.versions_line("0.37.8", "0.30.0"), MEND),
        (python_side.versions_line("0.37.8", ""), MEND),
        (python_side.versions_line("", "0.37.8"), MEND),
        (python_side.libraries_line(python_side.LIBRARIES), FINE),
        (python_side.libraries_line(["pandas", "no_such_library"]), MEND),
        (python_side.solver_line(Settings()), FINE),
        (python_side.solver_line(Settings(solver="no such solver")), MEND),
    ],
    ids=lambda value: f"{value.what}: {value.found[:40]}" if isinstance(value, Line) else None,
)
def test_the_side_of_python(line: Line, state: State) -> None:
    assert line.state is state
    assert bool(line.remedy) == (state is not FINE)


def from_internet(file: Path) -> None:
    mark = file.with_name(f"{file.name}:Zone.Identifier")  # on Linux a file of its own
    mark.write_text("[ZoneTransfer]\r\nZoneId=3\r\n", "utf-8")


def from_own_network(file: Path) -> None:
    mark = file.with_name(f"{file.name}:Zone.Identifier")
    mark.write_text("[ZoneTransfer]\r\nZoneId=1\r\n", "utf-8")


def beside(name: str, held: str = "") -> Callable[[Path], None]:
    def make(file: Path) -> None:
        (file.parent / name).write_text(held, "utf-8")

    return make


def nothing(_: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("what", "place", "prepare", "state"),
    [
        ("Kind of file", "Spring.xlsm", nothing, FINE),
        ("Kind of file", "Spring.xlsx", nothing, MEND),
        ("Path of the file", "Spring cohort.xlsm", nothing, FINE),
        ("Path of the file", "A=B.xlsm", nothing, MEND),
        ("Path of the file", "A;B.xlsm", nothing, MEND),
        ("Path of the file", "A|B/Spring.xlsm", nothing, MEND),
        ("Path of the file", "50% better/Spring.xlsm", nothing, MEND),
        ("Path of the file", "long/" * 45 + "Spring.xlsm", nothing, MEND),
        ("Mark of the Web", "Spring.xlsm", nothing, FINE),
        ("Mark of the Web", "Spring.xlsm", from_internet, MEND),
        ("Mark of the Web", "Spring.xlsm", from_own_network, FINE),
        ("Mark of the Web", "trusted/Spring.xlsm", from_internet, FINE),
        ("Trusted location", "Spring.xlsm", nothing, KNOW),
        ("Trusted location", "trusted/Spring.xlsm", nothing, FINE),
        ("Trusted location", "trusted/deeper/Spring.xlsm", nothing, KNOW),
        ("Trusted location", "with below/deeper/Spring.xlsm", nothing, FINE),
        ("Trusted location", "with below too/Spring.xlsm", nothing, KNOW),
        ("OneDrive or SharePoint", "Spring.xlsm", nothing, FINE),
        ("OneDrive or SharePoint", "OneDrive/Spring.xlsm", nothing, KNOW),
        ("OneDrive or SharePoint", "OneDriven/Spring.xlsm", nothing, FINE),
        ("Settings beside the file", "Spring.xlsm", nothing, FINE),
        ("Settings beside the file", "Spring.xlsm", beside("xlwings.conf"), MEND),
        ("Open elsewhere", "Spring.xlsm", beside("~$Spring.xlsm", "\x03Zoe"), KNOW),
    ],
)
def test_what_is_told_about_a_file(
    tmp_path: Path, what: str, place: str, prepare: Callable[[Path], None], state: State
) -> None:
    machine = computer(tmp_path / "computer", System.WINDOWS)
    home = machine.home
    for number, (folder, below) in enumerate([("trusted", 0), ("With Below", 1)]):
        key = rf"{EXCEL_CHOICE}\Trusted Locations\Location{number}"
        machine.registry.write(key, "Path", f"%HOME%/{folder}/")
        machine.registry.write(key, "AllowSubFolders", below)  # type: ignore[arg-type]
    environment = {**machine.environment, "OneDriveCommercial": str(home / "OneDrive")}
    file = home / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    prepare(file)
    lines = told(file_lines(replace(machine, environment=environment), str(file)))
    assert lines[what].state is state


def renamed_tab(file: Path, name: str) -> None:
    package = open_package(file)
    part = "xl/workbook.xml"
    held = package.read(part).replace(b'name="Skills"', f'name="{name}"'.encode())
    file.write_bytes(repacked(package, {part: held}))


def with_other_buttons(file: Path) -> None:
    package = open_package(file)
    held = package.read(RIBBON).replace(b'id="rm_plans"', b'id="rm_other"')
    file.write_bytes(repacked(package, {RIBBON: held}))


def with_other_macros(file: Path) -> None:
    package = open_package(file)
    modules = vba_modules(COMMANDS)
    older = {**modules, "Running": modules["Running"] + "\n' as it was\n"}
    held = ribbon_xml(COMMANDS, fingerprint(older)).encode()
    file.write_bytes(repacked(package, {RIBBON: held}))


@pytest.mark.parametrize(
    ("prepare", "state", "part"),
    [
        (nothing, FINE, "tables and the macros"),
        (lambda file: file.write_bytes(b"not a workbook"), MEND, "Spring.xlsm"),
        (
            lambda file: file.write_bytes(
                repacked(open_package(file), {}, dropped=["xl/vbaProject.bin"])
            ),
            MEND,
            "no macros",
        ),
        (lambda file: with_other_buttons(file), KNOW, "of another version"),
        (lambda file: with_other_macros(file), KNOW, "of another version"),
        (lambda file: renamed_tab(file, "xlwings.conf"), MEND, "“xlwings.conf”"),
        (lambda file: renamed_tab(file, "pairs.py"), MEND, "“pairs.py”"),
    ],
    ids=[
        "ours",
        "no workbook",
        "without macros",
        "other buttons",
        "other macros",
        "tab with settings",
        "a program",
    ],
)
def test_the_contents_of_a_file_are_looked_at(
    tmp_path: Path, prepare: Callable[[Path], None], state: State, part: str
) -> None:
    file = new_file(tmp_path / "Spring.xlsm")
    before = file.read_bytes()
    prepare(file)
    line = contents_line(file)
    assert (line.state, part in line.found) == (state, True), line
    assert prepare is not nothing or file.read_bytes() == before


def test_a_file_that_is_nowhere_else_open_has_no_line_about_it(tmp_path: Path) -> None:
    (tmp_path / "Spring.xlsm").touch()
    machine = computer(tmp_path / "computer", System.WINDOWS)
    assert "Open elsewhere" not in told(file_lines(machine, str(tmp_path / "Spring.xlsm")))


@pytest.mark.parametrize(
    ("name", "value", "state"),
    [("AllLocationsDisabled", 1, MEND), ("AllLocationsDisabled", 0, FINE)],
)
def test_a_policy_may_switch_trusted_locations_off(
    tmp_path: Path, name: str, value: int, state: State
) -> None:
    machine = computer(tmp_path, System.WINDOWS)
    folder = rf"{EXCEL_CHOICE}\Trusted Locations"
    machine.registry.write(rf"{folder}\Location1", "Path", str(machine.home))
    registry(rf"{EXCEL_POLICY}\Trusted Locations", name, value)(machine)
    file = machine.home / "Spring.xlsm"
    file.touch()
    from_internet(file)
    assert told(file_lines(machine, str(file)))["Mark of the Web"].state is state


def test_a_policy_may_let_macros_from_the_internet_run(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.WINDOWS)
    file = machine.home / "Spring.xlsm"
    file.touch()
    from_internet(file)
    registry(EXCEL_POLICY, "BlockContentExecutionFromInternet", 0)(machine)
    assert told(file_lines(machine, str(file)))["Mark of the Web"].state is FINE


@pytest.mark.parametrize(
    ("file", "what", "state"),
    [
        ("https://firm.sharepoint.com/sites/HR/Spring.xlsm", "OneDrive or SharePoint", KNOW),
        ("/no/such/folder/Spring.xlsm", "Folder", MEND),
    ],
)
def test_a_file_that_is_not_on_this_computer(
    tmp_path: Path, file: str, what: str, state: State
) -> None:
    assert told(file_lines(computer(tmp_path, System.MAC), file))[what].state is state


def test_a_mac_has_its_own_letters_clouds_and_questions(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.MAC)
    file = machine.home / "Library/CloudStorage/OneDrive-Firm/50% $better.xlsm"
    file.parent.mkdir(parents=True)
    file.touch()
    lines = told(file_lines(machine, str(file)))
    assert lines["OneDrive or SharePoint"].state is KNOW
    assert "“$”" in lines["Path of the file"].found
    assert "%”" not in lines["Path of the file"].found
    assert lines["Access on the Mac"].state is KNOW
    assert "Mark of the Web" not in lines


def test_a_folder_needs_room_and_the_right_to_write(tmp_path: Path) -> None:
    assert [line.state for line in folder_lines(tmp_path, "Folder")] == [FINE, FINE]
    assert [line.state for line in folder_lines(tmp_path, "Folder", room=2**62)] == [FINE, MEND]
    assert [line.state for line in folder_lines(tmp_path / "none", "Folder")] == [MEND]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([fine("a", "b")], "1 thing is fine, nothing is to mend."),
        ([fine("a", "b")] * 11 + [mend("a", "b", "c")], "11 things are fine, 1 is to mend."),
        (
            [fine("a", "b")] * 2 + [know("a", "b", "c")] + [mend("a", "b", "c")] * 2,
            "2 things are fine, 1 to know, 2 are to mend.",
        ),
    ],
)
def test_the_doctor_sums_up(lines: list[Line], said: str) -> None:
    assert summary(tuple(lines)) == said


@pytest.fixture
def checked(tmp_path: Path) -> Program:
    machine = odd_python(computer(tmp_path / "computer", System.WINDOWS))
    return check_setup(Program.new(date(2026, 3, 2)), machine)


def test_the_button_lists_what_to_mend_first(checked: Program) -> None:
    table = checked.table("setup_checks")
    order = ["To mend", "To know", "Fine"]
    assert list(table["state"]) == sorted(table["state"], key=order.index)
    assert table["what"].is_unique
    odd = table[table["what"] == "Path of Python"].iloc[0]
    assert (odd["state"], "py=thon;3.exe" in odd["found"]) == ("To mend", True)
    assert checked.said.endswith("are to mend: see My setup.")
    assert checked.show == "My setup"


def test_the_same_computer_gives_the_same_lines(tmp_path: Path) -> None:
    machine = with_add_in(tmp_path)
    set_up(machine)
    file = str(new_file(machine.home / "Spring.xlsm"))
    assert examine(machine, file) == examine(machine, file)


def test_a_second_check_takes_the_place_of_the_first(checked: Program, tmp_path: Path) -> None:
    machine = computer(tmp_path / "other", System.OTHER)
    again = check_setup(checked, machine)
    fresh = check_setup(Program.new(checked.today), machine)
    assert list(again.table("setup_checks")["what"]) == list(fresh.table("setup_checks")["what"])


def test_no_path_of_this_computer_is_in_a_sponsor_copy(tmp_path: Path) -> None:
    machine = computer(tmp_path / "computer", System.WINDOWS)
    checked = check_setup(lived(12), machine)
    assert str(tmp_path) in checked.cells("setup_checks").to_string()
    copy = tmp_path / "copy.xlsx"
    write_sponsor_copy(sponsor(checked), copy)
    with ZipFile(copy) as package:
        parts = [package.read(name).decode() for name in package.namelist()]
    assert not [part for part in parts if str(tmp_path) in part or "My setup" in part]
