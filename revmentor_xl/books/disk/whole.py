"""Files that are there whole or not at all, and that nobody else reads while they are made.

A file is written beside its place under a temporary name, which only its owner
may read, and then renamed. Where that fails, for example because the disk is
full, the temporary file is removed, the place is as it was, and the error says
so.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from revmentor_xl.books.disk.temporary import (
    folder_mode,
    forget,
    leftovers,
    mode_for,
    open_up,
    sweep,
    write_beside,
)
from revmentor_xl.books.disk.together import drop_empty, written_together
from revmentor_xl.errors import FileNotWritten

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_ON_WINDOWS = {39, 112, 1295}  # disk full, while writing or before; quota exceeded


def write_whole(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """Put a file at `path`, in the place of an older one, and make its folder.

    An older file's permissions stay. A new file has those that the user's
    files have, and none that `like` does not have, which is else the one that
    the group of files takes after; so has a new folder. Raises `FileNotWritten`;
    then nothing is there that was not there before.
    """
    path = Path(os.path.realpath(path))  # a link stays one
    group = written_together()
    if like is None and group is not None:
        like = group.like
    with naming(path):
        made = _folders_made(path.parent, like)
        sweep(group.found_in(path.parent) if group else leftovers(path.parent), path)
        try:
            temporary = write_beside(path, data)
            try:
                open_up(temporary, mode_for(path, like))
                if group is not None:
                    group.setting_aside(path)
                os.replace(temporary, path)
            finally:
                forget(temporary)
        except BaseException:
            for folder in made:
                drop_empty(folder)
            raise


def remove(path: Path) -> None:
    """Remove a file, if it is there. Raises `FileNotWritten`."""
    with naming(path):
        if (group := written_together()) is not None:
            group.setting_aside(path)
        path.unlink(missing_ok=True)


def remove_empty(folder: Path) -> None:
    """Remove a folder, unless something is in it."""
    if (group := written_together()) is not None:
        group.emptied.append(folder)  # what was set aside may still be in it
    else:
        drop_empty(folder)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Say in plain words what keeps a file from being written."""
    try:
        yield
    except OSError as refused:
        raise _not_written(path, refused) from refused


def _is_full(refused: OSError) -> bool:
    """Whether there is no room left: on the disk, in the user's share of it, or for one file."""
    return refused.errno in _FULL or getattr(refused, "winerror", None) in _FULL_ON_WINDOWS


def _not_written(path: Path, refused: OSError) -> FileNotWritten:
    """The error for a file that could not be written."""
    if _is_full(refused):
        return FileNotWritten(
            f"The disk is full: “{path.name}” could not be written to “{path.parent}”. Nothing "
            "was changed there.",
            "Delete what is not needed on that drive, or work in a folder on another one, and do "
            "it once more.",
            is_full=True,
        )
    return FileNotWritten(
        f"“{path.name}” could not be written to “{path.parent}”: {refused.strerror}. Nothing was "
        "changed there.",
        "If the file is open in another program, close it. Otherwise use a folder that you may "
        "write to. Then do it once more.",
    )


def _folders_made(folder: Path, like: Path | None) -> list[Path]:
    """Make a folder; gives those that were missing, the deepest first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=folder_mode(like), exist_ok=True)
    if (group := written_together()) is not None:
        group.folders[:0] = missing
    return missing
