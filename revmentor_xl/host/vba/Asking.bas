Attribute VB_Name = "Asking"
Option Explicit
Option Private Module ' what is Public here is no function for cells

' What a button asks before its step: a file, a new file, how many steps. Every
' answer may be "no"; then nothing happens.

Private Const UNDO_TABLE As String = "UndoSnapshots"
Private Const PROGRAM_FORMAT As Long = 52 ' xlOpenXMLWorkbookMacroEnabled
Private Const MOST_LINES As Long = 12 ' an InputBox shows about a thousand characters

' A file that is there, or False.
Public Function ChosenFile(ByVal buttonLabel As String) As Variant
    If OnMac() Then
        ' Excel for Mac does not understand the filters of Excel for Windows.
        ChosenFile = Application.GetOpenFilename()
    Else
        ChosenFile = Application.GetOpenFilename( _
            "Survey exports (*.csv; *.xlsx),*.csv;*.xlsx,All files (*.*),*.*", 1, buttonLabel)
    End If
End Function

' Where a new workbook goes, or False; proposed is this file's name with an ending.
Public Function ChosenNewFile(ByVal buttonLabel As String, ByVal ending As String) As Variant
    Dim proposed As String
    proposed = FreeName(Beside(Stem(ThisWorkbook.Name)), ending)
    If OnMac() Then
        ChosenNewFile = Application.GetSaveAsFilename(proposed)
    Else
        ChosenNewFile = Application.GetSaveAsFilename(proposed, "Excel workbook (*.xlsx),*.xlsx", 1, _
            buttonLabel)
    End If
End Function

' How many steps to take back, chosen from a list with the newest first; 0 for none.
Public Function ChosenSteps(ByVal buttonLabel As String) As Long
    Dim listed As String
    Dim number As Long
    Dim answer As String
    listed = KeptSteps(number)
    If number = 0 Then
        MsgBox "There is no step to undo.", vbInformation, TITLE
        Exit Function
    End If
    Do
        answer = InputBox("Undo back to and including which step?" & vbNewLine & vbNewLine & listed & _
            vbNewLine & "Type its number.", TITLE & ": " & buttonLabel, "1")
        If Trim$(answer) = "" Then Exit Function
        ChosenSteps = WholeNumber(answer)
        If ChosenSteps >= 1 And ChosenSteps <= number Then Exit Function
        ChosenSteps = 0
        MsgBox "Please type a number from 1 to " & number & ", or press Cancel.", vbInformation, TITLE
    Loop
End Function

' The lines "1  Suggest pairs, 12 May 10:31" ..., the newest step first, and how many.
Private Function KeptSteps(ByRef number As Long) As String
    Dim cells As Variant
    Dim columns(1 To 3) As Long
    Dim place As Long
    Dim before As String
    cells = TableCells(UNDO_TABLE)
    If Not IsArray(cells) Then Exit Function
    columns(1) = ColumnOf(cells, "Step")
    columns(2) = ColumnOf(cells, "When")
    columns(3) = ColumnOf(cells, "Command")
    If columns(1) * columns(2) * columns(3) = 0 Then Exit Function
    ' A step may need several rows; they stand together, the newest last.
    For place = UBound(cells, 1) To 2 Step -1
        If CStr(cells(place, columns(1))) <> "" And CStr(cells(place, columns(1))) <> before Then
            before = CStr(cells(place, columns(1)))
            number = number + 1
            If number <= MOST_LINES Then
                KeptSteps = KeptSteps & number & "   " & cells(place, columns(3)) & ", " & _
                    Moment(cells(place, columns(2))) & vbNewLine
            End If
        End If
    Next place
    If number > MOST_LINES Then number = MOST_LINES
End Function

' A table's header and rows as an array, wherever its sheet is; Empty when there is none.
Public Function TableCells(ByVal tableName As String) As Variant
    Dim table As Object
    Set table = FoundTable(ThisWorkbook, tableName)
    If Not table Is Nothing Then TableCells = table.Range.Value
End Function

