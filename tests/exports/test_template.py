"""The program file that is built: what stands where, and that every tool accepts it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from revmentor_xl.books.file import FileBook
from revmentor_xl.books.load_save import load
from revmentor_xl.exports.look import width
from revmentor_xl.exports.template.live_cells import named_values
from revmentor_xl.exports.template.tables import note_text
from revmentor_xl.exports.template.template import build, code_names
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.build import TEMPLATE_DAY, write_program_file, write_template
from revmentor_xl.program import Program
from revmentor_xl.schema.cells import as_text
from revmentor_xl.schema.model import Kind, Writer
from revmentor_xl.schema.places import column_letters, default_places
from revmentor_xl.schema.row_heights import row_height
from revmentor_xl.schema.workbook import WORKBOOK
from revmentor_xl.steps.overview.calendar_tab import SIGNS
from tests.officetools import ROOT, ooxml_errors, reopened, results_in
from tests.programs import filled, program

COMMITTED = ROOT / "workbook_template.xlsm"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.xlsm"
    write_template(path)
    return path


@pytest.fixture(scope="module")
def busy() -> Program:
    """A program with people, pairs and sessions, and texts that spreadsheets stumble over."""
    people = [
        {"id": "007", "name": "=1+1", "email": "a@example.com", "note": "+49 30 1234"},
        {"id": "M2", "name": "@Bo", "email": "b@example.com", "note": "- one\n- two"},
    ]
    new = program(people, [{"id": "L1", "name": "Ann Lee", "email": "l@example.com"}])
    new = filled(
        new,
        "sessions",
        [
            {
                "event_id": f"E{n}",
                "number": n,
                "day": date(2026, 1, 12) + timedelta(weeks=2 * n),
                "held": held,
                "agenda": "Talk. " * 60,
            }
            for n, held in enumerate(("Held", "Missed", "Planned", "Cancelled"), start=1)
        ],
    )
    new = filled(
        new,
        "schedule",
        [
            {"event_id": f"E{n}", "kind": "Session", "number": n, "day": day, "status": "Planned"}
            for n in range(1, 6)
            for day in (date(2026, 1, 12) + timedelta(weeks=2 * n) if n < 5 else None,)
        ],
    )
    new = filled(
        new, "activity", [{"at": datetime(2026, 1, 5, 9, 30), "who": "HR", "command": "Check"}]
    )
    return up_to_date(new)


@pytest.fixture(scope="module")
def busy_file(busy: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("busy") / "busy.xlsm"
    write_program_file(path, busy)
    return path


@pytest.fixture(scope="module")
def sheets(template: Path) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(template, keep_vba=True)
    return {sheet.title: sheet for sheet in book.worksheets}


def dimension(page: Worksheet, number: int) -> ColumnDimension:
    """The column as the sheet describes it, alone or together with its neighbours."""
    (found,) = [d for d in page.column_dimensions.values() if d.min <= number <= d.max]
    return found


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


# --- The same every time --------------------------------------------------


def test_two_builds_are_byte_identical(template: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsm"
    write_template(again)
    assert again.read_bytes() == template.read_bytes()


@pytest.mark.build
def test_the_committed_template_is_what_the_schema_says(template: Path) -> None:
    # Parts and not bytes: compression may differ from one zlib to the next.
    committed, fresh = parts(COMMITTED), parts(template)
    assert list(committed) == list(fresh)
    different = [name for name in fresh if committed[name] != fresh[name]]
    assert different == [], "run “revmentor-xl template” and commit workbook_template.xlsm"


def test_no_part_tells_when_or_where_it_was_made(template: Path) -> None:
    with ZipFile(template) as package:
        assert {(info.date_time, info.create_system) for info in package.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0)
        }
    core = parts(template)["docProps/core.xml"].decode()
    assert core.count("2026-01-01T00:00:00Z") == 2


# --- What stands where ----------------------------------------------------


def test_sheets_stand_in_the_order_of_the_schema(sheets: dict[str, Worksheet]) -> None:
    assert list(sheets) == [sheet.name for sheet in WORKBOOK]
    assert [n for n, s in sheets.items() if s.sheet_state == "veryHidden"] == ["Undo"]
    assert all(s.sheet_state in ("visible", "veryHidden") for s in sheets.values())


def test_the_window_opens_inside_the_smallest_usual_screen(template: Path) -> None:
    """A `workbookView` counts in twips, of which a pixel has 15 at 96 dots an inch."""
    book = parts(template)["xl/workbook.xml"].decode()
    (view,) = re.findall(r"<workbookView ([^>]*)/>", book)
    shown = {name: int(value) / 15 for name, value in re.findall(r'(\w+)="(\d+)"', view)}
    assert 1000 <= shown["windowWidth"] <= 1366 - shown["xWindow"]
    assert 500 <= shown["windowHeight"] <= 768 - shown["yWindow"]


def test_every_table_is_found_at_its_default_place(template: Path) -> None:
    opened = load(FileBook(template), TEMPLATE_DAY)
    assert opened.places == default_places()
    assert opened.findings == ()


def test_default_rows_come_back_as_they_were_written(template: Path) -> None:
    fresh, opened = Program.new(TEMPLATE_DAY), load(FileBook(template), TEMPLATE_DAY)
    for key in ("settings", "skills", "levels", "time_blocks", "topics", "ground_rules"):
        assert opened.table(key).equals(fresh.table(key)), key
    assert opened.settings == fresh.settings


def test_a_program_comes_back_as_it_was_written(busy: Program, busy_file: Path) -> None:
    opened = load(FileBook(busy_file), busy.today)
    for key in WORKBOOK.tables:
        written = busy.cells(key).map(as_text).values.tolist()
        assert opened.cells(key).map(as_text).values.tolist() == written, key


def test_text_is_text_whatever_it_begins_with(busy_file: Path) -> None:
    mentors = openpyxl.load_workbook(busy_file)["Mentors"]
    assert [(mentors[c].value, mentors[c].data_type) for c in ("A6", "B6", "B7")] == [
        ("007", "s"),
        ("=1+1", "s"),
        ("@Bo", "s"),
    ]


def test_every_tab_says_what_it_is_for(sheets: dict[str, Worksheet]) -> None:
    for sheet in WORKBOOK.sheets[1:]:
        page = sheets[sheet.name]
        assert (page["A1"].value, page["A2"].value) == (sheet.title, sheet.intro)
        assert page["A3"].value == (sheet.empty or None) or sheet.name == "Dashboard"
        assert page["A4"].hyperlink.location == "'Home'!A1"


def test_an_empty_tabs_advice_is_hidden_once_there_are_rows(sheets: dict[str, Worksheet]) -> None:
    for sheet in WORKBOOK:
        rules = [
            rule
            for area, found in sheets[sheet.name].conditional_formatting._cf_rules.items()
            for rule in found
            if str(area.sqref) == "A3"
        ]
        assert bool(rules) == bool(sheet.empty), sheet.name
        for rule in rules:
            assert rule.dxf.numFmt.formatCode == ";;;"
            counted = re.fullmatch(r"COUNTA\((.+)\)>0", rule.formula[0])
            assert counted, sheet.name
            if not sheet.tables[0].rows:  # then nothing hides it in a new file
                cells = sheets[sheet.name][counted[1].replace("$", "")]
                assert not [c.coordinate for row in cells for c in row if c.value], sheet.name


def test_home_links_to_every_tab(sheets: dict[str, Worksheet]) -> None:
    linked = {
        cell.hyperlink.location.split("'")[1]
        for row in sheets["Home"].iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert linked == {sheet.name for sheet in WORKBOOK if not sheet.very_hidden} - {"Home"}


def test_every_header_has_a_note_with_its_help(sheets: dict[str, Worksheet]) -> None:
    for key, place in default_places().items():
        for column in WORKBOOK.table(key).columns:
            header = sheets[place.sheet][place.cell(place.header_row, column.key)]
            assert header.value == column.header
            assert header.comment.author == "Reverse mentoring"
            assert header.comment.text == note_text(column)
            assert column.help in header.comment.text


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.TEXT, "@"),
        (Kind.LIST, "@"),
        (Kind.INTEGER, "0"),
        (Kind.DATE, "mm-dd-yy"),  # 14: the short date of the reader's own locale
        (Kind.TIME, "hh:mm"),
    ],
)
def test_cells_have_their_number_format_also_beneath_the_table(
    sheets: dict[str, Worksheet], kind: Kind, code: str
) -> None:
    for key, place in default_places().items():
        table = WORKBOOK.table(key)
        for column in () if table.one_row else table.columns:  # nothing stands beneath one row
            if column.kind is kind:
                page = sheets[place.sheet]
                first = page[place.cell(place.header_row + 1, column.key)]
                number = place.columns[column.key]
                beneath = dimension(page, number).number_format
                assert (first.number_format, beneath) == (code, code), (key, column.key)


def test_cells_to_type_in_look_different_from_the_tools(sheets: dict[str, Worksheet]) -> None:
    fills: dict[Writer, set[str]] = {Writer.HR: set(), Writer.TOOL: set()}
    for key, place in default_places().items():
        for column in WORKBOOK.table(key).columns:
            header = sheets[place.sheet][place.cell(place.header_row, column.key)]
            fills[column.writer].add(header.fill.fgColor.rgb)
    assert len(fills[Writer.HR]) == len(fills[Writer.TOOL]) == 1
    assert fills[Writer.HR] != fills[Writer.TOOL]


def test_headers_stay_in_sight_and_tabs_print_lying_on_a4(sheets: dict[str, Worksheet]) -> None:
    for sheet in WORKBOOK:
        page = sheets[sheet.name]
        assert page.page_setup.paperSize == 9
        assert page.page_setup.orientation == "landscape"
        assert "Page &P of &N" in page.oddFooter.right.text
        assert (page.sheet_view.showGridLines is not False) == sheet.gridlines
        if sheet.name in ("Checks", "Activity", "My setup"):  # what is wrong beside what to do
            assert page.page_setup.fitToWidth in (None, 1), sheet.name
        if len(sheet.tables) == 1:
            last = sheet.header_row + (sheet.name == "Calendar")  # its dates stay in sight too
            assert page.print_title_rows == f"${sheet.header_row}:${last}"
            assert str(page.freeze_panes).endswith(str(last + 1))


def test_wrapped_rows_are_high_enough_and_still_fit_themselves(busy_file: Path) -> None:
    book = openpyxl.load_workbook(busy_file)
    numbers = [sheet.name for sheet in WORKBOOK]
    row = book["Sessions"].row_dimensions[6]
    assert row.height > 60
    part = parts(busy_file)[f"xl/worksheets/sheet{numbers.index('Sessions') + 1}.xml"].decode()
    tag = part[part.index('<row r="6"') :].split(">")[0]
    assert "customHeight" not in tag


# --- The dashboard --------------------------------------------------------


def test_every_tab_with_charts_has_them_over_its_tables(busy_file: Path) -> None:
    charts = {n: c.decode() for n, c in parts(busy_file).items() if n.startswith("xl/charts/")}
    assert len(charts) == 10  # four on Plans, two on Load, four on the Dashboard
    for text in charts.values():
        assert text.count("<c:title>") == 3  # the chart's and both axes'
    together = "".join(charts.values())
    places = default_places()
    for key, column in (
        ("by_session", "held"),
        ("by_department", "paired_mentors"),
        ("by_health", "pairs"),
        ("skill_balance", "wanted"),
        ("plans", "plan"),
        ("plans", "mean"),
        ("plans", "worst"),
        ("plans", "total"),
        ("plans", "spread"),
        ("prices", "what"),
        ("prices", "points"),
        ("leader_load", "leader"),
        ("leader_load", "held"),
        ("leader_load", "missed"),
        ("leader_load", "to_come"),
        ("held_so_far", "week"),
        ("held_so_far", "planned"),
        ("held_so_far", "held"),
        ("held_so_far", "missed"),
    ):
        place = places[key]
        letters, first = column_letters(place.columns[column]), place.header_row + 1
        sheet = re.escape(place.sheet)
        assert re.search(rf"<c:f>'?{sheet}'?!\${letters}\${first}\b", together), (key, column)


def test_a_new_files_charts_cover_exactly_their_tables(template: Path) -> None:
    """A file's charts follow its tables, so no places are kept for rows still to come."""
    together = "".join(c.decode() for n, c in parts(template).items() if "/charts/" in n)
    header = WORKBOOK.sheet_of["figures"].header_row
    ends = {
        int(end) for end in re.findall(r"<c:f>'Dashboard'![$A-Z0-9]+:\$[A-Z]+\$(\d+)", together)
    }
    assert ends == {header + 13, header + 1, header + 4}


