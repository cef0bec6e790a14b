"""One command after another on one book: what is listed stays listed while it matters."""

from __future__ import annotations

from revmentor_xl.books.keeping import blocks, load, save
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.host.running import run
from tests.programs import MONDAY, program

PEOPLE = program(
    mentors=[{"id": "M1", "strengths": "Python"}],
    leaders=[{"id": "L1", "learning_goals": "Python"}],
)


def listed(book: MemoryBook) -> list[str]:
    return list(load(book, MONDAY).cells("checks")["code"])


def test_what_undo_lists_outlives_the_next_check() -> None:
    book = MemoryBook(blocks(PEOPLE))
    run("pair", book, today=MONDAY)
    before = load(book, MONDAY)
    cells = before.cells("pairs").copy()
    cells["note"] = "call her first"
    save(before.with_cells("pairs", cells), book, before, {})
    run("undo", book, today=MONDAY)
    run("check", book, today=MONDAY)
    assert "RM306" in listed(book)
    assert load(book, MONDAY).cells("pairs").empty


def test_a_finding_of_a_step_goes_when_the_step_runs_again_without_it() -> None:
    alone = program(mentors=[{"id": "M1"}, {"id": "M2"}], leaders=[{"id": "L1"}])
    book = MemoryBook(blocks(alone))
    run("pair", book, today=MONDAY)
    assert "RM504" in listed(book)
    before = load(book, MONDAY)
    cells = before.cells("leaders").copy()
    cells["capacity"] = 2
    save(before.with_cells("leaders", cells), book, before, {})
    run("pair", book, today=MONDAY)
    assert "RM504" not in listed(book)
