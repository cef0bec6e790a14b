"""Putting a new version of a file in the place of the old one, whole or not at all.

At every moment, also when the power fails, the file is the old or the new
version. The old one stays beside it as a backup.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

from revmentor_xl.books.disk.locks import owner_of
from revmentor_xl.books.disk.temporary import (
    forget,
    is_read_only,
    leftovers,
    mode_for,
    open_up,
    sweep,
    temporary_name,
    write_beside,
)
from revmentor_xl.books.disk.whole import naming
from revmentor_xl.errors import SavedAsCopy, WorkbookLocked

_MOST_COPIES = 20
_OWN = stat.S_IRUSR | stat.S_IWUSR  # whoever made a copy goes on with it


def backup_path(path: Path) -> Path:
    """Where the version before the last save is kept."""
    return path.with_name(f"{path.stem}.backup{path.suffix}")


def save(path: Path, data: bytes, patience: float = 1.5) -> None:
    """Replace the file, waiting up to `patience` seconds for whoever has it open.

    Raises `SavedAsCopy` when it stays locked or is marked as read-only; the data is then in a copy
    beside it, which the message names. Raises `FileNotWritten` when there is
    no room; then the file and its backup are as they were.
    """
    path = path.resolve()
    sweep(leftovers(path.parent), path)
    with naming(path):
        temporary = write_beside(path, data)
        try:
            if is_read_only(path):
                raise _read_only(path, _saved_copy(path, temporary))
            if not _replaced(path, temporary, patience):
                raise _locked(path, _saved_copy(path, temporary))
        finally:
            forget(temporary)


def _replaced(path: Path, temporary: Path, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while True:
        if owner_of(path) is None:
            try:
                _keep_backup(path)
                open_up(temporary, mode_for(path))
                os.replace(temporary, path)
                _sync_folder(path.parent)
                return True
            except PermissionError:  # Windows, while another program holds the file
                pass
        if time.monotonic() >= deadline:
            return False
        time.sleep(min(0.2, patience))


def _locked(path: Path, copy: Path) -> SavedAsCopy:
    owner = owner_of(path)
    where, remedy = "another program", ""
    if owner is not None:
        where = owner.program + (f" ({owner.person} has it open)" if owner.person else "")
        remedy = f" If nobody has it open, delete the file “{owner.file.name}” beside it."
    return SavedAsCopy(
        f"{path.name} is open in {where}, so it was not changed. The result of this step is in "
        f"a copy in the same folder: “{copy.name}”.",
        f"Close {path.name} and run the step again, or go on with the copy instead.{remedy}",
    )


def _read_only(path: Path, copy: Path) -> SavedAsCopy:
    return SavedAsCopy(
        f"{path.name} is marked as read-only, so it was not changed. The result of this step is "
        f"in a copy in the same folder: “{copy.name}”.",
        "Go on with the copy. Or, if the file itself may be changed, take the mark “Read-only” "
        "away in its Properties and run the step again.",
    )


def _saved_copy(path: Path, temporary: Path) -> Path:
    """The result in a copy beside the file, in the place of the copy of an earlier try.

    A copy in which somebody has worked since is kept, and the next name taken.
    """
    for number in range(1, _MOST_COPIES + 1):
        label = "saved copy" if number == 1 else f"saved copy {number}"
        copy = path.with_name(f"{path.stem} ({label}){path.suffix}")
        if copy.exists() and (owner_of(copy) is not None or not _is_untouched(copy)):
            continue
        try:
            open_up(temporary, mode_for(path) | _OWN)
            os.replace(temporary, copy)
        except PermissionError:  # Windows, while another program holds the copy
            continue
        _mark_untouched(copy)
        _sync_folder(path.parent)
        return copy
    raise WorkbookLocked(
        f"{path.name} is open in another program, and so are its saved copies. "
        "Nothing was changed or saved.",
        "Close them and run the step again.",
    )


def _mark_untouched(copy: Path) -> None:
    """Give a copy a time of whole seconds, which no program that saves it leaves there.

    On drives that count in whole seconds every copy looks untouched.
    """
    with suppress(OSError):
        now = int(time.time())
        os.utime(copy, (now, now))


def _is_untouched(copy: Path) -> bool:
    return copy.stat().st_mtime_ns % 1_000_000_000 == 0


def _keep_backup(path: Path) -> None:
    if not path.exists():
        return
    # Made under another name first, so that there is always a whole backup.
    fresh = temporary_name(path)
    try:
        try:
            os.link(path, fresh)
        except OSError:  # FAT drives and some network shares have no hard links
            fresh = write_beside(path, path.read_bytes())
            with suppress(OSError):
                shutil.copystat(path, fresh)
        os.replace(fresh, backup_path(path))
    finally:
        forget(fresh)


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
