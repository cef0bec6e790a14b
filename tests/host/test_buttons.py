"""Buttons on an open workbook do what the command line does on a closed file."""

from __future__ import annotations

import functools
import re
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlwings as xw

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.live import LiveBook
from revmentor_xl.books.load_save import blocks, load, same_cells
from revmentor_xl.errors import RevmentorError
from revmentor_xl.host import buttons
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.table import BY_NAME, Command
from revmentor_xl.host.running import run
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from tests.engine import Excel, excel_with
from tests.programs import MONDAY, filled, program

WEEK = "Mon morning; Tue morning; Wed morning; Thu morning"
TODAY = date.today()


@functools.cache
def company(mentors: int = 3, leaders: int = 3) -> Program:
    """People in different departments who all have time."""
    return program(
        mentors=[
            {
                "id": f"M{i}",
                "department": f"Department {i}",
                "availability": WEEK,
                "strengths": "Python; Generative AI",
                "learning_goals": "Negotiation",
            }
            for i in range(1, mentors + 1)
        ],
        leaders=[
            {
                "id": f"L{i}",
                "availability": WEEK,
                "strengths": "Negotiation",
                "learning_goals": "Python",
            }
            for i in range(1, leaders + 1)
        ],
        start_date=MONDAY,
        session_count=3,
    )


def stated(given: Program, key: str) -> pd.DataFrame:
    """A table's cells with formulas as they are written: only Excel can work them out."""
    return given.cells(key).map(lambda cell: getattr(cell, "text", cell))


ROUND = ("check", "pair", "schedule", "sessions", "check-in", "review", "dashboard")


def opened(given: Program) -> tuple[Excel, Any]:
    return excel_with(blocks(given))


def test_each_button_does_what_the_command_does_on_a_closed_file(tmp_path: Path) -> None:
    excel, workbook = opened(company())
    closed = tmp_path / "closed.xlsm"
    write_program_file(closed, company())
    for name in ROUND:
        press(BY_NAME[name], book=workbook)
        assert excel.alerts == []
        done = run(name, FileBook(closed), today=TODAY)
        live = load(LiveBook(workbook), TODAY)
        kept = load(FileBook(closed), TODAY)
        for key in done.tables:
            if key not in ("activity", "undo"):  # they hold the time of the day
                assert same_cells(stated(live, key), stated(kept, key)), key
                assert same_cells(stated(live, key), stated(done, key)), key


def test_after_a_button_its_tab_is_shown_and_the_status_bar_says_what_happened() -> None:
    excel, workbook = opened(company())
    said = press(BY_NAME["pair"], book=workbook)
    assert excel.shown == "Pairs"
    assert said == excel.status_bar
    assert said.startswith("3 pairs, proven best")


def test_a_problem_is_said_and_the_workbook_stays_as_it_was() -> None:
    excel, workbook = opened(company())
    before = load(LiveBook(workbook), TODAY)
    press(BY_NAME["schedule"], book=workbook)
    after = load(LiveBook(workbook), TODAY)
    assert len(excel.alerts) == 1
    assert "pairs" in excel.alerts[0].casefold()
    assert all(same_cells(after.cells(key), cells) for key, cells in before.tables.items())


def test_undo_puts_the_tables_back() -> None:
    excel, workbook = opened(company())
    press(BY_NAME["check"], book=workbook)
    before = load(LiveBook(workbook), TODAY)
    press(BY_NAME["pair"], book=workbook)
    press(BY_NAME["undo"], book=workbook)
    after = load(LiveBook(workbook), TODAY)
    assert excel.alerts == []
    for key in before.tables:
        if key not in ("activity", "undo"):
            assert same_cells(stated(after, key), stated(before, key)), key


