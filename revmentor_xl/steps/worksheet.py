"""What the worksheet functions compute: cells in, cells out."""

from __future__ import annotations

from collections.abc import Sequence

from revmentor_xl.schema.cells import Choices, as_text, fold, split_list
from revmentor_xl.schema.workbook import SKILLS

Cells = Sequence[Sequence[object]]
NONE_YET = "none planned"


def _skills() -> Choices:
    names = [str(row[0]) for row in SKILLS.rows]
    aliases = {
        alias.strip(): str(row[0])
        for row in SKILLS.rows
        for alias in str(row[2]).split(";")
        if alias.strip()
    }
    return Choices.of(names, aliases)


def _shared(cells: Cells, other: object, choices: Choices | None) -> list[list[str]]:
    def named(text: object) -> dict[str, str]:
        parts, _ = split_list(as_text(text), choices)
        names = [(choices.find(part) if choices else None) or part for part in parts]
        return {fold(name): name for name in names}

    wanted = named(other)
    return [
        ["; ".join(name for key, name in named(cell).items() if key in wanted) for cell in row]
        for row in cells
    ]


def common_times(people: Cells, other: object) -> list[list[str]]:
    """For each cell of blocks, those that `other` has as well, separated by ;"""
    return _shared(people, other, None)


def skill_match(goals: Cells, strengths: object) -> list[list[str]]:
    """For each cell of learning goals, those that `strengths` cover.

    Spellings are matched with the default skills list.
    """
    return _shared(goals, strengths, _skills())


def next_session(sessions: Cells, person: str) -> object:
    """The date of a person's first session that is still planned.

    `sessions` is the Sessions table with its header row. A text when none is.
    """
    headers = [fold(as_text(header)) for header in sessions[0]]
    at = {name: headers.index(fold(name)) for name in ("Mentor", "Leader", "Date", "Held?")}
    days = [
        row[at["Date"]]
        for row in sessions[1:]
        if fold(person) in (fold(as_text(row[at["Mentor"]])), fold(as_text(row[at["Leader"]])))
        and fold(as_text(row[at["Held?"]])) in ("planned", "")
        and row[at["Date"]] is not None
    ]
    return min(days, key=as_text) if days else NONE_YET
