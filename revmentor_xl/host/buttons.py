"""The buttons of the workbook: one function per command, on the open book.

VBA calls them through xlwings, such as `buttons.pair()`; a command that asks
for something is given the answer, such as `buttons.import_mentors('C:/x.csv')`
or `buttons.undo_steps(3)`. `press` does the work for any book, so that the
same code runs without Excel in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path, PureWindowsPath
from typing import Any

import xlwings as xw

from revmentor_xl.books.excel.call_errors import said_plainly
from revmentor_xl.books.excel.quiet import quiet
from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.commands.table import COMMANDS, Asks, Command
from revmentor_xl.host.files import invitations_beside, sponsor_copy_beside
from revmentor_xl.host.log import LOG, write_failure
from revmentor_xl.host.missing import said_of_missing
from revmentor_xl.program import Program
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from revmentor_xl.steps.solving.progress import reporting

LONGEST_STATUS = 255  # the longest text that Excel's status bar takes


def press(command: Command, answer: object = None, *, book: xw.Book | None = None) -> str:
    """Do a command on an open workbook and give the line that the user is told.

    `answer` is what the command asks for: a path, or how many steps to undo.
    Without `book`, the workbook from which the button was pressed. While it
    works, the status bar tells how far it is. A problem is said in the status
    bar and in a message; the workbook stays as it was. Raises `RevmentorError`
    only when there is no workbook in which it could be said.
    """
    workbook = book or _caller()
    app = workbook.app
    try:
        with quiet(app, workbook), _told_while_working(app):
            program = _run(command, workbook, answer)
    except RevmentorError as error:
        return _say(app, f"{error.message} {error.remedy}".strip(), alert=True)
    except ImportError as error:
        return _say(app, str(said_of_missing(error)), alert=True)
    except Exception as error:
        said = said_plainly(error)
        return _say(app, str(said) if said else _unexpected(command, error), alert=True)
    except BaseException:  # somebody stops Python: no half-told progress may stay behind
        with suppress(Exception):
            app.status_bar = f"{TAB_LABEL}: “{command.label}” was stopped."
        raise
    # showing the tab is a courtesy: the step is done, whatever Excel says to it
    with suppress(Exception):
        workbook.sheets[program.show or "Home"].activate()
    return _say(app, program.said or f"{command.label}: done.")


def _caller() -> xw.Book:
    try:
        return xw.Book.caller()
    except Exception as error:
        raise RevmentorError(
            "The workbook in which the button was pressed was not found. Nothing was changed.",
            "Open the program file in Excel, click in it, and press the button there. Without "
            "Excel, every step is also a command: revmentor-xl --help lists them.",
        ) from error


def _run(command: Command, workbook: xw.Book, answer: object) -> Program:
    from revmentor_xl.books.cell_notes import MarkedBook
    from revmentor_xl.host.running import run

    kept = MarkedBook(workbook)
    program = run(command.name, kept, **_options(command, workbook, answer))
    with suppress(Exception):  # notes are a courtesy: the step is done without them
        kept.mark(program, thoroughly=command.name == "check")
    return program


@contextmanager
def _told_while_working(app: Any) -> Iterator[None]:
    def tell(percent: int, doing: str) -> None:
        app.status_bar = f"{TAB_LABEL}: {percent}% – {doing}"[:LONGEST_STATUS]

    with reporting(tell):
        yield


def _options(command: Command, workbook: xw.Book, answer: object) -> dict[str, Any]:
    """What the answer means for the step. Raises `RevmentorError` when it will not do."""
    match command.asks:
        case Asks.STEPS:
            return {} if answer is None else {"steps": answer}
        case Asks.FILE | Asks.NEW_FILE:
            path = str(answer or "").strip()
            if "://" in path:
                raise RevmentorError(
                    f"“{path}” is an address on the web, which only Excel itself can open. "
                    "Nothing was changed.",
                    "Choose a folder on this computer, such as Documents or the folder that "
                    "OneDrive keeps here.",
                )
            if not path and command.asks is Asks.FILE:
                raise RevmentorError(
                    "No file was chosen, so nothing was read.", "Press the button and choose one."
                )
            return {"path": path or str(sponsor_copy_beside(_on_disk(workbook)))}
        case Asks.NOTHING if command.writes_beside:
            return {"path": str(invitations_beside(_on_disk(workbook, "calendar files")))}
    return {}


def _on_disk(workbook: xw.Book, what: str = "copy") -> Path:
    """Where the workbook is kept. Raises `RevmentorError` when that is no folder here."""
    try:
        name = str(workbook.fullname)
    except Exception as error:  # xlwings cannot tell which folder a web address stands for
        raise _not_here(what) from error
    if "://" in name:
        raise _not_here(what)
    if not (Path(name).is_absolute() or PureWindowsPath(name).is_absolute()):
        raise RevmentorError(
            f"This workbook was never saved, so there is no folder to write the {what} to.",
            "Save it first, then press the button once more.",
        )
    return Path(name)


def _not_here(what: str) -> RevmentorError:
    remedy = "Save the workbook to a folder on this computer first, such as the one that OneDrive"
    remedy += " keeps here, and press the button there."
    if what == "copy":
        remedy = "Press Sponsor copy on the ribbon and choose a folder on this computer, or save "
        remedy += "the workbook to one first."
    return RevmentorError(
        f"This workbook is kept in OneDrive or SharePoint, so the {what} cannot be written beside "
        "it. Nothing was changed.",
        remedy,
    )


def _unexpected(command: Command, error: Exception) -> str:
    """Log what went wrong under a short reference, and say where to find it."""
    reference = f"{datetime.now():%H%M%S}"
    said = f"Something unexpected happened (reference {reference}). Nothing was changed."
    try:
        write_failure(LOG, f"{reference}: “{command.label}”", error)
    except OSError:
        return f"{said} Please tell whoever looks after this tool what you did."
    return f"{said} Please send the file {LOG} to whoever looks after this tool."


def _say(app: Any, said: str, *, alert: bool = False) -> str:
    """Tell the user in the status bar and, with `alert`, in a message as well.

    Not every Excel can show both; only one that shows neither is an error.
    """
    shown = False
    with suppress(Exception):
        short = said if len(said) <= LONGEST_STATUS else f"{said[: LONGEST_STATUS - 1]}…"
        app.status_bar = short
        shown = True
    if alert:
        with suppress(Exception):
            app.alert(said, title=TAB_LABEL)
            shown = True
    if alert and not shown:
        raise RevmentorError(said)
    return said


def __getattr__(name: str) -> Callable[..., str]:
    """`buttons.pair`, `buttons.import_mentors` ...: one for each command."""
    for command in COMMANDS:
        if command.function == name:
            return partial(press, command)
    raise AttributeError(f"there is no button “{name}”")