@pytest.mark.parametrize(("number", "table"), [(1, "plans"), (2, "leader_load"), (3, "figures")])
def test_charts_stop_above_the_tables(busy_file: Path, number: int, table: str) -> None:
    drawing = parts(busy_file)[f"xl/drawings/drawing{number}.xml"].decode()
    rows = [int(piece.split("<")[0]) for piece in drawing.split("<xdr:row>")[1:]]
    assert max(rows) < WORKBOOK.sheet_of[table].header_row - 1


@pytest.mark.parametrize(
    ("upper", "lower"),
    [("proof", "pairs"), ("schedule_proof", "schedule"), ("change_proof", "changes")],
)
def test_a_proof_stands_above_its_table_and_fits_its_columns(
    sheets: dict[str, Worksheet], upper: str, lower: str
) -> None:
    places, beneath = default_places(), WORKBOOK.table(lower)
    proof, page = WORKBOOK.table(upper), sheets[places[lower].sheet]
    assert places[upper].header_row + 1 < places[lower].header_row - 1
    for one, other in zip(proof.columns, beneath.columns, strict=False):
        assert one.width == width(other), (one.key, other.key)
        assert max(map(len, one.header.split())) < one.width, one.key  # no word is cut
        drawn = dimension(page, places[upper].columns[one.key])
        assert drawn.width == pytest.approx(one.width, abs=1)
    assert page.row_dimensions[places[upper].header_row + 1].height == row_height(2)
    assert page.freeze_panes == f"B{places[lower].header_row + 1}"


