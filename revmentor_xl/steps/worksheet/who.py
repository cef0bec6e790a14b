"""Whom a cell means: an ID, an e-mail address or a name, on one side of the program."""

from __future__ import annotations

from revmentor_xl.findings.sentences import joined
from revmentor_xl.schema.cells import as_text, fold, is_blank
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.pairing.features.sides import Sides
from revmentor_xl.steps.people.directory import Directory
from revmentor_xl.steps.people.fuzzy_names import Names
from revmentor_xl.steps.worksheet.cells import Unanswered

MOST_MEANT = 3
_OTHER = {"mentors": "leaders", "leaders": "mentors"}


def place_of(sides: Sides, cell: object, key: str) -> int:
    """The row (in `mentors`) or column (in `leaders`) of the person in a cell.

    Raises `Unanswered` for somebody who is not there, or not clearly so.
    """
    text, tab = as_text(cell), WORKBOOK.sheet_of[key].name
    if not text:
        raise Unanswered(f"A {key[:-1]} is missing.")
    found = person_key(sides.directory, text, tab)
    here, there = (
        (sides.mentor_at, sides.leader_at)
        if key == "mentors"
        else (sides.leader_at, sides.mentor_at)
    )
    if found in here:
        return here[found]
    if found in there:
        other = WORKBOOK.sheet_of[_OTHER[key]].name
        raise Unanswered(f"“{text}” is in {other}, not in {tab}.")
    if _is_listed(sides, found, key):
        raise Unanswered(f"“{text}” is in {tab} but cannot be used yet.", "Press Check.")
    raise Unanswered(f"“{text}” is not in {tab}.")


def person_key(directory: Directory, text: str, tab: str) -> str:
    """The key of the one person meant by a text.

    Raises `Unanswered` when it means nobody or several; then whom it may mean is said.
    """
    found = directory.find(text)
    if found is not None:
        return found
    if directory.is_ambiguous(text):
        several = joined(directory.namesakes(text))
        raise Unanswered(f"Several people are called “{text}” ({several}).", "Use the ID.")
    meant = Names.of(directory, ("mentor", "leader")).meant(text).keys
    likely = " or ".join(f"{directory.name_of(key)} ({key})" for key in meant)
    question = f"Is {likely} meant?" if 0 < len(meant) <= MOST_MEANT else ""
    raise Unanswered(f"“{text}” is not in {tab}.", question)


def _is_listed(sides: Sides, found: str, key: str) -> bool:
    cells = sides.program.cells(key)
    spelled = {
        fold(as_text(value))
        for column in ("id", "email", "name")
        for value in cells[column]
        if not is_blank(value)
    }
    return fold(found) in spelled
