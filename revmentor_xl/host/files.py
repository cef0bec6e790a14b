"""Commands that read or write a second file beside the program file."""

from __future__ import annotations

from itertools import chain, count
from pathlib import Path

from revmentor_xl.errors import RevmentorError
from revmentor_xl.program import Program


def import_answers(
    program: Program,
    path: str | Path,
    into: str,
    mapping: str | Path | None = None,
    moment: str | None = None,
) -> Program:
    """Read a survey export into the table `into`; see `steps.importing.enroll`."""
    from revmentor_xl.books.surveys import read_mapping, read_survey
    from revmentor_xl.steps.importing.enroll import enroll

    survey = read_survey(Path(path))
    lines = read_mapping(Path(mapping)) if mapping else None
    return enroll(program, survey, into, lines, moment=moment or "")


def sponsor_copy(program: Program, path: str | Path) -> Program:
    """Write the copy for sponsors to `path`, a new .xlsx file; see `exports.sponsor_copy`.

    Raises `RevmentorError` rather than replace a file that is there.
    """
    from revmentor_xl.exports.sponsor.sponsor_copy import write_sponsor_copy
    from revmentor_xl.steps.sharing.sponsor import sponsor

    target = Path(path)
    new_path(target, "sponsor copy")
    if target.suffix.lower() != ".xlsx":
        target = new_path(target.with_name(f"{target.name}.xlsx"), "sponsor copy")
    ready = sponsor(program)
    write_sponsor_copy(ready, target)
    return ready.saying(
        f"The sponsor copy is “{target.name}”. Look through it before you send it; the Sponsor "
        "tab shows the same.",
        "Sponsor",
    )


def invitations(program: Program, path: str | Path) -> Program:
    """Write the calendar files into the folder `path`; see `steps.invitations`.

    Raises `RevmentorError` rather than write into a folder with other files.
    """
    from revmentor_xl.exports.invitations.folder import versions_in, write_folder
    from revmentor_xl.exports.invitations.ics import calendar_files
    from revmentor_xl.steps.invitations.invite import invite

    folder = Path(path)
    if not folder.parent.is_dir():
        raise RevmentorError(
            f"The folder “{folder.parent}” does not exist.", "Make it first, or correct the path."
        )
    ready, every = invite(program, versions_in(folder))
    write_folder(folder, calendar_files(every))
    return ready.saying(
        f"{ready.said} The files are in “{folder.name}”; README.txt there says how to send them.",
        "Invitations",
    )


def invitations_beside(program_file: Path) -> Path:
    """The folder for the calendar files of this program file."""
    return program_file.with_name(f"{program_file.stem} - invitations")


def sponsor_copy_beside(program_file: Path) -> Path:
    """Where a sponsor copy of this program file goes: beside it, under a name of its own."""
    first = program_file.with_name(f"{program_file.stem} - sponsor copy.xlsx")
    numbered = (first.with_name(f"{first.stem} ({number}).xlsx") for number in count(2))
    return next(path for path in chain([first], numbered) if not path.exists())


def new_path(target: Path, what: str) -> Path:
    """`target` itself, if a new file can go there; `what` says which file, “sponsor copy”.

    Raises `RevmentorError` rather than have a file replaced that is there, and
    when the folder is missing.
    """
    if target.exists():
        raise RevmentorError(
            f"“{target}” is there already, and was left as it is.",
            f"Choose another name for the {what}, or move the old file away first.",
        )
    if not target.parent.is_dir():
        raise RevmentorError(
            f"The folder “{target.parent}” does not exist.", "Make it first, or correct the path."
        )
    return target
