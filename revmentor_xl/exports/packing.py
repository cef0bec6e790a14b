"""Finishing a fresh package: the ribbon's part, and bytes that come out the same every time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

RIBBON_PART = "customUI/customUI.xml"
_RIBBON_RELATION = (
    '<Relationship Id="rIdRibbon" '
    'Type="http://schemas.microsoft.com/office/2006/relationships/ui/extensibility" '
    f'Target="{RIBBON_PART}"/>'
)
_RELATIONS = "_rels/.rels"
_ROW = re.compile(rb'<row r="(\d+)"[^>]*>')
_SAME_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can say


def packed(
    package: bytes, ribbon_xml: str = "", self_fitting: Mapping[str, int] | None = None
) -> bytes:
    """The package with the ribbon added, all parts in their order and without a clock.

    `self_fitting` names, for a worksheet's part, the row from which on heights
    are only where Excel starts from: it fits such rows again when somebody
    types in them. XlsxWriter can only fix a height for good.
    """
    parts: dict[str, bytes] = {}
    with ZipFile(BytesIO(package)) as fresh:
        for name in fresh.namelist():
            parts[name] = fresh.read(name)
    if ribbon_xml:
        relations = parts[_RELATIONS].decode("utf-8")
        parts[_RELATIONS] = relations.replace(
            "</Relationships>", _RIBBON_RELATION + "</Relationships>"
        ).encode("utf-8")
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        parts[RIBBON_PART] = (head + ribbon_xml).encode("utf-8")
    for part, row in (self_fitting or {}).items():
        parts[part] = _without_fixed_heights(parts[part], row)
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as package_file:
        for name, content in parts.items():
            info = ZipInfo(name, _SAME_TIME)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # else it tells the machine it was made on
            package_file.writestr(info, content, compresslevel=9)
    return held.getvalue()


def _without_fixed_heights(part: bytes, first: int) -> bytes:
    def loosened(found: re.Match[bytes]) -> bytes:
        tag = found.group()
        return tag.replace(b' customHeight="1"', b"") if int(found.group(1)) >= first else tag

    return _ROW.sub(loosened, part)
