"""Several files that are written all or none, and the workbook that tells of them.

What is written with `write_whole` inside `together` is put back as it was when
the work inside fails. What was there before is set aside under a temporary
name, which needs no room: there is least of it when this matters most.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from revmentor_xl.books.disk.temporary import forget, leftovers, temporary_name
from revmentor_xl.errors import FileNotWritten, RevmentorError


@dataclass
class Together:
    """The files that were written so far, each with what was there before (None: nothing).

    New ones are open to nobody to whom the file `like` is not.
    """

    like: Path | None = None
    aside: dict[Path, Path | None] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)
    emptied: list[Path] = field(default_factory=list)
    is_kept: bool = False
    _found: dict[Path, tuple[Path, ...]] = field(default_factory=dict)

    def found_in(self, folder: Path) -> tuple[Path, ...]:
        """The temporary files that were in a folder before anything was written there."""
        return self._found.setdefault(folder, leftovers(folder))

    @property
    def written(self) -> list[Path]:
        """The files that are there now."""
        return [path for path in self.aside if path.exists()]

    def keep(self) -> None:
        """Let the files stay, whatever comes: what tells of them is kept elsewhere."""
        self.is_kept = True

    def setting_aside(self, path: Path) -> None:
        """Keep what is at `path`, under a temporary name, before it goes."""
        if path in self.aside:
            return
        if not path.exists():
            self.aside[path] = None
            return
        kept = temporary_name(path)
        try:
            os.link(path, kept)  # needs no room
        except OSError:  # FAT drives and some network shares have no hard links
            os.replace(path, kept)
        self.aside[path] = kept

    def put_back(self) -> list[Path]:
        """Put every file back as it was; gives those that could not be."""
        left = []
        for path, kept in reversed(self.aside.items()):
            try:
                if kept is None:
                    path.unlink(missing_ok=True)
                else:
                    os.replace(kept, path)  # it lies beside, so the folder is there
            except OSError:
                left.append(path)
                self.aside[path] = None  # what was there before stays where it was set aside
        for folder in self.folders:
            drop_empty(folder)
        return left

    def let_go(self) -> None:
        """Forget what was there before."""
        for kept in self.aside.values():
            if kept is not None:
                forget(kept)
        for folder in self.emptied:
            drop_empty(folder)


def drop_empty(folder: Path) -> None:
    """Remove a folder, unless something is in it."""
    with suppress(OSError):
        folder.rmdir()


_TOGETHER: ContextVar[Together | None] = ContextVar("together", default=None)


def written_together() -> Together | None:
    """The group of files that is being written, if there is one."""
    return _TOGETHER.get()


@contextmanager
def together(like: Path | None = None) -> Iterator[Together]:
    """Files written inside are put back as they were when the work inside fails.

    New ones have no permission that the file `like` does not have. Within
    another group they belong to that one. Raises what the work raised, with the
    names of files that could not be put back.
    """
    if (outer := _TOGETHER.get()) is not None:
        yield outer
        return
    now = Together(like)
    token = _TOGETHER.set(now)
    try:
        yield now
    except BaseException as failed:
        left = [] if now.is_kept else now.put_back()
        if left:
            raise _left_behind(failed, left) from failed
        raise
    finally:
        _TOGETHER.reset(token)
        now.let_go()


def _left_behind(failed: BaseException, left: list[Path]) -> RevmentorError:
    names = ", ".join(f"“{path}”" for path in left)
    said = (
        failed.message if isinstance(failed, RevmentorError) else "Something unexpected happened."
    )
    remedy = failed.remedy if isinstance(failed, RevmentorError) else ""
    return FileNotWritten(
        f"{said} What this step had written before could not be taken back: {names}.",
        f"Do not send it, and delete it. {remedy}".strip(),
    )
