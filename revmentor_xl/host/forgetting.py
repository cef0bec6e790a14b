"""What is told after steps were thrown away: which files are without them, and which not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from revmentor_xl.books.book import Book
from revmentor_xl.errors import SavedAsCopy
from revmentor_xl.program import Program

if TYPE_CHECKING:
    from revmentor_xl.books.disk.backups import Beside


def forgotten_beside(program: Program, book: Book) -> Program:
    """Clean what lies beside the workbook as well, and say so.

    A workbook that has no place on this computer has nothing beside it.
    """
    path: Path | None = getattr(book, "path", None)
    if path is None:
        return program
    from revmentor_xl.books.disk.backups import forget_beside  # no other button reads files

    is_open = not getattr(book, "stores_results", False)
    said = [program.said.removesuffix("."), *_told(forget_beside(path), path.name, is_open)]
    return program.saying(f"{'. '.join(said)}.", program.show)


def forgotten_in_a_copy(locked: SavedAsCopy, book: Book) -> SavedAsCopy:
    """What is said when only the copy of a workbook that is open elsewhere is without its steps."""
    path: Path | None = getattr(book, "path", None)
    if path is None:
        return locked
    from revmentor_xl.books.disk.saving import backup_path

    backup = backup_path(path.resolve())
    held, them = f"“{path.name}” is", "it"
    if backup.exists():
        held, them = f"“{path.name}” and its backup “{backup.name}” are", "both"
    return SavedAsCopy(
        f"{locked.message} Only the copy is without the steps: {held} as before, with all steps "
        "that were kept for undoing.",
        f"{locked.remedy} Until “Forget undo steps” has been done on “{path.name}”, do not pass "
        f"{them} on; if you go on with the copy, delete {them}.",
    )


def _told(beside: Beside, name: str, is_open: bool) -> list[str]:
    backup = f"“{beside.backup.name}”"
    cleaned = "the open workbook" if is_open else f"“{name}”"
    told = [f"No steps are left in {cleaned}"]
    if beside.cleaned:
        told[0] += f", and none in its backup {backup}"
    if is_open:
        told.append("Save it now: until then the file on the disk still holds them")
    if beside.refused:
        reason = beside.refused.removesuffix(".")
        told.append(f"Its backup {backup} may still hold them, so delete it: {reason}")
    if beside.copies:
        names = ", ".join(f"“{one.name}”" for one in beside.copies)
        told.append(f"Saved copies keep their own steps: {names}")
    return told
