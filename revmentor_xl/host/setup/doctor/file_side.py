"""What the doctor looks at about one program file and the folder it is in."""

from __future__ import annotations

import ntpath
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from revmentor_xl.books.disk.locks import owner_of
from revmentor_xl.books.disk.package import open_package
from revmentor_xl.books.disk.parts.workbook import read_workbook
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load
from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.migrate import has_todays_ribbon
from revmentor_xl.host.setup.doctor.policies import EXCEL_CHOICE, EXCEL_POLICY
from revmentor_xl.host.setup.line import Line, fine, know, mend
from revmentor_xl.host.setup.machine import Machine, System
from revmentor_xl.host.setup.paths import characters_line

ROOM = 200_000_000
"""Bytes that should be free: the file, its copy while saving, and its backup."""

_CLOUD = "OneDrive or SharePoint"
_CLOUD_REMEDY = (
    "If a button cannot find the file, turn AutoSave off for it (top left in Excel), or keep it "
    "in a folder of this computer only, such as one under C:\\Users. Let one person work in it "
    "at a time."
)


def file_lines(machine: Machine, file: str) -> Iterator[Line]:
    """A line for each thing about a program file that can keep the buttons from working."""
    if "://" in file:
        yield know(
            _CLOUD, "The file is open from the cloud; Excel gives it an address.", _CLOUD_REMEDY
        )
        return
    path = Path(file)
    if not path.parent.is_dir():
        yield mend("Folder", f"“{path.parent}” is not there.", "Save the file first.")
        return
    yield _kind_line(path)
    yield contents_line(path)
    yield characters_line(machine, "Path of the file", str(path.absolute()))
    trusted = machine.system is System.WINDOWS and is_trusted(machine, path)
    if machine.system is System.WINDOWS:
        yield _origin_line(machine, path, trusted)
        yield _trust_line(trusted)
    yield _cloud_line(machine, path)
    yield _other_settings_line(path)
    owner = owner_of(path)
    if owner:
        by = f" by {owner.person}" if owner.person else ""
        yield know(
            "Open elsewhere",
            f"{owner.program} has the file open{by}.",
            "Buttons work where it is open; commands on the closed file need it closed.",
        )
    if machine.system is System.MAC:
        yield know(
            "Access on the Mac",
            "Excel for Mac asks once for each new folder whether it may use it.",
            "Answer with Grant Access. If Python is refused a folder: System Settings, Privacy "
            "& Security, Files and Folders, allow it for Microsoft Excel.",
        )


