"""Notes in the cells that Checks names: there while something is wrong, gone when it is mended."""

from __future__ import annotations

from typing import Any

import pytest

from revmentor_xl.books.cell_notes import LONGEST, MOST, MarkedBook, Notes, notes_for
from revmentor_xl.books.load_save import blocks, load, save
from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.program import Program
from revmentor_xl.steps.checking.check import check, listed_findings, write_checks
from tests.engine import Excel, excel_with
from tests.programs import MONDAY, filled, program

Spot = tuple[int, int]
FIRST = 6  # the first row of people
NAME, EMAIL = 2, 3  # columns B and C of Mentors


def mentor(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"M{number}", "name": f"Person {number}", **more}


def people(*rows: dict[str, Any]) -> Program:
    return program(mentors=list(rows), leaders=[])


def opened(given: Program) -> tuple[Excel, Any]:
    """A workbook with these people that was never checked."""
    return excel_with(blocks(given))


def step(workbook: Any, after: Program, *, thoroughly: bool = False) -> int:
    """What a button does around its step; gives the number of calls that marking took."""
    book = MarkedBook(workbook)
    save(after, book, load(book, MONDAY), {})
    excel = workbook.impl.excel
    before = excel.calls
    book.mark(after, thoroughly=thoroughly)
    return int(excel.calls - before)


def marked(*rows: dict[str, Any]) -> tuple[Excel, Any]:
    """A workbook with these people after Check."""
    excel, workbook = opened(people(*rows))
    step(workbook, check(people(*rows)), thoroughly=True)
    return excel, workbook


def notes_on(excel: Excel, tab: str) -> dict[Spot, str]:
    return {spot: text for (title, spot), text in excel.notes.items() if title == tab}


def with_findings(given: Program, *found: Finding) -> Program:
    listed = [Finding(**{**vars(one), "found_by": "pair"}) for one in found]
    return write_checks(given.with_findings(listed))


def broken(cell: str, message: str = "It is wrong.", sheet: str = "Mentors") -> Finding:
    return Finding("RM999", Severity.ERROR, sheet, cell, message, "Mend it.")


def wanted(given: Program) -> Notes:
    return notes_for(listed_findings(given))


def test_a_cell_that_checks_names_says_what_is_wrong_and_what_to_do() -> None:
    excel, _ = marked(mentor(1), mentor(2, email="no address"))
    text = notes_on(excel, "Mentors")[FIRST + 1, EMAIL]
    assert text.replace("\n", " ") == (
        "Checks: E-mail “no address” is not an e-mail address. Correct it; it looks like "
        "name@company.com. (Goes away when mended.)"
    )
    assert max(map(len, text.splitlines())) <= 42


@pytest.mark.parametrize("thoroughly", [True, False])
def test_a_mended_cell_loses_its_note_and_a_persons_note_stays(thoroughly: bool) -> None:
    excel, workbook = marked(mentor(1, email="no address"))
    excel.notes["Mentors", (FIRST, NAME)] = "Checks: my own remark, ask Ana"
    assert (FIRST, EMAIL) in notes_on(excel, "Mentors")
    step(workbook, check(people(mentor(1, email="a@example.com"))), thoroughly=thoroughly)
    assert (FIRST, EMAIL) not in notes_on(excel, "Mentors")
    assert notes_on(excel, "Mentors")[FIRST, NAME] == "Checks: my own remark, ask Ana"


@pytest.mark.parametrize("thoroughly", [True, False])
def test_what_somebody_wrote_below_our_note_is_kept_with_it(thoroughly: bool) -> None:
    excel, workbook = marked(mentor(1, email="no address"))
    excel.notes["Mentors", (FIRST, EMAIL)] += "\nCalled her on Monday."
    kept = excel.notes["Mentors", (FIRST, EMAIL)]
    step(workbook, check(people(mentor(1, email="a@example.com"))), thoroughly=thoroughly)
    assert notes_on(excel, "Mentors")[FIRST, EMAIL] == kept


@pytest.mark.parametrize("thoroughly", [True, False])
def test_a_persons_note_in_the_same_cell_is_left_alone(thoroughly: bool) -> None:
    wrong = people(mentor(1, email="no address"), mentor(2, email="none"))
    excel, workbook = opened(wrong)
    excel.notes["Mentors", (FIRST, EMAIL)] = "She changes it in March."
    step(workbook, check(wrong), thoroughly=thoroughly)
    notes = notes_on(excel, "Mentors")
    assert notes[FIRST, EMAIL] == "She changes it in March."
    assert notes[FIRST + 1, EMAIL].startswith("Checks:")


def test_notes_that_moved_when_hr_sorted_come_right_with_check() -> None:
    wrong = [mentor(1, email="no address"), mentor(2)]
    excel, workbook = marked(*wrong)
    once = dict(excel.notes)
    excel.notes["Mentors", (FIRST + 7, EMAIL)] = excel.notes.pop(("Mentors", (FIRST, EMAIL)))
    step(workbook, check(people(*wrong)), thoroughly=True)
    assert excel.notes == once


