"""A program brought over from an older file into a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from revmentor_xl.books.disk.package import open_package, repacked
from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import blocks, load, same_cells
from revmentor_xl.errors import RevmentorError, UnreadableWorkbook
from revmentor_xl.exports.template.template import build
from revmentor_xl.host.migrate import RIBBON, bring_over, has_todays_ribbon
from revmentor_xl.host.running import run_on_file, up_to_date
from revmentor_xl.host.template.new_file import new_file
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from tests.contract.workbooks import workbook_file
from tests.lived import lived

TODAY = date(2026, 9, 1)
STAYS = {"undo", "setup_checks"}


@pytest.fixture(scope="module")
def program() -> Program:
    return up_to_date(lived(4))


@pytest.fixture
def older(tmp_path: Path, program: Program) -> Path:
    """A file without ribbon and macros, as an early version might have made it."""
    path = tmp_path / "Old.xlsx"
    build(path, program)
    return path


def test_everything_in_the_tables_comes_along(older: Path, tmp_path: Path) -> None:
    before = older.read_bytes()
    brought = bring_over(older, tmp_path / "New.xlsm", TODAY)
    then, now = load(FileBook(older), TODAY), load(FileBook(brought.file), TODAY)
    for key in set(WORKBOOK.tables) - STAYS:
        assert same_cells(now.cells(key), then.cells(key)), key
    assert now.findings == ()
    assert has_todays_ribbon(open_package(brought.file))
    assert brought.left == ()
    assert older.read_bytes() == before


def test_steps_go_on_in_the_new_file(older: Path, tmp_path: Path) -> None:
    brought = bring_over(older, tmp_path / "New.xlsm", TODAY)
    pairs = load(FileBook(brought.file), TODAY).table("pairs")
    run_on_file("dashboard", brought.file, today=TODAY)
    assert list(load(FileBook(brought.file), TODAY).table("pairs")["pair_id"]) == list(
        pairs["pair_id"]
    )


def test_a_file_of_an_early_version_gets_the_tables_and_settings_that_it_lacks(
    tmp_path: Path,
) -> None:
    few = [block for block in blocks(lived(3)) if block.name in ("Mentors", "Leaders", "Settings")]
    settings = next(block for block in few if block.name == "Settings")
    few[few.index(settings)] = replace(settings, rows=settings.rows[:5])
    old = workbook_file(tmp_path / "early.xlsx", few)
    now = load(FileBook(bring_over(old, tmp_path / "New.xlsm", TODAY).file), TODAY)
    assert len(now.table("mentors")) == len(now.table("leaders")) == 3
    assert len(now.cells("settings")) == len(WORKBOOK.table("settings").rows)
    assert len(now.cells("skills")) == len(WORKBOOK.table("skills").rows)


def test_columns_of_ones_own_are_said_to_stay_behind(tmp_path: Path) -> None:
    own = [
        replace(
            block,
            headers=(*block.headers, "Badge"),
            rows=tuple((*row, "blue") for row in block.rows),
        )
        if block.name == "Mentors"
        else block
        for block in blocks(lived(2))
    ]
    old = workbook_file(tmp_path / "own.xlsx", own)
    assert bring_over(old, tmp_path / "New.xlsm", TODAY).left == ("Mentors: Badge",)


def test_nothing_is_written_over_or_left_half_made(older: Path, tmp_path: Path) -> None:
    there = new_file(tmp_path / "There.xlsm")
    before = there.read_bytes()
    with pytest.raises(RevmentorError, match="there already"):
        bring_over(older, there, TODAY)
    assert there.read_bytes() == before
    (tmp_path / "no.xlsm").write_text("no workbook")
    with pytest.raises(UnreadableWorkbook):
        bring_over(tmp_path / "no.xlsm", tmp_path / "New.xlsm", TODAY)
    assert not (tmp_path / "New.xlsm").exists()


def test_other_buttons_are_noticed(tmp_path: Path) -> None:
    file = new_file(tmp_path / "Spring.xlsm")
    assert has_todays_ribbon(open_package(file))
    package = open_package(file)
    fewer = package.read(RIBBON).replace(b'id="rm_plans"', b'id="rm_other"')
    file.write_bytes(repacked(package, {RIBBON: fewer}))
    assert not has_todays_ribbon(open_package(file))
