"""An .xlsx or .xlsm file as a package of parts, read safely and rewritten sparingly.

A user's workbook is never rebuilt: `repacked` changes the parts it is given
and carries every other one over byte for byte, in the same order.
"""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from revmentor_xl.books.disk.limits import DEFAULT_LIMITS, Limits, open_zip, read_source
from revmentor_xl.books.disk.xml_text import safe_tree
from revmentor_xl.errors import UnreadableWorkbook


@dataclass(frozen=True)
class Relation:
    """One relationship of a part: `kind` is the last word of its type."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True)
class Package:
    """An opened workbook file; `name` is for messages."""

    name: str
    zip: zipfile.ZipFile

    def find(self, part: str) -> str | None:
        """The part's name as the package spells it; names ignore upper and lower case."""
        return self._spelled.get(part.lstrip("/").lower())

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        """Every part's name by the name in lower case; `open_zip` lets no two have the same."""
        return {name.lower(): name for name in self.zip.namelist()}

    def read(self, part: str) -> bytes:
        """The part's bytes. Raises `UnreadableWorkbook` when it is absent or damaged."""
        found = self.find(part)
        if found is None:
            raise damaged(self.name, part)
        try:
            return self.zip.read(found)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as broken:
            raise damaged(self.name, part) from broken

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What the part refers to; pass "" for the package itself."""
        rels = relations_part(part)
        if self.find(rels) is None:
            return ()
        folder = posixpath.dirname(part)
        return tuple(
            Relation(
                id=str(item.get("Id", "")),
                kind=str(item.get("Type", "")).rsplit("/", 1)[-1],
                target=_target(folder, str(item.get("Target", ""))),
            )
            for item in safe_tree(self.read(rels), rels, self.name)
            if isinstance(item.tag, str) and item.get("TargetMode") != "External"
        )


def relations_part(part: str) -> str:
    """The name of the part that holds the relationships of this one."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def damaged(name: str, part: str) -> UnreadableWorkbook:
    """The error for a package whose part is missing or cannot be read."""
    return UnreadableWorkbook(
        f"{name} is damaged: its part {part} is missing or unreadable.",
        "Open it in Excel, let Excel repair it, and save it; or go back to its backup copy.",
    )


def open_package(path: Path, limits: Limits = DEFAULT_LIMITS) -> Package:
    """The package at this path, checked against the limits.

    Raises `UnreadableWorkbook` when it is no package, protected or unsafe.
    """
    return Package(path.name, open_zip(read_source(path, limits), path.name, limits))


def repacked(
    package: Package, changed: Mapping[str, bytes], dropped: Collection[str] = ()
) -> bytes:
    """The package with some parts changed and some left out, the rest as they were."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as new:
        new.comment = package.zip.comment
        for info in package.zip.infolist():
            if info.filename in dropped:
                continue
            data = changed.get(info.filename)
            entry = copy.copy(info)
            # The sizes of the old entry would otherwise be trusted for the new one.
            entry.flag_bits &= 0x800
            new.writestr(
                entry,
                package.read(info.filename) if data is None else data,
                compress_type=info.compress_type,
            )
    return target.getvalue()
