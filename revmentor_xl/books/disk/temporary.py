"""Temporary files: beside the file that they become, and for their owner only."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

TEMPORARY = ".revmentor-tmp"
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}  # drives that know no such thing
_PRIVATE, _ANYBODY = 0o600, 0o666


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as refused:
        if refused.errno not in _NO_SYNC:
            raise


def temporary_name(path: Path) -> Path:
    """A name beside `path` that nobody has."""
    # begins with a part of the file's name only: names have a longest length
    return path.with_name(f".{path.stem[:40]}.{secrets.token_hex(4)}{TEMPORARY}")


def is_temporary(path: Path, of: Path) -> bool:
    """Whether a file is a temporary one of that file."""
    return path.name.startswith(f".{of.stem[:40]}.") and path.name.endswith(TEMPORARY)


def write_beside(path: Path, data: bytes, hold: Callable[[int], None] | None = None) -> Path:
    """The data in a temporary file beside `path` that only its owner may read.

    `hold` is called with the open file, before anything is written. Raises
    `OSError`; then there is no such file.
    """
    temporary = temporary_name(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, _PRIVATE)
    try:
        with open(descriptor, "wb") as file:
            if hold is not None:
                hold(descriptor)
            file.write(data)
            file.flush()
            _sync(descriptor)
    except BaseException:
        forget(temporary)
        raise
    return temporary


def forget(temporary: Path) -> None:
    """Remove a temporary file, if that can be done."""
    with suppress(OSError):  # a folder that takes no new file lets none go either
        temporary.unlink(missing_ok=True)


def open_up(temporary: Path, mode: int) -> None:
    """Give a file its permissions; on a drive that knows none it stays as it is."""
    with suppress(OSError):
        os.chmod(temporary, mode)


def mode_for(path: Path, like: Path | None = None) -> int:
    """The permissions for a file at `path`: its own, or those of a new file."""
    with suppress(OSError):
        return path.stat().st_mode & 0o7777
    asked = os.umask(0o077)  # the only way to learn it; meanwhile nobody makes a readable file
    os.umask(asked)
    allowed = _ANYBODY if like is None else like.stat().st_mode & 0o777
    return _ANYBODY & ~asked & allowed
