Attribute VB_Name = "RibbonTab"
Option Explicit

' Which buttons of the ribbon are grey: those whose tables have nothing in them
' yet. A control's tag names the tables. Where anything is in doubt, a button
' stays usable: Python says what is missing.

Private shownTabs As Collection
Private lastSeen As String

' Excel hands the ribbon over once, when the file opens; with two program files
' open it may be the other one's. If the macros are halted it is gone until the
' file is opened again; nothing then gets greyed.
Public Sub rm_ribbon_loaded(ribbon As Object)
    If shownTabs Is Nothing Then Set shownTabs = New Collection
    shownTabs.Add ribbon
    lastSeen = ""
End Sub

Public Sub rm_enabled(control As Object, ByRef usable As Variant)
    Dim book As Object
    Dim tableName As Variant
    usable = True
    On Error GoTo InDoubt
    Set book = RibbonBook(control)
    If book Is Nothing Then Exit Sub
    For Each tableName In Split(control.Tag, ";")
        If IsEmptyTable(book, CStr(tableName)) Then usable = False
    Next tableName
    Exit Sub
InDoubt:
    usable = True
End Sub

' Looks again at which buttons are grey. Costs little: the ribbon is drawn anew
' only when a table was filled or emptied.
Public Sub rm_refresh()
    Dim seen As String
    Dim tableName As Variant
    On Error Resume Next
    seen = "seen:"
    For Each tableName In Split(NEEDED_TABLES, ";")
        If IsEmptyTable(ThisWorkbook, CStr(tableName)) Then seen = seen & tableName & ";"
    Next tableName
    If seen <> lastSeen Then
        lastSeen = seen
        RedrawEverywhere
    End If
End Sub

' Draws every ribbon anew that Excel has handed to this file's macros.
Public Sub rm_redraw()
    Dim ribbon As Object
    If shownTabs Is Nothing Then Exit Sub
    On Error Resume Next ' one of a file that was closed since
    For Each ribbon In shownTabs
        ribbon.Invalidate
    Next ribbon
End Sub

' This file's ribbon may be in the hands of another program file.
Private Sub RedrawEverywhere()
    Dim book As Object
    rm_redraw
    On Error Resume Next ' an older program file does not know how
    For Each book In Application.Workbooks
        If IsAnother(book) Then Application.Run MacroOf(book, "rm_redraw")
    Next book
End Sub

Private Function IsEmptyTable(ByVal book As Object, ByVal tableName As String) As Boolean
    Dim table As Object
    Set table = FoundTable(book, tableName)
    If table Is Nothing Then Exit Function
    IsEmptyTable = True
    If Not table.DataBodyRange Is Nothing Then
        IsEmptyTable = Application.WorksheetFunction.CountA(table.DataBodyRange) = 0
    End If
End Function
