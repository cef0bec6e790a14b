"""Files that are not what they say: each is refused with a message and a way on."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from revmentor_xl.books.book import Block
from revmentor_xl.books.disk.limits import Limits, open_zip, read_source
from revmentor_xl.books.file import FileBook
from revmentor_xl.errors import RevmentorError, UnreadableWorkbook
from tests.books.richworkbook import parts_of, repack, rich_workbook
from tests.contract.workbooks import workbook_file

TABLE = Block("T", "S", 1, 1, ("A", "B"), ((1, "x"), (2, "y")))
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{i} "{("&a" + str(i - 1) + ";") * 10}">' for i in range(1, 10)).replace(
        "&a0;", "&a;"
    )
    + "]><worksheet><sheetData>&a9;</sheetData></worksheet>"
)


def good(folder: Path) -> Path:
    return workbook_file(folder / "book.xlsx", [TABLE])


def with_part(folder: Path, part: str, data: bytes) -> Path:
    path = good(folder)
    return repack(path, parts_of(path) | {part: data})


def bomb(folder: Path) -> Path:
    return with_part(folder, "xl/media/huge.bin", bytes(40_000_000))


def many_parts(folder: Path) -> Path:
    path = good(folder)
    return repack(path, parts_of(path) | {f"xl/media/{i}": b"" for i in range(6_000)})


def truncated(folder: Path) -> Path:
    path = good(folder)
    path.write_bytes(path.read_bytes()[:-300])
    return path


def flipped(folder: Path) -> Path:
    path = good(folder)
    with zipfile.ZipFile(path) as package:
        start = package.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    data = bytearray(path.read_bytes())
    data[start : start + 40] = bytes(40)
    path.write_bytes(bytes(data))
    return path


def plain(data: bytes, name: str = "book.xlsx") -> object:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def twice(folder: Path) -> Path:
    path = good(folder)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/workbook.xml", b"<workbook/>")
    return path


def protected(folder: Path) -> Path:
    """As a ZIP program writes it: every part of the package is said to need a password."""
    path = good(folder)
    data = bytearray(path.read_bytes())
    for found in re.finditer(b"PK\x01\x02", bytes(data)):
        data[found.start() + 8] |= 1
    path.write_bytes(bytes(data))
    return path


def odt(folder: Path) -> Path:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<x/>")
    (folder / "book.xlsx").write_bytes(data.getvalue())
    return folder / "book.xlsx"


SHEET = "xl/worksheets/sheet1.xml"
XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
CASES = {
    "absent": (lambda folder: folder / "nothing.xlsx", "There is no file"),
    "folder": (lambda folder: folder, "cannot be read"),
    "empty": (plain(b""), "empty"),
    "text": (plain(b"Name;Level\nAda;2\n"), "not an Excel workbook"),
    "password": (plain(OLE + b"..." + "EncryptedPackage".encode("utf-16-le")), "password"),
    "password of a ZIP file": (protected, "protected ZIP file"),
    "xls": (plain(OLE + b"Workbook", "book.xls"), "old Excel format"),
    "opendocument": (odt, "not an Excel workbook"),
    "bomb": (bomb, "unpacks to far more"),
    "many parts": (many_parts, "unpacks to far more"),
    "truncated": (truncated, "incomplete"),
    "damaged": (flipped, "damaged"),
    "part twice": (twice, "twice"),
    "billion laughs": (lambda f: with_part(f, SHEET, LAUGHS.encode()), "declares entities"),
    "utf-16 laughs": (lambda f: with_part(f, SHEET, LAUGHS.encode("utf-16")), "declares entities"),
    "external entity": (lambda f: with_part(f, "xl/tables/table1.xml", XXE), "declares entities"),
    "broken xml": (lambda f: with_part(f, SHEET, b"<worksheet><sheetData>"), "not valid"),
    "huge table": (
        lambda f: with_part(f, "xl/tables/table1.xml", b'<table displayName="T" ref="A1:XFD1048576'
                            b'"><tableColumns><tableColumn name="A"/></tableColumns></table>'),
        "damaged"),
    "endless table": (
        lambda f: with_part(f, "xl/tables/table1.xml", b'<table displayName="T" ref="A1:A99999999'
                            b'999"><tableColumns><tableColumn name="A"/></tableColumns></table>'),
        "damaged"),
    "nonsense numbers": (
        lambda f: with_part(f, SHEET, b'<worksheet><sheetData><row r="2"><c r="A2" s="x"><v>y</v>'
                            b"</c></row></sheetData></worksheet>"),
        "makes no sense"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_refused_with_a_reason_and_a_remedy(case: str, tmp_path: Path) -> None:
    make, reason = CASES[case]
    path = make(tmp_path)  # type: ignore[operator]
    with pytest.raises(UnreadableWorkbook, match=reason) as refused:
        FileBook(path).tables()
    assert path.name in refused.value.message
    assert refused.value.remedy.endswith(".")


NONSENSE = ["", "-1", "9" * 12, "x", "A1", "1e400", "nan", "Z9:A1", "A0", "XFD1048576:XFE1048577",
            "é", "3.5", "true", "#REF!"]  # fmt: skip


def test_nonsense_in_a_part_is_never_a_crash(tmp_path: Path) -> None:
    """Of 300 small damages each is survived, or refused in words for people."""
    path, dice = rich_workbook(tmp_path), random.Random(2026)
    parts = parts_of(path)
    ours = [n for n in parts if re.search("sheet1|table|workbook|styles|shared|^_rels", n)]
    ends = Counter[str]()
    for _ in range(300):
        name = dice.choice(ours)
        text = parts[name].decode()
        spot = dice.choice(list(re.finditer(r'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)|<[^>]+>', text)))
        new = "" if spot.group().startswith("<") else dice.choice(NONSENSE)
        damaged = text[: spot.start()] + new + text[spot.end() :]
        repack(path, parts | {name: damaged.encode()})
        book = FileBook(path, patience=0)
        try:
            people = book.tables().get("People")
            if people:
                book.write({"People": [("x",) * len(people.headers)] * 5}, {"How_many": 4})
        except RevmentorError:
            ends["refused"] += 1
        else:
            ends["survived"] += 1
    assert ends["survived"] + ends["refused"] == 300
    assert min(ends["survived"], ends["refused"]) > 30


def test_limits_can_be_set(tmp_path: Path) -> None:
    path = good(tmp_path)
    with pytest.raises(UnreadableWorkbook, match="unpacks"):
        FileBook(path, limits=Limits(inflated=1000)).tables()
    with pytest.raises(UnreadableWorkbook, match="larger than"):
        FileBook(path, limits=Limits(file_size=1000)).tables()


def test_a_hostile_file_is_not_written_to(tmp_path: Path) -> None:
    path = bomb(tmp_path)
    before = path.read_bytes()
    with pytest.raises(UnreadableWorkbook):
        FileBook(path).write({"T": []})
    assert path.read_bytes() == before


SIZES = {"a.xml": 10, "b.xml": 200, "c.xml": 3_000}


def package_of(sizes: dict[str, int]) -> bytes:
    """Parts of so many equal letters each."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, size in sizes.items():
            package.writestr(name, "x" * size)
    return made.getvalue()


