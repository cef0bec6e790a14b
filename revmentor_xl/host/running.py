"""Running one command on one book: open, do, note, write back."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from revmentor_xl.books import journal
from revmentor_xl.books.keeping import load, save
from revmentor_xl.findings import CATALOGUE
from revmentor_xl.host.commands import BY_NAME, labels
from revmentor_xl.program import Program
from revmentor_xl.steps.sentences import counted

if TYPE_CHECKING:
    from revmentor_xl.books.book import Book


def run(
    name: str,
    book: Book,
    *,
    today: date | None = None,
    now: datetime | None = None,
    who: str = "",
    **options: object,
) -> Program:
    """Do the command `name` on a book and write back what changed.

    The tables are checked first; afterwards the checks, the dashboard and the
    Home tab are brought up to date, the step is noted on Activity, and the
    tables as they were before are kept for “Undo last step”. Gives the
    program as written. Raises `RevmentorError`; then nothing was written.
    """
    from revmentor_xl.exports.live_cells import named_values
    from revmentor_xl.steps.checking import check

    now = now or datetime.now()
    command = BY_NAME[name]
    before = load(book, today or now.date())
    step = command.load()
    ready = before if name in ("check", "undo") else check(before)
    after = step(ready, **command.preset, **options)
    after = up_to_date(_kept_by(after, name), name)
    if command.asks_file:
        after = _with_count(after, Path(str(options["path"])).name)
    after = journal.note(before, after, command.label, now, who or user_name())
    save(after, book, before, named_values(after))
    return after


def _kept_by(program: Program, name: str) -> Program:
    """The program whose findings about lost rows are the step's, so that a check keeps them."""
    kept = {CATALOGUE[one].code for one in ("kept_note", "kept_after_undo", "kept_row")}
    findings = (
        replace(one, found_by=name) if one.code in kept else one for one in program.findings
    )
    return replace(program, findings=tuple(findings))


def _with_count(program: Program, survey: str) -> Program:
    """The program that says, after an import, how much of the file needs a look."""
    from revmentor_xl.steps.checking import listed_findings
    from revmentor_xl.steps.intake import to_look_at

    number = len(to_look_at(listed_findings(program), survey))
    if not number:
        return program
    what = counted(number, "thing needs", "things need")
    return program.saying(f"{program.said} {what} a look: see Checks.", "Checks")


def up_to_date(program: Program, ran: str = "") -> Program:
    """The program with its checks, dashboard and Home tab as they should be now.

    `ran` is the command that has just run: what it found earlier is forgotten.
    """
    from revmentor_xl.steps.checking import write_checks
    from revmentor_xl.steps.dashboard import dashboard
    from revmentor_xl.steps.home import home

    said, show = program.said, program.show
    fresh = home(write_checks(dashboard(program), (ran,)), labels())
    return fresh.saying(said, show)


def run_on_file(name: str, file: Path, /, **options: object) -> Program:
    """`run` on a program file on disk, without Excel."""
    from revmentor_xl.books.file import FileBook

    return run(name, FileBook(file), **options)  # type: ignore[arg-type]


def user_name() -> str:
    """Who is at this computer, as far as it knows."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
