"""One command after another on one book: what is listed stays listed while it matters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from revmentor_xl.books.book import Block
from revmentor_xl.books.journal.activity import fingerprint
from revmentor_xl.books.load_save import blocks, load, save
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.host.running import run
from revmentor_xl.steps.solving.progress import reporting
from tests.programs import MONDAY, filled, program

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


def said(book: MemoryBook, name: str, **options: object) -> str:
    return run(name, book, today=MONDAY, **options).said


def test_a_step_says_who_needs_attention() -> None:
    people = program(
        mentors=[{"id": "M1"}, {"id": "M2", "level": "Nonsense"}, {"id": "M3", "capacity": "x"}],
        leaders=[{"id": "L1"}, {"id": "L2"}],
    )
    done = run("pair", MemoryBook(blocks(people)), today=MONDAY)
    musts = done.cells("checks")
    musts = musts[musts["severity"] == "Must fix"]
    people_in = {(row["sheet"], row["cell"][1:]) for row in musts.to_dict("records")}
    assert {sheet for sheet, _ in people_in} == {"Mentors"}
    number = len({"".join(c for c in cell if c.isdigit()) for _, cell in people_in})
    assert f"{number} p" in done.said
    assert done.said.endswith("attention: see Checks.")
    assert done.said.count("see Checks") == 1


def test_who_waits_for_a_partner_is_told_of_once() -> None:
    alone = program(mentors=[{"id": "M1"}, {"id": "M2"}], leaders=[{"id": "L1"}])
    text = said(MemoryBook(blocks(alone)), "pair")
    assert "1 person has no partner: see the Waiting list" in text
    assert "attention" not in text


def test_what_a_step_tells_of_itself_does_not_count_again() -> None:
    unread = filled(PEOPLE, "rules", [{"mentor": "M1", "leader": "L1", "rule": "Perhaps"}])
    text = said(MemoryBook(blocks(unread)), "pair")
    assert text.count("see Checks") == 1
    assert "attention" not in text
    cells = unread.cells("mentors")
    worse = unread.with_cells("mentors", cells.assign(capacity="many"))
    text = said(MemoryBook(blocks(worse)), "pair")
    assert text.endswith("1 more person needs attention.")


def test_where_nothing_is_wrong_nothing_is_said_of_it() -> None:
    assert "attention" not in said(MemoryBook(blocks(PEOPLE)), "pair")


SAME = program(
    mentors=[{"id": "M1"}, {"id": "M2", "name": "Zoe"}],
    leaders=[{"id": "L1", "capacity": 2}],
    session_count=3,
    solver_seconds=9,
)


def activity(book: MemoryBook) -> list[dict[str, object]]:
    rows = load(book, MONDAY).cells("activity").to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def test_activity_tells_inputs_settings_solver_and_seconds() -> None:
    book = MemoryBook(blocks(SAME))
    for name in ("check", "pair", "plans"):
        run(name, book, today=MONDAY)
    rows = activity(book)
    assert [row["solver"] for row in rows] == [
        None,
        "Proven best, gap 0%",
        "Every plan proven, gap 0%",
    ]
    assert {row["settings"] for row in rows} == {
        "Start date: 2026-01-05; Number of sessions: 3; Seconds to search: 9"
    }
    assert all(len(str(row["inputs"])) == 10 for row in rows)
    assert all(isinstance(row["seconds"], (int, float)) and row["seconds"] >= 0 for row in rows)
    assert rows[0]["inputs"] == rows[1]["inputs"]  # a check found nothing to change
    assert rows[1]["inputs"] != rows[2]["inputs"]  # there were no pairs before


def test_the_fingerprint_is_of_the_cells_and_not_of_their_order() -> None:
    cells = SAME.cells("mentors")
    turned = SAME.with_cells("mentors", cells.iloc[::-1])
    other = SAME.with_cells("mentors", cells.assign(note=["", "new"]))
    own = SAME.with_cells("mentors", cells.assign(**{"+Mine": "x"}))
    as_numbers = SAME.with_cells("leaders", SAME.cells("leaders").assign(capacity=2.0))
    same = fingerprint(SAME)
    assert [fingerprint(one) == same for one in (turned, own, as_numbers, other)] == [
        True,
        True,
        True,
        False,
    ]
    assert fingerprint(SAME, b"a survey") != same


@pytest.mark.parametrize("name", ["undo", "forget-steps"])
def test_a_file_of_an_earlier_version_goes_on(name: str) -> None:
    book = MemoryBook(blocks(SAME))
    run("pair", book, today=MONDAY)
    older = MemoryBook(
        without(block, {"Inputs", "Settings", "Solver", "Seconds", "Go to", "Mark"})
        for block in book.tables().values()
        if block.name != "SetupChecks"
    )
    done = run(name, older, today=MONDAY)
    assert done.cells("pairs").empty == (name == "undo")
    assert not any("missing" in text for text in done.cells("checks")["message"])
    assert load(older, MONDAY).cells("undo").empty


def without(block: Block, headers: set[str]) -> Block:
    """The block of a file that was made before these columns were invented."""
    if block.name not in ("Activity", "Checks"):
        return block
    kept = [i for i, header in enumerate(block.headers) if header not in headers]
    return replace(
        block,
        headers=tuple(block.headers[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in block.rows),
    )


@pytest.mark.parametrize("name", ["check", "pair", "plans", "rematch", "dashboard"])
def test_progress_goes_from_nothing_to_writing(name: str) -> None:
    book = MemoryBook(blocks(SAME))
    run("pair", book, today=MONDAY)
    heard: list[tuple[int, str]] = []
    with reporting(lambda percent, doing: heard.append((percent, doing))):
        run(name, book, today=MONDAY)
    percents = [percent for percent, _ in heard]
    assert percents == sorted(percents)
    assert (heard[0], heard[-1]) == ((0, "reading the tables"), (90, "writing the tables"))
    assert len(heard) >= 4
