"""From a grid of cells to a `Survey`: where the header is and which rows are answers."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html.entities import html5

from revmentor_xl.errors import UnreadableSurvey
from revmentor_xl.findings.catalogue import found
from revmentor_xl.findings.finding import Finding
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.steps.importing.reading.headers import (
    QUALTRICS,
    familiar_headers,
    forms,
    is_response_id,
    tool_of,
)
from revmentor_xl.steps.importing.reading.survey import Survey
from revmentor_xl.steps.people.identities import Answer

MOST_ROWS = 50_000
_SECOND_HEADER = {"response", "open-ended response", "open ended response"}
_SEARCHED = 25  # banners above a header are short
_CODE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{2,7}|#[xX][0-9A-Fa-f]{2,6});")


def lay_out(
    name: str,
    grid: Sequence[Sequence[Answer]],
    encoding: str = "",
    problems: Iterable[Finding] = (),
    ragged: bool = False,
) -> Survey:
    """The survey in a grid, whose first row is row 1 of the file.

    `ragged` says that rows may differ in width by mistake, as in text files;
    a row that is too long is left out with a finding. Raises
    `UnreadableSurvey` when there is no header or no answer.
    """
    top = _header_row(grid)
    if top is None:
        raise UnreadableSurvey(
            f"{name} is empty.", "Export the answers again and import that file."
        )
    if len(grid) > MOST_ROWS:
        raise UnreadableSurvey(
            f"{name} has {len(grid)} rows, far more than a program has people.",
            "Check that it is the right file; keep only the rows of those who were asked.",
        )
    texts: tuple[str, ...] = ()
    headers = tuple(_plain(value) for value in grid[top])
    first = top + 1
    if tool_of(headers) == QUALTRICS and len(grid) > first and _is_second_header(grid, first):
        texts = tuple(_plain(value) for value in _padded(grid[first], len(headers)))
        first += 1
    if len(grid) > first and _has_import_ids(grid[first]):
        first += 1
    if len(grid) > first and _says_response(headers, grid[first]):
        grid = _put_together(headers, grid, first)
        first += 1
    width = _width(headers, grid[first:])
    headers = _widened(headers, width)
    texts = _widened(texts, width) if texts else ()
    reading = _Rows(name, headers, texts, top + 1, ragged)
    rows, numbers = reading.answers(grid[first:], first + 1)
    if not rows and not reading.problems:
        raise UnreadableSurvey(
            f"{name} has a header but no answers.",
            "Check that the survey has answers, export it again and import that file.",
        )
    return Survey(
        name=name,
        headers=headers,
        rows=rows,
        row_numbers=numbers,
        tool=tool_of(headers),
        encoding=encoding,
        problems=(*problems, *reading.problems),
        texts=texts,
        header_row=top + 1,
    )


class _Rows:
    """The rows under one header, and what is wrong with them."""

    def __init__(
        self, name: str, headers: tuple[str, ...], texts: tuple[str, ...], top: int, ragged: bool
    ) -> None:
        self.headers, self.ragged = headers, ragged
        self.place = Survey(name, headers, (), (), header_row=top, texts=texts)
        self.folded = [fold(header) for header in headers]
        self.problems: list[Finding] = []

    def answers(
        self, grid: Sequence[Sequence[Answer]], first: int
    ) -> tuple[tuple[tuple[Answer, ...], ...], tuple[int, ...]]:
        rows: list[tuple[Answer, ...]] = []
        numbers: list[int] = []
        coded = 0
        for number, row in enumerate(grid, first):
            if all(is_blank(value) for value in row) or self._is_left_out(row, number):
                continue
            answers = _padded(row, len(self.headers))[: len(self.headers)]
            rows.append(tuple(_unescaped(value) for value in answers))
            coded += sum(new != old for new, old in zip(rows[-1], answers))
            numbers.append(number)
        if coded:
            name = self.place.name
            self.problems.append(found("html_codes", source=name, found_by="import", count=coded))
        self._unnamed(rows)
        return tuple(rows), tuple(numbers)

    def _is_left_out(self, row: Sequence[Answer], number: int) -> bool:
        if [fold(as_text(value)) for value in _padded(row, len(self.headers))] == self.folded:
            self._report("repeated_header_row", number)
            return True
        if not self.ragged or len(row) == len(self.headers):
            return False
        surplus = any(not is_blank(value) for value in row[len(self.headers) :])
        if surplus:
            self._report("ragged_row", number, value=len(row), expected=len(self.headers))
        elif len(row) < len(self.headers):
            self._report("short_row", number, value=len(row), expected=len(self.headers))
        return surplus

    def _report(self, name: str, number: int, **counts: int) -> None:
        details: dict[str, object] = {"found_by": "import", **counts}
        source = self.place.row(number)
        self.problems.append(found(name, source=source, **details))  # type: ignore[arg-type]

    def _unnamed(self, rows: Sequence[Sequence[Answer]]) -> None:
        for column, header in enumerate(self.headers):
            if header or not any(not is_blank(row[column]) for row in rows):
                continue
            source = self.place.cell(self.place.header_row, column)
            self.problems.append(found("unnamed_column", source=source, found_by="import"))


def _unescaped(value: Answer) -> Answer:
    """`R&amp;D` as `R&D`; only codes that are whole and known, so “AT&T;” stays."""
    if not isinstance(value, str) or "&" not in value:
        return value
    return _CODE.sub(lambda code: _character(code[0]), value)


def _character(code: str) -> str:
    known = code.startswith("&#") or code[1:] in html5
    return html.unescape(code) if known else code


def familiarity(grid: Sequence[Sequence[Answer]]) -> tuple[int, int]:
    """How much a sheet looks like answers: familiar headers, then filled cells."""
    top = _header_row(grid)
    if top is None:
        return 0, 0
    filled = sum(not is_blank(value) for row in grid[:1000] for value in row)
    return _familiar(grid[top]), filled


def _familiar(row: Iterable[Answer]) -> int:
    known = familiar_headers()
    return sum(any(form in known for form in forms(_plain(v))) for v in row if not is_blank(v))


def _header_row(grid: Sequence[Sequence[Answer]]) -> int | None:
    """The row that names the columns: the one with most familiar names.

    Where none is familiar, it is the first row that is about as wide as most.
    """
    rows = [(i, row) for i, row in enumerate(grid[:_SEARCHED]) if _filled(row)]
    if not rows:
        return None
    scores = {i: _familiar(row) for i, row in rows}
    best = max(scores.values())
    if best >= 2:
        return next(i for i, _ in rows if scores[i] == best)
    usual = Counter(_filled(row) for _, row in rows).most_common(1)[0][0]
    return next(i for i, row in rows if _filled(row) >= 0.6 * usual)


def _filled(row: Iterable[Answer]) -> int:
    return sum(not is_blank(value) for value in row)


def _is_second_header(grid: Sequence[Sequence[Answer]], row: int) -> bool:
    """Question texts stand under the names when even the date columns hold words."""
    if _has_import_ids(grid[row]):
        return False
    if len(grid) > row + 1 and _has_import_ids(grid[row + 1]):
        return True
    words = {fold(as_text(value)) for value in grid[row]}
    return bool(words & {"start date", "end date", "recorded date", "response id"})


def _has_import_ids(row: Iterable[Answer]) -> bool:
    return any("ImportId" in as_text(value) for value in row)


def _says_response(headers: Sequence[str], row: Sequence[Answer]) -> bool:
    """Is this SurveyMonkey's second header: a kind of answer, or a choice, and no respondent?"""
    words = [fold(as_text(value)) for value in _padded(row, len(headers))]
    said = [word for word in words if word]
    if not set(said) & _SECOND_HEADER:
        return False
    who = [word for header, word in zip(headers, words) if is_response_id(header)]
    return not any(who) if who else set(said) <= _SECOND_HEADER


