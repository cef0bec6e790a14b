"""What this computer is, and where Excel keeps things on it."""

from __future__ import annotations

import locale
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib.util import find_spec
from pathlib import Path

from revmentor_xl.host.setup.registry import NO_REGISTRY, Registry, windows_registry

_OFFICE_MAC = "Library/Group Containers/UBF8T346G9.Office"
_SHELL_FOLDERS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"
_APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
EXCEL_OPTIONS = r"HKCU\Software\Microsoft\Office\16.0\Excel\Options"
EXCEL_OPTIONS_POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Options"
_EXCEL_RUNS = {
    "win32": ["tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/FO", "CSV", "/NH"],
    "darwin": ["pgrep", "-x", "Microsoft Excel"],
}


class System(Enum):
    """The systems that differ in where Excel keeps things."""

    WINDOWS = "Windows"
    MAC = "Mac"
    OTHER = "other"  # Excel does not run there


def excel_processes() -> int:
    """How many Excel programs run on this computer; 0 where that cannot be told."""
    asked = _EXCEL_RUNS.get(sys.platform)
    if asked is None:
        return 0
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.SubprocessError):
        return 0
    # tasklist also says, in the user's language, that there is none
    return excel_count(told.stdout)


def excel_count(told: str) -> int:
    """How many programs `tasklist` (a line each with the name) or `pgrep` (a number each) tells."""
    lines = (line.strip().upper() for line in told.splitlines())
    return sum(line.startswith('"EXCEL.EXE"') or line.isdigit() for line in lines)