def test_check_brings_the_notes_of_a_step_on_the_closed_file() -> None:
    wrong = check(people(mentor(1, email="no address")))
    excel, workbook = opened(wrong)
    step(workbook, wrong)
    assert excel.notes == {}
    step(workbook, wrong, thoroughly=True)
    assert (FIRST, EMAIL) in notes_on(excel, "Mentors")


def test_while_checks_says_the_same_excel_is_asked_nothing() -> None:
    wrong = [mentor(1, email="no address"), mentor(2, level="Boss")]
    excel, workbook = marked(*wrong)
    once = dict(excel.notes)
    assert once
    assert step(workbook, check(people(*wrong))) == 0
    step(workbook, check(people(*wrong)), thoroughly=True)
    assert excel.notes == once


def test_a_changed_problem_changes_its_note() -> None:
    excel, workbook = marked(mentor(1, email="one thing"))
    step(workbook, check(people(mentor(1, email="another"))))
    assert "“another”" in excel.notes["Mentors", (FIRST, EMAIL)]


def test_several_problems_of_a_cell_share_a_note() -> None:
    given = with_findings(people(mentor(1)), broken("C6", "One."), broken("C6", "Two."))
    said = wanted(given)["Mentors"][FIRST, EMAIL].replace("\n", " ")
    assert "One. Mend it. And 1 more: see Checks." in said


def test_of_what_is_only_to_check_one_cell_speaks_for_its_column() -> None:
    given = check(people(*(mentor(k, email=f"p{k}@example.com") for k in range(1, 5))))
    notes = wanted(given)["Mentors"]
    spots = [spot for spot, text in notes.items() if "no manager" in text]
    assert len(spots) == 1
    said = notes[spots[0]].replace("\n", " ")
    assert "The same in 3 other cells of the column: see Checks." in said


@pytest.mark.parametrize("length", [10, 180, 250, 4000])
def test_a_note_is_never_long(length: int) -> None:
    given = with_findings(people(mentor(1)), broken("C6", "wrong " * (length // 6)))
    text = wanted(given)["Mentors"][FIRST, EMAIL]
    assert len(text) <= LONGEST
    assert text.endswith("(Goes away when mended.)")


def test_what_must_be_fixed_comes_first_and_there_are_never_many() -> None:
    slight = [
        Finding(f"RM{row:03}", Severity.WARNING, "Leaders", f"B{row}", "Odd.", "Look.")
        for row in range(6, 6 + MOST)
    ]
    grave = [broken(f"C{row}") for row in range(6, 36)]
    notes = wanted(with_findings(people(mentor(1)), *slight, *grave))
    assert sum(map(len, notes.values())) == MOST
    assert {(row, EMAIL) for row in range(6, 36)} <= set(notes["Mentors"])


def test_good_to_know_and_findings_without_a_cell_get_no_note() -> None:
    note = Finding("RM997", Severity.NOTE, "Leaders", "B6", "Fine.", "Nothing to do.")
    whole = broken("", sheet="Leaders")
    before = wanted(check(people(mentor(1))))
    assert wanted(with_findings(people(mentor(1)), note, whole)) == before


def test_a_protected_tab_does_not_keep_the_others_from_their_notes() -> None:
    given = people(mentor(1, email="no"))
    excel, workbook = opened(given)
    excel.protected.add("Leaders")
    step(workbook, with_findings(given, broken("B6", sheet="Leaders")))
    assert notes_on(excel, "Leaders") == {}
    assert (FIRST, EMAIL) in notes_on(excel, "Mentors")


def test_an_excel_without_notes_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.engine import _Range, _Sheet

    def refuse(*_: Any) -> Any:
        raise NotImplementedError

    monkeypatch.setattr(_Sheet, "notes", property(refuse))
    monkeypatch.setattr(_Range, "note", property(refuse))
    given = people(mentor(1, email="no"))
    excel, workbook = opened(given)
    step(workbook, check(given), thoroughly=True)
    step(workbook, given)
    assert excel.notes == {}


@pytest.mark.parametrize("thoroughly", [True, False])
def test_the_number_of_calls_is_bounded_whatever_the_number_of_rows(thoroughly: bool) -> None:
    counts = []
    for size in (MOST, 4 * MOST):
        given = people(*(mentor(k, email="no address", level="Boss") for k in range(size)))
        excel, workbook = opened(given)
        counts.append(step(workbook, check(given), thoroughly=thoroughly))
        assert len(excel.notes) == MOST
    assert counts[0] == counts[1] < 10 * MOST


def test_with_nothing_to_fix_the_calls_are_the_same_for_few_and_many_people() -> None:
    counts = []
    for size in (10, 200):
        given = people(*(mentor(k, email=f"p{k}@example.com") for k in range(1, size)))
        excel, workbook = opened(given)
        counts.append(step(workbook, check(given), thoroughly=True))
        assert excel.notes
    assert counts[0] == counts[1]


def test_nothing_to_note_asks_excel_nothing() -> None:
    given = filled(program(mentors=[], leaders=[]), "mentors", [])
    _, workbook = opened(given)
    assert step(workbook, given) == 0
