"""What is not ours in a workbook stays as it is, whatever button is pressed.

Open: the second engine notes every cell that was touched. Closed: the parts of
the file are compared byte for byte.
"""

from __future__ import annotations

import copy
import zipfile
from pathlib import Path
from shutil import copyfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from revmentor_xl.books.file import FileBook
from revmentor_xl.host.buttons import press
from revmentor_xl.host.commands.table import BY_NAME, Asks
from revmentor_xl.host.running import run, up_to_date
from revmentor_xl.host.template.build import write_program_file
from revmentor_xl.schema.workbook import WORKBOOK
from tests.host.test_buttons import company
from tests.secondengine import Desktop
from tests.secondstore import Store, rectangle

LIFE = (
    *("check", "preview", "import-mentors", "pair", "plans", "explain", "schedule", "sessions"),
    *("check-in", "rematch", "review", "dashboard", "sponsor-copy", "undo"),
    *("undo-steps", "check-setup", "forget-steps"),
)
OURS = {table.name for table in WORKBOOK.tables.values()}
SURVEY = "Name,Email,Level\nZoe Quill,zoe@example.com,Junior\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program file in which HR keeps a budget: a table, chart, name, rule, notes, formulas."""
    path = tmp_path_factory.mktemp("made") / "Shared.xlsm"
    write_program_file(path, up_to_date(company(3, 3)))
    book = openpyxl.load_workbook(path, keep_vba=True)
    sheet = book.create_sheet("Budget & plans", 3)
    for row in (["What", "Euro", "Twice"], ["Rooms", 1200, "=B2*2"], ["Lunch", 800, "=B3*2"]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Budget", ref="A1:C3"))
    sheet["A2"].comment = Comment("Ask Facilities", "HR")
    fill = PatternFill("solid", bgColor="FFCC00")
    sheet.conditional_formatting.add("B2:B3", CellIsRule("greaterThan", ["1000"], fill=fill))
    sheet["F1"] = "=SUM(Budget[Euro])"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "E5")
    book.defined_names["spent"] = DefinedName("spent", attr_text="'Budget & plans'!$F$1")
    pairs = book["Pairs"]
    far = pairs.max_column + 3
    pairs.cell(3, far, "HR's own remark beside the table")
    pairs.cell(3, far).comment = Comment("keep", "HR")
    book.save(path)
    return path


@pytest.fixture
def shared(made: Path, tmp_path: Path) -> Path:
    """That file in a folder of its own."""
    return Path(copyfile(made, tmp_path / "Shared.xlsm"))


def options(name: str, folder: Path, number: int) -> dict[str, object]:
    """What a command asks for."""
    survey = folder / "survey.csv"
    survey.write_text(SURVEY, encoding="utf-8")
    asked = {
        Asks.FILE: {"path": str(survey)},
        Asks.NEW_FILE: {"path": str(folder / f"copy {number}.xlsx")},
        Asks.STEPS: {"steps": 2},
    }
    return asked.get(BY_NAME[name].asks, {})


def our_cells(store: Store) -> set[tuple[str, int, int]]:
    """The cells of our tables as they stand."""
    return {
        (page.name, *place)
        for page in store.pages.values()
        for one in page.lists.values()
        if one.name in OURS
        for place in rectangle(one.top, one.left, one.bottom, one.right)
    }


def test_an_open_workbook_is_touched_in_our_tables_only(shared: Path, tmp_path: Path) -> None:
    desktop = Desktop()
    book = desktop.open(shared)
    store = desktop.stores[shared.name]
    before, ours = copy.deepcopy(store), our_cells(store)
    for number, name in enumerate(LIFE):
        answer = next(iter(options(name, tmp_path, number).values()), None)
        press(BY_NAME[name], answer, book=book)
        assert desktop.alerts == [], name
        ours |= our_cells(store)
        assert desktop.changed - ours == set(), name
    assert (list(store.pages), store.names) == (list(before.pages), before.names)
    assert store.pages["Budget & plans"] == before.pages["Budget & plans"]
    for name, page in before.pages.items():
        for place, cell in page.cells.items():
            if (name, *place) not in ours:
                assert store.pages[name].at(*place) == cell, (name, place)


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def may_change(path: Path) -> set[str]:
    """The parts of our own: tabs with our tables, the tables, their charts, and the workbook's."""
    budget = next(one for one in _sheets(path) if b"B2*2" in parts(path)[one])
    foreign = {budget, f"{budget.replace('worksheets/', 'worksheets/_rels/')}.rels"}
    linked = parts(path)[f"{budget.replace('worksheets/', 'worksheets/_rels/')}.rels"].decode()
    return {
        name
        for name in parts(path)
        if name not in foreign
        and Path(name).name not in linked
        and name.startswith(("xl/worksheets/sheet", "xl/tables/", "xl/charts/", "xl/workbook.xml",
                             "xl/styles.xml", "xl/calcChain", "[Content_Types]",
                             "xl/_rels/workbook.xml.rels"))
    }  # fmt: skip


def _sheets(path: Path) -> list[str]:
    return [name for name in parts(path) if name.startswith("xl/worksheets/sheet")]


def test_in_a_closed_file_every_part_that_is_not_ours_stays(shared: Path, tmp_path: Path) -> None:
    first, ours = parts(shared), may_change(shared)
    book = FileBook(shared)
    for number, name in enumerate(LIFE):
        before = parts(shared)
        run(name, book, **options(name, tmp_path, number))
        after = parts(shared)
        changed = {part for part in first if before.get(part) != after.get(part)}
        assert changed <= ours, name
        assert list(after) == [part for part in first if part in after], name
