"""Commands that read or write a second file beside the program file."""

from __future__ import annotations

from pathlib import Path

from revmentor_xl.program import Program


def check_all(program: Program) -> Program:
    """The check that runs before every command, as a command of its own."""
    from revmentor_xl.steps.checking import check

    return check(program)


def import_answers(
    program: Program,
    path: str | Path,
    into: str,
    mapping: str | Path | None = None,
    moment: str | None = None,
) -> Program:
    """Read a survey export into the table `into`; see `steps.intake.enroll`."""
    from revmentor_xl.books.surveys import read_mapping, read_survey
    from revmentor_xl.steps.intake import enroll

    survey = read_survey(Path(path))
    lines = read_mapping(Path(mapping)) if mapping else None
    return enroll(program, survey, into, lines, moment=moment or "")


def sponsor_copy(program: Program, path: str | Path) -> Program:
    """Write the copy for sponsors to `path`; see `exports.sponsor_copy`."""
    from revmentor_xl.exports.sponsor_copy import write_sponsor_copy
    from revmentor_xl.steps.sponsor import sponsor

    ready = sponsor(program)
    write_sponsor_copy(ready, Path(path))
    return ready.saying(
        f"The sponsor copy is “{Path(path).name}”. Look through it before you "
        "send it; the Sponsor tab shows the same.",
        "Sponsor",
    )
