"""The log: unexpected errors and what solvers write, for its owner only and without a word
out of the workbook.

An exception's message may quote the cell that it stumbled over; therefore the
log says of what kind it is, with the number that the system or Excel gives it,
and where in the program it arose.
"""

from __future__ import annotations

import logging
import os
import stat
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

LOG = Path(tempfile.gettempdir()) / "revmentor-xl.log"

_SOLVER = logging.getLogger("revmentor_xl.solver")  # steps.solver_output says what they write
_NUMBERS = ("errno", "winerror", "hresult", "errornumber")
_MOST_CAUSES = 20
_MOST_BYTES = 1_000_000


def write_failure(log: Path, what: str, failure: BaseException) -> None:
    """Add to the log what failed and where, and let nobody else read it.

    Raises `OSError` when that cannot be done, also when the place is taken by
    somebody else's file or a link.
    """
    _append(log, "\n".join([f"{what} failed", *_lines(failure)]))


@contextmanager
def solver_lines(log: Path) -> Iterator[None]:
    """Add to the log what a solver writes meanwhile; without a word where that cannot be done."""
    handler = _Appending(log)
    level = _SOLVER.level
    _SOLVER.addHandler(handler)
    _SOLVER.setLevel(logging.INFO)
    try:
        yield
    finally:
        _SOLVER.setLevel(level)
        _SOLVER.removeHandler(handler)


class _Appending(logging.Handler):
    """A line of the log for each thing said."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):
            _append(self.log, f"solver: {record.getMessage()}")


def _append(log: Path, text: str) -> None:
    """Add to the log; one that has grown long begins anew."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for name in ("O_NOFOLLOW", "O_NONBLOCK"):  # follow no link, and wait for no pipe
        flags |= getattr(os, name, 0)
    descriptor = os.open(log, flags, 0o600)
    with open(descriptor, "a", encoding="utf-8") as file:
        now = os.fstat(descriptor)
        if not stat.S_ISREG(now.st_mode):
            raise PermissionError(f"{log} is no file")
        if stat.S_IMODE(now.st_mode) & 0o077 and os.name == "posix":
            os.chmod(descriptor, 0o600)  # refused when the file is another user's
        if now.st_size > _MOST_BYTES:
            file.truncate(0)
        file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S} {text}\n")


def _lines(failure: BaseException) -> Iterator[str]:
    """The failure and what led to it, the first cause first."""
    chain: list[BaseException] = []
    now: BaseException | None = failure
    while now is not None and now not in chain and len(chain) < _MOST_CAUSES:
        chain.append(now)
        now = now.__cause__ or now.__context__
    for one in reversed(chain):
        for frame in traceback.extract_tb(one.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line or ''}"
        numbers = [f"{name}={getattr(one, name, None)}" for name in _NUMBERS if _number(one, name)]
        yield f"{type(one).__module__}.{type(one).__qualname__} {' '.join(numbers)}".rstrip()


def _number(failure: BaseException, name: str) -> bool:
    return isinstance(getattr(failure, name, None), int)
