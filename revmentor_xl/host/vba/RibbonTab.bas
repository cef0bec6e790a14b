Attribute VB_Name = "RibbonTab"
Option Explicit

' Which buttons of the ribbon are grey: those whose tables have nothing in them
' yet. A control's tag names the tables. Where anything is in doubt, a button
' stays usable: Python says what is missing.

Private shownTab As Object
Private lastSeen As String

' Excel hands the ribbon over once, when the file opens. If the macros are
' halted it is gone until the file is opened again; nothing then gets greyed.
Public Sub rm_ribbon_loaded(ribbon As Object)
    Set shownTab = ribbon
End Sub

Public Sub rm_enabled(control As Object, ByRef usable As Variant)
    Dim tableName As Variant
    usable = True
    On Error GoTo InDoubt
    For Each tableName In Split(control.Tag, ";")
        If IsEmptyTable(CStr(tableName)) Then usable = False
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
    If shownTab Is Nothing Then Exit Sub
    On Error Resume Next
    seen = "seen:"
    For Each tableName In Split(NEEDED_TABLES, ";")
        If IsEmptyTable(CStr(tableName)) Then seen = seen & tableName & ";"
    Next tableName
    If seen <> lastSeen Then
        lastSeen = seen
        shownTab.Invalidate
    End If
End Sub

Private Function IsEmptyTable(ByVal tableName As String) As Boolean
    Dim page As Object
    Dim table As Object
    For Each page In ThisWorkbook.Worksheets
        For Each table In page.ListObjects
            If StrComp(table.Name, tableName, vbTextCompare) = 0 Then
                IsEmptyTable = True
                If Not table.DataBodyRange Is Nothing Then
                    IsEmptyTable = Application.WorksheetFunction.CountA(table.DataBodyRange) = 0
                End If
                Exit Function
            End If
        Next table
    Next page
End Function