def folder_lines(folder: Path, what: str, room: int = ROOM) -> Iterator[Line]:
    """Two lines about a folder: whether it can be written to, and whether there is room."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".revmentor-"):
            pass
    except OSError as error:
        yield mend(
            what,
            f"“{folder}” cannot be written to: {error.strerror}.",
            "Choose a folder of your own, or ask your IT department for the right to write there.",
        )
        return
    yield fine(what, f"“{folder}” can be written to.")
    if shutil.disk_usage(folder).free < room:
        yield mend(
            f"{what}: room",
            f"Less than {room // 1_000_000} MB are free.",
            "Delete what is not needed, or move the program file to another drive.",
        )
    else:
        yield fine(f"{what}: room", "There is room enough.")


def _kind_line(path: Path) -> Line:
    what = "Kind of file"
    if path.suffix.lower() == ".xlsm":
        return fine(what, f"“{path.name}” can keep buttons.")
    return mend(
        what,
        f"“{path.name}” is not an .xlsm file; only such a file keeps its buttons.",
        "In Excel: File, Save As, Excel Macro-Enabled Workbook (.xlsm).",
    )


def contents_line(path: Path) -> Line:
    """What is in the file: our tables, our macros, and no tab that xlwings takes for its own."""
    what = "Contents of the file"
    try:
        load(FileBook(path), date.today())
        package = open_package(path)
        tabs = [sheet.name for sheet in read_workbook(package).sheets]
    except RevmentorError as error:
        return mend(what, error.message, error.remedy)
    if package.find("xl/vbaProject.bin") is None:
        return mend(
            what,
            "The tables are there, but no macros, so that the buttons do nothing.",
            "Go on in a copy that still has them, such as the backup beside the file, or work "
            "with the commands: revmentor-xl --help",
        )
    taken = [tab for tab in tabs if tab.casefold() == "xlwings.conf" or tab.endswith(".py")]
    if taken:
        return mend(
            what,
            f"xlwings takes the tab “{taken[0]}” for its own settings or program.",
            "Give the tab another name.",
        )
    if not has_todays_ribbon(package):
        return know(
            what,
            "The tables and the macros of a program file, but of another version: its buttons "
            "and macros are not those of today. Beside a newer file that is open too, they may "
            "work on the wrong one.",
            f'To have them: revmentor-xl new "New name.xlsm" --from "{path.name}". The file itself '
            "stays as it is.",
        )
    return fine(what, "The tables and the macros of a program file.")


def _origin_line(machine: Machine, path: Path, trusted: bool) -> Line:
    what, zone = "Mark of the Web", zone_of(path)
    allowed = machine.registry.value(EXCEL_POLICY, "BlockContentExecutionFromInternet") == 0
    if zone < 3:
        return fine(what, "Windows does not hold the file to be from the internet.")
    if trusted or allowed:
        return fine(what, "The file came from the internet, but its macros are allowed.")
    return mend(
        what,
        "The file came from the internet or by mail; Excel blocks its macros.",
        "Close it. In Explorer right-click the file, Properties, tick Unblock, OK. If Unblock is "
        "missing, move the file to a trusted location.",
    )


def zone_of(path: Path) -> int:
    """Windows: where a file came from; 3 is the internet, 4 a restricted site, -1 unknown."""
    try:
        with open(f"{path}:Zone.Identifier", encoding="utf-8", errors="replace") as mark:
            found = re.search(r"ZoneId\s*=\s*(\d+)", mark.read())
    except OSError:
        return -1
    return int(found[1]) if found else -1


def _trust_line(trusted: bool) -> Line:
    what = "Trusted location"
    if trusted:
        return fine(what, "The folder is trusted; Excel runs the buttons without asking.")
    return know(
        what,
        "The folder is not trusted; Excel shows a yellow bar when the file is opened.",
        "Press Enable Content in the bar, once for each file. Or: File, Options, Trust Center, "
        "Trust Center Settings, Trusted Locations, Add new location.",
    )


def is_trusted(machine: Machine, path: Path) -> bool:
    """Windows: whether the file lies in a folder that Excel trusts, by a user or a policy."""
    folder = _plain(str(path.absolute().parent))
    for place in (EXCEL_POLICY, EXCEL_CHOICE):
        locations = rf"{place}\Trusted Locations"
        if machine.registry.value(locations, "AllLocationsDisabled") == 1:
            return False
        for name in machine.registry.subkeys(locations):
            key = rf"{locations}\{name}"
            value = machine.registry.value(key, "Path")
            if not isinstance(value, str) or not value:
                continue
            trusted = _plain(machine.expanded(value))
            below = machine.registry.value(key, "AllowSubFolders") == 1
            if folder == trusted or (below and folder.startswith(f"{trusted}/")):
                return True
    return False


def _plain(folder: str) -> str:
    return ntpath.normcase(folder).replace("\\", "/").rstrip("/")


def _cloud_line(machine: Machine, path: Path) -> Line:
    here = _plain(str(path.absolute()))
    names = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
    folders = [machine.variable(name) for name in names]
    folders.append(str(machine.home / "Library" / "CloudStorage"))
    if any(one and here.startswith(f"{_plain(one)}/") for one in folders):
        return know(_CLOUD, "The file is in a folder that is kept in the cloud.", _CLOUD_REMEDY)
    return fine(_CLOUD, "The file is on this computer only.")


def _other_settings_line(path: Path) -> Line:
    what, beside = "Settings beside the file", path.with_name("xlwings.conf")
    if not os.path.exists(beside):
        return fine(what, "None; the user's own settings hold.")
    return mend(
        what,
        f"“{beside}” takes the place of your own xlwings settings.",
        "Move the program file to another folder, or delete that file if nobody needs it.",
    )
