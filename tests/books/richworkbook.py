"""A workbook full of what rebuilding would lose: charts, shapes, sparklines, macros, x14 rules.

XlsxWriter makes most of it; a second x14 validation, a custom ribbon, a
custom part and a calculation chain are put in by hand.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from revmentor_xl.books.book import Formula
from tests.contract.workbooks import FORMATS

X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
SLICER = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<slicers xmlns="{X14}"><slicer name="Choice" cache="Slicer_Choice" caption="Choice" \
rowHeight="234950"/></slicers>"""
SLICER_CACHE = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<slicerCacheDefinition xmlns="{X14}" \
xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" name="Slicer_Choice" \
sourceName="Choice"><extLst><x:ext uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" \
xmlns:x15="{X15}"><x15:tableSlicerCache tableId="1" column="3"/></x:ext></extLst>\
</slicerCacheDefinition>"""
SLICER_LIST = f"""<ext uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}" xmlns:x14="{X14}">\
<x14:slicerList><x14:slicer r:id="rIdSL"/></x14:slicerList></ext>"""
SLICER_CACHES = f"""<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" \
xmlns:x15="{X15}"><x15:slicerCaches xmlns:x14="{X14}"><x14:slicerCache r:id="rIdSC"/>\
</x15:slicerCaches></ext></extLst>"""
RIBBON = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui">\
<ribbon><tabs><tab id="rm" label="Reverse mentoring"/></tabs></ribbon></customUI>"""
X14_VALIDATION = """<ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" \
xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">\
<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">\
<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f>\
</x14:formula1><xm:sqref>C4:C6</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"""
SHEET = "xl/worksheets/sheet1.xml"
ROWS = (("Ada", date(2026, 1, 5), "a", 1), ("Bo", date(2026, 1, 6), "b", 2),
        ("Cy", date(2026, 1, 7), "c", 3))  # fmt: skip


