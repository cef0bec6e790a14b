"""Which answers were imported before: a fingerprint of each person's row in the file.

Late answers come in the same full export again. Whoever's answer is the one
that was imported already keeps the row as HR has corrected it since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.model import Table
from revmentor_xl.steps.importing.upsert import Row, plain

SEEN = "answer_seen"
_CODE = 4  # characters


def mark_of(table: Table, answer: Mapping[str, object]) -> str:
    """An answer in short: a hash of its values, and a code for each column it fills.

    Neither depends on the order of columns, so that a newer version of the
    workbook reads the marks of an older one.
    """
    filled = sorted(key for key in table.keys if key in answer)
    said = [[key, as_text(answer[key])] for key in filled]
    return f"{_hash(json.dumps(said), 5)}-{''.join(map(code_of, filled))}"


def known_keys(table: Table, row: Row, answer: Mapping[str, object]) -> set[str]:
    """The columns of an answer that say what they said when it was imported last.

    An answer may fill more columns than then, because HR has mapped another
    question since: those are new, the others are not.
    """
    known: set[str] = set()
    for mark, keys in _marks(table, row):
        if keys and keys <= answer.keys() and mark == mark_of(table, _only(answer, keys)):
            known |= keys
    return known


def remember(table: Table, row: Row, answer: Mapping[str, object]) -> None:
    """Note an answer in its row; files that fill other columns keep their own marks."""
    if SEEN not in table.by_key:
        return
    others = [mark for mark, keys in _marks(table, row) if not keys <= answer.keys()]
    row[SEEN] = " ".join([*others, mark_of(table, answer)])


def marks_in(row: Row) -> list[str]:
    """The marks that a row holds."""
    return as_text(plain(row.get(SEEN))).split()


def _marks(table: Table, row: Row) -> list[tuple[str, set[str]]]:
    found = []
    known = {code_of(key): key for key in table.keys}
    for mark in marks_in(row) if SEEN in table.by_key else ():
        _, _, codes = mark.partition("-")
        filled = {codes[at : at + _CODE] for at in range(0, len(codes), _CODE)}
        if filled <= known.keys():  # else somebody typed here, or a column is gone
            found.append((mark, {known[code] for code in filled}))
    return found


def code_of(key: str) -> str:
    """A column's code in a mark."""
    return _hash(key, _CODE // 2)


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()


def _only(answer: Mapping[str, object], keys: set[str]) -> dict[str, object]:
    return {key: value for key, value in answer.items() if key in keys}
