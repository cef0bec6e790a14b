"""The VBA project of the template, made from text.

pyopenvba writes the project that Excel itself would make for a workbook with
these sheets: a document module for the workbook and for each sheet, bound by
code name, and our modules. It is needed to build the template only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from xlsxwriter import Workbook

from revmentor_xl.exports.template import BOOK_CODE_NAME

_PROJECT_PART = "xl/vbaProject.bin"


def document_sources() -> dict[str, str]:
    """The source of the document modules that have one, by code name: what the workbook's
    own events do. It calls the standard modules, so it goes with all of them."""
    source = files("revmentor_xl.host") / "vba" / f"{BOOK_CODE_NAME}.cls"
    return {BOOK_CODE_NAME: source.read_text("ascii")}


def vba_project(
    code_names: Sequence[str],
    modules: Mapping[str, str],
    documents: Mapping[str, str] | None = None,
) -> bytes:
    """`vbaProject.bin` for a workbook whose sheets have these code names.

    `modules` maps a module's name to its source, `documents` a code name to
    the source of its document module without attributes; both must be ASCII.
    The same input gives the same bytes.
    """
    from pyopenvba import ExcelFile  # only where a template is built

    with TemporaryDirectory() as folder:
        path = Path(folder) / "project.xlsm"
        path.write_bytes(_bare_workbook(code_names))
        with ExcelFile(path) as book:
            project = book.add_vba_project()
            for name, source in modules.items():
                project.add_module(name, _lines(source))
            for name, source in (documents or {}).items():
                book.set_module(name, _lines(source))
            book.save(path)
        with ZipFile(path) as package:
            return package.read(_PROJECT_PART)


def _bare_workbook(code_names: Sequence[str]) -> bytes:
    """A workbook that has nothing but sheets with these code names."""
    held = BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.set_vba_name(BOOK_CODE_NAME)
    for name in code_names:
        book.add_worksheet().set_vba_name(name)
    book.close()
    return held.getvalue()


def _lines(source: str) -> str:
    source.encode("ascii")  # other text would depend on the code page of a machine
    return source.replace("\r\n", "\n").replace("\n", "\r\n")
