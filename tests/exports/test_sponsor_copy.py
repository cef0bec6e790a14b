"""The sponsor copy physically lacks what must not be shared."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from revmentor_xl.errors import FileNotWritten, UnsafeExport, WorkbookLocked
from revmentor_xl.exports.sponsor.sponsor_copy import scan, write_sponsor_copy
from revmentor_xl.program import Program
from revmentor_xl.steps.sharing.sponsor import sponsor
from tests.lived import lived
from tests.officetools import ooxml_errors, reopened
from tests.tries import tries

PRIVATE = (
    "lanternfolk|homesickness|keeper of lamps|hrremark|pairremark|privatenote|whispered"
    "|nordlicht\\.example|MEN0|LEA0|PAIR0|budget talk"
)


def text_of(path: Path) -> str:
    """Every part of the package, one after the other."""
    with ZipFile(path) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist())


@pytest.fixture(scope="module")
def made() -> Program:
    return lived(30)


@pytest.fixture(scope="module")
def copy(made: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shared") / "copy.xlsx"
    write_sponsor_copy(made, path)
    return path


def test_it_holds_the_lines_of_the_sponsor_tab(made: Program, copy: Path) -> None:
    rows = openpyxl.load_workbook(copy)["All lines"].iter_rows(min_row=4, values_only=True)
    expected = sponsor(made).cells("sponsor")
    assert [list(row) for row in rows] == expected.to_numpy().tolist()


def test_it_is_plain_and_open(copy: Path) -> None:
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == ["Summary", "Numbers behind the charts", "All lines"]
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not book.defined_names
    assert not book.vba_archive
    for sheet in book:
        assert not sheet.data_validations.dataValidation
        assert not [row for row, d in sheet.row_dimensions.items() if d.hidden]
        assert not [column for column, d in sheet.column_dimensions.items() if d.hidden]
        assert not [cell for row in sheet for cell in row if cell.comment or cell.data_type == "f"]
    assert book.properties.creator in (None, "")
    assert book.properties.lastModifiedBy in (None, "")
    assert book["Summary"]._charts


def test_the_package_has_only_what_it_needs(copy: Path) -> None:
    with ZipFile(copy) as package:
        strangers = [
            name
            for name in package.namelist()
            if not re.match(
                r"xl/(worksheets|drawings|charts|tables|theme)/|xl/(workbook|styles|"
                r"sharedStrings)\.xml|docProps/(app|core)\.xml|_rels/|xl/_rels/|"
                r"\[Content_Types\]",
                name,
            )
        ]
    assert strangers == []


def test_two_copies_are_the_same_to_the_byte(copy: Path, tmp_path: Path) -> None:
    write_sponsor_copy(lived(30), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == copy.read_bytes()


def test_an_older_copy_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "copy.xlsx"
    path.write_text("older")
    write_sponsor_copy(lived(6), path)
    assert openpyxl.load_workbook(path).sheetnames
    assert [file.name for file in tmp_path.iterdir()] == ["copy.xlsx"]


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.replace", locked)
    with pytest.raises(FileNotWritten, match=r"copy\.xlsx.*a folder that you may write to"):
        write_sponsor_copy(lived(6), tmp_path / "copy.xlsx")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "copy.xlsx").write_text("older")
    with pytest.raises(WorkbookLocked, match=r"copy\.xlsx.*may be open in Excel"):
        write_sponsor_copy(lived(6), tmp_path / "copy.xlsx")
    assert [one.name for one in tmp_path.iterdir()] == ["copy.xlsx"]


@settings(max_examples=tries(15), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    pairs=st.integers(1, 24),
    seed=st.integers(0, 999),
    threshold=st.integers(3, 8),
    departments=st.integers(1, 5),
)
def test_no_secret_and_no_small_count_ever(
    tmp_path_factory: pytest.TempPathFactory,
    pairs: int,
    seed: int,
    threshold: int,
    departments: int,
) -> None:
    names = ("Sales", "Finance", "Engineering", "Customer care", "Legal")[:departments]
    made = lived(pairs, seed, names, privacy_threshold=threshold)
    path = tmp_path_factory.mktemp("any") / "copy.xlsx"
    write_sponsor_copy(made, path)
    held = text_of(path)
    assert not re.search(PRIVATE, held, re.IGNORECASE)
    for person in [*made.table("mentors")["name"], *made.table("leaders")["name"]]:
        assert not re.search(rf"\b{'|'.join(person.split())}\b", held, re.IGNORECASE)
    for row in openpyxl.load_workbook(path)["All lines"].iter_rows(min_row=4, values_only=True):
        is_mean = row[0] == "What changed" or row[2] in ("Would recommend", "Kept")
        if isinstance(row[3], int) and not is_mean:
            assert not 0 < row[3] < threshold, row


@pytest.mark.parametrize(
    ("department", "kind"),
    [
        ("Team Ilva Quillfeather", "a name"),
        ("person1@nordlicht.example", "an e-mail address"),
        ("Desk MEN0003", "an ID"),
    ],
)
def test_a_secret_in_a_shown_cell_stops_the_export(
    made: Program, tmp_path: Path, department: str, kind: str
) -> None:
    cells = made.cells("mentors").assign(department=department)
    with pytest.raises(UnsafeExport, match=kind) as stopped:
        write_sponsor_copy(made.with_cells("mentors", cells), tmp_path / "copy.xlsx")
    assert department not in str(stopped.value)
    assert list(tmp_path.iterdir()) == []


def tampered(copy: Path, path: Path, part: str, old: str, new: str) -> Path:
    """The copy with one text replaced in one of its parts, or the part added."""
    with ZipFile(copy) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(
                name, text.replace(old.encode(), new.encode()) if name == part else text
            )
        if part not in source.namelist():
            target.writestr(part, new)
    return path


def test_the_scan_finds_nothing_in_the_copy_as_it_is(made: Program, copy: Path) -> None:
    scan(copy.read_bytes(), made)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("docProps/core.xml", "<dc:creator></dc:creator>", "<dc:creator>Noor</dc:creator>"),
        ("xl/charts/chart1.xml", "Finance", "Zofia"),
        ("xl/sharedStrings.xml", "Finance", "zofia okonjo's"),
        ("xl/worksheets/sheet1.xml", "Totals only", "Homesickness"),
        ("xl/workbook.xml", "</sheets>", "</sheets><definedNames><definedName name='a'>1"
         "</definedName></definedNames>"),
        ("xl/workbook.xml", 'sheetId="3"', 'sheetId="3" state="hidden"'),
        ("xl/comments1.xml", "", "<comments/>"),
        ("xl/vbaProject.bin", "", "x"),
    ],
)  # fmt: skip
def test_the_scan_finds_what_slips_in(
    made: Program, copy: Path, tmp_path: Path, part: str, old: str, new: str
) -> None:
    with pytest.raises(UnsafeExport):
        scan(tampered(copy, tmp_path / "copy.xlsx", part, old, new).read_bytes(), made)


def renamed(made: Program, words: list[str]) -> Program:
    """The program in which the mentors' surnames are these words."""
    mentors = made.cells("mentors").copy()
    mentors["name"] = [f"Xu {words[i % len(words)]}" for i in range(len(mentors))]
    return made.with_cells("mentors", mentors)


