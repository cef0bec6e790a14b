"""Calendar programs from outside that have to take our files: khal, calcurse and libical.

Where one is missing a test is skipped; on the build machine (CI=true) it fails.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
from pathlib import Path

from tests.officetools import missing

_KHAL = """[calendars]
[[program]]
path = {folder}/program
[locale]
local_timezone = {zone}
default_timezone = {zone}
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        missing(f"The calendar program {program}")
    return str(path)


def _run(command: list[str], zone: str) -> str:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "TZ": zone}
    environment.pop("PYTHONPATH", None)  # khal has a Python of its own
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


class Khal:
    """The calendar of somebody in a time zone, kept by khal."""

    def __init__(self, folder: Path, zone: str) -> None:
        self.program, self.zone = _found("khal"), zone
        (folder / "program").mkdir(parents=True)
        self.settings = folder / "khal.conf"
        self.settings.write_text(_KHAL.format(folder=folder, zone=zone), encoding="utf-8")

    def take(self, file: Path) -> None:
        """Import a file; what has the UID of something there takes its place."""
        self._do("import", "--batch", "-a", "program", str(file))

    def shown(self, first: str, days: int) -> list[str]:
        """“2026-01-13 10:00 2026-01-13 11:00 What it is called”, one for each meeting."""
        lines = self._do(
            "list", "--day-format", "", "--format", "{start} {end} {title}", first, f"{days}d"
        )
        return lines.splitlines()

    def _do(self, *words: str) -> str:
        return _run([self.program, "-c", str(self.settings), *words], self.zone)


def calcurse_shows(file: Path, folder: Path, zone: str) -> list[str]:
    """What calcurse has in its calendar after importing a file: “01/13/26 10:00 11:00 What”."""
    folder.mkdir(parents=True)
    start = [_found("calcurse"), "-q", "-D", str(folder)]
    _run([*start, "-i", str(file)], zone)
    shown = ["-Q", "--from", "01/01/2025", "--to", "12/31/2027", "--filter-type", "cal"]
    formats = ["--format-apt", "%(start:%m/%d/%y %H:%M) %(end:%H:%M) %m\\n"]
    formats += ["--format-recur-apt", "%(start:%m/%d/%y %H:%M) %(end:%H:%M) %m\\n"]
    lines = _run([*start, *shown, *formats], zone).splitlines()
    return [line for line in lines if line and not line.endswith(":")]  # no headings of days


def libical_faults(data: bytes) -> list[str]:
    """What libical objects to (GNOME's and KDE's calendars are built on it).

    It holds a file against the tables of RFC 5546 for its METHOD.
    """
    name = ctypes.util.find_library("ical")
    if name is None:
        missing("libical")
    library = ctypes.CDLL(name)
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    library.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    library.icalrestriction_check.argtypes = [ctypes.c_void_p]
    calendar = library.icalparser_parse_string(data)
    is_valid = bool(library.icalrestriction_check(calendar))
    text = library.icalcomponent_as_ical_string(calendar).decode("utf-8")
    told = [line for line in text.split("\r\n") if line.startswith("X-LIC-ERROR")]
    return told or ([] if is_valid else ["not valid"])
