"""Bringing a program over from an older file into a new one, with today's tabs and buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from revmentor_xl.books.disk.package import Package, open_package
from revmentor_xl.books.disk.together import together
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load, save
from revmentor_xl.exports.template.live_cells import named_values
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.new_file import new_file, template_path
from revmentor_xl.program import EXTRA, Program
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking.check import check

RIBBON = "customUI/customUI.xml"

_STAYS = ("undo", "setup_checks")
"""What holds for the old file only: its tables of then, and the computer it was checked on."""


@dataclass(frozen=True)
class Brought:
    """The new file, and which columns that HR added stayed behind, as “Mentors: Badge”."""

    file: Path
    left: tuple[str, ...]


def bring_over(old: Path, new: Path, today: date) -> Brought:
    """Make a new program file with everything that stands in the tables of an older one.

    The older file is left as it is. Tabs, columns and formats that HR added
    are not brought over. Raises `RevmentorError` when the older file cannot be
    read or the new one is there already; then nothing is written.
    """
    then = load(FileBook(old), today)
    with together():
        made = new_file(new, like=old)
        book = FileBook(made)
        fresh = load(book, today)
        program = up_to_date(check(_filled(fresh, then)))
        save(program, book, fresh, named_values(program))
    left = (
        f"{WORKBOOK.sheet_of[key].name}: {str(name)[len(EXTRA) :]}"
        for key, cells in then.tables.items()
        for name in cells.columns
        if str(name).startswith(EXTRA) and cells[name].notna().any()
    )
    return Brought(made, tuple(left))


def _filled(fresh: Program, then: Program) -> Program:
    for key, cells in then.tables.items():
        if then.places[key].name and key not in _STAYS and not cells.empty:
            known = [name for name in cells.columns if not str(name).startswith(EXTRA)]
            columns = fresh.cells(key).columns
            fresh = fresh.with_cells(key, cells[known].reindex(columns=columns))
    return fresh


def has_todays_ribbon(package: Package) -> bool:
    """Whether a program file has the same buttons and macros as a new one would have."""
    there = package.find(RIBBON) is not None
    return there and package.read(RIBBON) == open_package(template_path()).read(RIBBON)