def png() -> bytes:
    """The smallest picture: one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
        + chunk(b"IEND", b"")
    )


def rich_workbook(folder: Path) -> Path:
    """The workbook, macro-enabled: table `People` in B3:F6 of sheet `Pairs`."""
    path, picture, macros = folder / "rich.xlsm", folder / "dot.png", folder / "vbaProject.bin"
    picture.write_bytes(png())
    macros.write_bytes(b"\xd0\xcf\x11\xe0 any bytes will do for a macro project")
    with xlsxwriter.Workbook(path) as book:
        book.add_vba_project(macros)
        formats = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        pairs, lists = book.add_worksheet("Pairs"), book.add_worksheet("Lists")
        lists.write_column("A1", ["a", "b", "c"])
        lists.write("C1", "untouched shared string")
        _people(pairs, book, formats)
        _ornaments(pairs, book, picture)
        book.define_name("How_many", "=Pairs!$J$2")
        book.define_name("Two_cells", "=Pairs!$J$2:$J$3")
        pairs.write_formula("J2", "=COUNTA(People[Name])", None, 3)
        pairs.write("J3", "beside the table")
        pairs.write("J5", 5)
    _surgery(path)
    return path


def _people(sheet: Any, book: Any, formats: Mapping[type, Any]) -> None:
    sheet.set_row(3, 30)
    sheet.add_table(
        "B3:F6",
        {
            "name": "People",
            "columns": [
                {"header": "Name", "format": book.add_format({"bold": True})},
                {"header": "Day", "format": formats[date]},
                {"header": "Choice"},
                {"header": "Score"},
                {"header": "Double", "formula": "=[@Score]*2"},
            ],
        },
    )
    for i, (name, day, choice, score) in enumerate(ROWS, 3):
        sheet.write(i, 1, name, book.add_format({"bold": True}))
        sheet.write_datetime(i, 2, day, formats[date])
        sheet.write(i, 3, choice)
        sheet.write(i, 4, score)
        sheet.write_formula(i, 5, "=People[[#This Row],[Score]]*2", None, score * 2)


def _ornaments(sheet: Any, book: Any, picture: Path) -> None:
    bar = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True}
    sheet.conditional_format("E4:E6", bar)
    sheet.conditional_format("B4:B6", {"type": "duplicate"})
    sheet.conditional_format("J1:J9", {"type": "blanks"})
    sheet.data_validation("D4:D6", {"validate": "list", "source": "=Lists!$A$1:$A$3"})
    sheet.data_validation("J5:J9", {"validate": "integer", "criteria": ">", "value": 0})
    sheet.add_sparkline("H4", {"range": "Pairs!E4:F4"})
    sheet.insert_textbox("L2", "A shape with text")
    sheet.insert_image("L12", picture)
    sheet.write_comment("B3", "A note on the header")
    sheet.write_rich_string("J6", "rich ", book.add_format({"bold": True}), "text")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Pairs!$E$4:$E$6"})
    sheet.insert_chart("L20", chart)


def _surgery(path: Path) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {info.filename: old.read(info) for info in old.infolist()}
    _add_x14_validation(parts)
    _add_slicer(parts)
    parts["customUI/customUI.xml"] = RIBBON
    workbook = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = workbook.replace(b' fullCalcOnLoad="1"', b"")
    parts["xl/calcChain.xml"] = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<calcChain xmlns="http://'
        b'schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="J2" i="1"/><c r="F4"/>'
        b'<c r="F5"/><c r="F6"/></calcChain>'
    )
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for part, relation in (
        ("_rels/.rels", b'<Relationship Id="rIdUI" Type="http://schemas.microsoft.com/office/2006/'
         b'relationships/ui/extensibility" Target="customUI/customUI.xml"/>'),
        ("xl/_rels/workbook.xml.rels", b'<Relationship Id="rIdCC" Type="' + office
         + b'/calcChain" Target="calcChain.xml"/>'),
    ):  # fmt: skip
        parts[part] = parts[part].replace(b"</Relationships>", relation + b"</Relationships>")
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.calcChain+xml"/></Types>',
    )
    repack(path, parts)


def _add_x14_validation(parts: dict[str, bytes]) -> None:
    text = parts[SHEET].decode()
    # Excel marks newer namespaces as ignorable for older programs; rebuilding loses that.
    text = text.replace(
        'mc:Ignorable="x14ac"',
        'mc:Ignorable="x14ac xr" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"',
    )
    assert "xmlns:xr" in text
    text = text.replace("<extLst>", "<extLst>" + X14_VALIDATION)
    parts[SHEET] = text.encode()


def _add_slicer(parts: dict[str, bytes]) -> None:
    parts["xl/slicers/slicer1.xml"] = SLICER.encode()
    parts["xl/slicerCaches/slicerCache1.xml"] = SLICER_CACHE.encode()
    kinds = "http://schemas.microsoft.com/office/2007/relationships/"
    for part, end, new in (
        (SHEET, "</extLst></worksheet>", SLICER_LIST + "</extLst></worksheet>"),
        ("xl/worksheets/_rels/sheet1.xml.rels", "</Relationships>", '<Relationship Id="rIdSL" '
         f'Type="{kinds}slicer" Target="../slicers/slicer1.xml"/></Relationships>'),
        ("xl/workbook.xml", "</workbook>", SLICER_CACHES + "</workbook>"),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", '<Relationship Id="rIdSC" Type="'
         f'{kinds}slicerCache" Target="slicerCaches/slicerCache1.xml"/></Relationships>'),
        ("[Content_Types].xml", "</Types>", '<Override PartName="/xl/slicers/slicer1.xml" '
         'ContentType="application/vnd.ms-excel.slicer+xml"/><Override PartName="/xl/slicerCaches/'
         'slicerCache1.xml" ContentType="application/vnd.ms-excel.slicerCache+xml"/></Types>'),
    ):  # fmt: skip
        text = parts[part].decode()
        assert end in text, part
        parts[part] = text.replace(end, new).encode()


def repack(path: Path, parts: Mapping[str, bytes]) -> Path:
    """Write a package of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def parts_of(path: Path) -> dict[str, bytes]:
    """Every part of a package, in its order."""
    with zipfile.ZipFile(path) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def double(score: int) -> Formula:
    """The calculated cell beside a score."""
    return Formula("=People[[#This Row],[Score]]*2", score * 2)
