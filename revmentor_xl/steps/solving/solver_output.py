"""What a solver writes goes to the log, never to the person at the screen.

HiGHS announces itself on the first model of a process and CBC is a program of
its own: both write past `sys.stdout`, straight to the process's descriptors 1
and 2, whatever their options say. So those two point to a file while a solver
works, and what the file then holds is logged.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import io
import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

LOGGER = logging.getLogger("revmentor_xl.solver")
"""Gets every line that a solver writes, at level INFO."""

_DESCRIPTORS = (1, 2)


@contextmanager
def logged() -> Iterator[None]:
    """Log what is written to stdout and stderr meanwhile, by Python, C++ or another program.

    Both are as before afterwards, also when the work inside raises. A process
    that has no stdout, such as one of pythonw.exe, has nothing to be kept quiet.
    """
    spoken = io.StringIO()
    with tempfile.TemporaryFile() as file:
        try:
            with (
                _pointed_at(file),
                contextlib.redirect_stdout(spoken),
                contextlib.redirect_stderr(spoken),
            ):
                yield
        finally:
            file.seek(0)
            _log(file.read().decode(errors="replace") + spoken.getvalue())


@contextmanager
def _pointed_at(file: IO[bytes]) -> Iterator[None]:
    """Let the process's descriptors of stdout and stderr be those of the file meanwhile."""
    _flush()
    kept: list[tuple[int, int]] = []
    try:
        for descriptor in _DESCRIPTORS:
            with suppress(OSError):  # it is closed: nothing reaches anybody through it
                kept.append((descriptor, os.dup(descriptor)))
                os.dup2(file.fileno(), descriptor)
        yield
    finally:
        _flush()
        for descriptor, before in kept:
            os.dup2(before, descriptor)
            os.close(before)


def _flush() -> None:
    """Write what Python and C hold back to where the descriptors point now."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # none, broken, or closed
            stream.flush()
    with suppress(OSError, AttributeError):
        _c_runtime().fflush(None)


@functools.cache
def _c_runtime() -> ctypes.CDLL:
    return ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)


def _log(said: str) -> None:
    for line in filter(None, map(str.strip, said.splitlines())):
        LOGGER.info(line)
