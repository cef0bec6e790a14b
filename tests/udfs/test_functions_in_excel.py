"""From the cell to Python: the VBA wrappers, xlwings' way of calling, and the docs page."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
import revmentor_udfs as functions

from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.template.function_wrappers import (
    LONGEST_DESCRIPTION,
    MODULE,
    Function,
    custom_functions,
    functions_source,
)
from revmentor_xl.host.template.functions_page import EXAMPLES, PAGE, functions_page
from revmentor_xl.host.template.macros import vba_modules
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.health.health import health
from tests.lived import lived
from tests.udfs.tables import Tables, serial

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = {one.excel_name: one for one in custom_functions()}
SOURCE = functions_source(tuple(FUNCTIONS.values()))


# --- VBA ----------------------------------------------------------------------


def test_the_template_has_a_wrapper_for_every_function_of_the_module() -> None:
    named = [one.__name__ for one in functions.FUNCTIONS]
    there = [n for n, _ in inspect.getmembers(functions, inspect.isfunction) if n[:3] == "rm_"]
    assert sorted(named) == sorted(there)
    modules = vba_modules(COMMANDS)
    assert modules[MODULE] == SOURCE
    assert re.findall(r"Public Function (\w+)\(", SOURCE) == [name.upper() for name in named]
    everything = re.findall(
        r"^(?:Public )?(?:Sub|Function) (\w+)", "\n".join(modules.values()), re.MULTILINE
    )
    assert len({name.lower() for name in everything}) == len(everything), "VBA knows no case"


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_wrapper_takes_and_hands_over_the_arguments_of_its_function(function: Function) -> None:
    flat = SOURCE.replace(" _\n        ", " ")
    head, call = re.findall(
        rf"Public Function {function.excel_name}\((.*?)\) As Variant\n.*?Array\((.*?)\)\)\nEnd",
        flat,
        re.DOTALL,
    )[0]
    declared = [
        (name, optional != "")
        for optional, name in re.findall(r"(Optional )?ByVal (\w+) As Variant", head)
    ]
    assert declared == [(one.name, one.optional) for one in function.arguments]
    assert call.split(", ") == [one.name for one in function.arguments]
    assert f'Answer("{function.name}", _' in SOURCE


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_the_wizard_can_show_every_text(function: Function) -> None:
    for text in (function.description, *(one.doc for one in function.arguments)):
        assert 10 < len(text) <= LONGEST_DESCRIPTION
        assert text.isascii()
        assert '"' + text.replace('"', '""') + '"' in SOURCE


def excel(
    tmp_path: Path,
    python: Callable[..., object] | None,
    *,
    wizard: bool = False,
    where: bool = False,
) -> Any:
    """The template in Excel as pyOpenVBA plays it, with a Python behind the add-in or without."""
    pytest.importorskip("pyopenvba")
    from pyopenvba.interpreter._objects import VBAObject, member, method

    from tests.macrobook import template
    from tests.vbahost import Excel

    class Server(VBAObject):
        vba_type_name = "XLPython"

        @method
        def CallUDF(self, Module: object, Func: object, Args: Any, *told: object) -> object:
            assert python is not None
            return python(Module, Func, list(Args.items), *(told if where else ()))

    class Standard(VBAObject):
        vba_type_name = "CommandBar"

        @method
        def Controls(self, Index: object) -> object:
            return self

        @member
        def Enabled(self) -> object:
            return not app.application.is_busy

    class Cell(VBAObject):
        vba_type_name = "Range"

        @method
        def Address(self, External: object = False) -> object:
            return f"[book]Sheet1!{app.application.cell}"

        @method
        def Dirty(self) -> object:
            return None

        @method
        def Calculate(self) -> object:
            app.application.calculated.append(self.at)
            return None

    path = tmp_path / "It's a program.xlsm"
    path.write_bytes(template())
    app = Excel.showing(path)

    class WithWizard(type(app.application)):  # type: ignore[misc]
        registered: ClassVar[list[tuple[str, str, str, int]]] = []
        calculated: ClassVar[list[str]] = []
        is_busy, cell = wizard, "$A$1"

        @method
        def CommandBars(self, Name: object) -> object:
            return Standard()

        @member
        def Caller(self) -> object:
            here = Cell()
            here.at = self.cell
            return here

        @method
        def MacroOptions(
            self, Macro: str, Description: str, Category: str, ArgumentDescriptions: Any
        ) -> object:
            texts = len(ArgumentDescriptions.items)
            self.registered.append((Macro, Description, Category, texts))
            return None

    app.application.__class__ = WithWizard
    run = app.interpreter.run

    def ran(macro: str, args: list[Any] | None = None, **more: Any) -> Any:
        is_python = python is not None and macro == "'xlwings.xlam'!XLPy"
        return Server() if is_python else run(macro, args or [], **more)

    app.interpreter.run = ran
    return app


def test_a_wrapper_asks_python_with_its_arguments(tmp_path: Path) -> None:
    from pyopenvba.interpreter._values import MISSING

    asked: list[tuple[object, ...]] = []
    app = excel(tmp_path, lambda *given: asked.append(given) or 42.5)
    assert app.run("RM_TURNOVER_COST", 60000.0, 0.5) == 42.5
    assert asked == [("revmentor_udfs", "rm_turnover_cost", [60000.0, 0.5, MISSING])]


def test_every_wrapper_runs(tmp_path: Path) -> None:
    asked: list[tuple[Any, ...]] = []
    app = excel(tmp_path, lambda *given: asked.append(given) or "answered")
    for name, function in FUNCTIONS.items():
        given = [f"{one.name}!" for one in function.arguments]
        assert app.run(name, *given) == "answered"
        assert asked.pop() == ("revmentor_udfs", function.name, given)


def is_not_available(answer: object) -> bool:
    return "2042" in repr(answer) or "#N/A" in str(answer)


def test_while_the_wizard_is_open_python_is_not_asked(tmp_path: Path) -> None:
    asked: list[object] = []
    app = excel(tmp_path, lambda *given: asked.append(given), wizard=True)
    assert is_not_available(app.run("RM_TURNOVER_COST", 60000.0)), "not 0, as of a real answer"
    assert asked == []


@pytest.mark.parametrize("why", ["no workbook is active", "another one is opening"])
def test_cells_asked_while_a_file_opens_are_calculated_when_it_is_open(
    tmp_path: Path, why: str
) -> None:
    asked: list[object] = []
    app = excel(tmp_path, lambda *given: asked.append(given) or 42.5)
    book, application = app.application.active_book, app.application
    if why == "no workbook is active":
        application.active_book = None
    else:
        application.is_busy = True
    for cell in ("$A$1", "$B$2", "$A$1"):
        application.cell = cell
        assert is_not_available(app.run("RM_TURNOVER_COST", 60000.0))
    assert (asked, application.calculated) == ([], [])
    application.active_book, application.is_busy = book, False
    app.run("RegisterFunctions")
    assert application.calculated == ["$A$1", "$B$2"]
    assert app.run("RM_TURNOVER_COST", 60000.0) == 42.5
    app.run("RegisterFunctions")
    assert application.calculated == ["$A$1", "$B$2"], "each once"


def test_python_is_told_the_workbook_of_the_macros_and_not_the_one_in_front(
    tmp_path: Path,
) -> None:
    asked: list[Any] = []
    app = excel(tmp_path, lambda *given: asked.append(given) or 1.0, where=True)
    other = tmp_path / "Another.xlsm"
    other.write_bytes((tmp_path / "It's a program.xlsm").read_bytes())
    app.open_add_in(other)
    application = app.application
    application.activate_book(application.workbooks_.books[-1])
    app.run("RM_TURNOVER_COST", 60000.0)
    assert application.active_book.name == "Another.xlsm"
    assert asked[0][3].name == "It's a program.xlsm"


def test_without_the_add_in_or_python_a_wrapper_gives_not_available(tmp_path: Path) -> None:
    from pyopenvba.exceptions import VBARuntimeError

    def broken(*given: object) -> object:
        raise VBARuntimeError(1000, "Could not activate Python COM server")

    for python in (None, broken):
        assert is_not_available(excel(tmp_path, python).run("RM_TURNOVER_COST", 60000.0))


def test_the_wizard_is_told_of_every_function(tmp_path: Path) -> None:
    app = excel(tmp_path, None)
    app.run("RegisterFunctions")
    assert app.application.registered == [
        (f"'It''s a program.xlsm'!{name}", one.description, "Reverse Mentoring", len(one.arguments))
        for name, one in FUNCTIONS.items()
    ]


# --- xlwings ------------------------------------------------------------------


def test_xlwings_itself_takes_the_signatures_and_hands_over_the_arguments() -> None:
    """xlwings' own code for calling a function, with nothing of Windows but its names."""
    code = textwrap.dedent(CALL_UDF)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Reverse Mentoring False 9",
        "[[12600.0], [0.0]]",
        '[["“Zoe” is not in Sessions. Give a name, an ID or a pair\'s ID."]]',
    ]


