"""Two program files open: a button works on the file in which it was pressed.

The macros of both have the same names, and Excel may call those of either. So
each press is tried with the macros of both files called.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.macrobook import ADD_IN, template, used, with_modules, write_add_in
from tests.vbahost import Excel, Ribbon, RibbonControl

SPRING, AUTUMN = "Spring cohort.xlsm", "Zoë O'Brien's (autumn) 50%.xlsm"
BOTH = pytest.mark.parametrize("called", [SPRING, AUTUMN], ids=["first", "second"])
PRESSED = pytest.mark.parametrize("pressed", [SPRING, AUTUMN], ids=["in first", "in second"])
HEARD = "from revmentor_xl.host import buttons; buttons.check()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    (folder / SPRING).write_bytes(template())
    (folder / AUTUMN).write_bytes(used())
    write_add_in(folder)
    return folder


def two_open(folder: Path) -> Excel:
    """The first file, in which nothing was done, and the second with steps to undo."""
    app = Excel.showing(folder / SPRING)
    app.open_add_in(folder / ADD_IN)
    app.open_program(folder / AUTUMN)
    return app


@pytest.fixture(scope="module")
def opened(folder: Path) -> Excel:
    return two_open(folder)


@pytest.fixture
def excel(opened: Excel) -> Excel:
    opened.dialogs.clear()
    opened.application.caller = ""
    return opened


def in_front(app: Excel, book: str) -> None:
    app.application.activate_book(app.application.vba_get("Workbooks", [book]))


def sent(app: Excel, book: str, macro: str, *control: object) -> list[tuple[str, str]]:
    """What a macro of this file sends Python: the command, and the file it works on."""
    before = len(app.heard(ADD_IN))
    app.application.status_bar = False
    app.run_in(book, macro, *control)
    return app.heard(ADD_IN)[before:]


@BOTH
@PRESSED
def test_a_button_of_the_ribbon(excel: Excel, called: str, pressed: str) -> None:
    in_front(excel, pressed)
    control = RibbonControl("rm_check", window=excel.window(pressed))
    assert sent(excel, called, "rm_check_ribbon", control) == [(HEARD, pressed)]
    assert excel.dialogs == []


@BOTH
@PRESSED
def test_a_button_on_a_sheet(excel: Excel, called: str, pressed: str) -> None:
    in_front(excel, pressed)
    excel.application.caller = "Button 7"
    assert sent(excel, called, "rm_check") == [(HEARD, pressed)]
    assert excel.dialogs == []


@BOTH
def test_a_macro_run_by_its_name_works_on_its_own_file(excel: Excel, called: str) -> None:
    in_front(excel, SPRING if called == AUTUMN else AUTUMN)
    assert sent(excel, called, "rm_check") == [(HEARD, called)]


@BOTH
def test_an_excel_that_does_not_tell_where_does_nothing(excel: Excel, called: str) -> None:
    assert sent(excel, called, "rm_check_ribbon", RibbonControl("rm_check")) == []
    ((_, text, title, _),) = excel.dialogs
    assert title == "Reverse Mentoring"
    assert "More than one program file is open" in text
    assert "Close the other program files" in text


def test_one_program_file_beside_other_workbooks(folder: Path) -> None:
    """Not telling where is then no matter; a copied button says where it belongs."""
    app = Excel.showing(folder / SPRING)
    app.open_add_in(folder / ADD_IN)
    other = app.add_workbook()
    assert sent(app, SPRING, "rm_check_ribbon", RibbonControl("rm_check")) == [(HEARD, SPRING)]
    app.application.activate_book(other)
    app.application.caller = "Button 7"
    assert sent(app, SPRING, "rm_check") == []
    ((_, text, _, _),) = app.dialogs
    assert f'Go to "{SPRING}" and press the button there' in text
    assert other.name in text


def test_macros_that_do_not_answer_are_named(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "Other.xlsm"
    silent = 'Attribute VB_Name = "Commands"\nOption Explicit\nPublic Const NEEDED_TABLES = ""\n'
    other.write_bytes(with_modules(template(), {"Commands": silent}))
    app = Excel.showing(folder / SPRING)
    app.open_add_in(folder / ADD_IN)
    app.open_program(other)
    control = RibbonControl("rm_check", window=app.window(other.name))
    assert sent(app, SPRING, "rm_check_ribbon", control) == []
    ((_, text, _, _),) = app.dialogs
    assert f'pressed in "{other.name}", whose macros do not answer' in text
    assert f'Close "{SPRING}"' in text


# --- Which buttons are grey -----------------------------------------------


@BOTH
@pytest.mark.parametrize(("shown", "usable"), [(SPRING, False), (AUTUMN, True)])
def test_a_button_is_grey_by_the_tables_of_its_own_file(
    excel: Excel, called: str, shown: str, usable: bool
) -> None:
    in_front(excel, shown)
    control = RibbonControl("rm_undo", tag="UndoSnapshots", window=excel.window(shown))
    assert excel.answer("rm_enabled", control, called) is usable


@BOTH
def test_in_doubt_a_button_is_usable(excel: Excel, called: str) -> None:
    control = RibbonControl("rm_undo", tag="UndoSnapshots")
    assert excel.answer("rm_enabled", control, called) is True


@BOTH
def test_ribbons_are_drawn_anew_whoever_holds_them(folder: Path, called: str) -> None:
    excel, ribbons = two_open(folder), [Ribbon(), Ribbon()]
    for ribbon in ribbons:
        excel.run_in(called, "rm_ribbon_loaded", ribbon)
    for times, changed in enumerate((SPRING, AUTUMN), start=1):
        in_front(excel, changed)
        excel.run_in(changed, "rm_refresh")
        excel.run_in(changed, "rm_refresh")
        assert [ribbon.redrawn for ribbon in ribbons] == [times, times]