def test_people_who_are_called_like_a_label_stop_nothing(
    made: Program, copy: Path, tmp_path: Path
) -> None:
    lines = openpyxl.load_workbook(copy)["All lines"].iter_rows(min_row=4, values_only=True)
    said = " ".join(str(text) for row in lines if row[0] != "In their own words" for text in row)
    words = sorted({word for word in re.findall(r"[a-z]+", said.casefold()) if len(word) > 3})
    plain = made.with_cells("review", made.cells("review").assign(success_story=None))
    plain = plain.with_cells("checkins", plain.cells("checkins").assign(success_story=None))
    for start in range(0, len(words), 30):
        made_copy = tmp_path / f"copy {start}.xlsx"
        write_sponsor_copy(renamed(plain, words[start : start + 30]), made_copy)
        assert made_copy.is_file()


def test_the_open_xml_validator_has_no_objection(copy: Path, tmp_path: Path) -> None:
    write_sponsor_copy(lived(1), tmp_path / "tiny.xlsx")
    assert ooxml_errors(copy) == []
    assert ooxml_errors(tmp_path / "tiny.xlsx") == []


def test_libreoffice_opens_it(copy: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(reopened(copy, tmp_path))
    assert book["Summary"]["B2"].value == "Reverse mentoring – Nordlicht Works"
