"""A survey export as it was read: headers, answers, and where each one stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from revmentor_xl.findings.finding import Finding
from revmentor_xl.schema.places import column_letters
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.people.identities import Answer


@dataclass(frozen=True)
class Survey:
    """The answers of one file.

    Every row is as long as `headers`; `row_numbers` are the rows (from 1) of
    the source file. `texts` are second headers, where the file has them
    (Qualtrics: names and question texts). `tool` is Microsoft Forms, Google
    Forms, Qualtrics, HR system or unknown. `problems` were met while reading.
    """

    name: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Answer, ...], ...]
    row_numbers: tuple[int, ...]
    tool: str = "unknown"
    encoding: str = ""
    problems: tuple[Finding, ...] = ()
    texts: tuple[str, ...] = ()
    header_row: int = 1

    def cell(self, row_number: int, column: int) -> str:
        """A cell of the file for messages, such as `mentors.csv C7`; columns count from 0."""
        return f"{self.name} {column_letters(column + 1)}{row_number}"

    def row(self, row_number: int) -> str:
        """A row of the file for messages, such as `mentors.csv row 7`."""
        return f"{self.name} row {row_number}"

    def question(self, column: int) -> str:
        """What was asked in a column: its text where there is one, else its header."""
        return (self.texts[column] if self.texts else "") or self.headers[column]


def unmatched(survey: Survey, into: str, wanted: Iterable[str]) -> str:
    """What to say when none of the wanted columns was recognized."""
    headers = ", ".join(f"“{h}”" for h in survey.headers[:6] if h)
    table = WORKBOOK.table(into)
    names = " or ".join(table[key].header for key in wanted)
    return f"{survey.name} has no column for {names}; its first headers are {headers}."


def how_to_name(header: str, into: str) -> str:
    """What to do when the file does not say who answered."""
    tab = WORKBOOK.sheet_of[into].name
    return (
        f"In the file, rename the header of the column that holds it to “{header}” and import "
        f"again; or type that question on the Imports tab, with “{tab}” and “{header}” beside it."
    )
