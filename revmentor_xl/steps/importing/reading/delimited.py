"""Text with separators (CSV and its kin) as rows of cells, mended where it is broken."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

SEPARATORS = ",;\t|"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_SAMPLE = 64 * 1024
_MOST_REPAIRS = 50

csv.field_size_limit(16 * 1024 * 1024)


@dataclass(frozen=True)
class Grid:
    """Rows as a spreadsheet would number them, from 1; `mended` rows had a stray quote."""

    rows: list[list[str]]
    mended: tuple[int, ...] = ()


def parse_text(text: str) -> Grid:
    """The rows of a delimited text. Blank lines are rows, as in a spreadsheet.

    The separator is the one that gives the most rows of one width; an Excel
    line such as `sep=;` settles it. A quotation mark that is never closed
    would swallow the rest of the file, so its line is read without quoting.
    """
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if told:
        text = text[told.end() :]
    separator = told[1] if told else _separator(text)
    lines = _LINE.findall(text)
    width = _usual_width(text[:_SAMPLE], separator)
    rows: list[list[str]] = []
    mended: list[int] = []
    start = 0
    while start < len(lines):
        stopped = None
        for first, after, row in _records(lines, start, separator):
            mend = _mended(lines[first:after], row, separator, width)
            if mend is not None and len(mended) < _MOST_REPAIRS:
                rows.append(mend)
                mended.append(len(rows))
                stopped = first + 1
                break
            rows.append(row)
        start = len(lines) if stopped is None else stopped
    return Grid(rows, tuple(mended))


def _records(lines: list[str], start: int, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """Each record with its first line and the line after it."""
    reader = csv.reader(lines[start:] if start else lines, delimiter=separator)
    first = start
    for row in reader:
        after = start + reader.line_num
        yield first, after, row
        first = after


def _mended(lines: list[str], row: list[str], separator: str, width: int) -> list[str] | None:
    """The first line of a record as it was meant, when a stray quotation mark spoils it."""
    if lines[0].count('"') % 2 == 0:
        return None
    verdict = _strictly("".join(lines), separator)
    if len(row) == width and isinstance(verdict, list):
        return None  # an answer with line breaks in it
    line = lines[0]
    for at in (i for i, c in enumerate(line) if c == '"'):
        cells = _strictly(line[:at] + line[at + 1 :], separator)
        if isinstance(cells, list) and len(cells) == width:
            return cells
    if verdict != "unclosed":
        return None
    return next(csv.reader([line], delimiter=separator, quoting=csv.QUOTE_NONE))


def _strictly(text: str, separator: str) -> list[str] | str:
    """The cells of one record, or what is wrong with its quotation marks."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as broken:
        return "unclosed" if "unexpected end of data" in str(broken) else "misplaced"
    return rows[0] if len(rows) == 1 else "several"


def _separator(text: str) -> str:
    """The separator that splits most rows into the same number of cells."""
    sample = text if len(text) <= _SAMPLE else text[: text.rfind("\n", 0, _SAMPLE) + 1]
    return max(SEPARATORS, key=lambda separator: _evenness(sample or text, separator))


def _evenness(sample: str, separator: str) -> tuple[bool, float, int]:
    widths = _widths(sample, separator)
    if not widths:
        return True, 1.0, 0  # nothing but separators
    usual, count = widths.most_common(1)[0]
    return usual > 1, count / sum(widths.values()), usual


def _widths(sample: str, separator: str) -> Counter[int]:
    rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))
    return Counter(len(row) for row in rows if any(cell.strip() for cell in row))


def _usual_width(sample: str, separator: str) -> int:
    widths = _widths(sample, separator)
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0