CALL_UDF = """
    import sys, types
    sys.path[:0] = [".", "udfs"]

    def stand_in(name, **members):
        module = sys.modules[name] = types.ModuleType(name)
        module.__dict__.update(members)
        return module

    stand_in("pythoncom", CoInitialize=lambda: None)
    stand_in("pywintypes")
    stand_in("win32com").client = stand_in("win32com.client", Dispatch=lambda one: one)
    import xlwings
    stand_in("xlwings.com_server", loop=None)
    xlwings._xlwindows = types.SimpleNamespace(
        Range=lambda xl: xl, is_range_instance=lambda argument: False, BOOK_CALLER=None
    )
    from xlwings import udfs

    class Caller:
        pass

    class Conversion:
        name, type = "excel", "desktop"

        def clean_value_data(self, data, dates, empty, numbers, errors):
            return [[empty if cell is None else cell for cell in row] for row in data]

        def prepare_xl_data_element(self, cell, options):
            return cell

    xlwings.engines.add(xlwings.Engine(impl=Conversion()))
    xlwings.engines.active = list(xlwings.engines)[-1]
    udfs.Range = lambda impl: impl
    xlwings.func = udfs.xlfunc
    import revmentor_udfs as module

    kinds = {(f.__xlfunc__["category"], f.__xlfunc__["call_in_wizard"]) for f in module.FUNCTIONS}
    for function in module.FUNCTIONS:
        for one in function.__xlfunc__["args"]:
            assert one["options"]["ndim"] == 2 and not one["doc"].startswith("Positional"), one
    print(*kinds.pop(), len(module.FUNCTIONS))
    missing = -2147352572
    salaries = ((60000.0,), (0.0,))
    print(udfs.call_udf("revmentor_udfs", "rm_turnover_cost", (salaries, missing, missing)))
    sessions = (("Event", "Pair", "No.", "Mentor", "Leader", "Date", "Topic", "Held?"),
                ("1", "M1+L1", 1.0, "Ana", "Lee", None, None, "Planned"))
    print(udfs.call_udf("revmentor_udfs", "rm_next_session", ("Zoe", sessions, missing)))
"""


