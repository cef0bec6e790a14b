"""The macros of the template: their text, and the VBA project made from it.

The module Commands is derived from the commands, Functions from the custom
functions; the others are written by hand, in the folder `vba`.

pyopenvba writes the project that Excel itself would make for a workbook with
these sheets: a document module for the workbook and for each sheet, bound by
code name, and our modules. It is needed to build the template only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from xlsxwriter import Workbook

from revmentor_xl.exports.template.template import BOOK_CODE_NAME
from revmentor_xl.host.commands.command import Asks, Command
from revmentor_xl.host.template.function_wrappers import MODULE as FUNCTIONS_MODULE
from revmentor_xl.host.template.function_wrappers import custom_functions, functions_source
from revmentor_xl.host.template.ribbon import callback, macro, needed_tables, on_ribbon
from revmentor_xl.host.template.vba_caches import without_caches

COMMANDS_MODULE = "Commands"
_PROJECT_PART = "xl/vbaProject.bin"
_SUBS = {
    Asks.NOTHING: "RunCommand",
    Asks.FILE: "RunCommandOnFile",
    Asks.NEW_FILE: "RunCommandIntoFile",
    Asks.STEPS: "RunCommandOnSteps",
}


def vba_modules(commands: Sequence[Command]) -> dict[str, str]:
    """The source of every standard module, by its name."""
    folder = files("revmentor_xl.host") / "vba"
    sources = {
        entry.name.removesuffix(".bas"): entry.read_text("ascii")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".bas")
    }
    return sources | {
        COMMANDS_MODULE: commands_source(commands),
        FUNCTIONS_MODULE: functions_source(custom_functions()),
    }


def fingerprint(modules: Mapping[str, str]) -> str:
    """A short text that another one of the modules would not have."""
    told = "\0".join(text for item in sorted(modules.items()) for text in item)
    return sha256(told.encode()).hexdigest()[:16]


def commands_source(commands: Sequence[Command]) -> str:
    """The module with two subs for each command on the ribbon.

    Both do it only in the file whose button was pressed: with two program files
    open, Excel may call the macros of the other one, which then passes it on.
    The ribbon's control is declared as Object: Excel hands it over late bound
    as well, and the module then needs no reference to Office's library.
    """
    shown = on_ribbon(commands)
    needed = dict.fromkeys(name for command in shown for name in needed_tables(command))
    parts = [
        f'Attribute VB_Name = "{COMMANDS_MODULE}"',
        "Option Explicit",
        "",
        "' Made from the table of commands in revmentor_xl; do not edit.",
        "",
        "' The tables whose filling makes a grey button usable.",
        f"Public Const NEEDED_TABLES As String = {_text(';'.join(needed))}",
    ]
    for command in shown:
        name = macro(command)
        parts += ["", f"Public Sub {name}()"]
        parts += [f"    If IsButtonHere({_text(name)}) Then {_call(command)}", "End Sub"]
        parts += ["", f"Public Sub {callback(command)}(control As Object)"]
        parts += [f"    If IsRibbonHere(control, {_text(name)}) Then {name}", "End Sub"]
    return "\n".join(parts) + "\n"


def _call(command: Command) -> str:
    """The one line of a command's sub."""
    sub = "RunCommandAnywhere" if command.anywhere else _SUBS[command.asks]
    given = [command.function, command.label]
    if command.asks is Asks.NEW_FILE:
        given.append(f" - {command.label.lower()}.xlsx")
    if command.confirm:
        given.append(command.confirm)
    return f"{sub} {', '.join(_text(one) for one in given)}"


def _text(plain: str) -> str:
    """A VBA string; the sources are ASCII, whatever code page a machine has."""
    return '"' + plain.encode("ascii", "replace").decode("ascii").replace('"', '""') + '"'


def document_sources() -> dict[str, str]:
    """The source of the document modules that have one, by code name: what the workbook's
    own events do. It calls the standard modules, so it goes with all of them."""
    source = files("revmentor_xl.host") / "vba" / f"{BOOK_CODE_NAME}.cls"
    return {BOOK_CODE_NAME: source.read_text("ascii")}


def vba_project(
    code_names: Sequence[str],
    modules: Mapping[str, str],
    documents: Mapping[str, str] | None = None,
) -> bytes:
    """`vbaProject.bin` for a workbook whose sheets have these code names.

    `modules` maps a module's name to its source, `documents` a code name to
    the source of its document module without attributes; both must be ASCII.
    The same input gives the same bytes.
    """
    from pyopenvba import ExcelFile  # only where a template is built

    with TemporaryDirectory() as folder:
        path = Path(folder) / "project.xlsm"
        path.write_bytes(_bare_workbook(code_names))
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for name, source in modules.items():
                project.add_module(name, _lines(source))
            for name, source in (documents or {}).items():
                book.set_module(name, _lines(source))
            book.save(path)
        with ZipFile(path) as package:
            return without_caches(package.read(_PROJECT_PART))


def _bare_workbook(code_names: Sequence[str]) -> bytes:
    """A workbook that has nothing but sheets with these code names."""
    held = BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.set_vba_name(BOOK_CODE_NAME)
    for name in code_names:
        book.add_worksheet().set_vba_name(name)
    book.close()
    return held.getvalue()


def _lines(source: str) -> str:
    source.encode("ascii")  # other text would depend on the code page of a machine
    return source.replace("\r\n", "\n").replace("\n", "\r\n")
