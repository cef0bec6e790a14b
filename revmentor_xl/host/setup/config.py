"""xlwings.conf: the settings that the xlwings add-in reads before each button.

Lines of "KEY","value" (`pairs.py` says how they are read). The add-in's VBA
takes the first line of a key, while xlwings' Python takes the last; therefore
each of our keys stands once. What other tools wrote is kept as it is, byte for
byte, unless the add-in misreads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PureWindowsPath

from revmentor_xl.host.setup.machine import Machine, System
from revmentor_xl.host.setup.pairs import line_end, lines_of, pairs_of, put_right

UDF_MODULE = "revmentor_udfs"
SERVER = "USE UDF SERVER"
MODULES = "UDF MODULES"
ADD_FOLDER = "ADD_WORKBOOK_TO_PYTHONPATH"
CONDA = ("CONDA PATH", "CONDA ENV")


Settings = Mapping[str, str | None]
"""Values by key; None takes a key away."""


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
    for line in lines_of(text):
        for key, value in pairs_of(line):
            found.setdefault(key.upper(), value)
    return found


def changed(machine: Machine, text: str, settings: Settings) -> str:
    """The text with these settings, and without what the add-in misreads.

    Every other line stays as it was, in its place.
    """
    new_line = line_end(machine, text)
    left = dict(settings)
    lines = []
    for line in lines_of(put_right(machine, text)):
        ((key, value),) = pairs_of(line)
        key = key.upper()
        if key not in settings:
            lines.append(line)
        elif left.get(key) is not None:  # the first line of a key; later ones are dropped
            new = str(left.pop(key))
            lines.append(line if value == new else _written(line, key, new, new_line))
    added = [f'"{key}","{value}"{new_line}' for key, value in left.items() if value is not None]
    if added and lines and not lines[-1].endswith(("\r", "\n")):
        lines[-1] += new_line
    return "".join(lines + added)


def _written(line: str, key: str, value: str, new_line: str) -> str:
    end = line[len(line.rstrip("\r\n")) :] or new_line
    return f'"{key}","{value}"{end}'


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
    prefix = machine.variable("CONDA_PREFIX")
    program = machine.variable("CONDA_EXE")
    name = machine.variable("CONDA_DEFAULT_ENV")
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
