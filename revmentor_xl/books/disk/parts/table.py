"""Table parts, and what else on a sheet covers exactly a table's rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from revmentor_xl.books.areas import Area
from revmentor_xl.books.disk.xml_text import (
    attributes,
    escaped,
    excel_unescaped,
    opening_tag,
    unescaped,
    with_attribute,
)

_SQREF = re.compile(r"""(<(?:[\w.-]+:)?sqref\s*>)([^<]*)(</)""")
_QUOTED_OR_THIS_ROW = re.compile(
    r""""(?:[^"]|"")*"|([\w.\\]*)\[@((?:\[(?:'.|[^\]'])*\]:?)+|(?:'.|[^\[\]'])*)\]"""
)
_RULES = ("dataValidation", "conditionalFormatting")
_FILTERS = ("autoFilter", "sortState", "sortCondition")


@dataclass(frozen=True)
class TablePart:
    """A table as its part describes it; `area` holds header, data and totals."""

    name: str
    part: str
    area: Area
    headers: tuple[str, ...]
    header_rows: int
    totals_rows: int

    @property
    def data(self) -> Area:
        """The data rows alone."""
        return replace(
            self.area,
            top=self.area.top + self.header_rows,
            bottom=self.area.bottom - self.totals_rows,
        )


def read_table(tree: etree._Element, part: str) -> TablePart | None:
    """The table that a part describes, or None when it names no range of cells."""
    area = Area.of(str(tree.get("ref", "")))
    name = str(tree.get("displayName") or tree.get("name") or "")
    if area is None or not name:
        return None
    return TablePart(
        name=excel_unescaped(name),
        part=part,
        area=area,
        headers=tuple(
            excel_unescaped(str(column.get("name", "")))
            for column in tree.iterfind("./{*}tableColumns/{*}tableColumn")
        ),
        header_rows=int(str(tree.get("headerRowCount", "1"))),
        totals_rows=int(str(tree.get("totalsRowCount", "0"))),
    )


def spelled_out(formula: str, table: str) -> str:
    """The formula as files store it: `[@Score]`, which Excel shows, is not allowed there."""
    if "[@" not in formula:
        return formula

    def this_row(found: re.Match[str]) -> str:
        if found.group(2) is None:  # a text in quotes
            return found.group()
        name, columns = found.group(1) or table, found.group(2)
        if not columns:
            return f"{name}[#This Row]"
        inner = columns if columns.startswith("[") else f"[{columns}]"
        return f"{name}[[#This Row],{inner}]"

    return _QUOTED_OR_THIS_ROW.sub(this_row, formula)


def resized(text: str, table: TablePart, bottom: int) -> str:
    """The table part's text with its range, filter and sorting ending at this row."""
    old = table.area.bottom - table.totals_rows
    root = opening_tag("table").search(text)
    if root is None:
        return text
    new = replace(table.area, bottom=bottom)
    tag = with_attribute(root.group(), "ref", new.ref)
    text = text[: root.start()] + tag + text[root.end() :]
    for name in _FILTERS:
        text = opening_tag(name).sub(lambda found: _ending(found.group(), old, bottom), text)
    return text


def _ending(tag: str, old: int, bottom: int) -> str:
    area = Area.of(attributes(tag).get("ref", ""))
    if area is None or area.bottom != old:
        return tag
    return with_attribute(tag, "ref", replace(area, bottom=max(bottom, area.top)).ref)


def rules_moved(text: str, old: Area, new: Area) -> str:
    """Sheet XML (without its cells) whose rules for the old data rows cover the new ones.

    Validations and conditional formats that cover exactly a table's rows, in
    one or several of its columns, belong to the table.
    """
    if old == new:
        return text
    for name in _RULES:
        text = opening_tag(name).sub(lambda found: _following_tag(found.group(), old, new), text)
    return _SQREF.sub(
        lambda found: (
            found.group(1)
            + escaped(following(unescaped(found.group(2)), old, new))
            + found.group(3)
        ),
        text,
    )


def _following_tag(tag: str, old: Area, new: Area) -> str:
    ranges = attributes(tag).get("sqref")
    if ranges is None or following(ranges, old, new) == ranges:
        return tag
    return with_attribute(tag, "sqref", following(ranges, old, new))


def following(ranges: str, old: Area, new: Area) -> str:
    """A list of ranges, those that are the old data rows turned into the new."""
    return " ".join(_followed(one, old, new) for one in ranges.split()) if ranges else ranges


def _followed(one: str, old: Area, new: Area) -> str:
    area = Area.of(one)
    if area is None or not old.contains(area):
        return one
    if (area.top, area.bottom) != (old.top, old.bottom):
        return one
    return replace(area, bottom=new.bottom).ref