def test_marks_that_nobody_reads_are_hidden(sheets: dict[str, Worksheet]) -> None:
    hidden = {
        (place.sheet, column.key)
        for key, place in default_places().items()
        for column in WORKBOOK.table(key).columns
        if dimension(sheets[place.sheet], place.columns[column.key]).hidden
    }
    assert hidden == {
        ("Checks", "mark"),
        ("Schedule", "planned"),
        ("Calendar", "part"),
        ("Invitations", "uid"),
        ("Invitations", "content"),
    }


# --- The calendar ---------------------------------------------------------


def test_the_legend_shows_every_sign_as_cells_do(sheets: dict[str, Worksheet]) -> None:
    page = sheets["Calendar"]
    first = WORKBOOK.sheet_of["calendar"].header_row + 1
    fills = {
        rule.formula[0].split('"')[1]: rule.dxf
        for area, rules in page.conditional_formatting._cf_rules.items()
        for rule in rules
        if rule.type == "containsText" and str(area.sqref).startswith(f"D{first}:")
    }
    assert set(fills) == set(SIGNS.values())
    shown = [cell for cell in page[first - 3] if cell.value]
    for sign, look in fills.items():
        (entry,) = [cell for cell in shown if cell.value.startswith(sign)]
        assert entry.font.color.rgb == look.font.color.rgb, sign
        if look.fill is not None:
            assert entry.fill.fgColor.rgb == look.fill.bgColor.rgb, sign


