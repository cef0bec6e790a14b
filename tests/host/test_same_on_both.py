"""Each button does on an open workbook what its command does on the closed file.

On real files, along the life of a program, in two Excels that were written
apart from each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import copyfile

import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.live import LiveBook
from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.demo.company.company import Company, invent_company
from revmentor_xl.host.demo.survey_files.replies import get_on, write_replies
from revmentor_xl.host.demo.survey_files.surveys import write_enrollment
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.build import write_program_file, write_template
from revmentor_xl.program import Program
from tests.lived import lived
from tests.twobooks import TwoBooks, command, differences, opened, press, read

ENGINES = ("strict", "second")
START = date.today() + timedelta(days=7 - date.today().weekday())  # next Monday
SETTINGS = {
    **{"Start date": START, "Number of sessions": 3, "Cohort size": 3},
    "Organizer's e-mail": "hr@example.com",
}
FOLDER = "Program - invitations"


@pytest.fixture(scope="module")
def company() -> Company:
    return invent_company(3, 7)


@pytest.fixture(scope="module")
def surveys(company: Company, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    files = write_enrollment(company, tmp_path_factory.mktemp("surveys"))
    return {
        "import-mentors": files.mentors,
        "import-leaders": files.leaders,
        "import-reporting-lines": files.reporting,
        "import-nominations": files.nominations,
    }


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "Template.xlsm"
    write_template(path)
    return path


def same(both: TwoBooks, name: str, answer: object = None) -> None:
    said = both.do(name, answer)
    assert both.excel.alerts == [], (name, said)
    assert both.differences() == [], (name, said)


def type_settings(both: TwoBooks) -> None:
    settings = read(LiveBook(both.book)).cells("settings")
    for row, title in enumerate(settings["setting"]):
        if title in SETTINGS:
            both.type("settings", "value", row, SETTINGS[title])


def answers(both: TwoBooks, company: Company, moment: str, folder: Path) -> Path:
    """What the pairs of the open workbook answer, as their survey tool exports it."""
    program = read(LiveBook(both.book))
    known = company.participant
    by_name = {one.person.name: one for one in known.values()}  # a few e-mails are misspelled
    people = {
        row["id"]: known.get(row["email"]) or by_name.get(row["name"])
        for table in ("mentors", "leaders")
        for row in program.table(table).to_dict("records")
    }
    pairs = program.table("pairs")[["pair_id", "mentor_id", "leader_id"]].itertuples(index=False)
    duos = get_on(
        ((one, people[a], people[b]) for one, a, b in pairs if people[a] and people[b]), 7
    )
    path = folder / f"{moment}{'.xlsx' if moment == 'Month 3' else '.csv'}"
    write_replies(moment, duos, path, date.today(), 7)
    return path


def type_away(both: TwoBooks) -> None:
    """A mentor cannot come on the day of a session: something has to move."""
    rows = read(LiveBook(both.book)).table("schedule")
    session = rows[rows["kind"] == "Session"].iloc[0]
    for column, value in (("person", "mentor"), ("first", "day"), ("last", "day")):
        both.type("away", column, 0, session[value])


def life(both: TwoBooks, company: Company, surveys: dict[str, Path]) -> Iterator[str]:
    """Every button but those of single steps, in the order of a program's life."""
    type_settings(both)
    for name, path in surveys.items():
        same(both, name, path)
        yield name
    for name in ("check", "select", "preview", "pair", "plans", "explain"):
        same(both, name)
        yield name
    for row in range(len(read(LiveBook(both.book)).cells("pairs"))):
        both.type("pairs", "status", row, "Active")
    for name in ("schedule", "sessions", "invitations"):
        same(both, name)
        yield name
    type_away(both)
    for name in ("reschedule", "apply-changes", "invitations", "check-in"):
        same(both, name)
        yield name
    assert (both.folder / "open" / FOLDER / "pairs").is_dir()
    same(both, "import-check-in", answers(both, company, "Month 3", both.folder))
    yield "import-check-in"
    both.type("pairs", "status", 0, "Ended")
    for name in ("check-in", "rematch", "review"):
        same(both, name)
        yield name
    same(both, "import-review", answers(both, company, "Month 6", both.folder))
    yield "import-review"
    for name in ("report", "dashboard", "sponsor-copy", "undo"):
        same(both, name)
        yield name
    same(both, "undo-steps", 3)
    yield "undo-steps"
    for name in ("check-setup", "forget-steps"):
        same(both, name)
        yield name


@pytest.mark.slow  # `test_buttons` presses each of them once, on one state of a program
@pytest.mark.parametrize("engine", ["strict", "second"])
def test_each_button_does_what_its_command_does_along_a_program(
    engine: str, template: Path, company: Company, surveys: dict[str, Path], tmp_path: Path
) -> None:
    done = set(life(TwoBooks(engine, tmp_path, template), company, surveys))
    assert done == {command.name for command in COMMANDS if command.on_ribbon}


LAST_YEAR: tuple[tuple[str, object], ...] = (
    *(("dashboard", None), ("review", None), ("undo", None), ("report", None)),
    *(("check-in", None), ("sponsor-copy", None), ("undo-steps", 2)),
)


@pytest.fixture(scope="module")
def last_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("last year") / "Program.xlsm"
    write_program_file(path, up_to_date(lived(4, session_count=13)))
    return path


@pytest.fixture(scope="module")
def closed(last_year: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Program]:
    """What stands in the closed file after one command after another."""
    file = Path(copyfile(last_year, tmp_path_factory.mktemp("closed") / "Program.xlsm"))
    states = []
    for name, answer in LAST_YEAR:
        command(name, file, answer)
        states.append(read(FileBook(file)))
    return states


@pytest.mark.parametrize("engine", ENGINES)
def test_a_program_of_last_year_goes_on_alike(
    engine: str, last_year: Path, closed: list[Program], tmp_path: Path
) -> None:
    file = Path(copyfile(last_year, tmp_path / "Program.xlsm"))
    excel, book = opened(engine, file)
    for (name, answer), expected in zip(LAST_YEAR, closed, strict=True):
        said = press(name, book, answer)
        assert excel.alerts == [], (name, said)
        assert differences(read(LiveBook(book)), expected) == [], (name, said)
