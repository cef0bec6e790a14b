"""Survey exports and mapping files, read from disk with care.

Exports come by mail from many hands and many tools: encodings, separators and
spreadsheets vary, and nothing in them is trusted.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from revmentor_xl.books.disk.limits import Limits, open_zip, read_source
from revmentor_xl.errors import UnreadableSurvey
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.schema.cells import is_blank
from revmentor_xl.schema.places import column_letters
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.importing.reading.delimited import parse_text
from revmentor_xl.steps.importing.reading.layout import MOST_ROWS, familiarity, lay_out
from revmentor_xl.steps.importing.reading.survey import Survey
from revmentor_xl.steps.people.identities import Answer

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Grid = list[list[Answer]]

SURVEY_LIMITS = Limits(file_size=50 * 1024 * 1024, inflated=256 * 1024 * 1024)
_MOST_COLUMNS = 2_000
_PROGRAM_TABLES = {WORKBOOK.table(key).name for key in ("mentors", "leaders", "settings")}
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_AS_CSV = "Open it in Excel, save it as “CSV UTF-8 (Comma delimited)” and import that file."


def read_survey(path: str | Path) -> Survey:
    """The answers in a .csv, .tsv, .txt, .xlsx or .xlsm file.

    What the file is shows in its content, not in its name. Raises
    `UnreadableSurvey` when it holds no answers that can be read, and
    `UnreadableWorkbook` when it is a workbook that is damaged, protected, in
    the old format or unsafe to open.
    """
    path = Path(path)
    data = read_source(path, SURVEY_LIMITS)
    if not data.strip():
        raise UnreadableSurvey(f"{path.name} is empty.", "Export the answers again.")
    if data.startswith((b"PK", _OLE)):
        return _read_workbook(data, path.name)
    text, encoding, problems = _decode(data, path.name)
    if re.match(r"\s*<(?:!doctype|html|\?xml|table)", text, re.IGNORECASE):
        raise UnreadableSurvey(f"{path.name} is a web page, not a table of answers.", _AS_CSV)
    grid = parse_text(text)
    problems += [
        found("stray_quote", source=f"{path.name} row {row}", found_by="import")
        for row in grid.mended
    ]
    return lay_out(path.name, grid.rows, encoding, problems, ragged=True)


def read_mapping(path: str | Path) -> dict[str, str]:
    """A mapping file as question -> column, in the order of its lines.

    Each line is `question = column`, in a .csv file `question,column` as
    well. `ignore` as column skips a question; `*` in a question stands for
    any text. A question that fills several columns has them joined by `;`.
    `Column := value` gives everybody the same value; it is returned under
    `Column :=`. Blank lines and lines that begin with # are passed over.

    Raises `UnreadableSurvey` for a line that is none of these.
    """
    path = Path(path)
    text, _, _ = _decode(read_source(path, SURVEY_LIMITS), path.name)
    mapping: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        question, column = _entry(line, path, number)
        if (question.casefold(), column.casefold()) == ("question", "column"):
            continue
        mapping[question] = f"{mapping[question]}; {column}" if question in mapping else column
    if not mapping:
        raise UnreadableSurvey(
            f"{path.name} maps nothing.", "Write one line per question: question = column"
        )
    return mapping


def _entry(line: str, path: Path, number: int) -> tuple[str, str]:
    constant = re.match(r'\s*"?([^=]+?)\s*:=\s*(.+?)"?\s*$', line)
    if constant:
        return f"{constant[1]} :=", constant[2]
    if path.suffix.lower() in (".csv", ".tsv"):
        for separator in ",;\t":
            cells = next(csv.reader(io.StringIO(line), delimiter=separator))
            if len(cells) == 2 and all(cell.strip() for cell in cells):
                return cells[0].strip(), cells[1].strip()
    # A question may hold an equals sign (1 = never), a column never does.
    question, sign, column = line.rpartition("=")
    if not sign or not question.strip() or not column.strip():
        raise UnreadableSurvey(
            f"Line {number} of {path.name} is no mapping: “{line.strip()[:80]}”.",
            "Write it as: question = column",
        )
    return question.strip().strip('"“”'), column.strip().strip('"“”')


# --- text ------------------------------------------------------------------


def _decode(data: bytes, name: str) -> tuple[str, str, list[Finding]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(data.decode("utf-16", errors="replace"), name), "UTF-16", []
    if b"\x00" in data:
        raise _junk(name)
    try:
        return _checked(data.decode("utf-8-sig"), name), "UTF-8", []
    except UnicodeDecodeError:
        text = _checked(data.decode("cp1252", errors="replace"), name)
    shown = "Windows-1252 (Western European)"
    return text, shown, [found("guessed_encoding", source=name, found_by="import", value=shown)]


def _checked(text: str, name: str) -> str:
    """The text, unless it is no text at all."""
    odd = sum(ord(c) < 32 and c not in "\t\r\n\f\v" for c in text[:100_000])
    if odd > 5 + len(text[:100_000]) // 100:
        raise _junk(name)
    return text


def _junk(name: str) -> UnreadableSurvey:
    return UnreadableSurvey(f"{name} is no survey export: it holds no readable text.", _AS_CSV)


# --- workbooks ---------------------------------------------------------------


def _read_workbook(data: bytes, name: str) -> Survey:
    """The sheet of a workbook that looks most like answers."""
    package = open_zip(data, name, SURVEY_LIMITS)
    _refuse_our_own(package, name)
    grids = _grids(data, name, computed=True)
    filled = [(title, grid) for title, grid in grids if any(map(_is_filled, grid))]
    if not filled:
        raise UnreadableSurvey(f"{name} is empty.", "Export the answers again.")
    title, grid = max(filled, key=lambda one: familiarity(one[1]))
    problems: list[Finding] = []
    if len(filled) > 1:
        problems.append(found("chosen_sheet", source=name, found_by="import", value=title))
    if _has_formulas(package):
        problems += _without_result(grid, dict(_grids(data, name, computed=False))[title], name)
    return lay_out(name, grid, "Excel", problems)


def _refuse_our_own(package: zipfile.ZipFile, name: str) -> None:
    """A program file lists everybody under headers that we know: it would be read as a survey."""
    parts = (part for part in package.namelist() if part.lower().startswith("xl/tables/"))
    tables = {
        match[1].decode("utf-8", errors="replace")
        for part in parts
        if (match := re.search(rb'\bdisplayName="([^"]*)"', package.read(part)))
    }
    if tables >= _PROGRAM_TABLES:
        raise UnreadableSurvey(
            f"“{name}” is a program file, not a survey export.",
            "Choose the file that your survey tool has exported. To take people over from "
            "another program, copy their rows into a new workbook and import that.",
        )
    if WORKBOOK.table("sponsor").name in tables:
        raise UnreadableSurvey(
            f"“{name}” is a copy for sponsors, not a survey export.",
            "Choose the file that your survey tool has exported.",
        )


def _grids(data: bytes, name: str, computed: bool) -> list[tuple[str, Grid]]:
    """Every visible sheet as its cells; with `computed`, formulas as their stored results."""
    from openpyxl import load_workbook  # slow to import, and not needed for text files

    try:
        workbook = load_workbook(io.BytesIO(data), data_only=computed, keep_links=False)
        sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        return [(sheet.title, _grid(sheet, name)) for sheet in sheets or workbook.worksheets]
    except UnreadableSurvey:
        raise
    except Exception as broken:  # openpyxl raises whatever a damaged part provokes
        raise UnreadableSurvey(
            f"{name} is damaged: its sheets cannot be read.", _AS_CSV
        ) from broken


def _grid(sheet: Worksheet, name: str) -> Grid:
    if sheet.max_row > 4 * MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        # One stray cell at the far end of a sheet would make us walk millions of blanks.
        raise UnreadableSurvey(
            f"{name}: the sheet “{sheet.title}” reaches to row {sheet.max_row}, "
            f"column {column_letters(sheet.max_column)}.",
            "Copy the answers alone into a new workbook and import that.",
        )
    rows = sheet.iter_rows(min_row=1, min_col=1, values_only=True)
    grid: Grid = [[_answer(value) for value in row] for row in rows]
    for area in sheet.merged_cells.ranges:
        # An answer that was merged downwards counts for all of its rows.
        if area.min_col == area.max_col:
            for row in range(area.min_row, min(area.max_row, len(grid))):
                grid[row][area.min_col - 1] = grid[area.min_row - 1][area.min_col - 1]
    while grid and not _is_filled(grid[-1]):
        grid.pop()
    return grid


def _answer(value: object) -> Answer:
    known = isinstance(value, (str, int, float, bool, date, datetime, time))
    return value if known or value is None else str(value)  # type: ignore[return-value]


def _is_filled(row: Sequence[Answer]) -> bool:
    return any(not is_blank(value) for value in row)


def _has_formulas(package: zipfile.ZipFile) -> bool:
    sheets = (n for n in package.namelist() if n.lower().startswith("xl/worksheets/sheet"))
    return any(b"<f" in re.sub(rb"<(?:filter|font|fileV)", b"", package.read(n)) for n in sheets)


def _without_result(computed: Grid, formulas: Grid, name: str) -> list[Finding]:
    return [
        found(
            "uncomputed_formula", source=f"{name} {column_letters(j + 1)}{i + 1}", found_by="import"
        )
        for i, row in enumerate(formulas[: len(computed)])
        for j, value in enumerate(row[: len(computed[i])])
        if isinstance(value, str) and value.startswith("=") and is_blank(computed[i][j])
    ][:100]