def test_half_of_the_weeks_fit_on_a_page_of_letter_paper(sheets: dict[str, Worksheet]) -> None:
    page = sheets["Calendar"]
    pixels = sum(dimension(page, number).width * 7 for number in range(1, 4 + 16))
    letter = (11 - 0.6) * 96  # inches between our margins, at 96 pixels each
    assert pixels * page.page_setup.scale / 100 <= letter
    assert page.page_setup.scale >= 70  # small, and still read without glasses
    assert [one.id for one in page.col_breaks.brk] == [3 + 16]
    assert page.print_title_cols == "$A:$C"


def test_a_gap_is_shown_to_the_second_decimal(sheets: dict[str, Worksheet]) -> None:
    for key in ("proof", "plans"):
        place = default_places()[key]
        cell = sheets[place.sheet][place.cell(place.header_row + 1, "gap")]
        assert cell.number_format == "0.00"


def test_named_values_are_what_the_formulas_store(busy: Program, busy_file: Path) -> None:
    book = openpyxl.load_workbook(busy_file, data_only=True)
    stored = {}
    for name, value in named_values(busy).items():
        sheet, cell = book.defined_names[name].attr_text.replace("$", "").split("!")
        stored[name] = book[sheet.strip("'")][cell].value
        assert stored[name] == value or (stored[name] is None and value == ""), name
    assert stored["program_title"] == "Reverse mentoring"
    assert stored["last_step"] == datetime(2026, 1, 5, 9, 30)
    assert stored["card_sessions_held"] == 1


