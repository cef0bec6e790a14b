"""Macro workbooks for the tests: the template as built now, and a stand-in for the xlwings add-in.

The stand-in is a real macro workbook by the add-in's name. Where the add-in
would start Python it writes down what it was asked, and which workbook was
active: one row for each call, read back from its first sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

from revmentor_xl.books.file import FileBook
from revmentor_xl.host.running import run
from revmentor_xl.host.template.build import write_program_file, write_template
from revmentor_xl.host.template.macros import vba_project
from tests.lived import lived

ADD_IN = "xlwings.xlam"
PROJECT_PART = "xl/vbaProject.bin"
STAND_IN = """Attribute VB_Name = "StandIn"
Option Explicit

Public Function RunPython(PythonCommand As String) As Variant
    Dim place As Long
    place = 1
    With Workbooks("xlwings.xlam").Worksheets(1)
        Do While .Cells(place, 1).Value <> ""
            place = place + 1
        Loop
        .Cells(place, 1).Value = PythonCommand
        .Cells(place, 2).Value = ActiveWorkbook.Name
    End With
    Application.StatusBar = "Heard"
    RunPython = 0
End Function
"""


@cache
def template() -> bytes:
    """The empty program file as the sources build it now."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsm"
        write_template(path)
        return path.read_bytes()


@cache
def used() -> bytes:
    """A program file on which three steps were done, patched as `FileBook` does it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "used.xlsm"
        path.write_bytes(template())
        for day, step in enumerate(("check", "dashboard", "check"), start=1):
            now = datetime(2026, 3, day, 9, 30)
            run(step, FileBook(path), today=now.date(), now=now, who="hr")
        return path.read_bytes()


@cache
def lived_through() -> bytes:
    """A program file with pairs, sessions and answers, after every step of the end as a button."""
    program = lived(6)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lived.xlsm"
        write_program_file(path, program)
        now = datetime.combine(program.today, time(9, 30))
        for step in ("check", "check-in", "review", "report", "dashboard", "undo"):
            run(step, FileBook(path), today=now.date(), now=now, who="hr")
        return path.read_bytes()


@cache
def modules() -> Mapping[str, str]:
    """The source of every standard module in the template, by its name."""
    from pyopenvba import ExcelFile
    from pyopenvba.vba import VBAModuleKind

    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsm"
        path.write_bytes(template())
        with ExcelFile(path) as book:
            standard = VBAModuleKind.standard
            found = {
                one.name: one.source for one in book.vba_project().modules if one.kind is standard
            }
    return {name: source.replace("\r\n", "\n") for name, source in found.items()}


def with_parts(package: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced or added."""
    held = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(held, "w", ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | changed
        for name, content in parts.items():
            new.writestr(name, content)
    return held.getvalue()


def with_modules(
    package: bytes, sources: Mapping[str, str], classes: Mapping[str, str] = MappingProxyType({})
) -> bytes:
    """The macro workbook with these standard modules changed or added, and these class modules."""
    from pyopenvba import ExcelFile
    from pyopenvba.vba import VBAModuleKind

    with TemporaryDirectory() as folder:
        path = Path(folder) / "program.xlsm"
        path.write_bytes(package)
        with ExcelFile(path) as book:
            there = set(book.module_names())
            for name, source in sources.items():
                lines = source.replace("\r\n", "\n").replace("\n", "\r\n")
                if name in there:
                    book.set_module(name, lines)
                else:
                    book.vba_project().add_module(name, lines)
            for name, source in classes.items():
                lines = source.replace("\n", "\r\n")
                book.vba_project().add_module(name, lines, kind=VBAModuleKind.other)
            book.save(path)
        with ZipFile(path) as changed:
            return with_parts(package, {PROJECT_PART: changed.read(PROJECT_PART)})


def write_add_in(folder: Path, source: str = STAND_IN) -> Path:
    """The stand-in add-in as a file in `folder`."""
    held = BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.add_vba_project(BytesIO(vba_project(["HeardSheet"], {"StandIn": source})), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    book.add_worksheet("Heard").set_vba_name("HeardSheet")
    book.close()
    with ZipFile(held) as package:
        types = package.read("[Content_Types].xml").decode()
    types = types.replace("ms-excel.sheet.macroEnabled", "ms-excel.addin.macroEnabled")
    path = folder / ADD_IN
    path.write_bytes(with_parts(held.getvalue(), {"[Content_Types].xml": types.encode()}))
    return path
