"""Files as people and programs really make them, read and written in place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table as OpenpyxlTable

from revmentor_xl.books.book import Block, Cell, Formula
from revmentor_xl.books.file import FileBook
from revmentor_xl.errors import TableBlocked
from tests.books.richworkbook import SHEET, parts_of, repack
from tests.contract.workbooks import FORMATS, add_table, workbook_file
from tests.officetools import ooxml_errors, reopened
from tests.tries import tries

TABLE = Block("T", "S", 2, 2, ("A", "B"), (("a", 1), ("b", 2), ("c", 3)))
NEW: list[tuple[Cell, ...]] = [("x", 10), ("y", 20), ("z", 30), ("=w", 40)]
SECOND = "xl/tables/table1.xml"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook_file(tmp_path / "book.xlsx", [TABLE])


def changed(path: Path, part: str, change: Callable[[str], str]) -> Path:
    parts = parts_of(path)
    text = parts[part].decode()
    assert change(text) != text
    return repack(path, parts | {part: change(text).encode()})


def rows(path: Path) -> tuple[tuple[Cell, ...], ...]:
    return FileBook(path).tables()["T"].rows


def test_used_cells_beneath_are_named(path: Path) -> None:
    beneath = '<row r="7"><c r="A7"><v>1</v></c><c r="C7"><f>1+1</f></c></row></sheetData>'
    changed(path, SHEET, lambda text: text.replace("</sheetData>", beneath))
    before = path.read_bytes()
    FileBook(path).write({"T": NEW})
    path.write_bytes(before)
    with pytest.raises(TableBlocked, match=r"Table T on sheet “S”.*B6:C7.*cell C7") as blocked:
        FileBook(path).write({"T": [*NEW, ("v", 5)]})
    assert "Move what is in B6:C7" in blocked.value.remedy
    assert path.read_bytes() == before


def test_styled_blanks_beneath_are_free_and_neighbours_stay(path: Path) -> None:
    changed(path, SHEET, lambda text: text.replace(
        "</sheetData>", '<row r="6"><c r="A6"><v>7</v></c><c r="B6" s="0"/><c r="D6"><v>8</v></c>'
        "</row></sheetData>"
    ))  # fmt: skip
    FileBook(path).write({"T": NEW})
    FileBook(path).write({"T": NEW[:1]})
    sheet = openpyxl.load_workbook(path)["S"]
    assert [sheet.cell(6, c).value for c in (1, 2, 3, 4)] == [7, None, None, 8]
    assert ooxml_errors(path) == []


def test_totals_row_keeps_the_length(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("S").add_table("B2:C5", {
            "name": "T", "total_row": True, "data": [["a", 1], ["b", 2]],
            "columns": [{"header": "A", "total_string": "Sum"},
                        {"header": "B", "total_function": "sum"}],
        })  # fmt: skip
    assert rows(path) == (("a", 1), ("b", 2))
    FileBook(path).write({"T": [("c", 5), ("d", 6)]})
    assert openpyxl.load_workbook(path)["S"]["B5"].value == "Sum"
    with pytest.raises(TableBlocked, match="totals row") as blocked:
        FileBook(path).write({"T": [("c", 5)]})
    assert "Total Row" in blocked.value.remedy
    assert ooxml_errors(path) == []


def test_merged_cells_block(path: Path) -> None:
    changed(path, SHEET, lambda text: text.replace(
        "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A6:B6"/></mergeCells>'
    ))  # fmt: skip
    FileBook(path).write({"T": NEW[:3]})
    with pytest.raises(TableBlocked, match="cells A6:B6 are merged"):
        FileBook(path).write({"T": NEW})


def test_overwritten_shared_formula_is_spelled_out_for_the_others(path: Path) -> None:
    shared = (
        '<row r="3"><c r="B3"><v>5</v></c><c r="C3"><f t="shared" ref="C3:E3" si="0">B3*2</f>'
        '<v>10</v></c><c r="D3"><f t="shared" si="0"/><v>20</v></c>'
        '<c r="E3" s="0"><f t="shared" si="0"/><v>40</v></c></row>'
    )
    changed(path, SHEET, lambda text: re.sub(r'<row r="3".*?</row>', shared, text))
    assert rows(path)[0] == (5, Formula("=B3*2", 10))
    FileBook(path).write({"T": NEW})
    sheet = openpyxl.load_workbook(path)["S"]
    assert [sheet[cell].value for cell in ("C3", "D3", "E3")] == [10, "=C3*2", "=D3*2"]
    assert ooxml_errors(path) == []


def test_half_an_array_formula_blocks(path: Path) -> None:
    array = '<c r="C3"><f t="array" ref="C3:D3">{1,2}</f><v>1</v></c><c r="D3"><v>2</v></c>'
    changed(path, SHEET, lambda text: re.sub(r'<c r="C3">.*?</c>', array, text))
    with pytest.raises(TableBlocked, match=r"array formula in C3:D3"):
        FileBook(path).write({"T": NEW})


def test_prefixed_part_without_cell_addresses(path: Path) -> None:
    """The Open XML SDK writes `x:` before every element; some programs leave out addresses."""

    def odd(text: str) -> str:
        text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text)
        text = text.replace(" xmlns=", " xmlns:x=")
        text = re.sub(r'(<x:c) r="[A-Z]+\d+"', r"\1", text)
        # Without addresses a cell stands beside its neighbour, so A has to be there.
        return re.sub(r"(<x:row[^>]*>)", r"\1<x:c/>", text)

    changed(path, SHEET, odd)
    assert rows(path) == TABLE.rows
    FileBook(path).write({"T": NEW})
    assert rows(path) == tuple(NEW)
    assert "<x:sheetData>" in parts_of(path)[SHEET].decode()
    assert ooxml_errors(path) == []


def test_utf16_part_and_comments_between_cells(path: Path) -> None:
    parts = parts_of(path)
    text = parts[SHEET].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    text = text.replace("<sheetData>", "<sheetData><!-- <c r='B3'><v>99</v></c> -->")
    repack(path, parts | {SHEET: text.encode("utf-16")})
    FileBook(path).write({"T": NEW})
    assert rows(path) == tuple(NEW)
    assert parts_of(path)[SHEET].startswith(b"\xff\xfe")


def test_calendar_of_1904(tmp_path: Path) -> None:
    block = Block("T", "S", 1, 1, ("D",), ((date(2026, 1, 5),), (datetime(2026, 1, 5, 8, 1),)))
    path = workbook_file(tmp_path / "mac.xlsx", [block], date_1904=True)
    assert rows(path) == block.rows
    new = ((date(1904, 1, 2),), (date(2030, 5, 6),), ("x",), (datetime(2030, 5, 6, 7, 8),))
    FileBook(path).write({"T": new})
    assert rows(path) == new
    assert openpyxl.load_workbook(path)["S"]["A3"].value.date() == date(2030, 5, 6)


def test_odd_sheets_and_chart_sheets(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    blocks = [
        Block("First_", 'It\'s <odd> & "quoted" ü', 1, 1, ("A\nB", "A & <B>"), (("x", None),)),
        Block("Second_", "-", 5, 30, ("#1",), ((1,), (2,))),
    ]
    with xlsxwriter.Workbook(path) as book:
        formats = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        chart = book.add_chart({"type": "line"})
        book.add_chartsheet("Chart").set_chart(chart)
        for block in blocks:
            add_table(book.add_worksheet(block.sheet), block, formats)
        chart.add_series({"values": "='-'!$AD$6:$AD$7"})
        book.add_worksheet("Empty")
    assert dict(FileBook(path).tables()) == {block.name: block for block in blocks}
    FileBook(path).write({"Second_": [(3,)], "First_": [("y", "z")]})
    assert FileBook(path).tables()["First_"].rows == (("y", "z"),)
    assert ooxml_errors(path) == []


def test_no_tables(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "none.xlsx", [])
    assert dict(FileBook(path).tables()) == {}


def test_as_other_programs_store_it(path: Path) -> None:
    """Errors, rich text with reading aids, ISO dates, booleans, text results."""
    cells = {
        "B3": '<c r="B3" t="e"><v>#N/A</v></c>',
        "C3": '<c r="C3" t="inlineStr"><is><r><t>rich </t></r><r><rPr><b/></rPr><t>text</t></r>'
        "<rPh sb=\"0\" eb=\"1\"><t>aid</t></rPh></is></c>",
        "B4": '<c r="B4" t="d"><v>2026-01-05T00:00:00</v></c>',
        "C4": '<c r="C4" t="b"><v>1</v></c>',
        "B5": '<c r="B5" t="str"><f>"a"&amp;"_x005F_x0041_"</f><v>a_x005F_x0041_</v></c>',
        "C5": '<c r="C5" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    }  # fmt: skip
    for name, cell in cells.items():
        changed(path, SHEET, lambda text, n=name, c=cell: re.sub(rf'<c r="{n}".*?</c>', c, text))
    assert rows(path) == (
        ("#N/A", "rich text"),
        (date(2026, 1, 5), True),
        (Formula('="a"&"_x005F_x0041_"', "a_x0041_"), Formula("=1/0", "#DIV/0!")),
    )


def test_longer_text_and_halved_emoji_of_other_programs(path: Path) -> None:
    for name, text in {"B3": "x" * 40_000, "B4": "_xD83D__xDE00_ _xD800_"}.items():
        cell = f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'
        changed(path, SHEET, lambda old, n=name, c=cell: re.sub(rf'<c r="{n}".*?</c>', c, old))
    assert [row[0] for row in rows(path)] == ["x" * 40_000, "😀 \ufffd", "c"]


def test_made_by_openpyxl(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    for row in (("Day", "At", "Sum"), (date(2026, 1, 5), time(9, 30), "=1+1"), (None, None, None)):
        sheet.append(row)
    sheet.add_table(OpenpyxlTable(displayName="T", ref="A1:C3"))
    book.save(path)
    its_own_errors = ooxml_errors(path)
    assert rows(path) == ((date(2026, 1, 5), time(9, 30), Formula("=1+1")), (None,) * 3)
    FileBook(path).write({"T": [(date(2026, 1, 6), time(8), Formula("=1+2", 3))] * 4})
    assert rows(path) == ((date(2026, 1, 6), time(8), Formula("=1+2", 3)),) * 4
    assert openpyxl.load_workbook(path)["S"]["B5"].value == time(8)
    assert ooxml_errors(path) == its_own_errors


def test_without_a_header_row(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("S").add_table(
            "B2:C3", {"name": "T", "header_row": False, "data": [["a", 1], ["b", 2]]}
        )
    assert rows(path) == (("a", 1), ("b", 2))
    FileBook(path).write({"T": NEW})
    assert rows(path) == tuple(NEW)
    assert 'ref="B2:C5"' in parts_of(path)[SECOND].decode()
    assert ooxml_errors(path) == []


def test_one_rule_over_several_columns_and_others_of_the_user(path: Path) -> None:
    rules = (
        '<conditionalFormatting sqref="B3:C5 E3:E5 B3:B4"><cfRule type="duplicateValues" '
        'priority="1"/></conditionalFormatting><dataValidations count="1"><dataValidation '
        'type="whole" sqref="C3:C5"><formula1>1</formula1></dataValidation></dataValidations>'
    )
    changed(path, SHEET, lambda text: text.replace("</sheetData>", "</sheetData>" + rules))
    FileBook(path).write({"T": NEW})
    text = parts_of(path)[SHEET].decode()
    assert 'sqref="B3:C6 E3:E5 B3:B4"' in text
    assert 'sqref="C3:C6"' in text
    FileBook(path).write({"T": []})
    text = parts_of(path)[SHEET].decode()
    assert 'sqref="B3:C3 E3:E5 B3:B4"' in text
    FileBook(path).write({"T": NEW})
    assert 'sqref="C3:C6"' in parts_of(path)[SHEET].decode()
    assert ooxml_errors(path) == []


def test_sorting_and_filter_follow(path: Path) -> None:
    more = (
        '<filterColumn colId="0"><filters><filter val="a"/></filters></filterColumn></autoFilter>'
        '<sortState ref="B3:C5"><sortCondition ref="C3:C5"/></sortState>'
    )
    opened = 'ref="B2:C5"/>'
    changed(path, SECOND, lambda text: text.replace(opened, f'ref="B2:C5">{more}'))
    FileBook(path).write({"T": NEW})
    text = parts_of(path)[SECOND].decode()
    assert re.findall(r'<(\w+)[^>]* ref="([^"]*)"', text) == [
        ("table", "B2:C6"), ("autoFilter", "B2:C6"), ("sortState", "B3:C6"),
        ("sortCondition", "C3:C6"),
    ]  # fmt: skip
    assert ooxml_errors(path) == []


def test_numbers_and_formulas_shed_the_text_mark(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, marked = book.add_worksheet("S"), book.add_format({"quote_prefix": True})
        sheet.add_table("B2:C3", {"name": "T", "columns": [{"header": "A"}, {"header": "B"}]})
        sheet.write_row("B3", ["007", "008"], marked)
    FileBook(path).write({"T": [(Formula("=1+1", 2), 7), ("009", True)]})
    cells = openpyxl.load_workbook(path)["S"]
    marks = [cells[name].quotePrefix for name in ("B3", "C3", "B4", "C4")]
    assert marks == [False, False, True, False]
    assert ooxml_errors(path) == []


@pytest.mark.parametrize(
    ("shown", "stored"),
    [
        ("=[@B]*2", "=T[[#This Row],[B]]*2"),
        ("=[@[How many]]&T[@B]", "=T[[#This Row],[How many]]&T[[#This Row],[B]]"),
        ("=SUM([@[A]:[B]])", "=SUM(T[[#This Row],[A]:[B]])"),
        ("=COLUMNS([@])", "=COLUMNS(T[#This Row])"),
        ('="[@B]"&Other[@B]', '="[@B]"&Other[[#This Row],[B]]'),
        ("=T[[#This Row],[B]]", "=T[[#This Row],[B]]"),
    ],
)
def test_formulas_as_excel_shows_them_are_stored_as_files_want_them(
    path: Path, shown: str, stored: str
) -> None:
    FileBook(path).write({"T": [("x", Formula(shown, 1))]})
    assert rows(path) == (("x", Formula(stored, 1)),)


@pytest.mark.slow
def test_made_by_libreoffice(path: Path, tmp_path: Path) -> None:
    made = reopened(path, tmp_path)
    assert rows(made) == TABLE.rows
    FileBook(made).write({"T": NEW})
    assert rows(made) == tuple(NEW)
    sheet = openpyxl.load_workbook(made)["S"]
    assert [sheet.cell(row, 2).value for row in range(3, 7)] == ["x", "y", "z", "=w"]


@pytest.mark.slow
def test_dangerous_text_is_text_in_libreoffice(path: Path, tmp_path: Path) -> None:
    texts = ["=1+1", "+x", "-x", "@x", "\tx", "'q", "_x0041_", "007", "1/2", "a\nb", "=cmd|'x'!A0"]
    FileBook(path).write({"T": [(text, i) for i, text in enumerate(texts)]})
    assert rows(reopened(path, tmp_path)) == tuple((t, i) for i, t in enumerate(texts))


plain_text = st.text(st.characters(categories=["L", "N", "P", "S", "Z"]), min_size=1, max_size=20)
CELLS = (
    plain_text.filter(lambda text: "_x" not in text),
    st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(
        lambda moment: moment.replace(microsecond=0)
    ),
)


@settings(
    max_examples=tries(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(new=st.lists(st.tuples(*[st.none() | kind for kind in CELLS]), min_size=1, max_size=9))
def test_openpyxl_reads_the_same(tmp_path: Path, new: list[tuple[Cell, ...]]) -> None:
    """An independent reader sees the values that were written, whatever was there before."""
    path = workbook_file(tmp_path / "p.xlsx", [Block("T", "S", 2, 2, tuple("ABCD"), (("x",) * 4,))])
    FileBook(path).write({"T": new})
    sheet = openpyxl.load_workbook(path)["S"]
    seen = [tuple(cell.value for cell in row) for row in sheet["B3" : f"E{2 + len(new)}"]]
    assert seen == new
    assert sheet.tables["T"].ref == f"B2:E{2 + len(new)}"
