Attribute VB_Name = "AsFound"
Option Explicit
Option Private Module ' what is Public here is no function for cells

' Excel's settings as they were before a step. Python turns them off while it
' works and puts them back at its end. Where it cannot, because Excel turns its
' calls away or because it was ended in the middle, that is done here: after the
' step, and at the next press at the latest.

' The name under which Python notes in the workbook, while it works, what it found.
Private Const NOTE As String = "rm_as_found"

' What is set now, in the words in which Python notes it.
Public Function SettingsNow() As String
    On Error Resume Next ' what this Excel does not tell is left out
    SettingsNow = "calculation=" & CalculationWord(Application.Calculation)
    SettingsNow = SettingsNow & ";screen_updating=" & OnOrOff(Application.ScreenUpdating)
    SettingsNow = SettingsNow & ";enable_events=" & OnOrOff(Application.EnableEvents)
    SettingsNow = SettingsNow & ";display_alerts=" & OnOrOff(Application.DisplayAlerts)
End Function

' Puts settings back, each by itself; what is as it was is left alone, because
' Excel works everything out anew when calculation is set.
Public Sub PutBack(ByVal found As String)
    Dim one As Variant
    Dim part() As String
    On Error Resume Next
    For Each one In Split(found, ";")
        part = Split(one & "=", "=")
        If InStr(";" & SettingsNow() & ";", ";" & one & ";") = 0 Then PutBackOne part(0), part(1)
    Next one
End Sub

Private Sub PutBackOne(ByVal setting As String, ByVal was As String)
    Select Case setting
        Case "calculation"
            If CalculationNumber(was) <> 0 Then Application.Calculation = CalculationNumber(was)
        Case "screen_updating"
            Application.ScreenUpdating = (was = "on")
        Case "enable_events"
            Application.EnableEvents = (was = "on")
        Case "display_alerts"
            Application.DisplayAlerts = (was = "on")
    End Select
End Sub

' Puts back what a step that was broken off has left, in whichever open file.
Public Sub PutBackWhatIsLeft()
    Dim book As Object
    For Each book In Application.Workbooks
        PutBackLeftIn book
    Next book
End Sub

Public Sub PutBackLeftIn(ByVal book As Object)
    Dim kept As Object
    On Error Resume Next
    Set kept = book.Names(NOTE)
    If kept Is Nothing Then Exit Sub
    PutBack Replace(Replace(kept.RefersTo, "=""", ""), """", "")
    kept.Delete
End Sub

Private Function OnOrOff(ByVal isOn As Boolean) As String
    OnOrOff = IIf(isOn, "on", "off")
End Function

Private Function CalculationWord(ByVal number As Long) As String
    Select Case number
        Case xlCalculationAutomatic
            CalculationWord = "automatic"
        Case xlCalculationManual
            CalculationWord = "manual"
        Case xlCalculationSemiautomatic
            CalculationWord = "semiautomatic"
    End Select
End Function

' 0 for a word that is none.
Private Function CalculationNumber(ByVal word As String) As Long
    Select Case word
        Case "automatic"
            CalculationNumber = xlCalculationAutomatic
        Case "manual"
            CalculationNumber = xlCalculationManual
        Case "semiautomatic"
            CalculationNumber = xlCalculationSemiautomatic
    End Select
End Function
