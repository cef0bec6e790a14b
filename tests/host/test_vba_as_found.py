"""Whatever becomes of Python, the macros leave Excel as it was and say what happened.

The stand-in add-in does to Excel what Python does while it works, and then
ends in one of the ways in which Python can end.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from revmentor_xl.books.excel.quiet import NOTE
from tests.macrobook import ADD_IN, template, write_add_in
from tests.vbahost import Excel

PROGRAM, OTHER = "Spring cohort.xlsm", "Autumn.xlsm"
AUTOMATIC, MANUAL, SEMIAUTOMATIC = -4105, -4135, 2
USUAL = (AUTOMATIC, True, True, True)
OURS = (MANUAL, False, False, False)  # while Python works
WORDS = {AUTOMATIC: "automatic", MANUAL: "manual", SEMIAUTOMATIC: "semiautomatic"}

# What the stand-in does first, and the ways in which it ends.
BEGINS = f"""
    ActiveWorkbook.Names.Add "{NOTE}", "=" & Chr(34) & "{{note}}" & Chr(34)
    Application.Calculation = xlCalculationManual
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    Application.DisplayAlerts = False
    Application.StatusBar = "Reverse Mentoring: 40% - finding the best pairs"
"""
TURNED_AWAY = 'Application.StatusBar = "Check: done."'  # its last calls were not heard
NOTE_LOST = f'ActiveWorkbook.Names("{NOTE}").Delete: {TURNED_AWAY}'
SERVER_DIED = 'Err.Raise 440, , "Automation error"'
HALF_OFF = (SEMIAUTOMATIC, True, False, True)
ENDS = [  # how it ends, what was found, what is said
    pytest.param(TURNED_AWAY, USUAL, "", id="turned away"),
    pytest.param("", HALF_OFF, '"Check" was cut off before its end', id="killed"),
    pytest.param(SERVER_DIED, USUAL, "cut off before its end, and may have written only a part. "
                 "Error 440: Automation error", id="server died"),
    pytest.param(NOTE_LOST, (MANUAL, True, True, True), "", id="note lost"),
    pytest.param('Application.StatusBar = "Check: starting Python ..."', HALF_OFF,
                 "did not answer", id="never heard of"),
]  # fmt: skip


def noted(found: tuple[object, ...]) -> str:
    """What Python notes in the workbook of what it found."""
    calculation, *rest = found
    names = ("screen_updating", "enable_events", "display_alerts")
    told = [f"{name}={'on' if is_on else 'off'}" for name, is_on in zip(names, rest)]
    return ";".join([f"calculation={WORDS[int(str(calculation))]}", *told])


def add_in(note: str, ending: str) -> str:
    return (
        'Attribute VB_Name = "StandIn"\nOption Explicit\n'
        "Public Function RunPython(PythonCommand As String) As Variant\n"
        '    Workbooks("xlwings.xlam").Worksheets(1).Cells(1, 1).Value = Application.Calculation\n'
        f"{BEGINS.format(note=note)}    {ending}\n    RunPython = 0\nEnd Function\n"
    )


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("found") / PROGRAM
    path.write_bytes(template())
    return path


def showing(program: Path, folder: Path, source: str, found: tuple[object, ...]) -> Excel:
    app = Excel.showing(program)
    app.open_add_in(write_add_in(folder, source))
    put(app, found)
    return app


def put(app: Excel, settings: tuple[object, ...]) -> None:
    excel = app.application
    excel.calculation, excel.screen_updating, excel.enable_events, excel.display_alerts = settings


def settings(app: Excel) -> tuple[object, ...]:
    excel = app.application
    return excel.calculation, excel.screen_updating, excel.enable_events, excel.display_alerts


def notes(app: Excel) -> list[str]:
    return [name.name for book in app.application.workbooks_.books for name in book.names_.entries
            if name.name == NOTE]  # fmt: skip


def leave(app: Excel, found: tuple[object, ...]) -> None:
    """Have Excel as a step leaves it whose macros were ended as well."""
    app.application.active_book.names_.vba_get("Add", [NOTE, f'="{noted(found)}"'])
    put(app, OURS)


@pytest.mark.parametrize(("ending", "found", "said"), ENDS)
def test_excel_is_as_it_was_after_a_step_that_could_not_put_it_back(
    program: Path, tmp_path: Path, ending: str, found: tuple[object, ...], said: str
) -> None:
    app = showing(program, tmp_path, add_in(noted(found), ending), found)
    app.press("rm_check")
    assert settings(app) == found
    assert notes(app) == []
    texts = [text for _, text, _, _ in app.dialogs]
    assert (len(texts), all(said in text for text in texts)) == (bool(said), True)


def test_the_next_press_begins_with_what_was_found_first(program: Path, tmp_path: Path) -> None:
    found = HALF_OFF
    app = showing(program, tmp_path, add_in(noted(found), TURNED_AWAY), found)
    leave(app, found)
    app.press("rm_check")
    heard = app.sheet(1, workbook=app.application.vba_get("Workbooks", [ADD_IN]))
    assert heard.value("A1") == found[0]  # before Python was called
    assert settings(app) == found
    assert notes(app) == []


def test_the_next_press_may_be_in_another_file(program: Path, tmp_path: Path) -> None:
    app = showing(program, tmp_path, add_in(noted(USUAL), TURNED_AWAY), USUAL)
    leave(app, USUAL)
    (tmp_path / OTHER).write_bytes(template())
    app.open_program(tmp_path / OTHER)
    app.run_in(OTHER, "rm_check")
    assert (settings(app), notes(app)) == (USUAL, [])


def test_on_a_mac_where_python_ends_later_the_next_press_puts_back(
    program: Path, tmp_path: Path
) -> None:
    app = Excel.showing(program, mac=True)
    app.open_add_in(write_add_in(tmp_path, add_in(noted(USUAL), TURNED_AWAY)))
    app.press("rm_check")
    assert settings(app) == OURS  # Python works
    app.application.status_bar = False  # and has ended
    app.open_add_in(write_add_in(tmp_path, 'Attribute VB_Name = "StandIn"\nOption Explicit\n'))
    app.press("rm_check")
    assert (settings(app), notes(app)) == (USUAL, [])


@pytest.mark.parametrize("left", [True, False])
def test_a_file_saved_in_the_middle_is_put_right_when_it_opens(program: Path, left: bool) -> None:
    app = Excel.showing(program)
    if left:
        leave(app, USUAL)
    else:
        put(app, OURS)  # by somebody else
    app.application._this_workbook.saved = True
    app.run("ThisWorkbook.Workbook_Open")
    assert settings(app) == (USUAL if left else OURS)
    assert notes(app) == []
