"""Text that a table gave up, taken out of the list of strings that its workbook shares.

Excel keeps the texts of all cells in one part of the file. A cell that is
written anew holds its text itself, and the old text would stay behind there,
seen by nobody and still in the file: snapshots of steps must not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from lxml import etree

from revmentor_xl.books.book import Block, Rows
from revmentor_xl.books.disk.parts.workbook import WorkbookParts
from revmentor_xl.books.disk.xml_text import safe_tree
from revmentor_xl.books.journal.snapshots import MARK
from revmentor_xl.schema.workbook import WORKBOOK

UNDO = WORKBOOK.table("undo").name


def given_up(blocks: Mapping[str, Block], wanted: Mapping[str, Rows]) -> frozenset[str]:
    """The pieces of snapshots that stand in the Undo table, and will not any more."""
    if UNDO not in wanted or UNDO not in blocks:
        return frozenset()
    return pieces(blocks[UNDO].rows) - pieces(wanted[UNDO])


def pieces(rows: Sequence[Sequence[object]]) -> frozenset[str]:
    """The pieces of snapshots among the cells of these rows."""
    return frozenset(
        cell for row in rows for cell in row if isinstance(cell, str) and cell.startswith(MARK)
    )


def without_strings(book: WorkbookParts, texts: Collection[str]) -> dict[str, bytes]:
    """The part of shared strings with these emptied; each keeps its number."""
    numbers = [number for number, text in enumerate(book.reading.strings) if text in texts]
    if not numbers:
        return {}
    package = book.package
    named = {one.kind: one.target for one in package.relations(book.part)}["sharedStrings"]
    part = package.find(named) or named
    tree = safe_tree(package.read(part), part, package.name)
    items = tree.findall("./{*}si")
    for number in numbers:
        item = items[number]
        name = str(item.tag).replace("}si", "}t")
        item[:] = [etree.Element(name)]
        item.text = None
    return {part: etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)}
