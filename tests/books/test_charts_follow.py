"""Charts over a table cover all its rows and hold its values; others stay as they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from revmentor_xl.books.areas import Area
from revmentor_xl.books.book import Block, Cell, Formula
from revmentor_xl.books.disk.parts.chart import Redrawing, redrawn
from revmentor_xl.books.file import FileBook
from tests.books.richworkbook import parts_of, repack
from tests.contract.workbooks import add_table
from tests.officetools import ooxml_errors

SHEET = "It's “here”"
PEOPLE = Block("People", SHEET, 2, 2, ("Name", "Team", "Score"), (("Ada", "x", 1), ("Bo", "y", 2)))
OTHER = Block("Other", SHEET, 2, 6, ("Number",), ((1,), (2,)))
MORE: list[tuple[Cell, ...]] = [("Ada", "x", 1), ("B & <o>", "y", Formula("=1+4", 5)),
                                ("Cy", "y", None), ("Di", "z", 0.5)]  # fmt: skip
NAME = "'" + SHEET.replace("'", "''") + "'!"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Charts 1 to 5: over People, its first row, its teams and names, Other, a plain range."""
    path = tmp_path / "charts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        for block in (PEOPLE, OTHER):
            add_table(sheet, block, {})
        sheet.write_column("H3", [7, 8])
        for values, labels in (
            ("$D$3:$D$4", "$B$3:$B$4"),
            ("$D$3", "$B$3"),
            ("$D$3:$D$4", "$B$3:$C$4"),
            ("$F$3:$F$4", "$F$3:$F$4"),
            ("$H$3:$H$4", "$H$3:$H$4"),
        ):
            chart = book.add_chart({"type": "column"})
            chart.add_series(
                {"name": f"={NAME}$D$2", "values": f"={NAME}{values}",
                 "categories": f"={NAME}{labels}", "trendline": {"type": "linear"}}
            )  # fmt: skip
            sheet.insert_chart("J2", chart)
    return path


def chart(path: Path, number: int) -> str:
    return parts_of(path)[f"xl/charts/chart{number}.xml"].decode()


def ranges(text: str) -> list[str]:
    """The labels' and the values' ranges."""
    return [found.split("!")[1] for found in re.findall("<c:f>([^<]*)", text)][1:]


def cached(text: str) -> list[list[str]]:
    """What the caches say: name, labels (one list for each level), values; "-" is blank."""
    found: list[list[str]] = []
    for cache in re.findall(r"<c:(?:num|str|multiLvlStr)Cache>(.*?)Cache>", text):
        count = int(re.findall(r'ptCount val="(\d+)"', cache)[0])
        for level in re.findall("<c:lvl>(.*?)</c:lvl>", cache) or [cache]:
            points = dict(re.findall(r'<c:pt idx="(\d+)"><c:v>([^<]*)', level))
            found.append([points.get(str(i), "-") for i in range(count)])
    return found


@pytest.mark.parametrize(
    ("rows", "labels", "values"),
    [
        (MORE, ["Ada", "B &amp; &lt;o&gt;", "Cy", "Di"], ["1", "5", "-", "0.5"]),
        (MORE[1:2], ["B &amp; &lt;o&gt;"], ["5"]),
        ([], ["-"], ["-"]),
        ([("Eve", "x", "many"), (3, "y", True)], ["Eve", "3"], ["0", "1"]),
        ([("Eve", "x", "#N/A"), (date(2026, 1, 5), "y", 1)], ["Eve", "2026-01-05"], ["#N/A", "1"]),
    ],
    ids=["growth", "one row", "no rows", "texts", "errors and dates"],
)
def test_a_chart_covers_all_rows_and_holds_their_values(
    path: Path, rows: list[tuple[Cell, ...]], labels: list[str], values: list[str]
) -> None:
    FileBook(path).write({"People": rows})
    last = 2 + max(1, len(rows))
    end = "" if last == 3 else f":${{}}${last}"
    drawn = chart(path, 1)
    assert ranges(drawn) == ["$B$3" + end.format("B"), "$D$3" + end.format("D")]
    assert cached(drawn) == [["Score"], labels, values]
    assert ooxml_errors(path) == []


def test_it_grows_again_after_it_was_one_row(path: Path) -> None:
    FileBook(path).write({"People": []})
    FileBook(path).write({"People": MORE})
    assert ranges(chart(path, 1)) == ["$B$3:$B$6", "$D$3:$D$6"]
    assert cached(chart(path, 1))[2] == ["1", "5", "-", "0.5"]


def test_new_values_in_as_many_rows_reach_the_cache(path: Path) -> None:
    FileBook(path).write({"People": [("Ada", "x", Formula("=3*3", 9)), ("Bo", "y", 2)]})
    assert ranges(chart(path, 1)) == ["$B$3:$B$4", "$D$3:$D$4"]
    assert cached(chart(path, 1)) == [["Score"], ["Ada", "Bo"], ["9", "2"]]


def test_a_chart_over_only_the_first_rows_keeps_its_range(path: Path) -> None:
    FileBook(path).write({"People": [("Zoe", "x", 8), *MORE]})
    assert ranges(chart(path, 2)) == ["$B$3", "$D$3"]
    assert cached(chart(path, 2)) == [["Score"], ["Zoe"], ["8"]]


