"""Taking steps back: the tables are exactly as they were."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import date, datetime, time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from revmentor_xl.books.journal import snapshots
from revmentor_xl.books.journal import undo as journal
from revmentor_xl.books.journal.undo import (
    STEPS_KEPT,
    UNDONE,
    forget_steps,
    is_as_before,
    note,
    steps_to_undo,
    undo,
)
from revmentor_xl.books.load_save import same_cells
from revmentor_xl.errors import NothingToUndo, RevmentorError
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula
from tests.programs import filled, program
from tests.tries import tries

NOW = datetime(2026, 1, 5, 9, 30)


def step(before: Program, *names: str) -> Program:
    """A step that makes the Rules table name these mentors."""
    after = filled(before, "rules", [{"mentor": name, "leader": "L"} for name in names])
    return note(before, after.saying("done"), "Some step", NOW, "kim")


def mentors(given: Program) -> list[str]:
    return list(given.cells("rules")["mentor"])


def test_a_step_is_taken_back() -> None:
    first = step(program(), "Ana")
    second = step(first, "Ben", "Cleo")
    assert mentors(undo(second)) == ["Ana"]
    assert mentors(undo(undo(second))) == []


def test_a_step_that_changed_nothing_is_undone_as_such() -> None:
    first = step(program(), "Ana")
    made = note(first, first.saying("nothing new"), "Check", NOW, "kim")
    once = undo(made)
    assert (mentors(once), "had changed nothing" in once.said) == (["Ana"], True)
    assert mentors(undo(once)) == []


def typed(given: Program, table: str, column: str, **cells: object) -> Program:
    """HR types into one column, by row identity."""
    frame = given.cells(table).copy()
    identity = frame.columns[0]
    for row in frame.index:
        if frame.at[row, identity] in cells:
            frame.at[row, column] = cells[str(frame.at[row, identity])]
    return given.with_cells(table, frame)


def test_what_hr_typed_since_stays() -> None:
    before = filled(program(), "pairs", [{"pair_id": "A", "score": 1, "note": "old"}])
    after = before.rewrite("pairs", pd.DataFrame({"pair_id": ["A", "B"], "score": [2.0, 3.0]}))
    since = typed(note(before, after, "Pair", NOW, ""), "pairs", "note", A="new", B="call him")
    undone = undo(since)
    assert undone.cells("pairs")[["pair_id", "score", "note"]].to_numpy().tolist() == [
        ["A", 1, "new"]
    ]
    assert [(f.code, "call him" in f.message) for f in undone.findings] == [("RM306", True)]


def test_a_row_that_hr_added_since_stays() -> None:
    before = filled(program(), "rules", [{"mentor": "Ana", "leader": "Lee", "rule": "Must pair"}])
    after = before.with_cells("rules", before.cells("rules").assign(reason="by the tool"))
    done = note(before, after, "Step", NOW, "")
    more = pd.concat(
        [
            done.cells("rules"),
            pd.DataFrame([{"mentor": "Ben", "leader": "Lee", "rule": "Must not pair"}]),
        ]
    )
    undone = undo(done.with_cells("rules", more))
    assert undone.cells("rules")[["mentor", "reason"]].to_numpy().tolist() == [
        ["Ana", None],
        ["Ben", None],
    ]


def imported() -> Program:
    """Two mentors by hand, then two more by an import that is noted."""
    before = program(mentors=[{"id": "M1"}, {"id": "M2"}])
    return note(before, filled(before, "mentors", PEOPLE), "Import mentors", NOW, "")


PEOPLE = [{"id": "M1"}, {"id": "M2"}, {"id": "M3"}, {"id": "M4"}]


def mentor_ids(given: Program) -> list[object]:
    return list(given.cells("mentors")["id"])


def test_a_person_added_since_without_an_id_stays() -> None:
    given = imported()
    more = [*given.cells("mentors").to_dict("records"), {"name": "Zoe Quill", "not_with": "M1"}]
    undone = undo(filled(given, "mentors", more))
    assert mentor_ids(undone) == ["M1", "M2", None]
    assert undone.cells("mentors")["not_with"].tolist()[-1] == "M1"


def test_twins_added_since_stay() -> None:
    given = imported()
    more = [*given.cells("mentors").to_dict("records"), {"id": "M1", "note": "twice?"}]
    assert mentor_ids(undo(filled(given, "mentors", more))) == ["M1", "M2", "M1"]


def test_a_row_deleted_since_stays_away() -> None:
    given = imported()
    fewer = [row for row in given.cells("mentors").to_dict("records") if row["id"] != "M2"]
    assert mentor_ids(undo(filled(given, "mentors", fewer))) == ["M1"]


def test_a_row_with_something_private_stays_and_nothing_of_it_is_told() -> None:
    undone = undo(typed(imported(), "mentors", "not_with", M4="Boss Person"))
    assert mentor_ids(undone) == ["M1", "M2", "M4"]
    assert [finding.code for finding in undone.findings] == ["RM307"]
    assert "Boss" not in undone.findings[0].message


def test_what_hr_typed_comes_back_too() -> None:
    typed = filled(program(), "pairs", [{"pair_id": "A", "note": "call her"}])
    after = typed.rewrite("pairs", pd.DataFrame({"pair_id": ["B"]}))
    assert list(undo(note(typed, after, "Pair", NOW, "")).cells("pairs")["note"]) == ["call her"]


def test_only_so_many_steps_are_kept() -> None:
    made = program()
    for number in range(STEPS_KEPT + 3):
        made = step(made, f"N{number}")
    for number in reversed(range(3 - 1, STEPS_KEPT + 2)):
        made = undo(made)
        assert mentors(made) == [f"N{number}"]
    with pytest.raises(NothingToUndo):
        undo(made)


def test_every_step_is_noted_also_one_that_changed_nothing() -> None:
    made = step(program(), "Ana")
    made = note(made, made.saying("nothing new"), "Check", NOW, "kim")
    made = note(made, undo(made), UNDONE, NOW, "kim")
    assert made.cells("activity")[["who", "command"]].to_numpy().tolist() == [
        ["kim", "Some step"],
        ["kim", "Check"],
        ["kim", UNDONE],
    ]
    assert mentors(made) == ["Ana"]


def test_large_tables_are_kept_in_cells_that_excel_can_hold() -> None:
    names = [f"{number * 7919 % 100_003:x}-{number}" for number in range(9_000)]
    made = step(step(program(), *names), "Ana")
    pieces = made.cells("undo")["content"]
    assert len(pieces) > 2
    assert max(len(piece) for piece in pieces) <= 32_767
    assert not any(piece.startswith(("=", "+", "-", "@")) for piece in pieces)
    assert mentors(undo(made)) == names


cells = (
    st.none()
    | st.text(max_size=6).filter(lambda text: text.strip() != "")
    | st.integers(-(10**9), 10**9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.dates(date(1900, 3, 1), date(2200, 1, 1))
    | st.datetimes(datetime(1900, 3, 1), datetime(2200, 1, 1))
    | st.times().map(lambda t: time(t.hour, t.minute))
    | st.just(Formula("=1+1", 2))
)


@settings(max_examples=tries(60), deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_any_cell_comes_back_as_it_was(rows: list[tuple[object, object]]) -> None:
    before = filled(program(), "rules", [{"mentor": a, "reason": b} for a, b in rows])
    after = filled(before, "rules", [{"mentor": "changed"}])
    restored = undo(note(before, after, "Step", NOW, ""))
    assert same_cells(restored.cells("rules"), before.cells("rules"))


def made_of(*names: str) -> Program:
    """A program in which one step after another has named these mentors in Rules."""
    made = program()
    for name in names:
        made = step(made, name)
    return made


@pytest.mark.parametrize(
    ("asked", "left"),
    [(1, ["Ben"]), (2, ["Ana"]), ("3", []), (2.0, ["Ana"]), (" 2 ", ["Ana"])],
)
def test_several_steps_are_taken_back_at_once(asked: object, left: list[str]) -> None:
    undone = undo(made_of("Ana", "Ben", "Cleo"), asked)
    assert mentors(undone) == left
    assert len(steps_to_undo(undone)) == 3 - int(float(str(asked)))


@pytest.mark.parametrize("asked", ["two", "", None, 0, -1, 1.5, "1; 2"])
def test_what_is_no_number_of_steps_is_said(asked: object) -> None:
    with pytest.raises(RevmentorError, match="no number of steps"):
        undo(made_of("Ana"), asked)


def test_more_steps_than_are_kept_is_said() -> None:
    with pytest.raises(NothingToUndo, match="Only 2 steps can be undone, not 3"):
        undo(made_of("Ana", "Ben"), 3)


def test_several_steps_make_one_row_of_activity_that_says_what_came_back() -> None:
    before = made_of("Ana", "Ben")
    noted = note(before, undo(before, 2), "Undo...", NOW, "kim")
    assert list(noted.cells("activity")["command"]) == ["Some step", "Some step", "Undo..."]
    assert noted.said == (
        "2 steps were undone, from “Some step” of 5 Jan, 09:30 back to “Some step” of 5 Jan, "
        "09:30; put back: Rules."
    )


def test_what_was_typed_since_any_of_the_steps_stays_and_is_said_to() -> None:
    before = filled(program(), "mentors", [{"id": "M1"}, {"id": "M2"}])
    one = note(before, typed(before, "mentors", "department", M1="x"), "Step", NOW, "")
    since = typed(one, "mentors", "note", M1="call her")
    two = note(since, typed(since, "mentors", "department", M2="y"), "Step", NOW, "")
    undone = undo(two, 2)
    assert undone.cells("mentors")[["department", "note"]].to_numpy().tolist() == [
        [None, "call her"],
        [None, None],
    ]
    assert "What you have typed since then stays." in undone.said


@pytest.mark.parametrize("column", ["note", "not_with"])
def test_what_is_typed_about_a_person_to_whom_the_step_gave_an_id_stays_theirs(
    column: str,
) -> None:
    before = filled(program(), "mentors", [{"id": "M1"}, {"name": "Zoe"}, {"name": "Yan"}])
    after = filled(before, "mentors", [{"id": "M1"}, {"id": "M2", "name": "Zoe"}, {"id": "M3"}])
    after = typed(after, "mentors", "name", M3="Yan")
    since = typed(note(before, after, "Check", NOW, ""), "mentors", column, M2="typed later")
    undone = undo(since)
    assert undone.cells("mentors")[["id", "name", column]].to_numpy().tolist() == [
        ["M1", None, None],
        [None, "Zoe", "typed later"],
        [None, "Yan", None],
    ]
    assert undone.findings == ()


def test_forgetting_throws_the_steps_away_and_nothing_else() -> None:
    before = made_of("Ana", "Ben")
    forgot = forget_steps(before)
    assert forgot.said.startswith("2 steps were thrown away")
    assert (mentors(forgot), len(steps_to_undo(forgot))) == (["Ben"], 0)
    assert forget_steps(forgot).said.startswith("No steps were kept")
    assert note(before, forgot, "Forget", NOW, "").cells("undo").empty


def test_large_snapshots_push_out_older_ones_and_the_newest_always_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    size = steps_to_undo(made_of("Ana"))[0].size
    monkeypatch.setattr(journal, "CHARACTERS_KEPT", 3 * size)
    kept = steps_to_undo(made_of("Ana", "Ben", "Cleo", "Dan", "Eve"))
    assert 1 < len(kept) < 4
    assert sum(one.size for one in kept) <= 3 * size
    monkeypatch.setattr(journal, "CHARACTERS_KEPT", 1)
    assert len(steps_to_undo(made_of("Ana", "Ben"))) == 1


OLDER = {
    "before": {"rules": {"columns": ["mentor"], "rows": [["Ana"]]}, "gone": {}},
    "after": {"rules": {"columns": ["mentor"], "rows": [["Ben"]]}, "gone": {}},
}


def kept_as(content: str) -> Program:
    rows = [{"step": 1, "at": NOW, "command": "Some step", "part": 1, "content": f"~{content}"}]
    return filled(filled(program(), "rules", [{"mentor": "Ben"}]), "undo", rows)


def encoded(plain: bytes) -> str:
    return base64.b85encode(zlib.compress(plain)).decode()


def test_a_snapshot_of_an_earlier_version_is_read() -> None:
    before = kept_as(encoded(json.dumps(OLDER).encode()))
    undone = undo(before)
    assert mentors(undone) == ["Ana"]
    assert not is_as_before(before, undone)  # it did not keep Checks, dashboard and Home


@pytest.mark.parametrize(
    "content",
    ["", "???", "x" * 40, encoded(b"[]"), encoded(b"{}"), encoded(b"{" * 99_999)[:50]],
    ids=["nothing", "no code", "no archive", "a list", "empty", "cut off"],
)
def test_a_damaged_snapshot_is_said_and_changes_nothing(content: str) -> None:
    with pytest.raises(NothingToUndo, match="damaged"):
        undo(kept_as(content))


def test_a_snapshot_that_inflates_beyond_all_measure_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshots, "_MOST_INFLATED", 1_000)
    with pytest.raises(NothingToUndo, match="damaged"):
        undo(kept_as(encoded(b" " * 2_000)))
