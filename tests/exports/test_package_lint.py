"""The package as a whole: nothing that Excel would repair, refuse or carry along by mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.template.ribbon import on_ribbon
from tests.macrobook import lived_through, modules, template, used, with_modules, with_parts
from tests.macrolint import CUSTOM_UI, VBA, form_buttons, subs
from tests.officetools import ooxml_errors
from tests.packagelint import TYPES, objections

FILES: Mapping[str, Callable[[], bytes]] = {
    "as built": template,
    "after three steps": used,
    "lived through": lived_through,
}
IMAGES = frozenset(
    name
    for line in (Path(__file__).parents[1] / "host" / "office_images.txt").read_text().splitlines()
    if not line.startswith("#")
    for name in line.split()
)
HOME = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


def parts(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("file", FILES)
def test_there_is_nothing_to_object_to(file: str) -> None:
    assert objections(FILES[file](), IMAGES) == []


@pytest.mark.parametrize("file", FILES)
def test_the_open_xml_validator_agrees(file: str, tmp_path: Path) -> None:
    path = tmp_path / "program.xlsm"
    path.write_bytes(FILES[file]())
    assert ooxml_errors(path) == []


def test_every_command_is_there_three_times_ribbon_macro_and_home() -> None:
    """The ribbon may be blocked by policy: every step is then pressed on Home."""
    there = parts(template())
    drawn = {macro.rpartition("!")[2] for _, macro in form_buttons(there)}
    known = subs(there[VBA])
    for command in on_ribbon(COMMANDS):
        name = f"rm_{command.function}"
        assert known[name] == 0
        assert f'id="{name}"'.encode() in there[CUSTOM_UI]
        assert name in drawn


# --- Each objection can be raised -----------------------------------------


def changed(part: str, old: str, new: str) -> bytes:
    """The template with the first such text in a part replaced."""
    text = parts(template())[part].decode()
    assert old in text, f"nothing to spoil: {old} in {part}"
    return with_parts(template(), {part: text.replace(old, new, 1).encode()})


def added(**files: bytes) -> bytes:
    return with_parts(template(), {name.replace("__", "/"): text for name, text in files.items()})


def without(part: str) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as new:
        for name, content in parts(template()).items():
            if name != part:
                new.writestr(name, content)
    return held.getvalue()


def twice(part: str) -> bytes:
    held = BytesIO(template())
    with ZipFile(held, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr(part, parts(template())[part])
    return held.getvalue()


def with_code(code: str) -> bytes:
    source = f'Attribute VB_Name = "Odd"\nOption Explicit\n{code}\n'
    return with_modules(template(), {"Odd": source})


def without_macro(name: str) -> bytes:
    source = modules()["Commands"].replace(f"Public Sub {name}(", f"Private Sub {name}(")
    return with_modules(template(), {"Commands": source})


RELATION = '<Relationship Id="rIdOdd" Type="http://x/{kind}" Target="{target}"{mode}/>'


def related(target: str, kind: str = "odd", mode: str = "", id_: str = "rIdOdd") -> bytes:
    line = RELATION.format(kind=kind, target=target, mode=mode).replace("rIdOdd", id_)
    end = "</Relationships>"
    return changed("xl/_rels/workbook.xml.rels", end, line + end)


SPOILED: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "part twice": (lambda: twice(BOOK), "xl/workbook.xml: twice"),
    "no content type": (lambda: added(xl__odd__thing=b"<x/>"), "no content type"),
    "general content type": (lambda: added(**{"xl__odd.xml": b"<x/>"}), "only the general"),
    "content type of nothing": (
        lambda: changed(TYPES, "/xl/styles.xml", "/xl/style.xml"),
        "/xl/style.xml: a content type, but no such part",
    ),
    "not a macro workbook": (
        lambda: changed(
            TYPES,
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        ),
        "not the content type of a macro workbook",
    ),
    "part gone": (lambda: without("xl/theme/theme1.xml"), "theme1.xml, which is not there"),
    "relationship twice": (lambda: related("styles.xml", id_="rId1"), "relationship rId1 twice"),
    "link outside": (
        lambda: related("http://example.com/x", mode=' TargetMode="External"'),
        "a link to http://example.com/x",
    ),
    "orphan": (lambda: added(**{"customXml__item.xml": b"<x/>"}), "nothing refers to it"),
    "sheet of no part": (
        lambda: changed(BOOK, 'r:id="rId1"', 'r:id="rId999"'),
        "uses the relationship rId999",
    ),
    "printer": (
        lambda: added(**{"xl__printerSettings__printerSettings1.bin": b"x"}),
        "not a part that a program file has",
    ),
    "path in a cell": (
        lambda: changed("xl/sharedStrings.xml", "<t>", r"<t>C:\Users\ana\x "),
        "a path (C:\\)",
    ),
    "path of the file": (
        lambda: changed(BOOK, "<sheets>", '<absPath url="x"/><sheets>'),
        "a path (absPath)",
    ),
    "path in a macro": (
        lambda: with_code('Const PLACE As String = "/home/ana/x"'),
        "Odd.bas: a path (/home/)",
    ),
    "author": (
        lambda: changed("docProps/core.xml", "<dc:creator>", "<dc:creator>Ana "),
        "says that Ana revmentor_xl made the file",
    ),
    "company": (
        lambda: changed("docProps/app.xml", "<DocSecurity>", "<Company>X</Company><DocSecurity>"),
        "Company is X",
    ),
    "note by": (lambda: changed("xl/comments1.xml", "<author>", "<author>Ana "), "a note by Ana"),
    "no properties": (lambda: without("docProps/app.xml"), "docProps/app.xml: not there"),
    "sheet of Python": (
        lambda: changed(BOOK, 'name="Health"', 'name="Health.py"'),
        "xlwings would run this sheet as Python",
    ),
    "sheet twice": (
        lambda: changed(BOOK, 'name="Health"', 'name="HOME"'),
        "two sheets of this name",
    ),
    "sheet name": (lambda: changed(BOOK, 'name="Health"', 'name="A/B"'), "no name for a sheet"),
    "other workbook": (
        lambda: changed(BOOK, "</definedName>", "+[1]Other!A1</definedName>"),
        "another workbook in it",
    ),
    "code name": (
        lambda: changed(HOME, 'codeName="HomeSheet"', 'codeName="OtherSheet"'),
        "Home: the code name OtherSheet",
    ),
    "code name twice": (
        lambda: changed(HOME, 'codeName="HomeSheet"', 'codeName="PairsSheet"'),
        "PairsSheet: the code name of 2 sheets",
    ),
    "library of Windows": (
        lambda: with_code('Private Declare PtrSafe Sub Tone Lib "x" ()'),
        "declares a function of a library",
    ),
    "other program": (
        lambda: with_code('Sub Odd()\n    Shell "x"\nEnd Sub'),
        "starts another program",
    ),
    "undeclared names allowed": (
        lambda: with_modules(template(), {"Odd": 'Attribute VB_Name = "Odd"\nSub X()\nEnd Sub\n'}),
        "Odd.bas: no Option Explicit",
    ),
    "callback gone": (lambda: without_macro("rm_pair_ribbon"), "calls rm_pair_ribbon, and no"),
    "callback of other form": (
        lambda: changed(CUSTOM_UI, 'onAction="rm_pair_ribbon"', 'onAction="rm_pair"'),
        "calls rm_pair, and no public Sub fits",
    ),
    "button's macro gone": (lambda: without_macro("rm_pair"), "a button for [0]!rm_pair, and no"),
    "ribbon id twice": (
        lambda: changed(CUSTOM_UI, 'id="rm_pair"', 'id="rm_undo"'),
        "the id rm_undo twice",
    ),
    "image": (
        lambda: changed(CUSTOM_UI, 'imageMso="', 'imageMso="Odd'),
        "Office has no image Odd",
    ),
    "key tip": (lambda: key_tips("PP", "P"), "the key tip P hides a longer one"),
    "key tip twice": (lambda: key_tips("PP", "PP"), "the key tip PP twice"),
}


def key_tips(*tips: str) -> bytes:
    text = re.sub(r' keytip="[^"]*"', "", parts(template())[CUSTOM_UI].decode())
    for tip in tips:
        text = text.replace(" onAction=", f' keytip="{tip}"  onAction =', 1)
    return with_parts(template(), {CUSTOM_UI: text.encode()})


@pytest.mark.parametrize("case", SPOILED)
def test_what_is_spoiled_is_objected_to(case: str) -> None:
    spoil, objection = SPOILED[case]
    found = objections(spoil(), IMAGES)
    assert any(objection in line for line in found), found
