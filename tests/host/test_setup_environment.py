"""Names of environment variables: for Windows “OneDrive” and “ONEDRIVE” are one, elsewhere two.

Python hands all names of Windows over in capitals (`dict(os.environ)`), whatever
they are called there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import revmentor_xl
from revmentor_xl.host.setup import config
from revmentor_xl.host.setup.doctor.file_side import file_lines
from revmentor_xl.host.setup.machine import Machine, System, this_machine
from tests.computers import computer

ROOM = Path(revmentor_xl.__file__).parent
SHARED = "Microsoft Office/root/Office16/XLSTART"


def in_the_cloud(machine: Machine) -> str:
    """The folder of the tool's file, if the doctor takes it for one of OneDrive."""
    folder = machine.home / "there"
    lines = {line.what: line for line in file_lines(machine, str(folder / "Spring.xlsm"))}
    is_cloud = "kept in the cloud" in lines["OneDrive or SharePoint"].found
    return str(folder) if is_cloud else ""


def shared_start(machine: Machine) -> str:
    return next((str(one.parents[3]) for one in machine.start_folders[1:]), "")


def conda(machine: Machine) -> str:
    return (config.conda_of(machine) or ("", ""))[1]


READS: dict[str, Callable[[Machine], str]] = {
    "OneDrive": in_the_cloud,
    "OneDriveConsumer": in_the_cloud,
    "OneDriveCommercial": in_the_cloud,
    "ProgramFiles": shared_start,
    "ProgramW6432": shared_start,
    "ProgramFiles(x86)": shared_start,
    "AppData": lambda m: str(m.roaming),
    "LocalAppData": lambda m: str(m.record_file.parents[1]),
    "Conda_Default_Env": conda,
    "Conda_Exe": conda,
    "Conda_Prefix": conda,
}
"""What each name decides on Windows."""


def asked() -> set[str]:
    """The names that set-up and doctor ask for, as they stand in the program text."""
    texts = [path.read_text("utf-8") for path in sorted((ROOM / "host/setup").rglob("*.py"))]
    lists = re.findall(r"variable\(([^)]*)\)|names = \(([^\n]*)\)", "\n".join(texts))
    return set(re.findall(r'"([^"]+)"', " ".join(" ".join(one) for one in lists)))


def test_every_name_that_is_asked_for_is_tried_here() -> None:
    on_windows = {name.upper() for name in asked()} - {"XDG_DATA_HOME"}
    assert on_windows == {name.upper() for name in READS}


@pytest.mark.parametrize("spelled", [str.upper, str.lower, str], ids=["capitals", "small", "both"])
@pytest.mark.parametrize("name", READS)
def test_windows_finds_a_name_however_it_is_spelled(
    tmp_path: Path, name: str, spelled: Callable[[str], str]
) -> None:
    plain = computer(tmp_path, System.WINDOWS)
    there = plain.home / "there"
    there.mkdir()
    own = {
        "CONDA_PREFIX": str(plain.python.parent),
        "CONDA_EXE": str(tmp_path / "conda" / "Scripts" / "conda.exe"),
        "CONDA_DEFAULT_ENV": str(there),
    }
    value = own.get(name.upper(), str(there))
    given = {key: one for key, one in own.items() if name.upper() in own and key != name.upper()}
    made = replace(plain, environment={**given, spelled(name): value})
    found = READS[name](made)
    assert found == (own["CONDA_PREFIX"] if name.upper() in own else str(there))
    assert READS[name](replace(plain, environment=given)) != found


@pytest.mark.parametrize(
    ("system", "name", "expected"),
    [
        (System.WINDOWS, "%Home_of_HR%", "here"),
        (System.WINDOWS, "%HOME_OF_HR%", "here"),
        (System.WINDOWS, "%NOTHING%", "%NOTHING%"),
        (System.MAC, "$Home_of_HR", "here"),
        (System.MAC, "$HOME_OF_HR", "$HOME_OF_HR"),
    ],
)
def test_names_in_paths_follow_the_same_rule(system: System, name: str, expected: str) -> None:
    made = Machine(system, Path("/home/zoe"), {"Home_of_HR": "here"}, Path("/python"))
    assert made.expanded(name) == expected


@pytest.mark.parametrize(("name", "is_heard"), [("XDG_DATA_HOME", True), ("xdg_data_home", False)])
def test_other_systems_tell_large_from_small_letters(name: str, is_heard: bool) -> None:
    made = Machine(System.OTHER, Path("/home/zoe"), {name: "/data"}, Path("/python"))
    assert (made.record_file.parts[1] == "data") is is_heard


def test_this_computer_is_asked_as_windows_hands_its_names_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ONEDRIVECOMMERCIAL", "/clouds/firm")
    here = replace(this_machine(), system=System.WINDOWS)
    assert here.variable("OneDriveCommercial") == "/clouds/firm"


def test_the_environment_is_read_in_one_place_only() -> None:
    reads = re.compile(r"os\.environ|getenv|environment\s*\.\s*get|environment\[|expandvars")
    found = {
        str(path.relative_to(ROOM))
        for path in ROOM.rglob("*.py")
        if reads.search(path.read_text("utf-8").replace("os.environ.setdefault", ""))
    }
    assert found == {"host/setup/machine.py"}
