"""Errors that stop the work; everything milder is a `Finding`.

    RevmentorError
    +-- UnreadableWorkbook     not a workbook, damaged, or unsafe to open
    |   +-- NotAProgramFile    a workbook, but none of our tables are in it
    +-- FileNotWritten         no room, or no right to write; what was there is there
    +-- WorkbookLocked         somebody has it open; nothing was written there
    |   +-- SavedAsCopy        the result is in a copy beside it
    +-- TableBlocked           a table has to grow over cells that are in use
    +-- SheetProtected         a tab does not let anything be written
    +-- ExcelBusy              Excel does not listen: a cell is being edited
    +-- HalfWritten            Excel gave up in the middle, and not all could be put back
    +-- UnreadableSurvey       a survey export that cannot be read or understood
    +-- StepTooEarly           an earlier stage is missing
    +-- IncompleteWorkbook     a column or table that a promise rests on is missing
    +-- NoFeasiblePairing      the hard rules leave nobody to pair
    +-- SolverFailed           the solver ended without a proven answer
    |   +-- Infeasible         no solution fulfils all conditions
    |   +-- WrongResult        a plan that the check after the search found wrong
    +-- UnsafeExport           a shared copy would show what it must not
    +-- NothingToUndo          no snapshot is left
    +-- BadSetting             a setting that the step cannot work with

Each carries a message for HR people and a remedy: what to do next.
"""

from __future__ import annotations


class RevmentorError(Exception):
    """The work cannot go on.

    `message` says what is wrong and where; `remedy` what to do next.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class UnreadableWorkbook(RevmentorError):
    """The file is no workbook, is damaged, or exceeds the safe limits."""


class NotAProgramFile(UnreadableWorkbook):
    """A workbook, but it holds none of the program's tables."""


class FileNotWritten(RevmentorError):
    """A file could not be written; what was there before is there, whole.

    `is_full` when it was for want of room.
    """

    def __init__(self, message: str, remedy: str = "", *, is_full: bool = False) -> None:
        super().__init__(message, remedy)
        self.is_full = is_full


class WorkbookLocked(RevmentorError):
    """The file is open elsewhere; nothing was written there."""


class SavedAsCopy(WorkbookLocked):
    """The file is open elsewhere; the result was saved in a copy beside it."""


class TableBlocked(RevmentorError):
    """A table must grow, but the cells beneath it are in use."""


class SheetProtected(RevmentorError):
    """A tab is protected, so its tables cannot be written."""


class ExcelBusy(RevmentorError):
    """Excel takes no commands just now; nothing was written."""


class HalfWritten(RevmentorError):
    """Writing failed in the middle, and the workbook could not be put back whole."""


class UnreadableSurvey(RevmentorError):
    """A survey export that cannot be read or whose columns are unknown."""


class StepTooEarly(RevmentorError):
    """The step needs the result of an earlier stage."""


class IncompleteWorkbook(RevmentorError):
    """A column or table is missing without which a step would break a promise."""


class NoFeasiblePairing(RevmentorError):
    """The hard rules and pins leave no possible plan."""


class SolverFailed(RevmentorError):
    """The solver ended without a proven optimum."""


class Infeasible(SolverFailed):
    """The conditions contradict each other: no solution fulfils all of them."""

    def __init__(self) -> None:
        super().__init__(
            "The conditions contradict each other, so no plan can fulfil all of them.",
            "Loosen a rule on the Settings tab or delete one on the Rules tab.",
        )


class WrongResult(SolverFailed):
    """A plan that the check after the search found wrong; it was not written."""


class UnsafeExport(RevmentorError):
    """A shared copy would contain what its readers must not see."""


class NothingToUndo(RevmentorError):
    """There is no snapshot to go back to."""


class BadSetting(RevmentorError):
    """A setting has a value that the step cannot work with."""
