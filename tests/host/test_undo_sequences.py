"""Steps, typing and undoing in any order: an oracle beside the file remembers every state.

The oracle knows nothing of snapshots: it copies the whole workbook before each
step, and on undo goes back to that copy and types again what was typed since.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from revmentor_xl.books.book import Block, Cell, Formula
from revmentor_xl.books.load_save import blocks
from revmentor_xl.books.memory import MemoryBook
from revmentor_xl.errors import NothingToUndo, RevmentorError
from revmentor_xl.host.running import run
from revmentor_xl.schema.workbook import WORKBOOK
from tests.programs import MONDAY, program
from tests.tries import tries

STEPS = (
    *("check", "pair", "schedule", "reschedule", "sessions", "check-in", "review"),
    *("dashboard", "preview"),
)
LOG = {"Activity", "UndoSnapshots"}
ANEW = {"Checks", "Stages"} | {"Figures", "BySession", "ByDepartment", "ByHealth", "SkillBalance"}
REMARKS: tuple[Cell, ...] = (
    *("007", "=not a formula", " spaced ", date(2026, 2, 28), datetime(2026, 2, 28, 9, 30)),
    *(time(9, 30), 0.1, True, Formula("=1+1", 2), None),
)
NOTE = WORKBOOK.table("mentors")["note"].header
Tables = dict[str, Block]
Edit = Callable[[MemoryBook], None]


def opened() -> MemoryBook:
    """Three and three people, one without an ID, and a column of HR's own on two tabs."""
    people = program(
        mentors=[{"id": "M1"}, {"id": None, "name": "Zoe", "email": "zoe@x.org"}, {"id": "M7"}],
        leaders=[{"id": f"L{i}", "note": f"note {i}"} for i in range(3)],
        session_count=2,
    )
    made = []
    for block in blocks(people):
        if block.name in ("Mentors", "Pairs"):
            rows = tuple((*row, REMARKS[i % 9]) for i, row in enumerate(block.rows))
            if block.name == "Pairs":
                rows = ((None,) * (len(block.headers) + 1),)
            block = replace(block, headers=(*block.headers, "Remark"), rows=rows)
        made.append(block)
    return MemoryBook(made)


def typed(table: str, row: int, header: str, value: Cell) -> Edit:
    """HR types into the row of a person who was there from the beginning."""

    def edit(book: MemoryBook) -> None:
        block = book.tables()[table]
        name, column = block.headers.index("Name"), block.headers.index(header)
        who = ("M1", "Zoe", "M7")[row] if table == "Mentors" else f"L{row}"
        rows = [list(cells) for cells in block.rows]
        next(cells for cells in rows if cells[name] == who)[column] = value
        book.write({table: rows})

    return edit


def added_rule(number: int) -> Edit:
    def edit(book: MemoryBook) -> None:
        block = book.tables()["Rules"]
        row = {"Mentor": f"M{number}", "Leader": "L1", "Rule": "Must not pair"}
        rows = [cells for cells in block.rows if any(cell is not None for cell in cells)]
        book.write({"Rules": [*rows, tuple(row.get(header) for header in block.headers)]})

    return edit


def moved_column(book: MemoryBook) -> None:
    """HR drags the last column of the Mentors tab to the front."""
    made = []
    for block in book.tables().values():
        if block.name == "Mentors":
            turned = tuple((row[-1], *row[:-1]) for row in block.rows)
            headers = (block.headers[-1], *block.headers[:-1])
            block = replace(block, headers=headers, rows=turned)
        made.append(block)
    book.__init__(made)  # type: ignore[misc]


def sorted_by_hr(book: MemoryBook) -> None:
    book.write({"Mentors": book.tables()["Mentors"].rows[::-1]})