def _put_together(
    headers: Sequence[str], grid: Sequence[Sequence[Answer]], second: int
) -> list[Sequence[Answer]]:
    """The grid with the ticked choices of each question in its first column.

    SurveyMonkey gives every choice a column, whose header only the second row holds.
    """
    choices: dict[int, list[int]] = {}
    first = 0
    for column, header in enumerate(headers):
        if header:
            first = column
        elif column < len(grid[second]) and not is_blank(grid[second][column]):
            choices.setdefault(first, [first]).append(column)
    rows = [list(row) for row in grid]
    for row in rows[second + 1 :]:
        for column, columns in choices.items():
            ticked = [as_text(row[c]) for c in columns if c < len(row) and not is_blank(row[c])]
            for c in columns:
                if c < len(row):
                    row[c] = None
            if column < len(row):
                row[column] = "; ".join(ticked) or None
    return [*rows]


def _width(headers: Sequence[str], rows: Sequence[Sequence[Answer]]) -> int:
    """The last column with a header, or with answers in most rows; exports trail blanks."""
    named = max((i + 1 for i, header in enumerate(headers) if header), default=0)
    return max(named, _unnamed_width(named, len(headers), rows))


def _unnamed_width(named: int, most: int, rows: Sequence[Sequence[Answer]]) -> int:
    used = (
        i + 1 for row in rows for i in range(named, min(len(row), most)) if not is_blank(row[i])
    )
    return max(used, default=0)


def _padded(row: Sequence[Answer], width: int) -> tuple[Answer, ...]:
    return (*row, *[None] * (width - len(row)))


def _widened(headers: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*headers, *[""] * (width - len(headers)))[:width]


def _plain(value: Answer) -> str:
    """A header in one line without tags."""
    text = html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", " ", as_text(value)))
    return " ".join(text.split())
