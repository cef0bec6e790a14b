"""Errors of Excel's that reach a button from anywhere in its step, in HR's words.

What Excel answers while tables are read and written, `books.refusals` says
where it happens. Here is the rest, by number: COM's own (winerror.h) and Excel's
on Windows, AppleScript's on a Mac.
"""

from __future__ import annotations

from revmentor_xl.books.refusals import busy, is_busy
from revmentor_xl.errors import RevmentorError, WorkbookLocked

_GONE = {
    *(-2147417848, -2147023174, -2147023170),  # RPC: disconnected, unavailable, call failed
    *(-600, -609, -1728),  # procNotFound, connectionInvalid, errAENoSuchObject
}
_REFUSED = {-2146827284, -50, -10000}  # Excel's error 1004, paramErr, errAEEventFailed


def said_plainly(error: BaseException) -> RevmentorError | None:
    """What an error of Excel's means and what to do; None for one that is not Excel's."""
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
