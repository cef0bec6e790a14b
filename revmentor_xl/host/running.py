"""Running one command on one book: open, do, note, write back."""

from __future__ import annotations

import getpass
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from revmentor_xl.books.disk.together import together
from revmentor_xl.books.journal import undo
from revmentor_xl.books.load_save import load, save
from revmentor_xl.errors import SavedAsCopy
from revmentor_xl.findings.catalogue import CATALOGUE
from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.findings.sentences import counted
from revmentor_xl.host import log
from revmentor_xl.host.commands.table import BY_NAME, Asks, Command, labels
from revmentor_xl.host.log import solver_lines
from revmentor_xl.program import Program
from revmentor_xl.steps.solving.progress import part, progress

if TYPE_CHECKING:
    from revmentor_xl.books.book import Book, Cell


AS_IT_IS = ("check", "undo", "undo-steps", "forget-steps")
"""Commands that start from the tables as they are, without a check before."""

TAKES_BACK = ("undo", "undo-steps")


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
    tables as they were before are kept for “Undo last step”. Says how far it
    is through `steps.progress`. Gives the program as written. Raises
    `RevmentorError`; then nothing was written: files of the step, such as a
    sponsor copy, are put back as they were before. Only where the result is in
    a copy of the workbook they stay with it (`SavedAsCopy`). Nobody may do more
    with them than with the workbook's own file.
    """
    command = BY_NAME[name]
    writes = command.writes_beside or command.asks is Asks.NEW_FILE
    like: Path | None = getattr(book, "path", None) if writes else None
    with solver_lines(log.LOG), together(like) as files:
        try:
            return _run(name, book, today, now or datetime.now(), who, options)
        except SavedAsCopy as locked:
            files.keep()
            raise _with_files(locked, files.written) from locked


def _run(
    name: str,
    book: Book,
    today: date | None,
    now: datetime,
    who: str,
    options: Mapping[str, object],
) -> Program:
    started = time.perf_counter()
    command = BY_NAME[name]
    progress(0, "reading the tables")
    before = load(book, today or now.date())
    after = _told(_done(command, before, options), command, options)
    facts = _facts(command, before, after, options) | {
        "seconds": round(time.perf_counter() - started, 1)
    }
    keeps = name != "forget-steps"
    who = who or user_name()
    after = undo.note(before, after, command.label, now, who, facts, can_be_undone=keeps)
    progress(0.9, "writing the tables")
    results = _results(after, book)
    if keeps:
        save(after, book, before, results)
        return after
    from revmentor_xl.host.forgetting import forgotten_beside, forgotten_in_a_copy

    try:
        save(after, book, before, results)
    except SavedAsCopy as locked:
        raise forgotten_in_a_copy(locked, book) from locked
    return forgotten_beside(after, book)


def _with_files(locked: SavedAsCopy, written: Sequence[Path]) -> SavedAsCopy:
    """What is said when the files of a step belong to a copy of the workbook."""
    if not written:
        return locked
    folder = os.path.commonpath([path.parent for path in written])
    what = f"“{written[0]}”" if len(written) == 1 else f"the files in “{folder}”"
    return SavedAsCopy(
        f"{locked.message} This step also wrote {what}, which only that copy tells of.",
        f"{locked.remedy} If you do not go on with the copy, delete what the step wrote and do "
        "not send it.",
    )


def _results(program: Program, book: Book) -> Mapping[str, Cell]:
    """What formulas outside tables yield, for a keeper that stores it; Excel works it out."""
    if not getattr(book, "stores_results", False):
        return {}
    from revmentor_xl.exports.template.live_cells import named_values

    return named_values(program)


def _done(command: Command, before: Program, options: Mapping[str, object]) -> Program:
    """The program after the step, and after what is brought up to date with every step."""
    from revmentor_xl.steps.checking.check import check

    name, ready = command.name, before
    if name not in AS_IT_IS:
        progress(0.1, "checking every cell")
        ready = check(before)
    step = command.load()
    progress(0.2, command.label)
    with part(0.2, 0.8):
        after = step(ready, **command.preset, **options)
    if name == "forget-steps" or (name in TAKES_BACK and undo.is_as_before(before, after)):
        return after
    progress(0.8, "bringing Checks, the dashboard and Home up to date")
    return up_to_date(_kept_by(after, name), name)


def _facts(
    command: Command, before: Program, after: Program, options: Mapping[str, object]
) -> dict[str, object]:
    """What Activity says of a step besides its result."""
    from revmentor_xl.books.journal import activity

    survey = Path(str(options["path"])).read_bytes() if command.asks is Asks.FILE else b""
    return {
        "inputs": activity.fingerprint(before, survey),
        "settings": activity.other_settings(before),
        "solver": activity.solved(command.name, before, after),
    }


def _kept_by(program: Program, name: str) -> Program:
    """The program whose findings about lost rows are the step's, so that a check keeps them."""
    kept = {CATALOGUE[one].code for one in ("kept_note", "kept_after_undo", "kept_row")}
    findings = (
        replace(one, found_by=name) if one.code in kept else one for one in program.findings
    )
    return replace(program, findings=tuple(findings))


