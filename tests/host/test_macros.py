"""The macro project: read back as written, bound to its sheets; any file name gets through."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from struct import unpack_from
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from revmentor_xl.exports.template.template import code_names
from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.template.build import write_template
from revmentor_xl.host.template.macros import fingerprint, vba_modules, vba_project
from revmentor_xl.host.template.ribbon import ribbon_xml
from revmentor_xl.schema.workbook import WORKBOOK

MODULES = vba_modules(COMMANDS)
DOCUMENTS = ("ThisWorkbook", *code_names().values())


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("macros") / "template.xlsm"
    write_template(path)
    return path


def windows_lines(source: str) -> str:
    return source.replace("\n", "\r\n")


def test_sources_are_plain_and_strict() -> None:
    assert set(MODULES) >= {"Running", "Asking", "RibbonTab", "Commands", "Functions"}
    for name, source in MODULES.items():
        source.encode("ascii")
        assert source.startswith(f'Attribute VB_Name = "{name}"\nOption Explicit\n')
        assert max(len(line) for line in source.splitlines()) < 1000
        # Excel takes at most 24 continuations of one line.
        assert not re.search(r"(?:[^\n]* _\n){25}", source)


def test_cells_are_offered_the_custom_functions_and_nothing_else() -> None:
    for name, source in MODULES.items():
        offered = re.findall(r"^(?:Public )?Function (\w+)", source, re.M)
        if "Option Private Module" not in source:
            assert all(one.startswith("RM_") for one in offered), (name, offered)


def test_the_way_to_python_keeps_no_path_and_no_double_quote() -> None:
    running = MODULES["Running"]
    assert 'ADD_IN As String = "xlwings.xlam"' in running
    assert "ThisWorkbook.Activate" in running
    command = re.findall(r'"(from revmentor_xl[^"]*)"', running)
    assert command == ["from revmentor_xl.host import buttons; buttons."]
    assert not re.search(r"[A-Za-z]:\\|/Users|/home|\.py\b", "".join(MODULES.values()))


def test_pyopenvba_reads_back_what_was_written(template: Path) -> None:
    from pyopenvba import ExcelFile

    with ExcelFile(template) as book:
        assert tuple(book.module_names()) == (*DOCUMENTS, *MODULES)
        for name, source in MODULES.items():
            assert book.get_module(name) == windows_lines(source)
        assert book.validate() == []


def test_oletools_reads_back_what_was_written(template: Path) -> None:
    from oletools import olevba

    parser = olevba.VBA_Parser(str(template))
    found = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    for name, source in MODULES.items():
        assert found[f"{name}.bas"].rstrip() == windows_lines(source).rstrip()
    assert {f"{name}.cls" for name in DOCUMENTS} <= set(found)


def test_sheets_and_document_modules_have_the_same_code_names(template: Path) -> None:
    with ZipFile(template) as package:
        workbook = package.read("xl/workbook.xml").decode()
        sheets = [
            package.read(f"xl/worksheets/sheet{number}.xml").decode()
            for number in range(1, len(WORKBOOK.sheets) + 1)
        ]
    assert 'codeName="ThisWorkbook"' in workbook
    found = [re.search(r'<sheetPr codeName="(\w+)"', sheet) for sheet in sheets]
    assert tuple(name[1] for name in found if name) == DOCUMENTS[1:]
    assert len(set(DOCUMENTS)) == len(DOCUMENTS)


def test_the_ribbon_is_in_the_package(template: Path) -> None:
    with ZipFile(template) as package:
        assert (
            package.read("customUI/customUI.xml")
            .decode()
            .endswith(ribbon_xml(COMMANDS, fingerprint(vba_modules(COMMANDS))))
        )
        relations = package.read("_rels/.rels").decode()
    assert (
        'Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" '
        'Target="customUI/customUI.xml"'
    ) in relations


def test_the_project_is_the_same_every_time() -> None:
    once = vba_project(DOCUMENTS[1:], MODULES)
    assert once == vba_project(DOCUMENTS[1:], MODULES)


def test_excel_compiles_the_sources_and_trusts_no_cache_of_another_version() -> None:
    """[MS-OVBA] 2.3.4.1, 2.3.4.2.3 and 2.3.4.2.3.2.7: what MUST be on write."""
    from olefile import OleFileIO
    from oletools.olevba import decompress_stream

    with OleFileIO(BytesIO(vba_project(DOCUMENTS[1:], MODULES))) as project:
        streams = ["/".join(path) for path in project.listdir()]
        assert project.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000000")
        described = decompress_stream(bytearray(project.openstream("VBA/dir").read()))
    assert not [name for name in streams if "SRP" in name]
    cookies, offsets = set(), set()
    for kind, content in dir_records(described):
        if kind in (0x13, 0x2C):  # PROJECTCOOKIE, MODULECOOKIE
            cookies.add(content)
        elif kind == 0x31:  # MODULEOFFSET: nothing stands before the source
            offsets.add(content)
    assert cookies == {b"\xff\xff"}
    assert offsets == {bytes(4)}


def dir_records(described: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a project's dir stream, by their kind."""
    place, kind = 0, 0
    while kind != 0x10:  # the terminator
        kind, size = unpack_from("<HI", described, place)
        size += 2 * (kind == 0x09)  # PROJECTVERSION counts its minor version out
        yield kind, described[place + 6 : place + 6 + size]
        place += 6 + size


def test_a_source_with_other_than_ascii_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project(["HomeSheet"], {"Odd": "' caf\u00e9\n"})


# --- File names -----------------------------------------------------------


@cache
def interpreter() -> Any:
    from pyopenvba.interpreter import Interpreter

    vba = Interpreter()
    vba.add_module(MODULES["Running"], name="Running")
    return vba


def python_text(plain: str) -> str:
    # VBA's strings are UTF-16: what lies beyond 16 bits comes in two halves.
    units = memoryview(plain.encode("utf-16", "surrogatepass")[2:]).cast("H")
    return str(interpreter().run("PythonText", ["".join(map(chr, units))]))


@pytest.mark.parametrize(
    "name",
    [
        r"C:\Users\Zoë O'Brien\100% sure & so on\answers (2).csv",
        "/Users/ana/“Survey” $HOME `x`|y.xlsx",
        "/tmp/調査 😀.csv",
        "",
    ],
)
def test_any_file_name_reaches_python_unharmed(name: str) -> None:
    text = python_text(name)
    assert ast.literal_eval(text) == name
    assert re.fullmatch(r"'[A-Za-z0-9 \-./:_\\]*'", text)  # nothing for a shell to take up


@given(st.text(max_size=12))
def test_any_text_at_all_reaches_python_unharmed(name: str) -> None:
    assert ast.literal_eval(python_text(name)) == name
