"""Making a new program file from the template that came with the package."""

from __future__ import annotations

from pathlib import Path

from revmentor_xl.books.disk.whole import write_whole
from revmentor_xl.errors import RevmentorError
from revmentor_xl.host.files import new_path


def template_path() -> Path:
    """The workbook template: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).parents[2]
    for folder in (package, package.parent):
        if (folder / "workbook_template.xlsm").is_file():
            return folder / "workbook_template.xlsm"
    raise RevmentorError(
        "The workbook template is missing from this installation.",
        "In the folder revmentor_xl came in, run: python -m pip install --force-reinstall .",
    )


def new_file(path: Path, like: Path | None = None) -> Path:
    """Make an empty program file; gives its path, which always ends in .xlsm.

    Nobody may do more with it than with the file `like`. Raises
    `RevmentorError` when a file of that name is there already, `FileNotWritten`
    when there is no room.
    """
    is_excel = path.suffix.lower() in (".xlsm", ".xlsx")
    target = path.with_suffix(".xlsm") if is_excel else path.with_name(path.name + ".xlsm")
    write_whole(new_path(target, "program file"), template_path().read_bytes(), like=like)
    return target
