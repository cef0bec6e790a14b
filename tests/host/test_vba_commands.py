"""Each macro sends Python the command of its button: the template's own project, interpreted.

The project is read out of the built file and run by pyOpenVBA's interpreter,
beside a stand-in for the xlwings add-in that is a macro workbook itself.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

import pytest

from revmentor_xl.host import buttons
from revmentor_xl.host.commands.table import COMMANDS, Asks, Command
from revmentor_xl.host.template.ribbon import callback, on_ribbon
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from tests.macrobook import ADD_IN, STAND_IN, template, used, write_add_in
from tests.vbahost import CANCELLED, NO, OK, YES, Excel, Ribbon, RibbonControl

PROGRAM = "Spring cohort.xlsm"
INTO_PYTHON = "from revmentor_xl.host import buttons; buttons."
PRESSED = on_ribbon(COMMANDS)
BY_NAME = pytest.mark.parametrize("command", PRESSED, ids=lambda command: command.name)
SURVEY = r"C:\Users\Zoë O'Brien\answers (2).csv"
COPY = "/Users/ana/“Spring” copy.xlsx"
# What HR answers to each kind of question, and what Python is then given.
ANSWERS: dict[Asks, tuple[tuple[object, ...], list[object]]] = {
    Asks.NOTHING: ((), []),
    Asks.FILE: ((SURVEY,), [SURVEY]),
    Asks.NEW_FILE: ((COPY,), [COPY]),
    Asks.STEPS: (("2",), [2]),
}
# What is answered when somebody thinks better of it: Cancel, or an empty answer.
CANCEL: dict[Asks, tuple[object, ...]] = {
    Asks.FILE: (False,),
    Asks.NEW_FILE: (False,),
    Asks.STEPS: ("",),
}

Call = tuple[str, list[object]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("excel")
    (folder / PROGRAM).write_bytes(used())
    write_add_in(folder)
    return folder


@pytest.fixture(scope="module", params=["Windows", "Mac"])
def excel(folder: Path, request: pytest.FixtureRequest) -> Excel:
    app = Excel.showing(folder / PROGRAM, mac=request.param == "Mac")
    app.open_add_in(folder / ADD_IN)
    return app


@pytest.fixture(scope="module")
def bare(folder: Path) -> Excel:
    """Excel without the add-in."""
    return Excel.showing(folder / PROGRAM)


def sent(app: Excel, macro: str, *control: object, answers: tuple[object, ...] = ()) -> list[Call]:
    """The calls of `buttons` that a macro sends, on the program file."""
    before = len(app.heard(ADD_IN))
    app.press(macro, *control, answers=answers)
    calls = []
    for command, active in app.heard(ADD_IN)[before:]:
        assert active == PROGRAM
        assert command.startswith(INTO_PYTHON)
        assert '"' not in command  # the add-in puts the command into double quotes for a shell
        call = ast.parse(command.removeprefix(INTO_PYTHON), mode="eval").body
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Name)
        assert not call.keywords
        calls.append((call.func.id, [ast.literal_eval(one) for one in call.args]))
    return calls


def told(app: Excel, macro: str) -> list[tuple[str, str]]:
    """The messages that a macro shows: title and text."""
    before = len(app.dialogs)
    app.press(macro)
    return [(title, text) for _, text, title, _ in app.dialogs[before:]]


def agreed(command: Command) -> tuple[object, ...]:
    return (YES,) if command.confirm else ()


@BY_NAME
def test_a_macro_sends_its_buttons_command(excel: Excel, command: Command) -> None:
    answers, given = ANSWERS[command.asks]
    calls = sent(excel, f"rm_{command.function}", answers=(*agreed(command), *answers))
    assert calls == [(command.function, given)]
    inspect.signature(getattr(buttons, command.function)).bind(*given)


@BY_NAME
def test_the_ribbon_sends_the_same(excel: Excel, command: Command) -> None:
    answers, given = ANSWERS[command.asks]
    control = RibbonControl(f"rm_{command.function}")
    calls = sent(excel, callback(command), control, answers=(*agreed(command), *answers))
    assert calls == [(command.function, given)]


@BY_NAME
def test_thinking_better_of_it_sends_nothing(excel: Excel, command: Command) -> None:
    macro = f"rm_{command.function}"
    if command.confirm:
        assert sent(excel, macro, answers=(NO,)) == []
    if command.asks in CANCEL:
        assert sent(excel, macro, answers=(*agreed(command), *CANCEL[command.asks])) == []


@BY_NAME
def test_without_the_add_in_the_one_command_is_told(bare: Excel, command: Command) -> None:
    ((title, text),) = told(bare, f"rm_{command.function}")
    assert title == TAB_LABEL
    assert "    revmentor-xl setup" in text
    assert "Nothing was changed" in text


def test_the_step_is_done_in_this_file_whichever_is_in_front(folder: Path) -> None:
    app = Excel.showing(folder / PROGRAM)
    app.open_add_in(folder / ADD_IN)
    other = app.add_workbook()
    assert app.workbook is other
    assert sent(app, "rm_check") == [("check", [])]


def test_the_stand_in_is_asked_and_not_the_test(folder: Path, tmp_path: Path) -> None:
    """An add-in that hears something else makes these tests fail."""
    deaf = write_add_in(tmp_path, source='Attribute VB_Name = "StandIn"\nOption Explicit\n')
    app = Excel.showing(folder / PROGRAM)
    app.open_add_in(deaf)
    ((title, text),) = told(app, "rm_check")
    assert title == TAB_LABEL
    assert "RunPython" in text
    assert app.heard(ADD_IN) == []


# --- Whatever gets in the way ---------------------------------------------


def test_a_python_that_stays_silent_is_named_with_the_one_command(
    folder: Path, tmp_path: Path
) -> None:
    mute = STAND_IN.replace('    Application.StatusBar = "Heard"\n', "")
    app = Excel.showing(folder / PROGRAM)
    app.open_add_in(write_add_in(tmp_path, source=mute))
    ((_, text),) = told(app, "rm_check")
    assert "did not answer" in text
    assert "    revmentor-xl setup" in text
    assert app.application.status_bar is False


def test_on_a_mac_a_step_has_to_end_before_the_next(folder: Path) -> None:
    app = Excel.showing(folder / PROGRAM, mac=True)
    app.open_add_in(folder / ADD_IN)
    app.run("rm_pair")
    app.application.status_bar = "Suggest pairs: 40%"
    app.run("rm_check")
    assert len(app.heard(ADD_IN)) == 1
    assert "still running" in app.dialogs[-1][1]
    assert sent(app, "rm_check") == [("check", [])]  # it has ended: the status bar is Excel's


def test_a_file_open_for_reading_only_is_saved_by_another_name_first(folder: Path) -> None:
    app = Excel.showing(folder / PROGRAM)
    app.open_add_in(folder / ADD_IN)
    book = app.workbook
    book.read_only = True
    app.press("rm_check", answers=(CANCELLED,))
    assert app.heard(ADD_IN) == []
    app.press("rm_check", answers=(OK, str(folder / "Mine")))
    assert [active for _, active in app.heard(ADD_IN)] == ["Mine.xlsm"]
    assert (folder / "Mine.xlsm").is_file()


@pytest.mark.parametrize(("file", "usable"), [(template, False), (used, True)])
def test_undo_is_grey_until_there_is_something_to_undo(
    tmp_path: Path, file: Callable[[], bytes], usable: bool
) -> None:
    (tmp_path / PROGRAM).write_bytes(file())
    app = Excel.showing(tmp_path / PROGRAM)
    control = RibbonControl("rm_undo", tag="UndoSnapshots")
    assert app.answer("rm_enabled", control) is usable


def test_the_ribbon_is_drawn_anew_only_when_something_became_usable(folder: Path) -> None:
    app, ribbon = Excel.showing(folder / PROGRAM), Ribbon()
    app.run("rm_ribbon_loaded", ribbon)
    app.run("rm_refresh")
    app.run("rm_refresh")
    assert ribbon.redrawn == 1
    undo = app.sheet("Undo")
    for row in range(1, 20):
        for column in "ABCDE":
            if undo.value(f"{column}{row}") and row > 5:
                undo.set_value(f"{column}{row}", None)
    app.run("rm_refresh")
    assert ribbon.redrawn == 2
