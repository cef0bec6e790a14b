"""The workbook part: its sheets, its names, and telling Excel to recalculate."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lxml import etree

from revmentor_xl.books.areas import Area
from revmentor_xl.books.disk.package import Package, Relation, damaged, relations_part
from revmentor_xl.books.disk.parts.cell import Reading
from revmentor_xl.books.disk.parts.styles import CellLook, kinds_of, looks_of, marked_as_text
from revmentor_xl.books.disk.parts.table import TablePart, read_table
from revmentor_xl.books.disk.xml_text import (
    attributes,
    decoded,
    excel_unescaped,
    opening_tag,
    safe_tree,
    with_attribute,
)
from revmentor_xl.errors import UnreadableWorkbook

_SINGLE_CELL = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!:]+))!(\$?[A-Z]{1,3}\$?[0-9]+)$")
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")
_BINARY = ".bin"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


@dataclass(frozen=True)
class SheetPart:
    """A worksheet: the name on its tab, the part that holds it, what tables are on it."""

    name: str
    part: str
    tables: tuple[TablePart, ...]
    pivots: tuple[tuple[str, Area], ...] = ()
    """The names of its PivotTables and where they stand."""


@dataclass(frozen=True)
class WorkbookParts:
    """What the workbook part says, and the parts that its cells depend on."""

    package: Package
    part: str
    sheets: tuple[SheetPart, ...]
    names: Mapping[str, tuple[str, str]]
    """For each workbook-wide name of one cell: sheet and cell."""
    styles_part: str | None
    calc_chain: str | None
    reading: Reading
    looks: tuple[CellLook, ...]
    """How each cell format lays out text."""
    charts: tuple[str, ...]
    """The parts that hold charts, on sheets and on chart sheets."""

    def text(self, part: str) -> tuple[str, str]:
        """A part's text and encoding, once it is known to be sound XML."""
        found = self.package.find(part) or part
        data = self.package.read(found)
        safe_tree(data, found, self.package.name)
        return decoded(data, found, self.package.name)


def read_workbook(package: Package) -> WorkbookParts:
    """The workbook in a package. Raises `UnreadableWorkbook` when there is none."""
    part = _workbook_part(package)
    tree = _tree(package, part)
    relations = package.relations(part)
    by_kind = {item.kind: item.target for item in relations}
    strings, styles = by_kind.get("sharedStrings"), by_kind.get("styles")
    looks = _tree(package, styles) if styles and package.find(styles) else None
    properties = tree.find("./{*}workbookPr")
    reading = Reading(
        strings=_strings(package, strings) if strings and package.find(strings) else (),
        kinds=kinds_of(looks),
        text_marks=marked_as_text(looks),
        date1904=properties is not None and properties.get("date1904") in ("1", "true"),
        metadata=_metadata(package, by_kind.get("sheetMetadata")),
    )
    return WorkbookParts(
        package=package,
        part=part,
        sheets=_sheets(package, tree, {item.id: item for item in relations}),
        names=_names(tree),
        styles_part=styles if looks is not None else None,
        calc_chain=package.find(by_kind.get("calcChain", "")) if "calcChain" in by_kind else None,
        reading=reading,
        looks=looks_of(looks),
        charts=_charts(package),
    )


def _workbook_part(package: Package) -> str:
    for item in package.relations(""):
        if item.kind == "officeDocument":
            if item.target.endswith(_BINARY):
                raise UnreadableWorkbook(
                    f"{package.name} is a binary workbook (.xlsb).",
                    "Open it in Excel and save it as “Excel Workbook (.xlsx)”.",
                )
            found = package.find(item.target)
            if found and opening_tag("workbook").search(
                decoded(package.read(found), found, package.name)[0]
            ):
                return found
    raise UnreadableWorkbook(
        f"{package.name} is not an Excel workbook, though it is packed like one.",
        "Check that it is the right file: a Word or PowerPoint file, a LibreOffice file "
        "or a plain ZIP cannot be used. Save it from Excel as “Excel Workbook (.xlsx)”.",
    )


def _metadata(package: Package, part: str | None) -> int:
    if not part or not package.find(part):
        return 0
    return len(_tree(package, part).findall("./{*}cellMetadata/{*}bk"))


def _tree(package: Package, part: str) -> etree._Element:
    return safe_tree(package.read(part), part, package.name)


def _strings(package: Package, part: str) -> tuple[str, ...]:
    return tuple(_plain_text(item) for item in _tree(package, part).iterfind("./{*}si"))


