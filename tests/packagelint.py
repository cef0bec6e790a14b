"""What can be wrong with a workbook's package that the Open XML validator does not look at.

`objections` gives one line for each thing; none for a sound file. It reads the
package with zipfile, lxml and oletools only, and knows nothing of the code
that wrote it. What depends on one part alone is found once for equal parts:
most files that are looked at differ in one.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from tests.macrolint import VBA, macro_objections, modules

Parts = Mapping[str, bytes]

TYPES = "[Content_Types].xml"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

# A file of ours has no use for any of these: they reach outside it, run code
# that is not ours, or keep traces of the machine it was made on.
_UNWANTED = re.compile(
    r"externalLinks|connections|queryTables|embeddings|activeX|printerSettings|persons"
    r"|revisions|customXml|webextensions|model/|docProps/custom|\.exe|\.dll",
    re.IGNORECASE,
)
_PATHS = re.compile(
    r"(?<![A-Za-z])[A-Za-z]:\\(?!\\n)|\\\\[A-Za-z0-9]|/Users/|/home/|/tmp/|/work/|file:/|absPath"
)
_OUTSIDE = re.compile(r"\[\d+\]|\[[^\[\]]+\.xl\w+\]")
_US = ("", "revmentor_xl", "Reverse mentoring", None)


def objections(package: bytes, images: frozenset[str] = frozenset()) -> list[str]:
    """Everything that is wrong; `images` are the names of Office's images that are known."""
    with ZipFile(BytesIO(package)) as file:
        names = file.namelist()
        parts = {name: file.read(name) for name in names}
    found = [f"{name}: twice in the package" for name, n in Counter(names).items() if n > 1]
    for rule in (_content_types, _relationships, _no_unwanted, _no_paths, _no_names, _sheets):
        found += rule(parts)
    found += _formulas(parts)
    if VBA in parts:
        found += macro_objections(parts, sheet_parts(parts), images)
    return found


def _content_types(parts: Parts) -> Iterator[str]:
    root = etree.fromstring(parts[TYPES])
    tag = _PACKAGE + "content-types}"
    defaults = {one.get("Extension", "").lower() for one in root.iter(tag + "Default")}
    overrides = {
        one.get("PartName", ""): one.get("ContentType") for one in root.iter(tag + "Override")
    }
    for part in parts:
        if part != TYPES and f"/{part}" not in overrides:
            if part.rpartition(".")[2].lower() not in defaults:
                yield f"{part}: no content type"
            elif part.endswith(".xml"):
                known = part.startswith("customUI/")  # the ribbon's part has none of its own
                if not known:
                    yield f"{part}: only the general content type"
    for name in overrides:
        if name.lstrip("/") not in parts:
            yield f"{name}: a content type, but no such part"
    if VBA in parts and overrides.get("/xl/workbook.xml") != _MACRO_BOOK:
        yield "xl/workbook.xml: macros, but not the content type of a macro workbook"


def _relations(parts: Parts) -> Iterator[tuple[str, etree._Element]]:
    for name, content in parts.items():
        if name.endswith(".rels"):
            folder, file = posixpath.split(name)
            source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
            for one in etree.fromstring(content).iter(_PACKAGE + "relationships}Relationship"):
                yield source, one


def _target(source: str, relation: etree._Element) -> str:
    target = relation.get("Target", "")
    return (
        posixpath.normpath(posixpath.join(posixpath.dirname(source), target)).lstrip("/")
        if not target.startswith("/")
        else target.lstrip("/")
    )


def _relationships(parts: Parts) -> Iterator[str]:
    ids: Counter[tuple[str, str]] = Counter()
    reached = {TYPES}
    for source, relation in _relations(parts):
        ids[source, relation.get("Id", "")] += 1
        if source and source not in parts:
            yield f"{source}: relationships, but no such part"
        if relation.get("TargetMode") == "External":
            yield f"{source}: a link to {relation.get('Target')}"
        elif _target(source, relation) not in parts:
            yield f"{source}: refers to {relation.get('Target')}, which is not there"
        reached.add(_target(source, relation))
    for (source, id_), number in ids.items():
        if number > 1:
            yield f"{source}: the relationship {id_} twice"
    for part, content in parts.items():
        if part not in reached and not part.endswith(".rels"):
            yield f"{part}: nothing refers to it"
        if part.endswith(".xml"):
            for used in _used_ids(content):
                if (part, used) not in ids:
                    yield f"{part}: uses the relationship {used}, which is not there"