@dataclass(frozen=True)
class Machine:
    """A computer, as far as set-up has to know it.

    `python` is the interpreter that the buttons are to use, `base` where it (or
    the one that its virtual environment was made from) is installed, `encoding`
    the one in which Excel's VBA reads text files, `reading` the one in which
    Python does (always UTF-8 from 3.15 on), `applications` where programs are on
    a Mac, `running` counts the Excel programs that run.
    """

    system: System
    home: Path
    environment: Mapping[str, str]
    python: Path
    encoding: str = "utf-8"
    reading: str = "utf-8"
    registry: Registry = NO_REGISTRY
    applications: Path = Path("/Applications")
    temp: Path = field(default_factory=lambda: Path(tempfile.gettempdir()))
    xlwings: Path = field(default_factory=lambda: package_folder("xlwings"))
    base: Path = field(default_factory=lambda: Path(sys.base_prefix))
    running: Callable[[], int] = excel_processes

    def variable(self, name: str) -> str:
        """The value of an environment variable; nothing when there is none.

        Windows takes large and small letters of a name for one, and Python
        hands all of its names over in capitals.
        """
        if self.system is not System.WINDOWS:
            return self.environment.get(name, "")
        wanted = name.upper()
        return next((one for key, one in self.environment.items() if key.upper() == wanted), "")

    @property
    def config_file(self) -> Path:
        """The user's xlwings.conf, where the add-in's VBA and Python look for it."""
        if self.system is System.MAC:
            return self.home / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
        return self.home / ".xlwings" / "xlwings.conf"

    @property
    def record_file(self) -> Path:
        """Where set-up notes what it wrote."""
        if self.system is System.WINDOWS:
            local = self.variable("LOCALAPPDATA")
            folder = Path(local) if local else self.home / "AppData" / "Local"
        elif self.system is System.MAC:
            folder = self.home / "Library" / "Application Support"
        else:
            data = self.variable("XDG_DATA_HOME")
            folder = Path(data) if data else self.home / ".local" / "share"
        return folder / "revmentor-xl" / "setup.json"

    @property
    def roaming(self) -> Path:
        """Windows: where programs keep what moves with the user, %APPDATA%."""
        kept = self.variable("APPDATA")
        return Path(kept) if kept else self.home / "AppData" / "Roaming"

    @property
    def start_folders(self) -> tuple[Path, ...]:
        """The folders whose add-ins Excel opens as it starts, the user's own first."""
        if self.system is System.WINDOWS:
            own = self.roaming / "Microsoft" / "Excel" / "XLSTART"
            names = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
            programs = dict.fromkeys(filter(None, map(self.variable, names)))
            office = [Path(one) / "Microsoft Office" for one in programs]
            shared = [
                place / "XLSTART"
                for one in office
                for place in (one / "root/Office16", one / "Office16")
            ]
            return (own, *shared)
        if self.system is System.MAC:
            return (self._mac_content("Startup") / "Excel",)
        return ()

    @property
    def apple_script_folder(self) -> Path:
        """Mac: the only folder from which Excel may run scripts."""
        return self.home / "Library/Application Scripts/com.microsoft.Excel"

    @property
    def template_folder(self) -> Path | None:
        """Where Excel's New > Personal finds templates; None where there is no Excel."""
        if self.system is System.MAC:
            return self._mac_content("Templates")
        if self.system is System.WINDOWS:
            chosen = self.chosen_templates
            return Path(chosen) if chosen else self.documents / "Custom Office Templates"
        return None

    @property
    def chosen_templates(self) -> str:
        """Windows: the templates folder that the user or a policy set in Excel's options."""
        for key in (EXCEL_OPTIONS_POLICY, EXCEL_OPTIONS):
            value = self.registry.value(key, "PersonalTemplates")
            if isinstance(value, str) and value.strip():
                return self.expanded(value.strip())
        return ""

    @property
    def documents(self) -> Path:
        """Windows: the user's documents, which may have been moved to OneDrive."""
        value = self.registry.value(_SHELL_FOLDERS, "Personal")
        return (
            Path(self.expanded(value))
            if isinstance(value, str) and value
            else (self.home / "Documents")
        )

    @property
    def excel(self) -> Path | None:
        """The Excel that is installed, or None."""
        if self.system is System.WINDOWS:
            for hive in ("HKLM", "HKCU"):
                value = self.registry.value(rf"{hive}\{_APP_PATH}", "")
                if isinstance(value, str) and value:
                    return Path(value.strip('"'))
        if self.system is System.MAC:
            for folder in (self.applications, self.home / "Applications"):
                if (folder / "Microsoft Excel.app").exists():
                    return folder / "Microsoft Excel.app"
        return None

    @property
    def is_from_store(self) -> bool:
        """Windows: whether Python came from the Microsoft Store."""
        folders = str(self.base).casefold().replace("\\", "/").split("/")
        return self.system is System.WINDOWS and "windowsapps" in folders

    def expanded(self, text: str) -> str:
        """Text with environment variables put in, written %NAME% (on a Mac $NAME)."""
        marked = "%([^%]+)%" if self.system is System.WINDOWS else r"^\$(\w+)"
        return re.sub(marked, lambda found: self.variable(found[1]) or found[0], text)

    def _mac_content(self, name: str) -> Path:
        """Office's folder for what users add; each level may lack its ending “.localized”."""
        folder = self.home / _OFFICE_MAC
        for part in ("User Content", name):
            plain = folder / part
            folder = plain if plain.is_dir() else folder / f"{part}.localized"
        return folder


def package_folder(name: str) -> Path:
    """Where an installed package lies, found without importing it."""
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        return Path(sys.prefix) / "missing" / name
    return Path(next(iter(found.submodule_search_locations)))


def this_machine() -> Machine:
    """The computer that this Python runs on."""
    systems = {"win32": System.WINDOWS, "darwin": System.MAC}
    return Machine(
        system=systems.get(sys.platform, System.OTHER),
        home=Path.home(),
        environment=dict(os.environ),
        python=Path(sys.executable),
        encoding=locale.getencoding(),
        reading="utf-8" if sys.flags.utf8_mode else locale.getencoding(),
        registry=windows_registry(),
    )
