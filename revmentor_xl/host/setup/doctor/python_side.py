"""What the doctor looks at on the side of Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version

from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.setup.line import Line, fine, mend
from revmentor_xl.schema.settings import Settings

LIBRARIES = ("numpy", "pandas", "openpyxl", "lxml.etree", "xlsxwriter", "rapidfuzz", "pulp")
_PACKAGE = "revmentor-xl"
_AGAIN = "In the folder revmentor_xl came in, run: python -m pip install --force-reinstall ."
_INSTALL = "Run: python -m pip install revmentor-xl (in a folder with its sources: pip install .)"
_OLDEST = (3, 11)


def python_lines() -> tuple[Line, ...]:
    """A line each about this Python, the versions that must match, libraries and solver."""
    import struct
    import sys

    return (
        python_line(sys.version_info[:2], struct.calcsize("P") * 8),
        versions_line(pinned_xlwings(), installed_version("xlwings")),
        libraries_line(LIBRARIES),
        solver_line(Settings()),
    )


def python_line(number: tuple[int, int], bits: int) -> Line:
    """Python 3.11 or newer with 64 bits: the solver comes for no other."""
    what, found = "Python", f"Python {number[0]}.{number[1]}, {bits} bits."
    if number >= _OLDEST and bits == 64:
        return fine(what, found)
    return mend(
        what,
        found,
        "Install the 64-bit Python 3.11 or newer from python.org, install revmentor-xl there "
        "and run revmentor-xl setup.",
    )


def pinned_xlwings() -> str:
    """The xlwings version that this package was made for; empty when it is not installed."""
    try:
        needed = requires(_PACKAGE) or []
    except PackageNotFoundError:
        return ""
    found = (re.match(r"xlwings\s*==\s*([\w.]+)", one) for one in needed)
    return next((one[1] for one in found if one), "")


def installed_version(package: str) -> str:
    """The version of an installed package, or nothing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def versions_line(pinned: str, installed: str) -> Line:
    """xlwings has to be of the version that revmentor-xl was made and tested with."""
    what = "Version of xlwings"
    if not pinned:
        return mend(what, "revmentor-xl is not installed in this Python.", _INSTALL)
    if installed == pinned:
        return fine(what, f"xlwings {installed}, as revmentor-xl needs it.")
    return mend(
        what,
        f"xlwings {installed or 'is not installed'}; revmentor-xl needs {pinned}.",
        f"Run: python -m pip install xlwings=={pinned} and then: revmentor-xl setup",
    )


def libraries_line(names: Iterable[str]) -> Line:
    """Every library can be imported; a damaged one fails only when it is tried."""
    what, broken = "Libraries", []
    for name in names:
        try:
            import_module(name)
        except Exception as error:  # a damaged library may fail in any way
            broken.append(f"{name} ({type(error).__name__})")
    if not broken:
        return fine(what, "All libraries can be used.")
    return mend(what, f"Cannot be used: {', '.join(broken)}.", _AGAIN)


def solver_line(settings: Settings) -> Line:
    """A tiny pairing is really solved with the solver of the settings."""
    what = "Solver"
    try:
        from revmentor_xl.steps.solving.solver import try_solver

        best = try_solver(settings).objective
    except RevmentorError as error:
        return mend(what, error.message, error.remedy)
    except Exception as error:  # a damaged library may fail in any way
        return mend(what, f"{settings.solver} fails: {error}", _AGAIN)
    if best == 7.0:
        return fine(what, f"{settings.solver} solved a small pairing and proved it best.")
    return mend(what, f"{settings.solver} solved a small pairing wrongly.", _AGAIN)
