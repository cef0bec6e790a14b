"""What Excel says when it does not do as it is told, in words that HR can act on.

The numbers are COM's and Excel's own: calls are turned away while a cell is
being edited or a window is open (RPC_E_CALL_REJECTED 0x80010001,
RPC_E_SERVERCALL_RETRYLATER 0x8001010A, VBA_E_IGNORE 0x800AC472), and on a Mac
an Apple event runs out of time (errAETimeout -1712). The rest are of winerror.h
and, on a Mac, AppleScript's.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from revmentor_xl.books.book import Block
from revmentor_xl.errors import (
    ExcelBusy,
    HalfWritten,
    RevmentorError,
    SheetProtected,
    TableBlocked,
    WorkbookLocked,
)
from revmentor_xl.schema.places import column_letters

_BUSY = frozenset({-2147418111, -2147417846, -2146777998, -1712})
_GONE = frozenset(
    {
        *(-2147417848, -2147023174, -2147023170),  # RPC: disconnected, unavailable, call failed
        *(-600, -609, -1728),  # procNotFound, connectionInvalid, errAENoSuchObject
    }
)
# Excel's error 1004, paramErr, errAEEventFailed.
_REFUSED = frozenset({-2146827284, -50, -10000})
_PROTECTED = (
    "protected",
    "geschützt",
    "protég",
    "protegid",
    "protett",
    "beveiligd",
    "保護",
    "保护",
)


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn Excel's refusal to answer into an `ExcelBusy`; other errors pass."""
    try:
        yield
    except RevmentorError:
        raise
    except Exception as error:
        if is_busy(error):
            raise busy() from error
        raise


def is_busy(error: BaseException) -> bool:
    """Whether Excel is not listening just now: a cell is being edited, a window is open."""
    return type(error).__name__ == "ExcelBusyError" or not _BUSY.isdisjoint(_numbers(error))


def busy() -> ExcelBusy:
    """The error for an Excel that does not listen."""
    return ExcelBusy(
        "Excel is busy: a cell is being edited or one of its windows waits for an answer. "
        "Nothing was changed.",
        "Press Enter or Esc, close any open window of Excel, then run the step again.",
    )


def refusal(error: BaseException, name: str) -> RevmentorError | None:
    """What a failed change to a tab means, or None when that is not known."""
    if is_busy(error):
        return busy()
    said = str(error).casefold()
    return protected(name) if any(word in said for word in _PROTECTED) else None


def protected(name: str) -> SheetProtected:
    """The error for a tab that lets nothing be written."""
    return SheetProtected(
        f"The tab “{name}” is protected, so nothing can be written there. Nothing was changed.",
        f"Go to the tab “{name}”, choose Review > Unprotect Sheet, then run the step again. "
        "You can protect it again afterwards.",
    )


def is_protected(sheet: Any) -> bool:
    """Whether a tab is known to be protected against us.

    xlwings has no word for protection, so Excel itself is asked where it is
    there to be asked (Windows: `ProtectContents`, and `ProtectionMode` when
    only the user is kept out; Mac: `protect contents`).
    """
    with suppress(Exception):
        return sheet.api.ProtectContents is True and sheet.api.ProtectionMode is not True
    with suppress(Exception):
        return sheet.api.protect_contents.get() is True
    return False


def changed_meanwhile(table: str, sheet: str) -> WorkbookLocked:
    """The error for cells that somebody changed while a step was running."""
    return WorkbookLocked(
        f"Table {table} on tab “{sheet}” was changed while this step was running. "
        "Nothing was written.",
        "Run the step again; it will start from what is there now.",
    )


def left_as_it_was(block: Block, row: int, column: int) -> TableBlocked:
    """The error for a cell that did not take what it was given, though Excel said nothing."""
    cell = f"{column_letters(column)}{row}"
    return TableBlocked(
        f"Excel did not take everything that was written to table {block.name} on tab "
        f"“{block.sheet}”: cell {cell} stayed as it was. Nothing was changed.",
        f"Look at {cell}: if it is merged with others, choose Home > Merge & Center > Unmerge "
        "Cells; if its row or column is hidden, show it (Data > Clear, or Home > Format > Hide & "
        "Unhide). Then run the step again.",
    )


def half_written(sheet: str) -> HalfWritten:
    """The error for a workbook that could not be put back as it was."""
    return HalfWritten(
        f"Excel stopped taking changes while the tab “{sheet}” was being written, and what had "
        "been written before could not all be put back.",
        "Close the workbook without saving it, open it again, and run the step again.",
    )


def said_plainly(error: BaseException) -> RevmentorError | None:
    """What an error of Excel's from anywhere in a step means; None for one that is not Excel's.

    Where a tab is being written more is known: see `refusal`.
    """
    if is_busy(error):
        return busy()
    numbers = _numbers(error)
    if numbers & _GONE:
        return WorkbookLocked(
            "The workbook or Excel was closed while the step was running.",
            "Open the workbook again, look on the Activity tab whether the step is there, and "
            "press the button once more if it is not.",
        )
    if numbers & _REFUSED:
        return WorkbookLocked(
            "Excel did not let the step write into the workbook.",
            "If a tab or the workbook is protected, choose Review > Unprotect; if Excel says "
            "Protected View or Read-Only, choose Enable Editing or save it under another name. "
            "Then press the button once more.",
        )
    return None


def _numbers(error: BaseException) -> set[int]:
    """The numbers of an error; pywin32 hides Excel's own among the details."""
    found = {getattr(error, "hresult", None), getattr(error, "errornumber", None)}
    for detail in error.args:
        found.update(detail if isinstance(detail, tuple) else ())
    return {number for number in found if isinstance(number, int)}
