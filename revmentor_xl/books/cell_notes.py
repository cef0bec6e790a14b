"""Notes in the cells that Checks names, in a workbook that is open in Excel.

The outline of such a cell is a rule of the file (`exports/template/validation.py`); the note
says what is wrong and what to do right where it is mended. Notes are given one
by one, so there are at most `MOST`, and only those that a step has changed are
asked for: the number of calls does not grow with the rows. A person's own note
or comment is never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from textwrap import wrap
from typing import Any

from revmentor_xl.books.areas import Area
from revmentor_xl.books.book import Block
from revmentor_xl.books.live import LiveBook
from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.findings.sentences import counted
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text, fold
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.checking.cell_links import MARKED
from revmentor_xl.steps.checking.check import listed_findings

MOST = 40
LONGEST = 250
_HEAD = "Checks: "
_TAIL = "(Goes away when mended.)"
_LINE = 42  # characters; Excel makes a note as wide as its longest line
_ORDER = list(Severity)
_CHECKS = WORKBOOK.table("checks")

Spot = tuple[int, int]
Notes = Mapping[str, Mapping[Spot, str]]
"""What notes there are: tab -> row and column -> text."""


class MarkedBook(LiveBook):
    """A workbook open in Excel whose findings stand as notes in their cells, too."""

    def __init__(self, book: Any) -> None:
        super().__init__(book)
        self._earlier: Notes = {}

    def tables(self) -> Mapping[str, Block]:
        """Every table in the open workbook; what Checks says is remembered for `mark`."""
        found = super().tables()
        checks = next((b for b in found.values() if fold(b.name) == fold(_CHECKS.name)), None)
        self._earlier = notes_for(_findings(checks)) if checks is not None else {}
        return found

    def mark(self, program: Program, *, thoroughly: bool = False) -> None:
        """Bring the notes in line with what Checks says after a step.

        Usually only the cells are looked at of which Checks said something
        else before. `thoroughly` looks at every note on the tabs where there
        may be any: notes move with their cells when HR sorts a table, and
        stay behind when a step runs on the closed file. A tab that cannot be
        written to, or an Excel that knows no notes, is passed over.
        """
        wanted = notes_for(listed_findings(program))
        tabs = [program.places[key].sheet for key in _LOOKED_THROUGH] if thoroughly else []
        for tab in dict.fromkeys((*tabs, *self._earlier, *wanted)):
            then, now = self._earlier.get(tab, {}), wanted.get(tab, {})
            with suppress(Exception):  # a protected tab must not keep the others from theirs
                if thoroughly:
                    _put_right(self._book.sheets[tab], now)
                elif then != now:
                    _change(self._book.sheets[tab], then, now)


_LOOKED_THROUGH = ("mentors", "leaders")
"""The tables in which most is typed, and sorted."""


def notes_for(findings: Iterable[Finding]) -> Notes:
    """The notes that there should be, at most `MOST` in all.

    Each cell that must be fixed has one. Of what is only to check, and often
    stands in a whole column, the first of a kind speaks for the others there.
    """
    problems: dict[tuple[str, Spot], list[str]] = {}
    alike: dict[tuple[str, ...], tuple[str, Spot]] = {}
    others: Counter[tuple[str, Spot]] = Counter()
    for one in sorted(findings, key=lambda one: _ORDER.index(one.severity)):
        area = Area.of(one.cell) if one.severity in MARKED else None
        if area is None:
            continue
        place = one.sheet, (area.top, area.left)
        if one.severity is not Severity.ERROR:
            kind = one.sheet, one.code, str(area.left)
            if alike.setdefault(kind, place) != place:
                others[alike[kind]] += 1
                continue
        problems.setdefault(place, []).append(f"{one.message} {one.remedy}".strip())
    wanted: dict[str, dict[Spot, str]] = {}
    for place, said in list(problems.items())[:MOST]:
        tab, spot = place
        wanted.setdefault(tab, {})[spot] = _worded(said, others[place])
    return wanted


def _findings(checks: Block) -> Iterable[Finding]:
    """What a table of checks says, as much as notes need."""
    at = {fold(header): number for number, header in reversed(list(enumerate(checks.headers)))}
    severities = {severity.value: severity for severity in Severity}

    def told(row: tuple[object, ...], key: str) -> str:
        number = at.get(fold(_CHECKS[key].header))
        return "" if number is None else as_text(row[number])

    for row in checks.rows:
        severity = severities.get(told(row, "severity"))
        if severity is not None:
            code, sheet, cell, message, remedy = (
                told(row, key) for key in ("code", "sheet", "cell", "message", "remedy")
            )
            yield Finding(code, severity, sheet, cell, message, remedy)


def _worded(problems: list[str], alike: int) -> str:
    first, *others = problems
    more = f" And {len(others)} more: see Checks." if others else ""
    if alike:
        more += f" The same in {counted(alike, 'other cell')} of the column: see Checks."
    room = LONGEST - len(_HEAD) - len(more) - len(_TAIL) - 1
    if len(first) > room:
        first = first[: room - 1].rstrip() + "…"
    return "\n".join((*wrap(f"{_HEAD}{first}{more}", _LINE), _TAIL))


def _put_right(sheet: Any, wanted: Mapping[Spot, str]) -> None:
    """Go through all notes of a tab: ours where they are wanted, and nowhere else."""
    kept: set[Spot] = set()
    for note in list(sheet.notes):
        text = _plain(note.text)
        if not _is_ours(text):
            continue
        place = note.location
        spot = int(place.row), int(place.column)
        if spot in wanted and spot not in kept:
            kept.add(spot)
            if text != wanted[spot]:
                note.text = wanted[spot]
        else:
            note.delete()
    for spot, text in wanted.items():
        if spot not in kept:
            _put(sheet, spot, text)


def _change(sheet: Any, then: Mapping[Spot, str], now: Mapping[Spot, str]) -> None:
    """Change the notes of a tab from what they were to what they should be."""
    for spot in then.keys() - now.keys():
        note = sheet.range(spot).note
        if note is not None and _is_ours(_plain(note.text)):
            note.delete()
    for spot, text in now.items():
        if text != then.get(spot):
            _put(sheet, spot, text)


def _put(sheet: Any, spot: Spot, text: str) -> None:
    """Give a cell its note, unless somebody's own note or comment stands there."""
    cell = sheet.range(spot)
    old = cell.note
    if old is not None:
        if _is_ours(_plain(old.text)):
            old.text = text
        return
    with suppress(Exception):  # Excel takes no note beside a threaded comment
        note = cell.add_note(text)
        # Excel for Windows cuts a long note at the edge of its box unless told to fit the box.
        note.api.Shape.TextFrame.AutoSize = True


def _is_ours(text: str) -> bool:
    """Whether nobody has added anything to the note since it was made."""
    return text.startswith(_HEAD) and text.endswith(_TAIL)


def _plain(text: object) -> str:
    return str(text or "").replace("\r\n", "\n").replace("\r", "\n")
