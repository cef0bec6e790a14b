"""One save at a time: two commands on one file must not lose each other's work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


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
