"""What lies beside a program file and holds the same people: backup, copies, leftovers.

Steps that are thrown away must be gone from all that the tool wrote by itself.
The backup stays a good one: only its Undo table is emptied.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from revmentor_xl.books.disk.package import open_package
from revmentor_xl.books.disk.parts.workbook import read_workbook
from revmentor_xl.books.disk.patching import patch
from revmentor_xl.books.disk.saving import backup_path
from revmentor_xl.books.disk.shared_strings import UNDO, pieces
from revmentor_xl.books.disk.sheets import read_sheets
from revmentor_xl.books.disk.temporary import leftovers, sweep
from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.errors import RevmentorError


@dataclass(frozen=True)
class Beside:
    """What became of the files beside a program file whose steps were thrown away.

    `cleaned` is the backup, if it held steps; `refused` says why it could not
    be cleaned; `copies` are saved copies, which keep their own steps.
    """

    backup: Path
    cleaned: bool
    refused: str
    copies: tuple[Path, ...]


def forget_beside(path: Path) -> Beside:
    """Throw away the steps in the backup of a program file, and what cut-off saves left."""
    path = path.resolve()
    with suppress(OSError):
        sweep(leftovers(path.parent), path)
    backup, cleaned, refused = backup_path(path), False, ""
    try:
        cleaned = backup.exists() and _without_steps(backup)
    except RevmentorError as error:
        refused = error.message
    return Beside(backup, cleaned, refused, tuple(_copies(path)))


def _without_steps(path: Path) -> bool:
    """Empty the Undo table of a workbook; False when it held no steps."""
    book = read_workbook(open_package(path))
    sheets = read_sheets(book)
    held = [one.blocks[UNDO] for one in sheets if UNDO in one.blocks]
    if not any(pieces(block.rows) for block in held):
        return False
    data = patch(book, sheets, {UNDO: []}, {})
    if data is not None:
        write_whole(path, data)
    return True


def _copies(path: Path) -> list[Path]:
    start = f"{path.stem} (saved copy"
    with suppress(OSError):
        return sorted(one for one in path.parent.iterdir() if one.name.startswith(start))
    return []
