"""Each row of Checks leads to its cell, and says by what the cell is outlined."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.findings.finding import Finding, Severity
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import Formula
from revmentor_xl.steps.checking.cell_links import link_to, mark_of
from revmentor_xl.steps.checking.check import check, listed_findings, write_checks
from tests.programs import MONDAY, program

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
ROW = {"id": "M1", "name": "Ana", "email": "no address"}


def finding(sheet: str, cell: str, severity: Severity = E) -> Finding:
    return Finding("RM999", severity, sheet, cell, "Wrong.", "Mend it.")


def renamed(to: str) -> Program:
    """A program whose tab Mentors HR has renamed."""
    new = Program.new(MONDAY)
    places = {
        key: replace(place, sheet=to) if place.sheet == "Mentors" else place
        for key, place in new.places.items()
    }
    return replace(new, places=places)


@pytest.mark.parametrize(
    ("tab", "cell", "text", "shown"),
    [
        ("Mentors", "C7", """=HYPERLINK("#'Mentors'!C7","Mentors C7")""", "Mentors C7"),
        ("Check-ins", "AB12", """=HYPERLINK("#'Check-ins'!AB12","Check-ins AB12")""", None),
        ("Mentors", "", """=HYPERLINK("#'Mentors'!A1","Mentors")""", "Mentors"),
        ("Mentors", "=1+1", """=HYPERLINK("#'Mentors'!A1","Mentors")""", "Mentors"),
        ("Ana's", "C7", """=HYPERLINK("#'Ana''s'!C7","Ana's C7")""", "Ana's C7"),
        ('The "A" list', "C7", """=HYPERLINK("#'The ""A"" list'!C7","The ""A"" list C7")""", None),
        ("No tab of ours", "C7", "", ""),
        ("", "", "", ""),
    ],
)
def test_where_a_row_leads(tab: str, cell: str, text: str, shown: str | None) -> None:
    there = tab in ("Ana's", 'The "A" list')
    link = link_to(renamed(tab) if there else Program.new(MONDAY), finding(tab, cell))
    assert (link.text if link else "") == text
    assert shown is None or (link.value if link else "") == shown


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="[]:*?/\\"), min_size=1, max_size=31)
)
def test_whatever_a_tab_is_called_the_link_is_one_formula_with_two_texts(tab: str) -> None:
    link = link_to(renamed(tab), finding(tab, "C7"))
    assert link is not None
    texts = re.fullmatch(r'=HYPERLINK\("((?:[^"]|"")*)","((?:[^"]|"")*)"\)', link.text, re.DOTALL)
    assert texts is not None
    target, shown = (text.replace('""', '"') for text in texts.groups())
    assert target == "#'" + tab.replace("'", "''") + "'!C7"
    assert shown == link.value == f"{tab} C7"


@pytest.mark.parametrize(
    ("one", "mark"),
    [
        (finding("Mentors", "C7"), "Mentors!C7 Must fix"),
        (finding("Mentors", "C7", W), "Mentors!C7 Please check"),
        (finding("Mentors", "C7", N), ""),
        (finding("Mentors", "C5"), "Mentors!C5 Must fix"),  # a header
        (finding("Mentors", "C2"), ""),  # above the table
        (finding("Mentors", "ZZ7"), ""),  # beside the table
        (finding("Mentors", ""), ""),
        (finding("Elsewhere", "C7"), ""),
    ],
)
def test_what_outlines_a_cell(one: Finding, mark: str) -> None:
    assert mark_of(Program.new(MONDAY), one) == mark


def test_a_renamed_tab_is_linked_by_its_new_name_and_outlined_by_its_old_one() -> None:
    people, one = renamed("Juniors"), finding("Juniors", "C7")
    link = link_to(people, one)
    assert link is not None
    assert link.text == """=HYPERLINK("#'Juniors'!C7","Juniors C7")"""
    assert mark_of(people, one) == "Mentors!C7 Must fix"


def test_checks_lists_links_and_marks_and_reads_its_findings_without_them() -> None:
    checked = check(program(mentors=[ROW], leaders=[]))
    row = next(r for r in checked.cells("checks").to_dict("records") if r["cell"] == "C6")
    assert row["link"] == Formula("""=HYPERLINK("#'Mentors'!C6","Mentors C6")""", "Mentors C6")
    assert row["mark"] == "Mentors!C6 Must fix"
    bare = checked.cells("checks").assign(link=None, mark=None)
    assert listed_findings(checked.with_cells("checks", bare)) == listed_findings(checked)
    assert write_checks(checked).cells("checks").equals(checked.cells("checks"))