def _plain_text(item: etree._Element) -> str:
    # Rich text comes in runs; reading aids (rPh) are not part of the text.
    pieces = [*item.iterfind("./{*}t"), *item.iterfind("./{*}r/{*}t")]
    return excel_unescaped("".join(piece.text or "" for piece in pieces))


def _sheets(
    package: Package, tree: etree._Element, relations: Mapping[str, Relation]
) -> tuple[SheetPart, ...]:
    sheets = []
    for item in tree.iterfind("./{*}sheets/{*}sheet"):
        reference = next((v for k, v in item.attrib.items() if str(k).endswith("}id")), "")
        relation = relations.get(str(reference))
        if relation and relation.kind == "worksheet":
            part = package.find(relation.target)
            if part is None:
                raise damaged(package.name, relation.target)
            tables, pivots = _tables(package, part), _pivots(package, part)
            sheets.append(SheetPart(str(item.get("name", "")), part, tables, pivots))
    return tuple(sheets)


def _tables(package: Package, sheet: str) -> tuple[TablePart, ...]:
    found = []
    for relation in package.relations(sheet):
        part = package.find(relation.target)
        if relation.kind == "table" and part:
            table = read_table(_tree(package, part), part)
            if table:
                found.append(table)
    return tuple(found)


def _pivots(package: Package, sheet: str) -> tuple[tuple[str, Area], ...]:
    found = []
    for relation in package.relations(sheet):
        part = package.find(relation.target) if relation.kind == "pivotTable" else None
        tree = _tree(package, part) if part else None
        place = tree.find("./{*}location") if tree is not None else None
        area = Area.of(str(place.get("ref", ""))) if place is not None else None
        if tree is not None and area is not None:
            found.append((str(tree.get("name", "")), area))
    return tuple(found)


def _charts(package: Package) -> tuple[str, ...]:
    types = _tree(package, "[Content_Types].xml").iterfind("./{*}Override")
    named = [str(one.get("PartName", "")) for one in types if one.get("ContentType") == _CHART]
    return tuple(part for part in map(package.find, named) if part)


def _names(tree: etree._Element) -> dict[str, tuple[str, str]]:
    names = {}
    for item in tree.iterfind("./{*}definedNames/{*}definedName"):
        found = _SINGLE_CELL.match((item.text or "").strip())
        if found and item.get("localSheetId") is None:
            quoted, plain, cell = found.groups()
            sheet = quoted.replace("''", "'") if quoted else plain
            names[str(item.get("name", ""))] = (sheet, cell)
    return names


def recalculating(text: str) -> str:
    """The workbook part's text with the wish to recalculate when it is opened.

    Excel and LibreOffice otherwise trust the stored results of every formula.
    """
    found = opening_tag("calcPr").search(text)
    if found:
        tag = with_attribute(found.group(), "fullCalcOnLoad", "1")
        return text[: found.start()] + tag + text[found.end() :]
    for name in _BEFORE_CALCULATION:
        end = re.search(rf"</((?:[\w.-]+:)?){name}\s*>", text)
        if end:
            tag = f'<{end.group(1)}calcPr calcId="191029" fullCalcOnLoad="1"/>'
            return text[: end.end()] + tag + text[end.end() :]
    return text


def without_calc_chain(book: WorkbookParts) -> dict[str, bytes]:
    """The parts that mention the calculation chain, without that mention.

    A chain that names a cell without a formula makes Excel offer a repair; a
    missing chain it simply builds again.
    """
    chain = book.calc_chain
    assert chain is not None
    changed = {}
    rels = book.package.find(relations_part(book.part))
    if rels:
        folder = posixpath.dirname(book.part)
        changed[rels] = _without(
            book,
            rels,
            "Relationship",
            lambda facts: (
                posixpath.normpath(posixpath.join("/", folder, facts.get("Target", "")))
                == f"/{chain}"
            ),
        )
    types = book.package.find("[Content_Types].xml")
    if types:
        changed[types] = _without(
            book, types, "Override", lambda facts: facts.get("PartName", "") == f"/{chain}"
        )
    return changed


def _without(
    book: WorkbookParts, part: str, element: str, unwanted: Callable[[dict[str, str]], bool]
) -> bytes:
    text, encoding = book.text(part)
    kept = re.compile(opening_tag(element).pattern + rf"(?:\s*</(?:[\w.-]+:)?{element}\s*>)?")

    def keep(found: re.Match[str]) -> str:
        return "" if unwanted(attributes(found.group(2))) else found.group()

    return kept.sub(keep, text).encode(encoding)
