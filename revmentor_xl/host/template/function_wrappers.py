"""The VBA module and the docs page of the custom functions, made from their signatures.

The wrappers stand in the template from the start, so that HR needs neither
xlwings' “Import Functions” nor Excel's trust in the VBA project.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_type_hints

from revmentor_xl.schema.tabs.columns import TAB_LABEL

MODULE = "Functions"
PYTHON_MODULE = "revmentor_udfs"
LONGEST_DESCRIPTION = 255
"""Characters that Excel keeps of a function's or an argument's description ([MS-XLSB] 2.5.3)."""

WINDOWS_ONLY = "Excel on Windows with the xlwings add-in; elsewhere #N/A."


@dataclass(frozen=True)
class Argument:
    """One argument as the function wizard shows it."""

    name: str
    doc: str
    optional: bool


@dataclass(frozen=True)
class Function:
    """One custom function: its name in Python, what it tells, and its arguments."""

    name: str
    doc: str
    arguments: tuple[Argument, ...]

    @classmethod
    def of(cls, function: Callable[..., Any]) -> Function:
        """Read a function's signature; the docs of arguments stand in their annotations."""
        hints = get_type_hints(function, include_extras=True)
        arguments = tuple(
            Argument(
                name,
                str(get_args(hints[name])[1]["doc"]),
                one.default is not inspect.Parameter.empty,
            )
            for name, one in inspect.signature(function).parameters.items()
        )
        return cls(function.__name__, inspect.getdoc(function) or "", arguments)

    @property
    def excel_name(self) -> str:
        return self.name.upper()

    @property
    def description(self) -> str:
        """The first sentence of what it tells, and where it works."""
        return f"{self.doc.splitlines()[0]} {WINDOWS_ONLY}"

    @property
    def syntax(self) -> str:
        """As Excel writes it: `RM_SCORE(mentor, leader, [settings])`."""
        names = [f"[{one.name}]" if one.optional else one.name for one in self.arguments]
        return f"{self.excel_name}({', '.join(names)})"


def custom_functions() -> tuple[Function, ...]:
    """Every custom function, in the order of the docs."""
    import revmentor_udfs  # brings xlwings with it, which building a template alone needs

    return tuple(Function.of(one) for one in revmentor_udfs.FUNCTIONS)


def functions_source(functions: Sequence[Function]) -> str:
    """The VBA module: a wrapper for each function, and what the function wizard shows.

    Where there is no add-in, no Python or no Windows, a function gives #N/A.
    """
    parts = [_HEAD.format(module=MODULE, category=TAB_LABEL, python=PYTHON_MODULE)]
    parts += [_wrapper(one) for one in functions]
    parts.append(_registration(functions))
    return "\n".join(parts)


_HEAD = """Attribute VB_Name = "{module}"
Option Explicit

' Made from the signatures of the custom functions in revmentor_xl; do not edit.

Private Const ADD_IN As String = "xlwings.xlam"
Private Const PYTHON_MODULE As String = "{python}"
Private Const CATEGORY As String = "{category}"

' Cells that were asked before Excel was ready.
Private waiting As Collection

' Asks Python, which is found through the add-in by name. Without it: #N/A.
Private Function Answer(ByVal functionName As String, ByVal arguments As Variant) As Variant
    #If Mac Then
        Answer = CVErr(xlErrNA)
    #Else
        Dim python As Object
        Answer = CVErr(xlErrNA)
        If Not IsReadyToAsk() Then
            AskLater
            Exit Function
        End If
        On Error GoTo Missing
        Set python = Application.Run("'" & ADD_IN & "'!XLPy")
        Answer = python.CallUDF(PYTHON_MODULE, functionName, arguments, ThisWorkbook, _
            Application.Caller)
        Exit Function
Missing:
        Answer = CVErr(xlErrNA)
    #End If
End Function

' Not while somebody fills in the function wizard, when Excel would ask at every key,
' nor while a file is being opened: the add-in reads the active workbook's settings,
' and there may be none. In both cases the first button of the old toolbar is grey.
Private Function IsReadyToAsk() As Boolean
    Dim firstButton As Object
    On Error Resume Next
    If ActiveWorkbook Is Nothing Then Exit Function
    IsReadyToAsk = True
    Set firstButton = Application.CommandBars("Standard").Controls(1)
    If Not firstButton Is Nothing Then IsReadyToAsk = firstButton.Enabled
    On Error GoTo 0
End Function

Private Sub AskLater()
    On Error Resume Next ' a cell counts once; what is no cell has no address
    If waiting Is Nothing Then Set waiting = New Collection
    waiting.Add Application.Caller, Application.Caller.Address(External:=True)
    On Error GoTo 0
End Sub

' Has the cells calculated that were asked too early. Called when the file has opened.
Private Sub AskAgain()
    Dim asked As Collection
    Dim cell As Object
    If waiting Is Nothing Then Exit Sub
    Set asked = waiting
    Set waiting = Nothing
    On Error Resume Next ' its tab may be gone
    For Each cell In asked
        cell.Dirty
        cell.Calculate
    Next cell
    On Error GoTo 0
End Sub
"""


def _wrapper(function: Function) -> str:
    declared = [
        f"{'Optional ' if one.optional else ''}ByVal {one.name} As Variant"
        for one in function.arguments
    ]
    named = ", ".join(one.name for one in function.arguments)
    head = f"Public Function {function.excel_name}("
    return "\n".join(
        [
            f"{head}{_folded(declared)}) As Variant",
            f'    {function.excel_name} = Answer("{function.name}", _',
            f"        Array({named}))",
            "End Function",
            "",
        ]
    )


def _folded(items: Sequence[str], each: int = 3) -> str:
    """A list over several lines of VBA, which takes at most 24 continuations."""
    lines = [", ".join(items[at : at + each]) for at in range(0, len(items), each)]
    return ", _\n        ".join(lines)


def _registration(functions: Sequence[Function]) -> str:
    calls = [f"    Describe{one.excel_name.title().replace('_', '')}" for one in functions]
    head = """' Tells the function wizard what the functions and their arguments mean. Called when
' the file opens; where Excel does not take it, nothing is lost but the descriptions.
Public Sub RegisterFunctions()
    Dim wasSaved As Boolean
    On Error Resume Next
    wasSaved = ThisWorkbook.Saved"""
    calls.append("    AskAgain")
    tail = "    If wasSaved Then ThisWorkbook.Saved = True\n    On Error GoTo 0\nEnd Sub\n"
    describe = """Private Sub Describe(ByVal functionName As String, ByVal text As String, _
        ByVal argumentTexts As Variant)
    On Error Resume Next
    Application.MacroOptions Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & _
        functionName, Description:=text, Category:=CATEGORY, ArgumentDescriptions:=argumentTexts
    On Error GoTo 0
End Sub
"""
    return "\n".join([head, *calls, tail, describe, *(_description(one) for one in functions)])


def _description(function: Function) -> str:
    texts = [f'"{_plain(one.doc)}"' for one in function.arguments]
    return "\n".join(
        [
            f"Private Sub Describe{function.excel_name.title().replace('_', '')}()",
            f'    Describe "{function.excel_name}", _',
            f'        "{_plain(function.description)}", _',
            f"        Array({_folded(texts, 1)})",
            "End Sub",
            "",
        ]
    )


def _plain(text: str) -> str:
    """A text inside VBA quotes, as short as Excel needs it."""
    plain = text.encode("ascii", "replace").decode("ascii").replace('"', '""')
    return re.sub(r"\s+", " ", plain)[:LONGEST_DESCRIPTION]