@dataclass
class Oracle:
    """What the workbook should hold: a copy before each step, and what was typed after it."""

    kept: list[tuple[Tables, list[Edit]]] = field(default_factory=list)

    def steps(self, book: MemoryBook) -> None:
        self.kept.append((dict(book.tables()), []))

    def types(self, edit: Edit) -> None:
        if self.kept:
            self.kept[-1][1].append(edit)

    def goes_back(self, number: int) -> tuple[Tables, list[Edit]]:
        """The tables as they should be after undoing so many steps, and what was typed again."""
        gone, self.kept = self.kept[-number:], self.kept[:-number]
        book = MemoryBook(gone[0][0].values())
        again = [edit for _, edits in gone for edit in edits]
        for edit in again:
            edit(book)
            self.types(edit)
        return dict(book.tables()), again


def shown(block: Block, in_order: bool = True) -> list[object]:
    """The rows that are not blank, each cell by its header, wherever its column stands."""
    rows = [
        sorted((h, repr(cell)) for h, cell in zip(block.headers, row) if cell is not None)
        for row in block.rows
        if any(cell is not None for cell in row)
    ]
    return list(rows) if in_order else sorted(rows)


def compare(book: MemoryBook, wanted: Tables, again: list[Edit]) -> None:
    for name, block in book.tables().items():
        if name not in LOG and not (again and name in ANEW):
            in_order = sorted_by_hr not in again
            assert shown(block, in_order) == shown(wanted[name], in_order), name


edits = st.one_of(
    st.builds(
        typed,
        st.sampled_from(["Mentors"]),
        st.integers(0, 2),
        st.sampled_from([NOTE, "Remark", "Weekly availability"]),
        st.sampled_from(REMARKS),
    ),
    st.builds(
        typed, st.just("Leaders"), st.integers(0, 2), st.just(NOTE), st.sampled_from(REMARKS)
    ),
    st.builds(added_rule, st.integers(1, 9)),
    st.sampled_from([moved_column, sorted_by_hr]),
)
moves = st.lists(st.sampled_from(STEPS) | edits | st.integers(1, 3), min_size=3, max_size=9)


