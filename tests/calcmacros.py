"""LibreOffice as a second interpreter of the macros.

LibreOffice runs Excel's macros in a VBA mode of its own. Without a screen it
cancels every dialog; so in one copy of the program file the words that open a
dialog are replaced by functions of a module added here, which note what was
shown and answer from what was put ready. So is the little that LibreOffice
does not know (see `_INSTEAD`). Everything else is as it was built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.officetools import run_basic

ANSWERING = """Attribute VB_Name = "Answering"
Option Explicit
Private ready As String
Private shown As String

Public Sub Prepare(ByVal answers As String)
    ready = answers
    shown = ""
End Sub

Public Function LastShown() As String
    LastShown = shown
End Function

Private Function NextAnswer(ByVal what As String) As String
    Dim place As Long
    shown = shown & Replace(Replace(what, vbCr, " "), vbLf, " ") & "|"
    place = InStr(ready, "|")
    If place = 0 Then
        NextAnswer = "(nothing)"
        Exit Function
    End If
    NextAnswer = Left(ready, place - 1)
    ready = Mid(ready, place + 1)
End Function

Public Function BoxAnswer(ByVal text As String, Optional ByVal style As Long = 0, _
        Optional ByVal title As String = "") As Long
    If NextAnswer(title & ": " & text) = "Yes" Then
        BoxAnswer = 6
    Else
        BoxAnswer = 7
    End If
End Function

Public Function TextAnswer(ByVal text As String, Optional ByVal title As String = "", _
        Optional ByVal offered As String = "") As String
    TextAnswer = NextAnswer(title & ": " & text)
End Function

Public Function FileAnswer(Optional ByVal one As Variant, Optional ByVal two As Variant, _
        Optional ByVal three As Variant, Optional ByVal four As Variant) As Variant
    Dim answer As String
    answer = NextAnswer("a file dialog")
    If answer = "(cancel)" Then
        FileAnswer = False
    Else
        FileAnswer = answer
    End If
End Function

' A button of the ribbon, pressed in the window of the workbook that is answered.
Public Sub PressRibbon()
    Dim window As New Shown
    Dim control As New Shown
    Set window.Parent = Workbooks(NextAnswer("a workbook"))
    Set control.Context = window
    rm_check_ribbon control
End Sub

Public Function HasSheet(ByVal book As Object, ByVal sheetName As String) As Boolean
    Dim page As Object
    For Each page In book.Worksheets
        If page.Name = sheetName Then HasSheet = True
    Next page
End Function

Public Function UndoCells() As Variant
    UndoCells = ThisWorkbook.Worksheets("Undo").Range("A5:E8").Value
End Function
"""
# What a callback of the ribbon is given: a control in a window, which belongs to a workbook.
CLASSES = {"Shown": "Option Explicit\nPublic Context As Object\nPublic Parent As Object\n"}
_INSTEAD = {
    r"\bMsgBox\b": "BoxAnswer",
    r"(?<!Application\.)\bInputBox\b": "TextAnswer",
    r"\bApplication\.Get(?:Open|SaveAs)Filename\b": "FileAnswer",
    # What LibreOffice's workbooks and sheets do not have.
    r"\bThisWorkbook\.ReadOnly\b": "False",
    r"\bTableCells\(UNDO_TABLE\)": "UndoCells()",
    # LibreOffice does not know an empty text as the value of an argument left out.
    r'Optional (ByVal question As String) = ""': r"\1",
    r'(?m)^(    If .* Then RunCommand "\w+", "[^"\n]*")$': r'\1, ""',
    r"Not FoundTable\(book, ONLY_HERE\) Is Nothing": 'HasSheet(book, "Undo")',
}


def answering(sources: Mapping[str, str]) -> dict[str, str]:
    """The modules with their dialogs answered."""
    changed = dict(sources)
    for pattern, instead in _INSTEAD.items():
        changed = {name: re.sub(pattern, instead, text) for name, text in changed.items()}
    return {**changed, "Answering": ANSWERING}


@dataclass(frozen=True)
class Press:
    """One macro to run: in which open file, with which answers.

    `answers` is None in a file that has the dialogs it was built with. A macro
    that begins with = is a formula, put into a cell: what it sends is then the
    cell's error, 0 for none, and what the cell shows.
    """

    file: str
    macro: str
    answers: tuple[str, ...] | None = None
    add_in: bool = True


@dataclass(frozen=True)
class Outcome:
    """What came of it: the commands that the add-in heard, what was shown, an error."""

    sent: tuple[tuple[str, str], ...]
    shown: tuple[str, ...]
    error: str


_DRIVER = """
Dim addIn, books(20), names(20), count, record

