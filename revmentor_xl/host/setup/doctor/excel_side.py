"""What the doctor looks at between Excel and Python: add-in, settings, template."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from revmentor_xl.host.setup import addin, config, pairs
from revmentor_xl.host.setup.addin import excel_library, library_name
from revmentor_xl.host.setup.doctor.policies import disabled_line, policy_lines
from revmentor_xl.host.setup.line import Line, fine, know, mend
from revmentor_xl.host.setup.machine import Machine, System
from revmentor_xl.host.setup.new_menu import template_bytes, template_in_new
from revmentor_xl.host.setup.paths import characters_line, python_line
from revmentor_xl.host.setup.record import content

SET_UP = "Close Excel and run: revmentor-xl setup"
_SETTINGS = "xlwings settings"
_ASK_IT = "Show this line to your IT department."


def excel_lines(machine: Machine) -> Iterator[Line]:
    """A line for each thing that Excel needs so that a button reaches this Python."""
    if machine.system is System.OTHER:
        yield know(
            "Excel",
            "Excel does not run on this system, so that buttons cannot be used here.",
            "Work on the closed file with the commands: revmentor-xl --help",
        )
        return
    yield _excel_line(machine)
    if machine.running() > 1:
        yield know(
            "Excel programs running",
            "Excel is running more than once.",
            "If a button answers in the wrong window, close all Excel windows and open the file "
            "again.",
        )
    yield _add_in_line(machine)
    yield from filter(None, (addin.hidden_line(machine), disabled_line(machine)))
    yield from _settings_lines(machine)
    yield python_line(machine)
    yield characters_line(machine, "Path of the settings", str(machine.config_file), by_vba=True)
    if machine.system is System.MAC:
        yield _script_line(machine)
    else:
        yield from policy_lines(machine)
    yield _template_line(machine)


def _excel_line(machine: Machine) -> Line:
    if machine.excel:
        return fine("Excel", f"Excel is at “{machine.excel}”.")
    return mend(
        "Excel",
        "Excel was not found on this computer.",
        "Install Excel for desktop; Excel in the browser cannot run the buttons.",
    )


def _add_in_line(machine: Machine) -> Line:
    what, source = "xlwings add-in", addin.package_add_in(machine)
    present = list(addin.installed(machine))
    others = [one for one in present if not addin.same(one, source)]
    if not present:
        return mend(what, "The add-in is not in Excel's start folder.", SET_UP)
    if len(present) == 1 and others:
        return mend(
            what, f"“{others[0]}” is of another version than xlwings {version('xlwings')}.", SET_UP
        )
    if others:
        return mend(
            what,
            f"There are several, and “{others[0]}” is of another version.",
            "Delete that one (for a folder under Program Files ask your IT department).",
        )
    return fine(what, f"“{present[0]}”, of the same version as xlwings.")


def _settings_lines(machine: Machine) -> Iterator[Line]:
    file = machine.config_file
    try:
        held = content(file)
    except OSError as error:
        yield mend(_SETTINGS, f"“{file}” cannot be read: {error.strerror}.", _ASK_IT)
        return
    if held is None:
        yield mend(_SETTINGS, f"“{file}” is missing.", SET_UP)
        return
    text = pairs.text_of(machine, held)
    wrong = pairs.what_is_wrong(machine, held)
    if not config.is_read_by_python(machine, held):
        yield mend(
            _SETTINGS,
            f"“{file}” has letters that this Python cannot read there, so that no button works.",
            "Let the paths in it have plain letters only (Python in a folder such as C:\\Python).",
        )
    elif wrong:
        yield mend(
            _SETTINGS,
            f"“{file}” {wrong}.",
            f"{SET_UP} (it puts that right and keeps every setting that stands there)",
        )
    else:
        yield fine(_SETTINGS, f"“{file}” can be read.")
    known = config.values(text)
    yield _interpreter_line(machine, known)
    if machine.system is System.WINDOWS:
        yield _functions_line(machine, known)
        yield _server_line(known)
        yield _path_line(known)


def _interpreter_line(machine: Machine, known: dict[str, str]) -> Line:
    what = "Python that buttons use"
    named = known.get(config.interpreter_key(machine)) or known.get("INTERPRETER", "")
    conda = tuple(known.get(key, "") for key in config.CONDA)
    if named in ("", "python", "pythonw") and any(conda) and conda == config.conda_of(machine):
        return fine(what, f"The conda environment {conda[1]}, which is this one.")
    if named in ("", "python", "pythonw"):
        return mend(what, "Whichever Python is found first; it may be another one.", SET_UP)
    path = Path(machine.expanded(named))
    if not path.is_file():
        return mend(what, f"“{path}” is not there (any more).", SET_UP)
    if not _is_this_python(machine, path):
        return mend(what, f"“{path}”, but this is “{machine.python}”.", SET_UP)
    return fine(what, f"“{path}”, which is this one.")


def _is_this_python(machine: Machine, path: Path) -> bool:
    """Whether a path means this machine's Python, perhaps by another of its names.

    A virtual environment's Python links to the one that it was made from, so
    that the folder decides; within it python and python3 may be the same.
    """
    if os.path.normcase(path.parent) != os.path.normcase(machine.python.parent):
        return False
    return machine.system is System.WINDOWS or (
        machine.python.exists() and path.samefile(machine.python)
    )


def _functions_line(machine: Machine, known: dict[str, str]) -> Line:
    what = "Custom functions"
    if find_spec(config.UDF_MODULE) is None:
        return mend(
            what,
            f"The module {config.UDF_MODULE} is not installed in this Python.",
            "In the folder revmentor_xl came in, run: python -m pip install --force-reinstall .",
        )
    if config.UDF_MODULE not in known.get(config.MODULES, "").split(";"):
        return mend(what, f"{config.UDF_MODULE} is not named in the xlwings settings.", SET_UP)
    if excel_library(machine) is None:
        return know(
            what,
            f"They do not work, though the buttons do: Excel cannot load {library_name(machine)}, "
            "which is neither beside Python nor one folder up.",
            "Install Python from python.org (not from the Microsoft Store), install revmentor-xl "
            "without --user, and run revmentor-xl setup again.",
        )
    return fine(what, f"The module {config.UDF_MODULE} is installed and named.")


def _server_line(known: dict[str, str]) -> Line:
    what = "Long steps"
    if known.get(config.SERVER, "").casefold() == "true":
        return mend(
            what,
            f"Buttons share a Python with custom functions ({config.SERVER}): when a step takes "
            "more than about 90 seconds, Excel says that it waits for another application, and "
            "stops listening to the step.",
            SET_UP,
        )
    return fine(what, "Each button has a Python of its own and may take as long as it needs.")


def _path_line(known: dict[str, str]) -> Line:
    what = "Folder of the file"
    if known.get(config.ADD_FOLDER, "true").casefold() != "true":
        return fine(what, "Python files that lie beside a workbook are not run.")
    return know(
        what,
        "Python looks for its libraries beside the open workbook first, because xlwings was in "
        "use before revmentor-xl came.",
        "Keep the program file in a folder without Python files (.py).",
    )


def _script_line(machine: Machine) -> Line:
    what, source = "AppleScript of xlwings", addin.apple_script(machine)
    place = machine.apple_script_folder / source.name
    if addin.same(place, source):
        return fine(what, f"“{place}”, of the same version as xlwings.")
    found = "is of another version" if place.is_file() else "is missing"
    return mend(what, f"“{place}” {found}.", "Run: revmentor-xl setup")


def _template_line(machine: Machine) -> Line:
    what, place = "Template under New", template_in_new(machine)
    try:
        held = content(place) if place else None
    except OSError as error:
        return know(what, f"“{place}” cannot be read: {error.strerror}.", _ASK_IT)
    if held is None:
        return know(what, "Excel's New does not offer the program template.", SET_UP)
    if held != template_bytes():
        return know(what, f"“{place}” is not of this version of revmentor-xl.", SET_UP)
    return fine(what, f"“{place}”.")
