"""Excel as pyOpenVBA plays it, with what its macros need beside it.

pyOpenVBA knows one macro project and no file dialogs. Here every open program
file has a project of its own, with its own ThisWorkbook, which `Application.Run`
calls by the workbook's name; the add-in's macros are called in the same way.
Dialogs are answered from what a test has put ready.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._io import load_workbook
from pyopenvba.apps.excel._model import Application, Workbook
from pyopenvba.excel import ExcelFile
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import Interpreter
from pyopenvba.interpreter._objects import VBAObject, member, method
from pyopenvba.interpreter._parse import parse_module
from pyopenvba.interpreter._preprocess import strip_directives
from pyopenvba.interpreter._runtime import ModuleRuntime, Slot
from pyopenvba.interpreter._values import MISSING, VBAErrorValue, to_text

OK, CANCELLED, YES, NO = 1, 2, 6, 7  # vbOK, vbCancel, vbYes, vbNo


class RibbonControl(VBAObject):
    """What the ribbon hands to a callback: the control, by its id, and the window that
    shows it; without one, an Excel that does not tell."""

    vba_type_name = "IRibbonControl"

    def __init__(self, id: str, tag: str = "", window: object = None) -> None:
        self.id, self.tag, self.window = id, tag, window

    @member
    def Context(self) -> object:
        if self.window is None:
            raise VBARuntimeError(438, "Object doesn't support this property or method")
        return self.window

    @member
    def Id(self) -> object:
        return self.id

    @member
    def Tag(self) -> object:
        return self.tag


class Ribbon(VBAObject):
    """What the ribbon hands over when it is drawn; counts how often it is drawn anew."""

    vba_type_name = "IRibbonUI"

    def __init__(self) -> None:
        self.redrawn = 0

    @method
    def Invalidate(self) -> object:
        self.redrawn += 1
        return None

    @method
    def InvalidateControl(self, ControlID: object = MISSING) -> object:
        return self.Invalidate()


class OpenFile(Workbook):
    """A workbook that may be open for reading only; saving it by name frees it."""

    read_only = False

    @member
    def ReadOnly(self) -> object:
        return self.read_only

    @method
    def SaveAs(self, Filename: object = MISSING, FileFormat: object = MISSING) -> object:
        self.read_only = False
        return super().SaveAs(Filename)


class _Desk(Application):
    """The application with its file dialogs; each takes the next answer.

    `caller` is the button on a sheet that was pressed; otherwise Excel gives #REF!.
    """

    caller = ""

    def __init__(self) -> None:
        super().__init__()
        self.programs: dict[str, tuple[Workbook, _Projects]] = {}

    @member
    def Caller(self) -> object:
        return self.caller or VBAErrorValue(2023)

    @method
    def Run(self, Macro: object = MISSING, *args: object) -> object:
        book, _, macro = to_text(Macro).rpartition("!")
        if unquoted(book) not in self.programs:
            return super().Run(Macro, *args)
        return self.run_in(unquoted(book), macro, *args)

    def run_in(self, book: str, macro: str, *args: object) -> object:
        """Run a macro of one program file, for which ThisWorkbook is that file."""
        before = self._this_workbook, self.interpreter
        self._this_workbook, self.interpreter = self.programs[book]
        try:
            if self.interpreter.find_procedure(macro) == (None, None):
                raise VBARuntimeError(1004, f"Cannot run the macro '{macro}'.")
            return self.interpreter.run(macro, list(args))
        finally:
            self._this_workbook, self.interpreter = before

    @member
    def PathSeparator(self) -> object:
        return os.sep

    @method
    def MacroOptions(
        self, Macro: object, Description: object, Category: object, ArgumentDescriptions: object
    ) -> object:
        return None

    @method
    def GetOpenFilename(self, *how: object) -> object:
        return self._chosen("GetOpenFilename", how)

    @method
    def GetSaveAsFilename(self, *how: object) -> object:
        return self._chosen("GetSaveAsFilename", how)

    def _chosen(self, kind: str, how: tuple[object, ...]) -> object:
        given = [str(one) for one in how if one is not MISSING]
        self.interpreter.dialogs.append((kind, *given))
        return self.interpreter.answers.pop(0) if self.interpreter.answers else False


def unquoted(book: str) -> str:
    """The name of a workbook, in small letters, as it stands before a macro's name.

    Excel wants the apostrophes in it doubled once it is quoted.
    """
    if not (len(book) > 1 and book.startswith("'") and book.endswith("'")):
        return book.lower()
    inner = book[1:-1]
    if "'" in inner.replace("''", ""):
        raise VBARuntimeError(1004, f"Cannot run a macro of {book}.")
    return inner.replace("''", "'").lower()


def _dir(interpreter: Interpreter, args: list[object], named: dict[str, object]) -> str:
    path = Path(str(args[0]))
    return path.name if path.exists() else ""


class _Projects(Interpreter):
    """The interpreter, which also runs macros of other open workbooks by their full name."""

    def __init__(self, host: ExcelBridge) -> None:
        super().__init__(host)
        self.beside: dict[str, dict[str, ModuleRuntime]] = {}
        self._intrinsics = {**self._intrinsics, "dir": _dir}

    def add_beside(self, book: str, name: str, source: str) -> None:
        parsed = parse_module(source, name=name, kind="standard")
        self.beside.setdefault(book.lower(), {})[name.lower()] = ModuleRuntime(parsed, self)

    def find_procedure(self, name: str, module: str = "") -> Any:
        book, bang, macro = name.rpartition("!")
        if not bang:
            return super().find_procedure(name, module)
        for runtime in self.beside.get(unquoted(book), {}).values():
            found = runtime.procedure(macro)
            if found is not None:
                return found, runtime
        raise VBARuntimeError(1004, f"Cannot run the macro '{name}'.")


class Excel(ExcelApplication):
    """A program file open in Excel; `mac` compiles the macros' branches for a Mac."""

    def __init__(self, mac: bool = False) -> None:
        self.mac = mac
        self.application = _Desk()
        self.interpreter = _Projects(ExcelBridge(self.application))
        self.application.interpreter = self.interpreter

    @classmethod
    def showing(cls, program: Path, *, mac: bool = False) -> Excel:
        app = cls(mac)
        book = load_workbook(app.application, program)
        book.__class__ = OpenFile  # pyOpenVBA's own knows nothing of files open for reading only
        app.application.workbooks_.books.append(book)
        app.application.activate_book(book)
        app.application._this_workbook = book
        app.application.programs[book.name.lower()] = book, app.interpreter
        app.load_vba(program)
        return app

    def open_program(self, path: Path) -> Workbook:
        """Open another program file, which comes to the front; its macros have its own name."""
        first = self.interpreter
        book = load_workbook(self.application, path)
        book.__class__ = OpenFile
        self.application.workbooks_.books.append(book)
        self.interpreter = _Projects(ExcelBridge(self.application))
        self.interpreter.dialogs, self.interpreter.answers = first.dialogs, first.answers
        self.interpreter.beside = first.beside
        self.application.programs[book.name.lower()] = book, self.interpreter
        before, self.application._this_workbook = self.application._this_workbook, book
        try:
            self.load_vba(path)
        finally:
            self.application._this_workbook = before
            self.interpreter = first
        self.application.activate_book(book)
        return book

    def window(self, book: str) -> object:
        """The window that shows an open workbook."""
        return self.application.vba_get("Windows", [book])

    def run_in(self, book: str, macro: str, *arguments: object) -> None:
        """Run a macro of the program file of this name, whichever is in front."""
        self.application.run_in(book.lower(), macro, *arguments)

    def add_module(self, source: str, *, name: str = "", kind: str = "standard") -> Any:
        if self.mac:
            source = strip_directives(source, constants={"Mac": True, "Win32": False})
        return super().add_module(source, name=name, kind=kind)

    def open_add_in(self, path: Path) -> None:
        """Open a second macro workbook, as Excel does at its start; it does not become active."""
        front = self.application.active_book
        book = load_workbook(self.application, path)
        self.application.workbooks_.books.append(book)
        with ExcelFile(path) as file:
            for module in file.vba_project().modules:
                self.interpreter.add_beside(book.name, module.name, module.source)
        self.application.activate_book(front)

    def heard(self, add_in: str) -> list[tuple[str, str]]:
        """What the stand-in add-in wrote down: the command, and the active workbook."""
        page = self.sheet(1, workbook=self.application.vba_get("Workbooks", [add_in]))
        return [(str(row[0]), str(row[1])) for row in page.rows()]

    def press(self, macro: str, *arguments: object, answers: tuple[object, ...] = ()) -> None:
        """Run a macro with these answers for its dialogs; every answer must be asked for.

        What ran before has ended: xlwings then gives the status bar back to Excel.
        """
        self.application.status_bar = False
        self.interpreter.answers[:] = answers
        self.run(macro, *arguments)
        assert not self.interpreter.answers, f"{macro} did not ask"

    def answer(self, callback: str, control: RibbonControl, book: str = "") -> object:
        """What a callback of the ribbon answers in its second argument, asked of the
        macros of this program file."""
        told = Slot(None, "Variant")
        if book:
            self.application.run_in(book.lower(), callback, control, told)
        else:
            self.interpreter.run(callback, [control, told])
        return told.get()
