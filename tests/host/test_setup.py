"""Setting Excel up and taking it back, on real folders of the three systems.

xlwings' own commands run as they are, in a Python of their own; only Excel,
which they ask for its start folder, is a stand-in.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from openpyxl import load_workbook

from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.setup.config import values
from revmentor_xl.host.setup.doctor.excel_side import excel_lines
from revmentor_xl.host.setup.installing import set_up
from revmentor_xl.host.setup.line import Line, State
from revmentor_xl.host.setup.machine import EXCEL_OPTIONS, Machine, System
from revmentor_xl.host.setup.removing import take_down
from tests.computers import EVERY_SYSTEM, WITH_EXCEL, computer, everything_in, with_add_in

each_system = pytest.mark.parametrize("system", EVERY_SYSTEM, ids=lambda s: s.value)
each_with_excel = pytest.mark.parametrize("system", WITH_EXCEL, ids=lambda s: s.value)
OTHERS = '"LICENSE_KEY","nobody"\r\n"UDF MODULES","payroll;budget"\r\n"SHOW CONSOLE","True"\r\n'
MAC_OFFICE = "Library/Group Containers/UBF8T346G9.Office/User Content.localized"
SCRIPT = f"xlwings-{version('xlwings')}.applescript"
PLACES = {
    System.WINDOWS: {
        "config": ".xlwings/xlwings.conf",
        "add-in": "AppData/Roaming/Microsoft/Excel/XLSTART/xlwings.xlam",
        "template": "Documents/Custom Office Templates/Reverse mentoring program.xltm",
    },
    System.MAC: {
        "config": "Library/Containers/com.microsoft.Excel/Data/xlwings.conf",
        "add-in": f"{MAC_OFFICE}/Startup.localized/Excel/xlwings.xlam",
        "template": f"{MAC_OFFICE}/Templates.localized/Reverse mentoring program.xltm",
        "script": f"Library/Application Scripts/com.microsoft.Excel/{SCRIPT}",
    },
}


def states(lines: tuple[Line, ...]) -> list[State]:
    return [line.state for line in lines]


def settings(machine: Machine) -> dict[str, str]:
    return values(machine.config_file.read_text("utf-8"))


@each_with_excel
def test_setup_puts_everything_where_excel_looks(tmp_path: Path, system: System) -> None:
    machine = computer(tmp_path, system)
    lines = set_up(machine)
    assert set(states(lines)) == {State.FINE}, lines
    places = {what: machine.home / place for what, place in PLACES[system].items()}
    assert all(place.is_file() for place in places.values())
    assert places["add-in"].read_bytes() == (machine.xlwings / "addin/xlwings.xlam").read_bytes()
    if system is System.MAC:
        assert places["script"].read_bytes() == (machine.xlwings / SCRIPT).read_bytes()
    interpreter = "INTERPRETER_MAC" if system is System.MAC else "INTERPRETER_WIN"
    assert settings(machine) == {
        interpreter: str(machine.python),
        "UDF MODULES": "revmentor_udfs",
        "USE UDF SERVER": "False",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    }


@each_with_excel
def test_new_offers_a_real_template(tmp_path: Path, system: System) -> None:
    machine = computer(tmp_path, system)
    set_up(machine)
    made = machine.home / PLACES[system]["template"]
    with zipfile.ZipFile(made) as package:
        types = package.read("[Content_Types].xml").decode()
        assert package.testzip() is None
    assert "application/vnd.ms-excel.template.macroEnabled.main+xml" in types
    assert "sheet.macroEnabled.main+xml" not in types
    assert "Home" in load_workbook(made, keep_vba=True).sheetnames


@each_system
def test_a_second_setup_changes_nothing(tmp_path: Path, system: System) -> None:
    machine = computer(tmp_path, system)
    first = set_up(machine)
    once = everything_in(machine.home)
    assert states(set_up(machine)) == states(first)
    assert everything_in(machine.home) == once


@each_system
@pytest.mark.parametrize("config", [None, OTHERS], ids=["no settings", "others' settings"])
def test_uninstall_leaves_everything_as_it_was(
    tmp_path: Path, system: System, config: str | None
) -> None:
    machine = computer(tmp_path, system)
    if config is not None:
        machine.config_file.parent.mkdir(parents=True)
        machine.config_file.write_bytes(config.encode())
    before = everything_in(tmp_path)
    set_up(machine)
    assert everything_in(tmp_path) != before
    set_up(machine)
    assert set(states(take_down(machine))) == {State.FINE}
    assert everything_in(tmp_path) == before
    assert take_down(machine) == ()
    assert everything_in(tmp_path) == before


def test_others_settings_stay_where_they_are(tmp_path: Path) -> None:
    machine = with_add_in(tmp_path)
    machine.config_file.parent.mkdir(parents=True)
    machine.config_file.write_bytes(OTHERS.encode())
    set_up(machine)
    held = machine.config_file.read_bytes().decode()
    assert held.startswith(
        '"LICENSE_KEY","nobody"\r\n"UDF MODULES","payroll;budget;revmentor_udfs"\r\n'
        '"SHOW CONSOLE","True"\r\n'
    )
    assert "ADD_WORKBOOK_TO_PYTHONPATH" not in settings(machine)  # others may rest on it


@pytest.mark.parametrize("again", [False, True], ids=["set up once", "set up again after"])
def test_what_was_added_after_setup_outlives_it(tmp_path: Path, again: bool) -> None:
    machine = with_add_in(tmp_path)
    set_up(machine)
    with machine.config_file.open("ab") as config:
        config.write(b'"SHOW CONSOLE","True"\r\n"CONDA ENV","theirs"\r\n')
    if again:
        set_up(machine)
    take_down(machine)
    left = settings(machine)
    # a conda environment would be put before our Python, so that set-up takes it out
    assert left == {"SHOW CONSOLE": "True"} | ({} if again else {"CONDA ENV": "theirs"})


def test_an_older_add_in_is_replaced_and_comes_back(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.WINDOWS)
    place = machine.home / PLACES[System.WINDOWS]["add-in"]
    place.write_bytes(b"version 0.30")
    set_up(machine)
    assert place.read_bytes() == (machine.xlwings / "addin/xlwings.xlam").read_bytes()
    take_down(machine)
    assert place.read_bytes() == b"version 0.30"


def test_an_add_in_that_was_there_is_left_there(tmp_path: Path) -> None:
    machine = with_add_in(tmp_path)
    set_up(machine)
    take_down(machine)
    assert (machine.home / PLACES[System.WINDOWS]["add-in"]).is_file()


def test_a_template_that_somebody_changed_is_left(tmp_path: Path) -> None:
    machine = with_add_in(tmp_path)
    set_up(machine)
    place = machine.home / PLACES[System.WINDOWS]["template"]
    place.write_bytes(b"our own")
    lines = take_down(machine)
    assert [line.what for line in lines if line.state is State.KNOW] == [place.name]
    assert place.read_bytes() == b"our own"


@each_with_excel
def test_without_excel_setup_does_the_rest_and_says_so(tmp_path: Path, system: System) -> None:
    machine = computer(tmp_path, system, has_excel=False)
    done = {line.what: line for line in set_up(machine)}
    assert done["xlwings add-in"].state is State.MEND
    assert done["xlwings add-in"].found == "Excel was not found on this computer."
    assert done["xlwings settings"].state is State.FINE
    assert (machine.home / PLACES[system]["template"]).is_file()


def test_an_excel_that_does_not_answer_is_told_apart(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.WINDOWS)
    silent = {k: v for k, v in machine.environment.items() if not k.startswith("STAND_IN")}
    done = {line.what: line for line in set_up(replace(machine, environment=silent))}
    assert done["xlwings add-in"].state is State.MEND
    assert "Open Excel once" in done["xlwings add-in"].remedy


def test_an_add_in_that_cannot_be_copied_is_said(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.WINDOWS)
    place = machine.home / PLACES[System.WINDOWS]["add-in"]
    (place / "in the way").mkdir(parents=True)
    before = everything_in(machine.home)
    done = {line.what: line for line in set_up(machine)}
    assert done["xlwings add-in"].state is State.MEND
    assert done["Template under New"].state is State.FINE
    take_down(machine)
    assert everything_in(machine.home) == before


@pytest.mark.parametrize(
    ("options", "folder"),
    [
        ({}, "Documents/Custom Office Templates"),
        ({"PersonalTemplates": "{home}/Ours"}, "Ours"),
        ({"PersonalTemplates": "%HOME%/Mine"}, "Mine"),
    ],
    ids=["not chosen", "chosen", "chosen with a variable"],
)
def test_the_template_goes_where_windows_users_keep_theirs(
    tmp_path: Path, options: dict[str, str], folder: str
) -> None:
    machine = with_add_in(tmp_path)
    for name, value in options.items():
        machine.registry.write(EXCEL_OPTIONS, name, value.replace("{home}", str(machine.home)))
    before = machine.registry.values(EXCEL_OPTIONS)
    set_up(machine)
    assert (machine.home / folder / "Reverse mentoring program.xltm").is_file()
    chosen = machine.registry.value(EXCEL_OPTIONS, "PersonalTemplates")
    assert machine.expanded(str(chosen)) == str(machine.home / folder)
    take_down(machine)
    assert machine.registry.values(EXCEL_OPTIONS) == before


def test_a_templates_folder_chosen_since_stays(tmp_path: Path) -> None:
    machine = with_add_in(tmp_path)
    set_up(machine)
    machine.registry.write(EXCEL_OPTIONS, "PersonalTemplates", r"C:\Mine")
    assert "was changed since, and stays" in take_down(machine)[-1].found
    assert machine.registry.value(EXCEL_OPTIONS, "PersonalTemplates") == r"C:\Mine"


def test_documents_may_have_moved_to_onedrive(tmp_path: Path) -> None:
    machine = with_add_in(tmp_path)
    folders = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
    machine.registry.write(folders, "Personal", "%HOME%/OneDrive - Firm/Documents")
    set_up(machine)
    assert (
        machine.home / "OneDrive - Firm/Documents/Custom Office Templates"
        "/Reverse mentoring program.xltm"
    ).is_file()


def test_a_python_whose_library_excel_cannot_load_has_no_custom_functions(tmp_path: Path) -> None:
    machine = with_add_in(tmp_path)
    next(machine.python.parent.glob("*.dll")).unlink()
    done = {line.what: line for line in set_up(machine)}
    assert done["xlwings settings"].state is State.KNOW
    assert "the buttons work, custom functions do not" in done["xlwings settings"].found
    assert "Microsoft Store" in done["xlwings settings"].remedy


def test_a_virtual_environment_has_its_library_one_folder_up(tmp_path: Path) -> None:
    machine = with_add_in(tmp_path)
    library = next(machine.python.parent.glob("*.dll"))
    library.rename(machine.python.parent.parent / library.name)
    done = {line.what: line for line in set_up(machine)}
    assert done["xlwings settings"].state is State.FINE


def test_a_step_may_take_long_whoever_used_xlwings_before(tmp_path: Path) -> None:
    """An earlier version of set-up, or another tool, let buttons share the functions' Python."""
    machine = with_add_in(tmp_path)
    machine.config_file.parent.mkdir(parents=True, exist_ok=True)
    machine.config_file.write_text('"USE UDF SERVER","True"\n', "utf-8")
    set_up(machine)
    assert settings(machine)["USE UDF SERVER"] == "False"
    take_down(machine)
    assert settings(machine) == {"USE UDF SERVER": "True"}


