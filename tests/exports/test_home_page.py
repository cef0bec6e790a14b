"""The Home tab around its table: what the last step said, and a button for every command."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from xlsxwriter.utility import cell_autofit_width

from revmentor_xl.books.file import FileBook
from revmentor_xl.exports.look import pixels, width
from revmentor_xl.exports.template.home_page import BUTTON_GAP, BUTTON_WIDTH
from revmentor_xl.exports.template.live_cells import NO_STEP_YET, last_result
from revmentor_xl.exports.template.template import build
from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.running import run
from revmentor_xl.host.template.build import write_template
from revmentor_xl.host.template.ribbon import by_group, on_ribbon
from revmentor_xl.program import Program
from revmentor_xl.schema.workbook import WORKBOOK
from tests.officetools import formula_results
from tests.programs import filled

DAY = date(2026, 5, 12)
VML = {"v": "urn:schemas-microsoft-com:vml", "x": "urn:schemas-microsoft-com:office:excel"}
STAGES = WORKBOOK.table("stages")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("home") / "template.xlsm"
    write_template(path)
    return path


def buttons(path: Path) -> list[dict[str, str]]:
    """The form buttons on Home: caption, macro, whether printed, and where, by row and column."""
    with ZipFile(path) as package:
        relations = package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()
        found = re.search(r'Target="\.\./(drawings/vmlDrawing\d+\.vml)"', relations)
        assert found
        root = etree.fromstring(package.read(f"xl/{found[1]}"))
    made = []
    for shape in root.iterfind("v:shape", VML):
        data = shape.find("x:ClientData[@ObjectType='Button']", VML)
        if data is not None:
            anchor = str(data.findtext("x:Anchor", "", VML)).split(",")
            made.append(
                {
                    "caption": "".join(str(text) for text in shape.itertext("font")),
                    "macro": str(data.findtext("x:FmlaMacro", "", VML)),
                    "printed": str(data.findtext("x:PrintObject", "True", VML)),
                    "row": str(int(anchor[2]) + 1),
                }
            )
    return made


def test_every_command_has_a_button_that_calls_its_macro(template: Path) -> None:
    made = buttons(template)
    wanted = [(c.label, f"[0]!rm_{c.function}") for _, group in by_group(COMMANDS) for c in group]
    assert [(one["caption"], one["macro"]) for one in made] == wanted
    assert {one["printed"] for one in made} == {"False"}


def test_the_buttons_stand_beside_the_name_of_their_group(template: Path) -> None:
    home = openpyxl.load_workbook(template)["Home"]
    beside = [
        (str(home.cell(int(one["row"]), 1).value), one["caption"]) for one in buttons(template)
    ]
    assert beside == [(group, c.label) for group, members in by_group(COMMANDS) for c in members]
    stages = home.tables["Stages"].ref.rpartition(":")[2]
    assert min(int(one["row"]) for one in buttons(template)) > int(stages[1:])


def test_the_list_of_tabs_ends_above_the_buttons(template: Path) -> None:
    home = openpyxl.load_workbook(template)["Home"]
    listed = [one for row in home.iter_rows(min_col=7) for one in row if one.hyperlink]
    assert [one.value for one in sorted(listed, key=lambda one: (one.column, one.row))] == [
        sheet.name for sheet in WORKBOOK if not sheet.very_hidden
    ][1:]
    first_button = min(int(one["row"]) for one in buttons(template))
    assert max(one.row for one in listed) < first_button - 1  # its heading between them


def test_captions_fit_their_buttons_and_a_line_fits_beside_its_heading() -> None:
    assert max(cell_autofit_width(c.label) for c in on_ribbon(COMMANDS)) <= BUTTON_WIDTH
    room = sum(pixels(width(column)) for column in STAGES.columns[1:])
    most = max(len(members) for _, members in by_group(COMMANDS))
    assert most * (BUTTON_WIDTH + BUTTON_GAP) - BUTTON_GAP <= room


def test_a_step_on_the_closed_file_leaves_the_buttons_as_they_are(
    template: Path, tmp_path: Path
) -> None:
    path = tmp_path / "program.xlsm"
    path.write_bytes(template.read_bytes())
    done = run("check", FileBook(path), today=DAY)
    assert buttons(path) == buttons(template)
    said = openpyxl.load_workbook(path, data_only=True)["Home"]["A4"].value
    assert said == f"Last step: Check. {done.said}"


def test_a_file_without_macros_has_no_buttons_and_speaks_of_none(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    build(path, Program.new(DAY))
    home = openpyxl.load_workbook(path)["Home"]
    texts = [str(cell.value) for row in home.iter_rows() for cell in row if cell.value]
    assert not [text for text in texts if "below this table" in text or text == "All buttons"]


# --- What the last step said ----------------------------------------------

AT = [datetime(2026, 5, 12, 9), datetime(2026, 5, 12, 10), datetime(2026, 5, 13, 8)]
HISTORY = {
    "none": ([], NO_STEP_YET),
    "one": ([(AT[0], "Check", "Nothing to mend.")], "Last step: Check. Nothing to mend."),
    "two": ([(AT[0], "Check", "Fine."), (AT[1], "Undo...", "Back.")], "Last step: Undo.... Back."),
    "newest first": ([(AT[2], "B", "b."), (AT[0], "A", "a.")], "Last step: B. b."),
    "in one second": (
        [(AT[1], "A", "a."), (AT[1], "B", "b."), (AT[0], "C", "c.")],
        "Last step: B. b.",
    ),
    "quotes": ([(AT[0], "Check", '“1” =SUM(A1) "x"')], 'Last step: Check. “1” =SUM(A1) "x"'),
}


def lived(steps: list[tuple[datetime, str, str]]) -> Program:
    keys = ("at", "command", "result")
    rows = [dict(zip(keys, step, strict=True)) for step in steps]
    return filled(Program.new(DAY), "activity", rows) if rows else Program.new(DAY)


@pytest.mark.parametrize("history", HISTORY)
def test_the_last_step_is_told(history: str) -> None:
    steps, told = HISTORY[history]
    assert last_result(lived(steps)).value == told


# `test_template` and the demo's test compare the Home of a file without and with steps
@pytest.mark.slow
@pytest.mark.parametrize("history", ["none", "in one second"])
def test_libreoffice_tells_the_same(history: str, tmp_path: Path) -> None:
    path = tmp_path / "told.xlsx"
    build(path, lived(HISTORY[history][0]))
    assert formula_results(path, tmp_path)["Home!A4"] == (HISTORY[history][1],) * 2


@given(st.lists(st.sampled_from(AT), min_size=1, max_size=6))
def test_nothing_later_is_left_untold(moments: list[datetime]) -> None:
    steps = [(at, "Step", str(number)) for number, at in enumerate(moments)]
    told = int(str(last_result(lived(steps)).value).rpartition(" ")[2])
    assert all((at, number) <= (moments[told], told) for number, at in enumerate(moments))
