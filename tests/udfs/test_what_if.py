"""The What if tab: answers by Explain pairs, and formulas that fall back on them."""

from __future__ import annotations

import functools
from pathlib import Path

import openpyxl
import pytest
import revmentor_udfs as functions

from revmentor_xl.exports.template.live_cells import PRESS, what_if_cells
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.program import Program
from revmentor_xl.steps.pairing.pair import pair
from revmentor_xl.steps.worksheet.what_if import explain
from tests.officetools import formula_results, ooxml_errors
from tests.programs import MONDAY, filled
from tests.udfs.tables import Tables
from tests.udfs.test_same_as_the_steps import RULED, SCORED, made

Shown = dict[str, object]


@functools.cache
def asked(mentor: object, leader: object, explained: bool = True) -> Program:
    """Paired, with two people chosen on What if, and explained."""
    chosen = filled(pair(made()), "what_if", [{"mentor": mentor, "leader": leader}])
    return explain(chosen) if explained else chosen


def shown(program: Program) -> Shown:
    """What each live cell shows where no custom function can run."""
    return {
        name.removeprefix("what_if_"): cell.value for name, cell in what_if_cells(program).items()
    }


def test_explain_pairs_keeps_what_the_functions_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "today", lambda: MONDAY)
    done = asked("Cy Paz", "L1")
    tables = Tables(done)
    best = functions.rm_best("M3", 3, *tables.args(*RULED))
    assert shown(done) == {
        "points": functions.rm_score("M3", "L1", *tables.args(*SCORED))[0][0],
        "why": functions.rm_why("M3", "L1", *tables.args(*SCORED))[0][0],
        "why_not": functions.rm_whynot("M3", "L1", *tables.args(*RULED))[0][0],
        **{f"best_{k}": row[0] for k, row in enumerate(best, start=1)},
        **{f"best_points_{k}": row[1] for k, row in enumerate(best, start=1)},
    }


@pytest.mark.parametrize(
    ("mentor", "leader", "points", "best"),
    [
        ("Cy Paz", "Jo Umm", PRESS, None),  # another leader; the mentor's partners stay known
        ("Ana Li", "L1", PRESS, PRESS),
        (" cy  paz ", "l1", None, None),  # the same people, as Excel compares texts
        ("Cy Paz", None, "", None),
        (None, "L1", "", ""),
        (None, None, "", ""),
    ],
)
def test_an_answer_about_others_is_not_shown(
    mentor: object, leader: object, points: object, best: object
) -> None:
    """None: the answer that was kept."""
    kept = asked("Cy Paz", "L1")
    now = shown(filled(kept, "what_if", [{"mentor": mentor, "leader": leader}]))
    before = shown(kept)
    assert now["points"] == (before["points"] if points is None else points)
    assert now["why_not"] == (before["why_not"] if points is None else points)
    assert now["best_1"] == (before["best_1"] if best is None else best)
    assert now["best_2"] == (before["best_2"] if best is None else "")


@pytest.mark.parametrize(
    ("mentor", "leader", "points"),
    [
        ("Zoe", "L1", "“Zoe” is not in Mentors."),
        ("L1", "M1", "“L1” is in Leaders, not in Mentors."),
    ],
)
def test_names_that_mean_nobody_are_answered_in_their_place(
    mentor: str, leader: str, points: str
) -> None:
    done = shown(asked(mentor, leader))
    assert done["points"] == done["why"] == done["why_not"] == points


def test_nobody_chosen_leaves_the_tab_empty() -> None:
    done = explain(pair(made()))
    assert done.table("what_if_answers").empty
    assert set(shown(done).values()) == {""}


def test_a_file_older_than_the_tab_is_explained_all_the_same() -> None:
    from revmentor_xl.books.load_save import blocks, load
    from revmentor_xl.books.memory import MemoryBook

    old = [one for one in blocks(pair(made())) if not one.name.startswith("WhatIf")]
    done = explain(load(MemoryBook(old), MONDAY))
    assert not done.table("runners_up").empty
    assert done.table("what_if_answers").empty


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("what_if") / "program.xlsm"
    write_program_file(path, up_to_date(asked("Cy Paz", "L1")))
    return path


def test_the_open_xml_validator_has_no_objection(file: Path) -> None:
    assert ooxml_errors(file) == []


@pytest.mark.slow  # what is kept is compared above, and the demo's test has all formulas counted
def test_a_spreadsheet_without_functions_shows_what_was_kept(file: Path, tmp_path: Path) -> None:
    results = {
        where: both
        for where, both in formula_results(file, tmp_path).items()
        if where.startswith("What if!")
    }
    assert len(results) == 9
    assert all(stored == counted for stored, counted in results.values()), results
    assert results["What if!B8"][0] == shown(asked("Cy Paz", "L1"))["points"]


def test_a_closed_file_shows_new_answers_after_explain_pairs(file: Path, tmp_path: Path) -> None:
    from revmentor_xl.books.file import FileBook
    from revmentor_xl.books.load_save import load, save
    from revmentor_xl.host.running import run_on_file

    path = tmp_path / "closed.xlsm"
    path.write_bytes(file.read_bytes())
    before = load(FileBook(path), MONDAY)
    typed = filled(before, "what_if", [{"mentor": "Ana Li", "leader": "L3"}])
    save(typed, FileBook(path), before, {})
    run_on_file("explain", path, today=MONDAY, who="HR")
    page = openpyxl.load_workbook(path, data_only=True)["What if"]
    expected = shown(
        explain(filled(pair(made()), "what_if", [{"mentor": "Ana Li", "leader": "L3"}]))
    )
    assert (page["B8"].value, page["B9"].value) == (expected["points"], expected["why"])
    assert page["B10"].value == expected["why_not"]


def test_the_names_are_chosen_from_lists(file: Path) -> None:
    book = openpyxl.load_workbook(file)
    rules = {
        str(one.sqref): one.formula1 for one in book["What if"].data_validations.dataValidation
    }
    assert rules == {"A6": "what_if_mentors", "B6": "what_if_leaders"}
    assert book.defined_names["what_if_mentors"].attr_text == "Mentors[Name]"
    assert book.defined_names["what_if_points"].attr_text == "'What if'!$B$8"
