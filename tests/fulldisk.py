"""A disk without room, for every user: no file may grow beyond a size that the system enforces."""

from __future__ import annotations

import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """While inside, a file that this process writes ends at `size` bytes (the system's EFBIG)."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def modes_while_written(act: Callable[[], object]) -> dict[int, int]:
    """The permissions of each file at the moment when all of it is in it, and how many had them."""
    found: dict[int, int] = {}
    real = os.fsync

    def looked_at(descriptor: int) -> None:
        held = os.fstat(descriptor)
        if stat.S_ISREG(held.st_mode) and held.st_size:
            mode = held.st_mode & 0o777
            found[mode] = found.get(mode, 0) + 1
        real(descriptor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", looked_at)
        act()
    return found


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777