def test_the_sponsor_copy_stands_beside_the_workbook(tmp_path: Path) -> None:
    excel, workbook = opened(company())
    excel.fullname = str(tmp_path / "Program.xlsm")
    press(BY_NAME["pair"], book=workbook)
    press(BY_NAME["sponsor-copy"], book=workbook)
    assert excel.alerts == []
    assert [path.name for path in tmp_path.iterdir()] == ["Program - sponsor copy.xlsx"]


def test_a_survey_is_imported_by_a_button(tmp_path: Path) -> None:
    survey = tmp_path / "mentors.csv"
    survey.write_text("Name,Email\nZoe Quill,zoe@example.com\n", encoding="utf-8")
    excel, workbook = opened(filled(company(), "mentors", []))
    press(BY_NAME["import-mentors"], str(survey), book=workbook)
    assert excel.alerts == []
    assert list(load(LiveBook(workbook), TODAY).table("mentors")["name"]) == ["Zoe Quill"]


@pytest.mark.parametrize("name", ["check", "pair"])
def test_the_number_of_calls_does_not_grow_with_the_rows(name: str) -> None:
    counts = []
    for size in (4, 40):
        excel, workbook = opened(company(size, size))
        press(BY_NAME[name], book=workbook)
        assert excel.alerts == []
        counts.append(excel.calls)
    assert counts[0] == counts[1]


QUIET = {"screen_updating": True, "enable_events": True, "display_alerts": True}
LONGEST = 255  # characters that Excel's status bar takes


class Snooped(dict[str, bool]):
    """The switches of an Excel, with all that they were ever set to."""

    def __init__(self, start: dict[str, bool]) -> None:
        super().__init__(start)
        self.seen: list[tuple[str, bool]] = []

    def __setitem__(self, name: str, value: bool) -> None:
        self.seen.append((name, value))
        super().__setitem__(name, value)


def fails(error: BaseException) -> Any:
    def step(program: Program, **options: object) -> Program:
        raise error

    return step


class ComError(Exception):
    """As pywin32 raises it: a number, and Excel's own among the details."""

    def __init__(self, hresult: int, scode: int | None = None) -> None:
        details = None if scode is None else (0, "Excel", "", None, 0, scode)
        super().__init__(hresult, "An error", details, None)
        self.hresult, self.excepinfo = hresult, details


class MacError(Exception):
    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.errornumber = number


