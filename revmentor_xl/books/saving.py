"""Putting a new version of a file in the place of the old one, whole or not at all.

At every moment, also when the power fails, the file is the old or the new
version. The old one stays beside it as a backup.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from revmentor_xl.errors import WorkbookLocked

_TEMPORARY = ".revmentor-tmp"


def backup_path(path: Path) -> Path:
    """Where the version before the last save is kept."""
    return path.with_name(f"{path.stem}.backup{path.suffix}")


def owner_files(path: Path) -> tuple[Path, ...]:
    """The files that Excel and LibreOffice leave beside a workbook while it is open."""
    return path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")


def save(
    path: Path, data: bytes, patience: float = 1.5, clock: Callable[[], datetime] = datetime.now
) -> None:
    """Replace the file, waiting up to `patience` seconds for whoever has it open.

    Raises `WorkbookLocked` when it stays locked; the data is then in a copy
    beside it, which the message names.
    """
    path = path.resolve()
    _sweep(path)
    temporary = _write_temporary(path, data)
    try:
        if not _replaced(path, temporary, patience):
            copy = _copy_path(path, clock())
            os.replace(temporary, copy)
            _sync_folder(path.parent)
            raise WorkbookLocked(
                f"{path.name} is open in another program, so it was not changed. "
                f"The result was saved beside it as “{copy.name}”.",
                f"Close {path.name} and run the step again, or go on with the copy. If nobody "
                f"has it open, delete the file “{owner_files(path)[0].name}” beside it.",
            )
    finally:
        temporary.unlink(missing_ok=True)


def _replaced(path: Path, temporary: Path, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        if not any(owner.exists() for owner in owner_files(path)):
            try:
                _keep_backup(path)
                os.replace(temporary, path)
                _sync_folder(path.parent)
                return True
            except PermissionError:  # Windows, while another program holds the file
                pass
        if time.monotonic() >= deadline:
            return False
        time.sleep(min(0.2, patience))


def _copy_path(path: Path, now: datetime) -> Path:
    # No colon: Windows does not allow one in a file name.
    stem = f"{path.stem} (saved copy {now:%Y-%m-%d %H%M%S})"
    copy, number = path.with_name(stem + path.suffix), 2
    while copy.exists():
        copy, number = path.with_name(f"{stem} {number}{path.suffix}"), number + 1
    return copy


def _write_temporary(path: Path, data: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_TEMPORARY}")
    try:
        with open(temporary, "xb") as file:
            with suppress(OSError):  # some network shares know no locks
                _hold(file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
    except OSError as refused:
        temporary.unlink(missing_ok=True)
        raise WorkbookLocked(
            f"{path.name} could not be saved in {path.parent}: {refused.strerror}. "
            "The file was not changed.",
            "Free some space there, or move the file to a folder you may write to, "
            "and run the step again.",
        ) from refused
    return temporary


def _keep_backup(path: Path) -> None:
    if not path.exists():
        return
    # Made under another name first, so that there is always a whole backup.
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_TEMPORARY}")
    try:
        try:
            os.link(path, fresh)
        except OSError:  # FAT drives and some network shares have no hard links
            shutil.copy2(path, fresh)
        os.replace(fresh, backup_path(path))
    finally:
        fresh.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what earlier saves left when they were cut off."""
    for leftover in path.parent.iterdir():
        if leftover.name.startswith(f".{path.name}.") and leftover.name.endswith(_TEMPORARY):
            try:
                with open(leftover, "rb") as file:
                    _hold(file.fileno())
                leftover.unlink()
            except OSError:  # another save is writing it right now
                continue


def _hold(descriptor: int) -> None:
    """Lock a temporary file while its writer lives; Windows does so by itself."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sync_folder(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:  # Windows opens no folders; its renames are journaled
        return
    try:
        os.fsync(descriptor)
    except OSError:  # some network shares refuse; the file itself is safe
        pass
    finally:
        os.close(descriptor)