@cache
def _used_ids(content: bytes) -> frozenset[str]:
    space = "{" + _OFFICE.rstrip("/") + "}"
    return frozenset(
        str(value)
        for one in etree.fromstring(content).iter()
        for name, value in one.attrib.items()
        if str(name).startswith(space)
    )


def _no_unwanted(parts: Parts) -> Iterator[str]:
    for part in parts:
        if _UNWANTED.search(part):
            yield f"{part}: not a part that a program file has"


def _no_paths(parts: Parts) -> Iterator[str]:
    texts = {name: _plain(content) for name, content in parts.items() if name != VBA}
    if VBA in parts:
        texts |= {f"{VBA} {name}": code for name, code in modules(parts[VBA]).items()}
    for name, text in texts.items():
        for hit in sorted({match.group() for match in _PATHS.finditer(text)}):
            yield f"{name}: a path ({hit})"


@cache
def _plain(content: bytes) -> str:
    """A part's texts and attributes, without the names of namespaces."""
    if not content.lstrip().startswith(b"<"):
        return content.decode("latin-1")
    root = etree.fromstring(content)
    pieces = [str(text) for text in root.itertext()]
    for one in root.iter(etree.Element):
        pieces += [str(value) for value in one.attrib.values()]
        pieces.append(etree.QName(one).localname)
    return "\n".join(pieces)


def _no_names(parts: Parts) -> Iterator[str]:
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part not in parts:
            yield f"{part}: not there"
            continue
        for one in etree.fromstring(parts[part]):
            kind, text = etree.QName(one).localname, one.text or ""
            if kind in ("creator", "lastModifiedBy") and text not in _US:
                yield f"{part}: says that {text} made the file"
            if kind in ("Company", "Manager", "keywords", "HyperlinkBase") and text:
                yield f"{part}: {kind} is {text}"
    for part, content in parts.items():
        if re.match(r"xl/comments\d*\.xml|xl/threadedComments/", part):
            for author in etree.fromstring(content).iter(_MAIN + "author"):
                if author.text not in _US:
                    yield f"{part}: a note by {author.text}"


def sheet_parts(parts: Parts) -> dict[str, str]:
    """Each sheet's part by the sheet's name, in the order of the tabs."""
    targets = {
        relation.get("Id"): _target(source, relation)
        for source, relation in _relations(parts)
        if source == "xl/workbook.xml"
    }
    root = etree.fromstring(parts["xl/workbook.xml"])
    id_ = f"{{{_OFFICE.rstrip('/')}}}id"
    return {
        str(one.get("name")): targets.get(one.get(id_), "") for one in root.iter(_MAIN + "sheet")
    }


def _sheets(parts: Parts) -> Iterator[str]:
    root = etree.fromstring(parts["xl/workbook.xml"])
    names = [str(one.get("name")) for one in root.iter(_MAIN + "sheet")]
    for name, number in Counter(name.lower() for name in names).items():
        if number > 1:
            yield f"{name}: two sheets of this name"
    for name in names:
        if name.lower().endswith(".py"):
            yield f"{name}: xlwings would run this sheet as Python"
        if not 1 <= len(name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$", name):
            yield f"{name}: no name for a sheet"


def _formulas(parts: Parts) -> Iterator[str]:
    for part, content in parts.items():
        if part.startswith(("xl/worksheets/sheet", "xl/workbook", "xl/tables/", "xl/charts/")):
            for formula in _formulas_outside(content):
                yield f"{part}: a formula with another workbook in it: {formula}"


@cache
def _formulas_outside(content: bytes) -> tuple[str, ...]:
    formulas = (
        one.text or ""
        for one in etree.fromstring(content).iter(etree.Element)
        if etree.QName(one).localname in ("f", "definedName", "formula", "formula1")
    )
    return tuple(one for one in formulas if _OUTSIDE.search(_without_tables(one)))


def _without_tables(formula: str) -> str:
    """The formula without the column names that stand in brackets behind a table."""
    return re.sub(r"\w\[(?:[^\[\]]|\[[^\[\]]*\])*\]", "", formula)
