"""Computers for the tests of set-up: real folders, with what set-up has to know beside them."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path

from revmentor_xl.host.setup.machine import Machine, System, package_folder

STAND_IN = Path(__file__).parent / "host" / "standin"
APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
NAMES = {System.WINDOWS: "win32", System.MAC: "darwin", System.OTHER: "linux"}
EVERY_SYSTEM = (System.WINDOWS, System.MAC, System.OTHER)
WITH_EXCEL = (System.WINDOWS, System.MAC)


@dataclass
class Shelf:
    """A registry that is kept in memory."""

    held: dict[str, dict[str, object]] = field(default_factory=dict)

    def value(self, key: str, name: str) -> object:
        return self.held.get(key, {}).get(name)

    def values(self, key: str) -> dict[str, object]:
        return dict(self.held.get(key, {}))

    def subkeys(self, key: str) -> tuple[str, ...]:
        below = (one.removeprefix(f"{key}\\") for one in self.held if one.startswith(f"{key}\\"))
        return tuple(dict.fromkeys(one.split("\\")[0] for one in below))

    def write(self, key: str, name: str, text: str | None) -> None:
        if text is None:
            del self.held[key][name]
        else:
            self.held.setdefault(key, {})[name] = text


def computer(folder: Path, system: System, *, has_excel: bool = True) -> Machine:
    """A computer of this system with its home, temporary folder and Excel under `folder`.

    Its Python starts this one, so that commands really run; beside it lies
    xlwings' library, as on Windows.
    """
    home, temp, programs = folder / "home", folder / "temp", folder / "programs"
    for one in (home, temp, programs):
        one.mkdir(parents=True)
    python = programs / "python" / "python.exe"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    (python.parent / f"xlwings64-{version('xlwings')}.dll").write_bytes(b"library")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(STAND_IN),
        "APPDATA": str(home / "AppData" / "Roaming"),
        "LOCALAPPDATA": str(home / "AppData" / "Local"),
    }
    machine = Machine(
        system=system,
        home=home,
        environment=environment,
        python=python,
        registry=Shelf(),
        applications=programs,
        temp=temp,
        xlwings=package_folder("xlwings"),
        running=lambda: 1,
    )
    return with_excel(machine) if has_excel and system is not System.OTHER else machine


def with_excel(machine: Machine) -> Machine:
    """The computer with an Excel that tells xlwings where its start folder is."""
    if machine.system is System.MAC:
        (machine.applications / "Microsoft Excel.app").mkdir()
    else:
        machine.registry.write(APP_PATH, "", r"C:\Program Files\Microsoft Office\EXCEL.EXE")
    machine.start_folders[0].mkdir(parents=True)  # as Excel does at its first start
    told = {
        "STAND_IN_START": str(machine.start_folders[0]),
        "STAND_IN_SYSTEM": NAMES[machine.system],
    }
    return replace(machine, environment={**machine.environment, **told})


def with_add_in(folder: Path) -> Machine:
    """A Windows computer that has the add-in already: set-up then starts no command."""
    machine = computer(folder, System.WINDOWS)
    place = machine.start_folders[0] / "xlwings.xlam"
    shutil.copyfile(machine.xlwings / "addin" / "xlwings.xlam", place)
    return machine


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """Every file (its bytes) and folder (None) below a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if "__pycache__" not in path.parts:
            found[str(path.relative_to(folder))] = path.read_bytes() if path.is_file() else None
    return found
