"""The template that Excel offers under New > Personal."""

from __future__ import annotations

from pathlib import Path

from revmentor_xl.books.disk.package import open_package, repacked
from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.setup.machine import Machine
from revmentor_xl.host.template.new_file import template_path

NAME = "Reverse mentoring program.xltm"
_TYPES = "[Content_Types].xml"
_WORKBOOK = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_TEMPLATE = b"application/vnd.ms-excel.template.macroEnabled.main+xml"


def template_in_new(machine: Machine) -> Path | None:
    """Where the template belongs so that New offers it; None where there is no Excel."""
    folder = machine.template_folder
    return folder / NAME if folder else None


def template_bytes() -> bytes:
    """The program template as a real Excel template (.xltm).

    Excel tells workbook and template apart by the content type of the main
    part; every other part stays as it is. Raises `RevmentorError` when the
    workbook template is missing or is none.
    """
    package = open_package(template_path())
    types = package.read(_TYPES)
    if types.count(_WORKBOOK) != 1:
        raise RevmentorError(
            "The workbook template of this installation is damaged.",
            "In the folder revmentor_xl came in, run: python -m pip install --force-reinstall .",
        )
    return repacked(package, {_TYPES: types.replace(_WORKBOOK, _TEMPLATE)})