# --- Other tools ----------------------------------------------------------


@pytest.mark.parametrize("which", ["template", "busy_file"])
def test_the_open_xml_validator_finds_nothing(which: str, request: pytest.FixtureRequest) -> None:
    assert ooxml_errors(request.getfixturevalue(which)) == []


@pytest.fixture(scope="module")
def recalculated(
    template: Path, busy_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Both files as LibreOffice saves them."""
    folder = tmp_path_factory.mktemp("recalculated")
    files = {"template": template, "busy_file": busy_file}
    return {which: reopened(path, folder) for which, path in files.items()}


@pytest.mark.parametrize("which", ["template", "busy_file"])
def test_libreoffice_counts_the_same(
    which: str, recalculated: dict[str, Path], request: pytest.FixtureRequest
) -> None:
    results = results_in(request.getfixturevalue(which), recalculated[which])
    assert len(results) > 60
    assert {where: ours for where, (ours, _) in results.items()} == {
        where: theirs for where, (_, theirs) in results.items()
    }


def test_libreoffice_understands_the_named_lists(recalculated: dict[str, Path]) -> None:
    names = openpyxl.load_workbook(recalculated["template"]).defined_names
    assert names["list_levels"].attr_text in ("Levels[Level]", "Levels!$A$6:$A$14")


def test_without_macros_it_is_a_plain_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    build(path, Program.new(date(2026, 1, 5)))
    names = parts(path)
    assert "xl/vbaProject.bin" not in names
    assert "customUI/customUI.xml" not in names
    assert openpyxl.load_workbook(path).sheetnames == list(code_names())


@pytest.mark.slow
def test_a_thousand_people_take_seconds(tmp_path: Path) -> None:
    people = [{"id": f"M{n}", "strengths": "Python; SQL; Data literacy"} for n in range(1000)]
    start = datetime.now()
    build(tmp_path / "many.xlsx", program(people))
    assert (datetime.now() - start).total_seconds() < 20
