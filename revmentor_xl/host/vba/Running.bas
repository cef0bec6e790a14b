Attribute VB_Name = "Running"
Option Explicit
Option Private Module ' what is Public here is no function for cells

' Runs the Python behind a button. Needs the xlwings add-in, which is found by
' name and not by reference, so that no path to it is kept in this file.

Public Const TITLE As String = "Reverse Mentoring"

Private Const ADD_IN As String = "xlwings.xlam"
Private Const SET_UP As String = "revmentor-xl setup"
Private Const LOOK_OVER As String = "revmentor-xl doctor"
Private Const PATIENCE As Double = 120 ' seconds

Private runningStep As String
Private runningSince As Date

' Does one command. What it did, or why it could not, Python itself writes into
' the workbook: RunPython's answer says little on Windows and nothing on a Mac.
Public Sub RunCommand(ByVal buttonFunction As String, ByVal buttonLabel As String, _
        Optional ByVal question As String = "")
    If Not IsReady(buttonLabel) Then Exit Sub
    If question <> "" Then
        If MsgBox(question, vbYesNo + vbQuestion + vbDefaultButton2, TITLE) <> vbYes Then Exit Sub
    End If
    RunButton buttonFunction & "()", buttonLabel
End Sub

' Asks for a file and does one command with it.
Public Sub RunCommandOnFile(ByVal buttonFunction As String, ByVal buttonLabel As String)
    Dim chosen As Variant
    If Not IsReady(buttonLabel) Then Exit Sub
    chosen = ChosenFile(buttonLabel)
    If VarType(chosen) = vbBoolean Then Exit Sub
    RunButton buttonFunction & "(" & PythonText(CStr(chosen)) & ")", buttonLabel
End Sub

' Asks where a new file goes, beside this one by default, and does one command with it.
Public Sub RunCommandIntoFile(ByVal buttonFunction As String, ByVal buttonLabel As String, _
        ByVal ending As String)
    Dim chosen As Variant
    If Not IsReady(buttonLabel) Then Exit Sub
    chosen = ChosenNewFile(buttonLabel, ending)
    If VarType(chosen) = vbBoolean Then Exit Sub
    RunButton buttonFunction & "(" & PythonText(CStr(chosen)) & ")", buttonLabel
End Sub

' Asks how many steps to take back and does one command with that number.
Public Sub RunCommandOnSteps(ByVal buttonFunction As String, ByVal buttonLabel As String)
    Dim steps As Long
    If Not IsReady(buttonLabel) Then Exit Sub
    steps = ChosenSteps(buttonLabel)
    If steps > 0 Then RunButton buttonFunction & "(" & steps & ")", buttonLabel
End Sub

' Does a command that also helps where the others cannot run: in a file that is
' not saved yet, or open for reading only.
Public Sub RunCommandAnywhere(ByVal buttonFunction As String, ByVal buttonLabel As String)
    If MayStart(buttonLabel) Then RunButton buttonFunction & "()", buttonLabel
End Sub

Private Function IsReady(ByVal buttonLabel As String) As Boolean
    If MayStart(buttonLabel) Then IsReady = IsSavedAndOurs()
End Function

Private Function MayStart(ByVal buttonLabel As String) As Boolean
    If IsBusy(buttonLabel) Then Exit Function
    PutBackWhatIsLeft
    MayStart = AddInIsOpen()
    If Not MayStart Then TellAboutAddIn
End Function

Private Sub RunButton(ByVal pythonCall As String, ByVal buttonLabel As String)
    Dim ignored As Variant
    Dim waiting As String
    Dim found As String
    ' The add-in works on the active workbook, which may be another one by now.
    ThisWorkbook.Activate
    waiting = buttonLabel & ": starting Python ..."
    found = SettingsNow()
    ShowStatus waiting
    runningStep = buttonLabel
    runningSince = Now
    On Error GoTo Failed
    ignored = Application.Run("'" & ADD_IN & "'!RunPython", _
        "from revmentor_xl.host import buttons; buttons." & pythonCall)
    On Error GoTo 0
    ' On a Mac Python only starts there; it ends later.
    If Not OnMac() Then EndStep buttonLabel, waiting, found, ""
    Exit Sub
Failed:
    EndStep buttonLabel, waiting, found, "Error " & Err.Number & ": " & Err.Description
End Sub

' Whatever became of Python: Excel is as it was, and a step is not cut off in silence.
Private Sub EndStep(ByVal buttonLabel As String, ByVal waiting As String, ByVal found As String, _
        ByVal reason As String)
    Dim shown As String
    runningStep = ""
    shown = StatusText()
    PutBackWhatIsLeft
    PutBack found
    ' Python's first deed is to write there how far it is, and its last to say what it did.
    If shown Like TITLE & ": *#% *" Then
        TellAboutCut buttonLabel, reason
    ElseIf reason <> "" Then
        TellAboutStart buttonLabel, reason
    ElseIf shown = waiting Then
        TellAboutPython buttonLabel
    End If
    rm_refresh
End Sub

