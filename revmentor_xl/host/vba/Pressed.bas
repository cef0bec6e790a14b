Attribute VB_Name = "Pressed"
Option Explicit
Option Private Module ' what is Public here is no function for cells

' In which file a button was pressed. The macros of all program files have the
' same names, and with two of them open Excel may call those of the one for a
' button of the other: ThisWorkbook is then the wrong file.

Private Const ONLY_HERE As String = "UndoSnapshots" ' a table that every program file has

' Whether a button of the ribbon was pressed in this file. If it was another,
' the call is passed on to it; if it cannot be told, the button does nothing.
Public Function IsRibbonHere(ByVal control As Object, ByVal macroName As String) As Boolean
    IsRibbonHere = IsHere(RibbonBook(control), macroName)
End Function

' The same for a button on a sheet, whose name Excel gives as the caller. Whoever
' runs a macro by its name has said in which file.
Public Function IsButtonHere(ByVal macroName As String) As Boolean
    Dim caller As Variant
    On Error Resume Next
    caller = Application.Caller
    On Error GoTo 0
    If VarType(caller) = vbString Then
        IsButtonHere = IsHere(ActiveWorkbook, macroName)
    Else
        IsButtonHere = True
    End If
End Function

' The file whose ribbon shows a control; Nothing when it cannot be told.
Public Function RibbonBook(ByVal control As Object) As Object
    Dim bookName As String
    Dim found As Object
    On Error Resume Next
    bookName = control.Context.Parent.Name ' a window's parent is its workbook
    If bookName <> "" Then Set found = Application.Workbooks(bookName)
    On Error GoTo 0
    If found Is Nothing Then
        If Not IsAnotherOpen() Then Set found = ThisWorkbook
    End If
    Set RibbonBook = found
End Function

' A macro of an open file, as Application.Run wants it.
Public Function MacroOf(ByVal book As Object, ByVal macroName As String) As String
    MacroOf = "'" & Replace(book.Name, "'", "''") & "'!" & macroName
End Function

' Whether an open file is a program file, but not this one.
Public Function IsAnother(ByVal book As Object) As Boolean
    If Not IsThisFile(book) Then IsAnother = Not FoundTable(book, ONLY_HERE) Is Nothing
End Function

Private Function IsAnotherOpen() As Boolean
    Dim book As Object
    For Each book In Application.Workbooks
        If IsAnother(book) Then IsAnotherOpen = True
    Next book
End Function

Private Function IsThisFile(ByVal book As Object) As Boolean
    ' Excel opens no two files of one name.
    IsThisFile = StrComp(book.Name, ThisWorkbook.Name, vbTextCompare) = 0
End Function

Private Function IsHere(ByVal book As Object, ByVal macroName As String) As Boolean
    If book Is Nothing Then
        MsgBox "More than one program file is open, and Excel does not tell in which of them the " & _
            "button was pressed. Nothing was changed." & vbNewLine & vbNewLine & _
            "Close the other program files, then press the button once more.", vbExclamation, TITLE
    ElseIf IsThisFile(book) Then
        IsHere = True
    ElseIf IsAnother(book) Then
        PassOn book, macroName
    Else
        MsgBox "This button belongs to """ & ThisWorkbook.Name & """, and """ & book.Name & """, in " & _
            "which it was pressed, is no program file. Nothing was changed." & vbNewLine & vbNewLine & _
            "Go to """ & ThisWorkbook.Name & """ and press the button there.", vbExclamation, TITLE
    End If
End Function

Private Sub PassOn(ByVal book As Object, ByVal macroName As String)
    On Error GoTo Failed
    Application.Run MacroOf(book, macroName)
    Exit Sub
Failed:
    MsgBox "The button was pressed in """ & book.Name & """, whose macros do not answer." & _
        vbNewLine & Err.Description & vbNewLine & vbNewLine & _
        "Close """ & ThisWorkbook.Name & """, then press the button once more.", vbExclamation, TITLE
End Sub
