"""`revmentor-xl doctor` and the button “Check my setup”: what is fine, what is not, the remedy."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from revmentor_xl.findings.sentences import counted
from revmentor_xl.host.setup.doctor.excel_side import excel_lines
from revmentor_xl.host.setup.doctor.file_side import file_lines, folder_lines
from revmentor_xl.host.setup.doctor.python_side import python_lines
from revmentor_xl.host.setup.line import Line, State, to_mend
from revmentor_xl.host.setup.machine import Machine, this_machine
from revmentor_xl.program import Program


def examine(machine: Machine, file: str = "") -> tuple[Line, ...]:
    """Look at everything that the buttons rest on; what is to be mended comes first.

    `file` is the path or the address of a program file; without it only the
    computer is looked at. Nothing is changed.
    """
    lines = [*python_lines(), *excel_lines(machine)]
    if file:
        lines += file_lines(machine, file)
        folder = Path(file).absolute().parent
        if "://" not in file and folder.is_dir():
            lines += folder_lines(folder, "Folder")
    lines += folder_lines(machine.temp, "Temporary folder")
    order = (State.MEND, State.KNOW, State.FINE)
    return tuple(sorted(lines, key=lambda line: order.index(line.state)))


def summary(lines: tuple[Line, ...]) -> str:
    """“11 things are fine, 1 is to mend.”"""
    states = [line.state for line in lines]
    good, wrong = states.count(State.FINE), to_mend(lines)
    note = states.count(State.KNOW)
    parts = [counted(good, "thing is fine", "things are fine")]
    if note:
        parts.append(f"{note} to know")
    parts.append(counted(wrong, "is to mend", "are to mend") if wrong else "nothing is to mend")
    return f"{', '.join(parts)}."


def check_setup(program: Program, machine: Machine | None = None) -> Program:
    """Write the lines of `examine` to the table of the tab My setup.

    `machine` is the computer, without it this one. The file itself is left out:
    where a button answers, Excel has let its macros run and found its folder.
    """
    lines = examine(machine or this_machine())
    rows = pd.DataFrame(
        {
            "state": [line.state.value for line in lines],
            "what": [line.what for line in lines],
            "found": [line.found for line in lines],
            "remedy": [line.remedy or None for line in lines],
        },
        dtype=object,
    )
    said = summary(lines).removesuffix(".")
    return program.rewrite("setup_checks", rows).saying(f"{said}: see My setup.", "My setup")
