"""How long “Suggest pairs” takes on a large file, against opening and saving that file alone.

`python benchmarks/pair_file.py` makes a program file with 1,000 mentors and
1,000 leaders of an invented company, then times in one process, each the
median of three: opening and saving with our own `FileBook`, opening and
saving with openpyxl, and the whole command (open, check, score, solve,
explain, write). What imports cost is paid before.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.keeping import load, save
from revmentor_xl.host.demo.company import Company, Employee, Participant, invent_company
from revmentor_xl.host.running import run_on_file
from revmentor_xl.host.template import new_file
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK

TODAY = date(2026, 1, 5)
TIMES = 3


def large_file(path: Path, people: int, seed: int = 7) -> Path:
    """Make a program file with `people` mentors and `people` leaders, and who reports to whom."""
    file = new_file(path)
    company = invent_company(people, seed)
    book = FileBook(file)
    before = load(book, TODAY)
    program = before.with_settings(start_date=date(2026, 1, 12), company=company.name)
    for key, rows in (
        ("mentors", _people(company.mentors[:people], "M")),
        ("leaders", _people(company.leaders[:people], "L")),
        ("reporting", _reporting(company)),
    ):
        frame = pd.DataFrame(rows, dtype=object)
        program = program.with_cells(key, frame.reindex(columns=list(WORKBOOK.table(key).keys)))
    save(program, book, before, {})
    return file


def _people(people: Iterable[Participant], prefix: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for number, one in enumerate(people, start=1):
        answers = {
            key: "; ".join(said) if isinstance(said, tuple) else said
            for key, said in asdict(one.answers).items()
        }
        volunteered = "Yes" if one.answers.volunteered else "No"
        id_ = f"{prefix}{number:04}"
        rows.append({**_employee(one.person), **answers, "id": id_, "volunteered": volunteered})
    return rows


def _employee(person: Employee) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "department": person.department,
        "job_title": person.job_title,
        "level": person.level,
        "manager": person.manager,
        "location": person.location,
        "time_zone": person.time_zone,
    }


def _reporting(company: Company) -> list[dict[str, object]]:
    return [
        {"id": one.id, "name": one.name, "email": one.email, "manager": one.manager}
        for one in company.employees
    ]


def open_and_save(file: Path) -> None:
    """Read a program file and write every table back as it stands."""
    book = FileBook(file)
    load(book, TODAY)
    book.write({name: block.rows for name, block in book.tables().items()})


def open_and_save_elsewhere(file: Path) -> None:
    """The same with openpyxl, for comparison."""
    workbook = openpyxl.load_workbook(file, keep_vba=True)
    workbook.save(file)


def pair_on(file: Path) -> Program:
    """The whole command."""
    return run_on_file("pair", file, today=TODAY)


def seconds(work: Callable[[Path], object], file: Path) -> float:
    """The median time of some work, each time on a fresh copy of the file."""
    taken = []
    for number in range(TIMES):
        copy = file.with_name(f"copy {number}{file.suffix}")
        shutil.copyfile(file, copy)
        begun = time.perf_counter()
        work(copy)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main() -> None:
    """Print the times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000, help="on each side")
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        file = large_file(Path(folder) / "large.xlsm", people)
        said = pair_on(shutil.copyfile(file, file.with_name("first.xlsm"))).said
        alone = seconds(open_and_save, file)
        elsewhere = seconds(open_and_save_elsewhere, file)
        whole = seconds(pair_on, file)
    print(f"{people} + {people} people, {file.name}: {said}")
    print(f"open and save alone:      {alone:6.2f} s")
    print(f"the same with openpyxl:   {elsewhere:6.2f} s")
    print(f"the whole command `pair`: {whole:6.2f} s")
    print(
        f"ratio {whole / alone:.2f} (with openpyxl's {whole / elsewhere:.2f}); at most 3 is asked"
    )


if __name__ == "__main__":
    main()