def ratio_of_the_largest() -> float:
    with zipfile.ZipFile(io.BytesIO(package_of(SIZES))) as package:
        part = package.getinfo("c.xml")
    return part.file_size / part.compress_size


@pytest.mark.parametrize(
    ("limits", "opens"),
    [
        ({"parts": 3}, True),
        ({"parts": 2}, False),
        ({"inflated": 3_210}, True),
        ({"inflated": 3_209}, False),
        ({"part_inflated": 3_000}, True),
        ({"part_inflated": 2_999}, False),
        ({"ratio": ratio_of_the_largest(), "ratio_from": 2_999}, True),
        ({"ratio": ratio_of_the_largest() - 0.01, "ratio_from": 2_999}, False),
        ({"ratio": 1, "ratio_from": 3_000}, True),  # small parts may be packed as tight as can be
    ],
)
def test_what_is_just_within_a_limit_opens(limits: dict[str, int], opens: bool) -> None:
    data = package_of(SIZES)
    if opens:
        assert set(open_zip(data, "p.xlsx", Limits(**limits)).namelist()) == set(SIZES)
    else:
        with pytest.raises(UnreadableWorkbook, match="unpacks to far more"):
            open_zip(data, "p.xlsx", Limits(**limits))


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    path.write_bytes(bytes(1_000))
    assert read_source(path, Limits(file_size=1_000)) == bytes(1_000)
    with pytest.raises(UnreadableWorkbook, match=r"p\.xlsx is larger than"):
        read_source(path, Limits(file_size=999))


def test_names_that_windows_takes_for_one_are_one_part() -> None:
    with pytest.raises(UnreadableWorkbook, match="the same part twice"):
        open_zip(package_of({"xl/a.xml": 5, "xl/A.xml": 5}), "p.xlsx")
