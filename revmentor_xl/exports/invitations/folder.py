"""The folder with the calendar files: written whole, and nobody else's file touched."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from revmentor_xl.books.disk.temporary import is_temporary, leftovers, sweep
from revmentor_xl.books.disk.together import together
from revmentor_xl.books.disk.whole import remove, remove_empty, write_whole
from revmentor_xl.errors import FileNotWritten, RevmentorError
from revmentor_xl.exports.invitations.ics import EVERYBODY, PRODUCT

README = "README.txt"
README_TEXT = """\
Calendar files of your reverse-mentoring program
================================================
Written by the button Invitations. Do not change the files: they are written anew
with every press, and calendars know them again by marks inside.

pairs      One file for each pair: all its sessions. Attach it to a mail to the two.
           They open it and accept; answers go to the organizer on Settings.
events     One file for each kick-off and each common event. Attach it to a mail to
           everybody who is named in it.
cancelled  What does not take place any more, to be sent in the same way; and files such as
           "Kick-off ... for Ada" for somebody who is no longer invited, to be sent to that
           person only. The entry then disappears from their calendar.
people     One file for each person with everything of theirs, to open or import
           (Outlook: File > Open & Export > Import; Google Calendar: Settings > Import).
           For those without an e-mail address, or instead of the files above.
everybody.ics
           The whole program, for your own calendar. It names everybody: keep it in HR.

Which files have to be sent? The Invitations tab of the program file says so: New,
Changed and Cancelled are to be sent, As before was sent already. Calendars take a
change for what it is, however often a file is opened: nobody gets an entry twice.

The files name people, dates and topics. They hold no scores, vetoes, declined topics,
reasons for absence or notes.
"""
_FOLDERS = ("pairs", "events", "people", "cancelled")
_MARK = f"PRODID:{PRODUCT}".encode()
_VERSION = re.compile(rb"\r\nUID:([^\r\n]+)\r\nSEQUENCE:(\d+)\r\n")


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into the folder, and remove those of ours that are no longer needed.

    Files that say the same already are left alone. Raises `RevmentorError` when
    the folder or one of the names belongs to somebody else, `FileNotWritten`
    when a file cannot be written; then the folder is as it was.
    """
    # the README first: by it the folder is known again when a kill cuts this off
    every = {README: README_TEXT.replace("\n", "\r\n").encode(), **files}
    try:
        with together():
            _write(folder, every)
    except FileNotWritten as refused:
        raise FileNotWritten(
            f"{refused.message} No invitation was written.",
            f"{refused.remedy} (Press Invitations.)",
            is_full=refused.is_full,
        ) from refused
    except OSError as refused:
        raise _said(folder, refused) from refused


def _said(folder: Path, refused: OSError) -> RevmentorError:
    """What is said when, for example, another program holds a file open."""
    return FileNotWritten(
        f"“{refused.filename or folder}” cannot be read: {refused.strerror}. No invitation was "
        "written.",
        "Close the file if it is open, and press Invitations once more.",
    )


def versions_in(folder: Path) -> dict[str, int]:
    """The highest version of each UID in the folder; of somebody else's folder nothing.

    Raises `RevmentorError` when a file cannot be read.
    """
    found: dict[str, int] = {}
    try:
        for path in _earlier(folder) if folder.is_dir() and _is_our_folder(folder) else ():
            for uid, sequence in _VERSION.findall(path.read_bytes()):
                key = uid.decode("utf-8", "replace")
                found[key] = max(found.get(key, 0), int(sequence))
    except OSError as refused:
        raise _said(folder, refused) from refused
    return found


def _write(folder: Path, every: Mapping[str, bytes]) -> None:
    earlier = _earlier(folder)
    for inside in ("", *_FOLDERS):
        sweep(leftovers(folder / inside))
    for name in every:
        if (folder / name).exists() and name != README and not _is_ours(folder / name):
            raise RevmentorError(
                f"“{folder / name}” is a file of somebody else's, so no invitation was written.",
                "Move it to another folder, then press Invitations once more.",
            )
    for name, data in every.items():
        if not (folder / name).is_file() or (folder / name).read_bytes() != data:
            write_whole(folder / name, data)
    kept = {_same(folder / name) for name in every}
    for path in earlier:
        if _same(path) not in kept:
            remove(path)
    for name in _FOLDERS:
        remove_empty(folder / name)


def _same(path: Path) -> str:
    """By this a file is known again on computers that take large and small letters for one."""
    return os.path.normcase(str(path)).casefold()


def _earlier(folder: Path) -> list[Path]:
    """The calendar files of ours that are in the folder."""
    if not folder.exists():
        return []
    is_empty = folder.is_dir() and all(is_temporary(one) for one in folder.iterdir())
    if not folder.is_dir() or not (is_empty or _is_our_folder(folder)):
        raise RevmentorError(
            f"“{folder}” holds other files, so it was left as it is and no invitation was written.",
            "Move that folder away or give it another name, then press Invitations once more.",
        )
    return sorted(_ours(folder.glob("*.ics"), *(folder.glob(f"{one}/*.ics") for one in _FOLDERS)))


def _ours(*paths: Iterable[Path]) -> Iterable[Path]:
    return (path for several in paths for path in several if _is_ours(path))


def _is_our_folder(folder: Path) -> bool:
    readme, everybody = folder / README, folder / EVERYBODY
    first = README_TEXT.partition("\n")[0].encode()
    is_told = readme.is_file() and readme.read_bytes().startswith(first)
    return is_told or (everybody.is_file() and _is_ours(everybody))


def _is_ours(path: Path) -> bool:
    with open(path, "rb") as file:
        return _MARK in file.read(400)