@pytest.mark.parametrize("calculation", ["automatic", "manual", "semiautomatic"])
@pytest.mark.parametrize(
    "error",
    [None, RevmentorError("No.", "Try."), ValueError("?"), KeyboardInterrupt(), SystemExit(1)],
    ids=lambda error: type(error).__name__,
)
def test_excel_is_quiet_while_it_works_and_as_it_was_afterwards(
    calculation: str, error: BaseException | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(buttons, "LOG", tmp_path / "log.txt")
    excel, workbook = opened(company())
    excel.settings = Snooped(QUIET)
    excel.calculation = calculation
    during: list[str] = []

    def looks(given: Program, **options: object) -> Program:
        during.extend([excel.calculation, *(name for name, on in excel.settings.items() if not on)])
        return given if error is None else fails(error)(given)

    monkeypatch.setattr(Command, "load", lambda self: looks)
    if isinstance(error, BaseException) and not isinstance(error, Exception):
        with pytest.raises(type(error)):
            press(BY_NAME["pair"], book=workbook)
        assert "was stopped" in str(excel.status_bar)
    else:
        press(BY_NAME["pair"], book=workbook)
    assert during == ["manual", *QUIET]
    assert (dict(excel.settings), excel.calculation) == (QUIET, calculation)
    assert "%" not in str(excel.status_bar)


def test_what_was_off_before_stays_off() -> None:
    excel, workbook = opened(company())
    excel.settings = {**QUIET, "screen_updating": False, "display_alerts": False}
    press(BY_NAME["check"], book=workbook)
    assert excel.settings == {**QUIET, "screen_updating": False, "display_alerts": False}


@pytest.mark.parametrize("missing", ["calculation", "display_alerts", "status_bar", "alert"])
@pytest.mark.parametrize("kind", [NotImplementedError, AttributeError])
def test_an_excel_that_cannot_do_everything_still_does_the_step(
    missing: str, kind: type[Exception]
) -> None:
    excel, workbook = opened(company())
    excel.refusing = {missing: kind(missing)}
    press(BY_NAME["pair"], book=workbook)
    assert len(load(LiveBook(workbook), TODAY).cells("pairs")) == 3
    assert (excel.settings["screen_updating"], excel.calculation) == (True, "automatic")


def test_the_status_bar_tells_percent_and_what_is_going_on() -> None:
    counts = []
    for size in (3, 12):
        excel, workbook = opened(company(size, size))
        press(BY_NAME["pair"], book=workbook)
        *working, last = excel.told
        assert all(re.fullmatch(r"Reverse Mentoring: \d+% – .+", text) for text in working)
        percents = [int(re.findall(r"\d+", text)[0]) for text in working]
        assert (percents[0], percents[-1]) == (0, 90)
        assert percents == sorted(set(percents))
        assert any("finding the best pairs" in text for text in working)
        assert last.startswith(f"{size} pairs, proven best")
        counts.append(len(working))
    assert counts[0] == counts[1] <= 21


def test_a_problem_is_said_in_the_status_bar_where_there_is_no_message_box() -> None:
    excel, workbook = opened(company())
    excel.refusing = {"alert": NotImplementedError("no message box")}
    said = press(BY_NAME["schedule"], book=workbook)
    assert excel.status_bar == said
    assert "pairs" in said


def test_a_problem_that_can_be_shown_nowhere_is_raised() -> None:
    excel, workbook = opened(company())
    excel.refusing = {name: NotImplementedError(name) for name in ("alert", "status_bar")}
    with pytest.raises(RevmentorError, match="pairs"):
        press(BY_NAME["schedule"], book=workbook)


def test_something_unexpected_has_a_reference_a_log_and_leaves_the_workbook(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "log.txt"
    monkeypatch.setattr(buttons, "LOG", log)
    monkeypatch.setattr(Command, "load", lambda self: fails(ZeroDivisionError("inside")))
    excel, workbook = opened(company())
    before = load(LiveBook(workbook), TODAY)
    said = press(BY_NAME["pair"], book=workbook)
    reference = re.findall(r"reference (\d{6})", said)
    assert len(reference) == 1
    assert f"{reference[0]}: “Suggest pairs” failed" in log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert excel.alerts == [said]
    assert "ZeroDivision" not in said
    after = load(LiveBook(workbook), TODAY)
    assert all(same_cells(after.cells(key), cells) for key, cells in before.tables.items())


def test_a_missing_library_is_named_with_the_way_to_get_it_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Command, "load", lambda self: import_module("solver_that_is_gone.api"))
    excel, workbook = opened(company())
    assert "“solver_that_is_gone”" in press(BY_NAME["pair"], book=workbook)
    assert "revmentor-xl doctor" in excel.alerts[0]


def test_a_log_that_cannot_be_written_hides_no_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(buttons, "LOG", tmp_path / "nowhere" / "log.txt")
    monkeypatch.setattr(Command, "load", lambda self: fails(ValueError()))
    excel, workbook = opened(company())
    press(BY_NAME["pair"], book=workbook)
    assert "reference" in excel.alerts[0]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ComError(-2147418111), "Excel is busy"),
        (ComError(-2147352567, -2146777998), "Excel is busy"),
        (type("ExcelBusyError", (Exception,), {})("not responding"), "Excel is busy"),
        (ComError(-2147352567, -2146827284), "Review > Unprotect"),
        (ComError(-2147417848), "was closed while"),
        (ComError(-2147023174), "was closed while"),
        (MacError(-1712), "Excel is busy"),
        (MacError(-1728), "was closed while"),
        (MacError(-50), "Review > Unprotect"),
        (ComError(-2147352567, -2147024809), "Something unexpected"),
    ],
)
def test_what_excel_refuses_is_said_in_plain_words(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(buttons, "LOG", tmp_path / "log.txt")
    monkeypatch.setattr(Command, "load", lambda self: fails(error))
    excel, workbook = opened(company())
    press(BY_NAME["pair"], book=workbook)
    assert said in excel.alerts[0]


def test_a_long_line_is_cut_for_the_status_bar_and_whole_in_the_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Command, "load", lambda self: fails(RevmentorError("word " * 100)))
    excel, workbook = opened(company())
    press(BY_NAME["pair"], book=workbook)
    assert len(str(excel.status_bar)) == LONGEST
    assert excel.alerts == [("word " * 100).strip()]


