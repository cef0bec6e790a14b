"""The sponsor copy: a fresh workbook of totals that physically lacks the raw data.

Nothing is deleted from the program file, because deleting leaks: the copy is
built from the lines of the Sponsor tab, then opened again and searched for
every name, address, ID and private text of the program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from defusedxml import ElementTree
from xlsxwriter import Workbook

from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.errors import FileNotWritten, UnsafeExport, WorkbookLocked
from revmentor_xl.exports.packing import packed
from revmentor_xl.exports.sponsor.sponsor_charts import PAGE_WORDS
from revmentor_xl.exports.sponsor.sponsor_pages import write_pages
from revmentor_xl.program import Program
from revmentor_xl.steps.sharing.sponsor import secrets_of, sponsor_lines
from revmentor_xl.steps.sharing.wording import vocabulary

FORBIDDEN_PARTS = re.compile(
    r"vbaProject|comments|externalLink|pivot|customXml|connections|printerSettings|media/|embeddings"
)

FOOTER_CODE = re.compile(r'&(?:\d+|[A-Z]|"[^"]*")')


def write_sponsor_copy(program: Program, path: Path) -> None:
    """Write the copy for sponsors: totals only, no macros, no names, nothing hidden.

    An older copy at `path` is replaced in one step. Raises `UnsafeExport`
    when anything private is found in the copy (then nothing is written),
    `WorkbookLocked` when the older copy is open, `FileNotWritten` when there is
    no room, `StepTooEarly` as `steps.sponsor.sponsor` does.
    """
    package = _package(program)
    scan(package, program)
    try:
        write_whole(path, package)
    except FileNotWritten as error:
        if not (isinstance(error.__cause__, PermissionError) and path.exists()):
            raise
        raise WorkbookLocked(
            f"“{path.name}” cannot be written; it may be open in Excel.",
            "Close it, or choose another name, and press Sponsor copy again.",
        ) from error


def scan(package: bytes, program: Program) -> None:
    """Search every part of a copy for what must not be in it.

    Parts and texts that a copy of an empty program holds as well say nothing
    about anybody and are passed over. Raises `UnsafeExport`, which says what
    kind of secret stands near which text, but not the secret.
    """
    secrets = secrets_of(program)
    blank = _parts(_package(Program.new(program.today)))
    harmless = {phrase for part in blank.values() for phrase in _phrases(part)}
    known = vocabulary(program, [*harmless, *PAGE_WORDS])
    for name, part in _parts(package).items():
        if FORBIDDEN_PARTS.search(name) or not name.endswith((".xml", ".rels")):
            raise _unsafe(f"a part that does not belong there ({name})")
        if b"definedName" in part or b'state="hidden"' in part or b"veryHidden" in part:
            raise _unsafe("a name or a hidden sheet")
        if part == blank.get(name):
            continue
        for phrase in sorted(set(_phrases(part)) - harmless):
            # a footer's codes, such as &8, stick to the word that follows them
            kind = secrets.found_in(phrase, known) or secrets.found_in(
                FOOTER_CODE.sub(" ", phrase), known
            )
            if kind:
                raise _unsafe(kind)


def _unsafe(what: str) -> UnsafeExport:
    return UnsafeExport(
        f"The sponsor copy was not written: {what} was found in it.",
        "Look at the Sponsor tab for a name or private text, such as a department named after a "
        "person, correct the cell it comes from, and press Sponsor copy again.",
    )


def _package(program: Program) -> bytes:
    """The copy's bytes: the same program gives the same bytes."""
    lines, _ = sponsor_lines(program)
    held = BytesIO()
    book = Workbook(held, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {
            "title": "Reverse mentoring: summary for sponsors",
            "author": "",
            "created": datetime.combine(program.today, time()),
        }
    )
    write_pages(book, lines, program.settings)
    book.close()
    return packed(held.getvalue())


def _parts(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def _phrases(part: bytes) -> Iterator[str]:
    """Every text and every attribute's value in an XML part."""
    for element in ElementTree.fromstring(part).iter():
        for text in (element.text, element.tail, *element.attrib.values()):
            if text and text.strip():
                yield text
