"""The xlwings add-in, which stands between a button and Python.

It is brought by xlwings' own command, `xlwings addin install`, run with the
Python that the buttons will use: it asks Excel for its start folder and copies
the add-in of the same version there; on a Mac it also copies the AppleScript
through which Excel starts Python. The command ends with 0 even when it could
not copy, so that its result is looked at and not its answer.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from revmentor_xl.host.setup.line import Line, mend
from revmentor_xl.host.setup.machine import Machine
from revmentor_xl.host.setup.record import content

ADD_IN = "xlwings.xlam"
_LONGEST = 180  # seconds; Excel may first have to be started
_STATUS = re.compile(r"(?:installed at|install it at:) (.+)")


def package_add_in(machine: Machine) -> Path:
    """The add-in that came with the installed xlwings package."""
    return machine.xlwings / "addin" / ADD_IN


def apple_script(machine: Machine) -> Path:
    """The AppleScript that came with the installed xlwings package."""
    return machine.xlwings / f"xlwings-{version('xlwings')}.applescript"


def installed(machine: Machine) -> Iterator[Path]:
    """The xlwings add-ins that Excel opens as it starts."""
    for folder in machine.start_folders:
        if (folder / ADD_IN).is_file():
            yield folder / ADD_IN


def hidden_line(machine: Machine) -> Line | None:
    """A line when Windows keeps what this Python copies for Excel to Python itself.

    A program from the Microsoft Store writes new files below AppData, where
    Excel's start folder is, to a copy of its own, and reads them from there: it
    cannot even see that they are missing (cpython issue 85368).
    """
    if not machine.is_from_store:
        return None
    return mend(
        "Python from the Microsoft Store",
        "Windows shows to this Python alone what it copies to Excel's start folder, so that Excel "
        "would not find the add-in.",
        "Install the 64-bit Python 3.11 or newer from python.org, install revmentor-xl there "
        "and run revmentor-xl setup with it.",
    )


def same(one: Path, other: Path) -> bool:
    """Whether both files can be read and hold the same bytes."""
    try:
        held = content(one)
        return held is not None and held == content(other)
    except OSError:
        return False


def asked_place(machine: Machine) -> Path | str:
    """Where Excel wants the add-in, as xlwings' command learns from Excel itself.

    A text instead of a path says why Excel could not be asked.
    """
    told = xlwings_command(machine, "addin", "status")
    found = _STATUS.search(told)
    return Path(found[1].strip()) if found else told


def xlwings_command(machine: Machine, *words: str) -> str:
    """Run an xlwings command with this machine's Python; gives what it said."""
    try:
        done = subprocess.run(
            [str(machine.python), "-m", "xlwings.cli", *words],
            env=dict(machine.environment) | {"PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"Excel did not answer within {_LONGEST} seconds."
    except OSError as error:
        return f"Python could not be started: {error.strerror}."
    return done.stdout if done.returncode == 0 else done.stdout + done.stderr


def last_words(told: str) -> str:
    """The last line of what a command said, in which a failure names its reason."""
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


_CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"


def excel_bits(machine: Machine) -> int:
    """Whether Excel is a 32-bit or a 64-bit program; 64, the default, when it does not tell."""
    return 32 if machine.registry.value(_CLICK_TO_RUN, "Platform") == "x86" else 64


def library_name(machine: Machine) -> str:
    """The library that fits Excel (not Python), of the installed xlwings version."""
    return f"xlwings{excel_bits(machine)}-{version('xlwings')}.dll"


def excel_library(machine: Machine) -> Path | None:
    """Where the add-in finds the library: beside Python or, for a virtual environment,
    one folder up. pip puts it elsewhere with --user and for Python from the Microsoft
    Store (xlwings issues 1538 and 1803); then None."""
    for folder in (machine.python.parent, machine.python.parent.parent):
        if (folder / library_name(machine)).is_file():
            return folder / library_name(machine)
    return None
