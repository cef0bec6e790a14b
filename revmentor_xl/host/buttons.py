"""The buttons of the workbook: one function per command, on the open book.

VBA calls them through xlwings, such as `buttons.pair()`; a command that asks
for a file is given its path. `press` does the work for any book, so that the
same code runs without Excel in the tests.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import xlwings as xw

from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.commands import COMMANDS, Command
from revmentor_xl.host.files import sponsor_copy_beside
from revmentor_xl.schema.workbook import TAB_LABEL

LOG = Path(tempfile.gettempdir()) / "revmentor-xl.log"


def press(command: Command, path: str | None = None, *, book: xw.Book | None = None) -> str:
    """Do a command on an open workbook and give the line that the user is told.

    Without `book`, the workbook from which the button was pressed. A problem
    is said in the status bar and in a message; the workbook stays as it was.
    """
    from revmentor_xl.books.live import LiveBook
    from revmentor_xl.host.running import run

    workbook = book or xw.Book.caller()
    options = _options(command, workbook, path)
    try:
        program = run(command.name, LiveBook(workbook), **options)
    except RevmentorError as error:
        return _tell(workbook, f"{error.message} {error.remedy}".strip(), alert=True)
    except Exception:
        return _tell(workbook, _unexpected(command), alert=True)
    # showing the tab is a courtesy: the step is done, whatever Excel says to it
    with suppress(Exception):
        workbook.sheets[program.show or "Home"].activate()
    return _tell(workbook, program.said)


def _options(command: Command, workbook: xw.Book, path: str | None) -> dict[str, Any]:
    if command.name == "sponsor-copy" and not path:
        path = str(sponsor_copy_beside(Path(workbook.fullname)))
    return {"path": path} if path else {}


def _unexpected(command: Command) -> str:
    """Log what went wrong under a short reference, and say where to find it."""
    reference = f"{datetime.now():%H%M%S}"
    handler = logging.FileHandler(LOG, encoding="utf-8")
    logger = logging.getLogger("revmentor_xl")
    logger.addHandler(handler)
    logger.exception("%s: “%s” failed", reference, command.label)
    logger.removeHandler(handler)
    handler.close()
    return (
        f"Something unexpected happened (reference {reference}). Nothing was changed. "
        f"Please send the file {LOG} to whoever looks after this tool."
    )


def _tell(workbook: xw.Book, said: str, *, alert: bool = False) -> str:
    workbook.app.status_bar = said[:255]  # the longest text Excel's status bar takes
    if alert:
        workbook.app.alert(said, title=TAB_LABEL)
    return said


def __getattr__(name: str) -> Callable[..., str]:
    """`buttons.pair`, `buttons.import_mentors` ...: one for each command."""
    for command in COMMANDS:
        if command.function == name:
            return partial(press, command)
    raise AttributeError(f"there is no button “{name}”")
