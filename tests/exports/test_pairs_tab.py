"""The Pairs tab with its proof above, in every kind of book, and files older than the proof."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import blocks, load
from revmentor_xl.host.running import run, run_on_file
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.plans.plans import plans
from tests.contract.test_books import KEEPERS, Opened
from tests.contract.workbooks import workbook_file
from tests.exports.test_template import parts
from tests.officetools import ooxml_errors
from tests.programs import MONDAY, filled, program
from tests.realexcel import skip_without_excel
from tests.steps.test_pairing import earlier

NEW_TABLES = {"Proof", "RuleEffects", "Plans", "PlanPairs", "Prices", "WaitingList", "RunnersUp",
              "Questions", "Rematch"}  # fmt: skip


def many(number: int = 12) -> Program:
    return program(
        [{"id": f"M{k:02}", "strengths": "Python"} for k in range(number)],
        [{"id": f"L{k:02}", "learning_goals": "Python"} for k in range(number + 1)],
    )


@pytest.fixture(params=KEEPERS)
def keeper(request: pytest.FixtureRequest) -> Callable[..., Opened]:
    if request.param.__name__ == "_excel":
        skip_without_excel(request.config)
    return request.param  # type: ignore[no-any-return]


def test_pairs_grow_under_their_proof(keeper: Any, tmp_path: Path) -> None:
    opened = keeper(blocks(many()), tmp_path)
    before = opened.again().tables()
    run("pair", opened.book, today=MONDAY, who="HR")
    after = opened.again().tables()
    for name in ("Proof", "Pairs", "Rules", "RuleEffects"):
        assert (after[name].top, after[name].left) == (before[name].top, before[name].left), name
    assert len(after["Pairs"].rows) == 12
    assert [row[0] for row in after["Proof"].rows] == ["Proven best"]
    again = keeper(list(after.values()), tmp_path)
    run("pair", again.book, today=MONDAY, who="HR")
    assert again.again().tables()["Proof"].rows == after["Proof"].rows
    assert again.again().tables()["Pairs"].rows == after["Pairs"].rows


def test_a_file_older_than_the_proof_pairs_all_the_same(tmp_path: Path) -> None:
    made = filled(many(), "pairs", [earlier("M00", "L00", "Approved", note="asked both")])
    old = [block for block in blocks(made) if block.name not in NEW_TABLES]
    path = workbook_file(tmp_path / "old.xlsx", old)
    done = run_on_file("pair", path, today=MONDAY)
    assert done.said.startswith("12 pairs, proven best")
    missing = {f.message for f in load(FileBook(path), MONDAY).findings if "Proof" in f.message}
    assert len(missing) == 1
    kept = done.table("pairs").set_index("pair_id").loc["M00+L00"]
    assert (kept["status"], kept["note"]) == ("Approved", "asked both")


def test_the_charts_of_the_plans_follow_their_tables(tmp_path: Path) -> None:
    path = tmp_path / "program.xlsm"
    write_program_file(path, many(3))
    run_on_file("pair", path, today=MONDAY)
    done = run_on_file("plans", path, today=MONDAY)
    first = done.places["plans"].header_row + 1
    last = first + len(done.table("plans")) - 1
    charts = [c.decode() for n, c in parts(path).items() if n.startswith("xl/charts/")]
    plans_charts = [text for text in charts if f"'Plans'!$A${first}:$A${last}<" in text]
    assert len(plans_charts) == 3
    for text in plans_charts:
        for name in done.table("plans")["plan"]:
            assert f"<c:v>{name}</c:v>" in text
    assert ooxml_errors(path) == []


def test_a_file_written_with_plans_opens_with_the_same(tmp_path: Path) -> None:
    done = plans(many(3))
    path = tmp_path / "program.xlsx"
    write_program_file(path, done)
    opened = load(FileBook(path), MONDAY)
    for key in ("plans", "plan_pairs", "prices"):
        assert opened.table(key).equals(done.table(key)), key