def test_a_button_acts_on_the_workbook_in_which_it_was_pressed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    excel, workbook = opened(company())
    monkeypatch.setattr(xw.Book, "_mock_caller", workbook, raising=False)
    assert buttons.pair().startswith("3 pairs, proven best")
    assert buttons.undo_steps("1").startswith("“Suggest pairs” of ")
    assert excel.alerts == []


def test_a_button_pressed_nowhere_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(xw.Book, "_mock_caller", raising=False)
    with pytest.raises(RevmentorError, match="was not found"):
        buttons.pair()


@pytest.mark.parametrize(
    ("fullname", "said"),
    [
        ("https://example.sharepoint.com/sites/hr/Program.xlsm", "OneDrive or SharePoint"),
        ("Book1", "never saved"),
    ],
)
def test_without_a_folder_the_sponsor_copy_says_what_to_do(fullname: str, said: str) -> None:
    excel, workbook = opened(company())
    excel.fullname = fullname
    press(BY_NAME["sponsor-copy"], book=workbook)
    assert said in excel.alerts[0]


def test_the_sponsor_copy_goes_where_hr_chose(tmp_path: Path) -> None:
    excel, workbook = opened(company())
    excel.fullname = "https://example.sharepoint.com/sites/hr/Program.xlsm"
    press(BY_NAME["pair"], book=workbook)
    press(BY_NAME["sponsor-copy"], str(tmp_path / "For Kim.xlsx"), book=workbook)
    assert excel.alerts == []
    assert [path.name for path in tmp_path.iterdir()] == ["For Kim.xlsx"]


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("import-mentors", None, "No file was chosen"),
        ("import-mentors", "https://example.com/a.csv", "address on the web"),
        ("sponsor-copy", "https://example.com/a.xlsx", "address on the web"),
        ("undo-steps", "many", "no number of steps"),
        ("undo-steps", "2", "Only 1 step can be undone"),
    ],
)
def test_an_answer_that_will_not_do_is_said(name: str, answer: object, said: str) -> None:
    excel, workbook = opened(company())
    press(BY_NAME["check"], book=workbook)
    press(BY_NAME[name], answer, book=workbook)
    assert said in excel.alerts[0]


def test_several_steps_are_undone_and_forgotten_by_buttons() -> None:
    excel, workbook = opened(company())
    before = load(LiveBook(workbook), TODAY)
    for name in ("check", "pair", "schedule"):
        press(BY_NAME[name], book=workbook)
    said = press(BY_NAME["undo-steps"], 3, book=workbook)
    assert "3 steps were undone" in said
    after = load(LiveBook(workbook), TODAY)
    for key in before.tables:
        if key not in ("activity", "undo"):
            assert same_cells(stated(after, key), stated(before, key)), key
    press(BY_NAME["pair"], book=workbook)
    press(BY_NAME["forget-steps"], book=workbook)
    press(BY_NAME["undo"], book=workbook)
    assert excel.alerts == ["There is no step to undo. At most the last 10 steps can be undone."]
    assert len(load(LiveBook(workbook), TODAY).cells("activity")) == 6