def _told(program: Program, command: Command, options: Mapping[str, object]) -> Program:
    """The program that says how much of it needs a look, where the step does not say so."""
    if command.asks is Asks.FILE:
        return _with_count(program, Path(str(options["path"])).name)
    if command.name in (*AS_IT_IS, "check-setup"):
        return program
    return _with_attention(program, command.name)


def _with_attention(program: Program, name: str) -> Program:
    """The program that says how many people or things Checks lists to be seen to.

    What must be fixed always counts, because it is left out until then; what is
    only to check, when this step found it. What the step has told of itself
    does not count again.
    """
    from revmentor_xl.steps.checking.check import listed_findings

    told = {CATALOGUE[one].code for one in ("unpaired_mentor", "unpaired_leader")}
    said = program.said.removesuffix(".")
    has_told = "see Checks" in said
    wanted = [
        one
        for one in listed_findings(program)
        if (
            one.severity is Severity.ERROR
            or (one.severity is Severity.WARNING and one.found_by == name)
        )
        and not (one.code in told and "Waiting list" in said)
        and not (has_told and one.found_by == name)
    ]
    if not wanted:
        return program
    need = _attention(wanted, "more " if has_told else "")
    need += "" if has_told else ": see Checks"
    text = f"{said}. {need[0].upper()}{need[1:]}" if ". " in said else f"{said}; {need}"
    return program.saying(text, program.show or "Checks")


def _attention(findings: Sequence[Finding], more: str) -> str:
    """“2 people need attention”, “3 more things need attention”."""
    rows = {(one.sheet, re.sub(r"\D", "", one.cell)) for one in findings}
    if all(one.sheet in ("Mentors", "Leaders") and one.cell for one in findings):
        what = counted(len(rows), f"{more}person needs", f"{more}people need")
    else:
        what = counted(len(findings), f"{more}thing needs", f"{more}things need")
    return f"{what} attention"


def _with_count(program: Program, survey: str) -> Program:
    """The program that says, after an import, how much of the file needs a look."""
    from revmentor_xl.steps.checking.check import listed_findings
    from revmentor_xl.steps.importing.enroll import to_look_at

    number = len(to_look_at(listed_findings(program), survey))
    if not number:
        return program
    what = counted(number, "thing needs", "things need")
    return program.saying(f"{program.said} {what} a look: see Checks.", "Checks")


def up_to_date(program: Program, ran: str = "") -> Program:
    """The program with its checks, dashboard and Home tab as they should be now.

    `ran` is the command that has just run: what it found earlier is forgotten.
    """
    from revmentor_xl.steps.checking.check import write_checks
    from revmentor_xl.steps.overview.dashboard import dashboard
    from revmentor_xl.steps.overview.home import home

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
