"""Each macro once more, run by LibreOffice's VBA mode: an interpreter with another parser.

One start of LibreOffice opens the program file, runs every macro without the
add-in, opens the stand-in add-in, and runs them all again.
"""

from __future__ import annotations

import ast
import re

import pytest

from revmentor_xl.host.commands.table import COMMANDS, Asks, Command
from revmentor_xl.host.template.macros import vba_modules
from revmentor_xl.host.template.ribbon import on_ribbon
from revmentor_xl.schema.tabs.columns import TAB_LABEL
from tests.calcmacros import CLASSES, Outcome, Press, answering, run_macros
from tests.macrobook import modules, used, with_modules, write_add_in
from tests.officetools import soffice, without_print_titles

pytestmark = pytest.mark.slow  # `test_vba_commands` runs the same macros in another interpreter

BUILT = "Spring cohort.xlsm"  # its macros to the byte as HR gets them
ANSWERING = "Answering.xlsm"  # with answers in the place of dialogs
SECOND = "Second file.xlsm"  # the same; LibreOffice finds no macros of a name with ' or an accent
PRESSED = on_ribbon(COMMANDS)
BY_NAME = pytest.mark.parametrize("command", PRESSED, ids=lambda command: command.name)
INTO_PYTHON = "from revmentor_xl.host import buttons; buttons."
SURVEY = r"C:\Users\Zoë O'Brien\100% sure & so on\answers (2).csv"
COPY = "/Users/ana/“Spring” 調査 copy.xlsx"
# What is answered to each kind of question, and what Python is then given.
ANSWERS: dict[Asks, tuple[tuple[str, ...], list[object]]] = {
    Asks.NOTHING: ((), []),
    Asks.FILE: ((SURVEY,), [SURVEY]),
    Asks.NEW_FILE: ((COPY,), [COPY]),
    Asks.STEPS: (("2",), [2]),
}
CANCEL = {Asks.FILE: ("(cancel)",), Asks.NEW_FILE: ("(cancel)",), Asks.STEPS: ("",)}
ASKING = [one for one in PRESSED if one.asks in CANCEL or one.confirm]
# Excel shows #N/A for VBA's error 2042 (xlErrNA); LibreOffice writes the number out.
NOT_AVAILABLE = ("0", "Error 2042")
# Each custom function with the number of arguments it needs.
FUNCTIONS = {
    name: len(given.split("Optional")[0].split(",")) - ("Optional" in given)
    for name, given in re.findall(
        r"Public Function (RM_\w+)\(([^)]*)\)",
        vba_modules(COMMANDS)["Functions"].replace("_\n", ""),
    )
}
RIBBON = {
    (called, pressed): Press(called, "Answering.PressRibbon", (pressed,))
    for called in (ANSWERING, SECOND)
    for pressed in (ANSWERING, SECOND)
}
UNTOUCHED = Press(BUILT, "Commands.rm_check_setup")


def without_add_in(command: Command) -> Press:
    return Press(ANSWERING, f"Commands.rm_{command.function}", (), add_in=False)


def answered(command: Command) -> Press:
    first = ("Yes",) if command.confirm else ()
    return Press(ANSWERING, f"Commands.rm_{command.function}", (*first, *ANSWERS[command.asks][0]))


def declined(command: Command) -> Press:
    refusal = ("No",) if command.confirm else CANCEL[command.asks]
    return Press(ANSWERING, f"Commands.rm_{command.function}", refusal)


def worked_out(name: str, add_in: bool) -> Press:
    return Press(BUILT, f"={name}({';'.join(['1'] * FUNCTIONS[name])})", add_in=add_in)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[Press, Outcome]:
    soffice()
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / BUILT).write_bytes(used())
    spoken = folder / "spoken.xlsm"
    spoken.write_bytes(with_modules(used(), answering(modules()), CLASSES))
    for name in (ANSWERING, SECOND):
        without_print_titles(spoken, folder / name)
    presses = [UNTOUCHED, *map(without_add_in, PRESSED), *map(answered, PRESSED)]
    presses += [*map(declined, ASKING), *RIBBON.values()]
    presses += [worked_out(name, add_in) for name in FUNCTIONS for add_in in (False, True)]
    files = [folder / name for name in (BUILT, ANSWERING, SECOND)]
    return run_macros(files, write_add_in(folder), presses, folder)


def call(command: str) -> tuple[str, list[object]]:
    """The function of `buttons` that a command calls, and what it is given."""
    assert command.startswith(INTO_PYTHON)
    parsed = ast.parse(command.removeprefix(INTO_PYTHON), mode="eval").body
    assert isinstance(parsed, ast.Call)
    assert isinstance(parsed.func, ast.Name)
    return parsed.func.id, [ast.literal_eval(one) for one in parsed.args]


@BY_NAME
def test_a_macro_sends_its_buttons_command(
    outcomes: dict[Press, Outcome], command: Command
) -> None:
    outcome = outcomes[answered(command)]
    assert outcome.error == ""
    ((sent, active),) = outcome.sent
    assert active == ANSWERING
    assert call(sent) == (command.function, ANSWERS[command.asks][1])


@pytest.mark.parametrize("command", ASKING, ids=lambda command: command.name)
def test_thinking_better_of_it_sends_nothing(
    outcomes: dict[Press, Outcome], command: Command
) -> None:
    outcome = outcomes[declined(command)]
    assert (outcome.sent, outcome.error) == ((), "")
    assert len(outcome.shown) == 1


@BY_NAME
def test_without_the_add_in_the_one_command_is_told(
    outcomes: dict[Press, Outcome], command: Command
) -> None:
    outcome = outcomes[without_add_in(command)]
    assert (outcome.sent, outcome.error) == ((), "")
    (told,) = outcome.shown
    assert told.startswith(f"{TAB_LABEL}: ")
    assert "    revmentor-xl setup " in told


@pytest.mark.parametrize(("called", "pressed"), RIBBON, ids=str)
def test_the_ribbon_works_on_the_file_in_which_it_was_pressed(
    outcomes: dict[Press, Outcome], called: str, pressed: str
) -> None:
    outcome = outcomes[RIBBON[called, pressed]]
    assert outcome.error == ""
    assert [(call(sent), active) for sent, active in outcome.sent] == [(("check", []), pressed)]


def test_the_macros_run_as_they_were_built(outcomes: dict[Press, Outcome]) -> None:
    outcome = outcomes[UNTOUCHED]
    assert outcome.error == ""
    assert [(call(sent), active) for sent, active in outcome.sent] == [(("check_setup", []), BUILT)]


def test_the_steps_to_undo_are_listed_newest_first(outcomes: dict[Press, Outcome]) -> None:
    (undo,) = (one for one in PRESSED if one.asks is Asks.STEPS)
    (question,) = outcomes[answered(undo)].shown
    assert re.search("1   Check, .* 2   Refresh dashboard, .* 3   Check, ", question)


@pytest.mark.parametrize("add_in", [False, True], ids=["no add-in", "add-in without Python"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_that_cannot_reach_python_shows_not_available(
    outcomes: dict[Press, Outcome], name: str, add_in: bool
) -> None:
    outcome = outcomes[worked_out(name, add_in)]
    assert (outcome.sent, outcome.error) == ((NOT_AVAILABLE,), "")


def test_the_custom_functions_are_there() -> None:
    assert len(FUNCTIONS) == 9
