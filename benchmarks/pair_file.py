"""How long “Suggest pairs” takes on a large file, against opening and saving that file alone.

`python benchmarks/pair_file.py` makes a program file with 1,000 mentors and
1,000 leaders of an invented company, then times in one process, in turns and
each the median of three: opening and saving with our own `FileBook`, opening
and saving with openpyxl, and the whole command (open, check, score, solve,
explain, write). What imports cost is paid before.
The command line works with one thread (see `revmentor_xl/host`); run this with
OPENBLAS_NUM_THREADS=1 to see the same.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load, save
from revmentor_xl.host.demo.company.company import Company, Employee, Invented, invent_company
from revmentor_xl.host.running import run_on_file
from revmentor_xl.host.template.new_file import new_file
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


def _people(people: Iterable[Invented], prefix: str) -> list[dict[str, object]]:
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


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and seconds of work: the two part on a busy computer."""

    clock: float
    work: float

    def over(self, other: Taken) -> str:
        return f"{self.clock / other.clock:.2f} ({self.work / other.work:.2f})"

    def __str__(self) -> str:
        return f"{self.clock:6.2f} s ({self.work:.2f})"


def timed(work: Callable[[Path], object], file: Path) -> Taken:
    """How long some work takes on a fresh copy of the file."""
    copy = file.with_name(f"copy{file.suffix}")
    shutil.copyfile(file, copy)
    begun = time.perf_counter(), time.process_time()
    work(copy)
    return Taken(time.perf_counter() - begun[0], time.process_time() - begun[1])


def medians(works: Sequence[Callable[[Path], object]], file: Path, times: int) -> list[Taken]:
    """Each work's median times; they take turns, so that a busy minute troubles all alike."""
    rounds = [[timed(work, file) for work in works] for _ in range(times)]
    return [
        Taken(
            statistics.median(one.clock for one in taken),
            statistics.median(one.work for one in taken),
        )
        for taken in zip(*rounds)
    ]


def main() -> None:
    """Print the times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000, help="on each side")
    parser.add_argument("--times", type=int, default=TIMES, help="each is done so often")
    asked = parser.parse_args()
    people = asked.people
    with tempfile.TemporaryDirectory() as folder:
        file = large_file(Path(folder) / "large.xlsm", people)
        said = pair_on(Path(shutil.copyfile(file, file.with_name("first.xlsm")))).said
        works = (open_and_save, open_and_save_elsewhere, pair_on)
        alone, elsewhere, whole = medians(works, file, asked.times)
    print(f"{people} + {people} people: {said}")
    print("seconds by the clock (and of work)")
    print(f"open and save alone:      {alone}")
    print(f"the same with openpyxl:   {elsewhere}")
    print(f"the whole command `pair`: {whole}")
    print(f"`pair` / open and save:   {whole.over(alone)}; at most 3 is asked")
    print(f"`pair` / openpyxl's:      {whole.over(elsewhere)}")


if __name__ == "__main__":
    main()
