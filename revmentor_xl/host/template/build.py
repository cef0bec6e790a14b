"""Building program files: the schema's workbook with the ribbon and its macros."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from revmentor_xl.exports.template.template import build, code_names
from revmentor_xl.host.commands.table import COMMANDS
from revmentor_xl.host.running import up_to_date
from revmentor_xl.host.template.macros import (
    document_sources,
    fingerprint,
    vba_modules,
    vba_project,
)
from revmentor_xl.host.template.ribbon import ribbon_xml, sheet_buttons
from revmentor_xl.program import Program

TEMPLATE_DAY = date(2026, 1, 1)
"""The day a template is “made” on, so that every build is the same."""


def write_template(path: Path | str) -> None:
    """Write the empty program file, `workbook_template.xlsm`, at `path`."""
    write_program_file(path, up_to_date(Program.new(TEMPLATE_DAY)))


def write_program_file(path: Path | str, program: Program) -> None:
    """Write a fresh program file with this program in it, ribbon and macros included."""
    modules = vba_modules(COMMANDS)
    build(
        path,
        program,
        ribbon_xml=ribbon_xml(COMMANDS, fingerprint(modules)),
        vba_project=vba_project(tuple(code_names().values()), modules, document_sources()),
        buttons=sheet_buttons(COMMANDS),
    )
