"""What a function hands back fits into Excel's cells, and what is left out comes from its file."""

from __future__ import annotations

from typing import Any

import pytest
import revmentor_udfs as functions
import xlwings as xw

from revmentor_xl.books.excel.answers import fitting
from revmentor_xl.books.load_save import blocks
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.pair import pair
from tests.engine import excel_with
from tests.programs import MONDAY, filled, program
from tests.udfs.tables import Tables

ASKED = ("mentors", "leaders", "settings", "rules")
OUTSIDE = "is not in the chosen cohort"


@pytest.fixture(autouse=True)
def _on_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "today", lambda: MONDAY)


# --- what fits ----------------------------------------------------------------


def units(text: object) -> int:
    """The characters of a text as Excel counts them."""
    return len(str(text).encode("utf-16-le")) // 2


WORDS = "word " * 7000
TEXTS = [  # a text, how much of it is left in an array, and how much alone
    ("short", 5, 5),
    ("x" * 255, 255, 255),
    ("x" * 256, 255, 256),
    ("word " * 50 + "abcde", 255, 255),
    ("word " * 50 + "abcdef", 251, 256),
    (WORDS, 251, 32766),
    ("😀" * 127, 254, 254),
    ("😀" * 128, 254, 256),
    ("a" + "😀" * 127 + "b", 255, 256),
]


@pytest.mark.parametrize(("text", "among_others", "alone"), TEXTS)
def test_a_text_is_as_long_as_excel_takes(text: str, among_others: int, alone: int) -> None:
    for shown, length in (
        (fitting([[text]])[0][0], alone),
        (fitting([[text, 1.0]])[0][0], among_others),
        (fitting([["a"], [text]])[1][0], among_others),
    ):
        assert units(shown) == length
        whole = str(shown).removesuffix(" …")
        assert text.startswith(whole)
        assert (whole == text) == (units(text) == length)
        assert shown == text or " " not in text or text[len(whole)] == " ", "ends after a word"


def test_what_is_no_text_stays() -> None:
    assert fitting([[1.5, MONDAY, None], ["", True, 0]]) == [[1.5, MONDAY, None], ["", True, 0]]


def people(*nominees: str) -> Program:
    mentors = [{"id": f"M{k}", "name": f"Mentor {k}", "strengths": "Python"} for k in (1, 2, 3)]
    leaders = [
        {"id": "L1", "name": "Lee " + "of the long name " * 20, "learning_goals": "Python"},
        {"id": "L2", "name": "Kim Tan"},
    ]
    rows = [{"nominee": one, "selected": "Yes"} for one in nominees]
    return filled(pair(program(mentors, leaders)), "nominations", rows)


def test_every_text_of_an_array_fits_and_alone_it_is_whole() -> None:
    tables = Tables(people())
    given = [*tables.args(*ASKED), tables["Pairs"]]
    best = [row[0] for mentor in ("M1", "M2", "M3") for row in functions.rm_best(mentor, 2, *given)]
    assert max(map(units, best)) == 250
    both = functions.rm_whynot("M3", [["L1", "L2"]], *given)[0]
    alone = [functions.rm_whynot("M3", leader, *given)[0][0] for leader in ("L1", "L2")]
    assert units(alone[0]) > 255 >= max(map(units, both))
    assert str(alone[0]).startswith(str(both[0]).removesuffix(" …"))


# --- what is left out ------------------------------------------------------------


def opened(monkeypatch: pytest.MonkeyPatch, given: Program) -> tuple[Any, xw.Book]:
    """The file open in the strict Excel, as the workbook in which the functions are."""
    excel, book = excel_with(blocks(given))
    monkeypatch.setattr(xw.Book, "_mock_caller", book, raising=False)
    return excel, book


def why_not(given: Program, mentor: str = "M1") -> str:
    """Asked as a formula from before the cohort was an argument, with Mentors to Rules."""
    return str(functions.rm_whynot(mentor, "L2", *Tables(given).args(*ASKED))[0][0])


def test_left_out_tables_are_those_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    file = people("M2", "M3")
    assert OUTSIDE not in why_not(file), "outside Excel there is no file"
    excel, book = opened(monkeypatch, file)
    assert OUTSIDE in why_not(file)
    assert OUTSIDE not in why_not(file, "M2")
    nominee = book.sheets["Nominations"]
    at = next(t for t in nominee.tables if t.name == "Nominations").range
    cell = (at.row + 1, at.column)
    nominee.range(cell, cell).value = [["M1"]]
    assert OUTSIDE not in why_not(file), "it follows what is typed there"
    assert excel.changes


def test_a_formula_about_another_files_people_takes_nothing_of_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(monkeypatch, people("M2", "M3"))
    other = program([{"id": "M1", "name": "Somebody Else"}], [{"id": "L2"}])
    assert OUTSIDE not in why_not(other)


def test_nothing_is_read_when_everything_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    file = people("M2")
    excel, _ = opened(monkeypatch, file)
    before = excel.calls
    ruled = (*ASKED, "pairs", "skills", "levels", "time_blocks", "reporting", "nominations")
    assert OUTSIDE in str(functions.rm_whynot("M1", "L2", *Tables(file).args(*ruled)))
    assert excel.calls == before


def test_an_excel_that_does_not_listen_gives_no_wrong_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = people("M2")
    _, book = opened(monkeypatch, file)

    class Busy(Exception):
        hresult = -2147418111

    def refuse(*_: object) -> None:
        raise Busy(-2147418111, "Call was rejected by callee.", None, None)

    monkeypatch.setattr(type(book.impl), "sheets", property(refuse))
    assert why_not(file).startswith("Excel is busy")
