"""xlwings' library (a DLL), which Excel for Windows loads for custom functions."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from revmentor_xl.host.setup.machine import Machine

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
