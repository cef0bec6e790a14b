"""Who has a workbook open: the small files that Excel and LibreOffice leave beside it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_EXCEL_SIZE, _WIDE = 165, 55
"""Excel writes the user's name twice: in one-byte letters, and from here in two-byte ones."""


@dataclass(frozen=True)
class Owner:
    """A lock file, the program that writes such files, and whose name stands in it."""

    file: Path
    program: str
    person: str


def owner_of(path: Path) -> Owner | None:
    """Who has the workbook open, or None when no lock file is beside it."""
    for program, file, read in (
        ("Excel", path.with_name(f"~${path.name}"), _excel_user),
        ("LibreOffice", path.with_name(f".~lock.{path.name}#"), _libreoffice_user),
    ):
        if file.exists():
            try:
                person = read(file.read_bytes()[:4096])
            except OSError:  # Excel on Windows may not let anybody look into it
                person = ""
            return Owner(file, program, "".join(c for c in person if c.isprintable()).strip())
    return None


def _excel_user(data: bytes) -> str:
    """A length, the name, blanks; then the same again as UTF-16 after a two-byte length."""
    if len(data) == _EXCEL_SIZE:
        length = int.from_bytes(data[_WIDE : _WIDE + 2], "little")
        return data[_WIDE + 2 : _WIDE + 2 + 2 * length].decode("utf-16-le", "ignore")
    return data[1 : 1 + data[0]].decode("cp1252", "ignore") if data else ""


def _libreoffice_user(data: bytes) -> str:
    """Fields between commas: the person's name, the log-in name, the computer, and others."""
    fields = re.split(r"(?<!\\),", data.decode("utf-8", "ignore"))
    name = next((field for field in fields[:2] if field.strip()), "")
    return re.sub(r"\\(.)", r"\1", name)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the file while it is checked, patched and replaced.

    Whoever waited finds another file under the name afterwards and can tell by
    its stamp. Windows refuses to replace a file that is held open, so there
    the stamp alone has to do; a file that cannot be opened is not waited for.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    try:
        held = path.open("rb")
    except OSError:
        yield
        return
    with held:
        with suppress(OSError):  # some network drives know no locks
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