CONDA_HR = r"C:\mini\envs\hr"
SHARED = r"C:\Users\jo\.conda\envs\hr"
BLANK = r"C:\Users\Jo Roe\.conda\envs\hr"


@pytest.mark.parametrize(
    ("prefix", "name", "active", "expected"),
    [
        (CONDA_HR, "hr", CONDA_HR, [r"C:\mini", "hr", "python"]),
        (CONDA_HR, "hr", CONDA_HR.upper(), [r"C:\mini", "hr", "python"]),
        (r"C:\mini", "base", r"C:\mini", [r"C:\mini", "base", "python"]),
        (SHARED, "hr", SHARED, [r"C:\mini", SHARED, "python"]),
        (BLANK, "hr", BLANK, [None, None, f"{BLANK}/python.exe"]),
        (r"C:\Python312", "hr", CONDA_HR, [None, None, r"C:\Python312/python.exe"]),
    ],
    ids=["named", "other case", "base", "shared conda", "blank in the path", "another Python"],
)
def test_a_conda_python_is_started_through_conda(
    tmp_path: Path, prefix: str, name: str, active: str, expected: list[str | None]
) -> None:
    machine = with_add_in(tmp_path)
    conda = {
        "CONDA_PREFIX": active,
        "CONDA_EXE": r"C:\mini\Scripts\conda.exe",
        "CONDA_DEFAULT_ENV": name,
    }
    environment = {**machine.environment, **conda}
    set_up(replace(machine, environment=environment, python=Path(prefix) / "python.exe"))
    written = settings(machine)
    keys = ("CONDA PATH", "CONDA ENV", "INTERPRETER_WIN")
    given = [written.get(key) for key in keys]
    assert [one and one.casefold() for one in given] == [one and one.casefold() for one in expected]


