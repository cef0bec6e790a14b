"""Paths that the way from Excel to Python cannot carry."""

from __future__ import annotations

from revmentor_xl.host.setup.line import Line, fine, mend
from revmentor_xl.host.setup.machine import Machine, System

_ANYWHERE = {
    "=": "xlwings cuts the workbook's name off there",
    ";": "xlwings takes what follows for another folder",
    "|": "the AppleScript takes what follows for another value",
    '"': "it ends a setting",
}
_WINDOWS_ONLY = {"%": "Windows takes it for the name of a variable", "^": "Windows drops it"}
_MAC_ONLY = {"$": "it is taken for the name of a variable", "`": "the shell takes it for a command"}
_SHELL = dict.fromkeys(" '&()<>`\\*?[]{}!#~", "the shell that starts Python cuts the path there")
_LONGEST = 218  # letters in the whole path of a workbook, Excel for Windows


def python_line(machine: Machine) -> Line:
    """A line about the path of Python, which the add-in's VBA reads.

    On a Mac its AppleScript then hands the path to a shell as it is.
    """
    what, path = "Path of Python", str(machine.python)
    found = [letter for letter in _SHELL if letter in path and machine.system is System.MAC]
    if not found:
        return characters_line(machine, what, path, by_vba=True)
    return mend(
        what,
        f"“{path}” has “{found[0]}” ({_SHELL[found[0]]}).",
        "Make an environment in a folder with plain letters: python3 -m venv ~/revmentor. Install "
        "revmentor-xl there and run its setup: ~/revmentor/bin/revmentor-xl setup",
    )


def characters_line(machine: Machine, what: str, path: str, *, by_vba: bool = False) -> Line:
    """A line about the letters of a path: some mean something else on the way to Python.

    `by_vba`: the add-in's VBA opens this path itself, for which it knows only
    the letters of the system's language.
    """
    own = _WINDOWS_ONLY if machine.system is System.WINDOWS else _MAC_ONLY
    found = [f"“{letter}” ({why})" for letter, why in (_ANYWHERE | own).items() if letter in path]
    if found:
        return mend(
            what,
            f"“{path}” has {' and '.join(found)}.",
            "Rename or move it so that its name and its folders have only letters, digits, "
            "blanks, - and _.",
        )
    if by_vba and path.encode(machine.encoding, "ignore").decode(machine.encoding) != path:
        return mend(
            what,
            f"“{path}” has letters that Excel's macros cannot read.",
            "Ask your IT department for a Windows user whose folder has plain letters, or let it "
            "install Python in a folder with plain letters, such as C:\\Python.",
        )
    if machine.system is System.WINDOWS and len(path) > _LONGEST:
        return mend(
            what,
            f"It is {len(path)} letters long; Excel opens files of at most {_LONGEST}.",
            "Move it to a folder nearer to the top, or shorten its name.",
        )
    return fine(what, "It has only letters that reach Python.")