@settings(
    max_examples=tries(15),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(moves)
def test_any_sequence_goes_back_to_what_was_there(sequence: list[object]) -> None:
    book, oracle = opened(), Oracle()
    for move in sequence:
        before = dict(book.tables())
        if isinstance(move, int):
            if not 0 < move <= len(oracle.kept):
                with pytest.raises(NothingToUndo):
                    run("undo-steps", book, today=MONDAY, steps=str(move))
                assert dict(book.tables()) == before
                continue
            run("undo-steps", book, today=MONDAY, steps=str(move))
            compare(book, *oracle.goes_back(move))
        elif isinstance(move, str):
            oracle.steps(book)
            try:
                run(move, book, today=MONDAY)
            except RevmentorError:
                oracle.kept.pop()
                assert dict(book.tables()) == before
        else:
            assert callable(move)
            move(book)
            oracle.types(move)
    if oracle.kept:
        number = len(oracle.kept)
        run("undo-steps", book, today=MONDAY, steps=number)
        compare(book, *oracle.goes_back(number))
        with pytest.raises(NothingToUndo):
            run("undo", book, today=MONDAY)


def test_every_step_undone_one_by_one_leaves_every_table_as_it_was() -> None:
    book, states = opened(), []
    for name in STEPS:
        states.append(dict(book.tables()))
        run(name, book, today=MONDAY)
    for state in reversed(states):
        run("undo", book, today=MONDAY)
        compare(book, state, [])
    assert book.tables()["UndoSnapshots"].rows[0][0] is None


def test_an_import_is_taken_back_with_all_it_added_and_changed(tmp_path: Path) -> None:
    survey = tmp_path / "answers.csv"
    survey.write_text(
        "Name,Email,Department,Shoe size\nZoe,zoe@x.org,Legal,41\nNew,new@x.org,Sales,38\n",
        encoding="utf-8",
    )
    book = opened()
    before = dict(book.tables())
    done = run("import-mentors", book, today=MONDAY, path=survey)
    assert "New" in list(done.cells("mentors")["name"])
    assert "Legal" in list(done.cells("mentors")["department"])
    assert not done.cells("imports").empty
    run("undo", book, today=MONDAY)
    compare(book, before, [])


def test_a_cohort_and_its_choice_are_taken_back() -> None:
    book = opened()
    block = book.tables()["Nominations"]
    row = {"Nominee": "Zoe", "Nominated by": "Women in Tech", "Why": "=great"}
    assert set(row) <= set(block.headers), block.headers
    book.write({"Nominations": [tuple(row.get(header) for header in block.headers)]})
    before = dict(book.tables())
    done = run("select", book, today=MONDAY)
    assert list(done.table("nominations")["selected"]) == [True]
    run("undo", book, today=MONDAY)
    compare(book, before, [])


def test_a_rematch_in_use_is_taken_back() -> None:
    book = opened()
    run("pair", book, today=MONDAY)
    pairs = book.tables()["Pairs"]
    status = pairs.headers.index("Status")
    rows = [list(row) for row in pairs.rows]
    rows[0][status] = "Ended"
    book.write({"Pairs": rows})
    run("rematch", book, today=MONDAY)
    options = book.tables()["Rematch"]
    use = options.headers.index(WORKBOOK.table("rematch")["use"].header)
    marked = [list(row) for row in options.rows]
    marked[-1][use] = "Yes"
    book.write({"Rematch": marked})
    before = dict(book.tables())
    run("rematch", book, today=MONDAY)
    assert shown(book.tables()["Pairs"]) != shown(before["Pairs"])
    run("undo", book, today=MONDAY)
    compare(book, before, [])


def typed_first(book: MemoryBook, table: str, **cells: Cell) -> None:
    """HR types a first row, cells by column key."""
    key = {one.name: key for key, one in WORKBOOK.tables.items()}[table]
    by_header = {WORKBOOK.table(key)[column].header: cell for column, cell in cells.items()}
    headers = book.tables()[table].headers
    book.write({table: [tuple(by_header.get(header) for header in headers)]})


def test_written_changes_are_taken_back_step_by_step_and_what_was_sent_is_remembered(
    tmp_path: Path,
) -> None:
    people = program(
        mentors=[{"id": "M1"}], leaders=[{"id": "L1"}], session_count=2, organizer_email="hr@x.org"
    )
    pairs = run("pair", MemoryBook(blocks(people)), today=MONDAY)
    approved = pairs.with_cells("pairs", pairs.cells("pairs").assign(status="Approved"))
    book = MemoryBook(blocks(approved))
    made = run("schedule", book, today=MONDAY)
    run("sessions", book, today=MONDAY)
    states = [dict(book.tables())]
    run("invitations", book, today=MONDAY, path=tmp_path / "invitations")
    session = made.table("schedule").query("kind == 'Session'").iloc[0]
    typed_first(book, "Away", person="M1", first=session["day"], last=session["day"])
    for name in ("reschedule", "apply-changes", "invitations"):
        states.append(dict(book.tables()))
        path = {"path": tmp_path / "invitations"} if name == "invitations" else {}
        run(name, book, today=MONDAY, **path)
    dates = [shown(one["Schedule"]) for one in (states[1], states[2], states[3])]
    assert dates[0] == dates[1] != dates[2]
    assert shown(states[2]["Changes"])
    assert not shown(states[3]["Changes"])
    for state in states[:0:-1]:
        sent = book.tables()["Invitations"]  # mails cannot be called back
        undone = run("undo", book, today=MONDAY)
        compare(book, {**state, "Invitations": sent}, [])
        assert ("people may have the files" in undone.said) == (state is states[-1])
    run("undo", book, today=MONDAY)
    assert shown(book.tables()["Away"]) == shown(states[1]["Away"]), "HR's typing stays"
    versions = undone.table("invitations").set_index("event")["sequence"]
    assert versions.max() == 1
    # the session is back where it was: that is a third version, not the first once more
    again = run("invitations", book, today=MONDAY, path=tmp_path / "invitations")
    after = again.table("invitations").set_index("event")["sequence"]
    assert list(after - versions) == [int(one == 1) for one in versions]