' On a Mac Excel goes on while Python works, and two steps at once would write
' over each other. When Python ends, the add-in gives the status bar back.
Private Function IsBusy(ByVal buttonLabel As String) As Boolean
    Dim text As String
    If runningStep = "" Then Exit Function
    If OnMac() And StatusText() = "" Then
        runningStep = ""
        Exit Function
    End If
    text = """" & runningStep & """ is still running; the status bar says how far it is."
    If (Now - runningSince) * 86400 < PATIENCE Then
        IsBusy = True
        MsgBox text & vbNewLine & vbNewLine & "Press """ & buttonLabel & """ again when it is done.", _
            vbInformation, TITLE
        Exit Function
    End If
    IsBusy = MsgBox(text & vbNewLine & vbNewLine & "If nothing has moved there for minutes, it was " & _
        "broken off. Start """ & buttonLabel & """ now all the same?", _
        vbYesNo + vbExclamation + vbDefaultButton2, TITLE) <> vbYes
    If Not IsBusy Then runningStep = ""
End Function

Public Function OnMac() As Boolean
    #If Mac Then
        OnMac = True
    #Else
        OnMac = False
    #End If
End Function

Private Sub ShowStatus(ByVal what As Variant)
    On Error Resume Next ' a courtesy: no step fails for it
    Application.StatusBar = what
End Sub

' What stands in the status bar; "" when it is Excel's own.
Private Function StatusText() As String
    Dim shown As Variant
    On Error Resume Next
    shown = Application.StatusBar
    If VarType(shown) = vbString Then StatusText = shown
    If UCase$(StatusText) = "FALSE" Then StatusText = ""
End Function

Private Function AddInIsOpen() As Boolean
    Dim found As Object
    On Error Resume Next
    Set found = Application.Workbooks(ADD_IN)
    On Error GoTo 0
    AddInIsOpen = Not found Is Nothing
End Function

Private Sub TellAboutAddIn()
    MsgBox "Excel: running, and macros are allowed." & vbNewLine & _
        "xlwings add-in: not open, so the buttons cannot reach Python." & vbNewLine & _
        "Python: cannot be looked at without the add-in." & vbNewLine & vbNewLine & _
        WhatToRun(SET_UP) & vbNewLine & vbNewLine & _
        "Then open this file again. Nothing was changed.", vbExclamation, TITLE
End Sub

Private Sub TellAboutPython(ByVal buttonLabel As String)
    ShowStatus False
    MsgBox "xlwings add-in: open." & vbNewLine & _
        "Python: did not answer, so """ & buttonLabel & """ did nothing." & _
        vbNewLine & vbNewLine & WhatToRun(SET_UP) & vbNewLine & vbNewLine & _
        "Then open this file again. If Python stays silent, run " & LOOK_OVER & _
        " in the same way: it says line by line what is wrong.", vbExclamation, TITLE
End Sub

Private Sub TellAboutStart(ByVal buttonLabel As String, ByVal reason As String)
    ShowStatus False
    MsgBox buttonLabel & " could not be started." & vbNewLine & reason & vbNewLine & vbNewLine & _
        "Close Excel, open it again and press the button once more.", vbExclamation, TITLE
End Sub

Private Sub TellAboutCut(ByVal buttonLabel As String, ByVal reason As String)
    ShowStatus False
    MsgBox """" & buttonLabel & """ was cut off before its end, and may have written only a part. " & _
        reason & vbNewLine & vbNewLine & _
        "Close this file without saving it, open it again and press the button once more. If it " & _
        "happens again, run " & LOOK_OVER & " in " & IIf(OnMac(), "Terminal", "a command prompt") & _
        ": it says line by line what is wrong.", vbExclamation, TITLE
End Sub

Private Function WhatToRun(ByVal what As String) As String
    WhatToRun = "Close Excel, open " & IIf(OnMac(), "Terminal", "a command prompt") & ", run" & _
        vbNewLine & vbNewLine & "    " & what & vbNewLine & vbNewLine & _
        "If the computer does not know this command, revmentor_xl is not installed on it: " & _
        "ask whoever looks after your computer."
End Function

' A file name as a Python string. Everything that a shell or Python could take
' for something else is spelled as a code, so that any name goes through.
Public Function PythonText(ByVal plain As String) As String
    Dim position As Long
    Dim code As Long
    Dim low As Long
    Dim written As String
    position = 1
    Do While position <= Len(plain)
        code = UnitAt(plain, position)
        If IsPlain(code) Then
            written = written & Mid$(plain, position, 1)
        ElseIf code >= 55296 And code <= 56319 And position < Len(plain) Then
            low = UnitAt(plain, position + 1)
            written = written & "\U" & Right$("0000000" & _
                Hex$(65536 + (code - 55296) * 1024 + (low - 56320)), 8)
            position = position + 1
        Else
            written = written & "\u" & Right$("000" & Hex$(code), 4)
        End If
        position = position + 1
    Loop
    PythonText = "'" & written & "'"
End Function

Private Function UnitAt(ByVal plain As String, ByVal position As Long) As Long
    UnitAt = AscW(Mid$(plain, position, 1))
    If UnitAt < 0 Then UnitAt = UnitAt + 65536
End Function

' Letters, digits, space, and - . / _ : (a comment that ends with an underscore
' would take the next line with it).
Private Function IsPlain(ByVal code As Long) As Boolean
    IsPlain = (code >= 48 And code <= 57) Or (code >= 65 And code <= 90) _
        Or (code >= 97 And code <= 122) Or code = 32 Or (code >= 45 And code <= 47) _
        Or code = 58 Or code = 95
End Function