# --- docs ---------------------------------------------------------------------


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == functions_page(tuple(FUNCTIONS.values())), (
        "run: python -m revmentor_xl.host.template.functions_page"
    )


def example_cases() -> list[tuple[str, str]]:
    return [(name, formula) for name, listed in EXAMPLES.items() for formula, _ in listed]


@pytest.mark.parametrize(("name", "formula"), example_cases())
def test_every_example_works(name: str, formula: str) -> None:
    program = health(lived(6, months=4))
    tables = Tables(program)
    people = {
        "Ana Li": program.table("mentors")["name"].iat[0],
        "Lee Roe": program.table("leaders")["name"].iat[0],
        "Kim Tan": program.table("leaders")["name"].iat[1],
    }

    def value(text: str) -> Any:
        text = text.strip()
        if text.startswith('"'):
            return people[text.strip('"')]
        if text == "TODAY()":
            return serial(program.today)
        if inner := re.fullmatch(r"TRANSPOSE\((.+)\)", text):
            return [[row[0] for row in value(inner[1])]]
        if reference := re.fullmatch(r"(\w+)\[([^\]]+)\]", text):
            key = next(k for k, t in WORKBOOK.tables.items() if t.name == reference[1])
            if reference[2] == "#All":
                return tables[reference[1]]
            table = WORKBOOK.table(key)
            return tables.column(
                key, next(c.key for c in table.columns if c.header == reference[2])
            )
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)

    inner = formula.removesuffix(", 1, 1)") if formula.startswith("=INDEX") else formula
    arguments = [value(text) for text in inner.split(f"{name}(")[1][:-1].split(", ")]
    answer = getattr(functions, FUNCTIONS[name].name)(*arguments)
    assert answer
    for cell in (cell for row in answer for cell in row):
        assert not re.search(r"is not in|could not be|with its headers|is no ", str(cell)), cell
