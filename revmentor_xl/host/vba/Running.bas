Attribute VB_Name = "Running"
Option Explicit

' Runs the Python behind a button. Needs the xlwings add-in, which is found by
' name and not by reference, so that no path to it is kept in this file.

Private Const ADD_IN As String = "xlwings.xlam"
Private Const INSTALL As String = "xlwings addin install"
Private Const TITLE As String = "Reverse Mentoring"

' Does one command. What it did, or why it could not, Python itself writes into
' the workbook: RunPython's answer says little on Windows and nothing on a Mac.
Public Sub RunCommand(ByVal buttonFunction As String)
    RunButton buttonFunction & "()"
End Sub

' Asks for a file and does one command with it.
Public Sub RunCommandOnFile(ByVal buttonFunction As String, ByVal buttonLabel As String)
    Dim chosen As Variant
    If Not AddInIsOpen() Then
        TellAboutAddIn
        Exit Sub
    End If
    chosen = ChosenFile(buttonLabel)
    If VarType(chosen) = vbBoolean Then Exit Sub
    RunButton buttonFunction & "(" & PythonText(CStr(chosen)) & ")"
End Sub

Private Sub RunButton(ByVal pythonCall As String)
    Dim ignored As Variant
    If Not AddInIsOpen() Then
        TellAboutAddIn
        Exit Sub
    End If
    ' The add-in works on the active workbook, which may be another one by now.
    ThisWorkbook.Activate
    On Error GoTo Failed
    ignored = Application.Run("'" & ADD_IN & "'!RunPython", _
        "from revmentor_xl.host import buttons; buttons." & pythonCall)
    Exit Sub
Failed:
    MsgBox "The step could not be started." & vbNewLine & Err.Description & vbNewLine & vbNewLine & _
        "Close Excel, open it again and press the button once more.", vbExclamation, TITLE
End Sub

Private Function ChosenFile(ByVal buttonLabel As String) As Variant
    #If Mac Then
        ' Excel for Mac does not understand the filters of Excel for Windows.
        ChosenFile = Application.GetOpenFilename()
    #Else
        ChosenFile = Application.GetOpenFilename( _
            "Survey exports (*.csv; *.xlsx),*.csv;*.xlsx,All files (*.*),*.*", 1, buttonLabel)
    #End If
End Function

Private Function AddInIsOpen() As Boolean
    Dim found As Object
    On Error Resume Next
    Set found = Application.Workbooks(ADD_IN)
    On Error GoTo 0
    AddInIsOpen = Not found Is Nothing
End Function

Private Sub TellAboutAddIn()
    MsgBox "The buttons need the xlwings add-in, which is not open in this Excel." & _
        vbNewLine & vbNewLine & _
        "Close Excel, open a command prompt (on a Mac: Terminal), run" & vbNewLine & vbNewLine & _
        "    " & INSTALL & vbNewLine & vbNewLine & _
        "and open this file again. Nothing was changed.", vbExclamation, TITLE
End Sub

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

' Letters, digits, space, and - . / : _
Private Function IsPlain(ByVal code As Long) As Boolean
    IsPlain = (code >= 48 And code <= 57) Or (code >= 65 And code <= 90) _
        Or (code >= 97 And code <= 122) Or code = 32 Or (code >= 45 And code <= 47) _
        Or code = 58 Or code = 95
End Function
