"""What the workbook does by itself: when it opens, and when HR goes to another tab."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.template.build import write_template
from revmentor_xl.host.template.macros import document_sources, vba_modules, vba_project

pytest.importorskip("pyopenvba")
SOURCE = document_sources()["ThisWorkbook"]
EVENTS = re.findall(r"Private Sub (\w+)", SOURCE)
CALLED = re.findall(r"^    (RegisterFunctions|rm_\w+)$", SOURCE, re.MULTILINE)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("events") / "template.xlsm"
    write_template(path)
    return path


def test_the_source_is_plain_strict_and_never_ends_in_a_message() -> None:
    SOURCE.encode("ascii")
    assert SOURCE.startswith("Option Explicit\n")
    assert EVENTS == ["Workbook_Open", "Workbook_SheetChange", "Workbook_SheetActivate"]
    bodies = SOURCE.split("Private Sub ")[1:]
    assert all("On Error Resume Next" in body for body in bodies)


def test_what_it_calls_is_there_or_excel_would_stop_with_a_compile_error() -> None:
    modules = "".join(vba_modules(COMMANDS).values())
    assert CALLED
    missing = [name for name in CALLED if f"Public Sub {name}()" not in modules]
    assert missing == []


def test_both_readers_find_it_in_the_template(template: Path) -> None:
    from pyopenvba import ExcelFile

    with ExcelFile(template) as book:
        code = book.get_module("ThisWorkbook")
        assert book.validate() == []
    assert code.endswith(SOURCE.replace("\n", "\r\n"))
    assert code.startswith('Attribute VB_Name = "ThisWorkbook"')
    olevba = pytest.importorskip("oletools.olevba")
    parser = olevba.VBA_Parser(str(template))
    found = {name: text for _, _, name, text in parser.extract_macros()}
    parser.close()
    assert found["ThisWorkbook.cls"].rstrip() == code.rstrip()


def test_a_source_with_other_than_ascii_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project(["HomeSheet"], {}, {"ThisWorkbook": "' caf\u00e9\n"})


def opened(template: Path, *, takes_descriptions: bool = True) -> tuple[Any, Any, list[str]]:
    """The program file open in pyOpenVBA's Excel: it, its ribbon, the functions described."""
    from pyopenvba.exceptions import VBARuntimeError
    from pyopenvba.interpreter._objects import method

    from tests.vbahost import Excel, Ribbon

    app, ribbon, described = Excel.showing(template), Ribbon(), []

    class WithWizard(type(app.application)):  # type: ignore[misc]
        @method
        def MacroOptions(
            self, Macro: str, Description: str, Category: str, ArgumentDescriptions: object
        ) -> None:
            if not takes_descriptions:
                raise VBARuntimeError(1004, "Cannot edit a macro on a hidden workbook.")
            described.append(Macro.rpartition("!")[2])

    app.application.__class__ = WithWizard
    return app, ribbon, described


@pytest.mark.parametrize("event", EVENTS)
def test_the_ribbon_is_looked_at_again(template: Path, event: str) -> None:
    app, ribbon, _ = opened(template)
    app.run("rm_ribbon_loaded", ribbon)
    page = app.application.vba_get("ActiveSheet")
    given = {
        "Workbook_SheetActivate": [page],
        "Workbook_SheetChange": [page, page.vba_get("Range", ["A1"])],
    }.get(event, [])
    app.run(f"ThisWorkbook.{event}", *given)
    assert ribbon.redrawn == 1
    assert app.dialogs == []


def test_opening_describes_the_functions_to_the_wizard(template: Path) -> None:
    app, _, described = opened(template)
    app.run("ThisWorkbook.Workbook_Open")
    assert {"RM_SCORE", "RM_WHY"} <= set(described)


@pytest.mark.parametrize("saved", [True, False])
def test_opening_does_not_make_excel_ask_whether_to_save(template: Path, saved: bool) -> None:
    app, _, _ = opened(template)
    book = app.application._this_workbook
    book.saved = saved
    app.run("ThisWorkbook.Workbook_Open")
    assert book.saved is saved


def test_an_excel_that_takes_no_descriptions_greets_nobody_with_a_message(template: Path) -> None:
    app, ribbon, _ = opened(template, takes_descriptions=False)
    app.run("rm_ribbon_loaded", ribbon)
    app.run("ThisWorkbook.Workbook_Open")
    assert app.dialogs == []
    assert ribbon.redrawn == 1