Sub Main
    On Error GoTo Failed
    record = FreeFile
    Open {record} For Output As #record
{steps}
    Print #record, "end"
    Close #record
    StarDesktop.terminate
    Exit Sub
Failed:
    Print #record, "failed " & Erl & " " & Error
    Close #record
    StarDesktop.terminate
End Sub

Function Opened(url)
    Dim how(1) As New com.sun.star.beans.PropertyValue
    how(0).Name = "MacroExecutionMode"
    how(0).Value = 4  ' always, without a question
    how(1).Name = "FilterName"
    how(1).Value = "Calc MS Excel 2007 VBA XML"
    Opened = StarDesktop.loadComponentFromURL(url, "_blank", 0, how())
End Function

Sub OpenBook(name, url)
    names(count) = name
    books(count) = Opened(url)
    count = count + 1
End Sub

Function Ran(name, macro, given)
    Dim book, at, order, back
    For at = 0 To count - 1
        If names(at) = name Then book = books(at)
    Next
    Ran = book.ScriptProvider.getScript("vnd.sun.star.script:VBAProject." & macro & _
        "?language=Basic&location=document").invoke(given, order, back)
End Function

Sub Press(name, macro, answers)
    Dim before, last, at, page, ignored
    On Error GoTo Refused
    Print #record, "press"
    If answers <> "" Then ignored = Ran(name, "Answering.Prepare", Array(answers))
    before = Heard()
    ignored = Ran(name, macro, Array())
    If Not IsEmpty(addIn) Then page = addIn.Sheets.getByIndex(0)
    For at = before To Heard() - 1
        Print #record, "sent " & page.getCellByPosition(0, at).String & Chr(9) & _
            page.getCellByPosition(1, at).String
    Next
    If answers <> "" Then Print #record, "shown " & Ran(name, "Answering.LastShown", Array())
    Exit Sub
Refused:
    Print #record, "error " & Err & " " & Error
End Sub

Sub Work(name, formula)
    Dim book, at, cell
    On Error GoTo Refused
    Print #record, "press"
    For at = 0 To count - 1
        If names(at) = name Then book = books(at)
    Next
    cell = book.Sheets.getByName("Home").getCellByPosition(40, 40)
    cell.Formula = formula
    Print #record, "sent " & cell.Error & Chr(9) & cell.String
    cell.Formula = ""
    Exit Sub
Refused:
    Print #record, "error " & Err & " " & Error
End Sub

Function Heard()
    Heard = 0
    If IsEmpty(addIn) Then Exit Function
    Do While addIn.Sheets.getByIndex(0).getCellByPosition(0, Heard).String <> ""
        Heard = Heard + 1
    Loop
End Function
"""


def run_macros(
    files: Iterable[Path], add_in: Path, presses: Iterable[Press], folder: Path
) -> dict[Press, Outcome]:
    """What each macro did, all in one start of LibreOffice; those without the add-in come first."""
    ordered = sorted(presses, key=lambda press: press.add_in)
    steps = [f"OpenBook {_text(file.name)}, {_text(file.resolve().as_uri())}" for file in files]
    steps += [_step(press) for press in ordered if not press.add_in]
    steps += [f"addIn = Opened({_text(add_in.resolve().as_uri())})"]
    steps += [_step(press) for press in ordered if press.add_in]
    record = folder / "record.txt"
    driver = _DRIVER.format(record=_text(str(record)), steps="\n".join(steps))
    run_basic(driver, folder)
    lines = record.read_text(encoding="utf-8").splitlines()
    assert lines[-1:] == ["end"], lines[-3:]
    parts: list[list[str]] = []
    for line in lines[:-1]:
        if line == "press":
            parts.append([])
        else:
            parts[-1].append(line)
    assert len(parts) == len(ordered)
    return {press: _outcome(part) for press, part in zip(ordered, parts)}


def _step(press: Press) -> str:
    if press.macro.startswith("="):
        return f"Work {_text(press.file)}, {_text(press.macro)}"
    answers = "" if press.answers is None else "|".join((*press.answers, " "))
    return f"Press {_text(press.file)}, {_text(press.macro)}, {_text(answers)}"


def _outcome(lines: Iterable[str]) -> Outcome:
    found: dict[str, list[str]] = {"sent": [], "shown": [], "error": []}
    for line in lines:
        kind, _, rest = line.partition(" ")
        found[kind].append(rest)
    sent = tuple(
        (command, active) for command, _, active in (s.partition("\t") for s in found["sent"])
    )
    shown = tuple(text for line in found["shown"] for text in line.split("|") if text)
    return Outcome(sent, shown, " ".join(found["error"]))


def _text(plain: str) -> str:
    return '"' + plain.replace('"', '""') + '"'