def test_a_python_from_the_store_writes_nothing(tmp_path: Path) -> None:
    base = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_3.12.1_x64__qbz5"
    machine = replace(computer(tmp_path, System.WINDOWS), base=Path(base))
    before = everything_in(machine.home)
    (line,) = set_up(machine)
    assert (line.what, line.state) == ("Python from the Microsoft Store", State.MEND)
    assert everything_in(machine.home) == before
    assert line in list(excel_lines(machine))


def test_a_shell_on_the_mac_has_to_find_python(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.MAC)
    python = tmp_path / "HR tools" / "python3"
    done = {line.what: line for line in set_up(replace(machine, python=python))}
    assert done["xlwings settings"].state is State.MEND
    assert "“ ”" in done["xlwings settings"].found
    assert not machine.config_file.exists()


def test_letters_that_vba_cannot_read_are_said(tmp_path: Path) -> None:
    machine = replace(computer(tmp_path / "Łukasz", System.WINDOWS), encoding="cp1252")
    before = everything_in(machine.home)
    done = {line.what: line for line in set_up(machine)}
    assert done["xlwings settings"].state is State.MEND
    take_down(machine)  # xlwings' own command may have written settings of its own
    assert everything_in(machine.home) == before


@pytest.mark.parametrize(("reading", "state"), [("cp1252", State.FINE), ("utf-8", State.MEND)])
def test_letters_that_python_cannot_read_are_said(
    tmp_path: Path, reading: str, state: State
) -> None:
    machine = with_add_in(tmp_path / "Jörg")
    before = everything_in(machine.home)
    machine = replace(machine, encoding="cp1252", reading=reading)
    done = {line.what: line for line in set_up(machine)}
    assert done["xlwings settings"].state is state
    take_down(machine)
    assert everything_in(machine.home) == before
    machine.config_file.parent.mkdir()
    machine.config_file.write_bytes('"PYTHONPATH","C:\\Jörg"\r\n'.encode("cp1252"))
    lines = {line.what: line for line in excel_lines(machine)}
    assert lines["xlwings settings"].state is state


def test_a_damaged_record_stops_both(tmp_path: Path) -> None:
    machine = computer(tmp_path, System.OTHER)
    set_up(machine)
    machine.record_file.write_text("{", "utf-8")
    for act in (set_up, take_down):
        with pytest.raises(RevmentorError, match="damaged"):
            act(machine)


def typed(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command as a person types it, in a home of its own."""
    return subprocess.run(
        [sys.executable, "-m", "revmentor_xl.host.cli", *words],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="says what happens without Excel")
def test_a_person_reads_what_was_done_and_what_not(tmp_path: Path) -> None:
    done = typed(tmp_path, "setup")
    assert done.returncode == 1, done.stderr
    assert "fine     xlwings settings: Written to" in done.stdout
    assert "TO MEND  xlwings add-in: Excel for Windows or Mac is not on this" in done.stdout
    assert "What to do: Work on the closed file" in done.stdout
    undone = typed(tmp_path, "uninstall")
    assert (undone.returncode, everything_in(tmp_path)) == (0, {})
    assert "Nothing to take back" in typed(tmp_path, "uninstall").stdout
