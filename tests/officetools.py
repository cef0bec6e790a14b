"""Programs from outside that judge a workbook: LibreOffice and the Open XML validator.

Where one is missing a test is skipped; on the build machine (CI=true) it fails.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NoReturn
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

import openpyxl
import pytest
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

ROOT = Path(__file__).resolve().parent.parent


def missing(what: str) -> NoReturn:
    """Skip the test; on the build machine that fails it."""
    pytest.skip(f"{what} is not installed")


def soffice() -> str:
    """The path of LibreOffice; skips the test when there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        missing("LibreOffice (soffice)")
    return str(found)


def _validator() -> list[str]:
    local = ROOT / "node_modules" / ".bin" / "ooxml-validator"
    named = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")
    script = Path(named) if named else local
    node = shutil.which("node")
    if node is None or not script.exists():
        missing("The Open XML validator (npm package ooxml-validator)")
    return [str(node), str(script)]


def ooxml_errors(path: Path) -> list[str]:
    """What the Open XML validator objects to in a workbook, one line each."""
    done = subprocess.run(
        [*_validator(), str(path)], capture_output=True, text=True, timeout=180, check=False
    )
    report = json.loads(done.stdout)
    return [
        f"{error.get('path', {})}: {error.get('description', error)}"
        for error in report.get("errors", [])
    ]


RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@functools.cache
def _profile() -> str:
    """A LibreOffice profile of this process: making one takes longer than a workbook."""
    folder = Path(tempfile.mkdtemp(prefix="profile"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = folder / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    # Left alone, LibreOffice trusts the results stored in an .xlsx file.
    settings.write_text(RECALCULATE, encoding="utf-8")
    return folder.resolve().as_uri()


def without_print_titles(path: Path, copy: Path) -> Path:
    """A copy of a workbook with everything but the rows and columns repeated on paper.

    For each of them LibreOffice sets up all 16,384 columns of a sheet: for a
    program file five of its seven seconds. No result depends on them.
    """
    titles = rb'<definedName name="_xlnm\.Print_Titles".*?</definedName>'
    with ZipFile(path) as old, ZipFile(copy, "w", ZIP_STORED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/workbook.xml":
                content = re.sub(titles, b"", content, flags=re.DOTALL)
                content = content.replace(b"<definedNames></definedNames>", b"")
            new.writestr(part.filename, content)
    return copy


def converted(path: Path, kind: str, folder: Path) -> Path:
    """The workbook as LibreOffice recalculates and saves it, as a new file in a folder.

    `kind` is an extension, with a colon and a filter's name after it where
    LibreOffice has several.
    """
    out = folder / "converted"
    out.mkdir(exist_ok=True)
    given = without_print_titles(path, folder / f"given {path.name}")
    made = out / f"{given.stem}.{kind.partition(':')[0]}"
    command = [soffice(), f"-env:UserInstallation={_profile()}", "--headless"]
    command += ["--convert-to", kind, "--outdir", str(out), str(given)]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return made


def reopened(path: Path, folder: Path) -> Path:
    """The workbook as LibreOffice recalculates and saves it, as a new .xlsx in a folder."""
    return converted(path, "xlsx:Calc MS Excel 2007 XML", folder)


_PROFILE = {
    # Macros may run, and nothing is copied into the profile over what stands here.
    "registrymodifications.xcu": """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
""",
    "basic/script.xlc": """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library"
 xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard"
 xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>
""",
    "basic/Standard/script.xlb": """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
<library:element library:name="Driver"/></library:library>
""",
}
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script"
 script:name="Driver" script:language="StarBasic">{source}</script:module>
"""


def run_basic(source: str, folder: Path) -> None:
    """Run `Main` of a LibreOffice Basic module in a headless LibreOffice of its own.

    The module has to end LibreOffice itself (`StarDesktop.terminate`). Dialogs
    are cancelled at once, as always without a screen.
    """
    profile = folder / "profile"
    texts = _PROFILE | {"basic/Standard/Driver.xba": _MODULE.format(source=escape(source))}
    for name, text in texts.items():
        place = profile / "user" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    subprocess.run(
        [
            soffice(),
            f"-env:UserInstallation={profile.resolve().as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "macro:///Standard.Driver.Main",
        ],
        capture_output=True,
        timeout=180,
        check=True,
    )


def formula_results(path: Path, folder: Path) -> dict[str, tuple[object, object]]:
    """Every formula's result as the file has it, and as LibreOffice works it out anew."""
    return results_in(path, reopened(path, folder))


def results_in(path: Path, recalculated: Path) -> dict[str, tuple[object, object]]:
    """The same, where LibreOffice has worked them out already and saved them."""
    formulas = [where for where, cell in _cells(path).items() if cell.data_type == "f"]
    stored = _cells(path, data_only=True)
    counted = _cells(recalculated, data_only=True)
    return {
        f"{sheet}!{cell}": (
            _rounded(stored[sheet, cell].value),
            _rounded(counted[sheet, cell].value if (sheet, cell) in counted else None),
        )
        for sheet, cell in formulas
    }


def _cells(path: Path, data_only: bool = False) -> dict[tuple[str, str], ReadOnlyCell]:
    """The cells that hold something, by sheet and address."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a sheet says of its own size may be too little
    found = {
        (sheet.title, cell.coordinate): cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not isinstance(cell, EmptyCell)
    }
    book.close()
    return found


def _rounded(value: object) -> object:
    """Numbers to nine places; an empty text and an empty cell are the same result."""
    return round(value, 9) if isinstance(value, float) else value or (0 if value == 0 else "")