' An open file's table by its name, wherever its sheet is; Nothing when there is none.
Public Function FoundTable(ByVal book As Object, ByVal tableName As String) As Object
    Dim page As Object
    Dim table As Object
    For Each page In book.Worksheets
        For Each table In page.ListObjects
            If StrComp(table.Name, tableName, vbTextCompare) = 0 Then
                Set FoundTable = table
                Exit Function
            End If
        Next table
    Next page
End Function

Private Function ColumnOf(ByVal cells As Variant, ByVal header As String) As Long
    Dim place As Long
    For place = 1 To UBound(cells, 2)
        If StrComp(CStr(cells(1, place)), header, vbTextCompare) = 0 Then ColumnOf = place
    Next place
End Function

Private Function Moment(ByVal value As Variant) As String
    If IsDate(value) Then
        Moment = Format$(value, "d mmm hh:nn")
    Else
        Moment = CStr(value)
    End If
End Function

Private Function WholeNumber(ByVal typed As String) As Long
    Dim plain As String
    plain = Trim$(typed)
    If Len(plain) <= 3 And Not (plain Like "*[!0-9]*") Then WholeNumber = CLng(plain)
End Function

' Whether this file may be worked on. One that was never saved, or that is open
' for reading only, has to be saved under a name first: that is offered.
Public Function IsSavedAndOurs() As Boolean
    Dim text As String
    Dim chosen As Variant
    If ThisWorkbook.Path = "" Then
        text = "This file has no name yet. Save it first, so that nothing you do gets lost."
    ElseIf ThisWorkbook.ReadOnly Then
        text = "This file is open for reading only: somebody else may have it open, or it is " & _
            "protected. What the button does could not be saved here. Save it under another name?"
    Else
        IsSavedAndOurs = True
        Exit Function
    End If
    If MsgBox(text, vbOKCancel + vbInformation, TITLE) <> vbOK Then Exit Function
    chosen = ChosenName()
    If VarType(chosen) = vbBoolean Then Exit Function
    On Error GoTo Failed
    ThisWorkbook.SaveAs CStr(chosen), PROGRAM_FORMAT
    IsSavedAndOurs = True
    Exit Function
Failed:
    MsgBox "The file was not saved, and nothing else was done." & vbNewLine & Err.Description & _
        vbNewLine & vbNewLine & "Choose File > Save As with another name or folder, then press the " & _
        "button once more.", vbExclamation, TITLE
End Function

Private Function ChosenName() As Variant
    Dim proposed As String
    proposed = Stem(ThisWorkbook.Name) & ".xlsm"
    If OnMac() Then
        ChosenName = Application.GetSaveAsFilename(proposed)
    Else
        ChosenName = Application.GetSaveAsFilename(proposed, "Program file (*.xlsm),*.xlsm", 1, _
            "Save the program file")
    End If
    If VarType(ChosenName) = vbBoolean Then Exit Function
    If LCase$(Right$(ChosenName, 5)) <> ".xlsm" Then ChosenName = ChosenName & ".xlsm"
End Function

' The first name that no file has, numbered from (2) on: Python replaces no file.
Private Function FreeName(ByVal start As String, ByVal ending As String) As String
    Dim number As Long
    FreeName = start & ending
    For number = 2 To 99
        If Not IsThere(FreeName) Then Exit Function
        FreeName = start & Stem(ending) & " (" & number & ")" & Mid$(ending, Len(Stem(ending)) + 1)
    Next number
End Function

Private Function IsThere(ByVal fileName As String) As Boolean
    ' On a Mac looking into a folder may ask for permission, on the web it cannot be done.
    If OnMac() Or InStr(fileName, Application.PathSeparator) = 0 Then Exit Function
    On Error Resume Next
    IsThere = Dir$(fileName) <> ""
End Function

Private Function Stem(ByVal fileName As String) As String
    Stem = fileName
    If InStrRev(fileName, ".") > 1 Then Stem = Left$(fileName, InStrRev(fileName, ".") - 1)
End Function

' A name in this file's folder; the bare name where the folder is on the web, in
' which no dialog starts.
Private Function Beside(ByVal fileName As String) As String
    Beside = fileName
    If ThisWorkbook.Path <> "" And InStr(ThisWorkbook.Path, "://") = 0 Then
        Beside = ThisWorkbook.Path & Application.PathSeparator & fileName
    End If
End Function
