"""xlwings.conf: the settings that the xlwings add-in reads before each button.

Lines of "KEY","value". The add-in's VBA reads them in pairs of texts, so that
one odd line spoils all that follow, and takes the first line of a key, while
xlwings' Python takes the last; therefore each of our keys stands once. What
other tools wrote is kept as it is, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PureWindowsPath

from revmentor_xl.host.setup.machine import Machine, System

UDF_MODULE = "revmentor_udfs"
SERVER = "USE UDF SERVER"
MODULES = "UDF MODULES"
ADD_FOLDER = "ADD_WORKBOOK_TO_PYTHONPATH"
CONDA = ("CONDA PATH", "CONDA ENV")

_LINE = re.compile(r'"([^"]*)" *, *"([^"]*)" *\r?\n?')
_KEY = re.compile(r'"([^"]*)" *,')

Settings = Mapping[str, str | None]
"""Values by key; None takes a key away."""


def text_of(machine: Machine, held: bytes) -> str:
    """The file's text; what cannot be read comes through unchanged."""
    return held.decode(machine.encoding, "surrogateescape")


def bytes_of(machine: Machine, text: str) -> bytes:
    """The text as the file keeps it. Raises `UnicodeEncodeError` for letters it cannot keep."""
    return text.encode(machine.encoding, "surrogateescape")


def is_read_by_python(machine: Machine, held: bytes) -> bool:
    """Whether xlwings can read the file; if not, it cannot even be imported."""
    try:
        held.decode(machine.reading)
    except UnicodeDecodeError:
        return False
    return True


def values(text: str) -> dict[str, str]:
    """The value of each key, in capitals, as the add-in's VBA reads it."""
    found: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        read = _LINE.fullmatch(line)
        if read:
            found.setdefault(read[1].upper(), read[2])
    return found


def odd_lines(text: str) -> tuple[int, ...]:
    """The numbers of the lines that the add-in's VBA cannot read."""
    lines = text.splitlines(keepends=True)
    return tuple(
        number
        for number, line in enumerate(lines, start=1)
        if line.strip() and not _LINE.fullmatch(line)
    )


def changed(machine: Machine, text: str, settings: Settings) -> str:
    """The text with these settings; every other line stays as it was, in its place."""
    new_line = _line_end(machine, text)
    left = dict(settings)
    lines = []
    for line in text.splitlines(keepends=True):
        key = _key_of(line)
        if key not in settings:
            lines.append(line)
        elif left.get(key) is not None:  # the first line of a key; later ones are dropped
            lines.append(_written(line, key, str(left.pop(key)), new_line))
    added = [f'"{key}","{value}"{new_line}' for key, value in left.items() if value is not None]
    if added and lines and not lines[-1].endswith("\n"):
        lines[-1] += new_line
    return "".join(lines + added)


def _written(line: str, key: str, value: str, new_line: str) -> str:
    same = _LINE.fullmatch(line)
    if same and same[2] == value:
        return line
    end = line[len(line.rstrip("\r\n")) :] or new_line
    return f'"{key}","{value}"{end}'


def _key_of(line: str) -> str:
    found = _KEY.match(line)
    return found[1].upper() if found else ""


def _line_end(machine: Machine, text: str) -> str:
    if text:
        return "\r\n" if "\r\n" in text else "\n"
    return "\r\n" if machine.system is System.WINDOWS else "\n"


def interpreter_key(machine: Machine) -> str:
    """The key under which the add-in looks for Python on this system."""
    return "INTERPRETER_MAC" if machine.system is System.MAC else "INTERPRETER_WIN"


def wanted(machine: Machine, text: str | None) -> Settings:
    """The settings that the buttons need, given the file's text (None: there is no file).

    Each button gets a Python of its own: in the one that custom functions keep
    open, Excel waits inside a single call, and stops listening when a step takes
    more than about 90 seconds (xlwings issues 120 and 1757). Custom functions do
    not ask for this setting. The folder of a
    workbook is taken off Python's path, where a file called pandas.py would be
    run in place of pandas, but only when nobody used xlwings before: programs
    of others may rest on it.
    """
    conda = conda_of(machine)
    known = values(text or "")
    others = [one for one in known.get(MODULES, "").split(";") if one]
    settings: dict[str, str | None] = {
        interpreter_key(machine): "python" if conda else str(machine.python),
        MODULES: ";".join(dict.fromkeys([*others, UDF_MODULE])),
        SERVER: str(False),
    }
    if machine.system is System.WINDOWS:
        # Another tool's environment would be put before our Python.
        settings |= dict(zip(CONDA, conda or (None, None)))
    if text is None:
        settings[ADD_FOLDER] = "False"
    return settings


def conda_of(machine: Machine) -> tuple[str, str] | None:
    """Windows: where conda is and the environment, when our Python is conda's.

    xlwings starts such a Python through conda, which brings its libraries. It
    looks for the environment below conda's own folder; one that is elsewhere,
    as where conda is shared, goes by its whole path, which may have no blank.
    """
    prefix = machine.environment.get("CONDA_PREFIX", "")
    program = machine.environment.get("CONDA_EXE", "")
    name = machine.environment.get("CONDA_DEFAULT_ENV", "")
    if machine.system is not System.WINDOWS or not (prefix and program and name):
        return None
    if str(machine.python.parent).casefold() != prefix.rstrip("\\/").casefold():
        return None
    conda = PureWindowsPath(program).parent.parent
    if PureWindowsPath(prefix) in (conda, conda / "envs" / name):
        return str(conda), name
    return None if " " in prefix else (str(conda), prefix)


def taken_back(machine: Machine, now: str, before: str, written: Settings) -> str:
    """The text without what set-up wrote: each key as it was before.

    A key that was changed since stays as it is now.
    """
    earlier, current = values(before), values(now)
    undone: dict[str, str | None] = {
        key: earlier.get(key)
        for key, value in written.items()
        if key != MODULES and current.get(key) == value
    }
    if MODULES in current:
        undone[MODULES] = _modules_back(current[MODULES], earlier.get(MODULES))
    return changed(machine, now, undone)


def _modules_back(now: str, earlier: str | None) -> str | None:
    """The modules without ours, unless it was named before; as they were written before if
    they are still the same."""
    before = [one for one in (earlier or "").split(";") if one]
    left = [one for one in now.split(";") if one and (one != UDF_MODULE or one in before)]
    return earlier if left == list(dict.fromkeys(before)) else ";".join(left)
