"""Temporary files: beside the file that they become, and for their owner only."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

TEMPORARY = ".revmentor-tmp"
_NO_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}  # drives that know no such thing
_PRIVATE, _ANYBODY, _READ = 0o600, 0o666, 0o444
_MOST_LETTERS, _RANDOM = 40, 4


def _sync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as refused:
        if refused.errno not in _NO_SYNC:
            raise


def temporary_name(path: Path) -> Path:
    """A name beside `path` that nobody has."""
    return path.with_name(f".{_short(path)}.{secrets.token_hex(_RANDOM)}{TEMPORARY}")


def _short(path: Path) -> str:
    """The file's name, cut where it is long and told from others that begin alike: names
    have a longest length."""
    name = path.stem
    if len(name) <= _MOST_LETTERS:
        return name
    return f"{name[:_MOST_LETTERS]}~{sha256(path.name.encode()).hexdigest()[:8]}"


def leftovers(folder: Path) -> tuple[Path, ...]:
    """The temporary files in a folder, of whichever file."""
    with suppress(OSError):
        return tuple(one for one in folder.iterdir() if is_temporary(one))
    return ()


def is_temporary(path: Path, of: Path | None = None) -> bool:
    """Whether a file is a temporary one, of that file if one is named."""
    if not (path.name.startswith(".") and path.name.endswith(TEMPORARY)):
        return False
    name, _, _ = path.name.removesuffix(TEMPORARY).rpartition(".")
    return of is None or name == f".{_short(of)}"


def sweep(found: Iterable[Path], of: Path | None = None) -> None:
    """Remove the temporary files among those found that a killed step left, of one file or all."""
    for leftover in found:
        if is_temporary(leftover, of):
            try:
                with open(leftover, "rb") as file:
                    _hold(file.fileno())
                leftover.unlink()
            except OSError:  # another save is writing it right now
                continue


def write_beside(path: Path, data: bytes) -> Path:
    """The data in a temporary file beside `path` that only its owner may read.

    Raises `OSError`; then there is no such file.
    """
    temporary = temporary_name(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, _PRIVATE)
    try:
        with open(descriptor, "wb") as file:
            with suppress(OSError):  # some network shares know no locks
                _hold(descriptor)
            file.write(data)
            file.flush()
            _sync(descriptor)
    except BaseException:
        forget(temporary)
        raise
    return temporary


def _hold(descriptor: int) -> None:
    """Lock a temporary file while its writer lives; Windows does so by itself."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def forget(temporary: Path) -> None:
    """Remove a temporary file, if that can be done."""
    with suppress(OSError):  # a folder that takes no new file lets none go either
        temporary.unlink(missing_ok=True)


def open_up(temporary: Path, mode: int) -> None:
    """Give a file its permissions; on a drive that knows none it stays as it is."""
    with suppress(OSError):
        os.chmod(temporary, mode)


def is_read_only(path: Path) -> bool:
    """Whether a file is marked so that nobody may write to it, its owner included.

    Windows calls this mark “Read-only”; elsewhere no right to write is left. It
    is read from the file, for an administrator may write all the same.
    """
    with suppress(OSError):
        return not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    return False


def mode_for(path: Path, like: Path | None = None) -> int:
    """The permissions for a file at `path`: its own, or those of a new file.

    A new one has none that `like` has not, but its owner may go on with it,
    though `like` is marked as read-only.
    """
    with suppress(OSError):
        return path.stat().st_mode & 0o7777
    asked = os.umask(0o077)  # the only way to learn it; meanwhile nobody makes a readable file
    os.umask(asked)
    return _ANYBODY & ~asked & (_allowed(like) | _PRIVATE)


def folder_mode(like: Path | None) -> int:
    """The permissions to ask for when a folder is made: who may read what is in it may enter."""
    allowed = _allowed(like) | _PRIVATE
    return allowed | (allowed & _READ) >> 2


def _allowed(like: Path | None) -> int:
    if like is not None:
        with suppress(FileNotFoundError):
            return like.stat().st_mode & 0o777
    return _ANYBODY