def test_labels_of_two_columns_follow_in_both_levels(path: Path) -> None:
    name = "xl/charts/chart3.xml"
    levels = (
        r'<c:multiLvlStrRef>\1<c:multiLvlStrCache><c:ptCount val="1"/><c:lvl><c:pt idx="0">'
        "<c:v>x</c:v></c:pt></c:lvl><c:lvl/></c:multiLvlStrCache></c:multiLvlStrRef></c:cat>"
    )
    text = re.sub("<c:numRef>(<c:f>[^<]*</c:f>)</c:numRef></c:cat>", levels, chart(path, 3))
    repack(path, parts_of(path) | {name: text.encode()})
    FileBook(path).write({"People": MORE[2:] + MORE[:1]})
    drawn = chart(path, 3)
    assert ranges(drawn) == ["$B$3:$C$5", "$D$3:$D$5"]
    assert cached(drawn)[1:3] == [["y", "z", "x"], ["Cy", "Di", "Ada"]]  # the inner level first
    assert ooxml_errors(path) == []


def test_charts_over_other_cells_stay_byte_for_byte(path: Path) -> None:
    before = parts_of(path)
    FileBook(path).write({"People": MORE})
    after = parts_of(path)
    changed = {name for name in before if before[name] != after[name] and "chart" in name}
    assert changed == {"xl/charts/chart1.xml", "xl/charts/chart3.xml"}


def test_nothing_else_in_the_chart_changes(path: Path) -> None:
    def bare(text: str) -> str:
        return re.sub(r"<c:(f|numCache|strCache)>.*?</c:\1>", "", text)

    before = bare(chart(path, 1))
    FileBook(path).write({"People": MORE})
    assert bare(chart(path, 1)) == before
    assert "<c:trendline>" in before


def test_same_values_spelled_as_excel_does_leave_the_chart_alone(path: Path) -> None:
    parts = parts_of(path)
    name = "xl/charts/chart1.xml"
    text = (
        parts[name]
        .decode()
        .replace('<c:pt idx="0"><c:v>1</c:v>', '<c:pt idx="0" formatCode="0.0">\n<c:v>1.0</c:v>')
    )
    repack(path, parts | {name: text.encode()})
    FileBook(path).write({"People": [("Ada", "changed", 1), ("Bo", "y", 2)]})
    assert chart(path, 1) == text


def test_a_chart_that_cannot_be_read_is_left_alone(path: Path) -> None:
    name = "xl/charts/chart1.xml"
    repack(path, parts_of(path) | {name: b"<c:chartSpace><c:f>"})
    FileBook(path).write({"People": MORE})
    assert parts_of(path)[name] == b"<c:chartSpace><c:f>"
    assert FileBook(path).tables()["People"].rows == tuple(MORE)


def numbers(row: int, column: int) -> Cell:
    return row * 10 + column


def redraw(reference: str, value: Callable[[int, int], Cell] = numbers) -> str:
    old, new = Area(2, 1, 3, 2), Area(2, 1, 4, 2)
    return redrawn(reference, [Redrawing("S", [(old, new)], value, date1904=False)])


@pytest.mark.parametrize(
    ("range_", "followed"),
    [
        ("S!$A$2:$A$3", "S!$A$2:$A$4"),
        ("s!$A$2:$B$3", "s!$A$2:$B$4"),  # sheet names ignore upper and lower case
        ("'S'!$B$2:$B$9", "'S'!$B$2:$B$4"),  # places kept for more rows
        ("S!A2:A3", "S!A2:$A$4"),
        ("S!$A$2", "S!$A$2"),  # only the first of two rows
        ("S!$A$3:$A$3", "S!$A$3:$A$3"),
        ("S!$A$2:$C$3", "S!$A$2:$C$3"),  # beyond the table
        ("T!$A$2:$A$3", "T!$A$2:$A$3"),
        ("[1]S!$A$2:$A$3", "[1]S!$A$2:$A$3"),  # in another file
        ("(S!$A$2,S!$A$3)", "(S!$A$2,S!$A$3)"),
        ("Book!a_name", "Book!a_name"),
        ("S!$A:$A", "S!$A:$A"),
    ],
)
def test_which_ranges_follow(range_: str, followed: str) -> None:
    chart = "<c:val><c:numRef><c:f>{}</c:f></c:numRef></c:val>"
    assert redraw(chart.format(range_)) == chart.format(followed)


def test_a_range_over_a_whole_sheet_does_not_take_for_ever() -> None:
    chart = "<numRef><f>S!$A$2:$XFD$1048576</f><numCache><ptCount val='0'/></numCache></numRef>"
    assert redraw(chart) == chart


@pytest.mark.parametrize(
    ("values", "kind", "labels"),
    [([1, 2, 3], "num", ["1", "2", "3"]), ([1, "two", None], "str", ["1", "two", "-"])],
)
def test_labels_that_become_texts_are_stored_as_texts(
    values: Sequence[Any], kind: str, labels: list[str]
) -> None:
    ref = (
        "<c:{0}><c:numRef><c:f>S!$A$2:$A$3</c:f><c:numCache><c:formatCode>0</c:formatCode>"
        '<c:ptCount val="0"/></c:numCache></c:numRef></c:{0}>'
    )
    drawn = redraw(ref.format("cat") + ref.format("val"), lambda row, _: values[row - 2])
    assert re.findall("<c:(num|str)Ref>", drawn) == [kind, "num"]
    assert re.findall("</c:(num|str)Cache></c:(num|str)Ref>", drawn)[0] == (kind, kind)
    assert cached(drawn)[0] == labels
