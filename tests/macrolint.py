"""What can be wrong with a workbook's macros, ribbon and buttons, as they stand in its package."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO

from lxml import etree

Parts = Mapping[str, bytes]

CUSTOM_UI = "customUI/customUI.xml"
VBA = "xl/vbaProject.bin"
# Libraries every project refers to, by a GUID that Windows and Mac both know. The
# path beside it is where Windows keeps them, and is only looked at when the GUID is unknown.
_LIBRARIES = {
    "{00020430-0000-0000-C000-000000000046}": "stdole",
    "{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}": "Office",
}
# Parameters that Excel hands to a callback of a button or of the ribbon itself.
_CALLBACKS = {
    "onAction": 1,
    "onLoad": 1,
    "getEnabled": 2,
    "getVisible": 2,
    "getLabel": 2,
    "getScreentip": 2,
    "getSupertip": 2,
    "getImage": 2,
    "getPressed": 2,
}


def macro_objections(
    parts: Parts, sheets: Mapping[str, str], images: frozenset[str]
) -> Iterator[str]:
    """What is wrong with the project in these parts; `sheets` are the sheets' parts by name."""
    yield from _code_names(parts, sheets)
    for rule in (_macros, _references, _form_buttons):
        yield from rule(parts)
    yield from _ribbon(parts, images)


@cache
def modules(project: bytes) -> dict[str, str]:
    """The source of each module by its file name, as oletools reads it out."""
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser("vbaProject.bin", data=project)
    found = {str(name): str(code) for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found


def _code_names(parts: Parts, sheets: Mapping[str, str]) -> Iterator[str]:
    documents = {name[:-4] for name in modules(parts[VBA]) if name.endswith(".cls")}
    book = etree.fromstring(parts["xl/workbook.xml"]).find("{*}workbookPr")
    names = {"the workbook": book.get("codeName") if book is not None else None}
    for sheet, part in sheets.items():
        own = etree.fromstring(parts[part]).find("{*}sheetPr") if part in parts else None
        names[sheet] = own.get("codeName") if own is not None else None
    for sheet, name in names.items():
        if name not in documents:
            yield f"{sheet}: the code name {name}, which the macro project does not have"
    for name, number in Counter(names.values()).items():
        if number > 1:
            yield f"{name}: the code name of {number} sheets"
    for name in sorted(documents - set(names.values())):
        yield f"{name}: a module of a sheet that is not there"


_SUB = re.compile(
    r"^\s*(Public |Private |Friend |)(?:Static )?Sub (\w+)\s*\(([^)]*)\)", re.M | re.I
)


def subs(project: bytes) -> dict[str, int]:
    """How many parameters each public Sub of a standard module has, by its name."""
    found: dict[str, int] = {}
    for name, code in modules(project).items():
        if name.endswith(".bas"):
            joined = code.replace("\r\n", "\n").replace(" _\n", " ")
            for scope, sub, given in _SUB.findall(joined):
                if scope.strip().lower() in ("", "public"):
                    found[sub.lower()] = len(given.split(",")) if given.strip() else 0
    return found


def _macros(parts: Parts) -> Iterator[str]:
    for name, code in modules(parts[VBA]).items():
        plain = re.sub(r'"[^"\n]*"', '""', code)
        plain = re.sub(r"'[^\n]*", "", plain)
        if re.search(r"^\s*(?:Public |Private )?Declare ", plain, re.M):
            yield f"{VBA} {name}: declares a function of a library"
        if re.search(r"\b(?:CreateObject|Shell|GetObject|AppleScriptTask|MacScript)\b", plain):
            yield f"{VBA} {name}: starts another program"
        has_code = re.search(r"^\s*(?:\w+ )*(?:Sub|Function|Dim|Const)\b", plain, re.M)
        if has_code and not re.search(r"^Option Explicit\s*$", plain, re.M):
            yield f"{VBA} {name}: no Option Explicit"


def _references(parts: Parts) -> Iterator[str]:
    import olefile
    from oletools.olevba import decompress_stream

    with olefile.OleFileIO(BytesIO(parts[VBA])) as project:
        described = decompress_stream(bytearray(project.openstream("VBA/dir").read()))
    for library in re.findall(rb"\*\\[GHA]([^#\x00]*)#", described):
        if library.decode("latin-1") not in _LIBRARIES:
            yield f"{VBA}: refers to the library {library.decode('latin-1')}"
    for project_path in re.findall(rb"\*\\[CD]([^\x00]+)", described):
        yield f"{VBA}: refers to the project {project_path.decode('latin-1')}"


def _form_buttons(parts: Parts) -> Iterator[str]:
    known = subs(parts[VBA])
    for part, macro in form_buttons(parts):
        name = macro.rpartition("!")[2].rpartition(".")[2].lower()
        if known.get(name) != 0:
            yield f"{part}: a button for {macro}, and no public Sub without arguments of that name"


def form_buttons(parts: Parts) -> list[tuple[str, str]]:
    """Each button drawn on a sheet: the part it is drawn in, and its macro."""
    return [
        (part, macro)
        for part, content in parts.items()
        if part.startswith(("xl/drawings/", "xl/worksheets/", "xl/ctrlProps/"))
        and not part.endswith(".rels")
        for macro in _drawn_macros(content)
    ]


@cache
def _drawn_macros(content: bytes) -> tuple[str, ...]:
    found = []
    for one in etree.fromstring(content).iter(etree.Element):
        if etree.QName(one).localname == "FmlaMacro":
            found.append(one.text or "")
        found += [str(one.get("macro"))] if one.get("macro") else []
    return tuple(found)


def _ribbon(parts: Parts, images: frozenset[str]) -> Iterator[str]:
    if CUSTOM_UI not in parts:
        yield f"{CUSTOM_UI}: not there"
        return
    known = subs(parts[VBA])
    root = etree.fromstring(parts[CUSTOM_UI])
    controls = list(root.iter(etree.Element))
    for name, number in Counter(one.get("id") for one in controls if one.get("id")).items():
        if number > 1:
            yield f"{CUSTOM_UI}: the id {name} twice"
        if not re.fullmatch(r"[A-Za-z_][\w.-]*", str(name)):
            yield f"{CUSTOM_UI}: the id {name}"
    for one in controls:
        for attribute, value in one.attrib.items():
            if str(attribute) in _CALLBACKS:
                if known.get(str(value).lower()) != _CALLBACKS[str(attribute)]:
                    yield f"{CUSTOM_UI}: {attribute} calls {value}, and no public Sub fits"
            elif re.match(r"get[A-Z]|on[A-Z]", str(attribute)):
                yield f"{CUSTOM_UI}: a callback that nobody knows, {attribute}"
        image = one.get("imageMso")
        if image is not None and images and image not in images:
            yield f"{CUSTOM_UI}: Office has no image {image}"
    yield from _key_tips(root)


def _key_tips(root: etree._Element) -> Iterator[str]:
    for tab in root.iter("{*}tab"):
        tips = [one.get("keytip") for one in tab.iterdescendants() if one.get("keytip")]
        for tip in tips:
            if not re.fullmatch(r"[A-Z0-9]{1,3}", str(tip)):
                yield f"{CUSTOM_UI}: the key tip {tip}"
            if any(other != tip and str(other).startswith(str(tip)) for other in tips):
                yield f"{CUSTOM_UI}: the key tip {tip} hides a longer one"
        for tip, number in Counter(tips).items():
            if number > 1:
                yield f"{CUSTOM_UI}: the key tip {tip} twice"
